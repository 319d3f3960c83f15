"""The people page: adding, changing, ending, importing; a link is shown once."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from indicators import downloads
from indicators.access import Grant, links
from indicators.access import people as persons
from tests import people
from tests.pages import apart
from tests.pages.seeding import HOME

ROOM = "dl-sxd-qlxd"


@pytest.fixture(autouse=True)
def _office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with apart.product(tmp_path, None, monkeypatch):
        yield


@pytest.fixture
def admin():
    app, who = apart.enter("quan.tri", Grant("admin", HOME))
    return apart.opened(app, "people"), who


def typed(app, key: str, value: object) -> None:
    found = [each for each in (*app.text_input, *app.multiselect) if each.key == key]
    found[0].set_value(value)


def add_one(app, account: str = "lan.anh") -> None:
    typed(app, "new-account", account)
    typed(app, "new-name", "Người *mới*")
    typed(app, "new-reporter", [ROOM])
    typed(app, "new-leader", [HOME])
    apart.press(app, "Thêm và tạo liên kết")


def token_of(app) -> str:
    return app.code[0].value.rpartition("/")[2]


def test_the_list_names_everyone_with_roles_and_state(admin):
    app, _ = admin
    people.add(apart.office(), "tam.nghi", Grant("office", HOME), name="Người nghỉ")
    persons.disable(apart.office(), apart.office().operator(), "tam.nghi")
    app.run()
    lines = {each["id"]: each for each in apart.given(app, "people")["lines"]}
    assert lines["tam.nghi"]["words"] == ["Văn phòng: Sở Xây dựng"]
    assert lines["tam.nghi"]["badge"] == ["off", "tạm dừng"]
    typed(app, "people-search", "nguoi NGHI")
    app.run()
    assert [each["id"] for each in apart.given(app, "people")["lines"]] == ["tam.nghi"]


def test_a_new_person_gets_a_link_that_is_shown_once(admin):
    app, who = admin
    add_one(app)
    made = persons.person(apart.office(), who, "lan.anh")
    assert set(made.grants) == {Grant("reporter", ROOM), Grant("leader", HOME)}
    token = token_of(app)
    link = links.look_up(apart.office(), token)
    assert link is not None
    assert (link.purpose, link.account) == ("invite", "lan.anh")
    assert "thêm địa chỉ máy chủ" in apart.told(app)
    assert app.text_input(key="new-account").value == ""  # the form is empty again
    apart.press(app, "Đã chép, ẩn đi")
    assert not app.code
    assert token not in str(app.session_state)


def test_the_link_is_whole_where_the_address_is_known(monkeypatch):
    monkeypatch.setenv("BANGXANH_URL", "https://bangxanh.so.vn")
    apart.office().close()
    apart.st.cache_resource.clear()
    app, _ = apart.enter("quan.tri", Grant("admin", HOME))
    add_one(apart.opened(app, "people"))
    assert app.code[0].value.startswith("https://bangxanh.so.vn/lien-ket/")


def test_leaving_the_page_forgets_the_link(admin):
    app, _ = admin
    add_one(app)
    assert app.code
    apart.opened(app, "account")
    assert not app.code
    apart.opened(app, "people")
    assert not app.code


def test_everything_wrong_is_told_at_once_and_what_was_typed_stays(admin):
    app, _ = admin
    typed(app, "new-account", "Sai Tên")
    typed(app, "new-email", "không phải thư")
    apart.press(app, "Thêm và tạo liên kết")
    told = apart.told(app)
    assert all(each in told for each in ("Tên tài khoản gồm", "Chưa có họ và tên", "không đúng"))
    assert app.text_input(key="new-account").value == "Sai Tên"
    assert not app.code


def test_roles_are_changed_and_the_sessions_end(admin):
    app, who = admin
    people.add(apart.office(), "lan.anh", Grant("reporter", ROOM))
    people.signed_in(apart.office(), "lan.anh")
    app.query_params["nguoi"] = "lan.anh"
    app.run()
    assert apart.given(app, "their-sessions")["lines"]
    typed(app, "edit-lan.anh-office", [HOME])
    typed(app, "edit-lan.anh-reporter", [])
    apart.press(app, "Lưu thay đổi")
    assert persons.person(apart.office(), who, "lan.anh").grants == (Grant("office", HOME),)
    assert apart.office().sessions.of("lan.anh") == []
    assert not apart.has(app, "their-sessions")


def test_disabling_enabling_resetting_and_ending(admin):
    app, who = admin
    office = apart.office()
    people.add(office, "lan.anh", Grant("reporter", ROOM))
    people.signed_in(office, "lan.anh")
    app.query_params["nguoi"] = "lan.anh"
    app.run()
    apart.press(app, "Kết thúc mọi phiên")
    assert office.sessions.of("lan.anh") == []
    apart.press(app, "Bỏ mật khẩu, tạo liên kết")
    link = links.look_up(office, token_of(app))
    assert link is not None
    assert link.purpose == "reset"
    apart.press(app, "Tạm dừng tài khoản")
    assert not app.code
    assert persons.person(office, who, "lan.anh").disabled_at is not None
    apart.press(app, "Cho hoạt động lại")
    assert persons.person(office, who, "lan.anh").disabled_at is None
    did = [action for _, action, on in apart.actions() if on == "person/lan.anh"]
    assert did == ["link.reset", "person.disabled", "person.enabled"]
    assert ("quan.tri", "session.ended") in {each[:2] for each in apart.actions()}


def test_who_is_outside_the_branch_is_told_like_who_does_not_exist(admin):
    app, _ = admin
    people.add(apart.office(), "o.noi.khac", Grant("leader", apart.tops()[0]))
    seen = []
    for account in ("o.noi.khac", "khong.co"):
        app.query_params["nguoi"] = account
        app.run()
        assert labels_without_forms(app)
        seen.append([each.value.replace(account.replace(".", "\\."), "…") for each in app.error])
    assert seen[0] == seen[1]
    assert seen[0]


def labels_without_forms(app) -> bool:
    return apart.labels(app) == ["← Về danh sách"]


def test_a_workbook_is_previewed_with_every_fault_then_applied(admin):
    app, who = admin
    app.file_uploader[0].upload(
        "sai.xlsx", filled(who, ("moi", "Người mới", "Giám đốc", "khong-co"))
    )
    app.run()
    cells = [row[2] for row in apart.given(app, "people-problems")["rows"]]
    assert cells == ["D4", "E4"]
    assert "Thực hiện" not in apart.labels(app)
    rows = [("moi", "Người mới", "Văn phòng", HOME), ("hai", "Người hai", "Lãnh đạo", ROOM)]
    app.file_uploader[0].upload("đúng.xlsx", filled(who, *rows))
    app.run()
    assert [row[1] for row in apart.given(app, "people-preview")["rows"]] == ["moi", "hai"]
    assert len(persons.people(apart.office(), who)) == 1  # nothing is written yet
    apart.press(app, "Thực hiện")
    assert {each.account for each in persons.people(apart.office(), who)} >= {"moi", "hai"}
    lines = app.code[0].value.splitlines()
    assert [each.partition(";")[0] for each in lines] == ["moi", "hai"]
    assert all(links.look_up(apart.office(), each.rpartition("/")[2]) for each in lines)


def filled(who, *rows: tuple[str, str, str, str]) -> bytes:
    """Return the template as somebody fills it in."""
    made = downloads.people_template(apart.office(), who)
    book = load_workbook(BytesIO(made.content))
    for place, (account, name, role, unit) in enumerate(rows, start=4):
        for column, value in zip("ABDE", (account, name, role, unit), strict=True):
            book.worksheets[0][f"{column}{place}"] = value
    kept = BytesIO()
    book.save(kept)
    return kept.getvalue()


def test_the_template_offers_the_units_of_the_branch_alone_and_taking_it_is_kept(admin):
    _, who = admin
    book = load_workbook(BytesIO(downloads.people_template(apart.office(), who).content))
    listed = [row[0].value for row in book["Đơn vị"].iter_rows(min_row=2)]
    assert HOME in listed
    assert not {*listed} & {*apart.tops()}
    assert ("quan.tri", "people.template-taken", "people") in apart.actions()


def test_the_invented_admin_only_looks():
    app, _ = apart.enter("quan-tri-mau", Grant("admin", HOME), is_sample=True)
    apart.opened(app, "people")
    assert "chỉ xem được trang này" in apart.told(app)
    assert apart.labels(app) == []
    assert not app.file_uploader
