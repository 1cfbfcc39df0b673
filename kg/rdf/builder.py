"""The graph from readings: quads, in named graphs only.

Which triple is in which graph:

==================  =====================================================================================
``graph:statements``  what clauses assert: the plain triples and the nodes that carry their evidence
the clause's IRI      the same once more, clause by clause, with the clause's text and its mentions
``graph:labels``      class, label and other names of everything
``graph:documents``   papers, sections, clauses with their text, citations, annexes, readings
``graph:reference``   the ontology, official codes, regions within regions, broader industries, units
``graph:inferred``    what :mod:`kg.rdf.inference` derives
==================  =====================================================================================

So a plain query over statements, labels and documents sees each statement once, and
``GRAPH ?clause { ?s ?p ?o . ?clause kgo:text ?text }`` gives it with its evidence on every store.
Nothing is in the unnamed graph, no node is blank, and no time of day is written.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from kg.errors import GraphError
from kg.model import ClauseReading, Document, DocumentReading, EntityRef, EntityType, Section
from kg.rdf import papers
from kg.rdf.assertions import Source, Triple, asserted, restricted
from kg.rdf.cards import Cards, assertion_label, codes, label_triples, reference_triples
from kg.rdf.industries import scheme_triples
from kg.rdf.iris import clause_iri, entity_iri, graph_iri, iri, section_iri
from kg.rdf.mentions import mention_triples, single
from kg.rdf.reference import ontology_triples, unit_triples
from kg.rdf.repetition import repetition_triples, repetitions
from kg.rdf.vocabulary import node

STATEMENTS = graph_iri("statements")
LABELS = graph_iri("labels")
DOCUMENTS = graph_iri("documents")
REFERENCE = graph_iri("reference")


def quads(readings: Iterable[DocumentReading]) -> Iterator[ox.Quad]:
    """Yield the quads of readings, reading by reading, then what is known of all of them together.

    The set of quads does not depend on the order of the readings; a quad may come more than once. Two
    documents with one id raise GraphError.
    """
    cards = Cards()
    units: set[str] = set()
    documents: dict[str, Document] = {}
    for read in readings:
        document = read.document
        if document.id in documents:
            files = sorted((documents[document.id].file, document.file))
            raise GraphError(f"{document.id}: two documents have this id: {files[0]} and {files[1]}")
        documents[document.id] = document
        yield from _document(document, cards)
        source = _source(document)
        for reading in read.readings:
            yield from _clause(reading, source, document, cards)
            units |= {target.unit for target in reading.targets}
            units |= {each.threshold.unit for each in reading.restrictions if each.threshold}
    ordered = [documents[key] for key in sorted(documents)]
    for title in {papers.successor(document, ordered) for document in ordered} - {""}:
        cards.add(EntityRef(EntityType.POLICY, title))
    yield from _in(DOCUMENTS, papers.corpus_triples(ordered))
    yield from _repeated(ordered)
    yield from _in(LABELS, label_triples(cards))
    yield from _in(REFERENCE, reference_triples(cards))
    for graph, triples in (
        *ontology_triples(),
        *unit_triples(units - {""}),
        *scheme_triples(codes(cards)),
    ):
        yield from _in(graph_iri(graph), triples)


def _in(graph: ox.NamedNode, triples: Iterable[Triple]) -> Iterator[ox.Quad]:
    for subject, predicate, target in triples:
        yield ox.Quad(subject, predicate, target, graph)


def _document(document: Document, cards: Cards) -> Iterator[ox.Quad]:
    yield from _in(DOCUMENTS, papers.document_triples(document))
    yield from _in(DOCUMENTS, papers.citation_triples(document))
    yield from _in(DOCUMENTS, papers.annex_triples(document))
    for name in papers.issuers(document):
        cards.add(EntityRef(EntityType.AGENCY, name))
    for citation in document.citations:
        cards.add(EntityRef(EntityType.POLICY, citation.title))
    for region in {document.region, *(section.region for section in document.sections)} - {""}:
        cards.add(EntityRef(EntityType.REGION, region))
    for section in document.sections:
        yield from _in(DOCUMENTS, papers.section_triples(section))
    yield from _in(LABELS, _labels_of(document))


def _repeated(documents: list[Document]) -> Iterator[ox.Quad]:
    for about, predicate, words in repetition_triples(repetitions(documents)):
        yield ox.Quad(about, predicate, words, DOCUMENTS)
        if predicate == node("kgo:quote"):
            yield from _in(LABELS, [assertion_label(about, f"重复：{words.value}")])


def _labels_of(document: Document) -> Iterator[Triple]:
    yield assertion_label(iri("doc", document.id), document.title or document.id)
    yield assertion_label(iri("reading", document.id), f"读取《{document.title or document.id}》")
    yield assertion_label(papers.software_iri(), "industry-kg")
    for section in document.sections:
        yield assertion_label(section_iri(section.id, section.doc), _heading(section))
    for annex in document.annexes:
        yield assertion_label(iri("annex", document.id, annex.label), f"{annex.label} {annex.title}".strip())
    for clause in document.clauses:
        words = f"{document.title or document.id} 第{clause.line}行"
        yield assertion_label(clause_iri(clause.doc, clause.line), words)


def _heading(section: Section) -> str:
    return f"{section.label}{section.title}" or section.id


def _source(document: Document) -> Source:
    return Source(
        document=iri("doc", document.id),
        issuers=tuple(iri("agency", name) for name in papers.issuers(document)),
        reading=iri("reading", document.id),
        date=document.date,
    )


def _clause(reading: ClauseReading, source: Source, document: Document, cards: Cards) -> Iterator[ox.Quad]:
    clause = reading.clause
    if clause.doc != document.id:
        raise GraphError(f"{document.id}: holds a clause of {clause.doc}, line {clause.line}")
    home = clause_iri(clause.doc, clause.line)
    yield from _in(DOCUMENTS, papers.clause_triples(reading))
    yield from _in(home, papers.clause_text(clause))
    if clause.region:
        cards.add(EntityRef(EntityType.REGION, clause.region))
    mentions_predicate = node("kgo:mentions")
    for mention in reading.mentions:
        cards.add(mention.entity, mention.name)
        named = entity_iri(mention.entity)
        yield ox.Quad(home, mentions_predicate, named, DOCUMENTS)
        yield ox.Quad(home, mentions_predicate, named, home)
    for mention in single(reading.mentions, clause):
        yield from _in(home, mention_triples(mention, clause))
    for entity in _named(reading):
        cards.add(entity)
    for stage in (stage for chain in reading.chains for stage in chain.stages):
        cards.add(stage.entity, stage.name)
    for made in asserted(reading, source):
        yield from _in(STATEMENTS, made.triples)
        yield from _in(home, made.triples)
        yield from _in(LABELS, [assertion_label(made.node, made.label)])


def _named(reading: ClauseReading) -> Iterator[EntityRef]:
    for statement in reading.statements:
        yield statement.subject
        if statement.object is not None:
            yield statement.object
    for restriction in reading.restrictions:
        yield restriction.region
        yield restricted(restriction)
    for target in reading.targets:
        yield target.region
    for chain in reading.chains:
        yield chain.region
        for stage in chain.stages:
            yield stage.entity
