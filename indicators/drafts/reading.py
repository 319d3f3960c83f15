"""Reading what a draft holds, with what was remembered of earlier answers."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from indicators import choices
from indicators.access import Principal, needs
from indicators.drafts.draft import Entered, Kept, refuse_foreign
from indicators.drafts.files import place_of
from indicators.errors import NotFound
from indicators.intake.check import check_files
from indicators.intake.filled import write_filled
from indicators.intake.reading import Reading
from indicators.periods import Period
from indicators.previous import previous_figures
from indicators.workspace import Workspace


@needs("submit")
def read(
    workspace: Workspace, who: Principal, number: str, files: Sequence[Kept]
) -> Iterator[Reading]:
    """Return the readings of a draft's files one after another, none compared with history yet.

    A file that is gone has a problem that says so; the others are read.

    Raises:
        NotFound: the draft is another account's.
    """
    refuse_foreign(workspace, who, number)
    paths = [place_of(workspace, number, each) for each in files]
    said = choices.remembered(workspace, who)
    names = [each.name for each in files]
    return check_files(paths, workspace.catalogue, names=names, choices=said)


@needs("submit")
def entered_workbook(
    workspace: Workspace,
    who: Principal,
    *,
    unit: str,
    period: str,
    entered: Mapping[str, Entered],
) -> tuple[str, bytes]:
    """Return the name and bytes of the template of a unit and period with what was typed in it.

    Figures entered on the page so become a workbook like any other, and go the very same way.

    Raises:
        NotFound: `who` does not report for such a unit.
        ValueError: `period` is no period.
    """
    if not workspace.sees(who, unit, "submit"):
        raise NotFound(f"Không có đơn vị «{unit}»")
    when = Period.parse(period)
    previous = previous_figures(workspace, who, unit, period)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "nhap.xlsx"
        write_filled(workspace.catalogue, unit, when, path, entered, previous=previous)
        return entered_name(unit, period), path.read_bytes()


def entered_name(unit: str, period: str) -> str:
    """Return what the workbook of figures entered on the page is called."""
    return f"nhap-tren-trang-{unit}-{period}.xlsx"
