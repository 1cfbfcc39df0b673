# ruff: noqa: N803, N806 - X and M are matrices, as in the literature
"""Who overlaps (产业趋同) and who is distinctive, each figure beside what chance gives.

The null of a figure of two cities, or of a city and an industry, is the same matrix with cities dealt out
anew among the clauses: every city keeps its number of clauses and every industry its own (permutation of
tokens). A figure is *told apart* if fewer than 5 of 100 such deals come as far out, after Benjamini and
Hochberg's correction for the many figures looked at. A rank has an interval from deals with replacement
(bootstrap of tokens); cities whose intervals overlap are not ranked against each other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import stats
from scipy.cluster import hierarchy

from kg.analysis import indices
from kg.analysis.evidence import Ground
from kg.analysis.indices import Array
from kg.analysis.matrix import Matrix
from kg.analysis.records import Claim, Corpus, Quote

DEALS = 999
_SEED = 7
_LEVEL = 0.05
_INTERVAL = (5, 95)


@dataclass(frozen=True, slots=True)
class Speciality:
    """How much more a city names an industry than all cities do; ``apart`` if chance rarely gives as much."""

    city: str
    industry: str
    clauses: int
    location_quotient: float
    p: float
    apart: bool
    cities: int


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike two cities are; ``apart``: more alike (or less) than chance gives, ``p`` two-sided."""

    one: str
    other: str
    jaccard: float
    cosine: float
    krugman: float
    p: float
    apart: bool
    shared: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ranked:
    """A city's place by an index, and the interval in which 90 of 100 deals put it.

    ``rank`` is None where the interval is so wide that a place would say nothing: more than a third of the
    cities.
    """

    city: str
    measure: str
    value: float
    low: int
    high: int
    rank: int | None
    of: int


@dataclass(frozen=True, slots=True)
class Possible:
    """An industry near to what a city names already but not among it: the adjacent possible."""

    city: str
    industry: str
    density: float
    complexity: float
    p: float
    apart: bool


def specialities(found: Matrix, *, deals: int = DEALS) -> tuple[Speciality, ...]:
    """Return every city and industry with its location quotient.

    What is told apart from chance comes first, the surest first; the rest is not ranked but in the order of
    cities and industries.

    Complexity: O(deals · clauses).
    """
    X = found.counts
    quotient = indices.location_quotient(X)
    above = np.zeros_like(X)
    for dealt in _deals(found, deals):
        above += dealt >= X
    p = (above + 1) / (deals + 1)
    there = X > 0
    apart = np.zeros_like(there)
    apart[there] = _told_apart(p[there])
    cities = there.sum(axis=0)
    rows = [
        Speciality(
            *(found.rows[i], found.columns[j], int(X[i, j]), round(float(quotient[i, j]), 4)),
            *(round(float(p[i, j]), 4), bool(apart[i, j]), int(cities[j])),
        )
        for i, j in zip(*np.nonzero(there), strict=True)
    ]
    return tuple(sorted(rows, key=lambda row: (row.p, -row.location_quotient) if row.apart else (1.0, 0.0)))


@dataclass(frozen=True, slots=True)
class Distinctive:
    """A concept that one city alone wants and no other city's words name, with the city's sentence."""

    city: str
    concept: str
    quote: Quote


def distinctive(corpus: Corpus) -> tuple[Distinctive, ...]:
    """Return what each city alone names, in the order of its text: a list, no ranking."""
    ground = Ground(corpus)
    texts = {city: "\n".join(one.text for one in ground.spoken[city]) for city in corpus.cities}
    first: dict[str, Claim] = {}
    wanting: dict[str, set[str]] = defaultdict(set)
    for claim in corpus.claims:
        if claim.predicate in ("promotes", "includes") and claim.place in texts:
            first.setdefault(claim.object, claim)
            wanting[claim.object].add(claim.place)
    rows = []
    for concept, claim in first.items():
        if len(wanting[concept]) == 1 and corpus.kind(concept) == "concept":
            label = corpus.name(concept)
            if not any(label in text for city, text in texts.items() if city != claim.place):
                rows.append(Distinctive(claim.place, concept, corpus.sentence(claim.quote)))
    return tuple(sorted(rows, key=lambda row: (corpus.cities.index(row.city), row.quote, row.concept)))


