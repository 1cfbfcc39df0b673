"""The pages in a real Chromium without a network: what a reader sees and does."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from page_makers import CITY, HOSTILE, Visit
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

TOFU = """
(text) => {
  const draw = (char) => {
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = 40;
    const ctx = canvas.getContext("2d");
    ctx.font = "24px " + (window.KG ? KG.FONT : "sans-serif");
    ctx.fillText(char, 4, 30);
    return canvas.toDataURL();
  };
  const missing = new Set(["\\uE123", "\\u{10FFFE}", "\\u0378"].map(draw));
  const blank = draw(" ");
  return [...new Set(text.replace(/\\s/g, ""))].filter((c) => missing.has(draw(c)) || draw(c) === blank);
}
"""


@pytest.fixture
def city(shared: Callable[[Path], Page], site: Path) -> Page:
    return shared(site / "regions" / f"{CITY}.html")


def choose(page: Page, name: str) -> None:
    page.evaluate("name => KG.selectNode(KG.find(name, 1)[0])", name)


def click_node(page: Page, name: str) -> None:
    """Click on a node where it is drawn."""
    box = page.locator("#canvas canvas").bounding_box()
    at = page.evaluate("name => KG.network.canvasToDOM(KG.network.getPosition(KG.find(name, 1)[0]))", name)
    assert box
    page.mouse.click(box["x"] + at["x"], box["y"] + at["y"])


def test_index_leads_to_every_city(visit: Visit, site: Path) -> None:
    page = visit.open(site / "index.html")
    expect(page.locator("#cities a")).to_have_count(2)
    page.locator("#cities a", has_text=CITY).click()
    expect(page.locator("h1")).to_have_text(CITY)
    expect(page.locator("#canvas canvas")).to_be_visible()


def test_index_filters_by_pinyin(visit: Visit, site: Path) -> None:
    page = visit.open(site / "index.html")
    page.fill("#index-filter", "anshan")
    expect(page.locator("#cities li:visible")).to_have_count(1)
    expect(page.locator("#cities li:visible")).to_contain_text("鞍山市")


def test_chinese_text_has_glyphs(city: Page) -> None:
    text = city.evaluate("() => document.body.innerText + KG.graph.data.entities.map(e => e.name).join('')")
    chinese = "".join(char for char in text if "\u4e00" <= char <= "\u9fff")
    assert len(set(chinese)) > 80
    assert city.evaluate(TOFU, chinese) == []
    assert city.evaluate(TOFU, "\ue123") == ["\ue123"], "the check itself must see a missing glyph"


def test_the_graph_is_drawn(city: Page) -> None:
    painted = city.evaluate(
        """() => {
          const c = document.querySelector("#canvas canvas");
          const pixels = c.getContext("2d").getImageData(0, 0, c.width, c.height).data;
          let n = 0;
          for (let i = 3; i < pixels.length; i += 4) if (pixels[i] > 0) n += 1;
          return n;
        }"""
    )
    assert painted > 3000


def test_a_click_on_a_node_shows_its_clause(city: Page) -> None:
    click_node(city, "智能机器人")
    expect(city.locator("#panel-body .panel-title")).to_have_text("智能机器人")
    first = city.locator("#panel-body blockquote").first
    expect(first).to_contain_text("大力发展智能机器人，依托沈阳新松机器人")
    expect(city.locator("#panel-body mark b.subject, #panel-body mark b.object").first).to_be_attached()
    expect(city.locator("#panel-body figcaption").first).to_contain_text("第 1 行")


def test_a_click_on_an_edge_shows_its_clause(city: Page) -> None:
    middle = city.evaluate(
        """() => {
          const e = KG.graph.data.statements.findIndex((s) => s.predicate === "restricts");
          const edge = KG.graph.data.edges[e];
          KG.flyTo(edge.to);
          return null;
        }"""
    )
    assert middle is None
    city.wait_for_timeout(700)
    at = city.evaluate(
        """() => {
          const e = KG.graph.data.statements.findIndex((s) => s.predicate === "restricts");
          const edge = KG.graph.data.edges[e];
          const p = KG.network.getPosition(edge.from), q = KG.network.getPosition(edge.to);
          const box = document.querySelector("#canvas canvas").getBoundingClientRect();
          const d = KG.network.canvasToDOM({ x: 0.4 * p.x + 0.6 * q.x, y: 0.4 * p.y + 0.6 * q.y });
          return [box.x + d.x, box.y + d.y];
        }"""
    )
    city.mouse.click(at[0], at[1])
    expect(city.locator("#panel-body .panel-title")).to_contain_text("禁止")
    expect(city.locator("#panel-body .tag")).to_have_text(["新增产能"])
    expect(city.locator("#panel-body blockquote")).to_contain_text("严禁新增产能：钢铁")


def test_the_quote_links_to_its_line_in_the_paper(visit: Visit, site: Path) -> None:
    city = visit.open(site / "regions" / f"{CITY}.html")
    choose(city, "智能机器人")
    city.locator("#panel-body figcaption a").first.click()
    expect(city.locator("li:target")).to_contain_text("大力发展智能机器人")


def test_the_legend_names_every_kind_and_counts_it(city: Page) -> None:
    rows = city.locator("#kinds li").all_inner_texts()
    shown = {row.split("\n")[0] if "\n" in row else row.rstrip("0123456789") for row in rows}
    assert {"地区", "产业", "产品", "企业"} <= shown
    counts = [int(count) for count in city.locator("#kinds .count").all_inner_texts()]
    assert sum(counts) == city.evaluate("KG.graph.n")
    assert city.locator("#kinds svg").count() == len(rows)


def test_hostile_names_stay_text(city: Page) -> None:
    for name in HOSTILE:
        found = city.evaluate(
            "name => KG.graph.data.entities.findIndex(e => e.name.slice(0, 40) === name.slice(0, 40))", name
        )
        assert found >= 0, name[:40]
        city.evaluate("i => KG.selectNode(i, true)", found)
        assert city.locator("#panel-body .panel-title").inner_text().startswith(name[:10])
    city.evaluate("document.querySelector(\"[data-tab='entities']\").click()")
    expect(city.locator("#table tbody tr")).not_to_have_count(0)
    assert city.locator("main img, #panel script, #table script").count() == 0
    assert city.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_paper_pages_show_headings_and_hostile_lines_as_text(visit: Visit, site: Path) -> None:
    page = visit.open(site / "papers" / "plan-2015.html")
    expect(page.locator("h1")).to_have_text("关于<b>产业</b>的“规划”")
    expect(page.locator("#L4")).to_contain_text("<script>window.pwned=1</script>")


def test_physics_is_off_and_available(city: Page) -> None:
    before = city.evaluate("KG.network.getPositions()")
    city.wait_for_timeout(300)
    assert city.evaluate("KG.network.getPositions()") == before
    city.click("[data-action='physics']")
    city.wait_for_timeout(600)
    assert city.evaluate("KG.network.getPositions()") != before
    city.click("[data-action='physics']")
    expect(city.locator("[data-action='physics']")).to_have_attribute("aria-pressed", "false")


def test_the_language_switches_and_stays(visit: Visit, site: Path) -> None:
    city = visit.open(site / "regions" / f"{CITY}.html")
    city.click("#lang")
    expect(city.locator("html")).to_have_attribute("lang", "en")
    expect(city.locator("#filters summary")).to_have_text("Legend and filters")
    page = visit.open(site / "index.html")
    expect(page.locator(".lead")).to_contain_text("Every statement leads back to its clause")
    page.click("#lang")
    expect(page.locator(".lead")).to_contain_text("每一条关系都能回到原文")


def test_a_phone_shows_everything_without_sideways_scrolling(visit: Visit, site: Path) -> None:
    visit.page.set_viewport_size({"width": 390, "height": 844})
    for path in ("index.html", f"regions/{CITY}.html", "papers/plan-2015.html", "graph.html"):
        page = visit.open(site / path)
        assert page.evaluate("document.documentElement.scrollWidth") == 390, path
    page = visit.open(site / "regions" / f"{CITY}.html")
    click_node(page, "智能机器人")
    expect(page.locator("#panel")).to_be_in_viewport()
    expect(page.locator("#panel-body blockquote").first).to_be_visible()
