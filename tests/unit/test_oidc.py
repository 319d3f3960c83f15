"""What the provider may be, say and do: settings, its answers, sign-ins under way, who people are.

The whole way, with a provider program and a browser, is in tests/pages/test_oidc_flow.py.
"""

from __future__ import annotations

import base64
import json
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pytest
from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey

from indicators.access import Grant, oidc
from indicators.access.identities import NotAdmitted, Outsider, fold_account, person_of
from indicators.access.oidc import OidcFault, PendingSignIns, Provider, flow, token
from indicators.access.oidc import provider as partner
from indicators.access.oidc.sign_in import groups
from indicators.errors import InputRejected
from indicators.workspace import Workspace

UNITS = ("so", "a")
WHOLE = """
issuer = "https://sso.so.vn/realms/so"
client_id = "bang-xanh"
client_secret_file = "bi-mat.txt"

[[group]]
name = "van-phong"
role = "office"
unit = "so"
"""
OFFICE = frozenset({Grant("office", "so")})


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str], Path]:
    """Write a settings file beside a secret."""
    (tmp_path / "bi-mat.txt").write_text("bi mat+1\n")
    (tmp_path / "bi-mat.txt").chmod(0o600)

    def written(text: str) -> Path:
        (tmp_path / "oidc.toml").write_text(text, encoding="utf-8")
        return tmp_path / "oidc.toml"

    return written


def faults(path: Path) -> list[str]:
    found, problems = oidc.check(path, UNITS)
    assert found is None
    return [each.message for each in problems]


def test_a_whole_settings_file(write: Callable[[str], Path]) -> None:
    found = oidc.read(write(WHOLE), UNITS)
    assert found.issuer == "https://sso.so.vn/realms/so"
    assert found.client_secret == "bi mat+1"  # noqa: S105
    assert found.scopes == ("openid", "profile", "email")
    assert found.groups_claim == "groups"
    assert found.label == oidc.LABEL
    assert found.grants(["van-phong", "khac"]) == OFFICE
    assert found.grants(["Van-Phong", "van-phong "]) == frozenset()
    assert "bi mat" not in repr(found)


def test_the_readme_shows_a_file_that_is_read(write: Callable[[str], Path]) -> None:
    readme = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    blocks = [each.split("```")[0] for each in readme.split("```toml\n")[1:]]
    (shown,) = [each for each in blocks if "client_id" in each]
    path = write(shown)
    (path.parent / "oidc-bi-mat.txt").write_text("x")
    found, problems = oidc.check(path, ("dl-sxd", "dl-sxd-qlvt"))
    assert found is not None, problems
    assert {grant.role for _, grant in found.rules} >= {"office", "reporter", "admin"}


def test_every_fault_of_a_file_is_told_at_once(write: Callable[[str], Path]) -> None:
    told = "\n".join(
        faults(
            write(
                'issuer = "http://sso.so.vn"\nclient_id = ""\nscope = "x"\nscopes = "openid"\n'
                '[[group]]\nname = "g"\nrole = "chief"\nunit = "z"\n'
            )
        )
    )
    for each in ("https://", "client_id", "client_secret_file", "«scope»", "«scopes»"):
        assert each in told
    assert "[[group]] thứ 1: «role» là 'chief'" in told
    assert "không có đơn vị 'z'" in told
    with pytest.raises(InputRejected, match="client_secret_file"):
        oidc.read(write('issuer = "https://a.vn"'), UNITS)


@pytest.mark.parametrize(
    ("issuer", "is_taken"),
    [
        ("https://sso.so.vn", True),
        ("http://127.0.0.1:8080", True),
        ("http://localhost/realms/a", True),
        ("http://[::1]:1", True),
        ("http://sso.so.vn", False),
        ("http://localhost.ke-la.vn", False),
        ("https://a@sso.so.vn", False),
        ("https://sso.so.vn?x=1", False),
        ("https://sso.so.vn#x", False),
        ("ftp://sso.so.vn", False),
        ("sso.so.vn", False),
        ("https://[", False),
        ("https://a:b", False),
    ],
)
def test_an_issuer_is_https_or_this_machine(
    write: Callable[[str], Path], issuer: str, is_taken: bool
) -> None:
    found, _ = oidc.check(write(WHOLE.replace("https://sso.so.vn/realms/so", issuer)), UNITS)
    assert (found is not None) is is_taken


