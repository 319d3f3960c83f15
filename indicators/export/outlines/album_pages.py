"""Pages of an album: a unit with all its indicators, an indicator with all its units.

Both have the same columns: figure, what is due, the way of a year, counts and source of each cell;
below the table, in full width, what units wrote about cells that are not green.
"""

from __future__ import annotations

from functools import cache

from indicators.board.view import BoardUnit, Source
from indicators.catalogue.model import Indicator
from indicators.export import tracing
from indicators.export.document import (
    Block,
    Chart,
    ChartPoint,
    Column,
    Section,
    Table,
    TableCell,
    Text,
    Tile,
    Tiles,
)
from indicators.export.outlines.headline import waiting
from indicators.export.outlines.sources import basis
from indicators.export.outlines.wording import (
    change_cell,
    counts_cell,
    goal_cell,
    value_cell,
    whole_cell,
    why,
    worst_first,
)
from indicators.export.palette import JUDGED, WORDS
from indicators.export.snapshot import Row, Snapshot
from indicators.periods import Period

_STEPS = "mức phải đạt là nét đứt"


class RowCharts(dict[tuple[str, str], tuple[Chart, ...]]):
    """The small charts of a board's cells, each described once: two pages show the same."""

    def __init__(self, snapshot: Snapshot) -> None:
        super().__init__()
        self._snapshot = snapshot

    def __missing__(self, key: tuple[str, str]) -> tuple[Chart, ...]:
        row = self._snapshot.by_key[key]
        found = (bullet(self._snapshot, row), way(self._snapshot, row))
        self[key] = told = tuple(each for each in found if each)
        return told


def unit_page(snapshot: Snapshot, unit: BoardUnit, charts: RowCharts) -> Section:
    """Return a unit's page: its tally, then its indicators, red first."""
    rows = worst_first([row for row in snapshot.rows if row.cell.unit == unit.code])
    if not rows:
        none = Text(("Không có chỉ tiêu nào của đơn vị này trên bảng.",), "lead")
        return Section(unit.name, (none,), "unit", level=2, about=unit.code)
    whole = unit.depth == 0 and len(snapshot.units) > 1
    tiles = Tiles(
        (
            Tile("tỷ lệ xanh hóa", tracing.rate(snapshot, unit.code)),
            *(Tile(WORDS[each], tracing.tally(snapshot, each, unit.code)) for each in JUDGED),
        )
    )
    names = [snapshot.indicator[row.cell.indicator].name for row in rows]
    waits = () if whole else waiting(snapshot, unit.code)
    blocks: list[Block] = [] if whole else [tiles]
    blocks += [Text(waits, "note")] if waits else []
    blocks.append(_table(snapshot, charts, "Chỉ tiêu", names, rows, by_unit=True))
    blocks += _explained(names, rows)
    title = f"{unit.name}: cộng dồn các đơn vị" if whole else unit.name
    return Section(title, tuple(blocks), "unit", level=2, about=unit.code, is_wide=True)


def indicator_page(snapshot: Snapshot, indicator: Indicator, charts: RowCharts) -> Section:
    """Return an indicator's page: where it comes from, the way of the first row, its units."""
    rows = [row for row in snapshot.rows if row.cell.indicator == indicator.code]
    if not rows:
        none = Text(("Không có đơn vị nào có chỉ tiêu này trên bảng.",), "lead")
        return Section(indicator.name, (none,), "indicator", level=2, about=indicator.code)
    sums = [row for row in rows if snapshot.unit[row.cell.unit].depth == 0]
    others = worst_first([row for row in rows if snapshot.unit[row.cell.unit].depth])
    ordered = [*sums, *others]
    names = [snapshot.unit[row.cell.unit].name for row in ordered]
    blocks: list[Block] = [Text((_meaning(snapshot, indicator, rows[0]),), "note")]
    chart = way(snapshot, ordered[0])
    blocks += [chart] if chart else []
    blocks.append(_table(snapshot, charts, "Đơn vị", names, ordered, strong=len(sums)))
    blocks += _explained(names, ordered)
    return Section(
        indicator.name, tuple(blocks), "indicator", level=2, about=indicator.code, is_wide=True
    )


def way(snapshot: Snapshot, row: Row) -> Chart | None:
    """Return a cell's way over a year with what was due; None with fewer than two figures."""
    indicator = snapshot.indicator[row.cell.indicator]
    told = [each for each in row.points if each.value is not None]
    if len(told) < 2 or indicator.formula == "yes_no":
        return None
    points = []
    for each in row.points:
        figure = tracing.point(snapshot, row, each)
        shown = None if each.value is None else figure
        mark = tracing.mark(snapshot, each)
        points.append(ChartPoint(axis(each.period), shown, each.goal, each.upper, mark))
    title = f"{indicator.short or indicator.name}: {snapshot.unit[row.cell.unit].name}"
    return _chart("line", snapshot, row, tuple(points), title)


