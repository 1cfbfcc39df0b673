"""Longest match of the gazetteers' surfaces, for the region that a paper governs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from kg.entities import gazetteer
from kg.model import EntityType
from kg.resources import rows


@dataclass(frozen=True)
class Match:
    """A known form at ``start``; ``entry`` is the id of the table's row."""

    start: int
    end: int
    type: EntityType
    entry: str


@dataclass(frozen=True)
class Matcher:
    """Known forms of every type; several types of one form: the first of the tables wins."""

    forms: dict[str, tuple[EntityType, str]]
    places: frozenset[str]
    firms: frozenset[str]
    sizes: dict[str, tuple[int, ...]]
    """First character → the lengths of the forms that begin with it, longest first."""

    def find(self, text: str) -> Iterator[Match]:
        """Yield the known forms of ``text`` from left to right, longest first, without overlap."""
        pos = 0
        while pos < len(text):
            match = self.at(text, pos)
            if match is None:
                pos += 1
            else:
                yield match
                pos = match.end

    def at(self, text: str, pos: int) -> Match | None:
        """Return the longest known form that begins at ``pos``."""
        for size in self.sizes.get(text[pos], ()):
            form = text[pos : pos + size]
            known = self.forms.get(form)
            if known is not None and len(form) == size:
                return Match(pos, pos + size, known[0], known[1])
        return None

    def place(self, text: str, pos: int = 0) -> str:
        """Return the longest place name that begins at ``pos``, "" if none does."""
        for size in self.sizes.get(text[pos], ()) if pos < len(text) else ():
            form = text[pos : pos + size]
            if form in self.places:
                return form
        return ""


_PARK = ("开发区", "高新区", "保税区", "经开区", "保税港区", "园区", "产业园", "工业园", "示范区", "试验区")


def _is_park(surface: gazetteer.Surface) -> bool:
    """A development zone hosts firms, so it is a park; new areas and new towns are regions."""
    return surface.id.startswith("zones:") and surface.text.endswith(_PARK)


@lru_cache(maxsize=1)
def _aliases() -> frozenset[str]:
    """Return other names of firms, not the names that are told apart from them."""
    return frozenset(
        r["alias"]
        for r in rows("aliases", "aliases.csv")
        if r["type"] == "Enterprise" and r["polarity"] != "≠"
    )


@lru_cache(maxsize=64)
def matcher(region: str, without: frozenset[str] = frozenset()) -> Matcher:
    """Return the matcher for papers that govern ``region`` (an official name)."""
    forms: dict[str, tuple[EntityType, str]] = {}
    for surface in gazetteer.load(without).surfaces(region=region):
        kind = EntityType.PARK if _is_park(surface) else surface.type
        forms.setdefault(surface.text, (kind, surface.id))
    sizes: dict[str, set[int]] = {}
    for form in forms:
        sizes.setdefault(form[0], set()).add(len(form))
    return Matcher(
        forms=forms,
        places=frozenset(f for f, (kind, _) in forms.items() if kind is EntityType.REGION),
        firms=frozenset(f for f, (kind, _) in forms.items() if kind is EntityType.ENTERPRISE) | _aliases(),
        sizes={char: tuple(sorted(found, reverse=True)) for char, found in sizes.items()},
    )
