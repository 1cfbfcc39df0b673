"""Readings made by hand: two small papers with every family of assertion."""

from __future__ import annotations

import hashlib
import unicodedata
from dataclasses import replace

import pytest

from kg.model import (
    Annex,
    Bound,
    Chain,
    Citation,
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

E = EntityType
LIAONING = EntityRef(E.REGION, "辽宁省", code="210000")
SHENYANG = EntityRef(E.REGION, "沈阳市", rule="suffix:市", code="210100")
LIAOYANG = EntityRef(E.REGION, "辽阳市", code="211000")
COAST = EntityRef(E.REGION, "沿海经济带")
DALIAN = EntityRef(E.REGION, "大连市", code="210200")
TOOLS = EntityRef(E.INDUSTRY, "高档数控机床")
STEEL = EntityRef(E.INDUSTRY, "钢铁")
ALUMINIUM = EntityRef(E.PRODUCT, "电解铝")
SPINDLE = EntityRef(E.PRODUCT, "电主轴")
WORKS = EntityRef(E.ENTERPRISE, "沈阳机床")
PARK = EntityRef(E.PARK, "沈阳机器人产业园")
BASE = EntityRef(E.PARK, "大连高技术船舶产业基地")
ROBOTS = EntityRef(E.INDUSTRY, "机器人产业")
BUREAU = EntityRef(E.AGENCY, "辽宁省科技厅", rule="qualifier:辽宁省")
PROJECT = EntityRef(E.PROJECT, "沈阳机床数控基地")
INSTITUTE = EntityRef(E.INSTITUTION, "601所")
MADE_IN_CHINA = EntityRef(E.POLICY, "中国制造2025")
GANGUE = EntityRef(E.PRODUCT, "煤矸石")
BRICK = EntityRef(E.PRODUCT, "煤矸石砖")

TEXTS = (
    "关于数控机床的意见",
    "　　一、重点产业",
    "　　重点发展高档数控机床，依托沈阳机床、601所，加快电主轴产业化，建设沈阳机器人产业园。",
    "　　落实《中国制造2025》（国发〔2015〕28号）。煤矸石制砖。（省科技厅牵头）",
    "　　二、限制",
    "　　严禁钢铁新增产能，禁止电解铝，到2015年底淘汰30万千瓦及以下机组。",
    "　　打造原铝-铝加工-铝应用铝产业链。到2020年贡献率由59%提高到65%以上。",
    "",
    "　　建设大连、盘锦高技术船舶产业基地。沿海经济带积极发展机器人产业。",
)


def span(text: str, words: str) -> Span:
    start = text.index(words)
    return Span(start, start + len(words))


def clause(doc: str, line: int, text: str, section: str, region: str, **more: object) -> Clause:
    folded = "".join(unicodedata.normalize("NFKC", text).split())
    digest = hashlib.sha256(folded.encode()).hexdigest()[:16]
    return Clause(doc, line, text, section, region, digest, **more)  # type: ignore[arg-type]


def mention(text: str, words: str, entity: EntityRef) -> Mention:
    return Mention(words, entity.kind, (span(text, words),), entity, "gazetteer")


def statement(text: str, subject: EntityRef, rel: Predicate, other: EntityRef | None, **more: object):
    kept = {"evidence": Span(2, len(text)), "cue": "发展", "rule": "promotion.verb", **more}
    name = other.name if other else "SECTION"
    return Statement(subject, rel, other, subject.name, name, **kept)  # type: ignore[arg-type]


def promoting(doc: str, line: int) -> ClauseReading:
    text = TEXTS[2]
    at = clause(doc, line, text, f"{doc}.1", "沈阳市")
    return ClauseReading(
        at,
        mentions=(
            mention(text, "高档数控机床", TOOLS),
            mention(text, "沈阳机床", WORKS),
            mention(text, "601所", INSTITUTE),
            mention(text, "电主轴", SPINDLE),
            mention(text, "沈阳机器人产业园", PARK),
        ),
        statements=(
            statement(
                text,
                SHENYANG,
                Predicate.PROMOTES,
                TOOLS,
                evidence=span(text, "重点发展高档数控机床"),
                strength=Strength.KEY,
                when="近期",
            ),
            statement(text, TOOLS, Predicate.RELIES_ON, WORKS, cue="依托"),
            statement(text, TOOLS, Predicate.RELIES_ON, INSTITUTE, cue="依托"),
            statement(text, TOOLS, Predicate.INCLUDES, SPINDLE),
            statement(text, WORKS, Predicate.LOCATED_IN, SHENYANG),
            statement(text, WORKS, Predicate.UNDERTAKES, PROJECT),
            statement(text, PARK, Predicate.LOCATED_IN, SHENYANG),
            statement(text, PARK, Predicate.HOSTS, ROBOTS),
        ),
    )


def leading(doc: str, line: int) -> ClauseReading:
    text = TEXTS[3]
    at = clause(doc, line, text, f"{doc}.1", "辽宁省")
    return ClauseReading(
        at,
        mentions=(mention(text, "中国制造2025", MADE_IN_CHINA), mention(text, "省科技厅", BUREAU)),
        statements=(
            statement(text, BUREAU, Predicate.LEADS, None, cue="牵头"),
            statement(text, BRICK, Predicate.USES_INPUT, GANGUE, cue="制"),
        ),
    )


def restricting(doc: str, line: int) -> ClauseReading:
    text = TEXTS[5]
    at = clause(doc, line, text, f"{doc}.2", "辽阳市")
    whole = span(text, "严禁钢铁新增产能")
    units = EntityRef(E.PRODUCT, "纯凝小燃煤发电机组")
    return ClauseReading(
        at,
        restrictions=(
            Restriction(
                LIAOYANG, STEEL, "钢铁", Mode.PROHIBIT, Scope.NEW_CAPACITY, whole, "严禁", "restriction.cue"
            ),
            Restriction(
                LIAOYANG,
                ALUMINIUM,
                "电解铝",
                Mode.PROHIBIT,
                Scope.WHOLE,
                span(text, "禁止电解铝"),
                "禁止",
                "restriction.cue",
            ),
            Restriction(
                LIAOYANG,
                units,
                "30万千瓦及以下机组",
                Mode.PHASEOUT,
                Scope.SIZE,
                span(text, "到2015年底淘汰30万千瓦及以下机组"),
                "淘汰",
                "restriction.cue",
                threshold=Threshold("<=", 30, "万千瓦"),
                when="到2015年底",
                kept=("热电联产机组",),
            ),
        ),
    )


def aiming(doc: str, line: int) -> ClauseReading:
    text = TEXTS[6]
    at = clause(doc, line, text, f"{doc}.2", "辽阳市", year=2020)
    names = ("原铝", "铝加工", "铝应用")
    return ClauseReading(
        at,
        chains=(
            Chain(
                "铝产业链",
                tuple(Stage(name, EntityRef(E.PRODUCT, name)) for name in names),
                LIAOYANG,
                span(text, "原铝-铝加工-铝应用铝产业链"),
                "产业链",
                "chain.order",
            ),
        ),
        targets=(
            Target(
                "贡献率",
                65.0,
                "%",
                Bound.MIN,
                LIAONING,
                span(text, "由59%提高到65%以上"),
                "target.from-to",
                baseline=59.0,
                year=2020,
            ),
        ),
    )


def distributing(doc: str, line: int) -> ClauseReading:
    text = TEXTS[8]
    at = clause(doc, line, text, doc, "辽宁省")
    head = span(text, "高技术船舶产业基地")
    base = Mention(BASE.name, E.PARK, (span(text, "大连"), head), BASE, "coordination")
    return ClauseReading(
        at,
        mentions=(base, mention(text, "沿海经济带", COAST), mention(text, "机器人产业", ROBOTS)),
        statements=(
            statement(text, BASE, Predicate.LOCATED_IN, DALIAN),
            statement(text, COAST, Predicate.PROMOTES, ROBOTS, strength=Strength.ACTIVE),
        ),
    )


def paper(doc: str, title: str, date: str) -> DocumentReading:
    """Return a reading of the nine lines of TEXTS."""
    silent = {1: Silence.FORMAL, 2: Silence.HEADING, 5: Silence.HEADING, 8: Silence.BLANK}
    sections = (
        Section(doc, doc, "", 0, "", title, 1, 9, "辽宁省"),
        Section(f"{doc}.1", doc, doc, 1, "一、", "重点产业", 2, 4, "辽宁省"),
        Section(f"{doc}.2", doc, doc, 1, "二、", "限制", 5, 7, "辽阳市"),
    )
    makers = {3: promoting, 4: leading, 6: restricting, 7: aiming, 9: distributing}
    readings = tuple(
        makers[line](doc, line)
        if line in makers
        else ClauseReading(
            clause(doc, line, text, doc, "辽宁省", heading=text.strip()[2:]), silence=silent[line]
        )
        for line, text in enumerate(TEXTS, 1)
    )
    return DocumentReading(
        Document(
            id=doc,
            file=f"{doc}.txt",
            title=title,
            issuer="辽宁省人民政府",
            region="辽宁省",
            date=date,
            number="辽政发〔2015〕1号",
            status="",
            effective="2015-08-01",
            expires="",
            replaced_by="",
            horizon="2015-2020",
            encoding="utf-8",
            sections=sections,
            clauses=tuple(reading.clause for reading in readings),
            citations=(
                Citation("中国制造2025", "国发〔2015〕28号", 4, span(TEXTS[3], "《中国制造2025》")),
                Citation("机床意见", "", 1, Span(0, 2)),
            ),
            annexes=(Annex("附件1", "任务分工", 9, False),),
        ),
        readings,
    )


@pytest.fixture(scope="session")
def readings() -> list[DocumentReading]:
    return [paper("tools-2015", "机床意见", "2015-07-26"), paper("layout-2015", "布局意见", "2015-12-12")]


@pytest.fixture
def shuffled(readings: list[DocumentReading]) -> list[DocumentReading]:
    """The same readings in another order, and the records of each clause in another order too."""
    return [
        replace(
            read,
            readings=tuple(
                replace(
                    one,
                    mentions=one.mentions[::-1],
                    statements=one.statements[::-1],
                    restrictions=one.restrictions[::-1],
                )
                for one in read.readings[::-1]
            ),
        )
        for read in readings[::-1]
    ]
