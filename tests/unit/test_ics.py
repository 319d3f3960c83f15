"""Calendar files: read back by a strict reader, held to RFC 5545 line by line."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import icalendar
import pytest

from indicators import calendars
from indicators.calendars import Calendar, Event, ics
from indicators.catalogue.model import Catalogue
from indicators.workspace import Workspace
from tests import offices

CHANGED = datetime(2026, 1, 2, 1, 0, tzinfo=UTC)
ODD = "Báo cáo; «quý», 50% \\n thật: a\\b;c,d\nDòng hai"


def one(**changes: object) -> Event:
    kept = {
        "uid": "ten-1",
        "on": date(2026, 11, 30),
        "title": "Hạn báo cáo",
        "text": "Dòng một\nDòng hai",
        "categories": ("Báo cáo", "Kế hoạch"),
        "reminds": True,
    }
    return Event(**{**kept, **changes})


def calendar(*events: Event, **changes: object) -> Calendar:
    kept = {
        "unit": "so",
        "name": "Bảng Xanh: Sở",
        "about": "Hạn báo cáo",
        "events": events,
        "undated": {},
        "edition": 7,
        "changed_at": CHANGED,
        "remind_days": (3, 1, 0),
    }
    return Calendar(**{**kept, **changes})


def read(content: bytes) -> icalendar.Calendar:
    (found,) = icalendar.Calendar.from_ical(content, multiple=True)
    assert found.errors == []
    return found


def unfolded(content: bytes) -> list[str]:
    """Return the lines of a file as RFC 5545, 3.1 says to put them together again."""
    assert content.endswith(b"\r\n")
    for line in content[:-2].split(b"\r\n"):
        assert 0 < len(line) <= 75
        assert not set(line) & {*b"\r\n\x00"}
        line.decode("utf-8")  # no letter is torn
    return content.decode().replace("\r\n ", "").split("\r\n")[:-1]


@pytest.fixture(scope="module")
def office(catalogue: Catalogue) -> Iterator[Workspace]:
    """The real catalogue, in memory."""
    with offices.stopped_clock(), offices.office(catalogue) as opened:
        yield opened


@pytest.fixture(scope="module", params=["dl-ubnd", "kt-ubnd"])
def written(request: pytest.FixtureRequest, office: Workspace) -> tuple[Calendar, bytes]:
    """A province's calendar, as a value and as a file."""
    with offices.stopped_clock():
        found = calendars.calendar(office, office.operator(), request.param)
        return found, calendars.write(office, office.operator(), request.param)


def test_the_real_calendars_keep_to_the_standard(written):
    found, content = written
    lines = unfolded(content)
    assert lines[0] == "BEGIN:VCALENDAR"
    assert lines[-1] == "END:VCALENDAR"
    assert all(re.match(r"[A-Z-]+(;[A-Z-]+=[^:;]+)*:", line) for line in lines)
    depth: list[str] = []
    for line in lines:
        name, _, value = line.partition(":")
        if name == "BEGIN":
            depth.append(value)
        elif name == "END":
            assert depth.pop() == value
    assert depth == []
    head = lines[: lines.index("BEGIN:VEVENT")]
    for once in ("VERSION:2.0", "CALSCALE:GREGORIAN", "X-WR-TIMEZONE:Asia/Ho_Chi_Minh"):
        assert head.count(once) == 1
    assert sum(each.startswith("PRODID:") for each in head) == 1
    assert not any(each.startswith("METHOD") for each in head)  # it is no invitation
    assert len(found.events) > 150


def test_each_event_has_what_the_standard_asks_once(written):
    found, content = written
    bodies = re.findall(r"BEGIN:VEVENT\n(.*?)END:VEVENT", "\n".join(unfolded(content)), re.DOTALL)
    assert len(bodies) == len(found.events)
    wanted = {
        "UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "DESCRIPTION", "CATEGORIES", "SEQUENCE",
        "LAST-MODIFIED", "STATUS", "TRANSP",
    }  # fmt: skip
    for body in bodies:
        own = re.sub(r"BEGIN:VALARM\n.*?END:VALARM\n", "", body, flags=re.DOTALL)
        names = [re.split("[;:]", line, maxsplit=1)[0] for line in own.splitlines()]
        assert sorted(names) == sorted(wanted)
        for alarm in re.findall(r"BEGIN:VALARM\n(.*?)END:VALARM", body, re.DOTALL):
            names = [re.split("[;:]", line, maxsplit=1)[0] for line in alarm.splitlines()]
            assert sorted(names) == ["ACTION", "DESCRIPTION", "TRIGGER"]
        assert re.search(r"^DTSTART;VALUE=DATE:\d{8}$", own, re.MULTILINE)
        assert re.search(r"^DTSTAMP:\d{8}T\d{6}Z$", own, re.MULTILINE)


