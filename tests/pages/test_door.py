"""The door: signing in and out, one-time links, one's own password, the sample people."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import replace
from html import escape
from pathlib import Path

import httpx
import psutil
import pytest
from starlette.requests import Request

from indicators.access import Grant, links, passwords
from indicators.access.sign_in import REFUSED
from indicators.submission import submit
from indicators.workspace import Workspace
from pages import _door_pages, _door_ways, _form, _gate
from pages._door_ways import own_path
from pages._site import Site
from tests import offices, people
from tests.offices import Hands
from tests.pages import doorway
from tests.pages.doorway import PASSWORD, PUBLIC, Doorway
from tests.pages.waiting import finished

HOSTILE = "<img src=x onerror=alert(1)>![](/dang-xuat)\"'&"
OTHER = "gió thổi qua cánh đồng"
FORM = {"account": "can-bo", "password": PASSWORD}


@pytest.fixture(scope="module")
def shared() -> Iterator[Workspace]:
    """One office for most tests here; what each changes is its own."""
    with offices.stopped_clock(), offices.office() as opened:
        people.add(opened, "can-bo", Grant("office", "so"), password=PASSWORD, name="Cán bộ")
        yield opened


@pytest.fixture
def door(shared: Workspace, the_clock: Hands) -> Doorway:  # noqa: ARG001 - it must stand still
    return Doorway(shared)


def is_in(door: Doorway) -> bool:
    """Whether the browser has a live session."""
    return door.ask("GET", "/phien").status_code == 204


def cookies_of(answer: httpx.Response) -> dict[str, str]:
    """Return each cookie that an answer sets, with how it is to be kept."""
    found = answer.headers.get_list("set-cookie")
    return {each.partition("=")[0]: each.partition(";")[2].lower() for each in found}


# ---- signing in and out


def test_the_form_is_one_that_password_managers_fill(door: Doorway) -> None:
    page = door.ask("GET", "/dang-nhap")
    assert (page.status_code, page.headers["cache-control"]) == (200, "no-store")
    for part in (
        'autocomplete="username"',
        'autocomplete="current-password"',
        '<label for="account">',
        '<label for="password">',
        'lang="vi"',
        "width=device-width",
    ):
        assert part in page.text
    assert "<script" not in page.text
    assert 'role="alert"' not in page.text


def test_the_right_password_opens_and_leads_where_one_wanted_to_go(door: Doorway) -> None:
    answer = door.post("/dang-nhap", form={**FORM, "next": "/upload?unit=a"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/upload?unit=a")
    assert answer.headers["cache-control"] == "no-store"
    kept = cookies_of(answer)
    assert set(kept) == {"bangxanh", "bangxanh-may"}
    for how in kept.values():
        assert "httponly" in how
        assert "samesite=lax" in how
        assert "path=/" in how
        assert "domain" not in how
        assert "secure" not in how  # this machine, without HTTPS
    assert "max-age" not in kept["bangxanh"]
    assert is_in(door)
    assert door.ask("GET", "/dang-nhap?next=/upload").headers["location"] == "/upload"


def test_over_https_cookies_go_over_nothing_else(door: Doorway) -> None:
    public = Doorway(door.office, PUBLIC)
    home = "https://bangxanh.so.vn"
    answer = public.post("/dang-nhap", form=FORM, home=home)
    kept = cookies_of(answer)
    assert set(kept) == {"__Host-bangxanh", "__Host-bangxanh-may"}
    assert all("secure" in how and "path=/" in how for how in kept.values())
    assert public.ask("GET", "/phien", home=home).status_code == 204
    gone = public.post("/dang-xuat", form={}, home=home)
    assert "secure" in cookies_of(gone)["__Host-bangxanh"]


def test_whatever_is_wrong_the_answer_is_the_same(door: Doorway) -> None:
    pages = set()
    for account, password in (("can-bo", "sai"), ("khong-co", "sai"), ("can-bo", "x" * 129)):
        answer = door.post("/dang-nhap", form={"account": account, "password": password})
        assert answer.status_code == 401
        assert not cookies_of(answer)
        pages.add(answer.text.replace(account, "…"))
    assert len(pages) == 1
    assert f'role="alert">{escape(REFUSED)}' in pages.pop()
    assert not is_in(door)


def test_a_password_too_long_costs_no_hash(door: Doorway, monkeypatch: pytest.MonkeyPatch) -> None:
    def hashed(*_: object) -> bool:
        raise AssertionError("a hash was made")

    monkeypatch.setattr(passwords, "matches", hashed)
    answer = door.post("/dang-nhap", form={"account": "can-bo", "password": "x" * 129})
    assert answer.status_code == 401


def test_signing_in_again_ends_the_session_before(door: Doorway) -> None:
    door.post("/dang-nhap", form=FORM)
    before = door.cookies["bangxanh"]
    door.post("/dang-nhap", form=FORM)
    assert door.cookies["bangxanh"] != before
    assert door.office.sessions.find(before) is None
    assert is_in(door)


def test_signing_out_ends_the_session_on_the_server(door: Doorway) -> None:
    door.enter()
    token = door.cookies["bangxanh"]
    door.ask("GET", "/dang-xuat")  # as a picture or a link would
    assert is_in(door)
    answer = door.post("/dang-xuat", form={})
    assert (answer.status_code, answer.headers["location"]) == (303, "/dang-nhap")
    assert "max-age=0" in cookies_of(answer)["bangxanh"]
    assert door.office.sessions.find(token) is None
    assert door.post("/dang-xuat", form={}).status_code == 303  # nobody to sign out


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "/\t/evil.example",
        "javascript:alert(1)",
        "evil.example",
        "/dang-xuat",
        "/dang-nhap?next=/dang-nhap",
        "/lien-ket/abc",
        "/phien",
        "/mat-khau",
        "/oidc/tro-ve?code=1",
        "/a\r\nSet-Cookie: a=b",
        "/a b",
        "///evil.example",
        "/" + "a" * 3000,
        "http://[",
        "",
    ],
)
def test_nobody_is_led_elsewhere(door: Doorway, address: str) -> None:
    assert own_path(address) == "/"
    answer = door.post("/dang-nhap", form={**FORM, "next": address})
    assert answer.headers["location"] == "/"


def test_our_own_addresses_are_led_to() -> None:
    for address in ("/", "/upload", "/unit?period=2026-10&name=Ph%C3%B2ng", "/a/b?c=//d"):
        assert own_path(address) == address
    assert own_path("/upload#part") == "/upload"


def test_what_people_typed_and_set_stays_text(door: Doorway) -> None:
    door.office.settings = door.office.settings.model_copy(update={"office": HOSTILE})
    try:
        form = {"account": HOSTILE, "password": "sai", "next": f"/{HOSTILE}"}
        told = door.post("/dang-nhap", form=form).text
        asked = door.ask("GET", "/dang-nhap", params={"next": f"/?a={HOSTILE}"}).text
    finally:
        door.office.settings = door.office.settings.model_copy(update={"office": "Sở"})
    assert "<img" not in told + asked
    assert escape(HOSTILE) in told
    assert told.count(escape(HOSTILE)) == 2  # the office's name and the account


# ---- how much may be asked


@pytest.mark.parametrize("path", ["/dang-nhap", "/dang-nhap/mau", "/lien-ket/x"])
def test_a_large_form_is_refused_before_it_is_read(door: Doorway, path: str) -> None:
    read: list[int] = []

    async def body() -> AsyncIterator[bytes]:
        for _ in range(1000):
            read.append(1)
            yield b"a" * 1024

    kind = {"content-type": "application/x-www-form-urlencoded"}
    assert door.ask("POST", path, content=body(), headers=kind).status_code == 413
    assert len(read) < 20
    read.clear()
    told = door.ask("POST", path, content=body(), headers={**kind, "content-length": "1024000"})
    assert (told.status_code, read) == (413, [])
    assert told.headers["connection"] == "close"


@pytest.mark.parametrize(
    ("kind", "body", "status"),
    [
        ("application/json", b'{"account": "a"}', 415),
        ("multipart/form-data; boundary=x", b"--x--", 415),
        ("", b"account=a", 415),
        ("application/x-www-form-urlencoded", b"&".join([b"a=1"] * 11), 400),
        ("application/x-www-form-urlencoded", b"account=%ff%fe", 400),
        ("application/x-www-form-urlencoded", b"account=\xff", 400),
        ("application/x-www-form-urlencoded; charset=utf-8", b"", 401),
    ],
)
def test_what_is_no_form_is_refused(door: Doorway, kind: str, body: bytes, status: int) -> None:
    answer = door.ask("POST", "/dang-nhap", content=body, headers={"content-type": kind})
    assert answer.status_code == status
    assert 'role="alert"' in answer.text


def test_a_form_that_trickles_in_is_not_waited_for(
    door: Doorway, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_form, "SLOWEST_SECONDS", 0.2)

    async def slow() -> AsyncIterator[bytes]:
        yield b"account=a"
        await asyncio.sleep(5)

    kind = {"content-type": "application/x-www-form-urlencoded"}
    assert door.ask("POST", "/dang-nhap", content=slow(), headers=kind).status_code == 408


def test_when_too_many_wait_the_rest_is_told_so(
    door: Doorway, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_form, "PLACES", 0)
    answer = door.post("/dang-nhap", form=FORM)
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")
    assert "Hệ thống bận" in answer.text
    door.enter()
    assert door.post("/dang-xuat", form={}).status_code == 303  # leaving is always possible
    assert not is_in(door)


def test_one_address_does_not_take_every_place() -> None:
    queue, refused = _form.Queue(), []
    go = asyncio.Event()

    async def ask(address: str) -> None:
        try:
            with queue._place(address):
                await go.wait()
        except _form.Busy:
            refused.append(address)

    async def scene() -> None:
        asking = [asyncio.create_task(ask("one")) for _ in range(100)]
        asking += [asyncio.create_task(ask(f"other {n}")) for n in range(_form.PLACES_EACH)]
        await asyncio.sleep(0.05)
        go.set()
        await asyncio.gather(*asking)

    finished(scene())
    assert refused == ["one"] * (100 - _form.PLACES_EACH)
    assert not queue._waiting


def test_five_hundred_sign_ins_at_once_leave_the_memory_as_it_was(door: Doorway) -> None:
    assert door.post("/dang-nhap", form=FORM).status_code == 303  # everything is loaded
    process = psutil.Process(os.getpid())
    before = process.memory_info().rss
    statuses: list[int] = []
    largest = [before]

    async def one(number: int) -> None:
        form = {"account": f"ai-do-{number}", "password": "x" * 128, "next": "/" + "a" * 1900}
        answer = await door.asked("POST", "/dang-nhap", data=form, client=f"10.0.{number % 40}.1")
        statuses.append(answer.status_code)
        largest.append(process.memory_info().rss)

    async def scene() -> None:
        await asyncio.gather(*map(one, range(500)))

    finished(scene())
    assert set(statuses) == {401, 503}
    assert len(statuses) == 500
    assert max(largest) - before < 200 * 2**20
    assert door.post("/dang-nhap", form=FORM).status_code == 303  # and the owner comes in


# ---- one's own password


@pytest.fixture
def changing(small_office: Callable[..., Workspace]) -> Doorway:
    """The browser of someone signed in, in an office of its own."""
    door = Doorway(small_office())
    people.add(door.office, "can-bo", Grant("office", "so"), password=PASSWORD)
    door.post("/dang-nhap", form=FORM)
    return door


def test_a_new_password_ends_what_was_and_lets_in_anew(changing: Doorway) -> None:
    before = changing.cookies["bangxanh"]
    page = changing.ask("GET", "/mat-khau?next=/upload").text
    assert page.count('autocomplete="new-password"') == 2
    assert 'autocomplete="username" readonly' in page
    form = {"old": PASSWORD, "new": OTHER, "again": OTHER, "next": "/upload"}
    answer = changing.post("/mat-khau", form=form)
    assert (answer.status_code, answer.headers["location"]) == (303, "/upload")
    assert changing.office.sessions.find(before) is None
    assert is_in(changing)
    assert changing.post("/dang-nhap", form=FORM).status_code == 401
    assert changing.post("/dang-nhap", form={**FORM, "password": OTHER}).status_code == 303


@pytest.mark.parametrize(
    ("form", "status", "told"),
    [
        ({"old": "sai", "new": OTHER, "again": OTHER}, 401, ["không đúng"]),
        ({"old": PASSWORD, "new": OTHER, "again": OTHER + "x"}, 422, ["không giống nhau"]),
        ({"old": PASSWORD, "new": "can-bo", "again": "can-bo"}, 422, ["ít nhất 12", "dựa vào"]),
        ({"old": PASSWORD, "new": "x" * 129, "again": "x" * 129}, 422, ["dài nhất 128"]),
        ({"old": PASSWORD, "new": PASSWORD, "again": PASSWORD}, 422, ["phải khác"]),
        ({"old": PASSWORD}, 422, ["ít nhất 12"]),
    ],
)
def test_every_fault_of_a_new_password_is_told_at_once(
    changing: Doorway, form: dict[str, str], status: int, told: list[str]
) -> None:
    answer = changing.post("/mat-khau", form=form)
    assert answer.status_code == status
    for words in told:
        assert words in answer.text.partition('role="alert"')[2]
    assert is_in(changing)
    assert changing.post("/dang-nhap", form=FORM).status_code == 303  # nothing changed


def test_a_password_that_must_change_comes_first(changing: Doorway) -> None:
    doorway.change(changing.office, "can-bo")
    answer = changing.post("/dang-nhap", form={**FORM, "next": "/upload"})
    assert answer.headers["location"] == "/mat-khau?next=%2Fupload"
    assert changing.ask("GET", "/upload").status_code == 303
    form = {"old": PASSWORD, "new": OTHER, "again": OTHER, "next": "/upload"}
    assert changing.post("/mat-khau", form=form).headers["location"] == "/upload"
    assert changing.ask("GET", "/upload").status_code == 200


def test_strangers_change_nobodys_password(door: Doorway) -> None:
    assert door.ask("GET", "/mat-khau").headers["location"] == "/dang-nhap?next=%2Fmat-khau"
    form = {"old": PASSWORD, "new": OTHER, "again": OTHER}
    assert door.post("/mat-khau", form=form).status_code == 401


# ---- one-time links


@pytest.fixture
def fresh(tmp_path: Path, small_office: Callable[..., Workspace]) -> Doorway:
    """An office on a disk in which nobody has an account."""
    return Doorway(small_office(path=tmp_path / "b.duckdb"))


def setup_path(door: Doorway) -> str:
    file = links.setup_link(door.office)
    assert file
    return next(
        line for line in file.read_text(encoding="utf-8").splitlines() if "/lien-ket/" in line
    )


def test_the_first_admin_is_made_by_the_link_once(fresh: Doorway) -> None:
    assert "thiet-lap-lan-dau.txt" in fresh.ask("GET", "/dang-nhap").text
    path = setup_path(fresh)
    for _ in range(3):  # looking, as programs that read mail do, uses nothing up
        page = fresh.ask("GET", path)
        assert (page.status_code, page.headers["cache-control"]) == (200, "no-store")
    secret = "con đường dài qua núi đồi"  # noqa: S105 - invented
    form = {"account": "quan-tri", "name": HOSTILE, "new": secret, "again": secret}
    answer = fresh.post(path, form=form)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert is_in(fresh)
    session = fresh.office.sessions.find(fresh.cookies["bangxanh"])
    assert session
    who = fresh.office.sessions.principal(session.handle)
    assert who
    assert {grant.role for grant in who.grants} == {"admin"}
    for gone in (fresh.ask("GET", path), fresh.post(path, form={**form, "account": "khac"})):
        assert (gone.status_code, links.GONE in gone.text) == (404, True)
    fresh.post("/dang-xuat", form={})
    assert "thiet-lap-lan-dau.txt" not in fresh.ask("GET", "/dang-nhap").text


def test_what_is_wrong_with_the_first_admin_is_told_and_kept_as_typed(fresh: Doorway) -> None:
    path = setup_path(fresh)
    form = {"account": "Quản trị!", "name": HOSTILE, "new": "ngắn", "again": "ngắn"}
    answer = fresh.post(path, form=form)
    assert answer.status_code == 422
    assert answer.text.count("<li>") >= 2
    assert escape(HOSTILE) in answer.text
    assert "<img" not in answer.text
    assert "ngắn" not in answer.text  # a password is never shown again
    assert fresh.ask("GET", path).status_code == 200


def test_an_invited_person_is_greeted_by_name_and_chooses_a_password(fresh: Doorway) -> None:
    people.add(fresh.office, "can-bo", Grant("office", "so"), name=HOSTILE)
    with fresh.office.store.write("link", changes_board=False) as write:
        token = links.issue(fresh.office, write, "invite", account="can-bo", by="quan-tri")
    page = fresh.ask("GET", f"/lien-ket/{token}").text
    assert escape(HOSTILE) in page
    assert "<img" not in page
    form = {"new": PASSWORD, "again": PASSWORD, "account": "nguoi-khac"}
    assert fresh.post(f"/lien-ket/{token}", form=form).status_code == 303
    session = fresh.office.sessions.find(fresh.cookies["bangxanh"])
    assert session
    assert session.account == "can-bo"


def test_a_link_that_nobody_made_says_so(door: Doorway) -> None:
    answer = door.ask("GET", "/lien-ket/abc")
    assert (answer.status_code, links.GONE in answer.text) == (404, True)
    assert door.post("/lien-ket/abc", form={"new": "x"}).status_code == 404


# ---- the sample people


@pytest.fixture(scope="module")
def sample_office() -> Iterator[Workspace]:
    """An office in which everything is invented."""
    with offices.stopped_clock(), offices.office() as opened:
        row = offices.figure("a", counts=(9, 10))
        submit(opened, opened.operator("x"), offices.reading([row]), is_sample=True)
        yield opened


@pytest.fixture
def trial(sample_office: Workspace, the_clock: Hands) -> Doorway:  # noqa: ARG001 - as above
    return Doorway(sample_office)


SAMPLE = {"account": "lanh-dao-mau"}
OFFER = "Dùng thử với số liệu mẫu"


def offered_and_let_in(door: Doorway, **options: object) -> tuple[bool, bool]:
    """Whether the sample people are on the page, and whether one may come in."""
    offer = OFFER in door.ask("GET", "/dang-nhap", **options).text
    origin = {"origin": f"http://{options['headers']['host']}"} if _host(options) else {}
    answer = door.post("/dang-nhap/mau", form=SAMPLE, **{**options, **origin})
    return offer, answer.status_code == 303


def _host(options: dict[str, object]) -> bool:
    headers = options.get("headers")
    return isinstance(headers, dict) and "host" in headers


def test_one_click_lets_a_sample_person_in(trial: Doorway) -> None:
    page = trial.ask("GET", "/dang-nhap?next=/upload").text
    for name in ("Lãnh đạo (mẫu)", "Cán bộ đầu mối (mẫu)", "Văn phòng (mẫu)", "Quản trị (mẫu)"):
        assert name in page
    assert page.count('value="/upload"') == 5
    answer = trial.post("/dang-nhap/mau", form={**SAMPLE, "next": "/upload"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/upload")
    assert is_in(trial)
    assert trial.post("/dang-nhap/mau", form={"account": "khong-co"}).status_code == 403


@pytest.mark.parametrize(
    "name", ["X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "Forwarded", "X-Real-IP"]
)
def test_through_a_proxy_nobody_is_a_sample_person(trial: Doorway, name: str) -> None:
    assert offered_and_let_in(trial) == (True, True)
    trial.cookies.clear()
    assert offered_and_let_in(trial, headers={name: "127.0.0.1"}) == (False, False)


def test_from_another_machine_nobody_is_a_sample_person(sample_office: Workspace) -> None:
    assert offered_and_let_in(Doorway(sample_office), client="10.0.0.9") == (False, False)
    for site in (
        Site("http://bangxanh.so.vn", "0.0.0.0"),  # noqa: S104 - listening to the network
        Site("http://bangxanh.so.vn", None),
        Site("http://bangxanh.so.vn", "192.168.1.2"),
    ):
        assert offered_and_let_in(Doorway(sample_office, site)) == (False, False)
    named = Doorway(sample_office, Site("http://bangxanh.so.vn", "127.0.0.1"))
    assert offered_and_let_in(named) == (True, True)
    named.cookies.clear()
    assert offered_and_let_in(named, headers={"host": "bangxanh.so.vn"}) == (False, False)


def test_with_anything_real_the_sample_people_are_gone_at_once(
    small_office: Callable[..., Workspace],
) -> None:
    for real in ("figure", "person"):
        door = Doorway(small_office())
        row = offices.figure("a", counts=(9, 10))
        submit(door.office, door.office.operator("x"), offices.reading([row]), is_sample=True)
        assert offered_and_let_in(door) == (True, True)
        assert is_in(door)
        if real == "figure":
            own = offices.reading([offices.figure("b", counts=(9, 10))])
            submit(door.office, door.office.operator("x"), own)
        else:
            people.add(door.office, "can-bo", Grant("office", "so"), password=PASSWORD)
            door.office.sessions.people_changed()
        assert not is_in(door)
        door.cookies.clear()
        assert offered_and_let_in(door) == (False, False)


def test_an_empty_office_has_no_sample_people(fresh: Doorway) -> None:
    assert offered_and_let_in(fresh) == (False, False)


# ---- health


def test_health_is_told_to_strangers_without_telling_on_anyone(door: Doorway) -> None:
    alive = door.ask("GET", "/healthz")
    assert (alive.status_code, alive.json()["status"]) == (200, "ok")
    ready = door.ask("GET", "/readyz")
    told = ready.json()
    assert ready.status_code == (200 if told["status"] == "ok" else 503)
    assert {"disk", "store", "anchor", "clock", "settings", "folder"} == {
        each["name"] for each in told["findings"]
    }


def test_an_office_that_cannot_work_is_not_ready(
    small_office: Callable[..., Workspace], monkeypatch: pytest.MonkeyPatch
) -> None:
    from pages import _health  # noqa: PLC0415 - its memory of two seconds is looked at here

    door = Doorway(small_office())
    door.office.settings = door.office.settings.model_copy(update={"home_unit": "khong-co"})
    monkeypatch.setattr(_health, "_LOOKER", _health._Looker())
    told = door.ask("GET", "/readyz")
    assert told.status_code == 503
    faults = [each for each in told.json()["findings"] if each["state"] == "error"]
    assert "BANGXANH_HOME_UNIT" in " ".join(each["message"] for each in faults)


# ---- details


def test_a_logo_is_inside_the_page_and_no_other_file(tmp_path: Path) -> None:
    picture, other = tmp_path / "logo.png", tmp_path / "khoa.key"
    picture.write_bytes(b"\x89PNG")
    other.write_bytes(b"secret")
    assert 'src="data:image/png;base64,iVBORw=="' in _door_pages._logo(picture)
    assert _door_pages._logo(other) == _door_pages._logo(tmp_path / "none.svg") == ""


def test_a_request_that_came_past_the_gate_is_nobodys() -> None:
    with pytest.raises(TypeError, match="gate"):
        _gate.visit_of(Request({"type": "http", "headers": [], "bangxanh": None}))
    assert _door_ways.peer_of(Request({"type": "http", "headers": []})) == ("", "")
    assert replace(PUBLIC, origin=None).session_cookie == "bangxanh"
