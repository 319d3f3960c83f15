"""Last period's figures, for the column beside the inputs of a template."""

from __future__ import annotations

from indicators.access import Principal, needs
from indicators.intake.reading import Figure
from indicators.periods import Period
from indicators.workspace import Workspace


@needs("read")
def previous_figures(
    workspace: Workspace, who: Principal, unit: str, period: str
) -> dict[str, Figure]:
    """Return what `unit` reported for the period before `period`, keyed by indicator."""
    before = str(Period.parse(period).previous)
    rows = workspace.store.rows(
        "submission/latest_figures", unit_id=unit, periods=[before], scope=who.roots("read")
    )
    return {
        row["indicator_id"]: Figure(
            plan="",
            clause="",
            indicator=row["indicator_id"],
            unit=unit,
            period=row["period"],
            numerator=row["numerator"],
            denominator=row["denominator"],
            value=row["value"],
            sheet="",
            cell="",
        )
        for row in rows
    }
