"""Sign-in through a provider: a browser, our two addresses behind the gate, a provider program."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.types import ASGIApp

from indicators.access import Grant, Principal
from indicators.access.oidc import PendingSignIns, Refusals, flow
from indicators.access.passwords import hash_password
from indicators.settings import Settings
from indicators.workspace import Workspace
from pages import _door, _gate, _oidc
from pages._site import Site
from tests import offices
from tests.oidc_provider import CLIENT, PASSWORD, SECRET

ROOT = Path(__file__).parents[2]
LOCAL = Site(None, "127.0.0.1")
ANNA = {
    "name": "Cán bộ Một",
    "preferred_username": "can.bo.1",
    "email": "can.bo.1@so.vn",
    "groups": ["van-phong"],
}
RULES = """
[[group]]
name = "van-phong"
role = "office"
unit = "so"

[[group]]
name = "phong-a"
role = "reporter"
unit = "a"
"""


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


PORT = free_port()  # ours: the provider must know the address to send people back to
OWN = f"http://localhost:{PORT}"


@dataclass
class Program:
    """The running provider."""

    issuer: str
    process: subprocess.Popen[bytes]

    def person(self, account: str, **claims: object) -> None:
        httpx.put(f"{self.issuer}/people/{account}", json=claims).raise_for_status()

    def tamper(self, **how: object) -> None:
        httpx.put(f"{self.issuer}/tampering", json=how).raise_for_status()


def started(port: int) -> Program:
    command = [sys.executable, "-m", "tests.oidc_provider", str(port), OWN + _oidc.BACK]
    program = Program(f"http://127.0.0.1:{port}", subprocess.Popen(command, cwd=ROOT))
    for _ in range(300):
        try:
            httpx.get(f"{program.issuer}/.well-known/openid-configuration").raise_for_status()
        except httpx.HTTPError:
            assert program.process.poll() is None
            time.sleep(0.05)
        else:
            return program
    program.process.kill()
    raise AssertionError("the provider does not answer")


@pytest.fixture(scope="module")
def running() -> Iterator[Program]:
    program = started(free_port())
    yield program
    program.process.kill()
    program.process.wait()


@pytest.fixture
def provider(running: Program) -> Program:
    running.tamper()
    running.person("anna", **ANNA)
    return running


@pytest.fixture
def settings_file(tmp_path: Path, provider: Program) -> Path:
    (tmp_path / "bi-mat.txt").write_text(SECRET)
    (tmp_path / "bi-mat.txt").chmod(0o600)
    path = tmp_path / "oidc.toml"
    told = f'issuer = "{provider.issuer}"\nclient_id = "{CLIENT}"\n'
    path.write_text(
        told + 'client_secret_file = "bi-mat.txt"\n'
        'scopes = ["openid", "profile", "email", "groups"]\n' + RULES
    )
    return path


@pytest.fixture
def office(settings_file: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Workspace]:
    monkeypatch.setattr(_oidc, "_known", [])
    monkeypatch.setattr(_oidc, "_under_way", PendingSignIns())
    monkeypatch.setattr(_oidc, "_refusals", Refusals())
    settings = Settings(
        data=offices.DATA, store=offices.MEMORY, samples=False, home_unit="so", oidc=settings_file
    )
    with offices.office(settings=settings) as opened:
        yield opened


@dataclass
class Browser:
    """One browser: its cookies for our server, and a person at the provider's form."""

    own: httpx.Client
    provider: Program
    out: list[httpx.Response] = field(default_factory=list)

    def leaves(self, goes_to: str = "/board?period=2026-10") -> str:
        """Press the button; return the address that it is sent to."""
        answer = self.own.get(_oidc.START, params={"next": goes_to})
        self.out.append(answer)
        assert answer.status_code == 303, answer.text
        return str(answer.headers["location"])

    def at_provider(self, address: str, account: str = "anna") -> str:
        """Sign in at the provider; return the address that it sends back to."""
        form = httpx.get(address)
        token = re.search(r'name="token" value="([^"]+)"', form.text)
        assert token, form.text
        given = {"token": token[1], "username": account, "password": PASSWORD}
        answer = httpx.post(f"{self.provider.issuer}/verify/user", data=given)
        assert answer.status_code == 303, answer.text
        return str(answer.headers["location"])

    def returns(self, address: str) -> httpx.Response:
        parts = urlsplit(address)
        assert f"{parts.scheme}://{parts.netloc}{parts.path}" == OWN + _oidc.BACK
        return self.own.get(f"{parts.path}?{parts.query}")

    def signs_in(self, account: str = "anna") -> httpx.Response:
        return self.returns(self.at_provider(self.leaves(), account))

    @property
    def token(self) -> str | None:
        return self.own.cookies.get("bangxanh")


