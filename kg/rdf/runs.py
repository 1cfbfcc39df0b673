"""Lines sorted on disk: as many as a disk holds, in little memory.

An external merge sort (Knuth, The Art of Computer Programming, volume 3, section 5.4): lines are gathered in
memory, each full gathering is written sorted as a run, and the runs are merged while they are read.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from itertools import groupby
from pathlib import Path

GATHERED = 1 << 26
"""How many bytes of lines are gathered before a run is written."""
_MERGED = 200
"""How many runs are read at once; files that a process may have open are few."""


class SortedLines:
    """Lines that are read back sorted by bytes, each once; each ends with its only newline.

    ``name`` begins the names of the runs in ``folder``, which whoever made the folder removes; ``gathered``
    are the bytes of a run, :data:`GATHERED` where it is 0. The order is that of code points.
    """

    def __init__(self, folder: Path, name: str, *, gathered: int = 0) -> None:
        self._folder = folder
        self._name = name
        self._most = gathered or GATHERED
        self._lines: set[bytes] = set()
        self._size = 0
        self._runs: list[Path] = []
        self._written = self._added = 0

    @property
    def taken(self) -> int:
        """How many lines there are at most: one that came again after a run was written counts again."""
        return self._added

    def add(self, line: bytes) -> None:
        """Take a line; raise OSError where a run cannot be written."""
        if line not in self._lines:
            self._lines.add(line)
            self._added += 1
            self._size += len(line)
            if self._size >= self._most:
                self._spill()

    def __iter__(self) -> Iterator[bytes]:
        """Yield every line once, sorted."""
        if not self._runs:
            yield from sorted(self._lines)
            return
        self._spill()
        yield from _merged(self._runs)

    def drop(self) -> None:
        """Forget the lines and delete the runs."""
        for path in self._runs:
            path.unlink()
        self._runs.clear()
        self._lines.clear()
        self._size = self._added = 0

    def _spill(self) -> None:
        if self._lines:
            self._runs.append(self._written_as_run(sorted(self._lines)))
            self._lines.clear()
            self._size = 0
        if len(self._runs) >= _MERGED:
            runs, self._runs = self._runs, []
            self._runs.append(self._written_as_run(_merged(runs)))
            for path in runs:
                path.unlink()

    def _written_as_run(self, lines: Iterable[bytes]) -> Path:
        path = self._folder / f"{self._name}-{self._written}.run"
        self._written += 1
        with path.open("wb") as handle:
            handle.writelines(lines)
        return path


def merged(*sources: Iterable[bytes]) -> Iterator[bytes]:
    """Merge sorted lines; yield each once.

    >>> list(merged([b"a\\n", b"b\\n"], [b"b\\n", b"c\\n"]))
    [b'a\\n', b'b\\n', b'c\\n']
    """
    return (line for line, _ in groupby(heapq.merge(*sources)))


def _merged(runs: Iterable[Path]) -> Iterator[bytes]:
    with ExitStack() as opened:
        yield from merged(*(opened.enter_context(path.open("rb")) for path in runs))
