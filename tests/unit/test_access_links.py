"""First start and one-time links, line by line of SECURITY.md, "Accounts and sessions"."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterator
from datetime import timedelta

import pytest

from indicators.access import Grant, people
from indicators.access.links import address_of, look_up, setup_link, use
from indicators.access.refusal import SignInRefused
from indicators.errors import Conflict, InputRejected, NotFound
from tests.unit import access_people as made

MINUTE = timedelta(minutes=1)
FIRST = {"account": "quan.tri", "name": "Người quản trị", "password": made.PASSWORD, **made.FROM}


@pytest.fixture(autouse=True)
def _in_little_time() -> Iterator[None]:
    with made.in_little_time():
        yield


@pytest.fixture
def office(settings, the_clock):  # noqa: ARG001 - the clock must stand still while it is open
    found = made.file_office(settings)
    yield found
    found.close()


def set_up(office):
    """Return the token in the file that the first start writes."""
    return setup_link(office).read_text(encoding="utf-8").split("/lien-ket/")[1].strip()


def closed(office, token):
    with pytest.raises(NotFound) as gone:
        use(office, token, **FIRST)
    return look_up(office, token) is None and "không dùng được" in str(gone.value)


def test_a_new_store_has_no_account_at_all(office):
    assert people.people(office, office.operator()) == []
    for account in ("admin", "administrator", "root", "quan.tri", "he-thong", "khach"):
        for password in ("", "admin", "password", made.PASSWORD):
            with pytest.raises(SignInRefused):
                made.enter(office, account, password)


@pytest.mark.skipif(os.name == "nt", reason="files have no modes on Windows")
def test_the_set_up_link_is_in_a_file_that_only_its_owner_may_read(office):
    before = os.umask(0)
    try:
        file = setup_link(office)
    finally:
        os.umask(before)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert file.parent == office.settings.audit_key_path.parent
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700


@pytest.mark.skipif(os.name == "nt", reason="files have no modes on Windows")
def test_a_file_laid_there_by_someone_else_is_replaced_not_written_into(office, tmp_path):
    file = setup_link(office)
    file.unlink()
    theirs = tmp_path / "cua-nguoi-khac"
    theirs.write_text("")
    file.symlink_to(theirs)
    setup_link(office)
    assert not file.is_symlink()
    assert theirs.read_text() == ""
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_the_set_up_link_makes_the_first_admin_who_is_nothing_else(office):
    token = set_up(office)
    assert look_up(office, token).purpose == "setup"
    done = use(office, token, **FIRST)
    who = office.sessions.principal(office.sessions.find(done.token).handle)
    assert who.account == "quan.tri"
    assert who.grants == {Grant("admin", "tinh")}
    assert not who.may("review")
    assert made.enter(office, "quan.tri")
    assert ("quan.tri", "person.set-up", "person/quan.tri") in made.actions(office)


def test_the_set_up_link_works_once_and_its_file_goes(office):
    file = setup_link(office)
    token = set_up(office)
    use(office, token, **FIRST)
    assert closed(office, token)
    assert not file.exists()


def test_the_set_up_link_is_good_for_60_minutes(office, the_clock):
    token = set_up(office)
    the_clock.moment += 60 * MINUTE - timedelta(seconds=1)
    assert look_up(office, token)
    the_clock.moment += timedelta(seconds=1)
    assert closed(office, token)


def test_a_clock_put_back_makes_no_old_link_good(office, the_clock):
    token = set_up(office)
    the_clock.moment -= timedelta(days=1)
    assert closed(office, token)


def test_the_set_up_link_is_refused_once_an_admin_exists(office):
    token = set_up(office)
    made.admin(office, "quan.tri.khac")
    assert closed(office, token)
    assert setup_link(office) is None


def test_other_people_and_the_sample_s_admin_do_not_count_as_one(office):
    made.add(office, "lanh.dao", Grant("leader", "so"))
    made.add(office, "quan-tri-mau", Grant("admin", "so"), is_sample=True)
    assert use(office, set_up(office), **FIRST)


def test_a_disabled_admin_does_not_count_as_one(office, the_clock):
    made.admin(office)
    with office.store.write("test", changes_board=False) as write:
        write.run("access/record_person_disabled", account="quan.tri", disabled_at=the_clock.moment)
    assert use(office, set_up(office), **{**FIRST, "account": "quan.tri.moi"})


def test_a_later_set_up_link_closes_the_earlier(office):
    first = set_up(office)
    second = set_up(office)
    assert closed(office, first)
    assert look_up(office, second)


def test_only_the_sha256_of_a_link_is_in_the_store(office):
    token = set_up(office)
    assert token not in made.everything(office)
    assert hashlib.sha256(token.encode()).hexdigest() in made.everything(office)
    assert look_up(office, hashlib.sha256(token.encode()).hexdigest()) is None


def test_faults_in_the_set_up_are_told_all_at_once_and_use_nothing_up(office):
    token = set_up(office)
    with pytest.raises(InputRejected) as refused:
        use(office, token, account="Có dấu", name=" ", **{**made.FROM, "password": "ngắn"})
    assert {each.code for each in refused.value.problems} == {"account", "name", "password"}
    for account in ("he-thong", "khach", "oidc", "ai-do-mau", "x", "-a", "a b"):
        with pytest.raises(InputRejected):
            use(office, token, **{**FIRST, "account": account})
    assert use(office, token, **FIRST)


def test_the_first_admin_s_password_has_15_characters(office):
    with pytest.raises(InputRejected, match="ít nhất 15"):
        use(office, set_up(office), **{**FIRST, "password": "trâu cày ruộng"})


@pytest.fixture
def reset_office(office):
    made.admin(office)
    made.add(office, "van.thu", Grant("office", "so"))
    return office


def renew(office, token, password=made.OTHER):
    return use(office, token, password=password, **made.FROM)


def test_a_reset_link_works_once_and_gives_a_new_password(reset_office):
    token = people.reset(reset_office, reset_office.operator(), "van.thu")
    link = look_up(reset_office, token)
    assert (link.purpose, link.account) == ("reset", "van.thu")
    done = renew(reset_office, token)
    assert reset_office.sessions.find(done.token).account == "van.thu"
    assert made.enter(reset_office, "van.thu", made.OTHER)
    assert closed(reset_office, token)


def test_a_reset_takes_the_old_password_and_every_session_at_once(reset_office):
    entered = made.enter(reset_office, "van.thu")
    people.reset(reset_office, reset_office.operator(), "van.thu")
    assert reset_office.sessions.find(entered.token) is None
    with pytest.raises(SignInRefused):
        made.enter(reset_office, "van.thu")


def test_a_reset_link_is_good_for_a_day_and_closed_by_a_later_one(reset_office, the_clock):
    who = reset_office.operator()
    first, second = (people.reset(reset_office, who, "van.thu") for _ in range(2))
    assert look_up(reset_office, first) is None
    the_clock.moment += timedelta(days=1)
    assert look_up(reset_office, second) is None


def test_a_reset_link_names_nobody_else_and_keeps_roles(reset_office):
    token = people.reset(reset_office, reset_office.operator(), "van.thu")
    use(
        reset_office,
        token,
        account="quan.tri",
        name="Kẻ khác",
        password=made.OTHER,
        **made.FROM,
    )
    found = people.person(reset_office, reset_office.operator(), "van.thu")
    assert found.name == "Tên van.thu"
    assert found.grants == (Grant("office", "so"),)
    assert made.enter(reset_office, "quan.tri", made.PASSWORD)


def test_a_link_to_someone_disabled_opens_nothing(reset_office):
    who = reset_office.operator()
    token = people.reset(reset_office, who, "van.thu")
    people.disable(reset_office, who, "van.thu")
    assert closed(reset_office, token)
    with pytest.raises(Conflict):
        people.reset(reset_office, who, "van.thu")


def test_a_reset_ends_the_wait_of_the_throttle(reset_office):
    for _ in range(60):
        made.guess(reset_office, "van.thu")
    token = people.reset(reset_office, reset_office.operator(), "van.thu")
    device = renew(reset_office, token).device
    assert made.enter(reset_office, "van.thu", made.OTHER, device=device)
    assert made.enter(reset_office, "van.thu", made.OTHER, address="10.9.9.9")


@pytest.mark.usefixtures("the_clock")
def test_the_link_is_a_full_address_where_the_office_s_is_known(settings):
    office = made.file_office(settings, url="https://bangxanh.so.vn/")
    assert address_of(office, "abc") == "https://bangxanh.so.vn/lien-ket/abc"
    assert "https://bangxanh.so.vn/lien-ket/" in setup_link(office).read_text(encoding="utf-8")
    office.close()
    plain = made.file_office(settings)
    assert address_of(plain, "abc") == "/lien-ket/abc"
    plain.close()
