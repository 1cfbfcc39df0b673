"""Where the evidence panel leads: clause, page of a thing, and query; in a folder, alone, with a server."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from page_makers import CITY, Visit, robots
from playwright.sync_api import Page, expect
from pyoxigraph import Store

from kg.rdf.builder import quads
from kg.rdf.iris import BASE
from kg.store import Repository
from kg.store.embedded import EmbeddedRepository
from kg.viz import load, page_of
from kg.viz.atlas import reference_iri

pytestmark = pytest.mark.browser

SERVER = "http://kg.example/graph/"


@pytest.fixture(scope="module")
def chain() -> Repository:
    store = Store()
    store.extend(quads(robots()))
    return EmbeddedRepository(store)


def written(folder: Path, repository: Repository, iri: str, server: str = "") -> Path:
    """Write a page that is all in one file."""
    path = folder / "page.html"
    page = page_of(load(repository), iri, single=True, server=server)
    path.write_text(page.html, encoding="utf-8")
    return path


def choose(page: Page, name: str) -> None:
    page.evaluate("name => KG.selectNode(KG.find(name, 1)[0])", name)


def test_in_a_folder_the_query_leads_to_a_page_that_shows_copies_and_opens_it(
    visit: Visit, site: Path
) -> None:
    page = visit.open(site / "regions" / f"{CITY}.html")
    choose(page, "智能机器人")
    page.get_by_role("link", name="SPARQL 查询").click()
    expect(page).to_have_url(re.compile(r"/ask\.html#query="))
    query = page.input_value("#sparql")
    assert f"<{BASE}id/concept/智能机器人>" in query
    assert query in page.inner_text("#command") and page.inner_text("#command").startswith("kg query '")
    page.fill("#server", "http://kg.example:8000")
    page.fill("#sparql", "ASK { ?s ?p 'a&b' }")
    opened = urlsplit(page.get_attribute("#ask", "href") or "")
    assert (opened.netloc, opened.path) == ("kg.example:8000", "/sparql")
    assert parse_qs(opened.fragment)["query"] == ["ASK { ?s ?p 'a&b' }"]
    assert page.inner_text("#command") == "kg query 'ASK { ?s ?p '\\''a&b'\\'' }'"
    page.fill("#server", "javascript:alert(1)")
    assert page.get_attribute("#ask", "href") is None
    page.go_back()
    expect(page.locator("#panel-body .panel-title")).to_have_text("智能机器人")


def test_every_node_and_line_has_a_query_with_an_answer(
    visit: Visit, chain: Repository, tmp_path: Path
) -> None:
    page = visit.open(written(tmp_path, chain, reference_iri("robots")))
    nodes = page.evaluate("KG.graph.data.entities.map((e, i) => [e.name, KG.nodeQuery(i)])")
    edges = page.evaluate("KG.graph.data.edges.map((e, i) => [String(i), KG.edgeQuery(i)])")
    silent = {name for name, query in nodes + edges if not list(chain.select(query))}
    named = page.evaluate(
        "KG.graph.data.entities.filter((e, i) => KG.graph.around[i].length).map((e) => e.name)"
    )
    assert len(edges) > 5 and len(named) > 5
    assert silent.isdisjoint(named) and not [name for name in silent if name.isdigit()]
    texts = [row.text("text") for row in chain.select(dict(nodes)["伺服系统"])]
    assert any("伺服电机" in text for text in texts), "a link is asked for by the names in the papers"


def test_alone_a_page_shows_the_query_itself(visit: Visit, chain: Repository, tmp_path: Path) -> None:
    page = visit.open(written(tmp_path, chain, reference_iri("robots")))
    choose(page, "沈阳新松机器人")
    page.locator(".query-text summary").click()
    expect(page.locator(".query-text pre")).to_contain_text("id/enterprise/沈阳新松机器人>")
    assert page.locator("#panel-body a").count() == 0


def test_with_a_server_things_clauses_and_queries_lead_there(
    visit: Visit, chain: Repository, tmp_path: Path
) -> None:
    page = visit.open(written(tmp_path, chain, reference_iri("robots"), SERVER))
    choose(page, "沈阳新松机器人")
    links = [
        unquote(link) for link in page.locator("#panel-body a").evaluate_all("all => all.map(a => a.href)")
    ]
    assert f"{SERVER}id/enterprise/沈阳新松机器人" in links
    assert f"{SERVER}id/clause/plan-2015_1" in links
    assert links[-1].startswith(f"{SERVER}sparql#query=PREFIX")
