"""The gate: nobody passes without a session, and nobody says who they are but the gate."""

from __future__ import annotations

import asyncio
import runpy
import shutil
import subprocess
import sys
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send
from streamlit.proto.BackMsg_pb2 import BackMsg

from indicators.workspace import Workspace
from pages import _gate, _uploads
from pages._site import Site, is_local_host
from tests import offices
from tests.offices import Hands
from tests.pages import doorway
from tests.pages.doorway import LOCAL, PUBLIC, Doorway, Socket

ROOT = Path(__file__).parents[2]
STREAMLITS = [
    "/static/js/index.js",
    "/media/0123456789.png",
    "/_stcore/health",
    "/_stcore/host-config",
    "/_stcore/upload_file/tab/file",
    "/_stcore/bidi-components/table/index.js",
    "/component/table/index.html",
    "/",
    "/upload",
    "/tai/bang/xlsx",
    "/favicon.png",
    "/manifest.json",
]
NOT_SERVED = [
    "/_stcore/agent/interact",
    "/_stcore/metrics",
    "/auth/login",
    "/auth/logout",
    "/oauth2callback",
]


@pytest.fixture(scope="module")
def shared() -> Iterator[Workspace]:
    """One office for every test here: each has sessions of its own."""
    with offices.stopped_clock(), offices.office() as opened:
        yield opened


@pytest.fixture
def office(shared: Workspace, the_clock: Hands) -> Workspace:  # noqa: ARG001 - it must stand still
    return shared


@pytest.fixture
def door(office: Workspace) -> Doorway:
    return Doorway(office)


@pytest.fixture(autouse=True)
def _no_tabs() -> Iterator[None]:
    _gate._owners.clear()
    yield
    _gate._owners.clear()


# ---- what every answer carries


def test_every_answer_carries_the_policy(door: Doorway) -> None:
    for path in ("/dang-nhap", "/upload", "/phien", "/_stcore/metrics", "/healthz"):
        headers = door.ask("GET", path).headers
        policy = headers["content-security-policy"]
        assert "default-src 'self'" in policy
        assert "'unsafe-inline'" not in policy.split("script-src")[1].split(";")[0]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["x-frame-options"] == "DENY"
        assert "strict-transport-security" not in headers
    assert "'sha256-" in door.ask("GET", "/dang-nhap").headers["content-security-policy"]


def test_over_https_browsers_are_told_to_stay_there(office: Workspace) -> None:
    door = Doorway(office, PUBLIC)
    headers = door.ask("GET", "/dang-nhap", home="https://bangxanh.so.vn").headers
    assert headers["strict-transport-security"] == "max-age=31536000"


# ---- which hosts and origins are ours


@pytest.mark.parametrize("address", ["192.168.1.10:80", "10.0.0.1"])
def test_without_an_address_only_this_machine_is_served(door: Doorway, address: str) -> None:
    answer = door.ask("GET", "/dang-nhap", home=f"http://{address}", headers={"host": "localhost"})
    assert answer.status_code == 403
    assert "127.0.0.1" in answer.text


@pytest.mark.parametrize(
    "host",
    ["bangxanh.example", "localhost.evil.example", "", "[::1", "localhost@evil.example", "a b"],
)
def test_a_foreign_host_name_is_refused(door: Doorway, host: str) -> None:
    assert not LOCAL.serves(host)
    answer = door.ask("GET", "/dang-nhap", headers={"host": host})
    assert (answer.status_code, "Tên máy chủ" in answer.text) == (403, True)


@pytest.mark.parametrize("host", ["127.0.0.1:8501", "[::1]:8501", "localhost", "127.8.8.8"])
def test_loopback_host_names_pass(door: Doorway, host: str) -> None:
    assert door.ask("GET", "/dang-nhap", headers={"host": host}).status_code == 200


def test_the_offices_own_address_passes_and_no_other(office: Workspace) -> None:
    door = Doorway(office, PUBLIC)
    for host, status in (
        ("bangxanh.so.vn", 200),
        ("BANGXANH.so.vn", 200),
        ("localhost:8501", 200),
        ("bangxanh.so.vn:8080", 403),
        ("so.vn", 403),
        ("10.0.0.7", 403),
    ):
        answer = door.ask("GET", "/dang-nhap", headers={"host": host}, home="https://10.0.0.7")
        assert answer.status_code == status, host


