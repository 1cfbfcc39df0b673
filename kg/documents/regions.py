"""Official region names: which one a heading, an issuer or a user's word means."""

from __future__ import annotations

import re
from functools import cache

from kg.errors import DataError, UsageError, suggest
from kg.resources import rows

_SUFFIX = "特别行政区|自治区|自治州|自治县|自治旗|地区|新区|林区|省|市|县|区|盟|旗"
_SHAPE = re.compile(
    rf"(?![各全我该此某]|本[省市县区])(?:(?!城市|[省市县区]的)[\u4e00-\u9fff]){{1,9}}?(?:{_SUFFIX})"
)
_LEVEL_WORDS = (
    ("省", ("我省", "全省")),
    ("市", ("我市", "全市")),
    ("县", ("我县", "全县")),
    ("区", ("我区",)),
)


@cache
def official_names() -> dict[str, str]:
    """Return official names and unambiguous short names, each with the official name it stands for."""
    try:
        entries = [(row["name"], row.get("short", "")) for row in rows("gazetteers", "regions.csv")]
    except DataError:
        return {}
    names = {name: name for name, _ in entries}
    short: dict[str, set[str]] = {}
    for name, word in entries:
        if word and word not in names:
            short.setdefault(word, set()).add(name)
    return names | {word: next(iter(full)) for word, full in short.items() if len(full) == 1}


def official(name: str) -> str:
    """Return the official name for a user's region word.

    Raises UsageError that names the nearest known region where the word is none.
    """
    known = official_names()
    word = name.strip()
    if word in known:
        return known[word]
    if not known and _SHAPE.fullmatch(word):
        return word
    raise UsageError(f"未知地区 (unknown region): {name}{suggest(word, known)}")


def leading(text: str) -> str:
    """Return the official region that a text opens with, or "".

    >>> leading("沈阳市优化产业布局和结构调整指导意见")
    '沈阳市'
    >>> leading("各市优化产业布局和结构调整指导意见")
    ''
    """
    known = official_names()
    for length in range(min(len(text), 14), 1, -1):
        if known.get(text[:length]) == text[:length]:
            return text[:length]
    found = None if known else _SHAPE.match(text)
    return found.group() if found else ""


def spoken_of(text: str) -> str:
    """Return the region that a text calls its own (我省, 全市 …) if one official name clearly prevails."""
    counts = {suffix: sum(text.count(word) for word in words) for suffix, words in _LEVEL_WORDS}
    suffix = max(counts, key=lambda key: counts[key])
    if counts[suffix] < 3:
        return ""
    ends = ("省", "自治区") if suffix == "省" else (suffix,)
    names = [name for name, full in official_names().items() if name == full and name.endswith(ends)]
    tally = sorted(((text.count(name), name) for name in names), reverse=True)
    if not tally or tally[0][0] < 3 or (len(tally) > 1 and tally[0][0] < 3 * tally[1][0]):
        return ""
    return tally[0][1]
