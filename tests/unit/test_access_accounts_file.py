"""People from a workbook: every fault with its cell, nothing done while there is one."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import Workbook

from indicators.access import Grant, people
from indicators.access.accounts_file import apply_people, read_people
from indicators.access.links import look_up
from indicators.errors import Forbidden, InputRejected
from tests.unit import access_people as made

HEAD = ["Tài khoản", "Họ và tên", "Thư điện tử", "Vai trò", "Đơn vị"]


@pytest.fixture
def office(small_office):
    return small_office()


@pytest.fixture
def who(office):
    return made.admin(office)


@pytest.fixture
def book(tmp_path):
    """Write a workbook of rows below a title, and return its path."""

    def write(*rows: list[str | None], head: list[str] = HEAD) -> Path:
        made_book = Workbook()
        sheet = made_book.active
        sheet.title = "Người dùng"
        for row in (["DANH SÁCH"], [], head, *rows):
            sheet.append(row)
        path = tmp_path / "nguoi-dung.xlsx"
        made_book.save(path)
        return path

    return write


def test_a_good_workbook_is_previewed_then_applied(office, who, book):
    made.add(office, "da.co", Grant("leader", "so"))
    made.add(office, "doi.vai", Grant("leader", "so"))
    path = book(
        ["Moi.Vao", "Người mới", "moi@so.vn", "Cán bộ đầu mối", "Đơn vị a"],
        ["moi.vao", None, None, "van phong", "SO"],
        ["da.co", "Tên da.co", None, "Lãnh đạo", "so"],
        ["doi.vai", "Tên doi.vai", None, "office", "b"],
    )
    before = made.everything(office)
    read = read_people(office, who, path)
    assert read.problems == ()
    assert {each.account: each.doing for each in read.people} == {
        "moi.vao": "new", "da.co": "same", "doi.vai": "changed"
    }  # fmt: skip
    assert made.everything(office) == before
    tokens = apply_people(office, who, read)
    assert set(tokens) == {"moi.vao"}
    assert look_up(office, tokens["moi.vao"]).purpose == "invite"
    found = people.person(office, who, "moi.vao")
    assert found.grants == (Grant("office", "so"), Grant("reporter", "a"))
    assert people.person(office, who, "doi.vai").grants == (Grant("office", "b"),)


def test_every_fault_is_told_with_its_cell_and_nobody_is_added(office, who, book):
    path = book(
        ["tot", "Người tốt", None, "Lãnh đạo", "so"],
        [None, "Quên tài khoản", None, "Lãnh đạo", "so"],
        ["sai.vai", "Sai vai", None, "Sếp", "so"],
        ["sai.noi", "Sai nơi", None, "Lãnh đạo", "Không đâu"],
        ["tot", "Tên khác", None, "Lãnh đạo", "a"],
        ["có dấu", "", "khong-thu", "Lãnh đạo", "a"],
    )
    read = read_people(office, who, path)
    cells = {each.cell for each in read.problems if each.cell}
    assert cells == {"A5", "D6", "E7", "B8"}
    by_line = [each.message for each in read.problems if each.cell is None]
    assert len(by_line) == 3
    assert all("dòng 9" in each for each in by_line)
    assert not read.ok
    with pytest.raises(InputRejected):
        apply_people(office, who, read)
    assert [each.account for each in people.people(office, who)] == ["quan.tri"]


def test_units_outside_the_branch_are_no_units(office, book):
    branch = made.admin(office, "quan.tri.a", "a")
    read = read_people(office, branch, book(["x.y", "X", None, "Lãnh đạo", "b"]))
    none = read_people(office, branch, book(["x.y", "X", None, "Lãnh đạo", "khong-co"]))
    assert [each.cell for each in read.problems] == ["E4"]
    assert read.problems[0].message.replace("«b»", "«khong-co»") == none.problems[0].message


def test_someone_of_another_branch_cannot_be_changed_by_a_workbook(office, book):
    branch = made.admin(office, "quan.tri.a", "a")
    made.add(office, "ngoai", Grant("leader", "b"))
    read = read_people(office, branch, book(["ngoai", "Tên ngoai", None, "Lãnh đạo", "a"]))
    assert not read.ok


def test_a_workbook_without_the_headings_or_without_people_says_so(office, who, book):
    none = read_people(office, who, book(["a"], head=["Cột"]))
    assert "«Tài khoản»" in none.problems[0].message
    assert read_people(office, who, book()).problems[0].code == "no-people"


def test_what_is_no_workbook_is_refused_by_the_reader(office, who, tmp_path):
    path = tmp_path / "x.xlsx"
    path.write_text("không phải bảng tính")
    read = read_people(office, who, path)
    assert read.people == ()
    assert read.problems


def test_all_in_one_write_or_nothing(office, who, book):
    path = book(
        ["mot", "Một", None, "Lãnh đạo", "so"],
        ["hai", "Hai", None, "Lãnh đạo", "so"],
    )
    read = read_people(office, who, path)
    made.add(office, "hai", Grant("leader", "a"))  # somebody was quicker
    with pytest.raises(InputRejected):
        apply_people(office, who, read)
    assert "mot" not in [each.account for each in people.people(office, who)]


def test_the_sample_admin_applies_nothing(office, who, book):
    read = read_people(office, who, book(["mot", "Một", None, "Lãnh đạo", "so"]))
    with pytest.raises(Forbidden):
        apply_people(office, replace(who, is_sample=True), read)
