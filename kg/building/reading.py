"""Papers to readings: those that did not change come from the cache, the others are read on all cores."""

from __future__ import annotations

import os
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from kg import pipeline
from kg.building.cache import ReadingCache, Readings, decode, encode
from kg.building.listing import Listing, native, near, within
from kg.building.publishing import KEPT
from kg.building.versions import hash_of, hash_of_values
from kg.documents.reader import read_source
from kg.documents.sidecar import Facts
from kg.documents.sources import Source, expand
from kg.errors import DataError, DocumentError, KGError

_AHEAD = 4
"""How many papers a process may have waiting."""


@dataclass(frozen=True, slots=True)
class Failure:
    """A paper that could not be read: its file as it was found, and why."""

    file: str
    reason: str


@dataclass(frozen=True, slots=True)
class Input:
    """What is read of a paper: the file's base name, hashes of its bytes and of what a sidecar says."""

    file: str
    content: str
    facts: str


@dataclass(frozen=True, slots=True)
class Corpus:
    """Readings, what they were made of, and what could not be read.

    ``documents`` are the files by id, ``keys`` those of the cache; ``fresh`` counts papers not found there.
    """

    readings: Readings
    inputs: tuple[Input, ...]
    documents: dict[str, str]
    keys: frozenset[str]
    failures: tuple[Failure, ...]
    fresh: int


@dataclass(frozen=True, slots=True)
class _Paper:
    """A paper's file in memory, which a process can be sent."""

    name: str
    file: str
    data: bytes
    facts: Facts
    region: str
    key: str

    @property
    def input(self) -> Input:
        return Input(self.file, hash_of(self.data), hash_of(repr(self.facts).encode()))


@dataclass(frozen=True, slots=True)
class _Read:
    """What came of a file: the paper and the id of its reading in the cache, or why there is none."""

    paper: _Paper | None
    name: str
    doc: str | None = None
    error: KGError | None = None
    fresh: bool = False


def read_corpus(
    listing: Listing,
    out: Path,
    cache: ReadingCache,
    version: str,
    *,
    processes: int = 1,
    strict: bool = True,
    on_done: Callable[[int, int], None] = lambda done, total: None,
) -> Corpus:
    """Return the readings of the papers on a list, for a build in ``out``.

    Raises DocumentError and DataError for the first paper that cannot be read, or whose id is taken, in the
    order of the list; unless ``strict``, such papers are left out and told in ``failures``. UsageError for an
    unknown region. ``on_done`` is called after each paper, with how many are done and how
    many there are.
    """
    total = sum(1 for _ in sources(listing, out))
    kept: dict[str, str] = {}
    inputs: list[Input] = []
    documents: dict[str, str] = {}
    keys: set[str] = set()
    failures: list[Failure] = []
    fresh = 0
    for done, read in enumerate(_read_all(sources(listing, out), cache, version, processes), 1):
        wrong = read.error
        fresh += read.fresh
        on_done(done, total)
        if read.paper is not None and read.doc is not None:
            doc = read.doc
            keys.add(read.paper.key)
            if doc not in documents:
                kept[doc], documents[doc] = read.paper.key, read.name
                inputs.append(read.paper.input)
                continue
            wrong = DocumentError(
                f"{read.name}: 文档编号 {doc} 与 {documents[doc]} 重复 (document id used twice)"
            )
        if wrong is not None and strict:
            raise wrong
        failures.append(Failure(read.name, str(wrong).removeprefix(f"{read.name}: ")))
    told = tuple(sorted(failures, key=lambda failure: failure.file))
    made_of = tuple(sorted(inputs, key=lambda one: (one.file, one.content, one.facts)))
    return Corpus(Readings(cache, kept), made_of, documents, frozenset(keys), told, fresh)


