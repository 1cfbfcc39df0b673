# ruff: noqa: N815 - the terms are written as the ontology writes them
"""The closed vocabulary: every class and property of ontology.ttl, and which of them an enum value means.

A name that is not listed here raises, so that a typo never becomes a triple; a test holds the list, the
ontology and the enums of :mod:`kg.model` against one another.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

import pyoxigraph as ox
from rdflib import URIRef
from rdflib.namespace import DefinedNamespace, Namespace

from kg.errors import VocabularyError, suggest
from kg.model import EntityType, Mode, Predicate, Scope
from kg.rdf.iris import ALL_PREFIXES, PREFIXES


class KGO(DefinedNamespace):
    """The ontology's terms; an unknown one raises AttributeError."""

    _fail = True
    _NS = Namespace(PREFIXES["kgo"])

    # classes
    AdministrativeDivision: URIRef
    Agency: URIRef
    Annex: URIRef
    Assertion: URIRef
    Base: URIRef
    Belt: URIRef
    Bound: URIRef
    Carrier: URIRef
    ChainGap: URIRef
    ChainStage: URIRef
    City: URIRef
    Clause: URIRef
    Cluster: URIRef
    CodedValue: URIRef
    County: URIRef
    DistributedMention: URIRef
    EconomicConcept: URIRef
    Enterprise: URIRef
    Entity: URIRef
    Extractor: URIRef
    Finding: URIRef
    IndustrialChain: URIRef
    IndustrialPark: URIRef
    Industry: URIRef
    Institution: URIRef
    Measurement: URIRef
    Mention: URIRef
    Mode: URIRef
    Organization: URIRef
    Park: URIRef
    Piece: URIRef
    Policy: URIRef
    PolicyDocument: URIRef
    Product: URIRef
    Project: URIRef
    Province: URIRef
    Reading: URIRef
    Region: URIRef
    RegionGroup: URIRef
    Repetition: URIRef
    Restriction: URIRef
    Scope: URIRef
    Section: URIRef
    ServiceDistrict: URIRef
    Silence: URIRef
    SitedThing: URIRef
    Statement: URIRef
    Status: URIRef
    Strength: URIRef
    Target: URIRef
    Tension: URIRef
    TextUnit: URIRef
    Township: URIRef
    Unit: URIRef
    Zone: URIRef

    # properties between things
    about: URIRef
    announcedIn: URIRef
    assertedBy: URIRef
    assistedBy: URIRef
    assists: URIRef
    bansNewBuildOf: URIRef
    bound: URIRef
    capacityCappedIn: URIRef
    capsCapacityOf: URIRef
    carries: URIRef
    citedBy: URIRef
    cites: URIRef
    contains: URIRef
    controlledIn: URIRef
    controls: URIRef
    firstStage: URIRef
    follows: URIRef
    governs: URIRef
    hasMember: URIRef
    hasPart: URIRef
    hasPiece: URIRef
    hasStage: URIRef
    hasUnit: URIRef
    hostedBy: URIRef
    hosts: URIRef
    inClause: URIRef
    includedIn: URIRef
    includes: URIRef
    inDocument: URIRef
    inputTo: URIRef
    inSection: URIRef
    issued: URIRef
    issuedBy: URIRef
    leads: URIRef
    ledBy: URIRef
    limitedIn: URIRef
    limits: URIRef
    locatedIn: URIRef
    locationOf: URIRef
    memberOf: URIRef
    mentions: URIRef
    mentionType: URIRef
    mode: URIRef
    newBuildBannedIn: URIRef
    nextStage: URIRef
    object: URIRef
    partRestrictedIn: URIRef
    phasedOutIn: URIRef
    phasesOut: URIRef
    place: URIRef
    precedes: URIRef
    predicate: URIRef
    previousStage: URIRef
    prohibitedIn: URIRef
    prohibits: URIRef
    promotedIn: URIRef
    promotes: URIRef
    promotesAsMember: URIRef
    promotesPartOf: URIRef
    promotion: URIRef
    readIn: URIRef
    referredToBy: URIRef
    refersTo: URIRef
    reliesOn: URIRef
    repeatedBy: URIRef
    repeatedClause: URIRef
    repeatingClause: URIRef
    repeats: URIRef
    repeatsExactly: URIRef
    repeatsNearly: URIRef
    replacedBy: URIRef
    restrictedConcept: URIRef
    restrictedIn: URIRef
    restriction: URIRef
    restricts: URIRef
    restrictsAsMember: URIRef
    restrictsPartOf: URIRef
    restsOn: URIRef
    scope: URIRef
    shortcut: URIRef
    silence: URIRef
    sitedWithin: URIRef
    sourceDocument: URIRef
    stageConcept: URIRef
    stageOf: URIRef
    statedIn: URIRef
    states: URIRef
    status: URIRef
    strength: URIRef
    subject: URIRef
    textIn: URIRef
    undertakenBy: URIRef
    undertakes: URIRef
    unit: URIRef
    usesInput: URIRef
    within: URIRef

    # properties with a literal
    asOf: URIRef
    baseline: URIRef
    comparator: URIRef
    cue: URIRef
    digest: URIRef
    documentNumber: URIRef
    encoding: URIRef
    factor: URIRef
    file: URIRef
    firstLine: URIRef
    gbt2260: URIRef
    gbt4754: URIRef
    grade: URIRef
    hasTokens: URIRef
    heading: URIRef
    horizon: URIRef
    inCorpus: URIRef
    indicator: URIRef
    kept: URIRef
    lastLine: URIRef
    lead: URIRef
    level: URIRef
    line: URIRef
    linkRule: URIRef
    measure: URIRef
    measured: URIRef
    missingLink: URIRef
    number: URIRef
    ofChain: URIRef
    position: URIRef
    quote: URIRef
    quoteBegin: URIRef
    quoteEnd: URIRef
    rank: URIRef
    rarity: URIRef
    repeatedQuote: URIRef
    rule: URIRef
    similarity: URIRef
    surface: URIRef
    tensionKind: URIRef
    text: URIRef
    threshold: URIRef
    times: URIRef
    title: URIRef
    token: URIRef
    ucum: URIRef
    until: URIRef
    value: URIRef
    when: URIRef
    year: URIRef


