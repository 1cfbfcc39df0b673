"""What FOOPS! and OOPS! check of an ontology and can be checked offline, with a score card at the end.

Each check returns its offenders; none may have any. FOOPS! (Garijo, Corcho, Poveda-Villalón: FOOPS!: an
ontology pitfall scanner for the FAIR principles, ISWC 2021) gives the F-A-I-R checks, the catalogue of OOPS!
(Poveda-Villalón, Gómez-Pérez, Suárez-Figueroa: OOPS!, IJSWIS 10, 2014) the P ones.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator

import networkx as nx
import pytest
from rdflib import DCTERMS, OWL, RDF, RDFS, SKOS, VANN, XSD, BNode, Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from kg.rdf.iris import BASE, PREFIXES
from kg.resources import ontology_path

G = Graph().parse(ontology_path())
ONTOLOGY = URIRef(f"{BASE}ontology")
KGO = PREFIXES["kgo"]
CHECKS: dict[str, Callable[[], Iterable[object]]] = {}


def check(name: str) -> Callable[[Callable[[], Iterable[object]]], Callable[[], Iterable[object]]]:
    def register(function: Callable[[], Iterable[object]]) -> Callable[[], Iterable[object]]:
        CHECKS[name] = function
        return function

    return register


def own(kind: Node) -> list[URIRef]:
    return sorted(one for one in G.subjects(RDF.type, kind) if str(one).startswith(KGO))


CLASSES = own(OWL.Class)
LINKS = own(OWL.ObjectProperty)
VALUES = own(OWL.DatatypeProperty)
TERMS = CLASSES + LINKS + VALUES
CODED = sorted(
    {
        one
        for kind in G.subjects(RDFS.subClassOf, URIRef(f"{KGO}CodedValue"))
        for one in G.subjects(RDF.type, kind)
    }
)


def local(term: Node) -> str:
    return str(term).removeprefix(KGO)


def in_both_languages(term: Node, predicate: URIRef) -> bool:
    found = [one for one in G.objects(term, predicate) if isinstance(one, Literal) and str(one).strip()]
    return sorted(str(one.language) for one in found) == ["en", "zh"]


def names(graph: Iterable[tuple[Node, Node]]) -> nx.DiGraph:
    made: nx.DiGraph = nx.DiGraph()
    made.add_edges_from((str(one), str(other)) for one, other in graph)
    return made


# --- FOOPS!: findable, accessible, interoperable, reusable


@check("F1 the IRI is persistent and the version has its own")
def _() -> Iterator[object]:
    version = G.value(ONTOLOGY, OWL.versionIRI)
    if not str(ONTOLOGY).startswith("https://w3id.org/") or version in (None, ONTOLOGY):
        yield version
    if not str(version).endswith(str(G.value(ONTOLOGY, OWL.versionInfo))):
        yield G.value(ONTOLOGY, OWL.versionInfo)


@check("F2 title, description, abstract, creator, publisher, dates, citation, prefix and namespace are given")
def _() -> Iterator[object]:
    wanted = (
        *(DCTERMS.title, DCTERMS.description, DCTERMS.abstract, DCTERMS.creator, DCTERMS.publisher),
        *(DCTERMS.created, DCTERMS.modified, DCTERMS.issued, DCTERMS.bibliographicCitation, RDFS.label),
        *(VANN.preferredNamespacePrefix, VANN.preferredNamespaceUri),
    )
    yield from (one for one in wanted if G.value(ONTOLOGY, one) is None)
    if str(G.value(ONTOLOGY, VANN.preferredNamespaceUri)) != KGO:
        yield VANN.preferredNamespaceUri


@check("A1 the file parses as Turtle and as N-Triples of itself")
def _() -> Iterator[object]:
    again = Graph().parse(data=G.serialize(format="nt"), format="nt")
    if len(again) != len(G):
        yield len(again)


@check("I1 established vocabularies are reused by sub-class or sub-property")
def _() -> Iterator[object]:
    wanted = ("eli", "prov", "skos", "org", "schema", "nif", "qudt", "dcterms")
    namespaces = {
        "eli": "http://data.europa.eu/eli/ontology#",
        "prov": "http://www.w3.org/ns/prov#",
        "skos": str(SKOS),
        "org": "http://www.w3.org/ns/org#",
        "schema": "https://schema.org/",
        "nif": "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#",
        "qudt": "http://qudt.org/schema/qudt/",
        "dcterms": str(DCTERMS),
    }
    above = {str(o) for p in (RDFS.subClassOf, RDFS.subPropertyOf) for o in G.objects(None, p)}
    yield from (one for one in wanted if not any(term.startswith(namespaces[one]) for term in above))


@check("R1 a licence is given, as an IRI")
def _() -> Iterator[object]:
    licence = G.value(ONTOLOGY, DCTERMS.license)
    if not isinstance(licence, URIRef):
        yield licence


@check("R2 every term has a label in Chinese and in English")
def _() -> Iterator[object]:
    yield from (one for one in TERMS + CODED if not in_both_languages(one, RDFS.label))


@check("R3 every term has a definition in Chinese and in English")
def _() -> Iterator[object]:
    yield from (one for one in TERMS + CODED if not in_both_languages(one, SKOS.definition))


@check("R4 every term has an example")
def _() -> Iterator[object]:
    yield from (one for one in TERMS if G.value(one, SKOS.example) is None)


@check("R5 every term says where it is defined")
def _() -> Iterator[object]:
    yield from (one for one in TERMS if G.value(one, RDFS.isDefinedBy) != ONTOLOGY)


# --- OOPS!


@check("P03 no property is called 'is' or 'has' alone")
def _() -> Iterator[object]:
    yield from (one for one in LINKS + VALUES if local(one) in {"is", "has", "be", "of"})


@check("P04 no term is connected to nothing")
def _() -> Iterator[object]:
    links = (RDFS.subClassOf, RDFS.domain, RDFS.range, RDFS.subPropertyOf, OWL.inverseOf)
    touched = {end for p in links for pair in G.subject_objects(p) for end in pair}
    yield from (one for one in CLASSES if one not in touched)


@check("P05 an inverse has the domain and range the other way round")
def _() -> Iterator[object]:
    for one, other in G.subject_objects(OWL.inverseOf):
        if str(one).startswith(KGO):
            ends = (G.value(one, RDFS.domain), G.value(one, RDFS.range))
            if ends != (G.value(other, RDFS.range), G.value(other, RDFS.domain)):
                yield one, other


@check("P06 no class or property is above itself")
def _() -> Iterator[object]:
    for predicate in (RDFS.subClassOf, RDFS.subPropertyOf):
        yield from nx.simple_cycles(names(G.subject_objects(predicate)))


@check("P07 no class merges two concepts")
def _() -> Iterator[object]:
    yield from (one for one in CLASSES if re.search(r"And(?=[A-Z])|Or(?=[A-Z])", local(one)))


@check("P10 classes that exclude each other say so")
def _() -> Iterator[object]:
    apart = {
        frozenset((one, other))
        for whole in G.subjects(RDF.type, OWL.AllDisjointClasses)
        for members in G.objects(whole, OWL.members)
        for one in Collection(G, members)
        for other in Collection(G, members)
        if one != other
    }
    kinds = ("Region", "Park", "Organization", "EconomicConcept", "Project", "Policy")
    for one in kinds:
        for other in kinds:
            if one < other and frozenset((URIRef(KGO + one), URIRef(KGO + other))) not in apart:
                yield one, other


@check("P11 every property has a domain and a range, or says why not")
def _() -> Iterator[object]:
    for one in LINKS + VALUES:
        for end in (RDFS.domain, RDFS.range):
            if G.value(one, end) is None and not in_both_languages(one, SKOS.scopeNote):
                yield one, end


@check("P13 every link has an inverse, or says why not")
def _() -> Iterator[object]:
    paired = {end for pair in G.subject_objects(OWL.inverseOf) for end in pair}
    yield from (one for one in LINKS if one not in paired and not in_both_languages(one, SKOS.editorialNote))


@check("P19 no property has two domains or two ranges")
def _() -> Iterator[object]:
    for one in LINKS + VALUES:
        for end in (RDFS.domain, RDFS.range):
            if len(list(G.objects(one, end))) > 1:
                yield one, end


@check("P20 no definition is only the label")
def _() -> Iterator[object]:
    for one in TERMS:
        labels = {str(words) for words in G.objects(one, RDFS.label)}
        yield from (one for words in G.objects(one, SKOS.definition) if str(words).strip("。.") in labels)


@check("P21 no class is a rest of others")
def _() -> Iterator[object]:
    yield from (one for one in CLASSES if re.match(r"Other|Misc", local(one)))


@check("P22 classes are written UpperCamel, properties lowerCamel")
def _() -> Iterator[object]:
    yield from (one for one in CLASSES if not re.fullmatch(r"[A-Z][A-Za-z]+", local(one)))
    yield from (one for one in LINKS + VALUES if not re.fullmatch(r"[a-z][A-Za-z0-9]+", local(one)))


@check("P25 no property is its own inverse")
def _() -> Iterator[object]:
    yield from (one for one, other in G.subject_objects(OWL.inverseOf) if one == other)


@check("P29 a transitive property has one class on both sides")
def _() -> Iterator[object]:
    for one in G.subjects(RDF.type, OWL.TransitiveProperty):
        if str(one).startswith(KGO) and G.value(one, RDFS.domain) != G.value(one, RDFS.range):
            yield one


@check("P32 no two classes, and no two properties, have one label")
def _() -> Iterator[object]:
    for terms in (CLASSES, LINKS + VALUES):
        labels = Counter(words for one in terms for words in G.objects(one, RDFS.label))
        yield from ((words, count) for words, count in labels.items() if count > 1)


@check("P33 a property chain has more than one step")
def _() -> Iterator[object]:
    for one, steps in G.subject_objects(OWL.propertyChainAxiom):
        if len(Collection(G, steps)) < 2:
            yield one


@check("P34 and P35 every term that is used is declared")
def _() -> Iterator[object]:
    typed = set(G.subjects(RDF.type))
    for predicate in (RDFS.subClassOf, RDFS.subPropertyOf, RDFS.domain, RDFS.range, OWL.inverseOf):
        for one in G.objects(None, predicate):
            if one not in typed and not str(one).startswith((str(XSD), str(RDF))):
                yield one


@check("P36 no IRI has a file's ending")
def _() -> Iterator[object]:
    yield from (one for one in (ONTOLOGY, *TERMS) if re.search(r"\.(owl|ttl|rdf|xml)(#|$)", str(one)))


@check("P38 the ontology is declared once")
def _() -> Iterator[object]:
    found = set(G.subjects(RDF.type, OWL.Ontology))
    yield from found ^ {ONTOLOGY}


@check("P40 no term is coined in another's namespace")
def _() -> Iterator[object]:
    for one in set(G.subjects(SKOS.definition)):
        if not str(one).startswith(BASE):
            yield one


# --- OWL 2 RL


@check("RL nothing is written that the profile has no rule for")
def _() -> Iterator[object]:
    foreign = (
        *(OWL.unionOf, OWL.complementOf, OWL.oneOf, OWL.someValuesFrom, OWL.minCardinality, OWL.cardinality),
        *(OWL.hasSelf, OWL.disjointUnionOf, OWL.minQualifiedCardinality, OWL.qualifiedCardinality),
    )
    yield from ((p, s) for p in foreign for s in G.subjects(p))
    yield from G.subjects(RDF.type, OWL.ReflexiveProperty)
    datatypes = {o for p in VALUES for o in G.objects(p, RDFS.range)}
    allowed = {XSD.string, XSD.boolean, XSD.decimal, XSD.integer}
    yield from datatypes - allowed
    for one in (RDFS.domain, RDFS.range):
        yield from (o for o in G.objects(None, one) if isinstance(o, BNode))


@pytest.mark.parametrize("name", CHECKS)
def test_a_check_has_no_offenders(name: str) -> None:
    assert list(CHECKS[name]()) == []


def test_the_checks_see_something() -> None:
    assert len(CLASSES) > 50 and len(LINKS) > 80 and len(VALUES) > 35 and len(CODED) == 28


BAD = URIRef(f"{KGO}Bad_thing")
PITFALLS = [
    ([(BAD, RDF.type, OWL.Class)], ["R2", "R3", "R4", "R5", "P04", "P22"]),
    ([(URIRef(f"{KGO}Entity"), RDFS.subClassOf, URIRef(f"{KGO}City"))], ["P06"]),
    ([(URIRef(f"{KGO}promotes"), RDFS.range, URIRef(f"{KGO}Park"))], ["P19"]),
    ([(URIRef(f"{KGO}within"), OWL.inverseOf, URIRef(f"{KGO}within"))], ["P25"]),
    ([(URIRef(f"{KGO}hosts"), OWL.inverseOf, URIRef(f"{KGO}promotes"))], ["P05"]),
    ([(URIRef(f"{KGO}Park"), RDFS.label, Literal("Province", "en"))], ["R2"]),
    ([(URIRef(f"{KGO}City"), RDFS.subClassOf, URIRef("http://example.org/Town"))], ["P34"]),
    ([(SKOS.Concept, SKOS.definition, Literal("mine", "en"))], ["P40"]),
    ([(URIRef(f"{KGO}Park"), OWL.unionOf, RDF.nil)], ["RL"]),
    ([(URIRef("http://example.org/"), RDF.type, OWL.Ontology)], ["P38"]),
]


@pytest.mark.parametrize(("triples", "expected"), PITFALLS)
def test_a_pitfall_put_in_on_purpose_is_found(
    triples: list[tuple[Node, Node, Node]], expected: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(f"{__name__}.CLASSES", CLASSES + [BAD] * (triples[0][0] == BAD))
    monkeypatch.setattr(f"{__name__}.TERMS", TERMS + [BAD] * (triples[0][0] == BAD))
    for triple in triples:
        G.add(triple)
    try:
        failed = {name.split()[0] for name, function in CHECKS.items() if list(function())}
    finally:
        for triple in triples:
            G.remove(triple)
    assert set(expected) <= failed and bool(failed) == bool(expected)


def test_score_card(capsys: pytest.CaptureFixture[str]) -> None:
    offenders = {name: list(function()) for name, function in CHECKS.items()}
    passed = sum(not found for found in offenders.values())
    with capsys.disabled():
        print(f"\n\nOntology score card: {len(CLASSES)} classes, {len(LINKS)} links, {len(VALUES)} values")
        for name, found in offenders.items():
            print(f"  {'ok  ' if not found else 'FAIL'} {name}")
        print(f"  {passed} of {len(CHECKS)}")
    assert passed == len(CHECKS)
