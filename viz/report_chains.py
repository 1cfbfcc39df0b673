# ruff: noqa: E501 - captions are whole sentences
"""The sections of a report on chains: who has which link, and what is missing."""

from __future__ import annotations

from collections.abc import Sequence

from kg.analysis.chain_gaps import ChainReport, Level
from kg.analysis.reference import reference_chains
from kg.analysis.results import GRADE_WORDS
from kg.viz.report_material import Material
from kg.viz.report_model import Block, Cell, ChainBox, Grid, LinkBox, Section, Words

_ROWS = 30
_LEVELS = {Level.CARRIED: "●", Level.WANTED: "◐", Level.NAMED: "○", Level.HELD: "×", Level.ABSENT: ""}
_LEGEND = (
    ("● 有企业、园区或项目", "carried by a firm, park or project"),
    ("◐ 主张发展", "wanted"),
    ("○ 提及", "named"),
    ("× 只见限制", "only held back"),
    ("缺 文件未提及", "not named in the papers"),
)


def chains(m: Material) -> Section:
    """Return chain diagrams: for a city link by link, for all a matrix a chain."""
    blocks: list[Block] = []
    if m.city:
        blocks += [_diagram(m, report) for report in m.reports if report.city == m.city]
    else:
        for chain in reference_chains():
            reports = [report for report in m.reports if report.chain.id == chain.id]
            if reports:
                blocks.append(_matrix(m, reports))
    return Section("chains", "产业链：谁有哪一环", "Chains, link by link", tuple(blocks))


def _diagram(m: Material, report: ChainReport) -> ChainBox:
    missing = {gap.link: gap for gap in report.gaps}
    links = []
    for link, one in zip(report.chain.links, report.coverage, strict=True):
        gap = missing.get(link.name)
        near = f"{m.name(gap.nearest)} {gap.kilometres:.0f} km" if gap and gap.kilometres is not None else ""
        links.append(
            LinkBox(
                *(link.name, link.name_en, link.stage, one.level, gap.grade if gap else ""),
                "、".join(m.name(carrier) for carrier in one.carriers[:3]),
                near,
                m.notes.of(one.quote, gap.quote if gap else None, gap.nearest_quote if gap else None),
            )
        )
    return ChainBox(report.chain.name, report.chain.name_en, tuple(links))


def _matrix(m: Material, reports: Sequence[ChainReport]) -> Grid:
    chain = reports[0].chain
    rows = []
    for place, link in enumerate(chain.links):
        cells = [Cell(link.name, title=link.source)]
        for report in reports:
            one = report.coverage[place]
            gap = next((gap for gap in report.gaps if gap.link == link.name), None)
            if gap:
                cells.append(Cell("缺", tone=f"gap-{gap.grade}", title=GRADE_WORDS[gap.grade]))
            else:
                mark = _LEVELS[one.level] + ("¹" if one.single else "")
                names = "、".join(m.name(carrier) for carrier in one.carriers)
                cells.append(Cell(mark, tone=f"level-{one.level}", title=names))
        rows.append(tuple(cells))
    return Grid(
        f"{chain.name}产业链：各环节在各市文件中的着落（¹ 只有一家承担）",
        f"{chain.name_en}: each link in the papers of each city (¹ one carrier only)",
        ("环节", *(m.short(report.city) for report in reports)),
        tuple(rows),
        dense=True,
        legend=_LEGEND,
    )


def missing(m: Material) -> Section:
    """Return the gaps, surest first, with quotes."""
    names = {chain.id: chain.name for chain in reference_chains()}
    rows = [gap for gap in m.gaps if (not m.city or gap.place == m.city)]
    own = [gap for gap in rows if gap.quote is not None and not gap.link]
    linked = [gap for gap in rows if gap.link]
    said = tuple(
        (
            Cell(GRADE_WORDS[gap.grade], tone=f"gap-{gap.grade}"),
            Cell(m.name(gap.place)),
            Cell(names.get(gap.chain, "") or "、".join(m.name(one) for one in gap.about[:3])),
            Cell("、".join(m.name(one) for one in gap.about[:4]), m.notes.of(gap.quote)),
        )
        for gap in own[:_ROWS]
    )
    absent = tuple(
        (
            Cell(GRADE_WORDS[gap.grade], tone=f"gap-{gap.grade}"),
            Cell(m.name(gap.place)),
            Cell(f"{names[gap.chain]}·{gap.link}", m.notes.of(gap.quote)),
            Cell(
                f"{m.name(gap.nearest)}（{gap.kilometres:.0f} km）" if gap.kilometres is not None else "—",
                m.notes.of(gap.nearest_quote),
            ),
        )
        for gap in linked[: None if m.city else _ROWS]
    )
    words = Words(
        "“文件未提及”不等于当地没有。等级：自述（文件自己说缺）＞意向（文件要延伸、完善）＞结构性（产业链确有此环）＞推断（仅凭编者判断有此环）。",
        "“Not named in the papers” does not mean that the place has none. Grades: stated (the paper says that it "
        "lacks it) > intended (the paper wants the chain longer) > structural (the chain has the link) > "
        "inferred (only the editor says so).",
    )
    blocks: list[Block] = [words]
    if said:
        blocks.append(
            Grid(
                "文件自己说的短板和延链意向",
                "What the papers themselves say is wanting",
                ("等级 grade", "地方 place", "产业链 chain", "所涉 about"),
                said,
            )
        )
    if absent:
        blocks.append(
            Grid(
                f"文件未提及的环节（共 {len(linked)} 处，列 {len(absent)} 处）及最近的有此环节的城市",
                f"Links that the papers do not name ({len(absent)} of {len(linked)}) and the nearest city that has them",
                ("等级 grade", "城市 city", "环节 link", "最近 nearest"),
                absent,
            )
        )
    return Section("gaps", "缺什么", "What is missing", tuple(blocks))
