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

from indicators.export import EXPORTS, Wanted, gather, write
from indicators.export.inert import inert
from indicators.export.palette import SYMBOLS
from indicators.export.snapshot import Snapshot
from indicators.workspace import Workspace, open_workspace
from tests.pages.seeding import HOME, MONTHS, settings_for

STATUS_COLUMN = 11


@pytest.fixture(scope="module")
def office(seeded_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    copied = tmp_path_factory.mktemp("bang") / "b.duckdb"
    shutil.copy(seeded_file, copied)
    workspace = open_workspace(settings_for(copied))
    yield workspace
    workspace.close()


@pytest.fixture(scope="module")
def board(office: Workspace) -> Snapshot:
    return gather(office, office.operator(), Wanted(HOME, MONTHS[-1]))


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


@pytest.mark.parametrize("kind", EXPORTS)
def test_the_same_snapshot_gives_the_same_bytes(board: Snapshot, kind: str) -> None:
    kept = Snapshot.read(board.kept())
    assert write(kind, board) == write(kind, kept)


def test_every_figure_of_the_board_is_in_the_workbook(board: Snapshot) -> None:
    book = load_workbook(io.BytesIO(write("xlsx", board)), data_only=True)
    rows = list(book["Số liệu"].iter_rows(min_row=2, values_only=True))
    assert len(rows) == len(board.rows)
    for row, cell in zip(rows, (each.cell for each in board.rows), strict=True):
        assert row[5] == (None if cell.value is None else pytest.approx(cell.value))
        assert row[STATUS_COLUMN - 1].startswith(SYMBOLS[cell.status])
    sheet = book["Bảng"]
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet["A4"].value == "Số liệu mẫu, không có thật"


def test_colours_follow_an_edited_figure(board: Snapshot, tmp_path: Path) -> None:
    path = tmp_path / "bang.xlsx"
    path.write_bytes(write("xlsx", board))
    cells = [each.cell for each in board.rows]
    red = next(c for c in cells if c.status == "red" and c.operator == ">=")
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
    before = [symbol for cell in cells for symbol in SYMBOLS[cell.status]]
    assert codes.count("●") == before.count("●") + 1
    assert codes.count("■") == before.count("■") - 1


def test_the_formulas_judge_as_the_store_did(board: Snapshot, tmp_path: Path) -> None:
    path = tmp_path / "bang.xlsx"
    path.write_bytes(write("xlsx", board))
    after = load_workbook(recalculated(path, tmp_path), data_only=True)
    rows = {unit.code: row for row, unit in enumerate(board.units, start=6)}
    columns = {each.code: column for column, each in enumerate(board.indicators, start=3)}
    for cell in (each.cell for each in board.rows):
        found = after["Mã"].cell(rows[cell.unit], columns[cell.indicator]).value
        assert found == SYMBOLS[cell.status], cell


def test_csv_opens_in_vietnamese_excel(board: Snapshot) -> None:
    data = write("csv", board)
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig")), delimiter=";"))
    assert len(rows) == len(board.rows)
    told = {row["Thực hiện"] for row in rows}
    assert any("," in value for value in told)
    assert not any("." in value for value in told)


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@a", "\tx", "=cmd|' /C calc'!A0"])
def test_a_name_is_never_a_formula(board: Snapshot, text: str) -> None:
    assert inert(text).startswith("'")
    renamed = replace(board, units=tuple(replace(each, name=text) for each in board.units))
    assert f";{text};" not in write("csv", renamed).decode("utf-8-sig")
    book = load_workbook(io.BytesIO(write("xlsx", renamed)))
    cell = book["Bảng"].cell(6, 1)
    assert cell.data_type == "s"
    assert cell.value == text.strip("\t") or cell.value == text


def test_the_registry_loads_no_library() -> None:
    code = "import sys, indicators.export; print('xlsxwriter' in sys.modules)"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    assert told.stdout.strip() == "False"
