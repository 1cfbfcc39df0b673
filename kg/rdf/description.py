"""What the graph says of itself: a VoID and DCAT description with counts of what is really there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from importlib.metadata import version
from typing import Any

import pyoxigraph as ox

from kg.rdf.assertions import Triple
from kg.rdf.iris import ALL_PREFIXES, BASE, GRAPHS, PREFIXES, graph_iri, iri
from kg.rdf.literals import integer, label, text
from kg.rdf.vocabulary import node

DATASET = iri("dataset", "industry-kg")
"""The graph as a whole."""

_TITLE = ("产业政策知识图谱", "Industrial policy knowledge graph")
_ABOUT = (
    "由产业政策文件构建的产业、地区、企业知识图谱，每条陈述都可追溯到条款原文。",
    "A knowledge graph of industries, places and enterprises built from papers of industrial policy; every "
    "statement leads back to the words of a clause.",
)
_GRAPH_TITLES = {
    "statements": ("陈述图", "statements"),
    "labels": ("名称图", "labels"),
    "documents": ("文件图", "documents"),
    "reference": ("参考图", "reference data"),
    "inferred": ("推理图", "inferred"),
    "analysis": ("分析图", "analysis"),
    "search": ("检索图", "search"),
    "clauses": ("条款图", "one graph for each clause"),
}
_FILES = (
    ("nq", "N-Quads", "application/n-quads", "http://www.w3.org/ns/formats/N-Quads"),
    ("trig", "TriG", "application/trig", "http://www.w3.org/ns/formats/TriG"),
)
_ANSWERS = (
    "SPARQL_Results_JSON",
    "SPARQL_Results_XML",
    "SPARQL_Results_CSV",
    "SPARQL_Results_TSV",
    "Turtle",
    "N-Triples",
)
_VOCABULARIES = ("kgo", "eli", "nif", "org", "prov", "qudt", "schema", "skos", "dcterms")
_DESCRIPTION = f"<{PREFIXES['dataset']}"
_MEDIA = "https://www.iana.org/assignments/media-types/"
_LICENCE = ox.NamedNode("https://www.apache.org/licenses/LICENSE-2.0")
_LANGUAGES = tuple(
    ox.NamedNode(f"http://publications.europa.eu/resource/authority/language/{code}")
    for code in ("ZHO", "ENG")
)


@dataclass(slots=True)
class Tally:
    """What there is to count in a graph; a triple in several graphs counts once, but in all ``graphs``."""

    triples: set[Triple] = field(default_factory=set)
    graphs: Counter[str] = field(default_factory=Counter)
    clauses: set[object] = field(default_factory=set)

    def count(self, position: int) -> int:
        """Return how many different terms stand in a position of the triples."""
        return len({triple[position] for triple in self.triples})

    def having(self, predicate: str) -> Iterator[Triple]:
        """Yield the triples of a predicate."""
        wanted = node(predicate)
        return (triple for triple in self.triples if triple[1] == wanted)


def tally(quads: Iterable[ox.Quad]) -> Tally:
    """Count quads in one pass, those of an earlier description left out."""
    counted = Tally()
    graphs: Counter[object] = Counter()
    for subject, predicate, target, graph in quads:
        if not str(subject).startswith(_DESCRIPTION):
            graphs[graph] += 1
            counted.triples.add((subject, predicate, target))
    for graph, size in graphs.items():
        name = getattr(graph, "value", "")
        if name.startswith(PREFIXES["graph"]):
            counted.graphs[name.removeprefix(PREFIXES["graph"])] += size
        else:
            counted.graphs["clauses"] += size
            counted.clauses.add(graph)
    return counted


def describe(quads: Iterable[ox.Quad]) -> Iterator[ox.Quad]:
    """Yield the description of quads, as quads of ``graph:reference`` and ``graph:labels``.

    Counts are of distinct triples over all graphs, and of the triples of each named graph; the description
    itself is not counted, nor one that is among the quads already.
    """
    counted = tally(quads)
    for maker in (_about, _counts, _parts, _subsets, _distributions):
        for triple in maker(counted):
            graph = "labels" if triple[1] == node("rdfs:label") else "reference"
            yield ox.Quad(*triple, graph_iri(graph))


def _named(about: ox.NamedNode, predicate: str, words: tuple[str, str]) -> Iterator[Triple]:
    yield about, node(predicate), label(words[0])
    yield about, node(predicate), label(words[1], "en")


def _about(counted: Tally) -> Iterator[Triple]:
    for kind in ("void:Dataset", "dcat:Dataset", "prov:Entity"):
        yield DATASET, node("rdf:type"), node(kind)
    yield from _named(DATASET, "rdfs:label", _TITLE)
    yield from _named(DATASET, "dcterms:title", _TITLE)
    yield from _named(DATASET, "dcterms:description", _ABOUT)
    for words in (("产业政策", "industrial policy"), ("知识图谱", "knowledge graph")):
        yield from _named(DATASET, "dcat:keyword", words)
    yield DATASET, node("dcterms:license"), _LICENCE
    yield DATASET, node("dcat:version"), text(version("industry-kg"))
    yield DATASET, node("dcterms:conformsTo"), ox.NamedNode(f"{BASE}ontology")
    yield DATASET, node("void:uriSpace"), text(f"{BASE}id/")
    for language in _LANGUAGES:
        yield DATASET, node("dcterms:language"), language
    for prefix in _VOCABULARIES:
        yield DATASET, node("void:vocabulary"), ox.NamedNode(ALL_PREFIXES[prefix])
    for paper in _papers(counted):
        yield DATASET, node("dcterms:source"), paper
    for subject, _, region in counted.having("kgo:governs"):
        if subject.value.startswith(PREFIXES["doc"]):
            yield DATASET, node("dcterms:spatial"), region
    busiest = Counter(subject for subject, _, _ in counted.having("kgo:promotes"))
    for example, _ in sorted(busiest.items(), key=lambda pair: (-pair[1], pair[0].value))[:3]:
        yield DATASET, node("void:exampleResource"), example


def _papers(counted: Tally) -> list[ox.NamedNode]:
    wanted = node("kgo:PolicyDocument")
    return sorted({s for s, _, kind in counted.having("rdf:type") if kind == wanted}, key=str)


def _counts(counted: Tally) -> Iterator[Triple]:
    subjects = {subject for subject, _, _ in counted.triples}
    for predicate, count in (
        ("void:triples", len(counted.triples)),
        ("void:entities", sum(subject.value.startswith(f"{BASE}id/") for subject in subjects)),
        ("void:distinctSubjects", len(subjects)),
        ("void:distinctObjects", counted.count(2)),
        ("void:properties", counted.count(1)),
        ("void:classes", len({kind for _, _, kind in counted.having("rdf:type")})),
        ("void:documents", len(_papers(counted))),
    ):
        yield DATASET, node(predicate), integer(count)


def _parts(counted: Tally) -> Iterator[Triple]:
    """Partition by class and by property, of the project's own classes and properties."""
    members = Counter(kind for _, _, kind in counted.having("rdf:type"))
    uses = Counter(predicate for _, predicate, _ in counted.triples)
    yield from _partition("class", members, "void:entities")
    yield from _partition("property", uses, "void:triples")


