from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.errors import GraphError, QueryError, UsageError
from kg.store import Literal, NamedNode, QuerySyntaxError, Repository, Rows, open_store
from kg.store.names import resolve

REGION = "https://w3id.org/industry-kg/id/region/"


def test_plain_patterns_see_each_statement_once_and_nothing_inferred(small: Repository) -> None:
    rows = small.select("SELECT ?city WHERE { ?city kgo:promotes concept:高档数控机床 } ORDER BY ?city")
    assert [row.text("city") for row in rows] == [REGION + "大连市", REGION + "沈阳市"]
    count = small.select("SELECT (COUNT(*) AS ?n) WHERE { ?city kgo:promotes ?x }")
    assert count[0].value("n") == 3


def test_graph_reaches_evidence_and_what_is_inferred(small: Repository) -> None:
    rows = small.select(
        "SELECT ?text WHERE { GRAPH ?clause { ?city kgo:promotes concept:机器人 . ?clause kgo:text ?text } }"
    )
    assert [row.text("text") for row in rows] == ["2.机器人。"]
    assert small.ask("ASK { GRAPH graph:inferred { region:辽宁省 kgo:promotes ?x } }")
    assert not small.ask("ASK { region:辽宁省 kgo:promotes ?x }")


def test_a_triple_in_two_default_graphs_counts_once(tmp_path: Path) -> None:
    path = tmp_path / "twice.nq"
    graphs = ("statements", "labels")
    lines = [f"<http://a> <http://b> <http://c> <https://w3id.org/industry-kg/graph/{g}> .\n" for g in graphs]
    path.write_text("".join(lines))
    rows = open_store(path).select("SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }")
    assert rows[0].value("n") == 1


def test_select_star_keeps_the_order_of_the_text(small: Repository) -> None:
    rows = small.select("SELECT * WHERE { ?zone kgo:hosts ?activity ; kgo:locatedIn ?city }")
    assert rows.columns == ("zone", "activity", "city")
    assert len(rows) == 1


def test_rows_are_sequences_of_mappings(small: Repository) -> None:
    rows = small.select("SELECT ?n ?l ?u WHERE { BIND(3 AS ?n) BIND('x'@en AS ?l) }")
    assert isinstance(rows, Rows)
    assert rows.records() == [{"n": 3, "l": "x", "u": None}]
    assert dict(rows[0]) == {"n": Literal(3), "l": Literal("x", language="en"), "u": None}
    assert rows[0].text("u") == ""
    with pytest.raises(KeyError):
        rows[0]["nothing"]


@pytest.mark.parametrize("value", ['x" } DROP ALL #', "x' . ?a ?b ?c", "\\", "}", "a\nb", "<http://a>", "😀"])
def test_parameters_are_bound_and_never_pasted(small: Repository, value: str) -> None:
    rows = small.select("SELECT ?x WHERE { ?s ?p ?o FILTER(?o = ?x) }", bindings={"x": value})
    assert len(rows) == 0
    rows = small.select("SELECT (?x AS ?y) WHERE {}", bindings={"x": value})
    assert rows[0].text("y") == value


def test_a_binding_that_the_query_lacks_is_named(small: Repository) -> None:
    with pytest.raises(QueryError, match=r"no variable \?citty to bind; did you mean city"):
        small.select("SELECT ?city WHERE { ?city kgo:promotes ?x }", bindings={"citty": "x"})


def test_unknown_graphs_are_empty_and_known_ones_are_exact(small: Repository, tmp_path: Path) -> None:
    secret = tmp_path / "secret.ttl"
    secret.write_text("<http://a> <http://b> <http://c> .")
    for address in (secret.as_uri(), "http://a.example/none", "file:///etc/passwd"):
        assert len(small.select(f"SELECT * FROM <{address}> WHERE {{ ?s ?p ?o }}")) == 0
        assert not small.ask(f"ASK FROM NAMED <{address}> {{ GRAPH ?g {{ ?s ?p ?o }} }}")
    only = small.select("SELECT * FROM graph:inferred WHERE { ?s kgo:promotes ?o }")
    assert [row.text("s") for row in only] == [REGION + "辽宁省"]


@pytest.fixture
def listener() -> Iterator[tuple[int, list[object]]]:
    seen: list[object] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.1)

        def accept() -> None:
            try:
                seen.append(server.accept())
            except TimeoutError:
                return

        thread = threading.Thread(target=accept)
        thread.start()
        yield server.getsockname()[1], seen
        thread.join()


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * WHERE { SERVICE <ADDRESS> { ?s ?p ?o } }",
        "SELECT * WHERE { service silent <ADDRESS> { ?s ?p ?o } }",
        "SELECT * WHERE { \\u0053ERVICE <ADDRESS> { ?s ?p ?o } }",
        "SELECT * WHERE { BIND('it''s' AS ?x) SERVICE <ADDRESS> { ?s ?p ?o } }",
        "SELECT * WHERE { FILTER(1<2) #>\n SERVICE<ADDRESS>{ ?s ?p ?o } }",
        'SELECT * WHERE { ?s ?p "\\u0022 . SERVICE <ADDRESS> { ?s ?p ?o } }',
        "ASK { FILTER EXISTS {SERVICE<ADDRESS>{?s ?p ?o}} }",
        "SELECT * FROM <ADDRESS> WHERE { ?s ?p ?o }",
        "SELECT * FROM NAMED <ADDRESS> WHERE { GRAPH ?g { ?s ?p ?o } }",
        "LOAD <ADDRESS>",
        "DESCRIBE <ADDRESS>",
    ],
)
def test_nothing_is_ever_fetched(small: Repository, listener: tuple[int, list[object]], query: str) -> None:
    port, seen = listener
    text = query.replace("ADDRESS", f"http://127.0.0.1:{port}/x")
    try:
        answer = small.query(text)
    except QueryError:
        answer = ()
    assert not answer
    threading.Event().wait(0.15)
    assert seen == []


