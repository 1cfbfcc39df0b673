"""Restrictions: what a clause holds back, how, in what scope, until when, and what it keeps.

Grammar: kg.relations.restriction_cues finds the cues, kg.relations.restricted the names they govern. Objects
are found in the text itself, so they do not depend on what the recogniser has found.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from kg.model import Clause, EntityRef, EntityType, Mention, Mode, Restriction, Scope, Span, Threshold
from kg.relations.restricted import Held, held
from kg.relations.restriction_cues import Cue, any_of, cues, words
from kg.text.coordination import leaves, split_list
from kg.text.normalize import normalize
from kg.text.phrases import sentences

Link = Callable[..., EntityRef]

_ELSEWHERE = re.compile("其[他它]地区|区域外|以外(?:地区|区域)?|园区外|基地外|范围外")
_WHEN = re.compile(
    "(?:到|至)?20\\d\\d年(?:底|末)?(?:前|之前)?|近期|今后|未来|“?十[一二三四五六]五”?(?:时期|期间|末期?)|年底前"
)
_KEPT = re.compile("(?:在)?(?:保留|稳定|维持|巩固)(?P<what>[^，]+?)(?:基础上|，|$)")
_LEAD_IN = re.compile(r"^\s*(?:[（(]?[一二三四五六七八九十\d]+[）)、.．]+)")
_INDUSTRY = re.compile("行业|产业|业$|工业$|加工$|生产$|冶炼$|制造$|一体化$|印染$|造纸$|炼油$")


@dataclass(frozen=True, slots=True)
class RestrictedObject:
    """A restricted thing for the recogniser: its name, the source spans it is made of, a likely type."""

    name: str
    pieces: tuple[Span, ...]
    type: EntityType
    mode: Mode
    scope: Scope
    cue: str
    rule: str
    evidence: Span
    threshold: Threshold | None = None
    when: str = ""
    kept: tuple[str, ...] = ()


@lru_cache(maxsize=2048)
def restricted_objects(text: str) -> tuple[RestrictedObject, ...]:
    """Return what a clause's source text holds back, in order; one object with one mode counts once.

    >>> [(o.name, o.mode.value, o.scope.value) for o in restricted_objects("严禁钢铁、水泥新增产能")]
    [('钢铁', 'prohibit', 'newCapacity'), ('水泥', 'prohibit', 'newCapacity')]
    """
    normal = normalize(text)
    found: dict[tuple[str, Mode], RestrictedObject] = {}
    for got in _all(normal.text):
        source = replace(
            got,
            pieces=tuple(normal.span(p.start, p.end) for p in got.pieces),
            evidence=normal.span(got.evidence.start, got.evidence.end),
        )
        found.setdefault((got.name, got.mode), source)
    return tuple(found.values())


def extract(clause: Clause, mentions: tuple[Mention, ...], *, link: Link) -> tuple[Restriction, ...]:
    """Return the restrictions of a clause.

    A restricted object that is also a mention takes the mention's entity; the region is the clause's.
    """
    known = {m.name: m.entity for m in mentions}
    if clause.heading:
        return ()
    region = link(clause.region, EntityType.REGION, region=clause.region)
    return tuple(
        Restriction(
            region=region,
            object=known.get(o.name) or link(o.name, o.type, region=clause.region),
            object_name=o.name,
            mode=o.mode,
            scope=o.scope,
            evidence=o.evidence,
            cue=o.cue,
            rule=o.rule,
            threshold=o.threshold,
            when=o.when,
            kept=o.kept,
        )
        for o in restricted_objects(clause.text)
    )


def _all(text: str) -> Iterator[RestrictedObject]:
    before: tuple[Held, ...] = ()
    for sentence in sentences(text):
        before = ()
        for cue in cues(text, sentence):
            got = _governed(text, sentence, cue, before)
            yield from _objects(text, sentence, cue, got)
            before = got or before


def _governed(text: str, sentence: Span, cue: Cue, before: tuple[Held, ...]) -> tuple[Held, ...]:
    span = _backward(text, sentence, cue) if cue.backward else _forward(text, cue)
    if span is None or not _meant(text, cue, span):
        return ()
    if (
        not cue.backward
        and re.fullmatch("(?:项目|产能|产能项目|企业|建设|项目建设)", span.of(text))
        and before
    ):
        return tuple(
            replace(h, scope=Scope.NEW_BUILD if "项目" in span.of(text) else h.scope) for h in before
        )
    return held(text, cue, span)


def _forward(text: str, cue: Cue) -> Span:
    """Where the object of an opening cue stands: up to the first measure, if the cue needs one."""
    said = cue.object.of(text)
    measured = re.match(rf"[^、]*?{any_of('measure', 'amount')}(?=、)", said)
    if cue.needs == "measure" and measured:
        return Span(cue.object.start, cue.object.start + measured.end())
    if re.search("为(?:重点|主线|核心|手段|抓手|原则|目标|方向)$", said) and "、" in said:
        return Span(cue.object.start, cue.object.start + said.index("、"))
    return cue.object


_TRADES = re.compile("(?:[、和及与][^，。；]*)?等[^，。；、的]{0,8}(?:行业|产业)")


def _type(text: str, item: Held) -> EntityType:
    """Say what kind of thing is held back: a trade by its ending or its list's head (等过剩产能行业)."""
    trade = _INDUSTRY.search(item.name) or _TRADES.match(text, item.pieces[-1].end)
    return EntityType.INDUSTRY if trade else EntityType.PRODUCT


