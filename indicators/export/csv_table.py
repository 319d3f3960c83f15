"""The board as CSV: one row a cell, as Excel in Vietnamese opens it.

UTF-8 with its mark, semicolons between fields and a comma in numbers: opened by a double click it
needs no import dialogue. Texts that look like formulas are made inert.
"""

from __future__ import annotations

import csv
from io import StringIO

from indicators.export.inert import inert
from indicators.export.model import Options, Progress
from indicators.export.palette import SAMPLE, WORDS
from indicators.export.snapshot import Row, Snapshot

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


def write(snapshot: Snapshot, options: Options, progress: Progress) -> bytes:  # noqa: ARG001 - a writer
    """Return the file's bytes."""
    text = StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(HEAD)
    notes = (snapshot.head.as_known, SAMPLE if snapshot.head.is_sample else "")
    note = "; ".join(each for each in notes if each)
    for row in snapshot.rows:
        writer.writerow(_fields(snapshot, row, note))
    return text.getvalue().encode("utf-8-sig")


def _fields(snapshot: Snapshot, row: Row, note: str) -> list[str]:
    cell, indicator = row.cell, snapshot.indicator[row.cell.indicator]
    plan = snapshot.plan.get(indicator.plan)
    return [
        inert(snapshot.unit[cell.unit].name),
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
        inert(plan.number if plan else ""),
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
