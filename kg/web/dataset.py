"""The graph as a server holds it: a default graph that stays the merge of others when it is written to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple, TypeAlias

from pyoxigraph import (
    BlankNode,
    DefaultGraph,
    Literal,
    NamedNode,
    Quad,
    QueryBoolean,
    QuerySolutions,
    QueryTriples,
    Store,
    Triple,
)

from kg.store import EmbeddedRepository
from kg.store.dataset import DEFAULT_GRAPHS, PREFIXES
from kg.store.in_force import AsOf, as_of
from kg.store.syntax import Query

Answer: TypeAlias = QuerySolutions | QueryBoolean | QueryTriples
_UNNAMED = DefaultGraph()
_Spo: TypeAlias = tuple[NamedNode | BlankNode | Triple, NamedNode, NamedNode | BlankNode | Literal | Triple]


class Chosen(NamedTuple):
    """The dataset that a request names instead of the store's: graphs to merge and graphs for GRAPH."""

    default: tuple[str, ...] = ()
    named: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.default or self.named)


class Dataset:
    """A store whose default graph is the merge of ``graph:statements``, ``graph:labels`` and
    ``graph:documents`` with what was written to the default graph itself.

    Each triple of the merge counts once. What is deleted from the default graph is deleted from all graphs
    that it merges; what is inserted there stands in no named graph.
    """

    def __init__(self, repository: EmbeddedRepository) -> None:
        self.repository = repository
        self.store: Store = repository.store
        self._own: set[_Spo] = set()
        self._day: tuple[str, bool, AsOf] | None = None

    def on(self, day: str, *, inferred: bool) -> tuple[Dataset, AsOf]:
        """Return the graph as of a day, with what follows from it if wanted, and how papers stand on it.

        The day that was asked for last is kept, since people ask several questions of one.
        """
        if self._day is None or self._day[0] != day or (inferred and not self._day[1]):
            self._day = day, inferred, as_of(self.repository, day, inferred=inferred)
        found = self._day[2]
        repository = found.repository
        assert isinstance(repository, EmbeddedRepository)
        return (self if repository is self.repository else Dataset(repository)), found

    def query(self, query: Query, chosen: Chosen, base: str) -> Answer:
        """Answer a query; the request's dataset, where there is one, replaces the query's own."""
        text, known = query.text, _known_to(query)
        if not chosen:
            return self.store.query(text, base_iri=base, prefixes=known)
        default: list[NamedNode | BlankNode | DefaultGraph] = [NamedNode(iri) for iri in chosen.default]
        named: list[NamedNode | BlankNode] = [NamedNode(iri) for iri in chosen.named]
        # the engine takes no empty list of graphs for an empty graph; a name that nothing has is one
        return self.store.query(
            text, base_iri=base, prefixes=known, default_graph=default or [_NOWHERE], named_graphs=named
        )

    def update(self, text: str, base: str) -> None:
        """Carry out an update, whole or not at all."""
        self._day = None
        before = self._merged()
        self.store.update(text, base_iri=base, prefixes=_known_to(Query(text)))
        self._settle(before)

    def graph(self, name: str | None) -> list[Triple] | None:
        """Return the triples of a named graph, or of the default graph for None; None for no such graph."""
        graph = _UNNAMED if name is None else NamedNode(name)
        if isinstance(graph, NamedNode) and not self.store.contains_named_graph(graph):
            return None
        return [quad.triple for quad in self.store.quads_for_pattern(None, None, None, graph)]

    def write(self, name: str | None, triples: Iterable[Triple] | None, *, replace: bool) -> bool:
        """Add triples to a graph, replace it by them, or, for None, remove it; say whether it was there."""
        self._day = None
        graph = _UNNAMED if name is None else NamedNode(name)
        merged = graph in (_UNNAMED, *DEFAULT_GRAPHS)
        before = self._merged() if merged else set()
        there = isinstance(graph, DefaultGraph) or self.store.contains_named_graph(graph)
        if replace or triples is None:
            self.store.clear_graph(graph)
        if isinstance(graph, NamedNode):
            if triples is None:
                self.store.remove_graph(graph)
            else:
                self.store.add_graph(graph)
        self.store.extend(Quad(t.subject, t.predicate, t.object, graph) for t in triples or ())
        if merged:
            self._settle(before)
        return there

    def nquads(self) -> bytes:
        """Return the named graphs, and what the default graph has of its own, as sorted N-Quads."""
        quads = [quad for quad in self.store if not isinstance(quad.graph_name, DefaultGraph)]
        quads += [Quad(*triple) for triple in self._own]
        return "".join(sorted(f"{quad} .\n" for quad in quads)).encode()

    def _merged(self) -> set[_Spo]:
        return set(_triples(self.store, _UNNAMED))

    def _settle(self, before: set[_Spo]) -> None:
        """Make the default graph the merge again, after a change of any graph."""
        now = self._merged()
        gone = before - now
        for graph in DEFAULT_GRAPHS:
            for triple in gone:
                self.store.remove(Quad(*triple, graph))
        self._own = (self._own - gone) | (now - before)
        merge = self._own.union(*(_triples(self.store, graph) for graph in DEFAULT_GRAPHS))
        for triple in now - merge:
            self.store.remove(Quad(*triple))
        self.store.extend(Quad(*triple) for triple in merge - now)


def _known_to(query: Query) -> dict[str, str]:
    """Return the prefixes that a query need not declare and does not declare."""
    return {name: start for name, start in PREFIXES.items() if name not in query.prefixes}


_NOWHERE = NamedNode("urn:x-kg:no-graph")


def _triples(store: Store, graph: NamedNode | DefaultGraph) -> list[_Spo]:
    quads: Sequence[Quad] = list(store.quads_for_pattern(None, None, None, graph))
    return [(quad.subject, quad.predicate, quad.object) for quad in quads]
