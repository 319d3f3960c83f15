"""A workbook of ours: its font and looks, how a page is printed, how text and numbers go in.

Text is never a formula or a link, a number keeps every digit, and the same snapshot gives the
same bytes. Source: EXPORTS.md, "Excel"; SECURITY.md, "Files and exports".
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from io import BytesIO
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from indicators.export.columns import Value
from indicators.export.inert import plain
from indicators.export.palette import SAMPLE, SOFT
from indicators.export.snapshot import Head, Snapshot
from indicators.intake.reader import HIDDEN_PREFIX, VIEW_MARK
from indicators.numbers import format_number
from indicators.periods import Period

VI = "[$-42A]"  # numbers as vi_VN writes them, whatever the reader's Excel speaks (EXPORTS.md)
HELP = f"{HIDDEN_PREFIX}ve"  # hidden: what the drawn sheets work out
BOARD, CHARTS, WORDS_SHEET, DATA, SUMS, TREND, NOTES = (
    "Bảng", "Biểu đồ", "Giải trình", "Số liệu", "Cộng dồn", "Xu hướng", "Thuyết minh",
)  # fmt: skip
TOP = 2  # rows above the head of a table: what it shows, and what must be said of it
_A4 = 9
_LONGEST = 32_767  # letters of a cell; Excel cuts the rest, xlsxwriter would leave the cell empty
_LINE = 13.5  # points of one line of text
_MOST_POINTS = 400.0


class Exact(float):
    """A number that is written with all its digits: xlsxwriter writes sixteen, some need more."""

    __slots__ = ()

    def __format__(self, form: str) -> str:
        """Return the shortest text that reads back as the same number."""
        return repr(float(self))


class Book:
    """The workbook with its looks; xlsxwriter needs each look made once, in the book."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.head = snapshot.head
        self.buffer = BytesIO()
        options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        self.book: Workbook = xlsxwriter.Workbook(self.buffer, options)
        self.book.set_properties(_properties(self.head))
        self._looks: dict[tuple[tuple[str, Any], ...], Format] = {}
        self.title = self.look(bold=True, font_size=15)
        self.soft = self.look(font_color=SOFT)
        self.warning = self.look(bold=True, font_color="#7A4B00")
        self.top = self.look(
            bold=True, text_wrap=True, align="center", valign="bottom", bottom=1, font_size=9
        )
        yes_no = '"Có";"Không";"Không"'
        self.yes_no = self.look(num_format=yes_no, valign="top", align="right")
        self.text = self.look(valign="top")
        self.wrapped = self.look(valign="top", text_wrap=True)

    def look(self, **parts: object) -> Format:
        """Return a look in the workbook's font, made once however often it is asked for."""
        key = tuple(sorted(parts.items()))
        if key not in self._looks:
            base = {"font_name": "Segoe UI", "font_size": 10}
            self._looks[key] = self.book.add_format({**base, **parts})
        return self._looks[key]

    def number(self, decimals: int, **parts: object) -> Format:
        """Return the look of a number with so many decimals, as vi_VN writes it."""
        looks: dict[str, object] = {"valign": "top", **parts}
        return self.look(num_format=number_format(decimals), **looks)

    def page(
        self, sheet: Worksheet, *, head_row: int, last: tuple[int, int], is_view: bool = True
    ) -> None:
        """Set a sheet up for A4 landscape, as wide as the page, the rows down to the head repeated.

        Args:
            sheet: of this book.
            head_row: the last row that every page begins with.
            last: row and column of the last cell that is printed.
            is_view: whether it only shows what the data sheet holds; a mark out of sight says so
                to our own intake.
        """
        sheet.set_landscape()
        sheet.set_paper(_A4)
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        sheet.set_footer(_footer(self.head))
        sheet.repeat_rows(0, head_row)
        sheet.print_area(0, 0, *last)
        if is_view:
            column = max(_MARK_COLUMN, last[1] + 2)
            sheet.write_string(0, column, VIEW_MARK)
            sheet.set_column(column, column, None, None, {"hidden": True})

    def heading(self, sheet: Worksheet, title: str) -> None:
        """Write what a sheet shows in its first row, and in its second what must be said of it."""
        sheet.write_string(0, 0, plain(title), self.title)
        notices = notices_of(self.head)
        sheet.write_string(1, 0, plain(notices), self.warning if self.head.is_sample else self.soft)

    def put(
        self, sheet: Worksheet, row: int, column: int, value: Value, look: Format | None = None
    ) -> None:
        """Write a text as text, a number with all its digits, nothing as a blank cell."""
        if value is None or value == "":
            sheet.write_blank(row, column, None, look)
        elif isinstance(value, str):
            sheet.write_string(row, column, plain(value)[:_LONGEST], look)
        else:
            sheet.write_number(row, column, Exact(value), look)

    def written(self) -> bytes:
        """Return the file, closed."""
        self.book.close()
        return self.buffer.getvalue()


