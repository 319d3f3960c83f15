"""What stood before some files were sent, read from the store for the checks against history.

Files are read first and know no store. Then, for all of one drop at once:

    readings = compare(workspace, who, readings)

puts what is unusual behind each reading's problems. Warnings only: what is an error was one
without history.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import groupby
from typing import Any

from indicators import clock
from indicators.access import Principal, needs
from indicators.catalogue.sync import arrow
from indicators.checks import compared
from indicators.checks.history import LONGEST, Colour, Earlier, History, Standing
from indicators.intake.reading import Figure, Reading
from indicators.workspace import Workspace

_COLOURS: dict[str, Colour] = {"green": "green", "amber": "amber", "red": "red"}


@needs("submit")
def compare(
    workspace: Workspace,
    who: Principal,
    readings: Sequence[Reading],
    *,
    today: date | None = None,
) -> list[Reading]:
    """Return the readings with what is unusual against history behind their other problems.

    Args:
        workspace: the open office.
        who: who is about to send them; units that it does not report for have no history.
        readings: of one drop; may have been compared before, against less.
        today: the day in Asia/Ho_Chi_Minh; today's unless told.
    """
    history = history_for(workspace, who, readings)
    day = today or clock.today()
    return [compared(each, workspace.catalogue, history, today=day) for each in readings]


@needs("submit")
def history_for(workspace: Workspace, who: Principal, readings: Iterable[Reading]) -> History:
    """Return what stood before the figures of `readings`: three queries, however many files."""
    rows = [_asked(figure) for reading in readings for figure in reading.rows]
    if not rows:
        return History()
    asked, scope, store = arrow(rows), who.roots("submit"), workspace.store
    earlier = store.rows_over("history/earlier", asked, most=LONGEST, scope=scope)
    standing = store.rows_over("history/standing", asked, scope=scope)
    judged = store.rows_over("history/judged", asked, scope=scope)
    return History(
        earlier={key: tuple(map(_earlier, group)) for key, group in groupby(earlier, key=_of_unit)},
        standing={_cell(row): _standing(row) for row in standing},
        becomes={
            (*_cell(row), row["numerator"], row["denominator"], row["value"]): _colour(row)
            for row in judged
        },
    )


def _earlier(row: dict[str, Any]) -> Earlier:
    return Earlier(
        row["period"],
        row["numerator"],
        row["denominator"],
        row["value"],
        _colour(row),
    )


def _standing(row: dict[str, Any]) -> Standing:
    is_reported = row["reported"] in {"approved", "submitted", "not_applicable"}
    return Standing(
        numerator=row["numerator"],
        denominator=row["denominator"],
        value=row["value"],
        colour=_colour(row),
        is_reported=is_reported,
        is_approved=is_reported and not row["is_provisional"],
        sent_at=row["submitted_at"] if is_reported else None,
        due_on=row["due_on"],
        operator=row["operator"],
        goal=row["goal"],
        upper=row["upper_goal"],
    )


def _colour(row: dict[str, Any]) -> Colour | None:
    return _COLOURS.get(row["status"] or "")


def _asked(figure: Figure) -> dict[str, Any]:
    return {
        "unit_id": figure.unit,
        "indicator_id": figure.indicator,
        "period": figure.period,
        "numerator": figure.numerator,
        "denominator": figure.denominator,
        "value": figure.value,
    }


def _of_unit(row: dict[str, Any]) -> tuple[str, str]:
    return row["unit_id"], row["indicator_id"]


def _cell(row: dict[str, Any]) -> tuple[str, str, str]:
    return row["unit_id"], row["indicator_id"], row["period"]
