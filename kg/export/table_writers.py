"""Tables: CSV files of nodes and edges."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

from kg.export.losses import PROJECTED, said
from kg.export.projection import EDGE_COLUMNS, NODE_COLUMNS, project, typed
from kg.export.selection import Subgraph


def write_csv(subgraph: Subgraph, folder: Path) -> None:
    """Write nodes.csv and edges.csv (UTF-8 with a mark that Excel needs) and SOURCE.txt."""
    projection = project(subgraph)
    _csv(folder / "nodes.csv", NODE_COLUMNS, (each.values for each in projection.nodes))
    _csv(folder / "edges.csv", EDGE_COLUMNS, (each.values for each in projection.edges))
    lines = [*subgraph.provenance.lines(), said(PROJECTED), said_of_guard(), ""]
    (folder / "SOURCE.txt").write_bytes("\n".join(lines).encode())


def _csv(path: Path, columns: tuple[str, ...], rows: Iterable[Mapping[str, str]]) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as out:
        writer = csv.DictWriter(out, columns, restval="", lineterminator="\r\n")
        writer.writeheader()
        writer.writerows({name: guarded(name, row[name]) for name in row} for row in rows)


_FORMULA: Final = re.compile(r"'*[=+\-@\t\r]")


def guarded(column: str, value: str) -> str:
    """Return a cell that no spreadsheet takes for a formula: an apostrophe before its first sign.

    >>> guarded("label", "-40℃冷库"), guarded("value", "-3"), unguarded("'-40℃冷库")
    ("'-40℃冷库", '-3', '-40℃冷库')
    """
    if _FORMULA.match(value) and not isinstance(typed(column, value), int | float):
        return f"'{value}"
    return value


def unguarded(cell: str) -> str:
    """Return a cell as it was before :func:`guarded`."""
    return cell[1:] if cell[:1] == "'" and _FORMULA.match(cell) else cell


def said_of_guard() -> str:
    """Return what a reader of the tables must know of guarded cells."""
    return (
        "以 = + - @ 开头的文字前加 '，以免表格软件当作公式；kg import 会去掉。"
        "Texts that begin with = + - @ have ' before them, so that no spreadsheet takes them for a formula; "
        "kg import takes it away."
    )