@pytest.mark.parametrize(
    ("url", "address", "startable"),
    [
        (None, "127.0.0.1", True),
        (None, "::1", True),
        (None, "localhost", True),
        (None, None, False),
        (None, "0.0.0.0", False),  # noqa: S104
        (None, "192.168.1.2", False),
        ("https://bangxanh.so.vn", None, True),
        ("http://10.1.1.1:8501/", "0.0.0.0", True),  # noqa: S104
    ],
)
def test_beyond_this_machine_only_under_a_known_address(
    url: str | None, address: str | None, *, startable: bool
) -> None:
    settings: Any = SimpleNamespace(url=url)
    assert Site.of(settings, address=address).is_startable is startable


def test_default_ports_are_not_part_of_an_origin() -> None:
    for url, origin in (
        ("https://Bangxanh.so.vn:443/", "https://bangxanh.so.vn"),
        ("http://bangxanh.so.vn:80", "http://bangxanh.so.vn"),
        ("http://bangxanh.so.vn:8080", "http://bangxanh.so.vn:8080"),
    ):
        settings: Any = SimpleNamespace(url=url)
        assert Site.of(settings, address=None).origin == origin


@pytest.mark.parametrize("origin", [None, "null", "http://evil.example", "http://localhost:9999"])
@pytest.mark.parametrize(
    "path", ["/dang-nhap", "/dang-nhap/mau", "/dang-xuat", "/mat-khau", "/lien-ket/x", "/upload"]
)
def test_a_change_must_come_from_our_own_page(door: Doorway, path: str, origin: str | None) -> None:
    handle = door.enter()
    answer = door.post(path, form={"account": "x"}, origin=origin)
    assert (answer.status_code, "trang khác" in answer.text) == (403, True)
    assert door.office.sessions.named(handle)  # nothing was done


def test_the_origin_of_the_office_is_compared_as_a_whole() -> None:
    assert PUBLIC.is_own("https://bangxanh.so.vn", "bangxanh.so.vn")
    for origin in ("http://bangxanh.so.vn", "https://bangxanh.so.vn.evil.vn", "https://so.vn"):
        assert not PUBLIC.is_own(origin, "bangxanh.so.vn")
    assert not PUBLIC.is_own("https://evil.vn", "evil.vn")
    assert LOCAL.is_own("http://localhost:8501", "localhost:8501")
    assert not LOCAL.is_own("ftp://localhost:8501", "localhost:8501")


def test_programs_send_no_origin_to_the_api_and_pages_elsewhere_may_not_ask_it(
    office: Workspace,
) -> None:
    async def told(_request: Request) -> Response:
        return _gate._told(200, "in")

    door = Doorway(office, open_routes=[Route("/api/v1/submissions", told, methods=["POST"])])
    assert door.post("/api/v1/submissions", form={}, origin=None).status_code == 200
    assert door.post("/api/v1/submissions", form={}, origin="http://evil.vn").status_code == 403


# ---- strangers


@pytest.mark.parametrize("path", STREAMLITS)
@pytest.mark.parametrize("accept", ["*/*", "text/html"])
def test_a_stranger_is_led_to_sign_in_or_told_so(door: Doorway, path: str, accept: str) -> None:
    answer = door.ask("GET", path, accept=accept)
    if accept == "text/html":
        assert answer.status_code == 303
        assert answer.headers["location"].startswith("/dang-nhap")
    else:
        assert answer.status_code == 401
    assert answer.headers["cache-control"] == "no-store"
    assert door.ask("PUT", path, accept=accept).status_code == 401


