# ruff: noqa: N803, N806 - G, U and B are networkx graphs
"""The engines behind :func:`kg.analysis.centrality.measure`: networkx, and igraph for large graphs.

Both give the same numbers; where the libraries normalise differently it is evened out here and in
:mod:`kg.analysis.fast`. igraph is under the GPL and therefore no requirement of this package but its extra
``fast``: without it networkx measures large graphs too, in its own time.

Path measures of graphs so large that not every node can be a source are estimated from evenly spaced ones
(pivots), in the same way by both engines (:func:`estimated`).
"""

from __future__ import annotations

import importlib
import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import networkx as nx
import numpy as np
from networkx.algorithms import bipartite

from kg.analysis.network import Graph, members
from kg.errors import UsageError, suggest

Values = dict[str, float]
Ties = list[tuple[str, str]]
_TOLERANCE = 1e-10
_ROUNDS = 10_000
_FINEST = 10**12


@dataclass(frozen=True)
class Engine:
    """A name, one function a measure, and those of two-mode graphs that are normalised in their own way.

    ``through`` sums betweenness over the ordered pairs that begin in some sources (places of nodes), ``far``
    gives each such source's distances to all nodes, infinite where there is no path; ``hops`` is set where
    the lengths of edges do not count. ``blocks`` gives the bridges and, for each node, a number that it
    shares with those to which it is tied without them.
    """

    name: str
    measures: Mapping[str, Callable[[Graph], Values]]
    two_mode: Mapping[str, Callable[[Graph], Values]]
    blocks: Callable[[Graph], tuple[Ties, list[int]]]
    through: Callable[[Graph, Sequence[int], bool], Sequence[float]]
    far: Callable[[Graph, Sequence[int], bool], Iterable[Sequence[float]]]

    def measure(self, G: Graph, name: str, pivots: int | None, *, two_mode: bool) -> Values:
        """Return a measure's values; path measures from ``pivots`` sources where that is less than all."""
        if name in _FROM_SOURCES and pivots is not None and pivots < len(G):
            return estimated(self, G, name, pivots, two_mode=two_mode)
        own = two_mode and name in self.two_mode
        return (self.two_mode if own else self.measures)[name](G)


_FROM_SOURCES = frozenset({"betweenness", "closeness", "harmonic"})


def choose(name: str, *, large: bool) -> Engine:
    """Return an engine by name; ``auto`` is igraph for a large graph, where it is installed.

    UsageError for an unknown name, or for igraph by name where it is not installed.
    """
    if name == "auto":
        return (_igraph() if large else None) or NETWORKX
    if name not in ENGINES:
        raise UsageError(f"no backend {name!r}{suggest(name, ENGINES)}; there are auto, {', '.join(ENGINES)}")
    engine = ENGINES[name]()
    if engine is None:
        raise UsageError("igraph is not installed; pip install 'industry-kg[fast]'")
    return engine


def _igraph() -> Engine | None:
    """Return the engine of igraph, None where it is not installed."""
    try:
        fast = importlib.import_module("kg.analysis.fast")
    except ModuleNotFoundError as error:
        if error.name != "igraph":
            raise
        return None
    engine: Engine = fast.IGRAPH
    return engine


