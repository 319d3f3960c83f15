"""The board page beside a page that only writes "hello": warm, in one Chromium, in turns.

Measured from asking for the address to the first thing of its own that the page shows: the word,
or the matrix.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests.bench import measure
from tests.e2e.browsing import admit, launch, serving, signed_in
from tests.pages.seeding import seed

BOUND = 1.5
ROUNDS = 25


def page_ratios() -> list[measure.Ratio]:
    """Return the ratio of the board page to the hello page."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        store = folder / "b.duckdb"
        seed(store)
        admit(store)
        with (
            serving("tests/bench/hello_page.py", folder / "none.duckdb", folder) as hello,
            serving("dashboard.py", store, folder) as board,
            sync_playwright() as playwright,
        ):
            browser = launch(playwright)
            kept = signed_in(browser, board)
            page = browser.new_page(viewport={"width": 1366, "height": 768}, storage_state=kept)
            times = measure.in_turns(
                {
                    "hello": lambda: _shown(page, hello, "text=hello"),
                    "board": lambda: _shown(page, board, "td[data-c]"),
                },
                rounds=ROUNDS,
                seconds=90,
            )
            browser.close()
    return [
        measure.Ratio(
            "page", "12 x 20", "board page, matrix shown", "page that writes hello",
            times["board"], times["hello"], BOUND,
        )
    ]  # fmt: skip


def _shown(page: Page, address: str, what: str) -> None:
    page.goto(address, wait_until="commit")
    page.wait_for_selector(what, state="visible", timeout=30_000)


if __name__ == "__main__":
    measure.show(page_ratios())
