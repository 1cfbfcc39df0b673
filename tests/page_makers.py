"""A small graph of real records with hostile names, and what a browser test sees of a page."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path

import reading_makers as make
from playwright.sync_api import Page

from kg.model import (
    Clause,
    ClauseReading,
    DocumentReading,
    EntityRef,
    EntityType,
    Mode,
    Predicate,
    Scope,
    Span,
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


def clause(line: int, text: str, region: str) -> Clause:
    return make.clause(text, region, doc=DOC, line=line, section=f"{DOC}.1")


def states(
    text: str, subject: EntityRef, predicate: Predicate, target: EntityRef, cue: str = "发展"
) -> Statement:
    at = text.find(target.name)
    span = Span(max(at - 2, 0), at + len(target.name)) if at >= 0 else Span(0, len(text))
    return make.statement(subject, predicate, target, span, cue=cue)


def documents() -> list[DocumentReading]:
    """Return one paper with two cities, a restriction, a chain and the hostile names."""
    city, other = make.entities(EntityType.REGION, CITY, OTHER)
    robots, steel = make.entities(EntityType.INDUSTRY, "智能机器人", "钢铁")
    (firm,) = make.entities(EntityType.ENTERPRISE, "沈阳新松机器人")
    (servo,) = make.entities(EntityType.PRODUCT, "伺服电机")
    first = "大力发展智能机器人，依托沈阳新松机器人，重点开发伺服电机。"
    second = "严禁新增产能：钢铁。"
    third = "发展钢铁，延伸矿石、冶炼、加工产业链。"
    fourth = "发展" + "、".join(HOSTILE) + "。"
    links = ("矿石", "冶炼", "加工")
    ores = make.entities(EntityType.PRODUCT, *links)
    hostile = make.entities(EntityType.PRODUCT, *HOSTILE)
    cap = make.restriction(city, steel, Mode.PROHIBIT, Scope.NEW_CAPACITY, Span(0, 9))
    readings = (
        ClauseReading(
            clause(1, first, CITY),
            tuple(make.mention(first, ref) for ref in (robots, firm, servo)),
            (
                states(first, city, Predicate.PROMOTES, robots),
                states(first, robots, Predicate.RELIES_ON, firm, "依托"),
                states(first, robots, Predicate.INCLUDES, servo, "重点开发"),
                states(first, firm, Predicate.LOCATED_IN, city, ""),
            ),
        ),
        ClauseReading(
            clause(2, second, CITY),
            (make.mention(second, steel),),
            restrictions=(cap,),
        ),
        ClauseReading(
            clause(3, third, OTHER),
            (make.mention(third, steel), *(make.mention(third, ore) for ore in ores)),
            (states(third, other, Predicate.PROMOTES, steel),),
            chains=(make.chain("钢铁产业链", links, other, Span(5, 18)),),
        ),
        ClauseReading(
            clause(4, fourth, CITY),
            tuple(make.mention(fourth, ref) for ref in hostile),
            tuple(states(fourth, city, Predicate.PROMOTES, ref) for ref in hostile),
        ),
    )
    chapter = ("工业</title><script>window.pwned=6</script>", 1, 4, CITY)
    title = "关于<b>产业</b>的“规划”"
    return [make.paper(DOC, title, readings, (chapter,), heading="规划", date="2015-07-26")]


def robots() -> list[DocumentReading]:
    """Return one paper in which 沈阳 names links of the robot chain, 鞍山 one, and sensors are wanting."""
    city, other = make.entities(EntityType.REGION, CITY, OTHER)
    (chain,) = make.entities(EntityType.INDUSTRY, "智能机器人")
    (firm,) = make.entities(EntityType.ENTERPRISE, "沈阳新松机器人")
    *parts, sensor, reducer = make.entities(
        EntityType.PRODUCT, "伺服电机", "控制器", "智能传感器", "精密减速器"
    )
    first = "大力发展智能机器人，依托沈阳新松机器人，重点开发伺服电机、控制器。"
    second = "智能传感器严重依靠进口。"
    third = "发展精密减速器。"
    readings = (
        ClauseReading(
            clause(1, first, CITY),
            tuple(make.mention(first, ref) for ref in (chain, firm, *parts)),
            (
                states(first, city, Predicate.PROMOTES, chain),
                states(first, chain, Predicate.RELIES_ON, firm, "依托"),
                *(states(first, chain, Predicate.INCLUDES, part, "重点开发") for part in parts),
            ),
        ),
        ClauseReading(
            clause(2, second, CITY),
            (make.mention(second, sensor),),
            (states(second, chain, Predicate.INCLUDES, sensor),),
        ),
        ClauseReading(
            clause(3, third, OTHER),
            (make.mention(third, reducer),),
            (states(third, other, Predicate.PROMOTES, reducer),),
        ),
    )
    return [
        DocumentReading(
            replace(documents()[0].document, clauses=tuple(reading.clause for reading in readings)), readings
        )
    ]


@dataclass
class Visit:
    """A page that is open, and everything that went wrong or left it."""

    page: Page
    problems: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, page: Page) -> Visit:
        """Listen to a page from now on."""
        seen = cls(page)
        page.on("request", lambda request: seen.requests.append(request.url))
        page.on("requestfailed", lambda request: seen.problems.append(f"failed: {request.url}"))
        page.on("pageerror", lambda error: seen.problems.append(f"error: {error}"))
        page.on(
            "console",
            lambda message: (
                seen.problems.append(f"{message.type}: {message.text}")
                if message.type in {"error", "warning"}
                else None
            ),
        )
        return seen

    def check(self) -> None:
        """Fail on any console error, failed request, request that left the page, or script from a name."""
        assert self.outside() == []
        assert self.problems == []
        assert not self.page.is_closed() and self.page.evaluate("window.pwned") is None

    def outside(self) -> list[str]:
        return [url for url in self.requests if not url.startswith(("file:", "data:", "blob:"))]

    def open(self, path: Path, fragment: str = "") -> Page:
        self.page.goto(path.as_uri() + fragment)
        self.page.wait_for_function("!document.getElementById('kg-data') || window.KG_READY")
        return self.page
