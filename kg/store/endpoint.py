"""A graph behind a SPARQL 1.1 endpoint, whichever store answers there."""

from __future__ import annotations

import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterable, Iterator, Mapping

from pyoxigraph import (
    NamedNode,
    Quad,
    QueryBoolean,
    QueryResultsFormat,
    RdfFormat,
    Triple,
    parse,
    parse_query_results,
)

from kg.errors import GraphError, QueryError
from kg.store.dataset import DEFAULT_GRAPHS, PREFIXES
from kg.store.embedded import rows_of
from kg.store.repository import Repository, Rows
from kg.store.syntax import Query
from kg.store.terms import Term

_RESULTS = "application/sparql-results+json"
_TRIPLES = "application/n-triples, text/plain;q=0.9, text/turtle;q=0.5"
_LONGEST_MESSAGE = 300
_HOUSEKEEPING = (
    "http://www.openlinksw.com/",
    "http://localuriqaserver/",
    "http://www.w3.org/ns/ldp#",
    "http://www.w3.org/2002/07/owl#",
)
"""How the names of the graphs begin that Virtuoso keeps for itself."""


class EndpointRepository(Repository):
    """A repository over a SPARQL 1.1 endpoint.

    Stores differ in what a plain pattern sees. A query that writes neither GRAPH nor FROM is sent with
    the default graphs as its dataset, and so agrees on all of them. With GRAPH no dataset can be sent
    without hiding the named graphs: there a plain pattern sees what the store shows it, so a portable
    query writes GRAPH around each of its patterns. Syntax is checked here before anything is sent.
    """

    def __init__(
        self,
        address: str,
        *,
        timeout: float = 60,
        default_graphs: Iterable[NamedNode] = DEFAULT_GRAPHS,
        prefixes: Mapping[str, str] = PREFIXES,
    ) -> None:
        super().__init__(address, prefixes=prefixes)
        self._timeout = timeout
        self._default_graphs = tuple(graph.value for graph in default_graphs)

    def _rows(self, query: Query) -> Rows:
        answer = self._results(query)
        if isinstance(answer, bool):
            raise QueryError(f"{self.where}: a truth value was answered to a SELECT")
        return answer

    def _truth(self, query: Query) -> bool:
        answer = self._results(query)
        if isinstance(answer, bool):
            return answer
        # Virtuoso may answer ASK as a row whose one column holds 1 or 0
        return any(value in (True, "1", "true") for row in answer for value in map(row.value, row))

    def _triples(self, query: Query) -> Iterable[Triple]:
        body, media_type = self._post(query, _TRIPLES)
        form = RdfFormat.TURTLE if media_type.startswith("text/turtle") else RdfFormat.N_TRIPLES
        try:
            return [quad.triple for quad in parse(body, format=form)]
        except (SyntaxError, ValueError) as error:
            raise QueryError(f"{self.where}: its triples cannot be read: {error}") from None

    def graph_names(self) -> tuple[NamedNode, ...]:
        """Return the names of all named graphs, sorted."""
        # counted, for Virtuoso, whose DISTINCT steps for seconds over what was deleted
        rows = self.select("SELECT ?g (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g")
        found = (name for row in rows if isinstance(name := row["g"], NamedNode))
        names = [name for name in found if not name.value.startswith(_HOUSEKEEPING)]
        return tuple(sorted(names, key=lambda name: name.value))

    def match(
        self,
        subject: Term | None = None,
        predicate: NamedNode | None = None,
        object: Term | None = None,
        graph: NamedNode | None = None,
    ) -> Iterator[Quad]:
        """Yield the quads of the named graphs that fit, with one query."""
        given = {"s": subject, "p": predicate, "o": object, "g": graph}
        bound = {name: term for name, term in given.items() if term is not None}
        for row in self.select("SELECT * WHERE { GRAPH ?g { ?s ?p ?o } }", bindings=bound):
            if not row.text("g").startswith(_HOUSEKEEPING):
                yield Quad(row["s"], row["p"], row["o"], row["g"])  # type: ignore[arg-type]

    def _results(self, query: Query) -> Rows | bool:
        body, _ = self._post(query, _RESULTS)
        try:
            answer = parse_query_results(body, format=QueryResultsFormat.JSON)
            return bool(answer) if isinstance(answer, QueryBoolean) else rows_of(answer)
        except (SyntaxError, ValueError) as error:
            raise QueryError(f"{self.where}: its results cannot be read: {error}") from None

    def _post(self, query: Query, accept: str) -> tuple[bytes, str]:
        fields = [("query", query.text)]
        if not query.has_graph and not query.has_dataset:
            fields += [("default-graph-uri", graph) for graph in self._default_graphs]
        request = urllib.request.Request(
            self.where,
            data=urllib.parse.urlencode(fields).encode("ascii"),
            headers={"Accept": accept, "Content-Type": "application/x-www-form-urlencoded"},
            method="POST",
        )
        try:
            with urllib.request.urlopen(request, timeout=self._timeout) as response:
                return response.read(), response.headers.get("Content-Type", "")
        except urllib.error.HTTPError as error:
            said = " ".join(error.read().decode("utf-8", "replace").split())[:_LONGEST_MESSAGE]
            raise QueryError(f"{self.where}: {error.code} {error.reason}: {said}") from None
        except TimeoutError:
            raise QueryError(f"{self.where}: no answer within {self._timeout:g} s") from None
        except (urllib.error.URLError, ConnectionError) as error:
            raise GraphError(f"{self.where}: cannot be reached: {getattr(error, 'reason', error)}") from None
