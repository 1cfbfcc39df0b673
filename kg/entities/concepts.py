"""The tree of industry and product concepts, with codes of GB/T 4754-2011.

A concept has one customary name, other names, the concept above it and a code where the standard's class
is the same thing. What the tree does not hold stays unlinked; :func:`head_of` may still say what kind of
thing it is by the last words of its name (高档数控机床 is a 数控机床), which is inferred, not stated.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from kg.errors import DataError
from kg.resources import complete, rows


@dataclass(frozen=True, slots=True)
class Concept:
    """An industry or product; ``broader`` is the name of the concept above, "" at the top."""

    id: str
    name: str
    broader: str
    code: str
    alts: tuple[str, ...]
    source: str


@cache
def load(without: frozenset[str] = frozenset()) -> dict[str, Concept]:
    """Return the concepts by name, in table order, without those whose ids are given.

    Raises DataError where a concept stands below one that is not there.
    """
    found = {}
    for row in rows("concepts", "industries.csv"):
        concept = Concept(
            id=f"industries:{row['name']}",
            name=row["name"],
            broader=row["broader"],
            code=row["code"],
            alts=tuple(alt for alt in row["alts"].split(";") if alt),
            source=row["source"],
        )
        if concept.id not in without:
            found[concept.name] = concept
    loose = [c.name for c in found.values() if c.broader and c.broader not in found]
    if loose and complete() and not without:
        raise DataError(f"concepts/industries.csv: no such broader concept for {'、'.join(loose)}")
    return found


@cache
def by_name(without: frozenset[str] = frozenset()) -> dict[str, Concept]:
    """Return the concepts by every name they have.

    >>> by_name()["石化"].name
    '石油化工'
    """
    index: dict[str, Concept] = {}
    for concept in load(without).values():
        for name in (concept.name, *concept.alts):
            index.setdefault(name, concept)
    return index


def find(name: str) -> Concept | None:
    """Return the concept that a name or other name stands for, None if there is none."""
    return by_name().get(name)


def broader(name: str) -> tuple[Concept, ...]:
    """Return the concepts above a concept, nearest first.

    >>> [concept.name for concept in broader("电解铝")]
    ['铝', '有色金属', '冶金', '制造业']
    """
    concepts, above = load(), []
    concept = find(name)
    while concept is not None and concept.broader in concepts:
        concept = concepts[concept.broader]
        above.append(concept)
    return tuple(above)


@cache
def head_of(name: str) -> Concept | None:
    """Return the concept whose name is the longest proper ending of ``name``, None if there is none.

    A Chinese compound is a kind of what it ends in; the result is to be graded as inferred.

    >>> head_of("重型数控机床").name
    '数控机床'
    """
    index = by_name()
    for start in range(1, len(name) - 1):
        concept = index.get(name[start:])
        if concept is not None:
            return concept
    return None


def unlinked(names: Iterable[str]) -> tuple[str, ...]:
    """Return the names that are no concept of the tree, sorted, each once."""
    index = by_name()
    return tuple(sorted({name for name in names if name not in index}))
