"""A chart placed in a page (biểu đồ trong văn bản): native, so that Word edits it with its figures.

Source: EXPORTS.md, "Word"; ECMA-376 part 1, 14.2.1 (chart part) and 20.4.2.8 (inline drawing).
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from indicators.export.document import Chart
from indicators.export.inert import plain
from indicators.export.native_chart import WORKBOOK_ID, native
from indicators.export.word.measures import emu, points
from indicators.export.word.styles import PLAIN
from indicators.export.word.xml import paragraph

if TYPE_CHECKING:
    from docx.document import Document

_LETTERS = 10
_SHAPE = 0.48  # its height beside its width
_CHART = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
_BOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_NAMES = (  # a base file need not have these
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"'
)
_URI = "http://schemas.openxmlformats.org/drawingml/2006/chart"


def chart_xml(chart: Chart, document: Document, number: int, room: float) -> str:
    """Add a chart's parts to a document, and return the paragraph that shows it.

    Args:
        chart: with at least one point that has a figure.
        document: the document it will stand in.
        number: of the drawing, its own within the document.
        room: its width in millimetres.
    """
    wide, high = emu(room), emu(room * _SHAPE)
    name, told = f"Biểu đồ {number}", escape(plain(chart.alt))
    drawing = (
        f'<w:r><w:drawing><wp:inline {_NAMES} distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent cx="{wide}" cy="{high}"/><wp:docPr id="{number}" name="{name}"'
        f' descr="{told}"/><wp:cNvGraphicFramePr/><a:graphic><a:graphicData uri="{_URI}">'
        f'<c:chart r:id="{_related(chart, document, room)}"/></a:graphicData></a:graphic>'
        f"</wp:inline></w:drawing></w:r>"
    )
    return paragraph(drawing, PLAIN, jc="center", spacing=(6, 6))


def _related(chart: Chart, document: Document, room: float) -> str:
    """Add the chart's part and its workbook's, and return the id of the relation to the first."""
    from docx.opc.constants import RELATIONSHIP_TYPE  # noqa: PLC0415 - only a file with charts needs it
    from docx.opc.packuri import PackURI  # noqa: PLC0415
    from docx.opc.part import Part  # noqa: PLC0415

    made = native(chart, width=points(room), size=_LETTERS)
    package = document.part.package
    taken = {str(part.partname) for part in package.iter_parts()}
    free = next(n for n in range(1, len(taken) + 2) if f"/word/charts/chart{n}.xml" not in taken)
    book = Part(PackURI(f"/word/embeddings/bieu-do-{free}.xlsx"), _BOOK, made.workbook, package)
    part = Part(PackURI(f"/word/charts/chart{free}.xml"), _CHART, made.xml, package)
    if part.relate_to(book, RELATIONSHIP_TYPE.PACKAGE) != WORKBOOK_ID:
        raise AssertionError("a chart's workbook is its only relation")
    return document.part.relate_to(part, RELATIONSHIP_TYPE.CHART)
