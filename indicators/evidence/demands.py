"""What evidence must be like: there where a plan asks for it, and not the same for two figures."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from indicators.access.needs import needs
from indicators.access.principal import Principal
from indicators.catalogue.model import Indicator
from indicators.catalogue.sync import arrow
from indicators.errors import Problem
from indicators.evidence.shelf import state_of
from indicators.intake.reading import Figure, Reading
from indicators.periods import Period
from indicators.workspace import Workspace

MISSING, BROKEN, REUSED = "evidence-missing", "evidence-broken", "evidence-reused"
PROOF = frozenset({MISSING, BROKEN})
_MOST_NAMED = 3
_Cell = tuple[str, str, str]  # unit, period, indicator


@needs("submit")
def unproved(workspace: Workspace, who: Principal, readings: Sequence[Reading]) -> list[Reading]:
    """Return the readings with a warning at each figure that must be proved and is not.

    Like every warning it asks for a word of explanation; without evidence and without a word such
    a figure is not sent. Found anew each time, so that evidence given meanwhile counts.

    Args:
        workspace: the open office.
        who: who is about to send them; units that it does not report for have no evidence.
        readings: of one drop.
    """
    required = {
        code for code, each in workspace.catalogue.indicators.items() if each.evidence == "required"
    }
    wanted = [_asked(row) for each in readings for row in each.rows if row.indicator in required]
    if not wanted:
        return list(readings)
    rows = workspace.store.rows_over(
        "evidence/of_figures", arrow(wanted), scope=who.roots("submit")
    )
    proof: dict[_Cell, bool] = {}
    for row in rows:
        cell = row["unit_id"], row["period"], row["indicator_id"]
        proof[cell] = proof.get(cell, False) or state_of(workspace, row) == "fine"
    return [_with_demands(workspace, each, required, proof) for each in readings]


def _asked(figure: Figure) -> dict[str, str]:
    return {"unit_id": figure.unit, "period": figure.period, "indicator_id": figure.indicator}


def _with_demands(
    workspace: Workspace, reading: Reading, required: Collection[str], proof: Mapping[_Cell, bool]
) -> Reading:
    """Return one reading with its demands; `proof` says of each proved cell whether it holds."""
    problems = [each for each in reading.problems if each.code not in PROOF]
    for row in reading.rows:
        cell = row.unit, row.period, row.indicator
        if row.indicator in required and not proof.get(cell, False):
            told = demand(workspace.catalogue.indicators[row.indicator], is_broken=cell in proof)
            problems.append(Problem.warning(*told, sheet=row.sheet, cell=row.cell))
    return replace(reading, problems=problems)


def demand(indicator: Indicator, *, is_broken: bool) -> tuple[str, str]:
    """Return the code and words for a figure without the proof it must have."""
    which = f"{indicator.name} (mục {indicator.clause})"
    if is_broken:
        return (
            BROKEN,
            f"{which}: tệp minh chứng bị mất hoặc đã bị sửa. Đính lại tệp, hoặc ghi lý do",
        )
    return MISSING, f"{which}: phải có minh chứng. Đính tệp, ghi số văn bản, hoặc ghi lý do chưa có"


@needs("read")
def reused(
    workspace: Workspace,
    who: Principal,
    sha256: str,
    *,
    unit: str | None = None,
    period: str | None = None,
) -> list[Problem]:
    """Return a warning when a file proves figures of several units or periods, else nothing.

    Several figures of one unit and period may share a file. Units outside the asker's scope are
    told of, never named; of a file that the asker has not seen at all nothing is said.

    Args:
        workspace: the open office.
        who: who asks.
        sha256: of the file.
        unit: whose figure is looked at, left out of what is named.
        period: of which period, likewise.
    """
    rows = workspace.store.rows("evidence/uses", sha256=sha256, scope=who.roots("read"))
    if unit is None or period is None:
        others = rows if len(rows) > 1 else []
    else:
        others = [row for row in rows if (row["unit_id"], row["period"]) != (unit, period)]
    if not others:
        return []
    seen = [_where(workspace, row["unit_id"], row["period"]) for row in others if row["is_seen"]]
    named = seen[:_MOST_NAMED]
    if len(seen) > _MOST_NAMED:
        named.append(f"{len(seen) - _MOST_NAMED} nơi nữa")
    if len(seen) < len(others):
        named.append("đơn vị khác")
    message = f"Tệp minh chứng này đã dùng cho {'; '.join(named)}. Kiểm tra có đúng tệp không"
    return [Problem.warning(REUSED, message)]


def _where(workspace: Workspace, unit: str, period: str) -> str:
    known = workspace.catalogue.units.get(unit)
    return f"{known.name if known else unit}, {Period.parse(period).label.lower()}"
