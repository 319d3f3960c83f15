"""The parts of a report as WordprocessingML (nội dung văn bản): headings, text, tables, charts."""

from __future__ import annotations

from collections.abc import Iterable

from indicators.export.document import Block, Chart, Look, Section, Table, Text
from indicators.export.word.chart import chart_xml
from indicators.export.word.measures import SIZE, SMALL
from indicators.export.word.pen import Pen
from indicators.export.word.styles import (
    ANNEX_STYLE,
    BODY,
    BULLET,
    CAPTION,
    CELL_STYLE,
    HEADING,
    NOTE,
    PLAIN,
    SUBHEADING,
)
from indicators.export.word.table import table_xml
from indicators.export.word.xml import paragraph, run, unbroken

_STYLES: dict[Look, str] = {
    "body": BODY,
    "lead": BODY,
    "note": NOTE,
    "bullet": BULLET,
    "heading": SUBHEADING,
}


def section_xml(
    pen: Pen, section: Section, room: float, *, with_title: bool = True, with_sign: bool = False
) -> str:
    """Return a section of the body.

    Args:
        pen: draws it.
        section: its heading, if it has one, and blocks.
        room: the width between the margins, in millimetres.
        with_title: whether its heading is drawn.
        with_sign: whether its last block stays with what follows: the end, and who signs.
    """
    parts = []
    if section.title and with_title:
        style = HEADING if section.level == 1 else SUBHEADING
        parts.append(paragraph(run(section.title), style))
    last = len(section.blocks) - 1
    parts += [
        block_xml(pen, block, room, keep_next=with_sign and place == last)
        for place, block in enumerate(section.blocks)
    ]
    return "".join(parts)


def block_xml(pen: Pen, block: Block, room: float, *, keep_next: bool = False) -> str:
    """Return one block; a table with its number and title above it."""
    match block:
        case Text():
            start = "- " if block.look == "bullet" else ""
            told = run(unbroken((start, *block.spans)), bold=block.look == "lead")
            leads = block.plain.endswith(":")  # to what stands below it
            return paragraph(told, _STYLES[block.look], keep_next=keep_next or leads)
        case Table():
            drawn = table_xml(block, room, CELL_STYLE, keep_next=keep_next)
            return _captioned(pen, block) + drawn + _gap(keep_next=keep_next)
        case Chart():
            return chart_xml(block, pen.document, next(pen.drawings), room)
        case _:
            return ""  # a report has no tiles


def annex_xml(section: Section, room: float, of_what: str) -> str:
    """Return an annex: its name, its title, what it belongs to, its tables."""
    tables = (
        table_xml(each, room, ANNEX_STYLE) for each in section.blocks if isinstance(each, Table)
    )
    head: Iterable[str] = (
        _centred(run(section.title, bold=True, size=SIZE)),
        _centred(run(section.subtitle.upper(), bold=True, size=SMALL)),
        paragraph(run(of_what, italic=True, size=SMALL), PLAIN, jc="center", spacing=(0, 8)),
    )
    return "".join((*head, *tables))


def _captioned(pen: Pen, table: Table) -> str:
    if not table.title:
        return ""
    return paragraph(run(f"Bảng {next(pen.tables)}. {table.title}"), CAPTION)


def _centred(runs: str) -> str:
    return paragraph(runs, PLAIN, jc="center")


def _gap(*, keep_next: bool) -> str:
    return paragraph("", PLAIN, spacing=(0, 4), keep_next=keep_next)
