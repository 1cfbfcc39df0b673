"""Take a selection and write it: beside its place first, then renamed; nothing is overwritten unasked."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kg.errors import KGError, UsageError
from kg.export.crate import write_crate
from kg.export.formats import Format, format_named
from kg.export.selection import Selection, Subgraph, take
from kg.rdf.serialize import replacing
from kg.store import Repository

STDOUT = "-"

_RESERVED = frozenset(
    {"con", "prn", "aux", "nul"} | {f"{port}{number}" for port in ("com", "lpt") for number in range(10)}
)
_FORBIDDEN = '<>:"/\\|?*'


def file_name(name: str) -> str:
    r"""Return a name that Windows, macOS and Linux all take as a file's, forbidden signs made full-width.

    >>> file_name("a/b:c?"), file_name("NUL"), file_name("沈阳市. ")
    ('a／b：c？', 'NUL_', '沈阳市')
    """
    safe = "".join(chr(ord(c) + 0xFEE0) if c in _FORBIDDEN else c for c in name if ord(c) >= 32)
    safe = safe.rstrip(". ") or "_"
    stem, dot, rest = safe.partition(".")
    return f"{stem}_{dot}{rest}" if stem.lower() in _RESERVED else safe


def default_out(subgraph: Subgraph, form: Format) -> Path:
    """Return where an export goes when nobody says: ``沈阳市.ttl``, or the folder ``沈阳市-csv``."""
    return Path(file_name(subgraph.name) + form.suffix)


def export(
    repository: Repository,
    *,
    format: str | Format,
    city: str = "",
    selection: Selection | None = None,
    out: str | Path | None = None,
    force: bool = False,
) -> Path | None:
    """Write a city, or any selection, in a format; return where, or None for standard output (``-``).

    ``format`` is a name of :data:`FORMATS`, or a format of one's own; ``out`` None is :func:`default_out`.
    Raise UsageError for an unknown city or format, and for a place that is taken unless ``force``; KGError
    where it cannot be written. The bytes depend on graph and selection only.
    """
    form = format_named(format)
    if (selection is None) == (city == ""):
        raise UsageError("one of city and selection is expected")
    if out is not None and str(out) != STDOUT:
        _check_free(Path(out), force)
    subgraph = take(repository, selection or Selection("city", city))
    return write(subgraph, form, out=out, force=force)


def write(
    subgraph: Subgraph, form: Format, *, out: str | Path | None = None, force: bool = False
) -> Path | None:
    """Write a subgraph in a format; the rest is as :func:`export` says."""
    if str(out) == STDOUT:
        if form.write is None:
            raise UsageError(f"format {form.name} is several files and cannot go to standard output")
        sys.stdout.flush()
        form.write(subgraph, sys.stdout.buffer)
        return None
    path = Path(out) if out is not None else default_out(subgraph, form)
    _check_free(path, force)
    if form.write is None:
        with replacing_folder(path, force=force) as folder:
            write_files(subgraph, form, folder)
        return path
    try:
        with replacing(path) as handle:
            form.write(subgraph, handle)
    except OSError as error:
        raise KGError(f"{path}: cannot be written: {error.strerror or error}") from None
    return path


def write_files(subgraph: Subgraph, form: Format, folder: Path) -> None:
    """Write the files of a format that has several into a folder, with RO-Crate metadata."""
    assert form.files is not None
    form.files(subgraph, folder)
    write_crate(folder, subgraph.provenance, subgraph.provenance.papers)


def _check_free(path: Path, force: bool) -> None:
    if path.exists() and not force:
        raise UsageError(f"{path}: is there already; --force overwrites it")


@contextmanager
def replacing_folder(path: Path, *, force: bool) -> Iterator[Path]:
    """Give a folder beside ``path`` to fill, and put it in its place when all went well.

    What was there goes last, and only with ``force``; without it a place that is taken raises UsageError.
    """
    _check_free(path, force)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=path.parent, prefix=f".{path.name}.") as temporary:
            fresh = Path(temporary, "new")
            fresh.mkdir()
            yield fresh
            if path.is_dir():
                path.rename(Path(temporary, "old"))
            elif path.exists():
                path.unlink()
            fresh.rename(path)
    except OSError as error:
        raise KGError(f"{path}: cannot be written: {error.strerror or error}") from None
