"""The first look (tổng quan): how green, what changed, which units, the way of a year."""

from __future__ import annotations

from collections.abc import Iterator

from indicators.board.view import BoardUnit, Status
from indicators.export import tracing
from indicators.export.document import (
    Block,
    Chart,
    ChartPoint,
    Column,
    Section,
    Span,
    Table,
    TableCell,
    Text,
    Tile,
    Tiles,
    figures_of,
    plain_text,
)
from indicators.export.outlines.headline import change, headline, waiting
from indicators.export.outlines.sources import sources_of
from indicators.export.palette import JUDGED, WORDS
from indicators.export.snapshot import Snapshot
from indicators.periods import Period

MOST_BARS = 20  # units in the chart of an overview; all are in the table below it
_COUNTED: tuple[Status, ...] = (*JUDGED, "pending", "not_applicable")
_BRIEF: dict[Status, str] = {"missing": "quá hạn", "not_applicable": "không phát sinh"}


def overview(snapshot: Snapshot) -> Iterator[Section]:
    """Yield the overview, and the units with their counts where there are several."""
    told: list[Block] = [Text(headline(snapshot), "lead")]
    if waits := waiting(snapshot):
        told.append(Text(waits, "note"))
    charts = (rates_chart(snapshot), trend_chart(snapshot))
    blocks = (*told, _tiles(snapshot), *(each for each in charts if each))
    yield _section(snapshot, "Tổng quan", blocks)
    if _branches(snapshot):
        yield _section(snapshot, "Tỷ lệ xanh hóa từng đơn vị", (_units(snapshot),))


def _section(snapshot: Snapshot, title: str, blocks: tuple[Block, ...]) -> Section:
    return Section(title, blocks, "overview", sources=sources_of(snapshot, figures_of(blocks)))


def _tiles(snapshot: Snapshot) -> Tiles:
    changed = plain_text(change(snapshot, before=""))
    note = f"{changed} so với tháng trước" if changed else ""
    return Tiles(
        (
            Tile("tỷ lệ xanh hóa", tracing.rate(snapshot), note),
            *(Tile(f"ô {WORDS[each]}", tracing.tally(snapshot, each)) for each in JUDGED),
        )
    )


def _waiting(snapshot: Snapshot, unit: BoardUnit) -> tuple[Span, ...]:
    """Return how many of a unit's figures wait and are counted as missing; () for none."""
    if snapshot.head.counts_waiting or not unit.tally.provisional:
        return ()
    return (" (", tracing.tally(snapshot, "provisional", unit.code), " số liệu chờ duyệt)")


def _branches(snapshot: Snapshot) -> list[BoardUnit]:
    """Return the units below the one the board is drawn for."""
    return [each for each in snapshot.units if each.depth]


def rates_chart(snapshot: Snapshot) -> Chart | None:
    """Chart the greening rate of each unit that has one; of many the lowest only."""
    judged = [each for each in _branches(snapshot) if each.tally.greening_rate is not None]
    if not judged:
        return None
    title = "Tỷ lệ xanh hóa từng đơn vị (%), màu theo ô xấu nhất"
    if len(judged) > MOST_BARS:
        judged.sort(key=lambda each: each.tally.greening_rate or 0.0)
        judged = judged[:MOST_BARS]
        title = f"{MOST_BARS} đơn vị có tỷ lệ xanh hóa thấp nhất (%), màu theo ô xấu nhất"
    points = tuple(
        ChartPoint(each.short or each.name, tracing.rate(snapshot, each.code), status=_worst(each))
        for each in judged
    )
    told = "; ".join(f"{each.label}: {each.figure.text}" for each in points if each.figure)
    return Chart("bars", title, "%", points, f"{title}: {told}.", value_label="Tỷ lệ xanh hóa")


def _worst(unit: BoardUnit) -> Status:
    return next(each for each in JUDGED if getattr(unit.tally, each))


def trend_chart(snapshot: Snapshot) -> Chart | None:
    """Chart the greening rate of the last twelve months; None where none was judged."""
    points = []
    for each in snapshot.trend:
        rate = tracing.rate(snapshot, month=each.period)
        points.append(
            ChartPoint(month_words(each.period), rate if rate.value is not None else None)
        )
    told = "; ".join(f"{each.label}: {each.figure.text}" for each in points if each.figure)
    if not told:
        return None
    title = "Tỷ lệ xanh hóa 12 tháng (%)"
    alt = f"{title}: {told}."
    return Chart("line", title, "%", tuple(points), alt, value_label="Tỷ lệ xanh hóa")


def month_words(period: str) -> str:
    """Return a period for an axis: "10/26" for a month, else its own code."""
    found = Period.parse(period)
    if found.frequency == "month":
        return f"{found.number:02d}/{found.year % 100:02d}"
    return found.label


def _units(snapshot: Snapshot) -> Table:
    """Return a row a unit: its rate and how many cells have which status; all of them first."""
    columns = (
        Column("Đơn vị", 4.2),
        Column("Tỷ lệ xanh hóa", 1.4, "right"),
        *(Column(_BRIEF.get(each, WORDS[each]).capitalize(), 1.2, "right") for each in _COUNTED),
    )
    rows = [
        (
            TableCell((each.name, *_waiting(snapshot, each))),
            TableCell((tracing.rate(snapshot, each.code),)),
            *(
                TableCell(
                    (tracing.tally(snapshot, status, each.code),),
                    status if status in JUDGED and getattr(each.tally, status) else None,
                )
                for status in _COUNTED
            ),
        )
        for each in _branches(snapshot)
    ]
    whole = (
        TableCell((f"Tất cả ({snapshot.head.unit_name})",), is_strong=True),
        TableCell((tracing.rate(snapshot),), is_strong=True),
        *(TableCell((tracing.tally(snapshot, each),), is_strong=True) for each in _COUNTED),
    )
    return Table(columns, (whole, *rows), strong_rows=frozenset({0}))
