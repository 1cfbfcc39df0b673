"""What places want: the promotions that a restriction can pull against.

Not everything that a paper promotes by name is wanted itself. Words around the name say so
(``data/analysis/words.csv``): what is used or a field for something else (利用钢铁文化, 冶炼领域的研发中心),
what is to leave (逐步转移…石化产业), what is kept by way of exception (保留…水泥产能). What is only to be
bettered (钢铁产业结构调整) is wanted where it stands and pulls against nothing elsewhere.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from kg.analysis.evidence import RESTRICTED
from kg.analysis.records import Claim, Corpus, Quote
from kg.analysis.taxonomy import Taxonomy, words

_BREAK = re.compile(r"[，,。；;：:！？]")
_FIELD = re.compile(r"领域(的|[，,]|中的?)|^(产业)?[园区]")
"""The words after a name: 等领域的研发中心; 化工园 (a park's name)."""

_LONG = 400


@dataclass(frozen=True, slots=True)
class Want:
    """A promotion: a place wants a concept, in a sentence; ``sites`` are the cities of who it relies on.

    ``bettering`` is set where no more than what there is is to be made better.
    """

    place: str
    concept: str
    claim: Claim
    sentence: Quote
    sites: frozenset[str]
    bettering: bool = False


def wanted(corpus: Corpus, taxonomy: Taxonomy) -> Iterator[Want]:
    """Yield what places want: ``promotes`` of a region, and what an industry ``includes`` in its clause.

    What a clause holds back it does not want as a whole, whatever its heading is called (水泥行业：…): such
    a concept, and one above it, is no promotion there; a better kind of it (高标号水泥) is.
    """
    held_back = _held_back(corpus, taxonomy)
    for claim in corpus.claims:
        direct = claim.predicate == "promotes" and corpus.kind(claim.subject) == "region"
        listed = claim.predicate == "includes" and corpus.kind(claim.subject) == "concept"
        if not (direct or listed) or corpus.kind(claim.object) != "concept":
            continue
        if held_back.get((claim.quote.clause, claim.place), set()) & taxonomy.readings(claim.object):
            continue
        sentence = corpus.sentence(claim.quote)
        if _wants(corpus, claim, sentence):
            near = _sites(corpus, claim, sentence) - {claim.place}
            yield Want(claim.place, claim.object, claim, sentence, near, _bettering(corpus, claim))


def telling(corpus: Corpus, want: Want, names: frozenset[str]) -> Quote:
    """Return a promotion's sentence; of a heading, with what follows until it says one of ``names``.

    A clause that speaks for several places is quoted until it names the promotion's own.
    """
    clause = corpus.clauses[want.sentence.clause]
    place = corpus.name(want.place).removesuffix("市")
    lead = want.claim.rule.endswith(":lead")

    def told(quote: Quote) -> bool:
        own = want.place == clause.region or place in quote.text
        return own and (not lead or any(name in quote.text for name in names))

    quote = want.sentence
    if not lead or (told(quote) and _BREAK.search(quote.text.rstrip("。；;"))):
        return quote
    after = [sentence for sentence in clause.sentences() if sentence.begin >= quote.end]
    longer = [clause.sentence(quote.begin, sentence.end) for sentence in after]
    fitting = [one for one in longer if len(one.text) <= _LONG]
    return next((one for one in fitting if told(one)), fitting[0] if fitting else quote)


def _wants(corpus: Corpus, claim: Claim, sentence: Quote) -> bool:
    """Tell whether a statement's words want its object itself, which they must name.

    A bare name is no promotion below a heading of what is restricted, nor beside a restriction.
    """
    thing = corpus.things[claim.object]
    if not any(name in sentence.text for name in (thing.label, *thing.aliases)):
        return False
    if any(word in claim.cue for word in words("use_cue")) or claim.cue in words("kept"):
        return False
    before, after = _around(corpus, claim.quote)
    if any(word in before for word in words("leaving")) or _FIELD.search(after):
        return False
    if any(word in after for word in words("other_head")):
        return False
    if any(word in thing.label for word in words("inferior")):
        return False
    if claim.cue:
        return True
    headings = corpus.clauses[sentence.clause].headings
    below = any(word in heading for heading in headings for word in RESTRICTED)
    return not below and not (claim.rule.endswith(":subject") and _restricts(corpus, sentence))


def _around(corpus: Corpus, quote: Quote) -> tuple[str, str]:
    """Return the words before a quote's first word and after its last, up to the next comma or stop."""
    text = corpus.clauses[quote.clause].text
    stop = _BREAK.search(text, quote.end)
    starts = [found.end() for found in _BREAK.finditer(text, 0, quote.begin)]
    return text[starts[-1] if starts else 0 : quote.begin], text[
        quote.end : stop.end() if stop else len(text)
    ]


def _restricts(corpus: Corpus, sentence: Quote) -> bool:
    """Tell whether a sentence holds something back."""
    return any(
        held.quote.clause == sentence.clause
        and held.quote.begin < sentence.end
        and sentence.begin < held.quote.end
        for held in corpus.restraints
    )


def _bettering(corpus: Corpus, claim: Claim) -> bool:
    """Tell whether a statement only betters what there is: 调整优化…, …结构调整和优化升级."""
    _, after = _around(corpus, claim.quote)
    return claim.cue in words("restructure") or any(word in after for word in words("restructure"))


def _held_back(corpus: Corpus, taxonomy: Taxonomy) -> dict[tuple[str, str], set[str]]:
    """Return, for each clause and place, the concepts that it restricts and those above them in the tree."""
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for held in corpus.restraints:
        edge = set(taxonomy.readings(held.concept))
        while edge:
            found[held.quote.clause, held.place] |= edge
            edge = {high for low in edge for high in corpus.broader.get(low, ())}
    return found


def _sites(corpus: Corpus, claim: Claim, sentence: Quote) -> frozenset[str]:
    """Return the cities of the firms that a promotion's sentence relies on; of a heading, the next one's."""
    end = sentence.end
    if claim.rule.endswith(":lead"):
        after = corpus.clauses[sentence.clause].sentences()
        end = next((one.end for one in after if one.begin >= sentence.end), end)
    return frozenset(
        city
        for other in corpus.claims_of(sentence.clause)
        if other.predicate == "reliesOn" and corpus.kind(other.object) == "enterprise"
        if sentence.begin <= other.quote.begin < end
        for city in corpus.cities_of(other.object)
    )
