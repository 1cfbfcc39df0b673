"""Paper against paper: what the later one added, repeated and did not repeat, by concept and by sentence.

Silence is not withdrawal. A concept that a later paper does not repeat may be outside its subject, so each
row says whether it is inside the other paper's scope: whether it (or, of a sentence, a concept that it names)
hangs under an industry that the other paper's own headings name.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from kg.analysis.matrix import industry_of
from kg.analysis.records import Claim, Corpus, Quote
from kg.errors import UsageError

_NEAR = 0.8
_SHORTEST = 12
_LEAD = 20


class Change(StrEnum):
    """What the later paper did with something."""

    ADDED = "added"
    REPEATED = "repeated"
    NOT_REPEATED = "notRepeated"


@dataclass(frozen=True, slots=True)
class ConceptChange:
    """A concept that one paper, or both, want or hold back; quotes are the first of each paper."""

    concept: str
    polarity: str
    change: Change
    in_scope: bool
    before: Quote | None
    after: Quote | None


@dataclass(frozen=True, slots=True)
class SentenceChange:
    """A sentence of one paper with its nearest in the other; ``similarity`` from 0 to 1, 1 word for word."""

    change: Change
    in_scope: bool
    before: Quote | None
    after: Quote | None
    similarity: float


def in_order(corpus: Corpus) -> tuple[str, str]:
    """Return the ids of the two papers, the earlier first; UsageError unless two have dates."""
    dated = sorted((paper.date, paper.id) for paper in corpus.papers.values() if paper.date)
    if len(dated) < 2:
        raise UsageError(
            "papers are compared two at a time by their dates; the graph has fewer than two dated"
        )
    return dated[0][1], dated[-1][1]


def concept_changes(corpus: Corpus, before: str, after: str) -> tuple[ConceptChange, ...]:
    """Return what became of each concept, those that the later paper does not repeat first."""
    rows = []
    known = scopes(corpus)
    for polarity in ("promoted", "restricted"):
        old, new = _spoken(corpus, before, polarity), _spoken(corpus, after, polarity)
        for concept in sorted({*old, *new}):
            change = _change(concept in old, concept in new)
            other = after if change is Change.NOT_REPEATED else before
            inside = change is Change.REPEATED or known.inside(concept, other)
            rows.append(ConceptChange(concept, polarity, change, inside, old.get(concept), new.get(concept)))
    order = [Change.NOT_REPEATED, Change.REPEATED, Change.ADDED]
    return tuple(sorted(rows, key=lambda row: (order.index(row.change), not row.in_scope, row.concept)))


def _change(old: bool, new: bool) -> Change:
    if old and new:
        return Change.REPEATED
    return Change.NOT_REPEATED if old else Change.ADDED


def _spoken(corpus: Corpus, doc: str, polarity: str) -> dict[str, Quote]:
    found: dict[str, Quote] = {}
    if polarity == "restricted":
        for held in corpus.restraints:
            if held.quote.doc == doc:
                found.setdefault(held.concept, corpus.sentence(held.quote))
        return found
    for claim in corpus.claims:
        if claim.quote.doc == doc and _wants(corpus, claim):
            found.setdefault(claim.object, corpus.sentence(claim.quote))
    return found


def _wants(corpus: Corpus, claim: Claim) -> bool:
    return claim.predicate in ("promotes", "includes") and corpus.kind(claim.object) == "concept"


@dataclass(frozen=True)
class Scopes:
    """Which industries each paper's headings name, and under which industries each concept hangs."""

    headings: Mapping[str, frozenset[str]]
    homes: Mapping[str, frozenset[str]]

    def inside(self, concept: str, doc: str) -> bool:
        """Tell whether a concept hangs under an industry that a paper's headings name."""
        return bool(self.homes.get(concept, frozenset({concept})) & self.headings.get(doc, frozenset()))


