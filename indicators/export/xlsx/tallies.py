"""How many cells of each row are green, amber, red or missing: counted by formula, out of sight.

From the symbols on the hidden sheet, so that rates, the headline and the colours of the bars follow
an edited figure. A row whose cells stand further down the tree cannot be counted here: its numbers
are written as they are.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from xlsxwriter.utility import xl_col_to_name, xl_range, xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from indicators.board.view import Cell, Status, Tally
from indicators.export import tracing
from indicators.export.palette import JUDGED, SYMBOLS
from indicators.export.snapshot import Snapshot
from indicators.export.xlsx.book import HELP
from indicators.export.xlsx.grid import FIRST_COLUMN, FIRST_ROW, last_cell

WIDTH = 2 * len(JUDGED)  # columns that the counts and the bars take
NONE = "#N/A"  # what a chart leaves out


@dataclass(frozen=True)
class Tallies:
    """The counts of a board's rows: the first row's are those of every unit below it."""

    snapshot: Snapshot

    @cached_property
    def first(self) -> int:
        """The first column of the counts; the series of the bars stand behind them."""
        return last_cell(self.snapshot)[1] + 2

    @property
    def bars(self) -> int:
        """The first column of the rates by the worst status of their rows."""
        return self.first + len(JUDGED)

    def is_whole(self, place: int) -> bool:
        """Whether the row of a unit, counted from 0, tells of every unit below it."""
        return self.snapshot.units[place].depth == 0 and len(self.snapshot.units) > 1

    def tally(self, place: int) -> Tally:
        """Return what a row comes to."""
        return self.snapshot.tally if self.is_whole(place) else self.snapshot.units[place].tally

    def is_live(self, place: int) -> bool:
        """Whether the cells on the board are all that a row counts."""
        counted = Counter(cell.counted for _, cell in self._cells(place))
        return all(counted[each] == getattr(self.tally(place), each) for each in JUDGED)

    def place_of(self, place: int, status: Status) -> str:
        """Return the formula's name of the place that holds a count."""
        column = self.first + JUDGED.index(status)
        return f"'{HELP}'!{xl_rowcol_to_cell(FIRST_ROW + place, column, True, True)}"

    def judged(self, place: int) -> str:
        """Return the formula for how many cells of a row had to be green."""
        row, last = FIRST_ROW + place, self.first + len(JUDGED) - 1
        first, end = (xl_rowcol_to_cell(row, column, True, True) for column in (self.first, last))
        return f"SUM('{HELP}'!{first}:{end})"

    def rate(self, place: int) -> str:
        """Return the formula of a row's greening rate, an empty text where nothing was judged."""
        judged = self.judged(place)
        return f'IF({judged}=0,"",100*{self.place_of(place, "green")}/{judged})'

    def headline(self) -> str:
        """Return the formula of the line above the matrix; it reads as `summary` does."""
        rate = f'SUBSTITUTE(FIXED({self.rate(0)},1,TRUE),".",",")'
        told = f'"Tỷ lệ xanh hóa: "&{rate}&" %, "&{self.place_of(0, "green")}&" trong "'
        return f'=IF({self.judged(0)}=0,"{_NOTHING}",{told}&{self.judged(0)}&"{self._end()}")'

    def summary(self) -> str:
        """Return the line above the matrix."""
        tally = self.tally(0) if self.snapshot.units else self.snapshot.tally
        if tally.greening_rate is None:
            return _NOTHING
        rate = tracing.rate(self.snapshot).text
        return f"Tỷ lệ xanh hóa: {rate}, {tally.green} trong {tally.judged}{self._end()}"

    def _end(self) -> str:
        waiting = self.snapshot.tally.provisional
        return f" ô phải đạt{f'; {waiting} số liệu chờ duyệt' if waiting else ''}"

    def write(self, sheet: Worksheet) -> None:
        """Write the counts of every row, and its rate in the column of its worst status."""
        for place in range(len(self.snapshot.units)):
            row, tally = FIRST_ROW + place, self.tally(place)
            is_live = self.is_live(place)
            worst = next((each for each in JUDGED if getattr(tally, each)), None)
            for number, status in enumerate(JUDGED):
                count: int = getattr(tally, status)
                if is_live:
                    sheet.write_formula(
                        row, self.first + number, f"={self._count(place, status)}", None, count
                    )
                else:
                    sheet.write_number(row, self.first + number, count)
                shown = tally.greening_rate if status == worst else None
                sheet.write_formula(
                    row,
                    self.bars + number,
                    self._bar(place, number),
                    None,
                    NONE if shown is None else shown,
                )

    def _bar(self, place: int, number: int) -> str:
        """Return the formula of one bar: the rate where this is the row's worst status."""
        worse = "".join(f"{self.place_of(place, each)}=0," for each in JUDGED[:number])
        is_worst = f"AND({worse}{self.place_of(place, JUDGED[number])}>0)"
        return f"=IF({is_worst},{self.rate(place)},NA())"

    def _count(self, place: int, status: Status) -> str:
        """Return the formula that counts a row's symbols of a status.

        A figure that waits has two signs, the second says what it counts as: "○!".
        """
        signs = [SYMBOLS[status], f"?{SYMBOLS[status]}"] if status == "missing" else [
            SYMBOLS[status]
        ]  # fmt: skip
        return "+".join(
            f'COUNTIF({span},"{sign}")' for span in self._spans(place) for sign in signs
        )

    def _spans(self, place: int) -> list[str]:
        last_row, last = last_cell(self.snapshot)
        if not self.is_whole(place):
            row = FIRST_ROW + place
            return [xl_range(row, FIRST_COLUMN, row, last)]
        own = [f"{xl_col_to_name(column)}{FIRST_ROW + 1}" for column in self._own_columns()]
        return [xl_range(FIRST_ROW + 1, FIRST_COLUMN, last_row, last), *own]

    def _own_columns(self) -> list[int]:
        """Return the columns of what the board's own unit reports itself."""
        return [column for column, cell in self._row(0) if not cell.is_rolled_up]

    def _cells(self, place: int) -> list[tuple[int, Cell]]:
        if not self.is_whole(place):
            return self._row(place)
        below = [
            each for number in range(1, len(self.snapshot.units)) for each in self._row(number)
        ]
        return [*below, *(each for each in self._row(0) if not each[1].is_rolled_up)]

    def _row(self, place: int) -> list[tuple[int, Cell]]:
        code = self.snapshot.units[place].code
        return [
            (column, row.cell)
            for column, each in enumerate(self.snapshot.indicators, start=FIRST_COLUMN)
            if (row := self.snapshot.by_key.get((code, each.code)))
        ]


_NOTHING = "Chưa có chỉ tiêu nào đến hạn"
