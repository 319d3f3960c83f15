"""The board as a workbook (bảng tính) whose colours live on when somebody edits a figure.

Three sheets: `Bảng` (the matrix, its figures taken by formula from the next), `Số liệu` (long
form: counts, target, clause, source) and `Thuyết minh`. A hidden sheet `Mã`, laid out like `Bảng`,
works out each cell's symbol from the numbers the cell was judged by; the colours follow it.
Source: EXPORTS.md, "Excel"; SECURITY.md, "Files and exports".
"""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from indicators.board.view import STATUSES, Cell, Status
from indicators.export.inert import plain
from indicators.export.model import Options, Progress
from indicators.export.palette import COLOURS, SAMPLE, SYMBOLS, WORDS
from indicators.export.snapshot import Row, Snapshot
from indicators.periods import Period

_VI = "[$-42A]"  # numbers as vi_VN writes them, whatever the reader's Excel speaks (EXPORTS.md)
_HEAD_ROW, _FIRST_ROW, _FIRST_COLUMN = 4, 5, 2
_LONG = (
    ("Đơn vị", 34), ("Chỉ tiêu", 46), ("Kỳ", 10), ("Tử số", 11), ("Mẫu số", 11),
    ("Thực hiện", 11), ("ĐVT", 8), ("So sánh", 8), ("Phải đạt", 10), ("Cận trên", 9),
    ("Trạng thái", 24), ("Ghi chú", 18), ("Mục", 9), ("Văn bản", 22), ("Tệp", 34),
    ("Trang tính", 16), ("Ô", 7),
)  # fmt: skip
_VALUE_COLUMN, _STATUS_COLUMN = 5, 10
_JUDGED: tuple[Status, ...] = ("green", "amber", "red", "missing")


class _Book:
    """The workbook with its formats: xlsxwriter makes each format once."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.buffer = BytesIO()
        options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        self.book: Workbook = xlsxwriter.Workbook(self.buffer, options)
        period = Period.parse(snapshot.head.month)
        # A fixed moment: the same board gives the same bytes.
        self.book.set_properties(
            {
                "title": f"Bảng Xanh, {period.label}",
                "company": plain(snapshot.head.office),
                "created": datetime(period.end.year, period.end.month, period.end.day),  # noqa: DTZ001
            }
        )
        self.title = self.make(bold=True, font_size=15)
        self.soft = self.make(font_color="#55616F")
        self.warning = self.make(bold=True, font_color="#7A4B00")
        self.head = self.make(
            bold=True, text_wrap=True, align="center", valign="bottom", bottom=1, font_size=9
        )
        self.name = self.make(text_wrap=True, valign="vcenter")
        self.top = self.make(text_wrap=True, valign="vcenter", bold=True, bottom=2)
        self.number = self.make(num_format=f"{_VI}#,##0.0###")
        self.count = self.make(num_format=f"{_VI}#,##0")
        self.text = self.make(valign="top")
        self.rate = self.make(
            num_format=f"{_VI}#,##0.0", bold=True, align="center", valign="vcenter"
        )

    def make(self, **look: Any) -> Format:  # noqa: ANN401  # xlsxwriter's own properties
        """Return a format in the workbook's font."""
        return self.book.add_format({"font_name": "Segoe UI", "font_size": 10, **look})

    def page(self, sheet: Worksheet) -> None:
        """Set a sheet up for A4 landscape, as wide as the page, heads repeated."""
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(0.4, 0.4, 0.5, 0.5)
        sheet.set_footer("&L&8Bảng Xanh&R&8Trang &P/&N")


def write(snapshot: Snapshot, options: Options, progress: Progress) -> bytes:  # noqa: ARG001 - a writer
    """Return the workbook's bytes."""
    book = _Book(snapshot)
    matrix, long, notes, codes = (
        book.book.add_worksheet(name) for name in ("Bảng", "Số liệu", "Thuyết minh", "Mã")
    )
    codes.hide()
    _long_sheet(book, long, snapshot)
    _matrix_sheet(book, matrix, codes, snapshot)
    _notes_sheet(book, notes, snapshot)
    book.book.close()
    return book.buffer.getvalue()


