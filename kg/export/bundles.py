"""All cities at once: a folder with a bundle a city, the provincial part, an index and RO-Crate metadata."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from pyoxigraph import NamedNode, Quad

from kg.errors import UsageError
from kg.export.closure import Evidence, remainder
from kg.export.crate import write_crate
from kg.export.exporting import file_name, replacing_folder, write
from kg.export.formats import Format, format_named
from kg.export.ordered import fingerprint
from kg.export.provenance import Paper, provenance_of
from kg.export.selection import Selection, Subgraph, bundle, cities, take
from kg.store import Repository

PROVINCIAL: Final = "省级部分"
"""What the bundle of everything that belongs to no city is called."""

INDEX_COLUMNS: Final = ("name", "iri", "file", "quads", "sha256")


def bundles(
    repository: Repository,
    *,
    depth: int = 0,
    evidence: Evidence = Evidence.FULL,
    inferred: bool = False,
) -> Iterator[Subgraph]:
    """Yield a subgraph for each city that has clauses of its own, by IRI, then the provincial part.

    Together they hold every quad of the graph, as far as ``evidence`` and ``inferred`` let it be held. Of
    those that were given out, only a digest of each quad stays in memory.
    """
    given = _Given()
    for city in cities(repository):
        subgraph = take(repository, Selection("city", city.value, depth, evidence, inferred))
        given.add(subgraph.quads)
        yield subgraph
        del subgraph
    rest = remainder(repository, given, evidence=evidence, inferred=inferred)
    selection = Selection("rest", PROVINCIAL, depth, evidence, inferred)
    yield bundle(repository, selection, PROVINCIAL, None, rest)


class _Given:
    """Which quads were given out, by their fingerprints."""

    def __init__(self) -> None:
        self._digests: set[bytes] = set()

    def add(self, quads: Iterable[Quad]) -> None:
        self._digests.update(map(fingerprint, quads))

    def __contains__(self, quad: object) -> bool:
        return fingerprint(quad) in self._digests


def export_all(
    repository: Repository,
    *,
    format: str | Format,
    out: str | Path,
    depth: int = 0,
    evidence: Evidence = Evidence.FULL,
    inferred: bool = False,
    force: bool = False,
) -> Path:
    """Write every bundle into a folder and return it; index.csv lists them with their hashes.

    A format that is about one thing has no provincial part. Raise UsageError where the folder is there
    already, unless ``force``, and where the graph has no city.
    """
    form, path = format_named(format), Path(out)
    if str(out) == "-":
        raise UsageError("all cities are many files and cannot go to standard output")
    with replacing_folder(path, force=force) as folder:
        papers: set[Paper] = set()
        index: list[tuple[str, str, str, int, str]] = []
        for subgraph in bundles(repository, depth=depth, evidence=evidence, inferred=inferred):
            if form.rooted and subgraph.root is None:
                break
            papers |= set(subgraph.provenance.papers)
            index.append(_write_one(subgraph, form, folder))
            del subgraph  # before the next is taken
        if not any(row[1] for row in index):
            raise UsageError(f"{repository.where}: no city has clauses of its own")
        (folder / "index.csv").write_bytes(_index(index))
        write_crate(folder, provenance_of(repository, "各市", ()), papers)
    return path


def _write_one(subgraph: Subgraph, form: Format, folder: Path) -> tuple[str, str, str, int, str]:
    """Write a bundle under the local name of its root, which no other root has."""
    root = subgraph.root.value if isinstance(subgraph.root, NamedNode) else ""
    name = root.rpartition("/")[2] or subgraph.name
    made = write(subgraph, form, out=folder / (file_name(name) + form.suffix))
    assert made is not None
    return subgraph.name, root, made.name, len(subgraph.quads), _digest(made)


def _digest(path: Path) -> str:
    """Return the SHA-256 of a file, or of a folder's files by name."""
    files = sorted(each for each in path.rglob("*") if each.is_file()) if path.is_dir() else [path]
    digest = hashlib.sha256()
    for each in files:
        with each.open("rb") as handle:
            while part := handle.read(1 << 20):
                digest.update(part)
    return digest.hexdigest()


def _index(rows: list[tuple[str, str, str, int, str]]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(INDEX_COLUMNS)
    writer.writerows(rows)
    return out.getvalue().encode("utf-8-sig")
