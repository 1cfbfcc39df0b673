"""Automatic numbers of Word paragraphs: what Word shows before the text but does not store in it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field

from lxml import etree

from kg.documents.wordxml import W, attribute, child, value

_HAN = "〇一二三四五六七八九"
_STEMS, _BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"


def han(number: int) -> str:
    """Return a number the Chinese way, up to 999.

    >>> han(7), han(10), han(21), han(105)
    ('七', '十', '二十一', '一百零五')
    """
    if not 0 < number < 1000:
        return str(number)
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    head = _HAN[hundreds] + "百" if hundreds else ""
    if tens:
        head += ("" if tens == 1 and not hundreds else _HAN[tens]) + "十"
    elif hundreds and ones:
        head += "零"
    return head + (_HAN[ones] if ones else "")


def _roman(number: int) -> str:
    table = zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        ["M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I"],
        strict=True,
    )
    shown = ""
    for worth, sign in table:
        count, number = divmod(number, worth)
        shown += sign * count
    return shown


def _letter(number: int) -> str:
    return chr(ord("A") + (number - 1) % 26) * ((number - 1) // 26 + 1)


def _circled(number: int) -> str:
    return chr(ord("①") + number - 1) if 1 <= number <= 20 else str(number)


def _digital(number: int) -> str:
    return "".join(_HAN[int(digit)] for digit in str(number))


FORMATS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": lambda n: f"{n:02d}",
    "decimalFullWidth": lambda n: str(n).translate({48 + i: 0xFF10 + i for i in range(10)}),
    "chineseCounting": han,
    "chineseCountingThousand": han,
    "chineseLegalSimplified": han,
    "japaneseCounting": han,
    "taiwaneseCounting": han,
    "taiwaneseCountingThousand": han,
    "ideographDigital": _digital,
    "taiwaneseDigital": _digital,
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "ideographTraditional": lambda n: _STEMS[(n - 1) % 10],
    "ideographZodiac": lambda n: _BRANCHES[(n - 1) % 12],
    "upperLetter": _letter,
    "lowerLetter": lambda n: _letter(n).lower(),
    "upperRoman": _roman,
    "lowerRoman": lambda n: _roman(n).lower(),
    "none": lambda n: "",
}
"""How Word's number formats are written; any other is shown as a decimal."""


@dataclass(slots=True)
class _Level:
    format: str = "decimal"
    text: str = "%1."
    start: int = 1
    legal: bool = False


@dataclass(slots=True)
class Numbering:
    """The running numbers of one document: call :meth:`of` on its paragraphs in order."""

    styles: etree._Element | None
    numbers: etree._Element | None
    _levels: dict[str, dict[int, _Level]] = field(default_factory=dict)
    _abstract: dict[str, str] = field(default_factory=dict)
    _styled: dict[str, tuple[str, str, str, str]] = field(default_factory=dict)
    _counts: dict[str, dict[int, int]] = field(default_factory=lambda: defaultdict(dict))
    _restarted: set[tuple[str, int]] = field(default_factory=set)

    def __post_init__(self) -> None:
        for style in self.styles.iterchildren(f"{W}style") if self.styles is not None else ():
            self._styled[attribute(style, "styleId")] = (
                value(style, "basedOn"),
                value(style, "pPr", "numPr", "numId"),
                value(style, "pPr", "numPr", "ilvl"),
                value(style, "pPr", "outlineLvl") or _named_level(value(style, "name")),
            )
        if self.numbers is None:
            return
        for abstract in self.numbers.iterchildren(f"{W}abstractNum"):
            self._levels[attribute(abstract, "abstractNumId")] = {
                _int(attribute(level, "ilvl")): _level(level) for level in abstract.iterchildren(f"{W}lvl")
            }
        for num in self.numbers.iterchildren(f"{W}num"):
            self._abstract[attribute(num, "numId")] = value(num, "abstractNumId")

    def of(self, paragraph: etree._Element) -> tuple[str, int]:
        """Return the number that Word shows before a paragraph, and its heading style's level (0: none)."""
        properties = child(paragraph, "pPr")
        style = self._inherited(value(properties, "pStyle"))
        number = value(properties, "numPr", "numId") or style[0]
        depth = _int(value(properties, "numPr", "ilvl") or style[1])
        outline = value(properties, "outlineLvl") or style[2]
        level = _int(outline) + 1 if outline and _int(outline) < 9 else 0
        return self._label(number, depth), level

    def _inherited(self, style: str) -> tuple[str, str, str]:
        """Return numId, ilvl and outline level of a style, from those it is based on where it is silent."""
        found = ["", "", ""]
        for _ in range(20):
            if style not in self._styled:
                break
            style, *own = self._styled[style]
            found = [have or new for have, new in zip(found, own, strict=True)]
        return found[0], found[1], found[2]

    def _label(self, number: str, depth: int) -> str:
        abstract = self._abstract.get(number, "")
        levels = self._levels.get(abstract, {})
        level = levels.get(depth)
        if not level or number in ("", "0"):
            return ""
        counts = self._counts[abstract]
        start = self._override(number, depth)
        counts[depth] = start if start is not None else counts.get(depth, level.start - 1) + 1
        for deeper in [key for key in counts if key > depth]:
            del counts[deeper]
        if level.format == "bullet":
            return "●"

        def shown(found: re.Match[str]) -> str:
            at = int(found.group(1)) - 1
            other = levels.get(at, level)
            form = "decimal" if level.legal else other.format
            return FORMATS.get(form, str)(counts.get(at, other.start))

        return re.sub(r"%([1-9])", shown, level.text)

    def _override(self, number: str, depth: int) -> int | None:
        """Return the start that a list instance sets for a level, the first time it is used."""
        if (number, depth) in self._restarted or self.numbers is None:
            return None
        self._restarted.add((number, depth))
        for num in self.numbers.iterchildren(f"{W}num"):
            if attribute(num, "numId") == number:
                for override in num.iterchildren(f"{W}lvlOverride"):
                    start = value(override, "startOverride")
                    if _int(attribute(override, "ilvl")) == depth and start:
                        return _int(start)
        return None


def _named_level(name: str) -> str:
    found = re.fullmatch(r"(?:heading|标题)\s*([1-9])", name, re.IGNORECASE)
    return str(int(found.group(1)) - 1) if found else ""


def _level(element: etree._Element) -> _Level:
    return _Level(
        format=value(element, "numFmt") or "decimal",
        text=value(element, "lvlText"),
        start=_int(value(element, "start") or "1"),
        legal=child(element, "isLgl") is not None,
    )


def _int(text: str) -> int:
    return int(text) if re.fullmatch(r"\d{1,6}", text) else 0
