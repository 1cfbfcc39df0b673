"""What a thing's page offers to take away: the formats of ``kg export`` by content negotiation."""

from __future__ import annotations

import os
from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from typing import Any, Final
from urllib.parse import quote

from pyoxigraph import NamedNode

from kg.errors import UsageError
from kg.export import FORMATS, Evidence, Format, Selection, about, bundle, packed, take, type_of
from kg.rdf.iris import split_iri
from kg.store import Repository
from kg.web.replies import Reply, negotiate, refusal

OFFERED: Final = {
    name: form for name, form in FORMATS.items() if name != "parquet" or find_spec("pyarrow") is not None
}
"""The formats of ``kg export``, Parquet where its library is installed."""

_FIRST: Final = {
    "docx": "Word",
    "md": "Markdown",
    "xlsx": "Excel",
    "csv": "CSV (zip)",
    "gexf": "GEXF · Gephi",
    "graphml": "GraphML · yEd",
    "cypher": "Cypher · Neo4j",
    "sqlite": "SQLite",
    "parquet": "Parquet (zip)",
    "trig": "RDF · TriG",
    "framed": "JSON-LD",
}
"""The formats whose links a page shows at once, and what it calls them."""
_BRIEFS: Final = ("md", "docx")
"""Formats that are about regions only."""
_DEEPEST: Final = 3


def export_links(path: str) -> Iterator[tuple[str, str, str]]:
    """Yield name, media type and address of what can be taken away of a thing, by its path below ``id/``."""
    for name in dict.fromkeys((*_FIRST, *OFFERED)):
        if name in OFFERED and fits(OFFERED[name], path.partition("/")[0]):
            yield name, type_of(OFFERED[name]), f"/export/{path}?format={name}"


def fits(form: Format, kind: str) -> bool:
    """Say whether a format is for things with a prefix: briefs are of regions, and papers have no page."""
    return (form.name not in _BRIEFS or kind == "region") and (form.name != "html" or kind != "doc")


def first_links(path: str) -> list[tuple[str, str]]:
    """Return label and address of the links that a page shows."""
    return [(_FIRST[name], href) for name, _, href in export_links(path) if name in _FIRST]


def warm(repository: Repository) -> None:
    """Write a little in every format, so that what the writers load is there before workers are forked."""
    empty = bundle(repository, Selection("rest", "empty"), "empty", None, frozenset())
    for form in OFFERED.values():
        if form.name == "parquet":
            # its own allocator reserves a gigabyte of addresses, all that a worker may have
            os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")
            import_module("pyarrow.parquet")  # and no more: its threads do not outlive a fork
        elif not form.rooted:
            packed(empty, form)


def exported(repository: Repository, iri: str, head: dict[str, Any]) -> Reply:
    """Answer a thing's subgraph as a file; ``head`` holds accept, format, depth, evidence and inferred."""
    kind = (split_iri(iri) or ("", ""))[0]
    form = _chosen(head["accept"], head["format"], kind)
    if form is None:
        names = ", ".join(name for name, each in OFFERED.items() if fits(each, kind))
        return refusal(406, f"none of the formats asked for / 没有这种格式 ({names})")
    extent = {
        "depth": _depth(head["depth"]),
        "evidence": _evidence(head["evidence"]),
        "inferred": head["inferred"] in ("1", "true"),
    }
    selection = about(iri, **extent)
    if selection is None or not any(repository.match(NamedNode(iri))):
        return refusal(404, f"nothing to take away of {iri} / 没有可导出的内容")
    made = packed(take(repository, selection), form)
    disposition = f"attachment; filename*=UTF-8''{quote(made.name)}"
    return Reply(200, made.type, made.content, {"Content-Disposition": disposition, "Vary": "Accept"})


def _chosen(accept: str, name: str, kind: str) -> Format | None:
    offered = {each: form for each, form in OFFERED.items() if fits(form, kind)}
    if name:
        return offered.get(name)
    best = negotiate(accept, [type_of(form) for form in offered.values()])
    return next((form for form in offered.values() if type_of(form) == best), None)


def _depth(text: str) -> int:
    if text and not (text.isascii() and text.isdecimal() and int(text) <= _DEEPEST):
        raise UsageError(f"depth {text!r}: a number from 0 to {_DEEPEST} was expected")
    return int(text or 0)


def _evidence(text: str) -> Evidence:
    if text and text not in list(Evidence):
        raise UsageError(f"evidence {text!r}: one of {', '.join(Evidence)} was expected")
    return Evidence(text or Evidence.FULL)
