"""The whole graph in one call: what clauses say, what follows from it, and what the graph says of itself.

A graph is larger than memory before a corpus is large, so its lines are sorted on disk: those that are stated
or follow in a first pass over the readings, their description and index of words from a second one over the
sorted lines. What is kept in memory grows with the entities and the words, not with what is said of them.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pyoxigraph as ox

from kg.model import DocumentReading
from kg.rdf.builder import quads
from kg.rdf.description import Tally
from kg.rdf.inference import INFERRED, PREMISES, Inference
from kg.rdf.lines import Held, held, line_of, written
from kg.rdf.runs import SortedLines, merged
from kg.rdf.search import Cut, WordIndex
from kg.rdf.serialize import read_nquads, replacing

_INFERRED = written(INFERRED)
_TOLD = 1 << 14
"""After how many lines progress is told."""
_PREMISES = frozenset(map(written, PREMISES))


def assemble(readings: Iterable[DocumentReading], *, inferred: bool = True) -> list[ox.Quad]:
    """Return all quads of readings, as :func:`write_graph` writes them, without an index of words."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "graph.nq"
        write_graph(readings, path, inferred=inferred)
        return list(read_nquads(path))


def write_graph(
    readings: Iterable[DocumentReading],
    path: Path,
    *,
    inferred: bool = True,
    cut: Cut | None = None,
    on_line: Callable[[int, int], None] = lambda done, total: None,
) -> int:
    """Write the graph of readings as sorted N-Quads without repetition; return how many lines there are.

    ``graph:inferred`` is in it unless told not to, and ``graph:search`` where there is a function that cuts
    texts into words. The bytes do not depend on the order of the readings. While it works it needs some three
    times the disk space of what it writes, beside ``path``. ``on_line`` is called now and then while lines
    are put in order, with how many are and about how many that will be.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=f".{path.name}.") as name:
        folder = Path(name)
        stated = SortedLines(folder, "stated")
        for line in _lines(readings, inferred=inferred):
            stated.add(line)
        tally, more = Tally(SortedLines(folder, "targets")), SortedLines(folder, "more")
        index = WordIndex(cut) if cut else None
        about = 2 * stated.taken  # twice gone through
        with (folder / "whole").open("wb") as handle:
            for done, triple in enumerate(map(_settled, held(stated))):
                handle.writelines(triple.lines())
                tally.see(triple)
                for quad in index.see(triple) if index else ():
                    more.add(line_of(quad))
                if done % _TOLD == 0:
                    on_line(done, about)
        stated.drop()
        for quad in (*tally.quads(), *(index.rest() if index else ())):
            more.add(line_of(quad))
        count = 0
        with (folder / "whole").open("rb") as whole, replacing(path) as out:
            for count, line in enumerate(merged(whole, more), 1):
                out.write(line)
                if count % _TOLD == 0:
                    on_line(about // 2 + count, max(about, about // 2 + count))
        return count


def _lines(readings: Iterable[DocumentReading], *, inferred: bool) -> Iterator[bytes]:
    """Yield what is stated and what follows; some of that may be stated elsewhere."""
    inference = Inference()
    for quad in quads(readings):
        yield line_of(quad)
        if inferred:
            for triple in inference.alone(quad):
                yield line_of(ox.Quad(*triple, INFERRED))
    if inferred:
        for triple in inference.together():
            yield line_of(ox.Quad(*triple, INFERRED))


def _settled(triple: Held) -> Held:
    """Return a triple without its place among what is inferred where it is stated as well."""
    if _INFERRED in triple.graphs and not _PREMISES.isdisjoint(triple.graphs):
        return triple._replace(graphs=tuple(graph for graph in triple.graphs if graph != _INFERRED))
    return triple
