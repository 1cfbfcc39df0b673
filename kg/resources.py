"""Where data/ and ontology.ttl lie, in a checkout, an editable install or a wheel.

Nothing else in the package builds a path to them.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

from kg.errors import DataError

_PACKAGE = Path(__file__).resolve().parent


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
    columns raises DataError with its line number.
    """
    path = data_path(*parts)
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
        yield dict(zip(header, row, strict=True))
