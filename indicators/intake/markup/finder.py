"""One pass over a sheet's XML: where the cells stand that get a mark, and what must be put back.

Nothing is changed here. Cells and rows without an address are counted as the reader counts them
(`indicators.intake.scan`).
Source: ECMA-376 part 1, 18.3.1 (col, row, c), 18.3.1.99 (the order of a worksheet's elements).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from indicators.intake.markup.places import Cell, Line, Places
from indicators.intake.markup.splice import Edit, end_of_tag, with_attributes
from indicators.intake.scan import parse_address
from indicators.intake.xmlpart import Attributes, DamagedPart, feed, new_parser

# What stands before the drawing of notes, in this order, besides sheetData.
_EARLIER = (
    "sheetPr dimension sheetViews sheetFormatPr cols sheetCalcPr sheetProtection "
    "protectedRanges scenarios autoFilter sortState dataConsolidate customSheetViews "
    "mergeCells phoneticPr conditionalFormatting dataValidations hyperlinks printOptions "
    "pageMargins pageSetup headerFooter rowBreaks colBreaks customProperties cellWatches "
    "ignoredErrors smartTags drawing"
)
_BEFORE_NOTES = frozenset(_EARLIER.split())


def find_places(data: bytes, rows: Collection[int], restored: Mapping[int, int]) -> Places:
    """Return where things stand in a sheet.

    Args:
        data: the sheet's XML in UTF-8.
        rows: the rows that get marks.
        restored: formats to put back wherever they are used, old to new.

    Raises:
        DamagedPart: no sheet, or not well-formed.
    """
    finder = _Finder(data, rows, restored)
    feed(finder.parser, [data])
    if not finder.places.data_close:
        raise DamagedPart("sheetData")
    return finder.places


class _Finder:
    """Handlers of one sheet: `_outside` for what stands around the cells, `_inside` for them."""

    def __init__(self, data: bytes, rows: Collection[int], restored: Mapping[int, int]) -> None:
        self.places = Places(data)
        self.parser = new_parser()
        self.parser.StartElementHandler = self._root
        self.parser.EndElementHandler = self._end_outside
        self._rows = frozenset(rows)
        self._near = frozenset(row + n for row in rows for n in range(-1, 12))
        self._restored = {str(old): new for old, new in restored.items()}
        self._depth = 0
        self._row = self._column = 0
        self._line: Line | None = None
        self._row_name = self._cell = self._sheet_data = ""

    def _root(self, name: str, attributes: Attributes) -> None:
        prefix = name[: -len(name.rpartition(":")[2])]
        self.places.prefix = prefix
        self.places.namespaces = attributes
        self._row_name, self._cell = f"{prefix}row", f"{prefix}c"
        self._sheet_data = f"{prefix}sheetData"
        self._depth = 1
        self.parser.StartElementHandler = self._outside

    def _outside(self, name: str, attributes: Attributes) -> None:
        places, local = self.places, name.rpartition(":")[2]
        self._depth += 1
        if name == self._sheet_data and self._depth == 2:
            at = self.parser.CurrentByteIndex
            places.data_start, places.data_close = at, end_of_tag(places.data, at)
            places.is_data_empty = self._is_empty(places.data_close)
            self.parser.StartElementHandler = self._inside
            self.parser.EndElementHandler = self._end_inside
        elif local == "col":
            self._add_column(attributes)
        elif local == "sheetFormatPr":
            places.height = _float(attributes.get("defaultRowHeight"), 15.0)
        elif local == "legacyDrawing" and self._depth == 2:
            places.drawing = next((v for k, v in attributes.items() if k.endswith(":id")), "")
        if self._depth == 2 and local in _BEFORE_NOTES:
            at = self.parser.CurrentByteIndex
            opened = end_of_tag(places.data, at)
            places.notes_go = opened if self._is_empty(opened) else -1

    def _end_outside(self, _name: str) -> None:
        self._depth -= 1
        if self._depth == 1 and self.places.notes_go < 0:
            self.places.notes_go = self._end_of_end_tag()

    def _add_column(self, attributes: Attributes) -> None:
        style = attributes.get("style", "0")
        self.places.columns.append(
            (
                int(attributes.get("min", 0)),
                int(attributes.get("max", 0)),
                self._restored.get(style, int(style)),
                _float(attributes.get("width"), 8.43),
            )
        )
        if style in self._restored:
            self._restore("style", style)

    def _inside(self, name: str, attributes: Attributes) -> None:
        if name == self._cell:
            style = attributes.get("s", "0")
            if self._line is not None:
                self._add_cell(self._line, attributes.get("r"), style)
            elif style in self._restored and "s" in attributes:
                self._restore("s", style)
        elif name == self._row_name:
            self._add_row(attributes)

    def _add_row(self, attributes: Attributes) -> None:
        places, number = self.places, attributes.get("r")
        self._row = self._row + 1 if number is None else int(number)
        self._column = 0
        at = self.parser.CurrentByteIndex
        places.numbers.append(self._row)
        places.offsets.append(at)
        if self._row in self._near and "ht" in attributes:
            places.heights[self._row] = _float(attributes["ht"], places.height)
        style = attributes.get("s", "0")
        if self._row in self._rows:
            opened = end_of_tag(places.data, at)
            has_style = attributes.get("customFormat") in ("1", "true")
            base = self._restored.get(style, int(style)) if has_style else None
            tag = restored = places.data[at:opened]
            if style in self._restored and "s" in attributes:
                restored = with_attributes(tag, {"s": str(self._restored[style])})
            self._line = Line(self._row, at, tag, restored, base, self._is_empty(opened))
            places.lines.setdefault(self._row, []).append(self._line)
        elif style in self._restored and "s" in attributes:
            self._restore("s", style)

    def _add_cell(self, line: Line, address: str | None, style: str) -> None:
        self._column = self._column + 1 if address is None else parse_address(address)[1]
        now = self._restored.get(style, int(style))
        at = self.parser.CurrentByteIndex
        line.cells.append(Cell(self._column, at, now, style in self._restored))

    def _end_inside(self, name: str) -> None:
        if name == self._row_name:
            if self._line is not None:
                self._line.close = self.parser.CurrentByteIndex
            self._line = None
        elif name == self._sheet_data:
            places = self.places
            if not places.is_data_empty:
                places.data_close = self.parser.CurrentByteIndex
            places.notes_go = places.data_close if places.is_data_empty else self._end_of_end_tag()
            self._depth -= 1
            self.parser.StartElementHandler = self._outside
            self.parser.EndElementHandler = self._end_outside

    def _restore(self, attribute: str, style: str) -> None:
        at = self.parser.CurrentByteIndex
        tag = self.places.data[at : end_of_tag(self.places.data, at)]
        changed = with_attributes(tag, {attribute: str(self._restored[style])})
        self.places.restoring.append(Edit(at, at + len(tag), changed))

    def _is_empty(self, opened: int) -> bool:
        return self.places.data[opened - 2 : opened] == b"/>"

    def _end_of_end_tag(self) -> int:
        return self.places.data.index(b">", self.parser.CurrentByteIndex) + 1


def _float(text: str | None, default: float) -> float:
    try:
        return float(text) if text else default
    except ValueError as error:
        raise DamagedPart(str(text)) from error
