"""A small corpus by hand, built by the real builder: a province's clause about two cities, and their own."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from kg.model import (
    Bound,
    Chain,
    Clause,
    ClauseReading,
    Document,
    DocumentReading,
    EntityRef,
    EntityType,
    Mention,
    Mode,
    Predicate,
    Restriction,
    Scope,
    Section,
    Silence,
    Span,
    Stage,
    Statement,
    Strength,
    Target,
    Threshold,
)
from kg.rdf.builder import quads
from kg.rdf.serialize import write_nquads
from kg.store import Repository, open_store

LIAONING = EntityRef(EntityType.REGION, "辽宁省", code="210000")
SHENYANG = EntityRef(EntityType.REGION, "沈阳市", code="210100")
DALIAN = EntityRef(EntityType.REGION, "大连市", code="210200")
FAKU = EntityRef(EntityType.REGION, "法库县", code="210124")
TOOLS = EntityRef(EntityType.INDUSTRY, "高档数控机床")
SPINDLE = EntityRef(EntityType.PRODUCT, "电主轴")
CERAMICS = EntityRef(EntityType.INDUSTRY, "陶瓷制品")
COAL = EntityRef(EntityType.PRODUCT, "纯凝小燃煤发电机组")
FIRM = EntityRef(EntityType.ENTERPRISE, "沈阳机床")
OTHER_FIRM = EntityRef(EntityType.ENTERPRISE, "大连机床")
PARK = EntityRef(EntityType.PARK, "法库陶瓷制品产业集群")

LINES = [
    "辽宁省工业指导意见",
    "1．高档数控机床。依托沈阳机床、大连机床，以沈阳、大连为重点发展高档数控机床，重点是电主轴。",
    "一、沈阳市",
    "加快法库陶瓷制品产业集群建设，陶瓷制品产业产值达到500亿元以上，淘汰30万千瓦以下纯凝小燃煤发电机组。",
    "形成“原料-成型-烧成”陶瓷产业链，\t<b>“引号”</b> & 反斜\\线。",
    "二、大连市",
    "优先发展高档数控机床。",
    "",
]
PLACES = ["辽宁省", "辽宁省", "沈阳市", "沈阳市", "沈阳市", "大连市", "大连市", "大连市"]
SECTIONS = ["p", "p", "p.1", "p.1", "p.1", "p.2", "p.2", "p.2"]


def clause(line: int) -> Clause:
    text = LINES[line - 1]
    digest = hashlib.sha256(text.encode()).hexdigest()[:16]
    return Clause("p", line, text, SECTIONS[line - 1], PLACES[line - 1], digest)


def span(line: int, words: str) -> Span:
    start = LINES[line - 1].index(words)
    return Span(start, start + len(words))


def mention(line: int, entity: EntityRef, name: str) -> Mention:
    return Mention(name, entity.kind, (span(line, name),), entity, "test")


def says(
    line: int,
    subject: EntityRef,
    predicate: Predicate,
    target: EntityRef,
    words: str,
    strength: Strength | None = None,
) -> Statement:
    return Statement(
        subject,
        predicate,
        target,
        subject.name,
        target.name,
        span(line, words),
        words[:2],
        "test",
        strength=strength,
    )


def province() -> ClauseReading:
    aim, key = "以沈阳、大连为重点发展高档数控机床", Strength.KEY
    return ClauseReading(
        clause(2),
        mentions=(mention(2, FIRM, "沈阳机床"), mention(2, SPINDLE, "电主轴")),
        statements=(
            says(2, SHENYANG, Predicate.PROMOTES, TOOLS, aim, key),
            says(2, DALIAN, Predicate.PROMOTES, TOOLS, aim, key),
            says(2, TOOLS, Predicate.RELIES_ON, FIRM, "依托沈阳机床"),
            says(2, TOOLS, Predicate.RELIES_ON, OTHER_FIRM, "依托沈阳机床、大连机床"),
            says(2, FIRM, Predicate.LOCATED_IN, SHENYANG, "沈阳机床"),
            says(2, OTHER_FIRM, Predicate.LOCATED_IN, DALIAN, "大连机床"),
            says(2, TOOLS, Predicate.INCLUDES, SPINDLE, "重点是电主轴"),
        ),
    )


def shenyang() -> ClauseReading:
    words = "30万千瓦以下纯凝小燃煤发电机组"
    restriction = Restriction(
        SHENYANG,
        COAL,
        words,
        Mode.PHASEOUT,
        Scope.SIZE,
        span(4, f"淘汰{words}"),
        "淘汰",
        "test",
        threshold=Threshold("<", 30, "万千瓦"),
        when="到2015年底",
        kept=("供热机组",),
    )
    value = span(4, "陶瓷制品产业产值达到500亿元以上")
    return ClauseReading(
        clause(4),
        mentions=(mention(4, PARK, "法库陶瓷制品产业集群"),),
        statements=(
            says(4, PARK, Predicate.LOCATED_IN, FAKU, "法库陶瓷制品产业集群"),
            says(4, PARK, Predicate.HOSTS, CERAMICS, "法库陶瓷制品产业集群"),
        ),
        restrictions=(restriction,),
        targets=(Target("陶瓷制品产业产值", 500, "亿元", Bound.MIN, SHENYANG, value, "test", 300.5, 2020),),
    )


def chain() -> ClauseReading:
    names = ("原料", "成型", "烧成")
    stages = tuple(Stage(name, EntityRef(EntityType.PRODUCT, name)) for name in names)
    evidence = span(5, "“原料-成型-烧成”陶瓷产业链")
    return ClauseReading(
        clause(5), chains=(Chain("陶瓷产业链", stages, SHENYANG, evidence, "产业链", "test"),)
    )


def dalian() -> ClauseReading:
    said = says(7, DALIAN, Predicate.PROMOTES, TOOLS, "优先发展高档数控机床", Strength.PRIORITY)
    return ClauseReading(clause(7), statements=(said,))


def readings() -> tuple[ClauseReading, ...]:
    """The readings of all lines; those without a statement say why."""
    heading, blank = Silence.HEADING, Silence.BLANK
    silent = {n: ClauseReading(clause(n), silence=blank if n == 8 else heading) for n in (1, 3, 6, 8)}
    spoken = {2: province(), 4: shenyang(), 5: chain(), 7: dalian()}
    return tuple((silent | spoken)[line] for line in range(1, 9))


@pytest.fixture(scope="session")
def corpus() -> list[DocumentReading]:
    """The readings of the small corpus."""
    sections = (
        Section("p", "p", "", 0, "", "辽宁省工业指导意见", 1, 8, "辽宁省"),
        Section("p.1", "p", "p", 1, "一、", "沈阳市", 3, 5, "沈阳市"),
        Section("p.2", "p", "p", 1, "二、", "大连市", 6, 8, "大连市"),
    )
    document = Document(
        id="p",
        file="p.txt",
        title="辽宁省工业指导意见",
        issuer="辽宁省人民政府",
        region="辽宁省",
        date="2015-12-12",
        number="辽政发〔2015〕1号",
        status="现行",
        effective="",
        expires="",
        replaced_by="",
        horizon="2020",
        encoding="utf-8",
        sections=sections,
        clauses=tuple(each.clause for each in readings()),
    )
    return [DocumentReading(document, readings())]


@pytest.fixture(scope="session")
def graph_file(corpus: list[DocumentReading], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small corpus as a build folder's graph."""
    path = tmp_path_factory.mktemp("build") / "graph.nq"
    write_nquads(quads(corpus), path)
    return path


@pytest.fixture(scope="session")
def graph(graph_file: Path) -> Repository:
    return open_store(graph_file.parent)
