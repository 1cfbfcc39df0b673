"""The sidecar ``index.csv`` beside papers: what a paper does not say of itself."""

from __future__ import annotations

import csv
import io
from collections import Counter
from dataclasses import dataclass, fields
from functools import lru_cache
from pathlib import Path, PurePosixPath

from kg.errors import DataError

NAME = "index.csv"


@dataclass(frozen=True, slots=True)
class Facts:
    """A sidecar's row; "" is unknown. ``file`` names the paper's file where its stem is not ``doc``."""

    doc: str = ""
    title: str = ""
    issuer: str = ""
    region: str = ""
    date: str = ""
    number: str = ""
    status: str = ""
    effective: str = ""
    expires: str = ""
    replaced_by: str = ""
    horizon: str = ""
    file: str = ""


def of_paper(paper: Path) -> Facts:
    """Return what the index.csv in a paper's folder says of it; all blank where it says nothing.

    Raises DataError that names the file and the line of a malformed row.
    """
    index = paper.parent / NAME
    if not index.is_file():
        return Facts()
    stat = index.stat()
    return row(_read(index, stat.st_mtime_ns, stat.st_size), paper.name)


def row(listed: tuple[Facts, ...], file: str) -> Facts:
    """Return the row of a file: the one that names it, else the one whose ``doc`` is its stem."""
    named = [facts for facts in listed if facts.file == file]
    stem = PurePosixPath(file).stem
    return next(iter(named or [facts for facts in listed if not facts.file and facts.doc == stem]), Facts())


@lru_cache(maxsize=64)
def _read(index: Path, _changed: int, _size: int) -> tuple[Facts, ...]:
    return table(index.read_bytes(), str(index))


def table(data: bytes, name: str) -> tuple[Facts, ...]:
    """Return the rows of a sidecar; raise DataError for a malformed or doubled one."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("gb18030", errors="replace")
    known = {field.name for field in fields(Facts)}
    found: list[Facts] = []
    reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    try:
        if "doc" not in (reader.fieldnames or ()):
            raise DataError(f"{name}: 缺少 doc 列 (no column named doc)")
        for cells in reader:
            if None in cells or None in cells.values():
                raise DataError(f"{name}:{reader.line_num}: 列数不符 (wrong number of columns)")
            found.append(Facts(**{key: value.strip() for key, value in cells.items() if key in known}))
    except csv.Error as error:
        raise DataError(f"{name}:{reader.line_num}: {error}") from None
    docs = Counter(facts.doc for facts in found)
    double = next((doc for doc, count in docs.items() if count > 1), None)
    if double is not None:
        raise DataError(f"{name}: doc 重复 (listed twice): {double}")
    return tuple(found)
