"""What does not hold together: each error and warning from a small change to a sound catalogue."""

from pathlib import Path

import pytest

from indicators.catalogue.check import check

DATA = Path(__file__).parents[2] / "data"

UNITS = """
[[unit]]
code = "tinh"
name = "Tỉnh"
from = 2025-07-01

[[unit]]
code = "so-a"
name = "Sở A"
parent = "tinh"
weight = 1

[[unit]]
code = "phong-1"
name = "Phòng 1"
parent = "so-a"

[[unit]]
code = "khac"
name = "Nơi khác"

[[group]]
code = "nhom"
name = "Nhóm"
members = ["phong-1"]
"""

PLAN = """
[plan]
code = "ke-hoach"
title = "Kế hoạch"
short = "Kế hoạch"
issuer = "so-a"
valid_from = 2025-11-01

[[indicator]]
code = "HO-SO"
clause = "III.1"
name = "Hồ sơ đúng hạn"
unit_of_measure = "%"
formula = "ratio"
direction = "up"
frequency = "month"
accumulation = "period"
roll_up = "ratio"
numerator = "Đúng hạn"
denominator = "Tổng số"
applies_to = ["@nhom"]
maximum = 100

[[target]]
indicator = "HO-SO"
clause = "III.1"
operator = ">="
value = 90
kind = "deadline"
due = 2026-12-31
baseline = { on = 2025-12-31, value = 50 }
milestones = [{ on = 2026-06-30, value = 70 }]

[[task]]
clause = "I.1"
name = "Việc"
lead = ["so-a"]
supporting = ["@nhom"]
deadline = "15/12/2025"

[[duty]]
clause = "IV.1"
title = "Báo cáo"
reporters = ["@nhom"]
recipient = "Sở A"
frequency = "year"
due_text = "trước ngày 05/12"
due = { day = 5, month = 12, before = true }
"""

SECOND_TARGET = """
[[target]]
indicator = "HO-SO"
clause = "III.2"
operator = ">="
value = 95
kind = "standing"
"""


def found(folder, plan=PLAN, units=UNITS):
    for room, text in (("units", units), ("plans", plan)):
        (folder / room).mkdir(exist_ok=True)
        (folder / room / "a.toml").write_text(text, encoding="utf-8")
    return check(folder)


def changed(text, old, new):
    assert old in text
    return text.replace(old, new, 1)


def test_a_sound_catalogue_has_nothing_to_say(tmp_path):
    assert found(tmp_path) == []


