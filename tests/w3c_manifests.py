"""Where the W3C's SPARQL 1.1 tests are, and their manifests as plain records."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from rdflib import RDF, Graph, Namespace
from rdflib.collection import Collection
from rdflib.term import Node

MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
QT = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-query#")
UT = Namespace("http://www.w3.org/2009/sparql/tests/test-update#")
HT = Namespace("http://www.w3.org/2011/http#")
CNT = Namespace("http://www.w3.org/2011/content#")
RDFS_LABEL = Namespace("http://www.w3.org/2000/01/rdf-schema#").label

ROOT = Path(os.environ.get("KG_W3C") or Path(__file__).parents[2] / "shared" / "w3c")
SUITE = ROOT / "sparql" / "sparql11"

needs_suite = pytest.mark.skipif(
    not SUITE.is_dir(),
    reason="the W3C's SPARQL 1.1 tests are not here: set KG_W3C to the folder that holds sparql/sparql11",
)


@dataclass(frozen=True)
class Request:
    """One request of a test and what is expected of its answer."""

    method: str
    path: str
    headers: dict[str, str]
    body: str
    charset: str
    statuses: tuple[str, ...]
    format: str = ""
    boolean: bool | None = None
    location: str = ""
    expected: str = ""
    expected_type: str = ""


@dataclass(frozen=True)
class HttpTest:
    """A test of a protocol: graphs to load, then requests in order."""

    name: str
    graphs: tuple[tuple[str, Path], ...]
    requests: tuple[Request, ...]


@dataclass(frozen=True)
class QueryTest:
    """A test of an answer: a query, its data, and the file that holds what it answers."""

    name: str
    query: Path
    default: tuple[Path, ...]
    named: tuple[Path, ...]
    result: Path
    kind: str = field(default="")


def manifest(*parts: str) -> tuple[Graph, list[Node]]:
    """Return a manifest's graph and its entries."""
    path = SUITE.joinpath(*parts)
    if not path.exists():
        return Graph(), []
    g = Graph()
    g.parse(path, format="turtle", publicID=path.as_uri())
    heads = list(g.objects(None, MF.entries))
    return g, [entry for head in heads for entry in Collection(g, head)]


def http_tests(*parts: str) -> list[HttpTest]:
    """Return the tests of a protocol's manifest."""
    g, entries = manifest(*parts)
    return [_http_test(g, entry) for entry in entries]


def _http_test(g: Graph, entry: Node) -> HttpTest:
    graphs = [
        (str(g.value(data, RDFS_LABEL)), _path(g.value(data, UT.graph)))
        for data in g.objects(entry, UT.graphData)
    ]
    action = g.value(entry, MF.action)
    requests = Collection(g, g.value(action, HT.requests))  # type: ignore[arg-type]
    name = str(entry).rpartition("#")[2]
    return HttpTest(name, tuple(sorted(graphs)), tuple(_request(g, request) for request in requests))


def _request(g: Graph, node: Node) -> Request:
    body, answer = g.value(node, HT.body), g.value(node, HT.resp)
    expected = g.value(answer, HT.body)
    boolean = g.value(answer, MF.expectedBoolean)
    return Request(
        method=str(g.value(node, HT.methodName)),
        path=str(g.value(node, HT.absolutePath)),
        headers=_headers(g, node),
        body=str(g.value(body, CNT.chars) or ""),
        charset=str(g.value(body, CNT.characterEncoding) or "UTF-8"),
        statuses=tuple(sorted(str(s).rpartition("#")[2] for s in g.objects(answer, MF.expectedStatus))),
        format=str(g.value(answer, MF.expectedFormat) or ""),
        boolean=None if boolean is None else bool(boolean.toPython()),  # type: ignore[attr-defined]
        location=str(g.value(answer, MF.expectedLocation) or ""),
        expected=str(g.value(expected, CNT.chars) or ""),
        expected_type=_headers(g, answer).get("content-type", ""),
    )


def _headers(g: Graph, node: Node | None) -> dict[str, str]:
    head = g.value(node, HT.headers)
    if head is None:
        return {}
    return {
        str(g.value(item, HT.fieldName)).lower(): str(g.value(item, HT.fieldValue))
        for item in Collection(g, head)
    }


def query_tests(folder: str) -> Iterator[QueryTest]:
    """Yield the tests of a folder that evaluate a query."""
    g, entries = manifest(folder, "manifest.ttl")
    for entry in entries:
        if (entry, RDF.type, MF.QueryEvaluationTest) not in g and (
            entry,
            RDF.type,
            MF.CSVResultFormatTest,
        ) not in g:
            continue
        action = g.value(entry, MF.action)
        yield QueryTest(
            name=f"{folder}/{str(entry).rpartition('#')[2]}",
            query=_path(g.value(action, QT.query)),
            default=tuple(_path(node) for node in g.objects(action, QT.data)),
            named=tuple(sorted(_path(node) for node in g.objects(action, QT.graphData))),
            result=_path(g.value(entry, MF.result)),
        )


def _path(node: Node | None) -> Path:
    return Path(str(node).removeprefix("file://"))
