"""The board of one period: a unit, the units directly below it, and their cells."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Literal

from indicators import clock
from indicators.access import Principal, needs
from indicators.board.calendar import shown_periods
from indicators.board.trend import trend
from indicators.board.view import Board, BoardUnit, Cell, Tally
from indicators.catalogue.model import Catalogue, Indicator
from indicators.errors import NotFound
from indicators.periods import Period
from indicators.workspace import Workspace

Order = Literal["worst", "plan"]
Figures = dict[tuple[str, str], Cell]
_WORSE = {"red": 100.0, "missing": 60.0, "amber": 30.0}


@needs("read")
def board(
    workspace: Workspace,
    who: Principal,
    *,
    period: str,
    unit: str,
    plan: str | None = None,
    group: str | None = None,
    as_of: datetime | None = None,
    provisional: bool = False,
    order: Order = "worst",
) -> Board:
    """Return the board of `unit` and the units directly below it.

    Args:
        workspace: the open office.
        who: who asks; a unit outside its scope answers like one that does not exist.
        period: a month ("2026-10"); other rhythms show the last period that had ended by then.
        unit: whose branch; its own row is the roll-up.
        plan: only the indicators of this plan.
        group: only the units of this group.
        as_of: as it was known at this moment; None for now.
        provisional: count figures that still wait for approval.
        order: worst first, or as in the plan and the organisation.

    Raises:
        NotFound: no such unit, plan or group.
        ValueError: `period` is no period.
    """
    workspace.keep_current()
    catalogue = workspace.catalogue
    if not workspace.sees(who, unit):
        if unit in catalogue.units:
            workspace.refused(who, f"board/{unit}")
        raise NotFound(f"Không có đơn vị «{unit}»")
    codes = _units_shown(catalogue, unit, plan, group, Period.parse(period))
    cells = _cells(workspace, who, period, codes, plan, as_of=as_of, provisional=provisional)
    units = [_unit(catalogue, code, unit, cells) for code in codes]
    units = [each for each in units if each.depth == 0 or _has_cells(each.code, cells)]
    indicators = [
        each for each in catalogue.indicators.values() if any(key[1] == each.code for key in cells)
    ]
    if order == "worst":
        units, indicators = _worst_first(units, indicators, cells)
    now, before = _tallies(
        workspace, who, period, unit, plan, group, as_of, provisional=provisional
    )
    return Board(
        unit=unit,
        period=period,
        as_of=as_of,
        version=_version(workspace, as_of),
        units=tuple(units),
        indicators=tuple(indicators),
        cells=cells,
        tally=now,
        previous=before,
    )


def _version(workspace: Workspace, as_of: datetime | None) -> int:
    """Return the data version that is drawn: of a day in the past the one that held then."""
    if as_of is None:
        return workspace.store.version
    return int(workspace.store.rows("care/data_version_known", known_at=as_of)[0]["version"])


def tally_of(cells: Iterable[Cell]) -> Tally:
    """Count cells by what each counts as."""
    counts = dict.fromkeys(Tally.__dataclass_fields__, 0)
    for cell in cells:
        counts[cell.counted] += 1
        counts["provisional"] += cell.is_provisional
    return Tally(**counts)


def _tallies(
    workspace: Workspace,
    who: Principal,
    period: str,
    unit: str,
    plan: str | None,
    group: str | None,
    as_of: datetime | None,
    *,
    provisional: bool,
) -> tuple[Tally, Tally]:
    """Count the whole branch in `period` and in the one before, as known at `as_of`."""
    before = str(Period.parse(period).previous)
    points = trend(
        workspace,
        who,
        period=period,
        unit=unit,
        plan=plan,
        group=group,
        months=2,
        provisional=provisional,
        as_of=as_of,
    )
    known = {point.period: point.tally for point in points}
    return known.get(period, Tally()), known.get(before, Tally())


def _units_shown(
    catalogue: Catalogue, unit: str, plan: str | None, group: str | None, period: Period
) -> list[str]:
    if plan is not None and plan not in catalogue.plans:
        raise NotFound(f"Không có kế hoạch «{plan}»")
    if group is not None and group not in catalogue.groups:
        raise NotFound(f"Không có nhóm đơn vị «{group}»")
    members = catalogue.groups[group].members if group else None
    below = [
        code
        for code in catalogue.children.get(unit, ())
        if (members is None or code in members) and _is_valid(catalogue, code, period)
    ]
    return [unit, *below]


def _is_valid(catalogue: Catalogue, code: str, period: Period) -> bool:
    unit = catalogue.units[code]
    begun = unit.valid_from is None or unit.valid_from <= period.end
    return begun and (unit.valid_to is None or unit.valid_to >= period.start)


def _cells(
    workspace: Workspace,
    who: Principal,
    period: str,
    units: list[str],
    plan: str | None,
    *,
    as_of: datetime | None,
    provisional: bool,
) -> Figures:
    shown = shown_periods(period)
    common: dict[str, Any] = {
        "periods": shown,
        "units": units,
        "plan_id": plan,
        "scope": who.roots("read"),
    }
    if as_of is None and not provisional:
        rows = _with_details(
            *workspace.store.rows_at_once(
                ("board/matrix", {"today": clock.today(), **common}), ("board/details", common)
            )
        )
    else:
        known_at = as_of or clock.now()
        before = [str(Period.parse(each).previous) for each in shown]
        rows = workspace.store.rows(
            "board/matrix_known",
            known_at=known_at,
            all_periods=sorted({*shown, *before}),
            today=clock.local(known_at).date(),
            count_submitted=provisional,
            **common,
        )
    return {(row["unit_id"], row["indicator_id"]): cell_of(row) for row in rows}


def _with_details(
    rows: list[dict[str, Any]], details: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    """Return each row of board/matrix with its row of board/details."""
    known = {(each["period"], each["unit_id"], each["indicator_id"]): each for each in details}
    return [row | known[row["period"], row["unit_id"], row["indicator_id"]] for row in rows]


def cell_of(row: Mapping[str, Any]) -> Cell:
    """Return a row of board/matrix and board/details, or of board/matrix_known, as a value."""
    return Cell(
        unit=row["unit_id"],
        indicator=row["indicator_id"],
        period=row["period"],
        status=row["status"],
        reported=row["reported"] or row["status"],
        counted=row["counted"],
        value=row["value"],
        numerator=row["numerator"],
        denominator=row["denominator"],
        is_provisional=row["is_provisional"],
        is_rolled_up=row["is_rolled_up"],
        is_estimated=row["is_estimated"],
        is_complete=row["count_reported"] == row["count_expected"],
        count_expected=row["count_expected"],
        count_reported=row["count_reported"],
        due_on=row["due_on"],
        target=row["target_id"],
        operator=row["operator"],
        kind=row["kind"],
        goal=row["goal"],
        upper=row["upper_goal"],
        final=row["final_value"],
        target_due=row["target_due_on"],
        amber_low=row["amber_low"],
        amber_high=row["amber_high"],
        previous=row["previous_value"],
        submission=row["submission_id"],
        sheet=row["sheet_name"],
        address=row["cell_address"],
    )


def _unit(catalogue: Catalogue, code: str, root: str, cells: Figures) -> BoardUnit:
    unit = catalogue.units[code]
    own = (cell for (each, _), cell in cells.items() if each == code)
    return BoardUnit(
        code=code,
        name=unit.name,
        short=unit.short or unit.name,
        depth=0 if code == root else 1,
        is_sample=unit.is_sample,
        tally=tally_of(own),
    )


def _has_cells(code: str, cells: Figures) -> bool:
    return any(unit == code for unit, _ in cells)


def _worst_first(
    units: list[BoardUnit], indicators: list[Indicator], cells: Figures
) -> tuple[list[BoardUnit], list[Indicator]]:
    """Order rows and columns by how much in them is red, then missing, then amber."""
    rows: dict[str, float] = {}
    columns: dict[str, float] = {}
    for (unit, indicator), cell in cells.items():
        weight = _WORSE.get(cell.status, 0.0)
        rows[unit] = rows.get(unit, 0.0) + weight
        if not cell.is_rolled_up:
            columns[indicator] = columns.get(indicator, 0.0) + weight
    return (
        sorted(units, key=lambda each: (each.depth, -rows.get(each.code, 0.0))),
        sorted(indicators, key=lambda each: -columns.get(each.code, 0.0)),
    )