# what is changed in the plan, to what, what is found, where
IN_PLAN = [
    ('code = "HO-SO"', "code = HO-SO", "error", "toml-unreadable", None),
    ("[[task]]", "[[tasks]]", "error", "table-unknown", None),
    ("[[task]]", "[task]", "error", "table-unknown", None),
    ("direction =", "directon =", "error", "field-unknown", "III.1"),
    ('name = "Việc"\n', "", "error", "field-missing", "I.1"),
    ('name = "Việc"', 'name = ""', "error", "field-type", "I.1"),
    ("value = 90", 'value = "90"', "error", "field-type", "III.1"),
    ("value = 90", "value = nan", "error", "field-type", "III.1"),
    ("value = 90", "value = true", "error", "field-type", "III.1"),
    ("value = 90", "value = 90\namber = -1", "error", "field-type", "III.1"),
    ('operator = ">="', 'operator = "=>"', "error", "field-type", "III.1"),
    ("due = 2026-12-31", 'due = "2026-12-31"', "error", "field-type", "III.1"),
    ("due = 2026-12-31", "due = 2026-12-31T00:00:00", "error", "field-type", "III.1"),
    ("month = 12", "month = 13", "error", "field-type", "IV.1"),
    ("before = true", "befor = true", "error", "field-type", "IV.1"),
    ("value = 50 }", "val = 50 }", "error", "field-type", "III.1"),
    ("{ on = 2026-06-30, value = 70 }", "{ value = 70 }", "error", "field-type", "III.1"),
    ('lead = ["so-a"]', 'lead = "so-a"', "error", "field-type", "I.1"),
    ('short = "Kế hoạch"\n', "", "error", "field-missing", "[plan]"),
    ('code = "ke-hoach"', 'code = "Ke hoach"', "error", "code-characters", "[plan]"),
    ('issuer = "so-a"', 'issuer = "so-z"', "error", "reference-unknown", "[plan]"),
    ('issuer = "so-a"', 'issuer = "so-a"\nparent = "x"', "error", "reference-unknown", "[plan]"),
    ('issuer = "so-a"', 'issuer = "so-a"\nparent = "ke-hoach"', "error", "plan-cycle", "[plan]"),
    ('lead = ["so-a"]', 'lead = ["so-b"]', "error", "reference-unknown", "I.1"),
    ('supporting = ["@nhom"]', 'supporting = ["@nho"]', "error", "reference-unknown", "I.1"),
    ('reporters = ["@nhom"]', 'reporters = ["nhom"]', "error", "reference-unknown", "IV.1"),
    ("value = 90", 'value = 90\nunits = ["so-b"]', "error", "reference-unknown", "III.1"),
    ('numerator = "Đúng hạn"\n', "", "error", "ratio-without-labels", "III.1"),
    ('denominator = "Tổng số"', 'denominator = ""', "error", "ratio-without-labels", "III.1"),
    ('formula = "ratio"', 'formula = "value"', "error", "roll-up-formula", "III.1"),
    ('applies_to = ["@nhom"]', 'applies_to = ["khac"]', "error", "applies-outside", "III.1"),
    ("value = 90", 'value = 90\nunits = ["so-a"]', "error", "target-outside", "III.1"),
    ('operator = ">="', 'operator = "between"', "error", "target-range", "III.1"),
    ("value = 90", "value = 90\nupper = 95", "error", "target-range", "III.1"),
    ('operator = ">="', 'operator = "between"\nupper = 80', "error", "target-range", "III.1"),
    ("due = 2026-12-31\n", "", "error", "target-without-due", "III.1"),
    ("value = 90", "value = 90\nto = 2026-12-30", "error", "target-due-outside", "III.1"),
    ("value = 90", "value = 90\nfrom = 2027-01-01", "error", "target-due-outside", "III.1"),
    ("on = 2026-06-30", "on = 2025-12-31", "error", "target-milestones", "III.1"),
    ("on = 2026-06-30", "on = 2027-01-01", "error", "target-milestones", "III.1"),
    ('operator = ">="', 'operator = "<="', "error", "target-direction", "III.1"),
    ('direction = "up"', 'direction = "down"', "error", "target-direction", "III.1"),
    ("value = 90", "value = 101", "error", "target-above-maximum", "III.1"),
    ("valid_from = 2025-11-01", "valid_from = 2025-11-01\nvalid_to = 2025-10-31", "error",
     "validity-reversed", "[plan]"),
    ("05/12", "05/11", "warning", "due-differs", "IV.1"),
    ("day = 5,", "day = 6,", "warning", "due-differs", "IV.1"),
    ('deadline = "15/12/2025"', 'deadline = "31/11/2025"', "warning", "date-impossible", "I.1"),
    ('deadline = "15/12/2025"', 'deadline = "Sớm"', "warning", "deadline-unclear", "I.1"),
    ('lead = ["so-a"]\n', "", "warning", "task-without-lead", "I.1"),
    ("before = true }", "before = true }\nassumed = true", "warning", "due-assumed", "IV.1"),
    ("due = { day = 5, month = 12, before = true }", "", "warning", "due-missing", "IV.1"),
    ("due = { day = 5,", "due = {", "warning", "due-missing", "IV.1"),
    ('frequency = "year"', 'frequency = "week"', "warning", "due-missing", "IV.1"),
    ("maximum = 100", "weight = 0", "warning", "weight-not-positive", "III.1"),
    ("maximum = 100", 'short = "Hồ sơ đúng hạn của phòng 1"', "warning", "short-too-long", "III.1"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "severity", "code", "clause"), IN_PLAN)
def test_a_change_to_the_plan_is_found_at_its_clause(tmp_path, old, new, severity, code, clause):
    problems = found(tmp_path, plan=changed(PLAN, old, new))
    assert [(each.severity, each.code, each.sheet, each.cell) for each in problems] == [
        (severity, code, "plans/a.toml", clause)
    ]


IN_UNITS = [
    ('parent = "tinh"', 'parent = "tin"', "error", "reference-unknown", "so-a"),
    ("weight = 1", 'successors = ["so-z"]', "error", "reference-unknown", "so-a"),
    ('members = ["phong-1"]', 'members = ["phong-1", "x"]', "error", "reference-unknown", "nhom"),
    ('members = ["phong-1"]', 'members = ["phong-1", "@nhom"]', "error", "group-cycle", "nhom"),
    ("from = 2025-07-01", 'parent = "so-a"', "error", "unit-cycle", "tinh"),
    ("from = 2025-07-01", 'parent = "phong-1"', "error", "unit-cycle", "tinh"),
    ('code = "khac"', 'code = "tinh"', "error", "code-duplicate", "tinh"),
    ('code = "khac"', 'code = "Khác"', "error", "code-characters", "Khác"),
    ("from = 2025-07-01", "from = 2025-07-01\nto = 2025-06-30", "error", "validity-reversed",
     "tinh"),
    ('name = "Nơi khác"\n', "", "error", "field-missing", "khac"),
    ("weight = 1", "weight = 0", "warning", "weight-not-positive", "so-a"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "severity", "code", "unit"), IN_UNITS)
