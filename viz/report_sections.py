# ruff: noqa: E501 - captions are whole sentences
"""The sections of a report, one function each; every row that states something quotes its words."""

from __future__ import annotations

import networkx as nx

from kg.analysis.centrality import centrality
from kg.analysis.matrix import Polarity, matrix
from kg.analysis.network import projection
from kg.analysis.papers import Change, concept_changes, in_order
from kg.analysis.reference import reference_chains
from kg.analysis.resilience import removals
from kg.analysis.resilience import robustness as curve
from kg.analysis.results import KIND_WORDS
from kg.analysis.specialisation import distinctive, likenesses, ranks, specialities, tree
from kg.analysis.tensions import Kind
from kg.viz.report_chains import chains, missing
from kg.viz.report_figures import dendrogram, robustness
from kg.viz.report_material import Material
from kg.viz.report_model import Block, Cell, Grid, Section, Words

_BARS, _ROWS = 12, 30
_EACH = 8
"""Pairs of statements shown of each kind."""
_MODES = {"prohibit": "禁", "limit": "限", "control": "控", "phaseout": "汰"}


def overview(m: Material) -> Section:
    """Return the heat map city × industry."""
    found = m.wanted
    top = float(found.counts.max()) or 1.0
    order = sorted(range(len(found.columns)), key=lambda j: (-found.counts[:, j].sum(), found.columns[j]))
    rows = []
    for j in order:
        cells = [Cell(m.name(found.columns[j]))]
        for i in range(len(found.rows)):
            number = int(found.counts[i, j])
            tone = "own" if found.rows[i] == m.city else "heat"
            cells.append(Cell(str(number) if number else "", shade=number / top, tone=tone))
        rows.append(tuple(cells))
    grid = Grid(
        "各市发展哪些产业：数字为主张发展该产业或其下位概念的条款数，色深者多。",
        "What each city promotes: clauses that want an industry or a concept below it; darker is more.",
        ("产业", *(m.short(city) for city in found.rows)),
        tuple(rows),
        dense=True,
    )
    caution = Words(
        "条款数说的是文件写了多少，不是产值、就业或企业数；篇幅长的城市数字都大，物流、旅游几乎市市都写。",
        "Clauses count what papers write, not output, jobs or firms: a long section has larger numbers "
        "everywhere, and logistics and tourism stand in nearly all.",
    )
    return Section("overview", "产业分布一览", "Cities and industries", (grid, caution))


def central(m: Material) -> Section:
    """Return bars of the best tied firms and concepts."""
    blocks: list[Block] = []
    for name, measure, kinds, zh, en in (
        (
            "firm",
            "degree",
            {"enterprise"},
            "企业：与多少产业和产品相连",
            "Firms by the industries they are tied to",
        ),
        ("typed", "betweenness", {"concept"}, "产业与产品：处在多少最短联系之间", "Concepts by betweenness"),
        ("typed", "pagerank", {"park", "project"}, "园区与项目：PageRank", "Parks and projects by PageRank"),
    ):
        found = projection(m.corpus, name)
        if m.city:
            found = _around(m, found)
        rows = [row for row in centrality(found, measures=[measure]) if row.kind in kinds][:_BARS]
        top = max((row.value for row in rows), default=0) or 1.0
        cells = tuple((Cell(row.label), Cell(f"{row.value:.4f}", bar=row.value / top)) for row in rows)
        if cells:
            blocks.append(Grid(zh, en, ("名称 name", measure), cells))
    return Section("central", "谁是中心", "Who is central", tuple(blocks))


def _around(m: Material, found: nx.Graph[str]) -> nx.Graph[str]:
    """Return what of a graph the city's own clauses support."""
    own = {clause.iri for clause in m.corpus.clauses.values() if clause.region == m.city}
    edges = [(one, other) for one, other, data in found.edges(data=True) if own & set(data["clauses"])]
    return found.edge_subgraph(edges).copy()


