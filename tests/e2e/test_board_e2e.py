"""The board in a browser: keyboard, links, pictures, paper, phone."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree as ET

from playwright.sync_api import Browser, Page, StorageState, expect

from tests import exported
from tests.e2e.browsing import Watched, settle

CELL = "td[data-c]"
PANEL = ".cell .why"
ACTIVE = """() => {
  let active = document.activeElement;
  while (active && active.shadowRoot && active.shadowRoot.activeElement) {
    active = active.shadowRoot.activeElement;
  }
  return active ? active.getAttribute('aria-label') : null;
}"""


def active(page: Page) -> str | None:
    label: str | None = page.evaluate(ACTIVE)
    return label


def test_one_tab_stop_arrows_move_enter_opens_escape_closes(watched: Watched) -> None:
    page = watched.open("/?period=2026-10&unit=dl-sxd&order=plan", CELL)
    assert page.locator("td[tabindex='0']").count() == 1
    page.locator("td[tabindex='0']").focus()
    first = active(page)
    page.keyboard.press("ArrowRight")
    second = active(page)
    assert first
    assert second
    assert first != second
    assert page.locator("td[tabindex='0']").count() == 1
    page.keyboard.press("ArrowLeft")
    assert active(page) == first
    page.keyboard.press("End")
    last = active(page)
    assert last not in {first, second}
    page.keyboard.press("PageDown")
    assert active(page) != last
    page.keyboard.press("PageUp")
    assert active(page) == last
    page.keyboard.press("Home")
    assert active(page) == first
    page.keyboard.press("Control+Home")
    opened = active(page)
    page.keyboard.press("Enter")
    page.wait_for_selector(PANEL)
    page.wait_for_url(re.compile("cell=dl-sxd(~|%7E)"))
    assert opened
    assert page.locator(".cell .pill").inner_text().strip()[2:] in opened
    page.keyboard.press("Escape")
    expect(page.locator(PANEL)).to_have_count(0)
    page.wait_for_url(lambda url: "cell=" not in url)
    page.wait_for_function(f"label => ({ACTIVE})() === label", arg=opened)  # focus is back there


def test_every_cell_says_unit_indicator_value_and_status(watched: Watched) -> None:
    page = watched.open("/?period=2026-10&unit=dl-sxd", CELL)
    labels = page.eval_on_selector_all(CELL, "cells => cells.map(c => c.ariaLabel)")
    known = r"đạt|cận đạt|chưa đạt|quá hạn chưa báo cáo|chưa đến hạn|không phát sinh"
    assert len(labels) > 100
    assert all(re.match(rf".+\. .+: .*({known})", label) for label in labels)
    waiting = page.locator("td.provisional").first.get_attribute("aria-label")
    assert waiting
    assert "chờ duyệt" in waiting


def test_a_link_reopens_the_same_board(
    watched: Watched, browser: Browser, signed: StorageState
) -> None:
    page = watched.open("/", CELL)
    page.get_by_text("Theo kế hoạch", exact=True).click()
    page.wait_for_url(lambda url: "order=plan" in url)
    page.locator("td.red").nth(2).click()
    page.wait_for_selector(PANEL)
    page.wait_for_url(lambda url: "cell=" in url)
    seen = (page.locator("h1").inner_text(), page.locator(".cell").inner_text())
    rows = page.locator("tbody th").all_inner_texts()
    other = browser.new_page(viewport={"width": 1366, "height": 768}, storage_state=signed)
    other.goto(page.url)
    other.wait_for_selector(PANEL)
    other.wait_for_selector("td.chosen")
    assert (other.locator("h1").inner_text(), other.locator(".cell").inner_text()) == seen
    assert other.locator("tbody th").all_inner_texts() == rows
    other.close()


def test_the_panel_explains_and_names_its_source(watched: Watched) -> None:
    page = watched.open("/?period=2026-10&unit=dl-sxd", CELL)
    page.locator("tbody tr:not(.top) td.red:not(.provisional)").first.click()
    page.wait_for_selector(PANEL)
    told = page.locator(".cell").inner_text()
    for words in ("Phải đạt trong kỳ", "Mục ", "Biểu 1!E", ".xlsx", "Người duyệt"):
        assert words in told
    assert "thấp hơn" in page.locator(PANEL).inner_text()


def test_nothing_leaves_and_nothing_breaks_the_policy(watched: Watched) -> None:
    page = watched.open("/?period=2026-10&unit=dl-sxd", CELL)
    page.wait_for_selector(".js-plotly-plot svg.main-svg")
    page.locator("td.red").first.click()
    page.wait_for_selector(".cell + *, " + PANEL)
    settle(page)
    assert watched.violations() == []
    for path, until in (("/upload", "[data-testid=stFileUploader]"), ("/guide", "ol")):
        watched.open(path, until)
        settle(page)
        assert watched.violations() == []
    assert watched.outside == []
    assert watched.faults == []


def test_streamlits_own_words_are_vietnamese(watched: Watched) -> None:
    page = watched.open("/upload", "[data-testid=stFileUploader]")
    assert page.locator("html").get_attribute("lang") == "vi"
    told = page.locator("[data-testid=stFileUploader]").inner_text()
    assert "Chọn tệp" in told
    assert "Mỗi tệp tối đa 20 MB" in told
    assert "Upload" not in told


def test_pictures_of_the_board_and_of_a_chart(watched: Watched, tmp_path: Path) -> None:
    page = watched.open("/?period=2026-10&unit=dl-sxd", CELL)
    page.wait_for_selector(".js-plotly-plot svg.main-svg")
    for part in (".bx", ".save"):
        for kind in ("PNG", "SVG"):
            with page.expect_download() as pending:
                page.locator(f"{part} button", has_text=f"Tải {kind}").click()
            name = pending.value.suggested_filename
            assert name.endswith(f"dl-sxd-2026-10.{kind.lower()}")
            saved = tmp_path / f"{part[1:]}.{kind.lower()}"
            pending.value.save_as(saved)
            if kind == "PNG":
                assert saved.read_bytes().startswith(b"\x89PNG")
                assert saved.stat().st_size > 20_000
            else:
                drawn = ET.fromstring(saved.read_text(encoding="utf-8"))  # noqa: S314
                words = " ".join(drawn.itertext())
                assert "xanh" in words
                assert "Số liệu mẫu, không có thật" in words


def test_the_board_as_a_workbook_and_as_csv(watched: Watched, tmp_path: Path) -> None:
    page = watched.open("/?period=2026-10&unit=dl-sxd", CELL)
    saved = {}
    for label in ("Bảng Excel", "Số liệu CSV"):
        with page.expect_download() as pending:
            page.get_by_text(label, exact=True).click()
        saved[label] = tmp_path / pending.value.suggested_filename
        pending.value.save_as(saved[label])
    book = exported.opened(saved["Bảng Excel"])
    shown = [each.title for each in book.worksheets if each.sheet_state == "visible"]
    parts = ["Bảng", "Biểu đồ", "Giải trình", "Số liệu", "Cộng dồn", "Xu hướng", "Thuyết minh"]
    assert shown == parts
    text = saved["Số liệu CSV"].read_text(encoding="utf-8-sig")
    assert text.count("Số liệu mẫu, không có thật") == page.locator(CELL).count()


def test_a_tile_shows_its_cells_alone(watched: Watched) -> None:
    page = watched.open("/?period=2026-10&unit=dl-sxd", CELL)
    page.locator("button[data-only=red]").click()
    expect(page.locator("td.green").first).to_have_css("opacity", re.compile(r"^0(\.[0-4].*)?$"))
    expect(page.locator("td.red").first).to_have_css("opacity", "1")
    page.locator("button[data-only=red]").click()
    expect(page.locator("td.green").first).to_have_css("opacity", "1")


def test_a_phone_scrolls_the_matrix_not_the_page(
    browser: Browser, seeded: str, signed: StorageState
) -> None:
    page = browser.new_page(
        viewport={"width": 390, "height": 844}, has_touch=True, storage_state=signed
    )
    page.goto(f"{seeded}/?period=2026-10&unit=dl-sxd")
    page.wait_for_selector(CELL)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    box = page.locator(".box")
    assert box.evaluate("b => b.scrollWidth > b.clientWidth + 200")
    before = page.locator("tbody th").nth(1).bounding_box()
    box.evaluate("b => { b.scrollLeft = 300; }")
    after = page.locator("tbody th").nth(1).bounding_box()
    assert before
    assert after
    assert abs(before["x"] - after["x"]) < 5
    page.close()


def test_english_stays_from_page_to_page(watched: Watched) -> None:
    page = watched.open("/?lang=en", CELL)
    assert "indicators green" in page.locator("h1").inner_text()
    page.get_by_text("Submit figures").first.click()
    page.wait_for_selector("[data-testid=stFileUploader]")
    assert page.locator("h1").inner_text() == "Submit figures"
