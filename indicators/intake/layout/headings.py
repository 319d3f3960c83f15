"""Headings inside a table that say whose rows follow, or of when: "II. Phòng Quản lý vận tải"."""

from __future__ import annotations

from indicators.catalogue.model import Unit
from indicators.intake.cells import TypedCell
from indicators.intake.layout.when import period_in
from indicators.intake.layout.whose import only_reporting, units_named
from indicators.intake.match import Names, bare_name
from indicators.periods import Period


def unit_headed(
    cells: dict[int, TypedCell], names: Names, current: Unit | None
) -> tuple[Unit, TypedCell] | None:
    """Return the unit whose name alone a row without figures holds, and the cell it stands in.

    Only exact names count, and none of a unit above the current one: the department's name at the
    top of a printed page changes nothing.
    """
    for cell in cells.values():
        if cell.kind != "text":
            continue
        codes = units_named(bare_name(str(cell.value)), names)
        code = only_reporting(codes, names) if codes else None
        if code is None:
            continue
        if current is not None and code in names.catalogue.ancestors(current.code):
            continue
        return names.unit(code), cell
    return None


def period_headed(cells: dict[int, TypedCell], current: Period) -> tuple[Period, TypedCell] | None:
    """Return the period that a row without figures names, unless the current one lies in it."""
    for cell in cells.values():
        if cell.kind != "text":
            continue
        period = period_in(str(cell.value), is_whole=False, year=current.year)
        if period is None:
            continue
        is_wider = period != current and period.start <= current.start and current.end <= period.end
        if not is_wider:
            return period, cell
    return None
