"""What became of a report's figures since (đối chiếu): before and after, by which submission.

The kept snapshot beside the same board gathered now. Nothing here judges: both sides are read as
every export reads them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from indicators.access import Principal, needs
from indicators.board.view import Cell, Status, SubmissionState
from indicators.export import Snapshot, gather, tracing
from indicators.export.document import Figure
from indicators.export.snapshot import Point, Row, Whole
from indicators.numbers import format_number
from indicators.periods import Period
from indicators.reports.report import Report, opened
from indicators.workspace import Workspace

Place = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Told:
    """One figure as a report tells it: its text with unit, "" where there is none.

    `counts` are those a ratio is made of, "110/112". `figure` is what was reported, `weight` all
    that must be equal for nothing to have changed. `status` is None for the figure of a longer
    period, which has no colour.
    """

    text: str
    counts: str
    goal: str
    status: Status | None
    is_provisional: bool
    figure: tuple[object, ...]
    weight: tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Cause:
    """A submission that was sent or decided since; `unit` is whose figures it has."""

    submission: int
    unit: str
    submitted_by: str
    submitted_at: datetime
    state: SubmissionState
    decided_by: str | None
    decided_at: datetime | None


@dataclass(frozen=True, slots=True)
class Change:
    """One figure that is another now; `before` or `after` is None where it was not there.

    Without `causes` it was no submission: time passed, or the catalogue says otherwise (`why`).
    """

    unit: str
    unit_name: str
    indicator: str
    indicator_name: str
    period: str
    before: Told | None
    after: Told | None
    causes: tuple[Cause, ...] = ()

    @property
    def why(self) -> str:
        """What changed it where no submission did, in Vietnamese."""
        if self.causes:
            return ""
        if self.before is None:
            return "chỉ tiêu hoặc đơn vị mới có trong danh mục"
        if self.after is None:
            return "chỉ tiêu hoặc đơn vị không còn trong danh mục của kỳ này"
        if self.before.goal != self.after.goal:
            goals = (each or "không có" for each in (self.before.goal, self.after.goal))
            return f"mức phải đạt trong danh mục thay đổi: {' → '.join(goals)}"
        if (self.before.status, self.after.status) == ("pending", "missing"):
            return "đã quá hạn mà chưa có số liệu"
        return "danh mục thay đổi"


@dataclass(frozen=True, slots=True)
class Differences:
    """A report beside what holds now; `others`: words, evidence or names differ too."""

    report: Report
    known_at: datetime
    version: int
    changes: tuple[Change, ...]
    rate_before: Figure
    rate_after: Figure
    others: bool

    @property
    def is_same(self) -> bool:
        """Whether a report of now would say the very same."""
        return not self.changes and not self.others


@needs("read")
def differences(workspace: Workspace, who: Principal, number: int) -> Differences:
    """Return how the figures of a kept report differ from those of now, red first as it had them.

    A report of another moment (`as_of`) is compared with now too.

    Raises:
        NotFound: there is no such report that `who` may read, or its plan or group is no more.
    """
    report, before = opened(workspace, who, number)
    after = gather(workspace, who, replace(report.wanted, as_of=None, month=before.head.month))
    changes = list(_changes(before, after))
    moved = {_place(each) for each in changes}
    was, now = dict(_told(before)), dict(_told(after))
    still = {place for place in was.keys() & now if was[place].figure == now[place].figure}
    causes = _causes(workspace, who, report, moved, still)
    same = replace(after, head=replace(before.head, office=after.head.office))
    return Differences(
        report=report,
        known_at=after.head.known_at,
        version=after.head.version,
        changes=tuple(replace(each, causes=_of(each, causes)) for each in changes),
        rate_before=tracing.rate(before),
        rate_after=tracing.rate(after),
        others=not changes and same.digest != before.digest,
    )


def _changes(before: Snapshot, after: Snapshot) -> Iterator[Change]:
    was, now = dict(_told(before)), dict(_told(after))
    for place in dict.fromkeys([*was, *now]):
        old, new = was.get(place), now.get(place)
        if old is None or new is None or old.weight != new.weight:
            unit, indicator, period = place
            known = before if old is not None else after
            yield Change(
                unit,
                known.unit[unit].name,
                indicator,
                known.indicator[indicator].name,
                period,
                old,
                new,
            )


def _told(snapshot: Snapshot) -> Iterator[tuple[Place, Told]]:
    """Yield every figure: each cell's, those of the year before it, and of the whole period."""
    for row in snapshot.rows:
        unit, indicator = row.key
        cell, figure = row.cell, tracing.value(snapshot, row)
        yield (
            (unit, indicator, cell.period),
            Told(
                figure.text,
                _counts(cell),
                tracing.goal(snapshot, row).text,
                cell.status,
                cell.is_provisional,
                _figure(cell),
                (*_figure(cell), cell.goal, cell.upper, cell.status),
            ),
        )
        yield from _others(snapshot, row)