def scopes(corpus: Corpus) -> Scopes:
    """Return the papers' scopes; a concept outside the tree is at home where clauses list it."""
    tree = {*corpus.broader, *(high for above in corpus.broader.values() for high in above)}
    homes: dict[str, set[str]] = {concept: {industry_of(corpus, concept)} for concept in tree}
    for claim in corpus.claims:
        if claim.predicate == "includes" and claim.object not in tree:
            homes.setdefault(claim.object, {claim.object}).add(industry_of(corpus, claim.subject))
    headings = {paper.id: _headed(corpus, paper.id) for paper in corpus.papers.values()}
    return Scopes(headings, {concept: frozenset(found) for concept, found in homes.items()})


def _headed(corpus: Corpus, doc: str) -> frozenset[str]:
    """Return the industries (one step below a root of the tree) that a paper's headings name."""
    found: set[str] = set()
    for clause in corpus.clauses.values():
        if clause.doc != doc:
            continue
        words = "".join(clause.headings) + clause.text[: None if clause.heading else _LEAD]
        for iri in corpus.mentions.get(clause.iri, ()):
            thing = corpus.things.get(iri)
            names = (thing.label, *thing.aliases) if thing and thing.kind == "concept" else ()
            if any(name in words for name in names):
                found.add(industry_of(corpus, iri))
    return frozenset(found)


def sentence_changes(corpus: Corpus, before: str, after: str) -> tuple[SentenceChange, ...]:
    """Return each sentence of both papers of at least 12 characters with its nearest in the other.

    Candidates share most runs of three characters (Broder 1997); the ratio of matching characters
    (Ratcliff and Obershelp 1988) decides: 0.8 or more is a repetition. O(sentences of both).
    """
    old, new = _sentences(corpus, before), _sentences(corpus, after)
    known = scopes(corpus)
    taken: set[int] = set()
    rows = []
    for sentence in old:
        at, score = _nearest(sentence, new)
        if score >= _NEAR:
            taken.add(at)
            rows.append(SentenceChange(Change.REPEATED, True, sentence, new[at], round(score, 4)))
        else:
            inside = _inside(corpus, sentence, after, known)
            rows.append(SentenceChange(Change.NOT_REPEATED, inside, sentence, None, round(score, 4)))
    for at, sentence in enumerate(new):
        if at not in taken:
            near, score = _nearest(sentence, old)
            if score >= _NEAR:
                rows.append(SentenceChange(Change.REPEATED, True, old[near], sentence, round(score, 4)))
            else:
                inside = _inside(corpus, sentence, before, known)
                rows.append(SentenceChange(Change.ADDED, inside, None, sentence, round(score, 4)))
    return tuple(rows)


def _sentences(corpus: Corpus, doc: str) -> list[Quote]:
    return [
        sentence
        for clause in corpus.clauses.values()
        if clause.doc == doc and not clause.heading
        for sentence in clause.sentences()
        if len(sentence.text) >= _SHORTEST
    ]


def _runs(text: str) -> frozenset[str]:
    return frozenset(text[at : at + 3] for at in range(len(text) - 2))


def _nearest(sentence: Quote, others: list[Quote]) -> tuple[int, float]:
    mine = _runs(sentence.text)
    best, score = -1, 0.0
    for at, other in enumerate(others):
        theirs = _runs(other.text)
        overlap = 2 * len(mine & theirs) / max(len(mine) + len(theirs), 1)
        if overlap > max(score - 0.15, 0.4):
            ratio = SequenceMatcher(None, sentence.text, other.text, autojunk=False).ratio()
            if ratio > score:
                best, score = at, ratio
    return best, score


def _inside(corpus: Corpus, sentence: Quote, doc: str, known: Scopes) -> bool:
    """Tell whether a sentence names a concept inside a paper's scope."""
    named = (corpus.things.get(iri) for iri in corpus.mentions.get(sentence.clause, ()))
    return any(
        thing.label in sentence.text and known.inside(thing.iri, doc)
        for thing in named
        if thing is not None and thing.kind == "concept"
    )
