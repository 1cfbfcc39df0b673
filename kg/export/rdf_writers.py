"""RDF files: with graphs (TriG, N-Quads) or merged into one (Turtle, N-Triples, RDF/XML, JSON-LD)."""

from __future__ import annotations

from collections.abc import Iterator
from heapq import merge
from itertools import groupby
from typing import BinaryIO

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Triple, serialize

from kg.export.losses import GRAPHS, said
from kg.export.provenance import provenance_quads
from kg.export.selection import Subgraph
from kg.rdf.iris import ALL_PREFIXES, iri
from kg.rdf.serialize import to_trig, to_turtle
from kg.rdf.vocabulary import node


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
