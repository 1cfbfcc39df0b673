"""The names that a restriction governs: lists distributed, qualifiers and 项目/企业/产能 left out.

Spans are into the normal form. A name that loses its capacity word keeps what the word said as its scope.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from kg.model import Scope, Span, Threshold
from kg.relations.restriction_cues import Cue, any_of, words
from kg.text.coordination import DistributedItem, coordinate, leaves, list_end, split_list
from kg.text.numbers import quantities
from kg.text.phrases import cut
from kg.text.shared_heads import PREDICATE
from kg.text.shared_heads import words as shared_words

_INNER = re.compile("(?<=.)(?:新增|扩大|增加)(?=[^的]*(?:产能|生产能力)[^的]*$)")
_SECTOR = re.compile("^(?:在|对)?(?P<list>.+?)等?(?:行业|产业|领域)中(?P<grade>.+)的(?:项目|企业)$")
_FIRMS = re.compile("(?:等)?(?:企业|公司)?现有(?=.)")
_QUOTED_CLASS = re.compile("(?<=[^、（])“[^”]{1,4}”(?=行业|产业|企业|项目)")
_ADJECTIVE = re.compile("^(?:高|低|严重|落后|过剩|涉)|性$")
_GRADE = re.compile(
    "落后|过剩|低端|低附加值|普通|高毒|高残留|高耗|高能耗|高污染|高排放|小吨位|低标号|初级|粗加工|^小|低水平|类项目$|的"
)
_SIZE = re.compile("^(?:大型|中小型|小型)")


@dataclass(frozen=True, slots=True)
class Held:
    """A name that is held back: its pieces, and what part of the thing is meant."""

    name: str
    pieces: tuple[Span, ...]
    scope: Scope
    threshold: Threshold | None = None
    firms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Phrase:
    """A noun phrase while it is stripped: what is left of it and what went."""

    span: Span
    gone: tuple[str, ...] = ()
    firms: tuple[str, ...] = ()
    graded: bool = False
    masked: tuple[Span, ...] = field(default=())


def held(text: str, cue: Cue, objects: Span) -> tuple[Held, ...]:
    """Return the names in ``objects`` that ``cue`` governs, in order, each once."""
    found: dict[str, Held] = {}
    for part in cut(text, objects.start, objects.end, "，"):
        phrase = _strip(text, _Phrase(_ahead(text, part)))
        limit: Threshold | None = None
        for item in _items(text, phrase):
            got = _held(text, cue, phrase, item)
            if got is not None:
                got = _limited(got, limit)
                limit = got.threshold
                found.setdefault(got.name, got)
    return tuple(found.values()) or _bare_capacity(text, cue, objects)


def _limited(item: Held, limit: Threshold | None) -> Held:
    """Let an amount that opens a list's item be a limit as the one before it is: 30万吨以下A、10万吨B."""
    amounts = quantities(item.name) if limit is not None and item.threshold is None else ()
    first = next(iter(amounts), None)
    if limit is None or first is None or first.span.start > 0:
        return item
    return replace(item, scope=Scope.SIZE, threshold=Threshold(limit.comparator, first.value, first.unit))


def _ahead(text: str, span: Span) -> Span:
    """Leave out quantifiers and prepositions that open the phrase, adverbs that close it."""
    within = rf"在[^，；]{{2,30}}?(?:内|上|区)(?={words().action.pattern})"
    before = "推进|加快|推动|促进|实施|完成|对于|对|将|把|的|使|、|和|以及|按|.{1,6}类如："
    opening = re.compile(rf"(?:{within}|{before}|{any_of('quantifier')})+(?=.)")
    closing = re.compile(rf"(?:{any_of('adverb')}|、|，)+$")
    start, end = span.start, span.end
    if match := opening.match(text, start, end):
        start = match.end()
    if match := closing.search(text[start:end]):
        end = start + match.start()
    return Span(start, end)


def _strip(text: str, phrase: _Phrase) -> _Phrase:
    """Take off the phrase what is no part of a name: capacity words, sectors, firms, predicates."""
    span = phrase.span
    if match := _SECTOR.match(span.of(text)):
        return replace(phrase, span=Span(span.start, span.start + match.end("list")), graded=True)
    if match := _INNER.search(span.of(text)):
        inner = span.of(text)[match.start() :]
        kept = Span(span.start, span.start + match.start())
        return _strip(text, replace(phrase, span=kept, gone=(*phrase.gone, inner)))
    span, gone = _untailed(text, span, phrase.gone)
    phrase = replace(phrase, span=span, gone=gone)
    if match := _FIRMS.search(span.of(text)):
        firms = tuple(
            i.span.of(text) for i in leaves(split_list(text, span.start, span.start + match.start()))
        )
        phrase = replace(phrase, span=Span(span.start + match.end(), span.end), firms=firms)
    return _unqualified(text, phrase)


