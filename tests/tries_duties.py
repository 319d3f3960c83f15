"""How the guarded functions of explanations, reporting and reminders are tried."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from indicators import explanations as explained
from indicators.access import Principal
from indicators.reminders import planned, send_due
from indicators.reporting import due_between, reporting

if TYPE_CHECKING:
    from tests.tries import Ids, Seen

MONTH = "2026-10"
_Pair = tuple[Callable[..., Any], Callable[..., Any] | None]


def _explain(seen: Seen, who: Principal, unit: str) -> None:
    explained.explain_cell(
        seen.office, who, unit=unit, indicator="RATE", period=MONTH, cause="thử", remedy="thử"
    )


def _ask(seen: Seen, who: Principal, unit: str) -> None:
    explained.ask(seen.office, who, unit=unit, indicator="RATE", period=MONTH, question="thử")


def _found(seen: Seen, who: Principal, ids: Ids) -> object:
    """Return what is written about a cell that was asked about before."""
    _ask(seen, seen.office.operator(), "a")
    return explained.explanation(seen.office, who, unit=ids.unit, indicator="RATE", period=MONTH)


def _all_found(seen: Seen, who: Principal, ids: Ids) -> object:
    _ask(seen, seen.office.operator(), "a")
    return explained.explanations(seen.office, who, period=MONTH, units=[ids.unit])


DUTIES: Mapping[str, _Pair] = {
    "explanations.explain_cell": (
        lambda s, who: _explain(s, who, "b"),
        lambda s, who, ids: _explain(s, who, ids.unit),
    ),
    "explanations.ask": (
        lambda s, who: _ask(s, who, "b"),
        lambda s, who, ids: _ask(s, who, ids.unit),
    ),
    "explanations.explanations": (
        lambda s, who: explained.explanations(s.office, who, period=MONTH),
        _all_found,
    ),
    "explanations.explanation": (
        lambda s, who: explained.explanation(
            s.office, who, unit="a", indicator="RATE", period=MONTH
        ),
        _found,
    ),
    "explanations.lacking": (lambda s, who: explained.lacking(s.office, who, period=MONTH), None),
    "reporting.reporting": (lambda s, who: reporting(s.office, who, period=MONTH), None),
    "reporting.due_between": (
        lambda s, who: due_between(s.office, who, first=date(2026, 11, 1), last=date(2026, 11, 30)),
        None,
    ),
    "reminders.due.planned": (lambda s, who: planned(s.office, who), None),
    "reminders.send.send_due": (lambda s, who: send_due(s.office, who), None),
}

OPEN_FUNCTIONS: Mapping[str, str] = {
    "reminders.clockwork.start": "the server's own hand: it sends as the system, once at its start",
}
