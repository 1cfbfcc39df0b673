"""Firms inside longer names: whose project, base or plant it is."""

from __future__ import annotations

import re
from functools import lru_cache

from kg.entities.matcher import Matcher
from kg.resources import rows
from kg.text import lexicon
from kg.text.lexicon import alternation
from kg.text.tokens import tag, tokens


@lru_cache(maxsize=1)
def _firm() -> re.Pattern[str]:
    endings = alternation(r["form"] for r in rows("lexicon", "firm_endings.csv"))
    return re.compile(rf"[一-龥A-Za-z0-9（）]{{1,12}}?{endings}")


_AMOUNT = re.compile(
    r"^(?P<firm>[一-龥A-Za-z]{2,8}?)(?:年产)?[0-9]+(?:\.[0-9]+)?(?:万|亿|千)?(?:吨|千瓦|台|辆|套|只|平方米|米|升|GW|MW|GWh|kW|头|吨级|片)"
)


def firm_prefix(name: str, known: Matcher) -> str:
    """Return the firm that ``name`` (of a project or base) begins with, "" if none is recognised.

    In this order: a firm of the gazetteer; what stands before an amount; a firm by its ending; leading
    words that no dictionary holds.
    """
    table = known.firms
    for size in range(min(len(name) - 2, 12), 1, -1):
        if name[:size] in table:
            return name[:size]
    amount = _AMOUNT.match(name)
    if amount and amount.group("firm") not in known.places and not tag(amount.group("firm")):
        return amount.group("firm")
    place = known.place(name)
    run = _unknown(name)
    inner = next((i for i in range(1, len(run)) if known.place(name, i)), 0)
    if run:
        return run[:inner] if inner > 1 else "" if inner else run
    match = _firm().match(name)
    if match and len(match.group()) < len(name) - 1 and place and len(match.group()) > len(place) + 1:
        return match.group()
    return ""


def _proper(form: str, place: str) -> bool:
    """A firm's name needs a proper part: a place, or leading characters that the dictionary cannot join."""
    if place and len(form) > len(place) + 1:
        return True
    first = tokens(form)[0]
    return not first.known and len(first.word) == 1 and first.word not in _QUALIFYING


_QUALIFYING = frozenset("无有高低新大小多超非防抗特微全专再精原老单双三四五六七八九十一二两水火风光电热冷")


def _unknown(name: str) -> str:
    """Leading characters that the dictionary cannot join, with a firm's ending: 韦加|无人机, 赣锋锂电."""
    size, after = 0, ""
    for token in tokens(name):
        if token.known or not ("一" <= token.word[0] <= "鿿") or token.word in _NOT_PROPER:
            after = token.word
            break
        size = token.end
    if not 2 <= size <= 4 or size >= len(name) - 1 or name[0] in _QUALIFYING:
        return ""
    compound = lexicon.load().suffixes.get(name[size : size + 4])
    if _firm().fullmatch(name[:size] + after) and not compound and size + len(after) < len(name):
        return name[: size + len(after)]
    return name[:size]


_NOT_PROPER = frozenset(
    "年月第新老大小一二三四五六七八九十绿氢碳氧氮电水风光核煤油气钢铁铜铝镁钛镍锂硅稀"
    "土机车船粮棉糖烟茶果菜畜禽鱼虾蟹米面产教城园区县市镇乡村"
)


def is_firm(name: str, known: Matcher) -> bool:
    """Say whether ``name`` as a whole is a firm's: known, or by its ending with a proper part."""
    if name in known.firms:
        return True
    match = _firm().match(name + "　　")
    return bool(match and match.group() == name and _proper(name, known.place(name)))


def may_be_firm(name: str, known: Matcher) -> bool:
    """Say whether ``name`` may be a firm where one is leaned on: known, or a place and a proper part."""
    place = known.place(name)
    return (
        len(name) <= 14
        and "的" not in name
        and (is_firm(name, known) or bool(place and len(name) > len(place) + 1))
    )


_COMMON = ("n", "v", "vn", "vd", "a", "ad", "an", "b", "d", "f", "l", "m")
"""The dictionary's tags for words that are no names."""


_SIZES = frozenset(("大型", "中型", "小型", "微型", "大中型", "中小型", "普通", "重型", "轻型", "新型"))


def is_common(name: str) -> bool:
    """Say whether ``name`` is no firm's by its form: it opens with a size or joins common words only.

    >>> is_common("沼气发电"), is_common("大型空分"), is_common("赣锋")
    (True, True, False)
    """
    words = tokens(name)
    ended = _firm().fullmatch(name) is not None
    return words[0].word in _SIZES or (
        not ended and all(t.known and len(t.word) > 1 and tag(t.word) in _COMMON for t in words)
    )


def acts(name: str, known: Matcher) -> bool:
    """Say whether ``name`` may act in a sentence: a place or a firm."""
    return name in known.places or is_firm(name, known)


def has_amount(name: str) -> bool:
    """Say whether a firm and an amount open a name (吉恩镍业6万吨硫酸镍): a project, whatever follows.

    >>> has_amount("吉恩镍业6万吨硫酸镍"), has_amount("年产8万辆汽车")
    (True, False)
    """
    match = _AMOUNT.match(name)
    return bool(match and (_firm().fullmatch(match.group("firm")) or _unknown(match.group("firm") + "　　")))
