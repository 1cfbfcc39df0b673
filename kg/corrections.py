"""What reviewers correct: a patch file that a person can read, applied to readings before the graph is built.

A correction names a clause by its paper and the digest of its text, so that a re-saved paper does not move
it, and an assertion (a statement, restriction, target or chain) by its subject, predicate and object, as
:mod:`kg.written` has them. Its reviewer and note go with the assertion as its rule.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Any, Final, TypeVar

from kg.errors import DataError, suggest
from kg.model import (
    Chain,
    ClauseReading,
    DocumentReading,
    EntityRef,
    Restriction,
    Silence,
    Span,
    Statement,
    Target,
)
from kg.written import (
    Assertion,
    chain_parts,
    entity_of,
    made,
    merged,
    name_of,
    predicate_of,
    restriction_parts,
    target_parts,
    written,
)

T = TypeVar("T")
_FAMILIES: Final = {Statement: "statements", Restriction: "restrictions", Chain: "chains", Target: "targets"}
"""Where a reading holds assertions of each kind."""


class Action(StrEnum):
    """What a reviewer does to an assertion, or with ``rename`` to an entity everywhere."""

    ACCEPT = "accept"
    REJECT = "reject"
    CORRECT = "correct"
    ADD = "add"
    RENAME = "rename"


@dataclass(frozen=True, slots=True, order=True)
class Correction:
    """One row of a patch file; ``line`` only helps people find the clause.

    ``new_…`` is what ``correct`` puts in place ("" keeps), ``quote`` the words that ``add`` rests on.
    ``rename`` has a subject and a new subject and no clause. ``source`` reads ``clause DOC:LINE`` or where
    a renamed entity's name comes from.
    """

    doc: str
    digest: str
    line: int
    action: Action
    subject: str
    predicate: str
    object: str
    new_subject: str = ""
    new_predicate: str = ""
    new_object: str = ""
    quote: str = ""
    reviewer: str = ""
    note: str = ""
    source: str = ""

    @property
    def key(self) -> tuple[str, ...]:
        """What the correction is about."""
        return self.doc, self.digest, merged(self.subject), self.predicate, merged(self.object)

    @property
    def said(self) -> str:
        """Who said so and why, as it goes into the graph."""
        return f"review:{self.action}" + "".join(f" {part}" for part in (self.reviewer, self.note) if part)


COLUMNS = tuple(field.name for field in fields(Correction))


@dataclass(frozen=True, slots=True)
class Conflict:
    """A correction that was not applied, and why."""

    correction: Correction
    reason: str


def load(paths: Iterable[Path]) -> list[Correction]:
    """Return the corrections of patch files, sorted; raise DataError with file and line for a bad row."""
    found: list[Correction] = []
    for path in sorted(paths):
        try:
            with path.open(encoding="utf-8", newline="") as handle:
                reader = csv.DictReader(handle)
                if tuple(reader.fieldnames or ()) != COLUMNS:
                    raise DataError(f"{path}:1: the columns are {', '.join(COLUMNS)}")
                found += [_row(row, f"{path}:{number}") for number, row in enumerate(reader, 2)]
        except (OSError, UnicodeDecodeError) as error:
            raise DataError(f"{path}: cannot be read: {error}") from None
    return sorted(set(found))


def _row(row: dict[str, str], where: str) -> Correction:
    if None in row.values() or None in row:
        raise DataError(f"{where}: {len(COLUMNS)} columns were expected")
    try:
        values = {**row, "line": int(row["line"] or 0), "action": Action(row["action"])}
    except ValueError as error:
        raise DataError(f"{where}: {error}{suggest(row['action'], list(Action))}") from None
    return Correction(**values)  # type: ignore[arg-type]


def dump(corrections: Iterable[Correction]) -> bytes:
    """Return corrections as a patch file: UTF-8, sorted, each once."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for each in sorted(set(corrections)):
        writer.writerow([getattr(each, column) for column in COLUMNS])
    return out.getvalue().encode()


class Corrected:
    """Readings with corrections made in each as it comes; they may be gone through again.

    Two different corrections of one assertion are both conflicts; so is one whose clause is no longer in
    its paper, or whose assertion the reading no longer makes.
    """

    def __init__(self, readings: Iterable[DocumentReading], corrections: Iterable[Correction]) -> None:
        self._readings = readings
        self._ordered = sorted(set(corrections))
        self._contested = _contested(self._ordered)
        self._agreed = [each for each in self._ordered if each.key not in self._contested]
        self._renamings = {
            merged(each.subject): each for each in self._agreed if each.action is Action.RENAME
        }
        self._names = {key: entity_of(each.new_subject) for key, each in self._renamings.items()}
        self._done: set[Correction] = set()
        self._reasons: dict[Correction, str] = {}
        self._read: set[str] = set()

    def __iter__(self) -> Iterator[DocumentReading]:
        for reading in self._readings:
            self._read.add(reading.document.id)
            yield self._made(reading) if self._agreed else reading

    def _made(self, reading: DocumentReading) -> DocumentReading:
        mine = [each for each in self._agreed if each.doc == reading.document.id]
        clauses = tuple(_corrected(clause, mine, self._done, self._reasons) for clause in reading.readings)
        made = replace(reading, readings=clauses) if mine else reading
        hits: set[str] = set()
        renamed = _renamed(made, self._names, hits) if self._names else made
        self._done |= {self._renamings[key] for key in hits}
        return renamed

    def conflicts(self) -> list[Conflict]:
        """Return the corrections that could not be made, in order, once all readings were gone through."""
        found = [
            Conflict(each, "contradicts another correction")
            for each in self._ordered
            if each.key in self._contested
        ]
        reasons = self._reasons | dict.fromkeys(self._renamings.values(), "no entity has this name")
        for each in self._agreed:
            if each not in self._done:
                was_read = each.doc in self._read
                gone = "its clause is no longer in the paper" if was_read else "its paper was not read"
                found.append(Conflict(each, reasons.get(each, gone)))
        return sorted(found, key=lambda conflict: conflict.correction)


