"""Relations between indicators: read from plans, and told where they could never be looked at."""

from __future__ import annotations

from pathlib import Path

import pytest

from indicators.catalogue.check import check
from indicators.catalogue.load import load
from indicators.catalogue.model import Catalogue, Relation, Side
from indicators.errors import CatalogueError

UNITS = """
[[unit]]
code = "so-a"
name = "Sở A"

[[unit]]
code = "phong-1"
name = "Phòng 1"
parent = "so-a"

[[unit]]
code = "phong-2"
name = "Phòng 2"
parent = "so-a"
"""

INDICATOR = """
[[indicator]]
code = "{code}"
clause = "{clause}"
name = "Chỉ tiêu {code}"
unit_of_measure = "%"
formula = "ratio"
direction = "up"
frequency = "month"
accumulation = "period"
roll_up = "ratio"
numerator = "Trên"
denominator = "Dưới"
applies_to = ["phong-1"]

[[target]]
indicator = "{code}"
clause = "{clause}"
operator = ">="
value = 90
kind = "standing"
"""

PLAN = f"""
[plan]
code = "ke-hoach"
title = "Kế hoạch"
short = "Kế hoạch"
issuer = "so-a"
valid_from = 2025-11-01
{INDICATOR.format(code="MOT", clause="III.1")}
{INDICATOR.format(code="HAI", clause="III.2")}
[[relation]]
clause = "III.1, III.2"
left = {{ indicator = "MOT", part = "denominator" }}
operator = "<="
right = {{ indicator = "HAI", part = "numerator" }}
why = "theo định nghĩa"
"""


def laid(folder: Path, plan: str) -> Path:
    for room, text in (("units", UNITS), ("plans", plan)):
        (folder / room).mkdir(exist_ok=True)
        (folder / room / "a.toml").write_text(text, encoding="utf-8")
    return folder


def test_a_relation_is_read_with_its_plan_and_clause(tmp_path: Path):
    folder = laid(tmp_path, PLAN)
    assert check(folder) == []
    assert load(folder).relations == (
        Relation(
            "ke-hoach",
            "III.1, III.2",
            Side("MOT", "denominator"),
            "<=",
            Side("HAI", "numerator"),
            "theo định nghĩa",
        ),
    )


# what is changed (the last time it is written), to what, what is found, where, what is said
CHANGES = [
    ('indicator = "HAI"', 'indicator = "BA"', "reference-unknown", "III.1, III.2", "«BA»"),
    ('part = "numerator"', 'part = "tu-so"', "field-type", "III.1, III.2", "tu-so"),
    (', part = "numerator"', "", "field-type", "III.1, III.2", "thiếu «part»"),
    ('operator = "<="', 'operator = "between"', "field-type", "III.1, III.2", "between"),
    ('why = "theo định nghĩa"', 'why = ""', "field-type", "III.1, III.2", "why"),
    ('why = "theo định nghĩa"', "", "field-missing", "III.1, III.2", "why"),
    ('right = { indicator = "HAI", part = "numerator" }',
     'right = { indicator = "MOT", part = "denominator" }',
     "relation-with-itself", "III.1, III.2", "cùng một số"),
    ('applies_to = ["phong-1"]', 'applies_to = ["phong-2"]', "relation-apart", "III.1, III.2",
     "MOT và HAI"),
    ('frequency = "month"', 'frequency = "year"', "relation-apart", "III.1, III.2", "kỳ"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "code", "clause", "says"), CHANGES)
def test_a_relation_that_does_not_hold_together_is_told(
    tmp_path: Path, old: str, new: str, code: str, clause: str, says: str
):
    before, found, after = PLAN.rpartition(old)
    assert found
    (problem,) = check(laid(tmp_path, before + new + after))
    assert (problem.severity, problem.code, problem.cell) == ("error", code, clause)
    assert says in problem.message


def test_only_a_ratio_has_counts(tmp_path: Path):
    before, _, after = PLAN.rpartition('formula = "ratio"')
    plan = f'{before}formula = "value"{after}'.replace('roll_up = "ratio"', 'roll_up = "own"')
    (problem,) = check(laid(tmp_path, plan))
    assert (problem.code, problem.cell) == ("relation-part", "III.1, III.2")
    assert "«right» nêu numerator nhưng HAI" in problem.message


def test_an_unknown_indicator_keeps_the_catalogue_from_being_loaded(tmp_path: Path):
    before, _, after = PLAN.rpartition('indicator = "HAI"')
    with pytest.raises(CatalogueError, match="«BA»"):
        load(laid(tmp_path, f'{before}indicator = "BA"{after}'))


def test_the_plans_say_why_each_relation_holds(catalogue: Catalogue):
    assert {each.plan for each in catalogue.relations} == {"sxd-11-2025", "dl-71", "kt-569"}
    for each in catalogue.relations:
        sides = [catalogue.indicators[side.indicator] for side in (each.left, each.right)]
        named = {side.clause for side in sides}
        assert named == set(each.clause.split(", ")), each
        quoted = "mục" in each.why and all(side.clause in each.why for side in sides)
        assert quoted or each.why.startswith("theo định nghĩa: "), each
