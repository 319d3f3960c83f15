"""The people of an office: who may change whom, and that sessions end with every change."""

from __future__ import annotations

import pytest

from indicators.access import Grant, Principal, people
from indicators.access.links import look_up, use
from indicators.access.refusal import SignInRefused
from indicators.errors import Conflict, Forbidden, InputRejected, NotFound
from tests import offices
from tests.unit import access_people as made


@pytest.fixture
def office(small_office):
    tree = [
        offices.unit("tinh", None),
        offices.unit("so", "tinh"),
        offices.unit("khac", "tinh"),
        *(offices.unit(code, "so") for code in ("a", "b", "c")),
    ]
    return small_office(offices.catalogue(units=tree))


@pytest.fixture
def top(office):
    return made.admin(office)


@pytest.fixture
def branch(office):
    return made.admin(office, "quan.tri.so", "so")


def session_of(office, account):
    """Return the token of a live session of this person."""
    return office.sessions.begin(account, kind="password", **made.FROM)


def accounts(office, who):
    return [each.account for each in people.people(office, who)]


def change(office, who, account, *grants: Grant, name=None, email=None):
    called = name or f"Tên {account}"
    people.change(office, who, account, name=called, email=email, grants=grants)


def test_an_invited_person_chooses_the_password_and_has_the_roles(office, top):
    token = people.invite(
        office,
        top,
        account="Van.Thu ",
        name="Văn  thư",
        email="van.thu@so.vn",
        grants=[Grant("reporter", "a"), Grant("office", "so")],
    )
    link = look_up(office, token)
    assert (link.purpose, link.account, link.name) == ("invite", "van.thu", "Văn thư")
    assert token not in made.everything(office)
    done = use(office, token, password=made.PASSWORD, **made.FROM)
    who = office.sessions.principal(office.sessions.find(done.token).handle)
    assert who.grants == {Grant("reporter", "a"), Grant("office", "so")}
    found = people.person(office, top, "van.thu")
    assert (found.email, found.has_password, found.created_by) == (
        "van.thu@so.vn", True, top.account
    )  # fmt: skip
    assert (top.account, "person.invited", "person/van.thu") in made.actions(office)


def test_everything_wrong_with_an_invitation_is_told_at_once_and_nobody_added(office, branch):
    with pytest.raises(InputRejected) as refused:
        people.invite(
            office,
            branch,
            account="Có dấu",
            name="",
            email="không phải thư",
            grants=[Grant("leader", "khac"), Grant("leader", "khong-co"), Grant("sep", "a")],
        )
    codes = sorted(each.code for each in refused.value.problems)
    assert codes == ["account", "email", "grants", "grants", "grants", "name"]
    assert accounts(office, branch) == ["quan.tri.so"]


def test_an_account_is_given_once_and_without_roles_to_nobody(office, top):
    wanted = {"name": "Ai đó", "email": None}
    with pytest.raises(InputRejected, match="ít nhất một vai trò"):
        people.invite(office, top, account="van.thu", grants=[], **wanted)
    with pytest.raises(InputRejected, match="Đã có tài khoản"):
        people.invite(office, top, account=top.account, grants=[Grant("leader", "a")], **wanted)


def test_a_unit_outside_the_branch_answers_like_one_that_does_not_exist(office, branch):
    told = []
    for unit in ("khac", "xxxx", "tinh"):
        with pytest.raises(InputRejected) as refused:
            people.invite(
                office,
                branch,
                account="van.thu",
                name="Ai đó",
                email=None,
                grants=[Grant("leader", unit)],
            )
        told.append(str(refused.value).replace(unit, "…"))
    assert len(set(told)) == 1


def test_an_admin_sees_the_branch_and_whom_they_added(office, top, branch):
    made.add(office, "trong", Grant("leader", "a"))
    made.add(office, "ngoai", Grant("leader", "khac"))
    made.add(office, "hai.noi", Grant("leader", "khac"), Grant("reporter", "b"))
    made.add(office, "chua.co")
    assert accounts(office, branch) == ["hai.noi", "quan.tri.so", "trong"]
    assert set(accounts(office, top)) == {
        "chua.co", "hai.noi", "ngoai", "quan.tri", "quan.tri.so", "trong"
    }  # fmt: skip
    both = people.person(office, branch, "hai.noi")
    assert both.grants == (Grant("reporter", "b"),)
    assert both.has_outside


def test_someone_whose_last_role_was_in_the_branch_is_still_seen_there(office, branch):
    made.add(office, "trong", Grant("leader", "a"))
    change(office, branch, "trong")
    assert people.person(office, branch, "trong").grants == ()
    change(office, branch, "trong", Grant("reporter", "b"))
    assert people.person(office, branch, "trong").grants == (Grant("reporter", "b"),)


def test_a_person_outside_answers_like_nobody_to_every_step(office, branch):
    made.add(office, "ngoai", Grant("leader", "khac"))
    for step in (people.person, people.disable, people.enable, people.reset, change):
        told = []
        for account in ("ngoai", "nobody"):
            with pytest.raises(NotFound) as refused:
                step(office, branch, account)
            told.append(str(refused.value).replace(account, "…"))
        assert told[0] == told[1]


