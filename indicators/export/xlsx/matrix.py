"""The sheet `Bảng`: units down, indicators across, the figures taken by formula from the long ones.

A hidden sheet, laid out alike, works out each cell's symbol from the numbers the cell was judged
by; the colours follow it.
"""

from __future__ import annotations

from collections import Counter

from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from indicators.catalogue.model import Indicator
from indicators.export import tracing
from indicators.export.inert import plain
from indicators.export.palette import HOLLOW, SYMBOLS, WAITING_LEGEND, WORDS
from indicators.export.snapshot import Row
from indicators.export.xlsx import rules
from indicators.export.xlsx.book import BOARD, HELP, Book, height_of, number_format, width_of
from indicators.export.xlsx.grid import (
    FIRST_COLUMN,
    FIRST_ROW,
    HEAD_ROW,
    RATE_COLUMN,
    last_cell,
)
from indicators.export.xlsx.places import Places
from indicators.export.xlsx.tallies import Tallies

_NAME_WIDTH, _NARROW_NAME, _RATE_WIDTH, _LEAST_WIDTH = 40.0, 28.0, 8.0, 7.0  # letters
_MARK_WIDTH, _WIDER = 0.5, 1.05  # a symbol's, beside the air of a number; a wide font's digits
_WIDEST = 18.0  # letters of a column: figures of few indicators do not stand miles apart
_PAGE_WIDTH, _PAGE_HEIGHT = 148.0, 500.0  # letters and points of a sheet of A4 at its full size
_ROW_HEIGHT, _HIGHEST, _LEAST_HEAD, _LINE = 18.0, 46.0, 40.0, 13.5  # points
_MANY = 10  # indicators: names of units are broken to leave room for their figures
_WAITS_WIDTH = 9.0


def write(book: Book, sheet: Worksheet, symbols: Worksheet, places: Places) -> None:
    """Write the board, and the symbols of its cells on the hidden sheet."""
    snapshot, tallies = places.snapshot, Tallies(places.snapshot)
    last_row, last_column = last_cell(snapshot)
    _head(book, sheet, places, tallies)
    name_width, height = _widths(sheet, places)
    for row, unit in enumerate(snapshot.units, start=FIRST_ROW):
        look = {"text_wrap": True, "valign": "vcenter"}
        name = book.look(**look) if unit.depth else book.look(**look, bold=True, bottom=2)
        book.put(sheet, row, 0, unit.name, name)
        sheet.set_row(row, max(height, height_of([(unit.name, name_width)])))
        _rate(book, sheet, row - FIRST_ROW, tallies)
        for column, indicator in enumerate(snapshot.indicators, start=FIRST_COLUMN):
            found = snapshot.by_key.get((unit.code, indicator.code))
            if found is not None:
                _cell(book, (sheet, symbols), (row, column), found, places)
    tallies.write(symbols)
    for columns, decimals in _alike(places):
        area = (FIRST_ROW, columns[0], last_row, columns[1])
        first = xl_rowcol_to_cell(FIRST_ROW, columns[0])
        rules.colour(book, sheet, area, f"'{HELP}'!{first}", places.marks, decimals)
    sheet.freeze_panes(FIRST_ROW, FIRST_COLUMN)
    sheet.repeat_columns(0)
    if _waits(places):
        _waiting(book, sheet, places)
        last_column += 1
    book.page(sheet, head_row=HEAD_ROW, last=(last_row, last_column))


def _head(book: Book, sheet: Worksheet, places: Places, tallies: Tallies) -> None:
    snapshot, head = places.snapshot, places.snapshot.head
    book.heading(sheet, f"Bảng Xanh: {head.unit_name}, {head.period_label}")
    if snapshot.units:
        sheet.write_formula(2, 0, tallies.headline(), book.soft, tallies.summary())
    else:
        sheet.write_string(2, 0, tallies.summary(), book.soft)
    told = [f"{SYMBOLS[each]} {WORDS[each]}" for each in places.marks if each not in HOLLOW]
    told += [WAITING_LEGEND] if len(told) < len(places.marks) else []
    sheet.write_string(3, 0, "   ".join(told), book.soft)
    sheet.write_string(HEAD_ROW, 0, "Đơn vị", book.top)
    sheet.write_string(HEAD_ROW, RATE_COLUMN, "Tỷ lệ xanh hóa (%)", book.top)
    for column, indicator in enumerate(snapshot.indicators, start=FIRST_COLUMN):
        book.put(sheet, HEAD_ROW, column, _named(indicator), book.top)


