"""The calendar of a unit and its branch, within the scope of who asks; as a value and as a file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, date

from indicators import clock
from indicators.access import Principal, needs
from indicators.calendars.duties import duty_events, other_events
from indicators.calendars.event import Calendar, Scene, Undated
from indicators.calendars.tasks import task_events, undated
from indicators.catalogue.model import DueRule
from indicators.downloads import Download, record_taken
from indicators.errors import NotFound
from indicators.reminders.due import days_of
from indicators.reporting import OWED, UnitReport, due_between
from indicators.workspace import Workspace

MIME = "text/calendar; charset=utf-8"
# Duties come back without end: this year's and the next one's are in a calendar.
_YEARS_AHEAD = 1
_WHY: Mapping[Undated, str] = {
    "recurring": "làm thường xuyên, định kỳ",
    "none": "văn bản không ghi thời hạn",
    "from": "thực hiện từ một thời điểm trở đi",
    "conditional": "chờ điều kiện nêu trong văn bản",
    "unknown": "thời hạn chưa hiểu được",
}


@needs("read")
def calendar(workspace: Workspace, who: Principal, unit: str) -> Calendar:
    """Return every duty of this year and the next, and every dated task, of a unit's branch.

    The same edition of the catalogue gives the same events on the same day; what the branch has
    reported already, and what is past, reminds nobody.

    Raises:
        NotFound: `who` sees no such unit.
    """
    if not workspace.sees(who, unit):
        raise NotFound(f"Không có đơn vị «{unit}»")
    workspace.keep_current()
    scene, reports = _scene(workspace, who, unit)
    found = [*duty_events(scene), *other_events(scene, reports), *task_events(scene)]
    newest = workspace.store.rows("catalogue/newest")[0]
    left_out, name = undated(scene), workspace.catalogue.units[unit].name
    return Calendar(
        unit=unit,
        name=f"Bảng Xanh: {name}",
        about=_about(name, scene, left_out),
        events=tuple(sorted(found, key=lambda each: (each.on, each.title, each.uid))),
        undated=left_out,
        edition=newest["catalogue_version"],
        changed_at=newest["recorded_at"].astimezone(UTC).replace(microsecond=0),
        remind_days=tuple(d for d in days_of(workspace.settings.remind_days) if d >= 0),
    )


@needs("read")
def write(workspace: Workspace, who: Principal, unit: str) -> bytes:
    """Return the calendar of a unit's branch as an iCalendar file.

    Raises:
        NotFound: `who` sees no such unit.
    """
    from indicators.calendars import ics  # noqa: PLC0415 - its library is for those who write

    return ics.text(calendar(workspace, who, unit))


@needs("read")
def download(workspace: Workspace, who: Principal, unit: str) -> Download:
    """Return the calendar of a unit's branch as a file to take along, noted in the trail.

    Raises:
        NotFound: `who` sees no such unit.
    """
    made = Download(write(workspace, who, unit), f"lich-{unit}.ics", MIME)
    record_taken(workspace, who, "calendar.taken", f"calendar/{unit}", made, {})
    return made


def _scene(workspace: Workspace, who: Principal, unit: str) -> tuple[Scene, list[UnitReport]]:
    today = clock.today()
    first, last = date(today.year, 1, 1), date(today.year + _YEARS_AHEAD, 12, 31)
    units = workspace.catalogue.subtree(unit)
    reports = [
        each for each in due_between(workspace, who, first=first, last=last) if each.unit in units
    ]
    settings = workspace.settings
    scene = Scene(
        workspace.catalogue,
        units,
        first,
        last,
        today,
        default=DueRule(day=settings.due_day, month_offset=1),
        settled=_settled(reports),
        url=settings.url,
    )
    return scene, reports


def _settled(reports: Iterable[UnitReport]) -> set[tuple[str, str]]:
    """Return each duty and period that no unit of the branch owes anything for any more."""
    owed, known = set(), set()
    for each in reports:
        known.add((each.duty, each.period))
        if each.state in OWED:
            owed.add((each.duty, each.period))
    return known - owed


def _about(name: str, scene: Scene, left_out: Mapping[Undated, int]) -> str:
    told = (
        f"Hạn báo cáo năm {scene.first.year} và {scene.last.year}, cùng mọi nhiệm vụ có thời hạn,"
        f" của {name} và các đơn vị trực thuộc."
    )
    if not left_out:
        return told
    why = "; ".join(f"{left_out[kind]} {said}" for kind, said in _WHY.items() if kind in left_out)
    count = sum(left_out.values())
    return f"{told} {count} nhiệm vụ không có ngày cụ thể nên không có trong lịch: {why}."
