"""Every store answers what analysts ask, and finds what they look for, as the embedded one does."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor

import pytest
from competency_questions import questions

from kg.cli.words import cut
from kg.store import NamedQuery, Repository, Rows, Term, named_queries, named_query
from kg.store.searching import search

pytestmark = pytest.mark.slow

Asked = tuple[NamedQuery, Mapping[str, Term]]


@pytest.fixture(scope="session")
def asked(graph: Repository) -> dict[str, Asked]:
    """The competency questions and every shipped query with its defaults; what is asked twice is left out."""
    wanted = [(question.id, named_query(question.query), question.parameters) for question in questions()]
    wanted += [(query.name, query, {}) for query in named_queries()]
    found: dict[str, Asked] = {}
    known = set[tuple[str, str]]()
    for name, query, values in wanted:
        bound = query.bindings(graph, values)
        if (key := (query.name, str(sorted(bound.items(), key=str)))) not in known:
            known.add(key)
            found[name] = (query, bound)
    return found


@pytest.fixture(scope="session")
def answers(graph: Repository, asked: Mapping[str, Asked]) -> dict[str, Rows]:
    """What the embedded store answers."""
    return {name: graph.select(query.text, bindings=bound) for name, (query, bound) in asked.items()}


def test_nearly_every_question_finds_something(answers: Mapping[str, Rows]) -> None:
    assert len(answers) > len(named_queries()) + 60
    empty = [name for name, rows in answers.items() if not rows]
    assert len(empty) < len(answers) / 10, empty


def test_answers_are_equal_row_for_row(
    server: Repository, asked: Mapping[str, Asked], answers: Mapping[str, Rows]
) -> None:
    def difference(name: str) -> str:
        query, bound = asked[name]
        return _difference(answers[name], server.select(query.text, bindings=bound))

    with ThreadPoolExecutor(4) as threads:
        differing = dict(zip(answers, threads.map(difference, answers), strict=True))
    assert {name: told for name, told in differing.items() if told} == {}


def _difference(here: Rows, there: Rows) -> str:
    if here.columns != there.columns:
        return f"columns {here.columns} and {there.columns}"
    if len(here) != len(there):
        return f"{len(here)} and {len(there)} rows"
    pairs = enumerate(zip(here, there, strict=True), 1)
    return next((f"row {n}: {one} and {other}" for n, (one, other) in pairs if one.terms != other.terms), "")


@pytest.mark.parametrize("clauses", [True, False], ids=["clauses", "things"])
def test_searches_are_equal_hit_for_hit(server: Repository, graph: Repository, clauses: bool) -> None:
    for words in ("数控机床", "电解铝 产能", "沈阳 机器人 产业基地", "“互联网+” CNC"):
        here = search(graph, words, cut, clauses=clauses, limit=50)
        assert here, words
        assert search(server, words, cut, clauses=clauses, limit=50) == here