CLASS_OF_TYPE: Mapping[EntityType, URIRef] = MappingProxyType({kind: KGO[kind.value] for kind in EntityType})
"""The class of each type of mention."""

PREDICATE: Mapping[Predicate, URIRef] = MappingProxyType({rel: KGO[rel.value] for rel in Predicate})
"""The property of each predicate."""

_WHOLE = MappingProxyType(
    {
        Mode.PROHIBIT: KGO.prohibits,
        Mode.LIMIT: KGO.limits,
        Mode.CONTROL: KGO.controls,
        Mode.PHASEOUT: KGO.phasesOut,
    }
)


def shortcut(mode: Mode, scope: Scope) -> URIRef:
    """Return the plain predicate below kgo:restricts that a restriction may be written as.

    Only a restriction of the whole activity is a plain ``prohibits``, ``limits``, ``controls`` or
    ``phasesOut``. A ban of new projects is ``bansNewBuildOf`` only if it is a ban; everything else that
    touches a part of its object is ``restrictsPartOf``.

    >>> str(shortcut(Mode.PROHIBIT, Scope.NEW_CAPACITY)).rpartition("#")[2]
    'capsCapacityOf'
    """
    if scope is Scope.WHOLE:
        return _WHOLE[mode]
    if scope is Scope.NEW_CAPACITY and mode is not Mode.PHASEOUT:
        return KGO.capsCapacityOf
    if scope is Scope.NEW_BUILD and mode is Mode.PROHIBIT:
        return KGO.bansNewBuildOf
    return KGO.restrictsPartOf


def term(name: str) -> URIRef:
    """Return a term of the ontology by its local name; raise VocabularyError for an unknown one."""
    try:
        return KGO[name]
    except AttributeError:
        known = [part for part in KGO.__annotations__ if not part.startswith("_")]
        raise VocabularyError(f"kgo:{name}: no such term in ontology.ttl{suggest(name, known)}") from None


@lru_cache(maxsize=4096)
def node(curie: str) -> ox.NamedNode:
    """Return the node of a term written with its prefix; a term of the ontology must exist.

    >>> node("kgo:promotes").value
    'https://w3id.org/industry-kg/ontology#promotes'
    """
    prefix, _, name = curie.partition(":")
    if prefix == "kgo":
        return ox.NamedNode(term(name))
    if prefix not in ALL_PREFIXES:
        raise VocabularyError(f"{curie}: no such prefix{suggest(prefix, ALL_PREFIXES)}")
    return ox.NamedNode(ALL_PREFIXES[prefix] + name)
