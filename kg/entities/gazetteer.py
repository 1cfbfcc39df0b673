"""What an expert knows by name: regions, groups of regions, zones, firms, institutes, agencies, policies.

The tables lie in ``data/gazetteers/`` (divisions: :mod:`kg.entities.regions`); each row says where it
comes from. :func:`load` reads them once; ``without`` leaves out entries by id, so that a score can be
computed without what only one paper taught.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property

from kg.entities.regions import Level, Region, divisions
from kg.model import EntityType
from kg.resources import rows


@dataclass(frozen=True, slots=True)
class Member:
    """A division that a group has, from ``since`` to ``until`` (years as written, "" is open)."""

    name: str
    source: str
    since: str
    until: str


@dataclass(frozen=True, slots=True)
class RegionGroup:
    """A named area of several divisions; ``province`` is whose papers mean it, "" the whole country's."""

    id: str
    name: str
    province: str
    members: tuple[Member, ...]

    def members_in(self, year: int | None = None) -> tuple[str, ...]:
        """Return the official names of the members in a year, today's for None."""
        return tuple(
            m.name
            for m in self.members
            if (year is None and not m.until)
            or (year is not None and (m.since or "0") <= str(year) <= (m.until or "9999"))
        )


@dataclass(frozen=True, slots=True)
class Entry:
    """A known name: ``name`` in full, ``shorts`` what people write for it.

    ``words`` are those of its names that are ordinary words too (小米, 联想): they are linked when something
    else found them, never searched for in running text. ``seat`` is the division where it sits as an
    official name, "" where it has none or several. ``kind`` is the table's own class (central, bank, …).
    """

    id: str
    type: EntityType
    name: str
    shorts: tuple[str, ...]
    words: frozenset[str]
    seat: str
    kind: str
    code: str
    source: str


@dataclass(frozen=True, slots=True)
class Surface:
    """A string worth searching for in running text, with what it names."""

    text: str
    type: EntityType
    id: str


DEPARTMENT = "department"
"""Kind of the agencies that are named by what follows 省 or 市: no names by themselves."""

TABLES = {
    "zones.csv": EntityType.REGION,
    "enterprises.csv": EntityType.ENTERPRISE,
    "institutions.csv": EntityType.INSTITUTION,
    "agencies.csv": EntityType.AGENCY,
    "policies.csv": EntityType.POLICY,
}
"""The registry of tables: file → the type its names have unless a row's ``type`` says otherwise."""


class Gazetteer:
    """The loaded tables; immutable."""

    def __init__(self, *, without: frozenset[str] = frozenset()) -> None:
        self.regions: tuple[Region, ...] = tuple(r for r in divisions() if r.id not in without)
        self.groups: tuple[RegionGroup, ...] = tuple(g for g in _groups() if g.id not in without)
        self.entries: tuple[Entry, ...] = tuple(e for e in _entries() if e.id not in without)

    def of(self, type_: EntityType) -> tuple[Entry, ...]:
        """Return the entries of one type, in file order."""
        return tuple(entry for entry in self.entries if entry.type is type_)

    @cached_property
    def by_code(self) -> dict[str, Region]:
        """Divisions that exist, by GB/T 2260 code."""
        return {region.code: region for region in self.regions if not region.ended}

    @cached_property
    def by_label(self) -> dict[str, Region]:
        """Divisions by the name that is unique in the country."""
        return {region.label: region for region in self.regions}

    @cached_property
    def by_name(self) -> dict[str, tuple[Region, ...]]:
        """Divisions by official, former and short name, higher levels first."""
        found: dict[str, dict[str, Region]] = {}
        order = {Level.PROVINCE: 0, Level.PREFECTURE: 1, Level.COUNTY: 2}
        for region in sorted(self.regions, key=lambda r: (order[r.level], bool(r.ended), r.code)):
            for name in (region.name, region.label, *region.former, *region.shorts):
                found.setdefault(name, {})[region.id] = region
        return {name: tuple(regions.values()) for name, regions in found.items()}

    def province_of(self, code: str) -> str:
        """Return the official name of the province that a division's code lies in, "" if unknown."""
        province = self.by_code.get(code[:2] + "0000")
        return province.name if province else ""

    def surfaces(self, *, region: str = "") -> Iterator[Surface]:
        """Yield what is worth searching for in a paper of ``region`` (an official name), in table order.

        Provinces and prefectures are searched for by every name, counties by official name anywhere and by
        short name only in papers of their own province.
        """
        home = self._province(region)
        for unit in self.regions:
            at_home = unit.level is not Level.COUNTY or unit.code[:2] == home
            names = (unit.name, unit.label, *unit.former, *(unit.shorts if at_home else ()))
            for name in dict.fromkeys(names):
                if name not in unit.common:
                    yield Surface(name, EntityType.REGION, unit.id)
        for group in self.groups:
            if not group.province or not home or self._province(group.province) == home:
                yield Surface(group.name, EntityType.REGION, group.id)
        for entry in self.entries:
            if entry.kind != DEPARTMENT:
                for name in dict.fromkeys((entry.name, *entry.shorts)):
                    if name not in entry.words:
                        yield Surface(name, entry.type, entry.id)

    def _province(self, region: str) -> str:
        """Return the two digits of the province of an official name, "" if there is none or several."""
        codes = {unit.code[:2] for unit in self.by_name.get(region, ()) if region in (unit.name, unit.label)}
        return codes.pop() if len(codes) == 1 else ""


@cache
def load(without: frozenset[str] = frozenset()) -> Gazetteer:
    """Return the gazetteer, without the entries whose ids are given.

    >>> {r.code for r in load().by_name["法库"]}
    {'210124'}
    """
    return Gazetteer(without=without)


@cache
def _groups() -> tuple[RegionGroup, ...]:
    members: dict[tuple[str, str], list[Member]] = {}
    for row in rows("gazetteers", "region_members.csv"):
        group = members.setdefault((row["group"], row["province"]), [])
        if row["member"]:
            group.append(Member(row["member"], row["source"], row["from"], row["to"]))
    return tuple(
        RegionGroup(f"group:{province}{name}", name, province, tuple(found))
        for (name, province), found in members.items()
    )


def _entry(row: dict[str, str], *, stem: str, default: EntityType) -> Entry:
    plain, words = _split(row["shorts"]), _split(row["words"])
    return Entry(
        id=f"{stem}:{row['name']}",
        type=EntityType(row["type"]) if row.get("type") else default,
        name=row["name"],
        shorts=tuple(dict.fromkeys((*plain, *words))),
        words=frozenset(words),
        seat=row.get("seat", ""),
        kind=row["kind"],
        code=row.get("code", ""),
        source=row["source"],
    )


@cache
def _entries() -> tuple[Entry, ...]:
    return tuple(
        _entry(row, stem=table.removesuffix(".csv"), default=type_)
        for table, type_ in TABLES.items()
        for row in rows("gazetteers", table)
    )


def _split(cell: str) -> tuple[str, ...]:
    return tuple(part for part in cell.split(";") if part)
