"""Every check against history: its file of cases, and what a reading becomes of it.

A case is the rows of one name: `earlier` figures (several numbers are as many months on end),
what `stands` in a cell, and what is `sent`. `colour` is that of an earlier or standing figure and
what a sent one becomes; `says` are parts of the one warning expected at a sent row.
"""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import groupby
from pathlib import Path

import pytest

from indicators.catalogue.model import Relation, Side
from indicators.checks import HISTORY_CHECKS, against_history, compared
from indicators.checks.history import Earlier, History, Standing
from indicators.errors import Problem
from indicators.intake.laid_out import check_book
from indicators.intake.reading import Figure, Reading
from indicators.periods import Period
from tests.unit.workbooks import CATALOGUE, ROOMS, Page, book_of, indicator

CASES = Path(__file__).parents[1] / "cases"
SENT = datetime(2026, 11, 2, 20, 0, tzinfo=UTC)  # 03/11 in Hà Nội
YTD = {"accumulation": "ytd"}
INDICATORS = (
    indicator("TRE-HAN", "III.20", "Tỷ lệ hồ sơ trễ hạn", direction="down"),
    indicator("THU-TUC", "III.21", "Tỷ lệ thủ tục trực tuyến", accumulation="stock"),
    indicator("GIAI-NGAN", "III.22", "Tỷ lệ giải ngân", **YTD),
    indicator("VON", "III.23", "Vốn đã chi", formula="value", unit_of_measure="triệu đồng", **YTD),
    indicator("TANG", "III.24", "Tăng trưởng lũy kế", formula="value", **YTD),
    indicator("GOP", "III.25", "Tỷ lệ góp vốn", maximum=None),
)
RELATIONS = (
    Relation(
        "kh",
        "III.9, III.11",
        Side("TOAN-TRINH", "denominator"),
        "<=",
        Side("DUNG-HAN", "denominator"),
        "theo định nghĩa: toàn trình là một phần",
    ),
    Relation(
        "kh", "II.2", Side("VAN-BAN", "value"), ">", Side("DUNG-HAN", "numerator"), "theo mục II.2"
    ),
)
OF = replace(
    CATALOGUE,
    indicators={**CATALOGUE.indicators, **{each.code: each for each in INDICATORS}},
    relations=RELATIONS,
)


