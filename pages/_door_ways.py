"""What every way through the door shares: limits, the cookie, and where one may be led."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial, wraps
from typing import TypeVar
from urllib.parse import quote, urlsplit

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from indicators.access.sign_in import SignedIn, sign_out
from indicators.errors import Busy
from indicators.workspace import Workspace
from pages import _door_pages as shown
from pages import _form, _gate

_QUEUE = _form.Queue()
_YEAR = 365 * 24 * 3600
_LONGEST_ADDRESS = 2000
# Where nobody is led after signing in: it would lead out again, or nowhere.
_NO_WAY_BACK = (_gate.SIGN_IN, _gate.PASSWORD, "/dang-xuat", "/phien", "/lien-ket/", "/oidc/")
_R = TypeVar("_R")
_Handler = Callable[[Request], Awaitable[Response]]


def own_path(address: str) -> str:
    """Return `address` when it is a path of ours with its query, else the board's.

    Nobody is led elsewhere by a link that someone else made: no host, no other way to name one.
    """
    is_plain = address.isascii() and address.isprintable() and not {*address} & {*' \\"<>'}
    if not is_plain or len(address) > _LONGEST_ADDRESS:
        return "/"
    try:
        parts = urlsplit(address)
    except ValueError:
        return "/"
    if parts.scheme or parts.netloc or address[:1] != "/" or address[1:2] == "/":
        return "/"
    if parts.path.startswith(_NO_WAY_BACK):
        return "/"
    return parts.path + (f"?{parts.query}" if parts.query else "")


def entered(request: Request, begun: SignedIn, address: str) -> Response:
    """Return the answer that lets a person in: the session's cookie, and where to go."""
    site, to = _gate.visit_of(request).site, own_path(address)
    if begun.must_change:
        to = f"{_gate.PASSWORD}?next={quote(to, safe='')}"
    response = to_page(to)
    cookie = partial(
        response.set_cookie, path="/", secure=site.is_https, httponly=True, samesite="lax"
    )
    cookie(site.session_cookie, begun.token)
    if begun.device:
        cookie(site.device_cookie, begun.device, max_age=_YEAR)
    return response


def peer_of(request: Request) -> tuple[str, str]:
    """Return the network address a request comes from and what its browser calls itself."""
    address = request.client.host if request.client else ""
    return address, request.headers.get("user-agent", "")


def guarded(handler: _Handler) -> _Handler:
    """Answer what every form may run into: too much, too many, nonsense."""

    @wraps(handler)
    async def answer(request: Request) -> Response:
        settings = office(request).settings
        try:
            return await handler(request)
        except _form.Unreadable as fault:
            response = shown.told(settings, "Không nhận được", str(fault), status=fault.status)
            response.headers["Connection"] = "close"
        except Busy as fault:
            response = shown.told(settings, "Hệ thống bận", str(fault), status=503)
            response.headers["Retry-After"] = "5"
        return response

    return answer


def leave(request: Request) -> None:
    """End the session that this browser had until now."""
    if session := _gate.visit_of(request).session:
        sign_out(office(request), session.handle)


async def in_turn(request: Request, work: Callable[[], _R]) -> _R:
    """Return what `work` returns, in one of the few threads for it.

    Raises:
        Busy: too many wait already.
    """
    return await _QUEUE.run(peer_of(request)[0], work)


def office(request: Request) -> Workspace:
    """Return the open office."""
    return _gate.visit_of(request).office()


def to_page(address: str) -> Response:
    """Return the answer that leads on after a form, with a GET."""
    return RedirectResponse(address, 303, headers={"Cache-Control": "no-store"})
