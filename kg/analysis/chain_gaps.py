"""Chain gaps: which links of a chain a city's papers name, which not, and on what evidence.

Grades, the surest first: *stated* (a paper says that it is missing: 严重依靠进口, 链条短, 国内短缺, or sets
out to break through to a key part), *intended* (a paper wants the chain complete, or longer, which speaks of
the links below the first that is there, services aside: 完善, 延伸, 拉长), *structural* (the chain has the
link, by a clause or a text that was opened, and the city names no firm, park, project or product for it),
*inferred* (the same, but only the editor says that the chain has the link).
Absence from a paper is never absence from the economy.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from kg.analysis.evidence import Ground
from kg.analysis.geography import distance, points
from kg.analysis.records import Corpus, Quote
from kg.analysis.reference import Link, ReferenceChain, reference_chains
from kg.analysis.taxonomy import words

_PRESENT_LINKS = 3
_PART = re.compile(r"[，,；;。]")


class Grade(StrEnum):
    """How sure a gap is, the surest first."""

    STATED = "stated"
    INTENDED = "intended"
    STRUCTURAL = "structural"
    INFERRED = "inferred"


class Level(StrEnum):
    """How a link is covered, the best first."""

    CARRIED = "carried"
    """A firm, park, project or institute is named for it."""
    WANTED = "wanted"
    """A statement wants it."""
    NAMED = "named"
    """Its name stands in the city's words."""
    HELD = "held"
    """It is only held back: no gap, since the city does not want it."""
    ABSENT = "absent"


_PRESENT = frozenset({Level.CARRIED, Level.WANTED, Level.NAMED})


@dataclass(frozen=True, slots=True)
class Coverage:
    """How a city's papers cover a link: by whom, and in which sentence.

    ``single`` is set where exactly one firm, park, project or institute is named for the link.
    """

    city: str
    chain: str
    link: str
    stage: str
    level: Level
    carriers: tuple[str, ...]
    quote: Quote | None
    single: bool = False


@dataclass(frozen=True, slots=True)
class Gap:
    """A gap: a link that a place's papers do not name, or words that say that a chain is wanting.

    ``chain`` and ``link`` are "" where the words belong to no reference chain, ``about`` the concepts that
    they speak of. ``nearest`` is the nearest city whose papers name the link, ``kilometres`` away.
    """

    place: str
    chain: str
    link: str
    grade: Grade
    about: tuple[str, ...]
    quote: Quote | None
    source: str
    nearest: str = ""
    kilometres: float | None = None
    nearest_quote: Quote | None = None


@dataclass(frozen=True, slots=True)
class ChainReport:
    """A city and a chain: its links, its gaps."""

    city: str
    chain: ReferenceChain
    coverage: tuple[Coverage, ...]
    gaps: tuple[Gap, ...]


def coverage(ground: Ground, city: str, chain: ReferenceChain) -> tuple[Coverage, ...]:
    """Return how a city's papers cover each link of a chain, upstream first. O(links · sentences)."""
    return tuple(_covered(ground, city, chain, link) for link in chain.links)


def _covered(ground: Ground, city: str, chain: ReferenceChain, link: Link) -> Coverage:
    namings = list(ground.namings(city, link.words))
    wanted = [naming for naming in namings if not naming.held]
    for naming in wanted:
        if carriers := ground.carriers(city, naming, link.words):
            one = len(carriers) == 1
            return Coverage(city, chain.id, link.name, link.stage, Level.CARRIED, carriers, naming.quote, one)
    if claims := ground.claimed(city, link.words):
        said = ground.corpus.sentence(claims[0].quote)
        return Coverage(city, chain.id, link.name, link.stage, Level.WANTED, (), said)
    if wanted:
        return Coverage(city, chain.id, link.name, link.stage, Level.NAMED, (), wanted[0].quote)
    if namings:
        return Coverage(city, chain.id, link.name, link.stage, Level.HELD, (), namings[0].quote)
    return Coverage(city, chain.id, link.name, link.stage, Level.ABSENT, (), None)


def present(ground: Ground, city: str, chain: ReferenceChain, found: Sequence[Coverage]) -> bool:
    """Tell whether a city's papers speak of a chain: want it by name, and name three of its links or more."""
    named = sum(1 for one in found if one.level in _PRESENT)
    return named >= _PRESENT_LINKS and bool(ground.claimed(city, chain.words))


def chain_reports(
    corpus: Corpus, *, chains: Sequence[ReferenceChain] | None = None, cities: Sequence[str] | None = None
) -> tuple[ChainReport, ...]:
    """Return every city with every chain that its papers speak of, in the order of chains and cities."""
    ground = Ground(corpus)
    used = reference_chains() if chains is None else tuple(chains)
    table = {(chain.id, city): coverage(ground, city, chain) for chain in used for city in corpus.cities}
    said = list(sentences_of_gaps(corpus, used))
    reports = []
    for chain in used:
        for city in corpus.cities if cities is None else cities:
            found = table.get((chain.id, city), ())
            if present(ground, city, chain, found):
                gaps = tuple(_gaps(corpus, city, chain, table, said))
                reports.append(ChainReport(city, chain, found, gaps))
    return tuple(reports)


