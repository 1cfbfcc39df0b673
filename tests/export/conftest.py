"""A small corpus by hand, built by the real builder: a province's clause about two cities, and their own."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
import reading_makers as make
from pyoxigraph import Quad

from kg import model
from kg.export import FORMATS, Selection, Subgraph, export, take
from kg.export.projection import Projection, project
from kg.model import Clause, ClauseReading, DocumentReading, Silence, Span, Statement, Strength
from kg.model import EntityRef as Ref
from kg.model import EntityType as Kind
from kg.model import Predicate as Says
from kg.rdf.builder import quads
from kg.rdf.serialize import write_nquads
from kg.store import Repository, open_store

LIAONING = Ref(Kind.REGION, "辽宁省", code="210000")
SHENYANG = Ref(Kind.REGION, "沈阳市", code="210100")
DALIAN = Ref(Kind.REGION, "大连市", code="210200")
FAKU = Ref(Kind.REGION, "法库县", code="210124")
TOOLS, CERAMICS = make.entities(Kind.INDUSTRY, "高档数控机床", "陶瓷制品")
SPINDLE, COAL = make.entities(Kind.PRODUCT, "电主轴", "纯凝小燃煤发电机组")
FIRM, OTHER_FIRM = make.entities(Kind.ENTERPRISE, "沈阳机床", "大连机床")
(PARK,) = make.entities(Kind.PARK, "法库陶瓷制品产业集群")

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
    return make.clause(LINES[line - 1], PLACES[line - 1], doc="p", line=line, section=SECTIONS[line - 1])


def span(line: int, words: str) -> Span:
    return make.span(LINES[line - 1], words)


def says(
    line: int, subject: Ref, predicate: Says, target: Ref, words: str, strength: Strength | None = None
) -> Statement:
    return make.statement(subject, predicate, target, span(line, words), cue=words[:2], strength=strength)


def province() -> ClauseReading:
    aim, key = "以沈阳、大连为重点发展高档数控机床", Strength.KEY
    return ClauseReading(
        clause(2),
        mentions=(make.mention(LINES[1], FIRM), make.mention(LINES[1], SPINDLE)),
        statements=(
            says(2, SHENYANG, Says.PROMOTES, TOOLS, aim, key),
            says(2, DALIAN, Says.PROMOTES, TOOLS, aim, key),
            says(2, TOOLS, Says.RELIES_ON, FIRM, "依托沈阳机床"),
            says(2, TOOLS, Says.RELIES_ON, OTHER_FIRM, "依托沈阳机床、大连机床"),
            says(2, FIRM, Says.LOCATED_IN, SHENYANG, "沈阳机床"),
            says(2, OTHER_FIRM, Says.LOCATED_IN, DALIAN, "大连机床"),
            says(2, TOOLS, Says.INCLUDES, SPINDLE, "重点是电主轴"),
        ),
    )


def shenyang() -> ClauseReading:
    words = "30万千瓦以下纯凝小燃煤发电机组"
    restriction = make.restriction(
        SHENYANG,
        COAL,
        model.Mode.PHASEOUT,
        model.Scope.SIZE,
        span(4, f"淘汰{words}"),
        object_name=words,
        cue="淘汰",
        threshold=model.Threshold("<", 30, "万千瓦"),
        when="到2015年底",
        kept=("供热机组",),
    )
    value = span(4, "陶瓷制品产业产值达到500亿元以上")
    bound = model.Bound.MIN
    aim = model.Target("陶瓷制品产业产值", 500, "亿元", bound, SHENYANG, value, "test", 300.5, 2020)
    return ClauseReading(
        clause(4),
        mentions=(make.mention(LINES[3], PARK),),
        statements=(
            says(4, PARK, Says.LOCATED_IN, FAKU, "法库陶瓷制品产业集群"),
            says(4, PARK, Says.HOSTS, CERAMICS, "法库陶瓷制品产业集群"),
        ),
        restrictions=(restriction,),
        targets=(aim,),
    )


def chain() -> ClauseReading:
    evidence = span(5, "“原料-成型-烧成”陶瓷产业链")
    made = make.chain("陶瓷产业链", ("原料", "成型", "烧成"), SHENYANG, evidence)
    return ClauseReading(clause(5), chains=(made,))


def dalian() -> ClauseReading:
    said = says(7, DALIAN, Says.PROMOTES, TOOLS, "优先发展高档数控机床", Strength.PRIORITY)
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
    facts = {"date": "2015-12-12", "number": "辽政发〔2015〕1号", "status": "现行", "horizon": "2020"}
    chapters = (("沈阳市", 3, 5, "沈阳市"), ("大连市", 6, 8, "大连市"))
    return [make.paper("p", "辽宁省工业指导意见", readings(), chapters, **facts)]


@pytest.fixture(scope="session")
def graph_file(corpus: list[DocumentReading], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small corpus as a build folder's graph."""
    path = tmp_path_factory.mktemp("build") / "graph.nq"
    write_nquads(quads(corpus), path)
    return path


@pytest.fixture(scope="session")
def graph(graph_file: Path) -> Repository:
    return open_store(graph_file.parent)


@pytest.fixture(scope="session")
def whole(graph: Repository) -> frozenset[Quad]:
    """Every quad of the graph."""
    return frozenset(graph.match())


@pytest.fixture(scope="session")
def subgraph(graph: Repository) -> Subgraph:
    """The part of Shenyang."""
    return take(graph, Selection("city", "沈阳市"))


@pytest.fixture(scope="session")
def projection(subgraph: Subgraph) -> Projection:
    """The part of Shenyang as nodes and edges."""
    return project(subgraph)


@pytest.fixture(scope="session")
def exported(graph: Repository, tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """Return where a city's export in a format is; it is made once, and not to be written to."""
    folder = tmp_path_factory.mktemp("exports")

    @cache
    def made(name: str, city: str) -> Path:
        path = export(graph, city=city, format=name, out=folder / f"{city}{FORMATS[name].suffix}")
        assert path is not None
        return path

    return lambda name, city="沈阳市": made(name, city)
