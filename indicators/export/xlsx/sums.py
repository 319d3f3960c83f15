"""Figures as formulas over other cells, where that gives what the store has, to the last digit.

A rate follows its two counts; a sum follows what units report on the data sheet. A figure that the
sheets cannot tell again (units further down the tree, weights) is written as it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from xlsxwriter.utility import xl_range_abs, xl_rowcol_to_cell

from indicators.catalogue.model import Indicator
from indicators.export.snapshot import Row
from indicators.export.xlsx.book import DATA
from indicators.export.xlsx.places import COUNT_COLUMNS, FIRST_ROW, VALUE_COLUMN, Places
from indicators.export.xlsx.rules import NOTHING, is_in_percent

_DECIMALS = 9  # totals and means are rounded to as many, see queries/macros/02_cells.sql
_WAITS = "chờ duyệt"  # in a row's marks


def rate(place: int, row: Row, indicator: Indicator) -> str:
    """Return the formula of a rate from the counts beside it; "" where it is no rate of them."""
    if indicator.formula != "ratio" or not _is_rate(row, indicator):
        return ""
    up, down = (xl_rowcol_to_cell(place, column) for column in COUNT_COLUMNS)
    times = "" if indicator.scale == 1 else f"{indicator.scale!r}*"
    none = f'IF({up}=0,"{NOTHING}","Mẫu số bằng 0")'
    return f'IF(OR({up}="",{down}=""),"",IF({down}=0,{none},{times}{up}/{down}))'


def _is_rate(row: Row, indicator: Indicator) -> bool:
    up, down = row.cell.numerator, row.cell.denominator
    if up is None or down is None:
        return False
    return row.cell.value == (indicator.scale * up / down if down else None)


@dataclass(frozen=True)
class Sums:
    """What is added up from the data sheet; columns are where its codes and marks stand."""

    places: Places
    code_column: int
    marks_column: int

    def count(self, row: Row, place: int, number: int) -> str:
        """Return the formula of a sum's numerator (0) or denominator (1); "" where there is none.

        Args:
            row: a roll-up.
            place: its row on the sheet of sums.
            number: which of the two counts.
        """
        part = ("numerator", "denominator")[number]
        told = [getattr(each.cell, part) for each in self._parts(row)]
        whole = getattr(row.cell, part)
        if whole is None or sum(each or 0.0 for each in told) != whole:
            return ""
        column = self._span(COUNT_COLUMNS[number])
        return f"SUMIFS({column},{self._asked(place)})"

    def value(self, row: Row, place: int, indicator: Indicator) -> str:
        """Return the formula of a sum's figure; "" where the sheets cannot tell it again."""
        if all(self.count(row, place, number) for number in (0, 1)):
            return rate(place, row, indicator)
        parts = self._parts(row)
        told = [each.cell.value for each in parts if each.cell.value is not None]
        if not told or any(is_in_percent(each.cell, indicator) for each in (row, *parts)):
            return ""
        span, asked = self._span(VALUE_COLUMN), self._asked(place)
        if indicator.roll_up == "sum" and round(sum(told), _DECIMALS) == row.cell.value:
            return f"ROUND(SUMIFS({span},{asked}),{_DECIMALS})"
        is_mean = indicator.roll_up in {"mean", "ratio"}
        if is_mean and round(sum(told) / len(told), _DECIMALS) == row.cell.value:
            return f'IFERROR(ROUND(AVERAGEIFS({span},{asked}),{_DECIMALS}),"")'
        if indicator.roll_up == "min" and min(told) == row.cell.value:
            return f"MIN(IF({self._chosen(place)},{span}))"
        return ""

    @cached_property
    def _by_indicator(self) -> dict[str, list[Row]]:
        found: dict[str, list[Row]] = {}
        for row in self.places.own:
            if not self.places.waits(row):
                found.setdefault(row.cell.indicator, []).append(row)
        return found

    def _parts(self, row: Row) -> list[Row]:
        """Return what a roll-up of the board's own unit is made of, as far as it stands here."""
        if row.cell.unit != self.places.snapshot.head.unit:
            return []
        return self._by_indicator.get(row.cell.indicator, [])

    def _span(self, column: int) -> str:
        last = FIRST_ROW + max(len(self.places.own), 1) - 1
        return f"'{DATA}'!{xl_range_abs(FIRST_ROW, column, last, column)}"

    def _asked(self, place: int) -> str:
        code = xl_rowcol_to_cell(place, self.code_column, col_abs=True)
        asked = f"{self._span(self.code_column)},{code}"
        if self.places.snapshot.head.counts_waiting:
            return asked
        return f'{asked},{self._span(self.marks_column)},"<>*{_WAITS}*"'

    def _chosen(self, place: int) -> str:
        code = xl_rowcol_to_cell(place, self.code_column, col_abs=True)
        asked = f"({self._span(self.code_column)}={code})*ISNUMBER({self._span(VALUE_COLUMN)})"
        if self.places.snapshot.head.counts_waiting:
            return asked
        return f'{asked}*ISERROR(SEARCH("{_WAITS}",{self._span(self.marks_column)}))'
