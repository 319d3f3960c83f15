"""Which days figures cover: from the duty that asks for them to every place that must say it."""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from indicators import calendars, windows
from indicators.catalogue.model import Catalogue, DueRule, Duty, Frequency
from indicators.export import Snapshot, Wanted, gather
from indicators.export.document import Table, Text
from indicators.export.outlines.report import report
from indicators.intake.check import check_file
from indicators.intake.template import write_template
from indicators.periods import Period, Window
from indicators.reminders import Sender
from indicators.reporting import reporting
from indicators.submission import submit
from indicators.workspace import Workspace
from tests import offices

DAYS = "số liệu từ 15/9/2026 đến 14/10/2026"
OCTOBER = Period.parse("2026-10")
HALVES = "từ 15/9/2026 đến 14/10/2026; theo Kế hoạch tỉnh từ 01/10/2026 đến 31/10/2026"


def duty(code: str = "ke-hoach/II", frequency: Frequency = "month", **changes: object) -> Duty:
    """Return a duty of every room whose figures run from the 15th to the 14th."""
    kept: dict[str, Any] = {
        "plan": code.partition("/")[0], "clause": "II", "title": "Báo cáo", "reporters_text": "",
        "reporters": ("a", "b", "c"), "recipient": "Văn phòng", "due_text": "trước ngày 20",
        "due": DueRule(day=20, month_offset=0), "is_assumed": False, "cutoff": "nd09",
        "shift": "none",
    }  # fmt: skip
    return Duty(code=code, frequency=frequency, **{**kept, **changes})


def closed(*duties: Duty) -> Catalogue:
    """Return two plans with a monthly rate each; what closes when is as the duties say."""
    asked = [offices.indicator("RATE"), offices.indicator("TINH", plan="tinh")]
    plans = [offices.plan(), offices.plan("tinh", short="Kế hoạch tỉnh")]
    return offices.catalogue(asked, [offices.target("RATE")], plans=plans, duties=duties)


BOTH = (duty(), duty("tinh/II"))


@pytest.mark.parametrize(
    ("duties", "words"),
    [
        ((), ""),
        ((duty(cutoff="calendar"), duty("tinh/II", cutoff="calendar")), ""),
        (BOTH, DAYS),
        ((duty(), duty("tinh/II", cutoff="calendar")), f"số liệu theo Kế hoạch {HALVES}"),
        ((duty(),), f"số liệu theo Kế hoạch {HALVES}"),  # no duty: the calendar's days
        ((duty(reporters=("b", "c")),), ""),  # others' days are not this unit's
    ],
)
def test_a_unit_is_told_the_days_of_its_own_duties(duties: tuple[Duty, ...], words: str) -> None:
    assert windows.words(windows.of_unit(closed(*duties), "a", OCTOBER)) == words


def test_of_one_plan_in_two_windows_each_says_whose_it_is() -> None:
    parted = (
        duty(reporters=("a",), reporters_text="Phòng a"),
        duty("ke-hoach/III", reporters=("b", "c"), reporters_text="Các phòng", cutoff="calendar"),
    )
    plan = closed(*parted)
    asked = [(plan.indicators["RATE"], unit) for unit in ("a", "b", "c")]
    assert windows.words(windows.covered(plan, asked, OCTOBER)) == (
        "số liệu theo Kế hoạch (Phòng a) từ 15/9/2026 đến 14/10/2026;"
        " theo Kế hoạch (Các phòng) từ 01/10/2026 đến 31/10/2026"
    )


def test_a_period_not_over_ends_with_the_last_that_is_in() -> None:
    plan = closed(*BOTH)
    found = windows.covered(
        plan, [(plan.indicators["RATE"], "a")], Period.parse("2026"), until=OCTOBER
    )
    assert [each.window for each in found] == [Window(date(2025, 12, 15), date(2026, 10, 14))]


@pytest.mark.parametrize(
    ("frequency", "is_told"), [("week", False), ("quarter", False), ("month", True)]
)
def test_weeks_and_longer_rhythms_have_days_of_their_own(
    frequency: Frequency,
    is_told: bool,
) -> None:
    asked = [offices.indicator("RATE", frequency=frequency)]
    plan = offices.catalogue(asked, duties=[duty(frequency=frequency)])
    found = windows.covered(plan, [(asked[0], "a")], OCTOBER)
    assert bool(found) is is_told
    assert windows.of_duty(duty(frequency="week"), Period.parse("2026-W40")) == ()


