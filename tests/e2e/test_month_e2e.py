"""A whole month of a sample department, played by three people in three browsers.

The reporter of one room, the office and a leader do by themselves what they do every month, against
one server: a crooked workbook, its marked-up copy, a warning explained, evidence, a return, what
approving would change, the lock, and the way back from a green cell to the cell of the file.
Every step is kept as a picture in the test's own folder, for people to look at.
"""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.e2e.browsing import choose, settle
from tests.e2e.department import (
    MONTH,
    NEXT_NAME,
    NEXT_ROOM,
    RATE,
    RATE_NAME,
    ROOM_NAME,
    Person,
    saved,
    send,
    top,
    upload,
)
from tests.e2e.month_files import COUNTED, fill, is_marked_up, proof
from tests.pages.seeding import HOME

WORD = "Đúng 98 trong 100 hồ sơ, hai hồ sơ trễ do chờ ý kiến của cơ quan khác."
REASON = "Số hồ sơ đúng hạn chưa khớp với Hệ thống một cửa, đề nghị đối chiếu lại."
DOCUMENT = "125/BC-HTKT ngày 03/11/2026"


# ---- the reporter


def tries_a_crooked_file(who: Person, folder: Path) -> Path:
    """Download the template, send it crooked, and find every fault in it by its cell."""
    page = who.open("/upload", "[data-testid=stFileUploader]")
    who.picture("01-nop-so-lieu", phone=True)
    blank = saved(page, page.get_by_text("Tải biểu mẫu", exact=True), folder / "bieu.xlsx")
    crooked = folder / "biểu lệch.xlsx"
    wrong: dict[str, float | str | None] = {
        RATE: COUNTED + 1, "SO-HOA": "1.234", "TT-TRUC-TUYEN": None,
    }  # fmt: skip
    cells = fill(blank, crooked, **{code.replace("-", "_"): each for code, each in wrong.items()})
    page = upload(who, crooked)
    page.wait_for_selector(".sheet span.error")
    told = page.locator(".sheet", has_text="Sai gì và làm gì").inner_text()
    for code in wrong:
        assert re.search(rf"\b{cells[code]}\b", told), (code, told)
    assert page.get_by_role("button", name="Nộp, chờ duyệt").count() == 0
    top(page.get_by_text("Cần sửa: 3 lỗi"))
    who.picture("02-loi-trong-tep", phone=True)
    marked = saved(page, page.get_by_text("Tải tệp đã đánh dấu lỗi"), folder / "dau.xlsx")
    is_marked_up(marked, [cells[code] for code in wrong])
    return blank


def mends_explains_and_proves(who: Person, blank: Path, folder: Path) -> None:
    """Send the mended workbook with a word on its warning, a document and its number."""
    mended = folder / "biểu lệch.xlsx"
    fill(blank, mended, HS_DUNG_HAN=98)
    page = upload(who, mended)
    expect(page.get_by_text("Bảng sẽ thay đổi thế nào khi được duyệt")).to_be_visible()
    word = page.get_by_placeholder("Vì sao như vậy?").first
    word.fill(WORD)
    word.press("Tab")
    who.picture("03-tep-da-sua", phone=True)
    attach(page, file=proof(folder / "báo cáo.pdf"))
    attach(page, number=DOCUMENT)
    who.picture("04-minh-chung", phone=True)
    send(who)
    who.picture("05-da-nop")


def attach(page: Page, *, file: Path | None = None, number: str = "") -> None:
    """Add one piece of evidence to the rate that the tale is about."""
    form = page.get_by_test_id("stForm").filter(has_text="Cho các chỉ tiêu")
    if not form.is_visible():
        page.get_by_text("Minh chứng cho số liệu sắp nộp").click()
        settle(page)
    choose(page, form.locator("input[role=combobox]"), RATE_NAME, is_many=True)
    if file:
        form.locator("input[type=file]").set_input_files(file)
        form.get_by_text(file.name).wait_for()
    if number:
        form.get_by_label("hoặc số, ký hiệu, ngày của văn bản").fill(number)
    form.get_by_role("button", name="Thêm minh chứng").click()
    expect(page.get_by_text("Đã thêm minh chứng cho 1 chỉ tiêu.")).to_be_visible()
    there = page.locator(
        ".sheet", has_text="Tệp hoặc văn bản"
    )  # the words may be of the one before
    expect(there).to_contain_text(file.name if file else number)


# ---- the office


