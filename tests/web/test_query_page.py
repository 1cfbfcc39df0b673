"""The query page in a real browser that has no way out but the server."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page
from server_runs import Server

pytestmark = pytest.mark.browser


@pytest.fixture
def page(whole: Server, browser: Browser) -> Iterator[Page]:
    """The page, opened; at the end no request may have left the server and nothing gone wrong in the page."""
    asked: list[str] = []
    problems: list[str] = []
    opened = browser.new_page(viewport={"width": 1280, "height": 900}, locale="zh-CN")
    opened.on("request", lambda request: asked.append(request.url))
    opened.on("pageerror", lambda error: problems.append(str(error)))
    opened.on(
        "console",
        lambda m: problems.append(m.text) if m.type in ("error", "warning") and "400" not in m.text else None,
    )
    opened.goto(f"{whole.address}/sparql")
    opened.wait_for_selector(".CodeMirror")
    yield opened
    opened.close()
    assert [url for url in asked if not url.startswith((whole.address, "data:", "blob:"))] == []
    assert problems == []


def test_a_graph_page_leads_to_its_query_and_things_to_their_pages(page: Page, whole: Server) -> None:
    page.goto(f"{whole.address}/regions/沈阳市.html")
    page.wait_for_function("window.KG_READY")
    page.evaluate("KG.selectNode(KG.find('伺服电机', 1)[0])")
    page.click("#panel-body .actions a")
    assert page.inner_text("h1") == "伺服电机"
    page.go_back()
    page.wait_for_function("window.KG_READY")
    page.click("#panel-body .machine a")
    page.wait_for_selector("#results table td")
    assert "重点开发伺服电机" in page.inner_text("#results")


def write(page: Page, query: str) -> None:
    page.evaluate("query => KG.yasqe.setValue(query)", query)


def test_run_and_look_at_an_answer_in_each_view(page: Page) -> None:
    page.click("#run")
    page.wait_for_selector("#results table td")
    assert "沈阳市" in page.inner_text("#results")
    page.click(".select_chart")
    page.wait_for_selector(".kg-chart rect")
    page.click(".select_map")
    page.wait_for_selector(".kg-map circle")
    assert "沈阳市" in page.text_content(".kg-map svg")
    page.click(".select_response")
    page.wait_for_selector("#results .CodeMirror")
    write(page, "CONSTRUCT { ?s kgo:promotes ?o } WHERE { ?s kgo:promotes ?o }")
    page.click("#run")
    page.wait_for_function(
        "() => document.querySelector('.select_graph') && !document.querySelector('.select_graph').disabled"
    )
    page.click(".select_graph")
    page.wait_for_selector(".kg-graph canvas")


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("shenyang", "region:沈阳市"),
        ("沈阳", "region:沈阳市"),
        ("kgo:promo", "kgo:promotes"),
        ("regi", "region:"),
        ("kgo:Cit", "kgo:City"),
        ("发展", "kgo:promotes"),
        ("shenyangxinsong", "enterprise:沈阳新松机器人"),
    ],
)
def test_completion(page: Page, typed: str, offered: str) -> None:
    write(page, "SELECT * { ?s ?p  }")
    page.evaluate("KG.yasqe.getDoc().setCursor({line: 0, ch: 17}); KG.yasqe.focus()")
    page.keyboard.type(typed)
    page.wait_for_function(
        "word => Array.from(document.querySelectorAll('.CodeMirror-hint'), h => h.textContent)"
        ".some(text => text.startsWith(word))",
        arg=offered,
    )


def test_a_choice_declares_its_prefix(page: Page) -> None:
    write(page, "SELECT * { ?s ?p  }")
    page.evaluate("KG.yasqe.getDoc().setCursor({line: 0, ch: 17}); KG.yasqe.focus()")
    page.keyboard.type("shenyangshi")
    page.wait_for_selector(".CodeMirror-hint")
    page.keyboard.press("Enter")
    text = page.evaluate("KG.yasqe.getValue()")
    assert "region:沈阳市" in text and "PREFIX region:" in text


def test_links_of_an_answer_stay_here(page: Page, whole: Server) -> None:
    write(page, "SELECT * { region:沈阳市 a ?class ; kgo:promotes ?c } LIMIT 1")
    page.click("#run")
    page.wait_for_selector("#results td a")
    links = page.evaluate("Array.from(document.querySelectorAll('#results td a'), a => [a.href, a.title])")
    assert {title.partition("industry-kg/")[2].partition("/")[0][:8] for _, title in links} == {
        "id",
        "ontology",
    }
    for link, _ in links:
        assert link.startswith(whole.address)
        assert page.request.get(link, headers={"Accept": "text/html"}).status == 200


def test_a_view_that_does_not_fit_gives_way_to_the_table(page: Page) -> None:
    write(page, "SELECT ?r ?c { ?r kgo:promotes ?c }")
    page.click("#run")
    page.wait_for_selector("#results table td")
    page.click(".select_graph")
    page.wait_for_selector(".kg-graph canvas")
    write(page, "SELECT (COUNT(*) AS ?n) { ?r kgo:promotes ?c }")
    page.click("#run")
    page.wait_for_function("() => document.querySelector('.select_graph').disabled")
    page.wait_for_selector("#results table td")
    assert page.is_disabled(".select_map")


def test_all_of_it_by_the_keyboard(page: Page) -> None:
    page.evaluate("KG.yasqe.focus()")
    write(page, "ASK { ?s ?p ?o }")
    page.keyboard.press("Control+Enter")
    page.wait_for_function("() => /True/.test(document.querySelector('#results').textContent)")
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "run"
    assert page.evaluate("KG.yasqe.getValue()") == "ASK { ?s ?p ?o }"
    reached = []
    for _ in range(12):  # the day is entered in parts
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.dataset.copy || document.activeElement.id"))
    assert {"csv", "tsv", "json", "share"} <= set(reached)


def test_an_error_is_shown_at_its_place(page: Page) -> None:
    write(page, "SELECT *\n{ ?s kgo:promotes }")
    page.click("#run")
    page.wait_for_selector("#mistake:not([hidden])")
    assert "line 2" in page.inner_text("#mistake")
    page.wait_for_selector(".cm-kg-wrong")


def test_an_example_with_its_parameters(page: Page) -> None:
    page.evaluate("document.querySelector('[data-example=industries_by_region]').click()")
    page.wait_for_selector("#parameters input[name=region]")
    page.fill("#parameters input[name=region]", "沈阳市")
    page.click("#parameters button")
    page.wait_for_function("() => KG.yasqe.getValue().includes('region:沈阳市')")
    page.wait_for_selector("#results table td")


def test_what_is_taken_along(page: Page, whole: Server) -> None:
    write(page, "SELECT ?c { region:沈阳市 kgo:promotes ?c } LIMIT 2")
    for form in ("csv", "tsv", "json"):
        page.evaluate("KG.copied = ''")
        page.click(f"[data-copy={form}]")
        page.wait_for_function("() => KG.copied")
        copied = page.evaluate("KG.copied")
        assert "industry-kg/id/concept/" in copied
        if form == "json":
            assert len(json.loads(copied)["results"]["bindings"]) == 2
    for form in ("curl", "python", "r"):
        page.click(f"[data-snippet={form}]")
        assert whole.address in page.inner_text("#snippet") and "沈阳市" in page.inner_text("#snippet")
    page.click("#share")
    link = page.evaluate("KG.copied")
    page.goto("about:blank")
    page.goto(link)
    page.wait_for_selector("#results table td")
    assert "沈阳市" in page.evaluate("KG.yasqe.getValue()")


def test_a_question_as_of_a_day_goes_along_with_its_link(page: Page) -> None:
    write(page, "SELECT ?c { region:沈阳市 kgo:promotes ?c } LIMIT 2")
    page.fill("#as-of", "2015-01-01")
    page.click("#run")
    page.wait_for_selector("#standing:not([hidden])")
    assert "尚未施行 1 份" in page.inner_text("#standing")
    page.click("#share")
    link = page.evaluate("KG.copied")
    page.goto("about:blank")
    page.goto(link)
    page.wait_for_selector("#standing:not([hidden])")
    assert page.input_value("#as-of") == "2015-01-01"


def test_the_language_can_be_changed(page: Page) -> None:
    assert "运行" in page.inner_text("#run")
    page.click("#lang")
    assert "Run" in page.inner_text("#run")


def test_on_a_phone_the_editor_comes_before_the_examples(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    top = "name => document.querySelector(name).getBoundingClientRect().top"
    assert page.evaluate(top, "#editor") < 150 < page.evaluate(top, ".examples")
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    summaries = page.locator(".examples summary")
    summaries.last.click()
    page.locator("[data-example]").last.click()
    page.wait_for_function("() => KG.yasqe.getValue().includes('# title')")
    assert -5 < page.evaluate(top, ".query-work") < 400
