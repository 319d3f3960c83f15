"""A document as the template reads it: plain lists and texts, charts already drawn."""

from __future__ import annotations

from dataclasses import replace
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
from indicators.export.palette import ACCENT, COLOURS, HOLLOW, INK, LINE, SOFT, SYMBOLS
from indicators.export.snapshot import Head

_MOST_CELLS = 5000  # of the tables set together: what typst lays out stays in memory until the end
WIDE, HALF = 1040.0, 510.0  # px a chart is drawn at: the width of a page, half of it
_PRODUCT = "Bảng Xanh"


def parts(document: Document) -> list[Document]:
    """Return `document` in parts of whole sections, each small enough to be set at once.

    A section without blocks is the heading of the next and stays with it.
    """
    found: list[list[Section]] = []
    count = 0
    for before, section in zip((None, *document.sections), document.sections, strict=False):
        more = _cells(section)
        if not found or (count + more > _MOST_CELLS and before is not None and before.blocks):
            found.append([])
            count = 0
        found[-1].append(section)
        count += more
    return [replace(document, sections=tuple(each)) for each in found]


def _cells(section: Section) -> int:
    return sum(
        len(block.rows) * len(block.columns) for block in section.blocks if isinstance(block, Table)
    )


def laid_out(document: Document, strips: Strips | None = None) -> dict[str, Any]:
    """Return everything the template needs; `strips` are shared by the parts of a document."""
    used = _Used(strips or Strips())
    sections = [_section(each, used) for each in document.sections]
    return {
        "strips": used.drawn,
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
        "hollow": list(HOLLOW),
        "ink": INK,
        "soft": SOFT,
        "line": LINE,
        "accent": ACCENT,
    }


class Strips:
    """The small charts of a document, each drawn once: a unit's and an indicator's page share."""

    def __init__(self) -> None:
        self._drawn: dict[tuple[Chart, ...], dict[str, str]] = {}

    def drawn(self, charts: tuple[Chart, ...]) -> dict[str, str]:
        """Return the drawing of `charts` with its words."""
        if charts not in self._drawn:
            told = " ".join(each.alt for each in charts)
            self._drawn[charts] = {"svg": strip(charts), "alt": told}
        return self._drawn[charts]


class _Used:
    """The small charts one part of a document shows, each once."""

    def __init__(self, strips: Strips) -> None:
        self.drawn: list[dict[str, str]] = []
        self._strips, self._places = strips, dict[tuple[Chart, ...], int]()

    def place(self, charts: tuple[Chart, ...]) -> int:
        """Return which of the drawn ones shows `charts`."""
        found = self._places.setdefault(charts, len(self.drawn))
        if found == len(self.drawn):
            self.drawn.append(self._strips.drawn(charts))
        return found


def _section(section: Section, used: _Used) -> dict[str, Any]:
    return {
        "title": section.title,
        "subtitle": section.subtitle,
        "level": section.level,
        "blocks": _blocks(section.blocks, used),
        "sources": list(section.sources),
    }


def _blocks(blocks: tuple[Block, ...], used: _Used) -> list[dict[str, Any]]:
    """Return blocks; charts that follow each other share a row of two."""
    found: list[dict[str, Any]] = []
    for place, block in enumerate(blocks):
        match block:
            case Text():
                found.append({"kind": "text", "look": block.look, "runs": _runs(block.spans)})
            case Tiles():
                found.append({"kind": "tiles", "tiles": [_tile(each) for each in block.tiles]})
            case Table():
                found.append(_table(block, used))
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


def _table(table: Table, used: _Used) -> dict[str, Any]:
    return {
        "kind": "table",
        "title": table.title,
        "columns": [_column(each) for each in table.columns],
        "rows": [[_cell(each, used) for each in row] for row in table.rows],
        "strong": sorted(table.strong_rows),
    }


def _column(column: Column) -> dict[str, Any]:
    return {"title": column.title, "width": column.width, "align": column.align}


def _cell(cell: TableCell, used: _Used) -> dict[str, Any]:
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
        found["strip"] = used.place(cell.charts)
    return found
