"""Subscribing to a calendar (đăng ký lịch): an address of one's own that programs read by and by.

What an address gives is what its owner sees at that moment; when it runs out is an event in it, so
that a calendar never stands still without a word.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256

from indicators import audit, clock
from indicators.access import Principal, calendar_tokens, needs
from indicators.access.calendar_tokens import Reader
from indicators.calendars.event import Calendar, Event, day, lines, uid_of
from indicators.calendars.made import calendar
from indicators.errors import Forbidden, NotFound
from indicators.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Feed:
    """What an address gives: the file, and the name that this version of it goes by."""

    content: bytes
    version: str


@needs("read")
def subscribe(workspace: Workspace, who: Principal, unit: str, *, label: str, days: int) -> str:
    """Return the path of a new address for the calendar of a unit; nobody can see it again.

    Args:
        workspace: the open office.
        who: whose address it is.
        unit: whose calendar.
        label: which program reads it.
        days: how long, 1 to 366.

    Raises:
        InputRejected: the label or the days cannot be.
        Forbidden: `who` came through a token, or is one of the invented people.
        NotFound: `who` sees no such unit.
    """
    token = calendar_tokens.create(workspace, who, unit, label=label, days=days)
    return f"/lich/{token}.ics"


def feed(workspace: Workspace, token: str) -> Feed | None:
    """Return what the address with `token` gives now; None where it opens nothing (any more).

    The first reading of a day is in the trail; programs read every few hours.
    """
    from indicators.calendars import ics  # noqa: PLC0415 - its library is for those who write

    reader = calendar_tokens.reader_of(workspace, token)
    if reader is None:
        return None
    try:
        found = calendar(workspace, reader.who, reader.unit)
    except (Forbidden, NotFound):
        return None
    if reader.is_first_today:
        _note(workspace, reader)
    content = ics.text(_with_end(found, reader))
    return Feed(content, sha256(content).hexdigest())


def _with_end(found: Calendar, reader: Reader) -> Calendar:
    """Return the calendar with the day on which its address runs out."""
    until: datetime = clock.local(reader.expires_at)
    end = Event(
        uid_of("address", str(reader.who.session)),
        until.date(),
        "Địa chỉ lịch Bảng Xanh hết hạn: tạo địa chỉ mới",
        lines(
            f"Lịch này thôi tự cập nhật từ ngày {day(until.date())}.",
            "Mở Bảng Xanh, trang Báo cáo, mục Đăng ký lịch để tạo địa chỉ mới.",
        ),
        ("Bảng Xanh",),
        reminds=True,
    )
    events = sorted((*found.events, end), key=lambda each: (each.on, each.title, each.uid))
    return replace(found, events=tuple(events))


def _note(workspace: Workspace, reader: Reader) -> None:
    who = reader.who
    entry = audit.Entry(
        who.account, "calendar.read", f"calendar/{reader.unit}", session=who.session
    )
    with workspace.store.write("calendar", changes_board=False) as write:
        workspace.trail.record(write, entry)
