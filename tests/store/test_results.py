from __future__ import annotations

import csv
import io
import json
import xml.etree.ElementTree as ET

import pytest
from rdflib import Graph
from rich.cells import cell_len

from kg.errors import UsageError
from kg.store import Repository, dump, shorten, table
from kg.store.results import ROW_FORMATS, TRIPLE_FORMATS

QUERY = """SELECT ?thing ?name ?n ?nothing WHERE { ?thing rdfs:label ?name . BIND(2.5 AS ?n) }
ORDER BY STR(?thing) LANG(?name)"""


def test_the_table_is_aligned_by_display_width(small: Repository) -> None:
    written = table(small.select(QUERY))
    lines = written.splitlines()
    assert len({cell_len(line[: line.index("│")]) for line in lines if "│" in line}) == 1
    assert "region:沈阳市" in written
    assert "Shenyang" in written
    assert lines[-1] == "(9 rows)"


def test_the_table_shows_markup_as_it_is(small: Repository) -> None:
    assert "[red]x[/red] :smile:" in table(small.select("SELECT ('[red]x[/red] :smile:' AS ?x) WHERE {}"))


def test_csv_tsv_json_and_xml_hold_the_same_rows(small: Repository) -> None:
    rows = small.select(QUERY)
    names = [row.text("name") for row in rows]
    lines = list(csv.DictReader(io.StringIO(dump(rows, "csv").decode())))
    assert [line["name"] for line in lines] == names
    assert [line["nothing"] for line in lines] == [""] * 9
    tsv = dump(rows, "tsv").decode().splitlines()
    assert tsv[0] == "?thing\t?name\t?n\t?nothing"
    assert tsv[1].endswith("\t2.5\t")
    found = json.loads(dump(rows, "json"))
    assert found["head"]["vars"] == ["thing", "name", "n", "nothing"]
    assert [line["name"]["value"] for line in found["results"]["bindings"]] == names
    assert found["results"]["bindings"][0]["name"]["xml:lang"] == "zh"
    root = ET.fromstring(dump(rows, "xml"))
    space = "{http://www.w3.org/2005/sparql-results#}"
    assert [e.text for e in root.iter(f"{space}literal")][::2] == names


@pytest.mark.parametrize("form", ["csv", "tsv", "json", "xml", "table"])
def test_truth_values_have_every_row_format(form: str) -> None:
    assert form in ROW_FORMATS
    assert dump(True, form) != dump(False, form)


@pytest.mark.parametrize("form", ["ttl", "nt", "rdf", "jsonld"])
def test_triples_are_read_back_the_same(small: Repository, form: str) -> None:
    assert form in TRIPLE_FORMATS
    triples = small.construct("CONSTRUCT WHERE { ?s rdfs:label ?name ; a ?type }")
    names = {"ttl": "turtle", "nt": "nt", "rdf": "xml", "jsonld": "json-ld"}
    g = Graph().parse(data=dump(triples, form), format=names[form])
    assert {tuple(part.n3() for part in triple) for triple in g} == {
        tuple(str(part) for part in triple) for triple in triples
    }


def test_turtle_is_written_with_prefixes(small: Repository) -> None:
    triples = small.construct("CONSTRUCT WHERE { ?s kgo:promotes ?o }")
    written = dump(triples, "ttl").decode()
    assert "region:沈阳市 kgo:promotes concept:" in written
    assert "@prefix skos:" not in written


def test_formats_that_do_not_fit_are_refused(small: Repository) -> None:
    with pytest.raises(UsageError, match=r"'tvs'.*did you mean tsv"):
        dump(True, "tvs")
    with pytest.raises(UsageError, match="holds triples, but the query answers rows"):
        dump(small.select("SELECT * WHERE {}"), "ttl")
    with pytest.raises(UsageError, match="holds rows, but the query answers triples"):
        dump(small.construct("CONSTRUCT WHERE { ?s kgo:promotes ?o }"), "csv")


def test_foreign_iris_are_shown_whole() -> None:
    assert shorten("http://example.org/a") == "http://example.org/a"
    assert shorten("http://www.w3.org/2004/02/skos/core#altLabel") == "skos:altLabel"
