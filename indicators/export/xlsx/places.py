"""Where each cell of the board stands in the long sheets, and how precisely it is shown."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from xlsxwriter.utility import xl_rowcol_to_cell

from indicators.board.calendar import months_back
from indicators.board.view import STATUSES
from indicators.export import tracing
from indicators.export.palette import HOLLOW, Mark
from indicators.export.snapshot import Row, Snapshot
from indicators.export.xlsx.book import DATA, SUMS, TOP, decimals_in

Key = tuple[str, str]
HEAD_ROW, FIRST_ROW = TOP, TOP + 1
COUNT_COLUMNS, VALUE_COLUMN, STATUS_COLUMN = (3, 4), 5, 10


@dataclass(frozen=True)
class Places:
    """A snapshot with the places its rows have in the two long sheets."""

    snapshot: Snapshot

    @cached_property
    def own(self) -> tuple[Row, ...]:
        """What units report themselves, in the rows of the data sheet."""
        return self.snapshot.own_rows

    @cached_property
    def sums(self) -> tuple[Row, ...]:
        """What is added up from it, in the rows of the sheet of sums."""
        return tuple(row for row in self.snapshot.rows if row.cell.is_rolled_up)

    @cached_property
    def marks(self) -> tuple[Mark, ...]:
        """What cells of this board may look like: hollow ones only where some wait."""
        waits = any(tracing.mark(self.snapshot, row) in HOLLOW for row in self.snapshot.rows)
        return (*STATUSES, *HOLLOW) if waits else STATUSES

    def waits(self, row: Row) -> bool:
        """Whether a figure waits for approval and is not counted."""
        return tracing.mark(self.snapshot, row) in HOLLOW

    @cached_property
    def _at(self) -> dict[Key, tuple[str, int]]:
        sheets = ((DATA, self.own), (SUMS, self.sums))
        return {
            row.key: (sheet, place)
            for sheet, rows in sheets
            for place, row in enumerate(rows, start=FIRST_ROW)
        }

    @cached_property
    def months(self) -> tuple[str, ...]:
        """The twelve months of the trend, oldest first, the board's own last."""
        return tuple(months_back(self.snapshot.head.month, 12))

    @cached_property
    def order(self) -> dict[Key, int]:
        """The number of each row among all of the snapshot, from 0."""
        return {row.key: place for place, row in enumerate(self.snapshot.rows)}

    def value(self, row: Row) -> str:
        """Return the formula's name of the place that holds a cell's figure."""
        sheet, place = self._at[row.key]
        return f"'{sheet}'!{xl_rowcol_to_cell(place, VALUE_COLUMN)}"

    def status(self, row: Row) -> str:
        """Return the formula's name of the place that holds a cell's symbol and word."""
        sheet, place = self._at[row.key]
        return f"'{sheet}'!{xl_rowcol_to_cell(place, STATUS_COLUMN)}"

    def decimals(self, row: Row) -> int | None:
        """Return how many decimals a figure's own text has; None for yes and no."""
        if self.snapshot.indicator[row.cell.indicator].formula == "yes_no":
            return None
        return decimals_in(tracing.value(self.snapshot, row).text)

    @cached_property
    def column_decimals(self) -> dict[str, int | None]:
        """How many decimals each column of the matrix takes to show its figures whole."""
        found: dict[str, int | None] = {
            each.code: None if each.formula == "yes_no" else each.decimals
            for each in self.snapshot.indicators
        }
        for row in self.snapshot.rows:
            shown, so_far = self.decimals(row), found[row.cell.indicator]
            if shown is not None and so_far is not None:
                found[row.cell.indicator] = max(so_far, shown)
        return found
