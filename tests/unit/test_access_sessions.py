"""Sessions, line by line of SECURITY.md, "Accounts and sessions"."""

from __future__ import annotations

import hashlib
import threading
import timeit
from datetime import timedelta

import pytest

from indicators.access import Grant
from indicators.access.own import change_password, end_own
from indicators.access.sessions import ABSOLUTE, IDLE, Sessions
from indicators.errors import NotFound
from tests import offices
from tests.unit import access_people as people

MINUTE = timedelta(minutes=1)
LEADER = Grant("leader", "so")


@pytest.fixture
def office(small_office):
    made = small_office()
    people.add(made, "lanh.dao", LEADER)
    return made


def begin(office, account="lanh.dao", kind="password"):
    """Return the token and the session of a new one."""
    token = office.sessions.begin(account, kind=kind, **people.FROM)
    return token, office.sessions.find(token)


def again(office):
    """Return the sessions as a restarted program finds them."""
    return Sessions(office.store, office.trail)


def ended(office):
    return {
        row[0]: row[1]
        for row in office.store._connection.cursor()
        .execute("select handle, ended_why from session")
        .fetchall()
    }


def test_a_token_is_256_bits_and_never_the_same(office):
    tokens = {begin(office)[0] for _ in range(20)}
    assert len(tokens) == 20
    assert {len(each) for each in tokens} == {43}  # 256 bits in base64


def test_the_store_and_the_trail_hold_only_the_sha256_of_a_token(office):
    token, session = begin(office)
    kept = people.everything(office)
    assert token not in kept
    assert hashlib.sha256(token.encode()).hexdigest() in kept
    assert session.handle in kept
    assert hashlib.sha256(token.encode()).hexdigest() not in repr(session)


def test_neither_a_handle_nor_a_hash_opens_a_session(office):
    token, session = begin(office)
    sha256 = hashlib.sha256(token.encode()).hexdigest()
    for wrong in (None, "", session.handle, sha256, token[:-1], token + "=", "\ud800", "x" * 9999):
        assert office.sessions.find(wrong) is None
    assert office.sessions.find(token) == session


def test_30_idle_minutes_end_a_session(office, the_clock):
    token, _ = begin(office)
    the_clock.moment += IDLE - timedelta(seconds=1)
    assert office.sessions.find(token)
    the_clock.moment += timedelta(seconds=1)
    assert office.sessions.find(token) is None
    the_clock.moment -= timedelta(minutes=10)
    assert office.sessions.find(token) is None  # ended is ended


def test_finding_is_no_activity_as_a_page_that_refreshes_itself_is_none(office, the_clock):
    token, session = begin(office)
    for _ in range(6):
        the_clock.moment += 5 * MINUTE
        found = office.sessions.find(token)
        if found:
            office.sessions.principal(session.handle)
            office.sessions.of("lanh.dao")
    assert office.sessions.find(token) is None


def test_activity_keeps_a_session_but_not_beyond_ten_hours(office, the_clock):
    token, session = begin(office)
    began = the_clock.moment
    while the_clock.moment - began < ABSOLUTE - 20 * MINUTE:
        the_clock.moment += 20 * MINUTE
        office.sessions.touch(session.handle)
    assert office.sessions.find(token)
    the_clock.moment = began + ABSOLUTE
    assert office.sessions.find(token) is None
    assert timedelta(hours=10) == ABSOLUTE


def test_touching_what_has_run_out_revives_nothing(office, the_clock):
    token, session = begin(office)
    the_clock.moment += IDLE
    office.sessions.touch(session.handle)
    assert office.sessions.find(token) is None


def test_a_clock_put_back_a_day_ends_sessions_rather_than_lengthen_them(office, the_clock):
    token, _ = begin(office)
    the_clock.moment -= timedelta(days=1)
    assert office.sessions.find(token) is None


def test_a_restart_throws_nobody_out_and_forgets_no_idleness(office, the_clock):
    token, session = begin(office)
    the_clock.moment += 20 * MINUTE
    office.sessions.touch(session.handle)
    the_clock.moment += 20 * MINUTE
    assert again(office).find(token).handle == session.handle
    the_clock.moment += 10 * MINUTE
    assert again(office).find(token) is None


def test_activity_is_written_once_a_minute_at_most(office, the_clock, monkeypatch):
    _, session = begin(office)
    writes = []
    write = office.store.write
    monkeypatch.setattr(
        type(office.store), "write", lambda _, why, **k: writes.append(why) or write(why, **k)
    )
    office.sessions._written_at = the_clock.moment
    for _ in range(130):
        the_clock.moment += timedelta(seconds=1)
        office.sessions.touch(session.handle)
    assert writes == ["session", "session"]


def test_what_changes_only_sessions_makes_no_board_anew(office):
    before = office.store.version
    _, session = begin(office)
    office.sessions.touch(session.handle)
    office.sessions.end(session.handle, why="signed-out")
    assert office.store.version == before


def test_signing_out_ends_the_session_everywhere_and_for_good(office):
    token, session = begin(office)
    other, _ = begin(office)
    told = []
    office.sessions.on_end(told.append)
    office.sessions.end(session.handle, why="signed-out")
    assert office.sessions.find(token) is None
    assert again(office).find(token) is None
    assert office.sessions.find(other)
    assert told == [session.handle]
    assert ended(office)[session.handle] == "signed-out"
    assert people.actions(office)[-1] == (
        "lanh.dao", "session.ended", f"session/{session.handle}"
    )  # fmt: skip


