"""Where statements pull apart: a promotion and a restriction of one concept, or of one above the other.

Each pair is compared by issuer, place, scope, threshold and time, and named by what keeps it from being a
contradiction, if anything does:

===========================  ===============================================================================
scoped exception             the restriction touches a part only: a size, a grade, places outside named bases,
                             what is not kept; or it takes one kind out of what is promoted
capacity cap                 only new capacity or new plants are held back
upgrade and cap              the same in one place that promotes a better kind (高端, 精深加工, 转型升级)
spatial differentiation      one issuer, different places
contradiction                one place, overlapping scope and time, or different issuers
===========================  ===============================================================================

``kind`` is the first that holds in this order, ``also`` the others that hold too: a city's ban of large
plants that its province promotes is a scoped exception and spatial differentiation. Statements whose times do
not overlap, and restrictions in places that have nothing to do with the promotion's issuer, are no pair.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from kg.analysis.records import Claim, Corpus, Quote, Restraint
from kg.analysis.reference import reference_chains
from kg.analysis.taxonomy import Kinship, Relation, Taxonomy, words


class Kind(StrEnum):
    """Why a promotion and a restriction stand side by side."""

    SCOPED_EXCEPTION = "scopedException"
    UPGRADE_AND_CAP = "upgradeAndCap"
    CAPACITY_CAP = "capacityCap"
    SPATIAL = "spatialDifferentiation"
    CONTRADICTION = "contradiction"


class Place(StrEnum):
    """How the restriction's place stands to the promotion's."""

    SAME = "same"
    INSIDE = "inside"
    AROUND = "around"
    APART = "apart"


PARTIAL = frozenset({"size", "grade", "outsideNamedBases", "existingKept"})
CAPS = frozenset({"newCapacity", "newBuild"})
_LONG = 400
_FAR = 1
"""Steps of the concept tree that a pair in different places may be apart."""


@dataclass(frozen=True, slots=True)
class Want:
    """A promotion: a place wants a concept, in a sentence; ``sites`` are the cities of who it relies on."""

    place: str
    concept: str
    claim: Claim
    sentence: Quote
    sites: frozenset[str]


@dataclass(frozen=True, slots=True)
class Tension:
    """A promotion against a restriction, with how they compare and both quotes.

    ``kinship`` is how the restricted concept stands to the promoted one. ``wants`` and ``holds`` are the
    IRIs of all statements that make the same pair; the quotes are the first of them.
    """

    kind: Kind
    also: tuple[Kind, ...]
    promoted: str
    promoted_in: str
    restricted: str
    restricted_in: str
    kinship: Kinship
    kinship_source: str
    mode: str
    scope: str
    threshold: str
    kept: tuple[str, ...]
    place: Place
    same_issuer: bool
    when: str
    want: Quote
    hold: Quote
    wants: tuple[str, ...]
    holds: tuple[str, ...]
    plain: int
    """How many characters of a name of what is held back the promotion's sentence says; 0 if none."""


def tensions(corpus: Corpus, *, city: str = "") -> tuple[Tension, ...]:
    """Return every pair that pulls apart, contradictions first; ``city`` keeps those that touch a city.

    Complexity: promotions times restrictions of akin concepts.
    """
    taxonomy = Taxonomy(corpus, reference_chains())
    wants = list(wanted(corpus))
    concepts = sorted({want.concept for want in wants})
    by_concept: dict[str, list[Want]] = defaultdict(list)
    for want in wants:
        by_concept[want.concept].append(want)
    found: dict[tuple[str, ...], list[Tension]] = defaultdict(list)
    for held in corpus.restraints:
        for concept in concepts:
            relation = taxonomy.relation(concept, held.concept)
            if relation is None or (relation.kinship is Kinship.NARROWER and taxonomy.is_sector(concept)):
                continue
            names = {corpus.name(held.concept), held.surface, *taxonomy.link_words(held.concept)}
            for want in by_concept[concept]:
                made = _pair(corpus, want, held, relation, names)
                if made is not None and (not city or city in (made.promoted_in, made.restricted_in)):
                    key = (made.promoted, made.promoted_in, made.restricted, made.restricted_in)
                    found[(*key, made.mode, made.scope, made.threshold)].append(made)
    order = [Kind.CONTRADICTION, *(kind for kind in Kind if kind is not Kind.CONTRADICTION)]
    merged = (_merged(group) for group in found.values())
    return tuple(
        sorted(
            merged,
            key=lambda one: (
                order.index(one.kind),
                *(one.restricted_in, one.restricted, one.promoted_in, one.promoted),
                *(one.mode, one.scope, one.threshold),
            ),
        )
    )