def sources(listing: Listing, out: Path) -> Iterator[tuple[Source, str]]:
    """Yield each file on a list once, with the region given for it; zips are open while theirs come.

    What a build wrote into ``out`` is no paper, though it may lie in a folder of papers; what a backup
    brought there is one where it is named.
    """
    done = {os.path.realpath(path) for path in listing.left_out}
    home = os.path.realpath(out)
    for entry in listing.papers:
        restored = within(os.path.realpath(entry.path), os.path.realpath(out / KEPT))
        for source in expand([near(entry.path)]):
            place = os.path.realpath(native(source.name))
            if place not in done and (restored or not within(place, home)):
                done.add(place)
                yield source, entry.region


def _loaded(source: Source, region: str, version: str) -> _Paper:
    data, facts = source.load(), source.facts()
    key = hash_of_values([version, source.file, hash_of(data), repr(facts), region])
    return _Paper(source.name, source.file, data, facts, region, key)


def _read(paper: _Paper) -> bytes:
    """Return the encoded reading of a paper, which is all that comes back from another process."""
    source = Source(paper.name, paper.file, lambda: paper.data, lambda: paper.facts)
    reading = pipeline.read(read_source(source, paper.region or None))
    try:
        return encode(reading)
    except ValueError as error:
        raise DocumentError(
            f"{paper.name}: 含有无效字符 (characters that cannot be written): {error}"
        ) from None


def _read_all(
    found: Iterable[tuple[Source, str]], cache: ReadingCache, version: str, processes: int
) -> Iterator[_Read]:
    """Yield the papers in order, a few of them being read ahead."""
    ahead: deque[Callable[[], _Read]] = deque()
    try:
        with _Readers(processes) as readers:
            for source, region in found:
                ahead.append(_begun(source, region, version, cache, readers))
                if len(ahead) > processes * _AHEAD:
                    yield ahead.popleft()()
            while ahead:
                yield ahead.popleft()()
    except BrokenProcessPool:
        raise KGError(
            "读取进程被终止 (a process that read papers was killed, perhaps for want of memory); "
            "what was read is kept: run it again, with --processes 1 if need be"
        ) from None


def _begun(
    source: Source, region: str, version: str, cache: ReadingCache, readers: _Readers
) -> Callable[[], _Read]:
    try:
        paper = _loaded(source, region, version)
    except (DocumentError, DataError) as error:
        return partial(_Read, None, source.name, error=error)
    kept = cache.get(paper.key)
    if kept is not None:
        return partial(_Read, paper, paper.name, kept.document.id)
    return partial(_finished, paper, readers.begin(paper), cache)


def _finished(paper: _Paper, result: Callable[[], bytes], cache: ReadingCache) -> _Read:
    try:
        data = result()
    except (DocumentError, DataError) as error:
        return _Read(paper, paper.name, error=error)
    cache.put(paper.key, data)
    return _Read(paper, paper.name, decode(data).document.id, fresh=True)


class _Readers:
    """Processes that read papers, started when there is a second paper to read."""

    def __init__(self, processes: int) -> None:
        self._processes = processes
        self._pool: ProcessPoolExecutor | None = None
        self._first: tuple[_Paper, list[Future[bytes]]] | None = None

    def __enter__(self) -> _Readers:
        return self

    def __exit__(self, *_: object) -> None:
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)

    def begin(self, paper: _Paper) -> Callable[[], bytes]:
        """Have a paper read and return what waits for it."""
        if self._processes == 1:
            return partial(_read, paper)
        if self._pool is not None:
            return self._pool.submit(_read, paper).result
        if self._first is None:
            started: list[Future[bytes]] = []
            self._first = paper, started
            return partial(self._alone, paper, started)
        self._pool = ProcessPoolExecutor(self._processes, initializer=_end_with, initargs=(os.getpid(),))
        first, started = self._first
        started.append(self._pool.submit(_read, first))
        return self._pool.submit(_read, paper).result

    def _alone(self, paper: _Paper, started: list[Future[bytes]]) -> bytes:
        """Return a paper's reading, made here where no second paper came."""
        if started:
            return started[0].result()
        self._first = None
        return _read(paper)


def _end_with(parent: int) -> None:
    """End this process soon after its parent, however that ended, so that its lock goes as well."""

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(0.1)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
