"""Which region a word means, from where it is said."""

from __future__ import annotations

from functools import cache

from kg.entities import gazetteer
from kg.entities.regions import Level, Region
from kg.model import EntityRef, EntityType

_RANK = {Level.PROVINCE: 0, Level.PREFECTURE: 1, Level.COUNTY: 2}
_ENDINGS = ("地区", "市区", "城区", "全市", "全省", "全境", "境内", "区域", "一带", "市本级")
_HERE = frozenset(
    {"全省", "我省", "本省", "全市", "我市", "本市", "全区", "我区", "全县", "我县", "全州", "我州"}
)


@cache
def governing(region: str) -> Region | None:
    """Return the division that an official or unique name means, None if there is none or several."""
    gaz = gazetteer.load()
    if region in gaz.by_label:
        return gaz.by_label[region]
    return choose(region, None) if region else None


def choose(name: str, here: Region | None) -> Region | None:
    """Return the division that ``name`` means in a paper or section of ``here``; None if it cannot be told.

    A province goes before everything but a prefecture of ``here``'s own province (吉林 in 吉林省); then what
    lies in ``here``, what lies in its province, what exists still, the higher level. Short names of counties
    mean those of the own province only.
    """
    home = here.code[:2] if here else ""
    found = [r for r in gazetteer.load().by_name.get(name, ()) if not home or _said(r, name, home)]
    if not found:
        return None
    if found[0].level is Level.PROVINCE:
        own = [r for r in found if r.level is Level.PREFECTURE and r.code[:2] == home]
        return own[0] if own and here and here.code[2:] == "0000" else found[0]
    ranked = sorted((_distance(region, here), region.code, region) for region in found)
    if len(ranked) > 1 and ranked[0][0] == ranked[1][0]:
        return None
    return ranked[0][2]


def _said(region: Region, name: str, home: str) -> bool:
    """Say whether papers of a province name the region so: counties elsewhere only by their full names."""
    return region.level is not Level.COUNTY or region.code[:2] == home or name not in region.shorts


def _distance(region: Region, here: Region | None) -> tuple[bool, bool, bool, int]:
    within = bool(here) and region.code.startswith(_prefix(here)) if here else False
    home = here is not None and region.code[:2] == here.code[:2]
    return not within, not home, bool(region.ended), _RANK[region.level]


def _prefix(region: Region) -> str:
    return {Level.PROVINCE: region.code[:2], Level.PREFECTURE: region.code[:4], Level.COUNTY: region.code}[
        region.level
    ]


def contains(outer: Region, inner: Region) -> bool:
    """Say whether one division lies in another or is it."""
    return inner.code.startswith(_prefix(outer))


def ancestor(region: Region, level: Level) -> Region | None:
    """Return the division at ``level`` that ``region`` lies in or is, None if it is above that level."""
    gaz, current = gazetteer.load(), region
    while _RANK[current.level] > _RANK[level] and current.parent:
        current = gaz.by_code[current.parent]
    return current if current.level is level else None


@cache
def leading(name: str, here: Region | None) -> tuple[Region, str] | None:
    """Split a name that a division opens into the division and the rest, the longest division first.

    The rest has two characters at least.
    """
    known = gazetteer.load().by_name
    for cut in range(len(name) - 2, 1, -1):
        if name[:cut] in known:
            region = choose(name[:cut], here)
            if region is not None:
                return region, name[cut:]
    return None


def _nested(name: str, here: Region | None) -> Region | None:
    """Return what 沈阳市和平区 or 辽宁沈阳 means: the second within the first."""
    known = gazetteer.load().by_name
    for cut in range(2, len(name) - 1):
        outer = choose(name[:cut], here) if name[:cut] in known else None
        inner = choose(name[cut:], outer) if outer and name[cut:] in known else None
        if outer and inner and inner.id != outer.id and contains(outer, inner):
            return inner
    return None


def _ref(region: Region, rule: str) -> EntityRef:
    return EntityRef(EntityType.REGION, region.label, rule, region.code)


def _rule(region: Region, name: str) -> str:
    if name in (region.name, region.label):
        return "gb2260:official"
    return f"gb2260:former:{name}" if name in region.former else f"gb2260:short:{name}"


def link_region(name: str, region: str) -> EntityRef:
    """Return what a region word means in a paper or section of ``region``: a division, a group, or itself."""
    here = governing(region)
    if name in _HERE and here:
        return _ref(here, f"here:{name}")
    found = choose(name, here)
    if found:
        return _ref(found, _rule(found, name))
    group = _group(name, here)
    if group:
        return group
    inner = _nested(name, here)
    if inner:
        return _ref(inner, f"gb2260:nested:{name}")
    for ending in _ENDINGS:
        bare = choose(name.removesuffix(ending), here) if name.endswith(ending) else None
        if bare:
            return _ref(bare, f"ending:{ending}")
    options = gazetteer.load().by_name.get(name, ())
    if options:
        return EntityRef(
            EntityType.REGION, name, "ambiguous:" + "|".join(sorted(r.label for r in options)[:5])
        )
    return EntityRef(EntityType.REGION, name)


def _group(name: str, here: Region | None) -> EntityRef | None:
    """Return the group of regions that a name means here.

    A name that several provinces use gets the province in front, and so does one that means a group of
    another province than this.
    """
    found = [group for group in gazetteer.load().groups if group.name == name]
    if not found:
        return None
    home = ancestor(here, Level.PROVINCE) if here else None
    own = [group for group in found if not group.province or home is None or group.province == home.name]
    if home and not own:
        return EntityRef(EntityType.REGION, home.name + name, f"qualifier:{home.name}")
    if len(own) > 1:
        return EntityRef(EntityType.REGION, name, "ambiguous:" + "|".join(group.id for group in own))
    label = own[0].province + name if len(found) > 1 else name
    return EntityRef(EntityType.REGION, label, own[0].id)
