"""RDF files: with graphs (TriG, N-Quads) or merged into one (Turtle, N-Triples, RDF/XML, JSON-LD)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from heapq import merge
from itertools import groupby
from typing import BinaryIO

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Triple, serialize

from kg.export.losses import GRAPHS, said
from kg.export.ordered import BY_GRAPH, Ordered
from kg.export.provenance import provenance_quads
from kg.export.selection import Subgraph
from kg.rdf.iris import ALL_PREFIXES, iri
from kg.rdf.serialize import trig_parts, turtle_parts
from kg.rdf.vocabulary import node


def all_quads(subgraph: Subgraph) -> Iterator[Quad]:
    """Yield a subgraph's quads and those of its provenance, sorted, each once."""
    return _with(subgraph, provenance_quads(subgraph.provenance, subgraph.name))


def merged(subgraph: Subgraph) -> Iterator[Triple]:
    """Yield the triples of a subgraph and its provenance, sorted; one says that graphs were left out."""
    about = iri("dataset", subgraph.name)
    lost = Quad(about, node("dcterms:description"), Literal(said(GRAPHS), language="zh"), about)
    quads = _with(subgraph, [*provenance_quads(subgraph.provenance, subgraph.name), lost])
    # what differs in its graph alone stands side by side
    return (triple for triple, _ in groupby(quad.triple for quad in quads))


def _with(subgraph: Subgraph, more: Iterable[Quad]) -> Iterator[Quad]:
    both = merge(subgraph.quads, sorted(more, key=str), key=str)
    return (quad for quad, _ in groupby(both))


def by_subject(triples: Iterable[Triple]) -> Iterator[list[Triple]]:
    """Yield the triples of one subject after another."""
    for _, members in groupby(triples, key=lambda triple: triple.subject):
        yield list(members)


def _comment(subgraph: Subgraph) -> str:
    return "".join(f"# {line}\n" for line in subgraph.provenance.lines())


def write_turtle(subgraph: Subgraph, out: BinaryIO) -> None:
    """Write Turtle, a subject after another; the provenance also stands in comments at the top."""
    out.write(_comment(subgraph).encode())
    out.writelines(part.encode() for part in turtle_parts(lambda: merged(subgraph)))


def write_trig(subgraph: Subgraph, out: BinaryIO) -> None:
    """Write TriG, a graph after another."""
    quads = Ordered(all_quads(subgraph), BY_GRAPH)
    out.write(_comment(subgraph).encode())
    out.writelines(part.encode() for part in trig_parts(quads))


def write_nquads(subgraph: Subgraph, out: BinaryIO) -> None:
    """Write N-Quads, a line a quad, sorted."""
    out.writelines(f"{quad} .\n".encode() for quad in all_quads(subgraph))


def write_ntriples(subgraph: Subgraph, out: BinaryIO) -> None:
    """Write N-Triples, a line a triple, sorted."""
    out.writelines(f"{triple} .\n".encode() for triple in merged(subgraph))


def write_rdfxml(subgraph: Subgraph, out: BinaryIO) -> None:
    """Write RDF/XML, a subject after another."""
    serialize(merged(subgraph), out, RdfFormat.RDF_XML, prefixes=dict(ALL_PREFIXES))


def write_turtle12(subgraph: Subgraph, out: BinaryIO) -> None:
    """Write RDF 1.2 Turtle: each assertion's node is a reifier of the triple that it stands for.

    ``region:沈阳市 kgo:promotes concept:机器人 ~ statement:…`` in the words of RDF 1.2; the node carries the
    quote, the clause and all other evidence as in plain Turtle. The triples that assertions stand for are
    held in memory, all else is written a subject after another.
    """
    wanted = {stood for rows in by_subject(merged(subgraph)) for stood in _stood_for(rows)}
    there = {triple for triple in merged(subgraph) if triple in wanted}
    out.write(_comment(subgraph).encode())
    serialize(_reified(subgraph, there), out, RdfFormat.TURTLE, prefixes=dict(ALL_PREFIXES))


def _reified(subgraph: Subgraph, there: set[Triple]) -> Iterator[Triple]:
    for rows in by_subject(merged(subgraph)):
        about = rows[0].subject
        rows += [Triple(about, node("rdf:reifies"), stood) for stood in _stood_for(rows) if stood in there]
        yield from sorted(rows, key=str)


def _stood_for(rows: Iterable[Triple]) -> Iterator[Triple]:
    """Yield the triples that a node with these rows is an assertion of."""
    found: dict[str, NamedNode] = {}
    for row in rows:
        if row.predicate in _PARTS and isinstance(row.object, NamedNode):
            found[_PARTS[row.predicate]] = row.object
    for names in _REIFIED:
        if all(name in found for name in names):
            yield Triple(*(found[name] for name in names))


_REIFIED = (("subject", "predicate", "object"), ("place", "shortcut", "restrictedConcept"))
_PARTS = {node(f"kgo:{name}"): name for names in _REIFIED for name in names}
