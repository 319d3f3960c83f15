"""Fixtures: the product over two stores, in a browser that notes what must not happen."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, sync_playwright

from tests.e2e.browsing import Watched, launch, serving
from tests.pages.seeding import seed


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = launch(playwright)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The whole product over three months of figures."""
    folder = tmp_path_factory.mktemp("seeded")
    seed(folder / "b.duckdb")
    with serving("dashboard.py", folder / "b.duckdb", folder) as address:
        yield address


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The whole product over an empty store."""
    folder = tmp_path_factory.mktemp("empty")
    with serving("dashboard.py", folder / "b.duckdb", folder) as address:
        yield address


@pytest.fixture
def watched(browser: Browser, seeded: str) -> Iterator[Watched]:
    context = browser.new_context(viewport={"width": 1366, "height": 768})
    yield from _watched(context, seeded)


@pytest.fixture
def watched_empty(browser: Browser, empty: str) -> Iterator[Watched]:
    context = browser.new_context(viewport={"width": 1366, "height": 768})
    yield from _watched(context, empty)


def _watched(context: BrowserContext, address: str) -> Iterator[Watched]:
    yield Watched(context.new_page(), address)
    context.close()
