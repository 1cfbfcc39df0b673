"""A build: read what is listed, assemble the graph, publish it; nothing is done twice."""

from __future__ import annotations

import csv
import errno
import shutil
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from enum import Enum
from functools import partial
from pathlib import Path

from kg.building import listing as listings
from kg.building import manifest
from kg.building.cache import ReadingCache
from kg.building.listing import PAPERS, Listing, absolute, native, near
from kg.building.lock import locked
from kg.building.publishing import CACHE, CONFLICTS, FAILURES, SILENT, publishing, recover
from kg.building.reading import Corpus, Failure, read_corpus
from kg.building.reviewed import conflicts_table, read_corrections
from kg.building.versions import graph_version, hash_of, hash_of_file, hash_of_values, reading_version
from kg.corrections import Conflict, Corrected, Correction, dump
from kg.documents.sources import shown
from kg.errors import DataError, DocumentError
from kg.ledger import Summary, silent_clauses, summarise
from kg.model import DocumentReading
from kg.rdf.assembly import write_graph
from kg.rdf.search import Cut
from kg.store.opening import GRAPH_FILE as GRAPH
from kg.store.opening import MANIFEST_FILE as MANIFEST
from kg.store.opening import made_in

Change = Callable[[Listing | None], Listing]

_READINGS, _MADE = "readings", "made.txt"
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_CLOSED = {errno.EROFS, errno.EACCES, errno.EPERM}


class Stage(Enum):
    """What a build is at: papers are read, then assembled, then the lines of the graph are put in order."""

    READING = "reading"
    ASSEMBLING = "assembling"
    SORTING = "sorting"


OnStep = Callable[[Stage, int, int], None]
"""What is told of progress: the stage, and how many of how many papers or lines of it are done."""


@dataclass(frozen=True, slots=True)
class Made:
    """What a build gave; ``fresh`` papers were read, the others had been before.

    ``same`` says that nothing was written because nothing changed, ``moved_on`` that there is a graph other
    than the one before.
    """

    summary: Summary
    corrections: int
    conflicts: tuple[Conflict, ...]
    failures: tuple[Failure, ...]
    fresh: int
    same: bool
    moved_on: bool


def make(
    out: Path,
    change: Change,
    *,
    processes: int = 1,
    strict: bool = True,
    wait: float = 0,
    cut: Cut | None = None,
    on_wait: Callable[[str], None] = lambda holder: None,
    on_step: OnStep = lambda stage, done, total: None,
) -> Made:
    """Bring a build folder in step with the list of papers that ``change`` makes of its present one.

    The result is that of a build from nothing, byte for byte. ``change`` gets None where there is no list.
    Raises DocumentError and DataError for papers and corrections at fault, DataError for a folder that cannot
    be written, is another's, or is being written for longer than ``wait`` seconds; then the earlier build
    stays. ``cut`` cuts texts into the words of ``graph:search``, which there is none of without;
    ``on_wait`` is called as by :func:`~kg.building.lock.locked`, ``on_step`` after each paper and some lines.
    """
    made_in(out)
    with told(out), _tidied(out), locked(out, out / CACHE, wait=wait, on_wait=on_wait):
        recover(out)
        listing = change(listings.read(out))
        cache = ReadingCache(out / CACHE / _READINGS)
        version = reading_version()
        corpus = read_corpus(
            listing,
            out,
            cache,
            version,
            processes=processes,
            strict=strict,
            on_done=partial(on_step, Stage.READING),
        )
        if not corpus.readings:
            raise DocumentError(_nothing(listing, corpus.failures))
        corrections = read_corrections(map(Path, listing.corrections), corpus.readings.ids)
        listed = listings.dump(replace(listing, documents=_placed(corpus)), out)
        made = _made(out, corpus, corrections, cut, graph_version(version), listed, on_step)
        cache.keep_only(corpus.keys)
        return made


