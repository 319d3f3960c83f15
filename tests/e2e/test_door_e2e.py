"""The door in a browser: in by one click, out, thrown out; what foreign pages and names try."""

from __future__ import annotations

import os
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from unittest import mock

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from indicators.access import ALLOWED, Grant, Role
from indicators.submission import submit
from indicators.workspace import open_workspace, opened
from pages._pages import PAGES
from tests import offices, people, prepared
from tests.e2e.browsing import ACCOUNT, PASSWORD, Watched, admit, serving, settle, signed_in
from tests.pages.seeding import HOME, settings_for

CELL = "td[data-c]"
SIGN_IN = re.compile(r"/dang-nhap")
HOSTILE = '<img src=x onerror="window.hacked=1">![](/dang-xuat)'
VISIBLE = "document.dispatchEvent(new Event('visibilitychange'))"


@pytest.fixture(scope="module")
def trial(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The whole product over one invented figure: nothing in it is real."""
    folder = tmp_path_factory.mktemp("trial")
    with opened(settings_for(folder / "b.duckdb")) as workspace:
        room = workspace.catalogue.children[HOME][0]
        told = next(
            each
            for each in workspace.catalogue.indicators_of(room)
            if each.formula == "ratio" and each.frequency == "month"
        )
        row = offices.figure(
            room, told.code, "2026-10", counts=(9, 10), plan=told.plan, clause=told.clause
        )
        who = workspace.operator("x")
        submit(workspace, who, offices.reading([row]), approve=True, is_sample=True)
    with serving("dashboard.py", folder / "b.duckdb", folder) as address:
        yield address


@pytest.fixture
def fresh(browser: Browser) -> Iterator[BrowserContext]:
    """A browser that has never been here."""
    context = browser.new_context(viewport={"width": 1366, "height": 768})
    yield context
    context.close()


def enter(page: Page, address: str, *, account: str = ACCOUNT, password: str = PASSWORD) -> None:
    page.goto(f"{address}/dang-nhap")
    page.fill("#account", account)
    page.fill("#password", password)
    page.click("button.main")


def test_a_link_to_a_page_leads_there_through_signing_in(
    fresh: BrowserContext, seeded: str
) -> None:
    watched = Watched(fresh.new_page(), seeded)
    page = watched.open("/?period=2026-09&unit=dl-sxd", "#account")
    expect(page).to_have_url(SIGN_IN)
    assert watched.violations() == []
    assert page.evaluate("document.activeElement.id") == "account"
    page.keyboard.type(ACCOUNT)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_selector(CELL)
    assert "period=2026-09" in page.url
    assert "Tháng 09/2026" in page.locator("h1").inner_text()
    assert watched.outside == []


def test_a_wrong_password_is_told_and_the_account_kept(fresh: BrowserContext, seeded: str) -> None:
    page = fresh.new_page()
    enter(page, seeded, password="sai bét")  # noqa: S106
    expect(page.get_by_role("alert")).to_contain_text("không đúng")
    assert page.input_value("#account") == ACCOUNT
    assert page.input_value("#password") == ""
    assert fresh.cookies() == []


def test_the_door_fits_a_phone(browser: Browser, seeded: str) -> None:
    page = browser.new_page(viewport={"width": 360, "height": 740}, has_touch=True)
    page.goto(f"{seeded}/dang-nhap")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    for box in page.locator("input:visible, button").all():
        assert box.evaluate("b => b.getBoundingClientRect().height") >= 44
    page.close()


def sign_out(page: Page) -> None:
    """Send the form that the pages' own button sends."""
    page.evaluate(
        "() => { const f = document.createElement('form'); f.method = 'post';"
        " f.action = '/dang-xuat'; document.body.append(f); f.submit(); }"
    )


def test_signing_out_throws_the_other_tab_out_too(fresh: BrowserContext, seeded: str) -> None:
    one, other = fresh.new_page(), fresh.new_page()
    enter(one, seeded)
    one.wait_for_selector(CELL)
    other.goto(f"{seeded}/guide")
    other.wait_for_selector("ol")
    sign_out(one)
    expect(one).to_have_url(SIGN_IN)
    other.evaluate(VISIBLE)  # as when one comes back to the tab; by itself it asks every 30 s
    expect(other).to_have_url(re.compile(r"/dang-nhap\?next=%2Fguide"))
    one.go_back()
    one.wait_for_load_state()
    expect(one).to_have_url(SIGN_IN)


def test_a_tab_asks_by_itself_within_half_a_minute(fresh: BrowserContext, seeded: str) -> None:
    page = fresh.new_page()
    page.clock.install()
    enter(page, seeded)
    page.wait_for_selector(CELL)
    token = next(each for each in fresh.cookies() if each["name"] == "bangxanh")
    fresh.clear_cookies(name=token["name"])
    page.clock.fast_forward(31_000)
    expect(page).to_have_url(SIGN_IN)


def test_an_ended_session_closes_the_tabs_connection_at_once(
    fresh: BrowserContext, seeded: str
) -> None:
    page = fresh.new_page()
    closed: list[str] = []
    page.on("websocket", lambda socket: socket.on("close", lambda _: closed.append(socket.url)))
    enter(page, seeded)
    page.wait_for_selector(CELL)
    answer = fresh.request.post(f"{seeded}/dang-xuat", headers={"origin": seeded})
    assert answer.ok
    for _ in range(500):
        page.wait_for_timeout(10)
        if closed:
            break
    assert closed


def test_a_sample_person_comes_in_by_one_click(fresh: BrowserContext, trial: str) -> None:
    watched = Watched(fresh.new_page(), trial)
    for name in ("Lãnh đạo (mẫu)", "Cán bộ đầu mối (mẫu)", "Văn phòng (mẫu)", "Quản trị (mẫu)"):
        page = watched.open("/dang-nhap", "#account")
        page.get_by_role("button", name=name).click()
        page.wait_for_selector("h1")
        expect(page).not_to_have_url(SIGN_IN)
        sign_out(page)
        expect(page).to_have_url(SIGN_IN)
    assert watched.violations() == []


def test_with_real_people_nobody_is_offered(fresh: BrowserContext, seeded: str) -> None:
    page = fresh.new_page()
    page.goto(f"{seeded}/dang-nhap")
    page.wait_for_selector("#account")
    assert page.get_by_role("button").count() == 1


def test_the_first_start_is_set_up_by_the_link_in_a_file(
    fresh: BrowserContext, tmp_path: Path
) -> None:
    with serving("dashboard.py", tmp_path / "b.duckdb", tmp_path) as address:
        watched = Watched(fresh.new_page(), address)
        page = watched.open("/", "#account")
        assert "thiet-lap-lan-dau.txt" in page.locator("main").inner_text()
        file = tmp_path / "keys" / "thiet-lap-lan-dau.txt"
        assert os.name == "nt" or file.stat().st_mode & 0o077 == 0
        path = re.search(r"/lien-ket/\S+", file.read_text(encoding="utf-8"))
        assert path
        watched.open(path[0], "#name")
        page.fill("#account", "quan-tri")
        page.fill("#name", "Người cài đặt")
        for field in ("#new", "#again"):
            page.fill(field, "con đường dài qua núi đồi")
        page.click("button.main")
        page.wait_for_selector("h1:has-text('Chưa có số liệu'), [data-testid=stHeading]")
        expect(page).not_to_have_url(SIGN_IN)
        sign_out(page)
        expect(page.locator("main")).not_to_contain_text("thiet-lap-lan-dau.txt")
        watched.open(path[0], "[role=alert]")
        expect(page.get_by_role("alert")).to_contain_text("không dùng được nữa")
        assert watched.violations() == []


# ---- foreign pages


class _Foreign(BaseHTTPRequestHandler):
    """A page elsewhere that wants to act in the name of whoever looks at it."""

    target = ""

    def do_GET(self) -> None:
        body = f"""<!doctype html><meta charset="utf-8">
            <form id="out" method="post" action="{self.target}/dang-xuat"></form>
            <form id="in" method="post" action="{self.target}/dang-nhap">
              <input name="account" value="{ACCOUNT}"><input name="password" value="{PASSWORD}">
            </form>
            <form id="mine" method="post" action="{self.target}/mat-khau">
              <input name="old" value="{PASSWORD}"><input name="new" value="x">
            </form>
            <img src="{self.target}/dang-xuat">""".encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_words: object) -> None:
        """Say nothing."""


