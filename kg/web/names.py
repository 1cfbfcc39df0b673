"""Completion: things by Chinese name, alias, English name or pinyin, from the graph at hand."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from kg.rdf.iris import split_iri
from kg.store import Repository, shorten
from kg.viz.search import keys

_NAMES = """
SELECT DISTINCT ?thing ?name WHERE {
  { GRAPH graph:labels { ?thing rdfs:label ?name } }
  UNION { GRAPH graph:labels { ?thing skos:prefLabel ?name } }
  UNION { GRAPH graph:labels { ?thing skos:altLabel ?name } }
} ORDER BY STR(?thing) STR(?name)
"""
_USES = "SELECT ?thing (COUNT(*) AS ?n) WHERE { GRAPH graph:statements { ?s ?p ?thing } } GROUP BY ?thing"
_SHOWN = frozenset(
    ("region", "concept", "enterprise", "park", "institution", "agency", "project", "policy", "chain", "doc")
)
_LONGEST = 64


@dataclass(frozen=True, slots=True)
class Named:
    """A thing that can be completed: its names and the pinyin of them, folded, and how often it is used."""

    iri: str
    label: str
    kind: str
    names: tuple[str, ...]
    pinyin: str
    uses: int


class Index:
    """The names of a graph's things, ready to be searched; made once in some tenths of a second."""

    def __init__(self, entries: tuple[Named, ...]) -> None:
        self.entries = entries

    @classmethod
    def load(cls, repository: Repository) -> Index:
        """Read the names of a graph."""
        uses = Counter({row.text("thing"): int(row.text("n")) for row in repository.select(_USES)})
        names: dict[str, list[str]] = {}
        for row in repository.select(_NAMES):
            names.setdefault(row.text("thing"), []).append(row.text("name"))
        entries = []
        for iri, known in names.items():
            kind, local = split_iri(iri) or ("", "")
            if kind in _SHOWN:
                label = local if local in known else next((n for n in known if not n.isascii()), known[0])
                folded = tuple(dict.fromkeys(name.lower() for name in known))
                entries.append(Named(iri, label, kind, folded, keys(sorted(known)), uses[iri]))
        return cls(tuple(entries))

    def complete(self, text: str, *, kinds: frozenset[str] = frozenset(), limit: int = 20) -> list[Named]:
        """Return the things that a text may mean: names that begin so before those that hold it."""
        wanted = text.strip().lower()[:_LONGEST]
        if not wanted:
            return []
        found = [
            (rank, -entry.uses, len(entry.label), entry.iri, entry)
            for entry in self.entries
            if (not kinds or entry.kind in kinds) and (rank := _rank(entry, wanted)) < _NO_RANK
        ]
        return [entry for *_, entry in sorted(found)[:limit]]


_NO_RANK = 9


def _rank(entry: Named, wanted: str) -> int:
    if wanted in entry.names:
        return 0
    if any(name.startswith(wanted) for name in entry.names):
        return 1
    if wanted.isascii() and any(key.startswith(wanted) for key in entry.pinyin.split()):
        return 2
    if any(wanted in name for name in entry.names):
        return 3
    return _NO_RANK


def completion(entry: Named) -> dict[str, str]:
    """Return what a client is told of a thing.

    >>> place = "https://w3id.org/industry-kg/id/region/沈阳市"
    >>> completion(Named(place, "沈阳市", "region", ("沈阳市",), "", 1))["prefixed"]
    'region:沈阳市'
    """
    return {"iri": entry.iri, "name": entry.label, "kind": entry.kind, "prefixed": shorten(entry.iri)}
