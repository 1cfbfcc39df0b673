"""What is inferred: the same as owlrl infers, in its own graph, and nothing that was there."""

from __future__ import annotations

import owlrl
import pyoxigraph as ox
import pytest
import rdflib

from kg.model import DocumentReading
from kg.rdf.builder import quads
from kg.rdf.inference import INFERRED, PREMISES, chains, closure, infer
from kg.rdf.iris import BASE, prologue, shortened
from kg.resources import ontology_path

Readings = list[DocumentReading]


@pytest.fixture(scope="module")
def stated(readings: Readings) -> list[ox.Quad]:
    return list(quads(readings[:1]))


@pytest.fixture(scope="module")
def inferred(stated: list[ox.Quad]) -> list[ox.Quad]:
    return list(infer(stated))


def short(quad: ox.Quad) -> str:
    terms = (quad.subject, quad.predicate, quad.object)
    return " ".join(shortened(t.value) if isinstance(t, ox.NamedNode) else str(t) for t in terms)


@pytest.mark.parametrize(
    "triple",
    [
        "region:辽阳市 kgo:restricts concept:钢铁",
        "concept:钢铁 kgo:capacityCappedIn region:辽阳市",
        "concept:电主轴 kgo:includedIn concept:高档数控机床",
        "enterprise:沈阳机床 kgo:sitedWithin region:辽宁省",
        "region:大连市 kgo:promotesAsMember concept:机器人产业",
        "region:沈阳市 kgo:promotesPartOf concept:机床",
        "park:沈阳机器人产业园 rdf:type kgo:Park",
        "region:沈阳市 rdf:type schema:Place",
        "doc:tools-2015 eli:passed_by agency:辽宁省人民政府",
        "clause:tools-2015_3 eli:is_part_of section:tools-2015_1",
    ],
)
def test_what_follows(inferred: list[ox.Quad], stated: list[ox.Quad], triple: str) -> None:
    found = {short(quad) for quad in inferred}
    if "机床" in triple and "promotesPartOf" in triple:
        broader = [
            quad.object.value
            for quad in stated
            if shortened(quad.predicate.value) == "skos:broader"
            and quad.subject.value.endswith("高档数控机床")
        ]
        triple = f"region:沈阳市 kgo:promotesPartOf {shortened(broader[0])}"
    assert triple in found


@pytest.mark.parametrize(
    "triple",
    [
        "region:辽阳市 kgo:prohibits concept:钢铁",
        "region:大连市 kgo:promotes concept:机器人产业",
        "enterprise:沈阳机床 kgo:locatedIn region:辽宁省",
        "region:沈阳市 kgo:promotes concept:电主轴",
    ],
)
def test_what_does_not_follow(inferred: list[ox.Quad], triple: str) -> None:
    assert triple not in {short(quad) for quad in inferred}


def test_inferred_triples_are_new_and_in_their_own_graph(
    inferred: list[ox.Quad], stated: list[ox.Quad]
) -> None:
    assert inferred and {quad.graph_name for quad in inferred} == {INFERRED}
    assert len(set(inferred)) == len(inferred)
    known = {quad.triple for quad in stated if quad.graph_name in PREMISES}
    assert not known & {quad.triple for quad in inferred}


def test_only_things_of_the_graph_are_inferred_about(inferred: list[ox.Quad]) -> None:
    for quad in inferred:
        assert isinstance(quad.subject, ox.NamedNode) and quad.subject.value.startswith(f"{BASE}id/")
        assert quad.subject != quad.object and not isinstance(quad.object, ox.BlankNode)
        assert "owl#" not in quad.predicate.value and "owl#" not in str(quad.object)


