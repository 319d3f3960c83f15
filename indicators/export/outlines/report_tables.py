"""The tables of a report (bảng trong báo cáo): units, a plan's indicators, reasons, all figures.

A figure that waits for approval is not in them: its place says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from indicators.board.explain import day_text
from indicators.board.view import BoardUnit, Status
from indicators.catalogue.model import Plan
from indicators.export import counting, tracing
from indicators.export.document import Column, Span, Table, TableCell
from indicators.export.outlines.period_words import is_long
from indicators.export.outlines.wording import goal_cell, whole_cell
from indicators.export.palette import WORDS
from indicators.export.snapshot import Row, Snapshot

MOST_UNITS = 30  # in the body of a report; the annex has all
Line = tuple[TableCell, ...]
_COUNTED: tuple[Status, ...] = ("green", "amber", "red", "missing")
_WAITS = "đã nộp, chờ duyệt"
_NONE = TableCell(("–",))


def units_table(snapshot: Snapshot) -> Table | None:
    """Return a row a unit with its counts and rate, all together last; None for a unit alone.

    Of very many units only the lowest.
    """
    below = [each for each in snapshot.units if each.depth and each.tally.judged]
    if not below:
        return None
    title = "Kết quả của từng đơn vị"
    if len(below) > MOST_UNITS:
        below = sorted(below, key=lambda each: each.tally.greening_rate or 0.0)[:MOST_UNITS]
        title = f"{MOST_UNITS} đơn vị có tỷ lệ xanh hóa thấp nhất"
    columns = (
        Column("TT", 10, "center"),
        Column("Đơn vị", 53),
        Column("Phải đánh giá", 18, "right"),
        *(Column(WORDS[each].capitalize(), 16, "right") for each in _COUNTED),
        Column("Tỷ lệ xanh hóa", 19, "right"),
    )
    rows: list[Line] = [
        _unit_line(snapshot, number, each) for number, each in enumerate(below, start=1)
    ]
    if own := _own_line(snapshot, len(rows) + 1):
        rows.append(own)
    rows.append(_whole_line(snapshot))
    return Table(columns, tuple(rows), title=title, strong_rows=frozenset({len(rows) - 1}))


def plan_table(snapshot: Snapshot, plan: Plan) -> Table:
    """Return a plan's indicators for the whole of the unit, and how many units reach each."""
    rows = counting.chosen(snapshot, counting.tops(snapshot), scope=f"plan:{plan.code}")
    long, several = is_long(snapshot.head.period), len(snapshot.units) > 1
    columns = [
        Column("TT", 10, "center"),
        Column("Chỉ tiêu (mục của kế hoạch)", 56),
        Column("Phải đạt", 26),
        Column("Thực hiện", 22, "right"),
        *([Column("Cả kỳ", 22, "right")] if long else []),
        Column("Đánh giá", 26),
        *([Column("Số đơn vị đạt", 18, "right")] if several else []),
    ]
    lines = []
    for number, row in enumerate(rows, start=1):
        indicator = snapshot.indicator[row.cell.indicator]
        lines.append(
            (
                TableCell((str(number),)),
                TableCell((f"{indicator.name} (mục {indicator.clause})",)),
                goal_cell(snapshot, row),
                figure_cell(snapshot, row),
                *([whole_cell(snapshot, row)] if long else []),
                status_cell(row),
                *([_reached(snapshot, row.cell.indicator)] if several else []),
            )
        )
    return Table(tuple(columns), tuple(lines), title=f"Kết quả theo {plan.short or plan.title}")


def reasons_table(snapshot: Snapshot, rows: Sequence[Row], title: str) -> Table:
    """Return red and amber cells with the unit's own words: cause, remedy, promised day."""
    columns = (
        Column("TT", 9, "center"),
        Column("Đơn vị", 27),
        Column("Chỉ tiêu", 36),
        Column("Thực hiện", 22, "right"),
        Column("Phải đạt", 19),
        Column("Nguyên nhân và giải pháp", 57),
    )
    lines = tuple(
        (
            TableCell((str(number),)),
            TableCell((snapshot.unit[row.cell.unit].name,)),
            TableCell((_indicator_name(snapshot, row),)),
            TableCell((tracing.value(snapshot, row), *_for_long(row)), row.cell.counted),
            goal_cell(snapshot, row),
            TableCell((_reason(row),)),
        )
        for number, row in enumerate(rows, start=1)
    )
    return Table(columns, lines, title=title)


def full_table(snapshot: Snapshot) -> Table:
    """Return every cell with its counts, what was due and its source: one row a cell, by unit."""
    long = is_long(snapshot.head.period)
    columns = (
        Column("TT", 10, "center"),
        Column("Chỉ tiêu", 63),
        Column("Mục", 15),
        Column("Tử số", 17, "right"),
        Column("Mẫu số", 17, "right"),
        Column("Thực hiện", 22, "right"),
        Column("Phải đạt", 30),
        *([Column("Cả kỳ", 24, "right")] if long else []),
        Column("Đánh giá", 27),
        Column("Ghi chú, nguồn số liệu", 46),
    )
    lines: list[Line] = []
    strong = []
    by_unit: dict[str, list[Row]] = {}
    for row in snapshot.rows:
        by_unit.setdefault(row.cell.unit, []).append(row)
    for unit in snapshot.units:
        if rows := by_unit.get(unit.code):
            strong.append(len(lines))
            lines.append(_unit_head(snapshot, unit))
            lines += [_full_line(snapshot, n, row, long=long) for n, row in enumerate(rows, 1)]
    return Table(columns, tuple(lines), strong_rows=frozenset(strong))


