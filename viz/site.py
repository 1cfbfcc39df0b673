"""The site: every page as a static file, in one folder that can be zipped, mailed or served.

The folder is written beside its place and then renamed, so that a failure leaves the earlier one as it was.
"""

from __future__ import annotations

import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from os import PathLike
from pathlib import Path
from typing import Any

from kg.errors import GraphError
from kg.store import Repository
from kg.viz import assets
from kg.viz.model import GraphView, Paper
from kg.viz.pages import Frame, Page, graph_page, render
from kg.viz.search import keys
from kg.viz.source import Atlas, Thing, load
from kg.viz.views import address, view_of

WHOLE = "graph.html"
_MARKER = "assets/kg.js"
_SPOKEN = 12


@dataclass(frozen=True, slots=True)
class SiteReport:
    """What was written: the folder, its pages by address in order, and the bytes in all files."""

    folder: Path
    pages: tuple[str, ...]
    size: int


def view(repository: Repository, iri: str, *, language: str = "zh", single: bool = False) -> Page:
    """Return the page of an entity; ``single`` puts styles, scripts and library into the one file.

    An IRI that the graph does not hold raises UsageError.
    """
    atlas = load(repository)
    frame = Frame(language, single, papers=_paper_pages(atlas))
    pages = {} if single else _addresses(atlas)
    made = view_of(atlas, iri, pages)
    return graph_page(made, address(atlas.things[iri]) if iri else WHOLE, frame)


def render_site(repository: Repository, out_dir: str | PathLike[str], *, language: str = "zh") -> SiteReport:
    """Write index, papers, cities and the whole graph below ``out_dir``; an earlier site there is replaced.

    A folder that holds anything but a site raises GraphError and is left alone.
    """
    out = Path(out_dir)
    if out.exists() and (not out.is_dir() or (any(out.iterdir()) and not (out / _MARKER).exists())):
        raise GraphError(f"{out}: not empty and no site of ours; choose another folder")
    atlas = load(repository)
    out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".site-", dir=out.parent) as name:
        fresh = Path(name) / "site"
        pages: list[str] = []
        for page in site_pages(atlas, language=language):
            _write(fresh / page.path, page.html)
            pages.append(page.path)
        for path, text in assets.files().items():
            _write(fresh / path, text)
        size = sum(path.stat().st_size for path in fresh.rglob("*") if path.is_file())
        if out.exists():
            shutil.rmtree(out)
        fresh.rename(out)
    return SiteReport(out, tuple(pages), size)


def site_pages(atlas: Atlas, *, language: str = "zh") -> Iterator[Page]:
    """Yield the pages of a site: index, papers, regions, the whole graph."""
    frame = Frame(language, menu=_menu(), papers=_paper_pages(atlas))
    pages = _addresses(atlas)
    views = {iri: view_of(atlas, iri, pages) for iri in pages}
    yield _index(atlas, views, frame)
    for paper in atlas.papers:
        yield _paper(atlas, paper, frame)
    for iri, path in pages.items():
        yield graph_page(views[iri], path, frame)
    yield graph_page(view_of(atlas, "", pages), WHOLE, frame)


def _menu() -> tuple[tuple[str, str], ...]:
    return (("home", "index.html"), ("wholeGraph", WHOLE))


def _addresses(atlas: Atlas) -> dict[str, str]:
    """Return the regions that get a page, provinces first, then cities, by code."""
    governed = Counter(passage.region for passage in atlas.passages.values())
    spoken = Counter(end for edge in atlas.edges for end in (edge.source, edge.target))
    chosen = [
        thing
        for thing in atlas.things.values()
        if _has_page(thing) and (governed[thing.iri] or spoken[thing.iri] >= _SPOKEN)
    ]
    chosen.sort(key=lambda thing: ("Province" not in thing.classes, thing.code or "~", thing.iri))
    return {thing.iri: address(thing) for thing in chosen}


