"""A workbook given back marked up: marks where problems are, nothing else changed, and again."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indicators.commands.figures import check
from indicators.errors import Conflict, InputRejected, Problem
from indicators.intake.check import check_file
from indicators.intake.markup import can_be_marked, mark_up, marked_up
from indicators.intake.markup.notes import HEAD
from indicators.intake.reader import LIST_SHEET
from indicators.intake.reading import Reading
from tests.crooked.corpus import catalogue_for, workbooks
from tests.crooked.making import content
from tests.unit.intake_files import zipped
from tests.unit.marked_books import (
    OTHER,
    SHEET,
    around,
    cells,
    error,
    fill,
    note,
    opened,
    parts,
    reading,
    rich,
    warning,
)
from tests.unit.workbooks import CATALOGUE, TODAY, form, told, xlsx

GOLDEN = Path(__file__).parents[1] / "golden" / "template-saved-by-libreoffice.xlsx"
SAMPLES = Path(__file__).parents[2] / "data" / "samples"
PART = "xl/worksheets/sheet1.xml"
WORKBOOKS = workbooks()
DUNG_HAN, TOAN_TRINH = "Tỷ lệ hồ sơ xử lý đúng hạn", "Tỷ lệ hồ sơ trực tuyến toàn trình"
FAULTY = form((DUNG_HAN, 118.5, 120, None), (TOAN_TRINH, 130, 120, None))
MANY = reading(
    error("C4"),
    warning("C3"),
    error("C5"),
    warning("C5"),
    error("E6"),
    error("D8"),
    error("D20"),
    error("C1"),
    error("B2", OTHER),
    Problem.warning("whole", "Cả tệp: xem lại"),
)


@pytest.fixture(scope="module")
def source(tmp_path_factory) -> bytes:
    return rich(tmp_path_factory.mktemp("marked") / "bao-cao.xlsx").read_bytes()


@pytest.fixture(scope="module")
def marked(source) -> bytes:
    return marked_up(source, MANY)


def test_colours_the_cells_and_keeps_all_else_of_their_format(source, marked):
    before, after = opened(source)[SHEET], opened(marked)[SHEET]
    assert {fill(after[each])[:6] for each in ("C4", "C5", "E6", "D8", "D20")} == {"FFFFC0"}
    assert fill(after["C3"]).startswith("FFFFE0")  # a warning
    for each in ("C4", "C5", "E6"):
        for look in ("number_format", "font", "border", "alignment", "protection"):
            assert repr(getattr(after[each], look)) == repr(getattr(before[each], look))
    assert fill(after["D4"]) == "FFFFFF99"


def test_white_letters_on_a_mark_turn_dark_and_white_again(source, marked):
    assert opened(source)[SHEET]["C3"].font.color.rgb == "FFFFFFFF"
    assert opened(marked)[SHEET]["C3"].font.color.rgb == "FF1F1F1F"
    mended = opened(marked_up(marked, reading()))[SHEET]["C3"]
    assert (fill(mended), mended.font.color.rgb) == ("FF1F3864", "FFFFFFFF")


def test_a_cell_inside_a_merge_is_marked_where_it_shows(marked):
    sheet = opened(marked)[SHEET]
    assert fill(sheet["A1"]).startswith("FFFFC0")
    assert "Ô C1" in note(sheet["A1"])
    assert sheet.merged_cells.ranges == opened(marked)[SHEET].merged_cells.ranges != set()


def test_notes_say_what_is_wrong_beside_the_persons_own(source, marked):
    sheet = opened(marked)[SHEET]
    assert note(sheet["C4"]) == f"{HEAD}\nLỖI: Ô C4 sai & chưa rõ <b>: ghi lại"
    assert note(sheet["C5"]).startswith(f"Ghi chú của tôi\n\n{HEAD}\nLỖI: Ô C5")
    assert note(sheet["C5"]).endswith("Lưu ý: Ô C5: xem lại")
    assert note(sheet["B4"]) == "Ghi chú khác"
    boxes = parts(marked)["xl/drawings/vmlDrawing1.vml"]
    assert parts(source)["xl/drawings/vmlDrawing1.vml"].partition(b"</xml>")[0] in boxes
    assert boxes.count(b"<x:Row>") == len([1 for row in sheet for cell in row if cell.comment])


def test_lists_every_problem_with_a_link_to_its_cell(marked):
    sheet = opened(marked)[LIST_SHEET]
    rows = list(sheet.iter_rows(min_row=5, max_col=4, values_only=True))
    expected = [
        ("LỖI" if p.is_error else "Lưu ý", p.sheet, p.cell, p.message) for p in MANY.problems
    ]
    assert rows == expected
    links = [cell.hyperlink.location for cell in sheet["C"][4:] if cell.hyperlink]
    assert links[0] == "'Biểu 1'!C4"
    assert links[-1] == "'Của ''tôi'' nhé'!B2"
    assert len(links) == len(MANY.problems) - 1
    assert sheet["A2"].value.startswith("7 lỗi phải sửa, 3 điều cần lưu ý")


def test_changes_no_part_but_those_of_the_marks(source, marked):
    before, after = parts(source), parts(marked)
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {
        "[Content_Types].xml",
        "xl/workbook.xml",
        "xl/_rels/workbook.xml.rels",
        "xl/styles.xml",
        "xl/worksheets/sheet1.xml",
        "xl/worksheets/sheet2.xml",
        "xl/comments1.xml",
        "xl/drawings/vmlDrawing1.vml",
    }
    assert {name for name in after if name not in before} == {
        "xl/worksheets/sheet3.xml",
        "xl/comments2.xml",
        "xl/drawings/vmlDrawing2.vml",
        "xl/worksheets/_rels/sheet2.xml.rels",
    }
    assert around(before[PART]) == around(after[PART])


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sets(st.tuples(st.integers(1, 25), st.sampled_from("ABCDEFGHXZ")), min_size=1))
def test_cells_that_no_problem_names_are_the_same_to_the_byte(tmp_path_factory, places):
    path = tmp_path_factory.getbasetemp() / "any.xlsx"
    before = (path if path.exists() else rich(path)).read_bytes()
    named = {f"{letter}{row}" for row, letter in places}
    shown = {"A1" if each in {f"{c}1" for c in "ABCDEF"} else each for each in named}
    after = parts(marked_up(before, reading(*map(error, sorted(named)))))[PART]
    old, new = cells(parts(before)[PART]), cells(after)
    assert {each: new[each] for each in old if each not in shown} == {
        each: old[each] for each in old if each not in shown
    }
    assert new.keys() - old.keys() == shown - old.keys()
    order = [(int(each[1:]), each[0]) for each in new]
    assert order == sorted(order)
    values, originals = opened(marked_up(before, reading(*map(error, named)))), opened(before)
    for row in values[SHEET].iter_rows():
        for cell in row:
            assert cell.value == originals[SHEET][cell.coordinate].value


def test_the_same_input_gives_the_same_bytes(source, marked):
    assert marked_up(source, MANY) == marked


def test_marking_again_takes_the_mended_marks_away(source, marked):
    again = marked_up(marked, reading(error("C4")))
    before, after = opened(source)[SHEET], opened(again)[SHEET]
    for each in ("C3", "C5", "E6", "A1"):
        assert cells(parts(again)[PART])[each] == cells(parts(source)[PART])[each]
    assert fill(after["D8"]) == "FFEEEEEE"  # was not there: now like its row, like its column
    assert fill(after["D20"]) == "FFDDEEFF"
    assert (note(after["C5"]), note(after["C3"])) == ("Ghi chú của tôi", None)
    assert note(after["C4"]).startswith(HEAD)
    assert fill(before["C4"]) == "FFFFFF99"
    assert fill(after["C4"]).startswith("FFFFC0")
    assert opened(again).sheetnames == [SHEET, OTHER, LIST_SHEET]
    assert opened(again)[LIST_SHEET].max_row == 5


def test_marking_the_same_again_changes_no_format_and_no_cell(marked):
    again = marked_up(marked, MANY)
    for name in ("xl/styles.xml", PART, "xl/worksheets/sheet3.xml", "xl/workbook.xml"):
        assert parts(again)[name] == parts(marked)[name]


def test_a_mended_cell_beside_a_faulty_one_is_as_it_was(source):
    again = marked_up(marked_up(source, reading(error("C4"), error("D4"))), reading(error("C4")))
    assert cells(parts(again)[PART])["D4"] == cells(parts(source)[PART])["D4"]


def test_the_boxes_of_notes_taken_out_go_too(source, marked):
    name = "xl/drawings/vmlDrawing1.vml"
    assert parts(marked_up(marked, reading()))[name] == parts(source)[name]


def test_a_mark_painted_over_a_whole_column_goes_from_it(marked, source):
    sheet = parts(marked)[PART]
    style = cells(sheet)["C4"].partition(b's="')[2].partition(b'"')[0]
    column = b'<col min="3" max="6" width="12.7109375" style="'
    assert column in sheet
    painted = sheet.replace(column + b"1", column + style, 1)
    after = parts(marked_up(zipped(parts(marked) | {PART: painted}), reading()))[PART]
    original = cells(parts(source)[PART])["C4"].partition(b's="')[2].partition(b'"')[0]
    assert column + original + b'"' in after


def test_old_marks_go_wherever_their_cells_have_moved_to(marked, source):
    sheet = parts(marked)[PART]
    style = cells(sheet)["C4"].partition(b's="')[2].partition(b'"')[0]
    moved = sheet.replace(b'r="B5" ', b'r="B5" s="%s" ' % style, 1)
    assert moved != sheet
    data = zipped(parts(marked) | {PART: moved})
    assert fill(opened(data)[SHEET]["B5"]).startswith("FFFFC0")
    assert fill(opened(marked_up(data, reading()))[SHEET]["B5"]) == fill(
        opened(source)[SHEET]["C4"]
    )


def test_libreoffice_opens_it_and_what_it_saves_can_be_mended_and_marked_again(marked, tmp_path):
    file = tmp_path / "bao-cao.xlsx"
    file.write_bytes(marked)
    subprocess.run(
        ["soffice", f"-env:UserInstallation=file://{tmp_path}/lo", "--headless", "--convert-to",
         "xlsx", "--outdir", str(tmp_path / "saved"), str(file)],
        check=True,
        capture_output=True,
        timeout=120,
    )  # fmt: skip
    saved = (tmp_path / "saved" / file.name).read_bytes()
    sheet, values = opened(saved)[SHEET], opened(saved, data_only=True)[SHEET]
    assert (sheet["E6"].value, values["E6"].value) == ("=C6/D6", 0.5)
    assert 39 < sheet.column_dimensions["B"].width < 42
    assert fill(sheet["C4"]).startswith("FFFFC0")
    assert HEAD in note(sheet["C5"])
    assert len(sheet._charts) == 1
    again = opened(marked_up(saved, reading(error("C4"))))[SHEET]
    assert [fill(again[each]) for each in ("C3", "C5", "E6", "D8")] == [
        "FF1F3864", "FFFFFF99", None, "FFEEEEEE",
    ]  # fmt: skip
    assert (note(again["C5"]), note(again["C3"])) == ("Ghi chú của tôi", None)


@pytest.mark.parametrize("name", WORKBOOKS)
def test_intake_reads_a_marked_up_workbook_as_the_one_it_was(name, tmp_path):
    path, copy = tmp_path / "b.xlsx", tmp_path / "c.xlsx"
    path.write_bytes(content(WORKBOOKS[name]))
    catalogue = catalogue_for(name)
    first = check_file(path, catalogue, today=TODAY)
    if not can_be_marked(first):
        assert all(problem.is_error for problem in first.problems)
        return
    mark_up(path, first, copy)
    second = check_file(copy, catalogue, today=TODAY, name="b.xlsx")
    assert [each.as_dict() for each in second.rows] == [each.as_dict() for each in first.rows]
    assert second.problems == first.problems
    before, after = parts(path.read_bytes()), parts(copy.read_bytes())
    named = {problem.cell for problem in first.problems}
    for part in before.keys() & after.keys():
        if part.startswith("xl/worksheets/sheet"):
            old, new = cells(before[part]), cells(after[part])
            assert {each for each in old if old[each] != new[each]} <= named


def test_mended_it_is_accepted(tmp_path):
    path, copy = tmp_path / "b.xlsx", tmp_path / "c.xlsx"
    xlsx([FAULTY], path)
    mark_up(path, check_file(path, CATALOGUE, today=TODAY), copy)
    book = opened(copy.read_bytes())
    for row in (5, 6):
        book[SHEET].cell(row, 3).value, book[SHEET].cell(row, 4).value = 1, 2
    book.save(copy)  # by another program, which writes all formats anew
    mended = check_file(copy, CATALOGUE, today=TODAY)
    assert (mended.ok, told(mended), len(mended.rows)) == (True, [], 2)


def test_the_list_is_left_out_by_its_mark_and_a_sheet_of_that_name_is_not(tmp_path):
    path = xlsx([replace(FAULTY, name=LIST_SHEET)], tmp_path / "b.xlsx")
    first = check_file(path, CATALOGUE, today=TODAY)
    assert {problem.sheet for problem in first.problems} == {LIST_SHEET}
    marked = marked_up(path.read_bytes(), first)
    assert opened(marked).sheetnames == [LIST_SHEET, f"{LIST_SHEET} (2)"]
    (tmp_path / "c.xlsx").write_bytes(marked)
    assert told(check_file(tmp_path / "c.xlsx", CATALOGUE, today=TODAY)) == told(first)


def test_one_saved_by_libreoffice(tmp_path):
    copy = tmp_path / "c.xlsx"
    first = check_file(GOLDEN, CATALOGUE, today=TODAY)
    sheet = first.rows[0].sheet
    first.problems += [error("H8", sheet), warning("L9", sheet)]
    mark_up(GOLDEN, first, copy)
    before, after = cells(parts(GOLDEN.read_bytes())[PART]), cells(parts(copy.read_bytes())[PART])
    named = {problem.cell for problem in first.problems}
    assert {each for each in after if before.get(each) != after[each]} == named >= {"H8", "L9"}
    second = check_file(copy, CATALOGUE, today=TODAY)
    assert (second.layout, second.unit, len(second.rows)) == ("template", "qlxd", len(first.rows))


@pytest.mark.parametrize(
    ("code", "can"),
    [("E_CORRUPT", False), ("E_MACRO", False), ("E_PARSER_TIME", False), ("E_ROWS", True),
     ("not-a-number", True)],
)  # fmt: skip
def test_says_what_can_be_marked(code, can):
    assert can_be_marked(Reading("a.xlsx", problems=[Problem.error(code, "…")])) is can


def test_refuses_what_the_preflight_refuses_and_what_was_not_read(source):
    with pytest.raises(InputRejected):
        marked_up(source[:-100], MANY)
    with pytest.raises(Conflict):
        marked_up(source, Reading("bao-cao.xlsx", sha256="0" * 64))


def test_check_writes_marked_copies_and_replaces_nothing(tmp_path):
    sample = next(SAMPLES.glob("2026-10/dl-sxd-*.xlsx"))
    book = opened(sample.read_bytes())
    for row in book.worksheets[0].iter_rows(min_row=7):
        if isinstance(row[7].value, int) and isinstance(row[9].value, int):
            row[7].value = row[9].value + 1
    book.save(tmp_path / "loi.xlsx")
    (tmp_path / "hong.xlsx").write_bytes(b"PK")
    shutil.copy(sample, tmp_path / "tot.xlsx")
    files = [str(tmp_path / f"{name}.xlsx") for name in ("loi", "hong", "tot")]
    for _ in range(2):
        run = CliRunner().invoke(check, [*files, "--marked-up", str(tmp_path / "ra")])
        assert run.exit_code == 1
    written = sorted(path.name for path in (tmp_path / "ra").iterdir())
    assert written == ["loi - cần sửa (2).xlsx", "loi - cần sửa.xlsx"]
    assert f"Bản đánh dấu lỗi: {tmp_path / 'ra' / 'loi - cần sửa (2).xlsx'}" in run.output
    assert LIST_SHEET in opened((tmp_path / "ra" / written[1]).read_bytes()).sheetnames