def test_the_way_back_is_what_was_asked_for(door: Doorway) -> None:
    asked = "/unit?period=2026-10&name=Ph%C3%B2ng%20%26%20B&x=%2F%2Fevil"
    location = door.ask("GET", asked).headers["location"]
    assert parse_qs(urlsplit(location).query) == {"next": [asked]}
    assert door.ask("GET", "/").headers["location"] == "/dang-nhap"
    hostile = _gate._back_from("/dang-nhap", {"path": "//evil.example/a"}).headers["location"]
    assert hostile == "/dang-nhap?next=%2F%2Fevil.example%2Fa"


def test_what_is_open_is_open_to_its_own_methods_alone(door: Doorway) -> None:
    for path in ("/dang-xuat", "/dang-nhap/mau"):
        assert door.ask("GET", path).status_code == 303
    for path in ("/phien", "/healthz"):
        assert door.post(path, form={}).status_code == 401


@pytest.mark.parametrize("token", ["", "x", "a" * 5000, "é"])
def test_a_token_that_opens_nothing_is_a_strangers(door: Doorway, token: str) -> None:
    answer = door.ask(
        "GET", "/upload", accept="*/*", headers={"cookie": f"bangxanh={token}".encode()}
    )
    assert answer.status_code == 401


@pytest.mark.parametrize("path", NOT_SERVED)
def test_what_nobody_needs_is_served_to_nobody(door: Doorway, path: str) -> None:
    assert door.ask("GET", path).status_code == 404
    door.enter()
    assert door.ask("GET", path).status_code == 404


def test_every_route_of_the_entry_is_open_on_purpose_or_closed() -> None:
    entry = runpy.run_path(str(ROOT / "dashboard.py"), run_name="dashboard")
    own = [route.path for route in entry["app"]._user_routes]
    open_paths = {route.path for route in entry["open_routes"]}
    assert open_paths < set(own)
    assert {path for path in open_paths if not path.startswith(("/api/", "/lich/"))} == {
        "/dang-nhap",
        "/dang-nhap/mau",
        "/dang-xuat",
        "/lien-ket/{token}",
        "/phien",
        "/oidc/bat-dau",
        "/oidc/tro-ve",
        "/healthz",
        "/readyz",
        "/bangxanh/shell.js",
        "/bangxanh/icon.svg",
    }
    assert {"/mat-khau", "/tai/bang/{kind}"} <= set(own) - open_paths


def test_whoever_is_signed_in_passes(door: Doorway) -> None:
    handle = door.enter()
    for path in STREAMLITS:
        if "upload_file" not in path:
            answer = door.ask("GET", path)
            assert answer.status_code == 200
            assert answer.json()["told"] == [["x-bangxanh-session", handle]]


def test_what_clients_say_of_themselves_is_dropped(door: Doorway) -> None:
    handle = door.enter()
    lies = [
        ("x-bangxanh-session", "someone-else"),
        ("X-BangXanh-Session", "someone-else"),
        ("x-bangxanh-roles", "admin"),
        ("accept", "text/html"),
    ]
    answer = door.ask("GET", "/upload", headers=dict(lies))
    assert answer.json()["told"] == [["x-bangxanh-session", handle]]
    scope = {"path": "/", "headers": [(n.encode(), v.encode()) for n, v in lies]}
    kept = door.gate._identified(scope, None)["headers"]
    assert kept == [(b"accept", b"text/html")]


# ---- a password that must change


def test_who_must_change_the_password_does_nothing_else_first(door: Doorway) -> None:
    door.enter("phai-doi", must_change=True)
    answer = door.ask("GET", "/upload?unit=a")
    assert (answer.status_code, answer.headers["location"]) == (
        303,
        "/mat-khau?next=%2Fupload%3Funit%3Da",
    )
    assert door.ask("GET", "/_stcore/host-config", accept="*/*").status_code == 403
    assert door.ask("GET", "/mat-khau").status_code == 200
    assert door.ask("GET", "/phien").status_code == 204
    assert opened(door).answer == "websocket.close"
    assert door.post("/dang-xuat", form={}).status_code == 303


# ---- tabs


def opened(door: Doorway, *said: bytes, path: str = "/_stcore/stream", **headers: str) -> Socket:
    """Return a tab that connected, said something, and left."""
    socket = Socket(cookie=f"bangxanh={door.cookies.get('bangxanh', '')}", **headers)
    for each in said:
        socket.say(each)
    socket.leave()
    doorway.run(socket.open(door.gate, path))
    return socket


