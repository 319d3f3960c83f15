"""How each guarded function is tried, and which functions and queries need no guard, and why."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from indicators import board as boards
from indicators import care, choices, downloads, drafts, previous, review, submission
from indicators.access import Grant, Principal
from indicators.export import Wanted, gather
from indicators.settings import Settings
from indicators.submission import Parcel
from indicators.workspace import Workspace
from tests import offices, people, tries_access, tries_duties, tries_lineage

MONTH = "2026-10"


@dataclass(frozen=True)
class Ids:
    """What a stranger may name: a unit, a submission, a person."""

    unit: str
    submission: int
    account: str


@dataclass(frozen=True)
class Seen:
    """An office of two branches; `ids` are in that of `unit`, `nothing` exists nowhere."""

    office: Workspace
    folder: Path
    unit: str = "so"
    elsewhere: str = "so-khac"
    ids: Ids = Ids("a", 1, "nguoi-a")
    nothing: Ids = Ids("khong-co", 999, "khong-co")

    def drawn(self) -> boards.Board:
        """Return the board of the branch, as its own people see it."""
        return boards.board(self.office, self.office.operator(), period=MONTH, unit=self.unit)

    def cell(self) -> boards.Cell:
        """Return a cell of the branch with a figure."""
        return self.drawn().cells["a", "RATE"]

    def reading(self, unit: str) -> Any:  # noqa: ANN401 - a reading, of any unit
        """Return a month's figure of one unit."""
        return offices.reading([offices.figure(unit, counts=(91, 100))], sha256=f"thử-{unit}")


@dataclass(frozen=True)
class Try:
    """One call inside the scope; one by a stranger, where the function takes an id."""

    inside: Callable[[Seen, Principal], Any]
    outside: Callable[[Seen, Principal, Ids], Any] | None = None


def _settings(folder: str) -> Settings:
    """Return settings whose files are in a folder of the test's own; the store is in memory."""
    store = Path(folder) / "kho" / "kho.duckdb"
    store.parent.mkdir()
    return Settings(data=offices.DATA, store=store, samples=False, home_unit="so")


@contextmanager
def seen_office() -> Iterator[Seen]:
    """Open the office: room a has a waiting figure 1, room b an approved one."""
    units = (
        offices.unit("tinh", None),
        offices.unit("so", "tinh"),
        offices.unit("so-khac", "tinh"),
        *(offices.unit(code, "so") for code in ("a", "b", "c")),
        offices.unit("d", "so-khac"),
    )
    rate = offices.indicator("RATE", applies_to=("a", "b", "c", "d"))
    proved = offices.indicator("PROVED", applies_to=("c",), evidence="required")
    made = offices.catalogue([rate, proved], [offices.target("RATE")], units=units)
    with TemporaryDirectory() as folder, offices.office(made, settings=_settings(folder)) as office:
        people.add(office, "nguoi-a", Grant("reporter", "a"))
        sender = office.operator("can-bo")
        for unit, approve in (("a", False), ("b", True), ("d", True)):
            row = offices.figure(unit, counts=(95, 100))
            sent = offices.reading([row])
            sent.problems.append(tries_lineage.ODD)
            submission.submit(office, sender, sent, approve=approve)
        tries_lineage.furnish(office, sender)
        yield Seen(office, Path(folder))


