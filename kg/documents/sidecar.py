"""The sidecar ``index.csv`` beside papers: what a paper does not say of itself."""

from __future__ import annotations

import csv
from dataclasses import dataclass, fields
from functools import lru_cache
from pathlib import Path

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


def facts(paper: Path) -> Facts:
    """Return what the index.csv in the paper's folder says of it; all blank where it says nothing.

    Raises DataError that names the file and the line of a malformed row.
    """
    index = paper.parent / NAME
    if not index.is_file():
        return Facts()
    stat = index.stat()
    table = _table(index, stat.st_mtime_ns, stat.st_size)
    named = [row for row in table if row.file == paper.name]
    return next(iter(named or [row for row in table if not row.file and row.doc == paper.stem]), Facts())


@lru_cache(maxsize=64)
def _table(index: Path, _changed: int, _size: int) -> tuple[Facts, ...]:
    try:
        text = index.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        text = index.read_text(encoding="gb18030", errors="replace")
    known = {field.name for field in fields(Facts)}
    found: list[Facts] = []
    reader = csv.DictReader(text.splitlines(), strict=True)
    if "doc" not in (reader.fieldnames or ()):
        raise DataError(f"{index}: 缺少 doc 列 (no column named doc)")
    try:
        for row in reader:
            if None in row or None in row.values():
                raise DataError(f"{index}:{reader.line_num}: 列数不符 (wrong number of columns)")
            found.append(Facts(**{key: value.strip() for key, value in row.items() if key in known}))
    except csv.Error as error:
        raise DataError(f"{index}:{reader.line_num}: {error}") from error
    docs = [row.doc for row in found]
    double = next((doc for doc in docs if docs.count(doc) > 1), "")
    if double:
        raise DataError(f"{index}: doc 重复 (listed twice): {double}")
    return tuple(found)
