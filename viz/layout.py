# ruff: noqa: N803, N806 - G is a networkx graph
"""Positions of nodes, computed beforehand so that a page opens at rest.

``packed`` draws a tree of discs: each entity is surrounded by what hangs on it, discs never overlap, so that
labels stay readable. The tree is the cheapest path from the page's subject (Dijkstra on the costs below);
sibling discs are packed by tangent candidates, nearest to the parent first (the greedy form of front-chain
packing, Wang et al. 2006, "Visualization of large hierarchical data by circle packing").
``layered`` puts chain stages from left (upstream) to right (downstream).

Both are deterministic: no random numbers, ties broken by the order of IRIs, coordinates rounded to pixels.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from zlib import crc32

import networkx as nx
import numpy as np
import numpy.typing as npt

from kg.viz.model import Edge, GraphView, Node

Position = tuple[int, int]
Array = npt.NDArray[np.float64]
Layout = Callable[[Sequence[Node], Sequence[Edge], str], dict[str, Position]]

#: What a step along a predicate costs when the tree is chosen: a firm hangs on its industry before its city.
COSTS = {"locatedIn": 2.6, "promotes": 1.0, "undertakes": 0.8, "leads": 1.0, "assists": 1.4}
_TO_PRODUCT = 2.6
_REGION = 1.5
_SHARED_BY = 3
_LEAF, _INNER, _GAP, _STRETCH = 24.0, 34.0, 8.0, 1.3
_STEP = 6.0
_AIRY, _CROWDED = 2.1, 60
_ANGLES = np.linspace(0.0, 2.0 * math.pi, 36, endpoint=False)
_COLUMN, _ROW = 150, 76
_WIDE = 1.7


@dataclass(frozen=True, slots=True)
class _Disc:
    """A subtree laid out around its root at the origin: node → offset, and the radius that covers it."""

    offsets: dict[str, tuple[float, float]]
    radius: float


def positions(view: GraphView) -> dict[str, Position]:
    """Return pixel positions of all nodes of a view under its layout.

    Complexity: O(n²) in the number of siblings around one parent, linear in the rest.
    """
    return LAYOUTS[view.layout](view.nodes, view.edges, view.subject)


def packed(nodes: Sequence[Node], edges: Sequence[Edge], subject: str) -> dict[str, Position]:
    """Lay out nodes as packed discs around the subject, or around the regions if there is none.

    Few nodes stand further apart than many, so that all of their labels find room.
    """
    kinds = {node.iri: node.kind for node in nodes}
    G = _weighted(kinds, edges)
    if subject in kinds:
        for iri, kind in kinds.items():
            if kind == "Region" and iri != subject and not G.has_edge(subject, iri):
                G.add_edge(subject, iri, cost=_REGION)
    children = _tree(G, kinds, subject)
    disc = _pack_tree(children, "")
    wide = max(1.0, _AIRY - len(kinds) / _CROWDED)
    return {
        iri: (round(x * wide * _STRETCH), round(y * wide))
        for iri, (x, y) in sorted(disc.offsets.items())
        if iri in kinds
    }


def layered(nodes: Sequence[Node], edges: Sequence[Edge], subject: str) -> dict[str, Position]:
    """Lay out stages from left to right, what hangs on a stage below it, and the rest packed below all.

    Stages stand in the order of ``precedes``, without it in that of ``nodes``. What hangs on a stage fills as
    many columns as keep the whole wider than high.
    """
    order = {node.iri: place for place, node in enumerate(nodes)}
    flow: nx.DiGraph[str] = nx.DiGraph()
    flow.add_nodes_from(node.iri for node in nodes if node.kind == "ChainStage")
    flow.add_edges_from((e.source, e.target) for e in edges if e.predicate == "precedes")
    if flow.number_of_edges() and nx.is_directed_acyclic_graph(flow):
        ranks = {
            iri: column for column, layer in enumerate(nx.topological_generations(flow)) for iri in layer
        }
    else:
        ranks = {iri: column for column, iri in enumerate(sorted(flow, key=lambda iri: order[iri]))}
    near = {e.source: e.target for e in edges if e.target in ranks} | {
        e.target: e.source for e in edges if e.source in ranks
    }
    columns: dict[int, list[str]] = {}
    loose: set[str] = set()
    for node in nodes:
        stage = node.iri if node.iri in ranks else near.get(node.iri, "")
        if stage:
            columns.setdefault(ranks[stage], []).append(node.iri)
        else:
            loose.add(node.iri)
    for members in columns.values():
        members.sort(key=lambda iri: (iri not in ranks, order[iri]))
    placed, height = _stacked([columns[column] for column in sorted(columns)], frozenset(ranks))
    beside = packed([node for node in nodes if node.iri in loose], edges, "")
    if beside:
        left, right = min(x for x, _ in beside.values()), max(x for x, _ in beside.values())
        shift = max((x for x, _ in placed.values()), default=0) // 2 - (left + right) // 2
        drop = height + _ROW - min(y for _, y in beside.values())
        placed |= {iri: (x + shift, y + drop) for iri, (x, y) in beside.items()}
    return placed


def _stacked(columns: Sequence[Sequence[str]], heads: frozenset[str]) -> tuple[dict[str, Position], int]:
    """Return the positions of stages with what hangs on each, and the height of all.

    Each column holds its stages (``heads``) one below the other, then a block of the rest.
    """
    tops = [sum(1 for iri in members if iri in heads) for members in columns]
    loads = [len(members) - top for members, top in zip(columns, tops, strict=True)]
    most = max(loads, default=0)
    rows = next(
        (rows for rows in range(2, most) if sum(_widths(loads, rows)) * _COLUMN <= _WIDE * (rows + 2) * _ROW),
        max(most, 1),
    )
    placed: dict[str, Position] = {}
    left = 0
    for members, top, wide in zip(columns, tops, _widths(loads, rows), strict=True):
        middle = left + (wide - 1) * _COLUMN // 2
        placed |= {iri: (middle, row * _ROW) for row, iri in enumerate(members[:top])}
        for place, iri in enumerate(members[top:]):
            placed[iri] = (left + place % wide * _COLUMN, (top + place // wide) * _ROW)
        left += wide * _COLUMN
    return placed, (max(tops, default=0) + min(rows, most)) * _ROW


def _widths(loads: Sequence[int], rows: int) -> list[int]:
    """Return how many columns each block takes at a number of rows."""
    return [max(1, math.ceil(load / rows)) for load in loads]


#: The registry of layouts; ``GraphView.layout`` is a key.
LAYOUTS: dict[str, Layout] = {"packed": packed, "layered": layered}


def _weighted(kinds: dict[str, str], edges: Iterable[Edge]) -> nx.Graph[str]:
    G: nx.Graph[str] = nx.Graph()
    G.add_nodes_from(sorted(kinds))
    for edge in edges:
        cost = COSTS.get(edge.predicate, 1.0)
        if edge.predicate == "promotes" and kinds.get(edge.target) == "Product":
            cost = _TO_PRODUCT
        if edge.source in kinds and edge.target in kinds:
            known = G.get_edge_data(edge.source, edge.target, {"cost": math.inf})["cost"]
            G.add_edge(edge.source, edge.target, cost=min(cost, known))
    return G


def _tree(G: nx.Graph[str], kinds: dict[str, str], subject: str) -> dict[str, list[str]]:
    """Return parent → children; the virtual root is ""."""
    roots = [subject] if subject in G else [iri for iri in sorted(G) if kinds[iri] == "Region"]
    parents: dict[str, str] = dict.fromkeys(roots, "")
    if not subject:
        for iri in sorted(G):
            regions = sum(1 for other in G[iri] if kinds[other] == "Region")
            if iri not in parents and regions >= _SHARED_BY:
                parents[iri] = ""
    for component in sorted(nx.connected_components(G), key=lambda c: (-len(c), min(c))):
        starts = [iri for iri in sorted(component) if iri in parents]
        if not starts:
            starts = [min(component, key=lambda iri: (-G.degree(iri), iri))]
            parents[starts[0]] = ""
        paths = nx.multi_source_dijkstra_path(G, starts, weight=_tie_broken)
        for iri, path in paths.items():
            if len(path) > 1 and iri not in parents:
                parents[iri] = path[-2]
    children: dict[str, list[str]] = {}
    for iri, parent in sorted(parents.items()):
        children.setdefault(parent, []).append(iri)
    return children


def _tie_broken(source: str, target: str, data: dict[str, float]) -> float:
    """Return an edge's cost plus a tiny amount that depends on its ends, so that no two paths tie."""
    low, high = sorted((source, target))
    noise = crc32(f"{low}\n{high}".encode())
    return data["cost"] + noise * 1e-14