def apart(m: Material) -> Section:
    """Return the restriction matrix and the pairs of statements that pull apart."""
    rows = [row for row in m.tensions if not m.city or m.city in (row.promoted_in, row.restricted_in)]
    order = list(dict.fromkeys((Kind.CONTRADICTION, Kind.UPGRADE_AND_CAP, *Kind)))
    rows.sort(key=lambda row: (order.index(row.kind), row.place == "apart", row.kinship != "same"))
    shown = [row for kind in order for row in [row for row in rows if row.kind == kind][:_EACH]]
    cells = tuple(
        (
            Cell(KIND_WORDS[row.kind], tone=f"kind-{row.kind}"),
            Cell(f"{m.name(row.promoted_in)}：{m.name(row.promoted)}", m.notes.of(row.want)),
            Cell(
                f"{m.name(row.restricted_in)}：{m.name(row.restricted)}"
                + (f"（保留 {'、'.join(row.kept)}）" if row.kept else ""),
                m.notes.of(row.hold),
            ),
            Cell(row.when),
        )
        for row in shown
    )
    grid = Grid(
        f"同一概念或上下位概念上的发展与限制（共 {len(rows)} 对，每类至多列 {_EACH} 对；两份文件均由省政府发布，不同地方的差别是空间分工）",
        f"Promotion against restriction ({len(rows)} pairs, at most {_EACH} of a kind; both papers are the province's words, "
        "so that differences between places are a division of labour)",
        ("性质 kind", "发展 promotes", "限制 restricts", "时间 when"),
        cells,
    )
    return Section("tensions", "限制与张力", "Restrictions and tensions", (_restrictions(m), grid))


def _restrictions(m: Material) -> Grid:
    found = matrix(m.corpus, polarity=Polarity.RESTRICTED, level=2, least=1)
    cells: dict[tuple[str, str], dict[str, bool]] = {}
    tops = set(found.columns)
    for held in m.corpus.restraints:
        concept = held.concept
        while concept not in tops and m.corpus.broader.get(concept):
            concept = m.corpus.broader[concept][0]
        if concept in tops:
            part = held.scope != "whole" or held.concept != concept
            known = cells.setdefault((held.place, concept), {})
            known[_MODES[held.mode]] = known.get(_MODES[held.mode], True) and part
    columns = sorted(tops, key=lambda one: (-sum((city, one) in cells for city in found.rows), one))
    rows = []
    for concept in columns:
        row = [Cell(m.name(concept))]
        for city in found.rows:
            marks = cells.get((city, concept), {})
            whole = any(not part for part in marks.values())
            row.append(Cell("".join(marks), tone="whole" if whole else "part" if marks else ""))
        rows.append(tuple(row))
    return Grid(
        "各市限制什么：禁 禁止、限 限制、控 控制、汰 淘汰；深色为整个行业，浅色只限新增、规模、等级或其中一种（如铁合金之于钢铁）。",
        "What each city restricts: 禁 prohibits, 限 limits, 控 controls, 汰 phases out; dark the whole industry, "
        "light a part only (new capacity, size, grade, or one kind, as ferroalloys of steel).",
        ("产业", *(m.short(city) for city in found.rows)),
        tuple(rows),
        dense=True,
    )


def alike(m: Material) -> Section:
    """Return the dendrogram, what can be told apart, and what each city alone names."""
    found = m.wanted
    names = [m.short(city) for city in found.rows]
    english = [m.corpus.name_en(city).removesuffix(" City") or m.name(city) for city in found.rows]
    figure = dendrogram(
        tree(found),
        names,
        english,
        zh="城市按所发展产业的相似程度聚类（余弦距离，平均联结）：越早汇合越相似。",
        en="Cities by the likeness of what they promote (cosine, average linkage): the sooner they join, the more alike.",
    )
    pairs = [row for row in likenesses(found) if row.apart]
    special = [row for row in specialities(found) if row.apart]
    ranked = [row for row in ranks(found, "diversity") if row.rank is not None]
    cities = "、".join(f"{m.short(row.city)}第{row.rank}" for row in ranked) or "无"
    words = Words(
        f"与偶然相比（保持各市、各产业条款总数，随机重分 999 次，FDR 5%）：能分辨的城市对 {len(pairs)} 对，"
        f"能分辨的城市专长 {len(special)} 项；产业种类数能定名次的城市：{cities}。其余不排名。",
        f"Against chance (999 deals with the same totals, FDR 5%): {len(pairs)} pairs of cities and {len(special)} "
        f"specialities can be told apart; {len(ranked)} cities have a place by diversity. The rest is not ranked.",
    )
    alone = [row for row in distinctive(m.corpus) if not m.city or row.city == m.city]
    rows = []
    for city in found.rows:
        own = [row for row in alone if row.city == city][: 40 if m.city else 8]
        if own:
            listed = "、".join(m.name(row.concept) for row in own)
            rows.append((Cell(m.name(city)), Cell(listed, m.notes.of(*(row.quote for row in own[:3])))))
    grid = Grid(
        "只有这个城市提出、其他城市文件均未提及的产业和产品（按文中次序，节选）",
        "What this city alone names (in the order of its text, an excerpt)",
        ("城市 city", "独有 distinctive"),
        tuple(rows),
    )
    return Section("overlap", "趋同与特色", "Overlap and distinction", (figure, words, grid))


