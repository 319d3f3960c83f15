"""What needs attention first (cần tập trung): red cells with why, then what has not come."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from indicators.board.explain import day_text
from indicators.board.view import BoardUnit
from indicators.export import tracing
from indicators.export.document import Column, Section, Table, TableCell, Text, figures_of
from indicators.export.model import By
from indicators.export.outlines.sources import sources_of
from indicators.export.outlines.wording import goal_cell, value_cell, why
from indicators.export.snapshot import Row, Snapshot

_RED = (
    Column("Đơn vị", 2.2), Column("Chỉ tiêu", 2.8), Column("Thực hiện", 1.4, "right"),
    Column("Phải đạt", 1.4), Column("Giải trình", 4.2),
)  # fmt: skip
_MISSING = (
    Column("Đơn vị", 2.4),
    Column("Chỉ tiêu", 6.2),
    Column("Hạn", 1.35),
    Column("Vì sao", 2.3),
)


def attention(snapshot: Snapshot, *, by: By, chosen: frozenset[str]) -> Iterator[Section]:
    """Yield the red cells, then what is missing or waits; sections without rows are left out.

    Args:
        snapshot: the board.
        by: whether `chosen` are units or indicators.
        chosen: whose cells.
    """
    rows = [row for row in _told(snapshot) if row.key[0 if by == "unit" else 1] in chosen]
    red = [row for row in rows if row.cell.counted == "red"]
    yield _red(snapshot, red)
    lines = tuple(_missing(snapshot, rows))
    if lines:
        yield _section(snapshot, "Chưa báo cáo, chờ duyệt", Table(_MISSING, lines))


def _told(snapshot: Snapshot) -> list[Row]:
    """Return the cells that stand for themselves: not the roll-up of those below."""
    alone = len(snapshot.units) == 1
    return [
        row
        for row in snapshot.rows
        if alone or not row.cell.is_rolled_up or snapshot.unit[row.cell.unit].depth
    ]


def _red(snapshot: Snapshot, red: list[Row]) -> Section:
    title = "Chưa đạt: việc cần tập trung"
    if not red:
        text = Text(("Không có chỉ tiêu nào chưa đạt.",))
        return Section(title, (text,), "explanations")
    return _section(snapshot, title, Table(_RED, tuple(_red_line(snapshot, row) for row in red)))


def _section(snapshot: Snapshot, title: str, table: Table) -> Section:
    sources = sources_of(snapshot, figures_of((table,)))
    return Section(title, (table,), "explanations", sources=sources)


def _red_line(snapshot: Snapshot, row: Row) -> tuple[TableCell, ...]:
    told = [why(row) or "Cộng dồn từ các đơn vị bên dưới", f"({row.marks})" if row.marks else ""]
    return (
        TableCell((_short(snapshot.unit[row.cell.unit]),)),
        TableCell((snapshot.indicator[row.cell.indicator].name,)),
        value_cell(snapshot, row),
        goal_cell(snapshot, row),
        TableCell((" ".join(each for each in told if each),)),
    )


def _missing(snapshot: Snapshot, rows: list[Row]) -> Iterator[tuple[TableCell, ...]]:
    """Yield a line for each cell somebody wrote about, one for the others of a unit together."""
    for unit in snapshot.units:
        missing = [r for r in rows if r.cell.unit == unit.code and r.cell.status == "missing"]
        for row in missing:
            if row.explanation:
                yield _missing_line(snapshot, unit, [row], why(row))
        others = [row for row in missing if not row.explanation]
        returned = [row for row in others if row.cell.reported == "returned"]
        never = [row for row in others if row.cell.reported != "returned"]
        if never:
            yield _missing_line(snapshot, unit, never, "Chưa nộp số liệu được duyệt")
        if returned:
            yield _missing_line(snapshot, unit, returned, "Đã bị trả lại, chờ nộp lại")
        waits = [r for r in rows if r.cell.unit == unit.code and _waits(snapshot, r)]
        if waits:
            yield _missing_line(snapshot, unit, waits, "Đã nộp, đang chờ duyệt")


def _waits(snapshot: Snapshot, row: Row) -> bool:
    return row.cell.is_provisional and not snapshot.head.counts_waiting


def _missing_line(
    snapshot: Snapshot, unit: BoardUnit, rows: list[Row], told: str
) -> tuple[TableCell, ...]:
    names = ", ".join(_name(snapshot, row) for row in rows)
    what: Literal["missing", "waiting"] = "waiting" if _waits(snapshot, rows[0]) else "missing"
    count = tracing.cells(snapshot, unit.code, what)
    whole = count.value == len(rows) and len(rows) > 1
    due = sorted({row.cell.due_on for row in rows if row.cell.due_on})
    return (
        TableCell((_short(unit),)),
        TableCell((count, f" chỉ tiêu: {names}") if whole else (names,)),
        TableCell((" – ".join(day_text(day) for day in dict.fromkeys((*due[:1], *due[-1:]))),)),
        TableCell((told,), what),
    )


def _name(snapshot: Snapshot, row: Row) -> str:
    indicator = snapshot.indicator[row.cell.indicator]
    return indicator.short or indicator.name


def _short(unit: BoardUnit) -> str:
    return unit.short or unit.name
