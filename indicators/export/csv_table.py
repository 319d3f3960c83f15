"""The board as CSV: one row a cell, as Excel in Vietnamese opens it.

UTF-8 with its mark, semicolons between fields and a comma in numbers: opened by a double click it
needs no import dialogue. Texts that look like formulas are made inert.
"""

from __future__ import annotations

import csv
from io import StringIO

from indicators.export.columns import READ, Value
from indicators.export.inert import inert
from indicators.export.model import Options, Progress
from indicators.export.palette import SAMPLE
from indicators.export.snapshot import Snapshot

# Head and what stands below it; behind them come the columns of what is said of all rows.
_COLUMNS = {
    "Đơn vị": "unit",
    "Mã đơn vị": "unit_code",
    "Chỉ tiêu": "indicator",
    "Mã chỉ tiêu": "indicator_code",
    "Kỳ": "period",
    "Tử số": "numerator",
    "Mẫu số": "denominator",
    "Thực hiện": "value",
    "Đơn vị tính": "measure",
    "So sánh": "operator",
    "Phải đạt": "goal",
    "Cận trên": "upper",
    "Trạng thái": "status",
    "Ghi chú": "marks",
    "Mục": "clause",
    "Văn bản": "plan",
    "Tệp": "file",
    "Trang tính": "sheet",
    "Ô": "cell",
    "Người duyệt": "approved",
    "Cả kỳ": "whole",
    "Nguyên nhân": "cause",
    "Giải pháp": "remedy",
    "Hạn khắc phục": "remedy_due",
    "Câu hỏi chưa trả lời": "asked",
    "Tài liệu minh chứng": "evidence",
}
_OF_ALL = {"Số liệu lúc": "known_at", "Phiên bản dữ liệu": "version"}
HEAD = (*_COLUMNS, "Lưu ý", *_OF_ALL)


def write(snapshot: Snapshot, options: Options, progress: Progress) -> bytes:  # noqa: ARG001 - a writer
    """Return the file's bytes."""
    progress(0, 1)
    text = StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(HEAD)
    notes = (snapshot.head.as_known, SAMPLE if snapshot.head.is_sample else "")
    note = "; ".join(each for each in notes if each)
    for row in snapshot.rows:
        fields = [_field(READ[name](snapshot, row)) for name in _COLUMNS.values()]
        moment = [_field(READ[name](snapshot, row)) for name in _OF_ALL.values()]
        writer.writerow([*fields, note, *moment])
    progress(1, 1)
    return text.getvalue().encode("utf-8-sig")


def _field(value: Value) -> str:
    return inert(value) if isinstance(value, str) else number(value)


def number(value: float | None, decimal: str = ",") -> str:
    """Return every digit that tells the number apart, with a decimal sign and no grouping."""
    if value is None:
        return ""
    return (f"{value:.0f}" if value == int(value) else repr(value)).replace(".", decimal)
