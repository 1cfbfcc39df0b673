"""Numbers with their units in a clause's normal form: 3300万千瓦, 2—3个, 百亿斤, 7.0:46:47, 翻一番.

A multiplier (万, 亿) belongs to the unit, as the papers print it: 3300万千瓦 is 3300 of 万千瓦. Bounds are
the words around a number (以上, 不低于, 左右). Texts come from kg.text.normalize: half-width digits, no
spaces.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from kg.model import Bound, Span
from kg.resources import rows

_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "俩": 2}
_POWERS = {"十": 10, "百": 100, "千": 1000}
_ARABIC = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_HAN = "[零〇一二两三四五六七八九十百千]+"
_RANGE = r"\s?(?:[-—~～–]{1,2}|至|到)\s?"
_MIN = ("不低于", "不少于", "不小于", "超过", "突破", "大于", "高于", "至少", "及以上", "及其以上", "以上")
_MAX = ("不超过", "不高于", "不大于", "低于", "少于", "小于", "及以下", "及其以下", "以下", "以内", "之内")
_NEAR = ("左右", "上下", "大约", "约", "近")
_BEFORE = rf"(?P<before>{'|'.join(w for w in (*_MIN[:8], *_MAX[:6], *_NEAR[2:]))}|不足)?"
_BEHIND = (*_MIN[8:], *_MAX[6:], *_NEAR[:2])
_AFTER = rf"(?P<after>{'|'.join(_BEHIND)}|多|余(?!热))?(?P<per>/(?:年|日|小时|人|户|亩))?"
_RATIO = re.compile(rf"(?<![\d.:])(?:{_ARABIC})(?:[:：](?:{_ARABIC}))+(?![\d:])")
_MULTIPLY = re.compile("翻([一二两三四])番")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit.

    ``span`` covers number, unit and the bound words around them, ``number`` digits and unit only. ``high`` is
    the upper end of a range. ``bound`` is None where no word beside the number sets one; ``near`` marks 左右
    and 约. ``kind`` is the unit's kind in lexicon/units.csv, ``han`` whether it is written in Chinese digits.
    """

    span: Span
    number: Span
    value: float
    unit: str
    kind: str
    bound: Bound | None = None
    near: bool = False
    high: float | None = None
    han: bool = False


@dataclass(frozen=True, slots=True)
class Ratio:
    """A proportion by components: 8.0:50.2:41.8."""

    span: Span
    values: tuple[float, ...]


def chinese_number(text: str) -> int:
    """Return the value of a Chinese numeral below 10 000; 百 alone is 100.

    >>> chinese_number("二百三十"), chinese_number("千"), chinese_number("十五"), chinese_number("两")
    (230, 1000, 15, 2)
    """
    total, digit = 0, None
    for char in text:
        if char in _DIGITS:
            digit = (digit or 0) * 10 + _DIGITS[char]
        else:
            total += (1 if digit is None else digit) * _POWERS[char]
            digit = None
    return total + (digit or 0)


def quantities(text: str) -> tuple[Quantity, ...]:
    """Return the numbers of ``text`` that carry a unit, in order; years, dates and ordinals are none.

    >>> [(q.value, q.unit, q.bound) for q in quantities("利用率达到70%、90%以上")]
    [(70.0, '%', None), (90.0, '%', <Bound.MIN: 'min'>)]
    >>> [(q.value, q.high, q.unit) for q in quantities("打造2—3个平台，迈上百亿斤台阶")]
    [(2.0, 3.0, '个'), (100.0, None, '亿斤')]
    """
    return tuple(_quantity(text, match) for match in _pattern().finditer(text))


def ratios(text: str) -> tuple[Ratio, ...]:
    """Return the proportions of ``text``, in order.

    >>> ratios("调整为7.0:46:47")[0].values
    (7.0, 46.0, 47.0)
    """
    return tuple(
        Ratio(Span(*m.span()), tuple(_value(part) for part in re.split("[:：]", m.group())))
        for m in _RATIO.finditer(text)
    )


def doublings(text: str) -> tuple[Quantity, ...]:
    """Return 翻一番 as twofold, 翻两番 as fourfold.

    >>> doublings("产值翻两番")[0].value
    4.0
    """
    return tuple(
        Quantity(
            Span(*m.span()), Span(*m.span()), float(2 ** chinese_number(m.group(1))), "倍", "ratio", han=True
        )
        for m in _MULTIPLY.finditer(text)
    )


@lru_cache(maxsize=1)
def _units() -> dict[str, str]:
    return {row["unit"]: row["kind"] for row in rows("lexicon", "units.csv")}


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    unit = "|".join(re.escape(u) for u in sorted(_units(), key=lambda u: (-len(u), u)))
    number = rf"(?P<low>{_ARABIC}|{_HAN}(?=[万亿]|(?:{unit}))|(?<![数几上])(?=[万亿](?:{unit})))"
    upper = rf"(?:(?P<pct>%)?{_RANGE}(?P<high>{_ARABIC}))?"
    return re.compile(
        rf"{_BEFORE}(?<![第\d.A-Za-z〔])(?P<number>{number}{upper}\s?(?P<unit>(?:万亿|[万亿])?(?:{unit})))"
        rf"(?!级|(?<=人)[民才口均工机形文物类气参]){_AFTER}"
    )


def _quantity(text: str, match: re.Match[str]) -> Quantity:
    words = [match["before"] or "", match["after"] or ""]
    bound = _bound(words)
    near = any(word in _NEAR for word in words)
    unit = match["unit"]
    bare = unit.lstrip("万亿") or unit
    low = match["low"] or "一"
    return Quantity(
        Span(match.start(), match.end()),
        Span(match.start("number"), match.end("number")),
        _value(low),
        unit + (match["per"] or ""),
        _units().get(bare, _units().get(unit, "count")),
        bound=bound,
        near=near,
        high=_value(match["high"]) if match["high"] else None,
        han=not low[0].isdigit(),
    )


def _bound(words: list[str]) -> Bound | None:
    if any(word in _MIN for word in words):
        return Bound.MIN
    return Bound.MAX if any(word in _MAX for word in words) else None


def _value(number: str) -> float:
    return float(number.replace(",", "")) if number[0].isdigit() else float(chinese_number(number))
