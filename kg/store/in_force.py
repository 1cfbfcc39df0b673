"""A graph as of a day: what the papers in force on it say, and nothing of the others.

A paper is in force from the day that it takes effect (without one: from its date) until the day that it
expires or that the paper which replaces it takes effect; a month or a year without a day counts from its
first. Where that leaves the matter open (no date, or no word of its status and no end) the paper counts, as
:data:`Standing.UNKNOWN`, and whoever shows an answer says how many such papers there are.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from pyoxigraph import NamedNode, Quad, Store

from kg.rdf.inference import infer
from kg.rdf.iris import PREFIXES, graph_iri
from kg.rdf.vocabulary import node
from kg.store.dataset import STATEMENTS
from kg.store.embedded import EmbeddedRepository
from kg.store.repository import Repository, Row

_PAPERS = """
SELECT ?paper ?date ?effective ?expires ?status ?replaced WHERE {
  ?paper a kgo:PolicyDocument .
  OPTIONAL { ?paper eli:date_document ?date }
  OPTIONAL { ?paper eli:first_date_entry_in_force ?effective }
  OPTIONAL { ?paper eli:date_no_longer_in_force ?expires }
  OPTIONAL { ?paper kgo:status ?status }
  OPTIONAL {
    ?paper kgo:replacedBy ?policy . ?policy kgo:textIn ?later .
    OPTIONAL { ?later eli:date_document ?issued }
    OPTIONAL { ?later eli:first_date_entry_in_force ?begun }
    BIND(COALESCE(?begun, ?issued) AS ?replaced)
  }
}
"""
_OF_ALL = frozenset(graph_iri(name) for name in ("inferred", "analysis"))
"""The graphs that follow from all papers together."""
_DAY = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")


class Standing(StrEnum):
    """What a paper is on a day."""

    IN_FORCE = "inForce"
    UNKNOWN = "unknown"
    NOT_YET = "notYet"
    ENDED = "ended"

    @property
    def counts(self) -> bool:
        """Whether the paper's statements are in the graph as of the day."""
        return self in (Standing.IN_FORCE, Standing.UNKNOWN)


@dataclass(frozen=True, slots=True)
class AsOf:
    """A graph as of a day, and what each paper, by its IRI, is on that day."""

    day: str
    repository: Repository
    papers: dict[NamedNode, Standing]

    def count(self, *standings: Standing) -> int:
        """Return how many papers stand so."""
        return sum(standing in standings for standing in self.papers.values())

    def counts(self) -> dict[str, int]:
        """Return how many papers stand how, by the standings' names."""
        return {standing.value: self.count(standing) for standing in Standing}

    def told(self) -> str:
        """Return one line that says how many papers stand how."""
        sure, unknown = self.count(Standing.IN_FORCE), self.count(Standing.UNKNOWN)
        early, late = self.count(Standing.NOT_YET), self.count(Standing.ENDED)
        return (
            f"截至 {self.day}：现行 {sure} 份，效力不明 {unknown} 份（计入），"
            f"尚未施行 {early} 份、已失效 {late} 份（不计）"
            f" / papers: {sure} in force, {unknown} of unknown standing (counted), "
            f"{early} not yet and {late} no longer in force (left out)"
        )


def standing(day: str, *, begins: str = "", ends: Iterable[str] = (), status: str = "unknown") -> Standing:
    """Return what a paper is on a day, from when it begins, when it may end, and its status, as local names.

    >>> standing("2016-01-01", begins="2015-12-12", ends=["2020-12-31"])
    <Standing.IN_FORCE: 'inForce'>
    >>> standing("2016-01-01", begins="2015-12-12", status="失效")
    <Standing.UNKNOWN: 'unknown'>
    """
    known = sorted(end for end in ends if end)
    if known and day >= known[0]:
        return Standing.ENDED
    if begins and day < begins:
        return Standing.NOT_YET
    if begins and (known or status == "现行"):
        return Standing.IN_FORCE
    return Standing.UNKNOWN


def as_of(repository: Repository, day: str, *, inferred: bool = True) -> AsOf:
    """Return a graph as of a day: the one that holds only the papers in force, or of unknown standing.

    ``graph:inferred`` is drawn anew from what is left, in some seconds, unless ``inferred`` is False; then
    it is empty, as ``graph:analysis`` is in any case. A graph all of whose papers count is returned itself.
    ``day`` is written ``2016-06-01``.
    """
    papers = _standings(repository, day)
    out = {paper for paper, stands in papers.items() if not stands.counts}
    if not out:
        return AsOf(day, repository, papers)
    kept = list(without(repository.match(), out))
    if inferred:
        kept += infer(kept)
    store = Store()
    store.bulk_extend(kept)
    return AsOf(day, EmbeddedRepository(store, where=f"{repository.where} @ {day}"), papers)


def _standings(repository: Repository, day: str) -> dict[NamedNode, Standing]:
    rows: dict[NamedNode, list[Row]] = {}
    for row in repository.select(_PAPERS):
        paper = row["paper"]
        if isinstance(paper, NamedNode):
            rows.setdefault(paper, []).append(row)
    papers = sorted(rows, key=lambda paper: paper.value)
    return {paper: _stands(rows[paper], day) for paper in papers}


def _stands(rows: list[Row], day: str) -> Standing:
    first = rows[0]
    return standing(
        day,
        begins=_day(first, "effective") or _day(first, "date"),
        ends=(_day(row, end) for row in rows for end in ("expires", "replaced")),
        status=first.text("status").rpartition("/")[2],
    )


def _day(row: Row, column: str) -> str:
    """Return a column as something that sorts as a day does, "" where it holds none."""
    found = _DAY.match(row.text(column))
    return found[0] if found else ""


def without(quads: Iterable[Quad], papers: Collection[NamedNode]) -> Iterator[Quad]:
    """Yield quads but those that rest on some papers alone, on all papers together, or count the whole."""
    whole = [quad for quad in quads if quad.graph_name not in _OF_ALL]
    gone = _parts(whole, papers)
    dropped = {_triple(quad) for quad in whole if quad.graph_name in gone}
    dropped -= {
        _triple(quad) for quad in whole if _is_clause(quad.graph_name) and quad.graph_name not in gone
    }
    for quad in whole:
        if quad.graph_name == STATEMENTS:
            if _triple(quad) not in dropped:
                yield quad
        elif quad.graph_name not in gone and quad.subject not in gone and not _counts(quad.subject):
            yield quad


def _parts(quads: Iterable[Quad], papers: Collection[NamedNode]) -> set[object]:
    """Return papers with their sections, clauses, annexes, readings, assertions and repetitions."""
    of = {
        node("kgo:inDocument"),
        node("prov:used"),
        node("kgo:sourceDocument"),
        node("kgo:repeatingClause"),
        node("kgo:repeatedClause"),
    }
    linked = [quad for quad in quads if quad.predicate in of]
    parts: set[object] = {*papers}
    for _ in range(2):  # a repetition hangs on a clause, a clause on a paper
        parts |= {quad.subject for quad in linked if quad.object in parts}
    return parts


def _is_clause(graph: object) -> bool:
    return isinstance(graph, NamedNode) and graph.value.startswith(PREFIXES["clause"])


def _counts(subject: object) -> bool:
    return isinstance(subject, NamedNode) and subject.value.startswith(PREFIXES["dataset"])


def _triple(quad: Quad) -> tuple[object, object, object]:
    return quad.subject, quad.predicate, quad.object