def test_files_that_cannot_be_read_are_told(write: Callable[[str], Path], tmp_path: Path) -> None:
    assert "không đọc được" in faults(tmp_path / "khong-co.toml")[0]
    assert "không đọc được" in faults(write("issuer = "))[0]
    assert "client_secret_file" in faults(write(WHOLE.replace("bi-mat.txt", "khong-co")))[0]
    assert "[[group]]" in faults(write(WHOLE.partition("[[group]]")[0]))[0]
    (tmp_path / "bi-mat.txt").write_text(" \n")
    assert "trống" in faults(write(WHOLE))[0]


def test_a_secret_that_others_can_read_is_warned_of(
    write: Callable[[str], Path], tmp_path: Path
) -> None:
    path = write(WHOLE)
    assert oidc.check(path, UNITS)[1] == []
    (tmp_path / "bi-mat.txt").chmod(0o644)
    found, problems = oidc.check(path, UNITS)
    assert found is not None
    assert [each.severity for each in problems] == ["warning"]
    assert "chmod 600" in problems[0].message


class Hostile:
    """An HTTP server that answers as it is told, and keeps what it was asked."""

    def __init__(self) -> None:
        self.answers: dict[str, tuple[int, dict[str, str], bytes]] = {}
        self.asked: list[tuple[str, dict[str, str], str]] = []
        self.pause = 0.0
        kept = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                length = int(self.headers.get("content-length", 0))
                body = self.rfile.read(length).decode()
                kept.asked.append((self.path, dict(self.headers), body))
                status, headers, answer = kept.answers.get(self.path, (404, {}, b"{}"))
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.end_headers()
                for start in range(0, len(answer), 65_536):
                    time.sleep(kept.pause)
                    try:
                        self.wfile.write(answer[start : start + 65_536])
                    except OSError:  # who asked has hung up
                        return

            do_POST = do_GET  # noqa: N815 - the name that the library looks for

            def log_message(self, *_args: object) -> None:
                """Say nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.issuer = f"http://127.0.0.1:{self.server.server_port}"
        self.key = RSAKey.generate_key(2048, {"kid": "mot"}, auto_kid=False)
        self.says("/.well-known/openid-configuration", self.metadata())
        self.says("/keys", {"keys": [self.key.as_dict(private=False)]})
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()

    def metadata(self, **changes: object) -> dict[str, object]:
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/in",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
            "userinfo_endpoint": f"{self.issuer}/userinfo",
            **changes,
        }

    def says(self, path: str, told: object, *, status: int = 200, **headers: str) -> None:
        body = told if isinstance(told, bytes) else json.dumps(told).encode()
        self.answers[path] = (status, headers, body)

    def was_asked(self, path: str) -> int:
        return sum(each[0] == path for each in self.asked)


@pytest.fixture
def hostile() -> Iterator[Hostile]:
    found = Hostile()
    yield found
    found.server.shutdown()
    found.server.server_close()


@pytest.fixture
def provider(hostile: Hostile, write: Callable[[str], Path]) -> Provider:
    own = WHOLE.replace("https://sso.so.vn/realms/so", hostile.issuer)
    return Provider(oidc.read(write(own), UNITS))


def refused(work: Callable[[], object]) -> OidcFault:
    with pytest.raises(OidcFault) as found:
        work()
    return found.value


@pytest.mark.parametrize(
    "changes",
    [
        {"issuer": "https://ke-la.vn"},
        {"issuer": None},
        {"authorization_endpoint": "https://ke-la.vn/in"},
        {"token_endpoint": "http://127.0.0.1:1/token"},
        {"token_endpoint": None},
        {"jwks_uri": "file:///etc/passwd"},
        {"jwks_uri": "http://127.0.0.1:99999/"},
        {"response_types_supported": ["id_token"]},
        {"code_challenge_methods_supported": ["plain"]},
    ],
    ids=str,
)
def test_what_the_provider_says_of_itself_must_hold_together(
    hostile: Hostile, provider: Provider, changes: dict[str, object]
) -> None:
    hostile.says("/.well-known/openid-configuration", hostile.metadata(**changes))
    assert refused(provider.metadata).reason == "settings"
    assert len(hostile.asked) == 1


def test_a_redirect_is_never_followed(hostile: Hostile, provider: Provider) -> None:
    hostile.says(
        "/.well-known/openid-configuration", b"", status=302, Location=f"{hostile.issuer}/keys"
    )
    fault = refused(provider.metadata)
    assert (fault.reason, fault.detail) == ("settings", "the provider answered 302")
    assert hostile.was_asked("/keys") == 0


def test_userinfo_elsewhere_gets_no_token(hostile: Hostile, provider: Provider) -> None:
    hostile.says(
        "/.well-known/openid-configuration",
        hostile.metadata(userinfo_endpoint="https://ke-la.vn/userinfo"),
    )
    assert refused(lambda: provider.userinfo("bi-mat")).reason == "settings"


def test_an_endless_answer_is_cut_off(hostile: Hostile, provider: Provider) -> None:
    hostile.says("/.well-known/openid-configuration", b"[" * 20_000_000)
    fault = refused(provider.metadata)
    assert fault.reason == "answer"
    assert "longer than" in fault.detail


def test_a_slow_answer_is_not_waited_for(
    hostile: Hostile, provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(partner, "_ALTOGETHER", 0.2)
    hostile.pause = 0.1
    hostile.says("/.well-known/openid-configuration", b" " * 500_000)
    began = time.monotonic()
    fault = refused(provider.metadata)
    assert (fault.reason, "took longer" in fault.detail) == ("unreachable", True)
    assert time.monotonic() - began < 2


@pytest.mark.parametrize("body", [b"", b"<html>", b"[]", b"\xff", b'"a"', b"[" * 500_000])
def test_an_answer_that_is_no_json_object(
    hostile: Hostile, provider: Provider, body: bytes
) -> None:
    hostile.says("/.well-known/openid-configuration", body)
    assert refused(provider.metadata).reason == "answer"


def test_a_provider_that_fails_is_left_alone_for_a_moment(
    hostile: Hostile, provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    hostile.says("/.well-known/openid-configuration", b"", status=503)
    assert {refused(provider.metadata).reason for _ in range(5)} == {"unreachable"}
    assert len(hostile.asked) == 1
    monkeypatch.setattr(partner, "_DOWN", 0.0)
    hostile.says("/.well-known/openid-configuration", hostile.metadata())
    assert provider.metadata()["issuer"] == hostile.issuer
    provider.metadata()
    assert len(hostile.asked) == 2


def test_no_more_than_a_few_wait_for_the_provider(
    hostile: Hostile, provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(partner, "_SECONDS", 0.1)
    for _ in range(4):
        assert provider._turns.acquire(blocking=False)
    assert refused(provider.metadata).reason == "busy"
    assert hostile.asked == []


def test_the_secret_goes_as_the_provider_wants_it(hostile: Hostile, provider: Provider) -> None:
    hostile.says("/token", {"id_token": "x"})
    provider.tokens("ma", verifier="v", redirect_uri="http://localhost/oidc/tro-ve")
    _, headers, body = hostile.asked[-1]
    sent = base64.b64decode(headers["Authorization"].removeprefix("Basic ")).decode()
    assert sent == "bang-xanh:bi+mat%2B1", "form-encoded, RFC 6749, 2.3.1"
    assert "client_secret" not in body
    assert parse_qs(body)["code_verifier"] == ["v"]
    other = Provider(provider.settings)
    told = hostile.metadata(token_endpoint_auth_methods_supported=["client_secret_post"])
    hostile.says("/.well-known/openid-configuration", told)
    other.tokens("ma", verifier="v", redirect_uri="http://localhost/oidc/tro-ve")
    _, headers, body = hostile.asked[-1]
    assert "Authorization" not in headers
    assert parse_qs(body)["client_secret"] == ["bi mat+1"]


def id_token(
    hostile: Hostile, *, key: RSAKey | OctKey | None = None, alg: str = "RS256", **changes: object
) -> str:
    now = int(time.time())
    claims = {
        "iss": hostile.issuer,
        "aud": "bang-xanh",
        "sub": "nguoi-1",
        "nonce": "n",
        "iat": now,
        "exp": now + 60,
        **changes,
    }
    signer = key or hostile.key
    return jwt.encode({"alg": alg, "kid": signer.kid}, claims, signer, algorithms=[alg])


def believed(provider: Provider, text: object) -> dict[str, Any]:
    return token.believed(text, provider, nonce="n", access_token=None)


def test_keys_are_asked_for_anew_when_another_signs_and_not_for_every_lie(
    hostile: Hostile, provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert believed(provider, id_token(hostile))["sub"] == "nguoi-1"
    believed(provider, id_token(hostile))
    assert hostile.was_asked("/keys") == 1
    second = RSAKey.generate_key(2048, {"kid": "hai"}, auto_kid=False)
    hostile.says("/keys", {"keys": [second.as_dict(private=False)]})
    for _ in range(5):
        assert refused(lambda: believed(provider, id_token(hostile, key=second)))
    assert hostile.was_asked("/keys") == 1, "once a minute at most"
    monkeypatch.setattr(partner, "_KEYS_AGAIN", 0.0)
    assert believed(provider, id_token(hostile, key=second))["sub"] == "nguoi-1"
    assert refused(lambda: believed(provider, id_token(hostile))).reason == "answer"


def test_a_shared_secret_among_the_keys_is_no_key(hostile: Hostile, provider: Provider) -> None:
    shared = OctKey.import_key("0123456789abcdef0123456789abcdef", {"kid": "chung"})
    hostile.says(
        "/keys",
        {"keys": [shared.as_dict(), "x", {"kty": "RSA"}, {"kty": "X"}, hostile.key.as_dict(False)]},
    )
    forged = id_token(hostile, key=shared, alg="HS256")
    assert refused(lambda: believed(provider, forged)).reason == "answer"
    assert [key.kid for key in provider.keys("mot")] == ["mot"]


def test_a_key_for_sealing_does_not_sign(hostile: Hostile, provider: Provider) -> None:
    sealing = {**hostile.key.as_dict(private=False), "use": "enc"}
    hostile.says("/keys", {"keys": [sealing]})
    assert refused(lambda: believed(provider, id_token(hostile))).reason == "answer"
    other = Provider(provider.settings)
    hostile.says("/keys", {"keys": [sealing, hostile.key.as_dict(private=False)]})
    assert believed(other, id_token(hostile))["sub"] == "nguoi-1"


def test_a_key_of_another_kind_than_the_token_says(hostile: Hostile, provider: Provider) -> None:
    signed = id_token(hostile).split(".")
    for alg in ("ES256", "EdDSA", "PS512", "HS256", "none", "RS1", 7, None, ["RS256"]):
        header = json.dumps({"alg": alg, "kid": "mot"}).encode()
        told = base64.urlsafe_b64encode(header).decode().rstrip("=")
        forged = ".".join((told, *signed[1:]))
        assert refused(lambda forged=forged: believed(provider, forged)).reason == "answer"


# A header of brackets without end, which Python's reader of JSON gives up on in its own way.
DEEP = base64.urlsafe_b64encode(b"[" * 48_000).decode() + ".e30.e30"


@pytest.mark.parametrize(
    "text",
    [None, 7, "", "a.b", "a.b.c", "e30.e30.", "x" * 70_000, "\ud800.a.b", "e30..", "....", DEEP],
)
def test_what_is_no_token_is_refused_without_a_crash(provider: Provider, text: object) -> None:
    assert refused(lambda: believed(provider, text)).reason == "answer"


@pytest.mark.parametrize(
    "changes",
    [
        {"exp": True},
        {"exp": "2030"},
        {"aud": None},
        {"aud": ["bang-xanh", 7]},
        {"aud": "bang-xanh-2"},
        {"sub": 7},
        {"sub": "x" * 300},
        {"iss": ["{issuer}"]},
        {"nonce": ["n"]},
    ],
    ids=str,
)
def test_claims_of_a_wrong_kind_are_refused(
    hostile: Hostile, provider: Provider, changes: dict[str, Any]
) -> None:
    assert refused(lambda: believed(provider, id_token(hostile, **changes))).reason == "answer"


def test_clocks_may_differ_by_a_minute_and_no_more(hostile: Hostile, provider: Provider) -> None:
    now = int(time.time())
    assert believed(provider, id_token(hostile, iat=now + 50, exp=now + 90))
    assert believed(provider, id_token(hostile, exp=now - 50))
    assert refused(lambda: believed(provider, id_token(hostile, exp=now - 70)))
    assert refused(lambda: believed(provider, id_token(hostile, iat=now + 80, exp=now + 90)))


def pending(browser: str = "b", *, begun: float | None = None) -> flow.Pending:
    now = time.monotonic() if begun is None else begun
    return flow.Pending(flow.sha256_of(browser), "n", "v", "http://localhost", "/", now)


def test_sign_ins_under_way_are_few_and_short() -> None:
    kept = PendingSignIns(most=3)
    for number in range(5):
        kept.keep(f"s{number}", pending())
    assert len(kept._kept) == 3
    assert refused(lambda: kept.take("s0", "b")).reason == "stale"
    assert kept.take("s4", "b").verifier == "v"
    assert refused(lambda: kept.take("s4", "b")).reason == "stale", "each is good once"
    old = time.monotonic() - flow.LASTS
    kept.keep("cu", pending(begun=old))
    assert refused(lambda: kept.take("cu", "b")).reason == "stale"
    kept.keep("cu", pending(begun=old))
    kept.keep("moi", pending())
    assert len(kept._kept) == 3, "what is over goes first"


@pytest.mark.parametrize(("state", "browser"), [(None, "b"), ("s", None), ("s", ""), ("", "b")])
def test_state_and_browser_must_both_be_right(state: str | None, browser: str | None) -> None:
    kept = PendingSignIns()
    kept.keep("s", pending())
    assert refused(lambda: kept.take(state, browser)).reason == "stale"
    assert kept.take("s", "b")


@pytest.mark.parametrize(
    ("claims", "claim", "found"),
    [
        ({"groups": ["a", "b"]}, "groups", {"a", "b"}),
        ({"groups": "a"}, "groups", {"a"}),
        ({"groups": ["a", 7, None]}, "groups", {"a"}),
        ({"groups": {"a": 1}}, "groups", set()),
        ({}, "groups", set()),
        ({"realm_access": {"roles": ["a"]}}, "realm_access.roles", {"a"}),
        ({"https://so.vn/nhom": ["a"]}, "https://so.vn/nhom", {"a"}),
        ({"realm_access": "a"}, "realm_access.roles", set()),
    ],
)
def test_where_groups_are_found(claims: dict[str, Any], claim: str, found: set[str]) -> None:
    assert groups(claims, claim) == found


@pytest.mark.parametrize(
    ("wished", "account"),
    [
        ("can.bo.1", "can.bo.1"),
        ("Nguyễn Đức Lý", "nguyen-duc-ly"),
        ("SO\\can_bo", "so-can-bo"),
        ("../../x", "x"),
        ("", ""),
        ("漢字", ""),
        ("a" * 100, "a" * 40),
    ],
)
def test_account_names_are_plain(wished: str, account: str) -> None:
    assert fold_account(wished) == account


def outsider(subject: str = "1", wished: str = "can.bo") -> Outsider:
    return Outsider("https://sso.so.vn", subject, "Cán bộ", wished, "can.bo@so.vn")


def test_an_identity_is_issuer_and_subject(small_office: Callable[..., Workspace]) -> None:
    office = small_office()
    first = person_of(office, outsider("1"), OFFICE)
    assert person_of(office, outsider("1", "ten-khac"), OFFICE) == first == "can.bo"
    assert person_of(office, outsider("2"), OFFICE) == "can.bo-2"
    elsewhere = Outsider("https://khac.vn", "1", "Cán bộ", "can.bo", None)
    assert person_of(office, elsewhere, OFFICE) == "can.bo-3"


@pytest.mark.parametrize("wished", ["he-thong", "khach", "oidc", "", "x", "lanh-dao-mau"])
def test_no_newcomer_takes_a_name_that_means_something(
    small_office: Callable[..., Workspace], wished: str
) -> None:
    assert person_of(small_office(), outsider(wished=wished), OFFICE) not in {
        "he-thong", "khach", "oidc", "", "x", "lanh-dao-mau"
    }  # fmt: skip


def test_a_newcomer_does_not_pass_for_who_acted_before(
    small_office: Callable[..., Workspace],
) -> None:
    office = small_office()
    office.adopt_catalogue()
    office.refused(office.operator("van-thu"), "test")
    assert person_of(office, outsider(wished="van-thu"), OFFICE) == "van-thu-2"


def test_names_of_the_provider_are_cleaned(small_office: Callable[..., Workspace]) -> None:
    office = small_office()
    rough = Outsider("https://sso.so.vn", "1", "  Cán\u202e bộ " + "x" * 300, "can.bo", "không thư")
    person_of(office, rough, OFFICE)
    kept = office.store.rows("access/person", account="can.bo")[0]
    assert kept["name"].startswith("Cán bộ x")
    assert len(kept["name"]) == 100
    assert kept["email"] is None
    assert kept["password_hash"] is None


def test_nobody_is_made_without_a_grant(small_office: Callable[..., Workspace]) -> None:
    office = small_office()
    before = office.store.rows("audit/head")[0]["seq"]
    with pytest.raises(NotAdmitted, match="no-group"):
        person_of(office, outsider(), frozenset())
    assert office.store.rows("access/person", account="can.bo") == []
    assert office.store.rows("audit/head")[0]["seq"] == before
    assert office.store.rows("access/identity", issuer="https://sso.so.vn", subject="1") == []


def test_a_disabled_person_is_left_as_they_are(small_office: Callable[..., Workspace]) -> None:
    office = small_office()
    person_of(office, outsider(), OFFICE)
    with office.store.write("test", changes_board=False) as write:
        write._cursor.execute("update person set disabled_at = now()")
    before = office.store.rows("audit/head")[0]["seq"]
    for grants in (OFFICE, frozenset({Grant("admin", "so")}), frozenset()):
        with pytest.raises(NotAdmitted, match="disabled"):
            person_of(office, outsider(), grants)
    assert office.store.rows("audit/head")[0]["seq"] == before


def test_roles_set_again_are_no_change(small_office: Callable[..., Workspace]) -> None:
    office = small_office()
    person_of(office, outsider(), OFFICE)
    kept = office.sessions.begin("can.bo", kind="oidc", address="", agent="")
    before = office.store.rows("audit/head")[0]["seq"]
    person_of(office, outsider(), OFFICE)
    assert office.store.rows("audit/head")[0]["seq"] == before
    assert office.sessions.find(kept) is not None
