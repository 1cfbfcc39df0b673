"""The formats of ``kg export`` that the pages' renderer writes: briefs of a region."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import BinaryIO, Final

from kg.export import BRIEF, Format, Subgraph, said
from kg.store import Repository
from kg.viz import Atlas, load
from kg.viz.brief import Brief, brief_of, to_markdown
from kg.viz.brief_docx import to_docx

_WRITERS: Final[dict[str, tuple[str, str, Callable[[Brief], bytes]]]] = {
    "md": ("地区简报 Markdown", "a region's brief, Markdown", lambda brief: to_markdown(brief).encode()),
    "docx": ("地区简报 Word", "a region's brief, Word", to_docx),
}


def brief_formats(repository: Repository | None = None) -> dict[str, Format]:
    """Return the formats of briefs by name; without a graph they can be named but not written."""

    @cache
    def atlas() -> Atlas:
        assert repository is not None
        return load(repository)

    def writer(make: Callable[[Brief], bytes]) -> Callable[[Subgraph, BinaryIO], None]:
        def write(subgraph: Subgraph, out: BinaryIO) -> None:
            told = subgraph.provenance
            root = subgraph.root.value if subgraph.root is not None else ""
            origin = (*told.lines(), said(BRIEF))
            out.write(make(brief_of(atlas(), root, origin=origin, author=told.software)))

        return write

    return {
        name: Format(name, f".{name}", zh, en, BRIEF, writer(make), rooted=True)
        for name, (zh, en, make) in _WRITERS.items()
    }
