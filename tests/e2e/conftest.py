"""Fixtures: the product over two stores, in a browser that notes what must not happen."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, StorageState, expect, sync_playwright

from tests import prepared
from tests.e2e.browsing import ACCOUNT, Watched, admit, launch, serving, signed_in
from tests.e2e.department import PEOPLE, Person, seed

expect.set_options(timeout=20_000)  # a loaded machine draws late, not wrongly
UPLOADERS = [f"{ACCOUNT}-{number}" for number in range(1, 9)]


def pytest_itemcollected(item: pytest.Item) -> None:
    """Have one process run them all: one browser, and one server for each store."""
    item.add_marker(pytest.mark.xdist_group("browser"))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = launch(playwright)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def seeded(seeded_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The whole product over three months of figures."""
    folder = tmp_path_factory.mktemp("seeded")
    prepared.copy_store(seeded_file, folder / "b.duckdb")
    admit(folder / "b.duckdb")
    with serving("dashboard.py", folder / "b.duckdb", folder) as address:
        yield address


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The whole product over a store that begins empty."""
    folder = tmp_path_factory.mktemp("empty")
    admit(folder / "b.duckdb", *UPLOADERS)
    with serving("dashboard.py", folder / "b.duckdb", folder) as address:
        yield address


@pytest.fixture(scope="session")
def signed(browser: Browser, seeded: str) -> StorageState:
    """What a browser keeps that signed in to `seeded`: hand it to a new context or page."""
    return signed_in(browser, seeded)


@pytest.fixture
def watched(browser: Browser, seeded: str, signed: StorageState) -> Iterator[Watched]:
    yield from _watched(browser, seeded, signed)


@pytest.fixture(scope="module")
def uploaders() -> Iterator[str]:
    """Accounts that nobody has used yet."""
    return iter(UPLOADERS)


@pytest.fixture
def watched_empty(browser: Browser, empty: str, uploaders: Iterator[str]) -> Iterator[Watched]:
    """A browser of somebody new: what an earlier test left half done is another's."""
    yield from _watched(browser, empty, signed_in(browser, empty, next(uploaders)))


def _watched(browser: Browser, address: str, signed: StorageState) -> Iterator[Watched]:
    context = browser.new_context(viewport={"width": 1366, "height": 768}, storage_state=signed)
    yield Watched(context.new_page(), address)
    context.close()


@pytest.fixture
def department(tmp_path: Path) -> Iterator[str]:
    seed(tmp_path / "b.duckdb")
    with serving("dashboard.py", tmp_path / "b.duckdb", tmp_path) as address:
        yield address


@pytest.fixture
def three(browser: Browser, department: str, tmp_path: Path) -> Iterator[list[Person]]:
    """The reporter, the office and the leader, each signed in at a browser of their own."""
    contexts, found = [], []
    (tmp_path / "album").mkdir()
    for account, *_ in PEOPLE:
        kept = signed_in(browser, department, account)
        context = browser.new_context(
            viewport={"width": 1366, "height": 768}, storage_state=kept, accept_downloads=True
        )
        context.set_default_timeout(20_000)
        contexts.append(context)
        found.append(Person(Watched(context.new_page(), department), tmp_path / "album"))
    yield found
    for (account, *_), who in zip(PEOPLE, found, strict=True):  # where a failure left them
        who.page.screenshot(path=who.album / f"cuoi-{account}.png")
    for context in contexts:
        context.close()
