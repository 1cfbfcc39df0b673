"""One writer a build folder: a lock that the system frees with its process, and the word of who holds it."""

from __future__ import annotations

import os
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from kg.errors import DataError

_LOCK, _HOLDER = "lock", "holder.txt"


@contextmanager
def locked(out: Path, cache: Path, *, wait: float, on_wait: Callable[[str], None]) -> Iterator[None]:
    """Hold the only right to write into a build folder, whose ``cache`` has the lock.

    Where another process holds it, ``on_wait`` is called once with who that is, and after ``wait`` seconds
    DataError says so. A killed process holds nothing.
    """
    until = time.monotonic() + wait
    lock = _acquired(cache, 0.0)
    if lock is None:
        if wait > 0:
            on_wait(holder(cache))
        while lock is None and (left := until - time.monotonic()) > 0:
            lock = _acquired(cache, left)
    if lock is None:
        raise DataError(
            f"{out}: {holder(cache)} 正在此建图 (is building here; --wait SECONDS waits for its end)"
        )
    try:
        (cache / _HOLDER).write_text(f"{os.getpid()} {socket.gethostname()}\n", encoding="utf-8")
        yield
    finally:
        (cache / _HOLDER).unlink(missing_ok=True)
        lock.release()


def _acquired(cache: Path, wait: float) -> FileLock | None:
    """Return the lock, or None where it was not to be had; an earlier holder may have removed the folder."""
    cache.mkdir(parents=True, exist_ok=True)
    lock = FileLock(cache / _LOCK, timeout=wait, poll_interval=0.05)
    try:
        lock.acquire()
    except (Timeout, FileNotFoundError):
        return None
    return lock


def holder(cache: Path) -> str:
    """Return who holds the lock of a cache, as words."""
    try:
        pid, _, host = (cache / _HOLDER).read_text(encoding="utf-8").strip().partition(" ")
    except (OSError, UnicodeDecodeError):
        return "另一进程 another process"
    return f"进程 process {pid} @ {host}"
