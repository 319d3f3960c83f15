"""Tables as WordprocessingML, written in one go: a report has thousands of cells."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

from indicators.export.document import Align, Figure, Span, Table, TableCell
from indicators.export.measure import width
from indicators.export.palette import COLOURS, SYMBOLS
from indicators.export.word.measures import ANNEX_CELL, CELL, TALL, points, twips
from indicators.export.word.styles import ANNEX_STYLE
from indicators.export.word.xml import Jc, paragraph, run, unbroken

_JC: dict[Align, Jc] = {"left": "left", "right": "right", "center": "center"}
_HEAD, _STRONG = "E7ECF2", "F3F5F8"
_MARGINS = 7.0  # points, left and right of a cell's text together
_NARROWER = 0.86  # the letters of official documents beside those that are measured
_SMALLEST = 6.0  # points
_MOST_WHOLE, _WHOLE = 30, 0.6  # rows, and share of a page, of a table that no page breaks
_TOGETHER = 2  # rows at either end of a table that stay on one page
_LEADING, _SPACE = 1.2, 5.0  # of a line; points above and below a row's text
_LINES = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)


def bare_table(rows: Sequence[Sequence[str]], columns: Sequence[float]) -> str:
    """Return a table without lines and cell margins, to place paragraphs side by side.

    Args:
        rows: the cells' paragraphs as XML; no page breaks a row.
        columns: their widths in millimetres.
    """
    none = "".join(
        f'<w:{side} w:w="0" w:type="dxa"/>' for side in ("top", "left", "bottom", "right")
    )
    widths = [twips(each) for each in columns]
    told = "".join(
        "<w:tr><w:trPr><w:cantSplit/></w:trPr>"
        + "".join(
            f"<w:tc>{_cell_look(wide)}{cell}</w:tc>" for cell, wide in zip(row, widths, strict=True)
        )
        + "</w:tr>"
        for row in rows
    )
    return f"{_start(widths, '', none)}{told}</w:tbl>"


def table_xml(table: Table, room: float, style: str, *, keep_next: bool = False) -> str:
    """Return a table with lines; its head is repeated on each page, no page breaks a row.

    A table that fits well on one page is not broken; of another no row or two stand alone.

    Args:
        table: a row with fewer cells than columns has its last cell over what remains.
        room: its width in millimetres.
        style: the id of its paragraphs' style.
        keep_next: whether its last rows stay with what follows.
    """
    shares = sum(column.width for column in table.columns)
    widths = [twips(room * column.width / shares) for column in table.columns]
    sides = (("top", 0), ("left", 70), ("bottom", 0), ("right", 70))
    margins = "".join(f'<w:{side} w:w="{wide}" w:type="dxa"/>' for side, wide in sides)
    lines = f"<w:tblBorders>{_LINES}</w:tblBorders>"
    kept = kept_rows(table, widths, _letters(style), keep_next=keep_next)
    rows = (
        _row(
            row, table, widths, style, is_strong=number in table.strong_rows, is_kept=number in kept
        )
        for number, row in enumerate(table.rows)
    )
    return f"{_start(widths, lines, margins)}{_head(table, widths, style)}{''.join(rows)}</w:tbl>"


def kept_rows(
    table: Table, widths: Sequence[int], letters: float, *, keep_next: bool = False
) -> frozenset[int]:
    """Return the numbers of the rows that stay on the page of the row below them.

    Args:
        table: its rows.
        widths: of its columns, in twentieths of a point.
        letters: their size in points.
        keep_next: whether the last row stays with what follows the table.
    """
    last = len(table.rows) - 1
    if last < _MOST_WHOLE and _height(table, widths, letters) <= _WHOLE * points(TALL):
        kept = {*range(last)}
    else:
        ends = (*range(_TOGETHER - 1), *range(last - _TOGETHER + 1, last))
        kept = {each for each in ends if 0 <= each < last}
    return frozenset({*kept, last} if keep_next else kept)


def _height(table: Table, widths: Sequence[int], letters: float) -> float:
    """Return about how high a table is, in points: its head and rows with their lines."""
    head = max(
        _lines(each.title, wide, letters) for each, wide in zip(table.columns, widths, strict=True)
    )
    rows = (
        max(_lines(cell.plain, wide, letters) for cell, wide in zip(row, widths, strict=False))
        for row in table.rows
    )
    return sum(lines * letters * _LEADING + _SPACE for lines in (head, *rows))


def _lines(text: str, wide: int, letters: float) -> int:
    room = wide / 20 - _MARGINS
    return sum(max(1, ceil(_NARROWER * width(each, letters) / room)) for each in text.split("\n"))


def _letters(style: str) -> float:
    return ANNEX_CELL if style == ANNEX_STYLE else CELL


def _start(widths: Sequence[int], lines: str, margins: str) -> str:
    grid = "".join(f'<w:gridCol w:w="{wide}"/>' for wide in widths)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/>'
        f'{lines}<w:tblLayout w:type="fixed"/><w:tblCellMar>{margins}</w:tblCellMar></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>"
    )


def _head(table: Table, widths: Sequence[int], style: str) -> str:
    cells = "".join(
        f"<w:tc>{_cell_look(wide, ground=_HEAD, middle=True)}"
        f"{paragraph(run(column.title, bold=True), style, jc='center', keep_next=True)}</w:tc>"
        for column, wide in zip(table.columns, widths, strict=True)
    )
    return f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{cells}</w:tr>"


def _row(
    row: tuple[TableCell, ...],
    table: Table,
    widths: Sequence[int],
    style: str,
    *,
    is_strong: bool,
    is_kept: bool,
) -> str:
    cells = []
    for place, cell in enumerate(row):
        over = len(widths) - place if place == len(row) - 1 else 1
        wide = sum(widths[place : place + over])
        jc = _JC[table.columns[place].align] if over == 1 else "left"
        # A row that stands above others stays with the next of them.
        keep = is_kept or over > 1
        cells.append(_cell(cell, wide, over, jc, style, is_strong=is_strong, keep=keep))
    return f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{''.join(cells)}</w:tr>"


def _cell(
    cell: TableCell, wide: int, over: int, jc: Jc, style: str, *, is_strong: bool, keep: bool
) -> str:
    text, size = _fitted(cell.spans, wide / 20 - _MARGINS, _letters(style))
    ink, shade = "", ""
    if cell.status:
        back, ink = COLOURS[cell.status]
        text, shade = f"{SYMBOLS[cell.status]} {text}", back.removeprefix("#")
    told = run(text, bold=is_strong or cell.is_strong, ink=ink, size=size) if text else ""
    # The colour lies behind the words alone: over a whole high cell it would outshout them.
    body = paragraph(told, style, jc=jc, keep_next=keep, shade=shade)
    ground = _STRONG if is_strong else ""
    return f"<w:tc>{_cell_look(wide, over=over, ground=ground)}{body}</w:tc>"


def _fitted(spans: tuple[Span, ...], room: float, letters: float) -> tuple[str, float | None]:
    """Return a cell's text, and the size of its letters where the style's is too large.

    A figure too wide for its column, in points, leaves its unit to the next line; a number that
    is still too wide is set smaller: cut in two it would be read as two.
    """
    text = unbroken(spans)
    if not any(isinstance(each, Figure) for each in spans) or _widest(text, letters) <= room:
        return text, None
    loose = text.replace("\u00a0", " ")
    widest = _widest(loose, letters)
    if widest <= room:
        return loose, None
    return loose, max(_SMALLEST, int(2 * letters * room / widest) / 2)


def _widest(text: str, letters: float) -> float:
    """Return the width of the widest piece that no line breaks, in points."""
    pieces = text.replace("\n", " ").split(" ")
    return max(width(each, letters) for each in pieces) * _NARROWER


def _cell_look(wide: int, *, over: int = 1, ground: str = "", middle: bool = False) -> str:
    parts = (
        f'<w:tcW w:w="{wide}" w:type="dxa"/>',
        f'<w:gridSpan w:val="{over}"/>' if over > 1 else "",
        f'<w:shd w:val="clear" w:color="auto" w:fill="{ground}"/>' if ground else "",
        '<w:vAlign w:val="center"/>' if middle else "",
    )
    return f"<w:tcPr>{''.join(parts)}</w:tcPr>"
