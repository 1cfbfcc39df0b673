"""Reference chains and gaps: who stands at which link, what is missing and on what words."""

from __future__ import annotations

from pathlib import Path

import pytest
from page_makers import CITY, OTHER, Visit, robots
from playwright.sync_api import expect
from pyoxigraph import Store

from kg.analysis.reference import chain_named
from kg.model import EntityRef, EntityType
from kg.rdf.builder import quads
from kg.rdf.iris import entity_iri
from kg.store import Repository
from kg.store.embedded import EmbeddedRepository
from kg.viz import Atlas, GraphView, load, page_of, view_of
from kg.viz.atlas import reference_iri

CHAIN = reference_iri("robots")

INK = """() => {
  const copy = document.querySelector("#print-copy");
  const pixels = copy.getContext("2d").getImageData(0, 0, copy.width, copy.height).data;
  let dark = 0;
  for (let at = 0; at < pixels.length; at += 4) {
    if (pixels[at + 3] > 200 && pixels[at] + pixels[at + 1] + pixels[at + 2] < 380) dark += 1;
  }
  return dark / (copy.width * copy.height);
}"""
"""The share of dark pixels in the copy for paper."""


def iri(kind: EntityType, name: str) -> str:
    return entity_iri(EntityRef(kind, name)).value


@pytest.fixture(scope="module")
def atlas() -> Atlas:
    store = Store()
    store.extend(quads(robots()))
    repository: Repository = EmbeddedRepository(store)
    return load(repository)


@pytest.fixture(scope="module")
def chain(atlas: Atlas) -> GraphView:
    return view_of(atlas, CHAIN)


def at(view: GraphView, place: str, link: str) -> set[str]:
    """Return what stands in a cell of the table: the things at the other ends of its statements."""
    assert view.coverage
    labels = {node.iri: node.label for node in view.nodes}
    stage = next(node.iri for node in view.nodes if node.label == link)
    row = [label for _, label in view.coverage.regions].index(place)
    cell = view.coverage.cells[row][view.coverage.stages.index(stage)]
    ends = [view.edges[number] for number in cell]
    return {labels[edge.source if edge.target == stage else edge.target] for edge in ends}


def test_links_stand_in_the_order_of_the_reference_chain(chain: GraphView) -> None:
    stages = [node.label for node in chain.nodes if node.kind == "ChainStage"]
    assert stages == [link.name for link in chain_named("robots").links]
    assert chain.layout == "layered" and {node.tier for node in chain.nodes} >= {"upstream", "midstream"}


def test_each_link_has_who_and_what_the_papers_name_there(chain: GraphView) -> None:
    assert {"智能机器人", "沈阳新松机器人"} <= at(chain, CITY, "伺服系统")
    assert OTHER in at(chain, OTHER, "减速器")
    assert at(chain, CITY, "减速器") == set()


def test_whoever_is_named_in_the_same_sentence_is_quoted_with_both_names_marked(
    atlas: Atlas, chain: GraphView
) -> None:
    firm = iri(EntityType.ENTERPRISE, "沈阳新松机器人")
    edge = next(edge for edge in chain.edges if edge.target == firm and edge.source.endswith("/伺服系统"))
    assert edge.predicate == "names"
    item = edge.evidence[0]
    text = atlas.passages[item.passage].text
    assert [text[mark.start : mark.end] for mark in item.marks] == ["沈阳新松机器人", "伺服电机"]


def test_gaps_carry_grade_quote_and_the_nearest_place_that_has_the_link(
    atlas: Atlas, chain: GraphView
) -> None:
    by_link = {gap.link.label: gap for gap in chain.gaps if gap.link.iri}
    assert "伺服系统" not in by_link and "控制器" not in by_link
    reducers = by_link["减速器"]
    assert (reducers.grade, reducers.place.label, reducers.nearest.label) == ("structural", CITY, OTHER)
    assert reducers.kilometres == pytest.approx(90, abs=20) and reducers.nearest_evidence
    assert "精密减速器" in atlas.passages[reducers.nearest_evidence.passage].text
    said = next(gap for gap in chain.gaps if gap.grade == "stated")
    assert said.evidence and "严重依靠进口" in atlas.passages[said.evidence.passage].text


