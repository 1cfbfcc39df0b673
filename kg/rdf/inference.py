"""What follows from the graph by the ontology, in a named graph of its own.

OWL 2 RL: super-properties and super-classes, inverses, regions within regions, broader industries, and the
property chains (what stands in a county stands in its city; what a group of regions promotes, its members
promote as members). The closure is made by the ``reasonable`` package, whose rules leave property chains
out; those are joined here, and the closure made again until nothing is new.

Nothing of ``graph:inferred`` is evidence: a query that wants it says so.
"""

from __future__ import annotations

import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
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


def infer(quads: Iterable[ox.Quad]) -> Iterator[ox.Quad]:
    """Yield what follows from quads and is not among them, as quads of ``graph:inferred``.

    Takes some seconds a hundred thousand quads. Only triples about the graph's own things come out: none
    of the ontology's terms, no ``owl:Thing``, nothing of a thing and itself.
    """
    premises = {triple for quad in quads if quad.graph_name in PREMISES for triple in _premise(quad)}
    known = closure(premises)
    while joined := set(_joined(known)) - known:
        known |= joined
        if any(predicate in _fruitful() for _, predicate, _ in joined):
            known = closure(known)
    for subject, predicate, target in known - premises - closure(set()):
        if _worth(subject, predicate, target):
            yield ox.Quad(subject, predicate, target, INFERRED)


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
def _ontology() -> rdflib.Graph:
    return rdflib.Graph().parse(ontology_path())


@cache
def _raised() -> frozenset[str]:
    """Return the properties that have a super-property: the only ones whose literals add anything."""
    return frozenset(str(one) for one in _ontology().subjects(RDFS.subPropertyOf))


@cache
def _fruitful() -> frozenset[ox.NamedNode]:
    """Return the properties that a rule or chain draws more from than the types of both ends."""
    g = _ontology()
    used = {*g.subjects(RDFS.subPropertyOf), *g.subjects(OWL.inverseOf), *g.objects(None, OWL.inverseOf)}
    used |= set(g.subjects(RDF.type, OWL.TransitiveProperty))
    return frozenset(ox.NamedNode(str(one)) for one in used) | {
        step for _, steps in chains() for step in steps
    }


def _premise(quad: ox.Quad) -> Iterator[Triple]:
    subject, predicate, target = quad.subject, quad.predicate, quad.object
    if isinstance(subject, ox.NamedNode) and subject.value.startswith(_THINGS):
        literal = isinstance(target, ox.Literal) and predicate.value in _raised()
        if literal or isinstance(target, ox.NamedNode):
            yield subject, predicate, target  # type: ignore[misc]


def _joined(triples: set[Triple]) -> Iterator[Triple]:
    steps_of: dict[ox.NamedNode, dict[ox.NamedNode, set[ox.NamedNode]]] = defaultdict(
        lambda: defaultdict(set)
    )
    for subject, predicate, target in triples:
        if isinstance(target, ox.NamedNode):
            steps_of[predicate][subject].add(target)
    for made, (first, *others) in chains():
        ends = {(start, end) for start, targets in steps_of[first].items() for end in targets}
        for step in others:
            ends = {(start, end) for start, middle in ends for end in steps_of[step].get(middle, ())}
        yield from ((start, made, end) for start, end in ends)


def _worth(subject: ox.NamedNode, predicate: ox.NamedNode, target: ox.NamedNode | ox.Literal) -> bool:
    if predicate == node("rdf:type"):
        return isinstance(target, ox.NamedNode) and not target.value.startswith(_MACHINERY)
    return subject != target and not predicate.value.startswith(_MACHINERY)


def _triple(subject: rdflib.term.Node, predicate: rdflib.term.Node, target: rdflib.term.Node) -> Triple:
    return ox.NamedNode(str(subject)), ox.NamedNode(str(predicate)), _object(target)


def _object(term: rdflib.term.Node) -> ox.NamedNode | ox.Literal:
    if not isinstance(term, rdflib.Literal):
        return ox.NamedNode(str(term))
    if term.language:
        return ox.Literal(str(term), language=term.language)
    return ox.Literal(str(term), datatype=ox.NamedNode(str(term.datatype or XSD.string)))
