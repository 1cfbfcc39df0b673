"""The plots of a report that want axes: matplotlib, once as SVG with live text, once as PNG.

Chinese labels need a font with Chinese glyphs only in the PNG; without one the PNG has English labels.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from typing import Any

import matplotlib as mpl
import numpy as np
import numpy.typing as npt
from matplotlib import font_manager
from matplotlib.figure import Figure as Plot
from scipy.cluster import hierarchy

from kg.analysis.resilience import Point
from kg.viz.report_model import Figure

_FONTS = (
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "PingFang SC",
    "Microsoft YaHei",
    "SimHei",
    "WenQuanYi Micro Hei",
    "Noto Sans CJK JP",
    "Noto Serif CJK SC",
    "Noto Serif CJK JP",
)
_STYLE: Any = {
    "svg.hashsalt": "industry-kg",
    "svg.fonttype": "none",
    "font.size": 11,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.edgecolor": "#8a8f98",
    "axes.unicode_minus": False,
}
_BLUE, _RED, _GREY = "#1f5f7a", "#b4410a", "#8a8f98"


def chinese_fonts() -> list[str]:
    """Return the installed fonts of the list that have Chinese glyphs."""
    known = {font.name for font in font_manager.fontManager.ttflist}
    return [name for name in _FONTS if name in known]


def dendrogram(
    linkage: npt.NDArray[np.float64], names: Sequence[str], english: Sequence[str], *, zh: str, en: str
) -> Figure:
    """Return the tree of cities by unlikeness, joined where the branches meet."""

    def draw(plot: Plot, chinese: bool) -> None:
        axes = plot.add_subplot()
        hierarchy.dendrogram(
            linkage,
            labels=list(names if chinese else english),
            orientation="right",
            ax=axes,
            color_threshold=0,
            above_threshold_color=_BLUE,
        )
        axes.set_xlabel("1 − 余弦 cosine" if chinese else "1 − cosine")
        axes.tick_params(axis="y", length=0, labelsize=11)
        axes.spines["left"].set_visible(False)

    return _figure("dendrogram", draw, (7.0, 0.32 * len(names) + 0.9), zh, en)


def robustness(points: Sequence[Point], *, zh: str, en: str) -> Figure:
    """Return the two curves of what still hangs together as nodes are removed."""

    def draw(plot: Plot, chinese: bool) -> None:
        axes = plot.add_subplot()
        gone = [100 * point.removed for point in points]
        both = (
            ([100 * point.random for point in points], _GREY, "随机移除 at random", "at random"),
            (
                [100 * point.targeted for point in points],
                _RED,
                "联系多者先 best tied first",
                "best tied first",
            ),
        )
        for values, colour, words, plain in both:
            axes.plot(gone, values, color=colour, linewidth=2.2, marker="o", markersize=3.5)
            place = len(gone) // 4
            axes.annotate(
                words if chinese else plain,
                (gone[place], values[place]),
                xytext=(8, 8),
                textcoords="offset points",
                color=colour,
            )
        axes.set_xlabel("移除的实体 entities removed, %" if chinese else "entities removed, %")
        axes.set_ylabel("最大连通部分 largest part, %" if chinese else "largest part, %")
        axes.set_ylim(0, 100)
        axes.set_xlim(0, 100)

    return _figure("robustness", draw, (7.0, 3.6), zh, en)


def _figure(
    name: str, draw: Callable[[Plot, bool], None], size: tuple[float, float], zh: str, en: str
) -> Figure:
    fonts = chinese_fonts()
    family = [*(fonts or _FONTS[:1]), "DejaVu Sans"]
    with mpl.rc_context({**_STYLE, "font.family": ["sans-serif"], "font.sans-serif": list(_FONTS)}):
        svg = _drawn(lambda plot: draw(plot, True), size, "svg").decode("utf-8")
    with mpl.rc_context({**_STYLE, "font.family": family}):
        png = _drawn(lambda plot: draw(plot, bool(fonts)), size, "png")
    start = svg.index("<svg")
    return Figure(name, zh, en, svg[start:].replace('pt"', '"'), png)


def _drawn(draw: Callable[[Plot], None], size: tuple[float, float], form: str) -> bytes:
    plot = Plot(figsize=size, layout="constrained")
    draw(plot)
    out = io.BytesIO()
    metadata = {"Date": None, "Creator": None} if form == "svg" else {"Software": None}
    plot.savefig(out, format=form, dpi=160, metadata=metadata, transparent=form == "svg")
    return out.getvalue()
