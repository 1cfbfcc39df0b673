"""What a reviewer's rows change, as corrections write it: each row against what the graph says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final

from pyoxigraph import Literal, NamedNode

from kg.corrections import Action, Correction
from kg.errors import DataError, UsageError, suggest
from kg.export.closure import kind_of
from kg.export.projection import term_labels
from kg.export.reviewed_rows import VERDICTS, Row, plain
from kg.export.workbook import HEADERS, REVIEW
from kg.model import EntityType, Predicate
from kg.rdf.iris import PREFIX_OF_TYPE, PREFIXES, split_iri
from kg.rdf.vocabulary import node
from kg.store import Repository, shorten
from kg.store.names import resolve
from kg.written import (
    CHAIN,
    RESTRICTS,
    SECTION,
    SEPARATOR,
    TARGET,
    chain_parts,
    chain_words,
    target_parts,
    target_words,
)

_TYPE_OF_PREFIX: Final = {prefix: kind for kind, prefix in reversed(tuple(PREFIX_OF_TYPE.items()))}
_VERDICT, _SUBJECT, _PREDICATE, _OBJECT, _NOTE = REVIEW
_HOW: Final = ("mode", "scope")
_LIMIT: Final = ("comparator", "threshold", "unit")
_AIM: Final = ("indicator", "baseline", "bound", "value", "unit", "year")
Ends = tuple[str, str, str]
"""Subject, predicate and object, as corrections write them; "" where a row leaves them as they are."""


class Amendments:
    """What the graph says of the rows' assertions, as corrections write it."""

    def __init__(self, repository: Repository, reviewer: str) -> None:
        self.repository = repository
        self.reviewer = reviewer
        self._new_names: dict[NamedNode, str] = {}
        self._predicates = {label: iri for iri, label in term_labels().items()}

    def renamed(self, row: Row) -> Iterator[Correction]:
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

    def reviewed(self, row: Row, kind: str) -> Iterator[Correction]:
        """Yield what a row of an assertion says: a verdict, a change, or an assertion that is new."""
        if not row.of("id"):
            yield self._added(row, kind)
            return
        about = self._thing(row)
        reading = {
            "statement": self._statement,
            "restriction": self._restriction,
            "target": self._target,
            "chain": self._chain,
        }[kind]
        before, new = reading(row, about)
        verdict = row.review(_VERDICT)
        if verdict and verdict not in VERDICTS:
            raise DataError(f"{row.where}: verdict {verdict!r}{suggest(verdict, VERDICTS)}")
        action = VERDICTS[verdict] if verdict else Action.CORRECT
        if action is Action.CORRECT and not any(new):
            if verdict:
                raise DataError(f"{row.where}: {verdict}: nothing stands in its place")
            return
        made = self._in_clause(self._one(about, "kgo:statedIn"), action, before, row)
        if action is Action.CORRECT:
            made = replace(made, new_subject=new[0], new_predicate=new[1], new_object=new[2])
        yield made

    def unchanged(self, row: Row) -> None:
        """Raise DataError where a name was changed that follows from another row."""
        if row.of("id") and row.of("label") != self._label(self._thing(row)):
            raise DataError(f"{row.where}: stages are changed in the row of their chain (环节 stages)")

    def _statement(self, row: Row, about: NamedNode) -> tuple[Ends, Ends]:
        ends = self._ends(about)
        before = (self._written(ends[0], row), (split_iri(ends[1].value) or ("", ""))[1])
        return (*before, self._written(ends[2], row)), self._changes(row, ends)

    def _restriction(self, row: Row, about: NamedNode) -> tuple[Ends, Ends]:
        ends = self._ends(about)
        mode, scope = ((split_iri(self._one(about, f"kgo:{part}").value) or ("", ""))[1] for part in _HOW)
        before = f"{RESTRICTS}/{mode}/{scope}"
        relation = term_labels().get(ends[1].value, "")
        if row.review(_PREDICATE) or row.of("predicate_zh") not in ("", relation):
            raise DataError(f"{row.where}: {_PREDICATE}: change {HEADERS['mode']} and {HEADERS['scope']}")
        known = self._known(about, (*_HOW, *_LIMIT))
        changed = any(row.has(name) and row.plain(name) != known[name] for name in known)
        new = self._changes(row, ends, relation=False)
        written = (self._written(ends[0], row), before, self._written(ends[2], row))
        return written, (new[0], self._how(row) if changed else "", new[2])

    def _how(self, row: Row) -> str:
        """Return the predicate that a row's way, scope and limit write."""
        mode, scope = (row.local(name) for name in _HOW)
        limit = [row.plain(name) for name in _LIMIT]
        if any(limit) and not all(limit[:2]):
            raise DataError(f"{row.where}: a limit needs {HEADERS['comparator']} and {HEADERS['threshold']}")
        return "/".join([RESTRICTS, mode, scope, *(limit if any(limit) else ())])

    def _target(self, row: Row, about: NamedNode) -> tuple[Ends, Ends]:
        known = self._known(about, _AIM)
        bound = (split_iri(self._one(about, "kgo:bound").value) or ("", ""))[1]
        before = target_words(*(bound if name == "bound" else known[name] for name in _AIM))
        changed = any(row.has(name) and row.plain(name) != known[name] for name in _AIM)
        place, moved = self._place(row, about)
        return (place, TARGET, before), (moved, "", self._aim(row, known) if changed else "")

    def _aim(self, row: Row, known: Mapping[str, str]) -> str:
        """Return the object that a row of a target writes; what it has no column for stays."""
        said = {name: row.plain(name) if row.has(name) else known.get(name, "") for name in _AIM}
        for name in ("indicator", "bound", "value"):
            if not said[name]:
                raise DataError(f"{row.where}: a target needs {HEADERS[name]} {name}")
        said["bound"] = row.local("bound")
        try:
            words = target_words(**said)
            target_parts(words)
        except DataError as error:
            raise DataError(f"{row.where}: {error}") from None
        return words

    def _links(self, row: Row, name: str, stages: str) -> str:
        """Return the object that a row of a chain writes."""
        words = chain_words(name, [stage.strip() for stage in stages.split(SEPARATOR)])
        try:
            chain_parts(words)
        except DataError as error:
            raise DataError(f"{row.where}: {error}") from None
        return words

    def _chain(self, row: Row, about: NamedNode) -> tuple[Ends, Ends]:
        stages = [(self._literal(stage, "kgo:position"), stage) for stage in self._all(about, "kgo:hasStage")]
        names = [self._label(stage) for _, stage in sorted(stages, key=lambda each: int(each[0]))]
        label = self._label(about)
        name = "" if label == "—".join(names) else label
        shown = SEPARATOR.join(names)
        changed = any(row.of(c) not in ("", k) for c, k in (("stages", shown), ("label", label)))
        called = row.of("label") if row.of("label") not in ("", label) else name
        new = self._links(row, called, row.of("stages") or shown) if changed else ""
        place, moved = self._place(row, about)
        return (place, CHAIN, chain_words(name, names)), (moved, "", new)

    def _place(self, row: Row, about: NamedNode) -> tuple[str, str]:
        """Return the region of a target or chain, and the one that a row puts in its place, if any."""
        place = self._one(about, "kgo:place")
        asked = row.review(_SUBJECT) or row.of("place")
        same = ("", self._label(place), self._new_names.get(place, ""))
        return self._entity(place, row), "" if asked in same else self._named(asked, row)

    def _known(self, about: NamedNode, names: tuple[str, ...]) -> dict[str, str]:
        """Return what the graph says, as the exported cells show it."""
        known = {}
        for name in names:
            things = self._all(about, f"kgo:{name}")
            known[name] = plain(
                name, self._label(things[0]) if things else self._literal(about, f"kgo:{name}")
            )
        return known

    def _changes(self, row: Row, ends: list[NamedNode], *, relation: bool = True) -> Ends:
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
            self._relation(wanted[1], row) if relation and wanted[1] else "",
            self._named(wanted[2], row) if wanted[2] else "",
        )

    def _added(self, row: Row, kind: str) -> Correction:
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
        return replace(self._in_clause(clause, Action.ADD, self._new(row, kind), row), quote=quote)

    def _new(self, row: Row, kind: str) -> Ends:
        """Return what a row without an id says."""
        if kind == "target":
            return self._named(row.of("place"), row), TARGET, self._aim(row, {})
        if kind == "chain":
            words = self._links(row, row.of("label"), row.of("stages"))
            return self._named(row.of("place"), row), CHAIN, words
        subject, target = (
            self._named(row.of(f"{end}_label") or row.of(end), row) for end in ("source", "target")
        )
        if kind == "restriction":
            return subject, self._how(row), target
        return subject, self._relation(row.of("predicate_zh") or row.of("predicate"), row), target

    def _in_clause(self, clause: NamedNode, action: Action, ends: Ends, row: Row) -> Correction:
        doc = (split_iri(self._one(clause, "kgo:inDocument").value) or ("", ""))[1]
        line = int(self._literal(clause, "kgo:line"))
        subject, predicate, target = ends
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

    def _thing(self, row: Row) -> NamedNode:
        try:
            return resolve(self.repository, row.of("id"))
        except UsageError as error:
            raise DataError(f"{row.where}: {error}") from None

    def _ends(self, about: NamedNode) -> list[NamedNode]:
        parts = ("subject", "predicate", "object")
        if kind_of(about) == "restriction":
            parts = ("place", "shortcut", "restrictedConcept")
        return [self._one(about, f"kgo:{part}") for part in parts]

    def _written(self, end: NamedNode, row: Row) -> str:
        return SECTION if kind_of(end) == "section" else self._entity(end, row)

    def _entity(self, thing: NamedNode, row: Row) -> str:
        kind = _TYPE_OF_PREFIX.get(kind_of(thing))
        if kind is None:
            raise DataError(f"{row.where}: {thing.value} is no entity")
        if kind is EntityType.INDUSTRY:
            types = {quad.object for quad in self.repository.match(thing, node("rdf:type"))}
            kind = EntityType.INDUSTRY if node("kgo:Industry") in types else EntityType.PRODUCT
        return f"{kind}:{self._label(thing)}"

    def _named(self, written: str, row: Row) -> str:
        """Return the entity that a reviewer's words name: one of the graph, or a new one as Type:name."""
        kind, colon, name = written.partition(":")
        if colon and name and kind in list(EntityType):
            return written
        try:
            return self._entity(resolve(self.repository, written, *_TYPE_OF_PREFIX), row)
        except UsageError as error:
            raise DataError(f"{row.where}: {error}; a new one is written Enterprise:{written}") from None

    def _relation(self, written: str, row: Row) -> str:
        iri = self._predicates.get(written, PREFIXES["kgo"] + written)
        name = iri.removeprefix(PREFIXES["kgo"])
        if name not in list(Predicate):
            known = [term_labels()[PREFIXES["kgo"] + each] for each in Predicate]
            raise DataError(f"{row.where}: {written!r} is no relation{suggest(written, known)}")
        return name

    def _one(self, subject: NamedNode, predicate: str) -> NamedNode:
        return self._all(subject, predicate)[0]

    def _all(self, subject: NamedNode, predicate: str) -> list[NamedNode]:
        found = {quad.object for quad in self.repository.match(subject, node(predicate))}
        return sorted((o for o in found if isinstance(o, NamedNode)), key=lambda each: each.value)

    def _literal(self, subject: NamedNode, predicate: str) -> str:
        found = [
            q.object for q in self.repository.match(subject, node(predicate)) if isinstance(q.object, Literal)
        ]
        return min((each.value for each in found), default="")

    def _label(self, thing: NamedNode) -> str:
        labels = [q.object for q in self.repository.match(thing, node("rdfs:label"))]
        zh = [each.value for each in labels if isinstance(each, Literal) and each.language == "zh"]
        return min(zh, default="")