_MARK_COLUMN = 60  # right of what is read and printed
_MOST_DECIMALS = 6
_AIR = 2  # letters beside a number in its column


def number_format(decimals: int) -> str:
    """Return Excel's number format with so many decimals: 12.345,70 everywhere."""
    return f"{VI}#,##0.{'0' * decimals}" if decimals else f"{VI}#,##0"


def decimals_in(text: str) -> int:
    """Return how many decimals a figure's own text has: two in "1.234,50 %"."""
    digits = text.partition(",")[2]
    return len(digits) - len(digits.lstrip("0123456789"))


def decimals_of(value: float) -> int:
    """Return how many decimals a number needs to be seen whole, six at most."""
    digits = repr(round(float(value), _MOST_DECIMALS)).partition(".")[2]
    return 0 if digits in {"0", ""} else len(digits)


def notices_of(head: Head) -> str:
    """Return what every sheet says of its figures: period, moment, version, sample or not."""
    colours = "" if head.month == head.period else f"; màu và trạng thái của {head.month_label}"
    told = [
        SAMPLE if head.is_sample else "",
        f"Kỳ: {head.period_label}{colours}",
        head.as_known,
        "Tính cả số liệu chờ duyệt" if head.counts_waiting else "",
        f"Phiên bản dữ liệu {head.version}, lúc {head.known_text}",
    ]
    return ". ".join(each for each in told if each)


def height_of(texts: Iterable[tuple[str, float]]) -> float:
    """Return the points a row needs; no program measures wrapped text before it is opened.

    Args:
        texts: each with the width of its column in letters.
    """
    lines = max(
        (
            sum(1 + int(len(line) / max(width - 1, 1)) for line in text.splitlines())
            for text, width in texts
            if text
        ),
        default=1,
    )
    return min(1.5 + _LINE * lines, _MOST_POINTS)


def width_of(numbers: Iterable[tuple[float | None, int | None]], least: float) -> float:
    """Return the letters a column needs to show each number with its decimals, not as "###".

    Args:
        numbers: each with how many decimals it is shown with; None for yes and no.
        least: the width of a column of shorter ones.
    """
    longest = max(
        (
            len(format_number(value, decimals, keep_zeros=True))
            for value, decimals in numbers
            if value is not None and decimals is not None
        ),
        default=0,
    )
    return max(least, longest + _AIR)


def _properties(head: Head) -> dict[str, object]:
    """Return the document's properties; a fixed moment gives the same bytes."""
    end = Period.parse(head.period).end
    return {
        "title": plain(f"Bảng Xanh: {head.unit_name}, {head.period_label}"),
        "subject": notices_of(head),
        "company": plain(head.office),
        "created": datetime(end.year, end.month, end.day),  # noqa: DTZ001 - Excel knows no zone
    }


def _footer(head: Head) -> str:
    """Return what stands below each page; a footer of more than 255 letters breaks the file."""
    left = plain(f"Bảng Xanh · {head.unit_name}")[:80].replace("&", "&&")
    middle = f"{SAMPLE} · " if head.is_sample else ""
    middle += f"{head.period_label} · phiên bản {head.version}"
    return f"&L&8{left}&C&8{middle}&R&8Trang &P/&N"
