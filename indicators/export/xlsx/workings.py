"""The hidden sheet: what the drawn sheets work out, laid out row by row beside the matrix.

Symbols stand where the matrix has its figures. Right of them: what was due, then the series of
the chart of one indicator; below: the year of one cell. All follow two choices of the reader.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from xlsxwriter.utility import xl_col_to_name, xl_range_abs, xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from indicators.board.view import BoardUnit
from indicators.export import tracing
from indicators.export.columns import Value
from indicators.export.inert import plain
from indicators.export.palette import HOLLOW, SYMBOLS, Mark
from indicators.export.snapshot import Row
from indicators.export.xlsx import grid, trends
from indicators.export.xlsx.book import BOARD, CHARTS, TREND, Book
from indicators.export.xlsx.places import Places
from indicators.export.xlsx.tallies import NONE, Tallies
from indicators.export.xlsx.tallies import WIDTH as TALLIES_WIDTH

INDICATOR_AT, UNIT_AT = (3, 1), (4, 1)  # where the reader chooses, on the sheet of charts
_SERIES: tuple[Mark, ...] = ("green", "amber", "red")
_LABEL_ROW, _TITLE_ROW = 1, 2
_SHORT = 34  # letters of a name below a bar


@dataclass(frozen=True)
class Workings:
    """Where everything stands on the hidden sheet, and what it comes to before anybody chooses."""

    places: Places

    @cached_property
    def drawn(self) -> list[tuple[int, BoardUnit]]:
        """The rows and units that are drawn side by side: those below the first, or it alone."""
        found = list(enumerate(self.places.snapshot.units, start=grid.FIRST_ROW))
        return [each for each in found if each[1].depth] or found

    @cached_property
    def tallies(self) -> Tallies:
        """The counts of each row, right of the symbols."""
        return Tallies(self.places.snapshot)

    @cached_property
    def marks(self) -> tuple[Mark, ...]:
        """What the bars of one indicator may look like: a series each, hollow where some wait."""
        return (*_SERIES, *(each for each in HOLLOW[:3] if each in self.places.marks))

    @property
    def others(self) -> int:
        """The number of the series of any other status."""
        return len(self.marks)

    @property
    def due(self) -> int:
        """The number of the series of what was due."""
        return len(self.marks) + 1

    @cached_property
    def goals(self) -> int:
        """The first column of what was due."""
        return self.tallies.first + TALLIES_WIDTH + 1

    @cached_property
    def series(self) -> int:
        """The first column of the chart of one indicator."""
        return self.goals + len(self.places.snapshot.indicators) + 1

    @cached_property
    def keys(self) -> int:
        """The column of the keys by which a row of the trend is found."""
        return self.series + self.due + 2

    @cached_property
    def year_row(self) -> int:
        """The row of the chosen cell's year; what was due stands below it."""
        return grid.last_cell(self.places.snapshot)[0] + 3

    @cached_property
    def indicator_labels(self) -> list[str]:
        """What indicators are called in the list to choose from: never two alike."""
        found = self.places.snapshot.indicators
        return _unlike([(plain(each.name), each.code) for each in found])

    @cached_property
    def unit_labels(self) -> list[str]:
        """What units are called in the list to choose from."""
        return _unlike([(plain(each.name), each.code) for each in self.places.snapshot.units])

    @cached_property
    def chosen(self) -> tuple[int, int]:
        """Numbers of the indicator and unit that are shown first: the one with the most red."""
        snapshot = self.places.snapshot
        reds = [row.cell for row in snapshot.own_rows if row.cell.counted == "red"]
        codes = [each.code for each in snapshot.indicators]
        count = Counter(cell.indicator for cell in reds)
        code = max(codes, key=lambda each: count[each])
        units = [each.code for each in snapshot.units]
        told = [cell.unit for cell in reds if cell.indicator == code]
        told += [row.cell.unit for row in snapshot.rows if row.cell.indicator == code]
        return codes.index(code), units.index(told[0]) if told else 0


def _unlike(named: list[tuple[str, str]]) -> list[str]:
    count = Counter(name for name, _ in named)
    return [f"{name} [{code}]" if count[name] > 1 else name for name, code in named]


def write(book: Book, sheet: Worksheet, work: Workings) -> None:
    """Write all but the symbols, which the matrix writes itself."""
    _choices(book, sheet, work)
    for number, label in enumerate(work.indicator_labels):
        book.put(sheet, _LABEL_ROW, grid.FIRST_COLUMN + number, label)
    for row, (unit, label) in enumerate(
        zip(work.places.snapshot.units, work.unit_labels, strict=True), start=grid.FIRST_ROW
    ):
        book.put(sheet, row, 0, label)
        book.put(sheet, row, 1, _shortened(unit.short or unit.name))
    _goals(book, sheet, work)
    _bars(sheet, work)
    _one_year(book, sheet, work)


def _shortened(name: str) -> str:
    kept = plain(name)
    return kept if len(kept) <= _SHORT else f"{kept[: _SHORT - 1].rstrip()}…"


