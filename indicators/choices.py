"""What a unit's people said that a text of their workbook means, remembered for that unit alone.

Intake takes these as a value (`intake.choices`); here they are kept and read. Rows are only added:
the newest word on a text holds, and an empty one takes it back.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from indicators import audit, clock
from indicators.access import Principal, needs
from indicators.errors import NotFound
from indicators.intake.choices import ANY, Choices, text_key
from indicators.workspace import Workspace

_LONGEST = 500  # letters of a remembered text


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer: in the workbooks of `unit`, `text` (folded) means `indicator`."""

    unit: str
    text: str
    indicator: str
    chosen_by: str
    chosen_at: datetime


@needs("submit")
def made(workspace: Workspace, who: Principal) -> list[Choice]:
    """Return the answers that hold for the units `who` reports for."""
    rows = workspace.store.rows("matches/remembered", scope=who.roots("submit"))
    return [
        Choice(
            row["unit_id"],
            row["folded_text"],
            row["indicator_id"],
            row["chosen_by"],
            clock.local(row["chosen_at"]),
        )
        for row in rows
    ]


@needs("submit")
def remembered(workspace: Workspace, who: Principal) -> Choices:
    """Return the same as intake takes it.

    A text that stands for several units at once takes what was said for all the units at which
    the roles of `who` begin: it was asked, and is answered, there.
    """
    found = {(each.unit, each.text): each.indicator for each in made(workspace, who)}
    roots = who.roots("submit")
    for text in {text for _, text in found}:
        said = {found.get((root, text)) for root in roots}
        if len(said) == 1 and (code := said.pop()):
            found[ANY, text] = code
    return found


@needs("submit")
def choose(
    workspace: Workspace, who: Principal, *, text: str, indicator: str, unit: str | None
) -> None:
    """Remember that `text` means `indicator` in the workbooks of `unit`.

    Args:
        workspace: the open office.
        who: who says so.
        text: as it stands in the workbook.
        indicator: the code of what it means.
        unit: whose workbooks; None for a text that stands for several units at once.

    Raises:
        NotFound: no such unit that `who` reports for, or no such indicator among what it reports.
    """
    units = _units(workspace, who, unit)
    known = workspace.catalogue.indicators.get(indicator)
    if known is None or (unit is not None and unit not in known.applies_to):
        raise NotFound(f"Không có chỉ tiêu «{indicator}» trong số các chỉ tiêu đơn vị báo cáo")
    _record(workspace, who, units, text_key(text)[:_LONGEST], indicator)


@needs("submit")
def forget(workspace: Workspace, who: Principal, *, text: str, unit: str) -> None:
    """Take an answer back: `text`, folded or as written, is asked about again.

    Raises:
        NotFound: no such unit that `who` reports for.
    """
    _record(workspace, who, _units(workspace, who, unit), text_key(text)[:_LONGEST], "")


def _units(workspace: Workspace, who: Principal, unit: str | None) -> list[str]:
    if unit is None:
        return who.roots("submit")
    if not workspace.sees(who, unit, "submit"):
        raise NotFound(f"Không có đơn vị «{unit}»")
    return [unit]


def _record(
    workspace: Workspace, who: Principal, units: list[str], text: str, indicator: str
) -> None:
    now = clock.now()
    with workspace.store.write("match", changes_board=False) as write:
        for unit in units:
            row = {"unit_id": unit, "folded_text": text, "indicator_id": indicator}
            write.run("matches/record_choice", **row, chosen_by=who.account, chosen_at=now)
            action = "match.chosen" if indicator else "match.forgotten"
            entry = audit.Entry(
                who.account, action, f"match/{unit}", session=who.session, details={**row}
            )
            workspace.trail.record(write, entry)
