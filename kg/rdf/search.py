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
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence

import pyoxigraph as ox

from kg.errors import GraphError
from kg.rdf.iris import graph_iri, iri
from kg.rdf.literals import integer, text
from kg.rdf.vocabulary import node

Cut = Callable[[str], Sequence[str]]
"""How a text is cut into folded words; the same for texts and for questions."""

_LABELS = ("rdfs:label", "skos:prefLabel", "skos:altLabel")
_LONGEST = 40
_DECIMAL = ox.NamedNode("http://www.w3.org/2001/XMLSchema#decimal")


def search_quads(quads: Iterable[ox.Quad], cut: Cut) -> Iterator[ox.Quad]:
    """Yield the quads of ``graph:search`` over the texts of clauses and the names of things in quads.

    Complexity: linear in the length of the texts.
    """
    held = _held(quads, cut)
    among = Counter(word for words in held.values() for word in words)
    graph = graph_iri("search")
    written = set[ox.NamedNode]()
    for thing in sorted(held, key=lambda term: term.value):
        for word, times in sorted(held[thing].items()):
            token = iri("token", word, times)
            yield ox.Quad(thing, node("kgo:hasTokens"), token, graph)
            if token not in written:
                written.add(token)
                yield from _described(token, word, times, math.log(1 + len(held) / among[word]), graph)


def _held(quads: Iterable[ox.Quad], cut: Cut) -> dict[ox.NamedNode, Counter[str]]:
    """Return how often each thing's text or names hold each word; a name counts once however often given."""
    wanted = {node("kgo:text"), *(node(name) for name in _LABELS)}
    clauses = node("kgo:text")
    texts: dict[ox.NamedNode, dict[str, None]] = defaultdict(dict)
    spoken: set[ox.NamedNode] = set()
    for quad in quads:
        if (
            quad.predicate in wanted
            and isinstance(quad.subject, ox.NamedNode)
            and isinstance(quad.object, ox.Literal)
        ):
            if quad.predicate == clauses:
                spoken.add(quad.subject)
            texts[quad.subject].setdefault(quad.object.value)
    found = {}
    for thing, known in texts.items():
        if thing in spoken or ("/id/" in thing.value and not _inner(thing)):
            words = Counter(word for each in known for word in cut(each) if _typable(word))
            if words:
                found[thing] = words
    return found


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


def _typable(word: str) -> bool:
    try:
        iri("token", word, 1)
    except GraphError:
        return False
    return len(word) <= _LONGEST


def _described(
    token: ox.NamedNode, word: str, times: int, rarity: float, graph: ox.NamedNode
) -> Iterator[ox.Quad]:
    yield ox.Quad(token, node("kgo:token"), text(word), graph)
    yield ox.Quad(token, node("kgo:times"), integer(times), graph)
    yield ox.Quad(token, node("kgo:rarity"), ox.Literal(_plain(rarity), datatype=_DECIMAL), graph)


def _plain(value: float) -> str:
    """Return a decimal as stores write it, so that what was loaded is what was sent.

    >>> _plain(2.1), _plain(4.0)
    ('2.1', '4')
    """
    return f"{value:.3f}".rstrip("0").rstrip(".")