def apply(
    readings: Iterable[DocumentReading], corrections: Iterable[Correction]
) -> tuple[list[DocumentReading], list[Conflict]]:
    """Return readings with the corrections made, and the corrections that could not be, in their order."""
    corrected = Corrected(readings, corrections)
    return list(corrected), corrected.conflicts()


def _contested(corrections: Sequence[Correction]) -> set[tuple[str, ...]]:
    wants: dict[tuple[str, ...], set[tuple[str, ...]]] = {}
    for each in corrections:
        new = (each.action, each.new_subject, each.new_predicate, each.new_object)
        wants.setdefault(each.key, set()).add(new)
    return {key for key, asked in wants.items() if len(asked) > 1}


def _corrected(
    reading: ClauseReading,
    corrections: Sequence[Correction],
    done: set[Correction],
    reasons: dict[Correction, str],
) -> ClauseReading:
    """Return a clause's reading with its corrections made."""
    for each in corrections:
        if each.digest != reading.clause.digest:
            continue
        try:
            made = _added(reading, each) if each.action is Action.ADD else _changed(reading, each)
        except DataError as error:
            reasons.setdefault(each, str(error))
            continue
        done.add(each)
        reading = made
    return reading


def _added(reading: ClauseReading, correction: Correction) -> ClauseReading:
    start = reading.clause.text.find(correction.quote)
    if not correction.quote or start < 0:
        raise DataError("its quote does not stand in the clause")
    evidence = Span(start, start + len(correction.quote))
    new = made(correction.subject, correction.predicate, correction.object, evidence, correction.said)
    family = _FAMILIES[type(new)]
    more: dict[str, Any] = {family: (*getattr(reading, family), new), "silence": None}
    return replace(reading, **more)


def _changed(reading: ClauseReading, correction: Correction) -> ClauseReading:
    kept = {name: tuple(_kept(getattr(reading, name), correction)) for name in _FAMILIES.values()}
    if all(assertions == getattr(reading, name) for name, assertions in kept.items()):
        raise DataError("the reading no longer says this")
    changed: dict[str, Any] = {**kept, "silence": None if any(kept.values()) else Silence.NOT_UNDERSTOOD}
    return replace(reading, **changed)


def _kept(assertions: Iterable[Assertion], correction: Correction) -> Iterator[Assertion]:
    for each in assertions:
        if written(each) != correction.key[2:]:
            yield each
        elif correction.action is not Action.REJECT:
            yield _revised(each, correction)


def _revised(assertion: Assertion, correction: Correction) -> Assertion:
    """Return an assertion with what a correction puts in place; what it rests on stays."""
    new: dict[str, Any] = {"rule": f"{assertion.rule} {correction.said}"}
    subject, predicate, target = correction.new_subject, correction.new_predicate, correction.new_object
    if isinstance(assertion, Statement):
        if subject:
            new |= {"subject": entity_of(subject), "subject_name": entity_of(subject).name}
        if predicate:
            new["predicate"] = predicate_of(predicate)
        if target:
            new |= {"object": entity_of(target), "object_name": entity_of(target).name}
        return replace(assertion, **new)
    if subject:
        new["region"] = entity_of(subject)
    if isinstance(assertion, Restriction):
        if predicate:
            new |= restriction_parts(predicate)
        if target:
            new["object"] = entity_of(target)
        return replace(assertion, **new)
    if predicate:
        raise DataError("a target or a chain has no other relation")
    if isinstance(assertion, Target):
        return replace(assertion, **new, **(target_parts(target) if target else {}))
    return replace(assertion, **new, **(_relinked(assertion, target) if target else {}))


def _relinked(chain: Chain, words: str) -> dict[str, Any]:
    """Return a chain's new name and stages; a stage that it has had keeps its concept."""
    parts = chain_parts(words)
    known = {stage.name: stage for stage in chain.stages}
    return {**parts, "stages": tuple(known.get(stage.name, stage) for stage in parts["stages"])}


def _renamed(value: T, names: dict[str, EntityRef], hits: set[str]) -> T:
    """Return a record with every entity in it that has a new name replaced; ``hits`` takes those met."""
    if isinstance(value, EntityRef):
        key = merged(name_of(value))
        if key not in names:
            return value
        hits.add(key)
        return replace(value, name=names[key].name, rule="review:rename")
    if isinstance(value, tuple):
        return tuple(_renamed(item, names, hits) for item in value)  # type: ignore[return-value]
    if not is_dataclass(value) or isinstance(value, type):
        return value
    changed = {
        field.name: new
        for field in fields(value)
        if (new := _renamed(old := getattr(value, field.name), names, hits)) is not old and new != old
    }
    return replace(value, **changed) if changed else value
