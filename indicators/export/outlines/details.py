"""One unit, or one indicator: what was reached against what was due, and what is not green.

Each is one slide: where it has many figures, the table of all of them stands in an annex.
"""

from __future__ import annotations

from dataclasses import dataclass

from indicators.board.view import BoardUnit
from indicators.catalogue.model import Indicator
from indicators.export import tracing
from indicators.export.document import (
    Block,
    Chart,
    ChartKind,
    ChartPoint,
    Column,
    Section,
    SectionKind,
    Span,
    Table,
    TableCell,
    Text,
    figures_of,
)
from indicators.export.outlines.headline import waiting
from indicators.export.outlines.overview import month_words
from indicators.export.outlines.sources import basis, sources_of
from indicators.export.outlines.wording import (
    change_cell,
    counts_cell,
    goal_cell,
    note_cell,
    value_cell,
    whole_cell,
    worst_first,
)
from indicators.export.palette import JUDGED, WORDS
from indicators.export.snapshot import Row, Snapshot

_SHORT = 4  # rows of a table that stands below a chart as it is, with every explanation
_BELOW, _ALONE = 5, 12  # rows of one without, below a chart and alone on its slide
_REST = "Số liệu đầy đủ: phần phụ lục cuối bài."
_ANNEX = "Phụ lục: {title}"
_WORST = frozenset({"red", "missing", "amber"})


def unit_sections(snapshot: Snapshot, unit: BoardUnit) -> tuple[Section, ...]:
    """Return a unit's indicators, red first: percentages as bars, what is not green in a table.

    The second section, where there is one, is its annex: all figures.
    """
    rows = worst_first([row for row in snapshot.rows if row.cell.unit == unit.code])
    percent = [row for row in rows if snapshot.indicator[row.cell.indicator].is_percentage]
    charts = _bars(snapshot, percent, [_indicator_name(snapshot, row) for row in percent], "%")
    names = [snapshot.indicator[row.cell.indicator].name for row in rows]
    whole = rows[0].cell.is_rolled_up and not unit.depth
    opening: list[Block] = [Text(_standing(snapshot, unit, is_whole=whole), "lead"), *charts]
    title = f"{unit.name}: cộng dồn cả đơn vị" if whole else unit.name
    told = _Told(snapshot, "unit", title, unit.code, "Chỉ tiêu")
    return told.sections(opening, list(zip(names, rows, strict=True)))


def indicator_sections(snapshot: Snapshot, indicator: Indicator) -> tuple[Section, ...]:
    """Return an indicator of every unit, red first, and the way of the first row over a year.

    The second section, where there is one, is its annex: all figures.
    """
    rows = [row for row in snapshot.rows if row.cell.indicator == indicator.code]
    sums = [row for row in rows if row.cell.is_rolled_up and not snapshot.unit[row.key[0]].depth]
    apart = {row.key for row in sums}
    others = worst_first([row for row in rows if row.key not in apart])
    names = [_unit_name(snapshot, row) for row in others]
    charts: list[Chart] = []
    if indicator.formula != "yes_no":
        charts += _bars(snapshot, others, names, indicator.unit_of_measure)
        charts += _way(snapshot, (sums or others[:1])[0]) if len(others) != 1 else []
    full = [snapshot.unit[row.key[0]].name for row in (*sums, *others)]
    opening: list[Block] = [Text((f"Căn cứ: {basis(snapshot, rows[0])}.",), "note"), *charts]
    told = _Told(snapshot, "indicator", indicator.name, indicator.code, "Đơn vị", len(sums))
    return told.sections(opening, list(zip(full, [*sums, *others], strict=True)))


@dataclass(frozen=True, slots=True)
class _Told:
    """What is told of one unit or indicator; the first `strong` rows of its table are sums."""

    snapshot: Snapshot
    kind: SectionKind
    title: str
    about: str
    what: str
    strong: int = 0

    def sections(self, opening: list[Block], lines: list[tuple[str, Row]]) -> tuple[Section, ...]:
        """Return the slide: all rows where they are few, else the worst, the annex has them all."""
        every = _table(self.snapshot, self.what, lines, self.strong)
        if len(lines) <= _SHORT:
            return (self._section(self.kind, self.title, (*opening, every)),)
        annex = self._section("annex", _ANNEX.format(title=self.title), (every,))
        has_chart = any(isinstance(each, Chart) for each in opening)
        worst = [each for each in lines if each[1].cell.counted in _WORST][
            : _BELOW if has_chart else _ALONE
        ]
        rest = Text((_REST,), "note")
        table = (
            _table(self.snapshot, self.what, worst, self._strong(worst, lines), is_short=True),
        )
        blocks = (*opening, *(table if worst else ()), rest)
        return (self._section(self.kind, self.title, blocks), annex)

    def _strong(self, worst: list[tuple[str, Row]], lines: list[tuple[str, Row]]) -> int:
        sums = lines[: self.strong]
        return sum(each in sums for each in worst)

    def _section(self, kind: SectionKind, title: str, blocks: tuple[Block, ...]) -> Section:
        sources = sources_of(self.snapshot, figures_of(blocks))
        return Section(title, blocks, kind, about=self.about, sources=sources)