def likenesses(found: Matrix, *, deals: int = DEALS) -> tuple[Likeness, ...]:
    """Return every pair of cities; the null is that of the cosine of shares.

    Pairs that are told apart from chance come first, the most alike first; the others are not ranked but in
    the order of their names.
    """
    X = found.counts
    seen = indices.cosine(X)
    nulls = np.array([indices.cosine(dealt) for dealt in _deals(found, deals)])
    more = ((nulls >= seen).sum(axis=0) + 1) / (deals + 1)
    less = ((nulls <= seen).sum(axis=0) + 1) / (deals + 1)
    p = np.minimum(1, 2 * np.minimum(more, less))
    pairs = [(i, j) for i in range(len(X)) for j in range(i + 1, len(X))]
    apart = _told_apart(np.array([p[pair] for pair in pairs]))
    both, far = indices.jaccard(X), indices.krugman(X)
    rows = []
    for (i, j), told in zip(pairs, apart, strict=True):
        shared = tuple(found.columns[k] for k in np.nonzero((X[i] > 0) & (X[j] > 0))[0])
        rows.append(
            Likeness(
                one=found.rows[i],
                other=found.rows[j],
                jaccard=round(float(both[i, j]), 4),
                cosine=round(float(seen[i, j]), 4),
                krugman=round(float(far[i, j]), 4),
                p=round(float(p[i, j]), 4),
                apart=bool(told),
                shared=shared,
            )
        )
    return tuple(sorted(rows, key=lambda row: (not row.apart, -row.cosine * row.apart, row.one, row.other)))


INDICES: dict[str, Callable[[Array], Array]] = {
    "complexity": lambda X: indices.complexity(indices.presence(X))[0],
    "diversity": lambda X: np.asarray(indices.presence(X).sum(axis=1)),
    "krugman": lambda X: np.asarray(indices.krugman(np.vstack([X, X.sum(axis=0)]))[-1, :-1]),
}
"""Indices of a city by which cities can be ranked; krugman is the distance from all cities together."""


def ranks(found: Matrix, measure: str, *, deals: int = DEALS) -> tuple[Ranked, ...]:
    """Return the cities by an index of :data:`INDICES`, with intervals of their ranks.

    Those with a rank come first, the highest first; the others are not ranked but in the order of the papers.
    """
    value = INDICES[measure](found.counts)
    drawn = []
    for dealt in _redraws(found, deals):
        figures = INDICES[measure](dealt)
        if np.isfinite(figures).all():
            drawn.append(stats.rankdata(-figures, method="average"))
    if not drawn or not np.isfinite(value).all():
        return ()
    low, high = np.percentile(np.array(drawn), _INTERVAL, axis=0)
    place = stats.rankdata(-value, method="min")
    of = len(value)
    rows = [
        Ranked(
            *(city, measure, round(float(value[i]), 6), int(np.floor(low[i])), int(np.ceil(high[i]))),
            *(int(place[i]) if high[i] - low[i] <= of / 3 else None, of),
        )
        for i, city in enumerate(found.rows)
    ]
    return tuple(sorted(rows, key=lambda row: (row.rank is None, row.rank or 0)))


def adjacent(found: Matrix, *, deals: int = DEALS, top: int = 5) -> tuple[Possible, ...]:
    """Return the industries nearest to each city's own that it does not name, ``top`` a city."""
    X = found.counts
    M = indices.presence(X)
    near = indices.density(M)
    _, worth = indices.complexity(M)
    above = np.zeros_like(X)
    for dealt in _deals(found, deals):
        above += indices.density(indices.presence(dealt)) >= near
    p = (above + 1) / (deals + 1)
    absent = X == 0
    apart = np.zeros_like(absent)
    apart[absent] = _told_apart(p[absent])
    rows = []
    for i, city in enumerate(found.rows):
        order = [j for j in np.argsort(-near[i], kind="stable") if absent[i, j]][:top]
        rows += [
            Possible(
                *(city, found.columns[j], round(float(near[i, j]), 4), round(float(worth[j]), 4)),
                *(round(float(p[i, j]), 4), bool(apart[i, j])),
            )
            for j in order
        ]
    return tuple(rows)


def tree(found: Matrix) -> Array:
    """Return the average-linkage tree of cities by 1 - cosine, as SciPy writes linkages (UPGMA)."""
    from_each = 1 - indices.cosine(found.counts)
    np.fill_diagonal(from_each, 0)
    upper = from_each[np.triu_indices(len(from_each), 1)]
    return np.asarray(hierarchy.linkage(np.maximum(upper, 0), method="average"))


def _told_apart(p: Array) -> npt.NDArray[np.bool_]:
    if not len(p):
        return np.zeros(0, dtype=bool)
    return np.asarray(stats.false_discovery_control(p) < _LEVEL)


def _deals(found: Matrix, deals: int) -> list[Array]:
    """Return matrices with the same totals of rows and columns, cities dealt out anew."""
    chance = np.random.default_rng(_SEED)
    rows, columns = (np.array(side) for side in zip(*found.tokens, strict=True))
    return [_counted(found, chance.permutation(rows), columns) for _ in range(deals)]


def _redraws(found: Matrix, deals: int) -> list[Array]:
    """Return matrices of as many clauses drawn with replacement."""
    chance = np.random.default_rng(_SEED)
    rows, columns = (np.array(side) for side in zip(*found.tokens, strict=True))
    made = []
    for _ in range(deals):
        drawn = chance.integers(0, len(rows), len(rows))
        made.append(_counted(found, rows[drawn], columns[drawn]))
    return made


def _counted(found: Matrix, rows: npt.NDArray[np.int64], columns: npt.NDArray[np.int64]) -> Array:
    made = np.zeros_like(found.counts)
    np.add.at(made, (rows, columns), 1)
    return made
