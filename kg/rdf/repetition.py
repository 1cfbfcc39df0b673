"""Which clause repeats which: sentences that stand again, the same or nearly so.

A sentence ends at 。；！ or ？. Two are the *same* if they have the same letters and digits after NFKC, and
*near* if the Dice coefficient of their bags of character bigrams is at least :data:`NEAR`, or if more than
half of the phrases of one stand in the other, the same or nearly so: at least two of them, which together are
no shorter than a sentence. Headings, salutations, notes in brackets of who leads what, and sentences of fewer
than :data:`SHORTEST` characters are not compared.

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
SHORTEST_PHRASE = 6
COMMON = 20
"""A phrase that stands in more sentences than this is a formula of the genre and tells nothing."""
MOST = 32
"""With how many earlier ones a sentence is paired at most, the earliest: a line that a thousand papers vary
would give half a million pairs."""

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
    """``later`` repeats ``earlier``; ``similarity`` is 1 for the same letters, else below 1.

    It is the Dice coefficient of near sentences; of those that share the greater part of one's phrases, the
    share of its letters.
    """

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

    The later one is that of the later paper, or of the later line. O(n) bags, of sentences and of their
    phrases, are compared with the first :data:`MOST` that share each of their rarest bigrams, until
    :data:`MOST` are near.
    """
    ordered = sorted(documents, key=lambda document: (document.date, document.id))
    found = [
        sentence for document in ordered for clause in document.clauses for sentence in sentences(clause)
    ]
    pairs = _in_part(found) | dict.fromkeys(_same(found), 1.0) | _alike(found)
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
    return _near({place: _bag(letters) for letters, place in single.items()})


def _near(bags: dict[int, _Bag]) -> dict[tuple[int, int], float]:
    """Return the pairs of bags that are near, each with its Dice coefficient."""
    frequency = Counter(member for bag in bags.values() for member in bag)
    index: dict[tuple[str, int], list[int]] = defaultdict(list)
    alike: dict[tuple[int, int], float] = {}
    for place in sorted(bags):
        bag = bags[place]
        candidates: set[int] = set()
        for member in _rarest(bag, frequency):
            candidates.update(index[member])
            if len(index[member]) < MOST:
                index[member].append(place)
        near = 0
        for other in sorted(candidates):
            similarity = 2 * len(bag & bags[other]) / (len(bag) + len(bags[other]))
            if similarity >= NEAR:
                alike[other, place] = min(round(similarity, 3), 0.999)
                near += 1
                if near == MOST:
                    break
    return alike


_PHRASE_END = re.compile("[，,：:]")


def _in_part(found: list[Sentence]) -> dict[tuple[int, int], float]:
    """Return the pairs of sentences of which one shares more than half of its phrases with the other."""
    parts = [_phrases(sentence) for sentence in found]
    places: dict[str, list[int]] = defaultdict(list)
    for place, phrases in enumerate(parts):
        for phrase in phrases:
            places[phrase].append(place)
    shared: dict[tuple[int, int], set[str]] = defaultdict(set)
    for phrase, other in _twins(places):
        for one in places[phrase]:
            for two in places[other]:
                if one != two:
                    shared[one, two].add(phrase)
    pairs: dict[tuple[int, int], float] = {}
    for (one, two), repeated in sorted(shared.items()):
        size = sum(map(len, repeated))
        if len(repeated) > 1 and 2 * len(repeated) > len(parts[one]) and size >= SHORTEST:
            share = min(round(size / len(found[one].letters), 3), 0.999)
            key = (min(one, two), max(one, two))
            pairs[key] = max(share, pairs.get(key, 0.0))
    return pairs


def _phrases(sentence: Sentence) -> frozenset[str]:
    words = unicodedata.normalize("NFKC", sentence.span.of(sentence.clause.text))
    phrases = (_NOISE.sub("", phrase) for phrase in _PHRASE_END.split(words))
    return frozenset(phrase for phrase in phrases if len(phrase) >= SHORTEST_PHRASE)


def _twins(places: dict[str, list[int]]) -> Iterator[tuple[str, str]]:
    """Yield each phrase with each that is the same or near, without the formulas of the genre."""
    telling = [phrase for phrase in sorted(places) if len(places[phrase]) <= COMMON]
    for phrase in telling:
        yield phrase, phrase
    for one, two in sorted(_near({number: _bag(phrase) for number, phrase in enumerate(telling)})):
        yield telling[one], telling[two]
        yield telling[two], telling[one]


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
