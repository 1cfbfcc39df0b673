# ruff: noqa: N803, N806 - G is a networkx graph
"""Time each measure by networkx and by igraph on random graphs, as ratios.

    python benchmarks/analysis.py                 5,000 nodes and 20,000 edges, every measure in full
    python benchmarks/analysis.py --large         100,000 nodes and 400,000 edges; betweenness from pivots,
                                                  closeness and harmonic left out (O(n·m) in both)

``ours`` is :func:`kg.analysis.centrality.measure` on its fast backend, ``networkx`` the same on the other,
``igraph`` the library alone on a graph already in its own form. The graph is drawn from a fixed seed, tied as
real ones are: each new node to four earlier ones.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections.abc import Callable

import igraph as ig
import networkx as nx

from kg.analysis.backends import pivot_places
from kg.analysis.centrality import MEASURES, measure
from kg.analysis.communities import communities
from kg.analysis.fast import as_igraph

FULL = (5_000, 4)
LARGE = (100_000, 4)
PIVOTS = 16
SKIPPED = frozenset({"closeness", "harmonic"})


def drawn(nodes: int, ties: int) -> nx.Graph:
    """Return a graph with whole weights from 1 to 5."""
    chance = random.Random(7)
    G = nx.barabasi_albert_graph(nodes, ties, seed=7)
    for _, _, data in G.edges(data=True):
        data["weight"] = chance.choice([1, 1, 1, 2, 3, 5])
    return nx.relabel_nodes(G, {node: f"n{node:06}" for node in G})


def alone(g: ig.Graph, pivots: int | None) -> dict[str, Callable[[], object]]:
    """Return what igraph itself does for each measure."""
    sources = None if pivots is None else pivot_places(g.vcount(), pivots)
    return {
        "degree": g.degree,
        "strength": lambda: g.strength(weights="weight"),
        "betweenness": lambda: g.betweenness(weights="distance", directed=False, sources=sources),
        "closeness": lambda: g.closeness(weights="distance", normalized=True),
        "harmonic": lambda: g.harmonic_centrality(weights="distance"),
        "eigenvector": lambda: g.eigenvector_centrality(weights="weight"),
        "pagerank": lambda: g.pagerank(weights="weight"),
        "hub": lambda: g.hub_score(weights="weight"),
        "authority": lambda: g.authority_score(weights="weight"),
        "core": g.coreness,
        "cut": g.articulation_points,
    }


def seconds(job: Callable[[], object]) -> float:
    """Return how long a job takes, once."""
    start = time.perf_counter()
    job()
    return time.perf_counter() - start


def row(name: str, ours: float, theirs: float | None, bare: float) -> str:
    """Return a line of the table."""
    ratio = f"{theirs / ours:8.1f}x" if theirs is not None else "       –"
    full = f"{theirs:10.3f}" if theirs is not None else "         –"
    return f"{name:<12}{ours:10.3f}{full}{bare:10.3f}{ratio}{ours / bare:9.1f}x"


def main(arguments: list[str]) -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])  # type: ignore[union-attr]
    parser.add_argument("--large", action="store_true")
    parser.add_argument("--nodes", type=int, default=FULL[0], help="fewer, for a first look")
    args = parser.parse_args(arguments)
    large = args.large
    G = drawn(*LARGE) if large else drawn(args.nodes, FULL[1])
    D = G.to_directed()
    pivots = PIVOTS if large else None
    print(f"{len(G):,} nodes, {G.number_of_edges():,} edges; seconds")
    print(f"{'':<12}{'ours':>10}{'networkx':>10}{'igraph':>10}{'nx/ours':>9}{'ours/ig':>10}")
    bare = alone(as_igraph(G), pivots)
    for name in MEASURES:
        if large and name in SKIPPED:
            continue
        H = D if name in ("hub", "authority") else G

        def ours(name: str = name, H: nx.Graph = H) -> object:
            return measure(H, name, backend="igraph", pivots=pivots)

        def theirs(name: str = name, H: nx.Graph = H) -> object:
            return measure(H, name, backend="networkx", pivots=pivots)

        print(row(name, seconds(ours), seconds(theirs), seconds(bare[name])), flush=True)
    print(f"{'leiden':<12}{seconds(lambda: communities(G)):10.3f}")


if __name__ == "__main__":
    main(sys.argv[1:])
