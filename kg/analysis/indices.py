# ruff: noqa: N803, N806 - X, M and N are matrices, as in the literature
"""Indices of specialisation, similarity and complexity: pure functions of a matrix city × industry.

``X`` holds weights, rows are cities, columns industries. Where a total is 0 the index is 0.

==================  =========================================================================================
location quotient   LQ = (x_cj/x_c·)/(x_·j/x_··), above 1 where a city names an industry more than all do
                    together (Florence 1939; RCA of Balassa 1965)
jaccard             |A∩B|/|A∪B| of two cities' sets of industries
cosine              of two cities' shares
krugman             K = Σ_j |s_aj - s_bj| of shares, 0 alike to 2 nothing in common (Krugman 1991)
proximity           φ_jk = min(P(j|k), P(k|j)) over cities (Hidalgo et al. 2007)
density             d_cj = Σ_k M_ck φ_jk / Σ_k φ_jk: how near an industry is to what a city has (same)
complexity          PCI: second eigenvector of the matrix of reflections; ECI: its mean over what a city has;
                    both by mean and deviation of ECI, the sign such that ECI rises with diversity
                    (Hidalgo and Hausmann 2009, as py-ecomplexity computes it)
==================  =========================================================================================
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]


def shares(X: Array) -> Array:
    """Return each row divided by its sum."""
    total = X.sum(axis=1, keepdims=True)
    return np.asarray(np.divide(X, total, out=np.zeros_like(X), where=total > 0))


def location_quotient(X: Array) -> Array:
    """Return the location quotient of every cell.

    >>> location_quotient(np.array([[2.0, 0.0], [1.0, 1.0]])).round(2).tolist()
    [[1.33, 0.0], [0.67, 2.0]]
    """
    whole = shares(X.sum(axis=0, keepdims=True))
    return np.asarray(np.divide(shares(X), whole, out=np.zeros_like(X), where=whole > 0))


def presence(X: Array) -> Array:
    """Return 1 where the location quotient is at least 1, else 0."""
    return np.asarray(location_quotient(X) >= 1, dtype=np.float64)


def jaccard(X: Array) -> Array:
    """Return the Jaccard similarity of every pair of rows, by where they are above 0."""
    M = np.asarray(X > 0, dtype=np.float64)
    both = M @ M.T
    sizes = M.sum(axis=1)
    either = sizes[:, None] + sizes[None, :] - both
    return np.asarray(np.divide(both, either, out=np.zeros_like(both), where=either > 0))


def cosine(X: Array) -> Array:
    """Return the cosine of every pair of rows."""
    length = np.sqrt((X**2).sum(axis=1))
    scale = np.outer(length, length)
    return np.divide(X @ X.T, scale, out=np.zeros((len(X), len(X))), where=scale > 0)


def krugman(X: Array) -> Array:
    """Return Krugman's index of every pair of rows."""
    s = shares(X)
    return np.asarray(np.abs(s[:, None, :] - s[None, :, :]).sum(axis=2))


def proximity(M: Array) -> Array:
    """Return the proximity of every pair of columns of a matrix of presence; a column is 1 from itself."""
    together = M.T @ M
    often = M.sum(axis=0)
    larger = np.maximum(often[:, None], often[None, :])
    return np.asarray(np.divide(together, larger, out=np.zeros_like(together), where=larger > 0))


def density(M: Array) -> Array:
    """Return how near each column is to what each row has."""
    near = proximity(M)
    total = near.sum(axis=0)
    return np.asarray(np.divide(M @ near, total, out=np.zeros_like(M), where=total > 0))


def complexity(M: Array) -> tuple[Array, Array]:
    """Return ECI of rows and PCI of columns of a matrix of presence; nan where a row or column is empty.

    O(n³) in the smaller side. A graph that falls apart has no second reflection and gives nan throughout.
    """
    rows, columns = M.sum(axis=1) > 0, M.sum(axis=0) > 0
    N = M[np.ix_(rows, columns)]
    eci, pci = np.full(len(M), np.nan), np.full(M.shape[1], np.nan)
    if min(N.shape) < 3:
        return eci, pci
    diversity, ubiquity = N.sum(axis=1), N.sum(axis=0)
    by_row, by_column = N / diversity[:, None], N / ubiquity[None, :]
    column_values = _second(by_column.T @ by_row)
    if column_values is None:
        return eci, pci
    row_values = by_row @ column_values
    sign = np.sign(np.corrcoef(diversity, row_values)[0, 1])
    sign = 1.0 if not np.isfinite(sign) or sign == 0 else float(sign)
    middle, spread = (sign * row_values).mean(), row_values.std()
    eci[rows] = (sign * row_values - middle) / spread
    pci[columns] = (sign * column_values - middle) / spread
    return eci, pci


def _second(square: Array) -> Array | None:
    """Return the eigenvector of the second largest eigenvalue, None where the first is not single."""
    values, vectors = np.linalg.eig(square)
    order = np.argsort(-values.real, kind="stable")
    if len(order) < 2 or values.real[order[1]] > 1 - 1e-9:
        return None
    return np.asarray(vectors[:, order[1]].real, dtype=np.float64)
