"""Trying it out: sample people come in while all is invented, at this machine, and never else."""

from __future__ import annotations

import pytest

from indicators import samples
from indicators.access import Grant, people
from indicators.access.links import setup_link, use
from indicators.access.refusal import SignInRefused
from indicators.access.trial import SAMPLE_PEOPLE, begin_sample, is_trial
from indicators.catalogue.sync import arrow
from indicators.errors import Conflict, Forbidden, NotFound
from indicators.submission.rows import sent
from tests import offices
from tests.unit import access_people as made

HERE = {"address": "127.0.0.1", "agent": "Firefox", "is_loopback": True}


@pytest.fixture
def office(small_office):
    found = small_office()
    submit(found, is_sample=True)
    return found


def submit(office, *, is_sample):
    """Record a submission, invented or real, as one that a board shows."""
    number = office.store.rows("submission/numbers")[0]["submission_id"] + 1
    with office.store.write("submission") as write:
        reading = offices.reading([offices.figure("a")], sha256=f"{number}")
        row = sent(reading, reading.rows, number, by="ai-do", at=offices.NOW, is_sample=is_sample)
        write.insert("submission/record_submissions", arrow([row]))


def refused(office, account="lanh-dao-mau", **changes: object):
    with pytest.raises(Forbidden):
        begin_sample(office, account, **{**HERE, **changes})
    return True


@pytest.mark.parametrize("person", SAMPLE_PEOPLE, ids=lambda each: each.account)
def test_each_sample_person_comes_in_with_one_role_and_is_marked(office, person):
    done = begin_sample(office, person.account, **HERE)
    who = office.sessions.principal(office.sessions.find(done.token).handle)
    unit = "a" if person.is_room else "so"
    assert who.grants == {Grant(person.role, unit)}
    assert who.is_sample
    assert "(mẫu)" in who.name
    again = begin_sample(office, person.account, **HERE)
    assert office.sessions.find(again.token)
    assert is_trial(office)


def test_there_is_a_sample_person_for_each_role():
    assert {each.role for each in SAMPLE_PEOPLE} == {"leader", "reporter", "office", "admin"}


def test_an_account_that_is_no_sample_is_not_let_in(office):
    with pytest.raises(NotFound):
        begin_sample(office, "quan.tri", **HERE)


def test_refused_with_real_data(office):
    submit(office, is_sample=False)
    assert not is_trial(office)
    assert refused(office)


def test_refused_with_a_person_that_is_no_sample(office):
    made.add(office, "van.thu", Grant("office", "so"))
    assert not is_trial(office)
    assert refused(office)


def test_refused_off_loopback(office):
    assert refused(office, address="10.0.0.7", is_loopback=False)


def test_refused_in_a_store_without_sample_figures(small_office):
    assert refused(small_office())


def test_refused_in_a_store_that_was_started_empty(small_office):
    office = small_office()
    samples.refuse(office)
    submit(office, is_sample=True)
    assert not is_trial(office)
    assert refused(office)


def test_real_data_ends_every_sample_session(office):
    token = begin_sample(office, "lanh-dao-mau", **HERE).token
    assert office.sessions.find(token)
    told = []
    office.sessions.on_end(told.append)
    submit(office, is_sample=False)
    assert office.sessions.find(token) is None
    assert len(told) == 1


@pytest.mark.usefixtures("the_clock")
def test_the_first_real_admin_ends_every_sample_session(settings):
    office = made.file_office(settings)
    submit(office, is_sample=True)
    tokens = [begin_sample(office, each.account, **HERE).token for each in SAMPLE_PEOPLE]
    link = setup_link(office).read_text(encoding="utf-8").split("/lien-ket/")[1].strip()
    done = use(office, link, account="quan.tri", name="Thật", password=made.PASSWORD, **made.FROM)
    assert [office.sessions.find(each) for each in tokens] == [None] * 4
    assert office.sessions.find(done.token)
    office.close()


def test_a_person_by_the_command_line_or_another_provider_ends_them_too(office):
    token = begin_sample(office, "lanh-dao-mau", **HERE).token
    made.add(office, "van.thu", Grant("office", "so"))
    office.sessions.begin("van.thu", kind="oidc", **made.FROM)
    assert office.sessions.find(token) is None


def test_sample_people_have_no_password_and_get_none(office):
    begin_sample(office, "quan-tri-mau", **HERE)
    with pytest.raises(SignInRefused):
        made.enter(office, "quan-tri-mau", "")
    with pytest.raises(Conflict):
        people.reset(office, office.operator(), "quan-tri-mau")


def test_the_sample_admin_looks_at_people_and_changes_none(office):
    token = begin_sample(office, "quan-tri-mau", **HERE).token
    who = office.sessions.principal(office.sessions.find(token).handle)
    assert people.people(office, who)
    wanted = {"name": "Ai đó", "email": None, "grants": [Grant("admin", "so")]}
    for change in (
        lambda: people.invite(office, who, account="ke.gian", **wanted),
        lambda: people.change(office, who, "quan-tri-mau", **wanted),
        lambda: people.disable(office, who, "quan-tri-mau"),
        lambda: people.enable(office, who, "quan-tri-mau"),
        lambda: people.reset(office, who, "quan-tri-mau"),
    ):
        with pytest.raises(Forbidden, match="mẫu"):
            change()
    assert is_trial(office)


def test_whether_it_is_a_trial_costs_no_sql_until_something_changes(office, monkeypatch):
    token = begin_sample(office, "lanh-dao-mau", **HERE).token
    assert office.sessions.find(token)
    asked = []
    rows = office.store.rows
    monkeypatch.setattr(
        type(office.store), "rows", lambda _, name, **p: asked.append(name) or rows(name, **p)
    )
    for _ in range(100):
        assert office.sessions.find(token)
    assert asked == []
    submit(office, is_sample=True)
    assert office.sessions.find(token)
    assert asked.count("access/trial") == 1
