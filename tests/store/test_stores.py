"""What each store answers, as it is and behind the one interface."""

from __future__ import annotations

import json
import urllib.parse
import urllib.request
from pathlib import Path

import pytest
from pyoxigraph import Literal, Quad, QueryResultsFormat, Store
from rdflib import Dataset
from store_runs import Virtuoso

from kg.errors import GraphError, QueryError
from kg.rdf.iris import ALL_PREFIXES, BASE, split_iri
from kg.store import Repository, open_store

PROLOGUE = "".join(f"PREFIX {name}: <{iri}> " for name, iri in ALL_PREFIXES.items())
PLAIN = "SELECT ?c WHERE { ?c kgo:promotes concept:高档数控机床 }"
GRAPH = "SELECT ?t WHERE { GRAPH ?k { ?c kgo:promotes concept:机器人 . ?k kgo:text ?t } }"
COUNT = "SELECT ?n WHERE { { SELECT (COUNT(*) AS ?n) WHERE { ?c kgo:promotes ?x } } }"
ASK = "ASK { region:阜新市 kgo:prohibits concept:船舶 }"


def measure(plain: object, graph: object, count: object, ask: object) -> tuple[int, int, int, bool]:
    """Rows of the plain and the GRAPH query, the count, and the truth value, of SPARQL JSON results."""
    rows = [len(answer["results"]["bindings"]) for answer in (plain, graph)]  # type: ignore[index]
    return rows[0], rows[1], int(count["results"]["bindings"][0]["n"]["value"]), ask["boolean"]  # type: ignore[index]


@pytest.mark.parametrize(("union", "expected"), [(False, (0, 1, 0, False)), (True, (2, 1, 4, True))])
def test_rdflib_by_itself(nquads: Path, union: bool, expected: tuple[int, int, int, bool]) -> None:
    g = Dataset(default_union=union)
    g.parse(nquads, format="nquads")
    answers = [
        json.loads(g.query(PROLOGUE + q).serialize(format="json") or b"") for q in (PLAIN, GRAPH, COUNT, ASK)
    ]
    assert measure(*answers) == expected


@pytest.mark.parametrize(("union", "expected"), [(False, (0, 1, 0, False)), (True, (4, 1, 7, True))])
def test_oxigraph_by_itself(quads: list[Quad], union: bool, expected: tuple[int, int, int, bool]) -> None:
    engine = Store()
    engine.extend(quads)
    answers = [
        json.loads(
            engine.query(PROLOGUE + q, use_default_graph_as_union=union).serialize(  # type: ignore[union-attr]
                format=QueryResultsFormat.JSON  # type: ignore[arg-type]
            )
            or b""
        )
        for q in (PLAIN, GRAPH, COUNT, ASK)
    ]
    assert measure(*answers) == expected


def fetch(address: str, query: str) -> object:
    data = urllib.parse.urlencode({"query": PROLOGUE + query}).encode()
    request = urllib.request.Request(address, data, {"Accept": "application/sparql-results+json"})
    with urllib.request.urlopen(request) as response:
        return json.load(response)


def test_oxigraph_server_by_itself(oxigraph_server: str) -> None:
    assert measure(*(fetch(oxigraph_server, q) for q in (PLAIN, GRAPH, COUNT, ASK))) == (0, 1, 0, False)


def test_virtuoso_by_itself(virtuoso: Virtuoso, nquads: Path) -> None:
    """Plain patterns see every graph, each statement as often as it is held; ASK is a row."""
    plain, graph, count, ask = (fetch(virtuoso.hold(nquads), q) for q in (PLAIN, GRAPH, COUNT, ASK))
    truth = ask["results"]["bindings"][0]["__ASK_RETVAL"]["value"]  # type: ignore[index]
    assert measure(plain, graph, count, {"boolean": truth == "1"}) == (4, 1, 7, True)


def test_all_stores_agree_behind_the_interface(store: Repository) -> None:
    assert len(store.select(PLAIN)) == 2
    assert [row.text("t") for row in store.select(GRAPH)] == ["2.机器人。"]
    assert store.select(COUNT)[0].value("n") == 3
    assert store.ask(ASK) is True
    assert store.ask("ASK { region:阜新市 kgo:promotes concept:船舶 }") is False
    assert len(store.construct("CONSTRUCT WHERE { ?c kgo:promotes ?x }")) == 3


