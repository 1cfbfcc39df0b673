"""Which clause repeats which: sentences that stand again, the same or nearly so.

A sentence ends at 。；！ or ？. Two are the *same* if they have the same letters and digits after NFKC, and
*near* if the Dice coefficient of their bags of character bigrams is at least :data:`NEAR`. Headings,
salutations, notes in brackets of who leads what, and sentences of fewer than :data:`SHORTEST` characters are
not compared.

Near pairs are found by prefix filtering (Chaudhuri, Ganti, Kaushik: A primitive operator for similarity
joins in data cleaning, ICDE 2006): two bags that overlap enough share one of their rarest members.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import ceil, floor

from kg.model import Clause, Document, Span
from kg.rdf.assertions import Triple
from kg.rdf.iris import clause_iri, digest, iri
from kg.rdf.literals import decimal, integer, text
from kg.rdf.vocabulary import node

SHORTEST = 15
NEAR = 0.75

_SENTENCE = re.compile(r"[^。；;！!？?]+")
_NOISE = re.compile(r"[\W_]+")
_RESPONSIBLE = re.compile(r"[（(][^（）()]*(?:牵头|配合|负责)[^（）()]*[）)]?\s*")

_Bag = frozenset[tuple[str, int]]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a clause; ``letters`` is what is compared."""

    clause: Clause
    span: Span
    letters: str


@dataclass(frozen=True, slots=True)
class Repetition:
    """``later`` repeats ``earlier``; ``similarity`` is 1 for the same letters, else below 1."""

    later: Sentence
    earlier: Sentence
    similarity: float

    @property
    def exact(self) -> bool:
        """Whether the letters are the same."""
        return self.later.letters == self.earlier.letters


def sentences(clause: Clause) -> Iterator[Sentence]:
    """Yield the sentences of a clause that are worth comparing."""
    if clause.heading:
        return
    start = clause.lead_span.end if clause.lead_span else 0
    for found in _SENTENCE.finditer(clause.text, start):
        words = found.group().strip()
        if _RESPONSIBLE.fullmatch(words) or words.endswith(("：", ":")):
            continue
        letters = _NOISE.sub("", unicodedata.normalize("NFKC", words))
        if len(letters) >= SHORTEST:
            begin = found.start() + found.group().index(words)
            yield Sentence(clause, Span(begin, begin + len(words)), letters)


def repetitions(documents: Iterable[Document]) -> list[Repetition]:
    """Return every pair of clauses of which one repeats a sentence of the other, in order of time.

    The later one is that of the later paper, or of the later line. O(n) bags are compared with the few that
    share one of their rarest bigrams.
    """
    ordered = sorted(documents, key=lambda document: (document.date, document.id))
    found = [
        sentence for document in ordered for clause in document.clauses for sentence in sentences(clause)
    ]
    pairs = dict.fromkeys(_same(found), 1.0) | _alike(found)
    return [
        Repetition(found[later], found[earlier], similarity)
        for (earlier, later), similarity in sorted(pairs.items())
        if found[earlier].clause != found[later].clause
    ]


def _same(found: list[Sentence]) -> Iterator[tuple[int, int]]:
    """Yield each repeated sentence with its first occurrence only."""
    first: dict[str, int] = {}
    for place, sentence in enumerate(found):
        if sentence.letters in first:
            yield first[sentence.letters], place
        else:
            first[sentence.letters] = place


def _alike(found: list[Sentence]) -> dict[tuple[int, int], float]:
    single = {sentence.letters: place for place, sentence in reversed(list(enumerate(found)))}
    bags = {place: _bag(letters) for letters, place in single.items()}
    frequency = Counter(member for bag in bags.values() for member in bag)
    index: dict[tuple[str, int], list[int]] = defaultdict(list)
    alike: dict[tuple[int, int], float] = {}
    for place in sorted(bags):
        bag = bags[place]
        candidates: set[int] = set()
        for member in _rarest(bag, frequency):
            candidates.update(index[member])
            index[member].append(place)
        for other in candidates:
            similarity = 2 * len(bag & bags[other]) / (len(bag) + len(bags[other]))
            if similarity >= NEAR:
                alike[other, place] = min(round(similarity, 3), 0.999)
    return alike


def _bag(letters: str) -> _Bag:
    seen: Counter[str] = Counter()
    members = []
    for start in range(len(letters) - 1):
        bigram = letters[start : start + 2]
        members.append((bigram, seen[bigram]))
        seen[bigram] += 1
    return frozenset(members)


def _rarest(bag: _Bag, frequency: Counter[tuple[str, int]]) -> list[tuple[str, int]]:
    # 2c / (a + b) >= t with c <= b gives c >= a * t / (2 - t): one of the a - c + 1 rarest is shared
    shared = ceil(len(bag) * NEAR / (2 - NEAR) - 1e-9)
    ordered = sorted(bag, key=lambda member: (frequency[member], member))
    return ordered[: floor(len(bag) - shared + 1)]


def repetition_triples(found: Iterable[Repetition]) -> Iterator[Triple]:
    """Yield the links between clauses and, for each repeated sentence, a node that quotes both."""
    for one in found:
        later, earlier = (clause_iri(s.clause.doc, s.clause.line) for s in (one.later, one.earlier))
        kind = "kgo:repeatsExactly" if one.exact else "kgo:repeatsNearly"
        yield later, node("kgo:repeats"), earlier
        yield later, node(kind), earlier
        words = (one.later.span.of(one.later.clause.text), one.earlier.span.of(one.earlier.clause.text))
        about = iri("repetition", one.later.clause.doc, one.later.clause.line, digest(earlier.value, *words))
        yield about, node("rdf:type"), node("kgo:Repetition")
        yield about, node("kgo:repeatingClause"), later
        yield about, node("kgo:repeatedClause"), earlier
        yield about, node("kgo:similarity"), decimal(one.similarity)
        yield about, node("kgo:quote"), text(words[0])
        yield about, node("kgo:repeatedQuote"), text(words[1])
        yield about, node("kgo:quoteBegin"), integer(one.later.span.start)
        yield about, node("kgo:quoteEnd"), integer(one.later.span.end)
