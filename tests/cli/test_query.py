"""``kg query`` asks in words, from a file or by name, and answers in each format."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest
import rdflib

from kg.store import NamedQuery, Repository, named_queries, named_query, open_store

Run = Callable[..., tuple[int, str, str]]
PROMOTED = "SELECT ?concept WHERE { region:沈阳市 kgo:promotes ?concept } ORDER BY ?concept"


def test_words_a_file_and_formats_give_the_same_rows(kg: Run, small: Path, tmp_path: Path) -> None:
    (tmp_path / "q.rq").write_text(PROMOTED, encoding="utf-8")
    answers = {
        form: kg("query", "--graph", small, "--file", tmp_path / "q.rq", "--format", form)[1]
        for form in ("csv", "tsv", "json", "xml")
    }
    rows = [row["concept"] for row in csv.DictReader(io.StringIO(answers["csv"]))]
    assert len(rows) > 5
    assert rows == sorted(rows)
    assert [line.strip("<>") for line in answers["tsv"].splitlines()[1:]] == rows
    found = json.loads(answers["json"])["results"]["bindings"]
    assert [row["concept"]["value"] for row in found] == rows
    spaced = ElementTree.fromstring(answers["xml"]).iter("{http://www.w3.org/2005/sparql-results#}uri")
    assert [uri.text for uri in spaced] == rows
    assert kg("query", "--graph", small, PROMOTED, "--format", "csv")[1] == answers["csv"]


def test_a_table_shows_prefixed_names_and_the_number_of_rows(kg: Run, small: Path) -> None:
    lines = kg("query", "--graph", small, PROMOTED + " LIMIT 3")[1].splitlines()
    assert lines[-1] == "(3 rows)"
    assert sum(line.startswith("concept:") for line in lines) == 3


def test_construct_answers_turtle_that_parses(kg: Run, small: Path) -> None:
    query = "CONSTRUCT { region:沈阳市 kgo:promotes ?c } WHERE { region:沈阳市 kgo:promotes ?c }"
    out = kg("query", "--graph", small, query)[1]
    g = rdflib.Graph().parse(data=out, format="turtle")
    rows = kg("query", "--graph", small, PROMOTED, "--format", "csv")[1].splitlines()[1:]
    assert len(g) == len(set(rows))


def test_ask_answers_yes_or_no(kg: Run, small: Path) -> None:
    assert kg("query", "--graph", small, "ASK { region:沈阳市 kgo:promotes ?c }")[1] == "yes\n"
    assert kg("query", "--graph", small, "ASK { region:火星 kgo:promotes ?c }")[1] == "no\n"


def test_the_shipped_questions_are_listed(kg: Run) -> None:
    out = kg("query", "--list")[1]
    for query in named_queries():
        assert any(line.split()[0] == query.name for line in out.splitlines())


@pytest.fixture(scope="module")
def repository(built: Path) -> Repository:
    return open_store(built)


@pytest.mark.parametrize("query", named_queries(), ids=lambda query: query.name)
def test_each_shipped_question_has_an_answer(repository: Repository, query: NamedQuery) -> None:
    answer = query.run(repository)
    assert not isinstance(answer, bool)
    assert len(answer) > 0


def test_a_shipped_question_is_shown_above_its_answer(kg: Run, small: Path) -> None:
    query = named_query("coverage")
    code, out, err = kg("query", "--graph", small, "--name", query.name)
    assert (code, err) == (0, f"{query.title_zh} / {query.title_en}\n")
    assert out.endswith("(1 row)\n")
    code, _, err = kg("query", "--graph", small, "--name", query.name, "--format", "csv")
    assert (code, err) == (0, "")


def test_a_parameter_changes_the_answer(kg: Run, small: Path) -> None:
    words = ("query", "--graph", small, "--name", "industries_by_region", "--format", "csv", "--set")
    one, other = (kg(*words, f"region={city}")[1] for city in ("沈阳市", "大连市"))
    assert one
    assert one != other


def test_a_question_about_reference_data_says_that_no_paper_answers_it(kg: Run, small: Path) -> None:
    code, _, said = kg("query", "--graph", small, "--name", "cities_of_province", "--as-of", "2016-01-01")
    assert code == 0
    assert "the answer rests on reference data, on no paper" in said
