"""From a name and where it is said to what it stands for.

The alias table decides first (:mod:`kg.entities.aliases`), then the gazetteers, then general rules: endings
of regions, firms and industries, the city in front of a name, the governing region for names that mean
something only where they stand. :attr:`EntityRef.rule` names the entry or rule that decided.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache, lru_cache

from kg.entities import aliases, concepts, gazetteer
from kg.entities.gazetteer import Entry
from kg.entities.places import ancestor, contains, governing, leading, link_region
from kg.entities.regions import Level, Region
from kg.model import EntityRef, EntityType

T = EntityType
_LEGAL = re.compile(
    r"(?:[（(]集团[)）])?(?:股份有限公司|集团有限责任公司|集团有限公司|有限责任公司|有限公司|集团股份公司|股份公司|总公司|集团公司|公司)$"
)
_FIRM_ENDING = re.compile(r"(?:集团|股份|集团公司|总公司|公司|总厂|厂)$")
_INDUSTRY_ENDING = re.compile(
    r"(?:产业|(?<!加)工业|行业|领域|(?<=加工)业|(?<![企作就创事专毕商农工林渔牧物副产行])业)$"
)
_LEVEL_WORD = {
    "省": Level.PROVINCE,
    "自治区": Level.PROVINCE,
    **dict.fromkeys("市州盟", Level.PREFECTURE),
    **dict.fromkeys("县区旗", Level.COUNTY),
}
_BODY = re.compile(r"[厅局委办会院社署部]$|政府$|海关$|银行$|组织$|管委会$")


@lru_cache(maxsize=65536)
def link(name: str, type: EntityType, *, region: str = "") -> EntityRef:
    """Return what ``name`` stands for in a paper or section that governs ``region`` (an official name).

    The result's name is unique within its kind; the code is that of GB/T 2260 or GB/T 4754-2011 where there
    is one. A name that nothing is known about stands for itself (rule ``surface``).

    >>> link("鞍钢", EntityType.ENTERPRISE).name, link("鞍钢自动化公司", EntityType.ENTERPRISE).name
    ('鞍钢集团', '鞍钢自动化公司')
    >>> link("朝阳", EntityType.REGION, region="辽宁省")
    EntityRef(kind=<EntityType.REGION: 'Region'>, name='朝阳市', rule='gb2260:short:朝阳', code='211300')
    >>> link("高新区", EntityType.PARK, region="鞍山市").name
    '鞍山市高新区'
    """
    surface = aliases.clean(name) or name
    table = aliases.load()
    listed = table.same.get((surface, aliases.shared(type)))
    if listed is not None:
        found = _LINKERS[type](listed, region)
        return EntityRef(type, found.name, f"alias:{surface}", found.code)
    found = _LINKERS[type](surface, region)
    if found.name != surface and table.forbids(surface, aliases.shared(type), found.name):
        return EntityRef(type, surface, f"not:{found.name}")
    return found


@cache
def _known(type_: EntityType) -> Mapping[str, Entry]:
    """Return full and short names → entry, the first entry of a name first."""
    index: dict[str, Entry] = {}
    entries = gazetteer.load().of(type_)
    for entry in entries:
        index.setdefault(aliases.clean(entry.name), entry)
    for entry in entries:
        for short in entry.shorts:
            index.setdefault(aliases.clean(short), entry)
    return index


def _entry(name: str, type_: EntityType) -> EntityRef | None:
    entry = _known(type_).get(name)
    return EntityRef(type_, entry.name, entry.id, entry.code) if entry else None


def _region(name: str, region: str) -> EntityRef:
    relative = aliases.relative_names()
    if (name, T.PARK) in relative and region:
        here = governing(region)
        place = here.label if here else region
        return EntityRef(T.REGION, place + relative[name, T.PARK], f"qualifier:{place}")
    found = link_region(name, region)
    return found if found.rule != "surface" else _entry(name, T.REGION) or found


def _enterprise(name: str, region: str) -> EntityRef:
    known = _entry(name, T.ENTERPRISE)
    if known:
        return known
    table = aliases.load()
    for rule, bare in (("legal", _LEGAL.sub("", name)), ("ending", _FIRM_ENDING.sub("", name))):
        if bare == name or len(bare) < 2:
            continue
        listed = table.same.get((bare, T.ENTERPRISE))
        found = _entry(listed or bare, T.ENTERPRISE)
        target = found.name if found else listed
        if target:
            code = found.code if found else ""
            return EntityRef(T.ENTERPRISE, target, f"{rule}:{name.removeprefix(bare)}", code)
        if rule == "legal" and "有限" in name:
            return EntityRef(T.ENTERPRISE, bare, f"legal:{name.removeprefix(bare)}")
    return _seated(name, region) or EntityRef(T.ENTERPRISE, name)


def _seated(name: str, region: str) -> EntityRef | None:
    """Link a known firm that the city it sits in opens: 沈阳新松, 广州广汽集团."""
    split = leading(name, governing(region))
    entry = _known(T.ENTERPRISE).get(split[1]) if split else None
    seat = gazetteer.load().by_label.get(entry.seat) if entry else None
    if split and entry and seat and contains(split[0], seat):
        return EntityRef(T.ENTERPRISE, entry.name, f"seat:{split[0].label}", entry.code)
    return None


def _institution(name: str, region: str) -> EntityRef:
    known = _entry(name, T.INSTITUTION)
    if known:
        return known
    if name.startswith("中科院"):
        full = "中国科学院" + name.removeprefix("中科院")
        full = re.sub(r"(?<!研究)所$", "研究所", full)
        found = _entry(full, T.INSTITUTION)
        return EntityRef(T.INSTITUTION, found.name if found else full, "prefix:中科院")
    return EntityRef(T.INSTITUTION, name)


@cache
def _departments() -> Mapping[str, str]:
    """Return the names of departments, without their region, → the customary one."""
    entries = [entry for entry in gazetteer.load().of(T.AGENCY) if entry.kind == gazetteer.DEPARTMENT]
    names = {entry.name: entry.name for entry in entries}
    for entry in entries:
        for short in entry.shorts:
            names.setdefault(short, entry.name)
    return names


def _agency(name: str, region: str) -> EntityRef:
    national = _known(T.AGENCY).get(name)
    if national and national.kind == "national":
        return EntityRef(T.AGENCY, national.name, national.id)
    here, departments = governing(region), _departments()
    if name.startswith(("国家", "国务院", "中国", "全国")):
        return EntityRef(T.AGENCY, name)
    for word, level in _LEVEL_WORD.items():
        rest = name.removeprefix(word)
        if rest != name and (rest in departments or _BODY.search(rest)) and region:
            above = ancestor(here, level) if here else None
            place = above.label if above else region + word
            return EntityRef(T.AGENCY, place + departments.get(rest, rest), f"qualifier:{place}")
    split = leading(name, here)
    if split and (split[1] in departments or _BODY.search(split[1])):
        full = split[0].label + departments.get(split[1], split[1])
        return EntityRef(T.AGENCY, full, f"ending:{split[0].label}" if full != name else "surface")
    if name in departments and region:
        place = here.label if here else region
        return EntityRef(T.AGENCY, place + departments[name], f"qualifier:{place}")
    return EntityRef(T.AGENCY, name)


def _park(name: str, region: str) -> EntityRef:
    here, relative = governing(region), aliases.relative_names()
    if (name, T.PARK) in relative and region:
        place = here.label if here else region
        return EntityRef(T.PARK, place + relative[name, T.PARK], f"qualifier:{place}")
    split = leading(name, here)
    form = relative.get((split[1], T.PARK), "") if split else ""
    if split and form in aliases.single():
        full = split[0].label + form
        return EntityRef(T.PARK, full, f"ending:{split[0].label}" if full != name else "surface")
    return _entry(name, T.PARK) or _inside(name, split, region, T.PARK) or _placed(name, split, T.PARK)


def _inside(name: str, split: tuple[Region, str] | None, region: str, type_: EntityType) -> EntityRef | None:
    """Put the governing region before what begins with a zone that means something only there.

    高新区激光产业园 of 鞍山市 is 鞍山高新区激光产业园, another city's is another park.
    """
    relative = aliases.relative_names()
    zones = [zone for zone, kind in relative if kind is T.PARK and zone[-1] == "区" and name.startswith(zone)]
    zone = max(zones, key=len, default="")
    if split or not region or not zone or zone == name:
        return None
    here = governing(region)
    place = here.label if here else region
    full = place + relative[zone, T.PARK] + name.removeprefix(zone)
    short = here is not None and here.level is not Level.PROVINCE
    full = _placed(full, leading(full, here), type_).name if short else full
    return EntityRef(type_, full, f"qualifier:{place}")


def _placed(name: str, split: tuple[Region, str] | None, type_: EntityType) -> EntityRef:
    """Drop 市 or 省 of the region in front: 沈阳市机器人产业园 is 沈阳机器人产业园."""
    if split and name.startswith(split[0].name) and split[0].shorts and split[0].level is not Level.COUNTY:
        return EntityRef(type_, split[0].shorts[0] + split[1], f"ending:{split[0].name[-1]}")
    return EntityRef(type_, name)


def _project(name: str, region: str) -> EntityRef:
    split = leading(name, governing(region))
    return _inside(name, split, region, T.PROJECT) or _placed(name, split, T.PROJECT)


def _policy(name: str, region: str) -> EntityRef:
    return _entry(name, T.POLICY) or EntityRef(T.POLICY, name)


_GRADED = re.compile("^(?:落后|过剩|新增|现有)(?=..)|(?<=..)生产$")
"""What grades a thing, or says that it is made, is no part of the thing (落后水泥, 钢铁生产)."""


def _concept(name: str, type_: EntityType) -> EntityRef:
    known = concepts.find(name)
    if known:
        rule = f"concept:{known.name}" if name != known.name else "concept"
        return EntityRef(type_, known.name, rule, known.code)
    bare = _GRADED.sub("", name)
    known = concepts.find(bare) if bare != name else None
    if known:
        return EntityRef(type_, known.name, f"without:{name.replace(bare, '…')}", known.code)
    match = _INDUSTRY_ENDING.search(name)
    stem = name[: match.start()] if match else ""
    if not match or len(stem) < 2:
        return EntityRef(type_, name)
    target = aliases.load().same.get((stem, T.INDUSTRY), stem)
    whole = stem in aliases.whole_stems()
    known = concepts.find(stem + "产业") if whole else concepts.find(target)
    if known:
        return EntityRef(type_, known.name, f"ending:{match[0]}", known.code)
    if not whole and match[0] in ("产业", "行业") and _is_thing(stem):
        return EntityRef(type_, stem, f"ending:{match[0]}")
    return EntityRef(type_, name)


def _is_thing(stem: str) -> bool:
    """Say whether 产业 may be dropped: what stays ends in a concept, or in what is made or grown."""
    head = concepts.head_of(stem)
    ends = head is not None and not any(
        stem.endswith(word) for word in aliases.whole_stems() if len(word) > 1
    )
    return ends or aliases.names_thing(stem)


_LINKERS: dict[EntityType, Callable[[str, str], EntityRef]] = {
    T.REGION: _region,
    T.PARK: _park,
    T.ENTERPRISE: _enterprise,
    T.INSTITUTION: _institution,
    T.AGENCY: _agency,
    T.INDUSTRY: lambda name, region: _concept(name, T.INDUSTRY),
    T.PRODUCT: lambda name, region: _concept(name, T.PRODUCT),
    T.PROJECT: _project,
    T.POLICY: _policy,
}
"""The registry of linkers, one a type."""