def cases(code):
    with (CASES / f"{code}.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [(name, list(group)) for name, group in groupby(rows, lambda row: row["case"])]


def numbers(text, count):
    """Return the numbers of a case's field, one a period; None where it is blank."""
    return [float(each) for each in text.split()] or [None] * count


def told(row):
    """Yield (period, numerator, denominator, value) of each figure of a row, rates computed."""
    count = max(len(row[name].split()) for name in ("numerator", "denominator", "value"))
    tops, wholes, values = (
        numbers(row[name], count) for name in ("numerator", "denominator", "value")
    )
    period = Period.parse(row["period"])
    scale = OF.indicators[row["indicator"]].scale
    for top, whole, value in zip(tops, wholes, values, strict=True):
        rate = scale * top / whole if whole and top is not None else value
        yield str(period), top, whole, rate
        period = period.next


def unit_of(row):
    return row["unit"] or ROOMS[0]


def goal_of(row):
    sign, _, rest = row["goal"].partition(" ")
    bounds = [float(each) for each in rest.split()] or [None]
    return {"operator": sign or None, "goal": bounds[0], "upper": (*bounds, None)[1]}


def history_of(rows):
    earlier, standing, becomes = {}, {}, {}
    for row in rows:
        key = (unit_of(row), row["indicator"])
        colour = row["colour"] or None
        for period, top, whole, value in told(row):
            cell = standing.get((*key, period), Standing())
            if row["as"] == "earlier":
                earlier.setdefault(key, []).append(Earlier(period, top, whole, value, colour))
            elif row["as"] == "stands":
                standing[*key, period] = replace(
                    cell,
                    numerator=top,
                    denominator=whole,
                    value=value,
                    colour=colour,
                    is_reported=True,
                    sent_at=SENT,
                )
            else:
                due = date.fromisoformat(row["due"]) if row["due"] else None
                standing[*key, period] = replace(cell, due_on=due, **goal_of(row))
                becomes[*key, period, top, whole, value] = colour
    return History({key: tuple(figures) for key, figures in earlier.items()}, standing, becomes)


def reading_of(rows):
    figures = [
        Figure("kh", "", row["indicator"], unit_of(row), *figure, "Biểu 1", f"E{line}")
        for line, row in enumerate(rows, 2)
        if row["as"] == "sent"
        for figure in told(row)
    ]
    return Reading("bieu.xlsx", rows=figures)


@pytest.mark.parametrize(
    ("code", "name", "rows"),
    [(code, name, rows) for code in HISTORY_CHECKS for name, rows in cases(code)],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_cases(code, name, rows):
    del name
    day = date.fromisoformat(rows[-1]["today"] or "2026-11-22")
    problems = against_history(reading_of(rows), OF, history_of(rows), today=day)
    found = {each.cell: each.message for each in problems if each.code == code}
    expected = {f"E{line}": row["says"] for line, row in enumerate(rows, 2) if row["says"]}
    assert found.keys() == expected.keys(), found
    for cell, says in expected.items():
        message = found[cell]
        assert message.startswith(f"Ô {cell}: «") or code == "copy-of-last-period"
        assert message.endswith("nếu đúng thì ghi một lời giải thích")
        assert [part for part in says.split(" | ") if part not in message] == [], message
    assert not any(each.is_error for each in problems)


@pytest.mark.parametrize("code", HISTORY_CHECKS)
def test_each_check_has_cases_that_pass_and_cases_that_fail(code):
    found = [any(row["says"] for row in rows) for _, rows in cases(code)]
    assert any(found)
    assert not all(found)


@pytest.mark.parametrize("code", HISTORY_CHECKS)
def test_history_checks_have_a_room_of_their_own(code):
    module = HISTORY_CHECKS[code].__module__
    assert module.rpartition(".")[0] == "indicators.checks"
    assert [each for each in HISTORY_CHECKS if HISTORY_CHECKS[each].__module__ == module] == [code]


def sent(*figures: tuple[str, str, float], problems=()):
    """Return a reading of (indicator, period, value) figures."""
    rows = [
        Figure("kh", "", code, ROOMS[0], period, None, None, value, "Biểu 1", f"E{line}")
        for line, (code, period, value) in enumerate(figures, 5)
    ]
    return Reading("bieu.xlsx", rows=rows, problems=list(problems))


def test_what_is_unusual_comes_last_in_the_order_of_the_file_and_is_found_anew():
    error = Problem.error("figure-duplicate", "Hai dòng", sheet="Biểu 1", cell="E9")
    falls = [("VON", "2026-09", 500.0), ("VON", "2026-10", 400.0)]
    jumps = ("DIEM", "2026-10", 10.0)
    calm = tuple(Earlier(f"2026-0{month}", value=90.0) for month in range(1, 8))
    history = History({(ROOMS[0], "DIEM"): calm})
    first = compared(sent(jumps, *falls, problems=[error]), OF, History(), today=date.max)
    assert [each.code for each in first.problems] == ["figure-duplicate", "cumulative-falls"]
    second = compared(first, OF, history, today=date.max)
    codes = ["figure-duplicate", "jump", "cumulative-falls"]
    assert [each.code for each in second.problems] == codes
    again = compared(second, OF, history, today=date.max)
    assert again.problems == second.problems
    assert first.rows == again.rows


def test_figures_of_the_file_itself_go_before_what_stood():
    stood = History({(ROOMS[0], "VON"): (Earlier("2026-09", value=300.0),)})
    falls = sent(("VON", "2026-10", 400.0))
    assert not against_history(falls, OF, stood, today=date.max)
    both = sent(("VON", "2026-10", 400.0), ("VON", "2026-09", 500.0))
    (problem,) = against_history(both, OF, stood, today=date.max)
    assert (problem.code, problem.cell) == ("cumulative-falls", "E5")


def test_an_indicator_that_left_the_plans_is_passed_by():
    assert against_history(sent(("KHONG-CO", "2026-10", 1.0)), OF, History(), today=date.max) == []


def test_a_file_is_compared_with_itself_where_nothing_is_known_before():
    rows = [
        ["Đơn vị", "Kỳ", "Mã", "Tử số", "Mẫu số"],
        ["QLXD", "10/2026", "DUNG-HAN", 98, 100],
        ["QLXD", "10/2026", "TOAN-TRINH", 90, 120],
    ]
    reading = check_book(book_of(Page(rows)), OF, today=date(2026, 11, 22))
    assert reading.ok
    assert [(each.code, each.cell) for each in reading.problems] == [("relation-broken", "D3")]
