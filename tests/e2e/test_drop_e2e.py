"""Dropping many files in a browser, and proving figures: a folder, thirty files, a telephone."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import Workbook
from playwright.sync_api import Page, expect

from indicators.catalogue.load import load
from tests.e2e.browsing import Watched, choose
from tests.offices import DATA
from tests.unit import evidence_files

pytestmark = pytest.mark.xdist_group("browser")

INDICATOR, MONTH = "HS-DUNG-HAN", "Tháng 7/2026"
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1366, "height": 768}
CATALOGUE = load(DATA)
ROOMS = [CATALOGUE.units[code] for code in CATALOGUE.indicators[INDICATOR].applies_to]
MIDDLE = "node => node.scrollIntoView({block: 'center'})"
PICTURES = os.environ.get("BANGXANH_PICTURES")  # a folder, to look at what was seen


def own_form(path: Path, unit: str, month: str) -> Path:
    """Write a room's own form with one figure."""
    path.parent.mkdir(parents=True, exist_ok=True)
    book = Workbook()
    sheet = book.worksheets[0]
    for line in ([f"Đơn vị: {unit}"], [f"Kỳ báo cáo: {month}"], []):
        sheet.append(line)
    sheet.append(["STT", "Chỉ tiêu", "Tử số", "Mẫu số"])
    sheet.append([1, CATALOGUE.indicators[INDICATOR].name, 90, 100])
    book.save(path)
    return path


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Thirty workbooks of one name in folders by room, one that is none, and what Excel leaves."""
    found = tmp_path_factory.mktemp("thả") / "báo cáo"
    for place in range(30):
        room = ROOMS[place % len(ROOMS)]
        month = f"Tháng {1 + place // len(ROOMS)}/2026"
        own_form(found / f"{room.short}" / f"{place:02}" / "Biểu.xlsx", room.name, month)
    (found / "hỏng.xlsx").write_bytes(b"PK\x03\x04 hong")
    (found / "~$Biểu.xlsx").write_bytes(b"x")
    (found / "ghi chú.txt").write_text("không phải số liệu", encoding="utf-8")
    return found


@pytest.fixture
def page(watched: Watched) -> Iterator[Page]:
    """The upload page, left without unfinished work."""
    page = watched.open("/upload", "[data-testid=stFileUploader]")
    yield page
    page.reload()
    page.get_by_test_id("stFileUploader").first.wait_for()
    page.wait_for_timeout(500)
    while (button := page.get_by_role("button", name="Bỏ", exact=True)).count():
        button.first.click()
        page.wait_for_timeout(500)
    assert watched.violations() == []
    assert watched.outside == []


def picture(page: Page, name: str) -> None:
    """Keep what the screen shows, at a desk and on a telephone, where a folder is given for it."""
    for kind, size in (("desk", DESK), ("phone", PHONE)):
        page.set_viewport_size({"width": size["width"], "height": size["height"]})
        page.wait_for_timeout(400)
        wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert wide <= 0, f"{name} runs over the edge of a {kind} by {wide} points"
        if PICTURES:
            page.screenshot(path=Path(PICTURES) / f"{name}-{kind}.png")
    page.set_viewport_size({"width": DESK["width"], "height": DESK["height"]})


def top(page: Page, text: str) -> None:
    page.get_by_text(text).first.evaluate("node => node.scrollIntoView({block: 'start'})")


def test_a_whole_folder_is_dropped_one_bad_file_among_thirty(page: Page, folder: Path) -> None:
    page.get_by_text("Chọn cả thư mục").click()
    page.wait_for_selector("input[type=file][webkitdirectory]", state="attached")
    expect(page.get_by_text("Chọn thư mục", exact=True)).to_be_visible()
    page.locator("input[type=file]").first.set_input_files(folder)
    expect(page.get_by_text("31 tệp: 30 đọc được; 1 không nhận")).to_be_visible(timeout=60_000)
    lines = page.locator(".sheet").filter(has_text="Bố cục").locator("tbody tr")
    expect(lines).to_have_count(31)
    expect(lines.first).to_contain_text("hỏng.xlsx")
    expect(lines.first).to_contain_text("không nhận")
    expect(lines.nth(1)).to_contain_text("Biểu.xlsx")
    expect(lines.nth(1)).to_contain_text(" - ")  # told apart by its folder
    top(page, "3. Kiểm tra và nộp")
    picture(page, "thu-muc")
    expect(page.get_by_text("Chỉ 30 trong 31 tệp được nộp")).to_be_visible()
    expect(page.get_by_role("button", name="Nộp, chờ duyệt")).to_be_enabled()
    top(page, "Bảng sẽ thay đổi thế nào")
    picture(page, "thu-muc-thay-doi")
    page.get_by_role("button", name="Bỏ tất cả").click()
    expect(lines).to_have_count(0)


def test_thirty_files_dropped_at_once(page: Page, folder: Path, tmp_path: Path) -> None:
    files = []
    for place, path in enumerate(sorted(folder.rglob("Biểu.xlsx"))[:29]):
        files.append(tmp_path / f"biểu {place:02}.xlsx")
        files[-1].write_bytes(path.read_bytes())
    files.insert(10, folder / "hỏng.xlsx")
    page.locator("input[type=file]").first.set_input_files(files)
    expect(page.get_by_text("30 tệp: 29 đọc được; 1 không nhận")).to_be_visible(timeout=60_000)
    picture(page, "ba-muoi-tep")
    page.get_by_role("button", name="Bỏ tất cả").click()
    expect(page.get_by_text("30 tệp:")).to_have_count(0)


def test_evidence_is_given_seen_and_taken_back(page: Page, tmp_path: Path) -> None:
    form = own_form(tmp_path / "biểu.xlsx", ROOMS[0].name, MONTH)
    page.locator("input[type=file]").first.set_input_files(form)
    page.get_by_text("Minh chứng cho số liệu sắp nộp").click(timeout=30_000)
    for name, data in (
        ("báo cáo.pdf", evidence_files.pdf()),
        ("ảnh chụp.png", evidence_files.png((800, 500), "seagreen")),
    ):
        (tmp_path / name).write_bytes(data)
        give(page, tmp_path / name)
    there = page.locator(".sheet").filter(has_text="Tệp hoặc văn bản")
    expect(there.locator("tbody tr")).to_have_count(2)
    expect(there.get_by_text("còn nguyên")).to_have_count(2)
    pictures = page.locator(".proofs img")
    expect(pictures).to_have_count(2)
    page.locator(".proofs").evaluate(MIDDLE)
    for drawn in pictures.all():
        drawn.evaluate("image => image.decode()")  # fails where there is no picture
    picture(page, "minh-chung")
    with page.expect_download() as pending:
        page.get_by_text("Tải: báo cáo.pdf").click()
    assert Path(pending.value.path()).read_bytes() == evidence_files.pdf()
    for left in (1, 0):
        take_back(page)
        page.wait_for_timeout(300)
        expect(there.locator("tbody tr")).to_have_count(left)
    expect(page.get_by_text("Chưa có minh chứng nào cho các số liệu này.")).to_be_visible()
    page.get_by_role("button", name="Bỏ tệp này").click()
    expect(page.get_by_text("Minh chứng cho số liệu sắp nộp")).to_have_count(0)


def give(page: Page, file: Path) -> None:
    form = page.get_by_test_id("stForm").filter(has_text="Cho các chỉ tiêu")
    form.wait_for()
    name = CATALOGUE.indicators[INDICATOR].name
    form.evaluate(MIDDLE)
    choose(page, form.locator("input[role=combobox]"), name, is_many=True)
    form.locator("input[type=file]").set_input_files(file)
    form.get_by_text(file.name).wait_for()
    form.get_by_role("button", name="Thêm minh chứng").click()
    expect(page.locator(".sheet").get_by_text(file.name)).to_be_visible(timeout=20_000)


def take_back(page: Page) -> None:
    box = page.get_by_label("Rút một minh chứng đã đính nhầm")
    box.evaluate(MIDDLE)
    choose(page, box, re.compile("báo cáo|ảnh chụp"))
    page.get_by_role("button", name="Rút", exact=True).click()