@contextmanager
def foreign(target: str) -> Iterator[str]:
    """Serve a page on another port; for a browser that is the same site, so cookies are sent."""
    handler = type("Handler", (_Foreign,), {"target": target})
    server = HTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://localhost:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


def is_in(context: BrowserContext, address: str) -> bool:
    return bool(context.request.get(f"{address}/phien").status == 204)


def test_a_foreign_page_signs_nobody_in_or_out(fresh: BrowserContext, seeded: str) -> None:
    page = fresh.new_page()
    with foreign(seeded) as elsewhere:
        page.goto(elsewhere)
        with page.expect_response(f"{seeded}/dang-nhap") as answer:
            page.evaluate("document.getElementById('in').submit()")
        page.wait_for_url(f"{seeded}/dang-nhap")  # the refusal is shown: nothing is on its way
        assert answer.value.status == 403
        assert not is_in(fresh, seeded)

        enter(page, seeded)
        page.wait_for_selector(CELL)
        for form, path in (("out", "/dang-xuat"), ("mine", "/mat-khau")):
            page.goto(elsewhere)
            with page.expect_response(f"{seeded}{path}") as answer:
                page.evaluate(f"document.getElementById('{form}').submit()")
            page.wait_for_url(f"{seeded}{path}")
            assert answer.value.status == 403
            sent = answer.value.request.all_headers()
            assert "bangxanh=" in sent.get("cookie", "")  # it came with the cookie, and in vain
        assert is_in(fresh, seeded)


