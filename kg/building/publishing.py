"""What a build wrote goes to its place all at once, or not at all.

Files are written to ``cache/new``; when all are whole that folder becomes ``cache/ready`` in one step of the
file system, and its files move to their places. Who is killed before that step has changed nothing, who is
killed after it is caught up with by the next writer: see :func:`recover`. Each file, the graph above all, is
at any moment either the earlier one or the new one.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kg.building.listing import PAPERS
from kg.store.opening import GRAPH_FILE as GRAPH
from kg.store.opening import MANIFEST_FILE as MANIFEST

SILENT, CONFLICTS, FAILURES = "silent.csv", "conflicts.csv", "failures.csv"
OUTPUTS = (GRAPH, SILENT, CONFLICTS)
"""What the manifest has the hashes of: the same on every machine."""
CACHE = "cache"
KEPT = "papers"
"""The folder in a build folder into which a backup's papers are restored."""
_NEW, _READY = "new", "ready"
_ORDER = (*OUTPUTS, FAILURES, MANIFEST, PAPERS)


def recover(out: Path) -> None:
    """Finish what a killed build had ready and drop what it had not; only for who holds the lock."""
    _move(out / CACHE / _READY, out)
    shutil.rmtree(out / CACHE / _NEW, ignore_errors=True)


@contextmanager
def publishing(out: Path) -> Iterator[Path]:
    """Yield a folder whose files move to ``out`` at the end; on a failure before, ``out`` stays as it was."""
    new, ready = out / CACHE / _NEW, out / CACHE / _READY
    new.mkdir()
    try:
        yield new
        for path in new.iterdir():
            _to_disk(path)
        new.rename(ready)
    finally:
        shutil.rmtree(new, ignore_errors=True)
    _move(ready, out)


def _move(ready: Path, out: Path) -> None:
    if not ready.is_dir():
        return
    for name in _ORDER:
        if (ready / name).exists():
            (ready / name).replace(out / name)
    shutil.rmtree(ready)


def _to_disk(path: Path) -> None:
    with path.open("rb") as handle:
        os.fsync(handle.fileno())
