"""An export described once (mô tả): sections of text, tables and charts, without a format.

Outlines (`indicators/export/outlines/`) make a document from a snapshot; writers draw it. Every
number in it is a `Figure`: its text is the same in all formats, its value unrounded, its `trace`
the place in the snapshot it was taken from, so that a test, and a reader, can follow each.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from indicators.catalogue.model import Operator
from indicators.export.palette import Mark
from indicators.export.snapshot import Head

Look = Literal["body", "lead", "note", "bullet", "heading"]
Align = Literal["left", "right", "center"]
ChartKind = Literal["bars", "line"]
SectionKind = Literal["overview", "unit", "indicator", "explanations", "annex", "text"]


@dataclass(frozen=True, slots=True)
class Figure:
    """One number as every format shows it.

    `text` is it as vi_VN writes it, with its unit ("97,96 %", "Có", "12"); `value` is unrounded;
    `trace` says where in the snapshot it stands, see `indicators.export.tracing`.
    """

    text: str
    value: float | None
    trace: str
    status: Mark | None = None


Span = str | Figure


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph, its figures inside; `look` "bullet" is one item of a list."""

    spans: tuple[Span, ...]
    look: Look = "body"

    @property
    def plain(self) -> str:
        """The paragraph without its looks."""
        return plain_text(self.spans)


@dataclass(frozen=True, slots=True)
class Tile:
    """One large number with what it is: the first thing read."""

    label: str
    figure: Figure
    note: str = ""


@dataclass(frozen=True, slots=True)
class Tiles:
    """Some large numbers side by side."""

    tiles: tuple[Tile, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table: `width` is its share of the table's width, beside the others'."""

    title: str
    width: float = 1.0
    align: Align = "left"


@dataclass(frozen=True, slots=True)
class TableCell:
    """What stands in one place; with a `status` it has that colour and its symbol in front.

    `charts` are drawn small below the words, side by side, by formats that can draw in a cell.
    """

    spans: tuple[Span, ...] = ()
    status: Mark | None = None
    is_strong: bool = False
    charts: tuple[Chart, ...] = ()

    @property
    def plain(self) -> str:
        """The cell without its looks and symbol."""
        return plain_text(self.spans)


@dataclass(frozen=True, slots=True)
class Table:
    """Rows below a repeated head. `strong_rows` (numbers of rows) stand out: sums, roll-ups."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[TableCell, ...], ...]
    title: str = ""
    strong_rows: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class ChartPoint:
    """One bar or one point: `figure` None where there is no figure; `goal` is what was due."""

    label: str
    figure: Figure | None
    goal: float | None = None
    upper: float | None = None
    status: Mark = "pending"


@dataclass(frozen=True, slots=True)
class Chart:
    """One series with what was due: bars side by side (`bars`) or a way through time (`line`).

    `alt` says it in words, for those who do not see it; `number_format` is Excel's, for axes.
    """

    kind: ChartKind
    title: str
    measure: str
    points: tuple[ChartPoint, ...]
    alt: str
    decimals: int = 1
    operator: Operator | None = None
    value_label: str = "Thực hiện"
    goal_label: str = "Phải đạt"

    @property
    def number_format(self) -> str:
        """Excel's number format: vi_VN wherever it is opened (EXPORTS.md, "PowerPoint")."""
        places = f".{'0' * self.decimals}" if self.decimals else ""
        return f"[$-42A]#,##0{places}"


Block = Text | Tiles | Table | Chart


@dataclass(frozen=True, slots=True)
class Section:
    """One slide, page or chapter. `sources` name the origin of its figures; `about` is a code.

    `is_wide`: needs a landscape page.
    """

    title: str
    blocks: tuple[Block, ...]
    kind: SectionKind = "text"
    level: int = 1
    about: str = ""
    sources: tuple[str, ...] = ()
    is_wide: bool = False
    subtitle: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """Everything one export shows; `notices` must be seen on every page ("Số liệu mẫu…")."""

    title: str
    subtitle: str
    head: Head
    sections: tuple[Section, ...]
    notices: tuple[str, ...] = field(default=())

    def figures(self) -> list[Figure]:
        """Return every figure of the document, in reading order."""
        return [each for section in self.sections for each in figures_of(section.blocks)]


def figures_of(blocks: Iterable[Block]) -> list[Figure]:
    """Return the figures of some blocks, in reading order."""
    return [span for block in blocks for span in _spans(block) if isinstance(span, Figure)]


def plain_text(spans: tuple[Span, ...]) -> str:
    """Return spans as one text."""
    return "".join(span if isinstance(span, str) else span.text for span in spans)


def _spans(block: Block) -> list[Span]:
    match block:
        case Text():
            return list(block.spans)
        case Tiles():
            return [tile.figure for tile in block.tiles]
        case Table():
            return [span for row in block.rows for cell in row for span in _in_cell(cell)]
        case Chart():
            return _in_chart(block)


def _in_cell(cell: TableCell) -> list[Span]:
    return [*cell.spans, *(span for chart in cell.charts for span in _in_chart(chart))]


def _in_chart(chart: Chart) -> list[Span]:
    return [point.figure for point in chart.points if point.figure is not None]
