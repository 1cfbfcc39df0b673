"""What a line's opening says: its number, its title, and whether the line is all heading or only led by one.

The numbering styles of Chinese official papers, outermost first: 编 章 节 一、 （一） 1． 1.1 （1） ① --.
Full-width and half-width forms, OCR spaces (``第 1 0 条``, ``二 、``) and ``﹒`` are the same thing here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum

from kg.documents.words import one_of
from kg.model import Span


class Rank(IntEnum):
    """How far out a heading stands; a smaller rank holds a larger one."""

    ANNEX = 0
    PLACE = 1
    PART = 2
    CHAPTER = 3
    SECTION = 4
    HAN = 5
    ARTICLE = 6
    HAN_BRACKET = 7
    ARTICLE_INNER = 8
    NUMBER = 9
    DECIMAL_2 = 10
    DECIMAL_3 = 11
    DECIMAL_4 = 12
    NUMBER_BRACKET = 13
    CIRCLED = 14
    DASH = 15


@dataclass(frozen=True, slots=True)
class Heading:
    """A line's opening: ``line`` counts from 1, ``span`` covers the title, ``whole`` says nothing follows it.

    ``open`` marks a whole line that ends in 。: it is a heading only where text of its own follows.
    """

    line: int
    rank: Rank
    label: str
    title: str
    span: Span
    whole: bool
    open: bool = False
    lead: bool = False


_FOLD = {0xFF01 + i: 0x21 + i for i in range(94)} | {ord("﹒"): ord("."), ord("　"): ord(" "), 0xA0: ord(" ")}
_HAN_NUMBER = r"[〇零一二三四五六七八九十百]"
_MARKERS: tuple[tuple[Rank, re.Pattern[str]], ...] = tuple(
    (rank, re.compile(pattern))
    for rank, pattern in (
        (Rank.PART, rf"第\s*{_HAN_NUMBER}+\s*[编篇](?=\s|\S)"),
        (Rank.CHAPTER, rf"第\s*(?:{_HAN_NUMBER}+|\d[\d ]{{0,3}})\s*章"),
        (Rank.SECTION, rf"第\s*(?:{_HAN_NUMBER}+|\d[\d ]{{0,3}})\s*节"),
        (Rank.ARTICLE, rf"第\s*(?:{_HAN_NUMBER}+|\d[\d ]{{0,3}})\s*条(?!、|和|至|规定)"),
        (Rank.HAN, rf"{_HAN_NUMBER}{{1,4}}\s*[、.]"),
        (Rank.HAN_BRACKET, rf"\(\s*{_HAN_NUMBER}{{1,4}}\s*\)"),
        (Rank.DECIMAL_4, r"\d{1,2}(?:\.\d{1,2}){3,5}(?=[ \u3400-\u9fff])\.?"),
        (Rank.DECIMAL_3, r"\d{1,2}\.\d{1,2}\.\d{1,2}(?=[ \u3400-\u9fff])"),
        (Rank.DECIMAL_2, r"\d{1,2}\.\d{1,2}(?= +\S)"),
        (Rank.NUMBER, r"\d{1,2}\s*(?:\.(?!\d)|、)"),
        (Rank.NUMBER_BRACKET, r"\(\s*\d{1,2}\s*\)|\d{1,2}\)"),
        (Rank.CIRCLED, r"[①-⑳]"),
        (Rank.DASH, r"(?:--+|——|—|－－?|[●■◆▪•·])(?=\s*\S)"),
    )
)
_SENTENCE_END = re.compile(r"[。；！？]")
_ENUMERATOR = re.compile(rf"(?:第?{_HAN_NUMBER}{{1,3}}(?:是|要)|首先要?|其次)")
_QUANTITY = re.compile(r"\d\s*[%％万亿个家户吨元年月日亩项公千百]")
_NOT_A_LEAD = re.compile(r"(?:是|为|如|包括|指出|各位代表)$|^(?:其中|同时|此外|近期|附件?|以下)")
_NOT_UNNUMBERED = re.compile(r"^(?:在|对|按照|为了)|,")
_PAIRS = (("(", ")"), ("“", "”"), ("《", "》"), ("【", "】"))
_NO_NOUN = re.compile(one_of("not_title_start"))
_NOUN = re.compile(one_of("noun_end") + "$")
_VERB = re.compile(one_of("verb_after_title"))
_GLUED_BODY = re.compile(rf"(?<=[业带境步化展系设制力])\s*(?={one_of('body_start')})")


def fold(text: str) -> str:
    """Return the text with full-width ASCII, ``﹒`` and wide spaces narrowed, one character for one.

    >>> fold("（１）　航空")
    '(1) 航空'
    """
    return text.translate(_FOLD)


def heading(text: str, line: int) -> Heading | None:
    """Return the numbered heading that opens a line, or None.

    >>> heading("　　1．高档数控机床。依托沈阳机床，加快发展。", 1).title
    '高档数控机床'
    """
    folded = fold(text)
    at = len(folded) - len(folded.lstrip())
    for rank, marker in _MARKERS:
        found = marker.match(folded, at)
        if found:
            return _titled(text, folded, line, rank, found)
    return None


def _titled(text: str, folded: str, line: int, rank: Rank, found: re.Match[str]) -> Heading | None:
    start = found.end()
    while start < len(folded) and folded[start] in " \t:、":
        start += 1
    if start >= len(folded.rstrip()):
        return (
            None if rank in (Rank.DASH, Rank.NUMBER) else _whole(text, line, rank, found, Span(start, start))
        )
    end = len(folded.rstrip())
    body = text[start:end]
    label = found.group().strip()
    glued = _GLUED_BODY.search(text, start + 4, min(end, start + 30))
    if glued and end - start > 30 and rank in (Rank.CHAPTER, Rank.SECTION):
        span = Span(start, glued.start())
        return Heading(line, rank, label, span.of(text), span, whole=False, lead=True)
    stop = _SENTENCE_END.search(body)
    if stop is None:
        span = Span(start, end)
        return Heading(line, rank, label, span.of(text), span, whole=True)
    if stop.end() == len(body):
        span = Span(start, end - 1)
        led = _colon_or_comma(text, span, numbered=True)
        if led:
            return Heading(line, rank, label, led.of(text), led, whole=False, lead=True)
        short = len(body) <= 40 and stop.group() == "。"
        return Heading(line, rank, label, body[:-1], span, whole=short, open=True)
    lead = sentence_lead(text, Span(start, end), numbered=True)
    span = lead or Span(start, start + stop.start())
    return Heading(line, rank, label, span.of(text), span, whole=False, lead=lead is not None)


def _whole(text: str, line: int, rank: Rank, found: re.Match[str], span: Span) -> Heading:
    return Heading(line, rank, found.group().strip(), span.of(text), span, whole=True, lead=False)


def sentence_lead(text: str, span: Span, *, numbered: bool) -> Span | None:
    """Return the span of the heading that opens a longer line, or None.

    A lead ends at 。, at ： or, where a bare noun is followed by a verb, at ，. Unnumbered leads must be
    shorter and hold no quantity, because an ordinary sentence can be short too.
    """
    body = fold(span.of(text))
    skip = _ENUMERATOR.match(body)
    if skip and not numbered:
        return sentence_lead(text, Span(span.start + skip.end(), span.end), numbered=True)
    shorter = _colon_or_comma(text, span, numbered=numbered)
    if shorter:
        return shorter
    stop = _SENTENCE_END.search(body)
    if stop is None or stop.group() != "。" or not body[stop.end() :].strip():
        return None
    title = body[: stop.start()]
    if len(title) > (40 if numbered else 24) or title.count("、") > 1 or _NOT_A_LEAD.search(title):
        return None
    if not numbered and (_QUANTITY.search(title) or _NOT_UNNUMBERED.search(title)):
        return None
    if any(title.count(left) != title.count(right) for left, right in _PAIRS):
        return None
    return Span(span.start, span.start + len(title.rstrip()))


def _colon_or_comma(text: str, span: Span, *, numbered: bool) -> Span | None:
    body = fold(span.of(text))
    stop = re.search(r"[,:。;]", body)
    if stop is None or not body[stop.end() :].strip() or stop.start() > 16 or stop.start() < 2:
        return None
    title, rest = body[: stop.start()], body[stop.end() :].lstrip()
    if _NOT_A_LEAD.search(title) or "、" in title:
        return None
    colon = stop.group() == ":"
    noun = _NOUN.search(title) and not _NO_NOUN.match(title)
    comma = stop.group() == "," and noun and _VERB.match(rest)
    if colon or (comma and not _QUANTITY.search(title) and (numbered or len(title) <= 12)):
        return Span(span.start, span.start + stop.start())
    return None
