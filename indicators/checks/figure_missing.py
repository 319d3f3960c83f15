"""An indicator due in a form's period that the form says nothing about."""

from __future__ import annotations

from collections.abc import Iterator

from indicators.catalogue.model import Indicator, Unit
from indicators.checks.scene import Scene
from indicators.errors import Problem
from indicators.periods import Period

CODE = "figure-missing"


def find(scene: Scene) -> Iterator[Problem]:
    """Yield a warning for each blank row, and one for all that have no row, unit by unit.

    Only forms are expected to be whole; nothing is ever taken as zero.
    """
    if not scene.is_form:
        return
    told: dict[tuple[str, Period], set[str]] = {}
    sheets: dict[tuple[str, Period], tuple[Unit, str]] = {}
    for row in (*scene.rows, *scene.blanks):
        if row.unit is not None and row.period is not None:
            told.setdefault((row.unit.code, row.period), set()).add(row.indicator.code)
            sheets.setdefault((row.unit.code, row.period), (row.unit, row.sheet))
    reported = {
        (row.unit.code, row.period, row.indicator.code)
        for row in scene.rows
        if row.unit is not None
    }
    for row in scene.blanks:
        if row.unit is None or row.period is None:
            continue
        is_told = (row.unit.code, row.period, row.indicator.code) in reported
        if not is_told and is_due(row.indicator, row.unit, row.period, scene):
            message = (
                f"Ô {row.cell} trống: chưa có số liệu «{row.indicator.name}». Không phát sinh "
                "thì ghi «không phát sinh»"
            )
            yield Problem.warning(CODE, message, sheet=row.sheet, cell=row.cell)
    for (_, period), (unit, sheet) in sheets.items():
        lacking = [
            f"{each.short or each.name} ({each.clause})"
            for each in scene.catalogue.indicators_of(unit.code)
            if each.code not in told[unit.code, period] and is_due(each, unit, period, scene)
        ]
        if lacking:
            message = (
                f"Biểu chưa có dòng cho {len(lacking)} chỉ tiêu phải báo cáo: {'; '.join(lacking)}."
                " Có số liệu thì thêm dòng, hoặc dùng biểu mẫu"
            )
            yield Problem.warning(CODE, message, sheet=sheet)


def is_due(indicator: Indicator, unit: Unit, period: Period, scene: Scene) -> bool:
    """Whether `unit` is to report `indicator` in `period`: its own kind, its plan in force."""
    plan = scene.catalogue.plans.get(indicator.plan)
    return (
        unit.code in indicator.applies_to
        and indicator.frequency == period.frequency
        and (plan is None or plan.valid_from <= period.end)
    )