def test_a_tab_needs_a_session_and_our_own_origin(door: Doorway) -> None:
    assert opened(door).answer == "websocket.close"
    door.enter()
    assert opened(door).answer == "websocket.accept"
    for origin in ("http://evil.example", "http://localhost:9999", "null", ""):
        assert opened(door, origin=origin).answer == "websocket.close"
    assert opened(door, host="evil.example", origin="http://evil.example").answer == (
        "websocket.close"
    )
    assert opened(door, path="/upload").answer == "websocket.close"
    assert opened(door, path="/_stcore/agent/stream").answer == "websocket.close"


def test_a_tab_is_named_by_the_gate_alone(office: Workspace) -> None:
    told: list[Any] = []

    async def tab(scope: Scope, receive: Receive, send: Send) -> None:
        told.append([each for each in scope["headers"] if each[0].startswith(b"x-bangxanh")])
        await doorway._quiet_tab(scope, receive, send)

    door = Doorway(office, tab=tab)
    handle = door.enter()
    opened(door, **{"x-bangxanh-session": "someone-else"})
    assert told == [[(b"x-bangxanh-session", handle.encode())]]


def heard(office: Workspace, *said: bytes) -> list[str]:
    """Return the kinds of message that reach Streamlit."""
    kinds = []

    async def tab(_scope: Scope, receive: Receive, send: Send) -> None:
        await receive()
        await send({"type": "websocket.accept"})
        while (message := await receive())["type"] == "websocket.receive":
            sent = BackMsg()
            sent.ParseFromString(message["bytes"])
            kinds.append(sent.WhichOneof("type"))

    door = Doorway(office, tab=tab)
    door.enter()
    opened(door, *said)
    return kinds


def test_a_tab_cannot_empty_the_servers_caches(office: Workspace) -> None:
    said = [
        BackMsg(clear_cache=True),
        BackMsg(set_run_on_save=True),
        BackMsg(load_git_info=True),
        BackMsg(debug_shutdown_runtime=True),
        BackMsg(debug_disconnect_websocket=True),
        BackMsg(stop_script=True),
    ]
    sent = [bytes(each.SerializeToString()) for each in said]
    assert heard(office, *sent, doorway.rerun()) == ["stop_script", "rerun_script"]


def test_an_end_from_elsewhere_closes_every_tab_of_the_session(door: Doorway) -> None:
    handle = door.enter()
    mine = [Socket(cookie=f"bangxanh={door.cookies['bangxanh']}") for _ in range(2)]
    door.enter("nguoi-khac")
    other = Socket(cookie=f"bangxanh={door.cookies['bangxanh']}")

    async def scene() -> None:
        tabs = [asyncio.create_task(each.open(door.gate)) for each in (*mine, other)]
        await until(lambda: door.gate._sockets.count() == 3)
        ending = threading.Thread(
            target=door.office.sessions.end, args=(handle,), kwargs={"why": "ended"}
        )
        ending.start()
        await until(lambda: door.gate._sockets.count() == 1)
        ending.join()
        assert [each.outgoing[-1]["type"] for each in mine] == ["websocket.close"] * 2
        assert other.outgoing[-1]["type"] == "websocket.accept"
        other.leave()
        await asyncio.gather(*tabs)

    doorway.run(scene())
    assert door.gate._sockets.count() == 0


def test_after_the_end_nothing_more_is_heard_or_said(office: Workspace, the_clock: Hands) -> None:
    heard: list[str] = []

    async def tab(_scope: Scope, receive: Receive, send: Send) -> None:
        await receive()
        await send({"type": "websocket.accept"})
        while (message := await receive())["type"] == "websocket.receive":
            heard.append(message["type"])
            the_clock.set(the_clock.moment + timedelta(minutes=31))
        heard.append(message["type"])
        await send({"type": "websocket.send", "bytes": b"late"})

    door = Doorway(office, tab=tab)
    door.enter()
    socket = opened(door, doorway.rerun(), doorway.rerun())
    assert heard == ["websocket.receive", "websocket.disconnect"]
    assert [each["type"] for each in socket.outgoing] == ["websocket.accept", "websocket.close"]


