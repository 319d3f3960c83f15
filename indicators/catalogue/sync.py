"""Lay the catalogue into the store, edition by edition.

An edition that differs is added whole; none is ever changed, so that a board as known on an
earlier day is judged by the targets of that day.
"""

from __future__ import annotations

import hashlib
from datetime import date, datetime
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from indicators.catalogue.due import due_date, duty_of
from indicators.catalogue.model import Catalogue, DueRule, Duty, Frequency, Indicator, Target
from indicators.errors import CatalogueError
from indicators.periods import Period, periods_between
from queries import Store, Transaction

if TYPE_CHECKING:
    import pyarrow as pa

FREQUENCIES: tuple[Frequency, ...] = ("week", "month", "quarter", "half", "nine_months", "year")


def sync(
    store: Store,
    catalogue: Catalogue,
    *,
    at: datetime,
    by: str,
    amber_percent: float,
    due_day: int,
) -> bool:
    """Record `catalogue` as the edition in force from `at`, unless it is the newest already.

    Returns:
        Whether a new edition was recorded: every cell must then be laid anew.
    """
    if is_adopted(store, catalogue, amber_percent=amber_percent, due_day=due_day):
        return False
    with store.write("catalogue") as write:
        record_edition(write, catalogue, at=at, by=by, amber_percent=amber_percent, due_day=due_day)
    return True


def is_adopted(store: Store, catalogue: Catalogue, *, amber_percent: float, due_day: int) -> bool:
    """Whether `catalogue` with these settings is the newest edition in the store."""
    newest = store.rows("catalogue/newest")
    return bool(newest) and newest[0]["sha256"] == _sha256(catalogue, amber_percent, due_day)


def record_edition(
    write: Transaction,
    catalogue: Catalogue,
    *,
    at: datetime,
    by: str,
    amber_percent: float,
    due_day: int,
) -> None:
    """Record `catalogue` as a new edition inside a write; calendar and cells are the caller's.

    Raises:
        CatalogueError: two targets are in force at once for the same cells, so that one cell
            would be judged twice. Nothing is recorded.
    """
    newest = write.rows("catalogue/newest")
    edition = newest[0]["catalogue_version"] + 1 if newest else 1
    targets = _targets(catalogue, amber_percent)
    _refuse_overlaps(targets)
    write.run(
        "catalogue/record_edition",
        catalogue_version=edition,
        sha256=_sha256(catalogue, amber_percent, due_day),
        recorded_at=at,
        recorded_by=by,
    )
    _record(write, "unit", _units(catalogue), edition)
    _record(write, "unit_closure", _closure(catalogue), edition)
    write.run("catalogue/remove_unit_below")
    write.run("catalogue/refresh_unit_below")
    _record(write, "indicator", _indicators(catalogue), edition)
    _record(write, "assignment", _assignments(catalogue), edition)
    _record(write, "target", targets, edition)


def extend_calendar(store: Store, catalogue: Catalogue, *, through: date, due_day: int) -> None:
    """Add the periods and due days through the end of the year after `through`, once each."""
    edition = store.rows("catalogue/newest")[0]["catalogue_version"]
    known = store.rows("catalogue/calendar")[0]
    reaches = known["last_day"] and known["last_day"] >= _last_day(through)
    if not reaches or known["dated_version"] != edition:
        with store.write("calendar") as write:
            record_calendar(write, catalogue, through=through, due_day=due_day)


def record_calendar(
    write: Transaction, catalogue: Catalogue, *, through: date, due_day: int
) -> None:
    """Add what the newest edition's calendar lacks, inside a write."""
    edition = write.rows("catalogue/newest")[0]["catalogue_version"]
    first = min((plan.valid_from for plan in catalogue.plans.values()), default=through)
    last = _last_day(through)
    periods = [p for each in FREQUENCIES for p in periods_between(first, last, each)]
    write.insert("catalogue/record_periods", arrow(_periods(periods)))
    rows = _due_dates(catalogue, periods, DueRule(day=due_day, month_offset=1))
    _record(write, "due_date", rows, edition)


def arrow(rows: list[dict[str, Any]]) -> pa.Table:
    """Return rows of equal keys as an Arrow table; a column without values has the null type."""
    import pyarrow as pa  # noqa: PLC0415 - only writers need it

    return pa.Table.from_pylist(rows)


def _record(write: Transaction, table: str, rows: list[dict[str, Any]], edition: int) -> None:
    if rows:
        rows = [{"catalogue_version": edition, **row} for row in rows]
        write.insert(f"catalogue/record_{table}", arrow(rows))


def _last_day(through: date) -> date:
    return date(through.year + 1, 12, 31)


def _refuse_overlaps(targets: list[dict[str, Any]]) -> None:
    """Raise when a target begins before the one for the same indicator and unit has ended."""
    by_reach: dict[tuple[str, str | None], list[dict[str, Any]]] = {}
    for row in sorted(targets, key=lambda row: row["valid_from"]):
        by_reach.setdefault((row["indicator_id"], row["unit_id"]), []).append(row)
    for (indicator, unit), rows in by_reach.items():
        for one, other in pairwise(rows):
            if one["valid_to"] is None or one["valid_to"] >= other["valid_from"]:
                whom = f" cho {unit}" if unit else ""
                raise CatalogueError(
                    f"{indicator} có hai chỉ tiêu cùng hiệu lực{whom} từ"
                    f" {other['valid_from']:%d/%m/%Y} ({one['target_id']}, {other['target_id']}):"
                    " ghi from và to để không trùng, xem `catalogue check`"
                )


