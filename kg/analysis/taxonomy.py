"""How two concepts hang together: the same, one above the other, or not at all, and what says so.

Four sources, the surest first: one IRI; ``skos:broader`` of the concept tree; the reference chains (two names
of one link, or a chain and its link); the names themselves (``大型炼化一体化`` is a kind of ``炼化一体化``,
``钢铁及精深加工`` is what is done with ``钢铁``; words of ``data/analysis/words.csv``). A paper's own
``includes`` is no source: it lists what a clause speaks of together.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, cached_property

from kg.analysis.records import Corpus
from kg.analysis.reference import ReferenceChain
from kg.resources import rows

_SHORTEST = 2


class Kinship(StrEnum):
    """How the second concept stands to the first."""

    SAME = "same"
    NARROWER = "narrower"
    BROADER = "broader"


@dataclass(frozen=True, slots=True)
class Relation:
    """The second concept is the same as, narrower or broader than the first; ``source`` says by what."""

    kinship: Kinship
    source: str
    steps: int = 0


@cache
def words(kind: str) -> tuple[str, ...]:
    """Return the words of a kind of ``data/analysis/words.csv``, longest first."""
    found = [row["form"] for row in rows("analysis", "words.csv") if row["kind"] == kind]
    return tuple(sorted(found, key=lambda form: (-len(form), form)))


@dataclass(frozen=True)
class Taxonomy:
    """The concepts of a corpus and how they hang together."""

    corpus: Corpus
    chains: tuple[ReferenceChain, ...] = ()

    def relation(self, one: str, other: str) -> Relation | None:
        """Return how ``other`` stands to ``one``, None if nothing says that they are akin."""
        if one == other:
            return Relation(Kinship.SAME, "concept")
        by_chain = self._by_chain(one, other)
        if by_chain and by_chain.kinship is Kinship.SAME:
            return by_chain
        found = [
            Relation(kinship, self.above(low)[high][1], self.above(low)[high][0])
            for low, high, kinship in ((other, one, Kinship.NARROWER), (one, other, Kinship.BROADER))
            if high in self.above(low)
        ]
        # 化工 is below 石油化工 in the tree, though the names alone say the reverse
        return min(found, key=lambda relation: relation.source == "name", default=by_chain)

    def above(self, concept: str) -> Mapping[str, tuple[int, str]]:
        """Return the concepts above one: how many steps up, and what says so."""
        if concept not in self._above:
            self._above[concept] = self._climb(concept)
        return self._above[concept]

    @cached_property
    def _above(self) -> dict[str, dict[str, tuple[int, str]]]:
        return {}

    def _climb(self, concept: str) -> dict[str, tuple[int, str]]:
        found: dict[str, tuple[int, str]] = {}
        edge = [concept]
        for step in range(1, 12):
            higher: list[str] = []
            for low in edge:
                for high in self.corpus.broader.get(low, ()):
                    if high not in found and high != concept:
                        found[high] = (step, "skos:broader")
                        higher.append(high)
                for high in self._by_name(low):
                    if high not in found and high != concept:
                        found[high] = (step, "name")
                        higher.append(high)
                for high, source in self._wholes.get(low, {}).items():
                    if high not in found and high != concept:
                        found[high] = (step, source)
                        higher.append(high)
            edge = higher
        return found

    def _tree(self, concept: str) -> set[str]:
        """Return what stands above a concept in the tree alone."""
        found: set[str] = set()
        edge = [concept]
        while edge:
            edge = [high for low in edge for high in self.corpus.broader.get(low, ()) if high not in found]
            found.update(edge)
        return found

    @cached_property
    def _named(self) -> dict[str, str]:
        concepts = (thing for thing in self.corpus.things.values() if thing.kind == "concept")
        return {thing.label: thing.iri for thing in concepts}

    def _by_name(self, concept: str) -> list[str]:
        """Return what a concept's name says that it is a kind, a part or a working of."""
        label = self.corpus.name(concept)
        found = []
        for ending in words("activity"):
            if label.endswith(ending) and label[: -len(ending)] in self._named:
                found.append(self._named[label[: -len(ending)]])
                break
        for start in range(1, len(label) - _SHORTEST + 1):
            if label[start:] in self._named and label[start:] not in words("activity"):
                if concept not in self._tree(self._named[label[start:]]):
                    found.append(self._named[label[start:]])
                break
        return found

    @cached_property
    def _links(self) -> dict[str, set[tuple[str, str]]]:
        """Return the links of reference chains by the IRI of what they are called."""
        found: dict[str, set[tuple[str, str]]] = {}
        for chain in self.chains:
            for link in chain.links:
                for word in link.words:
                    if word in self._named:
                        found.setdefault(self._named[word], set()).add((chain.id, link.name))
        return found

    def _links_of(self, concept: str) -> set[tuple[str, str]]:
        """Return the links that a concept, or what its name says that it is a kind of, is a name of."""
        if concept not in self._known_links:
            own = self._links.get(concept, set())
            named = {link for high in self._by_name(concept) for link in self._links.get(high, ())}
            self._known_links[concept] = own or named
        return self._known_links[concept]

    @cached_property
    def _known_links(self) -> dict[str, set[tuple[str, str]]]:
        return {}

    @cached_property
    def _wholes(self) -> dict[str, dict[str, str]]:
        """Return what links are said to be part of: concept → wholes → the chain that says so."""
        found: dict[str, dict[str, str]] = {}
        for chain in self.chains:
            for link in chain.links:
                wholes = {
                    self._named[word]: f"part:{chain.id}" for word in link.part_of if word in self._named
                }
                for word in link.words if wholes else ():
                    if word in self._named:
                        found.setdefault(self._named[word], {}).update(wholes)
        return found

    def is_sector(self, concept: str) -> bool:
        """Tell whether a concept is as general as 制造业 or 服务业: the root of a tree."""
        broader = self.corpus.broader
        return concept in self._tops and concept not in broader

    @cached_property
    def _tops(self) -> frozenset[str]:
        return frozenset(high for above in self.corpus.broader.values() for high in above)

    def link_words(self, concept: str) -> frozenset[str]:
        """Return all words of the links that a concept is a name of."""
        places = self._links_of(concept)
        return frozenset(
            word
            for chain in self.chains
            for link in chain.links
            if (chain.id, link.name) in places
            for word in link.words
        )

    @cached_property
    def _roots(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for chain in self.chains:
            for word in chain.words:
                if word in self._named:
                    found.setdefault(self._named[word], set()).add(chain.id)
        return found

    def _by_chain(self, one: str, other: str) -> Relation | None:
        mine, theirs = self._links_of(one), self._links_of(other)
        if both := mine & theirs:
            return Relation(Kinship.SAME, f"chain:{min(both)[0]}")
        if down := self._roots.get(one, set()) & {chain for chain, _ in theirs}:
            return Relation(Kinship.NARROWER, f"chain:{min(down)}", 1)
        return None

    def akin(self, concept: str, others: Iterable[str]) -> dict[str, Relation]:
        """Return which of some concepts are akin to one, and how."""
        found = {other: self.relation(concept, other) for other in others}
        return {other: relation for other, relation in found.items() if relation is not None}
