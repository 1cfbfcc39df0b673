"""Settings for every test, and what is so slow to start or build that all tests share it."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from playwright.sync_api import Browser, Playwright, sync_playwright
from store_runs import Virtuoso, serving_virtuoso

from kg.cli.main import main

Run = Callable[..., tuple[int, str, str]]

CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]

# The first example of a process loads dictionaries, which takes seconds, whatever the example is.
settings.register_profile("kg", deadline=None)
settings.load_profile("kg")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the installs, which take longest, so that no process is left with them at the end."""
    items.sort(key=lambda item: item.path.name != "test_packaging.py")


@pytest.fixture(scope="session")
def driver() -> Iterator[Playwright]:
    """Drive browsers; there can be one driver a process."""
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def browser(driver: Playwright) -> Iterator[Browser]:
    """Start Chromium, which finds no other host than this machine."""
    if shutil.which(CHROMIUM) is None:
        pytest.fail(f"{CHROMIUM} is not installed; the pages cannot be tried (apt-get install chromium)")
    launched = driver.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
    yield launched
    launched.close()


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a build of the shipped papers; tests only read it.

    The first of several test processes builds it; the others wait and find nothing to do.
    """
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "built" / "build"
    folder.parent.mkdir(exist_ok=True)
    assert main(["build", "--out", str(folder)]) == 0
    return folder


@pytest.fixture(scope="session")
def virtuoso(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Virtuoso]:
    """A Virtuoso, started once; a test has it hold the graph that it asks."""
    with serving_virtuoso(tmp_path_factory.mktemp("virtuoso")) as server:
        yield server


@pytest.fixture
def kg(capfd: pytest.CaptureFixture[str]) -> Run:
    """Return a function that runs a command line and gives exit code, standard output and error."""

    def run(*words: str | Path) -> tuple[int, str, str]:
        capfd.readouterr()
        code = main([str(word) for word in words])
        out, err = capfd.readouterr()
        return code, out, err

    return run
