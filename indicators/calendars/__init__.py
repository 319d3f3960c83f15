"""Calendars (lịch): every duty and every dated task of a unit, for any calendar program.

Nothing here loads the library that writes the files; `indicators.calendars.ics` does.
"""

from indicators.calendars.event import Calendar, Event, Undated
from indicators.calendars.made import calendar, download, write
from indicators.calendars.subscription import Feed, feed, subscribe

__all__ = [
    "Calendar",
    "Event",
    "Feed",
    "Undated",
    "calendar",
    "download",
    "feed",
    "subscribe",
    "write",
]
