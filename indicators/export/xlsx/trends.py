"""The sheet `Xu hướng`: a year of each figure beside what was due, a sparkline in every row.

Months across; a quarter's figure stands in the quarter's last month, a year's in December.
"""

from __future__ import annotations

from collections.abc import Iterable

from xlsxwriter.utility import xl_range, xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from indicators.export import tracing
from indicators.export.palette import FILLS, HOLLOW
from indicators.export.snapshot import Point, Row
from indicators.export.xlsx.book import TREND, Book, decimals_in, decimals_of, height_of, width_of
from indicators.export.xlsx.places import Places
from indicators.periods import Period

HEAD_ROW, FIRST_ROW = 3, 4
FIRST_MONTH, LINE_COLUMN = 4, 3
_LEAST_WIDTH = 7.5  # letters
_HEADS = (("Đơn vị", 28), ("Chỉ tiêu", 44), ("ĐVT", 8), ("Xu hướng", 18))
_ROW_HEIGHT = 21.0  # bars need room to rise and fall


def goal_column(months: tuple[str, ...]) -> int:
    """Return the column where what was due begins, one blank column behind the figures."""
    return FIRST_MONTH + len(months) + 1


def write(book: Book, sheet: Worksheet, places: Places) -> None:
    """Write a row for each cell of the board, in the snapshot's order."""
    snapshot = places.snapshot
    months = places.months
    goals = goal_column(months)
    book.heading(sheet, f"Xu hướng 12 tháng: {snapshot.head.unit_name}")
    shown = [(row, _decimals(places, row)) for row in snapshot.rows]
    told = (
        each
        for row, (figures, goals) in shown
        for point in row.points
        for each in ((point.value, figures), (point.goal, goals))
    )
    _head(book, sheet, months, width_of(told, _LEAST_WIDTH))
    for place, (row, decimals) in enumerate(shown, start=FIRST_ROW):
        indicator = snapshot.indicator[row.cell.indicator]
        names = (snapshot.unit[row.cell.unit].name, indicator.name)
        for column, name in enumerate((*names, indicator.unit_of_measure)):
            book.put(sheet, place, column, name, book.wrapped)
        looks = [book.yes_no if each is None else book.number(each) for each in decimals]
        for column, point in enumerate(by_month(row, months), start=FIRST_MONTH):
            if point is not None:
                book.put(sheet, place, column, point.value, looks[0])
                book.put(sheet, place, column + goals - FIRST_MONTH, point.goal, looks[1])
        needed = height_of([(names[0], _HEADS[0][1]), (names[1], _HEADS[1][1])])
        sheet.set_row(place, max(_ROW_HEIGHT, needed))
    cells = (((FIRST_ROW + n, LINE_COLUMN), row) for n, row in enumerate(snapshot.rows))
    sparks(sheet, cells, places)
    last = FIRST_ROW + max(len(snapshot.rows), 1) - 1
    sheet.freeze_panes(FIRST_ROW, FIRST_MONTH)
    book.page(sheet, head_row=HEAD_ROW, last=(last, goals - 2))  # what was due is read on screen


def _decimals(places: Places, row: Row) -> tuple[int | None, int | None]:
    """Return how many decimals a row's figures and goals are shown with; None for yes and no.

    Figures as everywhere; a goal between two milestones is cut at two more than usual.
    """
    indicator = places.snapshot.indicator[row.cell.indicator]
    if indicator.formula == "yes_no":
        return None, None
    told = (decimals_in(tracing.point(places.snapshot, row, each).text) for each in row.points)
    most = indicator.decimals + 2
    due = (decimals_of(round(each.goal, most)) for each in row.points if each.goal is not None)
    return max((indicator.decimals, *told)), max((indicator.decimals, *due))


def by_month(row: Row, months: tuple[str, ...]) -> list[Point | None]:
    """Return the point whose period ends in each month, None where there is none."""
    ended = {str(Period.containing(Period.parse(p.period).end, "month")): p for p in row.points}
    return [ended.get(month) for month in months]


def sparks(sheet: Worksheet, cells: Iterable[tuple[tuple[int, int], Row]], places: Places) -> None:
    """Draw the year of each row in its cell, its end in the colour it had.

    Nothing where there are not two figures. Those of one colour are drawn as one group: each call
    of xlsxwriter's costs as much as a hundred cells.
    """
    groups: dict[str, tuple[list[str], list[str]]] = {}
    for at, row in cells:
        told = [point for point in row.points if point.value is not None]
        if len(told) < 2:
            continue
        place = FIRST_ROW + places.order[row.key]
        span = xl_range(place, FIRST_MONTH, place, FIRST_MONTH + len(places.months) - 1)
        last = tracing.mark(places.snapshot, told[-1])
        where, spans = groups.setdefault(FILLS["waiting" if last in HOLLOW else last], ([], []))
        where.append(xl_rowcol_to_cell(*at))
        spans.append(f"'{TREND}'!{span}")
    for colour, (where, spans) in groups.items():
        sheet.add_sparkline(
            where[0],
            {
                "location": where,
                "range": spans,
                "type": "column",  # lines are left out where LibreOffice prints
                "last_point": True,
                "show_hidden": True,
                "series_color": "#9DB7D5",
                "last_color": colour,
            },
        )


def _head(book: Book, sheet: Worksheet, months: tuple[str, ...], wide: float) -> None:
    goals = goal_column(months)
    for column, (head, width) in enumerate(_HEADS):
        book.put(sheet, HEAD_ROW, column, head, book.top)
        sheet.set_column(column, column, width)
    sheet.set_column(FIRST_MONTH, goals + len(months) - 1, wide)
    sheet.set_column(goals - 1, goals - 1, 2)
    book.put(sheet, HEAD_ROW - 1, FIRST_MONTH, "Thực hiện", book.soft)
    book.put(sheet, HEAD_ROW - 1, goals, "Phải đạt", book.soft)
    for number, month in enumerate(months):
        label = short_label(month)
        book.put(sheet, HEAD_ROW, FIRST_MONTH + number, label, book.top)
        book.put(sheet, HEAD_ROW, goals + number, label, book.top)


def short_label(month: str) -> str:
    """Return a month in few letters: "10/2026"."""
    period = Period.parse(month)
    return f"{period.number:02d}/{period.year}"
