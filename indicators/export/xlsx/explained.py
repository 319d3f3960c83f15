"""The sheet `Giải trình`: what is not green, red first, with its unit's words and its evidence.

Figures stand as texts here, exactly as every other format writes them.
"""

from __future__ import annotations

from xlsxwriter.worksheet import Worksheet

from indicators.board.view import STATUSES
from indicators.export import columns, tracing
from indicators.export.inert import plain
from indicators.export.palette import SYMBOLS, WORDS
from indicators.export.snapshot import Row, Snapshot
from indicators.export.xlsx import rules
from indicators.export.xlsx.book import TOP, Book, height_of
from indicators.export.xlsx.places import Places

_HEAD_ROW = TOP
_ASKED = frozenset({"red", "missing", "amber"})
_HEADS = (
    ("Trạng thái", 13), ("Đơn vị", 22), ("Chỉ tiêu", 34), ("Kỳ", 9), ("Thực hiện", 12),
    ("Phải đạt", 15), ("Nguyên nhân", 34), ("Giải pháp", 34), ("Hạn", 11), ("Minh chứng", 24),
    ("Nguồn số liệu", 28),
)  # fmt: skip
_UNANSWERED = "Chưa giải trình. Được hỏi: {question}"
_UNSAID = "Chưa có giải trình"


def rows_of(snapshot: Snapshot) -> list[Row]:
    """Return what units themselves owe a word about or have written about, the worst first."""
    own = [
        row
        for row in snapshot.own_rows
        if row.cell.counted in _ASKED or row.explanation is not None
    ]
    return sorted(own, key=lambda row: STATUSES.index(row.cell.counted))


def write(book: Book, sheet: Worksheet, places: Places) -> None:
    """Write a row for each cell that is not green, and for each that was explained."""
    snapshot = places.snapshot
    book.heading(sheet, f"Giải trình: {snapshot.head.unit_name}, {snapshot.head.period_label}")
    for column, (head, width) in enumerate(_HEADS):
        sheet.write_string(_HEAD_ROW, column, head, book.top)
        sheet.set_column(column, column, width)
    rows = rows_of(snapshot)
    for place, row in enumerate(rows, start=_HEAD_ROW + 1):
        texts = [plain(text) for text in _texts(snapshot, row)]
        line = {"bottom": 4, "bottom_color": "#D5DBE3", "valign": "top", "text_wrap": True}
        status = book.look(**{**line, **rules.looks_of(tracing.mark(snapshot, row))})
        for column, text in enumerate(texts):
            book.put(sheet, place, column, text, book.look(**line) if column else status)
        widths = [width for _, width in _HEADS]
        sheet.set_row(place, height_of(list(zip(texts, widths, strict=True))))
    if not rows:
        sheet.write_string(_HEAD_ROW + 1, 0, "Không có ô nào cận đạt, chưa đạt hay quá hạn.")
    last = _HEAD_ROW + max(len(rows), 1)
    sheet.freeze_panes(_HEAD_ROW + 1, 3)
    sheet.autofilter(_HEAD_ROW, 0, last, len(_HEADS) - 1)
    book.page(sheet, head_row=_HEAD_ROW, last=(last, len(_HEADS) - 1))


def _texts(snapshot: Snapshot, row: Row) -> tuple[str, ...]:
    cell, mark = row.cell, tracing.mark(snapshot, row)
    figure = tracing.value(snapshot, row).text
    marks = f" ({row.marks})" if row.marks else ""
    return (
        f"{SYMBOLS[mark]} {WORDS[mark]}",
        snapshot.unit[cell.unit].name,
        snapshot.indicator[cell.indicator].name,
        cell.period,
        f"{figure}{marks}".strip(),
        tracing.goal(snapshot, row).text,
        columns.cause(row) or _silence(row),
        columns.remedy(row),
        columns.remedy_due(row),
        columns.evidence(row),
        _source(row),
    )


def _silence(row: Row) -> str:
    asked = columns.asked(row)
    if asked:
        return _UNANSWERED.format(question=asked)
    return _UNSAID if row.cell.counted in {"red", "amber"} else ""


def _source(row: Row) -> str:
    """Return where the figure was read and who approved it."""
    if row.source is None:
        return ""
    cell, approved = row.cell, columns.approved(row)
    place = f"{row.source.file}, {cell.sheet or ''}!{cell.address or ''}".rstrip("!, ")
    return f"{place}; duyệt: {approved}" if approved else place
