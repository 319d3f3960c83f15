"""A small office lives through months: whatever happens, cells, counts and past boards hold."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from indicators import cells
from indicators.board import Board, board
from indicators.board.matrix import tally_of
from indicators.catalogue.model import Catalogue, Target
from indicators.errors import Conflict
from indicators.review import decide, queue
from indicators.submission import submit
from indicators.workspace import Workspace
from tests import offices

FIRST = datetime(2026, 9, 28, 8, 0, tzinfo=offices.clock.HANOI)
ROOMS = ("a", "b", "c")
OPEN_MONTHS = ("2026-09", "2026-10", "2026-11", "2026-12", "2027-01", "2027-02")


@dataclass(frozen=True)
class Drawn:
    """A board as it was drawn at a moment."""

    at: datetime
    period: str
    provisional: bool
    board: Board


def first_catalogue() -> Catalogue:
    """Return a rate with a path to its date, and a sum with a standing target of its own."""
    september = date(2026, 9, 1)
    return offices.catalogue(
        [
            offices.indicator("RATE"),
            offices.indicator("SUM", formula="count", roll_up="sum", unit_of_measure="việc"),
        ],
        [
            offices.target("RATE", valid_from=september),
            offices.target(
                "SUM",
                operator="<=",
                value=7.0,
                amber=1.0,
                amber_unit="points",
                valid_from=september,
            ),
        ],
        plans=[offices.plan(valid_from=september)],
    )


def seen(found: Board) -> tuple[object, ...]:
    """Return everything a person sees of a board, without the data version it was drawn from."""
    return found.cells, found.tally, found.previous, found.units, found.indicators


class Office(RuleBasedStateMachine):
    """Sends, decides, lets days pass and changes targets, in any order."""

    @initialize()
    def open(self) -> None:
        self.stop = offices.stopped_clock(FIRST)
        self.hands = self.stop.__enter__()
        self.office: Workspace = offices.open_office(first_catalogue(), adopted=FIRST)
        self.files = 0
        self.drawn: list[Drawn] = []

    def teardown(self) -> None:
        try:
            self.check_past()
        finally:
            self.office.close()
            self.stop.__exit__(None, None, None)

    def tick(self) -> None:
        """Let a moment pass, so that no two things happen at once."""
        self.hands.moment += timedelta(minutes=5)

    @rule(hours=st.integers(1, 24 * 20))
    def time_passes(self, hours: int) -> None:
        if self.hands.moment.date() < date(2027, 1, 20):
            self.hands.moment += timedelta(hours=hours)
            self.office.keep_current()

    @rule(
        room=st.sampled_from(ROOMS),
        months_back=st.integers(0, 2),
        rate=st.tuples(st.integers(0, 20), st.integers(0, 20)).map(sorted) | st.none(),
        count=st.integers(0, 12) | st.none(),
        approve=st.booleans(),
    )
    def a_room_sends(
        self,
        room: str,
        months_back: int,
        rate: list[int] | None,
        count: int | None,
        *,
        approve: bool,
    ) -> None:
        begun = [month for month in OPEN_MONTHS if month <= f"{self.hands.moment:%Y-%m}"]
        period = begun[-1 - min(months_back, len(begun) - 1)]
        figures = []
        if rate is not None:
            figures.append(offices.figure(room, "RATE", period, counts=(rate[0], rate[1])))
        if count is not None:
            figures.append(offices.figure(room, "SUM", period, value=float(count)))
        if figures:
            self.tick()
            self.files += 1
            sent = offices.reading(figures, sha256=str(self.files))
            assert len(submit(self.office, self.office.operator(room), sent, approve=approve)) == 1

    @rule(which=st.integers(0, 30), approve=st.booleans())
    def the_office_decides(self, which: int, *, approve: bool) -> None:
        waiting = queue(self.office, self.office.operator("vp"))
        if waiting:
            self.tick()
            number = waiting[which % len(waiting)].submission
            with suppress(Conflict):  # the room has sent all of it again since
                decide(
                    self.office,
                    self.office.operator("vp"),
                    number,
                    decision="approved" if approve else "returned",
                    reason="",
                    remarks={} if approve else {"RATE": "xem lại"},
                )

    @rule(goal=st.sampled_from([50.0, 75.0, 100.0]))
    def targets_change_from_this_month_on(self, goal: float) -> None:
        """A later plan ends the target in force with last month, as merged plans do."""
        self.tick()
        today = self.hands.moment.date()
        begins = today.replace(day=1)
        kept: list[Target] = []
        for each in self.office.catalogue.targets:
            if each.indicator != "RATE" or (each.valid_to and each.valid_to < begins):
                kept.append(each)
            elif each.valid_from < begins:
                kept.append(replace(each, valid_to=begins - timedelta(days=1)))
        code = f"RATE/{len(kept) + 1}"
        new = offices.target("RATE", code=code, value=goal, valid_from=begins)
        made = offices.catalogue(
            list(self.office.catalogue.indicators.values()),
            [*kept, new],
            plans=list(self.office.catalogue.plans.values()),
        )
        before = self.board(self.month(-1)) if self.month(-1) >= OPEN_MONTHS[0] else None
        self.office.catalogue = made
        self.office.adopt_catalogue(at=self.hands.moment)
        if before is not None:
            assert self.board(self.month(-1)).cells == before.cells

    @precondition(lambda self: len(self.drawn) < 6)
    @rule(back=st.integers(-1, 0), provisional=st.booleans())
    def someone_keeps_the_board(self, back: int, *, provisional: bool) -> None:
        self.tick()
        drawn = self.board(self.month(back), provisional=provisional)
        self.check_tally(drawn)
        self.drawn.append(Drawn(self.hands.moment, self.month(back), provisional, drawn))
        self.tick()

    def month(self, back: int) -> str:
        """Return this month, or the one `back` (-1) months away."""
        first = self.hands.moment.date().replace(day=1)
        return f"{first if back == 0 else first - timedelta(days=1):%Y-%m}"

    def board(self, period: str, *, provisional: bool = False) -> Board:
        return board(
            self.office, self.office.operator(), period=period, unit="so", provisional=provisional
        )

    @invariant()
    def cells_are_what_a_rebuild_would_lay(self) -> None:
        assert cells.count_differences(self.office.store, known_at=self.hands.moment) == 0
        assert self.office.store.rows("care/counts")[0]["count_stray_actual"] == 0

    def check_tally(self, found: Board) -> None:
        """What the trend counted equals what the board's own cells count as."""
        own = [cell for cell in found.cells.values() if not cell.is_rolled_up]
        assert tally_of(own) == found.tally

    def check_past(self) -> None:
        """Every board kept is drawn again, from what was known then, as it was."""
        for each in self.drawn:
            again = board(
                self.office,
                self.office.operator(),
                period=each.period,
                unit="so",
                as_of=each.at,
                provisional=each.provisional,
            )
            assert seen(again) == seen(each.board)


Office.TestCase.settings = settings(
    max_examples=8,
    stateful_step_count=14,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # shrinking a history takes minutes
)
test_an_office_lives_through_months = Office.TestCase
