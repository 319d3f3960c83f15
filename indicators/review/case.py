"""One submission as the office looks at it: its figures beside last period and target."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from indicators import clock
from indicators.access import Principal, needs
from indicators.board.view import Status, SubmissionState
from indicators.catalogue.model import Operator, TargetKind
from indicators.catalogue.sync import arrow
from indicators.errors import NotFound
from indicators.evidence.demands import PROOF, demand
from indicators.evidence.model import Evidence
from indicators.evidence.shelf import evidence_of
from indicators.workspace import Workspace

_WORST: dict[Status, int] = {"red": 0, "amber": 1, "green": 2}


@dataclass(frozen=True, slots=True)
class Warned:
    """Something unusual about a figure, and what its sender said to it ("" for nothing)."""

    code: str
    indicator: str | None
    sheet: str | None
    cell: str | None
    message: str
    explanation: str


@dataclass(frozen=True, slots=True)
class CaseFigure:
    """One figure sent, with what the board holds and would hold.

    Values are in the indicator's own unit; `standing` is the approved figure of the same period,
    `previous` that of the period before, `goal` what is due in this one.
    """

    indicator: str
    numerator: float | None
    denominator: float | None
    value: float | None
    standing: float | None
    previous: float | None
    before: Status
    after: Status
    operator: Operator | None
    kind: TargetKind | None
    goal: float | None
    upper: float | None
    final: float | None
    target: str | None
    sheet: str
    address: str
    note: str
    warnings: tuple[Warned, ...]
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Case:
    """One submission in full; `history` is everything sent for its unit and period, newest first.

    `warnings` are those of no single figure.
    """

    submission: int
    file: str
    sha256: str
    unit: str
    period: str
    submitted_by: str
    submitted_at: datetime
    state: SubmissionState
    decided_by: str | None
    decided_at: datetime | None
    is_own: bool
    figures: tuple[CaseFigure, ...]
    warnings: tuple[Warned, ...]
    history: tuple[dict[str, Any], ...]


@needs("read")
def case(workspace: Workspace, who: Principal, submission: int) -> Case:
    """Return one submission with everything a decision rests on.

    Raises:
        NotFound: there is no such submission within the scope of `who`.
    """
    store, scope = workspace.store, who.roots("read")
    found = store.rows("submission/one", submission_id=submission, scope=scope)
    if not found:
        raise NotFound(f"Không có lần nộp số {submission}")
    one = found[0]
    unit, period = one["unit_id"], one["period"]
    told = warned(workspace, who, submission)
    history = store.rows("review/history", unit_id=unit, period=period, scope=scope)
    return Case(
        submission=submission,
        file=one["file_name"],
        sha256=one["file_sha256"],
        unit=unit,
        period=period,
        submitted_by=one["submitted_by"],
        submitted_at=clock.local(one["submitted_at"]),
        state=one["decision"],
        decided_by=one["decided_by"],
        decided_at=clock.local(one["decided_at"]) if one["decided_at"] else None,
        is_own=one["submitted_by"] == who.account,
        figures=tuple(_figures(workspace, who, submission, unit, period, told)),
        warnings=tuple(each for each in told if each.indicator is None),
        history=tuple(history),
    )


@needs("review")
def lacking_proof(workspace: Workspace, who: Principal, submissions: Sequence[int]) -> int:
    """Return how many figures of some submissions lack the proof that their plans ask for.

    Raises:
        NotFound: there is no such submission within the scope of `who`.
    """
    if all(each.evidence != "required" for each in workspace.catalogue.indicators.values()):
        return 0
    figures = (each for number in submissions for each in case(workspace, who, number).figures)
    return sum(warning.code in PROOF for each in figures for warning in each.warnings)


@needs("read")
def warned(workspace: Workspace, who: Principal, submission: int) -> list[Warned]:
    """Return what was unusual about a submission's figures, each with its sender's word."""
    rows = workspace.store.rows(
        "review/warnings", submission_id=submission, scope=who.roots("read")
    )
    return [
        Warned(
            row["code"],
            row["indicator_id"],
            row["sheet_name"],
            row["cell_address"],
            row["message"],
            row["explanation"],
        )
        for row in rows
    ]


def _figures(
    workspace: Workspace,
    who: Principal,
    submission: int,
    unit: str,
    period: str,
    unusual: list[Warned],
) -> list[CaseFigure]:
    scope = who.roots("read")
    rows = workspace.store.rows("review/figures", submission_id=submission, scope=scope)
    if not rows:
        return []
    judged = {
        row["indicator_id"]: row
        for row in workspace.store.rows_over(
            "submission/proposed", arrow(rows), today=clock.today(), scope=scope
        )
    }
    every = evidence_of(workspace, who, unit=unit, period=period)
    found = []
    for row in rows:
        code = row["indicator_id"]
        proof = [each for each in every if each.indicator == code]
        told = _demanded(
            workspace, row, [each for each in unusual if each.indicator == code], proof
        )
        found.append(_figure(row, judged.get(code, {}), told, tuple(proof)))
    return sorted(found, key=lambda each: (_WORST.get(each.after, 3), not each.warnings))


def _demanded(
    workspace: Workspace, row: dict[str, Any], told: list[Warned], proof: Sequence[Evidence]
) -> tuple[Warned, ...]:
    """Return the warnings of a figure, with the proof it lacks as things stand now.

    Evidence given since it was sent settles what was said then; evidence taken back or lost since
    is a warning that nobody has had a word on yet.
    """
    indicator = workspace.catalogue.indicators.get(row["indicator_id"])
    others = [each for each in told if each.code not in PROOF]
    if indicator is None or indicator.evidence != "required":
        return tuple(told)
    if any(each.state == "fine" for each in proof):
        return tuple(others)
    said = next((each.explanation for each in told if each.code in PROOF), "")
    code, message = demand(indicator, is_broken=bool(proof))
    place = row["sheet_name"], row["cell_address"]
    return (Warned(code, indicator.code, *place, message, said), *others)


def _figure(
    row: dict[str, Any],
    judged: dict[str, Any],
    warned: tuple[Warned, ...],
    proof: tuple[Evidence, ...],
) -> CaseFigure:
    return CaseFigure(
        indicator=row["indicator_id"],
        numerator=row["numerator"],
        denominator=row["denominator"],
        value=judged.get("value_after", row["value"]),
        standing=judged.get("value_before"),
        previous=judged.get("previous_value"),
        before=judged.get("before", "pending"),
        after=judged.get("after", "pending"),
        operator=judged.get("operator"),
        kind=judged.get("kind"),
        goal=judged.get("goal"),
        upper=judged.get("upper_goal"),
        final=judged.get("final_value"),
        target=judged.get("target_id"),
        sheet=row["sheet_name"],
        address=row["cell_address"],
        note=row["note"],
        warnings=warned,
        evidence=proof,
    )