def _matrix_sheet(
    book: _Book,
    sheet: Worksheet,
    codes: Worksheet,
    board: Snapshot,
) -> None:
    places = {row.key: place for place, row in enumerate(board.rows, start=1)}
    book.page(sheet)
    head = board.head
    sheet.write_string(0, 0, f"Bảng Xanh: {plain(head.unit_name)}, {head.month_label}", book.title)
    sheet.write_string(1, 0, _summary(board), book.soft)
    legend = "   ".join(f"{SYMBOLS[status]} {WORDS[status]}" for status in STATUSES)
    sheet.write_string(2, 0, legend, book.soft)
    if head.is_sample:
        sheet.write_string(3, 0, SAMPLE, book.warning)
    sheet.set_row(_HEAD_ROW, 74)
    sheet.set_column(0, 0, 36)
    sheet.set_column(1, 1, 9)
    last_column = _FIRST_COLUMN + max(len(board.indicators), 1) - 1
    sheet.set_column(_FIRST_COLUMN, last_column, 9)
    sheet.write_string(_HEAD_ROW, 0, "Đơn vị", book.head)
    sheet.write_string(_HEAD_ROW, 1, "Tỷ lệ xanh hóa (%)", book.head)
    for column, indicator in enumerate(board.indicators, start=_FIRST_COLUMN):
        named = f"{plain(indicator.short or indicator.name)} ({indicator.unit_of_measure})"
        sheet.write_string(_HEAD_ROW, column, named, book.head)
    for row, each in enumerate(board.units, start=_FIRST_ROW):
        sheet.write_string(row, 0, plain(each.name), book.name if each.depth else book.top)
        _rate(book, sheet, row, last_column, board)
        for column, indicator in enumerate(board.indicators, start=_FIRST_COLUMN):
            found = board.by_key.get((each.code, indicator.code))
            if found is not None:
                place = places[each.code, indicator.code]
                yes_no = indicator.formula == "yes_no"
                _cell(book, sheet, codes, (row, column), found.cell, place, is_yes_no=yes_no)
    last_row = _FIRST_ROW + max(len(board.units), 1) - 1
    for column, indicator in enumerate(board.indicators, start=_FIRST_COLUMN):
        if indicator.formula == "yes_no":  # before the rule of all: the first that holds is taken
            code = f"Mã!{xl_rowcol_to_cell(_FIRST_ROW, column)}"
            _colours(book, sheet, (_FIRST_ROW, column, last_row, column), code, is_yes_no=True)
    _colours(book, sheet, (_FIRST_ROW, _FIRST_COLUMN, last_row, last_column), f"Mã!{_corner()}")
    sheet.freeze_panes(_FIRST_ROW, _FIRST_COLUMN)
    sheet.repeat_rows(_HEAD_ROW)
    sheet.repeat_columns(0)
    sheet.print_area(0, 0, last_row, last_column)


def _corner() -> str:
    return str(xl_rowcol_to_cell(_FIRST_ROW, _FIRST_COLUMN))


def _summary(board: Snapshot) -> str:
    rate = board.tally.greening_rate
    told = "chưa có chỉ tiêu nào đến hạn" if rate is None else f"{rate:.1f} %".replace(".", ",")
    moment = f". {board.head.as_known}" if board.head.as_of else ""
    return f"Tỷ lệ xanh hóa: {told}; phiên bản dữ liệu {board.head.version}{moment}"


def _rate(book: _Book, sheet: Worksheet, row: int, last: int, board: Snapshot) -> None:
    """Write a row's greening rate, counted from the symbols beside it where they say it all.

    The first row's rate is that of every unit below; figures that wait for approval may count
    or not: in both cases the number is written as it is.
    """
    unit = board.units[row - _FIRST_ROW]
    is_whole = unit.depth == 0 and len(board.units) > 1
    rate = (board.tally if is_whole else unit.tally).greening_rate
    if is_whole or unit.tally.provisional:
        if rate is not None:
            sheet.write_number(row, 1, rate, book.rate)
        return
    first, end = xl_col_to_name(_FIRST_COLUMN), xl_col_to_name(last)
    span = f"Mã!{first}{row + 1}:{end}{row + 1}"
    judged = "+".join(f'COUNTIF({span},"{SYMBOLS[each]}")' for each in _JUDGED)
    formula = f'=IF({judged}=0,"",100*COUNTIF({span},"●")/({judged}))'
    sheet.write_formula(row, 1, formula, book.rate, "" if rate is None else rate)


