"""The board to take along: a workbook whose colours live on, and CSV that stays inert."""

from __future__ import annotations

import csv
import io
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import load_workbook

from indicators import board as boards
from indicators.board.view import Board
from indicators.export import EXPORTS
from indicators.export.rows import SYMBOLS, inert
from indicators.workspace import Workspace, open_workspace
from tests.pages.seeding import HOME, MONTHS, settings_for

STATUS_COLUMN = 11


@pytest.fixture
def office(seeded_file: Path, tmp_path: Path) -> Iterator[Workspace]:
    shutil.copy(seeded_file, tmp_path / "b.duckdb")
    workspace = open_workspace(settings_for(tmp_path / "b.duckdb"))
    yield workspace
    workspace.close()


@pytest.fixture
def board(office: Workspace) -> Board:
    return boards.board(office, office.operator(), period=MONTHS[-1], unit=HOME)


def recalculated(path: Path, folder: Path) -> Path:
    """Let LibreOffice work every formula out anew: saved again, the file holds no results."""
    load_workbook(path).save(path)
    office = shutil.which("soffice")
    if office is None:
        pytest.fail("LibreOffice is not installed: `apt-get install libreoffice-calc`")
    out = folder / "out"
    subprocess.run(
        [office, f"-env:UserInstallation=file://{folder}/profile", "--headless",
         "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(out), str(path)],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    return out / path.name


def test_the_same_board_gives_the_same_bytes(office: Workspace, board: Board) -> None:
    for export in EXPORTS.values():
        assert export.write(office, office.operator(), board) == export.write(
            office, office.operator(), board
        )


def test_every_figure_of_the_board_is_in_the_workbook(office: Workspace, board: Board) -> None:
    book = load_workbook(
        io.BytesIO(EXPORTS["xlsx"].write(office, office.operator(), board)), data_only=True
    )
    rows = list(book["Số liệu"].iter_rows(min_row=2, values_only=True))
    assert len(rows) == len(board.cells)
    cells = [
        cell
        for unit in board.units
        for each in board.indicators
        if (cell := board.cells.get((unit.code, each.code)))
    ]
    for row, cell in zip(rows, cells, strict=True):
        assert row[5] == (None if cell.value is None else pytest.approx(cell.value))
        assert row[STATUS_COLUMN - 1].startswith(SYMBOLS[cell.status])
    sheet = book["Bảng"]
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet["A4"].value == "Số liệu mẫu, không có thật"


def test_colours_follow_an_edited_figure(office: Workspace, board: Board, tmp_path: Path) -> None:
    path = tmp_path / "bang.xlsx"
    path.write_bytes(EXPORTS["xlsx"].write(office, office.operator(), board))
    red = next(c for c in board.cells.values() if c.status == "red" and c.operator == ">=")
    names = {each.code: each.name for each in board.units}
    whats = {each.code: each.name for each in board.indicators}
    book = load_workbook(path)
    place = next(
        row
        for row in range(2, book["Số liệu"].max_row + 1)
        if book["Số liệu"].cell(row, 1).value == names[red.unit]
        and book["Số liệu"].cell(row, 2).value == whats[red.indicator]
    )
    book["Số liệu"].cell(place, 6).value = red.goal
    book.save(path)
    after = load_workbook(recalculated(path, tmp_path), data_only=True)
    assert after["Số liệu"].cell(place, STATUS_COLUMN).value == "● đạt"
    codes = [cell for row in after["Mã"].iter_rows(values_only=True) for cell in row]
    before = [symbol for cell in board.cells.values() for symbol in SYMBOLS[cell.status]]
    assert codes.count("●") == before.count("●") + 1
    assert codes.count("■") == before.count("■") - 1


def test_the_formulas_judge_as_the_store_did(
    office: Workspace, board: Board, tmp_path: Path
) -> None:
    path = tmp_path / "bang.xlsx"
    path.write_bytes(EXPORTS["xlsx"].write(office, office.operator(), board))
    after = load_workbook(recalculated(path, tmp_path), data_only=True)
    rows = {unit.code: row for row, unit in enumerate(board.units, start=6)}
    columns = {each.code: column for column, each in enumerate(board.indicators, start=3)}
    for (unit, indicator), cell in board.cells.items():
        found = after["Mã"].cell(rows[unit], columns[indicator]).value
        assert found == SYMBOLS[cell.status], (unit, indicator, cell)


def test_csv_opens_in_vietnamese_excel(office: Workspace, board: Board) -> None:
    data = EXPORTS["csv"].write(office, office.operator(), board)
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig")), delimiter=";"))
    assert len(rows) == len(board.cells)
    told = {row["Thực hiện"] for row in rows}
    assert any("," in value for value in told)
    assert not any("." in value for value in told)


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@a", "\tx", "=cmd|' /C calc'!A0"])
def test_a_name_is_never_a_formula(office: Workspace, board: Board, text: str) -> None:
    assert inert(text).startswith("'")
    renamed = replace(board, units=tuple(replace(each, name=text) for each in board.units))
    assert f";{text};" not in EXPORTS["csv"].write(office, office.operator(), renamed).decode(
        "utf-8-sig"
    )
    book = load_workbook(io.BytesIO(EXPORTS["xlsx"].write(office, office.operator(), renamed)))
    cell = book["Bảng"].cell(6, 1)
    assert cell.data_type == "s"
    assert cell.value == text.strip("\t") or cell.value == text


def test_the_registry_loads_no_library() -> None:
    code = "import sys, indicators.export; print('xlsxwriter' in sys.modules)"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    assert told.stdout.strip() == "False"
