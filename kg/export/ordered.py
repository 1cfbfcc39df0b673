"""Things in order, each once: a few in memory, many in a temporary file, so that memory stays bounded."""

from __future__ import annotations

import hashlib
import tempfile
import weakref
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from heapq import merge
from itertools import chain, groupby, islice
from pathlib import Path
from typing import Final, Generic, NamedTuple, TypeVar

from pyoxigraph import Quad, RdfFormat, parse

HELD: Final = 100_000
"""How many things are held in memory at most; more are sorted on disk, as many at a time."""

_READ: Final = 5_000
_MOST_FILES: Final = 100
T = TypeVar("T")


class Lines(NamedTuple, Generic[T]):
    """How things are written as lines, which they are sorted by, and read back from some of them."""

    write: Callable[[T], str]
    read: Callable[[list[str]], Iterable[T]]


class Ordered(Generic[T]):
    """Things sorted by their lines and each once; they can be gone through again and again.

    Beyond ``held`` of them the lines wait in a temporary file, which goes with the last of those who use it
    (an external merge sort: Knuth, The Art of Computer Programming 3, section 5.4).
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
    with tempfile.TemporaryDirectory(prefix="kg-export-") as folder:
        runs, number = list[Path](), 0
        for part in parts_of(lines, held):
            part.sort()
            runs.append(_run(Path(folder, str(number)), (f"{line}\n" for line in part)))
            number += 1
        while len(runs) > _MOST_FILES:
            fewer = list[Path]()
            for some in parts_of(runs, _MOST_FILES):
                fewer.append(_run(Path(folder, str(number)), _merged(some)))
                number += 1
            runs = fewer
        size = 0
        with tempfile.NamedTemporaryFile(
            "w", encoding="utf-8", newline="", prefix="kg-export-", delete=False
        ) as out:
            for line in _merged(runs):
                out.write(line)
                size += 1
    return Path(out.name), size


def parts_of(items: Iterable[T], size: int) -> Iterator[list[T]]:
    """Yield things as lists of at most ``size``."""
    waiting = iter(items)
    while part := list(islice(waiting, size)):
        yield part


def _run(path: Path, lines: Iterable[str]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as out:
        out.writelines(lines)
    return path


def _merged(runs: Iterable[Path]) -> Iterator[str]:
    """Yield the lines of sorted files in order, each once."""
    with ExitStack() as stack:
        files = [stack.enter_context(path.open(encoding="utf-8", newline="\n")) for path in runs]
        for line, _ in groupby(merge(*files)):
            yield line
