"""The graph of the shipped papers: it keeps its promises, and what is known of the papers stands in it."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from kg.documents import read_corpus
from kg.model import DocumentReading
from kg.pipeline import read_all
from kg.rdf.builder import quads
from kg.rdf.iris import local_name, prologue, split_iri
from kg.rdf.validation import validate
from kg.resources import data_path


@pytest.fixture(scope="module")
def papers() -> list[DocumentReading]:
    documents = read_corpus(sorted(data_path("documents").glob("*.txt")))
    return list(read_all(documents))


@pytest.fixture(scope="module")
def graph(papers: list[DocumentReading]) -> list[ox.Quad]:
    return list(quads(papers))


@pytest.fixture(scope="module")
def store(graph: list[ox.Quad]) -> ox.Store:
    made = ox.Store()
    made.bulk_extend(graph)
    return made


def select(store: ox.Store, query: str) -> list[tuple[str, ...]]:
    found = store.query(prologue() + query, use_default_graph_as_union=True)
    return sorted({tuple((split_iri(cell.value) or ("", cell.value))[1] for cell in row) for row in found})


@pytest.mark.slow
def test_the_graph_conforms(graph: list[ox.Quad]) -> None:
    report = validate(graph)
    assert report.findings == (), report.findings[:5]


def test_every_iri_can_be_typed(graph: list[ox.Quad]) -> None:
    terms = {term.value for quad in graph for term in quad if isinstance(term, ox.NamedNode)}
    locals_ = [parts[1] for term in terms if (parts := split_iri(term)) and parts[0] not in ("kgo", "graph")]
    assert len(locals_) > 5000
    assert [local for local in locals_ if local_name(local) != local] == []


def test_nine_sentences_stand_in_both_papers(store: ox.Store) -> None:
    rows = select(
        store,
        "SELECT ?l ?e ?q { ?r kgo:repeatingClause ?later ; kgo:repeatedClause ?earlier ; kgo:quote ?q ;"
        " kgo:similarity ?s . FILTER(?s = 1) ?later kgo:line ?l ; kgo:inDocument ?a . ?earlier kgo:line ?e ;"
        " kgo:inDocument ?b . ?later kgo:repeatsExactly ?earlier . FILTER(?a != ?b) }",
    )
    assert len(rows) == 9
    lines = {(row[0], row[1]) for row in rows}
    assert lines == {("43", "35"), ("45", "26"), ("52", "48"), ("60", "27"), ("61", "28")}


def test_the_missing_annex_and_a_cited_plan_are_listed(store: ox.Store) -> None:
    missing = {row[0] for row in select(store, "SELECT ?x { ?x kgo:inCorpus false }")}
    assert {"liaoning-2015-industrial-layout_附件1", "中国制造2025"} <= missing
    assert "liaoning-2015-industrial-layout_附件2" not in missing


def test_the_province_speaks_and_the_city_is_the_place(store: ox.Store) -> None:
    rows = select(
        store,
        "SELECT DISTINCT ?issuer { ?r a kgo:Restriction ; kgo:place region:辽阳市 ; kgo:assertedBy ?issuer }",
    )
    assert rows == [("辽宁省人民政府",)]


def test_every_line_is_a_clause_with_its_own_graph(papers: list[DocumentReading], store: ox.Store) -> None:
    lines = sum(len(paper.document.clauses) for paper in papers)
    rows = select(store, "SELECT ?clause { GRAPH ?clause { ?clause kgo:text ?text . ?clause a kgo:Clause } }")
    named = [row for row in rows if "_" in row[0]]
    assert len(named) == lines == 675
