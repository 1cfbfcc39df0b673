"""Where an export comes from: papers, dates, software, the graph's hash, licence, how to cite."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad

from kg.export.closure import kind_of
from kg.rdf.iris import iri
from kg.rdf.vocabulary import node
from kg.store import Repository

LICENCE = "https://www.apache.org/licenses/LICENSE-2.0"
RIGHTS_ZH = "政策文件为公文，不受著作权法保护（著作权法第五条）；图谱与软件：Apache-2.0"
RIGHTS_EN = "The papers are official documents; graph and software: Apache-2.0"


@dataclass(frozen=True, slots=True, order=True)
class Paper:
    """A paper that an export rests on."""

    title: str
    date: str
    number: str
    issuer: str
    iri: str


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where an export comes from; ``graph`` is the SHA-256 of the whole graph's file."""

    title: str
    papers: tuple[Paper, ...]
    software: str
    graph: str
    citation: str
    licence: str = LICENCE
    rights: str = f"{RIGHTS_ZH}。{RIGHTS_EN}"

    def lines(self) -> list[str]:
        """Return the provenance as lines of text, Chinese first."""
        papers = "；".join(f"《{p.title}》{p.issuer} {p.date}".strip() for p in self.papers)
        return [
            f"标题 title: {self.title}",
            f"来源 source: {papers or '—'}",
            f"软件 software: {self.software}",
            f"图谱 graph: sha256:{self.graph}",
            f"许可 licence: {self.rights} {self.licence}",
            f"引用 cite as: {self.citation}",
        ]


def provenance_of(repository: Repository, name: str, quads: Iterable[Quad]) -> Provenance:
    """Return the provenance of an export with a name and quads."""
    facts, labels = _facts_of(quads)
    papers = tuple(sorted(_paper(document, facts[document], labels) for document in facts))
    software = f"industry-kg {_version()}"
    graph = repository.fingerprint()
    title = f"{name}：产业政策子图"
    said = "".join(f"《{paper.title}》" for paper in papers)
    citation = f"{title}，据{said}，{software}，sha256:{graph[:16]}" if said else f"{title}，{software}"
    return Provenance(title, papers, software, graph, citation)


@cache
def _version() -> str:
    return version("industry-kg")


_ISSUERS: Final = frozenset({"agency", "institution", "enterprise", "region"})
_Facts = dict[NamedNode, list[str]]


def _facts_of(quads: Iterable[Quad]) -> tuple[dict[NamedNode, _Facts], dict[str, str]]:
    """Return what is said of each paper, by predicate, and the labels of agencies, in one go."""
    kind, label, paper = node("rdf:type"), node("rdfs:label"), node("kgo:PolicyDocument")
    documents = set[NamedNode]()
    facts: dict[NamedNode, _Facts] = {}
    labels: dict[str, str] = {}
    for quad in quads:
        subject, predicate, target = quad.subject, quad.predicate, quad.object
        prefix = kind_of(subject)
        if prefix == "doc" and isinstance(subject, NamedNode):
            if predicate == kind and target == paper:
                documents.add(subject)
            elif isinstance(target, NamedNode | Literal):
                facts.setdefault(subject, {}).setdefault(predicate, []).append(target.value)
        elif predicate == label and prefix in _ISSUERS and isinstance(target, Literal):
            labels.setdefault(str(subject)[1:-1], target.value)
    return {document: facts.get(document, {}) for document in documents}, labels


def _paper(document: NamedNode, facts: _Facts, labels: dict[str, str]) -> Paper:
    def first(name: str) -> str:
        return facts.get(node(name), [""])[0]

    issuers = facts.get(node("kgo:issuedBy"), [])
    return Paper(
        first("kgo:title"),
        first("eli:date_document"),
        first("kgo:documentNumber"),
        "、".join(sorted({labels.get(issuer, "") for issuer in issuers})),
        document.value,
    )


def provenance_quads(provenance: Provenance, name: str) -> list[Quad]:
    """Return the provenance as a dcat:Dataset in a graph of its own, named as the dataset."""
    about = iri("dataset", name)
    facts: list[tuple[str, NamedNode | Literal]] = [
        ("rdf:type", node("dcat:Dataset")),
        ("dcterms:title", Literal(provenance.title, language="zh")),
        ("dcterms:creator", Literal(provenance.software)),
        ("dcterms:identifier", Literal(f"sha256:{provenance.graph}")),
        ("dcterms:license", NamedNode(provenance.licence)),
        ("dcterms:rights", Literal(RIGHTS_ZH, language="zh")),
        ("dcterms:rights", Literal(RIGHTS_EN, language="en")),
        ("dcterms:bibliographicCitation", Literal(provenance.citation, language="zh")),
        *(("dcterms:source", NamedNode(paper.iri)) for paper in provenance.papers),
    ]
    return [Quad(about, node(predicate), target, about) for predicate, target in facts]
