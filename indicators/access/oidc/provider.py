"""The identity provider as a partner over the network: what it says of itself, its keys, tokens.

Every request goes to the very origin of the issuer, within seconds, follows no redirect and reads
no more than `_LONGEST` bytes; nothing in the environment (proxies, .netrc) turns it elsewhere.
"""

from __future__ import annotations

import json
import ssl
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from urllib.parse import quote_plus, urlsplit

import httpx
from joserfc.errors import JoseError
from joserfc.jwk import JWKRegistry, Key, KeySet

from indicators.access.oidc.faults import OidcFault, Reason
from indicators.access.oidc.settings import OidcSettings

_SECONDS, _ALTOGETHER = 5.0, 10.0
_LONGEST = 512 * 1024
_AT_ONCE = 4  # a provider that answers slowly must not hold every thread of the server
_FRESH = 3600.0  # seconds that metadata and keys are believed
_DOWN = 3.0  # seconds that a provider which did not answer is not asked again
_KEYS_AGAIN = 60.0  # seconds between two looks for a key that is not there
_KEY_KINDS = frozenset({"RSA", "EC"})  # never a shared secret
_DISCOVERY = "/.well-known/openid-configuration"
_ENDPOINTS = ("authorization_endpoint", "token_endpoint", "jwks_uri")
_DEFAULT_PORTS = {"https": 443, "http": 80}