def test_whoever_waits_is_told_of_idle_ends_too(office, the_clock):
    _, session = begin(office)
    told = []
    office.sessions.on_end(told.append)
    the_clock.moment += IDLE
    office.sessions.sweep()
    assert told == [session.handle]
    assert ended(office)[session.handle] == "idle"
    assert office.sessions._alive == {}


def test_a_principal_has_the_roles_of_this_moment(office, the_clock):
    _, session = begin(office)
    assert office.sessions.principal(session.handle).grants == {LEADER}
    with office.store.write("test", changes_board=False) as write:
        write.run(
            "access/record_grant_revoked",
            account="lanh.dao",
            role="leader",
            unit_id="so",
            revoked_at=the_clock.moment,
        )
    office.sessions.people_changed()
    found = office.sessions.principal(session.handle)
    assert found.grants == frozenset()
    assert found.session == session.handle
    assert not found.may("read")


def test_no_principal_of_a_disabled_person_even_with_a_live_session(office, the_clock):
    token, session = begin(office)
    with office.store.write("test", changes_board=False) as write:
        write.run("access/record_person_disabled", account="lanh.dao", disabled_at=the_clock.moment)
    assert office.sessions.principal(session.handle) is None
    assert again(office).find(token) is None
    with pytest.raises(NotFound):
        office.sessions.begin("lanh.dao", kind="password", **people.FROM)


def test_changing_the_password_ends_every_session_and_begins_one(office):
    tokens = [begin(office)[0] for _ in range(3)]
    who = office.sessions.principal(office.sessions.find(tokens[0]).handle)
    fresh = change_password(office, who, old=people.PASSWORD, new=people.OTHER)
    assert [office.sessions.find(each) for each in tokens] == [None] * 3
    assert [again(office).find(each) for each in tokens] == [None] * 3
    assert office.sessions.find(fresh).account == "lanh.dao"
    assert set(ended(office).values()) == {"password", None}


def test_all_sessions_of_a_person_end_but_one_s_own(office):
    people.add(office, "nguoi.khac", LEADER)
    kept, own = begin(office)
    gone = begin(office)[0]
    other = begin(office, "nguoi.khac")[0]
    office.sessions.end_all("lanh.dao", why="ended", but=own.handle)
    assert office.sessions.find(kept)
    assert office.sessions.find(gone) is None
    assert office.sessions.find(other)


def test_one_ends_one_s_own_sessions_and_nobody_else_s(office):
    people.add(office, "nguoi.khac", LEADER)
    _, own = begin(office)
    token, other = begin(office, "nguoi.khac")
    who = office.sessions.principal(own.handle)
    with pytest.raises(NotFound) as foreign:
        end_own(office, who, other.handle)
    with pytest.raises(NotFound) as unknown:
        end_own(office, who, "khong-co")
    assert str(foreign.value) == str(unknown.value)
    assert office.sessions.find(token)
    end_own(office, who, own.handle)
    assert office.sessions.of("lanh.dao") == []


def test_a_session_whose_write_fails_was_never_there(office, monkeypatch):
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(type(office.trail), "record", broken)
    with pytest.raises(RuntimeError):
        office.sessions.begin("lanh.dao", kind="password", **people.FROM)
    assert office.sessions._alive == {}
    assert again(office).of("lanh.dao") == []


def test_many_threads_begin_find_and_end_without_losing_one(office):
    left, errors = [], []

    def come_and_go() -> None:
        try:
            for _ in range(5):
                kept, _ = begin(office)
                _, gone = begin(office)
                office.sessions.touch(gone.handle)
                office.sessions.end(gone.handle, why="signed-out")
                left.append(kept)
        except Exception as error:  # noqa: BLE001 - of any kind, in any thread
            errors.append(error)

    threads = [threading.Thread(target=come_and_go) for _ in range(8)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert errors == []
    assert all(office.sessions.find(token) for token in left)
    assert len(office.sessions.of("lanh.dao")) == len(left) == 40
    assert len(again(office).of("lanh.dao")) == 40


def test_finding_costs_no_sql_and_far_less_than_the_gate_s_two_milliseconds(office, monkeypatch):
    token, _ = begin(office)
    monkeypatch.setattr(type(office.store), "rows", None)
    assert timeit.timeit(lambda: office.sessions.find(token), number=1000) < 0.2  # 200 µs each


def test_what_a_browser_says_of_itself_is_cut(office):
    token = office.sessions.begin("lanh.dao", kind="password", address="1" * 999, agent="x" * 9999)
    found = office.sessions.find(token)
    assert (len(found.address), len(found.agent)) == (100, 300)


def test_the_last_minute_of_activity_is_kept_when_the_office_closes(settings, the_clock):
    office = offices.open_office(settings=settings, path=settings.store_path)
    people.add(office, "lanh.dao", LEADER)
    token = office.sessions.begin("lanh.dao", kind="password", address="x", agent="x")
    the_clock.moment += timedelta(seconds=40)
    office.sessions.touch(office.sessions.find(token).handle)
    office.close()
    again = offices.open_office(settings=settings, path=settings.store_path)
    assert again.sessions.find(token).seen_at == the_clock.moment
    again.close()