def _made(
    out: Path,
    corpus: Corpus,
    corrections: Collection[Correction],
    cut: Cut | None,
    version: str,
    listed: bytes,
    on_step: OnStep,
) -> Made:
    readings = Corrected(corpus.readings, corrections)
    summary = summarise(readings)
    conflicts = readings.conflicts()
    before = manifest.hashes(out)
    unread = [[Path(failure.file).name, failure.reason] for failure in corpus.failures]
    key = hash_of_values([version, sorted(corpus.keys), unread, hash_of(dump(corrections))])
    same = _kept(out / CACHE / _MADE) == _state(key, out)
    if same:
        _replace(out / PAPERS, listed)
    else:
        with publishing(out) as folder:
            counted = _counting(readings, len(corpus.readings), on_step)
            write_graph(counted, folder / GRAPH, cut=cut, on_line=partial(on_step, Stage.SORTING))
            _write(folder / SILENT, ("doc", "line", "section", "reason", "text"), _silent(readings))
            (folder / CONFLICTS).write_bytes(conflicts_table(conflicts))
            _write(folder / FAILURES, ("file", "reason"), ((f.file, f.reason) for f in corpus.failures))
            manifest.write(folder, corpus, corrections, summary)
            (folder / PAPERS).write_bytes(listed)
        _replace(out / CACHE / _MADE, _state(key, out))
    return Made(
        summary,
        len(corrections) - len(conflicts),
        tuple(conflicts),
        corpus.failures,
        corpus.fresh,
        same,
        before[GRAPH] not in ("", hash_of_file(out / GRAPH)),
    )


def _counting(readings: Iterable[DocumentReading], total: int, on_step: OnStep) -> Iterator[DocumentReading]:
    for done, reading in enumerate(readings):
        on_step(Stage.ASSEMBLING, done, total)
        yield reading
    on_step(Stage.ASSEMBLING, total, total)


def _state(key: str, out: Path) -> bytes:
    """Return what was made of what, as it lies in the folder now."""
    manifested = hash_of_file(out / MANIFEST)
    return hash_of_values([key, manifested, manifest.hashes(out)]).encode()


def _kept(path: Path) -> bytes:
    return path.read_bytes() if path.is_file() else b""


def _replace(path: Path, content: bytes) -> None:
    if _kept(path) != content:
        part = path.with_name(f"{path.name}.part")
        part.write_bytes(content)
        part.replace(path)


def _silent(readings: Iterable[DocumentReading]) -> Iterator[tuple[str, ...]]:
    for item in silent_clauses(readings):
        yield item.doc, str(item.line), item.section, item.reason.value, item.text


def _write(path: Path, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)


def _placed(corpus: Corpus) -> dict[str, str]:
    return {doc: absolute(native(name)) for doc, name in corpus.documents.items()}


def _nothing(listing: Listing, failures: Sequence[Failure]) -> str:
    if not listing.papers:
        return "清单为空，图谱不变 (no paper would be left; the graph stays as it is)"
    named = ", ".join(shown(near(entry.path)) for entry in listing.papers)
    if failures:
        return f"{named}: 文件都无法读取 (no paper can be read); {failures[0].file}: {failures[0].reason}"
    return f"{named}: 没有文件可读 (no paper inside; expected .txt, .docx, .pdf or .html)"


@contextmanager
def _tidied(out: Path) -> Iterator[None]:
    """Remove a build folder that a failed build made and that holds nothing else."""
    was = out.exists()
    try:
        yield
    finally:
        if not was and out.is_dir() and [path.name for path in out.iterdir()] == [CACHE]:
            shutil.rmtree(out, ignore_errors=True)


@contextmanager
def told(out: Path) -> Iterator[None]:
    """Turn what the file system refuses into one clear line; the earlier build stays as it was."""
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            why = "磁盘已满 (no space left); the earlier build, if any, is as it was"
        elif error.errno in _CLOSED:
            why = "没有写入权限 (read-only, or no right to write)"
        else:
            why = f"{error.strerror or error}; expected a folder"
        raise DataError(f"{out}: 无法写入 (cannot be written): {why}") from error
