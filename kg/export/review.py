"""Read a reviewer's workbook or table back as corrections."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final
from zipfile import BadZipFile

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException
from pyoxigraph import Literal, NamedNode

from kg.corrections import SECTION, Action, Correction
from kg.errors import DataError, UsageError, suggest
from kg.export.closure import kind_of
from kg.export.projection import term_labels
from kg.export.workbook import HEADERS, REVIEW
from kg.model import EntityType, Predicate
from kg.rdf.iris import PREFIX_OF_TYPE, PREFIXES, split_iri
from kg.rdf.vocabulary import node
from kg.store import Repository, shorten
from kg.store.names import resolve

_VERDICTS: Final = {
    "接受": Action.ACCEPT,
    "拒绝": Action.REJECT,
    "改正": Action.CORRECT,
    "accept": Action.ACCEPT,
    "reject": Action.REJECT,
    "correct": Action.CORRECT,
}
_UNREADABLE: Final = (
    OSError,
    UnicodeDecodeError,
    InvalidFileException,
    BadZipFile,
    KeyError,
    csv.Error,
)
_ASSERTIONS: Final = ("statement:", "restriction:")
_REVIEWED: Final = ("陈述", "限制")
_THINGS: Final = ("地区", "产业", "产品", "企业", "园区", "项目", "机构", "部门", "政策")
_TYPE_OF_PREFIX: Final = {prefix: kind for kind, prefix in reversed(tuple(PREFIX_OF_TYPE.items()))}
_VERDICT, _SUBJECT, _PREDICATE, _OBJECT, _NOTE = REVIEW
_ENGLISH: Final = dict(
    zip(REVIEW, ("verdict", "new_subject", "new_predicate", "new_object", "note"), strict=True)
)
"""What a reviewer may call the columns of REVIEW in a table."""
_TABLES: Final = {"nodes.csv": "企业", "edges.csv": "陈述"}
"""Which sheet the tables of an exported folder are read as."""


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of a table with its place, its cells as text under their headings."""

    where: str
    cells: Mapping[str, str]

    def __getitem__(self, heading: str) -> str:
        return self.cells.get(heading, "")

    def of(self, column: str) -> str:
        """Return the cell of one of the export's columns."""
        return self.cells.get(HEADERS.get(column, column), "") or self.cells.get(column, "")

    def review(self, column: str) -> str:
        """Return the cell of one of the reviewer's columns, under its Chinese or its English heading."""
        return self.cells.get(column, "") or self.cells.get(_ENGLISH[column], "")


def read_review(repository: Repository, path: Path, *, reviewer: str = "") -> list[Correction]:
    """Return what a reviewer changed in an exported workbook, table of edges or folder of tables, sorted.

    In a workbook's 陈述 and 限制 a verdict stands in 审核; a changed end or relation without a verdict is a
    correction, and so is a name in the sheets of things, which renames the thing everywhere; a row without
    an id is added, resting on its quote. In tables the reviewer adds the columns, in Chinese or English
    (``verdict``, ``new_object``, ``note`` …). Raise DataError, naming sheet and row, for what cannot be read.
    """
    facts = _Graph(repository, reviewer)
    found: list[Correction] = []
    for sheet, rows in _tables(path):
        for row in rows:
            if sheet in _THINGS:
                found += facts.renamed(row)
            elif sheet in _REVIEWED:
                found += facts.reviewed(row)
    return sorted(set(found))


def _tables(path: Path) -> Iterator[tuple[str, Iterator[_Row]]]:
    if path.is_dir():
        held = [path / name for name in _TABLES if (path / name).is_file()]
        if not held:
            raise DataError(f"{path}: holds none of {', '.join(_TABLES)}; expected what format csv exports")
        for table in held:
            yield from _tables(table)
        return
    try:
        if path.suffix == ".csv":
            yield _TABLES.get(path.name, "陈述"), iter(list(_table_rows(path)))
            return
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    except _UNREADABLE as error:
        raise DataError(f"{path}: not a workbook or table: {error}") from None
    for name in (*_THINGS, *_REVIEWED):
        if name in book.sheetnames:
            yield name, _sheet_rows(book[name].iter_rows(values_only=True), f"{path}, {name}")
    book.close()


