"""A small graph of real records with hostile names, and what a browser test sees of a page."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Page

from kg.model import (
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
    Span,
    Stage,
    Statement,
)

HOSTILE = (
    "<script>window.pwned=1</script>",
    "</script><script>window.pwned=2</script>",
    "\"><img src=x onerror='window.pwned=3'>",
    "javascript:window.pwned=4",
    "'；alert(1)//`${window.pwned=5}`",
    "🚀火箭👩‍🔬",
    "שלום עולם",
    "\u202eRTL反转",
    "超长名称" * 1250,
)
"""Names that must stay text wherever they are shown."""

DOC = "plan-2015"
CITY = "沈阳市"
OTHER = "鞍山市"


def entity(kind: EntityType, name: str) -> EntityRef:
    return EntityRef(kind, name)


def clause(line: int, text: str, region: str) -> Clause:
    digest = hashlib.sha256(text.encode()).hexdigest()[:16]
    return Clause(DOC, line, text, f"{DOC}.1", region, digest)


def mention(text: str, ref: EntityRef) -> Mention:
    at = text.index(ref.name)
    return Mention(ref.name, ref.kind, (Span(at, at + len(ref.name)),), ref, "test")


def states(
    text: str, subject: EntityRef, predicate: Predicate, target: EntityRef, cue: str = "发展"
) -> Statement:
    at = text.find(target.name)
    span = Span(max(at - 2, 0), at + len(target.name)) if at >= 0 else Span(0, len(text))
    return Statement(subject, predicate, target, subject.name, target.name, span, cue, "test")


def documents() -> list[DocumentReading]:
    """Return one paper with two cities, a restriction, a chain and the hostile names."""
    city, other = entity(EntityType.REGION, CITY), entity(EntityType.REGION, OTHER)
    robots = entity(EntityType.INDUSTRY, "智能机器人")
    firm = entity(EntityType.ENTERPRISE, "沈阳新松机器人")
    servo = entity(EntityType.PRODUCT, "伺服电机")
    steel = entity(EntityType.INDUSTRY, "钢铁")
    first = "大力发展智能机器人，依托沈阳新松机器人，重点开发伺服电机。"
    second = "严禁新增产能：钢铁。"
    third = "发展钢铁，延伸矿石、冶炼、加工产业链。"
    fourth = "发展" + "、".join(HOSTILE) + "。"
    ores = [entity(EntityType.PRODUCT, name) for name in ("矿石", "冶炼", "加工")]
    hostile = [entity(EntityType.PRODUCT, name) for name in HOSTILE]
    readings = (
        ClauseReading(
            clause(1, first, CITY),
            tuple(mention(first, ref) for ref in (robots, firm, servo)),
            (
                states(first, city, Predicate.PROMOTES, robots),
                states(first, robots, Predicate.RELIES_ON, firm, "依托"),
                states(first, robots, Predicate.INCLUDES, servo, "重点开发"),
                states(first, firm, Predicate.LOCATED_IN, city, ""),
            ),
        ),
        ClauseReading(
            clause(2, second, CITY),
            (mention(second, steel),),
            restrictions=(
                Restriction(
                    city, steel, "钢铁", Mode.PROHIBIT, Scope.NEW_CAPACITY, Span(0, 9), "严禁", "test"
                ),
            ),
        ),
        ClauseReading(
            clause(3, third, OTHER),
            (mention(third, steel), *(mention(third, ore) for ore in ores)),
            (states(third, other, Predicate.PROMOTES, steel),),
            chains=(
                Chain(
                    "钢铁产业链",
                    tuple(Stage(ore.name, ore) for ore in ores),
                    other,
                    Span(5, 18),
                    "产业链",
                    "test",
                ),
            ),
        ),
        ClauseReading(
            clause(4, fourth, CITY),
            tuple(mention(fourth, ref) for ref in hostile),
            tuple(states(fourth, city, Predicate.PROMOTES, ref) for ref in hostile),
        ),
    )
    sections = (
        Section(DOC, DOC, "", 0, "", "规划", 1, 4, "辽宁省"),
        Section(f"{DOC}.1", DOC, DOC, 1, "一、", "工业</title><script>window.pwned=6</script>", 1, 4, CITY),
    )
    paper = Document(
        id=DOC,
        file=f"{DOC}.txt",
        title="关于<b>产业</b>的“规划”",
        issuer="辽宁省人民政府",
        region="辽宁省",
        date="2015-07-26",
        number="",
        status="",
        effective="",
        expires="",
        replaced_by="",
        horizon="",
        encoding="utf-8",
        sections=sections,
        clauses=tuple(reading.clause for reading in readings),
    )
    return [DocumentReading(paper, readings)]


@dataclass
class Visit:
    """A page that is open, and everything that went wrong or left it."""

    page: Page
    problems: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def outside(self) -> list[str]:
        return [url for url in self.requests if not url.startswith(("file:", "data:", "blob:"))]

    def open(self, path: Path, fragment: str = "") -> Page:
        self.page.goto(path.as_uri() + fragment)
        self.page.wait_for_function("!document.getElementById('kg-data') || window.KG_READY")
        return self.page
