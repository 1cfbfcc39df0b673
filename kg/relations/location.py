"""``locatedIn``, ``hosts`` and ``undertakes``: where things are, what parks are for, whose projects."""

from __future__ import annotations

import re
from functools import lru_cache

from kg.entities import concepts
from kg.entities.matcher import matcher
from kg.entities.regions import Level, divisions
from kg.model import EntityRef, EntityType, Mention, Predicate, Role, Statement
from kg.relations.promotion import placed
from kg.relations.scene import Scene, akin, is_city, unique
from kg.text import lexicon
from kg.text.tokens import tag, tokens

T = EntityType


def located(scene: Scene) -> tuple[Statement, ...]:
    """Return where parks, firms, institutes and projects are.

    A prefecture in the name gives the prefecture, else the county or area as written; parks and projects
    without a place in the name are where the line's city is.
    """
    found = []
    for mention in scene.of(T.PARK, T.ENTERPRISE, T.INSTITUTION, T.PROJECT):
        for name in _places(scene, mention):
            region = scene.link(name, T.REGION)
            found.append(
                scene.state(
                    mention,
                    Predicate.LOCATED_IN,
                    region,
                    rule="location:name",
                    target_name=name,
                    evidence=mention,
                )
            )
    return unique(found)


_AREA = re.compile(r"(?P<area>[一-龥]{2,10}?(?:新城|新区|经济开发区|开发区|高新区|镇|乡|街道))[一-龥]{3,}")


def _places(scene: Scene, mention: Mention) -> list[str]:
    names = _in_name(mention.name, scene.clause.region, site=mention.type is T.PARK)
    if names:
        return [names]
    if mention.type not in (T.PARK, T.PROJECT):
        return []
    named = [m.entity.name for m in placed(scene, mention)]
    if named:
        return named
    actor = [
        m
        for m in scene.of(T.REGION)
        if m.sentence == mention.sentence and m.role in (Role.SUBJECT, Role.FOCUS)
    ]
    if actor and actor[0].end <= mention.start:
        return [actor[0].name]
    return [scene.clause.region] if is_city(scene.clause.region) else []


def _in_name(name: str, region: str, *, site: bool) -> str:
    """Return the place that a name carries: prefectures in full, counties and areas as written."""
    known = matcher(region)
    best = ""
    for pos in range(len(name) - 1):
        form = known.place(name, pos)
        if not form or len(form) == len(name) or form in SCOPE_WORDS:
            continue
        if known.forms[form][1].startswith("group:"):
            continue
        full = prefecture(form)
        if full:
            return full
        best = best or form
    if best:
        return best
    area = _AREA.match(name)
    if area and not area.group("area").endswith("城乡"):
        return area.group("area")
    return _unlisted(name) if site else ""


_SITE_WORDS = re.compile(
    "(?:综合|现代|工业|经济|产业|科技|温泉|影视|健康|冰雪|食品|商贸|物流|文化|能源|化工|石化|绿色|皮装|旅游|新城|生态|机场)"
)


def _unlisted(name: str) -> str:
    """Return the leading place of a park's name that no gazetteer holds: 灵山|工业经济区, 汤池|综合工业园."""
    for size in (2, 3):
        lead = name[:size]
        if _SITE_WORDS.match(name, size) and len(name) > size + 2:
            first = tokens(name)[0]
            if concepts.find(lead) or lexicon.load().suffix_type(lead) or "的" in lead:
                continue
            proper = tag(lead) in ("ns", "nr", "nz") or (not first.known and len(first.word) == 1)
            if proper and (first.end == size or not first.known):
                return lead
    return ""


SCOPE_WORDS = frozenset(
    "中国|全球|世界|东北|环渤海|华北|华东|华南|西南|西北|东北亚|全国|国家|亚洲".split("|")  # noqa: SIM905
)


@lru_cache(maxsize=1)
def _full() -> dict[str, str]:
    found: dict[str, str] = {}
    for level in (Level.PREFECTURE, Level.PROVINCE):
        for division in divisions():
            if division.level is level and not division.ended:
                for form in (division.name, *division.shorts):
                    found.setdefault(form, division.name)
    return found


def prefecture(form: str) -> str:
    """Return the official name of the prefecture or province that ``form`` stands for, "" if it is none."""
    return _full().get(form, "")


def hosted(scene: Scene) -> tuple[Statement, ...]:
    """Return which park is for which industry."""
    found = []
    for park in scene.of(T.PARK):
        nested = [m for m in scene.of(T.INDUSTRY) if m.rule == "nested:park" and m.name in park.name]
        head = scene.topic(park) or _host_head(scene, park)
        named = [
            m
            for m in scene.of(T.INDUSTRY)
            if m.name in park.name or (len(m.name) > 3 and m.name[:-2] in park.name)
        ]
        chosen = nested or ([head] if head is not None else named[:1])
        rule = "hosts:name" if nested or head is None else "hosts:head"
        found += [scene.state(park, Predicate.HOSTS, industry, rule=rule) for industry in chosen[:2]]
    return unique(found)


def _host_head(scene: Scene, park: Mention) -> Mention | None:
    """Return whose park it is: an akin industry of its sentence, else the heading's.

    A heading that names services as a whole (生活性服务业) gives way to what the sentence is about.
    """
    lead = scene.leads[0] if scene.leads else None
    near = scene.sentence_industry(park)
    if lead is None or near is None:
        return lead or near or scene.head(park)
    if lead.name.endswith("服务业") or (akin(near.name, park.name) and not akin(lead.name, park.name)):
        return near
    return lead


_LISTED_WORKS = re.compile(
    "(?:的)?(?:系列|等)?(?:重点|重大)?(?:项目|工程)(?:群)?(?:的)?(?:建设|实施|落地)?，(?:主要)?(?:包括|包含|即|有)"
)


def _owner_before(scene: Scene, project: Mention) -> Mention | None:
    """Return the firm whose projects a sentence goes on to list (某集团系列项目建设，包括甲项目、乙项目)."""
    text = scene.clause.text
    for firm in scene.of(T.ENTERPRISE):
        listed = _LISTED_WORKS.match(text, firm.end)
        if (
            listed
            and listed.end() <= project.start
            and not re.search("[。；]", text[listed.end() : project.start])
        ):
            return firm
    return None


def undertaken(scene: Scene) -> tuple[Statement, ...]:
    """Return which firm's project it is: the longest that opens its name, else whose projects are listed."""
    found = []
    for project in scene.of(T.PROJECT):
        opens = [
            firm
            for firm in scene.of(T.ENTERPRISE)
            if project.name.startswith(firm.name) and len(project.name) > len(firm.name)
        ]
        if opens:
            firm = max(opens, key=lambda one: len(one.name))
            found.append(
                scene.state(firm, Predicate.UNDERTAKES, project, rule="undertakes:name", evidence=project)
            )
        elif (owner := _owner_before(scene, project)) is not None:
            found.append(scene.state(owner, Predicate.UNDERTAKES, project, rule="undertakes:listed"))
    return unique(found)


def region_of(scene: Scene) -> EntityRef:
    """Return the governing region as an entity."""
    return scene.region
