"""What evidence must be like: there where a plan asks for it, and not the same for two figures."""

from __future__ import annotations

from collections.abc import Collection

from indicators.access.needs import needs
from indicators.access.principal import Principal
from indicators.errors import Problem
from indicators.evidence.shelf import evidence_of
from indicators.periods import Period
from indicators.workspace import Workspace

MISSING, BROKEN, REUSED = "evidence-missing", "evidence-broken", "evidence-reused"
_MOST_NAMED = 3


@needs("read")
def missing_evidence(
    workspace: Workspace,
    who: Principal,
    unit: str,
    period: str,
    *,
    indicators: Collection[str] | None = None,
) -> list[Problem]:
    """Return an error for each figure that must be proved and is not, in plan order.

    Args:
        workspace: the open office.
        who: who asks; of a unit outside scope nothing is said.
        unit: whose figures.
        period: of which period.
        indicators: the figures about to be sent; those that stand in the store by default.
    """
    required = [
        each for each in workspace.catalogue.indicators_of(unit) if each.evidence == "required"
    ]
    if not required:
        return []
    there = evidence_of(workspace, who, unit=unit, period=period)
    proved = {each.indicator for each in there if each.state == "fine"}
    if indicators is None:
        asked = [each.code for each in required]
        rows = workspace.store.rows(
            "evidence/standing_figures",
            unit_id=unit,
            period=period,
            indicators=asked,
            scope=who.roots("read"),
        )
        wanted = {row["indicator_id"] for row in rows}
    else:
        wanted = set(indicators) if workspace.sees(who, unit) else set()
    broken = {each.indicator for each in there} - proved
    return [
        Problem.error(*_told(each.clause, each.name, is_broken=each.code in broken))
        for each in required
        if each.code in wanted - proved
    ]


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


def _told(clause: str, name: str, *, is_broken: bool) -> tuple[str, str]:
    which = f"{name} (mục {clause})"
    if is_broken:
        return BROKEN, f"{which}: tệp minh chứng bị mất hoặc đã bị sửa. Đính lại tệp"
    return MISSING, f"{which}: phải có minh chứng. Đính tệp hoặc ghi số văn bản"


def _where(workspace: Workspace, unit: str, period: str) -> str:
    known = workspace.catalogue.units.get(unit)
    return f"{known.name if known else unit}, {Period.parse(period).label.lower()}"