def returns_with_a_reason(who: Person) -> None:
    """Open the queue, then the case with its warning, word and evidence; send one figure back."""
    page = who.open("/review", ".queue li")
    who.picture("06-hang-cho", phone=True)
    page.get_by_role("button", name=f"Xem: {ROOM_NAME}").click()
    warned = page.locator(".sheet", has_text="Đơn vị giải thích")
    expect(warned).to_contain_text(WORD)
    who.picture("07-lan-nop", phone=True)
    proof = page.locator(".sheet", has_text="Tệp hoặc văn bản")
    expect(proof).to_contain_text("báo cáo.pdf")
    expect(proof).to_contain_text(DOCUMENT)
    top(page.get_by_text("Điều bất thường và lời giải thích"))
    who.picture("08-canh-bao-minh-chung", phone=True)
    page.get_by_test_id("stExpander").filter(has_text="Lý do chung").locator("summary").click()
    field = page.get_by_label(RATE_NAME)
    field.fill(REASON)
    field.press("Tab")
    settle(page)
    page.set_viewport_size({"width": 844, "height": 390})  # a telephone, turned
    page.reload()
    expect(field).to_have_value(REASON)
    page.set_viewport_size({"width": 1366, "height": 768})
    top(page.get_by_text("Lý do chung"))
    who.picture("09-tra-lai", phone=True)
    page.get_by_role("button", name="Trả lại cho đơn vị").click()
    expect(page.get_by_text("Đã trả lại lần nộp")).to_be_visible()
    who.picture("10-da-tra-lai")


def approves_and_locks(who: Person) -> None:
    """See what approving the corrected file would change, approve it, close the month."""
    page = who.open("/review", ".queue li")
    page.get_by_role("button", name=f"Xem: {ROOM_NAME}").click()
    change = page.locator(".sheet", has_text="Số trước")
    expect(change.locator("tr", has_text=ROOM_NAME).filter(has_text=RATE_NAME)).to_contain_text(
        "● đạt"
    )
    rolled = change.locator("tr", has_text="(cộng dồn)").filter(has_text=RATE_NAME)
    expect(rolled.first).to_be_visible()
    top(page.get_by_text("Duyệt thì bảng thay đổi thế nào"))
    who.picture("13-truoc-khi-duyet", phone=True)
    page.get_by_role("button", name="Duyệt", exact=True).click()
    expect(page.get_by_text("Đã duyệt lần nộp số")).to_be_visible()
    who.picture("14-da-duyet")
    page.get_by_role("button", name="Khóa sổ", exact=True).click()
    expect(page.get_by_text("Đã khóa sổ Tháng 10/2026.")).to_be_visible()
    expect(page.locator(".sheet", has_text="Người khóa")).to_contain_text("van-phong")
    who.picture("15-da-khoa", phone=True)


# ---- the reporter again


def corrects(who: Person, blank: Path, folder: Path) -> Path:
    """Read what the office wants, send the corrected workbook."""
    page = who.open("/upload", "[data-testid=stFileUploader]")
    expect(page.get_by_text("Bị trả lại: cần sửa và nộp lại")).to_be_visible()
    told = page.locator(".sheet", has_text="Vì sao trả lại")
    expect(told).to_contain_text(RATE_NAME)
    expect(told).to_contain_text(REASON)
    who.picture("11-bi-tra-lai", phone=True)
    corrected = folder / "biểu đã đối chiếu.xlsx"
    fill(blank, corrected, HS_DUNG_HAN=99)
    upload(who, corrected)
    expect(page.get_by_text("Bảng sẽ thay đổi thế nào khi được duyệt")).to_be_visible()
    top(page.get_by_text("Bảng sẽ thay đổi thế nào khi được duyệt"))
    who.picture("12-nop-lai", phone=True)
    send(who)
    expect(page.get_by_text("Bị trả lại: cần sửa và nộp lại")).to_have_count(0)
    return corrected


def is_refused_after_the_lock(who: Person, blank: Path, folder: Path) -> None:
    late = folder / "biểu nộp muộn.xlsx"
    fill(blank, late, HS_DUNG_HAN=100)
    page = who.open(f"/upload?month={MONTH}", "[data-testid=stFileUploader]")
    refused = page.get_by_text(re.compile(r"\(van-phong\) khóa sổ lúc \d\d:\d\d \d\d/\d\d/\d{4}"))
    expect(refused.first).to_be_visible(timeout=20_000)  # before any file is chosen
    upload(who, late)
    expect(page.get_by_text("Chưa nộp được: kỳ này đã khóa sổ")).to_be_visible(timeout=20_000)
    expect(page.get_by_role("button", name="Nộp, chờ duyệt")).to_have_count(0)
    top(refused.first)
    who.picture("16-ky-da-khoa", phone=True)


