# ruff: noqa: N803, N806 - G, U and B are networkx graphs
"""The engines behind :func:`kg.analysis.centrality.measure`: networkx, and igraph for large graphs.

Both give the same numbers; where the libraries normalise differently it is evened out here and in
:mod:`kg.analysis.fast`. igraph is under the GPL and therefore no requirement of this package but its extra
``fast``: without it networkx measures large graphs too, in its own time.
"""

from __future__ import annotations

import importlib
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import networkx as nx
from networkx.algorithms import bipartite

from kg.analysis.network import Graph, members
from kg.errors import UsageError, suggest

Values = dict[str, float]
_TOLERANCE = 1e-10
_ROUNDS = 10_000
_FINEST = 10**12


@dataclass(frozen=True)
class Engine:
    """A name and one function a measure."""

    name: str
    measures: Mapping[str, Callable[[Graph], Values]]
    sampled: Callable[[Graph, int], Values]

    def measure(self, G: Graph, name: str, pivots: int | None) -> Values:
        """Return a measure's values; betweenness from ``pivots`` sources where that is less than all."""
        if name == "betweenness" and pivots is not None and pivots < len(G):
            return self.sampled(G, pivots)
        return self.measures[name](G)


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
    U: Graph = nx.Graph()
    U.add_nodes_from(G)
    for one, other, weight in G.edges(data="weight", default=1):
        before = U[one][other]["weight"] if U.has_edge(one, other) else 0
        U.add_edge(one, other, weight=before + weight)
    unit = _unit({data["weight"] for _, _, data in U.edges(data=True)})
    U.graph["unit"] = unit
    for _, _, data in U.edges(data=True):
        data["distance"] = float(round(unit / data["weight"]))
    return U


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


def _nx_sampled(G: Graph, pivots: int) -> Values:
    U = lengths(G)
    nodes = list(U)
    sources = [nodes[place] for place in pivot_places(len(nodes), pivots)]
    found = nx.betweenness_centrality_subset(U, sources, nodes, weight="distance")
    # networkx halves for undirected graphs although each ordered pair is met once
    return scaled({node: 2 * value for node, value in found.items()}, len(U), len(sources))


def scaled(totals: Values, n: int, sources: int) -> Values:
    """Return betweenness summed over ordered pairs from some sources as the normalised estimate."""
    scale = (n / sources) / ((n - 1) * (n - 2)) if n > 2 else 0.0
    return {node: value * scale for node, value in totals.items()}


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
    _nx_sampled,
)


def _modes(B: Graph) -> tuple[Graph, list[str]]:
    return lengths(B), members(B, 0)


def _two_mode_degree(B: Graph) -> Values:
    U, top = _modes(B)
    return dict(bipartite.degree_centrality(U, top))


def _two_mode_betweenness(B: Graph) -> Values:
    U, top = _modes(B)
    return dict(bipartite.betweenness_centrality(U, top))


def _two_mode_closeness(B: Graph) -> Values:
    U, top = _modes(B)
    return dict(bipartite.closeness_centrality(U, top, normalized=True))


TWO_MODE: dict[str, Callable[[Graph], Values]] = {
    "degree": _two_mode_degree,
    "betweenness": _two_mode_betweenness,
    "closeness": _two_mode_closeness,
}
"""Measures with a normalisation of their own in two-mode graphs."""

ENGINES: dict[str, Callable[[], Engine | None]] = {"networkx": lambda: NETWORKX, "igraph": _igraph}
"""The registry of engines."""
