"""Read a reviewer's workbook or table back as corrections."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Final
from zipfile import BadZipFile

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from kg.corrections import Correction
from kg.errors import DataError
from kg.export.amendments import Amendments
from kg.export.reviewed_rows import Row
from kg.export.table_writers import unguarded
from kg.export.workbook import HEADERS
from kg.store import Repository

_UNREADABLE: Final = (
    OSError,
    UnicodeDecodeError,
    InvalidFileException,
    BadZipFile,
    KeyError,
    csv.Error,
)
_ASSERTIONS: Final = ("statement", "restriction", "target", "chain")
_REVIEWED: Final = dict(zip(("陈述", "限制", "目标", "产业链"), _ASSERTIONS, strict=True))
"""Which assertions a sheet holds."""
_THINGS: Final = ("地区", "产业", "产品", "企业", "园区", "项目", "机构", "部门", "政策")
_STAGES: Final = "环节"
_TABLES: Final = ("nodes.csv", "edges.csv")
"""The tables of an exported folder, in the order in which they are read."""


def read_review(repository: Repository, path: Path, *, reviewer: str = "") -> list[Correction]:
    """Return what a reviewer changed in an exported workbook, table of edges or folder of tables, sorted.

    In a workbook's 陈述, 限制, 目标 and 产业链 a verdict stands in 审核; a changed end, relation, number or
    list of stages without a verdict is a correction, and so is a name in the sheets of things, which renames
    the thing everywhere; a row without an id is added, resting on its quote. In tables the reviewer adds the
    columns, in Chinese or English (``verdict``, ``new_object``, ``note`` …). Raise DataError, naming sheet
    and row, for what cannot be read.
    """
    amendments = Amendments(repository, reviewer)
    found: list[Correction] = []
    for sheet, rows in _tables(path):
        for row in rows:
            kind = _kind(sheet, row)
            if kind in _ASSERTIONS:
                found += amendments.reviewed(row, kind)
            elif kind == "stage":
                amendments.unchanged(row)
            elif kind == "thing":
                found += amendments.renamed(row)
    return sorted(set(found))


def _kind(sheet: str, row: Row) -> str:
    """Return what a row is about: an assertion's kind, ``stage``, ``thing``, or "" for none of them."""
    prefix = row.of("id").partition(":")[0] if ":" in row.of("id") else ""
    if "|" in row.of("id"):  # an edge that no assertion carries
        return ""
    if prefix in (*_ASSERTIONS, "stage"):
        return prefix
    if sheet in _REVIEWED:
        return "" if prefix else _REVIEWED[sheet]
    if sheet != "edges.csv":
        return "" if sheet == _STAGES else row.of("kind") if row.of("kind") in _ASSERTIONS else "thing"
    if row.of("id"):
        return ""
    return "restriction" if row.of("mode") else "statement"


def _tables(path: Path) -> Iterator[tuple[str, Iterator[Row]]]:
    if path.is_dir():
        held = [path / name for name in _TABLES if (path / name).is_file()]
        if not held:
            raise DataError(f"{path}: holds none of {', '.join(_TABLES)}; expected what format csv exports")
        for table in held:
            yield from _tables(table)
        return
    try:
        if path.suffix == ".csv":
            yield path.name if path.name in _TABLES else "edges.csv", iter(list(_table_rows(path)))
            return
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    except _UNREADABLE as error:
        raise DataError(f"{path}: not a workbook or table: {error}") from None
    for name in (*_THINGS, *_REVIEWED, _STAGES):
        if name in book.sheetnames:
            yield name, _sheet_rows(book[name].iter_rows(values_only=True), f"{path}, {name}")
    book.close()


def _table_rows(path: Path) -> Iterator[Row]:
    reader = csv.DictReader(io.StringIO(_decoded(path.read_bytes()), newline=""))
    if not {"id", HEADERS["id"]} & set(reader.fieldnames or ()):
        raise DataError(f"{path}:1: no column id; expected a table that kg export wrote")
    for row in reader:
        cells = {key: unguarded((value or "").strip()) for key, value in row.items() if isinstance(key, str)}
        if any(cells.values()):
            yield Row(f"{path}:{reader.line_num}", cells)


def _decoded(body: bytes) -> str:
    """Return the text of a table: UTF-8, or GB 18030, which Chinese Excel saves as plain CSV."""
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError:
        return body.decode("gb18030")


def _sheet_rows(rows: Iterator[tuple[object, ...]], where: str) -> Iterator[Row]:
    head = [str(cell or "") for cell in next(rows, ())]
    for number, cells in enumerate(rows, 2):
        texts = ["" if cell is None else str(cell).strip() for cell in cells]
        if any(texts):
            yield Row(f"{where}, row {number}", dict(zip(head, texts, strict=False)))
