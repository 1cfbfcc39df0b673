"""How two concepts hang together: the same, one above the other, or not at all, and what says so.

Five sources, the surest first: one IRI; ``skos:broader`` of the concept tree; the names, with words of
``data/analysis/words.csv`` (大型炼化一体化 is a kind of 炼化一体化, 钢铁深加工 is what is done with 钢铁,
钢铁生产 is 钢铁, 钢铁及精深加工 holds 钢铁); ``data/analysis/wholes.csv``, for what no name says (铁合金 is a
part of 冶炼); the reference chains, for what they say outright: words that are ``alike``, ``kinds`` of a
link, a chain as a whole and its links. Two words of one link are not thereby akin: PTA and 己内酰胺 show that
a city covers the link and are two things. A paper's own ``includes`` is no source either: it lists what a
clause speaks of together.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, cached_property

from kg.analysis.records import Corpus
from kg.analysis.reference import ReferenceChain
from kg.resources import rows

_SHORTEST = 2
_AND = re.compile("[和及与、]")
_FAR = 12
"""More steps than any tree of concepts has."""


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


def _joined(label: str) -> tuple[str, ...]:
    """Return the names that a joint name puts together, none for a plain one."""
    parts = tuple(part for part in _AND.split(label) if len(part) >= _SHORTEST)
    return parts if len(parts) > 1 else ()


@dataclass(frozen=True)
class Taxonomy:
    """The concepts of a corpus and how they hang together."""

    corpus: Corpus
    chains: tuple[ReferenceChain, ...] = ()

    def relation(self, one: str, other: str) -> Relation | None:
        """Return how ``other`` stands to ``one``, None if nothing says that they are akin.

        ``steps`` counts the edges of the tree, and what a name says as one.
        """
        if one == other:
            return Relation(Kinship.SAME, "concept")
        mine, theirs = self._meaning(one), self._meaning(other)
        if mine == theirs:
            return Relation(Kinship.SAME, self._alike.get(self._base(one), ("", "name"))[1])
        for low, high, kinship in ((theirs, mine, Kinship.NARROWER), (mine, theirs, Kinship.BROADER)):
            if high in self.above(low):
                steps, source = self.above(low)[high]
                return Relation(kinship, source, steps)
        chains = {chain for link in (other, theirs) for chain in self._links.get(link, ())}
        if down := self._roots.get(one, set()) & chains:
            return Relation(Kinship.NARROWER, f"chain:{min(down)}", 1)
        return None

    def names(self, concept: str) -> frozenset[str]:
        """Return by what words a sentence names a concept: its own names and those of what is alike."""
        meanings = {self._meaning(iri) for iri in (concept, *self._by_name(concept)) if iri in self._alike}
        things = (self.corpus.things.get(iri) for iri in {concept, self._meaning(concept), *meanings})
        own = {name for thing in things if thing for name in (thing.label, *thing.aliases)}
        return frozenset(own.union(*(self._alike_words[iri] for iri in meanings)))

    def readings(self, concept: str) -> frozenset[str]:
        """Return a concept and what it is called without a word that adds nothing (钢铁行业, 钢铁)."""
        return frozenset({concept, self._base(concept)})

    def above(self, concept: str) -> Mapping[str, tuple[int, str]]:
        """Return the concepts above one: how many steps up, and what says so."""
        if concept not in self._above:
            self._above[concept] = self._climb(concept)
        return self._above[concept]

    def is_sector(self, concept: str) -> bool:
        """Tell whether a concept is as general as 制造业 or 服务业: the root of a tree."""
        return concept in self._tops and concept not in self.corpus.broader

    @cached_property
    def _above(self) -> dict[str, dict[str, tuple[int, str]]]:
        return {}

    def _climb(self, concept: str) -> dict[str, tuple[int, str]]:
        found: dict[str, tuple[int, str]] = {}
        edge = [(0, concept)]
        while edge:
            edge.sort()
            cost, low = edge.pop(0)
            for step, high, source in self._next(low):
                if high != concept and cost + step < found.get(high, (_FAR, ""))[0]:
                    found[high] = (cost + step, source)
                    edge.append((cost + step, high))
        return found

    def _next(self, low: str) -> Iterator[tuple[int, str, str]]:
        """Yield what stands right above a concept: how far, what, and what says so."""
        own = self.corpus.name(low)
        for high in self.corpus.broader.get(low, ()):
            # a name says more than the tree: 石油化工 is a kind of 化工, 船舶 a part of 船舶和海洋工程装备
            above = self.corpus.name(high)
            if not above.endswith(own) and above not in _joined(own):
                yield 1, self._meaning(high), "skos:broader"
        for high in self._by_name(low):
            yield 1, self._meaning(high), "name"
        for high in self._joint.get(own, ()):
            yield 1, self._meaning(high), "name"
        for high, source in self._wholes.get(low, {}).items():
            yield 1, self._meaning(high), source

    @cached_property
    def _named(self) -> dict[str, str]:
        concepts = (thing for thing in self.corpus.things.values() if thing.kind == "concept")
        return {thing.label: thing.iri for thing in concepts}

    def _base(self, concept: str) -> str:
        """Return what a concept is called without a word that adds nothing: 钢铁生产 is 钢铁."""
        label = self.corpus.name(concept)
        bare = next((label.removesuffix(end) for end in words("neutral") if label.endswith(end)), label)
        return self._named.get(bare, concept)

    def _meaning(self, concept: str) -> str:
        """Return the one concept that stands for all that mean the same."""
        base = self._base(concept)
        return self._alike[base][0] if base in self._alike else base

    @cached_property
    def _alike(self) -> dict[str, tuple[str, str]]:
        """Return, for words that reference chains call alike, the first of them and the chain."""
        found: dict[str, tuple[str, str]] = {}
        for chain in self.chains:
            for link in chain.links:
                known = [self._named[word] for word in link.alike if word in self._named]
                found |= {iri: (first, f"chain:{chain.id}") for first in known[:1] for iri in known}
        return found

    @cached_property
    def _alike_words(self) -> dict[str, tuple[str, ...]]:
        """Return all words that are alike by the concept that stands for them."""
        alike = (link.alike for chain in self.chains for link in chain.links)
        known = ((next((w for w in group if w in self._named), ""), group) for group in alike)
        return {self._named[first]: group for first, group in known if first}

    def _by_name(self, concept: str) -> list[str]:
        """Return what a concept's name says that it is a kind, a part or a working of.

        A joint name is a kind of none of its parts, but of what its last part is a kind or a working of.
        """
        label = self.corpus.name(concept)
        parts = _joined(label)
        if parts:
            last = self._named.get(parts[-1])
            return self._by_name(last) if last else []
        found = []
        for ending in words("activity"):
            if label.endswith(ending) and label[: -len(ending)] in self._named:
                found.append(self._named[label[: -len(ending)]])
                break
        for start in range(1, len(label) - _SHORTEST + 1):
            if label[start:] in self._named and label[start:] not in words("activity"):
                found.append(self._named[label[start:]])
                break
        return found

    @cached_property
    def _joint(self) -> dict[str, list[str]]:
        """Return, by their names, the concepts that joint names put together: 船舶 of 船舶和海洋工程装备."""
        found: dict[str, list[str]] = {}
        for label, iri in sorted(self._named.items()):
            for part in _joined(label):
                found.setdefault(part, []).append(iri)
        return found

    @cached_property
    def _links(self) -> dict[str, set[str]]:
        """Return the reference chains in which a concept is the name of a link."""
        found: dict[str, set[str]] = {}
        for chain in self.chains:
            for word in (word for link in chain.links for word in link.words if word in self._named):
                found.setdefault(self._named[word], set()).add(chain.id)
        return found

    @cached_property
    def _wholes(self) -> dict[str, dict[str, str]]:
        """Return what things are said to be parts or kinds of: concept → wholes → what says so."""
        said = [
            (row["part"], row["whole"], f"whole:{row['source']}") for row in rows("analysis", "wholes.csv")
        ]
        said += [
            (word, link.name, f"kind:{chain.id}")
            for chain in self.chains
            for link in chain.links
            for word in link.kinds
        ]
        found: dict[str, dict[str, str]] = {}
        for word, whole, source in said:
            if word in self._named and whole in self._named:
                found.setdefault(self._named[word], {}).setdefault(self._named[whole], source)
        return found

    @cached_property
    def _tops(self) -> frozenset[str]:
        return frozenset(high for above in self.corpus.broader.values() for high in above)

    @cached_property
    def _roots(self) -> dict[str, set[str]]:
        """Return the chains of which a concept names the whole, not one of the links as well."""
        found: dict[str, set[str]] = {}
        for chain in self.chains:
            within = {word for link in chain.links for word in link.words}
            for word in chain.words:
                if word in self._named and word not in within and not _joined(word):
                    found.setdefault(self._named[word], set()).add(chain.id)
        return found
