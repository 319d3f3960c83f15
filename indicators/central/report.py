"""What goes to the central system: a line for each approved figure, and all that has no code there.

From a snapshot and a form alone. Figures nobody has approved are never among them; what is left
out is counted and named, never silently skipped.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from indicators.board.view import BoardUnit
from indicators.catalogue.model import Indicator
from indicators.central.form import CentralForm, Column
from indicators.export.snapshot import Head, Proof, Row, Snapshot, Whole
from indicators.export.whole import whole
from indicators.periods import Period


@dataclass(frozen=True, slots=True)
class Line:
    """One line: `order` from 1; `row` as far as it was approved; `proof` in the evidence list."""

    order: int
    row: Row
    whole: Whole | None
    proof: Proof | None = None


@dataclass(frozen=True, slots=True)
class CentralReport:
    """The lines of both lists, and what has no code of the central system or was left out.

    `waiting` have a figure that nobody has approved, `lacking` have none at all.
    """

    lines: tuple[Line, ...]
    proofs: tuple[Line, ...]
    uncoded_indicators: tuple[Indicator, ...]
    uncoded_units: tuple[BoardUnit, ...]
    waiting: tuple[Row, ...]
    lacking: tuple[Row, ...]


def report(snapshot: Snapshot, form: CentralForm) -> CentralReport:
    """Return what `form` asks for of a snapshot, unit by unit in the board's order."""
    asked = [row for row in snapshot.rows if _is_asked(snapshot, form, row)]
    told = [(_as_approved(row), _whole(snapshot, row)) for row in asked]
    if form.blank == "leave-out":
        told = [(row, total) for row, total in told if has_figure(row) or _says(total)]
    if form.unmapped == "leave-out":
        told = [each for each in told if each[0].cell.indicator in form.indicator_code]
    lines = [Line(n, row, total) for n, (row, total) in enumerate(told, start=1)]
    proved = [(line, proof) for line in lines for proof in line.row.proofs]
    units = {row.cell.unit for row in asked}
    indicators = {row.cell.indicator for row in asked}
    return CentralReport(
        lines=tuple(lines),
        proofs=tuple(
            replace(line, order=n, proof=proof) for n, (line, proof) in enumerate(proved, start=1)
        ),
        uncoded_indicators=tuple(
            each
            for each in snapshot.indicators
            if each.code in indicators and each.code not in form.indicator_code
        ),
        uncoded_units=tuple(
            each
            for each in snapshot.units
            if each.code in units and each.code not in form.unit_code and _says_unit(form)
        ),
        waiting=tuple(row for row in asked if row.cell.is_provisional),
        lacking=tuple(row for row in asked if not has_figure(row)),
    )


def asked_of(columns: tuple[Column, ...], head: Head) -> tuple[Column, ...]:
    """Return the columns of a list that stand in the report of this period."""
    other = "month" if head.period != head.month else "longer"
    return tuple(each for each in columns if each.when != other)


def has_figure(row: Row) -> bool:
    """Whether anything was reported: a value, or 0 of 0."""
    return row.cell.value is not None or row.cell.denominator == 0


def is_approved(row: Row) -> bool:
    """Whether the figure may go up: somebody approved it, or it is added up from such alone."""
    return has_figure(row) and not row.cell.is_provisional


def _says(total: Whole | None) -> bool:
    return total is not None and (total.value is not None or total.denominator == 0)


def _is_asked(snapshot: Snapshot, form: CentralForm, row: Row) -> bool:
    """Whether the form asks for a cell: its plan, and a unit's own figure or the total."""
    indicator = snapshot.indicator[row.cell.indicator]
    if form.plans and indicator.plan not in form.plans:
        return False
    is_total = row.cell.unit == snapshot.head.unit
    return form.rows == "all" or is_total == (form.rows == "total") or _is_own(form, row)


def _is_own(form: CentralForm, row: Row) -> bool:
    """Whether the unit reported for reports the figure itself: nobody below it does."""
    return form.rows == "units" and not row.cell.is_rolled_up


def _as_approved(row: Row) -> Row:
    """Return a row without a figure that nobody has approved, and without its evidence."""
    if is_approved(row):
        return row
    cell = replace(row.cell, status=row.cell.counted, value=None, numerator=None, denominator=None)
    return replace(row, cell=cell, source=None, proofs=(), whole=None)


def _whole(snapshot: Snapshot, row: Row) -> Whole | None:
    """Return the figure of the whole period from what was approved; None for a month's report."""
    indicator = snapshot.indicator[row.cell.indicator]
    told = [each for each in row.points if not each.is_provisional]
    return whole(indicator, told, Period.parse(snapshot.head.period))


def _says_unit(form: CentralForm) -> bool:
    columns = (*form.columns, *form.evidence_columns)
    return any(each.content == "unit_central" for each in columns)
