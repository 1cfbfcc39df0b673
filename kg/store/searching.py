"""Full-text search on any store: by the words in ``graph:search``, ranked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pyoxigraph import Literal

from kg.store.repository import Repository

Cut = Callable[[str], Sequence[str]]
"""How a text is cut into folded words, as it was when the graph was built."""

_RANKED = """
SELECT ?thing (COUNT(DISTINCT ?word) AS ?known) (SUM(?rarity * ?times / (?times + 1)) AS ?score)
WHERE {
  VALUES ?word { WORDS }
  GRAPH graph:search {
    ?token kgo:token ?word ; kgo:times ?times ; kgo:rarity ?rarity .
    ?thing kgo:hasTokens ?token .
  }
  FILTER(CLAUSES STRSTARTS(STR(?thing), "https://w3id.org/industry-kg/id/clause/"))
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
SELECT ?thing ?text WHERE { VALUES ?thing { THINGS } GRAPH graph:labels { ?thing rdfs:label ?text } }
"""
_MOST_WORDS = 20


@dataclass(frozen=True, slots=True)
class Found:
    """A clause or thing that words were found in: its rank, text (or name) and where that stands.

    ``words`` are the words looked for, folded; ``known`` says how many of them are there.
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
        .replace("COUNT\n", f"{limit}\n")
    )
    ranked = repository.select(query)
    if not ranked:
        return []
    things = " ".join(f"<{row.text('thing')}>" for row in ranked)
    rows = repository.select((_TEXTS if clauses else _NAMES).replace("THINGS", things))
    texts = {row.text("thing"): row for row in reversed(rows)}
    return [
        Found(
            iri=(thing := row.text("thing")),
            score=round(float(row.text("score")), 3),
            known=int(row.text("known")),
            text=texts[thing].text("text"),
            words=words,
            title=texts[thing].text("title") if clauses else "",
            line=int(texts[thing].text("line")) if clauses else 0,
        )
        for row in ranked
        if row.text("thing") in texts
    ]