async def whoami(request: Request) -> PlainTextResponse:
    who = _gate.principal_of(request)
    return PlainTextResponse(who.account if who else "")


def own_app(office: Workspace, site: Site = LOCAL) -> ASGIApp:
    is_open = [*_oidc.ROUTES, *_door.OPEN]
    return _gate.Gate(
        Starlette(routes=[*is_open, Route("/whoami", whoami)]),
        site=site,
        office=lambda: office,
        headers={},
        is_open=is_open,
        largest_bytes=1,
    )


@contextmanager
def serving(office: Workspace, site: Site = LOCAL) -> Iterator[None]:
    """Serve the addresses behind the gate, over HTTP, for the length of a `with` block."""
    config = uvicorn.Config(
        own_app(office, site),
        host="127.0.0.1",
        port=PORT,
        log_level="warning",
        ws="none",
        lifespan="off",
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        assert thread.is_alive()
        time.sleep(0.005)
    yield
    server.should_exit = True
    thread.join()


@pytest.fixture
def browser(office: Workspace, provider: Program) -> Iterator[Callable[[], Browser]]:
    with serving(office), ExitStack() as clients:
        yield lambda: Browser(clients.enter_context(httpx.Client(base_url=OWN)), provider)


def reason(answer: httpx.Response) -> str:
    """Return the reason that the sign-in page is asked to show."""
    assert answer.status_code == 303
    parts = urlsplit(answer.headers["location"])
    assert parts.path == _gate.SIGN_IN
    assert answer.headers["cache-control"] == "no-store"
    return parse_qs(parts.query)["loi"][0]


def trail(office: Workspace) -> list[dict[str, object]]:
    with office.store._connection.cursor() as cursor:
        found = cursor.execute("select actor, action, object_id, details from audit order by seq")
        return [dict(zip(("actor", "action", "on", "details"), row)) for row in found.fetchall()]  # noqa: B905


def people(office: Workspace) -> list[str]:
    with office.store._connection.cursor() as cursor:
        return [row[0] for row in cursor.execute("select account from person").fetchall()]


def principal(office: Workspace, browser: Browser) -> Principal:
    session = office.sessions.find(browser.token)
    assert session is not None
    found = office.sessions.principal(session.handle)
    assert found is not None
    return found


def add_local(office: Workspace, account: str, email: str, password: str | None = None) -> None:
    with office.store.write("test", changes_board=False) as write:
        write.run(
            "access/record_person",
            account=account,
            name="Người nội bộ",
            email=email,
            is_sample=False,
            created_at=offices.EARLY,
            created_by="quan-tri",
        )
        if password is not None:
            write.run(
                "access/record_password",
                account=account,
                password_hash=hash_password(password),
                must_change_password=False,
            )


def test_there_and_back(office: Workspace, browser: Callable[[], Browser]) -> None:
    one = browser()
    address = one.leaves()
    asked = {name: value[0] for name, value in parse_qs(urlsplit(address).query).items()}
    assert asked["response_type"] == "code"
    assert asked["code_challenge_method"] == "S256"
    assert asked["redirect_uri"] == OWN + _oidc.BACK
    assert min(len(asked[name]) for name in ("state", "nonce", "code_challenge")) >= 43
    kept = one.out[0].headers["set-cookie"].lower()
    assert "httponly" in kept
    assert "samesite=lax" in kept
    assert "max-age=600" in kept
    answer = one.returns(one.at_provider(address))
    assert answer.status_code == 303
    assert answer.headers["location"] == "/board?period=2026-10"
    assert one.own.get("/whoami").text == "can.bo.1"
    session = office.sessions.find(one.token)
    assert session is not None
    assert (session.kind, session.account, session.must_change) == ("oidc", "can.bo.1", False)
    assert principal(office, one).grants == {Grant("office", "so")}
    assert principal(office, one).name == "Cán bộ Một"
    assert "bangxanh-oidc" not in one.own.cookies
    actions = [row["action"] for row in trail(office)][-3:]
    assert actions == ["person.joined", "person.roles-set", "session.began"]


def test_a_person_is_known_again_by_subject_alone(
    office: Workspace, browser: Callable[[], Browser], provider: Program
) -> None:
    browser().signs_in()
    provider.person(
        "anna", **{**ANNA, "preferred_username": "ten.khac", "name": "Tên Mới", "email": "x@y.vn"}
    )
    again = browser()
    again.signs_in()
    assert people(office) == ["can.bo.1"]
    assert principal(office, again).name == "Tên Mới"


def test_the_cookie_of_the_session_is_as_the_door_sets_it(browser: Callable[[], Browser]) -> None:
    answer = browser().signs_in()
    kept = next(
        each for each in answer.headers.get_list("set-cookie") if each.startswith("bangxanh=")
    ).lower()
    assert "httponly" in kept
    assert "samesite=lax" in kept
    assert "path=/" in kept
    assert "max-age" not in kept


def test_under_https_cookies_are_bound_to_the_host(office: Workspace) -> None:
    with serving(office, Site("https://bangxanh.so.vn", None)):
        answer = httpx.get(OWN + _oidc.START, headers={"Host": "bangxanh.so.vn"})
    assert answer.headers["set-cookie"].startswith("__Host-bangxanh-oidc=")
    assert "secure" in answer.headers["set-cookie"].lower()
    asked = parse_qs(urlsplit(answer.headers["location"]).query)
    assert asked["redirect_uri"] == ["https://bangxanh.so.vn/oidc/tro-ve"]


def test_a_wrong_state_lets_nobody_in(office: Workspace, browser: Callable[[], Browser]) -> None:
    one = browser()
    back = one.at_provider(one.leaves())
    wrong = re.sub(r"state=[^&]+", "state=khac", back)
    assert reason(one.returns(wrong)) == "stale"
    assert one.token is None
    assert people(office) == []
    assert one.returns(back).headers["location"] == "/board?period=2026-10"


def test_another_browser_cannot_finish(office: Workspace, browser: Callable[[], Browser]) -> None:
    """Nobody is signed in as someone else by opening an address that he prepared."""
    attacker, victim = browser(), browser()
    back = attacker.at_provider(attacker.leaves())
    assert reason(victim.returns(back)) == "stale"
    victim.leaves()
    assert reason(victim.returns(back)) == "stale"
    assert victim.token is None
    assert people(office) == []


def test_a_state_is_good_once(browser: Callable[[], Browser]) -> None:
    one = browser()
    back = one.at_provider(one.leaves())
    assert "loi=" not in one.returns(back).headers["location"]
    assert reason(one.returns(back)) == "stale"


def test_a_replayed_code_is_refused(office: Workspace, browser: Callable[[], Browser]) -> None:
    one, other = browser(), browser()
    back = one.at_provider(one.leaves())
    one.returns(back)
    fresh = parse_qs(urlsplit(other.leaves()).query)["state"][0]
    assert reason(other.returns(re.sub(r"state=[^&]+", f"state={fresh}", back))) == "answer"
    assert other.token is None
    assert "invalid_grant" in str(trail(office)[-1]["details"])


def test_a_stolen_code_is_worthless_without_the_verifier(browser: Callable[[], Browser]) -> None:
    victim, thief = browser(), browser()
    stolen = victim.at_provider(victim.leaves())
    fresh = parse_qs(urlsplit(thief.leaves()).query)["state"][0]
    assert reason(thief.returns(re.sub(r"state=[^&]+", f"state={fresh}", stolen))) == "answer"
    assert thief.token is None


def test_a_second_tab_does_not_spoil_the_first(browser: Callable[[], Browser]) -> None:
    one = browser()
    first = one.at_provider(one.leaves("/board"))
    one.leaves("/upload")
    assert one.returns(first).headers["location"] == "/board"


@pytest.mark.parametrize(
    ("how", "told"),
    [
        ({"claims": {"nonce": "khac"}}, "nonce"),
        ({"drop": ["nonce"]}, "nonce"),
        ({"claims": {"aud": ["may-khac"]}}, "aud"),
        ({"claims": {"aud": [CLIENT, "may-khac"], "azp": "may-khac"}}, "azp"),
        ({"claims": {"exp": 1}}, "Expired"),
        ({"drop": ["exp"]}, "exp"),
        ({"claims": {"iat": 4_000_000_000}}, "in the future"),
        ({"claims": {"iss": "https://ke-la.vn"}}, "iss"),
        ({"claims": {"sub": ""}}, "sub"),
        ({"claims": {"at_hash": "c2Fp"}}, "at_hash"),
        ({"alg": "none"}, ""),
        ({"alg": "HS256"}, ""),
        ({"alg": "foreign"}, "BadSignature"),
    ],
    ids=str,
)
def test_a_token_that_is_not_right_lets_nobody_in(
    office: Workspace,
    provider: Program,
    browser: Callable[[], Browser],
    how: dict[str, object],
    told: str,
) -> None:
    provider.tamper(**how)
    one = browser()
    assert reason(one.signs_in()) == "answer"
    assert one.token is None
    assert people(office) == []
    refusal = trail(office)[-1]
    assert (refusal["actor"], refusal["action"]) == ("khach", "sign-in.refused")
    assert "ID token" in str(refusal["details"])
    assert told in str(refusal["details"])


def test_a_token_spoilt_in_nothing_is_taken(
    provider: Program, browser: Callable[[], Browser]
) -> None:
    """The program signs anew here too: what the tests above see is not a fault of its own."""
    provider.tamper(claims={"acr": "khac"})
    one = browser()
    one.signs_in()
    assert one.token is not None


def test_groups_may_come_from_userinfo(
    office: Workspace, provider: Program, browser: Callable[[], Browser]
) -> None:
    provider.tamper(drop=["groups"])
    one = browser()
    one.signs_in()
    assert principal(office, one).grants == {Grant("office", "so")}


def test_userinfo_of_somebody_else_is_refused(
    office: Workspace, provider: Program, browser: Callable[[], Browser]
) -> None:
    provider.tamper(drop=["groups"], claims={"sub": "nguoi-khac"})
    assert reason(browser().signs_in()) == "answer"
    assert people(office) == []


def test_without_a_group_there_is_no_access_and_nobody_is_made(
    office: Workspace, provider: Program, browser: Callable[[], Browser]
) -> None:
    provider.person("anna", **{**ANNA, "groups": ["ke-toan", "VAN-PHONG"]})
    one = browser()
    answer = one.signs_in()
    assert reason(answer) == "no-group"
    assert "chưa thuộc nhóm nào" in one.own.get(answer.headers["location"]).text
    assert one.token is None
    assert people(office) == []
    assert [row["action"] for row in trail(office)][-1] == "sign-in.refused"


def test_roles_follow_the_groups_and_old_sessions_end(
    office: Workspace, provider: Program, browser: Callable[[], Browser]
) -> None:
    desk, phone = browser(), browser()
    desk.signs_in()
    before = desk.token
    provider.person("anna", **{**ANNA, "groups": ["phong-a"]})
    phone.signs_in()
    assert office.sessions.find(before) is None
    assert principal(office, phone).grants == {Grant("reporter", "a")}
    again = browser()
    again.signs_in()
    assert office.sessions.find(phone.token) is not None, "the same roles end nothing"


def test_who_left_every_group_is_out_at_once(
    office: Workspace, provider: Program, browser: Callable[[], Browser]
) -> None:
    desk, phone = browser(), browser()
    desk.signs_in()
    provider.person("anna", **{**ANNA, "groups": []})
    assert reason(phone.signs_in()) == "no-group"
    assert office.sessions.find(desk.token) is None
    assert office.store.rows("access/grants", account="can.bo.1") == []


def test_a_disabled_person_stays_out(office: Workspace, browser: Callable[[], Browser]) -> None:
    browser().signs_in()
    with office.store.write("test", changes_board=False) as write:
        write._cursor.execute("update person set disabled_at = now()")
    one = browser()
    assert reason(one.signs_in()) == "disabled"
    assert one.token is None
    assert people(office) == ["can.bo.1"]


def test_a_local_account_of_the_same_name_and_mail_is_nobody_elses(
    office: Workspace, browser: Callable[[], Browser]
) -> None:
    add_local(office, "can.bo.1", str(ANNA["email"]))
    one = browser()
    one.signs_in()
    assert principal(office, one).account == "can.bo.1-2"
    assert office.store.rows("access/grants", account="can.bo.1") == []
    assert office.store.rows("access/person", account="can.bo.1")[0]["name"] == "Người nội bộ"


def test_signing_in_anew_ends_what_the_browser_had(
    office: Workspace, browser: Callable[[], Browser]
) -> None:
    one = browser()
    one.signs_in()
    before = one.token
    one.signs_in()
    assert one.token != before
    assert office.sessions.find(before) is None


def test_cancelling_at_the_provider(office: Workspace, browser: Callable[[], Browser]) -> None:
    one = browser()
    state = parse_qs(urlsplit(one.leaves()).query)["state"][0]
    answer = one.own.get(_oidc.BACK, params={"error": "access_denied", "state": state})
    assert reason(answer) == "cancelled"
    assert parse_qs(urlsplit(answer.headers["location"]).query)["next"] == ["/board?period=2026-10"]
    assert "access_denied" in str(trail(office)[-1]["details"])


def test_an_answer_in_another_providers_name_is_refused(browser: Callable[[], Browser]) -> None:
    one = browser()
    back = one.at_provider(one.leaves())
    assert reason(one.returns(re.sub(r"iss=[^&]+", "iss=https%3A%2F%2Fke-la.vn", back))) == "answer"
    assert one.token is None


def test_a_wrong_secret_is_a_matter_of_settings(
    settings_file: Path, browser: Callable[[], Browser]
) -> None:
    (settings_file.parent / "bi-mat.txt").write_text("khac")
    assert reason(browser().signs_in()) == "settings"


def test_while_the_provider_is_down_local_accounts_are_offered(
    office: Workspace, settings_file: Path, provider: Program, browser: Callable[[], Browser]
) -> None:
    told = settings_file.read_text()
    settings_file.write_text(told.replace(provider.issuer, f"http://127.0.0.1:{free_port()}"))
    one = browser()
    answer = one.own.get(_oidc.START)
    assert reason(answer) == "unreachable"
    page = one.own.get(answer.headers["location"])
    assert (
        "Chưa liên lạc được với hệ thống đăng nhập của cơ quan, dùng tài khoản nội bộ." in page.text
    )
    assert "ConnectError" in str(trail(office)[-1]["details"])
    given = {"account": "quan-tri", "password": "câu dài dễ nhớ của quản trị 7"}
    add_local(office, "quan-tri", "quan.tri@so.vn", password=given["password"])
    one.own.post(_gate.SIGN_IN, data=given, headers={"Origin": OWN})
    assert one.own.get("/whoami").text == "quan-tri"
    settings_file.write_text(told)  # and when it is back, so is the way through it
    one.signs_in()
    assert one.token is not None


def test_a_provider_that_ends_in_between_lets_nobody_in(
    office: Workspace,
    settings_file: Path,
    provider: Program,
    browser: Callable[[], Browser],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    short = started(free_port())
    try:
        short.person("anna", **ANNA)
        settings_file.write_text(settings_file.read_text().replace(provider.issuer, short.issuer))
        one = browser()
        one.provider = short
        back = one.at_provider(one.leaves())
    finally:
        short.process.kill()
        short.process.wait()
    assert reason(one.returns(back)) == "unreachable"
    assert people(office) == []
    monkeypatch.setattr(flow, "_IS_THERE", 0.0)  # as if it had been a while
    assert reason(one.own.get(_oidc.START)) == "unreachable", "no browser is sent to nobody"


def test_broken_settings_are_told_and_open_nothing(
    settings_file: Path, office: Workspace, browser: Callable[[], Browser]
) -> None:
    settings_file.write_text("issuer = ")
    assert reason(browser().own.get(_oidc.START)) == "settings"
    assert _oidc.label(office) == "Đăng nhập bằng tài khoản cơ quan"


def test_without_settings_there_is_nothing_here() -> None:
    with offices.office() as office, serving(office):
        assert office.settings.oidc is None
        assert httpx.get(OWN + _oidc.START).status_code == 404
        assert httpx.get(f"{OWN}{_oidc.BACK}?code=x&state=y").status_code == 404
        assert _oidc.label(office) is None


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://ke-la.vn/",
        "//ke-la.vn/",
        "/\\ke-la.vn",
        "/\t/ke-la.vn",
        "javascript:alert(1)",
        "board",
        "",
        "/oidc/bat-dau",
        "/dang-xuat",
        "/" + "a" * 3_000,
    ],
)
def test_one_arrives_on_own_pages_only(elsewhere: str, browser: Callable[[], Browser]) -> None:
    one = browser()
    assert one.returns(one.at_provider(one.leaves(elsewhere))).headers["location"] == "/"


def test_addresses_sent_by_strangers_do_not_fill_the_trail(
    office: Workspace, browser: Callable[[], Browser]
) -> None:
    one, before = browser(), len(trail(office))
    for number in range(20):
        assert reason(one.own.get(_oidc.BACK, params={"state": str(number), "code": "x"})) == (
            "stale"
        )
    assert len(trail(office)) == before + 1


def test_unknown_reasons_are_not_shown() -> None:
    assert _oidc.note("<b>gọi số này</b>") is None
    assert _oidc.note(None) is None