def _table_rows(path: Path) -> Iterator[_Row]:
    with path.open(encoding="utf-8-sig", newline="") as handle:
        reader = csv.DictReader(handle)
        if not {"id", HEADERS["id"]} & set(reader.fieldnames or ()):
            raise DataError(f"{path}:1: no column id; expected a table that kg export wrote")
        for row in reader:
            cells = {key: (value or "").strip() for key, value in row.items() if isinstance(key, str)}
            if any(cells.values()):
                yield _Row(f"{path}:{reader.line_num}", cells)


def _sheet_rows(rows: Iterator[tuple[object, ...]], where: str) -> Iterator[_Row]:
    head = [str(cell or "") for cell in next(rows, ())]
    for number, cells in enumerate(rows, 2):
        texts = ["" if cell is None else str(cell).strip() for cell in cells]
        if any(texts):
            yield _Row(f"{where}, row {number}", dict(zip(head, texts, strict=False)))


class _Graph:
    """What the graph says of the rows' assertions, as corrections write it."""

    def __init__(self, repository: Repository, reviewer: str) -> None:
        self.repository = repository
        self.reviewer = reviewer
        self._new_names: dict[NamedNode, str] = {}
        self._predicates = {label: iri for iri, label in term_labels().items()}

    def renamed(self, row: _Row) -> Iterator[Correction]:
        """Yield the renaming of a thing whose name was changed."""
        if not row.of("id"):
            return
        thing = self._thing(row)
        new, old = row.of("label"), self._label(thing)
        if new and new != old:
            written = self._entity(thing, row)
            self._new_names[thing] = new
            kind = written.partition(":")[0]
            yield Correction(
                doc="",
                digest="",
                line=0,
                action=Action.RENAME,
                subject=written,
                predicate="",
                object="",
                new_subject=f"{kind}:{new}",
                reviewer=self.reviewer,
                note=row.review(_NOTE),
                source="editor's judgement",
            )

    def reviewed(self, row: _Row) -> Iterator[Correction]:
        """Yield what a row of assertions says: a verdict, a change, or an assertion that is new."""
        if not row.of("id"):
            yield self._added(row)
            return
        if not row.of("id").startswith(_ASSERTIONS):
            return
        about = self._thing(row)
        ends = self._ends(about)
        new = self._changes(row, ends)
        verdict = row.review(_VERDICT)
        if verdict and verdict not in _VERDICTS:
            raise DataError(f"{row.where}: verdict {verdict!r}{suggest(verdict, _VERDICTS)}")
        action = _VERDICTS[verdict] if verdict else Action.CORRECT
        if action is Action.CORRECT and not any(new):
            if verdict:
                raise DataError(f"{row.where}: {verdict}: nothing stands in its place")
            return
        subject, predicate, target = (self._written(end, about, row) for end in ends)
        made = self._in_clause(self._one(about, "kgo:statedIn"), action, subject, predicate, target, row)
        if action is Action.CORRECT:
            made = replace(made, new_subject=new[0], new_predicate=new[1], new_object=new[2])
        yield made

    def _changes(self, row: _Row, ends: list[NamedNode]) -> tuple[str, str, str]:
        """Return what stands in place of subject, predicate and object, "" where nothing does."""
        asked = (row.review(_SUBJECT), row.review(_PREDICATE), row.review(_OBJECT))
        shown = (row.of("source_label"), row.of("predicate_zh"), row.of("target_label"))
        known = (self._label(ends[0]), term_labels().get(ends[1].value, ""), self._label(ends[2]))
        after = (self._new_names.get(ends[0], ""), "", self._new_names.get(ends[2], ""))
        wanted = [
            a or (s if s not in ("", k, new) else "")
            for a, s, k, new in zip(asked, shown, known, after, strict=True)
        ]
        for at, column in ((0, "source"), (2, "target")):  # only tables show the ids of the ends
            if (moved := row.of(column)) and moved != shorten(ends[at].value):
                wanted[at] = wanted[at] or moved
        return (
            self._named(wanted[0], row) if wanted[0] else "",
            self._relation(wanted[1], row) if wanted[1] else "",
            self._named(wanted[2], row) if wanted[2] else "",
        )

    def _added(self, row: _Row) -> Correction:
        quote, line = row.of("quote"), row.of("line")
        rows = self.repository.select(
            "SELECT ?clause WHERE { ?clause a kgo:Clause ; kgo:line ?line ; kgo:inDocument ?paper ."
            " ?paper kgo:title ?title }",
            bindings={"title": row.of("paper"), "line": int(line) if line.isdecimal() else 0},
        )
        if len(rows) != 1:
            raise DataError(f"{row.where}: a new row names its paper and line; none such is in the graph")
        clause = rows[0]["clause"]
        assert isinstance(clause, NamedNode)
        subject, target = (
            self._named(row.of(f"{end}_label") or row.of(end), row) for end in ("source", "target")
        )
        predicate = self._relation(row.of("predicate_zh") or row.of("predicate"), row)
        return replace(self._in_clause(clause, Action.ADD, subject, predicate, target, row), quote=quote)

    def _in_clause(
        self, clause: NamedNode, action: Action, subject: str, predicate: str, target: str, row: _Row
    ) -> Correction:
        doc = (split_iri(self._one(clause, "kgo:inDocument").value) or ("", ""))[1]
        line = int(self._literal(clause, "kgo:line"))
        return Correction(
            doc=doc,
            digest=self._literal(clause, "kgo:digest"),
            line=line,
            action=action,
            subject=subject,
            predicate=predicate,
            object=target,
            reviewer=self.reviewer,
            note=row.review(_NOTE),
            source=f"clause {doc}:{line}",
        )

    def _thing(self, row: _Row) -> NamedNode:
        try:
            return resolve(self.repository, row.of("id"))
        except UsageError as error:
            raise DataError(f"{row.where}: {error}") from None

    def _ends(self, about: NamedNode) -> list[NamedNode]:
        parts = ("subject", "predicate", "object")
        if kind_of(about) == "restriction":
            parts = ("place", "shortcut", "restrictedConcept")
        return [self._one(about, f"kgo:{part}") for part in parts]

    def _written(self, end: NamedNode, about: NamedNode, row: _Row) -> str:
        if end.value.startswith(PREFIXES["kgo"]):
            if kind_of(about) == "statement":
                return (split_iri(end.value) or ("", ""))[1]
            mode, scope = (split_iri(self._one(about, f"kgo:{part}").value) for part in ("mode", "scope"))
            return f"restricts/{mode[1] if mode else ''}/{scope[1] if scope else ''}"
        return SECTION if kind_of(end) == "section" else self._entity(end, row)

    def _entity(self, thing: NamedNode, row: _Row) -> str:
        kind = _TYPE_OF_PREFIX.get(kind_of(thing))
        if kind is None:
            raise DataError(f"{row.where}: {thing.value} is no entity")
        if kind is EntityType.INDUSTRY:
            types = {quad.object for quad in self.repository.match(thing, node("rdf:type"))}
            kind = EntityType.INDUSTRY if node("kgo:Industry") in types else EntityType.PRODUCT
        return f"{kind}:{self._label(thing)}"

    def _named(self, written: str, row: _Row) -> str:
        """Return the entity that a reviewer's words name: one of the graph, or a new one as Type:name."""
        kind, colon, name = written.partition(":")
        if colon and name and kind in list(EntityType):
            return written
        try:
            return self._entity(resolve(self.repository, written, *_TYPE_OF_PREFIX), row)
        except UsageError as error:
            raise DataError(f"{row.where}: {error}; a new one is written Enterprise:{written}") from None

    def _relation(self, written: str, row: _Row) -> str:
        iri = self._predicates.get(written, PREFIXES["kgo"] + written)
        name = iri.removeprefix(PREFIXES["kgo"])
        if name not in list(Predicate):
            known = [term_labels()[PREFIXES["kgo"] + each] for each in Predicate]
            raise DataError(f"{row.where}: {written!r} is no relation{suggest(written, known)}")
        return name

    def _one(self, subject: NamedNode, predicate: str) -> NamedNode:
        found = [
            q.object
            for q in self.repository.match(subject, node(predicate))
            if isinstance(q.object, NamedNode)
        ]
        return min(found, key=lambda each: each.value)

    def _literal(self, subject: NamedNode, predicate: str) -> str:
        found = [
            q.object for q in self.repository.match(subject, node(predicate)) if isinstance(q.object, Literal)
        ]
        return min((each.value for each in found), default="")

    def _label(self, thing: NamedNode) -> str:
        labels = [q.object for q in self.repository.match(thing, node("rdfs:label"))]
        zh = [each.value for each in labels if isinstance(each, Literal) and each.language == "zh"]
        return min(zh, default="")
