"""There and back: what a browser takes along to the provider, and what it must bring home.

A sign-in that is under way is kept here, not in the browser: the state it goes by, the nonce, the
PKCE verifier. The browser holds a random secret in a cookie, so that nobody can finish in someone
else's browser what he began in his own (RFC 6749, 10.12). Each is good once, for ten minutes.
"""

from __future__ import annotations

import hmac
import secrets
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit

from authlib.oauth2.rfc7636 import create_s256_code_challenge

from indicators.access.oidc import token
from indicators.access.oidc.faults import OidcFault
from indicators.access.oidc.provider import Provider
from indicators.access.tokens import new_token, sha256_of

LASTS = 600.0  # seconds
_IS_THERE = 10.0  # seconds; no browser is sent to a provider that was last seen longer ago
_MOST = 2_000  # sign-ins under way at once; the oldest makes way, about 1 MB in all
_VERIFIER_BYTES = 48  # 64 letters; RFC 7636, 4.1 wants 43 to 128
_LONGEST_CODE = 8_192


@dataclass(frozen=True, slots=True)
class Pending:
    """A sign-in under way; `browser` is the SHA-256 of what its cookie holds."""

    browser: str
    nonce: str
    verifier: str
    redirect_uri: str
    goes_to: str
    begun: float


@dataclass(frozen=True, slots=True)
class Start:
    """Where to send the browser, and what its cookie must hold when it comes back."""

    address: str
    browser: str


class PendingSignIns:
    """The sign-ins under way, by the SHA-256 of their state. Safe to use from any thread."""

    def __init__(self, *, most: int = _MOST) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._kept: dict[str, Pending] = {}

    def keep(self, state: str, pending: Pending) -> None:
        """Keep one more; what is over goes, and where all places are taken, the oldest."""
        with self._lock:
            over = [key for key, each in self._kept.items() if not _is_young(each)]
            for key in over:
                del self._kept[key]
            while len(self._kept) >= self._most:
                del self._kept[next(iter(self._kept))]
            self._kept[sha256_of(state)] = pending

    def holds(self, browser: str) -> bool:
        """Whether a sign-in under way was begun in the browser whose cookie holds this."""
        known = sha256_of(browser)
        with self._lock:
            return any(hmac.compare_digest(each.browser, known) for each in self._kept.values())

    def take(self, state: str | None, browser: str | None) -> Pending:
        """Return the sign-in of a state and forget it, if it was begun in this browser.

        Raises:
            OidcFault: "stale": there is none, it took too long, or the browser is another.
        """
        key = sha256_of(state or "")
        with self._lock:
            found = self._kept.get(key)
            if found is None:
                raise OidcFault("stale", "unknown state")
            if not hmac.compare_digest(found.browser, sha256_of(browser or "")):
                raise OidcFault("stale", "another browser")
            del self._kept[key]
        if not _is_young(found):
            raise OidcFault("stale", "begun more than 10 minutes ago")
        return found


def begin(
    provider: Provider,
    kept: PendingSignIns,
    *,
    browser: str | None,
    redirect_uri: str,
    goes_to: str,
) -> Start:
    """Begin a sign-in.

    Args:
        provider: whom to ask.
        kept: where it waits for the browser to come back.
        browser: what the browser's cookie holds, so that a second tab does not spoil the first.
        redirect_uri: our own address to come back to, as the provider knows it.
        goes_to: our own path to open at the end.

    Raises:
        OidcFault: the provider cannot be reached or used.
    """
    endpoint = str(provider.metadata(at_most=_IS_THERE)["authorization_endpoint"])
    own = browser if browser and kept.holds(browser) else new_token()
    state, nonce, verifier = new_token(), new_token(), secrets.token_urlsafe(_VERIFIER_BYTES)
    kept.keep(
        state, Pending(sha256_of(own), nonce, verifier, redirect_uri, goes_to, time.monotonic())
    )
    asked = {
        "response_type": "code",
        "client_id": provider.settings.client_id,
        "redirect_uri": redirect_uri,
        "scope": " ".join(provider.settings.scopes),
        "state": state,
        "nonce": nonce,
        "code_challenge": create_s256_code_challenge(verifier),
        "code_challenge_method": "S256",
    }
    joint = "&" if urlsplit(endpoint).query else "?"
    return Start(f"{endpoint}{joint}{urlencode(asked)}", own)


def complete(provider: Provider, pending: Pending, brought: Mapping[str, str]) -> dict[str, Any]:
    """Return the claims of who signed in: those of the ID token, then those of userinfo.

    Args:
        provider: whom the browser comes from.
        pending: the sign-in that its state and cookie name.
        brought: the query of the address that it came back with.

    Raises:
        OidcFault: it was cancelled, or anything about the answer is not as it must be.
    """
    if error := brought.get("error"):
        is_ours = error not in {"access_denied", "login_required", "interaction_required"}
        raise OidcFault("settings" if is_ours else "cancelled", f"error={error[:100]}")
    _refuse_mixed_up(provider, brought.get("iss"))
    code = brought.get("code", "")
    if not 0 < len(code) <= _LONGEST_CODE:
        raise OidcFault("answer", "no code")
    told = provider.tokens(code, verifier=pending.verifier, redirect_uri=pending.redirect_uri)
    given = told.get("access_token")
    access = given if isinstance(given, str) else None
    claims = token.believed(
        told.get("id_token"), provider, nonce=pending.nonce, access_token=access
    )
    return _completed(provider, claims, access)


def _refuse_mixed_up(provider: Provider, issuer: str | None) -> None:
    """Refuse an answer that another provider sent the browser with. Source: RFC 9207, 2.4."""
    is_promised = provider.metadata().get("authorization_response_iss_parameter_supported") is True
    if issuer != provider.settings.issuer and (issuer is not None or is_promised):
        raise OidcFault("answer", f"iss={str(issuer)[:200]}")


def _completed(
    provider: Provider, claims: dict[str, Any], access_token: str | None
) -> dict[str, Any]:
    """Add what only userinfo tells, where groups are missing; it must tell of the same person."""
    if provider.settings.groups_claim.split(".")[0] in claims or access_token is None:
        return claims
    more = provider.userinfo(access_token)
    if more and more.get("sub") != claims["sub"]:  # Core 1.0, 5.3.2
        raise OidcFault("answer", "userinfo tells of another subject")
    return more | claims


def _is_young(pending: Pending) -> bool:
    return time.monotonic() - pending.begun < LASTS
