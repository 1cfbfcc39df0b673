"""What a thing's page offers to take away: the formats of ``kg export`` by content negotiation."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final
from urllib.parse import quote

from pyoxigraph import NamedNode

from kg.errors import UsageError
from kg.export import FORMATS, Evidence, Format, Selection, about, bundle, packed, take, type_of
from kg.store import Repository
from kg.web.replies import Reply, negotiate, refusal

OFFERED: Final = {name: form for name, form in FORMATS.items() if name != "parquet"}
"""All formats but one whose library opens files whenever it writes, which a server's workers cannot."""

_FIRST: Final = {
    "xlsx": "Excel",
    "csv": "CSV (zip)",
    "gexf": "GEXF · Gephi",
    "graphml": "GraphML · yEd",
    "cypher": "Cypher · Neo4j",
    "sqlite": "SQLite",
    "trig": "RDF · TriG",
    "framed": "JSON-LD",
}
"""The formats whose links a page shows at once, and what it calls them."""
_DEEPEST: Final = 3


def export_links(path: str) -> Iterator[tuple[str, str, str]]:
    """Yield name, media type and address of what can be taken away of a thing, by its path below ``id/``."""
    for name in dict.fromkeys((*_FIRST, *OFFERED)):
        yield name, type_of(OFFERED[name]), f"/export/{path}?format={name}"


def first_links(path: str) -> list[tuple[str, str]]:
    """Return label and address of the links that a page shows."""
    return [(_FIRST[name], href) for name, _, href in export_links(path) if name in _FIRST]


def warm(repository: Repository) -> None:
    """Write nothing in every format, so that all that the writers load is there before files are shut."""
    empty = bundle(repository, Selection("rest", "empty"), "empty", None, frozenset())
    for form in OFFERED.values():
        packed(empty, form)


def exported(repository: Repository, iri: str, head: dict[str, Any]) -> Reply:
    """Answer a thing's subgraph as a file; ``head`` holds accept, format, depth, evidence and inferred."""
    form = _chosen(head["accept"], head["format"])
    if form is None:
        names = ", ".join(OFFERED)
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


def _chosen(accept: str, name: str) -> Format | None:
    if name:
        return OFFERED.get(name)
    best = negotiate(accept, [type_of(form) for form in OFFERED.values()])
    return next((form for form in OFFERED.values() if type_of(form) == best), None)


def _depth(text: str) -> int:
    if text and not (text.isascii() and text.isdecimal() and int(text) <= _DEEPEST):
        raise UsageError(f"depth {text!r}: a number from 0 to {_DEEPEST} was expected")
    return int(text or 0)


def _evidence(text: str) -> Evidence:
    if text and text not in list(Evidence):
        raise UsageError(f"evidence {text!r}: one of {', '.join(Evidence)} was expected")
    return Evidence(text or Evidence.FULL)
