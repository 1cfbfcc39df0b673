"""The site: every page as a static file, in one folder that can be zipped, mailed or served.

The folder is written beside its place and then renamed, so that a failure leaves the earlier one as it was.
"""

from __future__ import annotations

import shutil
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from os import PathLike
from pathlib import Path
from zlib import crc32

from kg.analysis.reference import ReferenceChain, reference_chains
from kg.errors import GraphError, UsageError, suggest
from kg.store import Repository
from kg.store.names import resolve
from kg.viz import assets
from kg.viz.ask import ask_page
from kg.viz.atlas import Atlas, Thing, reference_iri
from kg.viz.catalogue import WHOLE, index_page, paper_page
from kg.viz.legend import strings
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


def view(
    repository: Repository, iri: str, *, language: str = "zh", single: bool = False, server: str = ""
) -> Page:
    """Return the page of an entity, of a chain, or (for ``""``) of the whole graph.

    ``single`` puts styles, scripts and library into the one file, without links to other pages; ``server`` is
    the address of a running server, to which things, clauses and queries then lead. An IRI that the graph
    does not hold raises UsageError with the nearest one.
    """
    return page_of(load(repository), iri, language=language, single=single, server=server)


def page_of(
    atlas: Atlas,
    iri: str,
    *,
    language: str = "zh",
    single: bool = False,
    files: Iterable[tuple[str, str]] = (),
    server: str = "",
) -> Page:
    """Return the page of one thing of an atlas loaded before, as a server wants it; see :func:`view`.

    ``files`` are labels and addresses of what the server gives to take away, ``server`` its address from the
    site's root.
    """
    frame = replace(frame_of(atlas, language, server=server), single=single, files=tuple(files))
    pages = addresses(atlas, every=True)
    made = view_of(atlas, iri, {} if single else pages)
    return graph_page(made, pages.get(iri, address(atlas.things[iri])) if iri else WHOLE, frame)


def page_named(repository: Repository, atlas: Atlas, name: str) -> str:
    """Return the IRI of the page that a name stands for, ``""`` for the whole graph.

    The title or id of a reference chain comes first, then what :func:`kg.store.names.resolve` takes, then the
    other names of a chain. UsageError names the nearest, or the chain of which no city speaks.
    """
    if name in strings()["wholeGraph"].values():
        return ""
    chains = {report.chain.id: report.chain for report in atlas.reports}
    pages = {chain: atlas.things[reference_iri(chain)] for chain in chains}
    titled = [page.iri for id, page in pages.items() if name in (id, page.iri, page.label, page.label_en)]
    if titled:
        return titled[0]
    try:
        return resolve(repository, name).value
    except UsageError as error:
        named = [reference_iri(id) for id, chain in chains.items() if name in _chain_names(chain)]
        if named:
            return named[0]
        if any(name in _chain_names(chain) for chain in reference_chains()):
            raise UsageError(f"{name}: no city of {repository.where} speaks of this chain") from None
        near = suggest(name, [page.label for page in pages.values()])
        raise UsageError(f"{error}{near.replace('; did you mean', ' Or the chain')}") from None


def _chain_names(chain: ReferenceChain) -> tuple[str, ...]:
    return (chain.id, chain.name, f"{chain.name}产业链", chain.name_en, *chain.words)


def render_site(
    repository: Repository,
    out_dir: str | PathLike[str],
    *,
    language: str = "zh",
    every: bool = False,
    server: str = "",
) -> SiteReport:
    """Write the pages below ``out_dir``; an earlier site there is replaced.

    There are an index, a map, the papers, the whole graph, and a page for each city, chain and enterprise and
    for each industry that two cities speak of; ``every`` adds all other industries and products. Queries lead
    to ``server``, the address of a running server, else to a page that says where to run them. A folder that
    holds anything but a site raises GraphError and is left alone.
    """
    out = Path(out_dir)
    if out.exists() and (not out.is_dir() or (any(out.iterdir()) and not (out / _MARKER).exists())):
        raise GraphError(f"{out}: not empty and no site of ours; choose another folder")
    atlas = load(repository)
    out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".site-", dir=out.parent) as name:
        fresh = Path(name) / "site"
        pages: list[str] = []
        for page in site_pages(atlas, language=language, every=every, server=server):
            _write(fresh / page.path, page.html)
            pages.append(page.path)
        for path, text in assets.files().items():
            _write(fresh / path, text)
        size = sum(path.stat().st_size for path in fresh.rglob("*") if path.is_file())
        if out.exists():
            shutil.rmtree(out)
        fresh.rename(out)
    return SiteReport(out, tuple(pages), size)


def site_pages(
    atlas: Atlas, *, language: str = "zh", every: bool = False, server: str = ""
) -> Iterator[Page]:
    """Yield the pages of a site one by one; see :func:`render_site` for which."""
    frame = frame_of(atlas, language, server=server)
    pages = addresses(atlas, every=every)
    regions = {iri: view_of(atlas, iri, pages) for iri in pages if atlas.things[iri].kind == "Region"}
    yield index_page(atlas, regions, pages, frame)
    yield map_page(atlas, regions, pages, frame)
    yield ask_page(frame)
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


def frame_of(atlas: Atlas, language: str = "zh", *, server: str = "") -> Frame:
    """Return what surrounds each page of a site over an atlas."""
    return Frame(language, menu=_menu(atlas), papers=_paper_pages(atlas), server=server)


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
