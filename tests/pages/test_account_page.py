"""The account page: who one is, one's sessions and tokens; only one's own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from indicators.access import Grant
from indicators.access.api_tokens import principal_of_token, tokens
from pages import _my_sessions, _my_tokens
from pages._devices import device
from tests import people
from tests.pages import apart
from tests.pages.seeding import HOME

CHROME = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/130.0 Safari/537.36"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile Safari/604.1"


@pytest.fixture(autouse=True)
def _office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with apart.product(tmp_path, None, monkeypatch):
        yield


@pytest.fixture
def mine():
    app, who = apart.enter("can.bo", Grant("reporter", HOME), Grant("leader", HOME))
    return apart.opened(app, "account"), who


def sign_in_again(account: str, agent: str) -> str:
    sessions = apart.office().sessions
    token = sessions.begin(account, kind="password", address="10.0.0.9", agent=agent)
    found = sessions.find(token)
    assert found is not None
    return found.handle


def typed(app, key: str, value: object) -> None:
    found = [each for each in (*app.text_input, *app.multiselect) if each.key == key]
    found[0].set_value(value)


def test_it_says_who_one_is_and_with_which_roles(mine):
    app, _ = mine
    told = apart.told(app)
    assert "can.bo" in told
    assert "Lãnh đạo: Sở Xây dựng\nCán bộ đầu mối: Sở Xây dựng" in told
    assert apart.given(app, "sign-out") == {"leave": "Đăng xuất", "password": "Đổi mật khẩu"}


def test_who_has_no_role_sees_the_account_and_no_tokens():
    app, _ = apart.enter("moi")
    apart.opened(app, "account")
    assert "chưa có vai trò nào" in apart.told(app)
    assert "Mã truy cập" not in apart.told(app)


def test_sessions_are_listed_by_device_and_ended_one_or_all(mine, monkeypatch):
    app, who = mine
    office = apart.office()
    other = sign_in_again("can.bo", IPHONE)
    sign_in_again("can.bo", CHROME)
    people.add(office, "nguoi.khac", Grant("leader", HOME))
    foreign = sign_in_again("nguoi.khac", CHROME)
    app.run()
    lines = apart.given(app, "sessions")["lines"]
    assert len(lines) == 3
    assert lines[0]["badge"] == ["good", "phiên này"]
    assert lines[0]["action"] == ""
    assert {each["name"] for each in lines[1:]} == {"Safari trên iPhone", "Chrome trên Windows"}
    monkeypatch.setattr(_my_sessions.widgets, "who", lambda: who)
    _my_sessions._end(other)
    assert office.sessions.named(other) is None
    _my_sessions._end(foreign)
    assert office.sessions.named(foreign) is not None
    app.run()
    apart.press(app, "Kết thúc tất cả phiên khác")
    assert [each.handle for each in office.sessions.of("can.bo")] == [who.session]
    assert office.sessions.named(foreign) is not None
    assert "Đã kết thúc 1 phiên khác" in apart.told(app)


def test_a_token_is_shown_once_works_and_is_revoked(mine, monkeypatch):
    app, who = mine
    typed(app, "token-label", "Phần mềm *một cửa*")
    typed(app, "token-rights", ["read", "submit"])
    apart.press(app, "Tạo mã")
    token = app.code[0].value
    found = principal_of_token(apart.office(), token)
    assert found is not None
    assert (found.account, found.may("submit"), found.may("people")) == ("can.bo", True, False)
    lines = apart.given(app, "tokens")["lines"]
    assert [(each["name"], each["action"]) for each in lines] == [("Phần mềm *một cửa*", "Thu hồi")]
    apart.press(app, "Đã chép, ẩn đi")
    assert not app.code
    monkeypatch.setattr(_my_tokens.widgets, "who", lambda: who)
    _my_tokens._revoke(lines[0]["id"])
    assert principal_of_token(apart.office(), token) is None
    app.run()
    assert apart.given(app, "tokens")["lines"][0]["badge"] == ["off", "không dùng được nữa"]
    did = {action for actor, action, _ in apart.actions() if actor == "can.bo"}
    assert did >= {"token.created", "token.revoked"}


def test_a_token_without_a_name_is_refused_and_said_why(mine):
    app, who = mine
    typed(app, "token-rights", [])
    apart.press(app, "Tạo mã")
    assert "Tên mã truy cập" in apart.told(app)
    assert "Chọn quyền của mã truy cập" in apart.told(app)
    assert tokens(apart.office(), who) == []
    assert not app.code


def test_a_leader_can_give_a_token_no_more_than_reading():
    app, _ = apart.enter("lanh.dao", Grant("leader", HOME))
    apart.opened(app, "account")
    offered = next(each for each in app.multiselect if each.key == "token-rights")
    assert offered.options == ["đọc bảng và chỉ tiêu"]


@pytest.mark.parametrize(
    ("agent", "said"),
    [
        (CHROME, "Chrome trên Windows"),
        (IPHONE, "Safari trên iPhone"),
        (f"{CHROME} Edg/130.0", "Edge trên Windows"),
        (f"coc_coc_browser/125 {CHROME}", "Cốc Cốc trên Windows"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0",
         "Firefox trên Linux"),
        ("Mozilla/5.0 (Linux; Android 14) Chrome/130.0 Safari/537.36", "Chrome trên Android"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 14_0) Version/17.0 Safari/605.1.15",
         "Safari trên máy Mac"),
        ("curl/8", "thiết bị không rõ"),
        ("", "thiết bị không rõ"),
    ],
)  # fmt: skip
def test_a_device_has_plain_words(agent, said):
    assert device(agent) == said
