"""What should be looked at though it can be worked with, and validity turned around."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import chain

from indicators.catalogue.dates import LEAP_YEAR, impossible_dates, written_dates
from indicators.catalogue.deadlines import parse_deadline
from indicators.catalogue.model import DueRule, Duty
from indicators.catalogue.written import Placed, Written
from indicators.errors import Problem

LONGEST_SHORT_NAME = 24


def reversed_validity(written: Written) -> Iterator[Problem]:
    """Yield units and plans that end before they begin."""
    for each in chain[Placed[object]](written.units, written.plans):
        first = getattr(each.value, "valid_from", None)
        last = getattr(each.value, "valid_to", None)
        if first is not None and last is not None and last < first:
            yield each.error(
                "validity-reversed",
                f"Hiệu lực đến {_vn(last)} trước khi bắt đầu {_vn(first)}: sửa hai ngày hiệu lực",
            )


def impossible_days(written: Written) -> Iterator[Problem]:
    """Yield days that a plan names but no calendar has ("trước ngày 31/11")."""
    plans = {each.value.code: each.value for each in written.plans}
    for each in chain[Placed[object]](written.duties, written.tasks):
        text: str = getattr(each.value, "due_text", "") or getattr(each.value, "deadline_text", "")
        for day in impossible_dates(text):
            message = f"«{text}»: không có ngày {day.text}, giữ nguyên chữ"
            if day.is_usable:
                plan = plans.get(getattr(each.value, "plan", ""))
                taken = day.on(day.year or (plan.valid_from.year if plan else LEAP_YEAR))
                written_year = f"/{taken.year}" if day.year else ""
                message += f" và lấy là ngày {taken:%d/%m}{written_year}"
            yield each.warning("date-impossible", message)


def unclear_deadlines(written: Written) -> Iterator[Problem]:
    """Yield tasks whose deadline is not understood: they would never be overdue."""
    plans = {each.value.code: each.value for each in written.plans}
    for each in written.tasks:
        deadline = parse_deadline(each.value.deadline_text, plans.get(each.value.plan))
        if deadline.kind == "unknown":
            message = f"Thời hạn «{each.value.deadline_text}»: {deadline.judged_by}"
            yield each.warning("deadline-unclear", message)


def tasks_without_lead(written: Written) -> Iterator[Problem]:
    """Yield tasks that nobody answers for."""
    for each in written.tasks:
        if not each.value.lead:
            message = "Nhiệm vụ chưa có đơn vị chủ trì: ghi lead nếu kế hoạch có nêu"
            yield each.warning("task-without-lead", message)


def due_days(written: Written) -> Iterator[Problem]:
    """Yield duties whose due day is missing, assumed, or not the one the plan's text names."""
    for each in written.duties:
        duty = each.value
        if duty.due is None or not _is_complete(duty, duty.due):
            need = "weekday (1-7)" if duty.frequency == "week" else "day (1-31)"
            message = f"Chưa rõ ngày phải nộp nên không tính quá hạn: ghi due với {need}"
            yield each.warning("due-missing", message)
        elif duty.is_assumed:
            yield each.warning(
                "due-assumed",
                f"Kế hoạch không nêu ngày nộp của «{duty.title}»: tạm tính {_in_words(duty.due)};"
                " sửa due khi có quy định",
            )
        else:
            yield from _other_than_written(each, duty.due)


def _is_complete(duty: Duty, due: DueRule) -> bool:
    return (due.weekday if duty.frequency == "week" else due.day) is not None


def _other_than_written(each: Placed[Duty], due: DueRule) -> Iterator[Problem]:
    days = [day for day in written_dates(each.value.due_text) if day.is_usable]
    if len(days) != 1 or due.day is None:
        return
    (named,) = days
    # 31/11 is taken as 30/11.
    day = named.on(named.year or LEAP_YEAR).day
    if day != due.day or due.month not in {None, named.month}:
        yield each.warning(
            "due-differs",
            f"Kế hoạch ghi «{each.value.due_text}» nhưng due là {_in_words(due)}: xem lại due",
        )


def _in_words(due: DueRule) -> str:
    before = "trước " if due.before else ""
    if due.weekday is not None:
        name = "chủ nhật" if due.weekday == 7 else f"thứ {due.weekday + 1}"
        return f"{before}{name} hằng tuần"
    if due.month is not None:
        return f"{before}ngày {due.day:02d}/{due.month:02d}"
    after = {0: "của tháng cuối kỳ", 1: "của tháng sau kỳ"}
    when = after.get(due.month_offset, f"của tháng thứ {due.month_offset} sau kỳ")
    return f"{before}ngày {due.day:02d} {when}"


def indicators_without_target(written: Written) -> Iterator[Problem]:
    """Yield indicators that could never be green or red."""
    with_target = {each.value.indicator for each in written.targets} | written.broken_targets
    for each in written.indicators:
        if each.value.code not in with_target:
            message = f"{each.value.code} chưa có chỉ tiêu nào nên không có màu: thêm [[target]]"
            yield each.warning("indicator-without-target", message)


def weights(written: Written) -> Iterator[Problem]:
    """Yield units and indicators that weigh nothing or less."""
    for each in chain[Placed[object]](written.units, written.indicators):
        weight: float = getattr(each.value, "weight", 1.0)
        if weight <= 0:
            message = f"Trọng số {weight:g} không dương: mục này sẽ không được tính"
            yield each.warning("weight-not-positive", message)


def long_names(written: Written) -> Iterator[Problem]:
    """Yield indicators whose short name is too long for a narrow column."""
    for each in written.indicators:
        length = len(each.value.short)
        if length > LONGEST_SHORT_NAME:
            yield each.warning(
                "short-too-long",
                f"Tên ngắn «{each.value.short}» của {each.value.code} dài {length} ký tự:"
                f" rút còn {LONGEST_SHORT_NAME} để vừa cột",
            )


def _vn(day: date) -> str:
    return f"{day:%d/%m/%Y}"
