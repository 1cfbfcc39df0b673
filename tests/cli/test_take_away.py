"""``kg export``, ``kg viz`` and ``kg validate`` write what they say, where they say."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pyoxigraph as ox
import pytest
import rdflib

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return an empty folder that the test works in."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_each_format_holds_the_city(kg: Run, small: Path, here: Path) -> None:
    for form, name in {"ttl": "沈阳市.ttl", "jsonld": "沈阳市.jsonld", "graphml": "沈阳市.graphml"}.items():
        code, out, err = kg("export", "--graph", small, "--city", "沈阳", "--format", form)
        assert (code, out) == (0, "")
        assert name in err
    g = rdflib.Graph().parse(here / "沈阳市.ttl", format="turtle")
    assert len(g) > 100
    assert len(rdflib.Graph().parse(here / "沈阳市.jsonld", format="json-ld")) == len(g)
    assert json.loads((here / "沈阳市.jsonld").read_text(encoding="utf-8"))
    root = ElementTree.parse(here / "沈阳市.graphml").getroot()
    assert root.tag == "{http://graphml.graphdrawing.org/xmlns}graphml"


def test_csv_is_a_folder_of_tables(kg: Run, small: Path, here: Path) -> None:
    assert kg("export", "--graph", small, "--city", "大连市", "--format", "csv", "--out", "dalian")[0] == 0
    with (here / "dalian" / "nodes.csv").open(encoding="utf-8-sig", newline="") as handle:
        nodes = list(csv.DictReader(handle))
    assert any("大连市" in row.values() for row in nodes)


def test_standard_output_takes_an_export(kg: Run, small: Path, here: Path) -> None:
    code, out, err = kg("export", "--graph", small, "--city", "沈阳市", "--format", "nt", "--out", "-")
    assert (code, err) == (0, "")
    assert list(ox.parse(out.encode(), format=ox.RdfFormat.N_TRIPLES))
    assert not list(here.iterdir())


def test_nothing_is_overwritten_unasked(kg: Run, small: Path, here: Path) -> None:
    (here / "mine.ttl").write_text("mine", encoding="utf-8")
    words = ("export", "--graph", small, "--city", "沈阳市", "--format", "ttl", "--out", "mine.ttl")
    code, _, err = kg(*words)
    assert code == 2
    assert "mine.ttl" in err
    assert "--force" in err
    assert (here / "mine.ttl").read_text(encoding="utf-8") == "mine"
    assert kg(*words, "--force")[0] == 0
    assert "沈阳市" in (here / "mine.ttl").read_text(encoding="utf-8")


def test_the_pages_lie_beside_the_graph_unless_told_otherwise(kg: Run, built: Path, here: Path) -> None:
    (here / "mine").mkdir()
    (here / "mine" / "graph.nq").write_bytes((built / "graph.nq").read_bytes())
    code, out, err = kg("viz", "--graph", "mine")
    assert (code, err) == (0, "")
    index = here / "mine" / "site" / "index.html"
    assert str(index.relative_to(here)) in out
    linked = set(re.findall(r'href="(regions/[^"#]+\.html)"', index.read_text(encoding="utf-8")))
    assert len(linked) >= 14, "a page for each of the 14 cities"
    assert all((index.parent / page).exists() for page in linked)
    assert kg("viz", "--graph", "mine/graph.nq")[0] == 0, "a graph file has its pages beside it, too"


def test_pages_do_not_replace_a_folder_of_other_things(kg: Run, small: Path, here: Path) -> None:
    (here / "docs").mkdir()
    (here / "docs" / "letter.txt").write_text("mine", encoding="utf-8")
    code, _, err = kg("viz", "--graph", small, "--out", "docs")
    assert code == 1
    assert "docs" in err
    assert [path.name for path in (here / "docs").iterdir()] == ["letter.txt"]


def test_a_graph_that_breaks_a_rule_fails_validation(kg: Run, small: Path, here: Path) -> None:
    code, out, _ = kg("validate", "--graph", small, "--quick")
    assert code == 0
    assert "符合 conforms" in out
    broken = here / "broken.nq"
    broken.write_bytes(
        (small / "graph.nq").read_bytes() + b'<https://example.org/a> <https://example.org/p> "x" .\n'
    )
    code, out, _ = kg("validate", "--graph", broken, "--quick")
    assert code == 1
    assert "Violation" in out
    assert "example.org" in out
    code, out, _ = kg("validate", broken, "--quick", "--format", "html")
    assert code == 1 and "<html" in out[:200].lower() and "不符合" in out
    assert kg("validate", broken, "--graph", small)[0] == 2


def test_a_report_can_be_had_as_rdf(kg: Run, small: Path) -> None:
    code, out, _ = kg("validate", "--graph", small, "--quick", "--format", "ttl")
    assert code == 0
    g = rdflib.Graph().parse(data=out, format="turtle")
    assert (None, rdflib.SH.conforms, rdflib.Literal(True)) in g
