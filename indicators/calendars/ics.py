"""A calendar as an iCalendar file (.ics). Source: RFC 5545; RFC 7986 for a calendar's own name.

Days are DATE values: an all-day event is that day wherever it is read, so no time zone is needed.
Reminders are at eight in the morning by the reader's own clock. The same calendar gives the same
bytes: DTSTAMP is when its catalogue came into force, SEQUENCE the number of that edition.
"""

from __future__ import annotations

from datetime import timedelta

import icalendar

from indicators.calendars.event import Calendar, Event

_PRODID = "-//Bang Xanh//Lich bao cao va nhiem vu//VI"
_REFRESH = timedelta(hours=12)
_REMIND_AT = timedelta(hours=8)


def text(calendar: Calendar) -> bytes:
    """Return the bytes of the file: UTF-8, lines of 75 octets at most, ended by CRLF."""
    made = icalendar.Calendar()
    made.add("prodid", _PRODID)
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("name", _text(calendar.name))
    made.add("description", _text(calendar.about))
    made.add("last-modified", calendar.changed_at)
    made.add("refresh-interval", _REFRESH, parameters={"VALUE": "DURATION"})
    # What Outlook, Google and Apple read where they do not know RFC 7986.
    made.add("x-wr-calname", _text(calendar.name))
    made.add("x-wr-caldesc", _text(calendar.about))
    made.add("x-wr-timezone", "Asia/Ho_Chi_Minh")
    made.add("x-published-ttl", "PT12H")
    for each in calendar.events:
        made.add_component(_event(calendar, each))
    content: bytes = made.to_ical()
    return content


def _event(calendar: Calendar, event: Event) -> icalendar.Event:
    made = icalendar.Event()
    made.add("uid", event.uid)
    made.add("dtstamp", calendar.changed_at)
    made.add("last-modified", calendar.changed_at)
    made.add("sequence", calendar.edition)
    made.add("dtstart", event.on)
    made.add("dtend", event.on + timedelta(days=1))
    made.add("summary", _text(event.title))
    made.add("description", _text(event.text))
    made.add("categories", [_text(each) for each in event.categories])
    made.add("status", "CONFIRMED")
    made.add("transp", "TRANSPARENT")  # a due day keeps nobody from being invited
    if event.reminds:
        for days in calendar.remind_days:
            made.add_component(_alarm(event, days))
    return made


def _alarm(event: Event, days: int) -> icalendar.Alarm:
    left = f"còn {days} ngày" if days else "hôm nay là hạn cuối"
    made = icalendar.Alarm()
    made.add("action", "DISPLAY")
    made.add("description", _text(f"{event.title} ({left})"))
    made.add("trigger", _REMIND_AT - timedelta(days=days))
    return made


def _text(value: str) -> icalendar.vText:
    """Return a TEXT value, which the library escapes: not all of its properties are one by name.

    Control characters have no place in one (RFC 5545, 3.3.11), and lines end in one way.
    """
    lines = ("".join(sign for sign in line if ord(sign) >= 32) for line in value.splitlines())
    return icalendar.vText("\n".join(lines))
