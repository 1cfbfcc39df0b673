"""``kg explain``: show what was read out of a clause, or where an entity is named, and by which rule."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterable, Sequence

from kg import pipeline
from kg.cli.papers import add_documents, read_papers, shipped
from kg.cli.parser import Parser
from kg.cli.terminal import Mark, print_marked, print_table
from kg.errors import UsageError, suggest
from kg.model import Chain, ClauseReading, DocumentReading, EntityRef, Mention, Span, Target

ABOUT = """\
CLAUSE 写作“文件编号:行号”，标出提及并列出陈述及其规则；ENTITY 是名称或别名，列出每处提及及其链接依据。
CLAUSE is document:line, and shows its mentions and statements with cue and rule. ENTITY is a name or an
alias, and shows each mention of it and what linked it."""

EXAMPLES = """\
kg explain liaoning-2015-traditional-industry:26
kg explain 鞍钢集团
kg explain --documents mine/ plan:12
"""

_CLAUSE = re.compile(r"(?P<doc>.+)[:：](?P<line>\d+)")


def configure(parser: Parser) -> None:
    """Add the verb's arguments."""
    parser.add_argument("what", metavar="CLAUSE|ENTITY", help="条款或实体\na clause or an entity")
    add_documents(parser)


def run(args: argparse.Namespace) -> int:
    """Print what was read and why."""
    readings = list(pipeline.read_all(read_papers(args, args.documents or shipped())))
    place = _CLAUSE.fullmatch(args.what)
    if place:
        _explain_clause(_find_clause(readings, place["doc"], int(place["line"])))
    else:
        _explain_entity(readings, args.what)
    return 0


def _find_clause(readings: Iterable[DocumentReading], doc: str, line: int) -> ClauseReading:
    papers = {paper.document.id: paper for paper in readings}
    if doc not in papers:
        raise UsageError(f"未知文件 (no such document): {doc}{suggest(doc, papers)}")
    clauses = papers[doc].readings
    if not 1 <= line <= len(clauses):
        raise UsageError(f"{doc}: 没有第 {line} 行 (no line {line}; it has 1 to {len(clauses)})")
    return clauses[line - 1]


def _explain_clause(reading: ClauseReading) -> None:
    clause = reading.clause
    print(f"{clause.doc}:{clause.line}  {clause.region}  {clause.section}")
    marks = [
        Mark(piece.start, piece.end, mention.type.value)
        for mention in reading.mentions
        for piece in mention.pieces
    ]
    print_marked(clause.text, marks)
    if reading.silence is not None:
        print(f"\n未得陈述 no statement: {reading.silence.value}")
    _section(
        "提及 mentions", ("name", "type", "entity", "rule", "role", "cue"), map(_mention, reading.mentions)
    )
    _section("陈述 statements", ("", "", "", "cue", "rule", "evidence"), _statements(reading))
    _section(
        "限制 restrictions",
        ("region", "mode", "object", "scope", "cue", "rule", "evidence"),
        _restrictions(reading),
    )
    _section("产业链 chains", ("name", "stages", "cue", "rule"), map(_chain, reading.chains))
    _section("指标 targets", ("indicator", "value", "bound", "year", "rule"), map(_target, reading.targets))


def _section(title: str, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    found = list(rows)
    if found:
        print()
        print_table(columns, found, title=title)


def _mention(mention: Mention) -> tuple[str, ...]:
    entity = _named(mention.entity) if mention.entity.name != mention.name else "="
    role = f"{mention.role.value} {mention.strength.value if mention.strength else ''}".strip()
    return (
        mention.name,
        mention.type.value,
        entity,
        f"{mention.rule}; {mention.entity.rule}",
        role,
        mention.cue,
    )


def _named(ref: EntityRef) -> str:
    return f"{ref.name} {ref.code}".strip()


def _statements(reading: ClauseReading) -> Iterable[tuple[str, ...]]:
    for rel in reading.statements:
        object_name = rel.object.name if rel.object else rel.object_name
        quote = _quote(reading, rel.evidence)
        yield rel.subject.name, rel.predicate.value, object_name, rel.cue, rel.rule, quote


def _restrictions(reading: ClauseReading) -> Iterable[tuple[str, ...]]:
    for item in reading.restrictions:
        limit = item.threshold
        scope = f"{item.scope.value} {f'{limit.comparator}{limit.value:g}{limit.unit}' if limit else ''}"
        yield (
            item.region.name,
            item.mode.value,
            item.object.name,
            f"{scope.strip()} {item.when}".strip(),
            item.cue,
            item.rule,
            _quote(reading, item.evidence),
        )


def _chain(chain: Chain) -> tuple[str, ...]:
    return chain.name, " - ".join(stage.name for stage in chain.stages), chain.cue, chain.rule


def _target(target: Target) -> tuple[str, ...]:
    grown = f"{target.baseline:g} -> " if target.baseline is not None else ""
    value = f"{grown}{target.value:g} {target.unit}".strip()
    return target.indicator, value, target.bound.value, str(target.year or ""), target.rule


def _quote(reading: ClauseReading, evidence: Span) -> str:
    quote = evidence.of(reading.clause.text).strip()
    return quote if len(quote) <= 40 else f"{quote[:24]}…{quote[-15:]}"


def _explain_entity(readings: Iterable[DocumentReading], name: str) -> None:
    found: list[tuple[str, ...]] = []
    known: set[str] = set()
    for paper in readings:
        for reading in paper.readings:
            for mention in reading.mentions:
                known |= {mention.name, mention.entity.name}
                if name in (mention.name, mention.entity.name):
                    place = f"{reading.clause.doc}:{reading.clause.line}"
                    ref = mention.entity
                    found.append((place, mention.name, ref.kind.value, _named(ref), mention.rule, ref.rule))
    if not found:
        raise UsageError(f"没有提及 (no mention of): {name}{suggest(name, known)}")
    columns = (
        "条款 clause",
        "写作 as written",
        "类型 type",
        "实体 entity",
        "发现 found by",
        "链接 linked by",
    )
    print_table(columns, found, title=f"{name}: {len(found)} 处提及 mentions")
