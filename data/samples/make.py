"""Make the sample again: `python -m data.samples.make`, or only some months (`… 2026-03`).

SỐ LIỆU MẪU, KHÔNG CÓ THẬT. Real workbooks, most of them our template filled in, some of offices'
own making, evidence of some figures, and an index of when each was sent and how it was decided.
The same catalogue gives the same bytes every time.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Collection
from dataclasses import replace
from pathlib import Path

from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from data.samples.layouts import NOTICE, write_long_table, write_own_form
from data.samples.proofs import write_proofs
from data.samples.sendings import FIRST_VERSIONS, HEADER, MISSED, Sending, as_row, sendings
from data.samples.story import FIRST, Reported, report
from indicators.catalogue.load import load
from indicators.catalogue.model import Catalogue, Indicator
from indicators.intake.sheet_style import DENOMINATOR, HEADER_ROW, NOTE, NUMERATOR, RESULT, put
from indicators.intake.template import SHEET, same_bytes, write_template
from indicators.periods import Period

FOLDER = Path(__file__).parent
OWN_FORM = "dl-sxd-ptnl"
LONG_TABLES = {("dl-sxd-ktvl", "2026-03"), ("dl-sxd-gdcl", "2026-03")}
_CODE = 2


def make(folder: Path, months: Collection[str] = ()) -> int:
    """Write workbooks and evidence of `months` (all when none is named), and the index.

    Returns:
        How many workbooks were written.
    """
    # The template names the catalogue it was made from. The sample keeps one name for all, so
    # that a word changed in some plan does not change every file.
    catalogue = replace(load(FOLDER.parent), sha256="so-lieu-mau")
    sent = sendings()
    wanted = [each for each in sent if not months or each.period in months]
    for sending in wanted:
        path = folder / sending.file
        path.parent.mkdir(parents=True, exist_ok=True)
        write_workbook(catalogue, sending, path)
    write_proofs(folder, catalogue, months, figures_of)
    with (folder / "index.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow((*HEADER, "note"))
        writer.writerows((*as_row(sending), NOTICE) for sending in sent)
    return len(wanted)


def write_workbook(catalogue: Catalogue, sending: Sending, path: Path) -> None:
    """Write the one workbook that `sending` is about."""
    unit, period = sending.unit, Period.parse(sending.period)
    figures = figures_of(catalogue, unit, period)
    if not path.stem.endswith("-2"):
        figures |= FIRST_VERSIONS.get((unit, sending.period), {})
    if unit == OWN_FORM:
        write_own_form(catalogue, unit, period, figures, path)
    elif (unit, sending.period) in LONG_TABLES:
        write_long_table(catalogue, unit, period, figures, path)
    else:
        write_template(catalogue, unit, period, path, previous=previous_of(catalogue, unit, period))
        fill_template(catalogue, figures, path)


def figures_of(catalogue: Catalogue, unit: str, period: Period) -> dict[str, Reported]:
    """Return what `unit` reports in `period`, by indicator, in plan order."""
    return {
        each.code: report(unit, each, period)
        for each in catalogue.indicators_of(unit)
        if each.frequency == period.frequency
    }


def previous_of(catalogue: Catalogue, unit: str, period: Period) -> dict[str, Reported]:
    """Return the figures of the month before with their results, as the template shows them."""
    before = period.previous
    if before.start < FIRST.start or (unit, str(before)) in MISSED:
        return {}
    return {
        code: replace(figure, value=result_of(catalogue.indicators[code], figure))
        for code, figure in figures_of(catalogue, unit, before).items()
    }


def result_of(indicator: Indicator, figure: Reported) -> float | None:
    """Return a figure in the indicator's own unit; None for 0 of 0."""
    if indicator.formula != "ratio":
        return figure.value
    if not figure.denominator or figure.numerator is None:
        return None
    return indicator.scale * figure.numerator / figure.denominator


def fill_template(catalogue: Catalogue, figures: dict[str, Reported], path: Path) -> None:
    """Type the figures into the template's input cells, as a reporter would."""
    book = load_workbook(path)
    sheet: Worksheet = book[SHEET]
    put(sheet, 2, NUMERATOR, NOTICE, "hint")
    for row in range(HEADER_ROW + 1, sheet.max_row + 1):
        code = sheet.cell(row, _CODE).value
        if code in figures:
            _fill_row(sheet, row, catalogue.indicators[str(code)], figures[str(code)])
    book.properties.description = NOTICE
    path.write_bytes(same_bytes(book))


def _fill_row(sheet: Worksheet, row: int, indicator: Indicator, figure: Reported) -> None:
    if indicator.formula == "ratio":
        sheet.cell(row, NUMERATOR).value = figure.numerator
        sheet.cell(row, DENOMINATOR).value = figure.denominator
    elif indicator.formula == "yes_no":
        sheet.cell(row, RESULT).value = "Có" if figure.value else "Không"
    else:
        sheet.cell(row, RESULT).value = figure.value
    if figure.note:
        sheet.cell(row, NOTE).value = figure.note


if __name__ == "__main__":
    print(f"Đã ghi {make(FOLDER, sys.argv[1:])} tệp mẫu vào {FOLDER}")
