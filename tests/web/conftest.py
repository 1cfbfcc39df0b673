"""The servers that the tests talk to."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from server_runs import SMALL, TOKEN, Server, serving


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
