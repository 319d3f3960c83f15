"""Tables on slides (bảng): how high each row is, and how a table is cut to fit (phân trang)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from indicators.export.document import Span, Table, TableCell
from indicators.export.measure import wrapped
from indicators.export.palette import SYMBOLS

SIZE, HEAD_SIZE, TITLE_HEIGHT = 11.0, 10.0, 20.0  # points
PADDING_X, PADDING_Y = 5.0, 3.0
MOST_ROWS = 13  # on one slide: more than can be read from the end of a room
_LINE = 1.22  # a line's height beside its letters'
_GOES_ON = "…"
_Row = tuple[TableCell, ...]


@dataclass(frozen=True, slots=True)
class Cut:
    """Some rows of a table: `heights` are those of its head and of each row, in points."""

    table: Table
    heights: tuple[float, ...]

    @property
    def height(self) -> float:
        """How high it stands, with its title."""
        return sum(self.heights) + (TITLE_HEIGHT if self.table.title else 0.0)


def measured(table: Table, width: float, room: float) -> Cut:
    """Return a table with the height of each row; a row higher than `room` becomes several.

    Args:
        table: of any length.
        width: of the whole table, in points.
        room: the height that is free on a slide of its own, in points.
    """
    widths = column_widths(table, width)
    head = _height(
        [
            _lines((each.title,), wide, HEAD_SIZE)
            for each, wide in zip(table.columns, widths, strict=True)
        ],
        HEAD_SIZE,
    )
    most = max(1, int((room - head - TITLE_HEIGHT - 2 * PADDING_Y) / (SIZE * _LINE)))
    rows: list[_Row] = []
    heights = [head]
    strong: set[int] = set()
    for place, row in enumerate(table.rows):
        for part, lines in _parts(row, widths, most, is_strong=place in table.strong_rows):
            if place in table.strong_rows:
                strong.add(len(rows))
            rows.append(part)
            heights.append(_height(lines, SIZE))
    whole = replace(table, rows=tuple(rows), strong_rows=frozenset(strong))
    return Cut(whole, tuple(heights))


def column_widths(table: Table, width: float) -> list[float]:
    """Return how wide each column is, in points."""
    total = sum(each.width for each in table.columns)
    return [width * each.width / total for each in table.columns]


def cuts(whole: Cut, first: float, room: float) -> Iterator[Cut]:
    """Yield a table in parts: the first at most `first` high, the others at most `room`.

    Where not even two rows fit into a smaller `first`, the first part has none: it is not worth
    a head.
    """
    rows = len(whole.table.rows)
    place = 0
    if first < room:
        fitting = _fitting(whole, 0, first)
        place = fitting if fitting >= min(2, rows) else 0
        yield _slice(whole, 0, place)
    while place < rows:
        most = max(1, _fitting(whole, place, room))
        slides = -(-(rows - place) // most)
        end = place + -(-(rows - place) // slides)  # about as many on each: no lonely last row
        yield _slice(whole, place, end)
        place = end


def _fitting(whole: Cut, start: int, free: float) -> int:
    taken = whole.heights[0] + (TITLE_HEIGHT if whole.table.title else 0.0)
    count = 0
    for height in whole.heights[start + 1 :]:
        taken += height
        if taken > free or count == MOST_ROWS:
            break
        count += 1
    return count


def _slice(whole: Cut, start: int, end: int) -> Cut:
    table = whole.table
    strong = frozenset(place - start for place in table.strong_rows if start <= place < end)
    part = replace(table, rows=table.rows[start:end], strong_rows=strong)
    return Cut(part, (whole.heights[0], *whole.heights[start + 1 : end + 1]))


def marked(cell: TableCell) -> tuple[Span, ...]:
    """Return what a cell shows: the symbol of its status in front, so that colour is not all."""
    if cell.status is None:
        return cell.spans
    return (f"{SYMBOLS[cell.status]} ", *cell.spans) if cell.spans else (SYMBOLS[cell.status],)


def _parts(
    row: _Row, widths: list[float], most: int, *, is_strong: bool
) -> Iterator[tuple[_Row, list[list[tuple[Span, ...]]]]]:
    """Yield a row in parts of at most `most` lines, with the lines of each of its cells."""
    lines = [
        _lines(marked(cell), wide, SIZE, bold=is_strong or cell.is_strong)
        for cell, wide in zip(row, widths, strict=True)
    ]
    longest = max(len(each) for each in lines)
    if longest <= most:
        yield row, lines
        return
    for start in range(0, longest, most):
        part = [each[start : start + most] for each in lines]
        yield tuple(_rest(cell, some, start) for cell, some in zip(row, part, strict=True)), part


def _rest(cell: TableCell, lines: list[tuple[Span, ...]], start: int) -> TableCell:
    """Return what a cell shows of its lines from `start` on.

    Its symbol is drawn again with each part, so that the first part leaves out its own.
    """
    if start and not lines:
        return replace(cell, spans=() if cell.status else (_GOES_ON,))
    return replace(cell, spans=_joined(lines, skip=start == 0 and cell.status is not None))


def _joined(lines: list[tuple[Span, ...]], *, skip: bool) -> tuple[Span, ...]:
    spans: list[Span] = []
    for line in lines:
        spans += [" ", *line] if spans else line
    return tuple(spans[2:] if skip else spans)


def _lines(
    spans: tuple[Span, ...], wide: float, size: float, *, bold: bool = False
) -> list[tuple[Span, ...]]:
    return wrapped(spans, wide - 2 * PADDING_X, size, bold=bold)


def _height(lines: list[list[tuple[Span, ...]]], size: float) -> float:
    return max(len(each) for each in lines) * size * _LINE + 2 * PADDING_Y