def _cell(  # where, what, and from which row
    book: _Book,
    sheet: Worksheet,
    codes: Worksheet,
    at: tuple[int, int],
    cell: Cell,
    place: int,
    *,
    is_yes_no: bool,
) -> None:
    """Write one cell: its figure from `Số liệu`, and its symbol, worked out anew, in `Mã`."""
    source = f"'Số liệu'!{xl_rowcol_to_cell(place, _VALUE_COLUMN)}"
    absent = SYMBOLS[cell.status] if cell.value is None else "!"
    look = book.make(
        align="center",
        valign="vcenter",
        border=1,
        border_color="#FFFFFF",
        num_format=_marked(cell.status, is_yes_no=is_yes_no),
    )
    shown: float | str = absent if cell.value is None else cell.value
    sheet.write_formula(*at, f'=IF({source}="","{absent}",{source})', look, shown)
    here = f"Bảng!{xl_rowcol_to_cell(*at)}"
    codes.write_formula(*at, f"={_judgement(cell, here)}", None, SYMBOLS[cell.status])


def _marked(status: Status, *, is_yes_no: bool = False) -> str:
    """Return the number format that shows a status' symbol before the figure: ■ 97,96, ● Có."""
    mark = SYMBOLS[status]
    if is_yes_no:
        return f'"{mark} Có";"{mark} Không";"{mark} Không"'
    return f'{_VI}"{mark} "#,##0.0#'


def _judgement(cell: Cell, place: str) -> str:
    """Return the rule of one cell as a formula over `place`, from the numbers it was judged by.

    Source: DESIGN.md, "Status"; queries/macros/01_rules.sql, which is where the rule is decided.
    """
    held = _holds(cell, place)
    if held is None:
        symbol = f'"{SYMBOLS[cell.status]}"'
    elif cell.goal is None:
        symbol = f'IF({held},"●","▲")'
    else:
        low = f"{place}>={cell.amber_low!r}" if cell.amber_low is not None else ""
        high = f"{place}<={cell.amber_high!r}" if cell.amber_high is not None else ""
        band = f"AND({','.join(part for part in (low, high) if part)})" if low or high else "FALSE"
        symbol = f'IF({held},"●",IF({band},"▲","■"))'
    return f'IF(ISNUMBER({place}),{symbol},IF({place}="","!",LEFT({place},1)))'


def _holds(cell: Cell, place: str) -> str | None:
    goal = cell.final if cell.goal is None else cell.goal
    if cell.operator is None or goal is None:
        return None
    if cell.operator == "between":
        return f"AND({place}>={goal!r},{place}<={cell.upper!r})"
    return f"{place}{cell.operator}{goal!r}"


def _colours(
    book: _Book,
    sheet: Worksheet,
    area: tuple[int, int, int, int],
    symbol: str,
    *,
    is_yes_no: bool = False,
) -> None:
    """Colour `area` by the symbol that `symbol` (relative to its first cell) holds."""
    for status in STATUSES:
        ground, ink = COLOURS[status]
        shown = _marked(status, is_yes_no=is_yes_no)
        look = book.book.add_format({"bg_color": ground, "font_color": ink, "num_format": shown})
        rule = {"type": "formula", "criteria": f'={symbol}="{SYMBOLS[status]}"', "format": look}
        sheet.conditional_format(*area, rule)


def _long_sheet(book: _Book, sheet: Worksheet, snapshot: Snapshot) -> None:
    rows = snapshot.rows
    book.page(sheet)
    for column, (name, width) in enumerate(_LONG):
        sheet.write_string(0, column, name, book.head)
        sheet.set_column(column, column, width)
    for place, row in enumerate(rows, start=1):
        _long_row(book, sheet, place, snapshot, row)
    sheet.freeze_panes(1, 2)
    sheet.repeat_rows(0)
    last = max(len(rows), 1)
    sheet.autofilter(0, 0, last, len(_LONG) - 1)
    letter = xl_col_to_name(_STATUS_COLUMN)
    area = (1, _STATUS_COLUMN, last, _STATUS_COLUMN)
    _colours(book, sheet, area, f"LEFT({letter}2,1)")


