"""The matrix city × industry of what papers want and hold back, and what it can and cannot say.

A cell counts clauses, not firms, output or jobs: a city whose section is long has larger cells, and an
industry that every paper names by habit (物流, 旅游) stands everywhere. So nothing here is read without a
null: :mod:`kg.analysis.specialisation` compares each figure with what chance gives for the same totals.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from kg.analysis.records import Corpus

Array = npt.NDArray[np.float64]


class Polarity(StrEnum):
    """Which statements a matrix counts."""

    PROMOTED = "promoted"
    RESTRICTED = "restricted"


@dataclass(frozen=True, eq=False)
class Matrix:
    """Rows are cities, columns concepts (IRIs both); ``tokens`` are the pairs (row, column) counted.

    ``counts`` is the number of clauses of a city that want (or hold back) a concept or one below it.
    """

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    counts: Array
    tokens: tuple[tuple[int, int], ...]

    def column(self, concept: str) -> Array:
        """Return the counts of a concept, city by city."""
        return self.counts[:, self.columns.index(concept)]


def industry_of(corpus: Corpus, concept: str, *, level: int = 1) -> str:
    """Return the concept ``level`` steps below the root of the tree that a concept hangs in, or itself.

    A concept of the tree's own top, or outside the tree, is returned as it is.
    """
    path = [concept]
    while corpus.broader.get(path[-1]) and len(path) < 12:
        path.append(corpus.broader[path[-1]][0])
    return path[max(len(path) - 1 - level, 0)]


def matrix(
    corpus: Corpus, *, polarity: Polarity = Polarity.PROMOTED, level: int = 1, least: int = 2
) -> Matrix:
    """Return the matrix of a polarity, concepts gathered under industries ``level`` steps below a root.

    Industries that fewer than ``least`` cities name, and concepts outside the tree, are left out.
    """
    cells: dict[tuple[str, str], set[str]] = defaultdict(set)
    known = set(corpus.cities)
    for city, concept, clause in _said(corpus, polarity):
        if city in known and (concept in corpus.broader or concept in _tops(corpus)):
            cells[city, industry_of(corpus, concept, level=level)].add(clause)
    places: dict[str, set[str]] = defaultdict(set)
    for city, industry in cells:
        places[industry].add(city)
    columns = tuple(sorted(one for one, cities in places.items() if len(cities) >= least))
    return _made(corpus.cities, columns, cells)


def _tops(corpus: Corpus) -> frozenset[str]:
    return frozenset(high for above in corpus.broader.values() for high in above)


def _said(corpus: Corpus, polarity: Polarity) -> list[tuple[str, str, str]]:
    if polarity is Polarity.RESTRICTED:
        return [(held.place, held.concept, held.quote.clause) for held in corpus.restraints]
    direct = [claim for claim in corpus.claims if claim.predicate == "promotes"]
    listed = [claim for claim in corpus.claims if claim.predicate == "includes"]
    return [(claim.place, claim.object, claim.quote.clause) for claim in [*direct, *listed]]


def _made(rows: Sequence[str], columns: Sequence[str], cells: dict[tuple[str, str], set[str]]) -> Matrix:
    counts = np.zeros((len(rows), len(columns)))
    tokens: list[tuple[int, int]] = []
    for place, city in enumerate(rows):
        for at, industry in enumerate(columns):
            number = len(cells.get((city, industry), ()))
            counts[place, at] = number
            tokens += [(place, at)] * number
    return Matrix(tuple(rows), tuple(columns), counts, tuple(tokens))
