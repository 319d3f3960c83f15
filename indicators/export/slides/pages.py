"""A section laid out over as many slides as it takes (dàn trang): nothing overlaps or runs off.

Texts and tables are as high as they measure; charts take what is left, two side by side where
their bars stay wide enough. What does not fit goes on to the next slide, under the same title.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import takewhile

from indicators.export.document import Block, Chart, Section, Table, Text
from indicators.export.measure import wrapped
from indicators.export.slides.geometry import Box
from indicators.export.slides.rows import Cut, cuts, measured

TEXT_SIZES = {"lead": 17.0, "heading": 16.0, "body": 14.0, "bullet": 12.0, "note": 11.0}
TILES_HEIGHT = 74.0
_LINE, _GAP = 1.22, 8.0
_GRAIN = 0.01  # heights are sums of fractions
_LEAST_CHART = 170.0
_LEAST_SHARE = 0.36  # of the width, for the narrower of two charts: its title must stand
_AXIS = 55.0  # the width that names beside an axis take
_SLOTS = {"bars": 42.0, "line": 34.0}  # the least width of one point in a chart of its own
_BESIDE = {"bars": 36.0, "line": 27.0}  # and in one that stands beside another


@dataclass(frozen=True, slots=True)
class Placed:
    """One part of a section and its place; `cut` holds the rows where it is a table."""

    block: Block
    box: Box
    cut: Cut | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """One slide: `number` of `count` that the section takes."""

    section: Section
    parts: tuple[Placed, ...]
    number: int = 1
    count: int = 1

    @property
    def counted(self) -> str:
        """Which of the section's slides this is, where there are several: "(2/3)"."""
        return f"({self.number}/{self.count})" if self.count > 1 else ""

    @property
    def title(self) -> str:
        """The section's title, with the number where there are several."""
        return f"{self.section.title} {self.counted}".rstrip()

    @property
    def blocks(self) -> tuple[Block, ...]:
        """What is shown here: of a table, these rows."""
        return tuple(each.cut.table if each.cut else each.block for each in self.parts)


def pages(section: Section, room: Box) -> list[Page]:
    """Return the slides of a section, at least one.

    Args:
        section: what is to be shown.
        room: what is free below a slide's title.
    """
    flow = _Flow(room)
    blocks = list(_grouped(section.blocks, room.w))
    for place, group in enumerate(blocks):
        if isinstance(group[0], Chart):
            below = takewhile(lambda each: not isinstance(each[0], Chart), blocks[place + 1 :])
            charts = [each for each in group if isinstance(each, Chart)]
            flow.charts(charts, [each for some in below for each in some])
        else:
            flow.block(group[0])
    found = [tuple(each) for each in flow.pages if each] or [()]
    return [Page(section, parts, number, len(found)) for number, parts in enumerate(found, 1)]


