"""How the guarded functions of reports are tried: inside a scope, by a stranger."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from indicators import reports
from indicators.access import Principal
from indicators.errors import Conflict
from indicators.export import Wanted
from indicators.reports import Asked

if TYPE_CHECKING:
    from tests.tries import Ids, Seen

MONTH, SYMBOL = "2026-10", "BC-SO"
_Pair = tuple[Callable[..., Any], Callable[..., Any] | None]


def _number(seen: Seen, ids: Ids) -> int:
    """Return the number of a report about room a, or one that nobody has."""
    if ids.unit != "a":
        return 999
    return reports.make(seen.office, seen.office.operator(), "csv", Wanted("a", MONTH)).number


def _withdrawn(seen: Seen, who: Principal, ids: Ids) -> object:
    """Return the answer to whoever would withdraw a report that has no official number."""
    try:
        return reports.withdraw(seen.office, who, _number(seen, ids), "thử")
    except Conflict as fault:
        return f"được hỏi: {fault}"


def _noted(seen: Seen, who: Principal) -> None:
    last = reports.next_number(seen.office, who, SYMBOL)
    reports.note_used(seen.office, who, SYMBOL, last)


def _kept(seen: Seen, who: Principal, ids: Ids) -> object:
    _number(seen, ids)
    return reports.kept(seen.office, who, unit=ids.unit).count_all > 0


def _begun(seen: Seen, who: Principal, unit: str) -> int:
    number = reports.begin(seen.office, who, Asked("csv", Wanted(unit, MONTH)))
    reports.drop(seen.office, who, number)
    return len(number)


def _begun_again(seen: Seen, who: Principal) -> None:
    reports.drop(seen.office, who, reports.begin_again(seen.office, who, 999, "thử"))


def _made_at_hand(seen: Seen, who: Principal, unit: str) -> object:
    return reports.made_at_hand(seen.office, who, Asked("csv", Wanted(unit, MONTH))).download.name


def _at_hand(seen: Seen, who: Principal, unit: str) -> object:
    return reports.at_hand(seen.office, who, Asked("csv", Wanted(unit, MONTH))).name


REPORTS: Mapping[str, _Pair] = {
    "reports.making.make": (
        lambda s, who: reports.make(s.office, who, "csv", Wanted(s.unit, MONTH)),
        lambda s, who, ids: reports.make(
            s.office, who, "csv", Wanted(ids.unit, MONTH)
        ).download.name,
    ),
    "reports.report.kept": (lambda s, who: reports.kept(s.office, who), _kept),
    "reports.report.opened": (
        lambda s, who: reports.opened(s.office, who, 999),
        lambda s, who, ids: reports.opened(s.office, who, _number(s, ids))[0].title,
    ),
    "reports.repeating.again": (
        lambda s, who: reports.again(s.office, who, 999),
        lambda s, who, ids: reports.again(s.office, who, _number(s, ids)).is_same,
    ),
    "reports.comparing.differences": (
        lambda s, who: reports.differences(s.office, who, 999),
        lambda s, who, ids: reports.differences(s.office, who, _number(s, ids)).is_same,
    ),
    "reports.numbering.next_number": (
        lambda s, who: reports.next_number(s.office, who, SYMBOL), None,
    ),
    "reports.numbering.note_used": (_noted, None),
    "reports.numbering.withdraw": (
        lambda s, who: reports.withdraw(s.office, who, 999, "thử"), _withdrawn,
    ),
    "reports.desk.begin": (
        lambda s, who: _begun(s, who, s.unit),
        lambda s, who, ids: _begun(s, who, ids.unit),
    ),
    "reports.desk.begin_again": (_begun_again, None),
    "reports.desk.at_hand": (
        lambda s, who: _at_hand(s, who, s.unit),
        lambda s, who, ids: _at_hand(s, who, ids.unit),
    ),
    "reports.desk.made_at_hand": (
        lambda s, who: _made_at_hand(s, who, s.unit),
        lambda s, who, ids: _made_at_hand(s, who, ids.unit),
    ),
    "reports.desk.mine": (lambda s, who: reports.mine(s.office, who), None),
    "reports.desk.finished": (lambda s, who: reports.finished(s.office, who, "khong-co"), None),
    "reports.desk.cancel": (lambda s, who: reports.cancel(s.office, who, "khong-co"), None),
    "reports.desk.drop": (lambda s, who: reports.drop(s.office, who, "khong-co"), None),
}  # fmt: skip

OPEN_FUNCTIONS: Mapping[str, str] = {
    "reports.numbering.numbered": "asks for the next number, which is guarded",
    "reports.numbering.refuse_unfit": "only ever refuses, by the right that it asks for itself",
}

OPEN_QUERIES: Mapping[str, str] = {
    "reports/bases": "of a report that was asked for and found",
    "reports/last_number": "which number comes next says nothing of a report",
    "reports/numbers": "the next number, inside a write",
    "reports/withdrawn": "inside a write whose report was asked for",
}