def _untailed(text: str, span: Span, gone: tuple[str, ...]) -> tuple[Span, tuple[str, ...]]:
    if re.search(rf"{any_of('amount')}$", span.of(text)):
        return span, gone
    forms = (*words().kinds["measure"], *words().kinds["tail"], "基础上")
    while True:
        tails = sorted((f for f in forms if span.of(text).endswith(f)), key=lambda f: (-len(f), f))
        for tail in tails:
            end = span.end - len(tail)
            rest = Span(span.start, end - (text[end - 1 : end] == "的"))
            if rest.start < rest.end and _nameable(_last(text, rest)):
                span, gone = rest, (*gone, tail)
                break
        else:
            return span, gone


def _last(text: str, span: Span) -> str:
    items = leaves(split_list(text, span.start, span.end))
    return items[-1].span.of(text) if items else ""


def _nameable(name: str) -> bool:
    """Whether ``name`` can stand without 项目, 企业 or 产能 behind it."""
    name = re.sub("[“”]", "", name)
    if name in shared_words().modifiers or name in ("两高", "三高") or len(name) < 2:
        return False
    return not re.search(
        "(?:的|类|型|性|水平|低端|落后|重复)$|^[高低].{1,3}$|^(?:落后|过剩|富余|新增)$", name
    )


def _unqualified(text: str, phrase: _Phrase) -> _Phrase:
    """Turn predicates before the last 的 into a grade: 能耗大、污染重的炼化一体化."""
    span = phrase.span
    of = text.rfind("的", span.start, span.end)
    if of <= span.start or of + 1 >= span.end or Span(of + 1, span.end).of(text) in _generic():
        return phrase
    parts = [leaf.span.of(text) for leaf in leaves(split_list(text, span.start, of))]
    if all(PREDICATE.search(p) or _ADJECTIVE.search(p) for p in parts) and not re.search(
        r"\d", text[span.start : of]
    ):
        return replace(phrase, span=Span(of + 1, span.end), graded=True)
    return phrase


def _generic() -> frozenset[str]:
    return frozenset((*words().kinds["class"], "厂矿", "工厂", "矿山", "小企业", "小厂"))


def _items(text: str, phrase: _Phrase) -> Iterator[DistributedItem]:
    span = phrase.span
    masked = [
        Span(span.start + m.start(), span.start + m.end()) for m in _QUOTED_CLASS.finditer(span.of(text))
    ]
    _, head = list_end(text, span.start, span.end)
    last: tuple[Span, ...] = ()
    for item in coordinate(text, span.start, span.end):
        last = item.pieces
        pieces = tuple(p for piece in item.pieces for p in _outside(piece, masked))
        yield DistributedItem("".join(p.of(text) for p in pieces), pieces)
    crossed = head is not None and any(head.start <= p.start < head.end for p in last)
    if head is not None and not crossed and _substantive(head.of(text)):
        yield DistributedItem(head.of(text), (head,))


def _outside(piece: Span, masked: list[Span]) -> Iterator[Span]:
    start = piece.start
    for hole in masked:
        if start <= hole.start and hole.end <= piece.end:
            if start < hole.start:
                yield Span(start, hole.start)
            start = hole.end
    if start < piece.end:
        yield Span(start, piece.end)


def _substantive(name: str) -> bool:
    """Whether the class behind 等 is a name of its own: 造船基础设施, not 产能过剩行业."""
    rest = re.sub(rf"{any_of('class')}$", "", name)
    return rest == name or (len(rest) >= 4 and name.endswith("设施"))


def _held(text: str, cue: Cue, phrase: _Phrase, item: DistributedItem) -> Held | None:
    if re.fullmatch(rf"(?:{words().action.pattern})+", item.pieces[0].of(text)):
        return None
    pieces, gone, graded = _trimmed(text, item.pieces, phrase.gone)
    name = "".join(piece.of(text) for piece in pieces)
    if not _admissible(name):
        return None
    scope, threshold = _scope(cue, name, gone, graded or phrase.graded)
    return Held(name, pieces, scope, threshold, phrase.firms)


