"""What must be said beside the rows of ``kg analyze``, lest they be misread: one line each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.analysis.backends import TWO_MODE_NAMES
from kg.analysis.centrality import DIRECTED_ONLY, ON_LARGEST_COMPONENT, largest_component
from kg.analysis.network import Graph, is_two_mode
from kg.analysis.specialisation import Likeness, Possible, Ranked, Speciality

ABSENCE = "文件未提及不等于当地没有 / absence from a paper is no absence from the economy"
MENTIONS = (
    "条款数说的是文件写了多少，不是产值、就业或企业数 / "
    "clauses count what papers write, not output, jobs or firms"
)


def of_measures(G: Graph, chosen: Sequence[str]) -> Iterator[str]:  # noqa: N803 - a networkx graph
    """Yield on what a projection was measured, where that is not all of it or not in the common way."""
    partial = [name for name in chosen if name in ON_LARGEST_COMPONENT]
    none = [name for name in chosen if name in DIRECTED_ONLY and not G.is_directed()]
    if partial := [name for name in partial if name not in none]:
        part = len(largest_component(G))
        yield (
            f"{'、'.join(partial)} 只在最大连通部分上计算：{len(G)} 个节点中的 {part} 个 / "
            f"on the largest component only: {part} of {len(G)} nodes"
        )
    if is_two_mode(G) and (two := [name for name in chosen if name in TWO_MODE_NAMES]):
        yield f"{'、'.join(two)} 按双模网络归一 / normalised for two modes (Borgatti, Everett 1997)"
    if none:
        yield f"{'、'.join(none)} 需要有方向的网络 / need a directed projection"


def of_chance(rows: Sequence[Likeness | Speciality | Possible]) -> str:
    """Return how many rows are told apart from chance."""
    told, all_ = sum(row.apart for row in rows), len(rows)
    return (
        f"{all_} 行中 {told} 行与偶然可以分辨（apart），其余不排名 / "
        f"{told} of {all_} rows are told apart from chance (apart), the rest is not ranked"
    )


def of_ranks(rows: Sequence[Ranked]) -> str:
    """Return how many rows have no rank."""
    without, all_ = sum(row.rank is None for row in rows), len(rows)
    return (
        f"{all_} 行中 {without} 行名次区间过宽，不排名，按文中次序列出 / "
        f"{without} of {all_} rows have an interval too wide for a rank and stand in the order of the papers"
    )