def test_a_foreign_page_opens_no_connection(fresh: BrowserContext, seeded: str) -> None:
    page = fresh.new_page()
    enter(page, seeded)
    page.wait_for_selector(CELL)
    open_it = """address => new Promise(done => {
        const socket = new WebSocket(address, ['streamlit']);
        socket.onopen = () => done('open'); socket.onerror = () => done('refused');
    })"""
    stream = f"{seeded.replace('http', 'ws', 1)}/_stcore/stream"
    assert page.evaluate(open_it, stream) == "open"
    with foreign(seeded) as elsewhere:
        page.goto(elsewhere)
        assert page.evaluate(open_it, stream) == "refused"
        told = "address => fetch(address, {credentials: 'include'}).then(() => 'read', () => 'no')"
        assert page.evaluate(told, f"{seeded}/tai/bang/csv?period=2026-10&unit=dl-sxd") == "no"


# ---- names


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The product without figures, in which an office and all of its people are named so."""
    folder = tmp_path_factory.mktemp("hostile")
    prepared.copy_store(prepared.empty_store(), folder / "b.duckdb")
    workspace = open_workspace(settings_for(folder / "b.duckdb"))
    try:
        people.add(workspace, ACCOUNT, Grant("office", HOME), password=PASSWORD, name=HOSTILE)
        people.add(workspace, "quan-tri", Grant("admin", HOME), password=PASSWORD, name=HOSTILE)
    finally:
        workspace.close()
    with (
        mock.patch.dict(os.environ, {"BANGXANH_OFFICE": HOSTILE}),
        serving("dashboard.py", folder / "b.duckdb", folder) as address,
    ):
        yield address


def test_a_hostile_name_stays_text_on_every_page(browser: Browser, hostile: str) -> None:
    roles: tuple[tuple[str, Role], ...] = ((ACCOUNT, "office"), ("quan-tri", "admin"))
    for account, role in roles:
        context = browser.new_context(storage_state=signed_in(browser, hostile, account))
        watched = Watched(context.new_page(), hostile)
        for path in own_pages(role):
            page = watched.open(path, "[data-testid=stMain] p, h1, h2, h3")
            settle(page)
            assert page.evaluate("window.hacked") is None, path
            assert page.locator("img[src='x'], img[src*='dang-xuat']").count() == 0, path
            assert watched.violations() == [], path
            assert is_in(context, hostile), path
        assert watched.outside == []
        context.close()
    page = browser.new_page()
    page.goto(f"{hostile}/dang-nhap")
    assert HOSTILE in page.locator(".office").inner_text()
    assert page.evaluate("window.hacked") is None
    page.close()


def test_an_empty_store_says_what_to_do(browser: Browser, hostile: str) -> None:
    context = browser.new_context(storage_state=signed_in(browser, hostile))
    watched = Watched(context.new_page(), hostile)
    page = watched.open("/", "h1")
    expect(page.get_by_text("Chưa có số liệu nào")).to_be_visible()
    page.get_by_text("Đến trang Nộp số liệu").click()
    page.wait_for_selector("[data-testid=stFileUploader]")
    assert watched.violations() == []
    context.close()


def own_pages(role: Role) -> list[str]:
    """Return the address of every page that a role may open, and the door's own."""
    mine = [page for page in PAGES if page.right is None or page.right in ALLOWED[role]]
    assert len(mine) >= 5
    return ["/", *(f"/{page.file}" for page in mine[1:]), "/mat-khau"]


# ---- the network


def test_an_office_serves_the_network_under_its_own_address(
    browser: Browser, tmp_path: Path, seeded: str
) -> None:
    from tests.e2e import browsing  # noqa: PLC0415 - its port is chosen before the settings

    assert seeded
    store = tmp_path / "b.duckdb"
    admit(store)
    port = browsing.free_port()
    named = f"http://bangxanh.localhost:{port}"  # which every browser takes for this machine
    with (
        mock.patch.object(browsing, "free_port", return_value=port),
        mock.patch.dict(os.environ, {"BANGXANH_URL": named}),
        serving("dashboard.py", store, tmp_path, "--server.address", "0.0.0.0"),  # noqa: S104
    ):
        page = browser.new_page()
        enter(page, named)
        page.wait_for_selector("h1:has-text('Chưa có số liệu'), [data-testid=stAlert], h1")
        expect(page).not_to_have_url(SIGN_IN)
        expect(page.get_by_text("Đến trang Nộp số liệu")).to_be_visible()
        page.close()
        foreign_name = browser.new_page()
        answer = foreign_name.goto(f"http://khac.localhost:{port}/dang-nhap")
        assert answer
        assert answer.status == 403
        foreign_name.close()
