"""What the readings of papers gave, counted, and the clauses that gave nothing, by reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from kg.model import ClauseReading, DocumentReading, EntityRef, Silence


@dataclass(frozen=True, slots=True)
class SilentClause:
    """A clause without a statement, and why."""

    doc: str
    line: int
    section: str
    reason: Silence
    text: str


@dataclass(frozen=True, slots=True)
class Summary:
    """Counts over readings; mappings go from a name to a count, most frequent first.

    ``clauses`` are lines that are not blank. ``restrictions`` are counted by mode, ``silent`` clauses by
    reason; blank lines are in neither.
    """

    documents: int
    sections: int
    clauses: int
    mentions: dict[str, int]
    entities: dict[str, int]
    statements: dict[str, int]
    restrictions: dict[str, int]
    chains: int
    targets: int
    silent: dict[str, int]


def silent_clauses(readings: Iterable[DocumentReading]) -> tuple[SilentClause, ...]:
    """Return the clauses without a statement, blank ones left out, in the order of the papers."""
    return tuple(
        SilentClause(
            reading.clause.doc,
            reading.clause.line,
            reading.clause.section,
            reading.silence,
            reading.clause.text.strip(),
        )
        for document in readings
        for reading in document.readings
        if reading.silence is not None and reading.silence is not Silence.BLANK
    )


def summarise(readings: Iterable[DocumentReading]) -> Summary:
    """Count what was read."""
    papers = tuple(readings)
    clauses = [reading for paper in papers for reading in paper.readings if reading.clause.text.strip()]
    entities = {(ref.kind, ref.name) for reading in clauses for ref in _entities(reading)}
    return Summary(
        documents=len(papers),
        sections=sum(len(paper.document.sections) for paper in papers),
        clauses=len(clauses),
        mentions=_counted(mention.type.value for reading in clauses for mention in reading.mentions),
        entities=_counted(kind.value for kind, _ in entities),
        statements=_counted(rel.predicate.value for reading in clauses for rel in reading.statements),
        restrictions=_counted(item.mode.value for reading in clauses for item in reading.restrictions),
        chains=sum(len(reading.chains) for reading in clauses),
        targets=sum(len(reading.targets) for reading in clauses),
        silent=_counted(item.reason.value for item in silent_clauses(papers)),
    )


def _entities(reading: ClauseReading) -> Iterable[EntityRef]:
    """Yield every entity that the clause names or speaks of."""
    yield from (mention.entity for mention in reading.mentions)
    for rel in reading.statements:
        yield rel.subject
        if rel.object is not None:
            yield rel.object
    for restriction in reading.restrictions:
        yield from (restriction.region, restriction.object)


def _counted(names: Iterable[str]) -> dict[str, int]:
    """Count names, the most frequent first, equals by name."""
    return dict(sorted(Counter(names).items(), key=lambda pair: (-pair[1], pair[0])))