def _meant(text: str, cue: Cue, span: Span) -> bool:
    """Whether the words around a cue make it a restriction (needs of restriction_cues.csv)."""
    said = span.of(text)
    if re.match("的", said):
        return False
    if re.search(rf"{any_of('nominal')}$", said):
        return False
    if cue.needs == "measure" and not cue.backward:
        return bool(re.search(rf"{any_of('measure', 'amount')}$", said))
    if cue.needs == "revival":
        return "死灰复燃" in said
    if cue.needs == "sector" and not cue.backward:
        return bool(re.search("(?:行业|产业|产能|领域)$", said))
    return True


def _backward(text: str, sentence: Span, cue: Cue) -> Span | None:
    """Where the object of a closing cue stands: after 对 in the sentence, or the phrase's own subject."""
    own = text[cue.phrase.start : cue.run.start]
    to = max(text.rfind("对", sentence.start, cue.run.start), -1)
    held_at = text.startswith("在", cue.run.end)
    if held_at:
        subject = re.search(
            rf"(?:全[省市县区])?(?P<name>[^，；]*?{any_of('amount', 'measure')})(?:基本)?$", own
        )
        return (
            Span(cue.phrase.start + subject.start("name"), cue.phrase.start + subject.end("name"))
            if subject
            else None
        )
    if words().cue.search(text, cue.phrase.start, cue.run.start):
        return None
    if to >= 0 and not re.match("[于应比外接口]", text[to + 1 : to + 2].replace("于", "")):
        return Span(to, cue.run.start)
    modes = {mode for mode, _ in cue.modes}
    if own and (Mode.PHASEOUT in modes or cue.modes[0][1].startswith("不")):
        skip = re.match("[^、，]{1,4}(?:产业|行业)(?=[^、，]{2})", own)
        return Span(cue.phrase.start + (skip.end() if skip else 0), cue.run.start)
    return None


def _objects(text: str, sentence: Span, cue: Cue, got: tuple[Held, ...]) -> Iterator[RestrictedObject]:
    elsewhere = _ELSEWHERE.search(text[cue.phrase.start : cue.run.start])
    kept = _kept(text, sentence, cue)
    base = "基础上" in text[cue.run.end : cue.phrase.end]
    some = _some_firms(text, cue)
    for mode, form in cue.modes:
        for item in got:
            scope = _in_mode(mode, item.scope)
            if elsewhere:
                scope = Scope.OUTSIDE_NAMED_BASES
            elif mode is Mode.PHASEOUT:
                scope = Scope.GRADE if some and scope is Scope.WHOLE else scope
            elif scope is not Scope.SIZE and (item.firms or base or (kept and scope is Scope.WHOLE)):
                scope = Scope.EXISTING_KEPT
            yield RestrictedObject(
                name=item.name,
                pieces=item.pieces,
                type=_type(text, item),
                mode=mode,
                scope=scope,
                cue=form,
                rule="restriction:backward" if cue.backward else "restriction:forward",
                evidence=Span(min(cue.phrase.start, *(p.start for p in item.pieces)), cue.phrase.end),
                threshold=item.threshold,
                when=_when(text, sentence, cue),
                kept=tuple(
                    re.sub(rf"{re.escape(item.name)}(?:项目|企业)$", "", k) for k in kept or item.firms
                ),
            )


_FIRMS = re.compile("(?:引导|推动|促使|督促|支持|鼓励|组织)(?P<kind>[^，。；、]{2,12}?)(?:的)?(?:企业|公司)$")
_EVERY = re.compile("全部|所有|各类|各地|有关|相关|[省市县区]$")


def _some_firms(text: str, cue: Cue) -> bool:
    """Say whether only firms of a kind are to leave (引导亏损企业退出…), not the whole trade."""
    led = _FIRMS.search(text[cue.phrase.start : cue.run.start])
    return led is not None and not _EVERY.search(led["kind"])


def _in_mode(mode: Mode, scope: Scope) -> Scope:
    """What a scope means in a mode: to phase out projects is all of them, to cut capacity a part."""
    if mode is not Mode.PHASEOUT:
        return scope
    return {Scope.NEW_BUILD: Scope.WHOLE, Scope.NEW_CAPACITY: Scope.GRADE}.get(scope, scope)


def _when(text: str, sentence: Span, cue: Cue) -> str:
    near = [
        m.group()
        for m in _WHEN.finditer(text, sentence.start, cue.run.end)
        if not _other_cue(text, m.end(), cue)
    ]
    return near[-1] if near else ""


def _other_cue(text: str, start: int, cue: Cue) -> bool:
    return bool(words().cue.search(text, start, max(start, cue.run.start)))


def _kept(text: str, sentence: Span, cue: Cue) -> tuple[str, ...]:
    """Name what the words before a cue keep: 在保留A和B…项目基础上."""
    match = _KEPT.search(text[sentence.start : cue.run.start].rstrip("，"))
    if not match or _other_cue(text, sentence.start + match.end(), cue):
        return ()
    start = sentence.start + match.start("what")
    stop = re.search("等|现有|基础上", match["what"])
    end = start + (stop.start() if stop else len(match["what"]))
    return tuple(i.span.of(text) for i in leaves(split_list(text, start, end)))