def test_a_branch_s_admin_cannot_take_over_who_also_stands_above(office, top, branch):
    made.add(office, "hai.noi", Grant("admin", "tinh"), Grant("reporter", "b"))
    token = session_of(office, "hai.noi")
    for step in (people.disable, people.reset):
        with pytest.raises(Forbidden, match="ngoài phạm vi"):
            step(office, branch, "hai.noi")
    with pytest.raises(Forbidden):
        change(office, branch, "hai.noi", Grant("reporter", "b"), name="Tên khác")
    assert office.sessions.find(token)
    change(office, branch, "hai.noi", Grant("reporter", "c"))
    found = people.person(office, top, "hai.noi")
    assert found.grants == (Grant("admin", "tinh"), Grant("reporter", "c"))


@pytest.mark.parametrize(
    ("step", "why"),
    [
        (lambda o, w: change(o, w, "van.thu", Grant("leader", "b")), "roles"),
        (lambda o, w: change(o, w, "van.thu"), "roles"),
        (lambda o, w: change(o, w, "van.thu", Grant("leader", "a"), name="Tên mới"), "roles"),
        (lambda o, w: people.disable(o, w, "van.thu"), "disabled"),
        (lambda o, w: people.reset(o, w, "van.thu"), "password"),
    ],
    ids=["another role", "no role", "another name", "disabled", "reset"],
)
def test_every_change_ends_the_person_s_sessions_at_once(office, top, step, why):
    made.add(office, "van.thu", Grant("leader", "a"))
    made.add(office, "nguoi.khac", Grant("leader", "a"))
    mine, other = session_of(office, "van.thu"), session_of(office, "nguoi.khac")
    told = []
    office.sessions.on_end(told.append)
    step(office, top)
    assert office.sessions.find(mine) is None
    assert office.sessions.find(other)
    assert len(told) == 1
    with office.store._connection.cursor() as cursor:
        ends = cursor.execute("select ended_why from session where account = 'van.thu'").fetchall()
    assert ends == [(why,)]
    assert made.actions(office)[-1][:2] == (top.account, "session.ended")


def test_a_change_that_changes_nothing_ends_nothing_and_is_in_no_trail(office, top):
    made.add(office, "van.thu", Grant("leader", "a"))
    token, before = session_of(office, "van.thu"), len(made.actions(office)) + 1
    change(office, top, "van.thu", Grant("leader", "a"))
    people.enable(office, top, "van.thu")
    assert office.sessions.find(token)
    assert len(made.actions(office)) <= before


def test_a_change_that_fails_ends_nothing(office, top):
    token = session_of(office, top.account)
    with pytest.raises(Conflict):
        people.disable(office, top, top.account)
    assert office.sessions.find(token)
    assert people.person(office, top, top.account).disabled_at is None


def test_disabled_and_enabled_again(office, top):
    made.add(office, "van.thu", Grant("leader", "a"))
    people.disable(office, top, "van.thu")
    with pytest.raises(SignInRefused):
        made.enter(office, "van.thu")
    assert people.person(office, top, "van.thu").disabled_at
    people.enable(office, top, "van.thu")
    assert made.enter(office, "van.thu")
    assert [each[1] for each in made.actions(office) if each[2] == "person/van.thu"][-3:] == [
        "person.disabled", "sign-in.refused", "person.enabled"
    ]  # fmt: skip


def test_the_last_admin_can_be_neither_disabled_nor_stripped(office, top, branch):
    for step in (
        lambda: people.disable(office, top, top.account),
        lambda: change(office, top, top.account),
        lambda: change(office, top, top.account, Grant("leader", "tinh")),
        lambda: change(office, top, top.account, Grant("admin", "khac")),
    ):
        with pytest.raises(Conflict, match="quản trị cuối cùng"):
            step()
    assert people.person(office, top, top.account).grants == (Grant("admin", "tinh"),)
    people.disable(office, branch, branch.account)  # one of a branch, with another above


def test_with_a_second_admin_the_first_may_go(office, top):
    made.admin(office, "quan.tri.hai")
    people.disable(office, top, top.account)
    with pytest.raises(Conflict):
        people.disable(office, top, "quan.tri.hai")


def test_neither_the_disabled_nor_the_invented_count_as_an_admin_left(office, top):
    made.add(office, "quan-tri-mau", Grant("admin", "tinh"), is_sample=True)
    made.admin(office, "da.nghi")
    people.disable(office, top, "da.nghi")
    with pytest.raises(Conflict):
        people.disable(office, top, top.account)


def test_only_admins_look_after_people(office):
    for role in ("leader", "reporter", "office"):
        who = Principal("ai", "ai", frozenset({Grant(role, "tinh")}))
        with pytest.raises(Forbidden):
            people.people(office, who)
        with pytest.raises(Forbidden):
            people.reset(office, who, "ai")


def test_the_trail_tells_what_a_person_was_and_became(office, top):
    made.add(office, "van.thu", Grant("leader", "a"))
    change(office, top, "van.thu", Grant("office", "so"))
    rows = office.store.rows(
        "audit/rows", from_at=None, before_at=None, actor=None, object_id="person/van.thu"
    )
    assert "office so" in rows[-1]["details"]
    assert rows[-1]["digest_before"] != rows[-1]["digest_after"]


def test_who_comes_by_the_provider_gets_no_password_here(office, top):
    people.invite(
        office, top, account="ngoai", name="Ngoài", email=None, grants=[Grant("reporter", "a")]
    )
    with office.store.write("identity", changes_board=False) as write:
        write.run(
            "access/record_identity",
            issuer="https://sso",
            subject="1",
            account="ngoai",
            linked_at=offices.NOW,
        )
    with pytest.raises(Conflict, match="hệ thống của cơ quan"):
        people.reset(office, top, "ngoai")
