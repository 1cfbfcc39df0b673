"""Graph files: canonical N-Quads, and TriG or Turtle that people can read.

A file is written beside its place and renamed onto it, so that what was there stays until the new one is
whole. The bytes depend on the set of quads only, never on their order.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import groupby
from pathlib import Path
from typing import BinaryIO

import pyoxigraph as ox

from kg.errors import GraphError
from kg.rdf.iris import ALL_PREFIXES, shortened
from kg.rdf.lines import line_of


def write_nquads(quads: Iterable[ox.Quad], path: Path) -> int:
    """Write quads as sorted N-Quads without repetition; return how many lines there are.

    Lines are sorted by code point. A quad in the unnamed graph, or with a blank node, raises GraphError.
    """
    lines = sorted({line_of(quad) for quad in quads})
    with replacing(path) as handle:
        handle.writelines(lines)
    return len(lines)


def read_nquads(path: Path) -> Iterator[ox.Quad]:
    """Yield the quads of a file; a malformed or missing one raises GraphError."""
    try:
        yield from ox.parse(path=str(path), format=ox.RdfFormat.N_QUADS)
    except FileNotFoundError:
        raise GraphError(f"{path}: no such file; kg build writes one") from None
    except (SyntaxError, OSError) as error:
        raise GraphError(f"{path}: not N-Quads: {error}") from None


@contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """Open a file beside ``path`` for writing and put it in its place when all went well."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False)  # noqa: SIM115
    try:
        with handle:
            yield handle  # type: ignore[misc]
        Path(handle.name).chmod(0o644)
        os.replace(handle.name, path)  # noqa: PTH105 - the same as Path.replace, and says what it does
    finally:
        Path(handle.name).unlink(missing_ok=True)


def to_turtle(triples: Iterable[ox.Triple | ox.Quad]) -> str:
    """Return triples as Turtle with the project's prefixes, sorted by subject; graphs are left out."""
    found = {f"{one.subject} {one.predicate} {one.object}": one for one in triples}
    ordered = [found[key] for key in sorted(found)]
    return "".join(turtle_parts(lambda: ordered))


def turtle_parts(triples: Callable[[], Iterable[ox.Triple | ox.Quad]]) -> Iterator[str]:
    """Yield Turtle a subject after another; ``triples`` gives them sorted, and is called twice.

    The first time tells which prefixes are used, so that no more than a subject is held.
    """
    yield _prologue(_spo(one) for one in triples())
    mark = ""
    for rows in _by(map(_spo, triples()), lambda row: row[0]):
        yield mark + _block(rows)
        mark = "\n"


def to_trig(quads: Iterable[ox.Quad]) -> str:
    """Return quads as TriG with the project's prefixes, sorted by graph, then subject."""
    found = {f"{one.graph_name} {one.subject} {one.predicate} {one.object}": one for one in quads}
    return "".join(trig_parts([found[key] for key in sorted(found)]))


def trig_parts(quads: Iterable[ox.Quad]) -> Iterator[str]:
    """Yield TriG a subject after another; ``quads`` are sorted by graph first, and gone through twice."""
    yield _prologue((*_spo(quad), quad.graph_name) for quad in quads)
    for graph, members in groupby(quads, key=lambda quad: quad.graph_name):
        if isinstance(graph, ox.DefaultGraph):
            raise GraphError("a triple outside any named graph cannot be written as TriG here")
        yield f"\n{_term(graph)} {{\n    "
        mark = ""
        for rows in _by(map(_spo, members), lambda row: row[0]):
            yield mark + _block(rows).rstrip("\n").replace("\n", "\n    ")
            mark = "\n    \n    "
        yield "\n}\n"


def to_patch(dropped: Iterable[ox.Quad], added: Iterable[ox.Quad]) -> str:
    """Return a patch that takes one graph into another: what to delete and what to insert, as TurtlePatch.

    That is the subset of SPARQL 1.1 Update that deletes and inserts data in Turtle's notation (W3C Semantic
    Web wiki, TurtlePatch), so that every store can apply it. Nothing to do is an empty text.
    """
    sides = [("DELETE", list(dropped)), ("INSERT", list(added))]
    used = [(*_spo(quad), quad.graph_name) for _, quads in sides for quad in quads]
    parts = [f"{verb} DATA {{\n{_graphs(quads)}}}\n" for verb, quads in sides if quads]
    declared = _prologue(used).replace("@prefix ", "PREFIX ").replace("> .\n", ">\n")
    return declared + ";\n".join(parts) if parts else ""


def _graphs(quads: Iterable[ox.Quad]) -> str:
    """Write quads as blocks of ``GRAPH``, sorted by graph, then subject."""
    found = {f"{one.graph_name} {one.subject} {one.predicate} {one.object}": one for one in quads}
    ordered = [found[key] for key in sorted(found)]
    out = []
    for graph, members in groupby(ordered, key=lambda quad: quad.graph_name):
        blocks = "".join(_block(rows) for rows in _by([_spo(quad) for quad in members], lambda row: row[0]))
        out.append(f"GRAPH {_term(graph)} {{\n{blocks}}}\n")
    return "".join(out)


_Row = tuple[object, object, object]


def _spo(quad: ox.Triple | ox.Quad) -> _Row:
    return quad.subject, quad.predicate, quad.object


def _is_untyped(row: _Row) -> bool:
    return not getattr(row[1], "value", "").endswith("22-rdf-syntax-ns#type")


def _by(rows: Iterable[_Row], key: Callable[[_Row], object]) -> Iterator[list[_Row]]:
    for _, members in groupby(rows, key=key):
        yield list(members)


def _term(term: object) -> str:
    if isinstance(term, ox.NamedNode):
        return shortened(term.value)
    if isinstance(term, ox.Literal) and term.language is None:
        datatype = term.datatype
        if datatype.value == f"{ALL_PREFIXES['xsd']}integer" and term.value.lstrip("-").isdecimal():
            return term.value
        if datatype.value != f"{ALL_PREFIXES['xsd']}string":
            return f"{ox.Literal(term.value)}^^{shortened(datatype.value)}"
    return str(term)


def _block(rows: list[_Row]) -> str:
    """Write one subject with its predicates and objects, its classes first."""
    lines = []
    rows.sort(key=_is_untyped)
    for predicate, members in groupby(rows, key=lambda row: row[1]):
        objects = ", ".join(_term(row[2]) for row in members)
        verb = "a" if getattr(predicate, "value", "").endswith("22-rdf-syntax-ns#type") else _term(predicate)
        lines.append(f"{verb} {objects}")
    return f"{_term(rows[0][0])} " + " ;\n    ".join(lines) + " .\n"


def _prologue(rows: Iterable[tuple[object, ...]]) -> str:
    """Declare the prefixes that the rows use, in their fixed order."""
    used = set()
    for row in rows:
        for term in row:
            one = term.datatype if isinstance(term, ox.Literal) else term
            if isinstance(one, ox.NamedNode):
                short = shortened(one.value)
                if not short.startswith("<"):
                    used.add(short.partition(":")[0])
    return "".join(f"@prefix {p}: <{ALL_PREFIXES[p]}> .\n" for p in ALL_PREFIXES if p in used) + "\n"
