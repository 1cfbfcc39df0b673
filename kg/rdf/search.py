"""Full-text search as triples, so that the same query answers on every store.

``graph:search`` says which words a clause's text or a thing's names hold, and how often. A node
stands for a word and a number of times: ``clause:x kgo:hasTokens token:机床_2`` means that 机床 stands twice
in the clause; the node has the word (``kgo:token``), the number (``kgo:times``) and how rare the word is in
all texts (``kgo:rarity``, the inverse document frequency ln(1 + N/n) of Robertson and Spärck Jones, to three
decimals). A clause's rank for some words is the sum of rarity · times / (times + 1), as in BM25 with k₁ = 1
and b = 0.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache

import pyoxigraph as ox

from kg.errors import GraphError
from kg.rdf.iris import graph_iri, iri
from kg.rdf.lines import Held, named, words, written
from kg.rdf.literals import integer, text
from kg.rdf.vocabulary import node

Cut = Callable[[str], Sequence[str]]
"""How a text is cut into folded words; the same for texts and for questions."""

_TEXT = written(node("kgo:text"))
_WANTED = {_TEXT, *(written(node(name)) for name in ("rdfs:label", "skos:prefLabel", "skos:altLabel"))}
_SEARCH = graph_iri("search")
_LONGEST = 40
_DECIMAL = ox.NamedNode("http://www.w3.org/2001/XMLSchema#decimal")


class WordIndex:
    """The quads of ``graph:search`` over the texts of clauses and the names of things.

    Triples come sorted; the time is linear in the length of the texts, and what is kept are the words.
    """

    def __init__(self, cut: Cut) -> None:
        self._cut = cut
        self._thing = b""
        self._texts: dict[str, None] = {}
        self._is_clause = False
        self._indexed = 0
        self._among: Counter[str] = Counter()
        self._tokens: set[tuple[str, int]] = set()

    def see(self, triple: Held) -> Iterator[ox.Quad]:
        """Take a triple; yield what is to be said of the thing before, where that was the last about it."""
        if triple.subject != self._thing:
            yield from self._finished()
            self._thing = triple.subject
        if triple.predicate in _WANTED and triple.target.startswith(b'"'):
            self._is_clause |= triple.predicate == _TEXT
            self._texts.setdefault(words(triple.target))

    def rest(self) -> Iterator[ox.Quad]:
        """Yield what is to be said of the last thing, then of all words, once all triples have come."""
        yield from self._finished()
        for word, times in sorted(self._tokens):
            rarity = math.log(1 + self._indexed / self._among[word])
            yield from _described(iri("token", word, times), word, times, rarity)

    def _finished(self) -> Iterator[ox.Quad]:
        texts, is_clause = self._texts, self._is_clause
        self._texts, self._is_clause = {}, False
        if not texts:
            return
        thing = named(self._thing)
        if not (is_clause or ("/id/" in thing.value and not _inner(thing))):
            return
        counted = Counter(word for each in texts for word in self._cut(each) if _typable(word))
        self._indexed += bool(counted)
        self._among.update(counted.keys())
        self._tokens.update(counted.items())
        for word, times in counted.items():
            yield ox.Quad(thing, node("kgo:hasTokens"), iri("token", word, times), _SEARCH)


_INNER = (
    "mention",
    "statement",
    "restriction",
    "section",
    "dataset",
    "reading",
    "repetition",
    "target",
    "stage",
)


def _inner(thing: ox.NamedNode) -> bool:
    """Whether a thing is part of the graph's own workings, which nobody searches by name."""
    return thing.value.rpartition("/id/")[2].partition("/")[0] in _INNER


@lru_cache(maxsize=100_000)
def _typable(word: str) -> bool:
    try:
        iri("token", word, 1)
    except GraphError:
        return False
    return len(word) <= _LONGEST


def _described(token: ox.NamedNode, word: str, times: int, rarity: float) -> Iterator[ox.Quad]:
    yield ox.Quad(token, node("kgo:token"), text(word), _SEARCH)
    yield ox.Quad(token, node("kgo:times"), integer(times), _SEARCH)
    yield ox.Quad(token, node("kgo:rarity"), ox.Literal(_plain(rarity), datatype=_DECIMAL), _SEARCH)


def _plain(value: float) -> str:
    """Return a decimal as stores write it, so that what was loaded is what was sent.

    >>> _plain(2.1), _plain(4.0)
    ('2.1', '4')
    """
    return f"{value:.3f}".rstrip("0").rstrip(".")