def _pack_tree(children: dict[str, list[str]], root: str) -> _Disc:
    """Pack bottom-up, without recursion (a path may be long)."""
    order = [root]
    for iri in order:
        order.extend(children.get(iri, ()))
    discs: dict[str, _Disc] = {}
    for iri in reversed(order):
        below = [(child, discs.pop(child)) for child in children.get(iri, ())]
        discs[iri] = _around(iri, below)
    return discs[root]


def _around(iri: str, below: list[tuple[str, _Disc]]) -> _Disc:
    if not below:
        return _Disc({iri: (0.0, 0.0)}, _LEAF)
    below.sort(key=lambda pair: (-pair[1].radius, pair[0]))
    if not iri and len(below) == 1:
        return below[0][1]
    centre = _INNER if iri else 0.0
    radii = [disc.radius for _, disc in below]
    spots = _spots(centre, radii)
    offsets = {iri: (0.0, 0.0)}
    for (_, disc), (x, y) in zip(below, spots, strict=True):
        offsets |= {name: (x + dx, y + dy) for name, (dx, dy) in disc.offsets.items()}
    return _centred(
        offsets, [(0.0, 0.0, centre), *((x, y, r) for (x, y), r in zip(spots, radii, strict=True))]
    )


def _centred(offsets: dict[str, tuple[float, float]], discs: Sequence[tuple[float, float, float]]) -> _Disc:
    """Return the disc around the middle of everything placed, which is smaller than one around the parent."""
    left, right = min(x - r for x, _, r in discs), max(x + r for x, _, r in discs)
    top, bottom = min(y - r for _, y, r in discs), max(y + r for _, y, r in discs)
    x0, y0 = (left + right) / 2, (top + bottom) / 2
    radius = max(math.hypot(x - x0, y - y0) + r for x, y, r in discs)
    return _Disc({name: (x - x0, y - y0) for name, (x, y) in offsets.items()}, _rounded(radius))


