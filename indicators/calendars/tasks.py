"""Dated tasks (nhiệm vụ có thời hạn) as events; tasks without a day are counted, by why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import cast

from indicators.calendars.event import Event, Scene, Undated, basis, day, lines, short, uid_of
from indicators.catalogue.deadlines import Deadline, parse_deadline
from indicators.catalogue.model import Task
from indicators.reminders import plan_name

CATEGORY = "Nhiệm vụ"


def task_events(scene: Scene) -> Iterator[Event]:
    """Yield the last day of each dated task that a unit of the branch leads or helps with.

    Whatever its year: a task is due once, and the horizon is for what comes back.
    """
    for task, deadline in _own(scene):
        if deadline.due is not None:
            yield _event(scene, task, deadline, deadline.due)


def undated(scene: Scene) -> dict[Undated, int]:
    """Count the tasks of the branch that have no day, by why."""
    kinds = [cast("Undated", each.kind) for _, each in _own(scene) if each.due is None]
    return dict(Counter(kinds))


def _own(scene: Scene) -> Iterator[tuple[Task, Deadline]]:
    """Yield each task of the branch with its deadline."""
    for task in scene.catalogue.tasks:
        if not {*task.lead, *task.supporting}.isdisjoint(scene.units):
            yield task, parse_deadline(task.deadline_text, scene.catalogue.plans[task.plan])


def _event(scene: Scene, task: Task, deadline: Deadline, due_on: date) -> Event:
    plan = scene.catalogue.plans[task.plan]
    names = {code: unit.name for code, unit in scene.catalogue.units.items()}
    lead = task.lead_text or ", ".join(names.get(code, code) for code in task.lead)
    helping = task.supporting_text or ", ".join(names.get(code, code) for code in task.supporting)
    own = scene.named([*task.lead, *task.supporting])
    return Event(
        uid_of("task", task.code),
        due_on,
        f"Nhiệm vụ: {short(task.name)}, hạn {day(due_on)}",
        lines(
            task.name,
            f"Thời hạn văn bản ghi: «{deadline.text}». {deadline.judged_by}",
            basis(plan, task.clause),
            f"Chủ trì: {lead}",
            f"Phối hợp: {helping}" if helping else "",
            f"Sản phẩm: {task.product}" if task.product else "",
            f"Đơn vị trong lịch này: {own}",
        ),
        (CATEGORY, plan_name(plan)),
        due_on >= scene.today,
    )