class Provider:
    """One provider; remembers for an hour what it said of itself. Safe to use from any thread."""

    def __init__(self, settings: OidcSettings) -> None:
        self.settings = settings
        self._origin = _origin(settings.issuer)
        self._turns = threading.BoundedSemaphore(_AT_ONCE)
        self._lock = threading.Lock()
        self._metadata: tuple[float, dict[str, Any]] | None = None
        self._failed: tuple[float, OidcFault] | None = None
        self._keys: tuple[float, KeySet] | None = None
        self._trusted: ssl.SSLContext | None = None

    def metadata(self, *, at_most: float = _FRESH) -> dict[str, Any]:
        """Return what the provider says of itself. Source: OpenID Connect Discovery 1.0, 4.

        Args:
            at_most: for how many seconds an earlier answer is still good.

        Raises:
            OidcFault: it cannot be reached, or says what cannot be used.
        """
        kept, failed = self._metadata, self._failed
        if kept is not None and time.monotonic() - kept[0] < at_most:
            return kept[1]
        if failed is not None and time.monotonic() - failed[0] < _DOWN:
            raise OidcFault(failed[1].reason, failed[1].detail)
        try:
            told = self._asked("GET", self.settings.issuer.rstrip("/") + _DISCOVERY)
            self._refuse_unusable(told)
        except OidcFault as fault:
            self._failed = (time.monotonic(), fault)
            raise
        self._metadata = (time.monotonic(), told)
        return told

    def keys(self, kid: str | None) -> KeySet:
        """Return the provider's signing keys, asked for anew when `kid` is not among them.

        Raises:
            OidcFault: as `metadata`.
        """
        kept, now = self._keys, time.monotonic()
        is_known = kept is not None and (kid is None or any(key.kid == kid for key in kept[1]))
        if kept is None or now - kept[0] > (_FRESH if is_known else _KEYS_AGAIN):
            told = self._asked("GET", self.metadata()["jwks_uri"])
            self._keys = kept = (now, KeySet(list(_usable(told.get("keys")))))
        return kept[1]

    def tokens(self, code: str, *, verifier: str, redirect_uri: str) -> dict[str, Any]:
        """Exchange a code for tokens. Source: OpenID Connect Core 1.0, 3.1.3; RFC 7636, 4.5.

        Raises:
            OidcFault: the provider refuses the code, or as `metadata`.
        """
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": redirect_uri,
            "code_verifier": verifier,
        }
        metadata, own = self.metadata(), self.settings
        ways = metadata.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
        if "client_secret_basic" in ways:  # RFC 6749, 2.3.1: both parts form-encoded
            auth = httpx.BasicAuth(quote_plus(own.client_id), quote_plus(own.client_secret))
            return self._asked("POST", metadata["token_endpoint"], data=form, auth=auth)
        form |= {"client_id": own.client_id, "client_secret": own.client_secret}
        return self._asked("POST", metadata["token_endpoint"], data=form)

    def userinfo(self, access_token: str) -> dict[str, Any]:
        """Return what the provider tells of a person beside the ID token, {} where it has no more.

        Raises:
            OidcFault: as `metadata`.
        """
        address = self.metadata().get("userinfo_endpoint")
        if not isinstance(address, str):
            return {}
        return self._asked("GET", address, headers={"Authorization": f"Bearer {access_token}"})

    def _refuse_unusable(self, told: Mapping[str, Any]) -> None:
        if told.get("issuer") != self.settings.issuer:
            raise OidcFault("settings", f"the provider calls itself {told.get('issuer')!r:.200}")
        for name in _ENDPOINTS:
            self._refuse_foreign(told.get(name), name)
        for name, wanted in (
            ("response_types_supported", "code"),
            ("code_challenge_methods_supported", "S256"),
        ):
            if name in told and wanted not in told[name]:
                raise OidcFault("settings", f"{name} lacks {wanted}")

    def _refuse_foreign(self, address: object, name: str) -> None:
        if not isinstance(address, str) or _origin(address) != self._origin:
            raise OidcFault("settings", f"{name} is not at the issuer's host: {address!r:.200}")

    def _asked(
        self,
        method: str,
        address: str,
        *,
        data: Mapping[str, str] | None = None,
        auth: httpx.Auth | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> dict[str, Any]:
        """Return the JSON object that the provider answers with."""
        self._refuse_foreign(address, "the address")
        with self._turn(), self._client() as client:
            try:
                with client.stream(
                    method, address, data=data, auth=auth, headers=headers
                ) as answer:
                    body = _body(answer)
            except (httpx.HTTPError, httpx.InvalidURL) as error:
                raise OidcFault("unreachable", f"{type(error).__name__}: {error}"[:300]) from error
        if answer.status_code != httpx.codes.OK:
            raise _refused(answer.status_code, body)
        try:
            told = json.loads(body)
        except (ValueError, RecursionError):  # no JSON, or brackets without end
            told = None
        if not isinstance(told, dict):
            raise OidcFault("answer", f"no JSON object at {urlsplit(address).path}")
        return told

    def _client(self) -> httpx.Client:
        return httpx.Client(
            verify=self._context(),
            timeout=_SECONDS,
            follow_redirects=False,
            trust_env=False,
            headers={"Accept": "application/json", "User-Agent": "bangxanh"},
        )

    def _context(self) -> ssl.SSLContext:
        """Return the machine's own list of authorities, and the office's where it has one."""
        with self._lock:
            if self._trusted is None:
                context = ssl.create_default_context()
                try:
                    if self.settings.ca_file is not None:
                        context.load_verify_locations(self.settings.ca_file)
                except OSError as error:  # ssl.SSLError is one
                    raise OidcFault("settings", f"ca_file: {error}") from error
                self._trusted = context
            return self._trusted

    @contextmanager
    def _turn(self) -> Iterator[None]:
        if not self._turns.acquire(timeout=_SECONDS):
            raise OidcFault("busy", f"{_AT_ONCE} requests to the provider are under way")
        try:
            yield
        finally:
            self._turns.release()


def _body(answer: httpx.Response) -> bytes:
    """Return an answer's body: no more of it than is sensible, and not for ever."""
    end, read = time.monotonic() + _ALTOGETHER, b""
    for part in answer.iter_bytes():
        read += part
        if len(read) > _LONGEST:
            raise OidcFault("answer", f"the answer is longer than {_LONGEST} bytes")
        if time.monotonic() > end:
            raise OidcFault("unreachable", f"the answer took longer than {_ALTOGETHER:.0f} s")
    return read


def _refused(status: int, body: bytes) -> OidcFault:
    """Return the fault for a status: theirs for now, ours to set right, or a code that is void."""
    try:
        error = json.loads(body)["error"]
    except (ValueError, KeyError, TypeError, RecursionError):
        error = ""
    is_theirs = status >= 500 or status in {408, 429}
    is_grant = status == 400 and error == "invalid_grant"
    reason: Reason = "unreachable" if is_theirs else "answer" if is_grant else "settings"
    return OidcFault(reason, f"the provider answered {status} {str(error)[:100]}".strip())


def _usable(keys: object) -> Iterator[Key]:
    """Yield the public keys; what is unknown is passed by (RFC 7517, 5)."""
    for each in keys if isinstance(keys, list) else ():
        if not isinstance(each, dict) or each.get("kty") not in _KEY_KINDS:
            continue
        try:
            yield JWKRegistry.import_key(each)
        except (JoseError, ValueError, TypeError):
            continue


def _origin(address: str) -> tuple[str, str | None, int | None]:
    """Return scheme, host and port of an address; of one that is none, what equals no issuer."""
    try:
        parts = urlsplit(address)
        return parts.scheme, parts.hostname, parts.port or _DEFAULT_PORTS.get(parts.scheme)
    except ValueError:
        return "", None, None
