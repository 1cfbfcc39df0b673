"""What analyses read and how a row quotes its evidence: frozen records, free of RDF."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

_STOPS = re.compile(r"[。；;！？\n]")


def outward(within: Mapping[str, str], region: str) -> Iterator[str]:
    """Yield a region and the regions around it, innermost first; ``within`` maps each to the one around it.

    >>> list(outward({"a": "b", "b": "c"}, "a"))
    ['a', 'b', 'c']
    """
    seen: set[str] = set()
    while region and region not in seen:
        seen.add(region)
        yield region
        region = within.get(region, "")


@dataclass(frozen=True, slots=True)
class Thing:
    """Anything with a label; ``kind`` is its prefix (region, concept …), ``classes`` are local names."""

    iri: str
    label: str
    label_en: str
    kind: str
    classes: frozenset[str]
    aliases: tuple[str, ...]


@dataclass(frozen=True, slots=True, order=True)
class Quote:
    """The words that a row rests on: where they stand in a clause, half open, in code points."""

    doc: str
    line: int
    begin: int
    end: int
    text: str
    clause: str

    @property
    def place(self) -> str:
        """Document and line, as people cite them."""
        return f"{self.doc}:{self.line}"


@dataclass(frozen=True, slots=True)
class Claim:
    """``subject predicate object`` as a clause says it; all ends are IRIs, the predicate a local name."""

    iri: str
    subject: str
    predicate: str
    object: str
    place: str
    strength: str
    when: str
    until: int | None
    cue: str
    rule: str
    issuers: tuple[str, ...]
    date: str
    quote: Quote


@dataclass(frozen=True, slots=True)
class Restraint:
    """A clause holds a concept back at a place; ``mode`` and ``scope`` are values of the model's enums."""

    iri: str
    place: str
    concept: str
    surface: str
    mode: str
    scope: str
    threshold: str
    when: str
    until: int | None
    cue: str
    kept: tuple[str, ...]
    issuers: tuple[str, ...]
    date: str
    quote: Quote


@dataclass(frozen=True, slots=True)
class ChainText:
    """A chain as one clause orders it: ``stages`` are pairs of words and concept, upstream first."""

    iri: str
    name: str
    place: str
    stages: tuple[tuple[str, str], ...]
    quote: Quote


@dataclass(frozen=True, slots=True)
class TargetText:
    """A number to be reached at a place, as one clause sets it; ``value`` has its sign and unit, ``≥65%``."""

    iri: str
    place: str
    indicator: str
    baseline: str
    value: str
    year: str
    quote: Quote


@dataclass(frozen=True, slots=True)
class ClauseText:
    """A source line, the region that it governs and the headings above it."""

    iri: str
    doc: str
    line: int
    text: str
    region: str
    headings: tuple[str, ...]
    heading: bool

    def sentences(self) -> Iterator[Quote]:
        """Yield the line's sentences, with their places in it."""
        start = 0
        for stop in [*(found.end() for found in _STOPS.finditer(self.text)), len(self.text)]:
            words = self.text[start:stop].strip(" \u3000\n")
            if words:
                begin = self.text.index(words, start)
                yield Quote(self.doc, self.line, begin, begin + len(words), words, self.iri)
            start = stop

    def sentence(self, begin: int, end: int) -> Quote:
        """Return the sentences that a range touches, as one quote."""
        touched = [one for one in self.sentences() if one.begin < end and begin < one.end]
        if not touched:
            return Quote(self.doc, self.line, begin, end, self.text[begin:end], self.iri)
        first, last = touched[0].begin, touched[-1].end
        return Quote(self.doc, self.line, first, last, self.text[first:last], self.iri)


@dataclass(frozen=True, slots=True)
class Paper:
    """A document, with what of it decides whether two statements can clash."""

    id: str
    title: str
    date: str
    issuers: tuple[str, ...]
    status: str


