"""The board as CSV: one row a cell, as Excel in Vietnamese opens it.

UTF-8 with its mark, semicolons between fields and a comma in numbers: opened by a double click it
needs no import dialogue. Texts that look like formulas are made inert.
"""

from __future__ import annotations

import csv
from io import StringIO

from indicators.access import Principal
from indicators.board.view import Board
from indicators.export.rows import SAMPLE, WORDS, Row, inert, known, rows_of
from indicators.workspace import Workspace

HEAD = (
    "Đơn vị",
    "Mã đơn vị",
    "Chỉ tiêu",
    "Mã chỉ tiêu",
    "Kỳ",
    "Tử số",
    "Mẫu số",
    "Thực hiện",
    "Đơn vị tính",
    "So sánh",
    "Phải đạt",
    "Cận trên",
    "Trạng thái",
    "Ghi chú",
    "Mục",
    "Văn bản",
    "Tệp",
    "Trang tính",
    "Ô",
    "Lưu ý",
)


def write(workspace: Workspace, who: Principal, board: Board) -> bytes:
    """Return the file's bytes."""
    text = StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(HEAD)
    notes = (known(board), SAMPLE if workspace.is_sample else "")
    note = "; ".join(each for each in notes if each)
    for row in rows_of(workspace, who, board):
        writer.writerow(_fields(row, note))
    return text.getvalue().encode("utf-8-sig")


def _fields(row: Row, note: str) -> list[str]:
    cell, indicator = row.cell, row.indicator
    return [
        inert(row.unit.name),
        cell.unit,
        inert(indicator.name),
        cell.indicator,
        cell.period,
        _number(cell.numerator),
        _number(cell.denominator),
        _number(cell.value),
        inert(indicator.unit_of_measure),
        cell.operator or "",
        _number(cell.goal),
        _number(cell.upper),
        WORDS[cell.status],
        row.marks,
        inert(indicator.clause),
        inert(row.plan.number if row.plan else ""),
        inert(row.source.file if row.source else ""),
        inert(cell.sheet),
        inert(cell.address),
        note,
    ]


def _number(value: float | None) -> str:
    """Return every digit that tells the number apart, with a comma."""
    if value is None:
        return ""
    return (f"{value:.0f}" if value == int(value) else repr(value)).replace(".", ",")
