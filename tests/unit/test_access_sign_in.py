"""Signing in and its throttle, line by line of SECURITY.md, "Accounts and sessions"."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import nullcontext
from datetime import timedelta

import argon2
import pytest

from indicators.access import Grant, passwords, throttle
from indicators.access import sign_in as signing
from indicators.access.own import change_password
from indicators.access.refusal import SignInRefused
from indicators.errors import Busy, InputRejected
from tests.unit import access_people as people

MINUTE = timedelta(minutes=1)
LEADER = Grant("leader", "so")
AT_FULL_COST = {"test_an_old_hash_is_renewed_at_the_next_sign_in"}
CHEAP = people.CHEAP


@pytest.fixture(autouse=True)
def _in_little_time(request) -> Iterator[None]:
    """Hash at the least cost, and refuse at once, but where what it costs is tested."""
    with nullcontext() if request.node.name in AT_FULL_COST else people.in_little_time():
        yield


@pytest.fixture
def office(small_office):
    made = small_office()
    people.add(made, "van.thu", LEADER)
    return made


def fail(office, times=1, account="van.thu", **changes: object):
    """Try a wrong password so many times."""
    for _ in range(times):
        with pytest.raises(SignInRefused):
            people.enter(office, account, "không phải mật khẩu", **changes)


def is_let_in(office, **changes: object):
    """Whether the right password lets its owner in now."""
    try:
        people.enter(office, "van.thu", **changes)
    except SignInRefused:
        return False
    return True


def refusal(office, account, password):
    with pytest.raises(SignInRefused) as refused:
        people.enter(office, account, password)
    return type(refused.value), str(refused.value), refused.value.args


def test_the_right_password_begins_a_session(office):
    done = people.enter(office, "  Van.Thu ")
    session = office.sessions.find(done.token)
    assert (session.account, session.kind, session.address) == ("van.thu", "password", "10.0.0.7")
    assert not done.must_change
    assert people.actions(office)[-1] == (
        "van.thu", "session.began", f"session/{session.handle}"
    )  # fmt: skip


def test_every_failure_has_the_same_answer(office, the_clock):
    people.add(office, "da.nghi", LEADER)
    people.add(office, "bi.chan", LEADER)
    people.add(office, "khong-mat-khau", LEADER, is_sample=True)
    with office.store.write("test", changes_board=False) as write:
        write.run("access/record_person_disabled", account="da.nghi", disabled_at=the_clock.moment)
    fail(office, 5, "bi.chan")
    answers = {
        refusal(office, "van.thu", "sai"),
        refusal(office, "khong.co", people.PASSWORD),
        refusal(office, "da.nghi", people.PASSWORD),
        refusal(office, "bi.chan", people.PASSWORD),
        refusal(office, "khong-mat-khau", ""),
        refusal(office, "", ""),
        refusal(office, "x" * 100_000, "y" * 100_000),
        refusal(office, "'; drop table person --", "\x00"),
    }
    assert len(answers) == 1


def test_every_failure_takes_one_verify_an_unknown_user_s_too(office, monkeypatch):
    counts = []
    verify = argon2.PasswordHasher.verify

    def counted(self, known, text) -> bool:
        assert argon2.extract_parameters(known) == CHEAP._parameters  # as costly as anybody's
        counts[-1] += 1
        return verify(self, known, text)

    monkeypatch.setattr(argon2.PasswordHasher, "verify", counted)
    for account in ("van.thu", "khong.co", *["van.thu"] * 6):  # blocked at the end
        counts.append(0)
        fail(office, 1, account)
    assert counts == [1] * 8


class Watch:
    """A stopwatch in the place of the module `time`: only what a test says takes time."""

    def __init__(self) -> None:
        self.at = 0.0

    def monotonic(self):
        return self.at

    def sleep(self, seconds):
        self.at += seconds


def test_every_failure_has_the_same_timing(office, monkeypatch):
    people.add(office, "bi.chan", LEADER)
    fail(office, 5, "bi.chan")
    watch = Watch()
    costs = iter([0.031, 0.049, 0.004, 0.187])

    def matches(_known, _text) -> bool:
        watch.at += next(costs)
        return False

    monkeypatch.setattr(signing, "time", watch)
    monkeypatch.setattr(signing, "ANSWERED_EVERY", 0.2)
    monkeypatch.setattr(passwords, "matches", matches)
    taken = []
    for account in ("van.thu", "khong.co", "bi.chan", "van.thu"):
        began = watch.at
        fail(office, 1, account)
        taken.append(watch.at - began)
    assert taken == pytest.approx([0.2] * 4)


def test_refusals_do_wait_in_the_running_program(office, monkeypatch):
    monkeypatch.setattr(signing, "ANSWERED_EVERY", 0.2)
    began = time.monotonic()
    fail(office, 1)
    assert time.monotonic() - began >= 0.2


def test_five_failures_then_a_minute(office, the_clock):
    fail(office, 4)
    assert is_let_in(office)
    fail(office, 5)
    assert not is_let_in(office)
    the_clock.moment += MINUTE - timedelta(seconds=1)
    assert not is_let_in(office)
    the_clock.moment += timedelta(seconds=1)
    assert is_let_in(office)


def test_the_wait_doubles_to_15_minutes_and_never_further(office, the_clock):
    fail(office, 5)
    waits = []
    for _ in range(8):
        began = the_clock.moment
        while throttle_is_shut(office, the_clock):
            the_clock.moment += timedelta(seconds=30)
        waits.append((the_clock.moment - began) / MINUTE)
        fail(office, 1)
    assert waits == [1, 2, 4, 8, 15, 15, 15, 15]
    the_clock.moment += 15 * MINUTE
    assert is_let_in(office)


def throttle_is_shut(office, the_clock):
    rows = [
        row
        for bucket in throttle.buckets_of(
            office.trail, "van.thu", exists=True, device=None, address="10.0.0.7"
        )
        for row in office.store.rows("access/throttle", bucket=bucket.name)
    ]
    return any(row["blocked_until"] and row["blocked_until"] > the_clock.moment for row in rows)


@pytest.mark.parametrize(
    ("failures", "minutes"), [(0, 0), (4, 0), (5, 1), (6, 2), (8, 8), (9, 15), (10**9, 15)]
)
def test_how_long_is_a_table(failures, minutes):
    assert throttle.wait_after(failures) == minutes * MINUTE


def test_tries_while_blocked_do_not_count_and_do_not_lengthen_the_wait(office, the_clock):
    fail(office, 5)
    for _ in range(20):
        fail(office, 1)
        the_clock.moment += timedelta(seconds=3)
    assert is_let_in(office)


def test_the_right_password_begins_the_count_anew(office):
    for _ in range(3):
        fail(office, 4)
        assert is_let_in(office)


def test_the_throttle_survives_reopening_the_store(settings, the_clock):
    office = people.file_office(settings)
    people.add(office, "van.thu", LEADER)
    fail(office, 5)
    office.close()
    office = people.file_office(settings)
    assert not is_let_in(office)
    the_clock.moment += MINUTE
    assert is_let_in(office)
    office.close()


def test_a_clock_put_back_makes_no_wait_longer_than_15_minutes(office, the_clock):
    the_clock.moment += timedelta(days=1)
    fail(office, 5)
    the_clock.moment -= timedelta(days=1)
    assert is_let_in(office)


def test_others_guesses_do_not_lock_out_a_known_device(office):
    device = people.enter(office, "van.thu").device
    fail(office, 40)
    assert not is_let_in(office)
    assert is_let_in(office, device=device)


def test_a_known_device_is_throttled_by_its_own_guesses(office):
    device = people.enter(office, "van.thu").device
    fail(office, 5, device=device)
    assert not is_let_in(office, device=device)
    assert is_let_in(office)


def test_a_device_is_known_for_its_own_account_and_cannot_be_made_up(office, small_office):
    people.add(office, "nguoi.khac", LEADER)
    foreign = people.enter(office, "nguoi.khac").device
    elsewhere = small_office()
    people.add(elsewhere, "van.thu", LEADER)
    strange = people.enter(elsewhere, "van.thu").device
    fail(office, 5)
    for device in (foreign, strange, "", ".", "x.y", "é.ü", "a" * 5000):
        assert not is_let_in(office, device=device)


def test_a_device_keeps_its_name_and_tells_no_account(office):
    device = people.enter(office, "van.thu").device
    assert people.enter(office, "van.thu", device=device).device == device
    assert people.enter(office, "van.thu").device != device
    assert "van" not in device


def test_guesses_from_one_address_leave_the_owner_s_own_address_open(office):
    fail(office, 30, address="203.0.113.9")
    assert not is_let_in(office, address="203.0.113.9")
    assert is_let_in(office, address="10.1.1.1")


def test_guesses_from_many_addresses_meet_a_wall_too(office, the_clock):
    for number in range(60):
        fail(office, 1, address=f"203.0.113.{number}")
    assert not is_let_in(office, address="10.1.1.1")
    the_clock.moment += 15 * MINUTE
    assert is_let_in(office, address="10.1.1.1")


def test_one_line_s_ipv6_addresses_are_one(office):
    for number in range(5):
        fail(office, 1, address=f"2001:db8:1:2::{number}")
    assert not is_let_in(office, address="2001:db8:1:2:ffff::1")
    assert is_let_in(office, address="2001:db8:1:3::1")


def test_100_wrong_passwords_a_minute_lock_the_owner_out_for_15_minutes_at_most(office, the_clock):
    for tenth in range(150):  # a quarter of an hour, from one address; the owner sits elsewhere
        fail(office, 1, address="203.0.113.9")
        the_clock.moment += timedelta(seconds=6)
        if tenth % 50 == 0:
            assert is_let_in(office, address="10.1.1.1")
    the_clock.moment += 15 * MINUTE
    assert is_let_in(office, address="203.0.113.9")


def test_guesses_at_accounts_that_do_not_exist_fill_no_table(office):
    for number in range(60):
        fail(office, 1, f"khong.co.{number}")
    with office.store._connection.cursor() as cursor:
        names = [row[0] for row in cursor.execute("select bucket from sign_in_throttle").fetchall()]
    assert all(name.startswith("*/") for name in names)
    assert not any("khong" in name for name in names)
    assert throttle._NOBODYS == 2  # hex digits: 256 pairs of buckets at most


def test_many_guesses_at_once_gain_nothing(office, monkeypatch):
    tried = []
    matches = passwords.matches
    monkeypatch.setattr(
        passwords, "matches", lambda known, text: tried.append(known) or matches(known, text)
    )
    admitted = []
    admit = throttle.admit

    def watched(*arguments: object, **options: object) -> bool:
        admitted.append(admit(*arguments, **options))
        return admitted[-1]

    monkeypatch.setattr(throttle, "admit", watched)
    busy = []

    def guess() -> None:
        try:
            fail(office, 2)
        except Busy:
            busy.append(1)

    threads = [threading.Thread(target=guess) for _ in range(12)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert admitted.count(True) == throttle.FREE_TRIES
    assert len(tried) == 24 - len(busy)


def test_a_password_is_in_no_table_and_no_audit_row(office):
    with pytest.raises(SignInRefused):
        people.enter(office, "van.thu", "mật khẩu gõ nhầm 4711")
    with pytest.raises(SignInRefused):
        people.enter(office, people.PASSWORD.lower(), "x")  # typed into the wrong field
    people.enter(office, "van.thu")
    kept = people.everything(office)
    assert "4711" not in kept
    assert people.PASSWORD not in kept
    assert people.PASSWORD.lower() not in kept


def test_refused_sign_ins_are_in_the_trail(office):
    fail(office, 1)
    fail(office, 1, "khong.co")
    assert people.actions(office)[-2:] == [
        ("khach", "sign-in.refused", "person/van.thu"),
        ("khach", "sign-in.refused", "person"),
    ]


def test_what_is_tried_while_blocked_does_not_fill_the_trail(office):
    fail(office, 5)
    before = len(people.actions(office))
    fail(office, 50)
    assert len(people.actions(office)) == before + 1
    assert people.actions(office)[-1][1] == "access.refused"


def test_an_old_hash_is_renewed_at_the_next_sign_in(office):
    set_hash(office, CHEAP.hash(people.PASSWORD))
    people.enter(office, "van.thu")
    assert not passwords.needs_rehash(kept_hash(office))
    assert passwords.matches(kept_hash(office), people.PASSWORD)


def test_a_password_that_a_new_role_outgrew_must_change_first(office, the_clock):
    short = "trâu cày ruộng"
    set_hash(office, passwords.hash_password(short))
    assert not people.enter(office, "van.thu", short).must_change
    with office.store.write("test", changes_board=False) as write:
        write.run(
            "access/record_grant",
            account="van.thu",
            role="admin",
            unit_id="so",
            granted_at=the_clock.moment,
            granted_by="ai-do",
        )
    done = people.enter(office, "van.thu", short)
    assert done.must_change
    assert office.sessions.find(done.token).must_change
    who = office.sessions.principal(office.sessions.find(done.token).handle)
    fresh = change_password(office, who, old=short, new=people.OTHER)
    assert not office.sessions.find(fresh).must_change
    assert not people.enter(office, "van.thu", people.OTHER).must_change


@pytest.mark.parametrize(("rules", "must_change"), [("standard", False), ("qd742", True)])
def test_passwords_age_under_qd_742_alone(settings, the_clock, rules, must_change):
    office = people.file_office(settings, password_rules=rules)
    people.add(office, "van.thu", LEADER)
    strong = "Ngày mưa ở quê 7"
    set_hash(office, passwords.hash_password(strong))
    the_clock.moment += timedelta(days=89)
    assert not people.enter(office, "van.thu", strong).must_change
    the_clock.moment += timedelta(days=2)
    assert people.enter(office, "van.thu", strong).must_change is must_change
    office.close()


def test_changing_needs_the_old_password_and_a_better_new_one(office):
    done = people.enter(office, "van.thu")
    who = office.sessions.principal(office.sessions.find(done.token).handle)
    with pytest.raises(SignInRefused):
        change_password(office, who, old="sai", new=people.OTHER)
    for new in ("ngắn", "matkhau 2026 !", people.PASSWORD):
        with pytest.raises(InputRejected):
            change_password(office, who, old=people.PASSWORD, new=new)
    assert office.sessions.find(done.token)
    change_password(office, who, old=people.PASSWORD, new=people.OTHER)
    fail(office, 1)
    with pytest.raises(SignInRefused):
        people.enter(office, "van.thu", people.PASSWORD)
    assert people.enter(office, "van.thu", people.OTHER)
    assert ("van.thu", "person.password-set", "person/van.thu") in people.actions(office)


def test_an_open_session_cannot_be_used_to_guess_the_password(office):
    done = people.enter(office, "van.thu")
    who = office.sessions.principal(office.sessions.find(done.token).handle)
    for _ in range(5):
        with pytest.raises(SignInRefused):
            change_password(office, who, old="sai", new=people.OTHER)
    with pytest.raises(SignInRefused):
        change_password(office, who, old=people.PASSWORD, new=people.OTHER)


def test_a_reset_between_proof_and_session_lets_nobody_in(office, monkeypatch):
    settled = signing._settled

    def slow(*arguments: object) -> tuple[str, bool]:
        found = settled(*arguments)
        set_hash(office, passwords.hash_password(people.OTHER))
        return found

    monkeypatch.setattr(signing, "_settled", slow)
    assert not is_let_in(office)
    assert office.sessions.of("van.thu") == []


def test_signing_out_is_in_the_trail(office):
    session = office.sessions.find(people.enter(office, "van.thu").token)
    signing.sign_out(office, session.handle)
    assert office.sessions.of("van.thu") == []
    assert people.actions(office)[-1] == (
        "van.thu", "session.ended", f"session/{session.handle}"
    )  # fmt: skip


def set_hash(office, made):
    with office.store.write("test", changes_board=False) as write:
        write.run(
            "access/record_password",
            account="van.thu",
            password_hash=made,
            must_change_password=False,
        )


def kept_hash(office):
    return office.store.rows("access/person", account="van.thu")[0]["password_hash"]
