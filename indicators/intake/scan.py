"""One pass over a sheet's XML: every cell typed, every fault of the sheet found on the way.

One pass, and no second reader: what is checked is what is read. The same pass notices what other
readers lose: addresses given twice, formulas without a value, errors, a cell far outside.
Source: ECMA-376 part 1, 18.3.1 (sheetData, c, f, v, is, mergeCell); SECURITY.md, "Workbook intake".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise

from indicators.intake import limits
from indicators.intake.cells import column_letters
from indicators.intake.strings import LEGACY, LEGACY_IF_FONT, TOO_LONG, Texts, read_text
from indicators.intake.styles import Styles
from indicators.intake.xmlpart import Attributes, DamagedPart, feed, new_parser

Value = float | int | str | bool | None
Merge = tuple[int, int, int, int]

_MAIN = (
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",
)
_ADDRESS = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})")
_NUMBER = re.compile(r"\s*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?\s*", re.ASCII)
_LETTERS = {column_letters(column): column for column in range(1, limits.COLUMNS + 1)}
_LEAP_BUG_SERIAL = 60  # Excel counts 29/02/1900, which never was
_HALF_A_SECOND = 0.5 / 86_400  # midnight that a program computed a little short
_DAYS_FROM_1900 = date(1899, 12, 30).toordinal()
_DAYS_FROM_1904 = date(1904, 1, 1).toordinal()
_MOST_STRAY = 50  # more cells than this beyond the limit are data, not a slip


class TooMuch(Exception):
    """The sheet passes a limit on cells; reading on would only cost time."""


@dataclass(slots=True)
class Tables:
    """What the cells of all sheets refer to."""

    texts: Texts
    styles: Styles
    has_1904_dates: bool = False
    is_zero_untrusted: bool = False  # written by a program that stores 0 for every formula
    pool: dict[str, int] = field(default_factory=dict)  # texts in use -> their number


@dataclass(slots=True)
class SheetScan:
    """The non-blank cells of one sheet in columns, and what is wrong with the sheet.

    `kinds` has one letter a cell: n number, t text (value: its number in `Tables.pool`), d date
    (value: its proleptic ordinal), b bool, e error (value: its text), u uncalculated.
    """

    rows: list[int] = field(default_factory=list)
    columns: list[int] = field(default_factory=list)
    kinds: list[str] = field(default_factory=list)
    values: list[Value] = field(default_factory=list)
    styles: list[int] = field(default_factory=list)
    merges: list[Merge] = field(default_factory=list)
    legacy: list[str] = field(default_factory=list)  # addresses of texts in a legacy font
    too_long: list[str] = field(default_factory=list)
    twice: list[str] = field(default_factory=list)
    far: list[tuple[int, int]] = field(default_factory=list)  # beyond the limits, first ones
    count_far: int = 0
    merged_cells: int = 0
    count_merges: int = 0
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)

    @property
    def has_too_many_far(self) -> bool:
        """Whether what lies beyond the limits is data and not a stray cell."""
        return self.count_far > _MOST_STRAY


def scan_sheet(chunks: Iterable[bytes], tables: Tables) -> SheetScan:
    """Read one sheet.

    Raises:
        DamagedPart: not well-formed, no sheet, or an address or text number that cannot be.
        DoctypeFound: it declares a document type.
        TooMuch: more cells than any honest workbook has.
    """
    reader = _SheetReader(tables)
    feed(reader.parser, chunks)
    scan = reader.scan
    if reader.is_out_of_order:
        scan.twice += _twice(scan)
    return scan


def parse_address(text: str) -> tuple[int, int]:
    """Return (row, column) of "C12"; DamagedPart when there is no such cell."""
    found = _ADDRESS.fullmatch(text.upper())
    if found is None:
        raise DamagedPart(text)
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - 64
    row = int(found[2])
    if not (1 <= row <= limits.LAST_ROW and column <= limits.LAST_COLUMN):
        raise DamagedPart(text)
    return row, column


class _SheetReader:
    """Handlers of one sheet; the hot ones are `_start` and `_end`, called for each cell's tags."""

    def __init__(self, tables: Tables) -> None:
        self.scan = SheetScan()
        self.is_out_of_order = False
        self.parser = new_parser()
        self.parser.StartElementHandler = self._root
        self._tables = tables
        self._count_styles = len(tables.styles.formats)
        self._text: list[str] = []
        self._value = ""
        self._inline: list[str] = []
        self._row = self._column = self._count_cells = 0
        self._row_text = ""
        self._type: str | None = None
        self._style = 0
        self._has_formula = self._has_value = self._is_phonetic = False

    # -- outside the cells

    def _root(self, name: str, attributes: Attributes) -> None:
        """Find the prefix of the sheet's own elements, so that no other can pass for a cell."""
        prefix, _, local = name.rpartition(":")
        if local != "worksheet" or attributes.get(f"xmlns:{prefix}" if prefix else "xmlns") not in (
            *_MAIN,
        ):
            raise DamagedPart("worksheet")
        before = f"{prefix}:" if prefix else ""
        self._data, self._row_name, self._cell = (before + tag for tag in ("sheetData", "row", "c"))
        self._v, self._f, self._t = (before + tag for tag in ("v", "f", "t"))
        self._phonetic, self._merge = before + "rPh", before + "mergeCell"
        self._columns = before + "col"
        self.parser.StartElementHandler = self._outside

    def _outside(self, name: str, attributes: Attributes) -> None:
        if name == self._data:
            self.parser.StartElementHandler = self._start
            self.parser.EndElementHandler = self._end
            self.parser.CharacterDataHandler = self._text.append
        elif name == self._merge:
            self._add_merge(attributes.get("ref", ""))
        elif name == self._columns and _is_hidden(attributes, "width"):
            first, last = (int(attributes.get(end, 0)) for end in ("min", "max"))
            self.scan.hidden_columns.update(range(max(first, 1), min(last, limits.COLUMNS) + 1))

    def _add_merge(self, reference: str) -> None:
        first, _, last = reference.partition(":")
        (top, left), (bottom, right) = parse_address(first), parse_address(last or first)
        scan = self.scan
        scan.count_merges += 1
        scan.merged_cells += (bottom - top + 1) * (right - left + 1)
        if scan.count_merges <= limits.MERGES:
            scan.merges.append((top, left, bottom, right))

    # -- inside the cells

    def _start(self, name: str, attributes: Attributes) -> None:
        if name == self._cell:
            self._text.clear()
            self._inline.clear()
            self._has_formula = self._has_value = self._is_phonetic = False
            self._type = attributes.get("t")
            self._style = int(attributes.get("s") or 0)
            self._place(attributes.get("r"))
        elif name == self._v:
            self._text.clear()
            self._has_value = True
        elif name == self._row_name:
            self._begin_row(attributes.get("r"))
            if _is_hidden(attributes, "ht") and self._row <= limits.ROWS:
                self.scan.hidden_rows.add(self._row)
        elif name == self._f:
            self._has_formula = True
        elif name == self._t:
            self._text.clear()
        elif name == self._phonetic:
            self._is_phonetic = True

    def _end(self, name: str) -> None:
        if name == self._cell:
            if self._has_value or self._has_formula or self._type == "inlineStr":
                self._add_cell(self._value if self._has_value else "")
        elif name == self._v:  # what stands between </v> and </c> is layout of the XML
            self._value = "".join(self._text)
        elif name == self._t:
            if not self._is_phonetic:
                self._inline.append("".join(self._text))
        elif name == self._phonetic:
            self._is_phonetic = False
        elif name == self._data:
            self.parser.StartElementHandler = self._outside
            self.parser.EndElementHandler = self.parser.CharacterDataHandler = None

    def _begin_row(self, number: str | None) -> None:
        before = self._row
        self._row = before + 1 if number is None else int(number)
        if not 1 <= self._row <= limits.LAST_ROW:
            raise DamagedPart(f"row {number}")
        self.is_out_of_order |= self._row <= before
        self._row_text = str(self._row)
        self._column = 0

    def _place(self, address: str | None) -> None:
        """Find the cell's column; its row must be the row it stands in."""
        before = self._column
        if address is None:
            self._column = before + 1
        else:
            column = None
            if address.endswith(self._row_text):
                column = _LETTERS.get(address.removesuffix(self._row_text))
            if column is None:
                row, column = parse_address(address)
                if row != self._row:
                    raise DamagedPart(address)
            self._column = column
        if self._column <= before:
            self.is_out_of_order = True
            if self._column == before:
                self._note(self.scan.twice)
        self._count_cells += 1
        if self._count_cells > limits.BLANK_CELLS:
            raise TooMuch

    def _add_cell(self, text: str) -> None:
        """Type the cell and keep it, unless it is blank or lies beyond the limits."""
        kind, value = self._typed(text)
        if not kind:
            return
        scan = self.scan
        if self._row > limits.ROWS or self._column > limits.COLUMNS:
            scan.count_far += 1
            if scan.count_far <= _MOST_STRAY:
                scan.far.append((self._row, self._column))
            return
        if len(scan.rows) >= limits.CELLS:
            raise TooMuch
        scan.rows.append(self._row)
        scan.columns.append(self._column)
        scan.kinds.append(kind)
        scan.values.append(value)
        scan.styles.append(self._style if 0 <= self._style < self._count_styles else -1)

    def _typed(self, text: str) -> tuple[str, Value]:
        """Return the cell's kind and value; the kind is empty for a blank one."""
        kind = self._type
        if kind is None or kind == "n":
            return self._number(text)
        if kind == "inlineStr":
            return self._as_text(*read_text("".join(self._inline)))
        # A formula whose result is an empty text has a <v>; one never calculated has none.
        if not self._has_value or (not text and kind != "str"):
            return self._empty()
        return _TYPED.get(kind, _SheetReader._unknown)(self, text)

    def _number(self, text: str) -> tuple[str, Value]:
        if not text:
            return self._empty()
        if text == "0" and self._has_formula and self._tables.is_zero_untrusted:
            return "u", None
        if text.isdigit() and text.isascii() and len(text) < 18:
            number: float | int = int(text)
        elif _NUMBER.fullmatch(text):
            number = float(text)
            if number in (float("inf"), float("-inf")):
                return "e", text.strip()
        else:
            return ("e", text.strip()) if text.strip() else self._empty()
        style = self._style
        if 0 <= style < self._count_styles and self._tables.styles.is_date[style]:
            return self._date(number)
        return "n", number

    def _empty(self) -> tuple[str, Value]:
        return ("u", None) if self._has_formula else ("", None)

    def _date(self, serial: float) -> tuple[str, Value]:
        """Return the day of a serial number; Excel shows ##### for one it has no day for."""
        days = int(serial + _HALF_A_SECOND)
        if self._tables.has_1904_dates:
            ordinal = _DAYS_FROM_1904 + days
        else:
            ordinal = _DAYS_FROM_1900 + days + (0 <= serial < _LEAP_BUG_SERIAL)
        is_day = serial >= 0 and ordinal <= date.max.toordinal()
        return ("d", ordinal) if is_day else ("e", "#####")

    def _bool(self, text: str) -> tuple[str, Value]:
        return "b", text.strip() in ("1", "true")

    def _unknown(self, text: str) -> tuple[str, Value]:
        return "e", text

    def _formula_text(self, text: str) -> tuple[str, Value]:
        return self._as_text(*read_text(text))

    def _iso_date(self, text: str) -> tuple[str, Value]:
        try:
            return "d", date.fromisoformat(text.strip()[:10]).toordinal()
        except ValueError:
            return "e", text.strip()

    def _shared(self, text: str) -> tuple[str, Value]:
        texts = self._tables.texts
        number = int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1
        if not 0 <= number < len(texts.values):
            raise DamagedPart(f"{column_letters(self._column)}{self._row}")
        return self._as_text(texts.values[number], texts.marks[number])

    def _as_text(self, value: str, mark: int) -> tuple[str, Value]:
        if mark:
            self._note_mark(mark)
        if not value:
            return "", None
        pool = self._tables.pool
        number = pool.setdefault(value, len(pool))
        if number >= limits.TEXTS:
            raise TooMuch
        return "t", number

    def _note_mark(self, mark: int) -> None:
        if mark == TOO_LONG:
            self._note(self.scan.too_long)
        elif mark == LEGACY or (mark == LEGACY_IF_FONT and self._is_legacy_font()):
            self._note(self.scan.legacy)

    def _is_legacy_font(self) -> bool:
        fonts = self._tables.styles.is_legacy_font
        return 0 <= self._style < len(fonts) and fonts[self._style]

    def _note(self, where: list[str]) -> None:
        where.append(f"{column_letters(self._column)}{self._row}")


_TYPED: dict[str, Callable[[_SheetReader, str], tuple[str, Value]]] = {
    "s": _SheetReader._shared,  # noqa: SLF001 - its own table
    "str": _SheetReader._formula_text,  # noqa: SLF001
    "b": _SheetReader._bool,  # noqa: SLF001
    "d": _SheetReader._iso_date,  # noqa: SLF001
}


def _is_hidden(attributes: Attributes, size: str) -> bool:
    """Whether a row or column is hidden, or has no height or width, which looks the same."""
    if attributes.get("hidden") in ("1", "true"):
        return True
    held = attributes.get(size)
    return held is not None and held.strip("0.") == "" and held != ""


def _twice(scan: SheetScan) -> list[str]:
    """Return the addresses that two cells claim, in a sheet whose cells are out of order."""
    places = sorted(zip(scan.rows, scan.columns, strict=True))
    known = set(scan.twice)
    found = {f"{column_letters(one[1])}{one[0]}" for one, two in pairwise(places) if one == two}
    return sorted(found - known)
