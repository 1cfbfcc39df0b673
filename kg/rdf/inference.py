"""What follows from the graph by the ontology, in a named graph of its own.

OWL 2 RL: super-properties and super-classes, inverses, regions within regions, broader industries, and the
property chains (what stands in a county stands in its city; what a group of regions promotes, its members
promote as members). All but two of the rules that the ontology calls for draw from one triple at a time, so
the ``reasonable`` package is asked once, about a sample triple of each property and class, and its answer is
the pattern for every other triple. Transitive properties and property chains join triples: those are joined
here, among the few triples of the properties that take part, until nothing is new.

Nothing of ``graph:inferred`` is evidence: a query that wants it says so.
"""

from __future__ import annotations

import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path

import pyoxigraph as ox
import rdflib
from rdflib import OWL, RDF, RDFS, XSD
from rdflib.collection import Collection
from reasonable import PyReasoner

from kg.rdf.assertions import Triple
from kg.rdf.iris import BASE, graph_iri
from kg.rdf.vocabulary import node
from kg.resources import ontology_path

INFERRED = graph_iri("inferred")
PREMISES = frozenset(graph_iri(name) for name in ("statements", "labels", "documents", "reference"))
"""The graphs that are reasoned from."""

_THINGS = f"{BASE}id/"
_MACHINERY = ("http://www.w3.org/2002/07/owl#", "http://www.w3.org/2000/01/rdf-schema#", str(RDF))
_SUBJECT, _TARGET = ox.NamedNode(f"{_THINGS}any/subject"), ox.NamedNode(f"{_THINGS}any/target")
_WORDS = ox.Literal("any")

_Ends = defaultdict[ox.NamedNode, defaultdict[ox.NamedNode, set[ox.NamedNode]]]
"""Targets by property and subject."""


def infer(quads: Iterable[ox.Quad]) -> Iterator[ox.Quad]:
    """Yield what follows from quads and is not among them, as quads of ``graph:inferred``.

    Only triples about the graph's own things come out: none of the ontology's terms, no ``owl:Thing``,
    nothing of a thing and itself.
    """
    inference, premises, found = Inference(), set[Triple](), set[Triple]()
    for quad in quads:
        if quad.graph_name in PREMISES:
            premises.add((quad.subject, quad.predicate, quad.object))  # type: ignore[arg-type]
            found.update(inference.alone(quad))
    found.update(inference.together())
    for subject, predicate, target in found - premises:
        yield ox.Quad(subject, predicate, target, INFERRED)


class Inference:
    """What follows from quads that come one by one; only those that others are joined with are kept."""

    def __init__(self) -> None:
        self._ends: _Ends = defaultdict(lambda: defaultdict(set))
        self._joined: set[Triple] = set()
        for triple in _of_ontology():
            self._keep(*triple)

    def alone(self, quad: ox.Quad) -> Iterator[Triple]:
        """Yield what follows from a quad by itself; some of it may be stated, or come more than once."""
        if quad.graph_name in PREMISES:
            yield from self._drawn(quad.subject, quad.predicate, quad.object)  # type: ignore[arg-type]

    def together(self) -> Iterator[Triple]:
        """Yield what follows from several quads only, once all have come; some of it may be stated."""
        while new := set(_joined(self._ends)) - self._joined:
            self._joined |= new
            for triple in new:
                if _worth(*triple):
                    yield triple
                yield from self._drawn(*triple)

    def _drawn(
        self, subject: ox.NamedNode, predicate: ox.NamedNode, target: ox.NamedNode | ox.Literal
    ) -> Iterator[Triple]:
        self._keep(subject, predicate, target)
        filled: dict[object, object] = {_SUBJECT: subject, _TARGET: target, _WORDS: target}
        for pattern in _patterns().get(_kind(predicate, target), ()):
            start, made, end = (filled.get(term, term) for term in pattern)
            if isinstance(start, ox.NamedNode) and isinstance(made, ox.NamedNode):
                self._keep(start, made, end)  # type: ignore[arg-type]
                if _worth(start, made, end):  # type: ignore[arg-type]
                    yield start, made, end  # type: ignore[misc]

    def _keep(
        self, subject: ox.NamedNode, predicate: ox.NamedNode, target: ox.NamedNode | ox.Literal
    ) -> None:
        if predicate in _joining() and isinstance(target, ox.NamedNode) and _is_thing(subject):
            self._ends[predicate][subject].add(target)


def prepare() -> None:
    """Read the ontology and draw the patterns, so that nothing after this needs a file."""
    Inference()
    _patterns()
    _joining()


def _kind(predicate: ox.NamedNode, target: object) -> tuple[ox.NamedNode, object]:
    """Return what the patterns of a triple are kept under: triples of one kind give the same."""
    if isinstance(target, ox.Literal):
        return predicate, _WORDS
    return (predicate, target) if predicate == node("rdf:type") else (predicate, _TARGET)


