"""Tables on slides (bảng): how high each row is, and how a table is cut to fit (phân trang)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from indicators.export.document import Span, Table, TableCell, plain_text
from indicators.export.measure import width as width_of
from indicators.export.measure import wrapped
from indicators.export.palette import SYMBOLS

SIZE, HEAD_SIZE, TITLE_HEIGHT = 11.0, 10.0, 20.0  # points
PADDING_X, PADDING_Y = 5.0, 3.0
MOST_ROWS = 13  # on one slide: more than can be read from the end of a room
_SIZES = (SIZE, 10.5, 10.0, 9.5, 9.0, 8.5, 8.0)  # points
_LONGEST_WORD, _SHORT = 14, 2  # letters: a longer word may be cut; a unit no longer than that
_WIDER = 1.12  # letters of an office's own base beside those that are measured
_LINE = 1.22  # a line's height beside its letters'
_GOES_ON = "…"
_SIGNS = frozenset(SYMBOLS.values())
_Row = tuple[TableCell, ...]


@dataclass(frozen=True, slots=True)
class Cut:
    """Some rows of a table: `heights` are those of its head and of each row, in points.

    `size` is that of its letters.
    """

    table: Table
    heights: tuple[float, ...]
    size: float = SIZE

    @property
    def head_size(self) -> float:
        """The size of the letters of its head."""
        return min(HEAD_SIZE, self.size)

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
    size = _size(table, widths)
    head_size = min(HEAD_SIZE, size)
    head = _height(
        [
            _lines((each.title,), wide, head_size)
            for each, wide in zip(table.columns, widths, strict=True)
        ],
        head_size,
    )
    most = max(1, int((room - head - TITLE_HEIGHT - 2 * PADDING_Y) / (size * _LINE)))
    rows: list[_Row] = []
    heights = [head]
    strong: set[int] = set()
    for place, row in enumerate(table.rows):
        is_strong = place in table.strong_rows
        for part, lines in _parts(row, widths, most, size, is_strong=is_strong):
            if place in table.strong_rows:
                strong.add(len(rows))
            rows.append(part)
            heights.append(_height(lines, size))
    whole = replace(table, rows=tuple(rows), strong_rows=frozenset(strong))
    return Cut(whole, tuple(heights), size)


def _size(table: Table, widths: list[float]) -> float:
    """Return the largest letters at which no column parts a number, a date or a short word."""
    room = min(
        (
            (wide - 2 * PADDING_X) / (widest * _WIDER)
            for place, wide in enumerate(widths)
            if (widest := _widest(table, place))
        ),
        default=SIZE,
    )
    return next((size for size in _SIZES if size <= room), _SIZES[-1])


def _widest(table: Table, place: int) -> float:
    """Return the width of what a column must not part, in letters of one point."""
    pieces: dict[bool, set[str]] = {False: set(), True: set()}
    for number, row in enumerate(table.rows):
        is_strong = row[place].is_strong or number in table.strong_rows
        pieces[is_strong].update(_unparted(plain_text(marked(row[place]))))
    found = (width_of(each, 1.0, bold=bold) for bold, told in pieces.items() for each in told)
    return max(found, default=0.0)


def _unparted(text: str) -> Iterator[str]:
    """Yield what stands in one piece: a symbol and a unit with their number; no long word."""
    piece = ""
    for word in text.split():
        is_unit = len(word) <= _SHORT and not word.isalnum() and piece[-1:].isdigit()
        if piece in _SIGNS or is_unit:
            piece = f"{piece} {word}"
            continue
        yield piece
        piece = word if len(word) <= _LONGEST_WORD or word[-1:].isdigit() else ""
    yield piece


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
    heights = (whole.heights[0], *whole.heights[start + 1 : end + 1])
    return Cut(part, heights, whole.size)


def marked(cell: TableCell) -> tuple[Span, ...]:
    """Return what a cell shows: the symbol of its status in front, so that colour is not all."""
    if cell.status is None:
        return cell.spans
    return (f"{SYMBOLS[cell.status]} ", *cell.spans) if cell.spans else (SYMBOLS[cell.status],)


def _parts(
    row: _Row, widths: list[float], most: int, size: float, *, is_strong: bool
) -> Iterator[tuple[_Row, list[list[tuple[Span, ...]]]]]:
    """Yield a row in parts of at most `most` lines, with the lines of each of its cells."""
    lines = [
        _lines(marked(cell), wide, size, bold=is_strong or cell.is_strong)
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