def _widths(sheet: Worksheet, places: Places) -> tuple[float, float]:
    """Set the columns' widths and the head's height; return the names' width and a row's height.

    Each is as wide as its longest figure with the symbol in front. What a page has left, columns
    and rows share: it is filled, and a board that is wider is not printed smaller than it must.
    """
    snapshot = places.snapshot
    widths = _needed(places)
    name = _NAME_WIDTH if len(widths) <= _MANY else _NARROW_NAME
    free = _PAGE_WIDTH - name - _RATE_WIDTH - (_WAITS_WIDTH if _waits(places) else 0.0)
    shared = min(_WIDEST, free / max(len(widths), 1))
    widths = [max(each, shared) for each in widths] if sum(widths) < free else widths
    sheet.set_column(0, 0, name)
    sheet.set_column(RATE_COLUMN, RATE_COLUMN, _RATE_WIDTH)
    for column, wide in enumerate(widths, start=FIRST_COLUMN):
        sheet.set_column(column, column, wide)
    heads = zip(map(_named, snapshot.indicators), widths, strict=True)
    head = max(_LEAST_HEAD, height_of(heads) + _LINE)
    sheet.set_row(HEAD_ROW, head)
    high = _PAGE_HEIGHT * max(1.0, sum(widths) / free) - head - 4 * _ROW_HEIGHT
    return name, max(_ROW_HEIGHT, min(_HIGHEST, high / max(len(snapshot.units), 1)))


def _needed(places: Places) -> list[float]:
    """Return how wide the figures of each indicator are, the symbol in front."""
    figures = dict[str, list[tuple[float | None, int | None]]]()
    for row in places.snapshot.rows:
        code = row.cell.indicator
        figures.setdefault(code, []).append((row.cell.value, places.column_decimals[code]))
    told = (figures.get(each.code, ()) for each in places.snapshot.indicators)
    return [width_of(each, _LEAST_WIDTH) * _WIDER + _MARK_WIDTH for each in told]


def _named(indicator: Indicator) -> str:
    return f"{plain(indicator.short or indicator.name)} ({indicator.unit_of_measure})"


def _waits(places: Places) -> bool:
    return any(row.cell.is_provisional for row in places.snapshot.rows)


def _waiting(book: Book, sheet: Worksheet, places: Places) -> None:
    """Write, behind the figures, how many of each unit wait for approval, counted or not."""
    snapshot, column = places.snapshot, last_cell(places.snapshot)[1] + 1
    counted = "đã tính" if snapshot.head.counts_waiting else "chưa tính"
    book.put(sheet, HEAD_ROW, column, f"Chờ duyệt, {counted}", book.top)
    sheet.set_column(column, column, _WAITS_WIDTH)
    count = Counter(row.cell.unit for row in snapshot.rows if row.cell.is_provisional)
    look = book.look(font_size=9, align="center", valign="vcenter", text_wrap=True)
    for row, unit in enumerate(snapshot.units, start=FIRST_ROW):
        if count[unit.code]:
            book.put(sheet, row, column, f"{count[unit.code]} số liệu", look)


def _rate(book: Book, sheet: Worksheet, place: int, tallies: Tallies) -> None:
    """Write a row's greening rate; the first row's is that of every unit below."""
    look = book.look(num_format=number_format(1), bold=True, align="center", valign="vcenter")
    rate = tallies.tally(place).greening_rate
    formula = f"={tallies.rate(place)}"
    shown = "" if rate is None else rate
    sheet.write_formula(FIRST_ROW + place, RATE_COLUMN, formula, look, shown)


def _cell(
    book: Book,
    sheets: tuple[Worksheet, Worksheet],
    at: tuple[int, int],
    row: Row,
    places: Places,
) -> None:
    """Write a cell: its figure from a long sheet, and its symbol, worked out anew, out of sight."""
    cell, indicator = row.cell, places.snapshot.indicator[row.cell.indicator]
    source, waits = places.value(row), places.waits(row)
    mark = tracing.mark(places.snapshot, row)
    look = book.look(
        align="center",
        valign="vcenter",
        border=1,
        border_color="#FFFFFF",
        num_format=rules.marked(mark, places.column_decimals[indicator.code]),
    )
    shown: float | str = SYMBOLS[mark] if cell.value is None else cell.value
    number = rules.figure(source, cell, indicator)
    absent = f"LEFT({places.status(row)},1)"
    sheets[0].write_formula(*at, f"=IF(ISNUMBER({source}),{number},{absent})", look, shown)
    judged = rules.judgement(cell, f"'{BOARD}'!{xl_rowcol_to_cell(*at)}", waits=waits)
    counts_as = SYMBOLS[cell.counted] if waits else ""
    formula = f'={judged}&"{counts_as}"' if waits else f"={judged}"
    sheets[1].write_formula(*at, formula, None, SYMBOLS[mark] + counts_as)


def _alike(places: Places) -> list[tuple[tuple[int, int], int | None]]:
    """Return runs of columns whose figures have the same decimals, and how many they have."""
    runs: list[tuple[tuple[int, int], int | None]] = []
    for column, indicator in enumerate(places.snapshot.indicators, start=FIRST_COLUMN):
        own = places.column_decimals[indicator.code]
        if runs and runs[-1][1] == own:
            runs[-1] = ((runs[-1][0][0], column), own)
        else:
            runs.append(((column, column), own))
    return runs
