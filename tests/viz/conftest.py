"""The pages of a small graph on disk, and a Chromium without a network."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from page_makers import Visit, documents
from playwright.sync_api import Browser, BrowserContext, Playwright
from pyoxigraph import Store

from kg.rdf.builder import quads
from kg.store import Repository
from kg.store.embedded import EmbeddedRepository
from kg.viz import render_site

CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


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
def browser(driver: Playwright) -> Iterator[Browser]:
    if shutil.which(CHROMIUM) is None:
        pytest.fail(f"{CHROMIUM} is not installed; the pages cannot be tried (apt-get install chromium)")
    launched = driver.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
    yield launched
    launched.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    made = browser.new_context(viewport={"width": 1280, "height": 820}, offline=True, locale="zh-CN")
    yield made
    made.close()


@pytest.fixture
def visit(context: BrowserContext) -> Iterator[Visit]:
    """Open pages; at the end, fail on any console error, failed request, or request that left the page."""
    page = context.new_page()
    seen = Visit(page)
    page.on("request", lambda request: seen.requests.append(request.url))
    page.on("requestfailed", lambda request: seen.problems.append(f"failed: {request.url}"))
    page.on("pageerror", lambda error: seen.problems.append(f"error: {error}"))
    page.on(
        "console",
        lambda message: (
            seen.problems.append(f"{message.type}: {message.text}")
            if message.type in {"error", "warning"}
            else None
        ),
    )
    page.set_default_timeout(15_000)
    yield seen
    assert seen.outside() == []
    assert seen.problems == []
    assert not page.is_closed() and page.evaluate("window.pwned") is None
