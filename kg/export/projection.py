"""A subgraph as nodes and edges, for tools that know no RDF: one edge an assertion, its evidence on it.

Every entity, chain, stage and target is a node; a section is one where an agency leads or assists it. A
statement or restriction is an edge with its quote, paper, line, date, strength or mode and scope. A chain
points to its place and stages, a stage to the next one and to its concept, a target to its place, a region
to the regions it lies within, a concept to the broader one. A plain triple without an assertion (where the
evidence was left out, or it is inferred) is an edge without a quote.

Dropped: clause texts beyond the quotes, mentions with their offsets, silent clauses, the sections' tree.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad

from kg.export.closure import INFERRED, STATEMENTS, kind_of
from kg.export.selection import Subgraph
from kg.rdf.iris import PREFIX_OF_TYPE, PREFIXES, split_iri
from kg.rdf.reference import ontology_triples
from kg.rdf.vocabulary import node
from kg.store import shorten

ENTITY_KINDS: Final = tuple(dict.fromkeys(PREFIX_OF_TYPE.values()))
_NODE_KINDS: Final = (*ENTITY_KINDS, "chain", "stage", "target")

NODE_COLUMNS: Final = (
    "id",
    "label",
    "label_en",
    "aliases",
    "kind",
    "type",
    "type_zh",
    "code",
    "place",
    "stages",
    "indicator",
    "baseline",
    "bound",
    "value",
    "unit",
    "year",
    "position",
    "quote",
    "paper",
    "date",
    "line",
    "clause",
    "rule",
    "cue",
    "iri",
)
"""Columns of a node; those after ``code`` are for targets, stages and chains."""

EDGE_COLUMNS: Final = (
    "id",
    "source",
    "source_label",
    "predicate",
    "predicate_zh",
    "target",
    "target_label",
    "strength",
    "mode",
    "scope",
    "comparator",
    "threshold",
    "unit",
    "kept",
    "when",
    "quote",
    "paper",
    "date",
    "line",
    "clause",
    "asserted_by",
    "rule",
    "cue",
    "inferred",
)
"""Columns of an edge."""


NUMBERS: Final = frozenset({"line", "position", "baseline", "value", "threshold"})
"""Columns that hold numbers."""


def typed(column: str, value: str) -> str | float:
    """Return a column's value as a number where the column holds numbers, whole ones without a point.

    >>> typed("line", "26"), typed("value", "0.5"), typed("label", "26")
    (26, 0.5, '26')
    """
    if column not in NUMBERS:
        return value
    try:
        return int(value)
    except ValueError:
        pass
    try:
        return float(value)
    except ValueError:
        return value


@dataclass(frozen=True, slots=True)
class Node:
    """A node: its ``prefix:local`` id and the values of NODE_COLUMNS that it has."""

    id: str
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Edge:
    """An edge: ids of its ends and the values of EDGE_COLUMNS that it has."""

    id: str
    source: str
    target: str
    predicate: str
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Projection:
    """Nodes and edges, each sorted by id; the ends of every edge are nodes."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]


@dataclass
class _Facts:
    """The triples of a subgraph by subject and predicate, without the inferred ones."""

    by_subject: dict[NamedNode, dict[NamedNode, list[NamedNode | Literal]]] = field(default_factory=dict)

    @classmethod
    def of(cls, quads: Iterable[Quad]) -> _Facts:
        facts = cls()
        for quad in quads:
            if quad.graph_name != INFERRED:
                found = facts.by_subject.setdefault(quad.subject, {}).setdefault(quad.predicate, [])  # type: ignore[arg-type]
                if quad.object not in found:
                    found.append(quad.object)  # type: ignore[arg-type]
        return facts

    def all(self, subject: NamedNode, predicate: str) -> list[NamedNode | Literal]:
        return self.by_subject.get(subject, {}).get(node(predicate), [])

    def one(self, subject: NamedNode, predicate: str) -> NamedNode | None:
        return next((o for o in self.all(subject, predicate) if isinstance(o, NamedNode)), None)

    def text(self, subject: NamedNode | None, predicate: str, language: str = "") -> str:
        if subject is None:
            return ""
        literals = [o for o in self.all(subject, predicate) if isinstance(o, Literal)]
        return "|".join(sorted(o.value for o in literals if not language or o.language == language))

    def label(self, subject: NamedNode | None, language: str = "zh") -> str:
        return self.text(subject, "rdfs:label", language)

    def of_type(self, kind: str) -> Iterator[NamedNode]:
        wanted = node(kind)
        for subject, facts in self.by_subject.items():
            if wanted in facts.get(node("rdf:type"), ()):
                yield subject


