"""Chains: where a clause itself orders stages or names a chain with at least two of them.

Patterns: A-B-C产业链, 集A、B、C于一体, A、B、C产品链, A、B、C全生命周期, 从A到B的产业链, X向A、B延伸,
种养加销一体化. A list of products before 产业链 is no order; a list of stages (养殖、加工、销售) is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from kg.model import Chain, Clause, EntityRef, EntityType, Mention, Span, Stage
from kg.resources import rows
from kg.text.coordination import leaves, split_list
from kg.text.normalize import normalize
from kg.text.phrases import sentences

Link = Callable[..., EntityRef]

_CHAIN = "(?:产业链条|产业链|产品链条|产品链|供应链|价值链|全链条|链条)"
_WHOLE = "(?:全产业链|全生命周期|全周期|全过程|全流程|全链条|价值链环节|产业链环节)"
_DASHES = re.compile(
    rf"(?P<list>[^，。；、：“”‘’（）]+(?:[-—–→]+[^，。；、：“”‘’（）]+)+?)(?P<name>(?:[”’][^，。；、-]{{0,6}})?{_CHAIN})"
)
_UNITED = re.compile(
    r"(?P<list>[^，。；]*?[、和与及][^，。；]*?)(?:等[^，。；、]{0,8}?)?(?:于|为|融为)一体(?:化)?的?(?P<name>[^，。；、]{0,30})"
)
_GATHERED = re.compile("^.*(?:集(?![群成团聚约散中])|融合|融)")
_WORDS = re.compile("链|体|一条龙|全生命周期|全周期|全过程|全流程|延伸")
_NEAR_NAME = re.compile("[^，。；的“”、]{2,12}产业链条?")
_RUN = re.compile(rf"(?P<list>[^，。；：]*[、和与及][^，。；：]*?)(?:等)?(?P<name>{_WHOLE}|一条龙)")
_PRODUCTS = re.compile(
    rf"(?:即|围绕|：|^|，|；)?(?P<list>[^。；：]*?[、和与及][^。；：]*?)(?:等)?(?P<name>{_CHAIN})"
)
_FROM_TO = re.compile(
    rf"(?:从|由)(?P<a>[^，。；到]{{2,20}})到(?P<b>[^，。；到]{{2,20}}?)(?:[、，]?再到(?P<c>[^，。；]{{2,15}}?))?"
    rf"(?P<name>[”’]?(?:的[^，。；]{{0,16}}?)?(?:完整)?(?:{_WHOLE}|{_CHAIN}))"
)
_TOWARDS = re.compile(
    r"(?:推动|促进|加快|实现|引导)?(?P<head>[^，。；、]{2,10}?)(?:逐步)?向(?P<list>[^，。；]*、[^，。；]*?)等?(?:产业链)?(?:上下游|下游|上游)(?:环节|产业)?延伸"
)
_LETTERS = re.compile("(?P<list>[种养加销产供储运购旅游贸工农]{3,6})(?:一体化|一条龙)")
_VERBS = re.compile(
    "^.*(?:打造|构建|形成|建成|完善|建设|发展|延长|延伸|拓展|拉长|围绕|推动|提高|实现|建立|覆盖|涵盖|包括|支持|"
    "强化|贯穿|基于|成为|做强|做大|培育|在(?!线)|是|即)"
)


@dataclass(frozen=True, slots=True)
class _Found:
    name: str
    stages: tuple[str, ...]
    span: Span
    cue: str


def extract(clause: Clause, mentions: tuple[Mention, ...], *, link: Link) -> tuple[Chain, ...]:
    """Return the chains of a clause, upstream first; a stage that is a mention takes its entity."""
    if clause.heading:
        return ()
    if not _WORDS.search(clause.text):
        return ()
    normal = normalize(clause.text)
    known = {m.name: m.entity for m in mentions}
    region = link(clause.region, EntityType.REGION, region=clause.region)
    found = _found(normal.text)
    return tuple(
        Chain(
            name=_named(f, clause),
            stages=tuple(
                Stage(s, known.get(s) or link(s, EntityType.INDUSTRY, region=clause.region)) for s in f.stages
            ),
            region=region,
            evidence=normal.span(f.span.start, f.span.end),
            cue=f.cue,
            rule="chain:" + f.cue,
        )
        for f in found
    )


def goods(text: str) -> Iterator[Span]:
    """Yield the things and trades that chains name, in order: stages of those drawn with dashes or called
    产品链, and what the first stage of others is done to (狐、貉、貂养殖、加工、销售产业链).

    ``text`` is the normal form of a clause; bare stage words (加工, 销售) are no names.

    >>> text = "延伸原铝—铝加工—再生铝产业链"
    >>> [span.of(text) for span in goods(text)]
    ['原铝', '铝加工', '再生铝']
    """
    if not _WORDS.search(text):
        return
    for one in _found(text):
        at, drawn = one.span.start, one.cue == "dash" or one.cue.startswith("产品链")
        for stage in one.stages if drawn else _raw(one):
            found = text.find(stage, at, one.span.end)
            if found >= 0 and stage.removesuffix(_stage_word(stage)) not in ("", "深", "精深", "粗"):
                yield Span(found, found + len(stage))
            at = max(at, found + len(stage))


def _raw(one: _Found) -> tuple[str, ...]:
    """Return the products before the first of a row of bare stage words, () if there are none."""
    listed = re.split(_CHAIN, one.name)[0]
    items = [i.span.of(listed) for i in leaves(split_list(listed, 0, len(listed)))]
    first = next((k for k, i in enumerate(items) if _stage_word(i)), 0)
    if not first or not _ends_process(items, first):
        return ()
    return (*items[:first], items[first].removesuffix(_stage_word(items[first])))


@lru_cache(maxsize=2048)
def _found(text: str) -> tuple[_Found, ...]:
    return _unnested([f for sentence in sentences(text) for f in _all(text, sentence)])


def _all(text: str, sentence: Span) -> Iterator[_Found]:
    said, at = sentence.of(text), sentence.start
    if not _WORDS.search(said):
        return
    for match in _DASHES.finditer(said):
        links = tuple(s.strip() for s in re.split("[-—–→]+", match["list"]))
        links = (_tail(links[0]) or links[0], *links[1:])
        if all(re.match("[\u4e00-\u9fffA-Za-z]{2,}", link) for link in links):
            yield _Found(re.sub("^[”’]", "", match["name"]), links, _at(match, at), "dash")
    for match in _UNITED.finditer(said):
        gathered = _GATHERED.match(match["list"])
        stages = _stages(match["list"][gathered.end() :] if gathered else _tail(match["list"]))
        if _staged(stages) >= 2:
            near = _NEAR_NAME.search(said)
            name = match["name"] if "链" in match["name"] or not near else near.group()
            yield _Found(name, stages, _at(match, at), "一体")
    for match in _FROM_TO.finditer(said):
        parts = tuple(p for g in ("a", "b", "c") if match[g] for p in _stages(match[g].strip("“”")))
        yield _Found(match["name"].strip("”’的"), parts, _at(match, at), "从到")
    yield from _listed(said, at)
    for match in _LETTERS.finditer(said):
        yield _Found("", tuple(match["list"]), _at(match, at), "一体化")


def _listed(said: str, at: int) -> Iterator[_Found]:
    """Chains whose stages are a list before a word for the whole, or behind 向."""
    for match in _RUN.finditer(said):
        stages = _stages(_tail(match["list"]))
        if len(stages) >= 2 and _staged(stages) >= 2 and "到" not in match["list"]:
            yield _Found(match["name"], stages, _at(match, at), match["name"])
    for match in _PRODUCTS.finditer(said):
        yield from _of_products(match, at)
    for match in _TOWARDS.finditer(said):
        stages = (_tail(match["head"]), *_stages(match["list"]))
        if _staged(stages) >= 2:
            yield _Found(match["head"], stages, _at(match, at), "延伸")


def _of_products(match: re.Match[str], at: int) -> Iterator[_Found]:
    """A list before 产品链 is a chain; before 产业链 it must be a list of stages."""
    listed = re.split("(?:即|围绕)(?=[^，]*$)|：", match["list"])[-1]
    products = match["name"].startswith("产品链")
    if not products or ("，" in listed and "、" in listed.rsplit("，", 1)[1]):
        listed = listed.rsplit("，", 1)[-1]
    listed = listed if products and not _VERBS.search(listed) else _tail(listed)
    stages = _stages(listed)
    if len(stages) < 2 or "链" in listed or re.search("[两二三四五六七八九十]条", listed):
        return
    if products or (_staged(stages) >= 2 and _staged(stages) >= len(stages) - 1):
        yield _Found(listed + match["name"], stages, _at(match, at), match["name"])


def _at(match: re.Match[str], start: int) -> Span:
    return Span(start + match.start(), start + match.end())


def _tail(text: str) -> str:
    """Leave out the verb phrase before a list."""
    return _VERBS.sub("", text)


def _stages(listed: str) -> tuple[str, ...]:
    """Split a list into stages; 狐、貉、貂养殖、加工 has the stages 养殖 and 加工."""
    plain = re.sub("（[^）]*）", "", listed)
    items = [i.span.of(plain) for i in leaves(split_list(plain, 0, len(plain)))]
    items = [re.sub("等$|^“|”$", "", i) for i in items]
    first = next((k for k, i in enumerate(items) if _stage_word(i)), None)
    if first and _ends_process(items, first):
        return (_stage_word(items[first]), *items[first + 1 :])
    return tuple(i for i in items if i)


def _ends_process(items: list[str], first: int) -> bool:
    """Whether products end in the first of a row of bare stage words: 狐、貉、貂养殖、加工、销售."""
    bare = all(_stage_word(i) == i for i in items[first + 1 :])
    short = all(len(i) <= 3 for i in items[:first])
    return bare and short and len(items) - first >= 3 and _stage_word(items[first]) != items[first]


@lru_cache(maxsize=1)
def _stage_words() -> tuple[str, ...]:
    return tuple(
        sorted((row["form"] for row in rows("lexicon", "stage_words.csv")), key=lambda w: (-len(w), w))
    )


def _stage_word(item: str) -> str:
    """The stage word that ``item`` ends in, "" if none."""
    return next((w for w in _stage_words() if item.endswith(w)), "")


def _staged(stages: tuple[str, ...]) -> int:
    return sum(any(w in stage for w in _stage_words()) for stage in stages)


def _unnested(found: list[_Found]) -> tuple[_Found, ...]:
    """Keep the first reading of a stretch; single letters only where nothing else was found."""
    kept: list[_Found] = []
    for one in found:
        if any(one.span.start < k.span.end and k.span.start < one.span.end for k in kept):
            continue
        if one.cue == "一体化" and kept:
            continue
        kept.append(one)
    return tuple(kept)


def _named(found: _Found, clause: Clause) -> str:
    """The chain's name: its own words, or the clause's heading, or its stages."""
    name = re.sub("^(?:完整|完善|的)+", "", found.name)
    if name and name not in ("产业链", "产业链条", "链条", "一条龙"):
        return name
    lead = re.sub("^(?:拓展|延伸|拉长|完善|打造|构建|大力发展|加快发展|发展)", "", clause.lead)
    if lead.endswith("产业"):
        return lead + "链"
    return lead if "链" in lead else "-".join(found.stages)
