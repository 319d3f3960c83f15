"""Where things stand in a sheet's XML, and the edits that give cells there another format.

`finder` fills it in one pass over the sheet.
Source: ECMA-376 part 1, 18.3.1 (col, row, c, mergeCell).
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field

from indicators.intake.cells import column_letters
from indicators.intake.markup.splice import Edit, end_of_tag, with_attributes
from indicators.intake.scan import parse_address
from indicators.intake.xmlpart import Attributes

Place = tuple[int, int]  # row, column

_MERGE = re.compile(rb"<(?:[\w.-]+:)?mergeCell\s[^<>]*?\bref\s*=\s*[\"']([A-Z0-9:$]+)[\"']")


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell in a row that gets marks; `style` is the one to be put back where `is_restored`."""

    column: int
    start: int
    style: int
    is_restored: bool


@dataclass(slots=True)
class Line:
    """A row that gets marks: its tag, as it is and as it was before marks, and its cells.

    `style` is the row's own format for cells that are not there, None without one.
    """

    number: int
    start: int
    tag: bytes
    restored_tag: bytes
    style: int | None
    is_empty: bool
    close: int = 0
    cells: list[Cell] = field(default_factory=list)


@dataclass(slots=True)
class Places:
    """What one pass found. `widths` and `heights` are as Excel states them (characters, points)."""

    data: bytes
    prefix: str = ""
    namespaces: Attributes = field(default_factory=dict)  # the attributes of the root
    lines: dict[int, list[Line]] = field(default_factory=dict)
    numbers: array[int] = field(default_factory=lambda: array("l"))  # of all rows, as they stand
    offsets: array[int] = field(default_factory=lambda: array("q"))
    heights: dict[int, float] = field(default_factory=dict)  # of rows near a mark
    columns: list[tuple[int, int, int, float]] = field(
        default_factory=list
    )  # first, last, s, width
    height: float = 15.0
    data_start: int = 0
    data_close: int = 0
    is_data_empty: bool = False
    notes_go: int = 0  # where a legacyDrawing belongs
    drawing: str = ""  # the relation of the one there is
    restoring: list[Edit] = field(default_factory=list)

    def width(self, column: int) -> float:
        """Return a column's width in characters."""
        return next((w for first, last, _, w in self.columns if first <= column <= last), 8.43)

    def edits(
        self, marks: Mapping[Place, object], style: Callable[[int, Place], int]
    ) -> list[Edit]:
        """Return the edits that give the marked cells another format.

        Args:
            marks: the places that were asked for.
            style: the new format of a place that has this one.
        """
        rows: dict[int, list[int]] = {}
        for row, column in sorted(marks):
            rows.setdefault(row, []).append(column)
        found = list(self.restoring)
        missing: dict[int, bytes] = {}
        for row, columns in rows.items():
            if row in self.lines:
                found += self._in_row(row, columns, style)
            else:
                missing[row] = self._new_row(row, columns, style)
        return found + self._new_rows(missing)

    def notes_edit(self, relation: str, namespace: str) -> Edit:
        """Return the edit that names the drawing of the notes."""
        prefix, declared = relation_prefix(self.namespaces, namespace)
        told = f'<{self.prefix}legacyDrawing{declared} {prefix}:id="{relation}"/>'
        return Edit(self.notes_go, self.notes_go, told.encode())

    def _in_row(
        self, row: int, columns: list[int], style: Callable[[int, Place], int]
    ) -> Iterator[Edit]:
        wanted = set(columns)
        there = {cell.column for line in self.lines[row] for cell in line.cells}
        for place, line in enumerate(self.lines[row]):
            for cell in line.cells:
                new = style(cell.style, (row, cell.column)) if cell.column in wanted else None
                if new is None and cell.is_restored:
                    new = cell.style
                if new is not None:
                    tag = self.data[cell.start : end_of_tag(self.data, cell.start)]
                    changed = with_attributes(tag, {"s": str(new)})
                    yield Edit(cell.start, cell.start + len(tag), changed)
            yield from self._in_line(line, sorted(wanted - there) if place == 0 else [], style)

    def _in_line(
        self, line: Line, missing: list[int], style: Callable[[int, Place], int]
    ) -> Iterator[Edit]:
        """Yield the edits of a row's own tag and of its new cells, each left of those behind it."""
        tag = _spanning(line.restored_tag, missing) if missing else line.restored_tag
        cells = [(column, self._new_cell(line, column, style)) for column in missing]
        after = line.start + len(line.tag)
        if line.is_empty and cells:
            inner = b"".join(text for _, text in cells)
            opened = tag.removesuffix(b"/>").rstrip() + b">"
            yield Edit(line.start, after, opened + inner + f"</{self.prefix}row>".encode())
            return
        if tag != line.tag:
            yield Edit(line.start, after, tag)
        for column, text in cells:
            at = next((cell.start for cell in line.cells if cell.column > column), line.close)
            yield Edit(at, at, text)

    def _new_cell(self, line: Line, column: int, style: Callable[[int, Place], int]) -> bytes:
        now = self._column_style(column) if line.style is None else line.style
        new = style(now, (line.number, column))
        return f'<{self.prefix}c r="{column_letters(column)}{line.number}" s="{new}"/>'.encode()

    def _new_row(self, row: int, columns: list[int], style: Callable[[int, Place], int]) -> bytes:
        line = Line(row, 0, b"", b"", None, is_empty=True)
        inner = b"".join(self._new_cell(line, column, style) for column in columns)
        opened, closed = f'<{self.prefix}row r="{row}">', f"</{self.prefix}row>"
        return opened.encode() + inner + closed.encode()

    def _new_rows(self, missing: dict[int, bytes]) -> list[Edit]:
        if not missing:
            return []
        if self.is_data_empty:
            opened = self.data[self.data_start : self.data_close].removesuffix(b"/>").rstrip()
            inner = b"".join(missing.values())
            whole = opened + b">" + inner + f"</{self.prefix}sheetData>".encode()
            return [Edit(self.data_start, self.data_close, whole)]
        is_sorted = all(a <= b for a, b in zip(self.numbers, self.numbers[1:], strict=False))
        return [self._before_next(row, text, is_sorted=is_sorted) for row, text in missing.items()]

    def _before_next(self, row: int, text: bytes, *, is_sorted: bool) -> Edit:
        if is_sorted:
            place = bisect_right(self.numbers, row)
        else:
            later = (n for n, number in enumerate(self.numbers) if number > row)
            place = next(later, len(self.numbers))
        at = self.offsets[place] if place < len(self.offsets) else self.data_close
        return Edit(at, at, text)

    def _column_style(self, column: int) -> int:
        return next((s for first, last, s, _ in self.columns if first <= column <= last), 0)


