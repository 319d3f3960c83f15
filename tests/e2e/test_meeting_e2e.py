"""A meeting's files in a browser: everything taken along, a figure corrected since, the same again.

The office makes the bundle of a month and opens each file of it; the reporter takes the workbook
out of it, corrects one figure and sends it; the office approves, reads what became of the old
bundle's figures, and has it made again: to the byte what it was.
Every step is kept as a picture in the test's own folder, for people to look at.
"""

from __future__ import annotations

import hashlib
import io
from pathlib import Path
from zipfile import ZipFile

import pypdfium2
from docx import Document
from playwright.sync_api import Page, expect
from pptx import Presentation

from tests.e2e.browsing import settle
from tests.e2e.department import HOME, RATE_NAME, ROOM_NAME, Person, saved, send, top, upload
from tests.exported import opened

MONTH = "2026-09"
NAME = f"bang-xanh-{HOME}-{MONTH}"
STARTS = ("Bài trình chiếu", "Báo cáo Word", "Bảng Excel")  # chosen before anybody chooses
PATIENCE = 120_000  # ms for all files of a meeting on a busy machine
COUNTED = 109  # cases of September, of which 99 were first said to be done in time


def bundle(who: Person, folder: Path) -> Path:
    """Make all files of the meeting at once, and take them along."""
    page = who.open(f"/exports?period={MONTH}&unit={HOME}", ".st-key-export-make button")
    for kind in (*STARTS, "Trọn bộ tài liệu họp (ZIP)"):
        settle(page)
        page.get_by_role("button", name=kind, exact=True).click()
    page.get_by_role("button", name="Tạo 1 tệp").click()
    job = page.locator("[class*='st-key-job-']").first
    expect(job.get_by_text("Tải về")).to_be_visible(timeout=PATIENCE)
    who.picture("01-tron-bo-hop", phone=True)
    return saved(page, job.get_by_text("Tải về"), folder / "hop.zip")


def opens(package: ZipFile) -> None:
    """Open each file of the bundle with another program's eyes: none broken, none left out."""
    sums = dict(reversed(line.split("  ", 1)) for line in text(package, "SHA256SUMS.txt"))
    files = {each for each in package.namelist() if each not in {"DOC-TRUOC.txt", "SHA256SUMS.txt"}}
    assert set(sums) == files
    for name, digest in sums.items():
        assert hashlib.sha256(package.read(name)).hexdigest() == digest, name
    contents = "\n".join(text(package, "DOC-TRUOC.txt"))
    assert "KHÔNG LÀM ĐƯỢC" not in contents
    assert all(name in contents for name in files)
    assert len(Presentation(part(package, "pptx")).slides) > 5
    assert RATE_NAME in "".join(
        cell.text
        for table in Document(part(package, "docx")).tables
        for row in table.rows
        for cell in row.cells
    )
    assert len(pypdfium2.PdfDocument(part(package, "pdf"))) > 5
    assert sum(each.startswith("bieu-do/") for each in files) > 4


def part(package: ZipFile, ending: str) -> io.BytesIO:
    return io.BytesIO(package.read(f"{NAME}.{ending}"))


def text(package: ZipFile, name: str) -> list[str]:
    return package.read(name).decode("utf-8-sig").splitlines()


def corrects(who: Person, package: ZipFile, folder: Path) -> None:
    """Change one figure in the workbook of the meeting and send the room's lines of it back."""
    book = opened(part(package, "xlsx").getvalue())
    for name in set(book.sheetnames) - {"Số liệu"}:
        del book[name]
    sheet, changed = book["Số liệu"], 0
    for row in range(sheet.max_row, 3, -1):
        if sheet.cell(row, 1).value != ROOM_NAME:
            sheet.delete_rows(row)
        elif sheet.cell(row, 2).value == RATE_NAME:
            sheet.cell(row, 4).value, sheet.cell(row, 6).value = COUNTED, 100
            changed += 1
    assert changed == 1
    book.save(folder / "số liệu đã sửa.xlsx")
    page = who.open(f"/upload?month={MONTH}", "[data-testid=stFileUploader]")
    upload(who, folder / "số liệu đã sửa.xlsx")
    expect(page.get_by_text("Bảng sẽ thay đổi thế nào khi được duyệt")).to_be_visible()
    for word in page.get_by_placeholder("Vì sao như vậy?").all():
        word.fill("Đối chiếu lại với Hệ thống một cửa.")
        word.press("Tab")
        settle(page)
    who.picture("02-sua-mot-so", phone=True)
    send(who)


def approves(who: Person) -> None:
    page = who.open(f"/review?period={MONTH}", ".queue li")
    page.get_by_role("button", name=f"Xem: {ROOM_NAME}").click()
    page.get_by_role("button", name="Duyệt", exact=True).click()
    expect(page.get_by_text("Đã duyệt lần nộp số")).to_be_visible()


def reads_what_changed(who: Person) -> Page:
    """Open the bundle as it was kept; see the one figure, its unit's roll-up, and by whom."""
    page = who.open(f"/exports?period={MONTH}&unit={HOME}", ".sheet tr")
    page.locator(".sheet tr", has_text="Trọn bộ tài liệu họp").first.get_by_role("link").click()
    page.wait_for_url("**/exports?ban=*")
    expect(page.get_by_text("SHA-256:")).to_be_visible()
    page.get_by_role("button", name="So với hiện nay").click()
    lines = page.locator(".sheet", has_text="Trong bản").locator("tbody tr")
    own = lines.filter(has_text=ROOM_NAME)
    expect(own).to_have_count(1)
    expect(own).to_contain_text("90,83 % (99/109) chưa đạt")
    expect(own).to_contain_text("100 % (109/109) đạt")
    expect(own).to_contain_text("van-phong duyệt")
    expect(lines).to_have_count(2)  # the room's, and the roll-up it stands in
    top(page.get_by_text("So với lúc"))
    who.picture("03-so-voi-hien-nay", phone=True)
    return page


def makes_again(who: Person, page: Page, folder: Path) -> Path:
    page.get_by_role("button", name="Làm lại", exact=True).click()
    job = page.locator("[class*='st-key-job-']").first
    expect(job).to_contain_text("Giống hệt bản đã xuất, từng byte.", timeout=PATIENCE)
    who.picture("04-lam-lai", phone=True)
    return saved(page, job.get_by_text("Tải về"), folder / "lai.zip")


def test_what_a_meeting_took_along_is_made_again_after_a_correction(
    three: list[Person], tmp_path: Path
) -> None:
    reporter, office, _ = three
    first = bundle(office, tmp_path)
    with ZipFile(first) as package:
        opens(package)
        corrects(reporter, package, tmp_path)
    approves(office)
    page = reads_what_changed(office)
    assert makes_again(office, page, tmp_path).read_bytes() == first.read_bytes()
    for who in (reporter, office):
        assert who.watched.violations() == []
        assert who.watched.faults == []
        assert who.watched.outside == []