async def until(holds: Callable[[], bool]) -> None:
    """Wait until something holds, five seconds at most."""
    for _ in range(500):
        if holds():
            return
        await asyncio.sleep(0.01)
    raise AssertionError("it never came to hold")


# ---- what is an activity


def seen_after(door: Doorway, the_clock: Hands, act: Callable[[], object]) -> bool:
    """Whether the session was noted as active by `act`, a minute after it began."""
    handle = door.enter()
    began = the_clock.moment
    the_clock.set(began + timedelta(minutes=1))
    act()
    door.gate._toucher.submit(lambda: None).result()
    session = door.office.sessions.named(handle)
    assert session is not None
    assert session.seen_at in {began, the_clock.moment}
    return session.seen_at == the_clock.moment


@pytest.mark.parametrize(
    ("said", "counts"),
    [
        ([doorway.rerun()], False),  # a tab's own, when it connects
        ([doorway.rerun(), doorway.rerun()], True),
        ([doorway.rerun(), doorway.rerun(is_auto=True)], False),
        ([doorway.rerun(), bytes(BackMsg(app_heartbeat=True).SerializeToString())], False),
        ([doorway.rerun(), b"\xff\xff nonsense"], False),
    ],
)
def test_only_what_a_person_does_in_a_tab_counts(
    door: Doorway, the_clock: Hands, said: list[bytes], *, counts: bool
) -> None:
    assert seen_after(door, the_clock, lambda: opened(door, *said)) is counts


@pytest.mark.parametrize(
    ("path", "accept", "counts"),
    [
        ("/upload", "text/html", True),
        ("/phien", "*/*", False),
        ("/_stcore/host-config", "*/*", False),
        ("/static/js/index.js", "*/*", False),
    ],
)
def test_opening_a_page_counts_and_what_pages_fetch_does_not(
    door: Doorway, the_clock: Hands, path: str, accept: str, *, counts: bool
) -> None:
    def act() -> None:
        assert door.ask("GET", path, accept=accept).status_code in {200, 204}

    assert seen_after(door, the_clock, act) is counts


def test_asking_whether_the_session_lives_lets_it_lapse(door: Doorway, the_clock: Hands) -> None:
    door.enter()
    for minutes in range(1, 30):
        the_clock.set(the_clock.moment + timedelta(minutes=1))
        assert door.ask("GET", "/phien").status_code == 204, minutes
    the_clock.set(the_clock.moment + timedelta(minutes=1))
    assert door.ask("GET", "/phien").status_code == 401


# ---- uploads


@pytest.fixture
def sending(door: Doorway) -> Doorway:
    _gate.belongs("tab", door.enter())
    return door


def put(door: Doorway, tab: str = "tab", *, size: int = 10, **options: object) -> httpx.Response:
    path = f"/_stcore/upload_file/{tab}/file"
    return door.ask("PUT", path, accept="*/*", content=b"x" * size, **options)


def test_a_file_goes_into_a_tab_of_ones_own_session_only(sending: Doorway) -> None:
    assert put(sending).json()["size"] == 10
    sending.enter("nguoi-khac")
    for tab in ("tab", "other", ""):
        answer = put(sending, tab)
        assert (answer.status_code, "phiên" in answer.text) == (403, True)
        assert sending.ask("DELETE", f"/_stcore/upload_file/{tab}/file").status_code == 403


def test_the_tabs_of_an_ended_session_are_nobodys(sending: Doorway) -> None:
    session = sending.office.sessions.find(sending.cookies["bangxanh"])
    assert session

    async def scene() -> None:
        await sending.asked("GET", "/phien")
        sending.office.sessions.end(session.handle, why="ended")
        await asyncio.sleep(0)

    doorway.run(scene())
    assert _gate._owners == {}


