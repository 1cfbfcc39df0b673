# ruff: noqa: N803, N806 - G, D, B and H are networkx graphs
"""Time each measure beside plain networkx and plain igraph on random graphs, in one run, as ratios.

    python benchmarks/analysis.py                 5,000 nodes and 20,000 edges, every measure in full
    python benchmarks/analysis.py --large         100,000 nodes and 400,000 edges; betweenness from 16 pivots,
                                                  closeness, harmonic and what is O(n·m) of two modes left out
    python benchmarks/analysis.py --nodes 500     a first look

``ours`` is :func:`kg.analysis.centrality.measure` as it stands: a networkx graph in, a value a node out, by
the engine that it takes for large graphs. ``networkx`` is the library's own function on the same graph, with
lengths already on its edges; ``igraph`` the library's on a graph already in its own form. ``nx/ours`` above 1
means that ours is faster; ``ours/ig`` is what the conversion costs. What a library has not is a dash. The
graph is drawn from a fixed seed, tied as real ones are: each new node to four earlier ones. Needs the extra
``fast``.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections.abc import Callable

import igraph as ig
import networkx as nx
from networkx.algorithms import bipartite

from kg.analysis.backends import lengths, pivot_places
from kg.analysis.centrality import MEASURES, bridges, largest_component, measure
from kg.analysis.communities import communities
from kg.analysis.fast import as_igraph

Job = Callable[[], object]
SMALL, LARGE, TIES, PIVOTS = 5_000, 100_000, 4, 16
PATHS = frozenset({"closeness", "harmonic", "two-mode betweenness", "two-mode closeness"})
"""Measures that take every node as a source and so do not end in reasonable time on the large graph."""


def drawn(nodes: int) -> nx.Graph:
    """Return a graph with whole weights from 1 to 5."""
    chance = random.Random(7)
    G = nx.barabasi_albert_graph(nodes, TIES, seed=7)
    for _, _, data in G.edges(data=True):
        data["weight"] = chance.choice([1, 1, 1, 2, 3, 5])
    return nx.relabel_nodes(G, {node: f"n{node:06}" for node in G})


def two_modes(nodes: int) -> nx.Graph:
    """Return a graph of two modes of equal size with as many edges as the other graph."""
    chance = random.Random(7)
    B = nx.Graph()
    B.add_nodes_from((f"t{place:06}" for place in range(nodes // 2)), bipartite=0)
    B.add_nodes_from((f"b{place:06}" for place in range(nodes // 2)), bipartite=1)
    while B.number_of_edges() < nodes * TIES:
        B.add_edge(f"t{chance.randrange(nodes // 2):06}", f"b{chance.randrange(nodes // 2):06}", weight=1)
    return B


def by_networkx(G: nx.Graph, D: nx.DiGraph, pivots: int | None) -> dict[str, Job]:
    """Return what networkx itself does for each measure, on a graph with lengths."""
    sources = None if pivots is None else [list(G)[place] for place in pivot_places(len(G), pivots)]
    return {
        "degree": lambda: nx.degree_centrality(G),
        "strength": lambda: dict(G.degree(weight="weight")),
        "betweenness": lambda: (
            nx.betweenness_centrality(G, weight="distance")
            if sources is None
            else nx.betweenness_centrality_subset(G, sources, list(G), weight="distance")
        ),
        "closeness": lambda: nx.closeness_centrality(G, distance="distance"),
        "harmonic": lambda: nx.harmonic_centrality(G, distance="distance"),
        "eigenvector": lambda: nx.eigenvector_centrality(
            G, max_iter=10_000, tol=1e-10 / len(G), weight="weight"
        ),
        "pagerank": lambda: nx.pagerank(G, tol=1e-10 / len(G), max_iter=10_000, weight="weight"),
        "hub": lambda: nx.hits(D, max_iter=10_000, tol=1e-10),
        "authority": lambda: nx.hits(D, max_iter=10_000, tol=1e-10),
        "core": lambda: nx.core_number(G),
        "cut": lambda: list(nx.articulation_points(G)),
        "bridges": lambda: list(nx.bridges(G)),
        "components": lambda: list(nx.connected_components(G)),
    }


def by_igraph(G: nx.Graph, D: nx.DiGraph, pivots: int | None) -> dict[str, Job]:
    """Return what igraph itself does for each measure."""
    g, d = as_igraph(G), as_igraph(D, directed=True)
    sources = None if pivots is None else pivot_places(g.vcount(), pivots)
    return {
        "degree": g.degree,
        "strength": lambda: g.strength(weights="weight"),
        "betweenness": lambda: g.betweenness(weights="distance", directed=False, sources=sources),
        "closeness": lambda: g.closeness(weights="distance", normalized=True),
        "harmonic": lambda: g.harmonic_centrality(weights="distance"),
        "eigenvector": lambda: g.eigenvector_centrality(weights="weight"),
        "pagerank": lambda: g.pagerank(weights="weight"),
        "hub": lambda: d.hub_score(weights="weight"),
        "authority": lambda: d.authority_score(weights="weight"),
        "core": g.coreness,
        "cut": g.articulation_points,
        "bridges": g.bridges,
        "components": g.connected_components,
        "leiden": lambda: leiden(g),
    }


def leiden(g: ig.Graph) -> object:
    """Return igraph's communities by the same algorithm."""
    ig.set_random_number_generator(random.Random(7))
    return g.community_leiden(objective_function="modularity", weights="weight", n_iterations=10)


