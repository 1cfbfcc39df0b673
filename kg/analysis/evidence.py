"""Which place's words name a thing, and who carries it there: the ground on which absence is asserted.

Absence is absence from the papers. A thing counts as named for a city where its name stands in a clause that
governs the city, or in a sentence of another clause beside the city or something that stands in it; in a
sentence that speaks of three cities or more, in the same item of the list.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from kg.analysis.records import Claim, ClauseText, Corpus, Quote
from kg.analysis.taxonomy import words

CARRIERS = frozenset({"enterprise", "park", "project", "institution"})
"""Kinds of things that can carry a link of a chain."""

_LIST = 3
_PART = re.compile(r"[，；,;]")
_ITEM = re.compile(r"[^、，；,;]+")
RESTRICTED = ("严禁", "禁止", "限制", "不再", "淘汰", "严格控制", "退出", "不发展", "不新建", "不扩")
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
            own = clause.region if clause.region in found else ""
            for sentence in clause.sentences():
                if own:
                    found[own].append(sentence)
                else:
                    for city, part in self._cities_in(clause, sentence):
                        elsewhere[city].append(part)
        return {city: (*found[city], *elsewhere[city]) for city in self.corpus.cities}

    def _cities_in(self, clause: ClauseText, sentence: Quote) -> Iterator[tuple[str, Quote]]:
        """Yield the cities of a sentence, with the sentence or, in a long list, the city's item."""
        here = self._places(clause)
        named = {
            city: [name for name in names if name in sentence.text] for city, names in sorted(here.items())
        }
        cities = [city for city, names in named.items() if names]
        for city in cities:
            if len(cities) < _LIST:
                yield city, sentence
                continue
            for item in _items(sentence):
                if any(name in item.text for name in named[city]):
                    yield city, item

    def _places(self, clause: ClauseText) -> dict[str, set[str]]:
        """Return, for each city, the names in a clause of the city and of what stands in it."""
        found: dict[str, set[str]] = {}
        for iri in self.corpus.mentions.get(clause.iri, ()):
            for city in self.corpus.cities_of(iri):
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
            if (own or city in here) and called:
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
        """Return the statements by which a city's clauses want one of some concepts, by label."""
        wanted = set(labels)
        found = [claim for label in wanted for claim in self._wanting.get((city, label), ())]
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


def _items(sentence: Quote) -> Iterator[Quote]:
    """Yield the items of a sentence's lists as quotes."""
    for found in _ITEM.finditer(sentence.text):
        begin = sentence.begin + found.start()
        yield replace(sentence, begin=begin, end=begin + len(found[0]), text=found[0])
