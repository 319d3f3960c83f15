"""Calendars: every duty and dated task of the real plans, and what reminds of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from indicators import calendars
from indicators.calendars import Calendar, Event
from indicators.calendars.event import uid_of
from indicators.catalogue.deadlines import parse_deadline
from indicators.catalogue.model import Catalogue, DueRule, Task
from indicators.errors import Forbidden, NotFound
from indicators.submission import submit
from indicators.workspace import Workspace
from tests import hired, offices
from tests.offices import Hands
from tests.unit.test_reporting import duty

PROVINCES = ("dl-ubnd", "kt-ubnd", "kt-ctxh")  # and all that stands beside one with a task
# How often something falls due in two years, and the plans' own days, by the clauses' wording.
TWICE_A_YEAR = {"week": 104, "month": 24, "quarter": 8, "half": 4, "nine_months": 2, "year": 2}
DAYS = {
    "dl-71/IV.1.3/year": {(24, 11)},  # trước ngày 25/11
    "kt-569/IV.1.1/year": {(4, 12)},  # trước ngày 05/12
    "kt-569/IV.4.3/year": {(19, 11)},  # trước ngày 20 tháng 11
    "kt-skhcn-2025/IV.2/quarter": {(9, 3), (9, 6), (9, 9), (9, 12)},  # tháng cuối quý
    "kt-skhcn-2025/IV.2/half": {(9, 6), (9, 12)},
    "kt-skhcn-2025/IV.2/nine_months": {(9, 9)},
    "kt-skhcn-2025/IV.2/year": {(9, 11)},
    "kt-skhcn-2025/IV.2/month": {(9, month) for month in range(1, 13)},
    "sxd-2026-2030/IV.1/year": {(30, 11)},  # trước ngày 31/11
    "sxd-2026-2030/IV.2/year": {(4, 12)},
}
# Every wording of a deadline with a day in the five plans, and the day it means.
DATED = {
    "31/12/2025": date(2025, 12, 31),
    "30/11/2025": date(2025, 11, 30),
    "15/12/2025": date(2025, 12, 15),
    "12/2025": date(2025, 12, 31),
    "Năm 2025": date(2025, 12, 31),
    "Quý IV/2025": date(2025, 12, 31),
    "Quý II–III/2025": date(2025, 9, 30),
    "Hoàn thành trước ngày 15/7/2025": date(2025, 7, 14),
    "Đến hết năm 2030": date(2030, 12, 31),
}


@pytest.fixture(scope="module")
def real(catalogue: Catalogue) -> Iterator[Workspace]:
    """The real catalogue on 22/11/2026, in memory."""
    with offices.stopped_clock(), offices.office(catalogue) as opened:
        yield opened


@pytest.fixture(scope="module")
def drawn(real: Workspace) -> dict[str, Calendar]:
    """The calendars of the tops, of one department and of one of its rooms."""
    with offices.stopped_clock():
        return {unit: of(real, unit) for unit in (*PROVINCES, "dl-sxd", "dl-sxd-qlxd")}


@pytest.fixture(scope="module")
def everything(drawn: dict[str, Calendar]) -> dict[str, Event]:
    """Every event of the real catalogue, by its name."""
    return {each.uid: each for unit in PROVINCES for each in drawn[unit].events}


def of(office: Workspace, unit: str) -> Calendar:
    return calendars.calendar(office, office.operator(), unit)


def event(found: Calendar, code: str, period: str) -> Event:
    (one,) = [each for each in found.events if each.uid == uid_of("duty", code, period)]
    return one


# The real plans.


def test_every_duty_falls_due_as_often_as_its_rhythm_says(catalogue, everything):
    known = {uid_of("duty", duty.code, period): duty for duty, period in all_periods(catalogue)}
    found = Counter(known[uid].code for uid in everything if uid in known)
    assert found == {each.code: TWICE_A_YEAR[each.frequency] for each in catalogue.duties}
    assert len(catalogue.duties) == 23


def all_periods(catalogue: Catalogue):
    codes = {
        "week": [f"{y}-W{n:02d}" for y in (2025, 2026, 2027) for n in range(1, 54)],
        "month": [f"{y}-{n:02d}" for y in (2025, 2026, 2027) for n in range(1, 13)],
        "quarter": [f"{y}-Q{n}" for y in (2025, 2026, 2027) for n in range(1, 5)],
        "half": [f"{y}-H{n}" for y in (2025, 2026, 2027) for n in (1, 2)],
        "nine_months": [f"{y}-9M" for y in (2025, 2026, 2027)],
        "year": ["2025", "2026", "2027"],
    }
    for each in catalogue.duties:
        for period in codes[each.frequency]:
            yield each, period


@pytest.mark.parametrize("code", sorted(DAYS))
def test_duties_fall_due_on_the_plans_own_days(code, catalogue, everything):
    uids = {uid_of("duty", each.code, p) for each, p in all_periods(catalogue) if each.code == code}
    days = {(one.on.day, one.on.month) for uid, one in everything.items() if uid in uids}
    assert days == DAYS[code]
    assert {one.on.year for uid, one in everything.items() if uid in uids} == {2026, 2027}


def test_before_thursday_is_every_wednesday(everything):
    weekly = [each for each in everything.values() if "hằng tuần" in each.title]
    assert len(weekly) == 104
    assert {each.on.isoweekday() for each in weekly} == {3}


def test_every_dated_task_is_there_on_its_day_and_no_other(catalogue, everything):
    tasks = {uid_of("task", each.code): each for each in catalogue.tasks}
    found = {tasks[uid].code: one.on for uid, one in everything.items() if uid in tasks}
    assert found == {
        each.code: DATED[each.deadline_text]
        for each in catalogue.tasks
        if each.deadline_text in DATED
    }
    assert len(found) == 37


def test_tasks_without_a_day_are_counted_by_why(catalogue, drawn):
    counted = Counter[str]()
    for unit in PROVINCES:
        counted.update(drawn[unit].undated)
    kinds = Counter(
        parse_deadline(each.deadline_text, catalogue.plans[each.plan]).kind
        for each in catalogue.tasks
        if each.deadline_text not in DATED
    )
    assert counted == kinds
    assert counted["conditional"] == 2
    assert drawn["kt-ubnd"].undated["conditional"] == 2
    assert "2 chờ điều kiện nêu trong văn bản" in drawn["kt-ubnd"].about
    assert "59 nhiệm vụ không có ngày cụ thể" in drawn["kt-ubnd"].about
    titles = " ".join(each.text for each in drawn["kt-ubnd"].events)
    assert "Sau khi có hướng dẫn" not in titles


def test_a_day_that_does_not_exist_is_kept_as_written(drawn):
    one = event(drawn["dl-sxd"], "sxd-2026-2030/IV.1/year", "2026")
    assert (one.on, one.title) == (
        date(2026, 11, 30),
        "Hạn báo cáo năm 2026: Báo cáo hằng năm kết quả thực hiện của đơn vị",
    )
    assert "Văn bản ghi «trước ngày 31/11»: lấy là chậm nhất ngày 30/11/2026." in one.text
    assert "Mục IV.1, Kế hoạch 2026-2030 của Sở Xây dựng (số …/KH-SXD" in one.text
    assert one.categories == ("Báo cáo", "Kế hoạch 2026-2030 của Sở Xây dựng")


def test_a_convention_is_said_to_be_one(drawn):
    assumed = event(drawn["dl-sxd"], "sxd-11-2025/IV.1/month", "2026-10")
    assert assumed.title.startswith("Hạn báo cáo tháng 10/2026: Báo cáo hằng tháng")
    assert "Văn bản không nêu ngày cho kỳ này: lấy theo quy ước ngày 05/11/2026." in assumed.text
    # "Trước ngày 10/6" is a day for the first half alone.
    first = event(drawn["dl-sxd"], "dl-71/IV.1.3/half", "2026-H1")
    second = event(drawn["dl-sxd"], "dl-71/IV.1.3/half", "2026-H2")
    assert (first.on, "Văn bản ghi «trước ngày 10/6»" in first.text) == (date(2026, 6, 9), True)
    assert (second.on, "không nêu ngày cho kỳ này" in second.text) == (date(2027, 1, 5), True)


def test_quarters_say_from_when_to_when(everything):
    (one,) = [each for each in everything.values() if "Quý II–III/2025" in each.text]
    assert one.on == date(2025, 9, 30)
    assert "từ ngày 01/04/2025; đúng hạn khi hoàn thành chậm nhất ngày 30/09/2025" in one.text
    assert one.title.startswith("Nhiệm vụ: ")
    assert one.title.endswith(", hạn 30/09/2025")
    assert "Chủ trì: " in one.text


def test_figures_without_a_duty_have_the_offices_day(drawn):
    found = [each for each in drawn["dl-ubnd"].events if "số liệu theo" in each.title]
    assert {each.on for each in found} >= {date(2027, 1, 5)}
    assert {each.categories[1] for each in found} == {"Kế hoạch 2025 của tỉnh Đắk Lắk (71/NQ-CP)"}
    assert all("Văn bản không nêu chế độ báo cáo" in each.text for each in found)


def test_the_same_event_has_one_name_in_every_calendar(drawn):
    for found in drawn.values():
        assert len({each.uid for each in found.events}) == len(found.events)
    below = {each.uid: each.on for each in drawn["dl-sxd-qlxd"].events}
    above = {each.uid: each.on for each in drawn["dl-sxd"].events}
    top = {each.uid: each.on for each in drawn["dl-ubnd"].events}
    assert below.items() < above.items() < top.items()
    # For ever: programs that took these before must find them again.
    assert uid_of("duty", "sxd-11-2025/IV.1/month", "2026-10") == (
        "2c1aa2c7-9a7c-5306-9303-7323c558e1fd"
    )
    assert uid_of("task", "sxd-11-2025/V.2") == "2e6c2aa9-922a-5e22-bcf6-d82ace9cbea6"


def test_the_units_of_an_event_are_those_of_the_calendar(drawn):
    own = event(drawn["dl-sxd-qlxd"], "sxd-11-2025/IV.1/month", "2026-10").text
    assert "Đơn vị trong lịch này: Phòng Quản lý xây dựng\n" in own
    assert "Đơn vị báo cáo: Các Phòng, đơn vị trực thuộc Sở" in own
    assert "Nơi nhận: Văn phòng Sở" in own
    whole = event(drawn["dl-sxd"], "sxd-11-2025/IV.1/month", "2026-10").text
    assert "Phòng Pháp chế" in whole
    assert "nộp" not in own.lower()  # no address is set


def test_titles_are_short_and_in_composed_letters(everything):
    assert max(len(each.title) for each in everything.values()) <= 130
    for each in everything.values():
        assert each.title.isprintable()
        assert each.text.replace("\n", "").isprintable()


def test_the_same_catalogue_gives_the_same_bytes(real, catalogue):
    with offices.stopped_clock() as hands:
        first = calendars.write(real, real.operator(), "dl-sxd")
        hands.moment += timedelta(hours=3)
        assert calendars.write(real, real.operator(), "dl-sxd") == first
        with offices.office(catalogue) as another:
            assert calendars.write(another, another.operator(), "dl-sxd") == first


# A small office.


def task(code: str, deadline: str, **changes: object) -> Task:
    kept = {
        "plan": offices.PLAN,
        "clause": code,
        "section": "",
        "name": f"Việc {code}",
        "lead": ("a",),
        "supporting": (),
        "lead_text": "",
        "supporting_text": "",
        "deadline_text": deadline,
        "product": "",
    }
    return Task(code, **{**kept, **changes})


@pytest.fixture
def small(small_office: Callable[..., Workspace]) -> Callable[..., Workspace]:
    """Open a small office of these duties and tasks."""

    def build(*tasks: Task, duties=None, **options: object) -> Workspace:
        made = offices.catalogue(duties=[duty()] if duties is None else duties)
        return small_office(replace(made, tasks=tasks), **options)

    return build


def test_what_is_past_or_reported_reminds_nobody(small, the_clock: Hands):
    office = small(task("1", "30/11/2026"), task("2", "20/11/2026"), task("3", "22/11/2026"))
    reminds = {each.title: each.reminds for each in of(office, "so").events}
    assert reminds["Nhiệm vụ: Việc 1, hạn 30/11/2026"]
    assert not reminds["Nhiệm vụ: Việc 2, hạn 20/11/2026"]
    assert reminds["Nhiệm vụ: Việc 3, hạn 22/11/2026"]  # today
    assert not event(of(office, "so"), "IV.1", "2026-10").reminds
    the_clock.set("2026-11-02 08:00")
    assert event(of(office, "so"), "IV.1", "2026-10").reminds
    for number, room in enumerate("abc", start=1):
        sent = offices.reading([offices.figure(room, counts=(95, 100))])
        submit(office, office.operator("can-bo"), sent)
        assert not event(of(office, room), "IV.1", "2026-10").reminds
        assert event(of(office, "so"), "IV.1", "2026-10").reminds == (number < 3)
    assert event(of(office, "so"), "IV.1", "2026-11").reminds


def test_a_due_day_off_work_is_moved_and_said(small):
    on_fifth = duty(due=DueRule(day=5, month_offset=1), due_text="ngày 05", shift="next")
    found = of(small(duties=[on_fifth]), "so")
    one = event(found, "IV.1", "2026-08")
    assert one.on == date(2026, 9, 7)  # 05/09/2026 is a Saturday
    assert (
        "Văn bản ghi «ngày 05»: lấy là chậm nhất ngày 05/09/2026; trùng ngày nghỉ nên chuyển sang"
        " ngày 07/09/2026." in one.text
    )
    assert "trùng ngày nghỉ" not in event(found, "IV.1", "2026-09").text


def test_a_plan_or_unit_that_is_over_owes_nothing_more(small_office):
    until = date(2026, 10, 31)
    made = offices.catalogue(duties=[duty()], plans=[offices.plan(valid_to=until)])
    periods = [each.on for each in of(small_office(made), "so").events]
    assert periods == [date(2026, 9, 5), date(2026, 10, 5), date(2026, 11, 5)]
    units = [
        offices.unit("tinh", None),
        offices.unit("so", "tinh"),
        offices.unit("a", "so", valid_to=date(2026, 8, 31)),
        *(offices.unit(code, "so") for code in "bc"),
    ]
    found = of(small_office(offices.catalogue(duties=[duty()], units=units)), "a")
    assert [each.on for each in found.events] == [date(2026, 9, 5)]


def test_whoever_helps_is_reminded_too(small):
    office = small(task("1", "30/11/2026", supporting=("b",)), duties=())
    titles = {
        unit: [each.title for each in of(office, unit).events if "Việc" in each.title]
        for unit in "abc"
    }
    only = ["Nhiệm vụ: Việc 1, hạn 30/11/2026"]
    assert titles == {"a": only, "b": only, "c": []}
    (one,) = [each for each in of(office, "b").events if "Việc" in each.title]
    assert "Chủ trì: Đơn vị a\nPhối hợp: Đơn vị b\nĐơn vị trong lịch này: Đơn vị b" in one.text


def test_a_known_address_is_in_it(small):
    settings = offices.Settings(data=offices.DATA, samples=False, url="https://bangxanh.so.vn/")
    office = small(settings=settings)
    assert (
        "Nộp số liệu tại: https://bangxanh.so.vn/upload"
        in event(of(office, "a"), "IV.1", "2026-10").text
    )


@pytest.mark.parametrize(
    ("setting", "days"), [("3,0,-1,-3", (3, 0)), ("1,7,-2", (7, 1)), ("-1", ())]
)
def test_reminders_are_on_the_offices_days_before_it_is_late(small, setting, days):
    settings = offices.Settings(data=offices.DATA, samples=False, remind_days=setting)
    assert of(small(settings=settings), "so").remind_days == days


def test_it_is_within_the_scope_alone(small):
    office = small()
    own = hired.hire(office, "can-bo", ("reporter", "a"))
    assert calendars.calendar(office, own, "a").events
    told = set()
    for unit in ("b", "so", "tinh", "khong-co", ""):
        with pytest.raises(NotFound) as refused:
            calendars.calendar(office, own, unit)
        told.add(str(refused.value).replace(f"«{unit}»", "«…»"))
    assert len(told) == 1
    with pytest.raises(Forbidden):
        calendars.write(office, hired.hire(office, "khong-vai"), "a")


def test_a_new_edition_is_known_by_its_number_and_moment(small_office):
    made = offices.catalogue(duties=[duty()])
    office = small_office(made)
    before = of(office, "so")
    office.catalogue = replace(made, sha256="khac")
    office.adopt_catalogue(at=datetime(2026, 11, 20, 1, 0, 0, 999, tzinfo=UTC))
    after = of(office, "so")
    assert (before.edition, before.changed_at) == (1, offices.EARLY)
    assert (after.edition, after.changed_at) == (2, datetime(2026, 11, 20, 1, tzinfo=UTC))
    assert [each.uid for each in after.events] == [each.uid for each in before.events]


def test_the_horizon_moves_with_the_year(small, the_clock: Hands):
    office = small()
    assert {each.on.year for each in of(office, "so").events} == {2026, 2027}
    the_clock.set("2027-01-01 00:30")
    assert {each.on.year for each in of(office, "so").events} == {2027, 2028}


def test_what_is_taken_is_in_the_trail(small):
    office = small()
    made = calendars.download(office, office.operator("can-bo"), "so")
    assert (made.name, made.mime) == ("lich-so.ics", "text/calendar; charset=utf-8")
    asked = {"from_at": None, "before_at": None, "actor": "can-bo", "object_id": None}
    (row,) = office.store.rows("audit/rows", **asked)
    assert (row["action"], row["object_id"]) == ("calendar.taken", "calendar/so")
