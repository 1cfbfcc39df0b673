"""The stores that the tests ask: in the process, the Oxigraph server, and Virtuoso."""

from __future__ import annotations

import contextlib
import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse, serialize
from store_runs import serving_oxigraph

from kg.errors import GraphError
from kg.rdf.iris import graph_iri, iri
from kg.store import Repository, open_store

SMALL = Path(__file__).parent / "small.trig"
RDFS_LABEL = NamedNode("http://www.w3.org/2000/01/rdf-schema#label")


def nasty_names() -> list[str]:
    """Names that papers could hold: known troublemakers, and characters drawn by a fixed seed."""
    draw = random.Random(20150726)
    known = [
        "±1100KV特高压",
        "(a/b)#c?d=e&f",
        "100%",
        "-40℃冷库",
        "a.b.",
        "1·5代",
        "“互联网＋”行动计划",
        "C++",
        "i5",
        "C₄",
    ]
    planes = [
        (0x21, 0x7E),
        (0xA0, 0x2FF),
        (0x2000, 0x2BFF),
        (0x3000, 0x30FF),
        (0x4E00, 0x4E80),
        (0xFF00, 0xFFEF),
    ]
    drawn = [
        "".join(chr(draw.randint(*draw.choice(planes))) for _ in range(draw.randint(1, 6)))
        for _ in range(150)
    ]
    return [*known, *drawn, "𠀀𪚥", "㐀"]


@pytest.fixture(scope="session")
def quads() -> list[Quad]:
    """The small graph, and a thing for each nasty name of which something can stand in an IRI."""
    found = list(parse(path=str(SMALL), format=RdfFormat.TRIG))
    for name in nasty_names():
        with contextlib.suppress(GraphError):
            found.append(
                Quad(iri("concept", name), RDFS_LABEL, Literal("n", language="zh"), graph_iri("labels"))
            )
    return found


@pytest.fixture(scope="session")
def nquads(quads: list[Quad], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same as an N-Quads file."""
    path = tmp_path_factory.mktemp("graph") / "graph.nq"
    serialize(quads, str(path), RdfFormat.N_QUADS)
    return path


@pytest.fixture(scope="session")
def small() -> Repository:
    return open_store(SMALL)


@pytest.fixture(scope="session")
def oxigraph_server(nquads: Path) -> Iterator[str]:
    """The address of an Oxigraph server that holds the small graph."""
    with serving_oxigraph(nquads) as server:
        yield server.address


@pytest.fixture(params=["embedded", "oxigraph", "virtuoso"])
def store(request: pytest.FixtureRequest, nquads: Path) -> Repository:
    """The same graph on each store in turn, behind the one interface."""
    if request.param == "embedded":
        return request.getfixturevalue("embedded")  # type: ignore[no-any-return]
    if request.param == "oxigraph":
        return open_store(request.getfixturevalue("oxigraph_server"))
    return open_store(request.getfixturevalue("virtuoso").hold(nquads))


@pytest.fixture(scope="session")
def embedded(nquads: Path) -> Repository:
    return open_store(nquads)