_FOREIGN_LABELS: Final = {node("skos:broader").value: "上位概念"}


@cache
def term_labels() -> Mapping[str, str]:
    """Return the Chinese label of every term of the ontology, by IRI."""
    return _FOREIGN_LABELS | {
        subject.value: target.value
        for graph, triples in ontology_triples()
        for subject, predicate, target in triples
        if graph == "labels" and isinstance(target, Literal) and target.language == "zh"
    }


def project(subgraph: Subgraph) -> Projection:
    """Return a subgraph as nodes and edges, as the module says."""
    facts = _Facts.of(subgraph.quads)
    edges = {edge.id: edge for edge in _edges(facts, subgraph.quads)}
    ends = {end for edge in edges.values() for end in (edge.source, edge.target)}
    things = [
        thing
        for thing in facts.by_subject
        if kind_of(thing) in _NODE_KINDS or (kind_of(thing) and shorten(thing.value) in ends)
    ]
    nodes = sorted((_node(facts, thing) for thing in things), key=lambda each: each.id)
    named = {each.id: each.values.get("label", "") for each in nodes}
    ordered = [edges[key] for key in sorted(edges)]
    return Projection(tuple(nodes), tuple(_labelled(edge, named) for edge in ordered))


def _node(facts: _Facts, thing: NamedNode) -> Node:
    types = [o for o in facts.all(thing, "rdf:type") if isinstance(o, NamedNode)]
    own = sorted(o.value for o in types if o.value.startswith(PREFIXES["kgo"]))
    values = {
        "id": shorten(thing.value),
        "label": facts.label(thing),
        "label_en": facts.label(thing, "en"),
        "aliases": facts.text(thing, "skos:altLabel"),
        "kind": kind_of(thing),
        "type": "|".join((split_iri(iri) or ("", iri))[1] for iri in own),
        "type_zh": "|".join(term_labels().get(iri, "") for iri in own),
        "code": facts.text(thing, "kgo:gbt2260") or facts.text(thing, "kgo:gbt4754"),
        "iri": thing.value,
    }
    if kind_of(thing) in ("target", "chain", "stage"):
        values |= {name: facts.text(thing, f"kgo:{name}") for name in ("indicator", "baseline", "value")}
        values |= {name: facts.text(thing, f"kgo:{name}") for name in ("year", "position")}
        values |= {name: facts.label(facts.one(thing, f"kgo:{name}")) for name in ("bound", "unit")}
    if kind_of(thing) == "chain":
        stages = [o for o in facts.all(thing, "kgo:hasStage") if isinstance(o, NamedNode)]
        stages.sort(key=lambda stage: int(facts.text(stage, "kgo:position") or 0))
        values["stages"] = "|".join(facts.label(stage) for stage in stages)
    if kind_of(thing) in ("target", "chain"):
        values["place"] = facts.label(facts.one(thing, "kgo:place"))
        evidence = _evidence(facts, thing)
        values |= {name: evidence[name] for name in NODE_COLUMNS if name in evidence}
    return Node(values["id"], {name: values[name] for name in NODE_COLUMNS if values.get(name)})


def _evidence(facts: _Facts, about: NamedNode) -> dict[str, str]:
    clause, paper = facts.one(about, "kgo:statedIn"), facts.one(about, "kgo:sourceDocument")
    issuers = [o for o in facts.all(about, "kgo:assertedBy") if isinstance(o, NamedNode)]
    return {
        "when": facts.text(about, "kgo:when"),
        "quote": facts.text(about, "kgo:quote"),
        "paper": facts.text(paper, "kgo:title"),
        "date": facts.text(about, "kgo:asOf"),
        "line": facts.text(clause, "kgo:line"),
        "clause": shorten(clause.value) if clause else "",
        "asserted_by": "|".join(sorted(facts.label(issuer) for issuer in issuers)),
        "rule": facts.text(about, "kgo:rule"),
        "cue": facts.text(about, "kgo:cue"),
        "strength": facts.label(facts.one(about, "kgo:strength")),
    }


