"""A graph inside the process: Oxigraph in memory, read from a file."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from pyoxigraph import (
    DefaultGraph,
    NamedNode,
    Quad,
    QueryBoolean,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Store,
    Triple,
)

from kg.errors import GraphError, QueryError
from kg.store.dataset import DEFAULT_GRAPHS, PREFIXES, STATEMENTS
from kg.store.repository import Repository, Rows
from kg.store.syntax import Query
from kg.store.terms import Term

SUFFIXES = (".nq", ".trig", ".nt", ".ttl", ".jsonld", ".rdf")
"""Suffixes of the files that can be opened."""


class EmbeddedRepository(Repository):
    """A repository over an in-memory Oxigraph store.

    The store's unnamed graph is filled with the merge of the default graphs, so that a plain pattern
    counts each triple once however many of them hold it. The unnamed graph of the source itself is
    taken for ``graph:statements``.
    """

    def __init__(
        self,
        store: Store,
        *,
        where: str = "memory",
        default_graphs: Iterable[NamedNode] = DEFAULT_GRAPHS,
        prefixes: Mapping[str, str] = PREFIXES,
    ) -> None:
        super().__init__(where, prefixes=prefixes)
        self._store = store
        self._file: Path | None = None
        self._digest = ""
        unnamed = list(store.quads_for_pattern(None, None, None, DefaultGraph()))
        store.extend(Quad(quad.subject, quad.predicate, quad.object, STATEMENTS) for quad in unnamed)
        for graph in default_graphs:
            named = list(store.quads_for_pattern(None, None, None, graph))
            store.bulk_extend(Quad(quad.subject, quad.predicate, quad.object) for quad in named)

    @classmethod
    def read(cls, path: Path) -> EmbeddedRepository:
        """Read an RDF file whose suffix is one of :data:`SUFFIXES`; raise GraphError, naming it."""
        form = RdfFormat.from_extension(path.suffix.removeprefix("."))
        if form is None or path.suffix not in SUFFIXES:
            raise GraphError(f"{path}: {path.suffix or 'no suffix'} is not one of {' '.join(SUFFIXES)}")
        store = Store()
        try:
            store.bulk_load(path=str(path), format=form)
        except (SyntaxError, ValueError) as error:
            raise GraphError(f"{path}: not readable as {form.name}: {error}") from None
        except OSError as error:
            raise GraphError(f"{path}: {error.strerror or error}") from None
        repository = cls(store, where=str(path))
        repository._file = path
        return repository

    @property
    def store(self) -> Store:
        """The engine's store, its unnamed graph holding the merge of the default graphs."""
        return self._store

    def _answer(self, query: Query) -> QuerySolutions | QueryBoolean | QueryTriples:
        try:
            return self._store.query(query.text)
        except (OSError, ValueError, RuntimeError) as error:
            raise QueryError(f"the query failed: {error}") from None

    def _rows(self, query: Query) -> Rows:
        answer = self._answer(query)
        assert isinstance(answer, QuerySolutions)
        return rows_of(answer)

    def _truth(self, query: Query) -> bool:
        return bool(self._answer(query))

    def _triples(self, query: Query) -> Iterable[Triple]:
        answer = self._answer(query)
        assert isinstance(answer, QueryTriples)
        return answer

    def fingerprint(self) -> str:
        """Return the SHA-256 of the file that was read, or of the quads as sorted N-Quads."""
        if self._file is None:
            return super().fingerprint()
        try:
            if not self._digest:
                with self._file.open("rb") as handle:
                    self._digest = hashlib.file_digest(handle, "sha256").hexdigest()
        except OSError as error:
            raise GraphError(f"{self._file}: {error.strerror or error}") from None
        return self._digest

    def changed(self) -> None:
        """Take note that the store is no longer what the file holds."""
        self._file = None

    def graph_names(self) -> tuple[NamedNode, ...]:
        """Return the names of all named graphs, sorted."""
        names = [name for name in self._store.named_graphs() if isinstance(name, NamedNode)]
        return tuple(sorted(names, key=lambda name: name.value))

    def match(
        self,
        subject: Term | None = None,
        predicate: NamedNode | None = None,
        object: Term | None = None,
        graph: NamedNode | None = None,
    ) -> Iterator[Quad]:
        """Yield the quads of the named graphs that fit, from the store's own indexes."""
        quads = self._store.quads_for_pattern(subject, predicate, object, graph)  # type: ignore[arg-type]
        return (quad for quad in quads if isinstance(quad.graph_name, NamedNode))


def rows_of(solutions: QuerySolutions) -> Rows:
    """Return the engine's solutions as rows."""
    columns = tuple(variable.value for variable in solutions.variables)
    try:
        return Rows.of(columns, (tuple(solution) for solution in solutions))
    except (OSError, ValueError, RuntimeError) as error:
        raise QueryError(f"the query failed: {error}") from None
