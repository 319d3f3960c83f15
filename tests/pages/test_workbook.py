"""The board as a workbook: live colours, figures to the digit, charts, paper, and its way back."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from indicators.catalogue.model import Catalogue
from indicators.export import Snapshot, Wanted, gather, tracing, write
from indicators.export.model import Cancelled
from indicators.export.palette import COLOURS, HOLLOW, JUDGED, SAMPLE, SYMBOLS, WORDS, mark
from indicators.export.snapshot import Row
from indicators.export.xlsx.rules import is_in_percent
from indicators.intake.check import check_file
from indicators.numbers import format_number
from indicators.settings import Settings
from indicators.workspace import Workspace
from tests.exported import copied_office, opened, recalculated
from tests.pages.seeding import HOME, MONTHS

FIRST = 4  # the first row of figures in the long sheets
VALUE, STATUS, TREND = 6, 11, 12
VISIBLE = ("Bảng", "Biểu đồ", "Giải trình", "Số liệu", "Cộng dồn", "Xu hướng", "Thuyết minh")


@pytest.fixture(scope="module")
def office(seeded_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    with copied_office(seeded_file, tmp_path_factory.mktemp("bang")) as opened_office:
        yield opened_office


@pytest.fixture(scope="module")
def board(office: Workspace) -> Snapshot:
    """The last month of the seeded store, whose yes and no are numbers of any size."""
    taken = gather(office, office.operator(), Wanted(HOME, MONTHS[-1]))
    return replace(taken, rows=tuple(_said(taken, row) for row in taken.rows))


def _said(taken: Snapshot, row: Row) -> Row:
    is_said = taken.indicator[row.cell.indicator].formula == "yes_no" and row.cell.value
    return replace(row, cell=replace(row.cell, value=1.0)) if is_said else row


@pytest.fixture(scope="module")
def content(board: Snapshot) -> bytes:
    return write("xlsx", board)


@pytest.fixture(scope="module")
def book(content: bytes) -> Workbook:
    return opened(content)


def heads(book: Workbook, sheet: str, row: int = FIRST - 1) -> dict[str, int]:
    """Return the column of each head of a sheet."""
    return {cell.value: cell.column for cell in book[sheet][row] if cell.value}


def parts(content: bytes, pattern: str) -> dict[str, str]:
    """Return the parts of a workbook whose names match."""
    with zipfile.ZipFile(BytesIO(content)) as file:
        return {
            name: file.read(name).decode() for name in file.namelist() if re.search(pattern, name)
        }


def rows_of(book: Workbook, sheet: str) -> list[dict[str, Any]]:
    """Return the rows of a long sheet by the heads of its columns."""
    columns = heads(book, sheet)
    return [
        {head: row[column - 1].value for head, column in columns.items()}
        for row in book[sheet].iter_rows(min_row=FIRST)
        if row[0].value
    ]


def test_every_figure_stands_in_a_long_sheet_to_the_digit(board: Snapshot, book: Workbook) -> None:
    told = [*rows_of(book, "Số liệu"), *rows_of(book, "Cộng dồn")]
    found = {(row["Mã đơn vị"], row["Mã chỉ tiêu"]): row for row in told}
    assert len(told) == len(board.rows)
    for row in board.rows:
        trace = f"row/{row.cell.unit}/{row.cell.indicator}"
        for head, part in (
            ("Thực hiện", "value"), ("Tử số", "numerator"), ("Mẫu số", "denominator"),
            ("Phải đạt", "goal"), ("Cận trên", "upper"),
        ):  # fmt: skip
            number = tracing.resolve(board, f"{trace}/{part}")
            if head == "Thực hiện" and is_in_percent(row.cell, board.indicator[row.cell.indicator]):
                assert number is not None
                number /= 100
            is_nothing = head == "Thực hiện" and row.cell.status == "not_applicable"
            assert found[row.key][head] == ("Không phát sinh" if is_nothing else number), (
                trace,
                head,
            )
        seen = tracing.mark(board, row)
        assert found[row.key]["Trạng thái"] == f"{SYMBOLS[seen]} {WORDS[seen]}"


def test_a_number_of_seventeen_digits_stays_what_it_is(board: Snapshot) -> None:
    value = 100 / 3  # 33.333333333333336: sixteen digits say another number
    assert float(f"{value:.16G}") != value
    rows = tuple(replace(row, cell=replace(row.cell, value=value)) for row in board.rows)
    told = rows_of(opened(write("xlsx", replace(board, rows=rows))), "Số liệu")
    assert {row["Thực hiện"] for row in told} == {value}
    assert len(told) == len(board.own_rows)


def test_the_matrix_shows_what_stands_in_the_long_sheets(board: Snapshot, book: Workbook) -> None:
    sheet = book["Bảng"]
    for down, unit in enumerate(board.units, start=6):
        assert sheet.cell(down, 1).value == unit.name
        for across, indicator in enumerate(board.indicators, start=3):
            row = board.by_key.get((unit.code, indicator.code))
            shown = sheet.cell(down, across).value
            if row is None:
                assert shown is None
            else:
                value = row.cell.value
                assert shown == (SYMBOLS[tracing.mark(board, row)] if value is None else value)
    assert sheet["B6"].value == board.tally.greening_rate


def test_every_sheet_is_set_up_for_paper_and_says_whose_figures_it_shows(
    board: Snapshot,
    book: Workbook,
) -> None:
    assert [each.title for each in book.worksheets if each.sheet_state == "visible"] == [*VISIBLE]
    assert board.head.is_sample
    for name in VISIBLE:
        sheet = book[name]
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
        assert sheet.print_title_rows.startswith("$1:")
        assert sheet.print_area
        assert sheet.oddFooter.right.text.startswith("Trang")
        assert sheet["A2"].value.startswith(SAMPLE)
        assert board.head.period_label in sheet["A2"].value


def test_a_year_of_every_figure_is_drawn_in_its_row(board: Snapshot, content: bytes) -> None:
    sheets = parts(content, r"worksheets/sheet\d+\.xml$")
    drawn = [re.findall(r"<xm:f>(.*?)</xm:f>", text) for text in sheets.values()]
    told = [row for row in board.rows if sum(p.value is not None for p in row.points) > 1]
    assert sum(map(len, drawn)) == 2 * len(told)  # in the long sheets, and beside the year itself
    assert all("Xu hướng" in each for spans in drawn for each in spans)


def test_the_year_stands_month_by_month(board: Snapshot, book: Workbook) -> None:
    sheet = book["Xu hướng"]
    months = [sheet.cell(4, column).value for column in range(5, 17)]
    assert months[-1] == "10/2026"
    for place, row in enumerate(board.rows, start=5):
        for point in row.points:
            if point.period[:7] not in MONTHS:
                continue
            column = 5 + months.index(f"{point.period[5:7]}/{point.period[:4]}")
            assert sheet.cell(place, column).value == point.value
            assert sheet.cell(place, column + 13).value == point.goal


def test_charts_are_native_and_hold_the_boards_numbers(board: Snapshot, content: bytes) -> None:
    charts = parts(content, r"charts/chart\d+\.xml$")
    assert len(charts) == 4
    rates = [
        unit.tally.greening_rate
        for unit in board.units
        if unit.depth and unit.tally.greening_rate is not None
    ]
    told = {
        name: [float(v) for v in re.findall(r"<c:v>(-?[\d.]+)</c:v>", t)]
        for name, t in charts.items()
    }
    assert any(set(rates) <= set(numbers) for numbers in told.values())
    trend = {p.tally.greening_rate for p in board.trend if p.tally.greening_rate is not None}
    assert any(trend <= set(numbers) for numbers in told.values())
    bars = next(text for text in charts.values() if "màu theo ô xấu nhất" in text)
    names = re.findall(r"<c:tx>.*?<c:v>(.*?)</c:v>", bars)
    assert names[-len(JUDGED) :] == [WORDS[each] for each in JUDGED]
    assert '<c:overlap val="100"/>' in bars
    marked = [text for text in charts.values() if 'symbol val="dash"' in text]
    assert len(marked) == 1  # what was due, beside the bars of one indicator
    assert "<c:lineChart>" in marked[0]
    assert "<c:barChart>" in marked[0]


def test_words_and_evidence_stand_red_first(board: Snapshot, book: Workbook) -> None:
    sheet = book["Giải trình"]
    told = [row[0].value for row in sheet.iter_rows(min_row=FIRST) if row[0].value]
    order = [SYMBOLS["red"], SYMBOLS["missing"], SYMBOLS["amber"]]
    ranks = [order.index(each[0]) if each[0] in order else 1 for each in told]
    assert ranks == sorted(ranks)  # what waits stands with what is missing: so it counts
    tally = board.tally
    assert len(told) == tally.red + tally.missing + tally.amber
    assert sum("chờ duyệt" in each for each in told) == tally.provisional


def test_a_sheet_loads_again_as_what_units_reported(
    board: Snapshot,
    office: Workspace,
    content: bytes,
    tmp_path: Path,
) -> None:
    loaded(board, office.catalogue, content, tmp_path)


def loaded(board: Snapshot, catalogue: Catalogue, content: bytes, folder: Path) -> None:
    """Read an exported workbook as intake does: every own figure, nothing else, no word of it.

    The seeded figures are drawn by lot, and keep no relation between indicators.
    """
    path = folder / "bang.xlsx"
    path.write_bytes(content)
    reading = check_file(path, replace(catalogue, relations=()))
    assert reading.layout == "long"
    assert [str(each) for each in reading.problems] == []
    sent = {
        (row.cell.unit, row.cell.indicator): (
            row.cell.period, row.cell.numerator, row.cell.denominator, row.cell.value,
        )
        for row in board.own_rows
        if row.cell.value is not None or row.cell.denominator == 0
    }  # fmt: skip
    read = {
        (row.unit, row.indicator): (row.period, row.numerator, row.denominator, row.value)
        for row in reading.rows
    }
    assert read == sent
    assert len(sent) > 20


def test_a_rate_below_one_percent_without_counts_is_not_doubted(
    board: Snapshot,
    office: Workspace,
    tmp_path: Path,
) -> None:
    changed = next(
        row
        for row in board.own_rows
        if board.indicator[row.cell.indicator].formula == "ratio" and row.cell.value
    )
    cell = replace(changed.cell, value=0.9, numerator=None, denominator=None)
    rows = tuple(replace(r, cell=cell) if r is changed else r for r in board.rows)
    small = replace(board, rows=rows)
    content = write("xlsx", small)
    assert opened(content)["Số liệu"].cell(FIRST + small.own_rows.index(
        small.by_key[changed.key]), VALUE).value == pytest.approx(0.009)  # fmt: skip
    loaded(small, office.catalogue, content, tmp_path)


@pytest.fixture(scope="module")
def after(
    board: Snapshot, content: bytes, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Workbook]:
    """The workbook worked out by LibreOffice: as it is, and with one red figure made good."""
    edited = opened(content, results=False)
    place, row = red_of(board)
    edited["Số liệu"].cell(place, VALUE).value = row.cell.goal
    counted = opened(content, results=False)
    place, row = counted_of(board)
    counted["Số liệu"].cell(place, VALUE - 2).value = row.cell.denominator
    books = {"as-is": opened(content, results=False), "edited": edited, "counted": counted}
    return recalculated(books, tmp_path_factory.mktemp("lo"))


def red_of(board: Snapshot) -> tuple[int, Any]:
    """Return a red cell that units report, and its row in the data sheet."""
    return next(
        (place, row)
        for place, row in enumerate(board.own_rows, start=FIRST)
        if row.cell.status == "red" and row.cell.operator == ">="
    )


def counted_of(board: Snapshot) -> tuple[int, Row]:
    """Return a red rate of two counts that is part of a roll-up, and its row in the data sheet."""
    sums = {row.cell.indicator for row in board.rows if row.cell.is_rolled_up}
    return next(
        (place, row)
        for place, row in enumerate(board.own_rows, start=FIRST)
        if row.cell.counted == "red" and row.cell.numerator is not None
        if row.cell.indicator in sums and board.indicator[row.cell.indicator].scale == 100
    )


def test_the_formulas_judge_as_the_store_did(board: Snapshot, after: dict[str, Workbook]) -> None:
    symbols = after["as-is"]["_bangxanh-ve"]
    rows = {unit.code: row for row, unit in enumerate(board.units, start=6)}
    columns = {each.code: column for column, each in enumerate(board.indicators, start=3)}
    for cell in (each.cell for each in board.rows):
        found = symbols.cell(rows[cell.unit], columns[cell.indicator]).value
        waits = cell.is_provisional
        counts_as = SYMBOLS[cell.counted] if waits else ""
        assert found == SYMBOLS[mark(cell.status, waits=waits)] + counts_as, cell
    assert any(each.cell.is_provisional for each in board.rows)
    sheet = after["as-is"]["Bảng"]
    assert sheet["B6"].value == pytest.approx(board.tally.greening_rate)
    assert sheet["A3"].value.startswith(f"Tỷ lệ xanh hóa: {tracing.rate(board).text}, ")


def test_another_program_works_out_what_stands_there(
    book: Workbook, after: dict[str, Workbook]
) -> None:
    for sheet in book.worksheets:
        for line in sheet.iter_rows():
            for cell in line:
                found = after["as-is"][sheet.title][cell.coordinate].value
                same = pytest.approx(cell.value) if isinstance(cell.value, float) else cell.value
                assert found == same or (found or "") == (cell.value or ""), (sheet.title, cell)


def test_colours_follow_an_edited_figure(board: Snapshot, after: dict[str, Workbook]) -> None:
    place, _ = red_of(board)
    assert after["edited"]["Số liệu"].cell(place, STATUS).value == "● đạt"

    def count(name: str, symbol: str) -> int:
        sheet = after[name]["_bangxanh-ve"]
        area = sheet.iter_rows(min_row=6, max_row=5 + len(board.units), min_col=3,
                               max_col=2 + len(board.indicators), values_only=True)  # fmt: skip
        return sum(cell == symbol for line in area for cell in line)

    assert count("edited", "●") == count("as-is", "●") + 1
    assert count("edited", "■") == count("as-is", "■") - 1


def test_an_edited_count_reaches_the_total_the_headline_and_the_sums(
    board: Snapshot, after: dict[str, Workbook]
) -> None:
    place, row = counted_of(board)
    book, code = after["counted"], row.cell.indicator
    line = book["Số liệu"][place]
    assert (line[VALUE - 1].value, line[STATUS - 1].value) == (100, "● đạt")
    tally = board.tally
    rate = 100 * (tally.green + 1) / tally.judged
    assert book["Bảng"]["B6"].value == pytest.approx(rate)
    told = f"{format_number(rate, 1, keep_zeros=True)} %, {tally.green + 1} trong {tally.judged} "
    assert told in book["Bảng"]["A3"].value
    more = (row.cell.denominator or 0) - (row.cell.numerator or 0)
    sums = {each["Mã chỉ tiêu"]: each for each in rows_of(book, "Cộng dồn")}
    whole = board.by_key[HOME, code].cell
    assert sums[code]["Tử số"] == (whole.numerator or 0) + more
    assert sums[code]["Thực hiện"] == pytest.approx(
        100 * ((whole.numerator or 0) + more) / (whole.denominator or 1)
    )
    column = 3 + [each.code for each in board.indicators].index(code)
    assert book["Bảng"].cell(6, column).value == sums[code]["Thực hiện"]


def test_an_edited_workbook_still_loads_again(
    board: Snapshot, office: Workspace, after: dict[str, Workbook], tmp_path: Path
) -> None:
    _, row = counted_of(board)
    after["counted"].save(tmp_path / "sua.xlsx")
    reading = check_file(tmp_path / "sua.xlsx", replace(office.catalogue, relations=()))
    assert not [each for each in reading.problems if each.severity == "error"]
    read = {(each.unit, each.indicator): each for each in reading.rows}
    assert (read[row.key].numerator, read[row.key].value) == (row.cell.denominator, 100)


def test_a_sum_that_stands_still_is_slanted(board: Snapshot, content: bytes) -> None:
    sheet = opened(content, results=False)["Cộng dồn"]
    cells = {line[14].value: line[VALUE - 1] for line in sheet.iter_rows(min_row=FIRST)}
    still = {code for code, cell in cells.items() if isinstance(cell.value, float | int)}
    in_percent = {  # kept as Excel's percentages, they do not add up with the others
        row.cell.indicator
        for row in board.own_rows
        if is_in_percent(row.cell, board.indicator[row.cell.indicator])
    }
    assert still == in_percent & set(cells)
    assert len(cells) - len(still) > 10
    assert all(cell.font.i == (code in still) for code, cell in cells.items())
    assert "Tính lại khi sửa trang Số liệu; số chữ nghiêng đứng yên" in sheet["A1"].value


def test_units_further_down_the_tree_leave_the_total_as_it_is(board: Snapshot) -> None:
    deeper = replace(board, tally=replace(board.tally, red=board.tally.red + 3))
    book = opened(write("xlsx", deeper), results=False)
    notes = " ".join(str(row[0].value) for row in book["Thuyết minh"].iter_rows())
    assert "những đơn vị không có trên bảng này nên không đổi" in notes
    assert opened(write("xlsx", deeper))["Bảng"]["B6"].value == deeper.tally.greening_rate


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@a", "\tx", "=cmd|' /C calc'!A0"])
def test_a_name_is_never_a_formula(board: Snapshot, text: str) -> None:
    renamed = replace(board, units=tuple(replace(each, name=text) for each in board.units))
    book = opened(write("xlsx", renamed), results=False)
    for sheet, place in (
        ("Bảng", "A6"),
        ("Số liệu", "A4"),
        ("Xu hướng", "A5"),
        ("Giải trình", "B4"),
    ):
        cell = book[sheet][place]
        assert cell.data_type == "s", sheet
        assert cell.value in {text, text.strip("\t")}


def test_a_longer_period_has_a_column_of_its_own(office: Workspace) -> None:
    quarter = gather(office, office.operator(), Wanted(HOME, "2026-Q3"))
    book = opened(write("xlsx", quarter))
    told = rows_of(book, "Số liệu")
    by_key = {(row["Mã đơn vị"], row["Mã chỉ tiêu"]): row["Cả kỳ"] for row in told}
    wholes = {r.key: r.whole.value if r.whole else None for r in quarter.own_rows}
    assert by_key == wholes
    assert any(value is not None for value in wholes.values())
    assert "màu và trạng thái của Tháng 09/2026" in book["Bảng"]["A2"].value
    notes = " ".join(str(row[0].value) for row in book["Thuyết minh"].iter_rows())
    assert "Cột Cả kỳ: số của Quý III/2026" in notes


def test_an_empty_board_is_still_a_workbook(board: Snapshot) -> None:
    bare = replace(board, units=board.units[:1], indicators=(), rows=(), plans=(), trend=())
    book = opened(write("xlsx", bare))
    assert book["Bảng"]["A3"].value
    assert "Không có ô nào" in book["Giải trình"]["A4"].value


def test_very_long_names_are_written_whole(board: Snapshot) -> None:
    name = "Phòng " + "có tên rất dài " * 8
    long = replace(board, units=tuple(replace(each, name=name, short="") for each in board.units))
    book = opened(write("xlsx", long))
    assert book["Bảng"]["A6"].value == name
    below = book["_bangxanh-ve"]["B6"].value
    assert len(below) <= 34
    assert below.endswith("…")


def test_it_stops_where_it_is_told_to(board: Snapshot) -> None:
    told: list[tuple[int, int]] = []

    def stop(done: int, total: int) -> None:
        told.append((done, total))
        if done == 3:
            raise Cancelled

    with pytest.raises(Cancelled):
        write("xlsx", board, progress=stop)
    assert [done for done, _ in told] == [0, 1, 2, 3]


def test_settings_are_not_asked(
    board: Snapshot, content: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BANGXANH_OFFICE", "Cơ quan khác")
    assert Settings().office == "Cơ quan khác"
    assert write("xlsx", Snapshot.read(board.kept())) == content


def test_what_waits_is_hollow_and_counted_by_no_rule_for_approved(
    board: Snapshot, book: Workbook
) -> None:
    sheet = book["Bảng"]
    rules = [rule for area in sheet.conditional_formatting for rule in area.rules]
    asked = {rule.formula[0][-2]: rule.dxf for rule in rules}
    assert all("LEFT(" in rule.formula[0] for rule in rules)
    for each in HOLLOW:
        look = asked[SYMBOLS[each]]
        assert look.fill.bgColor.rgb[-6:] == "FFFFFF"
        assert look.font.color.rgb[-6:] == COLOURS[each][1][1:]
        assert look.border.left.style == "dashed"
    waits = [row for row in board.rows if row.cell.is_provisional]
    place = 6 + [each.code for each in board.units].index(waits[0].cell.unit)
    told = [cell.value for cell in sheet[place]]
    assert f"{len(waits)} số liệu" in told
    assert "Chờ duyệt, chưa tính" in [cell.value for cell in sheet[5]]
    assert "chờ duyệt, chưa tính" in sheet["A4"].value
    counted = replace(
        board,
        head=replace(board.head, counts_waiting=True),
        rows=tuple(replace(r, cell=replace(r.cell, counted=r.cell.status)) for r in board.rows),
    )
    again = opened(write("xlsx", counted))
    assert "chờ duyệt" not in again["Bảng"]["A4"].value
    assert "Chờ duyệt, đã tính" in [cell.value for cell in again["Bảng"][5]]
    assert "chờ duyệt" in str(rows_of(again, "Số liệu"))
