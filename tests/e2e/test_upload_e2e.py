"""Upload in a browser: a crooked form is refused with its cells named, mended, accepted."""

from __future__ import annotations

from pathlib import Path

from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from playwright.sync_api import Page, expect

from tests.e2e.browsing import Watched, settle

ROOM, MONTH = "dl-sxd-qlxd", "2026-10"


def template(page: Page, folder: Path) -> Path:
    with page.expect_download() as pending:
        page.get_by_text("Tải biểu mẫu", exact=True).click()
    path = folder / pending.value.suggested_filename
    pending.value.save_as(path)
    return path


def inputs(sheet: Worksheet) -> list[tuple[int, int, int]]:
    """Return (row, numerator column, denominator column) of every line to fill."""
    heads = {
        str(cell.value).strip().lower(): (cell.row, cell.column)
        for row in sheet.iter_rows(max_row=12)
        for cell in row
        if cell.value
    }
    top, numerator = heads["tử số"]
    denominator = heads["mẫu số"][1]
    return [
        (row, numerator, denominator)
        for row in range(top + 1, sheet.max_row + 1)
        if not sheet.cell(row, numerator).protection.locked
    ]


def fill(path: Path, to: Path, *, is_crooked: bool) -> list[str]:
    """Fill every line with 100 of 100; crooked: an unclear number and more done than there was."""
    book = load_workbook(path)
    sheet = book.worksheets[0]
    places = []
    for row, numerator, denominator in inputs(sheet):
        sheet.cell(row, numerator).value = 100
        if not sheet.cell(row, denominator).protection.locked:
            sheet.cell(row, denominator).value = 100
        places.append(sheet.cell(row, numerator).coordinate)
    named = []
    if is_crooked:
        counted = [
            place for place in inputs(sheet) if not sheet.cell(place[0], place[2]).protection.locked
        ]
        unclear, over = counted[0], counted[1]
        sheet.cell(unclear[0], unclear[1]).value = "1.234"
        sheet.cell(over[0], over[1]).value = 101
        named = [sheet.cell(row, column).coordinate for row, column, _ in (unclear, over)]
    book.save(to)
    return named


def test_a_crooked_form_is_refused_mended_and_turns_its_cells_green(
    watched_empty: Watched, tmp_path: Path
) -> None:
    page = watched_empty.open(f"/upload?for={ROOM}&month={MONTH}", "[data-testid=stFileUploader]")
    blank = template(page, tmp_path)
    crooked, mended = tmp_path / "biểu *lệch*.xlsx", tmp_path / "biểu đã sửa.xlsx"
    named = fill(blank, crooked, is_crooked=True)
    fill(blank, mended, is_crooked=False)

    page.locator("input[type=file]").set_input_files(crooked)
    page.wait_for_selector(".sheet span.error")
    told = page.locator(".sheet").nth(1).inner_text()
    for cell in named:
        assert cell in told
    assert "biểu *lệch*.xlsx" in told
    assert page.get_by_role("button", name="Nộp, chờ duyệt").count() == 0

    with page.expect_download() as pending:
        page.get_by_text("Tải tệp đã đánh dấu lỗi").click()
    pending.value.save_as(tmp_path / "đánh dấu.xlsx")
    assert "Lỗi cần sửa" in load_workbook(tmp_path / "đánh dấu.xlsx").sheetnames

    page.reload()  # the refused file is kept as a draft, and offered
    page.get_by_text("Bản đang làm dở").wait_for()
    assert page.get_by_text("biểu *lệch*.xlsx").count() == 1
    page.get_by_role("button", name="Bỏ", exact=True).click()
    expect(page.get_by_text("Bản đang làm dở")).to_have_count(0)
    page.locator("input[type=file]").set_input_files(mended)
    expect(page.get_by_text("Bảng sẽ thay đổi thế nào")).to_be_visible(timeout=20_000)
    page.wait_for_selector(".sheet span.green")
    page.get_by_role("button", name="Nộp, chờ duyệt").dblclick()
    expect(page.get_by_text("Đã nộp 1 tệp")).to_be_visible(timeout=20_000)

    page.get_by_text("Xem trên bảng").click()
    page.wait_for_selector("td[data-c]")
    row = page.locator("tbody tr", has=page.locator("th[title='Phòng Quản lý xây dựng']"))
    page.wait_for_url(lambda url: "period=2026-10" in url)
    assert row.locator("td.green.provisional").count() >= 10
    assert watched_empty.violations() == []
    assert watched_empty.outside == []


def test_the_same_file_again_is_told_and_not_offered(
    watched_empty: Watched, tmp_path: Path
) -> None:
    page = watched_empty.open(f"/upload?for={ROOM}&month=2026-09", "[data-testid=stFileUploader]")
    path = tmp_path / "a.xlsx"
    fill(template(page, tmp_path), path, is_crooked=False)
    page.locator("input[type=file]").set_input_files(path)
    page.get_by_role("button", name="Nộp, chờ duyệt").click(timeout=20_000)
    expect(page.get_by_text("Đã nộp 1 tệp")).to_be_visible(timeout=20_000)
    page.locator("input[type=file]").set_input_files(path)
    told = page.get_by_text("1 tệp y hệt đã nộp trước đó")
    expect(told).to_be_visible(timeout=20_000)
    assert page.get_by_role("button", name="Nộp, chờ duyệt").count() == 0
    page.get_by_role("button", name="Bỏ tệp này").click()
    expect(told).to_have_count(0)


def test_figures_typed_into_the_grid_survive_a_reload(watched_empty: Watched) -> None:
    page = watched_empty.open(f"/upload?for={ROOM}&month=2026-08", "[data-testid=stFileUploader]")
    page.get_by_text("Nhập trên trang", exact=True).click()
    grid = page.get_by_test_id("stDataFrame")
    grid.wait_for()
    settle(page)
    page.wait_for_timeout(700)  # drawn on a canvas: nothing tells when
    grid.scroll_into_view_if_needed()
    box = grid.bounding_box()
    assert box is not None
    for across, text in ((700, "97"), (810, "100")):  # the first row's two counts
        page.mouse.click(box["x"] + across, box["y"] + 52)
        page.wait_for_timeout(300)
        page.keyboard.type(text, delay=120)
        page.wait_for_timeout(300)
        page.keyboard.press("Enter")
        page.wait_for_timeout(700)  # the grid waits for more before it tells the server
        settle(page)
    page.reload()
    page.get_by_text("Số liệu nhập trên trang").wait_for(timeout=20_000)
    page.get_by_role("button", name="Tiếp tục").click()
    page.get_by_role("button", name="Kiểm tra số liệu").click(timeout=20_000)
    page.get_by_text(f"nhap-tren-trang-{ROOM}-2026-08.xlsx").first.wait_for(timeout=20_000)
    expect(page.get_by_text("97/100 = 97 %")).to_be_visible(timeout=20_000)
    page.get_by_role("button", name="Bỏ tệp này").click()
    assert watched_empty.violations() == []
