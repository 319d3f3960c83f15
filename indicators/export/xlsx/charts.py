"""The sheet `Biểu đồ`: native charts of the greening rate, and of what the reader chooses.

Two lists choose an indicator and a unit; the charts follow through the hidden sheet. Colours are
those of a status, a dash marks what was due. Source: EXPORTS.md, "PowerPoint" (the same charts).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from xlsxwriter.chart import Chart
from xlsxwriter.utility import xl_range_abs, xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from indicators.export.palette import (
    ACCENT,
    FILLS,
    HOLLOW,
    INK,
    JUDGED,
    LINE,
    SOFT,
    SYMBOLS,
    WORDS,
    Mark,
)
from indicators.export.xlsx import grid, trends, workings
from indicators.export.xlsx.book import BOARD, CHARTS, HELP, Book, number_format
from indicators.export.xlsx.workings import Workings

_UNITS_A_CHART = 26
_WIDTH, _HEIGHT = 505, 310
_LEFT, _RIGHT = 0, 8  # columns where charts begin: two of them fill a page's width
_TREND_ROW, _TABLE_ROW, _FIRST_PAIR = 7, 23, 27
_ROWS_A_PAIR = 16
_FONT = {"name": "Segoe UI", "size": 9, "color": INK}
_MONTHS_HEAD = "Tỷ lệ xanh hóa (%) từng tháng"


def write(book: Book, sheet: Worksheet, work: Workings) -> None:
    """Write the lists to choose from and every chart."""
    snapshot = work.places.snapshot
    book.heading(sheet, f"Biểu đồ: {snapshot.head.unit_name}, {snapshot.head.period_label}")
    sheet.hide_gridlines(2)
    sheet.set_column(0, 2 * _RIGHT - 1, 8.43)
    _months(book, sheet, work)
    sheet.insert_chart(_TREND_ROW, _LEFT, _greening_trend(book, work))
    last = _FIRST_PAIR
    if snapshot.indicators and snapshot.units:
        _lists(book, sheet, work)
        sheet.insert_chart(_TREND_ROW, _RIGHT, _one_year(book, work))
        for last, rows in _parts(work):
            named = "" if len(work.drawn) <= _UNITS_A_CHART else f" (hàng {rows[0]}–{rows[1]})"
            sheet.insert_chart(last, _LEFT, _greening(book, work, rows, named))
            sheet.insert_chart(last, _RIGHT, _one_indicator(book, work, rows))
    book.page(sheet, head_row=1, last=(last + _ROWS_A_PAIR - 1, 2 * _RIGHT - 1))


def _parts(work: Workings) -> Iterator[tuple[int, tuple[int, int]]]:
    """Yield the row a pair of charts begins in, and the first and last row of its units."""
    rows = [row for row, _ in work.drawn]
    for number, start in enumerate(range(0, len(rows), _UNITS_A_CHART)):
        part = rows[start : start + _UNITS_A_CHART]
        yield _FIRST_PAIR + number * _ROWS_A_PAIR, (part[0], part[-1])


def _lists(book: Book, sheet: Worksheet, work: Workings) -> None:
    """Write the two choices: lists that take their words from the hidden sheet."""
    snapshot = work.places.snapshot
    indicator, unit = work.chosen
    last_row, last_column = grid.last_cell(snapshot)
    names = (
        ("Chỉ tiêu:", workings.INDICATOR_AT, work.indicator_labels[indicator],
         xl_range_abs(1, grid.FIRST_COLUMN, 1, last_column)),
        ("Đơn vị:", workings.UNIT_AT, work.unit_labels[unit],
         xl_range_abs(grid.FIRST_ROW, 0, last_row, 0)),
    )  # fmt: skip
    sheet.write_string(2, 0, "Chọn ở hai ô vàng: biểu đồ bên phải đổi theo.", book.soft)
    look = book.look(bg_color="#FFF6D6", border=1, border_color=LINE, bold=True)
    for label, (row, column), chosen, span in names:
        sheet.write_string(row, 0, label, book.look(bold=True))
        sheet.merge_range(row, column, row, 2 * _RIGHT - 1, "", look)
        book.put(sheet, row, column, chosen, look)
        sheet.data_validation(
            row,
            column,
            row,
            column,
            {
                "validate": "list",
                "source": f"='{HELP}'!{span}",
                "error_title": "Không có trong danh sách",
                "error_message": "Chọn một dòng trong danh sách thả xuống.",
            },
        )


def _months(book: Book, sheet: Worksheet, work: Workings) -> None:
    """Write the greening rate of each month, which the first chart draws."""
    snapshot, trend = work.places.snapshot, work.places.snapshot.trend
    sheet.write_string(_TABLE_ROW, 0, _MONTHS_HEAD, book.look(bold=True))
    for column, point in enumerate(trend, start=2):
        look = book.look(font_size=8, align="center", bottom=1, bottom_color=LINE)
        book.put(sheet, _TABLE_ROW + 1, column, trends.short_label(point.period), look)
        look, rate = book.number(1, align="center"), point.tally.greening_rate
        if rate is not None and point.period == snapshot.head.month and snapshot.units:
            at = xl_rowcol_to_cell(grid.FIRST_ROW, grid.RATE_COLUMN)
            sheet.write_formula(_TABLE_ROW + 2, column, f"='{BOARD}'!{at}", look, rate)
        else:
            book.put(sheet, _TABLE_ROW + 2, column, rate, look)


def _greening_trend(book: Book, work: Workings) -> Chart:
    count = max(len(work.places.snapshot.trend), 1)
    chart = book.book.add_chart({"type": "line"})
    months = xl_range_abs(_TABLE_ROW + 1, 2, _TABLE_ROW + 1, count + 1)
    rates = xl_range_abs(_TABLE_ROW + 2, 2, _TABLE_ROW + 2, count + 1)
    chart.add_series(
        {
            "name": "Tỷ lệ xanh hóa",
            "categories": f"='{CHARTS}'!{months}",
            "values": f"='{CHARTS}'!{rates}",
            "line": {"color": FILLS["green"], "width": 2.5},
            "marker": {"type": "circle", "size": 6, "fill": {"color": FILLS["green"]}},
            "data_labels": _labels(1, position="above"),
        }
    )
    chart.set_y_axis(_axis(1, min=0, max=110, major_unit=20))
    return _drawn(chart, "Tỷ lệ xanh hóa 12 tháng (%)", legend=False)


def _one_year(book: Book, work: Workings) -> Chart:
    """Return the chart of the chosen cell's year beside what was due."""
    chart = book.book.add_chart({"type": "line"})
    row, last = work.year_row, len(work.places.months) - 1
    months = f"='{HELP}'!{xl_range_abs(row, 0, row, last)}"
    series = (
        ("Thực hiện", 1, {"color": ACCENT, "width": 2.5}, {"type": "circle", "size": 6}),
        ("Phải đạt", 2, {"color": SOFT, "width": 1.5, "dash_type": "dash"}, {"type": "none"}),
    )
    for name, below, line, marker in series:
        span = xl_range_abs(row + below, 0, row + below, last)
        chart.add_series(
            {"name": name, "categories": months, "values": f"='{HELP}'!{span}",
             "line": line, "marker": marker}
        )  # fmt: skip
    chart.set_y_axis(_axis(1))
    return _drawn(chart, f"='{HELP}'!$A$3")