def test_the_template_says_it_and_is_read_all_the_same(tmp_path: Path) -> None:
    plan, path = closed(*BOTH), tmp_path / "bieu.xlsx"
    for code, said in (("2026-10", DAYS), ("2026-09", "số liệu từ 15/8/2026 đến 14/9/2026")):
        write_template(plan, "a", code, path)
        book = load_workbook(path)
        label = Period.parse(code).label
        assert book["Báo cáo"]["A3"].value == f"Kỳ báo cáo: {label} ({said})"
        for row in book["Báo cáo"].iter_rows(min_row=7):
            if row[1].value in {"RATE", "TINH"}:
                row[7].value, row[9].value = 9, 10
        book.save(path)
        found = check_file(path, plan, today=date(2026, 11, 22))
        assert (found.unit, found.period) == ("a", code)
        assert [str(each.period) for each in found.rows] == [code] * 2
    write_template(closed(), "a", "2026-10", path)
    assert load_workbook(path)["Báo cáo"]["A3"].value == "Kỳ báo cáo: Tháng 10/2026"


@pytest.fixture
def office(small_office: Callable[..., Workspace]) -> Workspace:
    """An office both of whose plans close on the 14th, with October's figures of room a."""
    opened = small_office(closed(*BOTH))
    row = offices.figure("a", counts=(95, 100))
    submit(opened, opened.operator("can-bo"), offices.reading([row]), approve=True)
    return opened


def test_calendars_and_reminders_say_it(office: Workspace) -> None:
    who = office.operator()
    made = calendars.calendar(office, who, "so")
    texts = [each.text for each in made.events if "tháng 10/2026" in each.title]
    assert texts
    assert all(
        f"Kỳ báo cáo: tháng 10/2026 ({DAYS}). Hạn: ngày 20/10/2026" in each for each in texts
    )
    owed = [unit for each in reporting(office, who, period="2026-10") for unit in each.units]
    letter = Sender("Sở", None, office.catalogue, date(2026, 10, 19)).letter(owed[:1])
    assert f"báo cáo tháng 10/2026 ({DAYS}) phải gửi chậm nhất ngày 20/10/2026" in letter


def opening(snapshot: Snapshot) -> str:
    block = report(snapshot).sections[0].blocks[0]
    assert isinstance(block, Text)
    return block.plain


def test_a_report_says_it_where_it_names_its_period(office: Workspace) -> None:
    taken = gather(office, office.operator(), Wanted("so", "2026-10"))
    assert f"các chỉ tiêu tháng 10 năm 2026 ({DAYS}) như sau:" in opening(taken)
    annex = report(taken).sections[-1]
    assert annex.subtitle == f"Chi tiết số liệu các chỉ tiêu tháng 10 năm 2026 ({DAYS})"
    assert isinstance(annex.blocks[0], Table)
    quarter = gather(office, office.operator(), Wanted("so", "2026-Q3"))
    assert "quý III năm 2026 (số liệu từ 15/6/2026 đến 14/9/2026)" in opening(quarter)


def test_units_below_those_drawn_are_told_of_too(office: Workspace) -> None:
    assert DAYS in opening(gather(office, office.operator(), Wanted("tinh", "2026-10")))
    assert DAYS in opening(gather(office, office.operator(), Wanted("b", "2026-10")))


def test_a_kept_snapshot_says_it_and_one_of_before_says_nothing(office: Workspace) -> None:
    taken = gather(office, office.operator(), Wanted("so", "2026-10"))
    assert opening(Snapshot.read(taken.kept())) == opening(taken)
    told = json.loads(zlib.decompress(taken.kept()))
    del told["head"]["windows"]
    told["head"]["format"] = 1
    old = Snapshot.read(zlib.compress(json.dumps(told).encode()))
    assert old == replace(taken, head=replace(taken.head, windows=(), format=1))
    assert "số liệu từ" not in opening(old)


def test_a_year_in_november_says_up_to_when(small_office: Callable[..., Workspace]) -> None:
    opened = small_office(closed())
    rows = [offices.figure("a", counts=(95, 100))]
    submit(opened, opened.operator("can-bo"), offices.reading(rows), approve=True)
    year = gather(opened, opened.operator(), Wanted("so", "2026"))
    assert year.head.month == "2026-10"
    assert "các chỉ tiêu năm 2026 (số liệu đến hết tháng 10/2026) như sau:" in opening(year)
    told = "\n".join(
        each.plain
        for part in report(year).sections
        for each in part.blocks
        if isinstance(each, Text)
    )
    assert "là của tháng gần nhất có số liệu (tháng 10 năm 2026)" in told
    assert "tháng cuối kỳ" not in told
    assert "tính chung các tháng trong kỳ đến hết tháng 10/2026:" in told
