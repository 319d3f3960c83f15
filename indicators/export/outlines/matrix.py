"""The board itself (bảng): units by indicators, in as many tables as can be read on paper."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

from indicators.board.view import STATUSES
from indicators.catalogue.model import Indicator
from indicators.export import tracing
from indicators.export.document import Column, Section, Span, Table, TableCell, Text
from indicators.export.palette import SYMBOLS, WAITING_LEGEND, WORDS
from indicators.export.snapshot import Row, Snapshot

MOST_COLUMNS = 12  # indicators side by side on a landscape A4 page, each wide enough for a figure
_NAME, _RATE, _FIGURE = 3.4, 1.0, 1.25


def matrix(snapshot: Snapshot, most: int = MOST_COLUMNS) -> Section:
    """Return the board; with more than `most` indicators, tables that repeat units and rates."""
    found = snapshot.indicators
    count = max(1, ceil(len(found) / most))
    size = max(1, ceil(len(found) / count))
    parts = [found[start : start + size] for start in range(0, len(found), size)]
    told = [f"{SYMBOLS[each]} {WORDS[each]}" for each in STATUSES]
    if snapshot.tally.provisional and not snapshot.head.counts_waiting:
        told.append(WAITING_LEGEND)
    tables = (_table(snapshot, part, _title(snapshot, part)) for part in parts)
    return Section(
        "Bảng theo đơn vị và chỉ tiêu",
        (Text(("   ".join(told),), "note"), *tables),
        "overview",
        is_wide=True,
    )


def _title(snapshot: Snapshot, part: Sequence[Indicator]) -> str:
    if len(part) == len(snapshot.indicators):
        return ""
    first = snapshot.indicators.index(part[0]) + 1
    return f"Chỉ tiêu {first} đến {first + len(part) - 1} trong {len(snapshot.indicators)}"


def _table(snapshot: Snapshot, part: Sequence[Indicator], title: str) -> Table:
    columns = (
        Column("Đơn vị", _NAME),
        Column("Tỷ lệ xanh hóa", _RATE, "center"),
        *(Column(each.short or each.name, _FIGURE, "center") for each in part),
    )
    rows = tuple(
        (
            TableCell((each.name,)),
            TableCell((_rate(snapshot, each.code),), is_strong=True),
            *(_cell(snapshot, snapshot.by_key.get((each.code, one.code))) for one in part),
        )
        for each in snapshot.units
    )
    tops = frozenset(place for place, each in enumerate(snapshot.units) if each.depth == 0)
    return Table(columns, rows, title=title, strong_rows=tops)


def _rate(snapshot: Snapshot, unit: str) -> Span:
    """Return a unit's rate; in the first row that of the whole branch, as on the screen."""
    is_whole = snapshot.unit[unit].depth == 0 and len(snapshot.units) > 1
    return tracing.rate(snapshot, None if is_whole else unit)


def _cell(snapshot: Snapshot, row: Row | None) -> TableCell:
    """Return a figure in its colour, below it what else must be said; empty where none applies."""
    if row is None:
        return TableCell()
    figure = tracing.value(snapshot, row)
    shown: tuple[Span, ...] = (figure,) if figure.value is not None else ()
    marks = ", ".join(each for each in row.marks.split(", ") if each and each != "cộng dồn")
    return TableCell((*shown, f"\n{marks}") if marks else shown, tracing.mark(snapshot, row))