def _greening(book: Book, work: Workings, rows: tuple[int, int], named: str) -> Chart:
    """Return the chart of the greening rates of some units, a series for each worst status."""
    chart = book.book.add_chart({"type": "column"})
    for number, status in enumerate(JUDGED):
        column = work.tallies.bars + number
        labels = _labels(1)
        labels["num_format"] = number_format(1).replace("#,##0", f'"{SYMBOLS[status]} "#,##0')
        chart.add_series(
            {
                "name": WORDS[status],
                "categories": f"='{HELP}'!{xl_range_abs(rows[0], 1, rows[1], 1)}",
                "values": f"='{HELP}'!{xl_range_abs(rows[0], column, rows[1], column)}",
                "fill": {"color": FILLS[status]},
                "overlap": 100,
                "gap": 60,
                "data_labels": labels,
            }
        )
    chart.set_y_axis(_axis(0, min=0, max=110, major_unit=20))
    title = f"Tỷ lệ xanh hóa theo đơn vị (%), màu theo ô xấu nhất{named}"
    return _drawn(chart, title, crowded=True)


def _one_indicator(book: Book, work: Workings, rows: tuple[int, int]) -> Chart:
    """Return the chart of the chosen indicator: a series a status, a dash for what was due."""
    chart = book.book.add_chart({"type": "column"})
    names = f"='{HELP}'!{xl_range_abs(rows[0], 1, rows[1], 1)}"
    named: list[tuple[str, Mark]] = [(WORDS[each], each) for each in work.marks]
    for number, (word, mark) in enumerate([*named, ("khác", "pending")]):
        ink = "#FFFFFF" if mark in {"green", "red"} else INK
        inside = _labels(1, ink=ink, rotation=-90, position="inside_base")  # clear of the dashes
        column = work.series + number
        span = xl_range_abs(rows[0], column, rows[1], column)
        chart.add_series(
            {"name": word, "categories": names, "values": f"='{HELP}'!{span}",
             **_ground(mark), "overlap": 100, "gap": 60, "data_labels": inside}
        )  # fmt: skip
    goals = book.book.add_chart({"type": "line"})
    column = work.series + work.due
    goals.add_series(
        {
            "name": "phải đạt",
            "categories": names,
            "values": f"='{HELP}'!{xl_range_abs(rows[0], column, rows[1], column)}",
            "line": {"none": True},
            "marker": {"type": "long_dash", "size": 14, "fill": {"color": INK},
                       "border": {"color": INK}},
        }
    )  # fmt: skip
    chart.combine(goals)
    chart.set_y_axis(_axis(1, min=0))
    at = xl_rowcol_to_cell(*workings.INDICATOR_AT, True, True)
    return _drawn(chart, f"='{CHARTS}'!{at}", crowded=True)


