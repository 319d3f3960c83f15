"""`user add`, `user reset`, `user list`: people let in by a one-time link and nothing else."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from indicators.access.links import look_up, use
from indicators.commands import cli
from indicators.errors import InputRejected, NotFound
from indicators.workspace import opened
from tests import offices
from tests.unit import access_people as made


@pytest.fixture
def run(settings, prepared_store):
    """Run a command on an office with the real catalogue; return what it printed."""
    offices.copy_store(prepared_store, settings.store_path)

    def call(*arguments: str) -> str:
        done = CliRunner().invoke(cli, ["user", *arguments], catch_exceptions=False)
        assert done.exit_code == 0, done.output
        return done.stdout

    return call


def token_in(output):
    return output.splitlines()[0].split("/lien-ket/")[1]


def add(run, *more: str, account="van.thu"):
    return run("add", account, "--name", "Văn thư", "--role", "office", *more)


def test_added_by_a_link_that_lets_them_choose_the_password(run, settings):
    token = token_in(add(run, "--unit", "Văn phòng Sở", "--by", "nguoi.lam"))
    with opened(settings) as office:
        assert look_up(office, token).account == "van.thu"
        done = use(office, token, password=made.PASSWORD, **made.FROM)
        assert office.sessions.find(done.token)
        assert ("nguoi.lam", "person.invited", "person/van.thu") in made.actions(office)
    (person,) = json.loads(run("list", "--json"))
    assert person["grants"] == [{"role": "office", "unit": "dl-sxd-vp"}]
    assert "password_hash" not in person


def test_an_admin_without_a_unit_is_one_of_everything(run, settings):
    made_link = json.loads(
        run("add", "quan.tri", "--name", "Quản trị", "--role", "admin", "--json")
    )
    assert set(made_link) == {"account", "link", "expires_at"}
    (person,) = json.loads(run("list", "--json"))
    with opened(settings) as office:
        tops = set(office.catalogue.children[None])
    assert {each["unit"] for each in person["grants"]} == tops


def test_reset_gives_a_one_time_link_and_closes_the_invitation(run, settings):
    first, second = token_in(add(run)), token_in(run("reset", " Van.Thu"))
    with opened(settings) as office:
        assert look_up(office, first) is None
        use(office, second, password=made.PASSWORD, **made.FROM)
        with pytest.raises(NotFound):
            use(office, second, password=made.PASSWORD, **made.FROM)


def test_the_link_is_a_full_address_where_the_office_s_is_set(run, monkeypatch):
    monkeypatch.setenv("BANGXANH_URL", "https://bangxanh.so.vn")
    assert add(run).startswith("https://bangxanh.so.vn/lien-ket/")


def test_what_is_wrong_is_refused(run):
    add(run)
    with pytest.raises(InputRejected, match="Đã có tài khoản"):
        add(run)
    with pytest.raises(NotFound):
        run("reset", "khong.co")
    wrong = CliRunner().invoke(cli, ["user", "add", "x.y", "--name", "X", "--role", "sep"])
    assert wrong.exit_code == 2


def test_the_list_says_how_each_one_stands(run):
    assert "Chưa có người dùng" in run("list")
    add(run, "--unit", "dl-sxd-vp")
    told = run("list")
    assert "van.thu" in told
    assert "office dl-sxd-vp" in told
    assert "chưa đặt mật khẩu" in told
