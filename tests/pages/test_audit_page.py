"""The trail's page: filtered, paged, readable, whole or not; a branch sees its own; as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette

from indicators import audit, audit_log
from indicators.access import Grant
from indicators.access import people as persons
from indicators.audit.actions import ACTIONS
from indicators.i18n import t, use_language
from pages import _admin_files, _audit_words
from tests import people
from tests.pages import apart
from tests.pages.doorway import run
from tests.pages.seeding import HOME

ROOM = "dl-sxd-qlxd"


@pytest.fixture(autouse=True)
def _office(tmp_path: Path, seeded_file: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with apart.product(tmp_path, seeded_file, monkeypatch):
        yield


@pytest.fixture
def all_of_it():
    """The page as an administrator of everything sees it."""
    app, who = apart.enter("quan.tri", *(Grant("admin", top) for top in apart.tops()))
    return apart.opened(app, "audit"), who


def rows(app) -> list[list[str]]:
    return apart.given(app, "audit")["rows"]


def typed(app, key: str, value: object) -> None:
    found = [each for each in (*app.text_input, *app.selectbox) if each.key == key]
    found[0].set_value(value).run()
    assert not app.exception


def test_the_newest_stands_first_in_words(all_of_it):
    app, who = all_of_it
    persons.invite(
        apart.office(),
        who,
        account="lan.anh",
        name="Lan",
        email=None,
        grants=[Grant("leader", HOME)],
    )
    app.run()
    newest, before = rows(app)[:2]
    assert newest[1:4] == ["quan.tri", "Tạo liên kết mời", "tài khoản lan.anh"]
    assert before[2] == "Thêm người dùng"
    assert "vai trò: leader dl-sxd" in before[4]
    numbers = [int(row[5]) for row in rows(app)]
    assert numbers == sorted(numbers, reverse=True)
    assert "Mọi việc trong kho này" in apart.told(app)


def test_it_is_filtered_by_person_thing_and_kind(all_of_it):
    app, _ = all_of_it
    typed(app, "audit-actor", "quan.tri")
    assert {row[1] for row in rows(app)} == {"quan.tri"}
    typed(app, "audit-actor", "")
    typed(app, "audit-on", "submission/1")
    assert {row[3] for row in rows(app)} == {"lần nộp 1"}
    typed(app, "audit-on", "")
    typed(app, "audit-kind", "sign-in")
    assert {row[2] for row in rows(app)} == {"Đăng nhập"}
    typed(app, "audit-actor", "khong.ai")
    assert "Không có dòng nào như vậy" in apart.told(app)
    assert not apart.has(app, "audit")


def test_days_are_whole_days_of_the_office(all_of_it):
    _, who = all_of_it
    today = audit_log.clock.today()
    found = audit_log.entries(apart.office(), who, audit.AuditFilter(today, today))
    assert found.count_all > 0
    earlier = audit.AuditFilter(None, today.replace(year=today.year - 1))
    assert audit_log.entries(apart.office(), who, earlier).count_all == 0


def test_a_page_holds_a_hundred_rows_and_there_is_a_way_to_the_rest(all_of_it):
    app, who = all_of_it
    office = apart.office()
    with office.store.write("test", changes_board=False) as write:
        many = [audit.Entry("ai-do", "backup.made", f"store/{n}") for n in range(250)]
        office.trail.record(write, *many)
    typed(app, "audit-actor", "ai-do")
    assert len(rows(app)) == 100
    first = rows(app)[0][5]
    apart.press(app, "Cũ hơn →")
    apart.press(app, "Cũ hơn →")
    assert len(rows(app)) == 50
    assert "Trang 3 / 3, 250 dòng" in apart.told(app)
    typed(app, "audit-kind", "care")  # another filter begins at the newest
    assert rows(app)[0][5] == first
    past = audit_log.entries(office, who, audit.AuditFilter(actor="ai-do"), page=99)
    assert (past.number, len(past.rows)) == (3, 50)


def test_an_admin_of_a_branch_sees_what_concerns_it_alone():
    office = apart.office()
    people.add(office, "ca.hai", Grant("leader", ROOM), Grant("leader", apart.tops()[0]))
    people.add(office, "trong", Grant("leader", ROOM))
    people.add(office, "ngoai", Grant("leader", apart.tops()[0]))
    for account in ("ca.hai", "trong", "ngoai"):
        people.signed_in(office, account)
    app, who = apart.enter("quan.tri.so", Grant("admin", HOME))
    apart.opened(app, "audit")
    actors = {row[1] for row in rows(app)}
    assert {"trong", "quan.tri.so", "can-bo"} <= actors  # who sent figures of its rooms
    assert not actors & {"ca.hai", "ngoai", audit.SYSTEM}
    assert "đơn vị bạn quản trị" in apart.told(app)
    content = audit_log.exported(office, who, audit.AuditFilter()).content.decode("utf-8-sig")
    assert "ca.hai" not in content
    other = Grant("admin", "dl-sxd-khtc")
    found = audit_log.entries(
        office, apart.enter("quan.tri.phong", other)[1], audit.AuditFilter(on="submission")
    )
    units = {
        row["unit_id"]
        for each in found.rows
        for row in office.store.rows(
            "submission/one", submission_id=int(each.on[11:]), scope=apart.tops()
        )
    }
    assert units == {"dl-sxd-khtc"}


def test_it_says_whether_the_trail_is_whole(all_of_it):
    app, _ = all_of_it
    apart.press(app, "Kiểm tra toàn vẹn")
    assert "nguyên vẹn" in apart.told(app)
    with apart.office().store._connection.cursor() as cursor:
        cursor.execute("update audit set actor = 'ai-khac' where seq = 2")
    apart.press(app, "Kiểm tra toàn vẹn")
    assert "Dòng 2 không còn như lúc ghi" in "".join(each.value for each in app.error)


def ask(path: str, who) -> httpx.Response:
    """Return the answer of the route to somebody whom the gate let pass."""
    answers: list[httpx.Response] = []

    async def asked() -> None:
        transport = httpx.ASGITransport(Starlette(routes=_admin_files.ROUTES))
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
            answers.append(await client.get(path))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("pages._gate.principal_of", lambda _request: who)
        run(asked())
    return answers[0]


def test_it_is_taken_along_as_csv_as_filtered_and_that_is_kept(all_of_it):
    app, who = all_of_it
    typed(app, "audit-actor", "can-bo")
    (link,) = apart.given(app, "trail-csv")["links"]
    answer = ask(link[1], who)
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "private, no-store"
    found = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert {row["Người"] for row in found} == {"can-bo"}
    numbers = [int(row["Dòng"]) for row in found]
    assert numbers == sorted(numbers)
    assert apart.actions()[-1] == ("quan.tri", "audit.exported", "audit")
    app.run()
    typed(app, "audit-actor", "quan.tri")
    assert "người: can-bo" in rows(app)[0][4]


@pytest.mark.parametrize(
    ("role", "path", "status"),
    [
        ("office", "/tai/nhat-ky", 403),
        ("leader", "/tai/mau-nguoi-dung", 403),
        ("admin", "/tai/mau-nguoi-dung", 200),
        ("admin", "/tai/nhat-ky?kind=khong-co", 400),
        ("admin", "/tai/nhat-ky?from=hom-qua", 400),
        (None, "/tai/nhat-ky", 401),
    ],
)
def test_the_routes_answer_by_right(role, path, status):
    who = apart.enter(f"nguoi.{role}", Grant(role, HOME))[1] if role else None
    assert ask(path, who).status_code == status


def test_particulars_are_readable():
    told = {
        "changed": {"BANGXANH_AMBER_PERCENT": [5.0, 50.0]},
        "now": {"x": 1},
        "sha256": "ff",
        "reason": "",
        "why": "wrong",
        "expires_at": "2026-11-22T02:00:00+00:00",
        "grants": ["leader so", "admin so"],
    }
    assert _audit_words.details(told) == (
        "đã đổi: BANGXANH_AMBER_PERCENT: 5.0 → 50.0; vì: sai mật khẩu;"
        " hết hạn: 09:00 22/11/2026; vai trò: leader so, admin so"
    )
    assert _audit_words.thing("period/2026-10/dl-sxd") == "kỳ 2026-10, Sở Xây dựng"
    assert _audit_words.thing("store") == "store"


def test_every_action_has_its_english():
    use_language("en")
    try:
        assert [each.said for each in ACTIONS.values() if t(each.said) == each.said] == []
    finally:
        use_language("vi")