def _partition(kind: str, sizes: Mapping[Any, int], counts: str) -> Iterator[Triple]:
    for term, size in sizes.items():
        if isinstance(term, ox.NamedNode) and term.value.startswith(PREFIXES["kgo"]):
            local = term.value.removeprefix(PREFIXES["kgo"])
            part = iri("dataset", "industry-kg", kind, local)
            yield DATASET, node(f"void:{kind}Partition"), part
            yield part, node("rdf:type"), node("void:Dataset")
            yield part, node(f"void:{kind}"), term
            yield part, node(counts), integer(size)
            yield from _named(part, "rdfs:label", (f"kgo:{local} 部分", f"the part of kgo:{local}"))


def _subset(name: str) -> ox.NamedNode:
    return iri("dataset", "industry-kg", "graph", name)


def _subsets(counted: Tally) -> Iterator[Triple]:
    for name, size in counted.graphs.items():
        about = _subset(name)
        yield DATASET, node("void:subset"), about
        yield about, node("rdf:type"), node("void:Dataset")
        yield about, node("void:triples"), integer(size)
        yield from _named(about, "rdfs:label", _GRAPH_TITLES[name])
        if name in GRAPHS:
            yield about, node("sd:name"), graph_iri(name)
        else:
            yield about, node("void:documents"), integer(len(counted.clauses))


def _distributions(_: Tally) -> Iterator[Triple]:
    for suffix, title, media, form in _FILES:
        about = iri("dataset", "industry-kg", suffix)
        yield DATASET, node("dcat:distribution"), about
        yield DATASET, node("void:feature"), ox.NamedNode(form)
        yield about, node("rdf:type"), node("dcat:Distribution")
        yield about, node("dcat:mediaType"), ox.NamedNode(_MEDIA + media)
        yield about, node("dcterms:license"), _LICENCE
        yield about, node("dcterms:conformsTo"), ox.NamedNode(f"{BASE}ontology")
        yield from _named(about, "rdfs:label", (f"{title} 文件", f"{title} file"))


def service_triples(endpoint: str, *, update: bool = False) -> list[Triple]:
    """Return the SPARQL 1.1 service description of an endpoint that serves the graph.

    Its default graph is the union of statements, labels and documents. ``update`` says whether it takes
    updates.
    """
    service = ox.NamedNode(endpoint)
    default = iri("dataset", "industry-kg", "default")
    triples: list[Triple] = [
        (service, node("rdf:type"), node("sd:Service")),
        (service, node("sd:endpoint"), service),
        (service, node("sd:supportedLanguage"), node("sd:SPARQL11Query")),
        (service, node("sd:defaultDataset"), DATASET),
        (DATASET, node("rdf:type"), node("sd:Dataset")),
        (DATASET, node("sd:defaultGraph"), default),
        (DATASET, node("void:sparqlEndpoint"), service),
        (default, node("rdf:type"), node("sd:Graph")),
    ]
    if update:
        triples.append((service, node("sd:supportedLanguage"), node("sd:SPARQL11Update")))
    for form in _ANSWERS:
        triples.append(
            (service, node("sd:resultFormat"), ox.NamedNode(f"http://www.w3.org/ns/formats/{form}"))
        )
    for name in GRAPHS:
        about = _subset(name)
        triples += [
            (DATASET, node("sd:namedGraph"), about),
            (about, node("rdf:type"), node("sd:NamedGraph")),
            (about, node("sd:name"), graph_iri(name)),
        ]
    return triples
