# ruff: noqa: N803 - G is a networkx graph
"""The measures of :mod:`kg.analysis.backends` by igraph, which the extra ``fast`` installs."""

from __future__ import annotations

import math
import warnings
from collections.abc import Sequence
from typing import Any

import igraph as ig

from kg.analysis.backends import (
    Engine,
    Ties,
    Values,
    betweenness_of,
    closeness_of,
    degree,
    strength,
    two_mode_betweenness,
    two_mode_degree,
    undirected,
    units,
)
from kg.analysis.network import Graph


def as_igraph(G: Graph, *, directed: bool = False) -> ig.Graph:
    """Return a graph for igraph, its vertices in the order of the nodes, with weights.

    Without direction opposite edges are added up and each edge has its length in ``distance``, the graph the
    ``unit`` of lengths (:func:`kg.analysis.backends.units`).
    """
    places = {node: place for place, node in enumerate(G)}
    if directed:
        ties = {(one, other): float(weight) for one, other, weight in G.edges(data="weight", default=1)}
    else:
        ties = undirected(G)
    edges = [(places[one], places[other]) for one, other in ties]
    made = ig.Graph(n=len(places), edges=edges, directed=directed)
    made.es["weight"] = [float(weight) for weight in ties.values()]
    if not directed:
        made["unit"], length = units(ties.values())
        made.es["distance"] = [length[weight] for weight in ties.values()]
    return made


def _by(G: Graph, values: list[Any], scale: float = 1.0) -> Values:
    return {
        node: 0.0 if math.isnan(value) else float(value) * scale
        for node, value in zip(G, values, strict=True)
    }


def _ig_betweenness(G: Graph) -> Values:
    found = as_igraph(G).betweenness(weights="distance", directed=False)
    return betweenness_of(_by(G, found, 2.0))


def _ig_two_mode_betweenness(B: Graph) -> Values:
    return two_mode_betweenness(B, _by(B, as_igraph(B).betweenness(directed=False), 2.0))


def _ig_closeness(G: Graph) -> Values:
    g = as_igraph(G)
    near = _by(G, g.closeness(weights="distance", normalized=True), g["unit"])
    return closeness_of(G, near, _sizes(G, g), two_mode=False)


def _ig_two_mode_closeness(B: Graph) -> Values:
    g = as_igraph(B)
    return closeness_of(B, _by(B, g.closeness(normalized=True)), _sizes(B, g), two_mode=True)


def _sizes(G: Graph, g: ig.Graph) -> dict[str, int]:
    """Return how many nodes each node's component has."""
    parts = g.connected_components()
    sizes = parts.sizes()
    return {node: sizes[part] for node, part in zip(G, parts.membership, strict=True)}


def _ig_blocks(G: Graph) -> tuple[Ties, list[int]]:
    g, nodes = as_igraph(G), list(G)
    cuts = g.bridges()
    ties = [(nodes[edge.source], nodes[edge.target]) for edge in g.es[cuts]]
    g.delete_edges(cuts)
    return ties, list(g.connected_components().membership)


def _ig_through(G: Graph, sources: Sequence[int], hops: bool) -> list[float]:
    weights = None if hops else "distance"
    found = as_igraph(G).betweenness(weights=weights, directed=False, sources=sources)
    return [2 * value for value in found]


def _ig_far(G: Graph, sources: Sequence[int], hops: bool) -> list[list[float]]:
    found: list[list[float]] = as_igraph(G).distances(source=sources, weights=None if hops else "distance")
    return found


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


def _ig_core(G: Graph) -> Values:
    return _by(G, as_igraph(G).simplify(combine_edges="first").coreness())


def _ig_cut(G: Graph) -> Values:
    cuts = set(as_igraph(G).articulation_points())
    return {node: float(place in cuts) for place, node in enumerate(G)}


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
        "core": _ig_core,
        "cut": _ig_cut,
    },
    {
        "degree": two_mode_degree,
        "betweenness": _ig_two_mode_betweenness,
        "closeness": _ig_two_mode_closeness,
    },
    _ig_blocks,
    _ig_through,
    _ig_far,
)
