"""The brief of a city or another region: what its papers say of it in a few pages, each line with its source.

One :class:`Brief` is written as Markdown (:func:`to_markdown`) or as a Word file (:mod:`kg.viz.brief_docx`).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from kg.errors import UsageError
from kg.viz.atlas import Atlas
from kg.viz.legend import legend
from kg.viz.model import Edge, Evidence, GraphView, Paper
from kg.viz.views import view_of

NOTE_ZH: Final = "文件没有提到，不等于现实中没有。引语过长处以“…”略去，全文见所注文件和行号。"
NOTE_EN: Final = (
    "What no paper mentions may exist all the same. Quotes are cut at “…”; paper and line lead to the rest."
)
_QUOTE, _LISTED = 90, 6
_STOPS: Final = "。；：！？"
_STRENGTHS: Final = ("优先", "重点", "积极", "稳步", "适度", "探索")
_KINDS: Final = ("Enterprise", "Park", "Project", "Institution", "Agency", "Policy")


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a brief; the cells of its last column are quotes with their sources.

    Things that differ by name only share a row; ``count`` is how many there are.
    """

    zh: str
    en: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    count: int


@dataclass(frozen=True, slots=True)
class Brief:
    """What a brief says; ``papers`` are numbered from 1, ``origin`` are lines of provenance."""

    title: str
    title_en: str
    figures: tuple[tuple[str, str], ...]
    tables: tuple[Table, ...]
    papers: tuple[Paper, ...]
    origin: tuple[str, ...]
    date: str
    author: str


def brief_of(atlas: Atlas, iri: str, *, origin: Sequence[str] = (), author: str = "") -> Brief:
    """Return the brief of a region; raise UsageError for anything else.

    ``origin`` says where the graph comes from and closes the brief; ``author`` is the software.
    """
    if iri not in atlas.things or atlas.things[iri].kind != "Region":
        raise UsageError(f"{iri or 'the rest'}: a brief is of a city or another region")
    view = view_of(atlas, iri)
    writer = _Writer(atlas, view)
    made = [table for table in (make(writer) for make in TABLES) if table.rows]
    figures = [(f"{table.zh} {table.en}", str(table.count)) for table in made]
    name, name_en = view.title, view.title_en
    return Brief(
        title=f"{name}产业政策简报",
        title_en=f"Industrial policy brief{f': {name_en}' if name_en else ''}",
        figures=(("条款 Clauses", str(len(view.passages))), *figures),
        tables=tuple(made),
        papers=view.papers,
        origin=tuple(origin),
        date=max((paper.date for paper in view.papers), default=""),
        author=author,
    )


class _Writer:
    """A region's view with what turns its parts into words."""

    def __init__(self, atlas: Atlas, view: GraphView) -> None:
        self.atlas, self.view = atlas, view
        self.passages = {passage.iri: passage for passage in atlas.passages.values()}
        self.numbers = {paper.id: number for number, paper in enumerate(view.papers, 1)}
        self.inside = {
            name for name in atlas.things if name == view.subject or view.subject in atlas.above(name)
        }
        self.kinds = {node.iri: node.kind for node in view.nodes}
        self.by_end: dict[str, list[Edge]] = defaultdict(list)
        for edge in view.edges:
            for end in dict.fromkeys((edge.source, edge.target)):
                self.by_end[end].append(edge)

    def label(self, iri: str) -> str:
        """Return a thing's name."""
        thing = self.atlas.things.get(iri)
        return thing.label if thing else iri

    def names(self, iris: Iterable[str]) -> str:
        """Return some names, the first few of many."""
        found = list(dict.fromkeys(self.label(iri) for iri in iris))
        more = f"等{len(found)}项" if len(found) > _LISTED else ""
        return "、".join(found[:_LISTED]) + more

    def source(self, evidence: Iterable[Evidence]) -> str:
        """Return the first quote with its paper and line, and the lines of further ones."""
        ordered = sorted(evidence, key=self.place)
        if not ordered:
            return ""
        first = ordered[0]
        passage = self.passages[first.passage]
        words = quoted(passage.text, first.start, first.end or len(passage.text))
        cites = list(dict.fromkeys(self._cite(item) for item in ordered))
        more = f"等{len(cites)}处" if len(cites) > 3 else ""
        return f"“{words}”{'、'.join(cites[:3])}{more}"

    def place(self, item: Evidence) -> tuple[bool, str, int]:
        """Order evidence: the region's own clauses first, then by paper and line."""
        passage = self.passages[item.passage]
        return passage.region not in self.inside, passage.doc, passage.line

    def _cite(self, item: Evidence) -> str:
        passage = self.passages[item.passage]
        own = (
            ""
            if passage.region in self.inside
            else f"（{self.label(passage.region)}）"
            if passage.region
            else ""
        )
        return f"[{self.numbers.get(passage.doc, 0)}]第{passage.line}行{own}"

    def linked(self, iri: str, predicates: Collection[str], *, outward: bool) -> str:
        """Return the names at the other ends of a thing's edges."""
        edges = [edge for edge in self.by_end[iri] if edge.predicate in predicates]
        ends = [edge.target if outward else edge.source for edge in edges if (edge.source == iri) is outward]
        return self.names(ends)


def _table(zh: str, en: str, columns: Sequence[str], rows: Sequence[tuple[str, ...]]) -> Table:
    """Return a table whose neighbouring rows that differ only in the first cell are one."""
    merged: list[tuple[str, ...]] = []
    for rest, alike in groupby(rows, key=lambda row: row[1:]):
        merged.append(("、".join(dict.fromkeys(row[0] for row in alike)), *rest))
    return Table(zh, en, tuple(columns), tuple(merged), len(rows))


