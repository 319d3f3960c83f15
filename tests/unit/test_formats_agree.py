"""One board in every format, read back: the same figures to the digit, in files that are valid.

Every figure of this board is another one, so that what a file says can only be that cell's.
Source: ECMA-376, as openxml-audit has its schemas; EXPORTS.md.
"""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from pathlib import Path

import docx
import pytest
from docx.document import Document as DocxDocument
from openpyxl import load_workbook
from openxml_audit import FileFormat, OpenXmlValidator
from pptx import Presentation

from indicators.export import Snapshot, tracing, write
from indicators.export.snapshot import Row
from indicators.numbers import format_number
from tests import drawn, snapshots
from tests.exported import opened

# XlsxWriter's own extension of a chart, as Excel 365 writes it: newer than the schemas.
NEWER = "dataDisplayOptions16"
Place = tuple[str, str]


def distinct() -> Snapshot:
    """Return a board on which no two figures are the same, nor two counts."""
    board = snapshots.snapshot(4, 5)
    told = [row for row in board.rows if row.cell.value is not None]
    assert len(told) > 20
    numbers = {id(row): number for number, row in enumerate(told, start=1)}
    return replace(
        board,
        rows=tuple(_other(board, row, numbers.get(id(row))) for row in board.rows),
    )


def _other(board: Snapshot, row: Row, number: int | None) -> Row:
    formula = board.indicator[row.cell.indicator].formula
    if number is None or formula == "yes_no":
        return row
    if formula == "count":
        return replace(row, cell=replace(row.cell, value=1000.0 + number))
    up, down = 5000.0 + 37 * number, 10_000.0
    return replace(
        row, cell=replace(row.cell, numerator=up, denominator=down, value=100 * up / down)
    )


@pytest.fixture(scope="module")
def board() -> Snapshot:
    return distinct()


@pytest.fixture(scope="module")
def expected(board: Snapshot) -> dict[Place, str]:
    found = {
        row.key: tracing.value(board, row).text
        for row in board.rows
        if row.cell.value is not None and board.indicator[row.cell.indicator].formula != "yes_no"
    }
    assert len(set(found.values())) == len(found)
    return found


def figures(board: Snapshot) -> dict[Place, tuple[float | None, float | None, float | None]]:
    return {
        row.key: (row.cell.numerator, row.cell.denominator, row.cell.value) for row in board.rows
    }


def number(text: str) -> float | None:
    return float(text.replace(",", ".")) if text else None


def test_csv_has_every_figure_unrounded(board: Snapshot) -> None:
    rows = csv.DictReader(io.StringIO(write("csv", board).decode("utf-8-sig")), delimiter=";")
    assert {
        (row["Mã đơn vị"], row["Mã chỉ tiêu"]): (
            number(row["Tử số"]), number(row["Mẫu số"]), number(row["Thực hiện"]),
        )
        for row in rows
    } == figures(board)  # fmt: skip


def test_the_workbook_has_every_figure_unrounded(board: Snapshot) -> None:
    book, found = opened(write("xlsx", board)), {}
    units = {unit.name: unit.code for unit in board.units}
    indicators = {each.name: each.code for each in board.indicators}
    for name in ("Số liệu", "Cộng dồn"):
        lines = book[name].iter_rows(values_only=True)
        heads = next(line for line in lines if "Tử số" in line)
        columns = [heads.index(each) for each in ("Tử số", "Mẫu số", "Thực hiện")]
        for line in lines:
            if line[0] in units:
                key = (units[line[0]], indicators[line[1]])
                found[key] = tuple(_figure(line[place]) for place in columns)
    assert found == figures(board)


def _figure(value: object) -> object:
    return {"Có": 1.0, "Không": 0.0}.get(value, value) if isinstance(value, str) else value


def test_the_report_has_every_figure_in_its_units_rows(
    board: Snapshot, expected: dict[Place, str]
) -> None:
    found = _annexed(board, docx.Document(io.BytesIO(write("docx", board))))
    assert {key: told[2] for key, told in found.items() if key in expected} == expected
    for key, (up, down, _) in found.items():
        told = [format_number(each) for each in figures(board)[key][:2] if each is not None]
        assert [each for each in (up, down) if each] == told


def _annexed(board: Snapshot, document: DocxDocument) -> dict[Place, tuple[str, ...]]:
    """Return counts and figure of each row of the annex, by unit and indicator."""
    units = {unit.name: unit.code for unit in board.units}
    indicators = {each.name: each.code for each in board.indicators}
    (annex,) = (t for t in document.tables if "Tử số" in [c.text for c in t.rows[0].cells])
    found, unit = {}, ""
    for row in annex.rows[1:]:
        texts = [cell.text.replace("\xa0", " ") for cell in row.cells]
        unit = units.get(texts[0].partition(":")[0], unit)
        if texts[1] in indicators:
            found[unit, indicators[texts[1]]] = tuple(texts[3:6])
    return found


def test_the_deck_has_every_figure(board: Snapshot, expected: dict[Place, str]) -> None:
    deck = Presentation(io.BytesIO(write("pptx", board)))
    shapes = [shape for slide in deck.slides for shape in slide.shapes]
    shown = "\n".join(
        cell.text for s in shapes if s.has_table for row in s.table.rows for cell in row.cells
    )
    charted = {
        value for s in shapes if s.has_chart for one in s.chart.series for value in one.values
    }
    for key, text in expected.items():
        assert text in shown or board.by_key[key].cell.value in charted, (key, text)


def test_the_pages_have_every_figure(board: Snapshot, expected: dict[Place, str]) -> None:
    pages = "".join(drawn.page_texts(write("pdf", board)))
    for key, text in expected.items():
        whole = re.compile(rf"(?<![\d.,]){re.escape(drawn.bare(text))}")
        assert whole.search(pages), (key, text)


@pytest.mark.parametrize("kind", ["pptx", "docx", "xlsx", "central-xlsx"])
def test_office_files_are_valid_against_their_schemas(
    board: Snapshot, kind: str, tmp_path: Path
) -> None:
    file = tmp_path / f"tep.{kind.removeprefix('central-')}"
    file.write_bytes(write(kind, board))
    result = OpenXmlValidator(file_format=FileFormat.MICROSOFT_365).validate(file)
    faults = [str(each) for each in result.errors if NEWER not in each.path]
    assert faults == []


def test_the_validator_finds_a_fault(board: Snapshot, tmp_path: Path) -> None:
    book = load_workbook(io.BytesIO(write("central-xlsx", board)))
    file = tmp_path / "tep.xlsx"
    book.save(file)
    content = file.read_bytes()
    file.write_bytes(content[: len(content) // 2])
    assert not OpenXmlValidator().validate(file).is_valid
