"""Where data/ and ontology.ttl lie, in a checkout, an editable install or a wheel.

Nothing else in the package builds a path to them.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

from kg.errors import DataError

_PACKAGE = Path(__file__).resolve().parent
_NO_KEY = frozenset({"source", "note"})
_left_out: frozenset[str] = frozenset()


def leave_out(entries: frozenset[str]) -> frozenset[str]:
    """Make :func:`rows` skip the entries with these ids from now on, and return those skipped before.

    What was read already is not touched; :func:`kg.entities.generality.leaving_out` takes care of that.
    """
    global _left_out
    before, _left_out = _left_out, entries
    return before


def complete() -> bool:
    """Say whether every entry is read: where some are left out, what they hold up may hang in the air."""
    return not _left_out


def entry_id(table: str, row: dict[str, str]) -> str:
    """Return what identifies a row of a table below data/, whatever its source.

    >>> entry_id("lexicon/heads.csv", {"form": "基地", "type": "Park", "source": "editor's judgement"})
    'lexicon/heads.csv:基地|Park'
    """
    return f"{table}:" + "|".join(cell for column, cell in row.items() if column not in _NO_KEY)


def data_path(*parts: str) -> Path:
    """Return the path of a file or folder below data/; raise DataError if it is not there."""
    path = _PACKAGE.joinpath("_data", *parts)
    if not path.exists():
        raise DataError(f"{path}: not found; the installation lacks its data files")
    return path


def ontology_path() -> Path:
    """Return the path of ontology.ttl."""
    path = _PACKAGE / "ontology.ttl"
    if not path.exists():
        raise DataError(f"{path}: not found; the installation lacks its ontology")
    return path


def rows(*parts: str) -> Iterator[dict[str, str]]:
    """Yield the rows of a CSV file below data/ as dicts, in file order.

    Lines that start with ``#`` before the header are comments. A row with too many or too few
    columns raises DataError with its line number. Entries that are left out are not yielded.
    """
    path, table = data_path(*parts), "/".join(parts)
    with path.open(encoding="utf-8", newline="") as handle:
        lines = [(number, line) for number, line in enumerate(handle, 1) if not line.startswith("#")]
    reader = csv.reader(line for _, line in lines)
    header = next(reader, None)
    if header is None:
        raise DataError(f"{path}: empty")
    for offset, row in enumerate(reader, 1):
        if not row:
            continue
        if len(row) != len(header):
            number = lines[min(offset, len(lines) - 1)][0]
            raise DataError(f"{path}:{number}: {len(row)} columns, expected {len(header)}")
        found = dict(zip(header, row, strict=True))
        if not _left_out or entry_id(table, found) not in _left_out:
            yield found