def anchors(data: bytes, wanted: Collection[Place]) -> dict[Place, Place]:
    """Return for each place the cell that shows it: the first one of its merge, or itself."""
    shown = {place: place for place in wanted}
    places = sorted(wanted)
    behind = data.rfind(b"sheetData")
    for found in _MERGE.finditer(data, max(behind, 0)):
        first, _, last = found[1].decode().partition(":")
        (top, left), (bottom, right) = parse_address(first), parse_address(last or first)
        for number in range(
            bisect_left(places, (top, left)), bisect_right(places, (bottom, right))
        ):
            if left <= places[number][1] <= right:
                shown[places[number]] = (top, left)
    return shown


def relation_prefix(root: Attributes, namespace: str) -> tuple[str, str]:
    """Return the prefix of relation ids, and its declaration where `root` does not make it."""
    for name, value in root.items():
        if name.startswith("xmlns:") and value == namespace:
            return name.removeprefix("xmlns:"), ""
    return "r", f' xmlns:r="{namespace}"'


def _spanning(tag: bytes, columns: list[int]) -> bytes:
    """Return a row's tag whose spans, where it states them, take in these columns."""
    found = re.search(rb"\sspans\s*=\s*[\"'](\d{1,5}):(\d{1,5})[\"']", tag)
    if found is None:
        return tag
    first, last = min(int(found[1]), *columns), max(int(found[2]), *columns)
    is_wider = first < int(found[1]) or last > int(found[2])
    return with_attributes(tag, {"spans": f"{first}:{last}"}) if is_wider else tag
