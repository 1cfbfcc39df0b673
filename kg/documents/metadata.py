"""What a paper says of itself: title, issuer, date, number (文号), the papers it cites."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.documents.headings import fold, heading
from kg.documents.regions import leading
from kg.documents.words import one_of
from kg.model import Citation, Span

_KIND_END = re.compile(rf"{one_of('title_end')}(?:[（(〔《][^）)〕》]*[）)〕》])*$")
_CITED_END = re.compile(rf"{one_of('title_end', 'cited_end')}(?:[（(][^）)]*[）)])*$")
_BODY = rf"[\u4e00-\u9fff]{{2,20}}?{one_of('issuer_end')}"
_ISSUER = re.compile(rf"{_BODY}(?:[\s、]+{_BODY})*")
_DATE = re.compile(
    r"[(（]?\s*((?:19|20)\d\d|[二一][〇○零一二三四五六七八九]{3})年(\d{1,2}|[一二三四五六七八九十]{1,3})月(\d{1,2}|[一二三四五六七八九十]{1,3})日(?:印发)?\s*[)）]?"
)
_NUMBER = re.compile(r"[\u4e00-\u9fff]{1,12}[〔\[(（【［](?:19|20)\d\d[〕\])）】］]\s*第?\d{1,4}号")
_CITED = re.compile(
    r"《([^《》]{2,80}(?:《[^《》]{1,60}》[^《》]{0,40})?)》(?:\s*[（(]([^（）()]{0,40}号)[）)])?"
)
_HAN_DIGITS = {c: i for i, c in enumerate("〇一二三四五六七八九")} | {"○": 0, "零": 0}


def _plain(word: str) -> int:
    if word.isdigit():
        return int(word)
    if "十" in word:
        tens, _, ones = word.partition("十")
        return _HAN_DIGITS.get(tens, 1) * 10 + _HAN_DIGITS.get(ones, 0)
    return int("".join(str(_HAN_DIGITS[c]) for c in word))


def front(lines: Sequence[str]) -> int:
    """Return how many lines stand before the first numbered heading."""
    return next(
        (i for i, text in enumerate(lines) if (h := heading(text, i + 1)) and h.rank >= 2), len(lines)
    )


def names_paper(text: str) -> bool:
    """Tell whether a whole line is the title of a paper.

    >>> names_paper("　　沈阳市优化产业布局和结构调整指导意见"), names_paper("一、重要意义")
    (True, False)
    """
    line = text.strip()
    return (
        4 <= len(line) <= 60
        and bool(_KIND_END.search(line))
        and not re.search(r"[。；：，！？]", line)
        and heading(text, 1) is None
    )


def title(lines: Sequence[str]) -> str:
    """Return the paper's title, "" if it has none; a notice that only forwards a paper gives the paper's."""
    opening = lines[: front(lines)]
    titles = [re.sub(r"\s+", "", line) for line in opening if names_paper(line)]
    own = [line for line in titles if not line.endswith("通知")]
    if own or not titles:
        sent = re.search(r"现将《([^》]{4,60})》", "\n".join(opening))
        return own[-1] if own else sent.group(1) if sent else ""
    forwarded = re.search(r"(?:印发|转发|发布)《?(.+?)》?的通知$", titles[-1])
    attached = forwarded and any(line.strip() == forwarded.group(1) for line in lines)
    return forwarded.group(1) if forwarded and attached else titles[-1]


def date(lines: Sequence[str]) -> str:
    """Return the date on the first line that is nothing but a date, as ISO 8601, or ""."""
    for line in lines:
        found = _DATE.fullmatch(re.sub(r"\s+", "", fold(line))) if len(line) < 60 else None
        if found:
            year, month, day = (_plain(part) for part in found.groups())
            return f"{year:04d}-{month:02d}-{day:02d}"
    return ""


def number(lines: Sequence[str]) -> str:
    """Return the paper's own 文号 (a line of its own before the first heading), or ""."""
    for line in lines[: front(lines)]:
        squeezed = re.sub(r"\s+", "", line)
        if _NUMBER.fullmatch(squeezed):
            return squeezed
    return ""


def issuer(lines: Sequence[str], name: str) -> str:
    """Return who signed the paper, else who its head or its title names, or ""."""
    for at, line in enumerate(lines):
        if at and date([line]):
            above = next((text.strip() for text in reversed(lines[:at]) if text.strip()), "")
            if len(above) <= 60 and _ISSUER.fullmatch(above):
                return above
    for line in lines[: front(lines)]:
        if len(line.strip()) <= 60 and _ISSUER.fullmatch(line.strip()):
            return line.strip()
    found = re.match(rf"({_BODY})关于", name)
    if found:
        return found.group(1)
    place = leading(name)
    return f"{place}人民政府" if place and "政府工作报告" in name else ""


def citations(lines: Sequence[str]) -> tuple[Citation, ...]:
    """Return every 《paper》 that a paper cites, with the number in the brackets behind it.

    A book, a play or a brand in such quotes is none: the title must end like a paper's, or have a number.
    """
    return tuple(
        Citation(re.sub(r"(?<=[\u4e00-\u9fff]) (?=[\u4e00-\u9fff])", "", name), number, at, Span(*ends))
        for at, line in enumerate(lines, 1)
        for found in _CITED.finditer(line)
        for name, number, ends in [(found.group(1), (found.group(2) or "").strip(), found.span())]
        if number or _CITED_END.search(name)
    )
