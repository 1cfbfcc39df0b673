"""What to take: a city, region, chain, firm, industry, park or paper by name, or what a query answers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from pyoxigraph import NamedNode, Quad, Triple

from kg.errors import QueryError, UsageError, suggest
from kg.export.closure import (
    Evidence,
    Seeds,
    closure,
    everything,
    kind_of,
    paper_seeds,
    region_seeds,
    thing_seeds,
)
from kg.export.ordered import BY_LINE, Ordered
from kg.export.provenance import Provenance, provenance_of
from kg.rdf.iris import split_iri
from kg.rdf.vocabulary import node
from kg.store import Repository, Rows
from kg.store.names import resolve

WHOLE: Final = "whole"
WHOLE_NAME: Final = "全图"
"""What the whole graph is called."""


@dataclass(frozen=True, slots=True)
class Selection:
    """What to take and how much of it: see :mod:`kg.export.closure`.

    ``kind`` is one of :data:`KINDS`; ``name`` a name, alias, ``prefix:local`` or IRI, or for ``query`` the
    query's text; ``title`` names the result of a query. The kind ``whole`` is the whole graph, without a
    name; depth means nothing there.
    """

    kind: str
    name: str
    depth: int = 0
    evidence: Evidence = Evidence.FULL
    inferred: bool = False
    title: str = ""


@dataclass(frozen=True, slots=True)
class Subgraph:
    """A selection's quads, sorted by their N-Quads form, with what they are and where they come from.

    Many quads wait on disk, so that a large part takes little more memory than a small one. ``repository`` is
    where they were taken from.
    """

    name: str
    selection: Selection
    root: NamedNode | None
    quads: Ordered[Quad]
    provenance: Provenance
    repository: Repository


KINDS: Final[dict[str, tuple[tuple[str, ...], Callable[[Repository, NamedNode], Seeds]]]] = {
    "city": (("region",), region_seeds),
    "region": (("region",), region_seeds),
    "chain": (("chain", "concept"), thing_seeds),
    "enterprise": (("enterprise",), thing_seeds),
    "industry": (("concept",), thing_seeds),
    "park": (("park",), thing_seeds),
    "paper": (("doc",), paper_seeds),
    "thing": (("institution", "agency", "project", "policy"), thing_seeds),
}
"""Kinds of selections by name: the prefixes to look the name up in, and where the selection starts."""


def take(repository: Repository, selection: Selection) -> Subgraph:
    """Return the subgraph of a selection; raise UsageError, with the nearest names, for an unknown name."""
    if selection.depth < 0:
        raise UsageError(f"depth {selection.depth}: 0 or more was expected")
    quads: Iterable[Quad]
    if selection.kind == WHOLE:
        quads = everything(repository, evidence=selection.evidence, inferred=selection.inferred)
        return bundle(repository, selection, selection.title or WHOLE_NAME, None, quads)
    if selection.kind == "query":
        root, name, seeds = None, selection.title or "query", _query_seeds(repository, selection.name)
    elif selection.kind in KINDS:
        _, start = KINDS[selection.kind]
        root = find(repository, selection)
        name, seeds = _name_of(repository, root), start(repository, root)
    else:
        known = ", ".join((*KINDS, "query", WHOLE))
        raise UsageError(f"{selection.kind!r}: one of {known} expected{suggest(selection.kind, KINDS)}")
    quads = closure(
        repository, seeds, depth=selection.depth, evidence=selection.evidence, inferred=selection.inferred
    )
    return bundle(repository, selection, name, root, quads)


def bundle(
    repository: Repository, selection: Selection, name: str, root: NamedNode | None, quads: Iterable[Quad]
) -> Subgraph:
    """Return quads as a subgraph with its provenance."""
    ordered = Ordered(quads, BY_LINE)
    return Subgraph(name, selection, root, ordered, provenance_of(repository, name, ordered), repository)


def cities(repository: Repository) -> Iterator[NamedNode]:
    """Yield the cities of a graph that have clauses of their own, by IRI."""
    rows = repository.select(
        "SELECT DISTINCT ?city WHERE { ?city a kgo:City . ?clause a kgo:Clause ; kgo:governs ?city }"
    )
    found = (row["city"] for row in rows)
    yield from sorted((city for city in found if isinstance(city, NamedNode)), key=lambda city: city.value)


def about(iri: str, **extent: Any) -> Selection | None:
    """Return the selection that starts from one thing, None for what is no entity, chain or paper.

    >>> about("https://w3id.org/industry-kg/id/concept/机器人").kind
    'industry'
    """
    prefix = (split_iri(iri) or ("", ""))[0]
    for kind, (prefixes, _) in KINDS.items():
        if kind != "city" and prefix in (prefixes if kind == "thing" else prefixes[:1]):
            return Selection(kind, iri, **extent)
    return None


def find(repository: Repository, selection: Selection) -> NamedNode:
    """Return the thing that a selection by name starts from; raise UsageError for an unknown one."""
    root = resolve(repository, selection.name, *KINDS[selection.kind][0])
    if selection.kind == "city" and not any(repository.match(root, node("rdf:type"), node("kgo:City"))):
        known = [_name_of(repository, city) for city in cities(repository)]
        raise UsageError(
            f"{selection.name}: not a city; --region takes any region{suggest(selection.name, known)}"
        )
    return root


def _name_of(repository: Repository, thing: NamedNode) -> str:
    labels = repository.match(thing, node("rdfs:label"))
    found = sorted({quad.object.value for quad in labels if getattr(quad.object, "language", "") == "zh"})  # type: ignore[union-attr]
    return found[0] if found else thing.value.rsplit("/", 1)[-1]


def _query_seeds(repository: Repository, text: str) -> Seeds:
    answer = repository.query(text)
    if isinstance(answer, bool):
        raise QueryError("a query to export by answers rows or triples, not yes or no")
    terms = _terms(answer)
    named = {term for term in terms if isinstance(term, NamedNode) and kind_of(term)}
    clauses = {term for term in named if kind_of(term) == "clause"}
    return Seeds(frozenset(named - clauses), frozenset(clauses))


def _terms(answer: Rows | tuple[Triple, ...]) -> Iterator[object]:
    for item in answer:
        yield from item.terms if not isinstance(item, Triple) else item
