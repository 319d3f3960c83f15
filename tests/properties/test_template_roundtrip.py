"""What is filled into a template is what is read from it, whatever the figures."""

from __future__ import annotations

import tempfile
from pathlib import Path

import openpyxl
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.intake.check import check_file
from indicators.intake.laid_out import check_book
from indicators.intake.template import SHEET, write_template
from tests.unit.workbooks import CATALOGUE, INDICATORS, TODAY, Shown, book_of, form

PERIODS = {"month": "2026-10", "quarter": "2026-Q3"}
UNITS = ("qlxd", "qlvt", "nha", "vp")
NOTES = st.text("aăđêôơưÁ =+-@'\"<>&1\n", max_size=20)


@st.composite
def counts(draw):
    below = draw(st.integers(0, 10**9))
    return draw(st.integers(0, below)), below


def reported(indicator):
    """Return the figures that can be filled in for an indicator: (H, J, K) and what they mean."""
    if indicator.formula == "ratio":
        return counts().map(lambda pair: ((*pair, None), meaning_of(*pair)))
    if indicator.formula == "yes_no":
        answers = {"Có": 1.0, "Không": 0.0}
        return st.sampled_from(list(answers)).map(
            lambda said: ((None, None, said), (None, None, answers[said]))
        )
    if indicator.formula == "count":
        values = st.integers(0, 10**9)
    elif indicator.is_percentage:  # (0, 1] is asked about: see percent_or_fraction
        values = st.integers(10_001, 1_000_000).map(lambda n: n / 10_000)
    else:
        values = st.integers(0, 10_000).map(lambda n: n / 100)
    return values.map(lambda value: ((None, None, value), (None, None, float(value))))


def meaning_of(above, below):
    if below == 0:
        return (0.0, 0.0, None)
    return (float(above), float(below), 100.0 * above / below)


@st.composite
def reports(draw):
    unit = draw(st.sampled_from(UNITS))
    frequency = draw(st.sampled_from(sorted(PERIODS)))
    due = [
        each
        for each in INDICATORS.values()
        if unit in each.applies_to and each.frequency == frequency
    ]
    filled = {}
    for each in due:
        if draw(st.booleans()):
            filled[each.code] = (*draw(reported(each)), draw(NOTES))
    return unit, PERIODS[frequency], filled


def write_filled(unit, period, filled, path):
    write_template(CATALOGUE, unit, period, path)
    book = openpyxl.load_workbook(path)
    sheet = book[SHEET]
    for row in range(7, sheet.max_row + 1):
        cells, _, note = filled.get(sheet.cell(row, 2).value, ((None,) * 3, None, ""))
        for column, value in zip((8, 10, 11), cells, strict=True):
            if value is not None:
                sheet.cell(row, column).value = value
        if note:
            sheet.cell(row, 12).value = note
            sheet.cell(row, 12).data_type = "s"
    book.save(path)


@given(reports())
@settings(deadline=None, max_examples=60)
def test_what_was_filled_is_read(report):
    unit, period, filled = report
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "t.xlsx"
        write_filled(unit, period, filled, path)
        reading = check_file(path, CATALOGUE, today=TODAY)
    assert [problem.code for problem in reading.problems if problem.is_error] == (
        [] if filled else ["no-figures"]
    )
    assert {row.indicator: (row.numerator, row.denominator, row.value) for row in reading.rows} == {
        code: meaning for code, (_, meaning, _) in filled.items()
    }
    assert all((row.unit, row.period) == (unit, period) for row in reading.rows)
    for row in reading.rows:
        assert row.note == " ".join(filled[row.indicator][2].split())


@given(counts(), st.integers(0, 6))
def test_a_result_rounded_as_shown_agrees_with_its_counts(pair, decimals):
    above, below = pair
    if below == 0:
        return
    rate = 100 * above / below
    shown = f"{rate:.{decimals}f}%".replace(".", ",")
    line = ("DUNG-HAN", above, below, shown)
    codes = [p.code for p in check_book(book_of(form(line)), CATALOGUE, today=TODAY).problems]
    assert "result-disagrees" not in codes


@given(counts(), st.integers(0, 3), st.sampled_from([-1, 1]))
def test_a_result_off_by_a_shown_decimal_disagrees(pair, decimals, way):
    above, below = pair
    if below == 0:
        return
    off = round(100 * above / below, decimals) + way * 1.01 * 10.0**-decimals
    shape = "0." + "0" * decimals if decimals else "0"
    line = ("DUNG-HAN", above, below, Shown(off, shape))
    found = check_book(book_of(form(line)), CATALOGUE, today=TODAY).problems
    assert "result-disagrees" in [problem.code for problem in found] or 0 < off <= 1
