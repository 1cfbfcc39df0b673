"""Questions as of a day: only papers in force answer, and the answer says how many papers stand how."""

from __future__ import annotations

from pathlib import Path

import pytest
from server_runs import Server, serving

STATED = "SELECT (COUNT(*) AS ?n) WHERE { ?statement kgo:sourceDocument ?paper }"
INFERRED = "SELECT (COUNT(*) AS ?n) WHERE { GRAPH graph:inferred { ?s kgo:promotedIn ?o } }"


def counted(server: Server, text: str, *fields: tuple[str, str]) -> int:
    answer = server.query(text, accept="text/csv", fields=fields)
    assert answer.status == 200, answer.text
    return int(answer.text.split()[1])


@pytest.mark.parametrize("text", [STATED, INFERRED], ids=["stated", "inferred"])
def test_a_question_as_of_a_day_is_answered_by_the_papers_of_that_day(whole: Server, text: str) -> None:
    now = counted(whole, text)
    assert now > 0
    assert counted(whole, text, ("as-of", "2015-07-25")) == 0
    assert counted(whole, text, ("as-of", "2015-07-26")) == now


def test_an_answer_as_of_a_day_says_how_many_papers_count(whole: Server) -> None:
    said = whole.query(STATED, fields=[("as-of", "2015-01-01")]).headers["kg-as-of"]
    assert said == "2015-01-01; inForce=0; unknown=0; notYet=1; ended=0"
    assert "kg-as-of" not in whole.query(STATED).headers


@pytest.mark.parametrize("day", ["2015", "2015-13-01", "x\n"])
def test_what_is_no_day_is_refused(whole: Server, day: str) -> None:
    answer = whole.query(STATED, fields=[("as-of", day)])
    assert answer.status == 400
    assert "expected one like 2016-06-01" in answer.text


@pytest.mark.parametrize(("day", "some"), [("2015-07-25", False), ("2015-07-26", True)])
def test_a_server_of_a_day_answers_by_the_papers_of_that_day(graph: Path, day: str, some: bool) -> None:
    with serving(graph, "--as-of", day) as server:
        assert (counted(server, STATED) > 0) is some