def _edge(
    source: NamedNode, predicate: NamedNode, target: NamedNode, values: Mapping[str, str], name: str = ""
) -> Edge:
    short = (split_iri(predicate.value) or ("", shorten(predicate.value)))[1]
    ends = {"source": shorten(source.value), "target": shorten(target.value), "predicate": short}
    known = {
        "id": name or f"{ends['source']}|{short}|{ends['target']}",
        **ends,
        "predicate_zh": term_labels().get(predicate.value, ""),
        **values,
    }
    kept = {column: known[column] for column in EDGE_COLUMNS if known.get(column)}
    return Edge(known["id"], ends["source"], ends["target"], short, kept)


def _labelled(edge: Edge, named: Mapping[str, str]) -> Edge:
    values = {**edge.values, "source_label": named[edge.source], "target_label": named[edge.target]}
    kept = {column: values[column] for column in EDGE_COLUMNS if values.get(column)}
    return Edge(edge.id, edge.source, edge.target, edge.predicate, kept)


def _edges(facts: _Facts, quads: Iterable[Quad]) -> Iterator[Edge]:
    asserted: set[tuple[object, object, object]] = set()
    for edge, triple in (*_statements(facts), *_restrictions(facts)):
        asserted.add(triple)
        yield edge
    yield from _structure(facts)
    for quad in quads:
        triple = (quad.subject, quad.predicate, quad.object)
        if quad.graph_name not in (STATEMENTS, INFERRED) or triple in asserted:
            continue
        if _is_thing(quad.subject) and _is_thing(quad.object):
            mark = {"inferred": "true"} if quad.graph_name == INFERRED else {}
            yield _edge(*triple, mark)  # type: ignore[arg-type]


def _is_thing(term: object) -> bool:
    return kind_of(term) in (*ENTITY_KINDS, "section")


_Written = Iterator[tuple[Edge, tuple[object, object, object]]]


def _statements(facts: _Facts) -> _Written:
    for about in list(facts.of_type("kgo:Statement")):
        ends = [facts.one(about, f"kgo:{part}") for part in ("subject", "predicate", "object")]
        subject, predicate, target = ends
        if subject and predicate and target:
            values = _evidence(facts, about)
            yield (
                _edge(subject, predicate, target, values, shorten(about.value)),
                (subject, predicate, target),
            )


def _restrictions(facts: _Facts) -> _Written:
    for about in list(facts.of_type("kgo:Restriction")):
        ends = [facts.one(about, f"kgo:{part}") for part in ("place", "shortcut", "restrictedConcept")]
        place, predicate, concept = ends
        if place and predicate and concept:
            values = _evidence(facts, about)
            values |= {
                name: facts.label(facts.one(about, f"kgo:{name}")) for name in ("mode", "scope", "unit")
            }
            values |= {name: facts.text(about, f"kgo:{name}") for name in ("comparator", "threshold", "kept")}
            yield _edge(place, predicate, concept, values, shorten(about.value)), (place, predicate, concept)


_STRUCTURE: Final = (
    "kgo:hasStage",
    "kgo:nextStage",
    "kgo:stageConcept",
    "kgo:within",
    "kgo:memberOf",
    "skos:broader",
)


def _structure(facts: _Facts) -> Iterator[Edge]:
    """Yield the edges that no assertion carries: places of chains and targets, stages, what lies in what."""
    for subject in list(facts.by_subject):
        if kind_of(subject) not in _NODE_KINDS:
            continue
        predicates = (*_STRUCTURE, "kgo:place") if kind_of(subject) in ("chain", "target") else _STRUCTURE
        for predicate in predicates:
            for target in facts.all(subject, predicate):
                if isinstance(target, NamedNode) and kind_of(target) in _NODE_KINDS:
                    yield _edge(subject, node(predicate), target, {})
