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

import collections
from collections.abc import Mapping, Sequence
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
    betweenness, closeness and harmonic closeness from so many evenly spaced sources instead of all of them
    (:func:`kg.analysis.backends.estimated`). A measure that needs directions gives nothing on an undirected
    graph. UsageError for an unknown name.

    Complexity: betweenness, closeness, harmonic O(n·m + n²·log n), from pivots O(pivots·(m + n·log n)); the
    others O(n + m) a round.

    >>> G = nx.Graph([("a", "b"), ("b", "c")])
    >>> nx.set_edge_attributes(G, 1, "weight")
    >>> measure(G, "betweenness")
    {'a': 0.0, 'b': 1.0, 'c': 0.0}
    """
    if name not in MEASURES:
        raise UsageError(f"no measure {name!r}{suggest(name, MEASURES)}; there are {', '.join(MEASURES)}")
    if not len(G) or (name in DIRECTED_ONLY and not G.is_directed()):
        return {}
    engine = _engine(G, backend)
    part = largest_component(G) if name in ON_LARGEST_COMPONENT else G
    return engine.measure(part, name, pivots, two_mode=is_two_mode(G))


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
    """Return the largest component (edges without direction), the first by IRI among equals.

    A graph that is one component is returned itself. O(n + m).
    """
    parts = backends.components(G)
    if len(parts) <= 1:
        return G
    most = max(map(len, parts))
    best = min((part for part in parts if len(part) == most), key=min)
    return G.subgraph(sorted(best)).copy()


def bridges(G: Graph, *, backend: str = "auto") -> tuple[Bridge, ...]:
    """Return the edges that hold parts of the graph together, those that cut off most first.

    What a bridge cuts off is read from the tree that is left when all that hangs together without bridges is
    one node: the nodes below it. ``backend`` as in :func:`measure`. O(n + m).
    """
    cuts, block = _engine(G, backend).blocks(G)
    if not cuts:
        return ()
    block_of = dict(zip(G, block, strict=True))
    below, whole = _below(
        nx.Graph((block_of[one], block_of[other]) for one, other in cuts), collections.Counter(block)
    )
    U = G.to_undirected(as_view=True)
    found = []
    for edge in cuts:
        one, other = sorted(edge)
        side = min(below[block_of[one]], below[block_of[other]])
        smaller = min(side, whole[block_of[one]] - side)
        found.append(Bridge(one, other, U[one][other].get("weight", 1), smaller))
    return tuple(sorted(found, key=lambda bridge: (-bridge.smaller, bridge.one, bridge.other)))


def _engine(G: Graph, backend: str) -> backends.Engine:
    return backends.choose(backend, large=len(G) + G.number_of_edges() >= LARGE)


def _below(forest: nx.Graph[int], sizes: Mapping[int, int]) -> tuple[dict[int, int], dict[int, int]]:
    """Return how many nodes each block of a forest has with those below it, and in its whole tree."""
    below: dict[int, int] = {}
    whole: dict[int, int] = {}
    for tree in nx.connected_components(forest):
        root = min(tree)
        total = sum(sizes[block] for block in tree)
        whole |= dict.fromkeys(tree, total)
        below |= {block: sizes[block] for block in tree}
        for high, low in reversed(list(nx.bfs_edges(forest, root))):
            below[high] += below[low]
    return below, whole
