"""A document as the template reads it: plain lists and texts, charts already drawn."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from indicators.export.document import (
    Block,
    Chart,
    Column,
    Document,
    Section,
    Span,
    Table,
    TableCell,
    Text,
    Tile,
    Tiles,
    plain_text,
)
from indicators.export.drawing import size_of, strip, svg
from indicators.export.palette import ACCENT, COLOURS, INK, LINE, SOFT, SYMBOLS
from indicators.export.snapshot import Head

_LARGE = 1000  # small charts; from here on pages are not counted beforehand, which takes memory
WIDE, HALF = 1040.0, 510.0  # px a chart is drawn at: the width of a page, half of it
_PRODUCT = "Bảng Xanh"


def laid_out(document: Document, progress: Callable[[int], None]) -> dict[str, Any]:
    """Return everything the template needs; `progress` is told each section that is done."""
    sections, strips = [], _Strips()
    for done, section in enumerate(document.sections):
        progress(done)
        sections.append(_section(section, strips))
    return {
        "strips": strips.drawn,
        "is_large": len(strips.drawn) > _LARGE,
        "title": document.title,
        "subtitle": document.subtitle,
        "author": document.head.office,
        "foot": foot(document.head),
        "notices": list(document.notices),
        "look": look(),
        "sections": sections,
    }


def foot(head: Head) -> str:
    """Return what stands below every page: whose figures, of which period, as known when."""
    told = (
        _PRODUCT,
        head.office,
        head.group_name or head.unit_name,
        head.period_label,
        f"số liệu lúc {head.known_text}",
        f"phiên bản dữ liệu {head.version}",
    )
    return " · ".join(dict.fromkeys(each for each in told if each))


def look() -> dict[str, Any]:
    """Return the colours and symbols of palette.py."""
    return {
        "colours": {status: list(pair) for status, pair in COLOURS.items()},
        "symbols": dict(SYMBOLS),
        "ink": INK,
        "soft": SOFT,
        "line": LINE,
        "accent": ACCENT,
    }


class _Strips:
    """The small charts of a document, each drawn once: a unit's and an indicator's page share."""

    def __init__(self) -> None:
        self.drawn: list[dict[str, str]] = []
        self._places: dict[tuple[Chart, ...], int] = {}

    def place(self, charts: tuple[Chart, ...]) -> int:
        """Return which of the drawn ones shows `charts`."""
        found = self._places.setdefault(charts, len(self.drawn))
        if found == len(self.drawn):
            told = " ".join(each.alt for each in charts)
            self.drawn.append({"svg": strip(charts), "alt": told})
        return found


def _section(section: Section, strips: _Strips) -> dict[str, Any]:
    return {
        "title": section.title,
        "subtitle": section.subtitle,
        "level": section.level,
        "blocks": _blocks(section.blocks, strips),
        "sources": list(section.sources),
    }


def _blocks(blocks: tuple[Block, ...], strips: _Strips) -> list[dict[str, Any]]:
    """Return blocks; charts that follow each other share a row of two."""
    found: list[dict[str, Any]] = []
    for place, block in enumerate(blocks):
        match block:
            case Text():
                found.append({"kind": "text", "look": block.look, "runs": _runs(block.spans)})
            case Tiles():
                found.append({"kind": "tiles", "tiles": [_tile(each) for each in block.tiles]})
            case Table():
                found.append(_table(block, strips))
            case Chart():
                near = blocks[max(place - 1, 0) : place] + blocks[place + 1 : place + 2]
                has_neighbour = any(isinstance(each, Chart) for each in near)
                drawn = _chart(block, HALF if has_neighbour else WIDE)
                if place and isinstance(blocks[place - 1], Chart):
                    found[-1]["charts"].append(drawn)
                else:
                    found.append({"kind": "charts", "charts": [drawn]})
    return found


def _chart(chart: Chart, width: float) -> dict[str, Any]:
    return {
        "title": chart.title,
        "alt": chart.alt,
        "svg": svg(chart, width),
        "share": size_of(chart, width)[0] / WIDE,
    }


def _runs(spans: tuple[Span, ...]) -> list[list[str | bool]]:
    """Return texts, each with whether it is a figure."""
    return [[each, False] if isinstance(each, str) else [each.text, True] for each in spans]


def _tile(tile: Tile) -> dict[str, Any]:
    figure = tile.figure
    return {
        "label": tile.label,
        "text": figure.text,
        "status": figure.status,
        "note": tile.note,
    }


def _table(table: Table, strips: _Strips) -> dict[str, Any]:
    return {
        "kind": "table",
        "title": table.title,
        "columns": [_column(each) for each in table.columns],
        "rows": [[_cell(each, strips) for each in row] for row in table.rows],
        "strong": sorted(table.strong_rows),
    }


def _column(column: Column) -> dict[str, Any]:
    return {"title": column.title, "width": column.width, "align": column.align}


def _cell(cell: TableCell, strips: _Strips) -> dict[str, Any]:
    """Return a cell: its first line, the small lines below, colour and small charts."""
    first, _, rest = plain_text(cell.spans).partition("\n")
    found: dict[str, Any] = {"text": first}
    if rest:
        found["below"] = rest
    if cell.status:
        found["status"] = cell.status
    if cell.is_strong:
        found["strong"] = True
    if cell.charts:
        found["strip"] = strips.place(cell.charts)
    return found
