"""A graph as sorted N-Quads, read triple by triple: what can be told of it in one pass, in little memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import NamedTuple

import pyoxigraph as ox

from kg.errors import GraphError


class Held(NamedTuple):
    """A triple and the graphs that hold it, all as N-Quads writes them."""

    subject: bytes
    predicate: bytes
    target: bytes
    graphs: tuple[bytes, ...]

    def lines(self) -> Iterator[bytes]:
        """Yield the quads as lines."""
        for graph in self.graphs:
            yield b"%b %b %b %b .\n" % (self.subject, self.predicate, self.target, graph)


def line_of(quad: ox.Quad) -> bytes:
    """Return a quad as a line of N-Quads.

    One in the unnamed graph, or with a blank node, raises GraphError, since neither has an identity that
    another build would give again.
    """
    if isinstance(quad.graph_name, ox.DefaultGraph):
        raise GraphError(f"{quad}: a triple outside any named graph")
    if isinstance(quad.subject, ox.BlankNode) or isinstance(quad.object, ox.BlankNode):
        raise GraphError(f"{quad}: a blank node")
    return f"{quad} .\n".encode()


def held(lines: Iterable[bytes]) -> Iterator[Held]:
    """Yield each triple of sorted lines once, sorted, with its graphs."""
    for (subject, predicate, target), members in groupby(map(_parts, lines), key=lambda parts: parts[:3]):
        yield Held(subject, predicate, target, tuple(graph for *_, graph in members))


def _parts(line: bytes) -> tuple[bytes, bytes, bytes, bytes]:
    subject, predicate, rest = line.split(b" ", 2)
    target, graph, _ = rest.rsplit(b" ", 2)
    return subject, predicate, target, graph


def named(term: bytes) -> ox.NamedNode:
    """Return the IRI that a term of a line is."""
    return ox.NamedNode(term[1:-1].decode())


def written(term: object) -> bytes:
    """Return a term as lines have it.

    >>> written(ox.NamedNode("http://example.org/a"))
    b'<http://example.org/a>'
    """
    return str(term).encode()


def words(literal: bytes) -> str:
    """Return the text of a literal.

    >>> words('"一\\\\n二"@zh'.encode())
    '一\\n二'
    """
    triple = next(ox.parse(b"<a:a> <a:a> %b ." % literal, format=ox.RdfFormat.N_TRIPLES))
    return str(triple.object.value)
