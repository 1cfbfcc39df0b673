"""The servers that the tests talk to."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from page_makers import documents
from server_runs import SMALL, TOKEN, Server, serving

from kg.cli.words import cut
from kg.rdf.assembly import assemble
from kg.rdf.search import search_quads
from kg.rdf.serialize import write_nquads


@pytest.fixture(scope="session")
def small() -> Iterator[Server]:
    """A read-only server over the small graph."""
    with serving(SMALL) as server:
        yield server


@pytest.fixture(scope="session")
def writable(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A writable server, empty at first."""
    path = tmp_path_factory.mktemp("writable") / "graph.nq"
    path.write_bytes(b"")
    with serving(path, "--writable", token=TOKEN) as server:
        yield server


@pytest.fixture(scope="session")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A whole graph of a few hand-made clauses, with its index of words."""
    path = tmp_path_factory.mktemp("whole") / "graph.nq"
    quads = assemble(documents())
    write_nquads([*quads, *search_quads(quads, cut)], path)
    return path


@pytest.fixture(scope="session")
def whole(graph: Path) -> Iterator[Server]:
    """A server over that graph."""
    with serving(graph) as server:
        yield server
