"""What the sequence model sees of each character of a clause, the rules' own reading included."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import repeat

from kg.entities.cues import Chunk
from kg.entities.found import Context, Found
from kg.entities.matcher import matcher
from kg.model import Span
from kg.text import lexicon
from kg.text.tokens import tag, tokens

OUTSIDE = "O"
_DELIMITERS = frozenset("、，。；：的和及与等（）")


@dataclass(frozen=True)
class View:
    """A clause in its normal form with what the rules made of it."""

    text: str
    lead: Span | None
    context: Context
    chunks: tuple[Chunk, ...]
    """Governed lists, with offsets into ``text``."""
    found: tuple[Found, ...]


def rows_of(view: View) -> list[list[str]]:
    """Return one list of features a character."""
    text, size = view.text, len(view.text)
    if not size:
        return []
    words, tags = _words(text)
    rule = _spans(size, ((f.pieces[0], f.type.value) for f in view.found))
    known = _spans(
        size, ((Span(m.start, m.end), m.type.value) for m in matcher(view.context.region).find(text))
    )
    role, head = _roles(size, view.chunks)
    verb, ending = _verbs(text), _endings(text)
    begins, stops = _segments(text)
    fixed = [f"services={view.context.services}", f"past={view.context.past}", f"led={view.lead is not None}"]
    chars = ["#", "#", *text, "#", "#"]
    first, second, here, fourth, fifth = (chars[i : i + size] for i in range(5))
    word = [mark + kind for mark, kind in zip(words, tags, strict=True)]
    tail = [(stop - 1, text[stop] if stop < size else "#") for stop in stops]
    columns: list[Iterable[str]] = [
        repeat("bias", size),
        _named("a=", first),
        _named("b=", second),
        _named("c=", here),
        _named("d=", fourth),
        _named("e=", fifth),
        ["bc=" + b + c for b, c in zip(second, here, strict=True)],
        ["cd=" + c + d for c, d in zip(here, fourth, strict=True)],
        ["de=" + d + e for d, e in zip(fourth, fifth, strict=True)],
        ["ab=" + a + b for a, b in zip(first, second, strict=True)],
        _named("w=", word),
        _named("pw=", _before(word)),
        _named("nw=", _after(word)),
        _named("r=", rule),
        _named("pr=", _before(rule)),
        _named("nr=", _after(rule)),
        _named("o=", role),
        _named("h=", head),
        ["ohr=" + o + h + r for o, h, r in zip(role, head, rule, strict=True)],
        _named("po=", _before(role)),
        _named("no=", _after(role)),
        _named("g=", known),
        _named("v=", verb),
        _named("pv=", _before(verb)),
        _named("nv=", _after(verb)),
        _named("s=", ending),
        ["ss=" + ending[last] for last, _ in tail],
        ["sd=" + char for _, char in tail],
        ["sp=" + (text[begin - 1] if begin else "#") for begin in begins],
        ["sv=" + verb[begin] for begin in begins],
        *(repeat(one, size) for one in fixed),
    ]
    rows = [list(row) for row in zip(*columns, strict=True)]
    if view.lead is not None:
        for row in rows[view.lead.start : view.lead.end]:
            row.append("lead")
    return rows


_EDGE = "-"


def _named(name: str, values: Sequence[str]) -> list[str]:
    """Return the values with the name of their column, each different one made once."""
    made = {value: name + value for value in set(values)}
    return [made[value] for value in values]


def _before(values: list[str]) -> list[str]:
    return [_EDGE, *values[:-1]]


def _after(values: list[str]) -> list[str]:
    return [*values[1:], _EDGE]


_DEEP = 6
"""How many characters into a name are told apart."""


def inner_rows_of(rows: Sequence[Sequence[str]], outer: Sequence[str]) -> list[list[str]]:
    """Return the features of each character for names inside the names that ``outer`` labels."""
    made, start = [], 0
    for i, (row, label) in enumerate(zip(rows, outer, strict=True)):
        start = i if label.startswith("B-") else start
        after = outer[i + 1] if i + 1 < len(outer) else OUTSIDE
        deep = f"D2={min(i - start, _DEEP)}{label[2:]}" if label != OUTSIDE else "D2=-"
        made.append([*row, "O2=" + label, "N2=" + after, deep])
    return made


def _words(text: str) -> tuple[list[str], list[str]]:
    marks, tags = [""] * len(text), [""] * len(text)
    for token in tokens(text):
        kind = tag(token.word) or "u"
        for i in range(token.start, token.end):
            tags[i] = kind
            marks[i] = "M"
        marks[token.end - 1] = "E"
        marks[token.start] = "B" if token.end - token.start > 1 else "S"
    return marks, tags


def _spans(size: int, spans: Iterable[tuple[Span, str]]) -> list[str]:
    marks = [OUTSIDE] * size
    for span, kind in spans:
        for i in range(span.start, min(span.end, size)):
            marks[i] = "I-" + kind
        if span.start < size:
            marks[span.start] = "B-" + kind
    return marks


def _roles(size: int, governed: Sequence[Chunk]) -> tuple[list[str], list[str]]:
    role, head = ["-"] * size, ["-"] * size
    for chunk in governed:
        kind = chunk.head_type.value if chunk.head_type else "-"
        for i in range(chunk.items.start, min(chunk.items.end, size)):
            role[i], head[i] = chunk.role.value, kind
        if chunk.head_span:
            for i in range(chunk.head_span.start, min(chunk.head_span.end, size)):
                role[i] = "head"
    return role, head


def _verbs(text: str) -> list[str]:
    kinds, begins = _openers()
    marks = [OUTSIDE] * len(text)
    starts = [i for i, char in enumerate(text) if char in begins]
    for width in (2, 3, 4):
        for i in starts:
            kind = kinds.get(text[i : i + width])
            if kind is not None and i + width <= len(text):
                marks[i] = "B" + kind
                marks[i + 1 : i + width] = ["I" + kind] * (width - 1)
    return marks


@lru_cache(maxsize=1)
def _openers() -> tuple[dict[str, str], frozenset[str]]:
    """Return the kind of each opener of two to four characters, and the characters that begin one."""
    lex = lexicon.load()
    kinds = dict.fromkeys(lex.adverbs, "A") | dict.fromkeys(lex.weak, "W") | dict.fromkeys(lex.strong, "S")
    kinds = {form: kind for form, kind in kinds.items() if 2 <= len(form) <= 4}
    return kinds, frozenset(form[0] for form in kinds)


def _endings(text: str) -> list[str]:
    marks, (suffixes, last) = [], _suffixes()
    for i, char in enumerate(text, 1):
        found = ""
        if char in last:
            for width in range(min(8, i), 0, -1):
                kind = suffixes.get(text[i - width : i])
                if kind is not None:
                    found = kind + ("1" if width > 1 else "0")
                    break
        marks.append(found)
    return marks


@lru_cache(maxsize=1)
def _suffixes() -> tuple[dict[str, str], frozenset[str]]:
    """Return the type of each suffix as text, and the characters that end one."""
    known = {form: kind.value for form, kind in lexicon.load().suffixes.items()}
    return known, frozenset(form[-1] for form in known)


def _segments(text: str) -> tuple[list[int], list[int]]:
    """For each character, where the stretch between delimiters around it begins and ends."""
    begins, start = [], 0
    for i, char in enumerate(text):
        if i and text[i - 1] in _DELIMITERS:
            start = i
        begins.append(start if char not in _DELIMITERS else i)
    stops = [0] * len(text)
    end = len(text)
    for i in range(len(text) - 1, -1, -1):
        if text[i] in _DELIMITERS:
            end = i
            stops[i] = i + 1
        else:
            stops[i] = end
    return begins, stops
