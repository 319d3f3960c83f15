"""Take a snapshot of a board: in a handful of queries, however many cells it has."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from indicators import board as boards
from indicators import clock
from indicators.access import Principal, needs
from indicators.board.calendar import coloured_month, months_back, shown_periods
from indicators.board.matrix import Order
from indicators.board.view import Board, Cell, Source
from indicators.catalogue.model import Indicator
from indicators.explanations import Explanation, explanations
from indicators.export.snapshot import Head, Point, Proof, Row, Snapshot
from indicators.export.whole import whole
from indicators.periods import Period
from indicators.windows import Covered, covered
from indicators.workspace import Workspace

_MONTHS = 12
_Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which board is taken along; as `indicators.board.board` takes it.

    `period` is a month, or a longer period that a report is about; `month` is the one whose colours
    are shown, None for what `coloured_month` says.
    """

    unit: str
    period: str
    plan: str | None = None
    group: str | None = None
    as_of: datetime | None = None
    provisional: bool = False
    order: Order = "worst"
    month: str | None = None


@needs("read")
def gather(workspace: Workspace, who: Principal, wanted: Wanted) -> Snapshot:
    """Return everything an export of a board says, as known at one moment.

    Raises:
        NotFound: no such unit, plan or group within the scope of `who`.
        ValueError: `wanted.period` is no period.
    """
    known_at = wanted.as_of or clock.now()
    month = wanted.month or coloured_month(workspace, wanted.period, known_at)
    common: dict[str, Any] = {
        "period": month, "unit": wanted.unit, "plan": wanted.plan, "group": wanted.group,
        "provisional": wanted.provisional, "as_of": wanted.as_of,
    }  # fmt: skip
    board = boards.board(workspace, who, order=wanted.order, **common)
    plans = {each.plan for each in board.indicators}
    group = workspace.catalogue.groups[wanted.group].name if wanted.group else ""
    return Snapshot(
        head=Head(
            office=workspace.settings.office,
            unit=wanted.unit,
            unit_name=workspace.catalogue.units[wanted.unit].name,
            period=wanted.period,
            month=month,
            known_at=known_at,
            as_of=wanted.as_of,
            version=board.version,
            is_sample=workspace.is_sample,
            counts_waiting=wanted.provisional,
            plan=wanted.plan,
            group=wanted.group,
            group_name=group,
            windows=_windows(workspace, board, wanted, month),
        ),
        units=board.units,
        indicators=board.indicators,
        plans=tuple(each for code, each in workspace.catalogue.plans.items() if code in plans),
        rows=tuple(_rows(workspace, who, board, wanted, known_at)),
        tally=board.tally,
        previous=board.previous,
        trend=tuple(boards.trend(workspace, who, months=_MONTHS, **common)),
    )


def _rows(
    workspace: Workspace, who: Principal, board: Board, wanted: Wanted, known_at: datetime
) -> Iterable[Row]:
    period = Period.parse(wanted.period)
    sources = _sources(workspace, who, board.cells.values(), wanted.as_of)
    points = _points(workspace, who, board, wanted, known_at)
    proofs = _proofs(workspace, who, board, known_at)
    written = _written(workspace, who, board, known_at)
    for unit in _codes(board):
        for indicator in board.indicators:
            key = (unit, indicator.code)
            cell = board.cells.get(key)
            if cell is None:
                continue
            told = points.get(key, [])
            explained = written.get(key)
            yield Row(
                cell=cell,
                source=sources.get((cell.submission or 0, indicator.code)),
                explanation=explained if explained and explained.period == cell.period else None,
                proofs=tuple(proofs.get((unit, indicator.code, cell.period), ())),
                points=tuple(_of_rhythm(indicator, told)),
                whole=whole(indicator, _counted(told, wanted), period),
            )


def _windows(workspace: Workspace, board: Board, wanted: Wanted, month: str) -> tuple[Covered, ...]:
    """Return which days the figures of the board's units, and of all below them, cover."""
    catalogue, period, until = workspace.catalogue, Period.parse(wanted.period), Period.parse(month)
    below = (unit for each in board.units if each.depth for unit in catalogue.subtree(each.code))
    units = {wanted.unit, *below}
    asked = (
        (indicator, unit)
        for indicator in board.indicators
        for unit in indicator.applies_to
        if unit in units
    )
    return covered(catalogue, asked, period, until if until.end < period.end else None)


def _codes(board: Board) -> list[str]:
    return [each.code for each in board.units]


def _of_rhythm(indicator: Indicator, points: list[Point]) -> list[Point]:
    """Return the points of the indicator's own rhythm: a month's board knows others too."""
    return [each for each in points if Period.parse(each.period).frequency == indicator.frequency]


def _counted(points: list[Point], wanted: Wanted) -> list[Point]:
    """Return the figures that add up: one that nobody has approved does so only when asked for."""
    return [each for each in points if wanted.provisional or not each.is_provisional]


def _points(
    workspace: Workspace, who: Principal, board: Board, wanted: Wanted, known_at: datetime
) -> dict[_Key, list[Point]]:
    months = months_back(board.period, _MONTHS)
    common: dict[str, Any] = {
        "units": _codes(board),
        "plan_id": wanted.plan,
        "periods": sorted({shown for month in months for shown in shown_periods(month)}),
        "today": clock.local(known_at).date(),
        "scope": who.roots("read"),
    }
    if wanted.as_of is None and not wanted.provisional:
        rows = workspace.store.rows("export/points", **common)
    else:
        rows = workspace.store.rows(
            "export/points_known",
            known_at=known_at,
            count_submitted=wanted.provisional,
            **common,
        )
    found: dict[_Key, list[Point]] = {}
    for row in rows:
        point = Point(
            period=row["period"],
            numerator=row["numerator"],
            denominator=row["denominator"],
            value=row["value"],
            goal=row["goal"],
            upper=row["upper_goal"],
            status=row["status"],
            is_provisional=row["is_provisional"],
        )
        found.setdefault((row["unit_id"], row["indicator_id"]), []).append(point)
    return found


def _sources(
    workspace: Workspace, who: Principal, cells: Iterable[Cell], as_of: datetime | None
) -> dict[tuple[int, str], Source]:
    rows = workspace.store.rows(
        "export/sources",
        submissions=sorted({cell.submission for cell in cells if cell.submission is not None}),
        known_at=as_of,
        scope=who.roots("read"),
    )
    return {(row["submission_id"], row["indicator_id"]): boards.source_of(row) for row in rows}


def _proofs(
    workspace: Workspace, who: Principal, board: Board, known_at: datetime
) -> dict[tuple[str, str, str], list[Proof]]:
    rows = workspace.store.rows(
        "export/proofs",
        units=_codes(board),
        periods=shown_periods(board.period),
        known_at=known_at,
        scope=who.roots("read"),
    )
    found: dict[tuple[str, str, str], list[Proof]] = {}
    for row in rows:
        proof = Proof(
            number=row["evidence_id"],
            file=row["file_name"] or "",
            sha256=row["file_sha256"] or "",
            document=row["document_number"] or "",
            note=row["note"] or "",
        )
        key = (row["unit_id"], row["indicator_id"], row["period"])
        found.setdefault(key, []).append(proof)
    return found


def _written(
    workspace: Workspace, who: Principal, board: Board, known_at: datetime
) -> dict[_Key, Explanation]:
    """Return what units had written by `known_at` about the cells of the board."""
    found = explanations(workspace, who, period=board.period, units=_codes(board))
    return {key: known for key, each in found.items() if (known := each.as_known(known_at))}
