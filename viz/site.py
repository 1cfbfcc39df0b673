"""The site: every page as a static file, in one folder that can be zipped, mailed or served.

The folder is written beside its place and then renamed, so that a failure leaves the earlier one as it was.
"""

from __future__ import annotations

import shutil
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from os import PathLike
from pathlib import Path
from zlib import crc32

from kg.errors import GraphError
from kg.store import Repository
from kg.viz import assets
from kg.viz.atlas import Atlas, Thing, reference_iri
from kg.viz.catalogue import WHOLE, index_page, paper_page
from kg.viz.maps import map_page
from kg.viz.pages import Frame, Page, graph_page
from kg.viz.source import load
from kg.viz.views import address, view_of

_MARKER = "assets/kg.js"
_SPOKEN = 12
_SHARED_BY = 2


@dataclass(frozen=True, slots=True)
class SiteReport:
    """What was written: the folder, its pages by address in order, and the bytes in all files."""

    folder: Path
    pages: tuple[str, ...]
    size: int


def view(repository: Repository, iri: str, *, language: str = "zh", single: bool = False) -> Page:
    """Return the page of an entity, of a chain, or (for ``""``) of the whole graph.

    ``single`` puts styles, scripts and library into the one file, without links to other pages. An IRI that
    the graph does not hold raises UsageError with the nearest one.
    """
    return page_of(load(repository), iri, language=language, single=single)


def page_of(
    atlas: Atlas,
    iri: str,
    *,
    language: str = "zh",
    single: bool = False,
    files: Iterable[tuple[str, str]] = (),
) -> Page:
    """Return the page of one thing of an atlas loaded before, as a server wants it; see :func:`view`.

    ``files`` are labels and addresses of what the server gives to take away.
    """
    frame = Frame(language, single, menu=_menu(atlas), papers=_paper_pages(atlas), files=tuple(files))
    pages = addresses(atlas, every=True)
    made = view_of(atlas, iri, {} if single else pages)
    return graph_page(made, pages.get(iri, address(atlas.things[iri])) if iri else WHOLE, frame)


def render_site(
    repository: Repository, out_dir: str | PathLike[str], *, language: str = "zh", every: bool = False
) -> SiteReport:
    """Write the pages below ``out_dir``; an earlier site there is replaced.

    There are an index, a map, the papers, the whole graph, and a page for each city, chain and enterprise and
    for each industry that two cities speak of; ``every`` adds all other industries and products. A folder
    that holds anything but a site raises GraphError and is left alone.
    """
    out = Path(out_dir)
    if out.exists() and (not out.is_dir() or (any(out.iterdir()) and not (out / _MARKER).exists())):
        raise GraphError(f"{out}: not empty and no site of ours; choose another folder")
    atlas = load(repository)
    out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".site-", dir=out.parent) as name:
        fresh = Path(name) / "site"
        pages: list[str] = []
        for page in site_pages(atlas, language=language, every=every):
            _write(fresh / page.path, page.html)
            pages.append(page.path)
        for path, text in assets.files().items():
            _write(fresh / path, text)
        size = sum(path.stat().st_size for path in fresh.rglob("*") if path.is_file())
        if out.exists():
            shutil.rmtree(out)
        fresh.rename(out)
    return SiteReport(out, tuple(pages), size)


def site_pages(atlas: Atlas, *, language: str = "zh", every: bool = False) -> Iterator[Page]:
    """Yield the pages of a site one by one; see :func:`render_site` for which."""
    frame = Frame(language, menu=_menu(atlas), papers=_paper_pages(atlas))
    pages = addresses(atlas, every=every)
    regions = {iri: view_of(atlas, iri, pages) for iri in pages if atlas.things[iri].kind == "Region"}
    yield index_page(atlas, regions, pages, frame)
    yield map_page(atlas, regions, pages, frame)
    for paper in atlas.papers:
        yield paper_page(atlas, paper, frame)
    for iri, path in pages.items():
        yield graph_page(regions[iri] if iri in regions else view_of(atlas, iri, pages), path, frame)
    yield graph_page(view_of(atlas, "", pages), WHOLE, frame)


def addresses(atlas: Atlas, *, every: bool = False) -> dict[str, str]:
    """Return what gets a page, with its address: provinces, cities by code, chains, firms, industries."""
    governed = Counter(passage.region for passage in atlas.passages.values())
    cities = {iri for iri, thing in atlas.things.items() if "City" in thing.classes}
    chains = {chain.iri for chain in atlas.chains}
    chains |= {reference_iri(report.chain.id) for report in atlas.reports}

    def wanted(thing: Thing) -> bool:
        edges = atlas.around.get(thing.iri, ())
        if thing.kind == "Region":
            own = thing.classes & {"City", "Province", "RegionGroup"}
            return bool(own) and (governed[thing.iri] > 0 or len(edges) >= _SPOKEN)
        if thing.kind in {"Industry", "Product"}:
            speaking = {edge.source for edge in edges if edge.source in cities}
            return bool(edges) and (every or len(speaking) >= _SHARED_BY)
        return thing.iri in chains or (thing.kind == "Enterprise" and bool(edges))

    order = ("Region", "Chain", "Enterprise", "Industry", "Product")
    chosen = [thing for thing in atlas.things.values() if wanted(thing)]
    chosen.sort(
        key=lambda thing: (
            order.index(thing.kind),
            "Province" not in thing.classes,
            thing.code or "~",
            thing.iri,
        )
    )
    found: dict[str, str] = {}
    taken: set[str] = set()
    for thing in chosen:
        path = address(thing)
        if path.lower() in taken:  # PX and px are one file on some systems
            path = f"{path.removesuffix('.html')}-{crc32(thing.iri.encode()):08x}.html"
        taken.add(path.lower())
        found[thing.iri] = path
    return found


def frame_of(atlas: Atlas, language: str = "zh") -> Frame:
    """Return what surrounds each page of a site over an atlas."""
    return Frame(language, menu=_menu(atlas), papers=_paper_pages(atlas))


def _menu(atlas: Atlas) -> tuple[tuple[str, str], ...]:
    kinds = {thing.kind for thing in atlas.things.values()}
    lists = (
        ("chains", "index.html#chains", bool(atlas.chains)),
        ("industries", "index.html#industries", "Industry" in kinds),
        ("enterprises", "index.html#enterprises", "Enterprise" in kinds),
    )
    return (
        ("home", "index.html"),
        ("map", "map.html"),
        *((key, href) for key, href, there in lists if there),
        ("wholeGraph", WHOLE),
    )


def _paper_pages(atlas: Atlas) -> tuple[tuple[str, str], ...]:
    return tuple((paper.id, f"papers/{paper.id}.html") for paper in atlas.papers)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")