def test_a_change_to_the_units_is_found_at_its_unit(tmp_path, old, new, severity, code, unit):
    problems = found(tmp_path, units=changed(UNITS, old, new))
    assert [(each.severity, each.code, each.sheet, each.cell) for each in problems] == [
        (severity, code, "units/a.toml", unit)
    ]


def test_two_targets_for_one_unit_and_day_are_told_with_each_other(tmp_path):
    (problem,) = found(tmp_path, plan=PLAN + SECOND_TARGET)
    assert (problem.code, problem.cell) == ("target-overlap", "III.2")
    assert "plans/a.toml, III.1" in problem.message
    assert "phong-1" in problem.message


def test_targets_that_follow_each_other_by_a_day_do_not_overlap(tmp_path):
    first = changed(PLAN, "value = 90", "value = 90\nto = 2026-12-31")
    assert found(tmp_path, plan=first + SECOND_TARGET + "from = 2027-01-01\n") == []
    (problem,) = found(tmp_path, plan=first + SECOND_TARGET + "from = 2026-12-31\n")
    assert problem.code == "target-overlap"


def test_a_milestone_may_be_the_due_day_itself(tmp_path):
    assert found(tmp_path, plan=changed(PLAN, "on = 2026-06-30", "on = 2026-12-31")) == []


def test_targets_for_different_units_do_not_overlap(tmp_path):
    plan = changed(PLAN, '["@nhom"]\nmaximum', '["@nhom", "so-a"]\nmaximum')
    plan = changed(plan, "value = 90", 'value = 90\nunits = ["so-a"]')
    assert found(tmp_path, plan=plan + SECOND_TARGET + 'units = ["@nhom"]\n') == []


def test_a_target_for_one_unit_stands_beside_the_one_for_all(tmp_path):
    assert found(tmp_path, plan=PLAN + SECOND_TARGET + 'units = ["phong-1"]\n') == []


def test_a_target_for_no_indicator_leaves_an_indicator_without_target(tmp_path):
    plan = changed(PLAN, 'indicator = "HO-SO"', 'indicator = "HO-S"')
    target, indicator = found(tmp_path, plan=plan)
    assert (target.severity, target.code) == ("error", "target-without-indicator")
    assert "có phải là «HO-SO»?" in target.message
    assert (indicator.severity, indicator.code) == ("warning", "indicator-without-target")


@pytest.mark.parametrize("code", ["Hồ-sơ", "HO_SO", "ho-so", "-HO", "HO--SO", "HO SO"])
def test_an_indicator_code_is_of_plain_capitals(tmp_path, code):
    problems = found(tmp_path, plan=PLAN.replace('"HO-SO"', f'"{code}"'))
    assert [each.code for each in problems] == ["code-characters"]


def test_a_misspelt_field_is_not_missed_as_well_but_another_one_is(tmp_path):
    problems = found(tmp_path, plan=changed(PLAN, 'name = "Việc"', 'nam = "Việc"'))
    assert [each.code for each in problems] == ["field-unknown"]
    problems = found(tmp_path, plan=changed(PLAN, 'name = "Việc"', "gio = 1"))
    assert [each.code for each in problems] == ["field-unknown", "field-missing"]


def test_an_indicator_without_target_is_pointed_out(tmp_path):
    start, end = PLAN.index("[[target]]"), PLAN.index("[[task]]")
    (problem,) = found(tmp_path, plan=PLAN[:start] + PLAN[end:])
    assert (problem.severity, problem.code) == ("warning", "indicator-without-target")


@pytest.mark.parametrize("kind", ["[[task]]", "[[duty]]"])
def test_a_clause_written_twice_for_one_kind_is_an_error(tmp_path, kind):
    start = PLAN.index(kind)
    end = PLAN.index("[[duty]]") if kind == "[[task]]" else len(PLAN)
    (problem,) = found(tmp_path, plan=PLAN + PLAN[start:end])
    assert (problem.severity, problem.code) == ("error", "clause-duplicate")


