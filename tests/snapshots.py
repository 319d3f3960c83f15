"""Snapshots built by hand, of any size, for tests and benches of exports: no store is needed.

A department "so" over units u1, u2, …; percentages c1, c2, … against 98, 80 or 95, then a count
and a yes or no. The first unit is red throughout, the second has sent nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from indicators.board.view import BoardUnit, Cell, Source, Status, Tally, TrendPoint
from indicators.catalogue.model import Indicator, Plan
from indicators.explanations import Explanation, Question, Word
from indicators.export.snapshot import Head, Point, Proof, Row, Snapshot
from indicators.export.whole import whole
from indicators.periods import Period

KNOWN_AT = datetime(2026, 11, 22, 2, 12, tzinfo=UTC)  # 09:12 in Hà Nội
MONTH = "2026-10"
CAUSE = "Hai người nghỉ ốm; hồ sơ dồn vào cuối tháng"
REMEDY = "Điều hai người của phòng khác sang"
_MONTHS = ("2025-11", "2025-12", *(f"2026-{month:02d}" for month in range(1, 11)))
_PLAN = Plan(
    code="ke-hoach", number="57/KH-STN", title="Kế hoạch", short="Kế hoạch năm", issuer="so",
    date_text="ngày 01 tháng 01 năm 2026", issued_on=date(2026, 1, 1),
    valid_from=date(2026, 1, 1), valid_to=None, parent=None, based_on=(), source="", file="",
)  # fmt: skip
_GOALS = (98.0, 80.0, 95.0)


def snapshot(
    units: int = 3, indicators: int = 4, *, period: str = MONTH, **head: object
) -> Snapshot:
    """Return a board of so many units below "so", with so many percentages and two others."""
    asked = [_percentage(number) for number in range(1, indicators + 1)]
    asked.append(
        replace(asked_as("DEM", "Số cuộc kiểm tra", "Kiểm tra"), formula="count", roll_up="sum",
                unit_of_measure="cuộc", decimals=0)
    )  # fmt: skip
    asked.append(
        replace(asked_as("CO", "Ban hành quy chế", "Quy chế"), formula="yes_no", roll_up="own",
                unit_of_measure="có/không", decimals=0)
    )  # fmt: skip
    codes = [f"u{number}" for number in range(1, units + 1)]
    rows = [row for place, code in enumerate(codes) for row in _rows(code, place, asked, period)]
    sums = [_sum(each, rows) for each in asked if each.formula == "ratio"]
    kept: dict[str, Any] = {
        "office": "Sở Thử nghiệm", "unit": "so", "unit_name": "Sở Thử nghiệm", "period": period,
        "month": MONTH if period == MONTH else "2026-09", "known_at": KNOWN_AT, "as_of": None,
        "version": 7, "is_sample": False,
    }  # fmt: skip
    tally = _tally(rows)
    return Snapshot(
        head=Head(**{**kept, **head}),
        units=(
            BoardUnit("so", "Sở Thử nghiệm", "Sở", 0, False, _tally(sums)),
            *(_unit(code, place, rows) for place, code in enumerate(codes)),
        ),
        indicators=tuple(asked),
        plans=(_PLAN,),
        rows=(*sums, *rows),
        tally=tally,
        previous=replace(tally, green=tally.green + 1, red=max(tally.red - 1, 0)),
        trend=tuple(
            TrendPoint(month, replace(tally, green=tally.green + place % 4, red=tally.red + 1))
            for place, month in enumerate(_MONTHS)
        ),
    )


def empty(units: int = 3) -> Snapshot:
    """Return a board to which nobody has sent anything yet."""
    full = snapshot(units)
    rows = tuple(
        Row(_bare(row.cell), None, None, (), (), None) for row in full.rows if not _is_sum(row)
    )
    return replace(
        full,
        units=tuple(replace(each, tally=Tally(pending=6)) for each in full.units),
        rows=rows,
        tally=Tally(pending=len(rows)),
        previous=Tally(),
        trend=tuple(TrendPoint(month, Tally()) for month in _MONTHS),
    )


def renamed(found: Snapshot, text: str) -> Snapshot:
    """Return the same board with `text` as every name that people choose."""
    return replace(
        found,
        head=replace(found.head, office=text, unit_name=text),
        units=tuple(replace(each, name=text, short=text) for each in found.units),
        indicators=tuple(replace(each, name=text, short=text) for each in found.indicators),
        plans=tuple(replace(each, number=text, title=text, short=text) for each in found.plans),
        rows=tuple(_told(row, text) for row in found.rows),
    )


def explained(found: Snapshot, key: tuple[str, str], **words: str) -> Snapshot:
    """Return the same board with the explanation of one cell changed."""
    return replace(
        found,
        rows=tuple(
            replace(row, explanation=_explanation(row.cell, **words)) if row.key == key else row
            for row in found.rows
        ),
    )


def _told(row: Row, text: str) -> Row:
    source = replace(row.source, file=text, sheet=text, submitted_by=text) if row.source else None
    explanation = _explanation(row.cell, cause=text, remedy=text) if row.explanation else None
    proofs = tuple(replace(each, file=text, document=text) for each in row.proofs)
    return replace(row, source=source, explanation=explanation, proofs=proofs)


def asked_as(code: str, name: str, short: str, clause: str = "I.1") -> Indicator:
    """Return a monthly percentage of counts that every unit reports."""
    return Indicator(
        code=code, plan=_PLAN.code, clause=clause, name=name, short=short, name_en=name,
        unit_of_measure="%", decimals=2, formula="ratio", direction="up", frequency="month",
        accumulation="period", roll_up="ratio", numerator="Đúng hạn", denominator="Tổng số",
        applies_to=(), lead=(), supporting=(),
    )  # fmt: skip


def _percentage(number: int) -> Indicator:
    name = f"Tỷ lệ hồ sơ loại {number} được giải quyết đúng hạn"
    return asked_as(f"c{number}", name, f"Hồ sơ loại {number}", f"III.{number}")


def _rows(code: str, place: int, asked: list[Indicator], period: str) -> Iterable[Row]:
    for at, indicator in enumerate(asked):
        cell = _cell(code, place, at, indicator)
        points = tuple(_points(cell))
        explains = cell.status == "red" and at % 2 == 0
        has_value = cell.value is not None
        yield Row(
            cell=cell,
            source=_source(code, place, at) if has_value else None,
            explanation=_explanation(cell) if explains else None,
            proofs=(Proof(at, f"bb-{code}.pdf", "ab" * 32, f"{at}/BB", ""),) if has_value else (),
            points=points,
            whole=whole(indicator, points, Period.parse(period)),
        )


def _cell(code: str, place: int, at: int, indicator: Indicator) -> Cell:
    base: dict[str, Any] = {
        "unit": code, "indicator": indicator.code, "period": MONTH, "due_on": date(2026, 11, 5),
        "operator": ">=", "kind": "standing", "count_reported": 1,
    }  # fmt: skip
    goal = _GOALS[at % 3] if indicator.formula == "ratio" else 1.0
    base |= {"goal": goal, "final": goal, "amber_low": goal * 0.95}
    if place == 1:
        return Cell(**base, status="missing", reported="missing", counted="missing")
    if indicator.formula != "ratio":
        value = float(12 + at) if indicator.formula == "count" else 1.0
        status: Status = "green"
        counts: tuple[float | None, float | None] = (None, None)
    else:
        down = 150.0 + 7 * place + at
        up = float(round(down * (goal - (9, 0, 0.04, -1)[0 if place == 0 else place % 4]) / 100))
        value, counts = 100 * up / down, (up, down)
        status = "green" if value >= goal else "amber" if value >= goal * 0.95 else "red"
    base |= {"value": value, "numerator": counts[0], "denominator": counts[1]}
    base |= {
        "previous": value - 1.25 if counts[1] else value - 1,
        "submission": 10 + place,
        "sheet": "Biểu 1",
    }
    return Cell(**base, status=status, reported="approved", counted=status, address=f"E{8 + at}")


def _points(cell: Cell) -> Iterable[Point]:
    for place, month in enumerate(_MONTHS):
        if cell.value is None:
            continue
        down = cell.denominator
        up = None if cell.numerator is None else cell.numerator - (len(_MONTHS) - 1 - place) % 5
        value = 100 * up / down if up is not None and down else cell.value
        yield Point(month, up, down, value, cell.goal, None, cell.status, False)


def _source(code: str, place: int, at: int) -> Source:
    return Source(
        submission=10 + place, file=f"{code}-{MONTH}.xlsx", sha256="cd" * 32, sheet="Biểu 1",
        address=f"E{8 + at}", unit=code, submitted_by=f"dau-moi-{code}",
        submitted_at=datetime(2026, 11, 3, 1, 30, tzinfo=UTC), state="approved",
        decided_by="van-phong", decided_at=datetime(2026, 11, 4, 2, 0, tzinfo=UTC), note="",
        is_sample=False, numerator=None, denominator=None, value=None,
    )  # fmt: skip


def _explanation(
    cell: Cell, cause: str = CAUSE, remedy: str = REMEDY, question: str = ""
) -> Explanation:
    word = Word(cause, remedy, date(2026, 12, 15), "dau-moi", KNOWN_AT) if cause else None
    asked = Question(question, "lanh-dao", KNOWN_AT) if question else None
    return Explanation(cell.unit, cell.indicator, cell.period, word, (), asked)


def _sum(indicator: Indicator, rows: list[Row]) -> Row:
    parts = [row.cell for row in rows if row.cell.indicator == indicator.code]
    told = [each for each in parts if each.value is not None]
    up = sum(each.numerator or 0 for each in told)
    down = sum(each.denominator or 0 for each in told)
    goal = parts[0].goal or 0.0
    value = 100 * up / down if down else None
    judged: Status = "missing" if value is None else "green" if value >= goal else "amber"
    cell = replace(
        parts[0], unit="so", status=judged, reported="approved", counted=judged, value=value,
        numerator=up, denominator=down, is_rolled_up=True, count_expected=len(parts),
        count_reported=len(told), is_complete=len(parts) == len(told), submission=None, sheet=None,
        address=None, previous=None,
    )  # fmt: skip
    return Row(cell, None, None, (), tuple(_points(cell)), None)


def _unit(code: str, place: int, rows: list[Row]) -> BoardUnit:
    mine = [row for row in rows if row.cell.unit == code]
    name = f"Phòng Quản lý lĩnh vực số {place + 1}"
    return BoardUnit(code, name, f"QL lĩnh vực {place + 1}", 1, False, _tally(mine))


def _tally(rows: Iterable[Row]) -> Tally:
    counted = [row.cell.counted for row in rows]
    return Tally(**{each: counted.count(each) for each in set(counted)})


def _bare(cell: Cell) -> Cell:
    return Cell(
        unit=cell.unit, indicator=cell.indicator, period=cell.period, status="pending",
        reported="pending", counted="pending", due_on=cell.due_on, operator=cell.operator,
        goal=cell.goal, final=cell.final,
    )  # fmt: skip


def _is_sum(row: Row) -> bool:
    return row.cell.is_rolled_up
