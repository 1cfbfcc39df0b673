"""A subgraph as nodes and edges, for tools that know no RDF: one edge an assertion, its evidence on it.

Every entity, chain, stage and target is a node; a section is one where an agency leads or assists it. A
statement or restriction is an edge with its quote, paper, line, date, strength or mode and scope. A chain
points to its place and stages, a stage to the next one and to its concept, a target to its place, a region
to the regions it lies within, a concept to the broader one. A plain triple without an assertion (where the
evidence was left out, or it is inferred) is an edge without a quote.

Dropped: clause texts beyond the quotes, mentions with their offsets, silent clauses, the sections' tree.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from itertools import groupby
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad, Triple

from kg.export.closure import INFERRED, STATEMENTS, kind_of
from kg.export.ordered import Lines, Ordered, fingerprint
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
    """Nodes and edges, each sorted by id; the ends of every edge are nodes. Many of them wait on disk."""

    nodes: Ordered[Node]
    edges: Ordered[Edge]


def _as_line(item: Node | Edge) -> str:
    return f"{item.id}\x01{json.dumps(dict(item.values), ensure_ascii=False)}"


def _values(lines: Iterable[str]) -> Iterator[dict[str, str]]:
    return (json.loads(line.partition("\x01")[2]) for line in lines)


_NODES: Final = Lines[Node](_as_line, lambda lines: (Node(each["id"], each) for each in _values(lines)))
_EDGES: Final = Lines[Edge](
    _as_line,
    lambda lines: (
        Edge(each["id"], each["source"], each["target"], each["predicate"], each) for each in _values(lines)
    ),
)


_Value = NamedNode | Literal


@dataclass(frozen=True)
class _Facts:
    """What is stated of one subject, by predicate, without what is inferred."""

    subject: NamedNode
    values: Mapping[NamedNode, list[_Value]]

    def all(self, predicate: str) -> list[_Value]:
        return self.values.get(node(predicate), [])

    def one(self, predicate: str) -> NamedNode | None:
        return next((o for o in self.all(predicate) if isinstance(o, NamedNode)), None)

    def text(self, predicate: str, language: str = "") -> str:
        literals = [o for o in self.all(predicate) if isinstance(o, Literal)]
        return "|".join(sorted(o.value for o in literals if not language or o.language == language))

    def ends(self) -> tuple[NamedNode, NamedNode, NamedNode] | None:
        """Return the triple that an assertion stands for, None for what is none."""
        names = _ASSERTED.get(kind_of(self.subject), ())
        found = [self.one(f"kgo:{name}") for name in names]
        return (found[0], found[1], found[2]) if len(found) == 3 and all(found) else None  # type: ignore[return-value]


_ASSERTED: Final = {
    "statement": ("subject", "predicate", "object"),
    "restriction": ("place", "shortcut", "restrictedConcept"),
}


def _subjects(quads: Iterable[Quad]) -> Iterator[tuple[_Facts, list[Quad]]]:
    """Yield what is stated of one subject after another, and all its quads."""
    for subject, members in groupby(quads, key=lambda quad: quad.subject):
        held, values = list(members), dict[NamedNode, list[_Value]]()
        for quad in held:
            if quad.graph_name != INFERRED:
                found = values.setdefault(quad.predicate, [])
                if not found or found[-1] != quad.object:  # equal ones stand side by side
                    found.append(quad.object)  # type: ignore[arg-type]
        yield _Facts(subject, values), held


@dataclass(frozen=True)
class _Names:
    """What is shown of things where they are named elsewhere, and which triples are asserted.

    This alone grows with the graph: some hundred bytes a thing and a clause.
    """

    labels: dict[str, str] = field(default_factory=dict)
    lines: dict[str, str] = field(default_factory=dict)
    titles: dict[str, str] = field(default_factory=dict)
    positions: dict[str, int] = field(default_factory=dict)
    asserted: set[bytes] = field(default_factory=set)

    @classmethod
    def of(cls, quads: Iterable[Quad]) -> _Names:
        names = cls()
        for facts, _ in _subjects(quads):
            iri = facts.subject.value
            if label := facts.text("rdfs:label", "zh"):
                names.labels[iri] = label
            kind = kind_of(facts.subject)
            if kind == "clause":
                names.lines[iri] = facts.text("kgo:line")
            elif kind == "doc":
                names.titles[iri] = facts.text("kgo:title")
            elif kind == "stage":
                names.positions[iri] = int(facts.text("kgo:position") or 0)
            elif (ends := facts.ends()) is not None:
                names.asserted.add(fingerprint(Triple(*ends)))
        return names

    def label(self, thing: NamedNode | None) -> str:
        return self.labels.get(thing.value, "") if thing else ""


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
    names = _Names.of(subgraph.quads)
    edges = Ordered(_edges(names, subgraph.quads), _EDGES)
    sections = {end for edge in edges for end in (edge.source, edge.target) if end.startswith("section:")}
    things = (
        _node(names, facts)
        for facts, _ in _subjects(subgraph.quads)
        if facts.values
        and (kind_of(facts.subject) in _NODE_KINDS or shorten(facts.subject.value) in sections)
    )
    return Projection(Ordered(things, _NODES), edges)


def _node(names: _Names, facts: _Facts) -> Node:
    thing, kind = facts.subject, kind_of(facts.subject)
    types = [o for o in facts.all("rdf:type") if isinstance(o, NamedNode)]
    own = sorted(o.value for o in types if o.value.startswith(PREFIXES["kgo"]))
    values = {
        "id": shorten(thing.value),
        "label": facts.text("rdfs:label", "zh"),
        "label_en": facts.text("rdfs:label", "en"),
        "aliases": facts.text("skos:altLabel"),
        "kind": kind,
        "type": "|".join((split_iri(iri) or ("", iri))[1] for iri in own),
        "type_zh": "|".join(term_labels().get(iri, "") for iri in own),
        "code": facts.text("kgo:gbt2260") or facts.text("kgo:gbt4754"),
        "iri": thing.value,
    }
    if kind in ("target", "chain", "stage"):
        values |= {name: facts.text(f"kgo:{name}") for name in _TARGETED}
        values |= {name: names.label(facts.one(f"kgo:{name}")) for name in ("bound", "unit")}
    if kind == "chain":
        stages = [o for o in facts.all("kgo:hasStage") if isinstance(o, NamedNode)]
        stages.sort(key=lambda stage: names.positions.get(stage.value, 0))
        values["stages"] = "|".join(map(names.label, stages))
    if kind in ("target", "chain"):
        values["place"] = names.label(facts.one("kgo:place"))
        evidence = _evidence(names, facts)
        values |= {name: evidence[name] for name in NODE_COLUMNS if name in evidence}
    return Node(values["id"], {name: values[name] for name in NODE_COLUMNS if values.get(name)})


_TARGETED: Final = ("indicator", "baseline", "value", "year", "position")


def _evidence(names: _Names, facts: _Facts) -> dict[str, str]:
    clause, paper = facts.one("kgo:statedIn"), facts.one("kgo:sourceDocument")
    issuers = [o for o in facts.all("kgo:assertedBy") if isinstance(o, NamedNode)]
    return {
        "when": facts.text("kgo:when"),
        "quote": facts.text("kgo:quote"),
        "paper": names.titles.get(paper.value, "") if paper else "",
        "date": facts.text("kgo:asOf"),
        "line": names.lines.get(clause.value, "") if clause else "",
        "clause": shorten(clause.value) if clause else "",
        "asserted_by": "|".join(sorted(map(names.label, issuers))),
        "rule": facts.text("kgo:rule"),
        "cue": facts.text("kgo:cue"),
        "strength": names.label(facts.one("kgo:strength")),
    }


def _edge(
    names: _Names, ends: tuple[NamedNode, NamedNode, NamedNode], values: Mapping[str, str], name: str = ""
) -> Edge:
    source, predicate, target = ends
    short = (split_iri(predicate.value) or ("", shorten(predicate.value)))[1]
    joined = {"source": shorten(source.value), "target": shorten(target.value), "predicate": short}
    known = {
        "id": name or f"{joined['source']}|{short}|{joined['target']}",
        **joined,
        "source_label": names.label(source),
        "predicate_zh": term_labels().get(predicate.value, ""),
        "target_label": names.label(target),
        **values,
    }
    kept = {column: known[column] for column in EDGE_COLUMNS if known.get(column)}
    return Edge(known["id"], joined["source"], joined["target"], short, kept)


def _edges(names: _Names, quads: Iterable[Quad]) -> Iterator[Edge]:
    for facts, held in _subjects(quads):
        ends = facts.ends()
        if ends is not None:
            yield _edge(names, ends, _assertion(names, facts), shorten(facts.subject.value))
        for triple, members in groupby(held, key=lambda quad: quad.triple):
            graphs = {quad.graph_name for quad in members}
            spo = (triple.subject, triple.predicate, triple.object)
            if _is_structure(triple) and graphs != {INFERRED}:
                yield _edge(names, spo, {})
            elif (
                graphs & {STATEMENTS, INFERRED}
                and _is_plain(triple)
                and fingerprint(triple) not in names.asserted
            ):
                yield _edge(names, spo, {} if STATEMENTS in graphs else {"inferred": "true"})


def _assertion(names: _Names, facts: _Facts) -> dict[str, str]:
    """Return what stands on the edge of a statement or restriction."""
    values = _evidence(names, facts)
    if kind_of(facts.subject) == "restriction":
        values |= {name: names.label(facts.one(f"kgo:{name}")) for name in ("mode", "scope", "unit")}
        values |= {name: facts.text(f"kgo:{name}") for name in ("comparator", "threshold", "kept")}
    return values


def _is_plain(triple: Triple) -> bool:
    things = (*ENTITY_KINDS, "section")
    return kind_of(triple.subject) in things and kind_of(triple.object) in things


_STRUCTURE: Final = (
    "kgo:hasStage",
    "kgo:nextStage",
    "kgo:stageConcept",
    "kgo:within",
    "kgo:memberOf",
    "skos:broader",
)


_STRUCTURAL: Final = frozenset(node(name) for name in _STRUCTURE)


def _is_structure(triple: Triple) -> bool:
    """Say whether a triple is an edge that no assertion carries: a stage, what lies in what, a place."""
    kind = kind_of(triple.subject)
    if kind not in _NODE_KINDS or kind_of(triple.object) not in _NODE_KINDS:
        return False
    placed = kind in ("chain", "target") and triple.predicate == node("kgo:place")
    return triple.predicate in _STRUCTURAL or placed