def by_us(G: nx.Graph, D: nx.DiGraph, pivots: int | None) -> dict[str, Job]:
    """Return what an analysis calls."""

    def job(name: str) -> Job:
        H = D if name in ("hub", "authority") else G
        return lambda: measure(H, name, backend="igraph", pivots=pivots)

    return {name: job(name) for name in MEASURES} | {
        "bridges": lambda: bridges(G),
        "components": lambda: largest_component(G),
        "leiden": lambda: communities(G),
    }


def of_two_modes(B: nx.Graph) -> tuple[dict[str, Job], dict[str, Job]]:
    """Return the measures with a normalisation of two modes, ours and networkx's."""
    top = [node for node, mode in B.nodes(data="bipartite") if mode == 0]
    names = ("degree", "betweenness", "closeness")
    ours = {f"two-mode {name}": lambda name=name: measure(B, name) for name in names}
    plain = {f"two-mode {name}": getattr(bipartite, f"{name}_centrality") for name in names}
    return ours, {name: lambda job=job: job(B, top) for name, job in plain.items()}


def seconds(job: Job | None) -> float | None:
    """Return how long a job takes, once; None for none."""
    if job is None:
        return None
    start = time.perf_counter()
    job()
    return time.perf_counter() - start


def row(name: str, ours: float, plain: float | None, bare: float | None) -> str:
    """Return a line of the table."""
    times = "".join(f"{value:10.3f}" if value is not None else f"{'–':>10}" for value in (ours, plain, bare))
    first = f"{plain / ours:8.1f}x" if plain is not None else f"{'–':>9}"
    return f"{name:<22}{times}{first}{f'{ours / bare:9.1f}x' if bare else f'{chr(8211):>10}'}"


def main(arguments: list[str]) -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])  # type: ignore[union-attr]
    parser.add_argument("--large", action="store_true")
    parser.add_argument("--nodes", type=int, help="fewer, for a first look")
    args = parser.parse_args(arguments)
    G = lengths(drawn(args.nodes or (LARGE if args.large else SMALL)))
    D = G.to_directed()
    pivots = PIVOTS if args.large else None
    print(f"{len(G):,} nodes, {G.number_of_edges():,} edges; seconds")
    print(f"{'':<22}{'ours':>10}{'networkx':>10}{'igraph':>10}{'nx/ours':>9}{'ours/ig':>10}")
    two_ours, two_plain = of_two_modes(two_modes(len(G)))
    ours = by_us(G, D, pivots) | two_ours
    plain, bare = by_networkx(G, D, pivots) | two_plain, by_igraph(G, D, pivots)
    for name, job in ours.items():
        if args.large and name in PATHS:
            continue
        took = seconds(job)
        if took is not None:
            print(row(name, took, seconds(plain.get(name)), seconds(bare.get(name))), flush=True)
    if args.large:
        print(f"left out, O(n·m) in every library: {', '.join(sorted(PATHS))}")


if __name__ == "__main__":
    main(sys.argv[1:])
