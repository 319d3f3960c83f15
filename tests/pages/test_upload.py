"""The upload page: one screen of everything, answers, drafts, entering, evidence, sending."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from openpyxl import Workbook, load_workbook
from streamlit.testing.v1 import AppTest

from indicators import choices, drafts, locks, review, submission
from indicators.access import Grant, Principal
from indicators.drafts import Draft, Entered
from indicators.errors import Conflict
from indicators.evidence.attach import attach
from indicators.evidence.shelf import evidence_of
from indicators.intake.template import write_template
from indicators.submission import Outcome, submit
from pages import _downloads, _long, _upload_send, _widgets
from tests import offices, people
from tests.pages.test_pages import component, told

ROOM, MONTH = "dl-sxd-qlxd", "2026-10"
PAGE = "pages/upload.py"
SEND = "Nộp, chờ duyệt"
pytestmark = pytest.mark.parametrize("store", ["empty"], indirect=True)


@pytest.fixture
def page(app: AppTest) -> AppTest:
    app.run()
    app.switch_page(PAGE)
    app.query_params["for"] = ROOM
    app.query_params["month"] = MONTH
    return app.run()


def filled(folder: Path, *, faults: bool = False, above: int = 100, lacks: bool = False) -> bytes:
    """Return the template of one room: 100 of 100, or one count that is unclear or lacks."""
    path = folder / "mau.xlsx"
    write_template(_widgets.workspace().catalogue, ROOM, MONTH, path)
    book = load_workbook(path)
    sheet = book.worksheets[0]
    is_first = True
    for row in range(7, sheet.max_row + 1):
        if sheet.cell(row, 8).protection.locked:
            if not sheet.cell(row, 11).protection.locked:
                sheet.cell(row, 11).value = "Có" if sheet.cell(row, 4).value != "%" else "95 %"
            continue
        if not (lacks and is_first):
            sheet.cell(row, 8).value = "1.234" if faults and is_first else above
            sheet.cell(row, 10).value = 100
        is_first = False
    book.save(path)
    return path.read_bytes()


def own_form(*names: str, unit: str = ROOM, month: str = "Tháng 10/2026") -> bytes:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Biểu"
    for line in ([f"Đơn vị: {unit_name(unit)}"], [f"Kỳ báo cáo: {month}"], []):
        sheet.append(line)
    sheet.append(["STT", "Chỉ tiêu", "Tử số", "Mẫu số"])
    for place, name in enumerate(names, 1):
        sheet.append([place, name, 90, 100])
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def unit_name(unit: str = ROOM) -> str:
    return _widgets.workspace().catalogue.units[unit].name


def drop(page: AppTest, *files: tuple[str, bytes]) -> AppTest:
    for name, data in files:
        page.file_uploader[0].upload(name, data)
        page.run()
        assert not page.exception
    return page


def press(page: AppTest, label: str) -> AppTest:
    next(each for each in page.button if each.label.startswith(label)).click()
    page.run()
    assert not page.exception
    return page


def labels(page: AppTest) -> list[str]:
    return [each.label for each in page.button]


def said(page: AppTest) -> str:
    more = (page.error, page.success)
    return told(page) + "".join(each.value for part in more for each in part)


def rows(page: AppTest, key: str) -> list[list[Any]]:
    found: list[list[Any]] = component(page, key)["rows"]
    return found


def who(account: str = "van-phong") -> Principal:
    return people.signed_in(_widgets.workspace(), account)


def test_a_good_file_is_understood_explained_and_sent_once(page: AppTest, tmp_path: Path) -> None:
    drop(page, ("Biểu *tháng* 10.xlsx", filled(tmp_path, lacks=True)))
    (line,) = rows(page, "understood")
    assert line[0] == "Biểu *tháng* 10.xlsx"
    assert line[1] == ["green", "đọc được"]
    assert line[2:4] == [unit_name(), "Tháng 10/2026"]
    assert "Bảng sẽ thay đổi thế nào" in told(page)
    fields = [each for each in page.text_input if each.label.startswith("Giải thích")]
    assert fields
    fields[0].set_value("đã đối chiếu *sổ*").run()
    press(page, SEND)
    assert "Đã nộp 1 tệp" in said(page)
    assert SEND not in labels(page)
    office = _widgets.workspace()
    number = review.answers(office, who())[0].submission
    case = review.case(office, who(), number)
    words = [each for figure in case.figures for each in figure.warnings] + [*case.warnings]
    assert [each.explanation for each in words if each.explanation] == ["đã đối chiếu *sổ*"]
    assert not drafts.mine(office, who())


def test_a_faulty_file_names_its_cells_and_comes_back_marked(page: AppTest, tmp_path: Path) -> None:
    drop(page, ("a.xlsx", filled(tmp_path, faults=True)))
    problems = rows(page, "problems")
    assert problems[0][:2] == [["error", "Lỗi"], "a.xlsx"]
    assert problems[0][2].startswith("Báo cáo!H")
    assert SEND not in labels(page)
    ((label, address),) = component(page, "marked")["links"]
    assert label == "Tải tệp đã đánh dấu lỗi"
    draft, sha256 = address.split("/")[-2:]
    assert address == _downloads.marked(draft, sha256)
    made = drafts.marked(_widgets.workspace(), who(), draft, sha256)
    assert "Lỗi cần sửa" in load_workbook(io.BytesIO(made.content)).sheetnames

    drop(page, ("a.xlsx", filled(tmp_path)))  # mended, under the same name
    assert len(rows(page, "understood")) == 1
    assert SEND in labels(page)


def test_several_files_stand_side_by_side_and_one_can_be_left_out(
    page: AppTest, tmp_path: Path
) -> None:
    drop(page, ("a.xlsx", filled(tmp_path)), ("b.xlsx", b"not a workbook"))
    assert [line[1][0] for line in rows(page, "understood")] == ["error", "green"]  # bad first
    assert "2 tệp: 1 đọc được; 1 không nhận" in told(page)
    assert "Chỉ 1 trong 2 tệp được nộp" in said(page)
    leaving = next(each for each in page.selectbox if each.key == "leaving")
    bad = drafts.mine(_widgets.workspace(), who())[0].files[1]
    leaving.set_value(bad.sha256).run()
    press(page, "Bỏ tệp")
    assert [line[0] for line in rows(page, "understood")] == ["a.xlsx"]


def test_the_same_file_changes_nothing_and_a_changed_one_shows_each_figure(
    page: AppTest, tmp_path: Path
) -> None:
    data = filled(tmp_path)
    drop(page, ("a.xlsx", data))
    press(page, SEND)
    drop(page, ("lại.xlsx", data))
    assert "đã nộp, không có gì thay đổi" in said(page)
    assert SEND not in labels(page)
    drop(page, ("lại.xlsx", filled(tmp_path, above=99)))
    changes = rows(page, "changes")
    assert changes[0][3] == "100/100 = 100 %"
    assert changes[0][4] == "99/100 = 99 %"
    assert SEND in labels(page)


def test_an_unclear_name_is_answered_by_a_click_and_remembered(page: AppTest) -> None:
    data = own_form("Tỷ lệ giải quyết hồ sơ TTHC", "Tỷ lệ hồ sơ xử lý đúng hạn")
    drop(page, ("riêng.xlsx", data))
    assert "Chưa rõ là chỉ tiêu nào" in told(page)
    assert "«Tỷ lệ giải quyết hồ sơ TTHC»" in told(page)
    other = next(each for each in page.selectbox if (each.key or "").startswith("other-"))
    other.select("HS-TOAN-TRINH").run()
    assert not page.exception
    assert "Chưa rõ là chỉ tiêu nào" not in told(page)
    (line,) = rows(page, "understood")
    assert line[1][0] == "green"
    (choice,) = choices.made(_widgets.workspace(), who())
    assert (choice.unit, choice.indicator) == (ROOM, "HS-TOAN-TRINH")
    press(page, "Bỏ tệp này")
    drop(page, ("riêng.xlsx", data))
    assert "Chưa rõ là chỉ tiêu nào" not in told(page)


def test_a_draft_is_offered_to_its_account_alone(page: AppTest, tmp_path: Path) -> None:
    drop(page, ("a.xlsx", filled(tmp_path)))
    office = _widgets.workspace()
    people.add(office, "nguoi-khac", Grant("office", "dl-sxd"))
    for account, is_there in (("nguoi-khac", False), ("van-phong", True)):
        later = AppTest.from_file(str(Path(__file__).parents[2] / "dashboard.py"))
        later.default_timeout = 60
        later.user = {"session": who(account).session}
        later.run()
        later.switch_page(PAGE)
        later.run()
        assert ("a.xlsx" in told(later)) == is_there
        assert ("Tiếp tục" in labels(later)) == is_there
    press(later, "Tiếp tục")
    assert rows(later, "understood")[0][0] == "a.xlsx"
    assert SEND in labels(later)


def test_a_draft_can_be_thrown_away(page: AppTest) -> None:
    office = _widgets.workspace()
    drafts.save(office, who(), Draft(drafts.new_number(), unit=ROOM, period=MONTH, entered={
        "HS-DUNG-HAN": Entered("9", "10")
    }))  # fmt: skip
    page.run()
    assert "Số liệu nhập trên trang" in told(page)
    press(page, "Bỏ")
    assert not drafts.mine(office, who())
    assert "Số liệu nhập trên trang" not in told(page)


def test_figures_entered_on_the_page_go_the_way_of_a_file(page: AppTest) -> None:
    office = _widgets.workspace()
    drafts.save(office, who(), Draft(drafts.new_number(), unit=ROOM, period=MONTH, entered={
        "HS-DUNG-HAN": Entered("97", "100", note="=1+1")
    }))  # fmt: skip
    page.run()
    press(page, "Tiếp tục")
    assert "Gõ đến đâu giữ đến đó" in told(page)
    press(page, "Kiểm tra số liệu")
    (line,) = rows(page, "understood")
    assert line[0] == f"nhap-tren-trang-{ROOM}-{MONTH}.xlsx"
    assert line[4:6] == ["biểu mẫu", "1"]
    press(page, SEND)
    assert "Đã nộp 1 tệp, 1 số liệu" in said(page)
    assert not drafts.mine(office, who())
    case = review.case(office, who(), review.answers(office, who())[0].submission)
    (figure,) = case.figures
    assert (figure.numerator, figure.denominator, figure.note) == (97, 100, "=1+1")
    assert figure.sheet == "Báo cáo"


def test_what_was_returned_stands_first_with_its_reasons(page: AppTest) -> None:
    office = _widgets.workspace()
    row = offices.figure(ROOM, "HS-DUNG-HAN", MONTH, counts=(90, 100))
    people.add(office, "can-bo-phong", Grant("reporter", ROOM))
    (number,) = submit(office, who("can-bo-phong"), offices.reading([row], file="*x*.xlsx"))
    remarks = {"HS-DUNG-HAN": "Mẫu số *lệch* sổ"}
    review.decide(office, who(), number, decision="returned", reason="Xem _lại_", remarks=remarks)
    page.run()
    assert "Việc của tôi" in told(page)
    assert "Xem _lại_" in "".join(each.value for each in page.text)
    assert rows(page, f"remarks-{number}")[0][1] == "Mẫu số *lệch* sổ"
    toggle = next(each for each in page.toggle if each.label == "Xem số liệu đã nộp")
    toggle.set_value(True).run()
    assert not page.exception
    assert rows(page, f"case-{number}")[0][0] == ["error", "cần sửa"]


def test_a_closed_disk_or_period_refuses_a_file_and_keeps_the_draft(
    page: AppTest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drop(page, ("a.xlsx", filled(tmp_path)))

    def refuse(*_: object, **__: object) -> list[Outcome]:
        raise Conflict("Kỳ đã khóa *sổ*")

    monkeypatch.setattr(submission, "submit_all", refuse)
    press(page, SEND)
    assert "Kỳ đã khóa" in said(page)
    assert drafts.mine(_widgets.workspace(), who())[0].files[0].name == "a.xlsx"
    assert SEND in labels(page)


def test_evidence_is_added_to_figures_not_yet_sent(page: AppTest, tmp_path: Path) -> None:
    drop(page, ("a.xlsx", filled(tmp_path)))
    page.session_state["upload-evidence"] = True
    page.run()
    next(each for each in page.multiselect if each.key == "evidence-codes").select("HS-DUNG-HAN")
    next(each for each in page.text_input if each.key == "evidence-number").set_value("12/BC-SXD")
    press(page, "Thêm minh chứng")
    assert rows(page, "evidence")[0][1:3] == ["Văn bản số 12/BC-SXD", ["green", "còn nguyên"]]
    (one,) = evidence_of(_widgets.workspace(), who(), unit=ROOM, period=MONTH)
    assert one.indicator == "HS-DUNG-HAN"


def test_a_closed_period_is_told_before_anything_is_sent(page: AppTest, tmp_path: Path) -> None:
    office = _widgets.workspace()
    people.add(office, "nguoi-khoa", Grant("office", "dl-sxd"))
    locks.lock(office, who("nguoi-khoa"), unit=ROOM, period=MONTH, reason="hết hạn")
    page.run()
    assert "khóa sổ lúc" in said(page)  # before a file is chosen
    assert "đề nghị Văn phòng mở lại" in said(page)
    drop(page, ("a.xlsx", filled(tmp_path)))
    assert rows(page, "understood")[0][1] == ["error", "không nhận"]
    assert "khóa sổ" in rows(page, "problems")[0][3]
    assert SEND not in labels(page)
    assert "kỳ này đã khóa sổ" in said(page)
    locks.unlock(office, who("nguoi-khoa"), unit=ROOM, period=MONTH, reason="sửa số")
    page.run()
    assert SEND in labels(page)
    assert "khóa sổ lúc" not in said(page)
    drop(page)
    locks.lock(office, who("nguoi-khoa"), unit=ROOM, period=MONTH)
    page.run()  # closed while the file lay there
    assert SEND not in labels(page)


class Bar:
    """A progress bar that remembers what it said."""

    def __init__(self) -> None:
        self.said: list[str] = []

    def __call__(self, value: float, text: str = "") -> Bar:
        self.progress(value, text)
        return self

    def progress(self, value: float, text: str = "") -> None:
        assert 0 <= value <= 1
        self.said.append(text)

    def empty(self) -> None:
        self.said.append("")


def test_many_files_one_bad_are_taken_in_with_progress_and_sent_together(
    page: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(st, "progress", bar := Bar())
    monkeypatch.setattr(_upload_send, "_AT_ONCE", 8)
    months = [f"Tháng {n}/2026" for n in range(9, 11)]
    of = _widgets.workspace().catalogue
    rooms = of.indicators["HS-DUNG-HAN"].applies_to
    good = {
        f"bao-cao/{room}/{n}/Biểu.xlsx": own_form(
            "Tỷ lệ hồ sơ xử lý đúng hạn", unit=room, month=month
        )
        for room in rooms
        for n, month in enumerate(months)
    }
    for name, data in {**good, "bao-cao/hỏng.xlsx": b"PK", "bao-cao/~$Biểu.xlsx": b"x"}.items():
        page.file_uploader[0].upload(name, data)
    page.run()
    assert not page.exception
    assert any(f"Đang nhận 3/{len(good) + 2}" in each for each in bar.said)
    assert any(f"Đã đọc {len(good) + 1}/{len(good) + 1}" in each for each in bar.said)
    lines = rows(page, "understood")
    assert len(lines) == len(good) + 1  # what Excel leaves beside an open workbook is no report
    assert lines[0][:2] == ["hỏng.xlsx", ["error", "không nhận"]]
    assert {line[1][0] for line in lines[1:]} == {"green"}
    assert f"{len(good) + 1} tệp: {len(good)} đọc được; 1 không nhận" in told(page)
    assert {line[0] for line in lines[1:]} == {  # of one name, told apart by their folders
        name.removeprefix("bao-cao/").replace("/", " - ") for name in good
    }
    press(page, SEND)
    assert f"Đã nộp {len(good)} tệp, {len(good)} số liệu" in said(page)
    assert f"Đang nộp {len(good)}/{len(good)} tệp" in bar.said
    (left,) = drafts.mine(_widgets.workspace(), who())
    assert [each.name for each in left.files] == ["hỏng.xlsx"]


def test_a_long_list_shows_its_first_rows_and_the_rest_when_asked(
    page: AppTest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_long.first_of, "__kwdefaults__", {"most": 3})
    drop(page, ("a.xlsx", filled(tmp_path)))
    assert len(rows(page, "changes")) == 3
    toggle = next(each for each in page.toggle if each.key == "all-changes")
    count = int(toggle.label.split()[2])
    toggle.set_value(True).run()
    assert len(rows(page, "changes")) == count > 3


def test_a_figure_that_must_be_proved_waits_for_proof_or_a_word(
    page: AppTest, tmp_path: Path
) -> None:
    office = _widgets.workspace()
    strict = replace(office.catalogue.indicators["HS-DUNG-HAN"], evidence="required")
    known = {**office.catalogue.indicators, strict.code: strict}
    office.catalogue = replace(office.catalogue, indicators=known)
    drop(page, ("a.xlsx", filled(tmp_path)))
    assert "Còn 1 số liệu phải có minh chứng" in said(page)
    assert sending(page).disabled
    field = next(each for each in page.text_input if "evidence-missing" in (each.key or ""))
    field.set_value("đang chờ đóng dấu").run()
    assert not sending(page).disabled
    field = next(each for each in page.text_input if "evidence-missing" in (each.key or ""))
    field.set_value("").run()
    assert sending(page).disabled
    attach(office, who(), unit=ROOM, period=MONTH, indicator=strict.code, document_number="12/BC")
    page.run()
    assert "phải có minh chứng" not in said(page)
    press(page, SEND)
    assert "Đã nộp 1 tệp" in said(page)


def sending(page: AppTest) -> Any:  # noqa: ANN401 - a button as AppTest has it
    return next(each for each in page.button if each.label == SEND)