def sees_only_their_own(who: Person) -> None:
    """Edit the address bar to another unit's pages: one's own is all there is."""
    page = who.open(f"/?period={MONTH}&unit={NEXT_ROOM}&cell={NEXT_ROOM}~{RATE}", "td[data-c]")
    expect(page.locator("th[scope=row]").first).to_contain_text("Hạ tầng")
    assert NEXT_NAME not in page.locator("body").inner_text()
    assert page.get_by_role("dialog").count() == 0
    who.picture("17-chi-thay-cua-minh", phone=True)
    page = who.open(f"/upload?for={NEXT_ROOM}&month={MONTH}", "[data-testid=stFileUploader]")
    assert page.locator("option", has_text=NEXT_NAME).count() == 0
    page = who.open("/review", "h1, h2, h3")
    expect(page.get_by_role("dialog")).to_contain_text("Trang không có, hoặc tài khoản này")
    assert "does not seem" not in page.locator("body").inner_text()
    who.picture("17b-khong-co-trang-duyet")
    assert page.get_by_text("Duyệt số liệu").count() == 0
    for path in (f"/tai/bieu-mau?unit={NEXT_ROOM}&period={MONTH}", "/tai/lan-nop/1000000"):
        assert page.request.get(who.watched.address + path).status == 404, path


# ---- the leader


def follows_the_green_cell(who: Person, corrected: Path, folder: Path) -> None:
    """From the board to the cell of the file, its evidence, and who approved it."""
    page = who.open(f"/?period={MONTH}&unit={HOME}", "td[data-c]")
    row = page.locator("tbody tr", has=page.locator(f"th[title='{ROOM_NAME}']"))
    cell = row.locator(f"td.green[aria-label*='{RATE_NAME}']")
    expect(cell).to_have_count(1)
    expect(cell).not_to_have_class(re.compile("provisional"))
    who.picture("18-bang-xanh", phone=True)
    cell.click()
    panel = page.get_by_role("dialog")
    expect(panel.get_by_text("Nguồn số liệu")).to_be_visible()
    who.picture("19-o-xanh", phone=True)
    expect(panel.get_by_text("Báo cáo!H17", exact=True)).to_be_visible()
    expect(panel.get_by_text(re.compile(r"^Cán bộ đầu mối \(dau-moi\), "))).not_to_have_count(0)
    expect(panel.get_by_text(re.compile(r"^Cán bộ Văn phòng \(van-phong\), "))).not_to_have_count(0)
    top(panel.get_by_text("Nguồn số liệu"))
    who.picture("20-nguon-so-lieu", phone=True)
    got = saved(page, panel.get_by_role("link", name=corrected.name).first, folder / "got.xlsx")
    assert got.read_bytes() == corrected.read_bytes()
    got = saved(page, panel.get_by_role("link", name="báo cáo.pdf"), folder / "got.pdf")
    assert got.read_bytes() == (folder / "báo cáo.pdf").read_bytes()
    expect(panel.locator(".versions")).to_contain_text(REASON)
    top(panel.get_by_text("Các lần báo cáo khác"))
    who.picture("21-lan-truoc")
    panel.get_by_role("link", name=re.compile("^số ")).click()
    expect(page.get_by_text("Tệp: biểu đã đối chiếu.xlsx")).to_be_visible()
    who.picture("22-tep-den-o-nao", phone=True)


def test_a_month_from_the_template_to_the_green_cell(three: list[Person], tmp_path: Path) -> None:
    reporter, office, leader = three
    blank = tries_a_crooked_file(reporter, tmp_path)
    mends_explains_and_proves(reporter, blank, tmp_path)
    returns_with_a_reason(office)
    corrected = corrects(reporter, blank, tmp_path)
    approves_and_locks(office)
    is_refused_after_the_lock(reporter, blank, tmp_path)
    sees_only_their_own(reporter)
    follows_the_green_cell(leader, corrected, tmp_path)
    for who in three:
        assert who.watched.violations() == []
        assert [each for each in who.watched.faults if "does not seem to exist" not in each] == []
        assert who.watched.outside == []
