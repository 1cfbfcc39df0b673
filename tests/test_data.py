"""Lint of data/: what an expert edits by hand is in order, unique and sourced, and its references resolve."""

from __future__ import annotations

import csv
import difflib
import re
from collections import Counter
from pathlib import Path

import pytest
from tidy_data import DATA, FIX, tables, tidied

TABLES = tables()
NOT_KEYS = ("source", "note")
SOURCE = re.compile(r"https?://\S+|GB/T \d+|editor's judgement|clause ")


def name(path: Path) -> str:
    return str(path.relative_to(DATA))


def rows(path: Path) -> list[dict[str, str]]:
    lines = (line for line in path.open(encoding="utf-8", newline="") if not line.startswith("#"))
    return list(csv.DictReader(lines, restkey="more than the header", restval=None))


every_table = pytest.mark.parametrize("path", TABLES, ids=name)


def test_there_are_tables() -> None:
    assert TABLES


@every_table
def test_a_table_is_in_order(path: Path) -> None:
    text = path.read_bytes().decode("utf-8")
    told = "".join(difflib.unified_diff(text.splitlines(True), tidied(text).splitlines(True), n=0))
    assert text == tidied(text), f"{name(path)} is not in order; run: {FIX}\n{told[:2000]}"


@every_table
def test_every_row_has_the_columns_of_its_header(path: Path) -> None:
    ragged = [
        f"row {number}: {row}"
        for number, row in enumerate(rows(path), 1)
        if None in row.values() or "more than the header" in row
    ]
    assert not ragged, f"{name(path)}: give these rows the header's columns:\n" + "\n".join(ragged[:20])


@every_table
def test_a_row_stands_once_whatever_its_source(path: Path) -> None:
    keys = Counter(
        tuple(cell for column, cell in row.items() if column not in NOT_KEYS) for row in rows(path)
    )
    twice = [" , ".join(map(str, key)) for key, count in keys.items() if count > 1]
    assert not twice, f"{name(path)}: keep one row of each of these:\n" + "\n".join(twice[:20])


@pytest.mark.parametrize("path", [path for path in TABLES if path.name != "index.csv"], ids=name)
def test_every_row_says_where_it_comes_from(path: Path) -> None:
    bad = [
        f"{next(iter(row.values()))}: {row.get('source')!r}"
        for row in rows(path)
        if not SOURCE.match(row.get("source") or "")
    ]
    assert not bad, (
        f"{name(path)}: give each row a source: an address that was opened, a standard's code, "
        "`clause DOC:LINE`, or `editor's judgement`:\n" + "\n".join(bad[:20])
    )


def test_tidying_sorts_numbers_by_value_and_drops_what_stands_twice() -> None:
    text = "# on top\nn,form,source\n10,b,x\r\n2, a ,x\n\n10,b,x\n"
    assert tidied(text) == "# on top\nn,form,source\n2,a,x\n10,b,x\n"
    assert tidied(tidied(text)) == tidied(text)


@every_table
def test_the_readme_speaks_of_every_table(path: Path) -> None:
    text = (DATA / "README.md").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if f"`{path.name}`" in line]
    section = f"{path.parent.name}/{path.name}"
    assert lines or section in text, f"data/README.md: say what {name(path)} is, with its columns"