def wanted(corpus: Corpus) -> Iterator[Want]:
    """Yield what places want: ``promotes`` of a region, and what an industry ``includes`` in its clause.

    What a clause holds back it does not want as a whole, whatever its heading is called (水泥行业：…): such
    a concept, and one above it, is no promotion there; a better kind of it (高标号水泥) is.
    """
    sites = _sites(corpus)
    held_back = _held_back(corpus)
    for claim in corpus.claims:
        if claim.object in held_back.get((claim.quote.clause, claim.place), ()):
            continue
        if claim.cue in words("use_cue"):
            continue
        direct = claim.predicate == "promotes" and corpus.kind(claim.subject) == "region"
        listed = claim.predicate == "includes" and corpus.kind(claim.subject) == "concept"
        if (direct or listed) and corpus.kind(claim.object) == "concept":
            sentence = corpus.sentence(claim.quote)
            near = frozenset(site for site in sites[claim.quote.clause] if site != claim.place)
            yield Want(claim.place, claim.object, claim, sentence, near)


def _held_back(corpus: Corpus) -> dict[tuple[str, str], set[str]]:
    """Return, for each clause and place, the concepts that it restricts and those above them in the tree."""
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for held in corpus.restraints:
        edge = {held.concept}
        while edge:
            found[held.quote.clause, held.place] |= edge
            edge = {high for low in edge for high in corpus.broader.get(low, ())}
    return found


def _sites(corpus: Corpus) -> dict[str, frozenset[str]]:
    """Return the cities of the firms that each clause relies on."""
    found: dict[str, set[str]] = defaultdict(set)
    for claim in corpus.claims:
        if claim.predicate == "reliesOn" and corpus.kind(claim.object) == "enterprise":
            found[claim.quote.clause] |= corpus.cities_of(claim.object)
    return defaultdict(frozenset, {clause: frozenset(cities) for clause, cities in found.items()})


def _pair(corpus: Corpus, want: Want, held: Restraint, relation: Relation, names: set[str]) -> Tension | None:
    """Return a pair as a row, None where it is none.

    Away from the promotion's own place, and for a chain against its link, a reference chain alone is too
    weak a tie: the promotion's sentence must name what is held back, by one of ``names``.
    """
    place = place_of(corpus, want, held)
    same_issuer = bool(set(want.claim.issuers) & set(held.issuers)) or not (
        want.claim.issuers and held.issuers
    )
    if not _overlap(want.claim, held) or (place is Place.APART and not same_issuer):
        return None
    if held.scope == "outsideNamedBases" and not _touched(corpus, want, held, relation, place):
        return None
    sentence = _telling(corpus, want, names)
    away = place in (Place.APART, Place.INSIDE)
    if away and (relation.steps > _FAR or relation.kinship is Kinship.BROADER):
        return None
    by_chain = relation.source.startswith("chain:")
    plain = max((len(name) for name in names if name in sentence.text), default=0)
    if by_chain and (away or relation.kinship is Kinship.NARROWER) and not plain:
        return None
    if want.claim.quote.clause == held.quote.clause and _same_words(want, held):
        return None
    kinds = list(dict.fromkeys(classify(want, held, relation.kinship, place, same_issuer=same_issuer)))
    return Tension(
        kind=kinds[0],
        also=tuple(kinds[1:]),
        promoted=want.concept,
        promoted_in=want.place,
        restricted=held.concept,
        restricted_in=held.place,
        kinship=relation.kinship,
        kinship_source=relation.source,
        mode=held.mode,
        scope=held.scope,
        threshold=held.threshold,
        kept=held.kept,
        place=place,
        same_issuer=same_issuer,
        when=held.when,
        want=sentence,
        hold=corpus.sentence(held.quote),
        wants=(want.claim.iri,),
        holds=(held.iri,),
        plain=plain,
    )


