"""The graph of the shipped papers, in the process and on each server."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from store_runs import Virtuoso, serving_oxigraph

from kg.store import Repository, open_store


@pytest.fixture(scope="session")
def graph(built: Path) -> Repository:
    """The graph of the shipped papers, as the code builds it now."""
    return open_store(built)


@pytest.fixture(scope="session")
def oxigraph_server(built: Path) -> Iterator[str]:
    """The address of an Oxigraph server that holds that graph."""
    with serving_oxigraph(built / "graph.nq") as server:
        yield server.address


@pytest.fixture(params=["oxigraph", "virtuoso"])
def server(request: pytest.FixtureRequest, built: Path) -> Repository:
    """The same graph on each server in turn."""
    if request.param == "oxigraph":
        return open_store(request.getfixturevalue("oxigraph_server"))
    virtuoso: Virtuoso = request.getfixturevalue("virtuoso")
    return open_store(virtuoso.hold(built / "graph.nq"))
