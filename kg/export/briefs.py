"""What the pages' renderer writes to be taken away: a region's brief, and the page of one thing in a file."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from html import escape
from typing import BinaryIO

from kg.errors import UsageError
from kg.export.closure import kind_of
from kg.export.losses import BRIEF, PAGE, said
from kg.export.selection import Subgraph
from kg.store import Repository
from kg.viz import Atlas, load, page_of
from kg.viz.brief import Brief, brief_of, to_markdown
from kg.viz.brief_docx import to_docx


@lru_cache(maxsize=1)
def atlas_of(repository: Repository, fingerprint: str) -> Atlas:
    """Return everything that pages show of a graph, made once for all exports of what it holds now."""
    return load(repository)


def write_markdown(subgraph: Subgraph, out: BinaryIO) -> None:
    """Write a region's brief as Markdown."""
    _write_brief(subgraph, out, lambda brief: to_markdown(brief).encode())


def write_docx(subgraph: Subgraph, out: BinaryIO) -> None:
    """Write a region's brief for Word."""
    _write_brief(subgraph, out, to_docx)


def _write_brief(subgraph: Subgraph, out: BinaryIO, make: Callable[[Brief], bytes]) -> None:
    told = subgraph.provenance
    root = subgraph.root.value if subgraph.root is not None else ""
    origin = (*told.lines(), said(BRIEF))
    atlas = atlas_of(subgraph.repository, told.graph)
    out.write(make(brief_of(atlas, root, origin=origin, author=told.software)))


def write_page(subgraph: Subgraph, out: BinaryIO) -> None:
    """Write the page of one thing, all in one file."""
    root = subgraph.root
    if root is None or kind_of(root) == "doc":
        raise UsageError("format html is the page of one city, region, chain, firm, industry or park")
    told = subgraph.provenance
    lines = escape(" · ".join([*told.lines(), said(PAGE)]), quote=True)
    page = page_of(atlas_of(subgraph.repository, told.graph), root.value, single=True)
    about = f'<meta name="dcterms.provenance" content="{lines}">'
    out.write(page.html.replace("</head>", f"{about}</head>", 1).encode())
