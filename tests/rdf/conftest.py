"""Readings made by hand: two small papers with every family of assertion."""

from __future__ import annotations

from dataclasses import replace

import pytest
import reading_makers as make

from kg.model import (
    Annex,
    Bound,
    Citation,
    ClauseReading,
    DocumentReading,
    EntityRef,
    Mention,
    Mode,
    Predicate,
    Scope,
    Silence,
    Span,
    Statement,
    Strength,
    Target,
    Threshold,
)
from kg.model import EntityType as E

LIAONING = EntityRef(E.REGION, "辽宁省", code="210000")
SHENYANG = EntityRef(E.REGION, "沈阳市", rule="suffix:市", code="210100")
LIAOYANG = EntityRef(E.REGION, "辽阳市", code="211000")
DALIAN = EntityRef(E.REGION, "大连市", code="210200")
BUREAU = EntityRef(E.AGENCY, "辽宁省科技厅", rule="qualifier:辽宁省")
(COAST,) = make.entities(E.REGION, "沿海经济带")
TOOLS, STEEL, ROBOTS = make.entities(E.INDUSTRY, "高档数控机床", "钢铁", "机器人产业")
ALUMINIUM, SPINDLE, UNITS = make.entities(E.PRODUCT, "电解铝", "电主轴", "纯凝小燃煤发电机组")
GANGUE, BRICK = make.entities(E.PRODUCT, "煤矸石", "煤矸石砖")
PARK, BASE = make.entities(E.PARK, "沈阳机器人产业园", "大连高技术船舶产业基地")
(WORKS,) = make.entities(E.ENTERPRISE, "沈阳机床")
(PROJECT,) = make.entities(E.PROJECT, "沈阳机床数控基地")
(INSTITUTE,) = make.entities(E.INSTITUTION, "601所")
(MADE_IN_CHINA,) = make.entities(E.POLICY, "中国制造2025")

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


def mention(text: str, words: str, entity: EntityRef) -> Mention:
    return make.mention(text, entity, words, "gazetteer")


def statement(
    text: str, subject: EntityRef, rel: Predicate, other: EntityRef | None, **more: object
) -> Statement:
    return make.statement(
        subject, rel, other, **{"evidence": Span(2, len(text)), "rule": "promotion.verb", **more}
    )


def promoting(doc: str, line: int) -> ClauseReading:
    text = TEXTS[2]
    at = make.clause(text, "沈阳市", doc=doc, line=line, section=f"{doc}.1")
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
                evidence=make.span(text, "重点发展高档数控机床"),
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
    at = make.clause(text, "辽宁省", doc=doc, line=line, section=f"{doc}.1")
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
    at = make.clause(text, "辽阳市", doc=doc, line=line, section=f"{doc}.2")
    caps = make.restriction(
        LIAOYANG, STEEL, Mode.PROHIBIT, Scope.NEW_CAPACITY, make.span(text, "严禁钢铁新增产能")
    )
    ban = make.restriction(
        LIAOYANG, ALUMINIUM, Mode.PROHIBIT, Scope.WHOLE, make.span(text, "禁止电解铝"), cue="禁止"
    )
    phaseout = make.restriction(
        LIAOYANG,
        UNITS,
        Mode.PHASEOUT,
        Scope.SIZE,
        make.span(text, "到2015年底淘汰30万千瓦及以下机组"),
        object_name="30万千瓦及以下机组",
        cue="淘汰",
        threshold=Threshold("<=", 30, "万千瓦"),
        when="到2015年底",
        kept=("热电联产机组",),
    )
    return ClauseReading(at, restrictions=(caps, ban, phaseout))


def aiming(doc: str, line: int) -> ClauseReading:
    text = TEXTS[6]
    at = make.clause(text, "辽阳市", doc=doc, line=line, section=f"{doc}.2", year=2020)
    evidence = make.span(text, "原铝-铝加工-铝应用铝产业链")
    return ClauseReading(
        at,
        chains=(make.chain("铝产业链", ("原铝", "铝加工", "铝应用"), LIAOYANG, evidence),),
        targets=(
            Target(
                "贡献率",
                65.0,
                "%",
                Bound.MIN,
                LIAONING,
                make.span(text, "由59%提高到65%以上"),
                "target.from-to",
                baseline=59.0,
                year=2020,
            ),
        ),
    )


def distributing(doc: str, line: int) -> ClauseReading:
    text = TEXTS[8]
    at = make.clause(text, "辽宁省", doc=doc, line=line)
    head = make.span(text, "高技术船舶产业基地")
    base = Mention(BASE.name, E.PARK, (make.span(text, "大连"), head), "coordination", entity=BASE)
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
    makers = {3: promoting, 4: leading, 6: restricting, 7: aiming, 9: distributing}
    readings = tuple(
        makers[line](doc, line)
        if line in makers
        else ClauseReading(
            make.clause(text, "辽宁省", doc=doc, line=line, heading=text.strip()[2:]), silence=silent[line]
        )
        for line, text in enumerate(TEXTS, 1)
    )
    citations = (
        Citation("中国制造2025", "国发〔2015〕28号", 4, make.span(TEXTS[3], "《中国制造2025》")),
        Citation("机床意见", "", 1, Span(0, 2)),
    )
    return make.paper(
        doc,
        title,
        readings,
        (("重点产业", 2, 4, "辽宁省"), ("限制", 5, 7, "辽阳市")),
        date=date,
        number="辽政发〔2015〕1号",
        effective="2015-08-01",
        horizon="2015-2020",
        citations=citations,
        annexes=(Annex("附件1", "任务分工", 9, False),),
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
