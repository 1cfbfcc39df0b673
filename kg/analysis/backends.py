# ruff: noqa: N803, N806 - G, U and B are networkx graphs
"""The engines behind :func:`kg.analysis.centrality.measure`: networkx, and igraph for large graphs.

Both give the same numbers; where the libraries normalise differently it is evened out here.
"""

from __future__ import annotations

import math
import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import igraph as ig
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
    """Return an engine by name; ``auto`` is igraph for a large graph; raise UsageError for an unknown one."""
    if name == "auto":
        name = "igraph" if large else "networkx"
    if name not in ENGINES:
        raise UsageError(f"no backend {name!r}{suggest(name, ENGINES)}; there are auto, {', '.join(ENGINES)}")
    return ENGINES[name]


def pivot_places(n: int, pivots: int) -> list[int]:
    """Return which nodes serve as sources: evenly spaced in the graph's order, always the same."""
    return sorted({place * n // pivots for place in range(pivots)})


def _plain(G: Graph) -> Graph:
    return G.to_undirected(as_view=True) if G.is_directed() else G


def _lengths(G: Graph) -> Graph:
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


def _degree(G: Graph) -> Values:
    """Return degree centrality; one pass over the nodes, which no other library would make faster."""
    return dict(nx.degree_centrality(_plain(G)))


def _strength(G: Graph) -> Values:
    return {node: float(total) for node, total in G.degree(weight="weight")}


def _nx_harmonic(G: Graph) -> Values:
    U = _lengths(G)
    scale = U.graph["unit"] / max(len(U) - 1, 1)
    return {node: value * scale for node, value in nx.harmonic_centrality(U, distance="distance").items()}


def _nx_closeness(G: Graph) -> Values:
    U = _lengths(G)
    unit = U.graph["unit"]
    return {node: value * unit for node, value in nx.closeness_centrality(U, distance="distance").items()}


def _nx_eigenvector(G: Graph) -> Values:
    U = _lengths(G)
    if not U.number_of_edges():
        return {}
    found = nx.eigenvector_centrality(U, max_iter=_ROUNDS, tol=_TOLERANCE / max(len(U), 1), weight="weight")
    return dict(found)


def _nx_hits(G: Graph, which: int) -> Values:
    if not G.number_of_edges():
        return {}
    start = dict.fromkeys(G, 1 / len(G))
    return dict(nx.hits(G, max_iter=_ROUNDS, tol=_TOLERANCE, nstart=start)[which])


def _nx_cut(G: Graph) -> Values:
    cuts = set(nx.articulation_points(_plain(G)))
    return {node: float(node in cuts) for node in G}


def _loopless(G: Graph) -> Graph:
    U = _lengths(G)
    U.remove_edges_from(list(nx.selfloop_edges(U)))
    return U


def _nx_sampled(G: Graph, pivots: int) -> Values:
    U = _lengths(G)
    nodes = list(U)
    sources = [nodes[place] for place in pivot_places(len(nodes), pivots)]
    found = nx.betweenness_centrality_subset(U, sources, nodes, weight="distance")
    # networkx halves for undirected graphs although each ordered pair is met once
    return _scaled({node: 2 * value for node, value in found.items()}, len(U), len(sources))


def _scaled(totals: Values, n: int, sources: int) -> Values:
    """Return betweenness summed over ordered pairs from some sources as the normalised estimate."""
    scale = (n / sources) / ((n - 1) * (n - 2)) if n > 2 else 0.0
    return {node: value * scale for node, value in totals.items()}


NETWORKX = Engine(
    "networkx",
    {
        "degree": _degree,
        "strength": _strength,
        "betweenness": lambda G: dict(nx.betweenness_centrality(_lengths(G), weight="distance")),
        "closeness": _nx_closeness,
        "harmonic": _nx_harmonic,
        "eigenvector": _nx_eigenvector,
        "pagerank": lambda G: dict(
            nx.pagerank(_lengths(G), tol=_TOLERANCE / max(len(G), 1), max_iter=_ROUNDS, weight="weight")
        ),
        "hub": lambda G: _nx_hits(G, 0),
        "authority": lambda G: _nx_hits(G, 1),
        "core": lambda G: {node: float(k) for node, k in nx.core_number(_loopless(G)).items()},
        "cut": _nx_cut,
    },
    _nx_sampled,
)


def as_igraph(G: Graph, *, directed: bool = False) -> ig.Graph:
    """Return a graph for igraph, its vertices in the order of the nodes, weights and lengths kept."""
    source = G if directed else _lengths(G)
    places = {node: place for place, node in enumerate(source)}
    edges = [(places[one], places[other]) for one, other in source.edges()]
    weights = [float(weight) for _, _, weight in source.edges(data="weight", default=1)]
    made = ig.Graph(n=len(places), edges=edges, directed=directed)
    made.vs["name"] = list(places)
    made.es["weight"] = weights
    if not directed:
        made.es["distance"] = [data["distance"] for _, _, data in source.edges(data=True)]
        made["unit"] = source.graph["unit"]
    return made


def _by(G: Graph, values: list[Any], scale: float = 1.0) -> Values:
    return {
        node: 0.0 if math.isnan(value) else float(value) * scale
        for node, value in zip(G, values, strict=True)
    }


def _ig_betweenness(G: Graph) -> Values:
    n = len(G)
    scale = 2 / ((n - 1) * (n - 2)) if n > 2 else 1.0
    return _by(G, as_igraph(G).betweenness(weights="distance", directed=False), scale)


def _ig_sampled(G: Graph, pivots: int) -> Values:
    sources = pivot_places(len(G), pivots)
    found = as_igraph(G).betweenness(weights="distance", directed=False, sources=sources)
    return _scaled(_by(G, found, 2.0), len(G), len(sources))


def _ig_closeness(G: Graph) -> Values:
    g = as_igraph(G)
    near = _by(G, g.closeness(weights="distance", normalized=True))
    size = {place: len(part) for part in g.connected_components() for place in part}
    scale = g["unit"] / max(len(G) - 1, 1)
    return {node: near[node] * (size[place] - 1) * scale for place, node in enumerate(G)}


def _ig_harmonic(G: Graph) -> Values:
    g = as_igraph(G)
    return _by(G, g.harmonic_centrality(weights="distance", normalized=True), g["unit"])


def _ig_eigenvector(G: Graph) -> Values:
    if not G.number_of_edges():
        return {}
    found = _by(G, as_igraph(G).eigenvector_centrality(weights="weight", scale=True))
    length = math.sqrt(sum(value * value for value in found.values()))
    return {node: abs(value) / length for node, value in found.items()}


def _ig_hits(G: Graph, which: str) -> Values:
    if not G.number_of_edges():
        return {}
    g = as_igraph(G, directed=True)
    score = g.hub_score if which == "hub" else g.authority_score
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "More than 30%")  # a node that nothing points to is no authority
        found = _by(G, score(weights="weight", scale=True))
    total = sum(found.values())
    return {node: value / total for node, value in found.items()}


def _ig_cut(G: Graph) -> Values:
    cuts = set(as_igraph(G).articulation_points())
    return {node: float(place in cuts) for place, node in enumerate(G)}


IGRAPH = Engine(
    "igraph",
    {
        "degree": _degree,
        "strength": _strength,
        "betweenness": _ig_betweenness,
        "closeness": _ig_closeness,
        "harmonic": _ig_harmonic,
        "eigenvector": _ig_eigenvector,
        "pagerank": lambda G: _by(G, as_igraph(G).pagerank(damping=0.85, weights="weight")),
        "hub": lambda G: _ig_hits(G, "hub"),
        "authority": lambda G: _ig_hits(G, "authority"),
        "core": lambda G: _by(G, as_igraph(G).simplify().coreness()),
        "cut": _ig_cut,
    },
    _ig_sampled,
)

ENGINES = {"networkx": NETWORKX, "igraph": IGRAPH}
"""The registry of engines."""


def _modes(B: Graph) -> tuple[Graph, list[str]]:
    return _lengths(B), members(B, 0)


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
