"""API tokens: what they open, for whom, for how long, and what is kept of them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from indicators import clock
from indicators.access import token_kept, wrong_tokens
from indicators.access.api_tokens import create, principal_of_token, revoke, tokens
from indicators.access.wrong_tokens import WrongTokens, network_of
from indicators.errors import Forbidden, InputRejected, NotFound
from indicators.workspace import Workspace
from queries import Store
from tests import hired
from tests.offices import Hands


@pytest.fixture
def office(small_office: Callable[..., Workspace]) -> Workspace:
    return small_office()


@pytest.fixture
def reporter(office: Workspace):
    return hired.hire(office, "can-bo", ("reporter", "a"))


def made(office: Workspace, who, rights=("read", "submit"), days: int = 30, label="Phần mềm X"):
    return create(office, who, label=label, rights=rights, days=days)


def actions(office: Workspace) -> list[str]:
    everything = {"from_at": None, "before_at": None, "actor": None, "object_id": "token"}
    return [row["action"] for row in office.store.rows("audit/rows", **everything)]


def test_a_token_opens_what_its_owner_may(office: Workspace, reporter):
    token = made(office, reporter)
    assert re.fullmatch(r"bx_[A-Za-z0-9_-]{43}", token)
    who = principal_of_token(office, token)
    assert who is not None
    (own,) = tokens(office, reporter)
    assert (who.account, who.name, who.session) == ("can-bo", "Người can-bo", own.handle)
    assert (who.roots("read"), who.roots("submit")) == (["a"], ["a"])
    assert (own.label, own.rights, own.revoked_at) == ("Phần mềm X", {"read", "submit"}, None)
    assert own.expires_at - own.created_at == timedelta(days=30)
    assert made(office, reporter) != token


def test_only_the_hash_is_kept(office: Workspace, reporter):
    token = made(office, reporter)
    with office.store._connection.cursor() as cursor:
        kept = str(cursor.execute("from api_token").fetchall())
        kept += str(cursor.execute("from audit").fetchall())
    assert token.removeprefix("bx_") not in kept
    (own,) = tokens(office, reporter)
    assert own.handle in kept
    assert token not in repr(own)


@pytest.mark.parametrize("token", [None, "", "bx_", "bx_" + "A" * 43, "bx_" + "é" * 10**5, "x"])
def test_what_was_never_made_opens_nothing(office: Workspace, reporter, token):
    made(office, reporter)
    assert principal_of_token(office, token) is None


def test_a_token_is_held_to_its_rights_and_to_the_roles_of_now(office: Workspace, reporter):
    token = made(office, reporter, ["read"])
    who = principal_of_token(office, token)
    assert who is not None
    assert who.may("read")
    assert not who.may("submit")
    both = made(office, reporter)
    hired.strip(office, "can-bo")
    who = principal_of_token(office, both)
    assert who is None or not (who.may("read") or who.may("submit"))


def test_a_leaders_token_never_submits(office: Workspace):
    leader = hired.hire(office, "lanh-dao", ("leader", "so"))
    with pytest.raises(InputRejected) as refused:
        made(office, leader, ["submit"])
    assert [each.code for each in refused.value.problems] == ["token-rights"]
    assert principal_of_token(office, made(office, leader, ["read"]))


def test_an_admins_rights_are_never_in_a_token(office: Workspace):
    admin = hired.hire(office, "quan-tri", ("admin", "tinh"))
    with pytest.raises(InputRejected):
        made(office, admin, ["people"])
    who = principal_of_token(office, made(office, admin, ["read"]))
    assert who is not None
    assert not any(who.may(right) for right in ("people", "audit", "care", "submit", "review"))


def test_everything_wrong_is_told_at_once(office: Workspace, reporter):
    with pytest.raises(InputRejected) as refused:
        made(office, reporter, ["review"], 0, " \u200b ")
    codes = [each.code for each in refused.value.problems]
    assert codes == ["token-label", "token-rights", "token-days"]
    assert tokens(office, reporter) == []


@pytest.mark.parametrize("days", [0, -1, 367])
def test_a_token_lives_one_day_to_a_year(office: Workspace, reporter, days):
    with pytest.raises(InputRejected):
        made(office, reporter, days=days)
    assert made(office, reporter, days=1)
    assert made(office, reporter, days=366)


def test_it_ends_on_its_day(office: Workspace, reporter, the_clock: Hands):
    token = made(office, reporter, days=1)
    the_clock.moment += timedelta(hours=23, minutes=59)
    assert principal_of_token(office, token)
    the_clock.moment += timedelta(minutes=1)
    assert principal_of_token(office, token) is None
    (own,) = tokens(office, reporter)
    assert not own.is_alive(the_clock.moment)


def test_revoked_it_ends_at_once_and_for_good(office: Workspace, reporter):
    token, other = made(office, reporter), made(office, reporter)
    handle = principal_of_token(office, token).session
    revoke(office, reporter, handle)
    revoke(office, reporter, handle)
    assert principal_of_token(office, token) is None
    assert principal_of_token(office, other)
    assert actions(office) == ["token.created", "token.created", "token.revoked"]


def test_a_disabled_persons_tokens_are_dead(office: Workspace, reporter):
    token = made(office, reporter)
    hired.disable(office, "can-bo")
    assert principal_of_token(office, token) is None
    with pytest.raises(NotFound):
        made(office, reporter)


def test_the_tokens_of_others_are_not_there(office: Workspace, reporter):
    other = hired.hire(office, "nguoi-khac", ("office", "tinh"))
    handle = principal_of_token(office, made(office, reporter)).session
    assert tokens(office, other) == []
    told = []
    for name in (handle, "khong-co"):
        with pytest.raises(NotFound) as refused:
            revoke(office, other, name)
        told.append(str(refused.value))
    assert told[0] == told[1]
    assert tokens(office, reporter)[0].revoked_at is None


def test_a_program_hands_itself_no_other_key(office: Workspace, reporter):
    who = principal_of_token(office, made(office, reporter))
    with pytest.raises(Forbidden):
        made(office, who)
    with pytest.raises(Forbidden):
        revoke(office, who, who.session)
    assert len(tokens(office, reporter)) == 1


def test_invented_people_have_none(office: Workspace):
    invented = hired.hire(office, "mau", ("reporter", "a"), is_sample=True)
    with pytest.raises(Forbidden):
        made(office, invented)
    token = made(office, replace(invented, is_sample=False))  # were one made all the same
    assert principal_of_token(office, token) is None


def test_who_is_nobody_here_gets_none(office: Workspace):
    with pytest.raises(NotFound):
        made(office, office.operator("dong-lenh"))


def test_twenty_at_most_are_alive(office: Workspace, reporter, the_clock: Hands):
    for _ in range(token_kept.MOST_ALIVE):
        made(office, reporter, days=1)
    with pytest.raises(InputRejected) as refused:
        made(office, reporter)
    assert [each.code for each in refused.value.problems] == ["token-count"]
    revoke(office, reporter, tokens(office, reporter)[0].handle)
    made(office, reporter, days=1)
    the_clock.moment += timedelta(days=2)
    assert made(office, reporter)


def test_use_is_written_once_a_minute_and_changes_no_board(
    office: Workspace, reporter, the_clock: Hands, monkeypatch: pytest.MonkeyPatch
):
    token, version = made(office, reporter), office.store.version
    writes = []
    write = Store.write
    monkeypatch.setattr(Store, "write", lambda *a, **k: writes.append(1) or write(*a, **k))
    first = the_clock.moment
    for seconds in (0, 30, 59, 61, 100):
        the_clock.moment = first + timedelta(seconds=seconds)
        assert principal_of_token(office, token)
    assert len(writes) == 2
    assert tokens(office, reporter)[0].used_at == first + timedelta(seconds=61)
    assert office.store.version == version


def test_finding_a_token_asks_the_store_for_the_roles_alone(
    office: Workspace, reporter, monkeypatch: pytest.MonkeyPatch
):
    token = made(office, reporter)
    principal_of_token(office, token)
    asked = []
    rows = Store.rows
    monkeypatch.setattr(Store, "rows", lambda s, n, **k: asked.append(n) or rows(s, n, **k))
    assert principal_of_token(office, token)
    assert principal_of_token(office, "bx_khong-co") is None
    assert asked == ["access/standing"]


def test_tokens_outlive_the_server(workspace: Workspace):
    reporter = hired.hire(workspace, "can-bo", ("reporter", "dl-sxd-qlxd"))
    token, ended = made(workspace, reporter), made(workspace, reporter)
    revoke(workspace, reporter, principal_of_token(workspace, ended).session)
    token_kept._alive_of.clear()  # as after a restart
    assert principal_of_token(workspace, token)
    assert principal_of_token(workspace, ended) is None


def test_a_use_noted_late_does_not_bring_a_revoked_token_back(office: Workspace, reporter):
    token = made(office, reporter)
    alive = token_kept.alive(office.store)
    revoke(office, reporter, tokens(office, reporter)[0].handle)
    assert not alive.note_use(token_kept.sha256_of(token), clock.now())
    assert principal_of_token(office, token) is None


# Wrong tokens.


class Watch:
    """A monotonic clock moved by hand."""

    def __init__(self) -> None:
        self.now = 1000.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def watch(monkeypatch: pytest.MonkeyPatch) -> Watch:
    found = Watch()
    monkeypatch.setattr(wrong_tokens, "time", found)
    return found


def test_many_wrong_tokens_wait_and_waiting_does_not_grow(office: Workspace, watch: Watch):
    wrong = WrongTokens()
    assert [wrong.note(office, "10.0.0.1") for _ in range(10)] == [0] * 10
    assert wrong.note(office, "10.0.0.1") == 60
    watch.now += 59
    assert wrong.note(office, "10.0.0.1") == 1
    assert wrong.note(office, "10.0.0.2") == 0
    watch.now += 1
    assert wrong.note(office, "10.0.0.1") == 0


def test_wrong_tokens_leave_one_row_an_hour(office: Workspace, watch: Watch):
    wrong = WrongTokens()
    for _ in range(30):
        wrong.note(office, "10.0.0.1")
    assert actions(office) == ["token.refused"]
    watch.now += 3600
    wrong.note(office, "10.0.0.1")
    assert actions(office) == ["token.refused"] * 2


def test_addresses_kept_are_bounded(office: Workspace, watch: Watch, monkeypatch):
    monkeypatch.setattr(wrong_tokens, "_KEPT", 3)
    wrong = WrongTokens()
    for number in range(9):
        watch.now += 1
        wrong.note(office, f"10.0.0.{number}")
    assert len(wrong._tries) == 3


def test_one_ipv6_line_counts_as_one():
    assert network_of("2001:db8:1:2::1") == network_of("2001:db8:1:2:ffff::9")
    assert network_of("2001:db8:1:3::1") != network_of("2001:db8:1:2::1")
    assert network_of("192.0.2.7") == "192.0.2.7"
    assert network_of("testclient") == "testclient"
