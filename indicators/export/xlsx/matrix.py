"""The sheet `Bảng`: units down, indicators across, the figures taken by formula from the long ones.

A hidden sheet, laid out alike, works out each cell's symbol from the numbers the cell was judged
by; the colours follow it.
"""

from __future__ import annotations

from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from indicators.board.view import STATUSES, Status
from indicators.export import tracing
from indicators.export.inert import plain
from indicators.export.palette import SYMBOLS, WORDS
from indicators.export.snapshot import Row, Snapshot
from indicators.export.xlsx import rules
from indicators.export.xlsx.book import BOARD, HELP, Book, height_of, width_of
from indicators.export.xlsx.places import Places

HEAD_ROW, FIRST_ROW, FIRST_COLUMN, RATE_COLUMN = 4, 5, 2, 1
_NAME_WIDTH, _LEAST_WIDTH, _MARK_WIDTH = 36, 9, 2  # letters
_ROW_HEIGHT = 18.0  # points
_JUDGED: tuple[Status, ...] = ("green", "amber", "red", "missing")


def write(book: Book, sheet: Worksheet, symbols: Worksheet, places: Places) -> None:
    """Write the board, and the symbols of its cells on the hidden sheet."""
    snapshot = places.snapshot
    last_row, last_column = last_cell(snapshot)
    _head(book, sheet, snapshot)
    for row, unit in enumerate(snapshot.units, start=FIRST_ROW):
        look = {"text_wrap": True, "valign": "vcenter"}
        name = book.look(**look) if unit.depth else book.look(**look, bold=True, bottom=2)
        book.put(sheet, row, 0, unit.name, name)
        sheet.set_row(row, max(_ROW_HEIGHT, height_of([(unit.name, _NAME_WIDTH)])))
        _rate(book, sheet, row, last_column, snapshot)
        for column, indicator in enumerate(snapshot.indicators, start=FIRST_COLUMN):
            found = snapshot.by_key.get((unit.code, indicator.code))
            if found is not None:
                _cell(book, (sheet, symbols), (row, column), found, places)
    _widths(sheet, places)
    for columns, decimals in _alike(places):
        area = (FIRST_ROW, columns[0], last_row, columns[1])
        first = xl_rowcol_to_cell(FIRST_ROW, columns[0])
        rules.colour(book, sheet, area, f"'{HELP}'!{first}", decimals)
    sheet.freeze_panes(FIRST_ROW, FIRST_COLUMN)
    sheet.repeat_columns(0)
    book.page(sheet, head_row=HEAD_ROW, last=(last_row, last_column))


def last_cell(snapshot: Snapshot) -> tuple[int, int]:
    """Return row and column of the matrix' last cell."""
    return (
        FIRST_ROW + max(len(snapshot.units), 1) - 1,
        FIRST_COLUMN + max(len(snapshot.indicators), 1) - 1,
    )


def _head(book: Book, sheet: Worksheet, snapshot: Snapshot) -> None:
    head = snapshot.head
    book.heading(sheet, f"Bảng Xanh: {head.unit_name}, {head.period_label}")
    sheet.write_string(2, 0, _summary(snapshot), book.soft)
    legend = "   ".join(f"{SYMBOLS[status]} {WORDS[status]}" for status in STATUSES)
    sheet.write_string(3, 0, legend, book.soft)
    sheet.set_row(HEAD_ROW, 74)
    sheet.set_column(0, 0, _NAME_WIDTH)
    sheet.set_column(RATE_COLUMN, RATE_COLUMN, 9)
    sheet.write_string(HEAD_ROW, 0, "Đơn vị", book.top)
    sheet.write_string(HEAD_ROW, RATE_COLUMN, "Tỷ lệ xanh hóa (%)", book.top)
    for column, indicator in enumerate(snapshot.indicators, start=FIRST_COLUMN):
        named = f"{plain(indicator.short or indicator.name)} ({indicator.unit_of_measure})"
        book.put(sheet, HEAD_ROW, column, named, book.top)


def _widths(sheet: Worksheet, places: Places) -> None:
    """Make each column as wide as its longest figure with the symbol in front."""
    snapshot, figures = places.snapshot, dict[str, list[tuple[float | None, int | None]]]()
    for row in snapshot.rows:
        code = row.cell.indicator
        figures.setdefault(code, []).append((row.cell.value, places.column_decimals[code]))
    for column, indicator in enumerate(snapshot.indicators, start=FIRST_COLUMN):
        least = _LEAST_WIDTH - _MARK_WIDTH
        wide = width_of(figures.get(indicator.code, ()), least) + _MARK_WIDTH
        sheet.set_column(column, column, wide)


def _summary(snapshot: Snapshot) -> str:
    tally = snapshot.tally
    if tally.greening_rate is None:
        return "Chưa có chỉ tiêu nào đến hạn"
    rate, judged = tracing.rate(snapshot).text, tally.judged
    waiting = f"; {tally.provisional} số liệu chờ duyệt" if tally.provisional else ""
    return f"Tỷ lệ xanh hóa: {rate}, {tally.green} trong {judged} ô phải đạt{waiting}"


def _rate(book: Book, sheet: Worksheet, row: int, last: int, snapshot: Snapshot) -> None:
    """Write a row's greening rate, counted from the symbols beside it where they say it all.

    The first row's rate is that of every unit below; figures that wait for approval may count
    or not: in both cases the number is written as it is.
    """
    unit = snapshot.units[row - FIRST_ROW]
    is_whole = unit.depth == 0 and len(snapshot.units) > 1
    rate = (snapshot.tally if is_whole else unit.tally).greening_rate
    look = book.number(1, bold=True, align="center", valign="vcenter")
    if is_whole or unit.tally.provisional:
        book.put(sheet, row, RATE_COLUMN, rate, look)
        return
    first, end = xl_col_to_name(FIRST_COLUMN), xl_col_to_name(last)
    span = f"'{HELP}'!{first}{row + 1}:{end}{row + 1}"
    judged = "+".join(f'COUNTIF({span},"{SYMBOLS[each]}")' for each in _JUDGED)
    formula = f'=IF({judged}=0,"",100*COUNTIF({span},"●")/({judged}))'
    sheet.write_formula(row, RATE_COLUMN, formula, look, "" if rate is None else rate)


def _cell(
    book: Book,
    sheets: tuple[Worksheet, Worksheet],
    at: tuple[int, int],
    row: Row,
    places: Places,
) -> None:
    """Write a cell: its figure from a long sheet, and its symbol, worked out anew, out of sight."""
    cell, indicator = row.cell, places.snapshot.indicator[row.cell.indicator]
    source = places.value(row)
    absent = SYMBOLS[cell.status] if cell.value is None else "!"
    look = book.look(
        align="center",
        valign="vcenter",
        border=1,
        border_color="#FFFFFF",
        num_format=rules.marked(cell.status, places.column_decimals[indicator.code]),
    )
    shown: float | str = absent if cell.value is None else cell.value
    number = rules.figure(source, cell, indicator)
    sheets[0].write_formula(*at, f'=IF({source}="","{absent}",{number})', look, shown)
    judged = rules.judgement(cell, f"'{BOARD}'!{xl_rowcol_to_cell(*at)}")
    sheets[1].write_formula(*at, f"={judged}", None, SYMBOLS[cell.status])


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
