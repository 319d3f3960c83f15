"""The matrix at its sizes: on paper, by keyboard, with hostile names."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.e2e.browsing import serving

PAGE_OBJECT = re.compile(rb"/Type\s*/Page\b(?!s)")


@pytest.fixture(scope="module")
def matrix(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("matrix")
    with serving("tests/e2e/matrix_app.py", folder / "none.duckdb", folder) as address:
        yield address


def opened(browser: Browser, address: str, query: str) -> Page:
    page = browser.new_page(viewport={"width": 1366, "height": 768})
    page.goto(f"{address}/?{query}")
    page.wait_for_selector("td[data-c]")
    return page


def printed(page: Page) -> bytes:
    return page.pdf(prefer_css_page_size=True, print_background=True)


def test_thirty_by_twenty_prints_on_one_page(browser: Browser, matrix: str) -> None:
    page = opened(browser, matrix, "r=30&c=20")
    paper = printed(page)
    assert len(PAGE_OBJECT.findall(paper)) == 1
    assert page.locator("#bx-print").count() == 0
    box = re.search(rb"/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]", paper)
    assert box
    assert float(box[1]) > float(box[2])  # landscape
    page.close()


def test_thirty_by_twenty_needs_no_sideways_scroll(browser: Browser, matrix: str) -> None:
    page = opened(browser, matrix, "r=30&c=20")
    assert page.locator(".box").evaluate("b => b.scrollWidth <= b.clientWidth")
    page.close()


def test_a_large_board_prints_every_cell(browser: Browser, matrix: str) -> None:
    page = opened(browser, matrix, "r=150&c=60")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert page.locator("#bx-print tbody td[data-c]").count() == 150 * 60
    widths = page.eval_on_selector_all(
        "#bx-print table", "tables => tables.map(t => t.getBoundingClientRect().width)"
    )
    assert max(widths) <= 1047 + 2  # the width of A4 landscape inside its margins
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert len(PAGE_OBJECT.findall(printed(page))) < 25
    page.close()


def test_a_large_board_is_crossed_by_keyboard(browser: Browser, matrix: str) -> None:
    page = opened(browser, matrix, "r=150&c=60")
    page.locator("td[tabindex='0']").focus()
    page.keyboard.press("Control+End")
    page.keyboard.press("End")
    place = page.locator("td[tabindex='0']")
    assert (place.get_attribute("data-r"), place.get_attribute("data-c")) == ("149", "59")
    seen = place.evaluate(
        "c => { const b = c.closest('.box').getBoundingClientRect(), p = c.getBoundingClientRect();"
        " return p.right <= b.right + 1 && p.bottom <= b.bottom + 1 && p.top >= b.top; }"
    )
    assert seen
    page.close()


def test_a_name_is_never_read_as_html(browser: Browser, matrix: str) -> None:
    page = opened(browser, matrix, "r=3&c=3&hostile=1")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    page.wait_for_timeout(300)
    assert page.evaluate("window.hacked") is None
    assert page.locator(".bx img, #bx-print img").count() == 0
    assert "<img" in page.locator("tbody th .full").first.inner_text()
    page.close()