def _long_row(book: _Book, sheet: Worksheet, place: int, snapshot: Snapshot, row: Row) -> None:
    cell, indicator = row.cell, snapshot.indicator[row.cell.indicator]
    plan = snapshot.plan.get(indicator.plan)
    texts = {
        0: snapshot.unit[cell.unit].name, 1: indicator.name, 2: cell.period,
        6: indicator.unit_of_measure,
        7: cell.operator or "", 11: row.marks, 12: indicator.clause,
        13: plan.number if plan else "", 14: row.source.file if row.source else "",
        15: cell.sheet or "", 16: cell.address or "",
    }  # fmt: skip
    numbers = {
        3: cell.numerator, 4: cell.denominator, 5: cell.value, 8: cell.goal, 9: cell.upper,
    }  # fmt: skip
    for column, text in texts.items():
        sheet.write_string(place, column, plain(text), book.text)
    for column, number in numbers.items():
        if number is None:
            sheet.write_blank(place, column, None, book.number)
        else:
            look = book.count if float(number).is_integer() else book.number
            sheet.write_number(place, column, number, look)
    judged = _judgement(cell, xl_rowcol_to_cell(place, _VALUE_COLUMN))
    shown = f"{SYMBOLS[cell.status]} {WORDS[cell.status]}"
    sheet.write_formula(place, _STATUS_COLUMN, f"={_worded(cell, judged)}", book.text, shown)


def _worded(cell: Cell, judged: str) -> str:
    """Return a formula that gives symbol and word; without a figure the cell keeps its own."""
    place = judged.partition("ISNUMBER(")[2].partition(")")[0]
    chosen = f'"{SYMBOLS[cell.status]} {WORDS[cell.status]}"'
    if cell.value is not None:
        chosen = f'"{SYMBOLS["missing"]} {WORDS["missing"]}"'
    named = "".join(
        f'IF({judged}="{SYMBOLS[each]}","{SYMBOLS[each]} {WORDS[each]}",'
        for each in ("green", "amber")
    )
    other = f'"{SYMBOLS["red"]} {WORDS["red"]}"))'
    return f'IF({place}="",{chosen},{named}{other})'


def _notes_sheet(book: _Book, sheet: Worksheet, snapshot: Snapshot) -> None:
    head = snapshot.head
    book.page(sheet)
    sheet.set_column(0, 0, 120)
    told = [
        *([SAMPLE] if head.is_sample else []),
        *([f"{head.as_known}: những gì nộp, duyệt sau đó không có ở đây."] if head.as_of else []),
        f"Kỳ: {head.month_label}. Phiên bản dữ liệu: {head.version}.",
        "Tỷ lệ xanh hóa = số ô đạt / (đạt + cận đạt + chưa đạt + quá hạn chưa báo cáo).",
        "Tỷ lệ ở hàng đầu trang Bảng tính trên các ô của mọi đơn vị bên dưới.",
        "Trạng thái so trên số chưa làm tròn: 97,96 % chưa phải là 98 %.",
        "Sửa cột Thực hiện ở trang Số liệu: trạng thái và màu ở cả hai trang đổi theo.",
        "Cộng dồn: tổng tử số chia tổng mẫu số, không phải trung bình các tỷ lệ.",
        "Căn cứ:",
        *(f"  {plan.number}: {plan.title}" for plan in snapshot.plans),
    ]
    wrapped = book.make(text_wrap=True, valign="top")
    sheet.write_string(0, 0, "Thuyết minh", book.title)
    for row, text in enumerate(told, start=1):
        is_warning = row == 1 and head.is_sample
        sheet.set_row(row, 15 * (1 + len(text) // 110))  # no program measures wrapped text here
        sheet.write_string(row, 0, plain(text), book.warning if is_warning else wrapped)
