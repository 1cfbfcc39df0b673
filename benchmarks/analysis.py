# ruff: noqa: N803, N806 - G, D, B and H are networkx graphs
"""Time each measure beside plain networkx and plain igraph on random graphs, in one run, as ratios.

    python benchmarks/analysis.py                       5,000 nodes and 20,000 edges, then 100,000 and 400,000
    python benchmarks/analysis.py --size 5k --limit 60  the small graphs, and more time for each
    python benchmarks/analysis.py --size 500            a first look

``ours`` is :func:`kg.analysis.centrality.measure` as it stands: a networkx graph in, a value a node out, by
the engine that it takes for large graphs. ``networkx`` is the library's own function on the same graph, with
lengths already on its edges; ``igraph`` the library's on a graph already in its own form. ``nx/ours`` above 1
means that ours is faster, ``ours/ig`` above 1 that it is slower than igraph; ``ours/+in`` is the same with
the time in which igraph takes over a networkx graph (``Graph.from_networkx``) counted for igraph, as one who
has a networkx graph must. What a library has not is a dash.

Each time is processor time, since machines have other work to do, and the least of several runs, in a
process of its own that is ended at the limit (``> 20``); a ratio that rests on a limit is a least or a
greatest one (``≥``, ``≤``). Path measures marked ``*`` take every node as a source, n · m steps in any
library, and are left out above 20,000 nodes; ``from 16`` are the same from 16 nodes, as large graphs need it.

The graphs are drawn from a fixed seed, tied as real ones are: each new node to one or to seven earlier ones,
those with many ties first; of two modes, at random. Needs the extra ``fast``.
"""

from __future__ import annotations

import argparse
import gc
import math
import multiprocessing
import os
import random
import resource
import signal
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection

import igraph as ig
import networkx as nx
from networkx.algorithms import bipartite

from kg.analysis.backends import lengths, pivot_places
from kg.analysis.centrality import MEASURES, bridges, largest_component, measure
from kg.analysis.communities import communities
from kg.analysis.fast import as_igraph

Job = Callable[[], object]
SIZES = {"5k": 5_000, "100k": 100_000}
TIES, PIVOTS = (1, 7), 16
TICK, ENOUGH = 0.1, 0.5
"""Seconds that a run lasts at least, by repeating what is shorter, and that all runs of a job last."""
MOST = 20_000
"""From more nodes than this no measure that takes every node as a source ends in reasonable time."""
PATHS = ("betweenness", "closeness", "harmonic")


@dataclass(frozen=True)
class Taken:
    """How long a job took, in seconds; where it was stopped at the limit, that, and ``over`` is set."""

    seconds: float
    over: bool = False

    def __str__(self) -> str:
        """Return the time as it stands in the table."""
        return f"> {self.seconds:g}" if self.over else f"{self.seconds:.3g}"


def drawn(nodes: int) -> nx.Graph:
    """Return a graph with whole weights from 1 to 5, and leaves."""
    chance = random.Random(7)
    G = nx.dual_barabasi_albert_graph(nodes, *TIES, 0.5, seed=7)
    for _, _, data in G.edges(data=True):
        data["weight"] = chance.choice([1, 1, 1, 2, 3, 5])
    return nx.relabel_nodes(G, {node: f"n{node:06}" for node in G})