def _figure(of: Cell | Point) -> tuple[object, ...]:
    return (of.value, of.numerator, of.denominator, of.is_provisional)


def _counts(of: Cell | Point | Whole) -> str:
    if of.numerator is None or of.denominator is None:
        return ""
    return f"{format_number(of.numerator)}/{format_number(of.denominator)}"


def _others(snapshot: Snapshot, row: Row) -> Iterator[tuple[Place, Told]]:
    unit, indicator = row.key
    for at in row.points:
        if at.period == row.cell.period:
            continue
        goal = tracing.goal_at(snapshot, row, at)
        weight = (*_figure(at), at.goal, at.upper, at.status)
        text = tracing.point(snapshot, row, at).text
        told = Told(text, _counts(at), goal, at.status, at.is_provisional, _figure(at), weight)
        yield (unit, indicator, at.period), told
    if row.whole is not None:
        text = tracing.whole(snapshot, row).text
        counts = (row.whole.value, row.whole.numerator, row.whole.denominator)
        yield (
            (unit, indicator, snapshot.head.period),
            Told(
                text,
                _counts(row.whole),
                "",
                None,
                is_provisional=False,
                figure=counts,
                weight=counts,
            ),
        )


def _place(change: Change) -> Place:
    return (change.unit, change.indicator, change.period)


def _causes(
    workspace: Workspace, who: Principal, report: Report, moved: set[Place], still: set[Place]
) -> dict[Place, tuple[Cause, ...]]:
    """Return what was sent or decided since about each changed figure, oldest first.

    A figure sent once more as it was moved nothing, its own cell or one above it.
    """
    places = sorted(moved)
    rows = workspace.store.rows(
        "reports/changes",
        units=[place[0] for place in places],
        indicators=[place[1] for place in places],
        periods=[place[2] for place in places],
        since=report.known_at,
        scope=who.roots("read"),
    )
    found: dict[Place, tuple[Cause, ...]] = {}
    for row in rows:
        cause = _cause(row)
        place = (row["unit_id"], row["indicator_id"], row["period"])
        if (cause.unit, *place[1:]) not in still:
            found[place] = (*found.get(place, ()), cause)
    return found


def _cause(row: Mapping[str, Any]) -> Cause:
    return Cause(
        submission=row["submission_id"],
        unit=row["sender_unit_id"],
        submitted_by=row["submitted_by"],
        submitted_at=row["submitted_at"],
        state=row["decision"],
        decided_by=row["decided_by"],
        decided_at=row["decided_at"],
    )


def _of(change: Change, causes: Mapping[Place, tuple[Cause, ...]]) -> tuple[Cause, ...]:
    """Return the causes of one change: of a longer period, those of the months in it."""
    if change.before is not None and change.before.status is not None:
        return causes.get(_place(change), ())
    whole = Period.parse(change.period)
    inside = {
        cause.submission: cause
        for (unit, indicator, period), found in causes.items()
        if (unit, indicator) == (change.unit, change.indicator)
        and whole.start <= Period.parse(period).start
        and Period.parse(period).end <= whole.end
        for cause in found
    }
    return tuple(inside[number] for number in sorted(inside))