def bullet(snapshot: Snapshot, row: Row) -> Chart | None:
    """Return a cell's figure against what is due; None where there is no figure to draw."""
    cell, indicator = row.cell, snapshot.indicator[row.cell.indicator]
    if cell.value is None or indicator.formula == "yes_no":
        return None
    goal = cell.final if cell.goal is None else cell.goal
    name = snapshot.unit[cell.unit].name
    mark = tracing.mark(snapshot, row)
    point = ChartPoint(name, tracing.value(snapshot, row), goal, cell.upper, mark)
    title = f"{indicator.short or indicator.name}: {name}"
    return _chart("bars", snapshot, row, (point,), title)


@cache
def axis(period: str) -> str:
    """Return a period as it stands below an axis: "10/2026"; longer ones by their name."""
    found = Period.parse(period)
    return f"{found.number:02d}/{found.year}" if found.frequency == "month" else found.label


def _chart(
    kind: str, snapshot: Snapshot, row: Row, points: tuple[ChartPoint, ...], title: str
) -> Chart:
    indicator = snapshot.indicator[row.cell.indicator]
    told = "; ".join(
        f"{each.label}: {each.figure.text if each.figure else 'chưa có'} ({WORDS[each.status]})"
        for each in points
    )
    return Chart(
        "line" if kind == "line" else "bars",
        title,
        indicator.unit_of_measure,
        points,
        f"{title}. {told}.",
        indicator.decimals,
        row.cell.operator,
    )


def _meaning(snapshot: Snapshot, indicator: Indicator, row: Row) -> str:
    parts = [f"Căn cứ: {basis(snapshot, row)}"]
    if indicator.formula == "ratio":
        parts.append(f"Tử số: {indicator.numerator}. Mẫu số: {indicator.denominator}")
    return ". ".join(parts) + "."


def _table(
    snapshot: Snapshot,
    charts: RowCharts,
    what: str,
    names: list[str],
    rows: list[Row],
    *,
    by_unit: bool = False,
    strong: int = 0,
) -> Table:
    has_whole = any(row.whole for row in rows)
    columns = [Column(what, 7.4), Column("Thực hiện", 2.8), Column("Phải đạt", 2.6)]
    columns += [Column("Cả kỳ", 2.2, "right")] if has_whole else []
    columns += [
        Column("So kỳ trước", 2.4, "right"),
        Column(f"So với mức phải đạt; các kỳ trong năm ({_STEPS})", 5.4),
        Column("Tử số / mẫu số; nguồn", 5.0),
    ]
    lines = []
    for name, row in zip(names, rows, strict=True):
        line = [TableCell((name,)), _figure(snapshot, row), _goal(snapshot, row, by_unit=by_unit)]
        line += [whole_cell(snapshot, row)] if has_whole else []
        line += [
            change_cell(snapshot, row),
            TableCell(charts=charts[row.key]),
            TableCell((*counts_cell(row).spans, f"\n{_source(row)}")),
        ]
        lines.append(tuple(line))
    return Table(tuple(columns), tuple(lines), strong_rows=frozenset(range(strong)))


def _figure(snapshot: Snapshot, row: Row) -> TableCell:
    cell = value_cell(snapshot, row)
    marks = f"\n{row.marks}" if row.marks else ""
    return TableCell((*cell.spans, marks), cell.status, is_strong=True)


def _goal(snapshot: Snapshot, row: Row, *, by_unit: bool) -> TableCell:
    """Return what was due; on a unit's page with its clause, which another page says once."""
    clause = snapshot.indicator[row.cell.indicator].clause
    below = f"\nmục {clause}" if by_unit else ""
    return TableCell((*goal_cell(snapshot, row).spans, below))


def _source(row: Row) -> str:
    """Return where the figure stands in short: file, sheet and cell, who decided."""
    found = row.source
    if found is None:
        if row.cell.is_rolled_up and row.cell.value is not None:
            return f"cộng dồn từ {row.cell.count_reported}/{row.cell.count_expected} đơn vị"
        return "chưa có số liệu"
    place = "!".join(each for each in (found.sheet, found.address) if each)
    return ", ".join(each for each in (found.file, place, _decided(found)) if each)


def _decided(source: Source) -> str:
    if source.decided_by is None:
        return "chờ duyệt"
    return f"{source.decided_by} {'trả lại' if source.state == 'returned' else 'duyệt'}"


def _explained(names: list[str], rows: list[Row]) -> list[Block]:
    """Return the words about cells that owe one, as a list below its heading; [] for none."""
    told = [
        Text((f"{name}: {words}",), "bullet")
        for name, row in zip(names, rows, strict=True)
        if (words := why(row))
    ]
    return [Text(("Giải trình",), "heading"), *told] if told else []
