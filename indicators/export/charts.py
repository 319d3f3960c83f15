"""Charts by number and name (biểu đồ): every one that the album draws, and the one somebody means.

First those that stand alone, numbered as in the bundle; then the small ones of a unit's cells: each
figure against what was due, and its way through the year.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from indicators.errors import InputRejected, Problem
from indicators.export.document import Chart, ChartKind, Document, Section, Table
from indicators.export.model import Options
from indicators.export.outlines.album import album
from indicators.export.snapshot import Snapshot
from indicators.text import fold

LABELS = {"png": "Biểu đồ (PNG)", "svg": "Biểu đồ (SVG)"}
PICTURES = tuple(LABELS)  # the formats that can be one chart
_SHOWS: dict[ChartKind, str] = {"bars": "so với mức phải đạt", "line": "các kỳ trong năm"}
_TOLD = 20  # charts that a refusal lists


@dataclass(frozen=True, slots=True)
class Called:
    """What a chart is found by: `name` is how its files are called, "rate", "a-rate-cac-ky"."""

    number: int
    name: str
    title: str

    @property
    def file_stem(self) -> str:
        """How a file of it is called, without its ending: "05-rate"."""
        return f"{self.number:02d}-{self.name}"


@dataclass(frozen=True, slots=True)
class NamedChart(Called):
    """A chart and how it is called."""

    chart: Chart


_C = TypeVar("_C", bound=Called)


def standing(document: Document) -> list[NamedChart]:
    """Return the charts of an album that stand alone, in reading order."""
    found = [
        (section, block)
        for section in document.sections
        for block in section.blocks
        if isinstance(block, Chart)
    ]
    return [
        NamedChart(n, _plain(section.about or chart.title), _title(chart, section), chart)
        for n, (section, chart) in enumerate(found, start=1)
    ]


def charts(snapshot: Snapshot) -> list[NamedChart]:
    """Return every chart of a board: those that stand alone, then those of cells, unit by unit."""
    document = album(snapshot, Options())
    alone = standing(document)
    shown = {each.chart for each in alone}
    cells = [
        (section, chart)
        for section in document.sections
        if section.kind == "unit"
        for chart in _in_cells(section)
        if chart not in shown
    ]
    return alone + [
        NamedChart(n, _cell_name(section, chart), _title(chart, section), chart)
        for n, (section, chart) in enumerate(cells, start=len(alone) + 1)
    ]


def find(known: Sequence[_C], asked: str) -> _C:
    """Return the chart that is meant by its file's name, its number, or a part of its name.

    Raises:
        InputRejected: none is meant, or several are; with those there are.
    """
    for hits in _looks(known, asked):
        if len(hits) == 1:
            return hits[0]
        if hits:
            told = f"«{asked}» là tên của {len(hits)} biểu đồ, hãy ghi số:{_list(hits)}"
            raise InputRejected([Problem.error("chart-ambiguous", told)])
    there = f" Các biểu đồ của bảng này:{_list(known)}" if known else " Bảng này không có biểu đồ."
    raise InputRejected([Problem.error("chart-unknown", f"Không có biểu đồ «{asked}».{there}")])


def pinned(kind: str, snapshot: Snapshot, options: Options) -> Options:
    """Return options whose chart is named as its file is: so it is found again years later.

    Raises:
        InputRejected: no such chart, several, or the format draws no single chart.
    """
    if not options.chart:
        return options
    if kind not in PICTURES:
        told = f"Một biểu đồ chỉ xuất được ra {' hoặc '.join(each.upper() for each in PICTURES)}."
        raise InputRejected([Problem.error("chart-format", told)])
    return replace(options, chart=find(charts(snapshot), options.chart).file_stem)


def _looks(known: Sequence[_C], asked: str) -> Iterator[list[_C]]:
    """Yield who is meant, the surest way first; a number or a file's name has no other meaning."""
    text, wanted = asked.strip(), fold(asked)
    if text.isdecimal():
        yield [each for each in known if each.number == int(text)]
        return
    yield [each for each in known if each.file_stem == text]
    # Another edition may number charts otherwise: the name says which.
    yield [each for each in known if each.name == re.sub(r"^\d+-", "", text)]
    if wanted:
        yield [each for each in known if wanted in {fold(each.name), fold(each.title)}]
        yield [
            each for each in known if any(wanted in fold(told) for told in (each.name, each.title))
        ]


def _list(found: Sequence[Called]) -> str:
    told = "".join(f"\n  {each.number}  {each.title}" for each in found[:_TOLD])
    more = len(found) - _TOLD
    return f"{told}\n  … và {more} biểu đồ khác" if more > 0 else told


def _in_cells(section: Section) -> Iterable[Chart]:
    for block in section.blocks:
        if isinstance(block, Table):
            yield from (chart for row in block.rows for cell in row for chart in cell.charts)


def _title(chart: Chart, section: Section) -> str:
    """Return a chart's title; that of a cell with what it shows, for a cell has two."""
    return f"{chart.title}, {_SHOWS[chart.kind]}" if section.about else chart.title


def _cell_name(section: Section, chart: Chart) -> str:
    """Return "a-rate-cac-ky": whose cell it is stands in the trace of its figures."""
    trace = next(each.figure.trace for each in chart.points if each.figure)
    what = {"bars": "muc-phai-dat", "line": "cac-ky"}[chart.kind]
    return _plain(f"{section.about} {trace.split('/')[2]} {what}")


def _plain(name: str) -> str:
    return "-".join(re.findall(r"[a-z0-9]+", fold(name)))[:60]
