"""The report to the central system as a workbook: figures, evidence, and what has no code there."""

from __future__ import annotations

from collections.abc import Iterable

from xlsxwriter.worksheet import Worksheet

from indicators.central.contents import field_of
from indicators.central.form import CentralForm, Column
from indicators.central.reading import OURS, read_form
from indicators.central.report import CentralReport, Line, asked_of, report
from indicators.export.columns import Value
from indicators.export.inert import plain
from indicators.export.model import Options, Progress
from indicators.export.palette import SAMPLE
from indicators.export.snapshot import Head, Row, Snapshot
from indicators.export.xlsx.book import Book, decimals_in, height_of, number_format
from indicators.numbers import format_number

UNCODED = "Chưa có mã"
_WIDTHS = (26, 34, 90)


def write(snapshot: Snapshot, options: Options, progress: Progress) -> bytes:
    """Return the workbook's bytes."""
    form = options.mapping or read_form(OURS)
    found = report(snapshot, form)
    book = Book(snapshot)
    lists = (
        (form.sheet, form.columns, found.lines),
        (form.evidence_sheet, form.evidence_columns, found.proofs),
    )
    for done, (name, columns, lines) in enumerate(lists):
        progress(done, len(lists) + 1)
        sheet = book.book.add_worksheet(name)
        _list(book, sheet, snapshot, form, (asked_of(columns, snapshot.head), lines))
    progress(len(lists), len(lists) + 1)
    taken = {form.sheet.casefold(), form.evidence_sheet.casefold()}
    _missing(book, UNCODED if UNCODED.casefold() not in taken else f"{UNCODED} 2", snapshot, found)
    progress(len(lists) + 1, len(lists) + 1)
    return book.written()


def _list(
    book: Book,
    sheet: Worksheet,
    snapshot: Snapshot,
    form: CentralForm,
    asked: tuple[tuple[Column, ...], tuple[Line, ...]],
) -> None:
    """Write one of the two lists: its head in the row the form says, a line below another."""
    columns, lines = asked
    head_row = form.header_row - 1
    _titles(book, sheet, snapshot, form, len(columns))
    for place, column in enumerate(columns):
        sheet.write_string(head_row, place, plain(column.head), book.top)
        sheet.set_column(place, place, column.width)
    for down, line in enumerate(lines, start=head_row + 1):
        values = [field_of(snapshot, form, line, column) for column in columns]
        for place, (column, value) in enumerate(zip(columns, values, strict=True)):
            _put(book, sheet, (down, place), column, value)
        told = zip(values, columns, strict=True)
        texts = [(each, column.width) for each, column in told if isinstance(each, str)]
        sheet.set_row(down, height_of(texts))
    last = (head_row + max(len(lines), 1), max(len(columns), 1) - 1)
    sheet.freeze_panes(head_row + 1, 0)
    book.page(sheet, head_row=head_row, last=last, is_view=False)


def _put(book: Book, sheet: Worksheet, at: tuple[int, int], column: Column, value: Value) -> None:
    look = book.wrapped
    if isinstance(value, float | int):
        shown = column.decimals
        if shown is None:
            shown = decimals_in(format_number(value))
        look = book.look(num_format=number_format(shown), valign="top")
    book.put(sheet, *at, value, look)


def _titles(
    book: Book, sheet: Worksheet, snapshot: Snapshot, form: CentralForm, count: int
) -> None:
    """Write what stands above the head, as far as the form leaves rows for it."""
    head = snapshot.head
    told = [
        (form.title, book.title),
        (SAMPLE if head.is_sample else "", book.warning),
        (_about(head) if form.title else head.as_known, book.soft),
    ]
    kept = [each for each in told if each[0]]
    for row, (text, look) in enumerate(kept[: form.header_row - 1]):
        sheet.write_string(row, 0, plain(text), look)
    if head.is_sample and form.header_row <= 1 + bool(form.title):
        sheet.write_string(form.header_row - 1, count, SAMPLE, book.warning)


def _about(head: Head) -> str:
    """Return whose report it is, of which period and month, as known when."""
    colours = f"trạng thái xét theo {head.month_label.lower()}"
    told = [f"{head.unit_name}, {head.period_label}", colours if head.period != head.month else ""]
    return "; ".join(each for each in (*told, head.as_known) if each)


def _missing(book: Book, name: str, snapshot: Snapshot, found: CentralReport) -> None:
    """Write what has no code of the central system, waits for approval or has no figure."""
    sheet = book.book.add_worksheet(name)
    book.heading(sheet, "Chưa có mã trung ương, chưa duyệt, chưa có số")
    for column, (head, width) in enumerate(zip(("Việc", "Mã ở đây", "Tên"), _WIDTHS, strict=True)):
        sheet.write_string(2, column, head, book.top)
        sheet.set_column(column, column, width)
    told = list(_told(snapshot, found))
    for row, texts in enumerate(told, start=3):
        for column, text in enumerate(texts):
            book.put(sheet, row, column, text, book.wrapped)
        sheet.set_row(row, height_of(list(zip(texts, _WIDTHS, strict=True))))
    if not told:
        sheet.write_string(3, 0, "Mọi chỉ tiêu, đơn vị đều có mã, mọi số liệu đã duyệt.")
    sheet.freeze_panes(3, 0)
    book.page(sheet, head_row=2, last=(3 + len(told), len(_WIDTHS) - 1))


def _told(snapshot: Snapshot, found: CentralReport) -> Iterable[tuple[str, str, str]]:
    for each in found.uncoded_indicators:
        yield "Chỉ tiêu chưa có mã", each.code, each.name
    for unit in found.uncoded_units:
        yield "Đơn vị chưa có mã", unit.code, unit.name
    for row in found.waiting:
        yield "Chờ duyệt, không báo cáo", *_named(snapshot, row)
    for row in found.lacking:
        yield "Chưa có số liệu", *_named(snapshot, row)


def _named(snapshot: Snapshot, row: Row) -> tuple[str, str]:
    unit, indicator = snapshot.unit[row.cell.unit], snapshot.indicator[row.cell.indicator]
    return f"{unit.code}/{indicator.code}", f"{unit.name}: {indicator.name}, {row.cell.period}"