def test_owlrl_infers_the_same(stated: list[ox.Quad], inferred: list[ox.Quad]) -> None:
    """Another reasoner, with property chains of its own, agrees on every object triple about things."""
    things = f"{BASE}id/"
    few = [
        quad
        for quad in stated
        if quad.graph_name in PREMISES
        and isinstance(quad.object, ox.NamedNode)
        and quad.subject.value.startswith(things)
        and "/silence/" not in quad.object.value
    ]
    g = rdflib.Graph().parse(ontology_path())
    vocabulary = set(g)
    for quad in few:
        g.add(tuple(rdflib.URIRef(term.value) for term in (quad.subject, quad.predicate, quad.object)))
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(g)
    errors = list(g.objects(None, rdflib.URIRef("http://www.daml.org/2002/03/agents/agent-ont#error")))
    assert not errors, errors
    machinery = (str(rdflib.OWL), str(rdflib.RDFS), str(rdflib.RDF))
    theirs = {
        f"{shortened(str(s))} {shortened(str(p))} {shortened(str(o))}"
        for s, p, o in g
        if str(s).startswith(things)
        and isinstance(o, rdflib.URIRef)
        and (s, p, o) not in vocabulary
        and s != o
        and not str(o).startswith(machinery)
        and (p == rdflib.RDF.type or not str(p).startswith(machinery))
    } - {short(quad) for quad in few}
    ontology_things = {
        str(s) for s, _, _ in vocabulary if isinstance(s, rdflib.URIRef) and str(s).startswith(things)
    }
    theirs = {one for one in theirs if expanded(one) not in ontology_things}
    ours = {
        short(quad)
        for quad in infer(few)
        if isinstance(quad.object, ox.NamedNode) and quad.subject.value not in ontology_things
    }
    assert theirs - ours == set()
    assert ours - theirs == set()
    assert len(ours) > 200


def expanded(triple: str) -> str:
    prefix, _, local = triple.split(" ")[0].partition(":")
    return f"{BASE}id/{prefix}/{local}"


def test_nothing_inferred_contradicts_disjointness(stated: list[ox.Quad], inferred: list[ox.Quad]) -> None:
    store = ox.Store()
    store.extend([*stated, *inferred])
    pairs = [
        ("Region", "Park"),
        ("Park", "Organization"),
        ("Enterprise", "Agency"),
        ("EconomicConcept", "Project"),
    ]
    for one, other in pairs:
        query = prologue() + f"ASK {{ ?x a kgo:{one} , kgo:{other} }}"
        assert not store.query(query, use_default_graph_as_union=True)


def test_chains_come_from_the_ontology() -> None:
    made = {shortened(one.value) for one, _ in chains()}
    assert made == {
        "kgo:sitedWithin",
        "kgo:promotesAsMember",
        "kgo:restrictsAsMember",
        "kgo:promotesPartOf",
    }


def test_patterns_draw_what_the_reasoner_draws_from_all_triples(stated: list[ox.Quad]) -> None:
    """Every fifth triple without those that rules join, since the reasoner does not join them all."""
    joining = {step for _, steps in chains() for step in steps}
    few = [
        quad
        for quad in sorted(stated, key=str)[::5]
        if quad.graph_name in PREMISES
        and quad.predicate not in joining
        and quad.subject.value.startswith(f"{BASE}id/")
        and isinstance(quad.object, ox.NamedNode)
    ]
    about = {(quad.subject, quad.predicate, quad.object) for quad in few}
    drawn = closure(about) - closure(set()) - about
    wanted = {
        (subject, predicate, target)
        for subject, predicate, target in drawn
        if subject != target and "owl#" not in f"{predicate}{target}" and "/22-rdf" not in str(target)
    }
    ours = {(quad.subject, quad.predicate, quad.object) for quad in infer(few)}
    assert {triple for triple in wanted if "rdf-schema#" not in str(triple[1])} == ours
    assert len(ours) > 100


def test_the_ontology_has_no_construct_whose_rules_join_triples_unseen() -> None:
    """Patterns of single triples suffice only as long as nothing else joins them."""
    g = rdflib.Graph().parse(ontology_path())
    owl = str(rdflib.OWL)
    used = {str(term).removeprefix(owl) for triple in g for term in triple if str(term).startswith(owl)}
    assert used <= {
        *("AllDisjointClasses", "members", "AnnotationProperty", "Class", "DatatypeProperty"),
        *("ObjectProperty", "Ontology", "inverseOf", "versionIRI", "versionInfo"),
        *("TransitiveProperty", "propertyChainAxiom"),
    }