def _rounded(radius: float) -> float:
    """Return a radius rounded up to a step, so that many siblings are equal and share their candidates."""
    return _STEP * math.ceil(radius / _STEP)


def _spots(centre: float, radii: Sequence[float]) -> list[tuple[float, float]]:
    """Return the centre of each disc: tangent to a placed one, free of all, nearest to the origin.

    ``radii`` descend; equal ones share a pool of candidates that shrinks with each disc placed.
    """
    placed = np.array([[0.0, 0.0]])
    taken = np.array([centre])
    spots: list[tuple[float, float]] = []
    pool, pooled = np.empty((0, 2)), -1.0
    for radius in radii:
        if centre == 0.0 and not spots:
            spot = np.zeros(2)
            placed, taken = spot.reshape(1, 2), np.array([radius])
        else:
            if radius != pooled:
                pool, pooled = _candidates(placed, taken, radius), radius
                for other, reach in zip(placed, taken, strict=True):
                    pool = _free(pool, other, reach + radius)
            away = np.round(np.hypot(pool[:, 0], pool[:, 1]), 3)
            spot = pool[int(np.argmin(away))]
            placed, taken = np.vstack([placed, spot]), np.append(taken, radius)
            pool = np.vstack([pool, _ring_free(placed, taken, radius)])
            pool = _free(pool, spot, 2 * radius)
        spots.append((float(spot[0]), float(spot[1])))
    return spots


def _candidates(placed: Array, taken: Array, radius: float) -> Array:
    """Return the centres at which a disc touches one of the placed discs, in 36 directions each."""
    reach = (taken + radius + _GAP)[:, None]
    xs = placed[:, :1] + reach * np.cos(_ANGLES)
    ys = placed[:, 1:] + reach * np.sin(_ANGLES)
    return np.column_stack([xs.ravel(), ys.ravel()])


def _ring_free(placed: Array, taken: Array, radius: float) -> Array:
    """Return the candidates around the disc placed last that are free of all others."""
    ring = _candidates(placed[-1:], taken[-1:], radius)
    apart = np.hypot(ring[:, :1] - placed[None, :, 0], ring[:, 1:] - placed[None, :, 1])
    free: Array = ring[(apart >= taken[None, :] + radius + _GAP - 1e-6).all(axis=1)]
    return free


def _free(pool: Array, spot: Array, reach: float) -> Array:
    """Return the candidates that keep their distance from a disc."""
    apart = np.hypot(pool[:, 0] - spot[0], pool[:, 1] - spot[1])
    free: Array = pool[apart >= reach + _GAP - 1e-6]
    return free
