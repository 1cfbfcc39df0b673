from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Store

from kg.errors import QueryError
from kg.store import Form, Literal, NamedNode, Query
from kg.store.embedded import EmbeddedRepository
from kg.store.syntax import tokenize

EMPTY = EmbeddedRepository(Store())
A = {"x": NamedNode("http://a/x"), "n": Literal(3)}


@given(st.text())
def test_tokens_cover_every_character_that_is_no_space_or_comment(text: str) -> None:
    tokens = tokenize(text)
    assert all(text[t.start : t.start + len(t.text)] == t.text for t in tokens)
    covered = {i for t in tokens for i in range(t.start, t.start + len(t.text))}
    rest = "".join(c for i, c in enumerate(text) if i not in covered)
    assert "#" in rest or not rest.strip()


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("PREFIX SELECT: <http://a> ASK {}", Form.ASK),
        ("BASE <http://a/> # ASK\n prefix a:<x> select * {}", Form.SELECT),
        ("CONSTRUCT WHERE {}", Form.CONSTRUCT),
        ("describe <http://a>", Form.DESCRIBE),
    ],
)
def test_the_form_is_found_behind_the_prologue(text: str, form: Form) -> None:
    assert Query(text).form is form


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("SELECT ?x { ?x ?p ?xx }", "SELECT (<http://a/x> AS ?x) { <http://a/x> ?p ?xx }"),
        (
            "SELECT DISTINCT $x WHERE { $x ?p '?x' }",
            "SELECT DISTINCT (<http://a/x> AS ?x) WHERE { <http://a/x> ?p '?x' }",
        ),
        (
            "ASK { ?s ?p ?x FILTER(?x != ?s) } # ?x",
            "ASK { ?s ?p <http://a/x> FILTER(<http://a/x> != ?s) } # ?x",
        ),
        (
            "SELECT ?x (COUNT(?x) AS ?c) { ?x ?p ?o } GROUP BY ?x ORDER BY ?x DESC(?x)",
            "SELECT (<http://a/x> AS ?x) (COUNT(<http://a/x>) AS ?c) { <http://a/x> ?p ?o }"
            " GROUP BY (<http://a/x>) ORDER BY (<http://a/x>) DESC(<http://a/x>)",
        ),
        ("SELECT * { { SELECT ?x ?o { ?x ?p ?o } } }", "SELECT * { { SELECT  ?o { <http://a/x> ?p ?o } } }"),
        ("DESCRIBE ?x", "DESCRIBE <http://a/x>"),
    ],
)
def test_parameters_are_written_as_terms(text: str, written: str) -> None:
    assert Query(text).substitute({"x": A["x"]}).text == written


@pytest.mark.parametrize(
    "text",
    [
        "SELECT ?x { BIND(1 AS ?x) }",
        "SELECT ?x { VALUES ?x { 1 } }",
        "ASK { FILTER(BOUND(?x)) }",
        "ASK { VALUES (?x) {(1)} }",
    ],
)
def test_a_variable_that_the_query_assigns_is_no_parameter(text: str) -> None:
    with pytest.raises(QueryError, match=r"\?x is a parameter and cannot be assigned here"):
        Query(text).substitute({"x": A["x"]})


@given(st.text(), st.sampled_from(["", "en", "zh-Hans"]))
def test_any_literal_comes_back_from_the_engine(value: str, language: str) -> None:
    try:
        literal = Literal(value, language=language) if language else Literal(value)
    except (ValueError, UnicodeEncodeError):
        return
    if any(0xD800 <= ord(c) <= 0xDFFF for c in value):
        return
    assert EMPTY.select("SELECT (?v AS ?w) {}", bindings={"v": literal})[0]["w"] == literal
