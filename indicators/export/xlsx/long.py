"""The long sheets: `Số liệu`, what units report, and `Cộng dồn`, what is added up from it.

`Số liệu` loads again through our own intake as a long table (`indicators.intake.layout.long`):
codes of unit and indicator, period, counts and result in columns whose heads it knows. `Cộng dồn`
is marked as a view: nobody reports a sum.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from indicators.export.columns import READ
from indicators.export.palette import SYMBOLS, WORDS
from indicators.export.snapshot import Row
from indicators.export.xlsx import rules
from indicators.export.xlsx.book import DATA, SUMS, VI, Book, decimals_of, height_of, width_of
from indicators.export.xlsx.places import FIRST_ROW, HEAD_ROW, VALUE_COLUMN, Places
from indicators.export.xlsx.trends import sparks


@dataclass(frozen=True, slots=True)
class _Column:
    head: str
    width: float
    reads: str = ""  # a name in `columns.READ`; "" where something of its own is written


_PRINTED = (
    _Column("Đơn vị", 30, "unit"),
    _Column("Chỉ tiêu", 44, "indicator"),
    _Column("Kỳ", 9, "period"),
    _Column("Tử số", 10, "numerator"),
    _Column("Mẫu số", 10, "denominator"),
    _Column("Thực hiện", 11, "value"),
    _Column("ĐVT", 8, "measure"),
    _Column("So sánh", 8, "operator"),
    _Column("Phải đạt", 9, "goal"),
    _Column("Cận trên", 9, "upper"),
    _Column("Trạng thái", 22),
    _Column("Xu hướng", 16),
    _Column("Tình trạng số liệu", 18, "marks"),
)
_BEHIND = (
    _Column("Mã đơn vị", 18, "unit_code"),
    _Column("Mã chỉ tiêu", 16, "indicator_code"),
    _Column("Mục", 9, "clause"),
    _Column("Văn bản", 22, "plan"),
    _Column("Nguyên nhân", 40, "cause"),
    _Column("Giải pháp", 40, "remedy"),
    _Column("Hạn khắc phục", 12, "remedy_due"),
    _Column("Câu hỏi chưa trả lời", 30, "asked"),
    _Column("Tài liệu minh chứng", 34, "evidence"),
    _Column("Tệp", 34, "file"),
    _Column("Trang tính", 16, "sheet"),
    _Column("Ô", 7, "cell"),
    _Column("Người duyệt", 26, "approved"),
)
_WHOLE = _Column("Cả kỳ", 11, "whole")
_STATUS_COLUMN, _TREND_COLUMN = 10, 11
_NUMBERS = frozenset({"numerator", "denominator", "value", "goal", "upper", "whole"})
_WRAPPED = frozenset({"unit", "indicator", "marks"})


def write(book: Book, sheet: Worksheet, places: Places, *, is_data: bool) -> None:
    """Write one of the two sheets: what loads again, or the sums."""
    head = places.snapshot.head
    columns, printed = _columns(is_longer=head.period != head.month)
    rows = places.own if is_data else places.sums
    name = DATA if is_data else SUMS
    book.heading(sheet, f"{name}: {head.unit_name}, {head.period_label}")
    for column, each in enumerate(columns):
        sheet.write_string(HEAD_ROW, column, each.head, book.top)
        sheet.set_column(column, column, _width(each, rows, places))
    for place, row in enumerate(rows, start=FIRST_ROW):
        _write_row(book, sheet, place, columns, row, places)
    cells = (((place, _TREND_COLUMN), row) for place, row in enumerate(rows, start=FIRST_ROW))
    sparks(sheet, cells, places)
    last = FIRST_ROW + max(len(rows), 1) - 1
    sheet.freeze_panes(FIRST_ROW, 2)
    sheet.autofilter(HEAD_ROW, 0, last, len(columns) - 1)
    letter = xl_col_to_name(_STATUS_COLUMN)
    area = (FIRST_ROW, _STATUS_COLUMN, last, _STATUS_COLUMN)
    rules.colour(book, sheet, area, f"LEFT({letter}{FIRST_ROW + 1},1)", 0)
    book.page(sheet, head_row=HEAD_ROW, last=(last, printed - 1), is_view=not is_data)


def _columns(*, is_longer: bool) -> tuple[tuple[_Column, ...], int]:
    """Return the columns and how many of them are printed: the whole period's where it is longer.

    Columns behind the printed ones are read on the screen: on paper they would make all too small.
    """
    printed = (*_PRINTED, _WHOLE) if is_longer else _PRINTED
    return (*printed, *_BEHIND), len(printed)


def _width(column: _Column, rows: Iterable[Row], places: Places) -> float:
    """Return a column's width: that of its longest number where it holds numbers."""
    if column.reads not in _NUMBERS:
        return column.width
    read, of_text = READ[column.reads], column.reads == "value"
    told = ((read(places.snapshot, row), row) for row in rows)
    numbers = (
        (value, places.decimals(row) if of_text else decimals_of(value))
        for value, row in told
        if isinstance(value, float | int)
    )
    return width_of(numbers, column.width)


def _write_row(
    book: Book, sheet: Worksheet, place: int, columns: tuple[_Column, ...], row: Row, places: Places
) -> None:
    snapshot = places.snapshot
    for column, each in enumerate(columns):
        if each.reads == "value":
            _figure(book, sheet, place, row, places)
        elif each.reads:
            value = READ[each.reads](snapshot, row)
            look = book.wrapped if each.reads in _WRAPPED else _look(book, value)
            book.put(sheet, place, column, value, look)
    cell, indicator = row.cell, snapshot.indicator[row.cell.indicator]
    at = xl_rowcol_to_cell(place, VALUE_COLUMN)
    words = f"{SYMBOLS[cell.status]} {WORDS[cell.status]}"
    formula = rules.worded(cell, at, rules.figure(at, cell, indicator))
    sheet.write_formula(place, _STATUS_COLUMN, f"={formula}", book.text, words)
    names = [(str(READ[each.reads](snapshot, row)), each.width) for each in columns[:2]]
    sheet.set_row(place, height_of(names))


def _figure(book: Book, sheet: Worksheet, place: int, row: Row, places: Places) -> None:
    """Write the figure with the decimals its text has everywhere; see `rules.is_in_percent`."""
    cell, indicator = row.cell, places.snapshot.indicator[row.cell.indicator]
    decimals = places.decimals(row)
    if decimals is None:
        book.put(sheet, place, VALUE_COLUMN, cell.value, book.yes_no)
    elif cell.value is not None and rules.is_in_percent(cell, indicator):
        look = book.look(num_format=f"{VI}0.{'0' * max(decimals, 1)}%", valign="top")
        book.put(sheet, place, VALUE_COLUMN, cell.value / 100, look)
    else:
        book.put(sheet, place, VALUE_COLUMN, cell.value, book.number(decimals))


def _look(book: Book, value: object) -> Format:
    """Return the look of a text, or of a number with the decimals it needs."""
    return book.number(decimals_of(value)) if isinstance(value, float | int) else book.text