def test_a_link_takes_the_grade_of_its_gap_only_where_no_place_has_it(chain: GraphView) -> None:
    grades = {node.label: node.grade for node in chain.nodes if node.kind == "ChainStage"}
    assert grades["减速器"] == "" and grades["伺服系统"] == ""
    assert grades["机器人轴承"] == "structural"
    assert grades["传感器"] == "stated", "by the words of a paper, though a statement wants it"


def test_the_city_page_lists_its_gaps_and_grades_what_they_speak_of(atlas: Atlas) -> None:
    view = view_of(atlas, iri(EntityType.REGION, CITY), {CHAIN: "chains/robots.html"})
    assert {gap.place.label for gap in view.gaps} == {CITY}
    assert {gap.chain.page for gap in view.gaps if gap.link.iri} == {"chains/robots.html"}
    grades = {node.label: node.grade for node in view.nodes}
    assert grades["智能传感器"] == "stated" and grades["智能机器人"] == ""


def test_a_place_without_the_chain_has_no_gaps(atlas: Atlas) -> None:
    assert view_of(atlas, iri(EntityType.REGION, OTHER)).gaps == ()


@pytest.mark.browser
def test_a_chain_page_shows_links_gaps_and_two_places_side_by_side(
    atlas: Atlas, tmp_path: Path, visit: Visit
) -> None:
    path = tmp_path / "robots.html"
    path.write_text(page_of(atlas, CHAIN, single=True).html, encoding="utf-8")
    page = visit.open(path)
    cards = page.locator("#board > li")
    expect(cards).to_have_count(len(chain_named("robots").links))
    servo = cards.nth(1)
    expect(servo).to_contain_text("上游")
    expect(servo.locator("dd").first).to_contain_text("沈阳新松机器人")
    servo.get_by_role("button", name="沈阳新松机器人").click()
    expect(page.locator("#panel-body mark b.object")).to_have_text("沈阳新松机器人")
    page.select_option("#compare-a", label=CITY)
    page.select_option("#compare-b", label=OTHER)
    row = page.locator("#coverage tbody tr", has_text="减速器")
    expect(row.locator("td").nth(0)).to_have_text("结构性缺口")
    expect(row.locator("td").nth(1)).to_contain_text("发展")
    assert "places=" in page.url
    page.select_option("#color", "grade")
    reducers = page.evaluate("KG.find('减速器', 1)[0]")
    assert page.evaluate("i => KG.nodeColor(i)", reducers) != page.evaluate(
        "KG.nodeColor(KG.find('伺服系统', 1)[0])"
    )
    assert "结构性缺口" in page.evaluate("i => KG.labelOf(i).lines.join('')", reducers)
    row.get_by_role("button", name="结构性缺口").click()
    expect(page.locator("#panel-body")).to_contain_text("精密减速器")
    said = page.locator("#gaps tbody tr", has_text="明示缺口")
    expect(said.locator("blockquote")).to_contain_text("智能传感器严重依靠进口")
    page.reload()
    expect(page.locator("#coverage thead th")).to_have_text(["环节", CITY, OTHER])
    page.emulate_media(media="print", color_scheme="dark")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert 0.001 < page.evaluate(INK) < 0.2, "the drawing is on paper, in dark ink"
    fit = page.evaluate("getComputedStyle(document.querySelector('#print-copy')).objectFit")
    assert fit == "contain", "it keeps its proportions"
    assert page.evaluate(
        "[...document.querySelectorAll('#board > li')].every(li => li.scrollHeight <= li.clientHeight + 1)"
    ), "no card is cut on paper"
