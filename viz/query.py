"""The query page: an editor that completes from the graph at hand, examples to run, and views of answers."""

from __future__ import annotations

from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any

from kg.rdf.iris import ALL_PREFIXES
from kg.resources import rows
from kg.store import named_queries
from kg.viz.assets import library, safe_json
from kg.viz.pages import Frame, render

_FOLDER = Path(__file__).resolve().parent
_VENDOR = _FOLDER / "vendor" / "yasgui"
_SCRIPTS = ("query-complete", "query-views", "query-page")
_MENU = (("home", "index.html"), ("map", "map.html"), ("wholeGraph", "graph.html"))


@cache
def query_page(language: str = "zh") -> str:
    """Return the page's HTML; its address is ``sparql`` below the site's root."""
    data = {"prefixes": dict(ALL_PREFIXES), "examples": _examples(), "points": _points()}
    title = "查询" if language == "zh" else "Query"
    frame = Frame(language, menu=_MENU)
    return render("query.html", "sparql", frame, title=title, topics=_topics(), data=safe_json(data))


@cache
def query_files() -> dict[str, str]:
    """Return the files that the page loads beside those of all pages: path below the root → text."""
    script = "\n".join((_FOLDER / "scripts" / f"{name}.js").read_text(encoding="utf-8") for name in _SCRIPTS)
    style = "\n".join(
        (_FOLDER / "styles" / f"{name}.css").read_text(encoding="utf-8") for name in ("server", "query")
    )
    vendored = {path.name: path.read_text(encoding="utf-8") for path in sorted(_VENDOR.iterdir())}
    return {
        "assets/query.js": script,
        "assets/server.css": style,
        "assets/yasgui.min.js": vendored["yasgui.min.js"],
        "assets/yasgui.min.css": vendored["yasgui.min.css"],
        "assets/licences/yasgui-LICENSE-MIT.txt": vendored["LICENSE-MIT"],
        "assets/vis-network.min.js": library(),
    }


def _examples() -> list[dict[str, Any]]:
    return [
        {
            "name": query.name,
            "zh": query.title_zh,
            "en": query.title_en,
            "text": query.text,
            "parameters": [
                {"name": p.name, "type": p.type, "value": p.default, "zh": p.meaning_zh, "en": p.meaning_en}
                for p in query.parameters
            ],
        }
        for query in named_queries()
    ]


def _topics() -> list[dict[str, Any]]:
    return [
        {"topic": topic, "queries": [{"name": q.name, "zh": q.title_zh, "en": q.title_en} for q in members]}
        for topic, members in groupby(named_queries(), key=lambda query: query.topic)
    ]


def _points() -> dict[str, tuple[float, float]]:
    """Return where cities are: name → longitude and latitude."""
    return {
        row["name"]: (float(row["lon"]), float(row["lat"])) for row in rows("reference", "city_points.csv")
    }