@dataclass(frozen=True, slots=True)
class Repeat:
    """A sentence of one clause stands, exactly or nearly, in an earlier paper's clause."""

    later: str
    earlier: str
    quote: str
    before: str
    similarity: float


@dataclass(frozen=True)
class Corpus:
    """A graph's statements with their evidence, in memory; every key and end is an IRI."""

    things: Mapping[str, Thing]
    papers: Mapping[str, Paper]
    clauses: Mapping[str, ClauseText]
    claims: tuple[Claim, ...]
    restraints: tuple[Restraint, ...]
    chains: tuple[ChainText, ...]
    mentions: Mapping[str, tuple[str, ...]]
    within: Mapping[str, str]
    members: Mapping[str, tuple[str, ...]]
    broader: Mapping[str, tuple[str, ...]]
    repeats: tuple[Repeat, ...] = ()
    targets: tuple[TargetText, ...] = ()

    def name(self, iri: str) -> str:
        """Return a thing's label, or its IRI's local name where it has none."""
        thing = self.things.get(iri)
        return thing.label if thing else iri.rpartition("/")[2]

    def name_en(self, iri: str) -> str:
        """Return a thing's English label, "" where it has none."""
        thing = self.things.get(iri)
        return thing.label_en if thing else ""

    def kind(self, iri: str) -> str:
        """Return a thing's kind (region, concept, enterprise …), "" for an unknown one."""
        thing = self.things.get(iri)
        return thing.kind if thing else ""

    def above(self, region: str) -> Iterator[str]:
        """Yield a region and the regions around it, innermost first."""
        return outward(self.within, region)

    def contains(self, outer: str, inner: str) -> bool:
        """Tell whether a region is, holds, or as a group counts among its members, another."""
        inside = set(self.above(inner))
        return outer in inside or bool(inside & set(self.members.get(outer, ())))

    @cached_property
    def _by_clause(self) -> dict[str, list[Claim]]:
        found: dict[str, list[Claim]] = {}
        for claim in self.claims:
            found.setdefault(claim.quote.clause, []).append(claim)
        return found

    def claims_of(self, clause: str) -> Sequence[Claim]:
        """Return the statements of a clause, in their order."""
        return self._by_clause.get(clause, ())

    @cached_property
    def cities(self) -> tuple[str, ...]:
        """Return the cities for which a clause speaks, in the order in which papers come to them."""
        seen: dict[str, None] = {}
        for clause in self.clauses.values():
            thing = self.things.get(clause.region)
            if thing and "City" in thing.classes:
                seen.setdefault(clause.region)
        return tuple(seen)

    @cached_property
    def provinces(self) -> tuple[str, ...]:
        """Return the provinces for which a clause speaks."""
        spoken = dict.fromkeys(clause.region for clause in self.clauses.values())
        return tuple(iri for iri in spoken if iri in self.things and "Province" in self.things[iri].classes)

    @cached_property
    def _sites(self) -> dict[str, tuple[str, ...]]:
        found: dict[str, dict[str, None]] = {}
        for claim in self.claims:
            if claim.predicate == "locatedIn":
                found.setdefault(claim.subject, {}).setdefault(claim.object)
        return {thing: tuple(sites) for thing, sites in found.items()}

    def cities_of(self, iri: str) -> frozenset[str]:
        """Return the cities in which a paper says that a thing stands (a region: the cities around it)."""
        starts = (iri,) if self.kind(iri) == "region" else self._sites.get(iri, ())
        around = {outer for start in starts for outer in self.above(start)}
        for start in starts:
            around |= {outer for site in self._sites.get(start, ()) for outer in self.above(site)}
        return frozenset(outer for outer in around if outer in self.city_set)

    @cached_property
    def city_set(self) -> frozenset[str]:
        """Return every thing that is a city."""
        return frozenset(iri for iri, thing in self.things.items() if "City" in thing.classes)

    def sentence(self, quote: Quote) -> Quote:
        """Return the whole sentences that a quote stands in."""
        return self.clauses[quote.clause].sentence(quote.begin, quote.end)
