# ruff: noqa: N803, N806 - G and U are networkx graphs
"""Centrality of the nodes of a projection.

Let n be the number of nodes, m of edges, w the weight (clauses that support an edge), 1/w its length.

================  ==========================================================================================
``degree``        neighbours/(n-1) (Freeman 1979); in a two-mode graph neighbours/size of the other mode
                  (Borgatti and Everett 1997)
``strength``      Σ w over a node's edges (Barrat et al. 2004), not normalised
``betweenness``   shortest paths (lengths 1/w) through a node over all pairs, /((n-1)(n-2)/2) (Brandes 2001);
                  two-mode: over the greatest value that a node of its mode can have (Borgatti, Everett 1997)
``closeness``     (r-1)/(n-1) · (r-1)/Σd with r nodes in reach (Wasserman and Faust 1994, eq. 5.22);
                  two-mode: hops, (least possible Σd)/Σd times the share in reach (Borgatti, Everett 1997)
``harmonic``      Σ 1/d /(n-1) (Marchiori and Latora 2000)
``eigenvector``   leading eigenvector of the weighted adjacency, length 1, on the largest component
``pagerank``      damping 0.85, weighted, sums to 1 (Page et al. 1999)
``hub``, ``authority``  leading singular vectors, each sums to 1, along the edges' direction, on the largest
                  component (Kleinberg 1999); only for directed projections
``core``          the greatest k whose k-core holds the node (Seidman 1983)
``cut``           1 if the graph falls apart without the node (an articulation point), else 0
================  ==========================================================================================

Path measures, cores and cuts take edges without direction. On a large graph igraph computes the same numbers
(:mod:`kg.analysis.backends`): within 1e-9, iterative measures within 1e-6.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import networkx as nx

from kg.analysis import backends
from kg.analysis.network import Graph, is_two_mode
from kg.errors import UsageError, suggest

LARGE = 4_000
"""Nodes plus edges from which ``backend="auto"`` takes igraph."""

ITERATIVE = frozenset({"eigenvector", "pagerank", "hub", "authority"})
ON_LARGEST_COMPONENT = frozenset({"eigenvector", "hub", "authority"})
DIRECTED_ONLY = frozenset({"hub", "authority"})
MEASURES = (
    "degree",
    "strength",
    "betweenness",
    "closeness",
    "harmonic",
    "eigenvector",
    "pagerank",
    "hub",
    "authority",
    "core",
    "cut",
)


@dataclass(frozen=True, slots=True)
class Central:
    """A node's value in one measure: ``rank`` counts from 1, ties share it; ``of`` nodes were measured."""

    iri: str
    label: str
    kind: str
    measure: str
    value: float
    rank: int
    of: int


@dataclass(frozen=True, slots=True)
class Bridge:
    """An edge without which the graph falls into more pieces; ``smaller`` nodes are cut off with it."""

    one: str
    other: str
    weight: int
    smaller: int


def measure(G: Graph, name: str, *, backend: str = "auto", pivots: int | None = None) -> dict[str, float]:
    """Return a measure's value for every node that it is defined for.

    ``backend`` is ``networkx``, ``igraph`` or ``auto`` (igraph from :data:`LARGE` on). ``pivots`` estimates
    betweenness from so many evenly spaced sources (Brandes and Pich 2007) instead of all of them. A measure
    that needs directions gives nothing on an undirected graph. UsageError for an unknown name.

    Complexity: betweenness, closeness, harmonic O(n·m + n²·log n); the others O(n + m) a round.

    >>> G = nx.Graph([("a", "b"), ("b", "c")])
    >>> nx.set_edge_attributes(G, 1, "weight")
    >>> measure(G, "betweenness")
    {'a': 0.0, 'b': 1.0, 'c': 0.0}
    """
    if name not in MEASURES:
        raise UsageError(f"no measure {name!r}{suggest(name, MEASURES)}; there are {', '.join(MEASURES)}")
    if not len(G) or (name in DIRECTED_ONLY and not G.is_directed()):
        return {}
    if is_two_mode(G) and name in backends.TWO_MODE:
        return backends.TWO_MODE[name](G)
    engine = backends.choose(backend, large=len(G) + G.number_of_edges() >= LARGE)
    part = largest_component(G) if name in ON_LARGEST_COMPONENT else G
    return engine.measure(part, name, pivots)


def centrality(G: Graph, *, measures: Sequence[str] = MEASURES, backend: str = "auto") -> tuple[Central, ...]:
    """Return every node's value and rank in every measure, best first, ties in the order of IRIs."""
    rows: list[Central] = []
    for name in measures:
        found = {iri: float(f"{value:.9g}") for iri, value in measure(G, name, backend=backend).items()}
        ordered = sorted(found.items(), key=lambda item: (-item[1], item[0]))
        rank = 0
        for place, (iri, value) in enumerate(ordered, 1):
            if place == 1 or value != ordered[place - 2][1]:
                rank = place
            node = G.nodes[iri]
            rows.append(
                Central(iri, node.get("label", iri), node.get("kind", ""), name, value, rank, len(found))
            )
    return tuple(rows)


def largest_component(G: Graph) -> Graph:
    """Return the largest component (edges without direction), the first by IRI among equals."""
    parts = list(nx.connected_components(G.to_undirected(as_view=True)))
    best = min(parts, key=lambda part: (-len(part), min(part))) if parts else set()
    return G.subgraph(sorted(best)).copy()


def bridges(G: Graph) -> tuple[Bridge, ...]:
    """Return the edges that hold parts of the graph together, those that cut off most first.

    Complexity: O(n + m) to find them, the same again a bridge to measure what it cuts off.
    """
    U = G.to_undirected()
    home = {node: part for part in map(frozenset, nx.connected_components(U)) for node in part}
    found = []
    for edge in list(nx.bridges(U)):
        one, other = edge[0], edge[1]
        weight = U[one][other].get("weight", 1)
        U.remove_edge(one, other)
        side = len(nx.node_connected_component(U, one))
        U.add_edge(one, other, weight=weight)
        found.append(Bridge(min(one, other), max(one, other), weight, min(side, len(home[one]) - side)))
    return tuple(sorted(found, key=lambda bridge: (-bridge.smaller, bridge.one, bridge.other)))
