"""The description counts what is there, and the whole graph is one call."""

from __future__ import annotations

from collections import Counter

import pyoxigraph as ox
import pytest

from kg.model import DocumentReading
from kg.rdf.assembly import assemble
from kg.rdf.builder import quads
from kg.rdf.description import DATASET, describe, service_triples
from kg.rdf.inference import INFERRED
from kg.rdf.iris import GRAPHS, PREFIXES, iri, prologue
from kg.rdf.vocabulary import node

Readings = list[DocumentReading]


@pytest.fixture(scope="module")
def whole(readings: Readings) -> list[ox.Quad]:
    return assemble(readings)


def numbers(quads: list[ox.Quad], about: ox.NamedNode) -> dict[str, int]:
    return {
        quad.predicate.value.rpartition("#")[2]: int(quad.object.value)
        for quad in quads
        if quad.subject == about and isinstance(quad.object, ox.Literal) and quad.object.value.isdecimal()
    }


def test_counts_are_those_of_the_graph(whole: list[ox.Quad]) -> None:
    others = [quad for quad in whole if not quad.subject.value.startswith(PREFIXES["dataset"])]
    triples = {quad.triple for quad in others}
    told = numbers(whole, DATASET)
    assert told["triples"] == len(triples)
    assert told["distinctSubjects"] == len({triple.subject for triple in triples})
    assert told["distinctObjects"] == len({triple.object for triple in triples})
    assert told["properties"] == len({triple.predicate for triple in triples})
    assert told["documents"] == 2
    promoted = [triple for triple in triples if triple.predicate == node("kgo:promotes")]
    part = iri("dataset", "industry-kg", "property", "promotes")
    assert numbers(whole, part)["triples"] == len(promoted) > 0
    typed = [triple for triple in triples if triple.predicate == node("rdf:type")]
    clauses = [triple for triple in typed if triple.object == node("kgo:Clause")]
    assert numbers(whole, iri("dataset", "industry-kg", "class", "Clause"))["entities"] == len(clauses) == 18


def test_each_named_graph_is_a_subset_with_its_size(whole: list[ox.Quad]) -> None:
    others = [quad for quad in whole if not quad.subject.value.startswith(PREFIXES["dataset"])]
    sizes = Counter(quad.graph_name.value for quad in others)
    for name in GRAPHS:
        size = sizes.get(PREFIXES["graph"] + name)
        if size:
            assert numbers(whole, iri("dataset", "industry-kg", "graph", name))["triples"] == size
    clauses = numbers(whole, iri("dataset", "industry-kg", "graph", "clauses"))
    assert clauses["documents"] == 18 and clauses["triples"] == sum(
        size for name, size in sizes.items() if "/clause/" in name
    )


def test_a_description_does_not_count_itself(whole: list[ox.Quad]) -> None:
    assert set(describe(whole)) == {
        quad for quad in whole if quad.subject.value.startswith(PREFIXES["dataset"])
    }


def test_a_portal_finds_what_it_needs(whole: list[ox.Quad]) -> None:
    store = ox.Store()
    store.extend(whole)
    query = prologue() + (
        "SELECT ?title ?licence ?media { ?d a dcat:Dataset , void:Dataset ; dcterms:title ?title ;"
        " dcterms:description ?about ; dcterms:license ?licence ; void:exampleResource ?example ;"
        " dcterms:spatial region:辽宁省 ; dcat:distribution [ a dcat:Distribution ; dcat:mediaType ?media ] ;"
        ' void:uriSpace ?space . FILTER(LANG(?title) = "zh") }'
    )
    rows = list(store.query(query, use_default_graph_as_union=True))
    assert rows and rows[0]["title"].value == "产业政策知识图谱"


def test_the_service_description_names_every_graph() -> None:
    triples = service_triples("http://localhost:8000/sparql")
    named = {target.value for _, predicate, target in triples if predicate == node("sd:name")}
    assert named == {PREFIXES["graph"] + name for name in GRAPHS}
    assert (ox.NamedNode("http://localhost:8000/sparql"), node("rdf:type"), node("sd:Service")) in triples
    update = node("sd:SPARQL11Update")
    assert update not in {target for _, _, target in triples}
    assert update in {target for _, _, target in service_triples("http://localhost/sparql", update=True)}


def test_the_whole_graph_holds_what_follows_unless_told_not_to(readings: Readings) -> None:
    plain = assemble(readings, inferred=False)
    assert set(quads(readings)) < set(plain)
    assert INFERRED not in {quad.graph_name for quad in plain}


def test_the_whole_graph_does_not_depend_on_order(whole: list[ox.Quad], shuffled: Readings) -> None:
    assert set(assemble(shuffled)) == set(whole)