def _sha256(catalogue: Catalogue, amber_percent: float, due_day: int) -> str:
    text = f"{catalogue.sha256} {amber_percent} {due_day}"
    return hashlib.sha256(text.encode()).hexdigest()


def _units(catalogue: Catalogue) -> list[dict[str, Any]]:
    return [
        {
            "unit_id": unit.code,
            "parent_id": unit.parent,
            "name": unit.name,
            "weight": unit.weight,
            "position": position,
            "valid_from": unit.valid_from,
            "valid_to": unit.valid_to,
        }
        for position, unit in enumerate(catalogue.units.values())
    ]


def _closure(catalogue: Catalogue) -> list[dict[str, Any]]:
    return [
        {"ancestor_id": above, "descendant_id": code, "depth": depth}
        for code in catalogue.units
        for depth, above in enumerate((code, *catalogue.ancestors(code)))
    ]


def _indicators(catalogue: Catalogue) -> list[dict[str, Any]]:
    return [
        {
            "indicator_id": each.code,
            "plan_id": each.plan,
            "issuer_id": catalogue.plans[each.plan].issuer,
            "clause": each.clause,
            "name": each.name,
            "formula": each.formula,
            "scale": each.scale,
            "frequency": each.frequency,
            "roll_up": each.roll_up,
            "position": position,
        }
        for position, each in enumerate(catalogue.indicators.values())
    ]


def _assignments(catalogue: Catalogue) -> list[dict[str, Any]]:
    """Who reports what, from when to when: unit, plan and first target all have to be in force."""
    rows = []
    for each in catalogue.indicators.values():
        plan = catalogue.plans[each.plan]
        starts = [target.valid_from for target in catalogue.targets_of(each.code)]
        first = min(starts, default=plan.valid_from)
        for code in each.applies_to:
            unit = catalogue.units[code]
            begins = max(first, unit.valid_from or first)
            ends = min((day for day in (unit.valid_to, plan.valid_to) if day), default=None)
            if ends is not None and ends < begins:
                continue  # merged away before it had anything to report
            rows.append(
                {
                    "indicator_id": each.code,
                    "unit_id": code,
                    "duty_id": _duty_of(catalogue, each, code),
                    "valid_from": begins,
                    "valid_to": ends,
                }
            )
    return rows


def _duty_of(catalogue: Catalogue, indicator: Indicator, unit: str) -> str:
    """Return the duty that a figure falls under; that of its rhythm where no plan has one."""
    duty = duty_of(catalogue, indicator, unit)
    return duty.code if duty else f"default/{indicator.frequency}"


def _targets(catalogue: Catalogue, amber_percent: float) -> list[dict[str, Any]]:
    return [
        row
        for target in catalogue.targets
        for unit in (target.units or (None,))
        for row in (_target_row(target, unit, amber_percent),)
    ]


def _target_row(target: Target, unit: str | None, amber_percent: float) -> dict[str, Any]:
    baseline = target.baseline
    return {
        "target_id": target.code,
        "indicator_id": target.indicator,
        "unit_id": unit,
        "operator": target.operator,
        "kind": target.kind,
        "value": float(target.value),
        "upper_value": None if target.upper is None else float(target.upper),
        "valid_from": target.valid_from,
        "valid_to": target.valid_to,
        "due_on": target.due,
        "amber": float(amber_percent if target.amber is None else target.amber),
        "amber_unit": target.amber_unit if target.amber is not None else "percent",
        "baseline_on": baseline.on if baseline else None,
        "baseline_value": baseline.value if baseline else None,
        "milestones": [{"due_on": m.on, "value": float(m.value)} for m in target.milestones],
    }


def _periods(periods: list[Period]) -> list[dict[str, Any]]:
    return [
        {
            "period": str(period),
            "frequency": period.frequency,
            "starts_on": period.start,
            "ends_on": period.end,
            "previous_period": str(period.previous),
        }
        for period in periods
    ]


def _due_dates(
    catalogue: Catalogue, periods: list[Period], default: DueRule
) -> list[dict[str, Any]]:
    duties: list[Duty] = [*catalogue.duties, *(_default_duty(each) for each in FREQUENCIES)]
    return [
        {
            "duty_id": duty.code,
            "period": str(period),
            "due_on": due_date(duty, period, default),
        }
        for duty in duties
        for period in periods
        if period.frequency == duty.frequency
    ]


def _default_duty(frequency: Frequency) -> Duty:
    """Return the duty of indicators whose plan has none of their rhythm: the settings' day."""
    return Duty(
        code=f"default/{frequency}",
        plan="",
        clause="",
        title="",
        reporters=(),
        reporters_text="",
        recipient="",
        frequency=frequency,
        due_text="",
        due=None,
        is_assumed=True,
        cutoff="calendar",
        shift="none",
    )