def _trimmed(
    text: str, pieces: tuple[Span, ...], gone: tuple[str, ...]
) -> tuple[tuple[Span, ...], tuple[str, ...], bool]:
    """Take quotes, qualifiers and tails off one item of the list."""
    first, *rest = pieces
    graded = False
    whole = first.of(text)
    of = whole.rfind("的")
    if (
        of > 0
        and of + 1 < len(whole)
        and whole[of + 1 :] not in _generic()
        and not re.search(r"\d", whole[:of])
    ):
        graded = bool(PREDICATE.search(whole[:of]) or _ADJECTIVE.search(whole[:of]))
        first = Span(first.start + of + 1, first.end)
    quantifier = re.match(rf"(?:{any_of('quantifier')}|{words().action.pattern})+(?=..)", first.of(text))
    if quantifier:
        first = Span(first.start + quantifier.end(), first.end)
    if firm := re.match(".*企业(?=..)", first.of(text)):
        first = Span(first.start + firm.end(), first.end)
    pieces = (first, *rest)
    last = pieces[-1]
    if len(pieces) == 1:
        span, gone = _untailed(text, last, gone)
        pieces = (span,) if span.start < span.end else pieces
    return tuple(p for p in (_unquoted(text, p) for p in pieces) if p.start < p.end), gone, graded


def _unquoted(text: str, span: Span) -> Span:
    start, end = span.start, span.end
    while start < end and text[start] in "“‘" and not re.search("[”’].", text[start:end]):
        start += 1
    while end > start and text[end - 1] in "”’" and not re.search("[“‘]", text[start : end - 1]):
        end -= 1
    return Span(start, end)


def _admissible(name: str) -> bool:
    """Whether ``name`` can be an industry or product: no list's rest, no cue, no count, no public affair."""
    lex, name = words(), re.sub("[“”‘’]", "", name)
    if len(name) < 2 or name in _generic() or re.search(rf"{any_of('nonobject')}$", name):
        return False
    if lex.cue.search(name) or re.fullmatch(rf"(?:{any_of('action', 'adverb', 'measure')})+", name):
        return False
    return not re.search(r"[。；，：和及与]$|[。；，：]|\d+(?:\.\d+)?[万亿]?[个台套家户项%]$", name)


def _bare_capacity(text: str, cue: Cue, objects: Span) -> tuple[Held, ...]:
    """严格控制新增产能项目: the capacity itself is what is held back."""
    match = re.match("产能", objects.of(text))
    if not match or not cue.actions or text[cue.run.end - 2 : cue.run.end] != "新增":
        return ()
    span = Span(cue.run.end - 2, objects.start + 2)
    return (Held(span.of(text), (span,), Scope.NEW_CAPACITY),)


def _scope(cue: Cue, name: str, gone: tuple[str, ...], graded: bool) -> tuple[Scope, Threshold | None]:
    threshold = _threshold(name)
    if threshold or _SIZE.search(name):
        return Scope.SIZE, threshold
    said = "".join(gone)
    if "落后产能" in said or "过剩产能" in said:
        return Scope.GRADE, None
    by, left = ({words().scopes[a] for a in some if a in words().scopes} for some in (cue.actions, gone))
    added = "新增" in said or Scope.NEW_CAPACITY in by
    if added and re.search("产能|生产能力", said):
        return Scope.NEW_CAPACITY, None
    if (graded or _GRADE.search(name)) and not _class_by_itself(name):
        return Scope.GRADE, None
    if Scope.NEW_CAPACITY in left or re.search("产能|生产能力", said):
        return Scope.NEW_CAPACITY, None
    if Scope.NEW_BUILD in by or "新建" in said + cue.modes[0][1]:
        return Scope.NEW_BUILD, None
    if Scope.NEW_BUILD in left and "发展" not in cue.actions:
        return Scope.NEW_BUILD, None
    if Scope.NEW_CAPACITY in by or re.search("新增|扩", said + cue.modes[0][1]):
        return Scope.NEW_CAPACITY, None
    return Scope.WHOLE, None


def _class_by_itself(name: str) -> bool:
    """Whether a quality makes up the class, which is then meant as a whole: 高耗能行业, 重污染类项目."""
    stem = re.sub("(?:行业|产业|项目)$", "", name)
    return stem != name and not _nameable(stem) and not re.search("落后|过剩|低|重复", stem)


def _threshold(name: str) -> Threshold | None:
    for quantity in quantities(name):
        around = quantity.span.of(name)
        for word, sign in _SIGNS:
            if word in around:
                return Threshold(sign, quantity.value, quantity.unit)
    return None


_SIGNS = (
    ("及以下", "<="),
    ("以下", "<"),
    ("及以上", ">="),
    ("以上", ">="),
    ("大于", ">"),
    ("超过", ">"),
    ("小于", "<"),
    ("低于", "<"),
    ("不足", "<"),
)