def test_service_inside_strings_names_and_comments_is_no_service(small: Repository) -> None:
    query = """# SERVICE <http://a>
    SELECT * WHERE { ?s kgo:service ?o . FILTER(?o != "SERVICE <x>" && ?o != 'service') }"""
    assert len(small.select(query)) == 0


@pytest.mark.parametrize("update", ["INSERT DATA { <a:a> <a:b> <a:c> }", "DROP ALL", "CLEAR GRAPH <a:g>"])
def test_updates_are_refused(small: Repository, update: str) -> None:
    with pytest.raises(QuerySyntaxError, match="changes a store; only queries are answered"):
        small.query(update)


@pytest.mark.parametrize(
    ("query", "line", "column", "said"),
    [
        ("SELECT * WHERE {\n  ?s ?p ?o\n} LIMIT 三", 3, 9, "query line 3, column 9: expected HAVING"),
        ("SELECT ?城市 WHERE { ?城市 ?p ?o", 1, 29, "query line 1, column 29"),
        (
            "SELECT * WHERE { ?s konzept:x ?o }",
            1,
            21,
            "prefix konzept: is not declared; did you mean",
        ),
        ("FIND ?x", 1, 1, "SELECT, ASK, CONSTRUCT or DESCRIBE expected, not 'FIND'"),
        ("# only a remark", 1, 1, "the query is empty"),
    ],
)
def test_syntax_errors_say_where(small: Repository, query: str, line: int, column: int, said: str) -> None:
    with pytest.raises(QuerySyntaxError) as caught:
        small.query(query)
    assert (caught.value.line, caught.value.column) == (line, column)
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


def test_the_wrong_form_is_refused(small: Repository) -> None:
    with pytest.raises(QueryError, match="a SELECT query was expected, not ASK"):
        small.select("ASK {}")


def test_construct_describe_and_match(small: Repository) -> None:
    triples = small.construct("CONSTRUCT { ?c kgo:promotes ?x } WHERE { ?c kgo:promotes ?x }")
    assert len(triples) == 3
    assert list(triples) == sorted(triples, key=str)
    about = small.describe(NamedNode(REGION + "沈阳市"))
    assert len([t for t in about if t.object == NamedNode(REGION + "沈阳市")]) == 2
    assert len([t for t in about if t.subject == NamedNode(REGION + "沈阳市")]) == 6
    quads = list(small.match(subject=NamedNode(REGION + "阜新市")))
    assert len(quads) == 4
    assert NamedNode("https://w3id.org/industry-kg/id/clause/b_3") in small.graph_names()
    assert len(small.graph_names()) == 7


def test_names_lead_to_things(small: Repository) -> None:
    shenyang = NamedNode(REGION + "沈阳市")
    for name in ("沈阳市", "沈阳", "Shenyang", "region:沈阳市", f"<{REGION}沈阳市>", REGION + "沈阳市"):
        assert resolve(small, name, "region") == shenyang
    with pytest.raises(UsageError, match="沈阳城: no such region in the graph; did you mean 沈阳"):
        resolve(small, "沈阳城", "region")
    with pytest.raises(UsageError, match="does not know this IRI"):
        resolve(small, "region:巴黎")


def test_places_without_a_graph_are_named(tmp_path: Path) -> None:
    with pytest.raises(GraphError, match=r"no graph\.nq in this folder"):
        open_store(tmp_path)
    with pytest.raises(GraphError, match=r"gone\.nq: not found"):
        open_store(tmp_path / "gone.nq")
    broken = tmp_path / "broken.nq"
    broken.write_text("<http://a> <http://b>\n")
    with pytest.raises(GraphError, match=r"broken\.nq: not readable as N-Quads"):
        open_store(broken)
    other = tmp_path / "table.xlsx"
    other.write_bytes(b"")
    with pytest.raises(GraphError, match=r"\.xlsx is not one of"):
        open_store(other)


def test_turtle_without_graphs_opens_as_statements(tmp_path: Path) -> None:
    path = tmp_path / "graph.ttl"
    path.write_text("<http://a/s> <http://a/p> 'x' .")
    repository = open_store(path)
    assert repository.ask("ASK { GRAPH graph:statements { ?s ?p 'x' } }")
    assert repository.ask("ASK { ?s ?p 'x' }")
