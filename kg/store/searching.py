"""Full-text search on any store: by the words in ``graph:search``, ranked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pyoxigraph import Literal

from kg.rdf.iris import PREFIXES
from kg.store.repository import Repository, Row

Cut = Callable[[str], Sequence[str]]
"""How a text is cut into folded words, as it was when the graph was built."""

_RANKED = """
SELECT ?thing (COUNT(DISTINCT ?word) AS ?known) (ROUND(1000 * SUM(?rarity * ?times / (?times + 1))) AS ?score)
WHERE {
  VALUES ?word { WORDS }
  GRAPH graph:search {
    ?token kgo:token ?word ; kgo:times ?times ; kgo:rarity ?rarity .
    ?thing kgo:hasTokens ?token .
  }
  FILTER(CLAUSES STRSTARTS(STR(?thing), "PLACE"))
}
GROUP BY ?thing
ORDER BY DESC(?known) DESC(?score) STR(?thing)
LIMIT COUNT
"""
_TEXTS = """
SELECT ?thing ?text ?title ?line WHERE {
  VALUES ?thing { THINGS }
  GRAPH graph:documents {
    ?thing kgo:text ?text ; kgo:line ?line ; kgo:inDocument ?doc .
    ?doc kgo:title ?title
  }
}
"""
_NAMES = """
SELECT ?thing ?naming ?text WHERE {
  VALUES ?thing { THINGS }
  VALUES ?naming { rdfs:label skos:prefLabel skos:altLabel }
  GRAPH graph:labels { ?thing ?naming ?text }
}
"""
_MOST_WORDS = 20


@dataclass(frozen=True, slots=True)
class Found:
    """A clause or thing that words were found in: its rank, text (or name) and where that stands.

    ``words`` are the words looked for, folded; ``known`` says how many of them are there. The name is the
    Chinese label, with the name that holds more of the words behind it where there is one: 鞍钢集团（鞍钢）.
    """

    iri: str
    score: float
    known: int
    text: str
    words: tuple[str, ...]
    title: str = ""
    line: int = 0


def search(
    repository: Repository, question: str, cut: Cut, *, clauses: bool = True, limit: int = 20
) -> list[Found]:
    """Return the clauses (or the things by their names) that hold most of a question's words, best first.

    The rank is that of :mod:`kg.rdf.search`; equal ranks are in order of IRI. A graph that was built without
    ``graph:search`` gives nothing.
    """
    words = tuple(dict.fromkeys(cut(question)))[:_MOST_WORDS]
    if not words:
        return []
    query = (
        _RANKED.replace("WORDS", " ".join(str(Literal(word)) for word in words))
        .replace("CLAUSES", "" if clauses else "!")
        .replace("PLACE", PREFIXES["clause"])
        .replace("COUNT\n", f"{limit}\n")
    )
    ranked = repository.select(query)
    if not ranked:
        return []
    things = " ".join(f"<{row.text('thing')}>" for row in ranked)
    found = defaultdict[str, list[Row]](list)
    for row in repository.select((_TEXTS if clauses else _NAMES).replace("THINGS", things)):
        found[row.text("thing")].append(row)
    return [
        Found(
            iri=row.text("thing"),
            score=float(row.text("score")) / 1000,
            known=int(row.text("known")),
            text=texts[0].text("text") if clauses else _name(texts, words),
            words=words,
            title=texts[0].text("title") if clauses else "",
            line=int(texts[0].text("line")) if clauses else 0,
        )
        for row in ranked
        if (texts := found[row.text("thing")])
    ]


def _name(rows: Sequence[Row], words: Sequence[str]) -> str:
    """Return a thing's label, and the name that holds more of some words where there is one."""

    def held(name: str) -> int:
        return sum(word in name.lower() for word in words)

    def worth(row: Row) -> tuple[bool, bool, str]:
        term = row["text"]
        chinese = isinstance(term, Literal) and term.language == "zh"
        return not row.text("naming").endswith("#label"), not chinese, row.text("text")

    ordered = [row.text("text") for row in sorted(rows, key=worth)]
    label, fullest = ordered[0], max(ordered, key=held)
    return f"{label}（{fullest}）" if held(fullest) > held(label) else label
