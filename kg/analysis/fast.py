# ruff: noqa: N803 - G is a networkx graph
"""The measures of :mod:`kg.analysis.backends` by igraph, which the extra ``fast`` installs."""

from __future__ import annotations

import math
import warnings
from typing import Any

import igraph as ig

from kg.analysis.backends import Engine, Values, core, cut, degree, lengths, pivot_places, scaled, strength
from kg.analysis.network import Graph


def as_igraph(G: Graph, *, directed: bool = False) -> ig.Graph:
    """Return a graph for igraph, its vertices in the order of the nodes, weights and lengths kept."""
    source = G if directed else lengths(G)
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
    return scaled(_by(G, found, 2.0), len(G), len(sources))


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


IGRAPH = Engine(
    "igraph",
    {
        "degree": degree,
        "strength": strength,
        "betweenness": _ig_betweenness,
        "closeness": _ig_closeness,
        "harmonic": _ig_harmonic,
        "eigenvector": _ig_eigenvector,
        "pagerank": lambda G: _by(G, as_igraph(G).pagerank(damping=0.85, weights="weight")),
        "hub": lambda G: _ig_hits(G, "hub"),
        "authority": lambda G: _ig_hits(G, "authority"),
        "core": core,
        "cut": cut,
    },
    _ig_sampled,
)
