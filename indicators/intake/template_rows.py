"""The rows of the pre-filled workbook: one for each indicator due, under headings of the plan."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from openpyxl.worksheet.worksheet import Worksheet

from indicators.catalogue.model import Catalogue, Indicator, Unit
from indicators.intake.sheet_style import (
    DENOMINATOR,
    HEAD,
    NOTE,
    NUMERATOR,
    RESULT,
    choice_validation,
    count_validation,
    height_for,
    put,
    put_formula,
    value_validation,
)
from indicators.numbers import format_target
from indicators.periods import Period

if TYPE_CHECKING:
    from indicators.intake.template import Previous


_VIETNAMESE = "[$-42A]"  # 12.345,7 whatever the reader's own settings; EXPORTS.md, "PowerPoint"


@dataclass(frozen=True, slots=True)
class Line:
    """One row: an indicator, the heading it stands under, its target and last figure."""

    section: str
    indicator: Indicator
    target: str
    previous: Previous | None


def lines_of(
    catalogue: Catalogue, unit: Unit, period: Period, previous: Mapping[str, Previous]
) -> list[Line]:
    """Return the rows for what `unit` reports in `period`, in the plans' order."""
    return [
        Line(
            section_of(catalogue, each),
            each,
            target_of(catalogue, each, unit, period),
            previous.get(each.code),
        )
        for each in catalogue.indicators_of(unit.code)
        if each.frequency == period.frequency and _is_in_force(catalogue, each, period)
    ]


def rows_of(lines: list[Line], first: int) -> list[int]:
    """Return the row in which each line stands when they are written from row `first` on."""
    rows, row, section = [], first, None
    for line in lines:
        row += line.section != section
        rows.append(row)
        section = line.section
        row += 1
    return rows


def _is_in_force(catalogue: Catalogue, indicator: Indicator, period: Period) -> bool:
    plan = catalogue.plans.get(indicator.plan)
    return plan is None or plan.valid_from <= period.end


def section_of(catalogue: Catalogue, indicator: Indicator) -> str:
    """Return the heading an indicator stands under: its plan's section as the plan words it."""
    number = indicator.clause.partition(".")[0]
    plan = catalogue.plans.get(indicator.plan)
    short = plan.short if plan else indicator.plan
    worded = next(
        (
            task.section
            for task in catalogue.tasks
            if task.plan == indicator.plan and task.section.partition(".")[0] == number
        ),
        f"{number}. Chỉ tiêu",
    )
    return f"{worded} ({short})"


def target_of(catalogue: Catalogue, indicator: Indicator, unit: Unit, period: Period) -> str:
    """Return what `unit` has to reach in `period`, "≥ 98 %", "" where nothing is set."""
    in_force = (
        target
        for target in catalogue.targets_of(indicator.code)
        if (not target.units or unit.code in target.units)
        and target.valid_from <= period.end
        and (target.valid_to is None or target.valid_to >= period.start)
    )
    if indicator.formula == "yes_no":
        return "Có" if any(target.value for target in in_force) else ""
    return "; ".join(
        dict.fromkeys(
            format_target(
                target.operator,
                target.value,
                target.upper,
                indicator.unit_of_measure,
                indicator.decimals,
            )
            for target in in_force
        )
    )


def write_lines(sheet: Worksheet, lines: list[Line], row: int) -> int:
    """Write `lines` from `row` on, a heading before each section; return the last row."""
    number = 0
    for section, group in groupby(lines, key=lambda line: line.section):
        put(sheet, row, 1, section, "section")
        for column in range(2, len(HEAD) + 1):
            put(sheet, row, column, None, "section")
        sheet.row_dimensions[row].height = 20
        row += 1
        for line in group:
            number += 1
            _write_line(sheet, row, number, line)
            row += 1
    return max(row - 1, 7)


def _write_line(sheet: Worksheet, row: int, number: int, line: Line) -> None:
    each = line.indicator
    above, below = (each.numerator, each.denominator) if each.formula == "ratio" else ("", "")
    texts = (str(number), each.code, each.name, each.unit_of_measure, line.target)
    put(sheet, row, 1, number, "number")
    for column, text in enumerate(texts[1:], start=2):
        put(sheet, row, column, text, "fixed")
    put(sheet, row, NUMERATOR - 1, above, "fixed")
    put(sheet, row, DENOMINATOR - 1, below, "fixed")
    _write_previous(sheet, row, line)
    _write_inputs(sheet, row, each)
    put(sheet, row, NOTE, None, "text_input")
    sheet.row_dimensions[row].height = height_for((*texts, "", above, "", below, "", "", ""))


def _write_previous(sheet: Worksheet, row: int, line: Line) -> None:
    figure = line.previous
    if figure is not None and figure.value is None and figure.denominator == 0:
        put(sheet, row, 6, "Không phát sinh", "fixed")
    elif figure is not None and line.indicator.formula == "yes_no" and figure.value is not None:
        put(sheet, row, 6, "Có" if figure.value else "Không", "number")
    else:
        cell = put(sheet, row, 6, figure.value if figure else None, "number")
        cell.number_format = _format(line.indicator)


def _write_inputs(sheet: Worksheet, row: int, indicator: Indicator) -> None:
    is_ratio = indicator.formula == "ratio"
    for column in (NUMERATOR, DENOMINATOR):
        cell = put(sheet, row, column, None, "input" if is_ratio else "number")
        cell.number_format = f"{_VIETNAMESE}#,##0"
    if is_ratio:
        above, below = (
            sheet.cell(row, NUMERATOR).coordinate,
            sheet.cell(row, DENOMINATOR).coordinate,
        )
        rate = f"{indicator.scale:g}*{above}/{below}"
        none = f'IF({above}=0,"Không phát sinh","Mẫu số bằng 0")'
        formula = f'=IF(OR({above}="",{below}=""),"",IF({below}=0,{none},{rate}))'
        put_formula(sheet, row, RESULT, formula).number_format = _format(indicator)
    else:
        put(sheet, row, RESULT, None, "input")
    _validate(sheet, row, indicator)


def _validate(sheet: Worksheet, row: int, indicator: Indicator) -> None:
    above, below = sheet.cell(row, NUMERATOR).coordinate, sheet.cell(row, DENOMINATOR).coordinate
    result = sheet.cell(row, RESULT).coordinate
    if indicator.formula == "ratio":
        rules = {above: count_validation(indicator.numerator)}
        rules[below] = count_validation(indicator.denominator)
    elif indicator.formula == "yes_no":
        rules = {result: choice_validation()}
    else:
        rules = {result: value_validation(result, indicator.name)}
    for cell, rule in rules.items():
        rule.add(cell)
        sheet.add_data_validation(rule)


def _format(indicator: Indicator) -> str:
    """Return the number format of a result: as many decimals as its indicator has."""
    if indicator.decimals <= 0:
        return f"{_VIETNAMESE}#,##0"
    return f"{_VIETNAMESE}#,##0." + "0" * indicator.decimals
