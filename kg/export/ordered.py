"""Things in order, each once: a few in memory, many in a temporary file, so that memory stays bounded."""

from __future__ import annotations

import hashlib
import tempfile
import weakref
from collections.abc import Callable, Iterable, Iterator
from itertools import chain, islice
from pathlib import Path
from typing import Final, Generic, NamedTuple, TypeVar

from pyoxigraph import Quad, RdfFormat, parse

from kg.rdf.runs import SortedLines

HELD: Final = 100_000
"""How many things are held in memory at most; more are sorted on disk, about as many at a time."""

_READ: Final = 5_000
_LINE: Final = 160
"""About how many bytes a line has: so many times ``HELD`` are gathered before they are sorted on disk."""
T = TypeVar("T")


class Lines(NamedTuple, Generic[T]):
    """How things are written as lines, which they are sorted by, and read back from some of them."""

    write: Callable[[T], str]
    read: Callable[[list[str]], Iterable[T]]


class Ordered(Generic[T]):
    """Things sorted by their lines and each once; they can be gone through again and again.

    Beyond ``held`` of them the lines wait, sorted on disk, in a temporary file, which goes with the last of
    those who use it.
    """

    def __init__(self, items: Iterable[T], lines: Lines[T], *, held: int = HELD) -> None:
        self._lines = lines
        waiting = iter(items)
        first = list(islice(waiting, held + 1))
        self._items: tuple[T, ...] = ()
        self._path: Path | None = None
        if len(first) <= held:
            found = {lines.write(item): item for item in first}
            self._items = tuple(found[line] for line in sorted(found))
            self._size = len(self._items)
        else:
            written = map(lines.write, chain(_emptied(first), waiting))
            self._path, self._size = _spooled(written, held)
            weakref.finalize(self, self._path.unlink, missing_ok=True)

    def __len__(self) -> int:
        return self._size

    def __iter__(self) -> Iterator[T]:
        if self._path is None:
            yield from self._items
            return
        with self._path.open(encoding="utf-8", newline="\n") as lines:
            for part in parts_of(lines, _READ):
                yield from self._lines.read(part)


def fingerprint(thing: object) -> bytes:
    """Return 128 bits of BLAKE2 of a thing's text: 80 bytes in a set, where a quad takes 600."""
    return hashlib.blake2b(str(thing).encode(), digest_size=16).digest()


def _by_graph(quad: Quad) -> str:
    return f"{quad.graph_name} {quad.triple}"


def _parsed(lines: Iterable[str]) -> Iterable[Quad]:
    return parse("".join(lines), format=RdfFormat.N_QUADS)


def _graph_last(line: str) -> str:
    graph, _, triple = line.rstrip("\n").partition(" ")
    return f"{triple} {graph} .\n"


BY_LINE: Final = Lines[Quad](str, lambda lines: _parsed(f"{line[:-1]} .\n" for line in lines))
"""Quads of named graphs by subject, predicate, object, then graph: by their N-Quads lines."""
BY_GRAPH: Final = Lines[Quad](_by_graph, lambda lines: _parsed(map(_graph_last, lines)))
"""Quads of named graphs by graph first, as TriG groups them."""


def _emptied(items: list[T]) -> Iterator[T]:
    """Yield the items of a list and let go of each."""
    items.reverse()
    while items:
        yield items.pop()


def _spooled(lines: Iterable[str], held: int) -> tuple[Path, int]:
    """Write lines sorted into a temporary file, each once; return where it is and how many there are."""
    size = 0
    with tempfile.TemporaryDirectory(prefix="kg-export-") as folder:
        found = SortedLines(Path(folder), "lines", gathered=held * _LINE)
        for line in lines:
            found.add(f"{line}\n".encode())
        with tempfile.NamedTemporaryFile("wb", prefix="kg-export-", delete=False) as out:
            for written in found:
                out.write(written)
                size += 1
    return Path(out.name), size


def parts_of(items: Iterable[T], size: int) -> Iterator[list[T]]:
    """Yield things as lists of at most ``size``."""
    waiting = iter(items)
    while part := list(islice(waiting, size)):
        yield part
