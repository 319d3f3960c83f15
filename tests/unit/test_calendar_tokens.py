"""Addresses of calendars: what they open, for whom, how long, and that they open nothing else."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import icalendar
import pytest

from indicators import calendars, clock
from indicators.access import api_tokens, token_kept
from indicators.access.api_tokens import principal_of_token, revoke, tokens
from indicators.access.calendar_tokens import create, reader_of
from indicators.errors import Forbidden, InputRejected, NotFound
from indicators.workspace import Workspace
from tests import hired, offices
from tests.offices import Hands
from tests.unit.test_reporting import duty


@pytest.fixture
def office(small_office: Callable[..., Workspace]) -> Workspace:
    return small_office(offices.catalogue(duties=[duty()]))


@pytest.fixture
def reporter(office: Workspace):
    return hired.hire(office, "can-bo", ("reporter", "a"))


def made(office: Workspace, who, unit: str = "a", days: int = 30, label: str = "Outlook") -> str:
    return create(office, who, unit, label=label, days=days)


def actions(office: Workspace, on: str) -> list[str]:
    everything = {"from_at": None, "before_at": None, "actor": None, "object_id": on}
    return [row["action"] for row in office.store.rows("audit/rows", **everything)]


def test_an_address_opens_the_calendar_of_its_unit(office: Workspace, reporter):
    token = made(office, reporter)
    assert re.fullmatch(r"bxl_[A-Za-z0-9_-]{43}", token)
    reader = reader_of(office, token)
    assert reader is not None
    (own,) = tokens(office, reporter)
    assert (reader.unit, reader.expires_at) == ("a", own.expires_at)
    assert (reader.who.account, reader.who.session) == ("can-bo", own.handle)
    assert (own.calendar_of, own.label, own.rights) == ("a", "Outlook", frozenset())
    assert made(office, reporter) != token


def test_it_reads_and_does_nothing_else(office: Workspace, reporter):
    reader = reader_of(office, made(office, reporter))
    assert reader is not None
    assert reader.who.may("read")
    assert not any(reader.who.may(right) for right in ("submit", "review", "people", "care"))


def test_it_opens_nothing_of_the_api_and_api_tokens_open_no_calendar(office: Workspace, reporter):
    calendar = made(office, reporter)
    api = api_tokens.create(office, reporter, label="Phần mềm", rights=["read"], days=1)
    assert principal_of_token(office, calendar) is None
    assert principal_of_token(office, api) is not None
    assert reader_of(office, api) is None
    assert calendars.feed(office, api) is None
    # Not even where what they begin with were changed for the other's.
    secret, other = calendar.removeprefix("bxl_"), api.removeprefix("bx_")
    assert principal_of_token(office, f"bx_{secret}") is None
    assert reader_of(office, f"bxl_{other}") is None


def test_what_a_token_is_does_not_hang_on_how_it_begins(office: Workspace, reporter, monkeypatch):
    calendar = made(office, reporter)
    monkeypatch.setattr(token_kept, "API", replace(token_kept.API, prefix="bx"))
    monkeypatch.setattr(api_tokens, "API", token_kept.API)
    assert calendar.startswith(token_kept.API.prefix)
    assert principal_of_token(office, calendar) is None


def test_only_the_hash_is_kept(office: Workspace, reporter):
    token = made(office, reporter)
    calendars.feed(office, token)
    with office.store._connection.cursor() as cursor:
        kept = str(cursor.execute("from api_token").fetchall())
        kept += str(cursor.execute("from audit").fetchall())
    assert token.removeprefix("bxl_") not in kept
    (own,) = tokens(office, reporter)
    assert own.handle in kept
    assert "calendar:a" in kept


@pytest.mark.parametrize("token", [None, "", "bxl_", "bxl_" + "A" * 43, "bxl_" + "é" * 10**5, "x"])
def test_what_was_never_made_opens_nothing(office: Workspace, reporter, token):
    made(office, reporter)
    assert reader_of(office, token) is None


def test_it_ends_on_its_day(office: Workspace, reporter, the_clock: Hands):
    token = made(office, reporter, days=1)
    the_clock.moment += timedelta(hours=23, minutes=59)
    assert calendars.feed(office, token)
    the_clock.moment += timedelta(minutes=1)
    assert calendars.feed(office, token) is None


@pytest.mark.parametrize("days", [0, -1, 367, 10**12])
def test_it_lives_one_day_to_a_year(office: Workspace, reporter, days):
    with pytest.raises(InputRejected) as refused:
        made(office, reporter, days=days, label=" \u200b ")
    assert [each.code for each in refused.value.problems] == ["token-label", "token-days"]
    assert "địa chỉ lịch" in refused.value.problems[0].message
    assert tokens(office, reporter) == []
    assert made(office, reporter, days=366)


def test_revoked_disabled_or_out_of_the_unit_it_is_dead_at_once(office: Workspace):
    def fresh(account: str, unit: str = "a") -> tuple[str, object]:
        who = hired.hire(office, account, ("reporter", "a"), ("leader", "b"))
        token = made(office, who, unit)
        assert calendars.feed(office, token)
        return token, who

    token, who = fresh("thu-hoi")
    revoke(office, who, tokens(office, who)[0].handle)
    assert calendars.feed(office, token) is None
    token, who = fresh("tam-dung")
    hired.disable(office, "tam-dung")
    assert calendars.feed(office, token) is None
    token, who = fresh("doi-phong", "b")
    still = made(office, who, "a")
    with office.store._connection.cursor() as cursor:
        cursor.execute("update role_grant set revoked_at = now() where unit_id = 'b'")
    assert calendars.feed(office, token) is None
    assert calendars.feed(office, still)
    token, who = fresh("het-vai")
    hired.strip(office, "het-vai")
    assert calendars.feed(office, token) is None


def test_a_unit_that_is_no_longer_there_is_nothing(office: Workspace):
    who = hired.hire(office, "lanh-dao", ("leader", "so"))
    token = made(office, who, "c")
    without = {code: unit for code, unit in office.catalogue.units.items() if code != "c"}
    office.catalogue = replace(office.catalogue, units=without, sha256="khac")
    assert calendars.feed(office, token) is None


def test_it_is_for_units_one_sees_alone(office: Workspace, reporter):
    told = set()
    for unit in ("b", "so", "khong-co"):
        with pytest.raises(NotFound) as refused:
            made(office, reporter, unit)
        told.add(str(refused.value).replace(unit, "…"))
    assert len(told) == 1
    assert tokens(office, reporter) == []


def test_programs_and_invented_people_make_none(office: Workspace, reporter):
    program = principal_of_token(
        office, api_tokens.create(office, reporter, label="x", rights=["read"], days=1)
    )
    reader = reader_of(office, made(office, reporter))
    assert program is not None
    assert reader is not None
    for who in (program, reader.who, replace(reporter, is_sample=True)):
        with pytest.raises(Forbidden):
            made(office, who)
    with pytest.raises(Forbidden):
        revoke(office, reader.who, str(reader.who.session))


def test_twenty_of_both_kinds_are_alive_at_most(office: Workspace, reporter):
    for _ in range(token_kept.MOST_ALIVE - 1):
        made(office, reporter)
    api_tokens.create(office, reporter, label="x", rights=["read"], days=1)
    with pytest.raises(InputRejected) as refused:
        made(office, reporter)
    assert [each.code for each in refused.value.problems] == ["token-count"]


def test_it_outlives_the_server(workspace: Workspace):
    who = hired.hire(workspace, "can-bo", ("reporter", "dl-sxd-qlxd"))
    token = made(workspace, who, "dl-sxd-qlxd")
    token_kept._alive_of.clear()  # as after a restart
    reader = reader_of(workspace, token)
    assert reader is not None
    assert reader.unit == "dl-sxd-qlxd"
    assert principal_of_token(workspace, token) is None


def test_the_first_reading_of_a_day_is_in_the_trail(office: Workspace, reporter, the_clock: Hands):
    token = made(office, reporter)
    for _ in range(3):
        calendars.feed(office, token)
        the_clock.moment += timedelta(hours=4)
    the_clock.set("2026-11-23 07:00")
    calendars.feed(office, token)
    calendars.feed(office, token)
    assert actions(office, "calendar/a") == ["calendar.read"] * 2
    (own,) = tokens(office, reporter)
    assert actions(office, f"token/{own.handle}") == ["token.created"]
    assert own.used_at == clock.now()


def test_an_address_tells_when_it_ends(office: Workspace, reporter):
    found = calendars.feed(office, made(office, reporter, days=30))
    assert found is not None
    read = icalendar.Calendar.from_ical(found.content)
    (end,) = [each for each in read.events if "hết hạn" in str(each["summary"])]
    assert clock.today() + timedelta(days=30) == end.DTSTART
    assert end.alarms.times
    assert "Đăng ký lịch" in str(end["description"])
    file = icalendar.Calendar.from_ical(calendars.write(office, reporter, "a"))
    assert {str(e["uid"]) for e in read.events} - {str(e["uid"]) for e in file.events} == {
        str(end["uid"])
    }


def test_the_version_changes_with_what_is_in_it(office: Workspace, reporter, the_clock: Hands):
    token = made(office, reporter)
    first = calendars.feed(office, token)
    the_clock.moment += timedelta(hours=5)
    assert calendars.feed(office, token) == first
    the_clock.set("2026-12-06 08:00")  # November's day is past: it reminds no more
    assert calendars.feed(office, token) != first
