"""The whole board on pages (tập bảng): matrix, what needs attention, each unit, each indicator."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from indicators.export.document import Document, Section, Text
from indicators.export.model import By, Options
from indicators.export.outlines.album_pages import RowCharts, indicator_page, unit_page
from indicators.export.outlines.attention import attention
from indicators.export.outlines.headline import headline
from indicators.export.outlines.matrix import matrix
from indicators.export.outlines.meeting import period_words, refuse_unknown
from indicators.export.outlines.overview import overview
from indicators.export.outlines.reading import reading
from indicators.export.palette import SAMPLE
from indicators.export.snapshot import Snapshot

_PARTS: dict[By, str] = {"unit": "Từng đơn vị", "indicator": "Từng chỉ tiêu"}


def album(snapshot: Snapshot, options: Options) -> Document:
    """Return the board as pages.

    Args:
        snapshot: the board.
        options: with `chosen`, only the pages of these units or indicators (`by`); else everything.

    Raises:
        NotFound: a chosen unit or indicator is not on this board.
    """
    return _document(snapshot, _chosen(snapshot, options) if options.chosen else _all(snapshot))


def picture(snapshot: Snapshot, options: Options) -> Document:
    """Return what a picture shows: the whole board in one table, or the chosen pages' contents.

    Raises:
        NotFound: see `album`.
    """
    if options.chosen:
        sections = [each for each in _chosen(snapshot, options) if each.blocks]
    else:
        sections = [_board(snapshot)] if snapshot.rows else list(_all(snapshot))
    return _document(snapshot, sections)


def _board(snapshot: Snapshot) -> Section:
    board = matrix(snapshot, most=max(len(snapshot.indicators), 1))
    return replace(board, blocks=(Text(headline(snapshot), "lead"), *board.blocks))


def _document(snapshot: Snapshot, sections: Iterable[Section]) -> Document:
    return Document(
        title=f"Bảng Xanh: {snapshot.head.group_name or snapshot.head.unit_name}",
        subtitle=period_words(snapshot),
        head=snapshot.head,
        sections=tuple(sections),
        notices=notices(snapshot),
    )


def notices(snapshot: Snapshot) -> tuple[str, ...]:
    """Return what must be seen on every page: sample data, another day, figures that wait."""
    head = snapshot.head
    told = (
        SAMPLE if head.is_sample else "",
        head.as_known,
        "Tính cả số liệu chờ duyệt" if head.counts_waiting else "",
    )
    return tuple(each for each in told if each)


def _all(snapshot: Snapshot) -> Iterator[Section]:
    if not snapshot.rows:
        text = Text(("Chưa có chỉ tiêu nào được giao cho đơn vị này ở bảng này.",), "lead")
        yield Section("Bảng chưa có gì", (text,), "overview")
        return
    yield from overview(snapshot)
    yield matrix(snapshot)
    yield from attention(
        snapshot, by="unit", chosen=frozenset(each.code for each in snapshot.units)
    )
    charts = RowCharts(snapshot)
    for by, title in _PARTS.items():
        yield Section(title, ())
        for code in _codes(snapshot, by):
            yield _page(snapshot, by, code, charts)
    yield reading(snapshot)


def _chosen(snapshot: Snapshot, options: Options) -> Iterator[Section]:
    refuse_unknown(snapshot, options)
    charts = RowCharts(snapshot)
    yield Section(_PARTS[options.by], ())
    for code in options.chosen:
        yield _page(snapshot, options.by, code, charts)


def _codes(snapshot: Snapshot, by: By) -> list[str]:
    shown = snapshot.units if by == "unit" else snapshot.indicators
    return [each.code for each in shown]


def _page(snapshot: Snapshot, by: By, code: str, charts: RowCharts) -> Section:
    if by == "unit":
        return unit_page(snapshot, snapshot.unit[code], charts)
    return indicator_page(snapshot, snapshot.indicator[code], charts)
