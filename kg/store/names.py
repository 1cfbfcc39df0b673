"""From a name as people write it to the thing in the graph that bears it."""

from __future__ import annotations

from pyoxigraph import Literal, NamedNode

from kg.errors import GraphError, UsageError, suggest
from kg.rdf.iris import ALL_PREFIXES, PREFIXES, iri, split_iri
from kg.store.repository import Repository
from kg.store.terms import as_term

_BEARERS = """
SELECT DISTINCT ?thing WHERE {
  { ?thing rdfs:label ?name } UNION { ?thing skos:prefLabel ?name } UNION { ?thing skos:altLabel ?name }
}
"""
_NAMES = """
SELECT DISTINCT ?thing ?name WHERE {
  { ?thing rdfs:label ?name } UNION { ?thing skos:prefLabel ?name } UNION { ?thing skos:altLabel ?name }
}
"""
_KNOWN = "ASK { { ?thing ?p ?o } UNION { ?s ?q ?thing } }"


def resolve(repository: Repository, name: str, *kinds: str) -> NamedNode:
    """Return the thing that a name, ``prefix:local`` or ``<IRI>`` stands for.

    ``kinds`` are prefixes (``region``, ``concept`` …) to look in, in this order; none means all. A name is
    tried as a local name first, then as label and alias. Raise UsageError, with the nearest names, where
    the graph knows no such thing, and where a name stands for several things of one kind.
    """
    as_term(name)  # a name that is no text has no bearer
    written = _as_written(name)
    if written is not None:
        if repository.ask(_KNOWN, bindings={"thing": written}):
            return written
        raise UsageError(f"{name}: the graph {repository.where} does not know this IRI")
    wanted = kinds or tuple(PREFIXES)
    for kind in wanted:
        direct = _direct(kind, name)
        if direct is not None and repository.ask(_KNOWN, bindings={"thing": direct}):
            return direct
    bearers = _bearers(repository, name)
    for kind in wanted:
        found = sorted({thing.value for thing in bearers if _kind(thing) == kind})
        if len(found) == 1:
            return NamedNode(found[0])
        if found:
            locals_ = ", ".join(f"{kind}:{(split_iri(value) or ('', value))[1]}" for value in found)
            raise UsageError(f"{name}: stands for several: {locals_}; write one of these")
    raise UsageError(
        f"{name}: no such {' or '.join(kinds) or 'thing'} in the graph" + _nearest(repository, name, wanted)
    )


def _as_written(name: str) -> NamedNode | None:
    try:
        if name.startswith("<") and name.endswith(">"):
            return NamedNode(name[1:-1])
        if name.startswith(("http://", "https://")):
            return NamedNode(name)
        prefix, colon, local = name.partition(":")
        return NamedNode(ALL_PREFIXES[prefix] + local) if colon and prefix in ALL_PREFIXES else None
    except ValueError as error:
        raise UsageError(f"{name}: not an IRI: {error}") from None


def _direct(kind: str, name: str) -> NamedNode | None:
    try:
        return iri(kind, name)
    except GraphError:
        return None


def _kind(thing: object) -> str:
    parts = split_iri(thing.value) if isinstance(thing, NamedNode) else None
    return parts[0] if parts else ""


def _bearers(repository: Repository, name: str) -> list[NamedNode]:
    found: list[NamedNode] = []
    for literal in (Literal(name, language="zh"), Literal(name), Literal(name, language="en")):
        rows = repository.select(_BEARERS, bindings={"name": literal})
        found += [thing for row in rows if isinstance(thing := row["thing"], NamedNode)]
    return found


def _nearest(repository: Repository, name: str, kinds: tuple[str, ...]) -> str:
    rows = repository.select(_NAMES)
    known = {row.text("name") for row in rows if _kind(row["thing"]) in kinds}
    return suggest(name, known)
