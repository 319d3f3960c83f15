"""Reading plans and units: order, groups, codes, and what cannot be read."""

from datetime import date
from pathlib import Path

import pytest

from indicators.catalogue.check import check
from indicators.catalogue.load import load
from indicators.catalogue.model import DueRule, Milestone
from indicators.errors import CatalogueError

DATA = Path(__file__).parents[2] / "data"

UNITS = """
[[unit]]
code = "so-a"
name = "Sở A"
parent = "tinh"

[[unit]]
code = "phong-2"
name = "Phòng 2"
parent = "so-a"

[[unit]]
code = "tinh"
name = "Tỉnh"

[[unit]]
code = "phong-1"
name = "Phòng 1"
parent = "so-a"
from = 2025-07-01
sample = true

[[group]]
code = "phong"
name = "Các phòng"
members = ["phong-1", "phong-2"]

[[group]]
code = "tat-ca"
name = "Tất cả"
members = ["@phong", "so-a"]
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
applies_to = ["@phong"]

[[target]]
indicator = "HO-SO"
clause = "III.1"
text = "90% rồi 95%"
operator = ">="
value = 90
kind = "standing"
to = 2025-12-31

[[target]]
indicator = "HO-SO"
clause = "III.1"
operator = ">="
value = 95
kind = "deadline"
from = 2026-01-01
due = 2026-12-31
baseline = { on = 2025-12-31, value = 90 }

[[task]]
clause = "I.1"
name = "Việc"
lead = ["so-a"]
supporting = ["@tat-ca"]
deadline = "15/12/2025"

[[duty]]
clause = "IV.1"
title = "Báo cáo"
reporters = ["@tat-ca"]
recipient = "Sở A"
frequency = "month"
due = { day = 5, month_offset = 1, before = true }
"""


@pytest.fixture
def folder(tmp_path):
    return written(tmp_path, UNITS, PLAN)


def written(folder, units, plan):
    for room, text in (("units", units), ("plans", plan)):
        (folder / room).mkdir(exist_ok=True)
        (folder / room / "a.toml").write_text(text, encoding="utf-8")
    return folder


def test_the_small_catalogue_holds_together(folder):
    assert check(folder) == []


def test_parents_come_first_and_siblings_stay_as_written(folder):
    units = load(folder).units
    assert list(units) == ["tinh", "so-a", "phong-2", "phong-1"]
    assert [unit.order for unit in units.values()] == [0, 1, 2, 3]
    assert units["phong-1"].valid_from == date(2025, 7, 1)
    assert units["phong-1"].is_sample
    assert units["phong-2"].short == "Phòng 2"


def test_groups_within_groups_become_units_in_tree_order(folder):
    catalogue = load(folder)
    assert catalogue.groups["tat-ca"].members == ("so-a", "phong-2", "phong-1")
    assert catalogue.indicators["HO-SO"].applies_to == ("phong-2", "phong-1")
    assert catalogue.indicators["HO-SO"].lead == ("phong-2", "phong-1")
    assert catalogue.duties[0].reporters == ("so-a", "phong-2", "phong-1")


def test_a_leading_unit_is_not_supporting_as_well(folder):
    (task,) = load(folder).tasks
    assert (task.lead, task.supporting) == (("so-a",), ("phong-2", "phong-1"))


def test_the_first_unit_named_keeps_the_lead(tmp_path):
    folder = written(tmp_path, UNITS, PLAN.replace('["so-a"]\n', '["phong-1", "@tat-ca"]\n'))
    assert load(folder).tasks[0].lead == ("phong-1", "so-a", "phong-2")


def test_codes_are_made_of_plan_and_clause(folder):
    catalogue = load(folder)
    assert [each.code for each in catalogue.targets] == [
        "ke-hoach/III.1/HO-SO",
        "ke-hoach/III.1/HO-SO/2",
    ]
    assert catalogue.tasks[0].code == "ke-hoach/I.1"
    assert catalogue.duties[0].code == "ke-hoach/IV.1/month"


def test_values_arrive_under_the_names_of_the_model(folder):
    catalogue = load(folder)
    first, second = catalogue.targets
    assert (first.valid_from, first.valid_to) == (date(2025, 11, 1), date(2025, 12, 31))
    assert second.baseline == Milestone(date(2025, 12, 31), 90.0)
    assert catalogue.duties[0].due == DueRule(day=5, month_offset=1, before=True)
    assert catalogue.tasks[0].deadline_text == "15/12/2025"
    assert catalogue.plans["ke-hoach"].file == "plans/a.toml"


def test_the_fingerprint_follows_the_text_and_not_its_line_ends(folder):
    before = load(folder).sha256
    plan = folder / "plans" / "a.toml"
    plan.write_bytes(plan.read_bytes().replace(b"\n", b"\r\n"))
    assert load(folder).sha256 == before
    plan.write_text(PLAN.replace("value = 95", "value = 96"), encoding="utf-8")
    assert load(folder).sha256 != before


def test_every_fault_is_named_with_file_and_clause(tmp_path):
    plan = PLAN.replace("lead = [", "leed = [").replace("value = 95", 'value = "95"')
    units = UNITS.replace('"so-a"]', '"so-b"]')
    with pytest.raises(CatalogueError) as caught:
        load(written(tmp_path, units, plan))
    lines = str(caught.value).splitlines()
    assert [line.split(":")[0] for line in lines] == [
        "plans/a.toml, III.1",
        "plans/a.toml, I.1",
        "units/a.toml, tat-ca",
    ]
    assert "có phải là «lead»?" in lines[1]
    assert "có phải là «so-a»?" in lines[2]


def test_an_inconsistency_alone_does_not_keep_it_from_being_read(tmp_path):
    folder = written(tmp_path, UNITS, PLAN.replace("to = 2025-12-31\n", ""))
    assert [each.code for each in check(folder)] == ["target-overlap"]
    assert len(load(folder).targets) == 2


def test_a_missing_folder_is_said_to_be_missing(tmp_path):
    with pytest.raises(CatalogueError, match="Không có thư mục"):
        load(tmp_path / "nowhere")


def test_the_plans_of_the_project_are_all_there():
    catalogue = load(DATA)
    parents = {code: plan.parent for code, plan in catalogue.plans.items()}
    assert parents == {
        "dl-02-bcd": "nq-57",
        "dl-092": None,
        "dl-71": "nq-71",
        "kt-1570": "nq-71",
        "kt-569": "qd-569",
        "kt-skhcn-2025": "kt-1570",
        "nq-57": None,
        "nq-71": "nq-57",
        "qd-569": None,
        "sxd-11-2025": "dl-02-bcd",
        "sxd-2026-2030": "dl-092",
    }
    kon_tum = [each for each in catalogue.targets if each.plan == "kt-569"]
    assert [(each.indicator, each.operator, each.value) for each in kon_tum] == [
        ("TFP-TANG-TRUONG", ">=", 45.0),
        ("CHI-KHCN-NSNN", ">", 1.0),
        ("CHI-KHCN-NSNN", ">=", 2.0),
        ("DN-KHCN", ">=", 5.0),
        ("DN-DMST", ">=", 3.0),
        ("SANG-CHE", ">=", 3.0),
    ]
    assert kon_tum[0].milestones == (Milestone(date(2025, 12, 31), 40.0),)
