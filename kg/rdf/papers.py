"""Papers as triples: what a document says of itself, its sections, clauses, citations and annexes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from importlib.metadata import version

import pyoxigraph as ox

from kg.errors import GraphError, suggest
from kg.model import Clause, ClauseReading, Document, Section
from kg.rdf.assertions import Triple
from kg.rdf.iris import clause_iri, iri, section_iri
from kg.rdf.literals import boolean, date, integer, text
from kg.rdf.vocabulary import node

_ISSUERS = re.compile(r"[、；;，,\s]+")
_STATUS = {
    "": "未知",
    "未知": "未知",
    "unknown": "未知",
    "现行": "现行",
    "现行有效": "现行",
    "有效": "现行",
    "in force": "现行",
    "失效": "失效",
    "废止": "失效",
    "已废止": "失效",
    "已修改": "现行",
    "no longer in force": "失效",
}
_IN_FORCE = {"现行": "eli:InForce-inForce", "失效": "eli:InForce-notInForce"}


def issuers(document: Document) -> tuple[str, ...]:
    """Return the names of those who issued a paper, in its order."""
    return tuple(name for name in _ISSUERS.split(document.issuer) if name)


def document_triples(document: Document) -> Iterator[Triple]:
    """Yield what is known of a paper; an unknown fact has no triple, an unknown status says so."""
    about = iri("doc", document.id)
    yield about, node("rdf:type"), node("kgo:PolicyDocument")
    yield about, node("kgo:title"), text(document.title)
    yield about, node("kgo:file"), text(document.file)
    yield about, node("kgo:encoding"), text(document.encoding)
    for issuer in issuers(document):
        yield about, node("kgo:issuedBy"), iri("agency", issuer)
    if document.region:
        yield about, node("kgo:governs"), iri("region", document.region)
    if document.number:
        yield about, node("kgo:documentNumber"), text(document.number)
    if document.horizon:
        yield about, node("kgo:horizon"), text(document.horizon)
    for predicate, day in (
        ("eli:date_document", document.date),
        ("eli:first_date_entry_in_force", document.effective),
        ("eli:date_no_longer_in_force", document.expires),
    ):
        if day:
            yield about, node(predicate), date(day)
    yield from _validity(document, about)
    yield from _reading(document, about)


def _validity(document: Document, about: ox.NamedNode) -> Iterator[Triple]:
    status = _STATUS.get(document.status.strip().lower())
    if status is None:
        raise GraphError(
            f"{document.id}: status {document.status!r} is not known{suggest(document.status, _STATUS)}"
        )
    yield about, node("kgo:status"), iri("status", status)
    if status in _IN_FORCE:
        yield about, node("eli:in_force"), node(_IN_FORCE[status])


def _reading(document: Document, about: ox.NamedNode) -> Iterator[Triple]:
    reading, software = iri("reading", document.id), software_iri()
    yield reading, node("rdf:type"), node("kgo:Reading")
    yield reading, node("prov:used"), about
    yield reading, node("prov:wasAssociatedWith"), software
    yield software, node("rdf:type"), node("kgo:Extractor")
    yield software, node("schema:softwareVersion"), text(version("industry-kg"))


def software_iri() -> ox.NamedNode:
    """Return the IRI of this version of the software."""
    return iri("software", "industry-kg", version("industry-kg"))


def section_triples(section: Section) -> Iterator[Triple]:
    """Yield a section's place in the tree, its lines and the region that it governs."""
    about = section_iri(section.id, section.doc)
    yield about, node("rdf:type"), node("kgo:Section")
    yield about, node("kgo:inDocument"), iri("doc", section.doc)
    yield about, node("kgo:title"), text(section.title)
    yield about, node("kgo:level"), integer(section.level)
    yield about, node("kgo:firstLine"), integer(section.start)
    yield about, node("kgo:lastLine"), integer(section.end)
    if section.label:
        yield about, node("kgo:number"), text(section.label)
    if section.parent:
        yield about, node("kgo:inSection"), section_iri(section.parent, section.doc)
    if section.region:
        yield about, node("kgo:governs"), iri("region", section.region)


def clause_triples(reading: ClauseReading) -> Iterator[Triple]:
    """Yield a clause's place in its paper and, if it gave nothing, the reason."""
    clause = reading.clause
    about = clause_iri(clause.doc, clause.line)
    yield from clause_text(clause)
    yield about, node("kgo:inDocument"), iri("doc", clause.doc)
    yield about, node("kgo:inSection"), section_iri(clause.section, clause.doc)
    yield about, node("kgo:line"), integer(clause.line)
    yield about, node("kgo:digest"), text(clause.digest)
    if clause.region:
        yield about, node("kgo:governs"), iri("region", clause.region)
    if clause.heading:
        yield about, node("kgo:heading"), text(clause.heading)
    if clause.lead:
        yield about, node("kgo:lead"), text(clause.lead)
    if reading.silence is not None:
        yield about, node("kgo:silence"), iri("silence", reading.silence)


def clause_text(clause: Clause) -> Iterator[Triple]:
    """Yield the two triples that a clause's own graph repeats: its class and its text."""
    about = clause_iri(clause.doc, clause.line)
    yield about, node("rdf:type"), node("kgo:Clause")
    yield about, node("kgo:text"), text(clause.text)


def citation_triples(document: Document) -> Iterator[Triple]:
    """Yield which papers a document cites, and in which clauses."""
    for citation in document.citations:
        cited = iri("policy", citation.title)
        yield clause_iri(document.id, citation.line), node("kgo:cites"), cited
        yield iri("doc", document.id), node("eli:cites"), cited
        if citation.number:
            yield cited, node("kgo:documentNumber"), text(citation.number)


def annex_triples(document: Document) -> Iterator[Triple]:
    """Yield the annexes that a document announces, with whether their text is there."""
    for annex in document.annexes:
        about = iri("annex", document.id, annex.label)
        yield about, node("rdf:type"), node("kgo:Annex")
        yield about, node("kgo:inDocument"), iri("doc", document.id)
        yield about, node("kgo:number"), text(annex.label)
        yield about, node("kgo:title"), text(annex.title)
        yield about, node("kgo:announcedIn"), clause_iri(document.id, annex.line)
        yield about, node("kgo:inCorpus"), boolean(annex.present)


def successor(document: Document, documents: Iterable[Document]) -> str:
    """Return the title of the paper that replaces one, "" for none; a sidecar may name it by its id."""
    titles = {paper.id: paper.title for paper in documents}
    return titles.get(document.replaced_by) or document.replaced_by


def corpus_triples(documents: Iterable[Document]) -> Iterator[Triple]:
    """Yield which paper replaces which and, for every cited or replacing one, whether its text is here."""
    papers = list(documents)
    by_title = {paper.title: paper.id for paper in papers}
    named = {citation.title for paper in papers for citation in paper.citations}
    for paper in papers:
        title = successor(paper, papers)
        if title:
            named.add(title)
            yield iri("doc", paper.id), node("kgo:replacedBy"), iri("policy", title)
    for title in sorted(named):
        policy = iri("policy", title)
        yield policy, node("kgo:inCorpus"), boolean(title in by_title)
        if title in by_title:
            yield policy, node("kgo:textIn"), iri("doc", by_title[title])
