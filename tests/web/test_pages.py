"""Pages for things, their data, search and completion, over a graph whose names are hostile."""

from __future__ import annotations

import html.parser
import json
import re
import urllib.parse
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, RdfFormat, parse
from server_runs import Server

import kg
from kg.cli.words import cut
from kg.rdf.iris import BASE
from kg.store.searching import search

CITY = f"{BASE}id/region/沈阳市"


class Tags(html.parser.HTMLParser):
    """The elements that could run or fetch something, and the JSON inside."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.scripts: list[str | None] = []
        self.handlers: list[str] = []
        self.addresses: list[str] = []
        self.data: list[str] = []
        self._inside = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = dict(attrs)
        self.handlers += [name for name in known if name.startswith("on")]
        self.addresses += [known[name] or "" for name in ("href", "src", "action") if name in known]
        self._inside = tag == "script" and (known.get("type") or "").endswith("json")
        if tag == "script" and not self._inside:
            self.scripts.append(known.get("src"))
        if self._inside:
            self.data.append("")

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.data[-1] += data

    def handle_endtag(self, tag: str) -> None:
        self._inside = False


def things(graph: Path) -> list[str]:
    quads = list(parse(path=str(graph), format=RdfFormat.N_QUADS))
    terms = {term for quad in quads for term in (quad.subject, quad.predicate, quad.object, quad.graph_name)}
    return sorted(t.value for t in terms if isinstance(t, NamedNode) and t.value.startswith(BASE))


def test_every_iri_dereferences_as_page_and_as_data(whole: Server, graph: Path) -> None:
    known = [iri for iri in things(graph) if "/id/token/" not in iri]
    known += [iri for iri in things(graph) if "/id/token/" in iri][::25]
    assert len(known) > 150
    for iri in known:
        path, _, term = iri[len(BASE) - 1 :].partition("#")
        asked = {"term": term} if term else {}
        page = whole.get(path, accept="text/html", **asked)
        if page.status == 303:
            page = whole.send("GET", page.headers["location"])
        assert page.status == 200 and page.type == "text/html", iri
        data = whole.get(path, accept="application/n-triples", **asked)
        assert data.status == 200 and data.body


def test_no_name_becomes_code(whole: Server, graph: Path) -> None:
    shown = re.compile(r"/id/(concept|clause|region|section|doc|statement|mention)/")
    paths = {iri[len(BASE) - 1 :] for iri in things(graph) if shown.search(iri)}
    pages = [whole.get(path, accept="text/html") for path in sorted(paths)]
    hostile = "<script>window.pwned=1</script>"
    pages += [
        whole.get("/search", q=hostile),
        whole.get("/compare", a=hostile, b=CITY),
        whole.get("/search", q='"><img src=x onerror=1>'),
    ]
    for page in pages:
        if page.status == 303:
            page = whole.send("GET", page.headers["location"])
        assert "script-src 'self';" in page.headers.get("content-security-policy", "script-src 'self';")
        tags = Tags(page.text)
        assert tags.handlers == []
        assert all(source and not source.startswith(("http", "//")) for source in tags.scripts)
        assert not any(address.lower().startswith("javascript:") for address in tags.addresses)
        for text in tags.data:
            json.loads(text)


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        ("text/turtle", "text/turtle"),
        ("application/ld+json", "application/ld+json"),
        ("application/n-triples", "application/n-triples"),
        ("application/rdf+xml", "application/rdf+xml"),
        ("text/html,application/xhtml+xml,*/*;q=0.8", "text/html"),
    ],
)
def test_a_city_in_each_form(whole: Server, accept: str, kind: str) -> None:
    answer = whole.get("/id/region/沈阳市", accept=accept)
    if kind == "text/html":
        assert answer.status == 303
        answer = whole.send("GET", answer.headers["location"])
        inside = next(json.loads(text) for text in Tags(answer.text).data if '"@id"' in text)
        assert inside["@id"] == CITY and f"{BASE}ontology#promotes" in inside
        assert 'rel="alternate"' in answer.text
    assert (answer.status, answer.type) == (200, kind)
    assert whole.get("/id/region/沈阳市", format="ttl").type == "text/turtle"
    assert whole.get("/id/region/没有这个", accept=accept).status == 404


def test_a_clause_has_its_mentions_and_neighbours(whole: Server, graph: Path) -> None:
    clause = next(iri for iri in things(graph) if "/id/clause/" in iri)
    page = whole.get(clause[len(BASE) - 1 :], accept="text/html").text
    assert "<mark>" in page and ('rel="next"' in page or 'rel="prev"' in page)


def test_a_page_says_nothing_twice_in_the_words_of_other_vocabularies(whole: Server, graph: Path) -> None:
    clause = next(iri for iri in things(graph) if "/id/clause/" in iri)
    path = clause[len(BASE) - 1 :]
    page = whole.get(path, accept="text/html").text
    shown = page.partition("<main")[2].partition("application/ld+json")[0]
    assert "<mark>" in shown and "条款" in shown
    assert "eli:" not in shown and "data.europa.eu" not in shown
    assert "data.europa.eu/eli" in whole.get(path, accept="text/turtle").text


def test_places_are_compared_by_name_or_iri(whole: Server) -> None:
    by_name = whole.get("/compare", a="沈阳", b="Anshan").text
    assert re.findall(r"<option value=\"[^\"]*/([^\"/]+)\" selected", by_name) == ["沈阳市", "鞍山市"]
    assert by_name == whole.get("/compare", a=CITY, b=CITY.replace("沈阳", "鞍山")).text
    assert "<h3>" in by_name
    chosen = re.findall(r"<option value=\"([^\"]+)\" selected", whole.get("/compare").text)
    assert len(set(chosen)) == 2


def test_things_are_found_by_each_of_several_words(whole: Server) -> None:
    found = json.loads(whole.get("/search", q="沈阳 anshan", format="json").body)["things"]
    assert {"region:沈阳市", "region:鞍山市"} <= {entry["prefixed"] for entry in found}


def test_the_dataset_describes_itself(whole: Server) -> None:
    text = whole.get("/.well-known/void").text
    assert "void:Dataset" in text and "void:triples" in text


def test_the_service_describes_itself(whole: Server) -> None:
    text = whole.get("/sparql", accept="text/turtle").text
    assert "sd:SPARQL11Query" in text and "sd:SPARQL11Update" not in text


def test_the_front_page_is_a_search_box(whole: Server) -> None:
    page = whole.get("/").text
    assert re.search(r'<input type="search" name="q"[^>]*autofocus', page)


@pytest.mark.parametrize("text", ["沈阳", "shenyang", "sys", "沈阳市"])
def test_completion_by_name_and_pinyin(whole: Server, text: str) -> None:
    found = json.loads(whole.get("/complete", q=text).body)
    assert "region:沈阳市" in [entry["prefixed"] for entry in found]
    only = json.loads(whole.get("/complete", q=text, kinds="concept").body)
    assert all(entry["kind"] == "concept" for entry in only)


def test_examples_are_filled_in(whole: Server) -> None:
    answer = whole.get("/examples/industries_by_region", region="沈阳市")
    query = json.loads(answer.body)["query"]
    assert "region:沈阳市" in query and query.startswith("PREFIX ")
    assert whole.query(query).status == 200
    assert whole.get("/examples/industries_by_region", region="没有").status == 400
    assert whole.get("/examples/none").status == 404


def test_search_ranks_and_marks(whole: Server, graph: Path) -> None:
    repository = kg.open(graph)
    texts = [row.text("t") for row in repository.select("SELECT ?t { ?c kgo:text ?t }")]
    word = max((w for text in texts for w in cut(text) if len(w) > 1), key=len)
    found = search(repository, word, cut)
    assert found and all(word in cut(hit.text) for hit in found)
    assert [hit.score for hit in found] == sorted((hit.score for hit in found), reverse=True)
    assert search(repository, "杳无xyzzy", cut) == []
    assert search(repository, "", cut) == []
    page = whole.get("/search", q=word)
    assert f"<mark>{word}</mark>" in page.text
    assert json.loads(whole.get("/search", q=word, format="json").body)["clauses"]


def test_the_same_search_query_through_http(whole: Server, graph: Path) -> None:
    word = next(
        w
        for row in kg.open(graph).select("SELECT ?t { ?c kgo:text ?t }")
        for w in cut(row.text("t"))
        if len(w) > 1
    )
    query = "SELECT ?c ?n { GRAPH graph:search { ?c kgo:hasTokens ?t . ?t kgo:token WORD ; kgo:times ?n } }"
    query = query.replace("WORD", f'"{word}"')
    through = json.loads(whole.query(query).body)["results"]["bindings"]
    alone = kg.open(graph).select(query)
    assert len(through) == len(alone) > 0


def test_the_library_in_two_lines(graph: Path) -> None:
    rows = kg.open(graph).query("SELECT ?c (1 AS ?n) { region:沈阳市 kgo:promotes ?c } LIMIT 3")
    assert isinstance(rows, kg.store.Rows)
    assert rows[0].value("n") == 1
    assert list(rows.to_pandas().columns) == ["c", "n"]
    assert "<script" not in rows._repr_html_()


def test_addresses_that_are_not_ours(whole: Server) -> None:
    for path in (
        "/../../etc/passwd",
        "/assets/../../setup.cfg",
        "/id/%00",
        "/id/a%3Cb",
        "/papers/..%2f..%2fx.html",
    ):
        assert whole.send("GET", path).status in (400, 404), path
    assert whole.send("GET", "/id/" + urllib.parse.quote("沈" * 3000)).status in (404, 414)