@dataclass
class _Flow:
    """Where the next part goes: pages so far, and the height on the last one."""

    room: Box
    pages: list[list[Placed]] = field(default_factory=lambda: [[]])
    y: float = 0.0

    def block(self, block: Block) -> None:
        """Place a text, some tiles or a table."""
        if isinstance(block, Table):
            self.table(block)
        elif isinstance(block, Text):
            for text, height in _texts(block, self.room):
                self.put(text, height)
        else:
            self.put(block, TILES_HEIGHT)

    def put(self, block: Block, height: float, cut: Cut | None = None) -> None:
        """Place one part at the full width, on the next page where it does not fit."""
        if self.y + height > self.room.h + _GRAIN and self.pages[-1]:
            self.turn()
        box = Box(self.room.x, self.room.y + self.y, self.room.w, height)
        self.pages[-1].append(Placed(block, box, cut))
        self.y += height + _GAP

    def table(self, table: Table) -> None:
        """Place a table's rows over as many pages as they take."""
        whole = measured(table, self.room.w, self.room.h)
        for place, cut in enumerate(cuts(whole, self.room.h - self.y, self.room.h)):
            if place:
                self.turn()
            if cut.table.rows:
                self.put(table, cut.height, cut)

    def charts(self, charts: list[Chart], following: list[Block]) -> None:
        """Place charts side by side in what is left, above what follows where that fits too."""
        if self.room.h - self.y < _LEAST_CHART and self.pages[-1]:
            self.turn()
        left = self.room.h - self.y
        needed = self.needed(following)
        height = left - needed - _GAP if needed and left - needed - _GAP >= _LEAST_CHART else left
        x = self.room.x
        widths = _widths(charts, self.room.w)
        for chart, width in zip(charts, widths, strict=True):
            box = Box(x, self.room.y + self.y, width, height)
            self.pages[-1].append(Placed(chart, box))
            x += width + _GAP
        self.y += height + _GAP

    def needed(self, following: list[Block]) -> float:
        """Return how high what follows a chart is; 0 where it takes slides of its own."""
        height = 0.0
        for block in following:
            if isinstance(block, Table):
                whole = measured(block, self.room.w, self.room.h)
                if len(list(cuts(whole, self.room.h, self.room.h))) > 1:
                    return 0.0
                height += whole.height + _GAP
            elif isinstance(block, Text):
                height += sum(each + _GAP for _, each in _texts(block, self.room))
            else:
                height += TILES_HEIGHT + _GAP
        return max(height - _GAP, 0.0)

    def turn(self) -> None:
        """Begin the next page."""
        if self.pages[-1]:
            self.pages.append([])
        self.y = 0.0


def _grouped(blocks: tuple[Block, ...], width: float) -> Iterator[tuple[Block, ...]]:
    """Yield blocks one by one; charts that fit side by side together, wide ones in parts."""
    waiting: Chart | None = None
    for block in blocks:
        if not isinstance(block, Chart):
            if waiting:
                yield (waiting,)
                waiting = None
            yield (block,)
            continue
        for part in _parts(block, width):
            if waiting and _need(waiting) + _need(part) + _GAP <= width:
                yield (waiting, part)
                waiting = None
                continue
            if waiting:
                yield (waiting,)
            waiting = part
    if waiting:
        yield (waiting,)


def _parts(chart: Chart, width: float) -> Iterator[Chart]:
    """Yield a chart in parts of about as many points, each wide enough to be read."""
    most = max(1, int((width - _AXIS) / _SLOTS[chart.kind]))
    count = -(-len(chart.points) // most)
    size = -(-len(chart.points) // max(count, 1))
    for part, start in enumerate(range(0, len(chart.points), max(size, 1)), start=1):
        title = f"{chart.title} – phần {part}/{count}" if count > 1 else chart.title
        points = chart.points[start : start + size]
        if any(each.figure is not None for each in points):
            yield replace(chart, title=title, points=points)


def _need(chart: Chart) -> float:
    return _AXIS + len(chart.points) * _BESIDE[chart.kind]


def _widths(charts: list[Chart], width: float) -> list[float]:
    if len(charts) == 1:
        return [width]
    free = width - _GAP * (len(charts) - 1)
    least = free * _LEAST_SHARE
    needs = [max(_need(each), least) for each in charts]
    return [free * need / sum(needs) for need in needs]


def _texts(text: Text, room: Box) -> Iterator[tuple[Text, float]]:
    """Yield a paragraph with its height; in parts where it is higher than a slide."""
    size = TEXT_SIZES[text.look]
    indent = size if text.look == "bullet" else 0.0
    lines = wrapped(text.spans, room.w - indent, size, bold=text.look in {"lead", "heading"})
    most = max(1, int(room.h / (size * _LINE)))
    for start in range(0, len(lines), most):
        part = lines[start : start + most]
        spans = tuple(span for line in part for span in (*line, " "))
        yield (text if len(lines) <= most else replace(text, spans=spans)), len(part) * size * _LINE