def quoted(text: str, start: int, end: int, *, limit: int = _QUOTE) -> str:
    """Return the sentence around a range, or what fits of it, with … where it was cut.

    >>> quoted("一、沈阳市。重点发展机床；关停水泥。", 10, 12)
    '重点发展机床'
    >>> quoted("重点发展高档数控机床和机器人。", 4, 10, limit=8)
    '…展高档数控机床和…'
    """
    left = max(text.rfind(mark, 0, start) for mark in _STOPS) + 1
    ends = [place for mark in _STOPS if (place := text.find(mark, end)) >= 0]
    right = min(ends, default=len(text))
    before = (
        max(left, min(start - (limit - (end - start)) // 2, right - limit)) if right - left > limit else left
    )
    after = min(right, before + limit)
    words = " ".join(text[before:after].split())
    return f"{'…' if before > left else ''}{words}{'…' if after < right else ''}"


def _promoted(w: _Writer) -> Table:
    edges = [e for e in w.view.edges if e.predicate == "promotes" and e.source in w.inside]
    rank = {strength: place for place, strength in enumerate(_STRENGTHS)}

    def order(edge: Edge) -> tuple[int, object, str]:
        strengths = [rank.get(each, len(rank)) for each in edge.strength.split("、")]
        return min(strengths), min(map(w.place, edge.evidence), default=(True, "", 0)), edge.target

    rows = [
        (
            w.label(edge.target) + ("" if edge.source == w.view.subject else f"（{w.label(edge.source)}）"),
            edge.strength,
            w.linked(edge.target, ("includes",), outward=True),
            w.source(edge.evidence),
        )
        for edge in sorted(edges, key=order)
    ]
    return _table("发展方向", "Promoted", ("产业", "力度", "包括", "依据"), rows)


def _restricted(w: _Writer) -> Table:
    words = legend()

    def order(edge: Edge) -> tuple[object, str, str]:
        return min(map(w.place, edge.evidence), default=(True, "", 0)), edge.mode, edge.scope

    rows = [
        (
            w.label(edge.target) + ("" if edge.source == w.view.subject else f"（{w.label(edge.source)}）"),
            words.word("modes", edge.mode).zh,
            words.word("scopes", edge.scope).zh,
            " ".join(
                part for part in (edge.threshold.replace("<=", "≤").replace(">=", "≥"), edge.when) if part
            ),
            w.source(edge.evidence),
        )
        for edge in sorted(w.view.edges, key=order)
        if edge.predicate == "restricts" and edge.source in w.inside
    ]
    return _table("限制与淘汰", "Restricted", ("对象", "方式", "范围", "界限与时间", "依据"), rows)


def _targets(w: _Writer) -> Table:
    rows = [
        (fact.zh, fact.value, w.source([fact.evidence]))
        for fact in w.view.facts
        if fact.evidence and fact.value
    ]
    return _table("目标", "Targets", ("指标", "数值", "依据"), rows)


def _chains(w: _Writer) -> Table:
    rows = [
        (chain.name, " → ".join(stage.name for stage in chain.stages), w.source([chain.evidence]))
        for chain in w.atlas.chains
        if chain.place in w.inside
    ]
    return _table("产业链", "Chains", ("产业链", "环节", "依据"), rows)


def _members(kind: str) -> Callable[[_Writer], Table]:
    def made(w: _Writer) -> Table:
        style = legend().kind(kind)
        rows = []
        for iri in sorted((iri for iri, each in w.kinds.items() if each == kind), key=w.label):
            edges = w.by_end[iri]
            about = dict.fromkeys(
                edge.target if edge.source == iri else edge.source
                for edge in edges
                if edge.predicate != "locatedIn" and w.view.subject not in (edge.source, edge.target)
            )
            where = w.linked(iri, ("locatedIn",), outward=True)
            rows.append((w.label(iri), where, w.names(about), w.source(e for x in edges for e in x.evidence)))
        return _table(style.zh, style.en, ("名称", "所在", "相关", "依据"), rows)

    return made


TABLES: Final[tuple[Callable[[_Writer], Table], ...]] = (
    _promoted,
    _restricted,
    _targets,
    _chains,
    *(_members(kind) for kind in _KINDS),
)
"""The tables of a brief in their order; one without rows is left out."""


def to_markdown(brief: Brief) -> str:
    """Return a brief as Markdown; nothing in a name or quote is read as markup."""
    return _environment().get_template("brief.md").render(brief=brief, note_zh=NOTE_ZH, note_en=NOTE_EN)


def paper_line(paper: Paper) -> str:
    """Return a paper as the list of sources names it."""
    status = paper.status or "状态不详 status unknown"
    parts = [f"《{paper.title}》", paper.number, paper.issuer, paper.date, status]
    return "，".join(part for part in parts if part)


_MARKUP = re.compile(r"([\\`*_{}\[\]<>|#])")


def _plain(text: str) -> str:
    r"""Return text that Markdown shows as it is.

    >>> _plain("a|b* [1]")
    'a\\|b\\* \\[1\\]'
    """
    return _MARKUP.sub(r"\\\1", " ".join(text.split()))


@cache
def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(Path(__file__).resolve().parent / "templates"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.filters |= {"plain": _plain, "paper": paper_line}
    return made
