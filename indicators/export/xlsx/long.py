"""The long sheets: `Số liệu`, what units report, and `Cộng dồn`, what is added up from it.

`Số liệu` loads again through our own intake as a long table (`indicators.intake.layout.long`):
codes of unit and indicator, period, counts and result in columns whose heads it knows. `Cộng dồn`
is marked as a view: nobody reports a sum. Rates are formulas over their counts and sums over what
they are made of, so that all follow an edited count.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from indicators.export import tracing
from indicators.export.columns import READ
from indicators.export.palette import SYMBOLS, WORDS
from indicators.export.snapshot import Row
from indicators.export.xlsx import rules
from indicators.export.xlsx.book import DATA, SUMS, VI, Book, decimals_of, height_of, width_of
from indicators.export.xlsx.places import (
    COUNT_COLUMNS,
    FIRST_ROW,
    HEAD_ROW,
    STATUS_COLUMN,
    VALUE_COLUMN,
    Places,
)
from indicators.export.xlsx.sums import Sums, rate
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
_TREND_COLUMN, _MARKS_COLUMN = 11, 12
_NUMBERS = frozenset({"numerator", "denominator", "value", "goal", "upper", "whole"})
_WRAPPED = frozenset({"unit", "indicator", "marks"})
_FOLLOWS = ". Tính lại khi sửa trang {data}; số chữ nghiêng đứng yên (phiên bản dữ liệu {version})"


def write(book: Book, sheet: Worksheet, places: Places, *, is_data: bool) -> None:
    """Write one of the two sheets: what loads again, or the sums."""
    head = places.snapshot.head
    columns, printed = _columns(is_longer=head.period != head.month)
    rows = places.own if is_data else places.sums
    name = DATA if is_data else SUMS
    codes = next(at for at, each in enumerate(columns) if each.reads == "indicator_code")
    sums = None if is_data else Sums(places, codes, _MARKS_COLUMN)
    follows = "" if sums is None else _FOLLOWS.format(data=DATA, version=head.version)
    book.heading(sheet, f"{name}: {head.unit_name}, {head.period_label}{follows}")
    for column, each in enumerate(columns):
        sheet.write_string(HEAD_ROW, column, each.head, book.top)
        sheet.set_column(column, column, _width(each, rows, places))
    for place, row in enumerate(rows, start=FIRST_ROW):
        _write_row(book, sheet, place, columns, row, places, sums)
    cells = (((place, _TREND_COLUMN), row) for place, row in enumerate(rows, start=FIRST_ROW))
    sparks(sheet, cells, places)
    last = FIRST_ROW + max(len(rows), 1) - 1
    sheet.freeze_panes(FIRST_ROW, 2)
    sheet.autofilter(HEAD_ROW, 0, last, len(columns) - 1)
    letter = xl_col_to_name(STATUS_COLUMN)
    area = (FIRST_ROW, STATUS_COLUMN, last, STATUS_COLUMN)
    rules.colour(book, sheet, area, f"{letter}{FIRST_ROW + 1}", places.marks, 0)
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
    book: Book,
    sheet: Worksheet,
    place: int,
    columns: tuple[_Column, ...],
    row: Row,
    places: Places,
    sums: Sums | None,
) -> None:
    snapshot = places.snapshot
    for column, each in enumerate(columns):
        if each.reads == "value":
            _figure(book, sheet, place, row, places, sums)
        elif sums is not None and column in COUNT_COLUMNS:
            _count(book, sheet, (place, column), row, sums)
        elif each.reads:
            value = READ[each.reads](snapshot, row)
            look = book.wrapped if each.reads in _WRAPPED else _look(book, value)
            book.put(sheet, place, column, value, look)
    cell, indicator = row.cell, snapshot.indicator[row.cell.indicator]
    at = xl_rowcol_to_cell(place, VALUE_COLUMN)
    mark, waits = tracing.mark(snapshot, row), places.waits(row)
    formula = rules.worded(cell, at, rules.figure(at, cell, indicator), waits=waits)
    words = f"{SYMBOLS[mark]} {WORDS[mark]}"
    sheet.write_formula(place, STATUS_COLUMN, f"={formula}", book.wrapped, words)
    texts = [(str(READ[each.reads](snapshot, row)), each.width) for each in columns[:2]]
    texts.append((words, columns[STATUS_COLUMN].width))
    sheet.set_row(place, height_of(texts))


def _count(book: Book, sheet: Worksheet, at: tuple[int, int], row: Row, sums: Sums) -> None:
    """Write a sum's numerator or denominator as the sum of those on the data sheet."""
    number = COUNT_COLUMNS.index(at[1])
    value = (row.cell.numerator, row.cell.denominator)[number]
    look = _look(book, value)
    if value is not None and (formula := sums.count(row, at[0], number)):
        sheet.write_formula(*at, f"={formula}", look, value)
    else:
        book.put(sheet, *at, value, look)


def _figure(
    book: Book, sheet: Worksheet, place: int, row: Row, places: Places, sums: Sums | None
) -> None:
    """Write the figure with the decimals its text has everywhere; see `rules.is_in_percent`.

    A formula where it follows others, see `sums`; a sum that does not is slanted.
    """
    cell, indicator = row.cell, places.snapshot.indicator[row.cell.indicator]
    in_percent = rules.is_in_percent(cell, indicator)
    formula = sums.value(row, place, indicator) if sums else rate(place, row, indicator)
    stands_still = {"italic": True} if sums and not formula else {}
    decimals = places.decimals(row)
    if decimals is None:
        look = book.yes_no
    elif in_percent:
        form = f"{VI}0.{'0' * max(decimals, 1)}%"
        look = book.look(num_format=form, valign="top", **stands_still)
    else:
        look = book.number(decimals, **stands_still)
    if not formula:
        value = cell.value / 100 if in_percent and cell.value is not None else cell.value
        nothing = rules.NOTHING if cell.status == "not_applicable" else None
        book.put(sheet, place, VALUE_COLUMN, nothing if value is None else value, look)
        return
    shown = rules.NOTHING if cell.value is None else cell.value
    if formula.startswith("MIN("):
        span = (place, VALUE_COLUMN, place, VALUE_COLUMN)
        sheet.write_array_formula(*span, f"={formula}", look, shown)
    else:
        sheet.write_formula(place, VALUE_COLUMN, f"={formula}", look, shown)


def _look(book: Book, value: object) -> Format:
    """Return the look of a text, or of a number with the decimals it needs."""
    return book.number(decimals_of(value)) if isinstance(value, float | int) else book.text
