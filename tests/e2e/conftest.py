"""Fixtures: the product over two stores, in a browser that notes what must not happen."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, StorageState, sync_playwright

from tests.e2e.browsing import Watched, admit, launch, serving, signed_in
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
    admit(folder / "b.duckdb")
    with serving("dashboard.py", folder / "b.duckdb", folder) as address:
        yield address


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The whole product over an empty store."""
    folder = tmp_path_factory.mktemp("empty")
    admit(folder / "b.duckdb")
    with serving("dashboard.py", folder / "b.duckdb", folder) as address:
        yield address


@pytest.fixture(scope="session")
def signed(browser: Browser, seeded: str) -> StorageState:
    """What a browser keeps that signed in to `seeded`: hand it to a new context or page."""
    return signed_in(browser, seeded)


@pytest.fixture
def watched(browser: Browser, seeded: str, signed: StorageState) -> Iterator[Watched]:
    yield from _watched(browser, seeded, signed)


@pytest.fixture
def watched_empty(browser: Browser, empty: str) -> Iterator[Watched]:
    yield from _watched(browser, empty, signed_in(browser, empty))


def _watched(browser: Browser, address: str, signed: StorageState) -> Iterator[Watched]:
    context = browser.new_context(viewport={"width": 1366, "height": 768}, storage_state=signed)
    yield Watched(context.new_page(), address)
    context.close()
