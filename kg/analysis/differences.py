"""What one graph or paper says that another does not: added, dropped, changed, by the thing it is said of.

Two things said are the same matter where they are said of the same thing, in the same relation, about the
same object, whatever clause says them: a line that moved or a paper that was read again is no difference. A
matter on both sides has changed where what is said of it (strength, time, mode, scope, threshold, number,
order) differs.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from kg.analysis.records import Corpus, Quote
from kg.model import Mode, Scope
from kg.rdf.assertions import MODE_WORDS, PREDICATE_WORDS, SCOPE_WORDS


class Kind(StrEnum):
    """What became of a matter."""

    ADDED = "added"
    DROPPED = "dropped"
    CHANGED = "changed"


RELATIONS = {**PREDICATE_WORDS, "restricts": "约束", "target": "指标", "chain": "产业链"}
"""The relations that are compared, with their Chinese words."""


@dataclass(frozen=True, slots=True, order=True)
class Matter:
    """Of what thing (an IRI), in which relation, about what: an IRI, or words where it has none."""

    entity: str
    relation: str
    object: str


@dataclass(frozen=True, slots=True, order=True)
class Words:
    """What a clause says of a matter, "" where it only says it, with its quote and its paper's date."""

    value: str
    quote: Quote
    date: str


@dataclass(frozen=True, slots=True)
class Difference:
    """A matter that differs, with all that each side says of it, in order of value, paper and line."""

    kind: Kind
    matter: Matter
    name: str
    object: str
    before: tuple[Words, ...]
    after: tuple[Words, ...]

    @property
    def values(self) -> tuple[str, str]:
        """What each side says of the matter, each value once."""
        return "；".join(sorted(_values(self.before))), "；".join(sorted(_values(self.after)))

    @property
    def shown(self) -> Words:
        """The words to show where there is room for one side: the later ones, if any."""
        return (self.after or self.before)[0]


def differences(before: Corpus, after: Corpus, *, docs: tuple[str, str] = ("", "")) -> tuple[Difference, ...]:
    """Return what differs from one graph to another, sorted by the name of the thing, relation and object.

    ``docs`` are ids of papers: of that side, only what the paper says counts; "" is the whole graph.
    Complexity: linear in what both say, but for sorting.
    """
    old, new = (_said(*side) for side in zip((before, after), docs, strict=True))
    found = [
        Difference(kind, matter, *_names(matter, before, after), old.get(matter, ()), new.get(matter, ()))
        for matter in {*old, *new}
        if (kind := _kind(old.get(matter, ()), new.get(matter, ()))) is not None
    ]
    return tuple(sorted(found, key=lambda one: (one.name, one.matter)))


def concerning(found: Iterable[Difference], thing: str) -> tuple[Difference, ...]:
    """Return the differences that are said of a thing or about it."""
    return tuple(one for one in found if thing in (one.matter.entity, one.matter.object))


def _kind(old: tuple[Words, ...], new: tuple[Words, ...]) -> Kind | None:
    if not old:
        return Kind.ADDED
    if not new:
        return Kind.DROPPED
    return None if _values(old) == _values(new) else Kind.CHANGED


def _values(said: Iterable[Words]) -> set[str]:
    """Return what is said of a matter; that it is said once more without a strength or time adds nothing."""
    return {words.value for words in said if words.value}


def _said(corpus: Corpus, doc: str) -> dict[Matter, tuple[Words, ...]]:
    found: dict[Matter, set[Words]] = defaultdict(set)
    dates = {paper.id: paper.date for paper in corpus.papers.values()}
    for matter, value, quote in _all(corpus):
        if doc in ("", quote.doc):
            found[matter].add(Words(value, quote, dates.get(quote.doc, "")))
    return {matter: tuple(sorted(said)) for matter, said in found.items()}


def _all(corpus: Corpus) -> Iterator[tuple[Matter, str, Quote]]:
    for claim in corpus.claims:
        named = corpus.name(claim.object) if corpus.kind(claim.object) == "section" else claim.object
        yield Matter(claim.subject, claim.predicate, named), _joined(claim.strength, claim.when), claim.quote
    for held in corpus.restraints:
        how = f"{MODE_WORDS[Mode(held.mode)]}{SCOPE_WORDS[Scope(held.scope)]}"
        value = _joined(how, held.threshold, held.when)
        yield Matter(held.place, "restricts", held.concept), value, held.quote
    for target in corpus.targets:
        value = f"{target.baseline} → {target.value}" if target.baseline else target.value
        year = f"（{target.year}）" if target.year else ""
        yield Matter(target.place, "target", f"{target.indicator}{year}"), value, target.quote
    for chain in corpus.chains:
        stages = " → ".join(words for words, _ in chain.stages)
        yield Matter(chain.place, "chain", chain.name), stages, chain.quote


def _joined(*parts: str) -> str:
    return " ".join(part for part in parts if part)


def _names(matter: Matter, *corpora: Corpus) -> tuple[str, str]:
    """Return the names of a matter's thing and object, as the first graph that knows them has them."""
    return _name(matter.entity, corpora), _name(matter.object, corpora)


def _name(iri: str, corpora: tuple[Corpus, ...]) -> str:
    known = next((corpus for corpus in corpora if iri in corpus.things), corpora[0])
    return known.name(iri) if "://" in iri else iri