def _choices(book: Book, sheet: Worksheet, work: Workings) -> None:
    """Write the numbers of what is chosen: A1 indicator, A2 unit, A4 row of the trend."""
    snapshot = work.places.snapshot
    indicator, unit = work.chosen
    last_row, last_column = grid.last_cell(snapshot)
    labels = xl_range_abs(_LABEL_ROW, grid.FIRST_COLUMN, _LABEL_ROW, last_column)
    units = xl_range_abs(grid.FIRST_ROW, 0, last_row, 0)
    asked = [f"'{CHARTS}'!{xl_rowcol_to_cell(*at, True, True)}" for at in (INDICATOR_AT, UNIT_AT)]
    sheet.write_formula(0, 0, f"=MATCH({asked[0]},{labels},0)", None, indicator + 1)
    sheet.write_formula(1, 0, f"=MATCH({asked[1]},{units},0)", None, unit + 1)
    title = f"{work.unit_labels[unit]}: {work.indicator_labels[indicator]}"
    sheet.write_formula(_TITLE_ROW, 0, f'={asked[1]}&": "&{asked[0]}', None, title)
    last = max(len(snapshot.rows), 1) - 1
    keys = xl_range_abs(0, work.keys, last, work.keys)
    at = work.places.order.get(_chosen_key(work))
    formula = f'=IFERROR(MATCH(A2&"|"&A1,{keys},0),0)'
    sheet.write_formula(3, 0, formula, None, 0 if at is None else at + 1)
    numbers = {each.code: n for n, each in enumerate(snapshot.indicators, start=1)}
    rows = {each.code: n for n, each in enumerate(snapshot.units, start=1)}
    for place, row in enumerate(snapshot.rows):
        book.put(sheet, place, work.keys, f"{rows[row.cell.unit]}|{numbers[row.cell.indicator]}")


def _chosen_key(work: Workings) -> tuple[str, str]:
    indicator, unit = work.chosen
    snapshot = work.places.snapshot
    return snapshot.units[unit].code, snapshot.indicators[indicator].code


def due(row: Row) -> float | None:
    """Return what was due, or the target where nothing is due before its date."""
    return row.cell.final if row.cell.goal is None else row.cell.goal


def _goals(book: Book, sheet: Worksheet, work: Workings) -> None:
    snapshot = work.places.snapshot
    for place, unit in enumerate(snapshot.units, start=grid.FIRST_ROW):
        for number, indicator in enumerate(snapshot.indicators):
            row = snapshot.by_key.get((unit.code, indicator.code))
            if row is not None:
                book.put(sheet, place, work.goals + number, due(row))


def _bars(sheet: Worksheet, work: Workings) -> None:
    """Write, for each unit, the chosen figure in the series of its mark, and what was due."""
    snapshot = work.places.snapshot
    code = snapshot.indicators[work.chosen[0]].code
    last = grid.last_cell(snapshot)[1]
    first, end = (xl_col_to_name(column, True) for column in (grid.FIRST_COLUMN, last))
    due_first = xl_col_to_name(work.goals, True)
    due_end = xl_col_to_name(work.goals + len(snapshot.indicators) - 1, True)
    for place, unit in work.drawn:
        found = snapshot.by_key.get((unit.code, code))
        line = place + 1
        symbol = f"LEFT(INDEX({first}{line}:{end}{line},1,$A$1),1)"
        figure = f"INDEX('{BOARD}'!{first}{line}:{end}{line},1,$A$1)"
        value = found.cell.value if found else None
        seen = tracing.mark(snapshot, found) if found else None
        for number, mark in enumerate(work.marks):
            is_it = seen == mark
            held = f'=IF(AND({symbol}="{SYMBOLS[mark]}",ISNUMBER({figure})),{figure},NA())'
            _formula(sheet, (place, work.series + number), held, value if is_it else None)
        known = "+".join(f'({symbol}="{SYMBOLS[each]}")' for each in work.marks)
        is_other = seen is not None and seen not in work.marks
        held = f"=IF(AND(ISNUMBER({figure}),{known}=0),{figure},NA())"
        _formula(sheet, (place, work.series + work.others), held, value if is_other else None)
        goal = f"INDEX({due_first}{line}:{due_end}{line},1,$A$1)"
        shown = due(found) if found else None
        _formula(sheet, (place, work.series + work.due), f'=IF({goal}="",NA(),{goal})', shown)


def _one_year(book: Book, sheet: Worksheet, work: Workings) -> None:
    """Write the year of the chosen cell: months, figures, what was due."""
    places = work.places
    row = places.snapshot.by_key.get(_chosen_key(work))
    points = trends.by_month(row, places.months) if row else [None] * len(places.months)
    last = trends.FIRST_ROW + max(len(places.snapshot.rows), 1) - 1
    parts = (trends.FIRST_MONTH, trends.goal_column(places.months))
    for number, (month, point) in enumerate(zip(places.months, points, strict=True)):
        book.put(sheet, work.year_row, number, trends.short_label(month))
        shown = (point.value, point.goal) if point else (None, None)
        for below, (first, value) in enumerate(zip(parts, shown, strict=True), start=1):
            column = xl_range_abs(trends.FIRST_ROW, first + number, last, first + number)
            held = f"INDEX('{TREND}'!{column},$A$4)"
            formula = f'=IF($A$4=0,NA(),IF({held}="",NA(),{held}))'
            _formula(sheet, (work.year_row + below, number), formula, value)


def _formula(sheet: Worksheet, at: tuple[int, int], formula: str, value: Value) -> None:
    """Write a formula with what it comes to; a chart leaves out what is not available."""
    sheet.write_formula(*at, formula, None, NONE if value is None else value)