def _telling(corpus: Corpus, want: Want, names: set[str]) -> Quote:
    """Return a promotion's sentence; of a heading, with what follows until it says one of ``names``."""
    first = want.sentence
    if not want.claim.rule.endswith(":lead") or any(name in first.text for name in names):
        return first
    clause = corpus.clauses[first.clause]
    after = [sentence for sentence in clause.sentences() if sentence.begin >= first.end]
    naming = next((sentence for sentence in after if any(name in sentence.text for name in names)), None)
    last = naming or (after[0] if after else first)
    if last.end - first.begin > _LONG:
        return naming or first
    return clause.sentence(first.begin, last.end)


def _touched(corpus: Corpus, want: Want, held: Restraint, relation: Relation, place: Place) -> bool:
    """Tell whether a ban outside named bases touches a promotion: not that of a city that has a base.

    Of what the province itself promotes only the concept that is banned elsewhere is shown.
    """
    if place is Place.AROUND:
        bases = corpus.mentions.get(held.quote.clause, ())
        return not any(want.place in corpus.cities_of(base) for base in bases)
    return place is not Place.SAME or relation.kinship is Kinship.SAME


def place_of(corpus: Corpus, want: Want, held: Restraint) -> Place:
    """Return how a restriction's place stands to a promotion's, whose firms' cities count as its places."""
    if held.place == want.place or held.place in want.sites:
        return Place.SAME
    if corpus.contains(want.place, held.place):
        return Place.INSIDE
    if corpus.contains(held.place, want.place):
        return Place.AROUND
    return Place.APART


def classify(
    want: Want, held: Restraint, kinship: Kinship, place: Place, *, same_issuer: bool
) -> Iterator[Kind]:
    """Yield what a pair is, the most telling first."""
    elsewhere = place in (Place.INSIDE, Place.APART)
    caps = held.scope in CAPS or (held.scope == "existingKept" and not elsewhere)
    if held.scope in PARTIAL and not caps:
        yield Kind.SCOPED_EXCEPTION
    if caps:
        yield Kind.UPGRADE_AND_CAP if not elsewhere and upgrades(want, kinship) else Kind.CAPACITY_CAP
    if held.scope in PARTIAL and caps:
        yield Kind.SCOPED_EXCEPTION
    if elsewhere and same_issuer:
        yield Kind.SPATIAL
    if held.scope == "whole" and not elsewhere and kinship is Kinship.NARROWER:
        yield Kind.SCOPED_EXCEPTION
    if held.scope == "whole" and (not elsewhere or not same_issuer) and kinship is not Kinship.NARROWER:
        yield Kind.CONTRADICTION
    if held.scope == "whole" and elsewhere and not same_issuer and kinship is Kinship.NARROWER:
        yield Kind.SCOPED_EXCEPTION


def upgrades(want: Want, kinship: Kinship) -> bool:
    """Tell whether a promotion is of a better kind, or of bettering what there is."""
    if kinship is Kinship.BROADER:  # a kind of what is held back
        return True
    return any(word in want.sentence.text for word in words("upgrade"))


def _overlap(claim: Claim, held: Restraint) -> bool:
    """Tell whether both can hold at one time: neither ended before the other paper was issued."""
    ended = [
        (one.until, other.date[:4])
        for one, other in ((claim, held), (held, claim))
        if one.until is not None and other.date
    ]
    return all(until >= int(year) for until, year in ended)


def _same_words(want: Want, held: Restraint) -> bool:
    """Tell whether the promotion was read out of the words that restrict."""
    one, other = want.claim.quote, held.quote
    return other.begin <= one.begin and one.end <= other.end


def _merged(group: Sequence[Tension]) -> Tension:
    """Return one row for pairs that differ in their clauses only, with the quotes that say most plainly."""
    first = min(group, key=lambda one: (one.kind is not Kind.CONTRADICTION, -one.plain, one.want, one.hold))
    return replace(
        first,
        kept=tuple(sorted(_all(one.kept for one in group))),
        wants=tuple(sorted(_all(one.wants for one in group))),
        holds=tuple(sorted(_all(one.holds for one in group))),
    )


def _all(parts: Iterable[tuple[str, ...]]) -> set[str]:
    return {item for part in parts for item in part}
