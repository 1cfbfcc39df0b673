"""What the graph says of itself: a VoID and DCAT description with counts of what is really there."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from importlib.metadata import version
from pathlib import Path

import pyoxigraph as ox

from kg.rdf.assertions import Triple
from kg.rdf.iris import ALL_PREFIXES, BASE, GRAPHS, PREFIXES, graph_iri, iri
from kg.rdf.lines import Held, held, line_of, named, written
from kg.rdf.literals import integer, label, text
from kg.rdf.runs import SortedLines
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
_DESCRIPTION, _DOCUMENT, _THING = (
    f"<{start}".encode() for start in (PREFIXES["dataset"], PREFIXES["doc"], f"{BASE}id/")
)
_TYPE, _PAPER, _PROMOTES, _GOVERNS = (
    written(node(name)) for name in ("rdf:type", "kgo:PolicyDocument", "kgo:promotes", "kgo:governs")
)
_MEDIA = "https://www.iana.org/assignments/media-types/"
_LICENCE = ox.NamedNode("https://www.apache.org/licenses/LICENSE-2.0")
_LANGUAGES = tuple(
    ox.NamedNode(f"http://publications.europa.eu/resource/authority/language/{code}")
    for code in ("ZHO", "ENG")
)


class Tally:
    """What there is to count in a graph, an earlier description left out; triples come sorted, each once.

    A triple in several graphs counts once, but in all ``graphs``. ``targets`` takes the objects, which are
    too many to keep.
    """

    def __init__(self, targets: SortedLines) -> None:
        self.triples = self.subjects = self.things = 0
        self.targets = targets
        self.graphs: Counter[str] = Counter()
        self.clauses: set[bytes] = set()
        self.predicates: Counter[bytes] = Counter()
        self.classes: Counter[bytes] = Counter()
        self.promoting: Counter[bytes] = Counter()
        self.papers: list[bytes] = []
        self.places: set[bytes] = set()
        self._last = b""

    def see(self, triple: Held) -> None:
        """Count a triple."""
        subject, predicate, target, graphs = triple
        if subject.startswith(_DESCRIPTION):
            return
        self.triples += 1
        if subject != self._last:
            self._last = subject
            self.subjects += 1
            self.things += subject.startswith(_THING)
        self.targets.add(target + b"\n")
        self.predicates[predicate] += 1
        if predicate == _TYPE:
            self.classes[target] += 1
            if target == _PAPER:
                self.papers.append(subject)
        elif predicate == _PROMOTES:
            self.promoting[subject] += 1
        elif predicate == _GOVERNS and subject.startswith(_DOCUMENT):
            self.places.add(target)
        for graph in graphs:
            name = graph[1:-1].decode().removeprefix(PREFIXES["graph"])
            if name in GRAPHS:
                self.graphs[name] += 1
            else:
                self.graphs["clauses"] += 1
                self.clauses.add(graph)

    def quads(self) -> Iterator[ox.Quad]:
        """Yield the description, as quads of ``graph:reference`` and ``graph:labels``."""
        for maker in (_about, _counts, _parts, _subsets, _distributions):
            for triple in maker(self):
                graph = "labels" if triple[1] == node("rdfs:label") else "reference"
                yield ox.Quad(*triple, graph_iri(graph))


def describe(quads: Iterable[ox.Quad]) -> Iterator[ox.Quad]:
    """Yield the description of quads, as quads of ``graph:reference`` and ``graph:labels``.

    Counts are of distinct triples over all graphs, and of the triples of each named graph; the description
    itself is not counted, nor one that is among the quads already.
    """
    with tempfile.TemporaryDirectory() as folder:
        lines, tally = SortedLines(Path(folder), "quads"), Tally(SortedLines(Path(folder), "targets"))
        for quad in quads:
            lines.add(line_of(quad))
        for triple in held(lines):
            tally.see(triple)
        yield from tally.quads()


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
    for paper in counted.papers:
        yield DATASET, node("dcterms:source"), named(paper)
    for region in counted.places:
        yield DATASET, node("dcterms:spatial"), named(region)
    busiest = sorted(counted.promoting.items(), key=lambda pair: (-pair[1], pair[0]))
    for example, _ in busiest[:3]:
        yield DATASET, node("void:exampleResource"), named(example)


def _counts(counted: Tally) -> Iterator[Triple]:
    for predicate, count in (
        ("void:triples", counted.triples),
        ("void:entities", counted.things),
        ("void:distinctSubjects", counted.subjects),
        ("void:distinctObjects", sum(1 for _ in counted.targets)),
        ("void:properties", len(counted.predicates)),
        ("void:classes", len(counted.classes)),
        ("void:documents", len(counted.papers)),
    ):
        yield DATASET, node(predicate), integer(count)


def _parts(counted: Tally) -> Iterator[Triple]:
    """Partition by class and by property, of the project's own classes and properties."""
    yield from _partition("class", counted.classes, "void:entities")
    yield from _partition("property", counted.predicates, "void:triples")


def _partition(kind: str, sizes: Mapping[bytes, int], counts: str) -> Iterator[Triple]:
    for line_term, size in sizes.items():
        term = named(line_term)
        if term.value.startswith(PREFIXES["kgo"]):
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
