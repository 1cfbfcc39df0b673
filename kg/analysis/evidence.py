"""Which place's words name a thing, and who carries it there: the ground on which absence is asserted.

Absence is absence from the papers. A thing counts as named for a city where its name stands in a clause that
governs the city, or in a sentence of another clause beside the city or something that stands in it. A
sentence that speaks of three cities or more speaks for each in its item of the list, as a whole for those
that are listed by their bare names (依托沈阳、大连、本溪等地区骨干企业，…). A clause of the province that is
built on what one city has (精密轴承。依托瓦轴集团，…) speaks for it from there on.

Where a firm stands the paper says, else the gazetteer of firms, which knows their seats.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from kg.analysis.geography import seats
from kg.analysis.records import Claim, ClauseText, Corpus, Quote
from kg.analysis.taxonomy import words

CARRIERS = frozenset({"enterprise", "park", "project", "institution"})
"""Kinds of things that can carry a link of a chain."""

_LIST = 3
_PART = re.compile(r"[，；,;]")
_ITEM = re.compile(r"[^、，；,;]+")
RESTRICTED = (
    "严禁",
    "禁止",
    "限制",
    "不再",
    "淘汰",
    "严格控制",
    "退出",
    "不发展",
    "不新建",
    "不扩",
    "零增长",
    "严控",
)
"""Words by which a heading or a part of a sentence holds back what it names."""


@dataclass(frozen=True, slots=True)
class Naming:
    """A sentence that names a thing for a city; ``held`` if it only holds it back."""

    city: str
    word: str
    quote: Quote
    held: bool


@dataclass(frozen=True)
class Ground:
    """A corpus seen city by city."""

    corpus: Corpus

    @cached_property
    def spoken(self) -> dict[str, tuple[Quote, ...]]:
        """Return every sentence that speaks for a city, its own clauses' first."""
        found: dict[str, list[Quote]] = {city: [] for city in self.corpus.cities}
        elsewhere: dict[str, list[Quote]] = {city: [] for city in self.corpus.cities}
        for clause in self.corpus.clauses.values():
            if clause.region in found:
                found[clause.region] += clause.sentences()
                continue
            led = ""
            for sentence in clause.sentences():
                spoken = list(self._cities_in(clause, sentence))
                for city, part in spoken or ([(led, sentence)] if led else []):
                    elsewhere[city].append(part)
                led = led or self._led(clause, sentence)
        return {city: (*found[city], *elsewhere[city]) for city in self.corpus.cities}

    def _cities_in(self, clause: ClauseText, sentence: Quote) -> Iterator[tuple[str, Quote]]:
        """Yield the cities of a sentence, with the sentence or, in a long list, the city's item."""
        here = self._places_of[clause.iri]
        named = {
            city: [name for name in names if name in sentence.text] for city, names in sorted(here.items())
        }
        cities = [city for city, names in named.items() if names]
        items = list(_items(sentence))
        bare = {city for city, _ in _bare(self._listed(named, sentence), items)}
        for city in cities:
            if len(cities) < _LIST or city in bare:
                yield city, sentence
                continue
            for item in items:
                if any(name in item.text for name in named[city]):
                    yield city, item

    def _listed(self, named: Mapping[str, Sequence[str]], sentence: Quote) -> Iterator[tuple[str, str]]:
        """Yield cities with the names by which a list has them as a whole: their own, who is relied on."""
        leant = [part for part in _PART.split(sentence.text) if any(cue in part for cue in words("reliance"))]
        for city, names in named.items():
            bare = self.corpus.name(city).removesuffix("市")
            for name in names:
                if name == bare or any(name in part for part in leant):
                    yield city, name

    def _led(self, clause: ClauseText, sentence: Quote) -> str:
        """Return the city on which a sentence builds a clause that names things of no other, "" for none."""
        places = self._places_of[clause.iri]
        leant = [part for part in _PART.split(sentence.text) if any(cue in part for cue in words("reliance"))]
        built = any(name in part for names in places.values() for name in names for part in leant)
        return next(iter(places)) if built and len(places) == 1 else ""

    @cached_property
    def _places_of(self) -> dict[str, dict[str, set[str]]]:
        """Return the places of each clause."""
        return {clause.iri: self._places(clause) for clause in self.corpus.clauses.values()}

    def _cities_of(self, iri: str) -> frozenset[str]:
        """Return the cities where a thing stands: as the paper says, else where a firm has its seat."""
        said = self.corpus.cities_of(iri)
        seat = "" if said else seats().get(self.corpus.name(iri), "")
        return self._cities_named.get(seat, said) if self.corpus.kind(iri) == "enterprise" else said

    @cached_property
    def _cities_named(self) -> dict[str, frozenset[str]]:
        """Return the city that a division is or lies in, by the division's name."""
        regions = (thing for thing in self.corpus.things.values() if thing.kind == "region")
        return {thing.label: self.corpus.cities_of(thing.iri) for thing in regions}

    def _places(self, clause: ClauseText) -> dict[str, set[str]]:
        """Return, for each city, the names in a clause of the city and of what stands in it."""
        found: dict[str, set[str]] = {}
        for iri in self.corpus.mentions.get(clause.iri, ()):
            for city in self._cities_of(iri):
                if city in self.corpus.cities:
                    thing = self.corpus.things[iri]
                    names = {thing.label, *thing.aliases}
                    if thing.kind == "region":
                        names.add(thing.label.removesuffix("市"))
                    found.setdefault(city, set()).update(names)
        return found

    def namings(self, city: str, names: Iterable[str]) -> Iterator[Naming]:
        """Yield the sentences for a city that hold one of some names, with the longest of them."""
        ordered = sorted(names, key=lambda word: (-len(word), word))
        for sentence in self.spoken.get(city, ()):
            word = next((word for word in ordered if word in sentence.text), "")
            if word:
                yield Naming(city, word, sentence, self.held(sentence, word))

    def held(self, sentence: Quote, word: str) -> bool:
        """Tell whether a sentence only holds back what it names, judged by its comma-separated part."""
        parts = [part for part in sentence.text.split("，") if word in part]
        return bool(parts) and all(any(cue in part for cue in RESTRICTED) for part in parts)

    def carriers(self, city: str, naming: Naming, names: Sequence[str]) -> tuple[str, ...]:
        """Return the firms, parks, projects and institutes of a city that carry what a sentence names.

        Those whose own names hold one of ``names`` and, unless a firm is among them, those that the sentence
        relies on; else those that stand with the word between two commas, in a long list in its item.
        """
        found: dict[str, list[str]] = {}
        for iri in self.corpus.mentions.get(naming.quote.clause, ()):
            thing = self.corpus.things.get(iri)
            if thing is None or thing.kind not in CARRIERS:
                continue
            here = self.corpus.cities_of(iri)
            own = self.corpus.clauses[naming.quote.clause].region == city and (not here or city in here)
            called = [name for name in (thing.label, *thing.aliases) if name in naming.quote.text]
            if (own or city in self._cities_of(iri)) and called:
                found[iri] = called
        telling = {
            iri for iri, called in found.items() if any(word in name for name in called for word in names)
        }
        if any(self.corpus.kind(iri) == "enterprise" for iri in telling):
            return tuple(sorted(telling))
        parts = _PART.split(naming.quote.text)
        leant = [part for part in parts if any(cue in part for cue in words("reliance"))]
        told = telling | _in(leant, found)
        return tuple(sorted(told or _in(list(_near(parts, naming.word, found)), found)))

    def claimed(self, city: str, labels: Iterable[str]) -> tuple[Claim, ...]:
        """Return the statements by which a city's clauses want one of some concepts, by label.

        What a sentence names only to hold it back is not wanted.
        """
        found = [
            claim
            for label in set(labels)
            for claim in self._wanting.get((city, label), ())
            if not self.held(self.corpus.sentence(claim.quote), label)
        ]
        return tuple(sorted(found, key=lambda claim: (claim.quote, claim.iri)))

    @cached_property
    def _wanting(self) -> dict[tuple[str, str], list[Claim]]:
        """Return the statements that want something, by the city whose clause it is and the thing's name."""
        found: dict[tuple[str, str], list[Claim]] = {}
        for claim in self.corpus.claims:
            if claim.predicate in ("promotes", "includes", "hosts"):
                city = self.corpus.clauses[claim.quote.clause].region
                found.setdefault((city, self.corpus.name(claim.object)), []).append(claim)
        return found


