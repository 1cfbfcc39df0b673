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

from kg.analysis.promotions import Want, telling, wanted
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
_FAR, _NEAR = 2, 1
"""Steps between concepts that a pair may be apart in different places; in one, unless it says so."""


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
    wants = list(wanted(corpus, taxonomy))
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
            for want in by_concept[concept]:
                made = _pair(corpus, taxonomy, want, held, relation)
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


def _pair(
    corpus: Corpus, taxonomy: Taxonomy, want: Want, held: Restraint, relation: Relation
) -> Tension | None:
    """Return a pair as a row, None where it is none."""
    called = taxonomy.names(held.concept)
    place = place_of(corpus, want, held)
    same_issuer = bool(set(want.claim.issuers) & set(held.issuers)) or not (
        want.claim.issuers and held.issuers
    )
    if not _overlap(want.claim, held) or (place is Place.APART and not same_issuer):
        return None
    if held.scope == "outsideNamedBases" and not _touched(corpus, want, held, relation, place):
        return None
    if want.claim.quote.clause == held.quote.clause and _same_words(want, held):
        return None
    names = called | {held.surface} | _bare(corpus, want, called)
    sentence = telling(corpus, want, names)
    plain = max((len(name) for name in names if name in sentence.text), default=0)
    if relation.source.startswith("whole:") and not _as_industry(corpus, taxonomy, want, sentence):
        return None
    insists = any(f"{cue}{name}" in sentence.text for cue in words("insist") for name in names)
    told = replace(want, sentence=sentence, bettering=want.bettering and not insists)
    if not _named_in(corpus, told, sentence) or not _meets(told, held, relation, place, plain=plain):
        return None
    kinds = list(dict.fromkeys(classify(told, held, relation.kinship, place, same_issuer=same_issuer)))
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


def _meets(want: Want, held: Restraint, relation: Relation, place: Place, *, plain: int) -> bool:
    """Tell whether a restriction reaches a promotion at all.

    Elsewhere it does so only if the promotion asks for more than bettering and, unless both are of one
    concept, says what is held back: a part of it right below, or the whole of which it is a kind. In one
    place, and for a chain and its link, a farther tie must be said too. To better what there is while the
    region around weeds out a part of it (淘汰落后产能) is one policy.
    """
    if place in (Place.APART, Place.INSIDE):
        if want.bettering or relation.steps > _FAR:
            return False
        if relation.kinship is Kinship.BROADER:
            return bool(plain) and not _partial(held) and held.scope == "whole"
        return relation.kinship is Kinship.SAME or bool(plain)
    if place is Place.AROUND and want.bettering and _partial(held):
        return False
    far = relation.steps > _NEAR or relation.source.startswith("chain:")
    return bool(plain) or relation.kinship is not Kinship.NARROWER or not far


def _as_industry(corpus: Corpus, taxonomy: Taxonomy, want: Want, sentence: Quote) -> bool:
    """Tell whether a sentence names an industry above what it wants: 钛 as 冶金, not as a new material."""
    above = (corpus.things.get(iri) for iri in taxonomy.above(want.concept))
    return any(name in sentence.text for thing in above if thing for name in (thing.label, *thing.aliases))


def _named_in(corpus: Corpus, want: Want, sentence: Quote) -> bool:
    """Tell whether a sentence speaks for a promotion's place: by its clause or by name."""
    own = corpus.clauses[sentence.clause].region in ("", want.place)
    return own or corpus.name(want.place).removesuffix("市") in sentence.text


def _bare(corpus: Corpus, want: Want, called: frozenset[str]) -> frozenset[str]:
    """Return names without the head that a promoted whole lends its parts: 风电 of 新能源装备."""
    label = corpus.name(want.concept)
    ends = [end for end in words("lent_head") if label.endswith(end)]
    return frozenset(
        name.removesuffix(end)
        for name in called
        for end in words("lent_head")
        if ends and name.endswith(end) and name != end
    )


def _touched(corpus: Corpus, want: Want, held: Restraint, relation: Relation, place: Place) -> bool:
    """Tell whether a ban outside named bases touches a promotion: not that of a city that has a base.

    Of what the province itself promotes only the concept that is banned elsewhere is shown; what one city
    bans outside its bases does not touch another.
    """
    if place is Place.AROUND:
        text = corpus.sentence(held.quote).text
        bases = corpus.mentions.get(held.quote.clause, ())
        named = any(corpus.name(around).removesuffix("市") in text for around in corpus.above(want.place))
        return not named and not any(want.place in corpus.cities_of(base) for base in bases)
    return place is Place.INSIDE or (place is Place.SAME and relation.kinship is Kinship.SAME)


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
    cap = any(word in held.quote.text for word in words("cap"))
    scope = "existingKept" if held.kept else held.scope
    kept = scope == "existingKept" and (not elsewhere or cap)
    less = held.cue in words("cut_cue") and cap
    caps = scope in CAPS or kept or less
    part = _partial(held)
    whole = held.scope == "whole" and not part
    if part and not caps:
        yield Kind.SCOPED_EXCEPTION
    if caps:
        yield Kind.UPGRADE_AND_CAP if not elsewhere and upgrades(want, kinship) else Kind.CAPACITY_CAP
    if part and caps and not less:
        yield Kind.SCOPED_EXCEPTION
    if elsewhere and same_issuer:
        yield Kind.SPATIAL
    if whole and kinship is Kinship.NARROWER and (not elsewhere or not same_issuer):
        yield Kind.SCOPED_EXCEPTION
    if whole and kinship is not Kinship.NARROWER and (not elsewhere or not same_issuer):
        yield Kind.CONTRADICTION


def _partial(held: Restraint) -> bool:
    """Tell whether a restriction touches a part only, of the things or of the firms."""
    return held.scope in PARTIAL or bool(held.kept) or any(word in held.quote.text for word in words("few"))


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
