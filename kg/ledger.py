"""What the readings of papers gave, counted, and the clauses that gave nothing, by reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kg.model import ClauseReading, DocumentReading, EntityRef, EntityType, Silence


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


def silent_clauses(readings: Iterable[DocumentReading]) -> Iterator[SilentClause]:
    """Yield the clauses without a statement, blank ones left out, in the order of the papers."""
    for document in readings:
        for reading in document.readings:
            if reading.silence is not None and reading.silence is not Silence.BLANK:
                clause = reading.clause
                yield SilentClause(
                    clause.doc, clause.line, clause.section, reading.silence, clause.text.strip()
                )


def summarise(readings: Iterable[DocumentReading]) -> Summary:
    """Count what was read, in one pass."""
    documents = sections = clauses = chains = targets = 0
    mentions, statements, restrictions, silent = (
        Counter[str](),
        Counter[str](),
        Counter[str](),
        Counter[str](),
    )
    entities: set[tuple[EntityType, str]] = set()
    for paper in readings:
        documents += 1
        sections += len(paper.document.sections)
        silent.update(item.reason.value for item in silent_clauses([paper]))
        for reading in paper.readings:
            if reading.clause.text.strip():
                clauses += 1
                chains += len(reading.chains)
                targets += len(reading.targets)
                mentions.update(mention.type.value for mention in reading.mentions)
                statements.update(rel.predicate.value for rel in reading.statements)
                restrictions.update(item.mode.value for item in reading.restrictions)
                entities.update((ref.kind, ref.name) for ref in _entities(reading))
    return Summary(
        documents=documents,
        sections=sections,
        clauses=clauses,
        mentions=_counted(mentions),
        entities=_counted(Counter(kind.value for kind, _ in entities)),
        statements=_counted(statements),
        restrictions=_counted(restrictions),
        chains=chains,
        targets=targets,
        silent=_counted(silent),
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


def _counted(counts: Counter[str]) -> dict[str, int]:
    """Return counts, the highest first, equals by name."""
    return dict(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))
