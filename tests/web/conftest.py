"""The servers that the tests talk to."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from page_makers import documents
from server_runs import SMALL, TOKEN, Server, serving

from kg.cli.words import cut
from kg.rdf.assembly import write_graph


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
    write_graph(documents(), path, cut=cut)
    return path


@pytest.fixture(scope="session")
def whole(graph: Path) -> Iterator[Server]:
    """A server over that graph."""
    with serving(graph) as server:
        yield server
