"""Exploring a graph in a real Chromium: search, filters, paths, exports, address, keyboard, axe-core."""

from __future__ import annotations

import csv
import io
import json
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path

import pytest
from page_makers import CITY, OTHER, Visit
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

PAGES = ("index.html", "city", "industries/钢铁.html", "map.html", "papers/plan-2015.html")
AXE = Path(__file__).resolve().parents[1] / "vendor" / "axe-core" / "axe.min.js"


@pytest.fixture
def city(shared: Callable[[Path], Page], site: Path) -> Page:
    return shared(site / "regions" / f"{CITY}.html")


@pytest.fixture
def whole(shared: Callable[[Path], Page], site: Path) -> Page:
    page = shared(site / "graph.html")
    page.evaluate("KG.update({ detail: 'all' })")
    return page


def node(page: Page, name: str) -> int:
    return int(page.evaluate("name => KG.graph.data.entities.findIndex(e => e.name === name)", name))


def shown(page: Page) -> set[str]:
    return set(page.evaluate("KG.graph.data.entities.filter((e, i) => KG.shown.nodes[i]).map(e => e.name)"))


@pytest.mark.parametrize("query", ["智能机器人", "智能机", "znjqr", "zhinengji"])
def test_search_flies_to_names_and_pinyin(city: Page, query: str) -> None:
    city.fill("#search", query)
    expect(city.locator("#search-list li").first).to_contain_text("智能机器人")
    city.keyboard.press("Enter")
    expect(city.locator("#panel-body .panel-title")).to_have_text("智能机器人")
    city.wait_for_timeout(600)
    at = city.evaluate("i => KG.network.canvasToDOM(KG.network.getPosition(i))", node(city, "智能机器人"))
    box = city.locator("#canvas").bounding_box()
    assert box and 0 < at["x"] < box["width"] and 0 < at["y"] < box["height"]


def test_search_says_when_nothing_matches(city: Page) -> None:
    city.fill("#search", "zzzz")
    expect(city.locator("#search-list")).to_contain_text("没有匹配")


def test_filters_hide_kinds_and_relations(city: Page) -> None:
    city.locator("#kinds input[data-name='Enterprise']").uncheck()
    assert "沈阳新松机器人" not in shown(city)
    city.locator("#kinds input[data-name='Enterprise']").check()
    city.locator("#predicates input[data-name='includes']").uncheck()
    assert "伺服电机" not in shown(city) and "智能机器人" in shown(city)
    assert "offrel=includes" in city.url


def test_hover_lifts_the_neighbours(city: Page) -> None:
    box = city.locator("#canvas").bounding_box()
    at = city.evaluate("i => KG.network.canvasToDOM(KG.network.getPosition(i))", node(city, "智能机器人"))
    assert box
    city.mouse.move(box["x"] + at["x"] - 3, box["y"] + at["y"])
    city.mouse.move(box["x"] + at["x"], box["y"] + at["y"])
    city.wait_for_function("KG.hovered !== null && KG.hovered !== undefined")
    lifted = set(city.evaluate("Array.from(KG.focusSet().nodes).map(i => KG.graph.data.entities[i].name)"))
    assert {"智能机器人", "沈阳市", "沈阳新松机器人", "伺服电机"} == lifted


def test_collapse_and_expand(city: Page) -> None:
    city.evaluate("i => KG.selectNode(i)", node(city, "智能机器人"))
    city.get_by_role("button", name="收起邻居").click()
    assert "伺服电机" not in shown(city)
    city.get_by_role("button", name="展开邻居").click()
    assert "伺服电机" in shown(city)


def test_the_shortest_path_between_two_picked_nodes(whole: Page) -> None:
    whole.click("#path")
    expect(whole.locator("#note")).to_have_text("请选起点")
    whole.evaluate("i => KG.pick(i)", node(whole, "伺服电机"))
    expect(whole.locator("#note")).to_have_text("请选终点")
    whole.evaluate("i => KG.pick(i)", node(whole, OTHER))
    expect(whole.locator("#panel-body .panel-title")).to_have_text("路径：4 步")
    steps = whole.evaluate("KG.state.path.map(i => KG.graph.data.entities[i].name)")
    assert steps == ["伺服电机", "智能机器人", CITY, "钢铁", OTHER]
    assert whole.locator("#panel-body blockquote").count() >= 4


