"""Clauses as the reader makes them, for tests of what is read out of one line."""

from __future__ import annotations

import reading_makers as make

from kg import pipeline
from kg.model import Clause, ClauseReading


def clause(text: str, *, lead: str = "", heading: bool = False, region: str = "沈阳市") -> Clause:
    """Return a clause; ``lead`` is the heading that opens it, ``heading`` says that it is one as a whole."""
    return make.clause(
        text,
        region,
        doc="plan",
        line=1,
        heading=text.strip() if heading else "",
        lead=lead,
        lead_span=make.span(text, lead) if lead else None,
    )


def read(
    text: str,
    *,
    lead: str = "",
    heading: bool = False,
    region: str = "沈阳市",
    titles: tuple[str, ...] = (),
    learned: bool = True,
) -> ClauseReading:
    """Read a clause."""
    return pipeline.read_clause(
        clause(text, lead=lead, heading=heading, region=region), titles, learned=learned
    )


def named(reading: ClauseReading) -> dict[str, str]:
    """Return name → type of the mentions."""
    return {mention.name: mention.type.value for mention in reading.mentions}


def linked(text: str, predicate: str, lead: str = "", region: str = "沈阳市") -> set[tuple[str, str]]:
    """Return the ends of a predicate's statements in a text, as the rules alone read it."""
    reading = read(text, lead=lead, region=region, learned=False)
    return {(a, b) for a, said, b in stated(reading) if said == predicate}


def stated(reading: ClauseReading) -> set[tuple[str, str, str]]:
    """Return the statements as the annotation format has them."""
    record = pipeline.record(reading)
    relations = record["relations"]
    assert isinstance(relations, list)
    return {(a, predicate, b) for a, predicate, b in relations}
