"""The pages of a small graph on disk, and a Chromium without a network."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from page_makers import Visit, documents
from playwright.sync_api import Browser, BrowserContext, Page
from pyoxigraph import Store

from kg.rdf.builder import quads
from kg.store import Repository
from kg.store.embedded import EmbeddedRepository
from kg.viz import render_site

AS_OPENED = """() => {
  KG.actions.reset();
  KG.fit(false);
  KG.cursor = KG.hovered = null;
  document.querySelector("[data-tab='statements']").click();
  for (const id of ["search", "table-filter"]) {
    const box = document.getElementById(id);
    box.value = "";
    box.dispatchEvent(new Event("input"));
  }
  document.activeElement.blur();
  window.scrollTo(0, 0);
}"""
"""Put a page back as it was when it was opened: view, address, tables, search."""


@pytest.fixture(scope="session")
def repository() -> Repository:
    store = Store()
    store.extend(quads(documents()))
    return EmbeddedRepository(store)


@pytest.fixture(scope="session")
def site(repository: Repository, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pages") / "site"
    render_site(repository, folder)
    return folder


@pytest.fixture(scope="session")
def context(browser: Browser) -> Iterator[BrowserContext]:
    made = browser.new_context(viewport={"width": 1280, "height": 820}, offline=True, locale="zh-CN")
    made.set_default_timeout(15_000)
    yield made
    made.close()


@pytest.fixture
def visit(context: BrowserContext) -> Iterator[Visit]:
    """Open pages in a new tab; at the end, fail on whatever went wrong or left the page."""
    seen = Visit.of(context.new_page())
    yield seen
    seen.check()
    seen.page.evaluate("window.localStorage.clear()")
    seen.page.close()


@pytest.fixture(scope="session")
def open_pages(context: BrowserContext) -> Iterator[dict[Path, Visit]]:
    """Keep the tabs of pages that tests share."""
    kept: dict[Path, Visit] = {}
    yield kept
    for seen in kept.values():
        seen.page.close()


@pytest.fixture
def shared(context: BrowserContext, open_pages: dict[Path, Visit]) -> Iterator[Callable[[Path], Page]]:
    """Give a page that was opened before, as it was then; check it after the test as ``visit`` does.

    A test that changes what :data:`AS_OPENED` does not put back takes ``visit``.
    """
    used: list[Visit] = []

    def give(path: Path) -> Page:
        if path not in open_pages:
            open_pages[path] = Visit.of(context.new_page())
            open_pages[path].open(path)
        seen = open_pages[path]
        used.append(seen)
        seen.page.bring_to_front()
        seen.page.evaluate(AS_OPENED)
        return seen.page

    yield give
    for seen in used:
        seen.check()
