"""The W3C's tests of SPARQL 1.1 Protocol and of the Graph Store HTTP Protocol, request by request."""

from __future__ import annotations

import json
import re

import pytest
from rdflib import Graph
from rdflib.compare import isomorphic
from server_runs import Response, Server
from w3c_manifests import HttpTest, Request, http_tests, needs_suite

pytestmark = needs_suite

PROTOCOL = http_tests("protocol", "manifest.ttl")
STORE = http_tests("graph-store-protocol", "manifest-direct.ttl") + http_tests(
    "graph-store-protocol", "manifest-indirect.ttl"
)
NAMES = {"Created": 201, "NoContent": 204, "OK": 200, "NotFound": 404}


def fits(status: int, wanted: tuple[str, ...]) -> bool:
    return any(
        status == NAMES.get(name, 0) or name.endswith(f"StatusCode{status // 100}xx") for name in wanted
    )


def run(server: Server, test: HttpTest, *, old: str, new: str) -> None:
    assert server.update("DROP ALL").status == 204
    for name, path in test.graphs:
        server.send(
            "PUT", f"/store?graph={name}", body=path.read_bytes(), headers={"Content-Type": "text/turtle"}
        )
    known: dict[str, str] = {}
    for request in test.requests:
        path, body = request.path.replace(old, new, 1), request.body
        for variable, value in known.items():
            path, body = path.replace(variable, value), body.replace(variable, value)
        content = re.sub("^\n", "", body).encode(request.charset)
        answer = server.send(request.method, path, body=content, headers=request.headers)
        check(answer, request)
        if request.location:
            assert answer.headers["location"]
            known[request.location] = answer.headers["location"]


def check(answer: Response, request: Request) -> None:
    assert fits(answer.status, request.statuses), (answer.status, answer.text, request)
    if answer.status < 300:
        if request.boolean is not None:
            assert json.loads(answer.body)["boolean"] is request.boolean
        if request.format == "tabular":
            assert "results" in json.loads(answer.body)
        if request.format == "RDF":
            Graph().parse(data=answer.text, format="turtle")
        if request.expected:
            assert answer.type == request.expected_type.partition(";")[0]
            found, wanted = Graph().parse(data=answer.text, format="turtle"), Graph()
            assert isomorphic(found, wanted.parse(data=request.expected, format="turtle"))


@pytest.mark.parametrize("test", PROTOCOL, ids=lambda test: test.name)
def test_protocol(writable: Server, test: HttpTest) -> None:
    run(writable, test, old="/sparql/", new="/sparql/")


@pytest.mark.parametrize("test", STORE, ids=lambda test: test.name)
def test_graph_store(writable: Server, test: HttpTest) -> None:
    run(writable, test, old="/gsp", new="/store")


def test_all_of_them_were_read() -> None:
    assert len(PROTOCOL) == 34
    assert len(STORE) == 13


@pytest.mark.parametrize("test", PROTOCOL, ids=lambda test: test.name)
def test_a_read_only_server_refuses_every_update(small: Server, test: HttpTest) -> None:
    for request in test.requests:
        content = request.body.encode(request.charset)
        answer = small.send(request.method, request.path, body=content, headers=request.headers)
        if "update" in test.name and not test.name.startswith("bad_") and ("update" in answer_kind(request)):
            assert answer.status == 403, (answer.status, answer.text)
        else:
            assert answer.status < 500


def answer_kind(request: Request) -> str:
    return request.headers.get("content-type", "") + request.body[:7]
