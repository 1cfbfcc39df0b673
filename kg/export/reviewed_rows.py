"""Rows of an export that a reviewer has filled in: cells under Chinese or English headings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from kg.corrections import Action
from kg.errors import DataError, suggest
from kg.export.projection import term_labels
from kg.export.workbook import HEADERS, REVIEW
from kg.rdf.iris import PREFIXES
from kg.written import number

VERDICTS: Final = {
    "接受": Action.ACCEPT,
    "拒绝": Action.REJECT,
    "改正": Action.CORRECT,
    "accept": Action.ACCEPT,
    "reject": Action.REJECT,
    "correct": Action.CORRECT,
}
_ENGLISH: Final = dict(
    zip(REVIEW, ("verdict", "new_subject", "new_predicate", "new_object", "note"), strict=True)
)
"""What a reviewer may call the columns of REVIEW in a table."""
_NUMBERS: Final = frozenset({"threshold", "baseline", "value", "year"})


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table with its place, its cells as text under their headings."""

    where: str
    cells: Mapping[str, str]

    def __getitem__(self, heading: str) -> str:
        return self.cells.get(heading, "")

    def has(self, column: str) -> bool:
        """Say whether the table has one of the export's columns."""
        return HEADERS.get(column, column) in self.cells or column in self.cells

    def of(self, column: str) -> str:
        """Return the cell of one of the export's columns."""
        return self.cells.get(HEADERS.get(column, column), "") or self.cells.get(column, "")

    def review(self, column: str) -> str:
        """Return the cell of one of the reviewer's columns, under its Chinese or its English heading."""
        return self.cells.get(column, "") or self.cells.get(_ENGLISH[column], "")

    def plain(self, column: str) -> str:
        """Return the cell of one of the export's columns, a number as corrections write it."""
        return plain(column, self.of(column))

    def local(self, column: str) -> str:
        """Return the local name of the mode, scope or bound that a cell names in Chinese or by itself."""
        start, cell = PREFIXES[column], self.of(column)
        known = {
            label: iri.removeprefix(start) for iri, label in term_labels().items() if iri.startswith(start)
        }
        if cell in known.values():
            return cell
        if cell not in known:
            raise DataError(f"{self.where}: {HEADERS[column]} {cell!r}{suggest(cell, known) or '?'}")
        return known[cell]


def plain(name: str, cell: str) -> str:
    """Return a cell's text, a number as corrections write it where it is one."""
    if name not in _NUMBERS or not cell:
        return cell
    try:
        return number(cell)
    except DataError:
        return cell