def test_pin_hide_and_restore(city: Page) -> None:
    robots = node(city, "智能机器人")
    city.evaluate("i => KG.selectNode(i)", robots)
    city.get_by_role("button", name="固定", exact=True).click()
    assert "pins=" in city.url
    city.get_by_role("button", name="隐藏").click()
    assert "智能机器人" not in shown(city)
    expect(city.locator("#hidden-ones")).to_contain_text("已隐藏 1 个节点")
    city.locator("[data-action='restore']").click()
    assert "智能机器人" in shown(city)


@pytest.mark.parametrize("value", ["group", "community"])
def test_colouring_changes_the_drawing_and_its_legend(whole: Page, value: str) -> None:
    before = whole.evaluate("KG.graph.data.nodes.map((_, i) => KG.nodeColor(i))")
    whole.select_option("#color", value)
    assert whole.evaluate("KG.graph.data.nodes.map((_, i) => KG.nodeColor(i))") != before
    expect(whole.locator("#groups li").first).to_be_visible()


def test_sizing_by_centrality(whole: Page) -> None:
    whole.select_option("#size", "centrality")
    sizes = whole.evaluate("KG.graph.data.nodes.map((_, i) => KG.nodeSize(i))")
    assert sizes[node(whole, CITY)] == max(sizes) and len(set(sizes)) > 2


def test_the_view_is_in_the_address_and_in_the_history(visit: Visit, site: Path) -> None:
    city = visit.open(site / "regions" / f"{CITY}.html")
    city.evaluate("i => KG.selectNode(i)", node(city, "智能机器人"))
    city.evaluate("i => KG.selectNode(i)", node(city, "钢铁"))
    address = city.url
    city.go_back()
    expect(city.locator("#panel-body .panel-title")).to_have_text("智能机器人")
    city.go_forward()
    expect(city.locator("#panel-body .panel-title")).to_have_text("钢铁")
    city.goto("about:blank")
    city.goto(address)
    expect(city.locator("#panel-body .panel-title")).to_have_text("钢铁")


def test_full_screen(visit: Visit, site: Path) -> None:
    city = visit.open(site / "regions" / f"{CITY}.html")
    city.click("[data-action='fullscreen']")
    city.wait_for_function("document.fullscreenElement && document.fullscreenElement.id === 'workbench'")


def exported(page: Page, form: str) -> bytes:
    page.click(".menu summary")
    with page.expect_download() as waiting:
        page.click(f"[data-export='{form}']")
    return Path(waiting.value.path()).read_bytes()


def test_export_of_what_is_shown(city: Page) -> None:
    city.locator("#kinds input[data-name='Enterprise']").uncheck()
    graph = json.loads(exported(city, "json"))
    names = {entry["label"] for entry in graph["nodes"]}
    assert "智能机器人" in names and "沈阳新松机器人" not in names
    assert all(edge["evidence"][0]["quote"] for edge in graph["edges"])
    tree = ET.fromstring(exported(city, "graphml"))
    space = "{http://graphml.graphdrawing.org/xmlns}"
    assert len(tree.findall(f".//{space}node")) == len(graph["nodes"])
    table = list(csv.DictReader(io.StringIO(exported(city, "csv").decode("utf-8-sig"))))
    assert len(table) == len(graph["edges"])
    assert not [cell for row in table for cell in row.values() if cell[:1] in tuple("=+-@")]
    drawing = ET.fromstring(exported(city, "svg"))
    texts = {element.text for element in drawing.iter("{http://www.w3.org/2000/svg}text")}
    assert "智能机器人" in texts
    assert exported(city, "png")[:8] == b"\x89PNG\r\n\x1a\n"


def test_the_table_sorts_filters_and_finds(city: Page) -> None:
    city.click("[data-tab='entities']")
    city.locator("#table th button", has_text="关系数").click()
    expect(city.locator("#table tbody tr").first).to_contain_text(CITY)
    expect(city.locator("#table th[aria-sort='descending']")).to_have_count(1)
    city.fill("#table-filter", "伺服")
    expect(city.locator("#table tbody tr")).to_have_count(1)
    city.locator("#table tbody tr").click()
    expect(city.locator("#panel-body .panel-title")).to_have_text("伺服电机")
    city.fill("#table-filter", "")
    city.click("[data-tab='statements']")
    assert city.locator("#table tbody tr").count() == city.evaluate("KG.count(KG.shown.edges)")