def pivot_places(n: int, pivots: int) -> list[int]:
    """Return which nodes serve as sources: evenly spaced in the graph's order, always the same."""
    return sorted({place * n // pivots for place in range(pivots)})


def _plain(G: Graph) -> Graph:
    return G.to_undirected(as_view=True) if G.is_directed() else G


def lengths(G: Graph) -> Graph:
    """Return the graph without direction, opposite edges added up, each edge with its length in ``distance``.

    Lengths are unit/weight, where ``U.graph["unit"]`` is the least common multiple of the weights, so that
    they are whole numbers and paths of equal length are equal: 3 · ⅓ is not 1 in floating point.
    """
    ties = undirected(G)
    unit, length = units(ties.values())
    U: Graph = nx.Graph(unit=unit)
    U.add_nodes_from(G)
    U.add_edges_from(
        (one, other, {"weight": weight, "distance": length[weight]}) for (one, other), weight in ties.items()
    )
    return U


def undirected(G: Graph) -> dict[tuple[str, str], float]:
    """Return the weight of each tie without direction, opposite edges added up."""
    if not G.is_directed():
        return {(one, other): weight for one, other, weight in G.edges(data="weight", default=1)}
    ties: dict[tuple[str, str], float] = {}
    for one, other, weight in G.edges(data="weight", default=1):
        pair = (other, one) if (other, one) in ties else (one, other)
        ties[pair] = ties.get(pair, 0) + weight
    return ties


def components(G: Graph) -> list[set[str]]:
    """Return the components of a graph, edges without direction. O(n + m)."""
    found: Iterator[set[str]]
    found = nx.weakly_connected_components(G) if isinstance(G, nx.DiGraph) else nx.connected_components(G)
    return list(found)


def units(weights: Iterable[float]) -> tuple[int, dict[float, float]]:
    """Return the unit of length for some weights, and the length that each of them gives."""
    different = set(weights)
    unit = _unit(different)
    return unit, {weight: float(round(unit / weight)) for weight in different}


def _unit(weights: set[float]) -> int:
    whole = [int(weight) for weight in weights if weight == int(weight)]
    unit = math.lcm(*whole) if whole else 1
    return unit if len(whole) == len(weights) and unit <= _FINEST else _FINEST


def degree(G: Graph) -> Values:
    """Return degree centrality; one pass over the nodes, which no other library would make faster."""
    return dict(nx.degree_centrality(_plain(G)))


def strength(G: Graph) -> Values:
    """Return each node's summed weights."""
    return {node: float(total) for node, total in G.degree(weight="weight")}


def _nx_harmonic(G: Graph) -> Values:
    U = lengths(G)
    scale = U.graph["unit"] / max(len(U) - 1, 1)
    return {node: value * scale for node, value in nx.harmonic_centrality(U, distance="distance").items()}


def _nx_closeness(G: Graph) -> Values:
    U = lengths(G)
    unit = U.graph["unit"]
    return {node: value * unit for node, value in nx.closeness_centrality(U, distance="distance").items()}


def _nx_eigenvector(G: Graph) -> Values:
    U = lengths(G)
    if not U.number_of_edges():
        return {}
    found = nx.eigenvector_centrality(U, max_iter=_ROUNDS, tol=_TOLERANCE / max(len(U), 1), weight="weight")
    return dict(found)


def _nx_hits(G: Graph, which: int) -> Values:
    if not G.number_of_edges():
        return {}
    start = dict.fromkeys(G, 1 / len(G))
    return dict(nx.hits(G, max_iter=_ROUNDS, tol=_TOLERANCE, nstart=start)[which])


def cut(G: Graph) -> Values:
    """Return 1 for nodes without which the graph falls apart; one pass, less than another form would cost."""
    cuts = set(nx.articulation_points(_plain(G)))
    return {node: float(node in cuts) for node in G}


def core(G: Graph) -> Values:
    """Return core numbers, loops left out; one pass, less than another form would cost."""
    loops = list(nx.selfloop_edges(G))
    U: Graph = nx.Graph(G) if loops or G.is_directed() else G
    U.remove_edges_from(loops)
    return {node: float(k) for node, k in nx.core_number(U).items()}


def estimated(engine: Engine, G: Graph, name: str, pivots: int, *, two_mode: bool) -> Values:
    """Return a path measure estimated from evenly spaced sources (Brandes and Pich 2007).

    What the sources give is scaled up to all nodes; closeness is that of the mean distance to the sources in
    a node's own component (Eppstein and Wang 2004), and not defined where that has none but the node.
    O(pivots · (m + n · log n)).
    """
    sources = pivot_places(len(G), pivots)
    hops = two_mode and name in TWO_MODE_NAMES
    scale = len(G) / len(sources)
    if name == "betweenness":
        totals = dict(zip(G, (value * scale for value in engine.through(G, sources, hops)), strict=True))
        return two_mode_betweenness(G, totals) if hops else betweenness_of(totals)
    unit = 1 if hops else units(undirected(G).values())[0]
    far = np.array(list(engine.far(G, sources, hops)))
    met = np.isfinite(far) & (far > 0)
    if name == "harmonic":
        inverse = np.divide(1.0, far, out=np.zeros_like(far), where=met).sum(axis=0)
        return dict(zip(G, (inverse * scale * unit / max(len(G) - 1, 1)).tolist(), strict=True))
    sums, counts = np.where(met, far, 0.0).sum(axis=0), met.sum(axis=0)
    near_by = np.divide(counts * unit, sums, out=np.zeros_like(sums), where=counts > 0)
    size = {node: len(part) for part in components(G) for node in part}
    near = dict(zip(G, near_by.tolist(), strict=True))
    known = {node: value for node, value in near.items() if value or size[node] == 1}
    return closeness_of(G, known, size, two_mode=hops)


def betweenness_of(totals: Values) -> Values:
    """Return betweenness summed over ordered pairs as the share of all pairs of other nodes."""
    n = len(totals)
    scale = 1 / ((n - 1) * (n - 2)) if n > 2 else 0.0
    return {node: value * scale for node, value in totals.items()}


def two_mode_betweenness(B: Graph, totals: Values) -> Values:
    """Return betweenness summed over ordered pairs as the share of the most that a node of its mode can have.

    That is a node of a mode of n, beside m of the other, on every path between the others when these are
    hung on as evenly as they can be (Borgatti and Everett 1997).
    """
    top = set(members(B, 0))
    n, m = len(top), len(B) - len(top)
    most = {True: _most_between(n, m), False: _most_between(m, n)}
    return {node: value / 2 / most[node in top] for node, value in totals.items()}


def _most_between(n: int, m: int) -> float:
    each, rest = divmod(n - 1, m)
    pairs = m * m * (each + 1) ** 2 + m * (each + 1) * (2 * rest - each - 1) - rest * (2 * each - rest + 3)
    return pairs / 2 or 1.0


def closeness_of(G: Graph, near: Values, size: Mapping[str, int], *, two_mode: bool) -> Values:
    """Return closeness from 1/mean distance and the size of each node's component (Wasserman and Faust)."""
    others = max(len(G) - 1, 1)
    if not two_mode:
        return {node: value * (size[node] - 1) / others for node, value in near.items()}
    top = set(members(G, 0))
    n, m = len(top), len(G) - len(top)
    least = {True: m + 2 * (n - 1), False: n + 2 * (m - 1)}
    return {node: value * least[node in top] / others for node, value in near.items()}


def _nx_blocks(G: Graph) -> tuple[Ties, list[int]]:
    firm: Graph = nx.Graph(_plain(G).edges())
    firm.add_nodes_from(G)
    cuts = [(edge[0], edge[1]) for edge in nx.bridges(firm)]
    firm.remove_edges_from(cuts)
    block_of = {node: block for block, part in enumerate(components(firm)) for node in part}
    return cuts, [block_of[node] for node in G]


def _nx_through(G: Graph, sources: Sequence[int], hops: bool) -> list[float]:
    U, nodes = lengths(G), list(G)
    chosen = [nodes[place] for place in sources]
    found = nx.betweenness_centrality_subset(U, chosen, nodes, weight=None if hops else "distance")
    # networkx halves for undirected graphs although each ordered pair is met once
    return [2 * found[node] for node in nodes]


def _nx_far(G: Graph, sources: Sequence[int], hops: bool) -> Iterator[list[float]]:
    U, nodes = lengths(G), list(G)
    for place in sources:
        if hops:
            met: Mapping[str, float] = dict(nx.single_source_shortest_path_length(U, nodes[place]))
        else:
            met = nx.single_source_dijkstra_path_length(U, nodes[place], weight="distance")
        yield [met.get(node, math.inf) for node in nodes]


def two_mode_degree(B: Graph) -> Values:
    """Return the share of the other mode that a node is tied to; one pass, as :func:`degree`."""
    return dict(bipartite.degree_centrality(_plain(B), members(B, 0)))


def _two_mode_betweenness(B: Graph) -> Values:
    return dict(bipartite.betweenness_centrality(_plain(B), members(B, 0)))


def _two_mode_closeness(B: Graph) -> Values:
    return dict(bipartite.closeness_centrality(_plain(B), members(B, 0), normalized=True))


TWO_MODE_NAMES = frozenset({"degree", "betweenness", "closeness"})
"""Measures with a normalisation of their own in two-mode graphs."""

NETWORKX = Engine(
    "networkx",
    {
        "degree": degree,
        "strength": strength,
        "betweenness": lambda G: dict(nx.betweenness_centrality(lengths(G), weight="distance")),
        "closeness": _nx_closeness,
        "harmonic": _nx_harmonic,
        "eigenvector": _nx_eigenvector,
        "pagerank": lambda G: dict(
            nx.pagerank(lengths(G), tol=_TOLERANCE / max(len(G), 1), max_iter=_ROUNDS, weight="weight")
        ),
        "hub": lambda G: _nx_hits(G, 0),
        "authority": lambda G: _nx_hits(G, 1),
        "core": core,
        "cut": cut,
    },
    {
        "degree": two_mode_degree,
        "betweenness": _two_mode_betweenness,
        "closeness": _two_mode_closeness,
    },
    _nx_blocks,
    _nx_through,
    _nx_far,
)

ENGINES: dict[str, Callable[[], Engine | None]] = {"networkx": lambda: NETWORKX, "igraph": _igraph}
"""The registry of engines."""
