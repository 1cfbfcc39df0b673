"""A file to a Document: read, decode, find the facts, cut into sections and clauses."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from kg.documents import metadata, years
from kg.documents.decode import decode, split_lines
from kg.documents.regions import leading, official, spoken_of
from kg.documents.sidecar import NAME, facts
from kg.documents.structure import structure
from kg.errors import DataError, DocumentError, UsageError
from kg.model import Document


def read_document(path: str | Path, *, region: str | None = None) -> Document:
    """Return the paper in a file.

    ``region`` overrides the region that the paper holds for; a place's own part inside it keeps its place.
    Raises DocumentError for a file that cannot be read as a paper or whose region cannot be told, DataError
    for a malformed index.csv beside it, UsageError for an unknown ``region``.
    """
    paper = Path(path)
    text, encoding = decode(_bytes(paper), str(paper))
    lines = split_lines(text)
    known = facts(paper)
    title = known.title or metadata.title(lines)
    issuer = known.issuer or metadata.issuer(lines, title)
    date = known.date or metadata.date(lines)
    holds = _holds(paper, known.region, region) or _region(issuer, title, lines)
    if not holds:
        raise DocumentError(
            f"{paper}: 无法判断所属地区，请用 --region 指定 (region unknown; pass --region NAME)"
        )
    doc = known.doc or paper.stem
    year = years.of_paper(title, date, known.horizon)
    sections, clauses = structure(doc, lines, title=title, region=holds, year=year)
    return Document(
        id=doc,
        file=paper.name,
        title=title,
        issuer=issuer,
        region=holds,
        date=date,
        number=known.number or metadata.number(lines),
        status=known.status,
        effective=known.effective,
        expires=known.expires,
        replaced_by=known.replaced_by,
        horizon=known.horizon or (str(year) if year else ""),
        encoding=encoding,
        sections=sections,
        clauses=clauses,
        citations=metadata.citations(lines),
        annexes=metadata.annexes(lines),
    )


def read_corpus(paths: Iterable[str | Path], *, region: str | None = None) -> list[Document]:
    """Return the papers in files, in order of their ids; raise DocumentError where two share an id."""
    files: dict[str, Path] = {}
    papers: list[Document] = []
    for path in paths:
        paper = read_document(path, region=region)
        if paper.id in files:
            raise DocumentError(
                f"{path}: 文档编号 {paper.id} 与 {files[paper.id]} 重复 (document id used twice)"
            )
        files[paper.id] = Path(path)
        papers.append(paper)
    return sorted(papers, key=lambda paper: paper.id)


def _bytes(paper: Path) -> bytes:
    try:
        return paper.read_bytes()
    except FileNotFoundError:
        raise DocumentError(f"{paper}: 文件不存在 (no such file)") from None
    except IsADirectoryError:
        raise DocumentError(f"{paper}: 是文件夹，需要文件 (a folder, expected a file)") from None
    except OSError as error:
        raise DocumentError(f"{paper}: 无法读取 (cannot be read): {error.strerror}") from None


def _holds(paper: Path, listed: str, asked: str | None) -> str:
    """Return the region that the user or the sidecar gives, as an official name."""
    if asked:
        return official(asked)
    try:
        return official(listed) if listed else ""
    except UsageError as error:
        raise DataError(f"{paper.parent / NAME}: {paper.name}: {error}") from None


def _region(issuer: str, title: str, lines: list[str]) -> str:
    for text in (re.sub(r"^中(?:国)?共(?:产党)?", "", issuer), title):
        place = leading(text)
        if place:
            return place
    return spoken_of("\n".join(lines))