TRIES: Mapping[str, Try] = {
    "board.matrix.board": Try(
        lambda s, who: boards.board(s.office, who, period=MONTH, unit=s.unit),
        lambda s, who, ids: boards.board(s.office, who, period=MONTH, unit=ids.unit),
    ),
    "board.trend.trend": Try(
        lambda s, who: boards.trend(s.office, who, period=MONTH, unit=s.unit),
        lambda s, who, ids: boards.trend(s.office, who, period=MONTH, unit=ids.unit),
    ),
    "board.trend.series": Try(
        lambda s, who: boards.series(
            s.office, who, indicator="RATE", unit=s.unit, period=MONTH
        ),
        lambda s, who, ids: boards.series(
            s.office, who, indicator="RATE", unit=ids.unit, period=MONTH
        ),
    ),
    "board.lineage.source": Try(
        lambda s, who: boards.source(s.office, who, s.cell()),
        lambda s, who, ids: boards.source(
            s.office, who, offices.changed(s.cell(), submission=ids.submission)
        ),
    ),
    "board.lineage.parts": Try(
        lambda s, who: boards.parts(s.office, who, s.drawn().cells["so", "RATE"]),
        lambda s, who, ids: boards.parts(
            s.office,
            who,
            offices.changed(
                s.drawn().cells["so", "RATE"], unit=s.unit if ids.unit == "a" else ids.unit
            ),
        ),
    ),
    "submission.send.submit": Try(
        lambda s, who: submission.submit(s.office, who, s.reading("c")),
        lambda s, who, ids: submission.submit(s.office, who, s.reading(ids.unit)),
    ),
    "submission.send.submit_all": Try(
        lambda s, who: submission.submit_all(s.office, who, [Parcel(s.reading("c"))]),
        lambda s, who, ids: submission.submit_all(s.office, who, [Parcel(s.reading(ids.unit))]),
    ),
    "review.decide.decide": Try(
        lambda s, who: review.decide(s.office, who, 999, decision="approved"),
        lambda s, who, ids: review.decide(
            s.office, who, ids.submission, decision="returned", reason="thử"
        ),
    ),
    "submission.preview.would_change": Try(
        lambda s, who: submission.would_change(s.office, who, [s.reading("a")]),
        lambda s, who, ids: submission.would_change(s.office, who, [s.reading(ids.unit)]),
    ),
    "previous.previous_figures": Try(
        lambda s, who: previous.previous_figures(s.office, who, "b", "2026-11"),
        lambda s, who, ids: previous.previous_figures(
            s.office, who, "b" if ids.unit == "a" else ids.unit, "2026-11"
        ),
    ),
    "export.gather.gather": Try(
        lambda s, who: gather(s.office, who, Wanted(s.unit, MONTH)),
        lambda s, who, ids: gather(s.office, who, Wanted(ids.unit, MONTH)).head,
    ),
    "downloads.template": Try(
        lambda s, who: downloads.template(s.office, who, "a", MONTH),
        lambda s, who, ids: downloads.template(s.office, who, ids.unit, MONTH),
    ),
    "downloads.received": Try(
        lambda s, who: downloads.received(s.office, who, 999),
        lambda s, who, ids: downloads.received(s.office, who, ids.submission),
    ),
    "choices.made": Try(lambda s, who: choices.made(s.office, who)),
    "choices.remembered": Try(lambda s, who: choices.remembered(s.office, who)),
    "choices.choose": Try(
        lambda s, who: choices.choose(s.office, who, text="x", indicator="RATE", unit="a"),
        lambda s, who, ids: choices.choose(
            s.office, who, text="x", indicator="RATE", unit=ids.unit
        ),
    ),
    "choices.forget": Try(
        lambda s, who: choices.forget(s.office, who, text="x", unit="a"),
        lambda s, who, ids: choices.forget(s.office, who, text="x", unit=ids.unit),
    ),
    # A draft is its account's alone, whatever the branch: tests/unit/test_drafts.py.
    "drafts.draft.mine": Try(lambda s, who: drafts.mine(s.office, who)),
    "drafts.draft.save": Try(
        lambda s, who: drafts.save(s.office, who, drafts.Draft(drafts.new_number()))
    ),
    "drafts.draft.drop": Try(lambda s, who: drafts.drop(s.office, who, drafts.new_number())),
    "drafts.files.keep": Try(lambda s, who: drafts.keep(s.office, who, "x", "x.xlsx", b"x")),
    "drafts.files.paths_of": Try(
        lambda s, who: drafts.paths_of(s.office, who, drafts.new_number(), ["x"])
    ),
    "drafts.reading.read": Try(
        lambda s, who: list(drafts.read(s.office, who, drafts.new_number(), []))
    ),
    "drafts.reading.entered_workbook": Try(
        lambda s, who: drafts.entered_workbook(
            s.office, who, unit="a", period=MONTH, entered={}
        )[0],
        lambda s, who, ids: drafts.entered_workbook(
            s.office, who, unit=ids.unit, period=MONTH, entered={}
        )[0],
    ),
    "drafts.marked.marked": Try(
        lambda s, who: drafts.marked(s.office, who, drafts.new_number(), "x")
    ),
    "drafts.standing.differences": Try(
        lambda s, who: drafts.differences(s.office, who, [s.reading("b")]),
    ),
    "drafts.standing.sent_already": Try(
        lambda s, who: drafts.sent_already(s.office, who, [s.reading("b")]),
    ),
    # what it adds comes from history_for, unproved and refusals
    "drafts.weighing.weighed": Try(lambda s, who: drafts.weighed(s.office, who, [s.reading("a")])),
    "care.back_up": Try(lambda s, who: care.back_up(s.office, who, s.folder)),
    "care.repair": Try(lambda s, who: care.repair(s.office, who)),
    "care.examine": Try(lambda s, who: list(care.examine(s.office, who))),
    **{name: Try(*pair) for name, pair in tries_access.ACCESS.items()},
    **{name: Try(*pair) for name, pair in tries_duties.DUTIES.items()},
    **{name: Try(*pair) for name, pair in tries_lineage.LINEAGE.items()},
}  # fmt: skip

# A function over a workspace that asks nobody who they are, and why that is right.
OPEN_FUNCTIONS: Mapping[str, str] = {
    **tries_access.OPEN_FUNCTIONS,
    **tries_duties.OPEN_FUNCTIONS,
    **tries_lineage.OPEN_FUNCTIONS,
    "submission.admit.refused": "inside a write: asks the scope itself",
    "submission.admit.refuse_unfit": "asks the scope itself, of what a sender has given",
    "board.calendar.periods": "which months there are holds no figure",
    "board.calendar.coloured_month": "which month stands for a period holds no figure",
    "board.calendar.latest_period": "which month is newest holds no figure",
    "board.explain.explain": "words about a cell that was read by somebody who may",
}

# A query over what is kept that asks no scope, and why.
OPEN_QUERIES: Mapping[str, str] = {
    **tries_lineage.OPEN_QUERIES,
    **tries_access.OPEN_QUERIES,
    "audit/counts": "how much there was when the trail began",
    "audit/figures": "digests for the trail, inside a write that was asked",
    "board/months": "which months have cells",
    "board/months_known": "which months had figures",
    "care/counts": "doctor: how many",
    "care/files": "doctor: sums of files",
    "cells/differences": "doctor: cells against a rebuild",
    "cells/periods": "which periods have cells",
    "submission/numbers": "the next numbers, inside a write",
    "submission/sample_count": "whether anything is invented",
    "submission/newest": "inside a write whose units were asked",
    "submission/standing": "inside a write whose units were asked",
}