def test_datasets_of_the_query_agree(store: Repository) -> None:
    inferred = "SELECT ?s FROM graph:inferred WHERE { ?s kgo:promotes ?o }"
    assert len(store.select(inferred)) == 1
    assert not store.ask("ASK FROM <http://nowhere.example/> { ?s ?p ?o }")
    assert store.ask("ASK FROM NAMED graph:inferred { GRAPH ?g { ?s kgo:promotes ?o } }")
    assert not store.ask("ASK FROM NAMED <file:///etc/passwd> { GRAPH ?g { ?s ?p ?o } }")


def test_graphs_and_quads_agree(store: Repository, quads: list[Quad]) -> None:
    assert [name.value for name in store.graph_names()] == sorted({q.graph_name.value for q in quads})  # type: ignore[union-attr]
    assert set(store.match()) == set(quads)
    subject = quads[0].subject
    assert set(store.match(subject=subject)) == {quad for quad in quads if quad.subject == subject}  # type: ignore[arg-type]
    assert set(store.match(quads[0].subject, quads[0].predicate, quads[0].object, quads[0].graph_name)) == {
        quads[0]
    }  # type: ignore[arg-type]


HOSTILE = [
    "\\u0022",
    'a "b" c',
    "a\\",
    "\\n",
    "a\nb\tc",
    "it's",
    "😀",
    "} DROP ALL #",
    "<http://a>",
    "?x",
    "㐀𠀀",
]


@pytest.mark.parametrize("value", HOSTILE)
def test_parameters_arrive_unchanged(store: Repository, value: str) -> None:
    rows = store.select("SELECT (?v AS ?w) WHERE { ?s rdfs:label ?o } LIMIT 1", bindings={"v": value})
    assert rows[0].text("w") == value
    rows = store.select("SELECT * WHERE { ?s rdfs:label ?t }", bindings={"t": Literal(value, language="zh")})
    assert len(rows) == 0


def test_every_iri_finds_itself_as_prefix_and_local_name(store: Repository, quads: list[Quad]) -> None:
    lost = [written for written in spelled_iris(quads) if not store.ask(finding(written))]
    assert lost == []


def test_every_iri_finds_itself_in_rdflib(nquads: Path, quads: list[Quad]) -> None:
    """Triples are asked for, names of graphs only read: a GRAPH of every graph takes rdflib seconds."""
    g = Dataset(default_union=True)
    g.parse(nquads, format="nquads")
    names = {graph.identifier for graph in g.graphs()}
    spelled = spelled_iris(quads)
    meant = g.query(PROLOGUE + f"SELECT ?x {{ VALUES ?x {{ {' '.join(spelled)} }} }}")
    inside = [written for written, (term,) in zip(spelled, meant, strict=True) if term not in names]
    patterns = "{ IT ?p ?o } UNION { ?s ?p IT } UNION { ?s IT ?o }"
    lost = [w for w in inside if not g.query(f"{PROLOGUE} ASK {{ {patterns.replace('IT', w)} }}").askAnswer]
    assert lost == [] and len(inside) > 100


def spelled_iris(quads: list[Quad]) -> list[str]:
    iris = {term.value for quad in quads for term in quad if str(term).startswith(f"<{BASE}")}  # type: ignore[union-attr]
    spelled = {":".join(split_iri(iri) or ("", "")) for iri in iris}
    assert len(spelled) == len(iris) > 100
    return sorted(spelled)


def finding(written: str) -> str:
    return (
        f"ASK {{ {{ GRAPH ?g {{ {written} ?p ?o }} }} UNION {{ GRAPH ?g {{ ?s ?p {written} }} }}"
        f" UNION {{ GRAPH ?g {{ ?s {written} ?o }} }} UNION {{ GRAPH {written} {{ ?s ?p ?o }} }} }}"
    )


def test_an_endpoint_that_is_not_there_is_named() -> None:
    with pytest.raises(GraphError, match=r"http://127\.0\.0\.1:9/sparql: cannot be reached"):
        open_store("http://127.0.0.1:9/sparql").ask("ASK {}")


def test_an_endpoint_is_not_asked_for_other_servers(oxigraph_server: str, virtuoso: Virtuoso) -> None:
    for address in (oxigraph_server, virtuoso.address):
        with pytest.raises(QueryError, match="SERVICE is refused"):
            open_store(address).ask("ASK { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }")
