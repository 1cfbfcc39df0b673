"""Settings for every test."""

from collections.abc import Iterator

import pytest
from hypothesis import settings
from playwright.sync_api import Playwright, sync_playwright

# The first example of a process loads dictionaries, which takes seconds, whatever the example is.
settings.register_profile("kg", deadline=None)
settings.load_profile("kg")


@pytest.fixture(scope="session")
def driver() -> Iterator[Playwright]:
    """Drive browsers; there can be one driver a process."""
    with sync_playwright() as playwright:
        yield playwright