def _ground(mark: Mark) -> dict[str, Any]:
    """Return the inside of a bar; of what waits only the outline, in dashes."""
    if mark not in HOLLOW:
        return {"fill": {"color": FILLS[mark]}}
    edge = {"color": FILLS[mark], "width": 1.25, "dash_type": "square_dot"}
    return {"fill": {"color": "#FFFFFF"}, "border": edge}


def _axis(decimals: int, **more: object) -> dict[str, Any]:
    return {
        "num_format": number_format(decimals),
        "num_font": _FONT,
        "major_gridlines": {"visible": True, "line": {"color": LINE, "width": 0.75}},
        "line": {"none": True},
        **more,
    }


def _labels(decimals: int, *, ink: str = INK, rotation: int = 0, **more: object) -> dict[str, Any]:
    font = {**_FONT, "size": 8, "color": ink, "rotation": rotation}
    return {"value": True, "num_format": number_format(decimals), "font": font, **more}


def _drawn(chart: Chart, title: str, *, legend: bool = True, crowded: bool = False) -> Chart:
    """Give a chart what all of them have; a `crowded` one turns the names below it."""
    turned = {"rotation": -45} if crowded else {}
    chart.set_x_axis({"num_font": {**_FONT, "size": 8, **turned}, "line": {"color": LINE}})
    chart.set_title({"name": title, "name_font": {**_FONT, "size": 11, "bold": True},
                     "overlay": False})  # fmt: skip
    chart.set_legend({"position": "bottom", "font": _FONT} if legend else {"none": True})
    chart.set_size({"width": _WIDTH, "height": _HEIGHT})
    chart.set_chartarea({"border": {"color": LINE}})
    chart.show_hidden_data()
    chart.show_na_as_empty_cell()
    chart.show_blanks_as("span")  # a quarter's figures are joined; the default is left unsaid
    return chart
