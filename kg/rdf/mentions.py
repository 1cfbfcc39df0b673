"""Mentions as triples: NIF strings with offsets in their clause, and the entity that they stand for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from kg.model import Clause, Mention, Span
from kg.rdf.assertions import Triple
from kg.rdf.iris import clause_iri, entity_iri, iri
from kg.rdf.literals import integer, text
from kg.rdf.vocabulary import CLASS_OF_TYPE, node


def mention_iri(mention: Mention, clause: Clause) -> ox.NamedNode:
    """Return the IRI of a mention: its clause, its pieces and its type."""
    pieces = "_".join(f"{piece.start}-{piece.end}" for piece in mention.pieces)
    return iri("mention", clause.doc, clause.line, pieces, mention.type)


def single(mentions: Iterable[Mention], clause: Clause) -> list[Mention]:
    """Return one mention of each that stand in the same pieces with the same type: the first by its rules."""
    chosen: dict[ox.NamedNode, Mention] = {}
    for mention in sorted(mentions, key=lambda one: (one.rule, one.entity.rule, one.entity.name)):
        chosen.setdefault(mention_iri(mention, clause), mention)
    return list(chosen.values())


def mention_triples(mention: Mention, clause: Clause) -> Iterator[Triple]:
    """Yield a mention's name, place, type, entity and the rules that found and linked it.

    A mention that stands in one piece is a ``nif:OffsetBasedString`` itself; one whose shared part was
    distributed has pieces that are.
    """
    about, home = mention_iri(mention, clause), clause_iri(clause.doc, clause.line)
    yield about, node("kgo:inClause"), home
    yield about, node("kgo:surface"), text(mention.name)
    yield about, node("kgo:mentionType"), ox.NamedNode(CLASS_OF_TYPE[mention.type])
    yield about, node("kgo:refersTo"), entity_iri(mention.entity)
    yield about, node("kgo:rule"), text(mention.rule)
    yield about, node("kgo:linkRule"), text(mention.entity.rule)
    if not mention.distributed:
        yield about, node("rdf:type"), node("kgo:Mention")
        yield from _string(about, mention.pieces[0], clause)
        return
    yield about, node("rdf:type"), node("kgo:DistributedMention")
    for piece in mention.pieces:
        part = iri("mention", clause.doc, clause.line, f"{piece.start}-{piece.end}")
        yield about, node("kgo:hasPiece"), part
        yield part, node("rdf:type"), node("kgo:Piece")
        yield from _string(part, piece, clause)


def _string(about: ox.NamedNode, span: Span, clause: Clause) -> Iterator[Triple]:
    yield about, node("nif:referenceContext"), clause_iri(clause.doc, clause.line)
    yield about, node("nif:anchorOf"), text(span.of(clause.text))
    yield about, node("nif:beginIndex"), integer(span.start)
    yield about, node("nif:endIndex"), integer(span.end)
