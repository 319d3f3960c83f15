"""The same words by the same library, and nothing else: what exports are measured beside.

Each function reads a file back, or takes the document it was drawn from, and returns a call that
writes those texts, numbers, tables and charts anew: no colours, widths, formulas or notices.
"""

from __future__ import annotations

import json
import subprocess
import sys
import warnings
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import xlsxwriter
from docx.table import Table as LetterTable
from openpyxl import load_workbook
from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Cm
from xlsxwriter.worksheet import Worksheet

from indicators.export.document import Document, Section, Table, Text
from indicators.export.press import Format
from indicators.export.press.typeface import FOLDER as FONTS

Call = Callable[[], bytes]
_PLACE = (Cm(1), Cm(1), Cm(20), Cm(10))
_BLANK = 6  # of the layouts of python-pptx's own base
_SCRIPT = Path(__file__).with_name("bare_pages.py")


def deck(content: bytes) -> Call:
    """Return a call that writes the texts, tables, charts and notes of a deck by python-pptx."""
    slides = [
        (list(_parts(slide.shapes)), slide.notes_slide.notes_text_frame.text)
        for slide in Presentation(BytesIO(content)).slides
    ]

    def written() -> bytes:
        made = Presentation()
        for parts, notes in slides:
            slide = made.slides.add_slide(made.slide_layouts[_BLANK])
            for part in parts:
                _add(slide.shapes, part)
            slide.notes_slide.notes_text_frame.text = notes
        return _saved(made.save)

    return written


def _parts(shapes: Any) -> Iterator[Any]:  # noqa: ANN401 - python-pptx has no types
    for shape in shapes:
        if shape.has_table:
            yield [[cell.text for cell in row.cells] for row in shape.table.rows]
        elif shape.has_chart:
            yield _chart_data(shape.chart)
        elif shape.has_text_frame and shape.text_frame.text:
            yield shape.text_frame.text


def _chart_data(chart: Any) -> Any:  # noqa: ANN401 - python-pptx has no types
    data: Any = CategoryChartData()  # type: ignore[no-untyped-call]
    data.categories = list(chart.plots[0].categories)
    for plot in chart.plots:
        for series in plot.series:
            data.add_series(series.name, series.values)
    return data


def _add(shapes: Any, part: Any) -> None:  # noqa: ANN401 - python-pptx has no types
    if isinstance(part, str):
        shapes.add_textbox(*_PLACE).text_frame.text = part
    elif isinstance(part, list):
        _fill(shapes.add_table(len(part), len(part[0]), *_PLACE).table, part)
    else:
        shapes.add_chart(XL_CHART_TYPE.COLUMN_CLUSTERED, *_PLACE, part)


def letter(content: bytes) -> Call:
    """Return a call that writes the paragraphs and tables of a report by python-docx.

    Its charts are left out: python-docx has none.
    """
    blocks = [
        [[cell.text for cell in row.cells] for row in block.rows]
        if isinstance(block, LetterTable)
        else block.text
        for block in docx.Document(BytesIO(content)).iter_inner_content()
    ]

    def written() -> bytes:
        made = docx.Document()
        for block in blocks:
            if isinstance(block, str):
                made.add_paragraph(block)
            else:
                _fill(made.add_table(len(block), len(block[0])), block)
        return _saved(made.save)

    return written


def _fill(table: Any, texts: list[list[str]]) -> None:  # noqa: ANN401 - of two libraries
    for row, line in zip(table.rows, texts, strict=True):
        for cell, text in zip(row.cells, line, strict=True):
            cell.text = text


def book(content: bytes) -> Call:
    """Return a call that writes the values and formulas of a workbook's cells by xlsxwriter."""
    sheets = list(
        zip(_cells(content, data_only=False), _cells(content, data_only=True), strict=True)
    )

    def written() -> bytes:
        buffer = BytesIO()
        with xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_urls": False}) as made:
            for (name, rows), (_, results) in sheets:
                _write(made.add_worksheet(name), rows, results)
        return buffer.getvalue()

    return written


def _cells(content: bytes, *, data_only: bool) -> list[tuple[str, list[tuple[Any, ...]]]]:
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Sparkline Group extension")
        found = load_workbook(BytesIO(content), read_only=True, data_only=data_only)
        return [(each.title, list(each.iter_rows(values_only=True))) for each in found.worksheets]


def _write(sheet: Worksheet, rows: list[tuple[Any, ...]], results: list[tuple[Any, ...]]) -> None:
    for down, (row, told) in enumerate(zip(rows, results, strict=True)):
        for place, (value, result) in enumerate(zip(row, told, strict=True)):
            if isinstance(value, str) and value.startswith("="):
                sheet.write_formula(down, place, value, None, result)
            elif value is not None:
                sheet.write(down, place, value)


def pages(document: Document, kind: Format) -> Call:
    """Return a call that sets a document's texts and tables by typst, in a process of its own."""
    data = json.dumps([list(_told(each)) for each in document.sections]).encode()
    command = [sys.executable, "-E", "-s", "-X", "utf8", str(_SCRIPT), kind, str(FONTS)]

    def written() -> bytes:
        done = subprocess.run(command, input=data, capture_output=True, check=True)
        return done.stdout

    return written


def _told(section: Section) -> Iterator[str | list[list[str]]]:
    yield section.title
    for block in section.blocks:
        if isinstance(block, Text):
            yield block.plain
        elif isinstance(block, Table):
            head = [each.title for each in block.columns]
            yield [head, *([cell.plain for cell in row] for row in block.rows)]


def _saved(save: Callable[[BytesIO], None]) -> bytes:
    buffer = BytesIO()
    save(buffer)
    return buffer.getvalue()
