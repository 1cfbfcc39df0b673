"""Graph files: canonical, whole or not at all, readable, and read back the same."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.errors import GraphError
from kg.rdf.builder import quads
from kg.rdf.iris import iri, shortened
from kg.rdf.serialize import read_nquads, replacing, to_trig, to_turtle, write_nquads


def test_lines_are_sorted_and_single(readings, tmp_path: Path) -> None:
    made = list(quads(readings))
    count = write_nquads([*made, *made], tmp_path / "graph.nq")
    lines = (tmp_path / "graph.nq").read_text(encoding="utf-8").splitlines()
    assert lines == sorted(set(lines)) and len(lines) == count == len(set(made))
    assert set(read_nquads(tmp_path / "graph.nq")) == set(made)


def test_trig_and_turtle_read_back_the_same(readings) -> None:
    made = set(quads(readings))
    trig = to_trig(made)
    assert set(ox.parse(trig.encode(), format=ox.RdfFormat.TRIG)) == made
    assert "region:沈阳市 kgo:promotes concept:高档数控机床" in trig and "\\" not in trig.replace("\\\\", "")
    turtle = to_turtle(made)
    parsed = {quad.triple for quad in ox.parse(turtle.encode(), format=ox.RdfFormat.TURTLE)}
    assert parsed == {quad.triple for quad in made}


def test_difficult_literals_read_back() -> None:
    one, p, g = iri("doc", "d"), ox.NamedNode("http://e/p"), iri("clause", "d", 1)
    words = ('a"b\\c\n\t\u3000', "…", "é")
    made = {ox.Quad(one, p, ox.Literal(word), g) for word in words}
    made |= {ox.Quad(one, p, ox.Literal(word, language="zh"), g) for word in words}
    made |= {ox.Quad(one, p, ox.Literal(n), g) for n in (5, -3, 2.5, True)}
    assert set(ox.parse(to_trig(made).encode(), format=ox.RdfFormat.TRIG)) == made


def test_only_what_can_be_typed_is_shortened() -> None:
    assert shortened("https://w3id.org/industry-kg/id/region/a(b)") == (
        "<https://w3id.org/industry-kg/id/region/a(b)>"
    )
    assert shortened("https://w3id.org/industry-kg/id/region/") == "<https://w3id.org/industry-kg/id/region/>"
    assert shortened("http://www.w3.org/2004/02/skos/core#broader") == "skos:broader"


@pytest.mark.parametrize("graph", [ox.DefaultGraph(), None])
def test_unnamed_triples_and_blank_nodes_are_refused(tmp_path: Path, graph) -> None:
    place = tmp_path / "graph.nq"
    place.write_text("before")
    p = ox.NamedNode("http://e/p")
    quad = ox.Quad(ox.BlankNode(), p, p, p) if graph is None else ox.Quad(p, p, p, graph)
    with pytest.raises(GraphError):
        write_nquads([quad], place)
    assert place.read_text() == "before" and list(tmp_path.iterdir()) == [place]


def test_a_file_is_replaced_whole_or_not_at_all(tmp_path: Path) -> None:
    place = tmp_path / "deep" / "graph.nq"
    with replacing(place) as handle:
        handle.write(b"one")
    with pytest.raises(ZeroDivisionError), replacing(place) as handle:
        handle.write(b"two")
        _ = 1 / 0
    assert place.read_bytes() == b"one" and list(place.parent.iterdir()) == [place]


@pytest.mark.parametrize("content", [b"<a> <b>", b"\xff\xfe\x00", None])
def test_a_bad_file_is_named(tmp_path: Path, content: bytes | None) -> None:
    place = tmp_path / "bad.nq"
    if content is not None:
        place.write_bytes(content)
    with pytest.raises(GraphError, match=r"bad\.nq"):
        list(read_nquads(place))
