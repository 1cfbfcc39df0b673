"""The IRI rule: an IRI typed as prefix:local finds itself, on every engine at hand."""

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import GraphError
from kg.model import EntityRef, EntityType
from kg.rdf.iris import (
    KINDS,
    PREFIXES,
    clause_iri,
    digest,
    entity_iri,
    graph_iri,
    iri,
    local_name,
    prologue,
    rebase,
    split_iri,
)

HARD = (
    "“互联网＋”行动计划",
    "±1100KV直流特高压",
    "-40℃冷库",
    "·纳林",
    "…",
    "5.0",
    "3.2万吨.",
    "1∶2—4",
    "①号线",
    "辽阳（太子河）商贸商务集聚区",
    "VR/AR",
    "50%",
    "GB/T 4754-2011",
    "a:b;c,d",
    "C#",
    "A&B~C",
    "10'",
    "★",
    "𠮷野家",
    "é",
    "\u0301a",
    "_x",
    "7-3",
    "a\\b",
    "€",
    "①★",
    "2×30万千瓦",
    "liaoning-2015-traditional-industry_26",
    "doc.3.1.2",
)
names = st.one_of(st.sampled_from(HARD), st.text(min_size=1, max_size=12))


def named(name: str) -> str | None:
    try:
        return local_name(name)
    except GraphError:
        return None


@given(names)
def test_local_name_is_its_own_spelling(name: str) -> None:
    local = named(name)
    if local is not None:
        assert local_name(local) == local
        assert "\\" not in local and "%" not in local
        assert local[0] not in "-.·" and local[-1] != "."


def rows_rdflib(query: str, node: str) -> int:
    g = rdflib.Graph()
    g.add((rdflib.URIRef(node), rdflib.RDFS.label, rdflib.Literal("x")))
    return len(list(g.query(query)))


def rows_oxigraph(query: str, node: str) -> int:
    store = ox.Store()
    store.add(ox.Quad(ox.NamedNode(node), ox.NamedNode(str(rdflib.RDFS.label)), ox.Literal("x")))
    return len(list(store.query(query)))


@pytest.mark.parametrize("rows", [rows_rdflib, rows_oxigraph], ids=["rdflib", "oxigraph"])
@settings(max_examples=150, deadline=None)
@given(name=names, kind=st.sampled_from(KINDS))
def test_typed_iri_finds_itself(rows, name: str, kind: str) -> None:
    local = named(name)
    if local is None:
        return
    query = prologue([kind, "rdfs"]) + f"SELECT ?l WHERE {{ {kind}:{local} rdfs:label ?l }}"
    assert rows(query, iri(kind, name).value) == 1, query


@pytest.mark.parametrize("name", HARD)
def test_hard_names_in_turtle(name: str) -> None:
    turtle = prologue(["concept", "rdfs"]) + f"concept:{local_name(name)} rdfs:label 'x' ."
    for parsed in (
        [str(s) for s in rdflib.Graph().parse(data=turtle, format="turtle").subjects()],
        [q.subject.value for q in ox.parse(turtle.encode(), format=ox.RdfFormat.TURTLE)],
    ):
        assert parsed == [iri("concept", name).value]


def test_industry_and_product_meet() -> None:
    industry = EntityRef(EntityType.INDUSTRY, "工业机器人")
    product = EntityRef(EntityType.PRODUCT, "工业机器人")
    assert entity_iri(industry) == entity_iri(product)
    assert entity_iri(industry) != entity_iri(EntityRef(EntityType.PROJECT, "工业机器人"))


def test_unlike_names_stay_apart() -> None:
    assert len({local_name(name) for name in ("-5", "5", "±5", "+5", "5%", "5.")}) == 6


def test_a_name_of_nothing_is_refused() -> None:
    with pytest.raises(GraphError, match="IRI"):
        local_name("“”　")


def test_graphs_are_closed() -> None:
    assert graph_iri("statements").value.endswith("/graph/statements")
    with pytest.raises(GraphError, match="statement"):
        graph_iri("statement")


def test_split_undoes_iri() -> None:
    node = clause_iri("liaoning-2015-traditional-industry", 26)
    assert split_iri(node.value) == ("clause", "liaoning-2015-traditional-industry_26")
    assert split_iri("http://example.org/") is None
    assert all(split_iri(namespace + "x") == (prefix, "x") for prefix, namespace in PREFIXES.items())


def test_digest_is_pinned() -> None:
    assert digest("a", 1) == digest("a", "1") == "839e11a421"
    assert digest("ab", "c") != digest("a", "bc")


def test_rebase_moves_every_iri_of_the_project() -> None:
    quad = ox.Quad(
        iri("region", "沈阳市"), ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#label"), ox.Literal("x")
    )
    (moved,) = rebase([quad], "https://data.example.org/")
    assert moved.subject.value == "https://data.example.org/id/region/沈阳市"
    assert moved.predicate == quad.predicate
    with pytest.raises(GraphError, match="ends with"):
        list(rebase([quad], "https://data.example.org"))
