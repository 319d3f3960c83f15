"""Calendars on the page of reports: the file, an address shown once, where it is revoked."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from indicators import calendars
from indicators.access import Grant, Role, api_tokens
from pages import _my_tokens
from tests.pages import apart
from tests.pages.seeding import HOME

ROOM = "dl-sxd-qlxd"


@pytest.fixture(scope="module", autouse=True)
def _office(tmp_path_factory: pytest.TempPathFactory, seeded_file: Path) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        folder = tmp_path_factory.mktemp("calendar")
        with apart.product(folder, seeded_file, patch):
            yield


def opened(account: str, role: Role, unit: str, *, is_sample: bool = False):
    app, who = apart.enter(account, Grant(role, unit), is_sample=is_sample)
    return apart.opened(app, "duties"), who


def links(app) -> list[list[str]]:
    found: list[list[str]] = apart.given(app, "calendar")["links"]
    return found


def test_the_offices_own_calendar_is_at_hand_and_others_by_choice():
    app, _ = opened("lanh.dao", "leader", "dl-ubnd")
    assert links(app) == [["Tải lịch (.ics)", "/tai/lich?unit=dl-sxd"]]
    choice = next(each for each in app.selectbox if each.key == "calendar-unit")
    assert choice.label == "Lịch của"
    choice.select(ROOM).run()
    assert links(app) == [["Tải lịch (.ics)", f"/tai/lich?unit={ROOM}"]]
    found = calendars.calendar(apart.office(), apart.office().operator(), ROOM)
    told = apart.told(app)
    assert f"Lịch có {len(found.events)} ngày hạn" in told
    assert f"{sum(found.undated.values())} nhiệm vụ không có ngày cụ thể" in told


def test_who_has_one_unit_is_not_asked_which():
    app, _ = opened("can.bo", "reporter", ROOM)
    assert links(app) == [["Tải lịch (.ics)", f"/tai/lich?unit={ROOM}"]]
    assert not [each for each in app.selectbox if each.key == "calendar-unit"]


def test_an_address_is_shown_once_works_and_is_revoked_on_the_account_page(monkeypatch):
    app, who = opened("dang.ky", "reporter", ROOM)
    next(each for each in app.text_input if each.key == "calendar-label").input("Outlook *ở* Sở")
    days = next(each for each in app.number_input if each.key == "calendar-days")
    assert (days.value, days.max) == (366, 366)
    apart.press(app, "Tạo địa chỉ")
    assert "Địa chỉ lịch của Phòng Quản lý xây dựng" in apart.told(app)
    (address,) = [each.value for each in app.code if "/lich/" in each.value]
    token = address.rpartition("/")[2].removesuffix(".ics")
    assert calendars.feed(apart.office(), token)
    apart.press(app, "Đã chép, ẩn đi")
    assert not [each for each in app.code if "/lich/" in each.value]
    apart.opened(app, "account")
    (line,) = apart.given(app, "tokens")["lines"]
    assert (line["name"], line["below"], line["action"]) == (
        "Outlook *ở* Sở",
        "địa chỉ lịch của Phòng Quản lý xây dựng",
        "Thu hồi",
    )
    monkeypatch.setattr(_my_tokens.widgets, "who", lambda: who)
    _my_tokens._revoke(line["id"])
    assert calendars.feed(apart.office(), token) is None


def test_an_address_is_the_offices_own_where_that_is_known(monkeypatch):
    app, _ = opened("co.dia.chi", "leader", HOME)
    settings = apart.office().settings.model_copy(update={"url": "https://bangxanh.so.vn/"})
    monkeypatch.setattr(apart.office(), "settings", settings)
    next(each for each in app.text_input if each.key == "calendar-label").input("iPhone")
    apart.press(app, "Tạo địa chỉ")
    (address,) = [each.value for each in app.code if "/lich/" in each.value]
    assert address.startswith("https://bangxanh.so.vn/lich/bxl_")
    assert address.endswith(".ics")


def test_without_a_name_it_is_refused_and_said_why():
    app, who = opened("khong.ten", "leader", HOME)
    apart.press(app, "Tạo địa chỉ")
    assert "Tên địa chỉ lịch dài từ 1 đến 100 chữ" in apart.told(app)
    assert api_tokens.tokens(apart.office(), who) == []


def test_how_to_subscribe_is_told_and_sample_people_are_told_why_not():
    app, _ = opened("mau", "leader", HOME, is_sample=True)
    words = " ".join(each.value for each in app.markdown)
    for program in ("Outlook", "iPhone", "Google"):
        assert f"**{program}" in words
    assert "Người dùng mẫu không tạo địa chỉ lịch được" in apart.told(app)
    assert "Tạo địa chỉ" not in apart.labels(app)