def resilient(m: Material) -> Section:
    """Return what goes with whom, and the curves."""
    names = {chain.id: chain.name for chain in reference_chains()}
    kept = [one for one in m.anchors if not m.city or one.city == m.city]
    rows = [row for row in removals(m.corpus, kept) if row.links or row.here][:_BARS]
    cells = tuple(
        (
            Cell(m.name(row.removed)),
            Cell("、".join(names[chain] for chain in row.chains) or "—"),
            Cell(
                "、".join(f"{names[chain]}·{link}" for chain, link in row.links[:4]),
                _anchor_notes(m, row.removed),
            ),
        )
        for row in rows
    )
    grid = Grid(
        "失去谁，哪些环节便无人承担（只按文件所提及者计）",
        "With whom links lose their last anchor (of those that the papers name)",
        ("失去 without", "整链 chains", "环节 links"),
        cells,
    )
    figure = robustness(
        curve(projection(m.corpus, "typed")),
        zh="逐步移除实体后最大连通部分所占比例：随机移除与联系多者先移除。",
        en="What part of all entities still hangs together as entities are removed, at random and best tied first.",
    )
    return Section("resilience", "韧性", "Resilience", (grid, figure))


def _anchor_notes(m: Material, removed: str) -> tuple[int, ...]:
    return m.notes.of(*[one.quote for one in m.anchors if one.carrier == removed][:2])


def compared(m: Material) -> Section:
    """Return what the later paper added, repeated and did not repeat."""
    before, after = in_order(m.corpus)
    titles = {paper.id: f"《{paper.title}》（{paper.date}）" for paper in m.corpus.papers.values()}
    rows = concept_changes(m.corpus, before, after)
    counts = tuple(
        tuple(
            Cell(
                str(sum(row.change is change and row.in_scope is inside for row in rows))
                if inside is not None
                else words
            )
            for inside in (None, True, False)
        )
        for change, words in (
            (Change.REPEATED, "两份都提 repeated"),
            (Change.ADDED, "后者新增 added"),
            (Change.NOT_REPEATED, "后者未再提 not repeated"),
        )
    )
    gone = [row for row in rows if row.change is Change.NOT_REPEATED and row.in_scope][:_ROWS]
    listed = tuple(
        (
            Cell(m.name(row.concept)),
            Cell("发展" if row.polarity == "promoted" else "限制", m.notes.of(row.before)),
        )
        for row in gone
    )
    return Section(
        "papers",
        "两份文件相比",
        "Paper against paper",
        (
            Words(
                f"前：{titles[before]}；后：{titles[after]}",
                f"Before: {titles[before]}; after: {titles[after]}",
            ),
            Grid(
                "概念的去留（未再提不等于撤回；括号外的主题另计）",
                "What became of concepts (silence is no withdrawal)",
                ("", "主题内 inside the other's scope", "主题外 outside"),
                counts,
            ),
            Grid(
                "后者主题之内而未再提的概念（节选）",
                "Concepts inside the later paper's scope that it does not repeat (an excerpt)",
                ("概念 concept", "前者所言 before"),
                listed,
            ),
        ),
    )


SECTIONS = (overview, chains, missing, apart, alike, resilient, central)
"""The sections of every report, in order; ``compared`` follows where two papers are dated."""
