"""RDF files: with graphs (TriG, N-Quads) or merged into one (Turtle, N-Triples, RDF/XML, JSON-LD)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from heapq import merge
from itertools import groupby
from typing import BinaryIO

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Triple, serialize

from kg.export.losses import GRAPHS, said
from kg.export.provenance import provenance_quads
from kg.export.selection import Subgraph
from kg.rdf.iris import ALL_PREFIXES, PREFIXES, iri
from kg.rdf.serialize import to_trig, to_turtle
from kg.rdf.vocabulary import node
from kg.store import shorten

_TYPE = node("rdf:type")
_XSD = ALL_PREFIXES["xsd"]


def all_quads(subgraph: Subgraph) -> list[Quad]:
    """Return a subgraph's quads and those of its provenance, sorted."""
    return sorted({*subgraph.quads, *provenance_quads(subgraph.provenance, subgraph.name)}, key=str)


def merged(subgraph: Subgraph) -> list[Triple]:
    """Return the triples of a subgraph and its provenance, sorted; one says that graphs were left out."""
    return sorted(set(_triples(subgraph)), key=str)


def _triples(subgraph: Subgraph) -> Iterator[Triple]:
    about = iri("dataset", subgraph.name)
    for quad in (*subgraph.quads, *provenance_quads(subgraph.provenance, subgraph.name)):
        yield quad.triple
    yield Triple(about, node("dcterms:description"), Literal(said(GRAPHS), language="zh"))


def _comment(subgraph: Subgraph) -> str:
    return "".join(f"# {line}\n" for line in subgraph.provenance.lines())


def write_turtle(subgraph: Subgraph, out: BinaryIO) -> None:
    """Write Turtle; the provenance also stands in comments at the top."""
    out.write((_comment(subgraph) + to_turtle(_triples(subgraph))).encode())


def write_trig(subgraph: Subgraph, out: BinaryIO) -> None:
    """Write TriG."""
    out.write((_comment(subgraph) + to_trig(all_quads(subgraph))).encode())


def write_nquads(subgraph: Subgraph, out: BinaryIO) -> None:
    """Write N-Quads, a line a quad, sorted; no more than a line is held in memory."""
    about = sorted(map(str, provenance_quads(subgraph.provenance, subgraph.name)))
    lines = merge(map(str, subgraph.quads), about)
    out.writelines(f"{line} .\n".encode() for line, _ in groupby(lines))


def write_ntriples(subgraph: Subgraph, out: BinaryIO) -> None:
    """Write N-Triples, a line a triple, sorted."""
    lines = {str(triple) for triple in _triples(subgraph)}
    out.writelines(f"{line} .\n".encode() for line in sorted(lines))


def write_rdfxml(subgraph: Subgraph, out: BinaryIO) -> None:
    """Write RDF/XML."""
    serialize(merged(subgraph), out, RdfFormat.RDF_XML, prefixes=dict(ALL_PREFIXES))


def write_jsonld(subgraph: Subgraph, out: BinaryIO) -> None:
    """Write compact JSON-LD: terms of the ontology bare, things as prefix:local, the root first.

    A bare property whose values are all things is declared so in the context, and its values are plain
    strings; other values are strings, numbers, or objects with ``@language`` or ``@type``.
    """
    triples = merged(subgraph)
    linking = _linking(triples)
    context = _context(triples, linking)
    nodes = [
        _json_node(list(rows), linking) for _, rows in groupby(triples, key=lambda triple: triple.subject)
    ]
    root = shorten(subgraph.root.value) if subgraph.root else ""
    nodes.sort(key=lambda each: (each["@id"] != root, str(each["@id"])))
    text = json.dumps({"@context": context, "@graph": nodes}, ensure_ascii=False, indent=1)
    out.write((text + "\n").encode())


def _linking(triples: Iterable[Triple]) -> set[NamedNode]:
    """Return the predicates whose objects are all IRIs."""
    plain = {triple.predicate for triple in triples if not isinstance(triple.object, NamedNode)}
    return {triple.predicate for triple in triples} - plain


