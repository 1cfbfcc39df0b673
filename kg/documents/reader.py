"""A file to a Document: take its lines, find the facts, cut into sections and clauses."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from kg.documents import annexes, metadata, years
from kg.documents.formats import extract
from kg.documents.regions import leading, official, spoken_of
from kg.documents.sidecar import NAME
from kg.documents.sources import Source, expand, of_file
from kg.documents.structure import structure
from kg.errors import DataError, DocumentError, KGError, UsageError
from kg.model import Document


def read_document(path: str | Path, *, region: str | None = None) -> Document:
    """Return the paper in a file: text, web page, Word, PDF, or an old office file.

    ``region`` overrides the region that the paper holds for; a place's own part inside it keeps its place.
    Raises DocumentError for a file that cannot be read as a paper or whose region cannot be told, DataError
    for a malformed index.csv beside it, UsageError for an unknown ``region``.
    """
    return read_source(of_file(Path(path)), region)


def read_corpus(
    paths: Iterable[str | Path],
    *,
    region: str | None = None,
    on_error: Callable[[str, KGError], None] | None = None,
) -> list[Document]:
    """Return the papers in files, folders and zips, in order of their ids.

    A paper that cannot be read, or whose id is taken, raises DocumentError; with ``on_error``, that is called
    with the file's name and the error instead, and the paper is left out.
    """
    files: dict[str, str] = {}
    papers: list[Document] = []
    for source in expand(paths):
        try:
            paper = read_source(source, region)
            if paper.id in files:
                first = files[paper.id]
                raise DocumentError(
                    f"{source.name}: 文档编号 {paper.id} 与 {first} 重复 (document id used twice)"
                )
        except (DocumentError, DataError) as error:
            if on_error is None:
                raise
            on_error(source.name, error)
            continue
        files[paper.id] = source.name
        papers.append(paper)
    return sorted(papers, key=lambda paper: paper.id)


def read_source(source: Source, region: str | None) -> Document:
    """Return the paper in a source; the errors are those of :func:`read_document`."""
    found = extract(source.load(), source.name)
    known = source.facts()
    lines = found.lines
    title = known.title or found.title or metadata.title(lines)
    issuer = known.issuer or found.issuer or metadata.issuer(lines, title)
    date = known.date or found.date or metadata.date(lines) or found.published
    holds = _holds(source, known.region, region) or _region(issuer, title, lines)
    if not holds:
        raise DocumentError(
            f"{source.name}: 无法判断所属地区，请用 --region 指定 (region unknown; pass --region NAME)"
        )
    doc = known.doc or source.stem
    year = years.of_paper(title, date, known.horizon)
    sections, clauses = structure(doc, lines, title=title, region=holds, year=year, outline=found.outline)
    return Document(
        id=doc,
        file=source.file,
        title=title,
        issuer=issuer,
        region=holds,
        date=date,
        number=known.number or found.number or metadata.number(lines),
        status=known.status,
        effective=known.effective,
        expires=known.expires,
        replaced_by=known.replaced_by,
        horizon=known.horizon or (str(year) if year else ""),
        encoding=found.encoding,
        sections=sections,
        clauses=clauses,
        citations=metadata.citations(lines),
        annexes=annexes.find(lines).records(),
        notes=found.notes,
    )


def _holds(source: Source, listed: str, asked: str | None) -> str:
    """Return the region that the user or the sidecar gives, as an official name."""
    if asked:
        return official(asked)
    try:
        return official(listed) if listed else ""
    except UsageError as error:
        raise DataError(f"{source.name}: {NAME}: {error}") from None


_HEADLINE = 60
"""Characters that a first line has at most where it is a title without a word for a paper (产业概况)."""


def _region(issuer: str, title: str, lines: Sequence[str]) -> str:
    first = next((line.strip() for line in lines if line.strip()), "")
    headline = first if len(first) <= _HEADLINE and "。" not in first else ""
    for text in (re.sub(r"^中(?:国)?共(?:产党)?", "", issuer), title, headline):
        place = leading(text)
        if place:
            return place
    return spoken_of("\n".join(lines))
