"""Papers that were read, made by hand: clauses, mentions, assertions, and the paper around them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from kg import model
from kg.documents.structure import digest
from kg.model import EntityRef, EntityType, Predicate, Span

Part = tuple[str, int, int, str]
"""A chapter: its title, first line, last line and the region that it governs."""


def entities(kind: EntityType, *names: str) -> list[EntityRef]:
    """Return entities of one kind."""
    return [EntityRef(kind, name) for name in names]


def span(text: str, words: str) -> Span:
    """Return where words first stand in a text."""
    start = text.index(words)
    return Span(start, start + len(words))


def clause(text: str, region: str, *, doc: str, line: int, section: str = "", **more: Any) -> model.Clause:
    """Return a clause with the digest that the reader gives its text."""
    return model.Clause(doc, line, text, section or doc, region, digest(text), **more)


def mention(text: str, entity: EntityRef, words: str = "", rule: str = "test") -> model.Mention:
    """Return a mention of an entity, in its own words unless others are given."""
    words = words or entity.name
    return model.Mention(words, entity.kind, (span(text, words),), rule, entity=entity)


def statement(
    subject: EntityRef, predicate: Predicate, target: EntityRef | None, evidence: Span, **more: Any
) -> model.Statement:
    """Return a statement that names its ends as the graph does."""
    said = {"cue": "发展", "rule": "test", **more}
    name = target.name if target else "SECTION"
    return model.Statement(subject, predicate, target, subject.name, name, evidence, **said)


def restriction(
    region: EntityRef, target: EntityRef, mode: model.Mode, scope: model.Scope, evidence: Span, **more: Any
) -> model.Restriction:
    """Return a restriction that names its object as the graph does."""
    said = {"object_name": target.name, "cue": "严禁", "rule": "test", **more}
    return model.Restriction(region, target, mode=mode, scope=scope, evidence=evidence, **said)


def chain(name: str, stages: Iterable[str], region: EntityRef, evidence: Span) -> model.Chain:
    """Return a chain whose stages stand for products of their names."""
    links = (model.Stage(each.name, each) for each in entities(EntityType.PRODUCT, *stages))
    return model.Chain(name, tuple(links), region, evidence, "产业链", "test")


def paper(
    doc: str,
    title: str,
    readings: Sequence[model.ClauseReading],
    parts: Sequence[Part] = (),
    *,
    heading: str = "",
    **facts: Any,
) -> model.DocumentReading:
    """Return a paper of the province: its tree of two levels, its clauses, and what was read in them.

    ``heading`` is the title as the paper's first line has it, where that differs.
    """
    region = "辽宁省"
    chapters = (
        model.Section(f"{doc}.{number}", doc, doc, 1, f"{'一二三四'[number - 1]}、", *part)
        for number, part in enumerate(parts, 1)
    )
    root = model.Section(doc, doc, "", 0, "", heading or title, 1, len(readings), region)
    unknown = dict.fromkeys(
        ("date", "number", "status", "effective", "expires", "replaced_by", "horizon"), ""
    )
    document = model.Document(
        id=doc,
        file=f"{doc}.txt",
        title=title,
        issuer="辽宁省人民政府",
        region=region,
        encoding="utf-8",
        sections=(root, *chapters),
        clauses=tuple(each.clause for each in readings),
        **{**unknown, **facts},
    )
    return model.DocumentReading(document, tuple(readings))
