"""The year to which aims run, as a line, a heading or a title says it.

The rule, nearest first: the line itself (到2020年, “十三五”末期, 2024—2026年); the line above it in the same
section whose list it belongs to; the headings that hold it; the paper's title; a yearly work report's own
year; the sidecar's horizon. A heading that looks back (2023年工作回顾) ends the search: nothing is aimed at.
"""

from __future__ import annotations

import re

from kg.documents.headings import fold
from kg.documents.words import one_of

_DIGITS = str.maketrans("〇零一二三四五六七八九", "00123456789")
_YEAR = r"((?:19[5-9]|20\d)\d|二[〇零][〇零一二三四五六七八九]{2})年"
_AIM = re.compile(
    rf"(?:(?<!达)(?<!得)(?:到|至|截至|截止到?|截止至|力争|争取)(?:[^。；;，,年\d]{{0,4}})?|[—\-–~至到]){_YEAR}(?!以来|以前)"
)
_PLAN = re.compile(
    r"[“\"]?(?:第)?([一二三四五六七八九十]{1,2})(?:个)?(?:五年|五)[”\"]?(?=末|期|时期|规划|计划|期间|产业|发展|$)"
)
_PLAN_END = re.compile(r"[“\"]?([一二三四五六七八九十]{1,2})五[”\"]?(?:规划|计划)?(?:期?末|末期|期间|时期)")
_PLAIN = re.compile(_YEAR)
_HINT = re.compile(r"年|[一二三四五六七八九十]\s*五")
_BACK = re.compile(one_of("looking_back"))
_REPORT = re.compile(r"工作报告")


def _number(year: str) -> int:
    return int(year.translate(_DIGITS))


def _ordinal(word: str) -> int:
    """Return 13 for 十三."""
    tens, _, ones = word.partition("十")
    digits = "一二三四五六七八九"
    if "十" not in word:
        return digits.find(word) + 1
    return (digits.find(tens) + 1 if tens else 1) * 10 + (digits.find(ones) + 1 if ones else 0)


def plan_end(ordinal: int) -> int:
    """Return the last year of the n-th five-year plan (the first ran 1953-1957, the sixth 1981-1985).

    >>> plan_end(10), plan_end(13)
    (2005, 2020)
    """
    return 1955 + 5 * ordinal


def of_line(text: str) -> int | None:
    """Return the year a line's own aims run to, the latest if it names several.

    >>> of_line("力争到十三五末期，农机总动力达到3300万千瓦"), of_line("2014年产值达到3亿元")
    (2020, None)
    """
    if not _HINT.search(text):
        return None
    squeezed = re.sub(r"\s+", "", fold(text))
    years = [_number(found.group(1)) for found in _AIM.finditer(squeezed)]
    years += [plan_end(_ordinal(found.group(1))) for found in _PLAN_END.finditer(squeezed)]
    return max(years, default=None)


def of_heading(title: str) -> tuple[bool, int | None]:
    """Return whether a heading decides the matter, and the year it sets (None where it looks back).

    >>> of_heading("2023年工作回顾"), of_heading("2024年工作安排"), of_heading("工业")
    ((True, None), (True, 2024), (False, None))
    """
    squeezed = re.sub(r"\s+", "", fold(title))
    if _BACK.search(squeezed):
        return True, None
    year = of_line(squeezed)
    plain = _PLAIN.search(squeezed)
    if year is None and plain:
        year = _number(plain.group(1))
    return year is not None, year


def of_paper(title: str, date: str, horizon: str) -> int | None:
    """Return the year a whole paper's aims run to: its title's span or plan, its report year, the sidecar's.

    >>> of_paper("云南省国民经济和社会发展第十个五年计划纲要", "2001-02-16", "")
    2005
    >>> of_paper("吉林市政府工作报告", "2024", "")
    2024
    """
    squeezed = re.sub(r"\s+", "", fold(title))
    year = of_line(squeezed)
    plan = _PLAN.search(squeezed)
    if year is None and plan:
        year = plan_end(_ordinal(plan.group(1)))
    if year is None and re.match(r"\d{4}", horizon):
        year = int(horizon[:4])
    if year is None and _REPORT.search(squeezed):
        own = _PLAIN.search(squeezed)
        year = _number(own.group(1)) if own else int(date[:4]) if re.match(r"\d{4}", date) else None
    return year