def _has_page(thing: Thing) -> bool:
    return thing.kind == "Region" and bool(thing.classes & {"City", "Province", "RegionGroup"})


def _paper_pages(atlas: Atlas) -> tuple[tuple[str, str], ...]:
    return tuple((paper.id, f"papers/{paper.id}.html") for paper in atlas.papers)


def _paper(atlas: Atlas, paper: Paper, frame: Frame) -> Page:
    path = dict(frame.papers)[paper.id]
    lines = [
        {
            "line": passage.line,
            "text": passage.text.strip("\u3000 "),
            "heading": passage.iri in atlas.headings,
        }
        for passage in atlas.passages.values()
        if passage.doc == paper.id and passage.text.strip()
    ]
    facts = [(key, getattr(paper, key)) for key in ("issuer", "date", "number", "status")]
    html = render("paper.html", path, frame, title=paper.title, paper=paper, facts=facts, lines=lines)
    return Page(path, paper.title, html)


def _index(atlas: Atlas, views: dict[str, GraphView], frame: Frame) -> Page:
    cards = {iri: _card(view) for iri, view in views.items()}
    cities = [card for iri, card in cards.items() if "City" in atlas.things[iri].classes]
    others = [card for iri, card in cards.items() if "City" not in atlas.things[iri].classes]
    pages = dict(frame.papers)
    papers = [
        {
            "title": f"《{paper.title}》",
            "title_en": "",
            "href": pages[paper.id],
            "search": f"{paper.title} {keys([paper.title])}",
            "words": [word for word in (paper.issuer, paper.number, paper.date) if word],
            "counts": [],
        }
        for paper in atlas.papers
    ]
    sections = [("cities", cities), ("regionsWider", others), ("papers", papers)]
    kinds = Counter(thing.kind for thing in atlas.things.values())
    figures = [
        {"zh": "城市", "en": "Cities", "value": len(cities)},
        {
            "zh": "产业与产品",
            "en": "Industries and products",
            "value": f"{kinds['Industry'] + kinds['Product']:,}",
        },
        {"zh": "企业", "en": "Firms", "value": f"{kinds['Enterprise']:,}"},
        {"zh": "关系", "en": "Statements", "value": f"{len(atlas.edges):,}"},
        {"zh": "文件", "en": "Papers", "value": len(atlas.papers)},
    ]
    html = render(
        "index.html",
        "index.html",
        frame,
        title="首页" if frame.language == "zh" else "Home",
        place_zh="",
        place_en="",
        figures=figures,
        links=[{"key": "wholeGraph", "href": WHOLE}],
        sections=[{"key": key, "cards": found, "look": "cards"} for key, found in sections if found],
    )
    return Page("index.html", "index", html)


def _card(view: GraphView) -> dict[str, Any]:
    labels = {node.iri: node.label for node in view.nodes}
    kinds = {node.iri: node.kind for node in view.nodes}
    own = [edge for edge in view.edges if edge.source == view.subject]
    wanted = [edge for edge in own if edge.predicate == "promotes" and kinds[edge.target] == "Industry"]
    wanted.sort(key=lambda edge: -len(edge.evidence))
    held = [edge for edge in own if edge.predicate == "restricts"]
    names = [view.title, view.title_en]
    return {
        "title": view.title,
        "title_en": view.title_en,
        "href": address_of(view),
        "search": " ".join([*names, keys(names)]),
        "words": [labels[edge.target] for edge in wanted[:5]],
        "counts": [
            {"zh": "发展", "en": "promoted", "value": len({edge.target for edge in wanted})},
            {"zh": "限制", "en": "restricted", "value": len({edge.target for edge in held})},
            {"zh": "节点", "en": "nodes", "value": len(view.nodes)},
        ],
    }


def address_of(view: GraphView) -> str:
    """Return where a view's page lies below the site's root."""
    return address(Thing(view.subject, view.title, view.kind)) if view.subject else WHOLE


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")
