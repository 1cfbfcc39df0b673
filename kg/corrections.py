"""What reviewers correct: a patch file that a person can read, applied to readings before the graph is built.

A correction names a clause by its paper and the digest of its text, so that a re-saved paper does not move
it, and an assertion by its subject, predicate and object (``Enterprise:沈阳机床``, ``reliesOn``;
``restricts/phaseout/size`` for a restriction). Its reviewer and note go with the assertion as its rule.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar

from kg.errors import DataError, suggest
from kg.model import (
    ClauseReading,
    DocumentReading,
    EntityRef,
    EntityType,
    Predicate,
    Restriction,
    Silence,
    Span,
    Statement,
)

T = TypeVar("T")
SECTION = "SECTION"
"""The object of a statement about the section itself."""


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
        return self.doc, self.digest, _merged(self.subject), self.predicate, _merged(self.object)

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


def name_of(entity: EntityRef | None) -> str:
    """Return an entity as patch files write it: its type and its name."""
    return SECTION if entity is None else f"{entity.kind}:{entity.name}"


def entity_of(written: str) -> EntityRef:
    """Return the entity that a patch file writes; raise DataError for another form.

    >>> entity_of("Enterprise:沈阳机床").name
    '沈阳机床'
    """
    kind, colon, name = written.partition(":")
    if not colon or not name or kind not in list(EntityType):
        raise DataError(f"{written!r}: Type:name was expected{suggest(kind, list(EntityType))}")
    return EntityRef(EntityType(kind), name, rule="review")


def _merged(written: str) -> str:
    """Industry and Product share one name space."""
    return written.replace(f"{EntityType.PRODUCT}:", f"{EntityType.INDUSTRY}:", 1)


def restriction_predicate(restriction: Restriction) -> str:
    """Return how a patch file writes what a restriction does."""
    return f"restricts/{restriction.mode}/{restriction.scope}"


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


def apply(
    readings: Iterable[DocumentReading], corrections: Iterable[Correction]
) -> tuple[list[DocumentReading], list[Conflict]]:
    """Return readings with the corrections made, and the corrections that could not be, in their order.

    Two different corrections of one assertion are both conflicts; so is one whose clause is no longer in
    its paper, or whose assertion the reading no longer makes.
    """
    ordered = sorted(set(corrections))
    contested = _contested(ordered)
    conflicts = [
        Conflict(each, "contradicts another correction") for each in ordered if each.key in contested
    ]
    agreed = [each for each in ordered if each.key not in contested]
    renamings = {_merged(each.subject): each for each in agreed if each.action is Action.RENAME}
    names = {key: entity_of(each.new_subject) for key, each in renamings.items()}
    done: set[Correction] = set()
    hits: set[str] = set()
    reasons: dict[Correction, str] = {}
    corrected = []
    for reading in readings:
        mine = [each for each in agreed if each.doc == reading.document.id]
        clauses = tuple(_corrected(clause, mine, done, reasons) for clause in reading.readings)
        made = replace(reading, readings=clauses)
        corrected.append(_renamed(made, names, hits) if names else made)
    done |= {renamings[key] for key in hits}
    reasons |= dict.fromkeys(renamings.values(), "no entity has this name")
    read = {reading.document.id for reading in corrected}
    for each in agreed:
        if each not in done:
            gone = "its clause is no longer in the paper" if each.doc in read else "its paper was not read"
            conflicts.append(Conflict(each, reasons.get(each, gone)))
    return corrected, sorted(conflicts, key=lambda conflict: conflict.correction)


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
    statement = Statement(
        subject=entity_of(correction.subject),
        predicate=_predicate(correction.predicate),
        object=None if correction.object == SECTION else entity_of(correction.object),
        subject_name=correction.subject.partition(":")[2],
        object_name=correction.object.partition(":")[2] or SECTION,
        evidence=Span(start, start + len(correction.quote)),
        cue="",
        rule=correction.said,
    )
    return replace(reading, statements=(*reading.statements, statement), silence=None)


def _predicate(name: str) -> Predicate:
    try:
        return Predicate(name)
    except ValueError:
        raise DataError(f"{name!r} is no predicate{suggest(name, list(Predicate))}") from None


def _changed(reading: ClauseReading, correction: Correction) -> ClauseReading:
    statements = tuple(_kept(reading.statements, correction))
    restrictions = tuple(_kept(reading.restrictions, correction))
    if statements == reading.statements and restrictions == reading.restrictions:
        raise DataError("the reading no longer says this")
    made = replace(reading, statements=statements, restrictions=restrictions)
    empty = not (made.statements or made.restrictions or made.chains or made.targets)
    return replace(made, silence=Silence.NOT_UNDERSTOOD if empty else None)


def _kept(assertions: Iterable[Statement | Restriction], correction: Correction) -> Iterator[Any]:
    for each in assertions:
        if _written(each) != correction.key[2:]:
            yield each
        elif correction.action is not Action.REJECT:
            yield _revised(each, correction)


def _written(assertion: Statement | Restriction) -> tuple[str, str, str]:
    if isinstance(assertion, Statement):
        ends = name_of(assertion.subject), assertion.predicate.value, name_of(assertion.object)
    else:
        ends = name_of(assertion.region), restriction_predicate(assertion), name_of(assertion.object)
    return _merged(ends[0]), ends[1], _merged(ends[2])


def _revised(assertion: Statement | Restriction, correction: Correction) -> Statement | Restriction:
    """Return an assertion with what a correction puts in place; what it rests on stays."""
    rule = f"{assertion.rule} {correction.said}"
    subject = entity_of(correction.new_subject) if correction.new_subject else None
    target = entity_of(correction.new_object) if correction.new_object else None
    if isinstance(assertion, Restriction):
        if correction.new_predicate:
            raise DataError("the mode of a restriction is corrected by rejecting it and adding another")
        region = subject or assertion.region
        return replace(assertion, region=region, object=target or assertion.object, rule=rule)
    return replace(
        assertion,
        subject=subject or assertion.subject,
        subject_name=subject.name if subject else assertion.subject_name,
        predicate=_predicate(correction.new_predicate) if correction.new_predicate else assertion.predicate,
        object=target or assertion.object,
        object_name=target.name if target else assertion.object_name,
        rule=rule,
    )


def _renamed(value: T, names: dict[str, EntityRef], hits: set[str]) -> T:
    """Return a record with every entity in it that has a new name replaced; ``hits`` takes those met."""
    if isinstance(value, EntityRef):
        key = _merged(name_of(value))
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