def _in(parts: Sequence[str], found: Mapping[str, Sequence[str]]) -> set[str]:
    """Return the things of which a name stands in one of some parts of a sentence."""
    return {iri for iri, names in found.items() if any(name in part for part in parts for name in names)}


def _near(parts: Iterable[str], word: str, found: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """Yield the parts that hold a word; of a part that lists many things, the items that hold it."""
    for part in parts:
        if word in part:
            long = len(_in([part], found)) >= _LIST
            yield from (item for item in part.split("、") if word in item) if long else (part,)


def _bare(listed: Iterable[tuple[str, str]], items: Sequence[Quote]) -> Iterator[tuple[str, str]]:
    """Yield the cities and names that are items of a list, and the last of such (…、本溪等地区骨干企业)."""
    known, before = tuple(listed), False
    for item in items:
        here = [one for one in known if item.text.endswith(one[1]) or f"{one[1]}等" in item.text]
        yield from here or (one for one in known if before and item.text.startswith(one[1]))
        before = bool(here)


def _items(sentence: Quote) -> Iterator[Quote]:
    """Yield the items of a sentence's lists as quotes."""
    for found in _ITEM.finditer(sentence.text):
        begin = sentence.begin + found.start()
        yield replace(sentence, begin=begin, end=begin + len(found[0]), text=found[0])