def _key(predicate: NamedNode) -> str:
    if predicate == _TYPE:
        return "@type"
    bare = shorten(predicate.value).removeprefix("kgo:")
    return f"kgo:{bare}" if bare in ALL_PREFIXES else bare  # strength: is a prefix as well


def _context(triples: list[Triple], linking: set[NamedNode]) -> dict[str, object]:
    used = {shorten(str(term)[1:-1]).partition(":")[0] for triple in triples for term in _iris(triple)}
    context: dict[str, object] = {"@vocab": PREFIXES["kgo"]}
    context |= {name: start for name, start in ALL_PREFIXES.items() if name in used}
    for predicate in sorted(linking - {_TYPE}, key=lambda each: each.value):
        context[_key(predicate)] = {"@id": shorten(predicate.value), "@type": "@id"}
    return context


def _iris(triple: Triple) -> list[NamedNode]:
    terms = [triple.subject, triple.predicate, triple.object]
    datatypes = [term.datatype for term in terms if isinstance(term, Literal)]
    return [term for term in (*terms, *datatypes) if isinstance(term, NamedNode)]


def _json_node(rows: list[Triple], linking: set[NamedNode]) -> dict[str, object]:
    found: dict[str, object] = {"@id": shorten(str(rows[0].subject)[1:-1])}
    rows.sort(key=lambda triple: (triple.predicate != _TYPE, triple.predicate.value))
    for predicate, members in groupby(rows, key=lambda triple: triple.predicate):
        values = [_json_value(triple.object, bare=predicate in linking) for triple in members]
        found[_key(predicate)] = values[0] if len(values) == 1 else values
    if isinstance(types := found.get("@type"), str | list):
        each = [types] if isinstance(types, str) else types
        short = [str(name).removeprefix("kgo:") for name in each]
        found["@type"] = short[0] if len(short) == 1 else short
    return found


def _json_value(term: object, *, bare: bool) -> object:
    if isinstance(term, NamedNode):
        return shorten(term.value) if bare else {"@id": shorten(term.value)}
    assert isinstance(term, Literal)
    if term.language:
        return {"@value": term.value, "@language": term.language}
    datatype = term.datatype.value
    if datatype == f"{_XSD}string":
        return term.value
    if datatype == f"{_XSD}integer" and str(int(term.value)) == term.value:
        return int(term.value)
    if datatype == f"{_XSD}boolean":
        return term.value == "true"
    return {"@value": term.value, "@type": shorten(datatype)}


def write_turtle12(subgraph: Subgraph, out: BinaryIO) -> None:
    """Write RDF 1.2 Turtle: each assertion's node is a reifier of the triple that it stands for.

    ``region:沈阳市 kgo:promotes concept:机器人 ~ statement:…`` in the words of RDF 1.2; the node carries the
    quote, the clause and all other evidence as in plain Turtle.
    """
    triples = merged(subgraph)
    facts: dict[object, dict[str, NamedNode]] = {}
    parts = {node(f"kgo:{name}"): name for group in _REIFIED for name in group}
    for triple in triples:
        if triple.predicate in parts and isinstance(triple.object, NamedNode):
            facts.setdefault(triple.subject, {})[parts[triple.predicate]] = triple.object
    said = set(triples)
    for about, found in facts.items():
        for names in _REIFIED:
            if all(name in found for name in names):
                subject, predicate, target = (found[name] for name in names)
                stood = Triple(subject, predicate, target)
                if stood in said:
                    triples.append(Triple(about, node("rdf:reifies"), stood))  # type: ignore[arg-type]
    out.write(_comment(subgraph).encode())
    serialize(sorted(triples, key=str), out, RdfFormat.TURTLE, prefixes=dict(ALL_PREFIXES))


_REIFIED = (("subject", "predicate", "object"), ("place", "shortcut", "restrictedConcept"))
