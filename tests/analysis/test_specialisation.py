# ruff: noqa: N803, N806
"""Indices equal to hand and to py-ecomplexity on one matrix; nulls that know noise from a pattern."""

from __future__ import annotations

import warnings

import numpy as np
import pandas as pd
import pytest
from ecomplexity import ecomplexity

from kg.analysis import indices
from kg.analysis.matrix import Matrix, Polarity, industry_of, matrix
from kg.analysis.records import Corpus
from kg.analysis.specialisation import adjacent, likenesses, ranks, specialities


def made(X: np.ndarray) -> Matrix:
    tokens = [(i, j) for (i, j), n in np.ndenumerate(X) for _ in range(int(n))]
    rows, columns = (
        [f"{side}{place:02}" for place in range(n)] for side, n in zip("cj", X.shape, strict=True)
    )
    return Matrix(tuple(rows), tuple(columns), X.astype(float), tuple(tokens))


def some(seed: int, shape: tuple[int, int] = (14, 30)) -> np.ndarray:
    return np.random.default_rng(seed).poisson(1.5, shape)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_complexity_is_that_of_py_ecomplexity(seed: int) -> None:
    X = some(seed).astype(float)
    table = pd.DataFrame(
        [(1, i, j, value) for (i, j), value in np.ndenumerate(X)], columns=["time", "loc", "prod", "val"]
    )
    names = {name: name for name in ("time", "loc", "prod", "val")}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        theirs = ecomplexity(table, names, verbose=False, check_logsupermodularity=False)
    theirs = theirs.sort_values(["loc", "prod"])

    def side(name: str) -> np.ndarray:
        return theirs[name].to_numpy(dtype=float).reshape(X.shape)

    M = indices.presence(X)
    eci, pci = indices.complexity(M)
    assert np.allclose(side("rca"), indices.location_quotient(X), atol=1e-9)
    assert np.allclose(side("mcp"), M)
    assert np.allclose(side("density"), indices.density(M), atol=1e-9)
    assert np.allclose(side("eci")[:, 0], eci, atol=1e-6)
    assert np.allclose(side("pci")[0], pci, atol=1e-6)


def test_similarities_by_hand() -> None:
    X = np.array([[1.0, 1.0, 0.0], [1.0, 0.0, 3.0]])
    assert indices.jaccard(X)[0, 1] == pytest.approx(1 / 3)
    assert indices.cosine(X)[0, 1] == pytest.approx(1 / np.sqrt(2 * 10))
    assert indices.krugman(X)[0, 1] == pytest.approx(0.25 + 0.5 + 0.75)
    assert indices.krugman(X)[0, 0] == 0


def test_a_matrix_that_falls_apart_has_no_complexity() -> None:
    M = np.kron(np.eye(2), np.ones((3, 3)))
    assert np.isnan(indices.complexity(M)[0]).all()


def test_chance_is_not_told_apart_and_a_pattern_is() -> None:
    noise = made(some(5))
    assert sum(row.apart for row in specialities(noise, deals=199)) <= 2
    assert sum(row.apart for row in likenesses(noise, deals=199)) <= 3
    X = some(6)
    X[0], X[1] = 0, 0
    X[0, :3], X[1, :3] = 12, 12
    pattern = made(X)
    found = specialities(pattern, deals=999)
    assert {(row.city, row.industry) for row in found if row.apart} >= {("c00", "j00"), ("c01", "j02")}
    alike = likenesses(pattern, deals=999)[0]
    assert (alike.one, alike.other, alike.apart) == ("c00", "c01", True)


def test_ranks_come_with_intervals_and_wide_ones_give_no_rank() -> None:
    rows = ranks(made(some(7)), "complexity", deals=99)
    ranked = [row for row in rows if row.rank is not None]
    assert rows[: len(ranked)] == tuple(sorted(ranked, key=lambda row: -row.value))
    assert [row.city for row in rows[len(ranked) :]] == sorted(row.city for row in rows[len(ranked) :])
    for row in rows:
        assert 1 <= row.low <= row.high <= row.of == 14
        assert (row.rank is None) == (row.high - row.low > 14 / 3) or row.rank is not None
    assert any(row.rank is None for row in rows)


def test_the_same_matrix_gives_the_same_figures() -> None:
    found = made(some(8))
    assert likenesses(found, deals=50) == likenesses(found, deals=50)
    assert adjacent(found, deals=20) == adjacent(found, deals=20)


def test_the_adjacent_possible_is_not_what_a_city_has() -> None:
    found = made(some(9))
    for row in adjacent(found, deals=20):
        assert found.counts[found.rows.index(row.city), found.columns.index(row.industry)] == 0


def test_the_papers_matrix_counts_clauses_by_polarity(corpus: Corpus) -> None:
    wanted, held = matrix(corpus), matrix(corpus, polarity=Polarity.RESTRICTED)
    names = [corpus.name(city) for city in wanted.rows]
    assert len(names) == 14
    assert {"物流", "旅游"} <= {corpus.name(one) for one in matrix(corpus, level=2).columns}
    steel = next(one for one in held.columns if corpus.name(one) == "冶金")
    assert held.column(steel)[names.index("阜新市")] > 0
    assert wanted.counts.sum() == len(wanted.tokens) > 200


def test_an_industry_is_found_above_a_concept(corpus: Corpus) -> None:
    by_name = {thing.label: thing.iri for thing in corpus.things.values() if thing.kind == "concept"}
    assert corpus.name(industry_of(corpus, by_name["特殊钢"])) == "冶金"
    assert corpus.name(industry_of(corpus, by_name["制造业"])) == "制造业"
