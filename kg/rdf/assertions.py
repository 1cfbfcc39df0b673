"""What a clause asserts, as triples: statements, restrictions, targets, chains, each with its evidence.

Every function returns the triples of one assertion; :mod:`kg.rdf.builder` writes them to the graph of
statements and to the clause's own graph. An assertion's IRI is its clause and a digest of what it says, so
that another assertion of the clause, or another order of them, does not change it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

import pyoxigraph as ox

from kg.model import (
    Bound,
    Chain,
    Clause,
    ClauseReading,
    EntityRef,
    EntityType,
    Mode,
    Restriction,
    Scope,
    Span,
    Statement,
    Target,
)
from kg.rdf.iris import clause_iri, digest, entity_iri, iri, section_iri
from kg.rdf.literals import date, decimal, integer, label, last_year, text, year
from kg.rdf.vocabulary import PREDICATE, node, shortcut

Triple = tuple[ox.NamedNode, ox.NamedNode, ox.NamedNode | ox.Literal]

CONCEPTS = (EntityType.INDUSTRY, EntityType.PRODUCT)
"""The types that share the prefix ``concept:``."""

Record = Statement | Restriction | Target | Chain

MODE_WORDS = {Mode.PROHIBIT: "禁止", Mode.LIMIT: "限制", Mode.CONTROL: "控制", Mode.PHASEOUT: "淘汰"}
SCOPE_WORDS = {
    Scope.WHOLE: "",
    Scope.NEW_CAPACITY: "新增产能",
    Scope.NEW_BUILD: "新建",
    Scope.SIZE: "限规模",
    Scope.GRADE: "限等级",
    Scope.OUTSIDE_NAMED_BASES: "所列基地以外",
    Scope.EXISTING_KEPT: "保留现有",
}
PREDICATE_WORDS = {
    "promotes": "发展",
    "includes": "包括",
    "reliesOn": "依托",
    "locatedIn": "位于",
    "hosts": "承载",
    "undertakes": "承担",
    "leads": "牵头",
    "assists": "配合",
    "usesInput": "以之为原料",
}
_BOUND_SIGNS = {Bound.MIN: "≥", Bound.MAX: "≤", Bound.EXACT: "="}


@dataclass(frozen=True, slots=True)
class Source:
    """The paper that assertions come from: the same for all of its clauses."""

    document: ox.NamedNode
    issuers: tuple[ox.NamedNode, ...]
    reading: ox.NamedNode
    date: str


@dataclass(frozen=True, slots=True)
class Asserted:
    """One assertion: its node, its label, its triples (the node's and the plain ones)."""

    node: ox.NamedNode
    label: str
    triples: tuple[Triple, ...]


@lru_cache(maxsize=1024)
def _n(curie: str) -> ox.NamedNode:
    return node(curie)


def asserted(reading: ClauseReading, source: Source) -> Iterator[Asserted]:
    """Yield the assertions of a reading; one that is made twice comes once, with its first evidence.

    A statement whose two names turned out to mean one thing (健康服务业 includes 健康服务) is left out.
    """
    seen: dict[ox.NamedNode, tuple[Record, Asserted]] = {}
    for record, made in _all(reading, source):
        if made.node not in seen or _order(record) < _order(seen[made.node][0]):
            seen[made.node] = (record, made)
    for _, made in seen.values():
        yield made


def _order(record: Record) -> tuple[Span, str]:
    return record.evidence, repr(record)


def _all(reading: ClauseReading, source: Source) -> Iterator[tuple[Record, Asserted]]:
    clause = reading.clause
    for statement in reading.statements:
        if statement.object is None or entity_iri(statement.subject) != entity_iri(statement.object):
            yield statement, of_statement(statement, clause, source)
    for restriction in reading.restrictions:
        yield restriction, of_restriction(restriction, clause, source)
    for target in reading.targets:
        yield target, of_target(target, clause, source)
    for chain in reading.chains:
        yield chain, of_chain(chain, clause, source)


def _evidence(about: ox.NamedNode, record: Record, clause: Clause, source: Source) -> Iterator[Triple]:
    yield about, _n("kgo:statedIn"), clause_iri(clause.doc, clause.line)
    yield about, _n("kgo:sourceDocument"), source.document
    yield about, _n("kgo:readIn"), source.reading
    for issuer in source.issuers:
        yield about, _n("kgo:assertedBy"), issuer
    if source.date:
        yield about, _n("kgo:asOf"), date(source.date)
    span = record.evidence
    yield about, _n("kgo:quote"), text(span.of(clause.text))
    yield about, _n("kgo:quoteBegin"), integer(span.start)
    yield about, _n("kgo:quoteEnd"), integer(span.end)
    yield about, _n("kgo:rule"), text(record.rule)


def _occasion(about: ox.NamedNode, cue: str, when: str = "") -> Iterator[Triple]:
    if cue:
        yield about, _n("kgo:cue"), text(cue)
    if when:
        yield about, _n("kgo:when"), text(when)
        until = last_year(when)
        if until is not None:
            yield about, _n("kgo:until"), year(until)


def _made(kind: str, clause: Clause, *parts: object) -> ox.NamedNode:
    return iri(kind, clause.doc, clause.line, digest(*parts))


def of_statement(statement: Statement, clause: Clause, source: Source) -> Asserted:
    """Return the triple that a statement says and the node that carries its evidence."""
    predicate = ox.NamedNode(PREDICATE[statement.predicate])
    subject = entity_iri(statement.subject)
    target = entity_iri(statement.object) if statement.object else section_iri(clause.section, clause.doc)
    about = _made("statement", clause, subject.value, predicate.value, target.value)
    place = subject if statement.subject.kind is EntityType.REGION else iri("region", clause.region)
    triples: list[Triple] = [
        (subject, predicate, target),
        (about, _n("kgo:subject"), subject),
        (about, _n("kgo:predicate"), predicate),
        (about, _n("kgo:object"), target),
        (about, _n("kgo:place"), place),
    ]
    if statement.strength:
        triples.append((about, _n("kgo:strength"), iri("strength", statement.strength)))
    triples.append((about, _n("rdf:type"), _n("kgo:Statement")))
    triples += _evidence(about, statement, clause, source)
    triples += _occasion(about, statement.cue, statement.when)
    words = (
        statement.subject.name,
        PREDICATE_WORDS[statement.predicate],
        statement.object.name if statement.object else "本节措施",
    )
    return Asserted(about, " ".join(words), tuple(triples))


def restricted(restriction: Restriction) -> EntityRef:
    """Return the concept that a restriction holds back: what it names, as a concept in any case.

    A clause may restrict ``重污染类项目``; in the graph that is a kind of thing, not one project.
    """
    entity = restriction.object
    return entity if entity.kind in CONCEPTS else replace(entity, kind=EntityType.PRODUCT)


def of_restriction(restriction: Restriction, clause: Clause, source: Source) -> Asserted:
    """Return a restriction's node and the plain triple that its mode and scope allow."""
    region, concept = entity_iri(restriction.region), entity_iri(restricted(restriction))
    limit = restriction.threshold
    plain = ox.NamedNode(shortcut(restriction.mode, restriction.scope))
    said = (limit.comparator, limit.value, limit.unit) if limit else ()
    about = _made(
        "restriction", clause, region.value, concept.value, restriction.mode, restriction.scope, *said
    )
    triples: list[Triple] = [
        (region, plain, concept),
        (about, _n("kgo:shortcut"), plain),
        (about, _n("kgo:place"), region),
        (about, _n("kgo:restrictedConcept"), concept),
        (about, _n("kgo:surface"), text(restriction.object_name)),
        (about, _n("kgo:mode"), iri("mode", restriction.mode)),
        (about, _n("kgo:scope"), iri("scope", restriction.scope)),
    ]
    if limit:
        triples.append((about, _n("kgo:comparator"), text(limit.comparator)))
        triples.append((about, _n("kgo:threshold"), decimal(limit.value)))
        if limit.unit:
            triples.append((about, _n("kgo:unit"), iri("unit", limit.unit)))
    triples += [(about, _n("kgo:kept"), text(kept)) for kept in restriction.kept]
    triples.append((about, _n("rdf:type"), _n("kgo:Restriction")))
    triples += _evidence(about, restriction, clause, source)
    triples += _occasion(about, restriction.cue, restriction.when)
    scope = SCOPE_WORDS[restriction.scope]
    words = f"{restriction.region.name} {MODE_WORDS[restriction.mode]} {restriction.object.name}"
    return Asserted(about, words + (f"（{scope}）" if scope else ""), tuple(triples))


def of_target(target: Target, clause: Clause, source: Source) -> Asserted:
    """Return a target's node: indicator, value, unit, bound, baseline and year."""
    region = entity_iri(target.region)
    about = _made(
        "target", clause, region.value, target.indicator, target.value, target.unit, target.bound, target.year
    )
    triples: list[Triple] = [
        (about, _n("kgo:place"), region),
        (about, _n("kgo:indicator"), text(target.indicator)),
        (about, _n("kgo:value"), decimal(target.value)),
        (about, _n("kgo:bound"), iri("bound", target.bound)),
    ]
    if target.unit:
        triples.append((about, _n("kgo:unit"), iri("unit", target.unit)))
    if target.baseline is not None:
        triples.append((about, _n("kgo:baseline"), decimal(target.baseline)))
    if target.year is not None:
        triples.append((about, _n("kgo:year"), year(target.year)))
    triples.append((about, _n("rdf:type"), _n("kgo:Target")))
    triples += _evidence(about, target, clause, source)
    value = f"{_BOUND_SIGNS[target.bound]}{decimal(target.value).value}{target.unit}"
    when = f"（{target.year}）" if target.year is not None else ""
    return Asserted(about, f"{target.region.name} {target.indicator} {value}{when}", tuple(triples))


def of_chain(chain: Chain, clause: Clause, source: Source) -> Asserted:
    """Return a chain's node and its stages, each linked to the next."""
    region = entity_iri(chain.region)
    names = [stage.name for stage in chain.stages]
    parts = (clause.doc, clause.line, digest(region.value, chain.name, *names))
    about = iri("chain", *parts)
    stages = [iri("stage", *parts, place) for place, _ in enumerate(chain.stages, 1)]
    triples: list[Triple] = [(about, _n("kgo:place"), region)]
    for place, (made, stage) in enumerate(zip(stages, chain.stages, strict=True), 1):
        triples += [
            (about, _n("kgo:hasStage"), made),
            (made, _n("rdf:type"), _n("kgo:ChainStage")),
            (made, _n("rdfs:label"), label(stage.name)),
            (made, _n("kgo:surface"), text(stage.name)),
            (made, _n("kgo:position"), integer(place)),
            (made, _n("kgo:stageConcept"), entity_iri(stage.entity)),
        ]
    if stages:
        triples.append((about, _n("kgo:firstStage"), stages[0]))
    triples += _linked(stages)
    triples.append((about, _n("rdf:type"), _n("kgo:IndustrialChain")))
    triples += _evidence(about, chain, clause, source)
    triples += _occasion(about, chain.cue)
    return Asserted(about, chain.name or "—".join(names), tuple(triples))


def _linked(stages: Iterable[ox.NamedNode]) -> Iterator[Triple]:
    before = None
    for stage in stages:
        if before is not None:
            yield before, _n("kgo:nextStage"), stage
        before = stage