def figure_cell(snapshot: Snapshot, row: Row) -> TableCell:
    """Return an approved figure; a dash where there is none."""
    if row.cell.value is None or row.cell.is_provisional:
        return _NONE
    return TableCell((tracing.value(snapshot, row),))


def status_cell(row: Row) -> TableCell:
    """Return what a cell counts as, in its colour; what waits for approval says so."""
    if row.cell.is_provisional:
        return TableCell((_WAITS,), "waiting")
    return TableCell((WORDS[row.cell.counted],), row.cell.counted)


def _unit_line(snapshot: Snapshot, number: int, unit: BoardUnit) -> Line:
    return (
        TableCell((str(number),)),
        TableCell((unit.name,)),
        TableCell((tracing.judged(snapshot, unit.code),)),
        *(TableCell((tracing.tally(snapshot, each, unit.code),)) for each in _COUNTED),
        TableCell((tracing.rate(snapshot, unit.code),)),
    )


def _own_line(snapshot: Snapshot, number: int) -> Line | None:
    """Return what the unit above reports itself, so that the rows add up; None for nothing."""
    code = snapshot.head.unit
    if not counting.cells(snapshot, "judged", unit=code).value:
        return None
    kinds = ("judged", *_COUNTED)
    return (
        TableCell((str(number),)),
        TableCell((f"{snapshot.head.unit_name} (chỉ tiêu báo cáo chung)",)),
        *(TableCell((counting.cells(snapshot, kind, unit=code),)) for kind in kinds),
        _NONE,
    )


def _whole_line(snapshot: Snapshot) -> Line:
    return (
        TableCell(),
        TableCell((f"Toàn {snapshot.head.unit_name}",)),
        TableCell((tracing.judged(snapshot),)),
        *(TableCell((tracing.tally(snapshot, each),)) for each in _COUNTED),
        TableCell((tracing.rate(snapshot),)),
    )


def _reached(snapshot: Snapshot, code: str) -> TableCell:
    judged = counting.cells(snapshot, "judged", scope=code)
    if not judged.value:
        return _NONE
    return TableCell((counting.cells(snapshot, "green", scope=code), "/", judged))


def _for_long(row: Row) -> tuple[Span, ...]:
    """Return how long a red cell has been so, from the second period on."""
    if row.cell.counted != "red" or counting.streak(row) < 2:
        return ()
    return (" (", counting.in_a_row(row), " kỳ liền)")


def _indicator_name(snapshot: Snapshot, row: Row) -> str:
    indicator = snapshot.indicator[row.cell.indicator]
    return f"{indicator.name} (mục {indicator.clause})"


def _reason(row: Row) -> str:
    told = row.explanation
    parts = []
    if told and told.newest:
        due = told.newest.remedy_due
        parts.append(f"Nguyên nhân: {told.newest.cause.strip()}")
        parts.append(f"Giải pháp: {told.newest.remedy.strip()}")
        parts += [f"Thời hạn: {day_text(due)}"] if due else []
    if told and told.question:
        parts.append("Đã yêu cầu giải trình, đơn vị chưa trả lời.")
    if not parts:
        return "Tổng hợp từ cấp dưới." if row.cell.is_rolled_up else "Chưa có giải trình."
    return "\n".join(parts)


def _unit_head(snapshot: Snapshot, unit: BoardUnit) -> Line:
    """Return the one cell above a unit's rows: its name and rate."""
    if unit.tally.greening_rate is None or not unit.depth:
        return (TableCell((unit.name,), is_strong=True),)
    green = tracing.tally(snapshot, "green", unit.code)
    judged = tracing.judged(snapshot, unit.code)
    rate = tracing.rate(snapshot, unit.code)
    told: tuple[Span, ...] = (": tỷ lệ xanh hóa ", rate, " (", green, "/", judged, ")")
    return (TableCell((unit.name, *told), is_strong=True),)


def _full_line(snapshot: Snapshot, number: int, row: Row, *, long: bool) -> Line:
    indicator = snapshot.indicator[row.cell.indicator]
    return (
        TableCell((str(number),)),
        TableCell((indicator.name,)),
        TableCell((indicator.clause,)),
        *(_count_cell(row, part) for part in ("numerator", "denominator")),
        figure_cell(snapshot, row),
        goal_cell(snapshot, row),
        *([whole_cell(snapshot, row)] if long else []),
        status_cell(row),
        TableCell(tuple(_notes(row))),
    )


def _count_cell(row: Row, part: str) -> TableCell:
    figure = tracing.count_of(row, part)
    return TableCell((figure,)) if figure.text and not row.cell.is_provisional else TableCell()


def _notes(row: Row) -> Iterator[Span]:
    """Yield what a figure was made of, or the file, sheet and cell it stood in."""
    cell, source = row.cell, row.source
    if cell.is_rolled_up:
        yield "cộng dồn từ "
        yield counting.of_row(row, "count_reported")
        yield "/"
        yield counting.of_row(row, "count_expected")
        yield " đơn vị"
        if cell.is_estimated:
            yield ", ước tính"
    elif source is not None:
        yield "đã trả lại, chờ nộp lại: " if cell.reported == "returned" else ""
        place = "!".join(part for part in (source.sheet, source.address) if part)
        yield f"{source.file}, {place}" if place else source.file