def test_the_keyboard_reaches_nodes_and_evidence(city: Page) -> None:
    city.focus("#stage")
    city.keyboard.press("ArrowRight")
    expect(city.locator("#live")).to_contain_text(CITY)
    reached = set()
    for key in ("ArrowRight", "ArrowUp", "ArrowLeft", "ArrowLeft", "ArrowDown", "ArrowDown", "ArrowRight"):
        city.keyboard.press(key)
        reached.add(city.evaluate("KG.cursor"))
    assert len(reached) > 3
    city.keyboard.press("Enter")
    assert city.evaluate("document.activeElement.className").startswith("panel-title")
    expect(city.locator("#panel-body blockquote").first).to_be_visible()
    city.keyboard.press("Escape")
    expect(city.locator("#panel-about")).to_be_visible()
    city.keyboard.press("/")
    assert city.evaluate("document.activeElement.id") == "search"


def test_dark_and_light(visit: Visit, site: Path) -> None:
    city = visit.open(site / "regions" / f"{CITY}.html")
    light = city.evaluate("getComputedStyle(document.body).backgroundColor")
    city.click("#theme")
    assert city.evaluate("getComputedStyle(document.body).backgroundColor") != light
    assert city.evaluate("KG.css('--canvas')") == "#151a20"


def test_chain_pages_run_from_left_to_right(visit: Visit, site: Path) -> None:
    pages = sorted((site / "chains").iterdir())
    assert len(pages) == 1
    page = visit.open(pages[0])
    expect(page.locator("h1")).to_have_text("钢铁产业链")
    columns = [
        page.evaluate("i => KG.network.getPosition(i).x", node(page, name))
        for name in ("矿石", "冶炼", "加工")
    ]
    assert columns == sorted(set(columns))
    page.evaluate("i => KG.selectNode(i)", node(page, "冶炼"))
    expect(page.locator("#panel-body blockquote").first).to_contain_text("延伸矿石、冶炼、加工产业链")


def test_two_places_are_compared_and_gaps_are_named(visit: Visit, site: Path) -> None:
    page = visit.open(site / "industries" / "钢铁.html")
    table = page.locator("#coverage")
    expect(table.locator("tbody tr")).to_have_count(2)
    page.select_option("#compare-a", label=CITY)
    page.select_option("#compare-b", label=OTHER)
    expect(table.locator("thead th")).to_have_text(["环节", CITY, OTHER])
    expect(table.locator("tbody td").nth(0)).to_contain_text("禁止 · 新增产能")
    expect(table.locator("tbody td").nth(1)).to_contain_text("发展")
    table.locator("tbody td").nth(0).locator("button").click()
    expect(page.locator("#panel-body blockquote")).to_contain_text("严禁新增产能")


def test_the_map_shows_measures_and_an_industry(visit: Visit, site: Path) -> None:
    page = visit.open(site / "map.html")
    expect(page.locator("svg.map a")).to_have_count(2)
    page.fill("#industry", "gangtie")
    rows = {row.split("\t")[0].strip(): row for row in page.locator("#map-table tbody tr").all_inner_texts()}
    assert "限制" in rows[CITY] and "发展" in rows[OTHER]
    assert "industry=" in page.url
    page.locator("svg.map a", has_text=OTHER).click()
    expect(page.locator("h1")).to_have_text(OTHER)


@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing(visit: Visit, site: Path, path: str) -> None:
    page = visit.open(site / (f"regions/{CITY}.html" if path == "city" else path))
    if path == "city":
        page.evaluate("i => KG.selectNode(i)", node(page, "智能机器人"))
    page.evaluate(AXE.read_text(encoding="utf-8"))
    for width, theme in ((1280, "light"), (390, "dark")):
        page.emulate_media(color_scheme="dark" if theme == "dark" else "light", reduced_motion="reduce")
        page.set_viewport_size({"width": width, "height": 820})
        page.wait_for_timeout(150)
        found = page.evaluate(
            "axe.run(document, {preload: false, resultTypes: ['violations']}).then(r => r.violations)"
        )
        told = [(entry["id"], [each["html"][:160] for each in entry["nodes"]][:4]) for entry in found]
        assert told == [], (width, theme)