def gaps(corpus: Corpus, *, chains: Sequence[ReferenceChain] | None = None) -> tuple[Gap, ...]:
    """Return all gaps: those of links, city by city, and what papers say of wanting chains; surest first."""
    used = reference_chains() if chains is None else tuple(chains)
    found = [gap for report in chain_reports(corpus, chains=used) for gap in report.gaps]
    found += sentences_of_gaps(corpus, used)
    order = list(Grade)
    return tuple(
        sorted(
            dict.fromkeys(found),
            key=lambda gap: (
                order.index(gap.grade),
                gap.place,
                gap.chain,
                gap.link,
                gap.quote.place if gap.quote else "",
                gap.quote.begin if gap.quote else 0,
            ),
        )
    )


def _gaps(
    corpus: Corpus,
    city: str,
    chain: ReferenceChain,
    table: dict[tuple[str, str], tuple[Coverage, ...]],
    said: Sequence[Gap],
) -> Iterator[Gap]:
    own = [gap for gap in said if gap.place == city and gap.chain == chain.id]
    covered = table[chain.id, city]
    first = next((place for place, one in enumerate(covered) if one.level in _PRESENT), 0)
    for place, one in enumerate(covered):
        if one.level is not Level.ABSENT:
            continue
        link = chain.links[place]
        grade = Grade.INFERRED if link.judged else Grade.STRUCTURAL
        onward = place > first and link.stage != "service"
        quote = next((gap.quote for gap in own if _intended(gap, onward=onward)), None)
        if grade is Grade.INFERRED:
            quote = None
        elif quote:
            grade = Grade.INTENDED
        near = _nearest(city, [table[chain.id, other][place] for other in corpus.cities], corpus)
        yield Gap(city, chain.id, link.name, grade, (), quote, link.source, *near)


def _intended(gap: Gap, *, onward: bool) -> bool:
    """Tell whether words want a link: a whole chain wants all, a longer one those below what is there."""
    if gap.grade is not Grade.INTENDED or gap.quote is None:
        return False
    whole = [word for word in words("complete") if word not in words("lengthen")]
    parts = [part for part in _PART.split(gap.quote.text) if _lengthens(part)]
    return onward or any(word in part for word in whole for part in parts)


def _lengthens(part: str) -> bool:
    """Tell whether a part of a sentence wants a chain longer or complete."""
    return all(_has(part, kind) for kind in ("extend_verb", "extend_noun", "complete"))


def _nearest(city: str, others: Sequence[Coverage], corpus: Corpus) -> tuple[str, float | None, Quote | None]:
    """Return the nearest city whose papers name a link, its distance and its sentence."""
    known = points()
    here = known.get(corpus.name(city))
    able = [one for one in others if one.level in _PRESENT]
    reached = [
        (distance(here, known[corpus.name(one.city)]), one)
        for one in able
        if here is not None and corpus.name(one.city) in known
    ]
    if not reached:
        return ("", None, None)
    far, one = min(reached, key=lambda pair: (pair[0], pair[1].city))
    return one.city, round(far, 1), one.quote


def sentences_of_gaps(corpus: Corpus, chains: Sequence[ReferenceChain]) -> Iterator[Gap]:
    """Yield what papers themselves say of missing parts and wanting chains, one row a sentence and grade."""
    for clause in corpus.clauses.values():
        if clause.heading or not clause.region:
            continue
        for sentence in clause.sentences():
            for grade, part in _said(sentence):
                about = _about(corpus, clause.iri, part, sentence)
                if about:
                    chain = _chain_of(chains, corpus, about, sentence.text)
                    yield Gap(clause.region, chain, "", grade, about, sentence, f"clause {sentence.place}")


def _said(sentence: Quote) -> Iterator[tuple[Grade, str]]:
    """Yield each grade that a sentence has cues of, with the comma-separated part that holds them."""
    stated = intended = ""
    for part in _PART.split(sentence.text):
        sought = _has(part, "sought_verb") and _has(part, "sought_noun")
        if not stated and (_has(part, "shortage") or sought):
            stated = part
        if not intended and _lengthens(part):
            intended = part
    if stated:
        yield Grade.STATED, stated
    if intended:
        yield Grade.INTENDED, intended


def _has(part: str, kind: str) -> bool:
    return any(word in part for word in words(kind))


def _about(corpus: Corpus, clause: str, part: str, sentence: Quote) -> tuple[str, ...]:
    """Return the concepts that a part of a sentence names, else those of the sentence."""
    for text in (part, sentence.text):
        found = []
        for iri in corpus.mentions.get(clause, ()):
            thing = corpus.things.get(iri)
            if (
                thing
                and thing.kind == "concept"
                and any(name in text for name in (thing.label, *thing.aliases))
            ):
                found.append(iri)
        if found:
            return tuple(found)
    return ()


def _chain_of(chains: Sequence[ReferenceChain], corpus: Corpus, about: tuple[str, ...], text: str) -> str:
    """Return the chain that has most of some concepts, then the one whose name a sentence says."""
    labels = {corpus.name(iri) for iri in about}
    best, chosen = (0, 0), ""
    for chain in chains:
        own = set(chain.words).union(*(link.words for link in chain.links))
        named = max((len(word) for word in chain.words if len(word) > 1 and word in text), default=0)
        score = (len(labels & own), named)
        if (named and score > best) or score[0] > max(best[0], 1):
            best, chosen = score, chain.id
    return chosen