def test_the_tabs_that_are_remembered_are_few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_gate, "_OWNERS_KEPT", 3)
    for number in range(5):
        _gate.belongs(f"tab-{number}", "a")
    assert list(_gate._owners) == ["tab-2", "tab-3", "tab-4"]


def test_a_file_too_large_is_refused_before_it_is_read(sending: Doorway) -> None:
    answer = put(sending, size=20 * 2**20 + 2**16 + 1)
    assert (answer.status_code, "20 MB" in answer.text) == (413, True)
    assert put(sending, size=20 * 2**20).status_code == 200


def test_an_upload_must_say_how_large_it_is(sending: Doorway) -> None:
    async def endless() -> AsyncIterator[bytes]:
        yield b"x"

    path = "/_stcore/upload_file/tab/file"
    assert sending.ask("PUT", path, content=endless()).status_code == 411


def test_a_session_sends_a_gigabyte_an_hour(
    sending: Doorway, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [1000.0]
    monkeypatch.setattr(_uploads.time, "monotonic", lambda: now[0])
    monkeypatch.setattr(_uploads, "HOURLY_BYTES", 100)
    assert [put(sending, size=40).status_code for _ in range(3)] == [200, 200, 429]
    assert put(sending, size=20).status_code == 200
    assert "1 GB" in put(sending, size=1).text
    now[0] += 3599
    assert put(sending, size=1).status_code == 429
    now[0] += 2
    assert put(sending, size=40).status_code == 200


def test_a_full_disk_takes_no_file(sending: Doorway, monkeypatch: pytest.MonkeyPatch) -> None:
    left = shutil.disk_usage(".")
    for free, status in ((2**30 - 1, 507), (2**30, 200)):
        monkeypatch.setattr(_uploads.shutil, "disk_usage", lambda _: left._replace(free=free))  # noqa: B023
        assert put(sending).status_code == status


def test_four_files_at_once_and_few_wait() -> None:
    uploads = _uploads.Uploads(largest_bytes=100)
    inside, most = 0, 0
    refused: list[int] = []
    go = asyncio.Event()

    async def send() -> None:
        nonlocal inside, most
        try:
            async with uploads.place("a", "1", Path()):
                inside += 1
                most = max(most, inside)
                await go.wait()
                inside -= 1
        except _uploads.Refused as fault:
            refused.append(fault.status)

    async def scene() -> None:
        sending = [asyncio.create_task(send()) for _ in range(30)]
        await until(lambda: len(refused) == 30 - _uploads.AT_ONCE - _uploads.WAITING)
        async with uploads.place("b", "1", Path()):  # another's session waits for none of them
            assert inside == _uploads.AT_ONCE
        go.set()
        await asyncio.gather(*sending)

    doorway.run(scene())
    assert most == _uploads.AT_ONCE == 4
    assert set(refused) == {429}


# ---- the server itself


@pytest.mark.parametrize("address", ["0.0.0.0", "::"])  # noqa: S104
def test_the_server_does_not_start_beyond_this_machine_unnamed(
    address: str, tmp_path: Path
) -> None:
    command = [sys.executable, "-m", "streamlit", "run", "dashboard.py", "--server.port", "0"]
    ended = subprocess.run(
        [*command, "--server.address", address],
        cwd=ROOT,
        env={"PATH": "", "HOME": str(tmp_path), "BANGXANH_STORE": str(tmp_path / "b.duckdb")},
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert ended.returncode == 2
    told = ended.stderr.decode()
    assert "BANGXANH_URL" in told
    assert "set server.address to 127.0.0.1" in told
    assert not (tmp_path / "b.duckdb").exists()


def test_local_hosts_are_told_from_the_world() -> None:
    assert all(map(is_local_host, ("localhost", "localhost:1", "127.0.0.1", "[::1]:8501")))
    assert not any(map(is_local_host, ("", "a.b", "localhost:", "::1", "localhost:x", "10.0.0.1")))


def test_a_person_who_is_disabled_is_out_at_once(door: Doorway) -> None:
    door.enter()
    door.office.sessions.end_all(doorway.PERSON, why="disabled")
    assert door.ask("GET", "/upload", accept="*/*").status_code == 401