@cache
def _patterns() -> Mapping[tuple[ox.NamedNode, object], tuple[Triple, ...]]:
    """Return what follows from any one triple, by its kind, with stand-ins for its subject and its target.

    The reasoner is given one triple of each kind, each about two things that no other has.
    """
    places: dict[object, tuple[tuple[ox.NamedNode, object], ox.NamedNode]] = {}
    samples: set[Triple] = set()
    for term in _terms():
        kinds: list[tuple[ox.NamedNode, ox.NamedNode | ox.Literal]] = [
            (term, _TARGET),
            (node("rdf:type"), term),
        ]
        for predicate, target in (*kinds, *(((term, _WORDS),) if term.value in _raised() else ())):
            subject = ox.NamedNode(f"{_SUBJECT.value}/{len(samples)}")
            places[subject] = (predicate, target), _SUBJECT
            if target == _TARGET:
                target = ox.NamedNode(f"{_TARGET.value}/{len(samples)}")
                places[target] = (predicate, _TARGET), _TARGET
            samples.add((subject, predicate, target))
    found = defaultdict(list)
    for subject, predicate, target in closure(samples) - samples:
        if subject in places:
            kind, stand_in = places[subject]
            end = places[target][1] if target in places else target
            found[kind].append((stand_in, predicate, end))
    return {kind: tuple(patterns) for kind, patterns in found.items()}


@cache
def _terms() -> tuple[ox.NamedNode, ...]:
    """Return the properties and classes that rules may know, those of RDF and OWL themselves left out."""
    found = {str(term) for triple in _ontology() for term in triple if isinstance(term, rdflib.URIRef)}
    return tuple(ox.NamedNode(term) for term in sorted(found) if not term.startswith((*_MACHINERY, _THINGS)))


@cache
def _of_ontology() -> frozenset[Triple]:
    """Return what holds of things by the ontology alone."""
    return frozenset(closure(set()))


def closure(triples: set[Triple]) -> set[Triple]:
    """Return triples about things with everything that the rules of OWL 2 RL but property chains add."""
    reasoner = PyReasoner()
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "premises.ttl"
        data.write_text("".join(f"{s} {p} {o} .\n" for s, p, o in triples), encoding="utf-8")
        reasoner.load_file(str(ontology_path()))
        reasoner.load_file(str(data))
    return {_triple(s, p, o) for s, p, o in reasoner.reason() if str(s).startswith(_THINGS)}


@cache
def chains() -> tuple[tuple[ox.NamedNode, tuple[ox.NamedNode, ...]], ...]:
    """Return the ontology's property chains: the property that follows, and the steps it follows from."""
    g = _ontology()
    found = [
        (str(made), tuple(str(step) for step in Collection(g, steps)))
        for made, steps in g.subject_objects(OWL.propertyChainAxiom)
    ]
    return tuple((ox.NamedNode(made), tuple(map(ox.NamedNode, steps))) for made, steps in sorted(found))


@cache
def _rules() -> tuple[tuple[ox.NamedNode, tuple[ox.NamedNode, ...]], ...]:
    """Return what joins triples: property chains, and transitive properties as chains of two."""
    transitive = sorted(str(one) for one in _ontology().subjects(RDF.type, OWL.TransitiveProperty))
    return (*chains(), *((one, (one, one)) for one in map(ox.NamedNode, transitive)))


@cache
def _joining() -> frozenset[ox.NamedNode]:
    return frozenset(step for _, steps in _rules() for step in steps)


@cache
def _ontology() -> rdflib.Graph:
    return rdflib.Graph().parse(ontology_path())


@cache
def _raised() -> frozenset[str]:
    """Return the properties that have a super-property: the only ones whose literals add anything."""
    return frozenset(str(one) for one in _ontology().subjects(RDFS.subPropertyOf))


def _joined(ends: _Ends) -> Iterator[Triple]:
    for made, (first, *others) in _rules():
        pairs = {(start, end) for start, targets in ends[first].items() for end in targets}
        for step in others:
            pairs = {(start, end) for start, middle in pairs for end in ends[step].get(middle, ())}
        yield from ((start, made, end) for start, end in pairs)


def _worth(subject: ox.NamedNode, predicate: ox.NamedNode, target: ox.NamedNode | ox.Literal) -> bool:
    """Whether a triple is about a thing of the graph and says more of it than that it is there."""
    if not _is_thing(subject) or (subject, predicate, target) in _of_ontology():
        return False
    if predicate == node("rdf:type"):
        return isinstance(target, ox.NamedNode) and not target.value.startswith(_MACHINERY)
    return subject != target and not predicate.value.startswith(_MACHINERY)


def _is_thing(term: object) -> bool:
    return isinstance(term, ox.NamedNode) and term.value.startswith(_THINGS)


def _triple(subject: rdflib.term.Node, predicate: rdflib.term.Node, target: rdflib.term.Node) -> Triple:
    return ox.NamedNode(str(subject)), ox.NamedNode(str(predicate)), _object(target)


def _object(term: rdflib.term.Node) -> ox.NamedNode | ox.Literal:
    if not isinstance(term, rdflib.Literal):
        return ox.NamedNode(str(term))
    if term.language:
        return ox.Literal(str(term), language=term.language)
    return ox.Literal(str(term), datatype=ox.NamedNode(str(term.datatype or XSD.string)))