def test_a_reader_finds_every_event_as_it_was(written):
    found, content = written
    events = read(content).events
    for event, was in zip(events, found.events, strict=True):
        assert event.errors == []
        assert str(event["uid"]) == was.uid
        assert was.on == event.DTSTART
        assert type(event.DTSTART) is date
        assert was.on + timedelta(days=1) == event.DTEND
        assert str(event["summary"]) == was.title
        assert str(event["description"]) == was.text
        assert tuple(map(str, event.categories)) == was.categories
        assert found.changed_at == event.DTSTAMP
        assert event["sequence"] == found.edition
        assert bool(event.alarms.times) == was.reminds


def test_the_calendar_tells_its_name_and_when_to_come_again(written):
    found, content = written
    read_back = read(content)
    assert read_back.calendar_name == found.name
    assert str(read_back["x-wr-calname"]) == found.name
    assert str(read_back["description"]) == found.about
    lines = unfolded(content)
    (told,) = [each.partition(":")[2] for each in lines if each.startswith("X-WR-CALDESC")]
    assert f"DESCRIPTION:{told}" in lines  # escaped just so
    assert "REFRESH-INTERVAL;VALUE=DURATION:PT12H" in lines
    assert "X-PUBLISHED-TTL:PT12H" in lines


def test_reminders_are_at_eight_on_the_offices_days():
    content = ics.text(calendar(one()))
    (event,) = read(content).events
    assert [str(each["action"]) for each in event.subcomponents] == ["DISPLAY"] * 3
    moments = [datetime.combine(event.DTSTART, datetime.min.time()) + each.TRIGGER
               for each in event.subcomponents]  # fmt: skip
    assert moments == [datetime(2026, 11, day, 8) for day in (27, 29, 30)]  # noqa: DTZ001 - the reader's own clock
    told = [str(each["description"]) for each in event.subcomponents]
    assert told == [
        "Hạn báo cáo (còn 3 ngày)",
        "Hạn báo cáo (còn 1 ngày)",
        "Hạn báo cáo (hôm nay là hạn cuối)",
    ]
    assert "TRIGGER:-P2DT16H" in unfolded(content)
    assert b"VALARM" not in ics.text(calendar(one(reminds=False)))
    assert b"VALARM" not in ics.text(calendar(one(), remind_days=()))


def test_what_a_text_holds_stays_text():
    content = ics.text(calendar(one(title=ODD, text=ODD, categories=(ODD,)), name=ODD, about=ODD))
    (event,) = read(content).events
    assert str(event["summary"]) == str(event["description"]) == ODD
    assert list(map(str, event.categories)) == [ODD]
    lines = unfolded(content)
    (summary,) = [each for each in lines if each.startswith("SUMMARY:")]
    assert summary == ("SUMMARY:Báo cáo\\; «quý»\\, 50% \\\\n thật: a\\\\b\\;c\\,d\\nDòng hai")


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r", "\u2028", "\x85", "\x0b", "\x0c", "\0"])
def test_no_text_begins_a_line_of_its_own(end):
    evil = f"x{end}END:VEVENT{end}ATTACH:file:///etc/passwd"
    content = ics.text(calendar(one(title=evil, text=evil), name=evil, about=evil))
    lines = unfolded(content)
    assert lines.count("END:VEVENT") == 1
    assert not any(each.startswith("ATTACH") for each in lines)
    assert len(read(content).events) == 1


def test_a_calendar_without_events_is_one():
    assert read(ics.text(calendar())).events == []


def test_nobody_but_the_writer_loads_the_library():
    code = "import sys, indicators.calendars; print('icalendar' in sys.modules)"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    assert told.stdout.strip() == "False"