def two_modes(nodes: int) -> nx.Graph:
    """Return a graph of two modes of equal size with as many edges as the other graph."""
    chance = random.Random(7)
    B = nx.Graph()
    B.add_nodes_from((f"t{place:06}" for place in range(nodes // 2)), bipartite=0)
    B.add_nodes_from((f"b{place:06}" for place in range(nodes // 2)), bipartite=1)
    pairs: set[tuple[int, int]] = set()
    while len(pairs) < nodes * sum(TIES) // 2:
        pairs.add((chance.randrange(nodes // 2), chance.randrange(nodes // 2)))
    B.add_edges_from((f"t{one:06}", f"b{other:06}", {"weight": 1}) for one, other in sorted(pairs))
    return B


def by_networkx(G: nx.Graph, D: nx.DiGraph, B: nx.Graph) -> dict[str, Job]:
    """Return what networkx itself does for each measure, on a graph with lengths."""
    sources = [list(G)[place] for place in pivot_places(len(G), PIVOTS)]
    sides = [list(B)[place] for place in pivot_places(len(B), PIVOTS)]
    top = [node for node, mode in B.nodes(data="bipartite") if mode == 0]
    paths = nx.single_source_dijkstra_path_length
    return {
        "degree": lambda: nx.degree_centrality(G),
        "strength": lambda: dict(G.degree(weight="weight")),
        "betweenness*": lambda: nx.betweenness_centrality(G, weight="distance"),
        "closeness*": lambda: nx.closeness_centrality(G, distance="distance"),
        "harmonic*": lambda: nx.harmonic_centrality(G, distance="distance"),
        "betweenness from 16": lambda: nx.betweenness_centrality_subset(
            G, sources, list(G), weight="distance"
        ),
        "closeness from 16": lambda: [paths(G, source, weight="distance") for source in sources],
        "harmonic from 16": lambda: [paths(G, source, weight="distance") for source in sources],
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
        "two-mode degree": lambda: bipartite.degree_centrality(B, top),
        "two-mode betweenness*": lambda: bipartite.betweenness_centrality(B, top),
        "two-mode closeness*": lambda: bipartite.closeness_centrality(B, top),
        "two-mode betweenness from 16": lambda: nx.betweenness_centrality_subset(B, sides, list(B)),
        "two-mode closeness from 16": lambda: [
            nx.single_source_shortest_path_length(B, side) for side in sides
        ],
    }


def by_igraph(G: nx.Graph, D: nx.DiGraph, B: nx.Graph) -> dict[str, Job]:
    """Return what igraph itself does for each measure."""
    g, d, b = as_igraph(G), as_igraph(D, directed=True), as_igraph(B)
    sources = pivot_places(g.vcount(), PIVOTS)
    return {
        "degree": g.degree,
        "strength": lambda: g.strength(weights="weight"),
        "betweenness*": lambda: g.betweenness(weights="distance", directed=False),
        "closeness*": lambda: g.closeness(weights="distance", normalized=True),
        "harmonic*": lambda: g.harmonic_centrality(weights="distance"),
        "betweenness from 16": lambda: g.betweenness(weights="distance", directed=False, sources=sources),
        "closeness from 16": lambda: g.distances(source=sources, weights="distance"),
        "harmonic from 16": lambda: g.distances(source=sources, weights="distance"),
        "eigenvector": lambda: g.eigenvector_centrality(weights="weight"),
        "pagerank": lambda: g.pagerank(weights="weight"),
        "hub": lambda: d.hub_score(weights="weight"),
        "authority": lambda: d.authority_score(weights="weight"),
        "core": g.coreness,
        "cut": g.articulation_points,
        "bridges": g.bridges,
        "components": g.connected_components,
        "leiden": lambda: leiden(g),
        "two-mode degree": b.degree,
        "two-mode betweenness*": lambda: b.betweenness(directed=False),
        "two-mode closeness*": lambda: b.closeness(normalized=True),
        "two-mode betweenness from 16": lambda: b.betweenness(directed=False, sources=sources),
        "two-mode closeness from 16": lambda: b.distances(source=sources),
    }


def leiden(g: ig.Graph) -> object:
    """Return igraph's communities by the same algorithm."""
    ig.set_random_number_generator(random.Random(7))
    return g.community_leiden(objective_function="modularity", weights="weight", n_iterations=10)


def by_us(G: nx.Graph, D: nx.DiGraph, B: nx.Graph) -> dict[str, Job]:
    """Return what an analysis calls."""

    def job(H: nx.Graph, name: str, pivots: int | None = None) -> Job:
        return lambda: measure(H, name, backend="igraph", pivots=pivots)

    made = {}
    for name in MEASURES:
        made[f"{name}*" if name in PATHS else name] = job(D if name in ("hub", "authority") else G, name)
        if name in PATHS:
            made[f"{name} from {PIVOTS}"] = job(G, name, PIVOTS)
    return made | {
        "bridges": lambda: bridges(G, backend="igraph"),
        "components": lambda: largest_component(G),
        "leiden": lambda: communities(G),
        "two-mode degree": job(B, "degree"),
        "two-mode betweenness*": job(B, "betweenness"),
        "two-mode closeness*": job(B, "closeness"),
        f"two-mode betweenness from {PIVOTS}": job(B, "betweenness", PIVOTS),
        f"two-mode closeness from {PIVOTS}": job(B, "closeness", PIVOTS),
    }


def taken(job: Job | None, limit: float) -> Taken | None:
    """Return how long a job takes, at its best, in a process that is ended at the limit; None for none."""
    if job is None:
        return None
    ours, theirs = multiprocessing.Pipe(duplex=False)
    process = multiprocessing.get_context("fork").Process(target=_times, args=(job, theirs, limit))
    process.start()
    theirs.close()
    found: list[float] = []
    try:
        while True:
            found.append(ours.recv())
    except EOFError:
        process.join()
        ours.close()
    if not found and process.exitcode != -signal.SIGXCPU:
        raise SystemExit(f"a job ended by itself with exit code {process.exitcode}")
    return Taken(min(found)) if found else Taken(limit, over=True)


def _times(job: Job, answer: Connection, limit: float) -> None:
    """Send how long a job takes, several times unless once is long enough."""
    resource.setrlimit(resource.RLIMIT_CPU, (math.ceil(limit), math.ceil(limit) + 5))
    spent, number = 0.0, 1
    while spent < ENOUGH:
        gc.collect()
        start = time.process_time()
        for _ in range(number):
            job()
        last = time.process_time() - start
        spent += last
        if last < TICK:  # too short for the clock
            number *= 4
        else:
            answer.send(last / number)
    answer.close()
    os._exit(0)


def ratio(above: Taken | None, below: Taken | None, extra: float = 0.0) -> str:
    """Return a ratio of two times as it stands in the table; a dash where there is none."""
    if above is None or below is None or (above.over and below.over):
        return "–"
    sign = "≥ " if above.over else "≤ " if below.over else ""
    return f"{sign}{above.seconds / (below.seconds + extra):.3g}"


def table(nodes: int, limit: float) -> Iterator[str]:
    """Yield the lines of a size's table."""
    gc.disable()  # millions of small things that stay
    G, B = lengths(drawn(nodes)), lengths(two_modes(nodes))
    D = nx.DiGraph(G)
    nx.set_node_attributes(B, {node: int(node.startswith("b")) for node in B}, "bipartite")
    ours, plain, bare = by_us(G, D, B), by_networkx(G, D, B), by_igraph(G, D, B)
    gc.freeze()  # so that the processes share the graphs
    gc.enable()
    taking = taken(lambda: ig.Graph.from_networkx(G), limit)
    extra = taking.seconds if taking else 0.0
    yield f"== {len(G):,} nodes, {G.number_of_edges():,} edges; seconds; into igraph: {taking}"
    heads = ("ours", "networkx", "igraph", "nx/ours", "ours/ig", "ours/+in")
    yield f"{'':<30}{''.join(f'{head:>10}' for head in heads)}"
    for name, job in ours.items():
        if name.endswith("*") and nodes > MOST:
            continue
        own, slow, fast = (taken(one, limit) for one in (job, plain.get(name), bare.get(name)))
        cells = [str(one) if one else "–" for one in (own, slow, fast)]
        cells += [ratio(slow, own), ratio(own, fast), ratio(own, fast, extra)]
        yield f"{name:<30}{''.join(f'{cell:>10}' for cell in cells)}"


def main(arguments: list[str]) -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--size", nargs="+", default=list(SIZES), help="5k, 100k or a number of nodes")
    parser.add_argument(
        "--limit", type=float, default=20, help="processor seconds for each measure of each library"
    )
    args = parser.parse_args(arguments)
    for size in args.size:
        for line in table(SIZES.get(size) or int(size), args.limit):
            print(line, flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
