"""The due days of reports (hạn báo cáo) as events: each duty and period once, for a branch."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from itertools import groupby

from indicators import windows
from indicators.calendars.event import Event, Scene, basis, day, lines, short, uid_of
from indicators.catalogue.due import due_date
from indicators.catalogue.model import DueRule, Duty, Plan
from indicators.periods import Period, periods_between
from indicators.reminders import plan_name
from indicators.reporting import UnitReport

CATEGORY = "Báo cáo"
_ANOTHER = DueRule(day=28, month_offset=2)  # no plan's: what it moves was not the plan's day


def duty_events(scene: Scene) -> Iterator[Event]:
    """Yield the due days of the catalogue's duties that units of the branch report under."""
    for duty in scene.catalogue.duties:
        plan = scene.catalogue.plans[duty.plan]
        for period, due_on in _due_days(scene, duty, plan):
            units = [unit for unit in duty.reporters if _owes(scene, unit, period)]
            if units:
                yield _event(scene, duty, plan, period, due_on, units)


def other_events(scene: Scene, reports: Iterable[UnitReport]) -> Iterator[Event]:
    """Yield the due days of figures whose plan has no duty: the office's own day holds.

    Args:
        scene: of the calendar.
        reports: what units owe from `scene.first` through `scene.last`, duties among them.
    """
    known = {each.code for each in scene.catalogue.duties}
    owed = [
        (each.duty, each.period, plan, each.due_on, each.unit)
        for each in reports
        if each.duty not in known and each.unit in scene.units
        for plan in each.plans
        if plan in scene.catalogue.plans
    ]
    for (duty, code, plan_code, due_on), group in groupby(sorted(owed), lambda each: each[:4]):
        plan, period = scene.catalogue.plans[plan_code], Period.parse(code)
        yield Event(
            uid_of("duty", plan_code, duty, code),
            due_on,
            f"Hạn báo cáo {_lowered(period.label)}: số liệu theo {plan_name(plan)}",
            lines(
                f"Hạn: ngày {day(due_on)}",
                "Văn bản không nêu chế độ báo cáo: hạn theo cấu hình của cơ quan.",
                f"Căn cứ: {plan_name(plan)} (số {plan.number})",
                f"Đơn vị trong lịch này: {scene.named([each[4] for each in group])}",
                scene.where,
            ),
            (CATEGORY, plan_name(plan)),
            _reminds(scene, duty, code, due_on),
        )


def _due_days(scene: Scene, duty: Duty, plan: Plan) -> Iterator[tuple[Period, date]]:
    """Yield the periods of a duty, while its plan is in force, that fall due in the horizon."""
    before = date(scene.first.year - 1, 1, 1)
    for period in periods_between(before, scene.last, duty.frequency):
        is_over = plan.valid_to is not None and period.start > plan.valid_to
        due_on = due_date(duty, period, scene.default)
        if period.end >= plan.valid_from and not is_over and scene.first <= due_on <= scene.last:
            yield period, due_on


def _owes(scene: Scene, code: str, period: Period) -> bool:
    if code not in scene.units:
        return False
    unit = scene.catalogue.units[code]
    return (unit.valid_from is None or period.end >= unit.valid_from) and (
        unit.valid_to is None or period.start <= unit.valid_to
    )


def _event(
    scene: Scene, duty: Duty, plan: Plan, period: Period, due_on: date, units: list[str]
) -> Event:
    return Event(
        uid_of("duty", duty.code, str(period)),
        due_on,
        f"Hạn báo cáo {_lowered(period.label)}: {short(duty.title)}",
        lines(
            f"{duty.title}.",
            f"Kỳ báo cáo: {_of_days(duty, period)}. Hạn: ngày {day(due_on)}",
            _day_as_written(scene, duty, period, due_on),
            basis(plan, duty.clause),
            f"Đơn vị báo cáo: {duty.reporters_text}" if duty.reporters_text else "",
            f"Đơn vị trong lịch này: {scene.named(units)}",
            f"Nơi nhận: {duty.recipient}" if duty.recipient else "",
            scene.where,
        ),
        (CATEGORY, plan_name(plan)),
        _reminds(scene, duty.code, str(period), due_on),
    )


def _of_days(duty: Duty, period: Period) -> str:
    """Return the period, with the days that its figures cover where they are not its own."""
    covered = windows.words(windows.of_duty(duty, period))
    return f"{_lowered(period.label)} ({covered})" if covered else _lowered(period.label)


def _day_as_written(scene: Scene, duty: Duty, period: Period, due_on: date) -> str:
    """Return where the day comes from: the plan's own words, a convention, a day off work."""
    unmoved = due_date(replace(duty, shift="none"), period, scene.default)
    by_default = due_date(duty, period, _ANOTHER) != due_on
    if by_default or duty.is_assumed or not duty.due_text:
        told = f"Văn bản không nêu ngày cho kỳ này: lấy theo quy ước ngày {day(unmoved)}"
    else:
        told = f"Văn bản ghi «{duty.due_text}»: lấy là chậm nhất ngày {day(unmoved)}"
    moved = "; trùng ngày nghỉ nên chuyển sang ngày " + day(due_on) if unmoved != due_on else ""
    return f"{told}{moved}."


def _reminds(scene: Scene, duty: str, period: str, due_on: date) -> bool:
    return due_on >= scene.today and (duty, period) not in scene.settled


def _lowered(label: str) -> str:
    return label[:1].lower() + label[1:]
