"""Answers to what a text means: asked once, applied to that unit's next file, taken back."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook

from indicators import choices
from indicators.access import Grant, Principal
from indicators.catalogue.model import Catalogue
from indicators.errors import NotFound
from indicators.intake.check import check_file, check_files
from indicators.intake.choices import ANY, text_key
from indicators.intake.reading import Match, Reading
from indicators.workspace import Workspace
from tests import offices

TODAY = date(2026, 11, 22)
OWN_WORDS = "Tỷ lệ giải quyết của phòng"


def office_catalogue() -> Catalogue:
    named = {"formula": "value", "unit_of_measure": "%"}
    return offices.catalogue(
        [
            offices.indicator("SOM", name="Tỷ lệ hồ sơ giải quyết sớm", applies_to=ROOMS, **named),
            offices.indicator("DUNG", name="Tỷ lệ hồ sơ giải quyết đủ", applies_to=ROOMS, **named),
            offices.indicator("KHAC", name="Số cuộc họp", applies_to=("b",), **named),
        ],
        [offices.target(code) for code in ("SOM", "DUNG", "KHAC")],
    )


ROOMS = ("a", "b")


def form(folder: Path, unit: str, *names: str) -> Path:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Biểu"
    for line in ([f"Đơn vị: Đơn vị {unit}"], ["Kỳ báo cáo: Tháng 10/2026"], []):
        sheet.append(line)
    sheet.append(["STT", "Chỉ tiêu", "Kết quả"])
    for place, name in enumerate(names, 1):
        sheet.append([place, name, 90])
    path = folder / f"{unit}.xlsx"
    book.save(path)
    return path


def cross(folder: Path, head: str) -> Path:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(["Tháng 10/2026"])
    sheet.append(["Đơn vị", "Tỷ lệ hồ sơ giải quyết sớm", head])
    sheet.append(["Đơn vị a", 90, 91])
    sheet.append(["Đơn vị b", 92, 93])
    path = folder / "cheo.xlsx"
    book.save(path)
    return path


def codes(reading: Reading) -> set[str]:
    return {problem.code for problem in reading.problems if problem.is_error}


def of(unit: str, account: str = "can-bo") -> Principal:
    return Principal(account, account, frozenset({Grant("reporter", unit)}), session="phien")


@pytest.fixture
def office(small_office) -> Workspace:
    return small_office(office_catalogue())


def test_an_unclear_text_asks_and_an_answer_settles_it(tmp_path: Path) -> None:
    catalogue = office_catalogue()
    path = form(tmp_path, "a", "Tỷ lệ hồ sơ giải quyết", "Số cuộc họp")
    asked = check_file(path, catalogue, today=TODAY)
    assert "indicator-uncertain" in codes(asked)
    (question,) = asked.questions
    assert (question.sheet, question.cell, question.unit) == ("Biểu", "B5", "a")
    assert set(question.near) >= {"SOM", "DUNG"}

    said = {("a", text_key(question.text)): "DUNG"}
    (read,) = check_files([path], catalogue, today=TODAY, choices=said)
    assert not read.questions
    assert next(row.indicator for row in read.rows) == "DUNG"
    assert read.matches["Biểu", "C5"] == Match("Tỷ lệ hồ sơ giải quyết", "chosen")


def test_an_unknown_text_asks_too(tmp_path: Path) -> None:
    path = form(tmp_path, "a", OWN_WORDS)
    asked = check_file(path, office_catalogue(), today=TODAY)
    assert {question.text for question in asked.questions} == {OWN_WORDS}


def test_an_answer_is_one_unit_s_alone(tmp_path: Path) -> None:
    said = {("a", text_key(OWN_WORDS)): "DUNG"}
    (read,) = check_files(
        [form(tmp_path, "b", OWN_WORDS)], office_catalogue(), today=TODAY, choices=said
    )
    assert read.questions
    assert not read.rows


def test_an_answer_never_overrides_a_name_of_the_catalogue(tmp_path: Path) -> None:
    name = "Tỷ lệ hồ sơ giải quyết sớm"
    said = {("a", text_key(name)): "DUNG"}
    path = form(tmp_path, "a", name)
    (read,) = check_files([path], office_catalogue(), today=TODAY, choices=said)
    assert [row.indicator for row in read.rows] == ["SOM"]
    assert read.matches["Biểu", "C5"].surety == "name"


def test_an_answer_that_left_the_catalogue_asks_again(tmp_path: Path) -> None:
    said = {("a", text_key(OWN_WORDS)): "DA-BO"}
    path = form(tmp_path, "a", OWN_WORDS)
    (read,) = check_files([path], office_catalogue(), today=TODAY, choices=said)
    assert read.questions


def test_a_head_of_a_cross_table_is_answered_for_all(office: Workspace, tmp_path: Path) -> None:
    path = cross(tmp_path, "Tỷ lệ hồ sơ giải quyết")
    (asked,) = check_files([path], office.catalogue, today=TODAY)
    (question,) = asked.questions
    assert question.unit is None
    department = of("so")
    choices.choose(office, department, text=question.text, indicator="DUNG", unit=None)
    said = choices.remembered(office, department)
    assert said[ANY, text_key(question.text)] == "DUNG"
    (read,) = check_files([path], office.catalogue, today=TODAY, choices=said)
    assert {(row.unit, row.indicator, row.value) for row in read.rows} == {
        ("a", "SOM", 90), ("a", "DUNG", 91), ("b", "SOM", 92), ("b", "DUNG", 93),
    }  # fmt: skip
    assert (ANY, text_key(question.text)) not in choices.remembered(office, of("a"))


def test_the_newest_answer_holds_and_can_be_taken_back(office: Workspace) -> None:
    who = of("a")
    for code in ("SOM", "DUNG"):
        choices.choose(office, who, text=OWN_WORDS, indicator=code, unit="a")
    assert choices.remembered(office, who)["a", text_key(OWN_WORDS)] == "DUNG"
    (one,) = choices.made(office, who)
    assert (one.unit, one.indicator, one.chosen_by) == ("a", "DUNG", "can-bo")
    assert not choices.made(office, of("b"))
    choices.forget(office, who, text=one.text, unit="a")
    assert not choices.remembered(office, who)


def test_an_answer_needs_a_unit_in_scope_and_an_indicator_it_reports(office: Workspace) -> None:
    with pytest.raises(NotFound):
        choices.choose(office, of("a"), text="x", indicator="SOM", unit="b")
    with pytest.raises(NotFound):
        choices.choose(office, of("a"), text="x", indicator="KHAC", unit="a")
    assert not choices.made(office, of("so"))


def test_answers_are_in_the_trail(office: Workspace) -> None:
    choices.choose(office, of("a"), text=OWN_WORDS, indicator="SOM", unit="a")
    asked = {"from_at": None, "before_at": None, "actor": "can-bo", "object_id": None}
    rows = office.store.rows("audit/rows", **asked)
    assert [row["action"] for row in rows] == ["match.chosen"]