def test_one_clause_may_ask_for_reports_of_different_frequency(tmp_path):
    second = changed(PLAN[PLAN.index("[[duty]]") :], '"year"', '"month"')
    assert found(tmp_path, plan=PLAN + second) == []


def test_an_indicator_code_is_unique_over_all_plans(tmp_path):
    found(tmp_path)
    end = PLAN.index("[[target]]")
    other = changed(PLAN[:end], 'code = "ke-hoach"', 'code = "ke-hoach-khac"')
    (tmp_path / "plans" / "b.toml").write_text(other, encoding="utf-8")
    (problem,) = check(tmp_path)
    assert (problem.code, problem.sheet, problem.cell) == (
        "code-duplicate",
        "plans/b.toml",
        "III.1",
    )
    assert "plans/a.toml, III.1" in problem.message


def test_a_day_that_does_not_exist_says_what_is_taken(tmp_path):
    plan = changed(PLAN, "05/12", "31/11").replace("day = 5, month = 12", "day = 30, month = 11")
    (problem,) = found(tmp_path, plan=plan)
    assert (problem.severity, problem.code) == ("warning", "date-impossible")
    assert problem.message == (
        "«trước ngày 31/11»: không có ngày 31/11, giữ nguyên chữ và lấy là ngày 30/11"
    )


def test_an_assumed_weekday_is_told_in_words(tmp_path):
    plan = changed(PLAN, 'frequency = "year"', 'frequency = "week"')
    plan = changed(plan, "{ day = 5, month = 12, before = true }", "{ weekday = 4 }")
    (problem,) = found(tmp_path, plan=plan + "assumed = true\n")
    assert "tạm tính thứ 5 hằng tuần" in problem.message


def test_everything_is_told_at_once_and_errors_come_first(tmp_path):
    plan = changed(PLAN, 'deadline = "15/12/2025"', 'deadline = "Sớm"')
    plan = changed(plan, 'operator = ">="', 'operator = "<="')
    plan = changed(plan, 'reporters = ["@nhom"]', 'reporters = ["x"]')
    problems = found(tmp_path, plan=plan, units=changed(UNITS, "weight = 1", "weight = 0"))
    assert [each.code for each in problems] == [
        "reference-unknown",
        "target-direction",
        "deadline-unclear",
        "weight-not-positive",
    ]


def test_a_table_that_cannot_be_read_is_not_missed_elsewhere(tmp_path):
    plan = changed(PLAN, 'numerator = "Đúng hạn"', "numerator = 1")
    assert [each.code for each in found(tmp_path, plan=plan)] == ["field-type"]
    units = changed(UNITS, 'name = "Sở A"', "name = 1")
    assert [each.code for each in found(tmp_path, units=units)] == ["field-type"]


def test_a_file_without_plan_or_in_another_encoding_is_told(tmp_path):
    (problem,) = found(tmp_path, plan=PLAN[PLAN.index("[[task]]") : PLAN.index("[[duty]]")])
    assert (problem.code, problem.sheet) == ("field-missing", "plans/a.toml")
    (tmp_path / "plans" / "a.toml").write_bytes(PLAN.encode("utf-16"))
    (problem,) = check(tmp_path)
    assert problem.code == "toml-unreadable"


def test_where_the_toml_breaks_is_said_in_vietnamese(tmp_path):
    (problem,) = found(tmp_path, plan="[plan]\ncode = x\n")
    assert "dòng 2, cột 8" in problem.message
    (problem,) = found(tmp_path, plan='[plan]\ncode = """x\n')
    assert "TOML" in problem.message


def test_missing_folders_are_errors(tmp_path):
    assert [(each.code, each.sheet) for each in check(tmp_path)] == [
        ("folder-missing", "plans"),
        ("folder-missing", "units"),
    ]


def test_the_plans_of_the_project_hold_together():
    problems = check(DATA)
    assert [each for each in problems if each.is_error] == []
    told = sorted((each.code, str(each.sheet), str(each.cell)) for each in problems)
    assert told == [
        ("date-impossible", "plans/sxd-2026-2030.toml", "IV.1"),
        *[("due-assumed", "plans/dl-71.toml", "II.8.a")] * 4,
        ("due-assumed", "plans/kt-skhcn-2025.toml", "IV.4"),
        *[("due-assumed", "plans/sxd-11-2025.toml", "IV.1")] * 3,
        *[("due-assumed", "plans/sxd-11-2025.toml", "IV.2")] * 3,
    ]