def _standing(snapshot: Snapshot, unit: BoardUnit, *, is_whole: bool) -> tuple[Span, ...]:
    """Return "Tỷ lệ xanh hóa 41,2 %: 5 chưa đạt, 5 cận đạt, 7 đạt".

    The row of all units has no rate here: that of the board counts the units' own cells.
    """
    rate = tracing.rate(snapshot, unit.code)
    spans: list[Span] = ["Cộng dồn"] if is_whole else ["Tỷ lệ xanh hóa ", rate]
    if rate.value is None:
        return ("Chưa có chỉ tiêu nào đến hạn",)
    counted = [each for each in JUDGED if getattr(unit.tally, each)]
    for place, status in enumerate(counted):
        spans += [": " if place == 0 else ", ", tracing.tally(snapshot, status, unit.code)]
        spans.append(f" {WORDS[status]}")
    waits = waiting(snapshot, unit.code)
    return (*spans, ". ", *waits) if waits else tuple(spans)


def _bars(snapshot: Snapshot, rows: list[Row], names: list[str], measure: str) -> list[Chart]:
    """Return the figures against what was due; the way of one alone over a year; [] for none."""
    if len(rows) == 1:
        return _way(snapshot, rows[0])
    points = []
    for row, name in zip(rows, names, strict=True):
        figure = tracing.value(snapshot, row)
        shown = figure if figure.value is not None else None
        mark = tracing.mark(snapshot, row)
        points.append(ChartPoint(name, shown, row.cell.goal, row.cell.upper, mark))
    if all(point.figure is None for point in points):
        return []
    title = f"Thực hiện và mức phải đạt ({measure})" if measure else "Thực hiện và mức phải đạt"
    return [_chart("bars", title, measure, points, snapshot, rows[0])]


def _way(snapshot: Snapshot, row: Row) -> list[Chart]:
    """Return one indicator over a year; [] for a yes or no, or with fewer than two figures."""
    indicator = snapshot.indicator[row.cell.indicator]
    if sum(1 for each in row.points if each.value is not None) < 2 or indicator.formula == "yes_no":
        return []
    points = []
    for each in row.points:
        figure = tracing.point(snapshot, row, each)
        shown = figure if figure.value is not None else None
        points.append(
            ChartPoint(
                month_words(each.period), shown, each.goal, each.upper, tracing.mark(snapshot, each)
            )
        )
    unit = snapshot.unit[row.cell.unit]
    name = f"{_indicator_name(snapshot, row)}, {unit.short or unit.name}"
    title = f"{name}: các kỳ trong năm ({indicator.unit_of_measure})"
    return [_chart("line", title, indicator.unit_of_measure, points, snapshot, row)]


def _chart(
    kind: ChartKind,
    title: str,
    measure: str,
    points: list[ChartPoint],
    snapshot: Snapshot,
    row: Row,
) -> Chart:
    told = "; ".join(
        f"{each.label}: {each.figure.text} ({WORDS[each.status]})"
        if each.figure
        else f"{each.label}: {WORDS[each.status]}"
        for each in points
    )
    decimals = snapshot.indicator[row.cell.indicator].decimals
    return Chart(
        kind, title, measure, tuple(points), f"{title}: {told}.", decimals, row.cell.operator
    )


def _table(
    snapshot: Snapshot,
    what: str,
    lines: list[tuple[str, Row]],
    strong: int = 0,
    *,
    is_short: bool = False,
) -> Table:
    """Return rows with name, figure, what was due; a short one leaves out counts and words."""
    rows = [row for _, row in lines]
    has_counts = not is_short and any(row.cell.denominator is not None for row in rows)
    has_whole = any(row.whole for row in rows)
    columns = [Column(what, 3.4), Column("Thực hiện", 1.4, "right"), Column("Phải đạt", 1.5)]
    columns += [Column("Cả kỳ", 1.2, "right")] if has_whole else []
    columns.append(Column("So kỳ trước", 1.95, "right"))
    columns += [Column("Tử số / mẫu số", 1.5, "right")] if has_counts else []
    columns += [] if is_short else [Column("Ghi chú, giải trình", 3.0)]
    found = []
    for name, row in lines:
        line = [TableCell((name,)), value_cell(snapshot, row), goal_cell(snapshot, row)]
        line += [whole_cell(snapshot, row)] if has_whole else []
        line.append(change_cell(snapshot, row))
        line += [counts_cell(row)] if has_counts else []
        line += [] if is_short else [note_cell(row)]
        found.append(tuple(line))
    return Table(tuple(columns), tuple(found), strong_rows=frozenset(range(strong)))


def _indicator_name(snapshot: Snapshot, row: Row) -> str:
    indicator = snapshot.indicator[row.cell.indicator]
    return indicator.short or indicator.name


def _unit_name(snapshot: Snapshot, row: Row) -> str:
    unit = snapshot.unit[row.cell.unit]
    return unit.short or unit.name
