"""A table as XML (bảng): cells in the colours of their status, heads repeated on every slide."""

from __future__ import annotations

from html import escape

from indicators.export.chart_xml import fill, told_plainly
from indicators.export.document import Align, Column, TableCell
from indicators.export.measure import fitting
from indicators.export.palette import COLOURS, HOLLOW, INK, LINE
from indicators.export.slides.geometry import Box, emu
from indicators.export.slides.rows import (
    PADDING_X,
    PADDING_Y,
    SIZE,
    TITLE_HEIGHT,
    Cut,
    column_widths,
    marked,
)
from indicators.export.slides.shapes import paragraph, run, text_box

_TABLE = "http://schemas.openxmlformats.org/drawingml/2006/table"
_HEAD, _PLAIN, _STRONG = "#E3EBF5", "#FFFFFF", "#F1F5FA"
_ALIGNS: dict[Align, str] = {"left": "l", "right": "r", "center": "ctr"}


def table(number: int, cut: Cut, box: Box) -> str:
    """Return rows of a table, its title above them; takes the ids `number` and the next.

    Args:
        number: the first id that is free.
        cut: the rows, each with its height.
        box: as high as `cut.height`.
    """
    above = ""
    if cut.table.title:
        strip = Box(box.x, box.y, box.w, TITLE_HEIGHT)
        size = fitting(cut.table.title, box.w, (13.0, 12.0, 11.0, 10.0), 1, bold=True)
        above = text_box(
            number + 1, "Tên bảng", strip, paragraph(run(cut.table.title, size, bold=True))
        )
        box = Box(box.x, box.y + TITLE_HEIGHT, box.w, box.h - TITLE_HEIGHT)
    alt = f"Bảng: {', '.join(each.title for each in cut.table.columns)}"
    x, y, w, h = box.emu
    widths = [emu(each) for each in column_widths(cut.table, box.w)]
    columns = "".join(f'<a:gridCol w="{each}"/>' for each in widths)
    return above + (
        f'<p:graphicFrame><p:nvGraphicFramePr><p:cNvPr id="{number}" name="Bảng {number}"'
        f' descr="{escape(told_plainly(alt))}"/><p:cNvGraphicFramePr><a:graphicFrameLocks'
        f' noGrp="1"/></p:cNvGraphicFramePr><p:nvPr/></p:nvGraphicFramePr><p:xfrm>'
        f'<a:off x="{x}" y="{y}"/><a:ext cx="{w}" cy="{h}"/></p:xfrm><a:graphic>'
        f'<a:graphicData uri="{_TABLE}"><a:tbl><a:tblPr firstRow="1"/>'
        f"<a:tblGrid>{columns}</a:tblGrid>{_rows(cut)}</a:tbl></a:graphicData></a:graphic>"
        f"</p:graphicFrame>"
    )


def _rows(cut: Cut) -> str:
    columns = cut.table.columns
    head = "".join(
        _cell(run(each.title, cut.head_size, bold=True, ink=INK), each.align, _HEAD)
        for each in columns
    )
    told = [_row(head, cut.heights[0])]
    for place, (row, height) in enumerate(zip(cut.table.rows, cut.heights[1:], strict=True)):
        is_strong = place in cut.table.strong_rows
        cells = "".join(
            _filled(cell, column, cut.size, is_strong=is_strong)
            for cell, column in zip(row, columns, strict=True)
        )
        told.append(_row(cells, height))
    return "".join(told)


def _row(cells: str, height: float) -> str:
    return f'<a:tr h="{emu(height)}">{cells}</a:tr>'


def _filled(cell: TableCell, column: Column, size: float, *, is_strong: bool) -> str:
    ground, ink = _STRONG if is_strong else _PLAIN, INK
    if cell.status is not None:
        ground, ink = COLOURS[cell.status]
    bold = cell.is_strong or is_strong
    runs = "".join(
        run(span if isinstance(span, str) else span.text, size, bold=bold, ink=ink)
        for span in marked(cell)
    )
    return _cell(runs, column.align, ground, ink if cell.status in HOLLOW else "")


def _cell(runs: str, align: Align, ground: str, edge: str = "") -> str:
    """Return a cell; with an `edge` in dashes of that colour on all sides."""
    side, top = emu(PADDING_X), emu(PADDING_Y)
    line = f'w="6350">{fill(LINE)}'
    sides = f'<a:lnL w="0"><a:noFill/></a:lnL><a:lnR w="0"><a:noFill/></a:lnR><a:lnT {line}</a:lnT>'
    sides += f"<a:lnB {line}</a:lnB>"
    if edge:
        dashes = f'w="12700">{fill(edge)}<a:prstDash val="sysDash"/>'
        sides = "".join(f"<a:ln{each} {dashes}</a:ln{each}>" for each in "LRTB")
    end = f'<a:endParaRPr lang="vi-VN" sz="{round(SIZE * 100)}"/>' if not runs else ""
    return (
        f'<a:tc><a:txBody><a:bodyPr/><a:lstStyle/><a:p><a:pPr algn="{_ALIGNS[align]}"/>'
        f'{runs}{end}</a:p></a:txBody><a:tcPr marL="{side}" marR="{side}" marT="{top}"'
        f' marB="{top}" anchor="ctr">{sides}{fill(ground)}</a:tcPr></a:tc>'
    )
