# ruff: noqa: N803, N806 - G and B are networkx graphs
"""Projections of the graph onto networkx graphs, each for a question that it answers.

Every edge has ``weight`` = the number of clauses that support it, ``clauses`` = their IRIs, and
``distance`` = 1/weight for measures along paths. Every node has ``label``, ``kind`` and, in two-mode
graphs, ``bipartite`` (0 or 1). Nodes and edges come in the order of their IRIs.

==============  ============================================================================================
``typed``       all entities, undirected: who is tied to what by any statement or restriction
``city``        two-mode, city → industry or product that its clauses promote
``cities``      one-mode of ``city``: cities, by the concepts that both promote
``concepts``    one-mode of ``city``: concepts, by the cities that promote both
``chain``       directed, industry → industry or product that it includes
``firm``        two-mode, firm → industry or product that is to rely on it, that it hosts or carries out
==============  ============================================================================================
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any, TypeAlias

import networkx as nx

from kg.analysis.records import Corpus
from kg.errors import UsageError, suggest

Graph: TypeAlias = "nx.Graph[str]"
DiGraph: TypeAlias = "nx.DiGraph[str]"
Ties: TypeAlias = dict[tuple[str, str], set[str]]


def projection(corpus: Corpus, name: str) -> Graph:
    """Return a projection by its name; raise UsageError for an unknown one."""
    if name not in PROJECTIONS:
        raise UsageError(
            f"no projection {name!r}{suggest(name, PROJECTIONS)}; there are {', '.join(PROJECTIONS)}"
        )
    return PROJECTIONS[name](corpus)


def typed(corpus: Corpus) -> Graph:
    """Return the graph of all entities: one edge a pair that a statement or restriction ties."""
    ties: Ties = defaultdict(set)
    for claim in corpus.claims:
        if corpus.kind(claim.object) not in ("", "section"):
            ties[_pair(claim.subject, claim.object)].add(claim.quote.clause)
    for held in corpus.restraints:
        ties[_pair(held.place, held.concept)].add(held.quote.clause)
    return _made(corpus, ties, nx.Graph())


def city(corpus: Corpus) -> DiGraph:
    """Return the two-mode graph of cities and the concepts that they promote."""
    known = set(corpus.cities)
    ties: Ties = defaultdict(set)
    for claim in corpus.claims:
        if claim.predicate == "promotes" and claim.subject in known:
            ties[claim.subject, claim.object].add(claim.quote.clause)
    return _two_mode(corpus, ties)


def cities(corpus: Corpus) -> Graph:
    """Return the cities; a tie weighs as many concepts as both promote."""
    B = city(corpus)
    return _folded(corpus, B, members(B, 0))


def concepts(corpus: Corpus) -> Graph:
    """Return the promoted concepts; a tie weighs as many cities as promote both."""
    B = city(corpus)
    return _folded(corpus, B, members(B, 1))


def chain(corpus: Corpus) -> DiGraph:
    """Return which concepts include which, as clauses say."""
    ties: Ties = defaultdict(set)
    for claim in corpus.claims:
        kinds = {corpus.kind(claim.subject), corpus.kind(claim.object)}
        if claim.predicate == "includes" and kinds == {"concept"}:
            ties[claim.subject, claim.object].add(claim.quote.clause)
    made: DiGraph = nx.DiGraph()
    _made(corpus, ties, made)
    return made


def firm(corpus: Corpus) -> DiGraph:
    """Return the two-mode graph of firms and concepts: relied on for, host of, or named in its clause."""
    ties: Ties = defaultdict(set)
    for claim in corpus.claims:
        ends = {corpus.kind(claim.subject): claim.subject, corpus.kind(claim.object): claim.object}
        if claim.predicate in ("reliesOn", "hosts", "promotes") and ends.keys() == {"enterprise", "concept"}:
            ties[ends["enterprise"], ends["concept"]].add(claim.quote.clause)
    return _two_mode(corpus, ties)


PROJECTIONS: dict[str, Callable[[Corpus], Graph]] = {
    "typed": typed,
    "city": city,
    "cities": cities,
    "concepts": concepts,
    "chain": chain,
    "firm": firm,
}
"""The registry of projections."""


def is_two_mode(G: Graph) -> bool:
    """Tell whether every node says which of two modes it belongs to."""
    return bool(len(G)) and all("bipartite" in G.nodes[node] for node in G)


def members(B: Graph, mode: int) -> list[str]:
    """Return the nodes of one mode of a two-mode graph, in the graph's order."""
    return [node for node in B if B.nodes[node].get("bipartite") == mode]


def _pair(one: str, other: str) -> tuple[str, str]:
    return (one, other) if one <= other else (other, one)


def _made(corpus: Corpus, ties: Ties, G: Graph) -> Graph:
    for iri in sorted({end for pair in ties for end in pair}):
        G.add_node(iri, label=corpus.name(iri), kind=corpus.kind(iri))
    for (one, other), clauses in sorted(ties.items()):
        if one != other:
            _tie(G, one, other, clauses)
    return G


def _two_mode(corpus: Corpus, ties: Ties) -> DiGraph:
    B: DiGraph = nx.DiGraph()
    _made(corpus, ties, B)
    for one, other in ties:
        B.nodes[one]["bipartite"] = 0
        B.nodes[other]["bipartite"] = 1
    return B


def _folded(corpus: Corpus, B: DiGraph, chosen: Iterable[str]) -> Graph:
    """Return a one-mode projection, weighted by the neighbours that two nodes share."""
    G: Graph = nx.Graph()
    U = B.to_undirected(as_view=True)
    ordered = sorted(chosen)
    for iri in ordered:
        G.add_node(iri, label=corpus.name(iri), kind=corpus.kind(iri))
    shared: dict[tuple[str, str], list[str]] = defaultdict(list)
    for middle in sorted(set(B) - set(ordered)):
        near = sorted(U[middle])
        for place, one in enumerate(near):
            for other in near[place + 1 :]:
                shared[one, other].append(middle)
    for (one, other), middles in sorted(shared.items()):
        G.add_edge(one, other, weight=len(middles), distance=1 / len(middles), shared=tuple(middles))
    return G


def _tie(G: Graph, one: str, other: str, clauses: set[str]) -> None:
    known: dict[str, Any] = {"weight": len(clauses), "distance": 1 / len(clauses)}
    G.add_edge(one, other, clauses=tuple(sorted(clauses)), **known)
