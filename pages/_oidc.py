"""Sign-in through the office's identity provider: the two addresses that a browser passes.

`/oidc/bat-dau?next=…` sends it to the provider, `/oidc/tro-ve` takes it back. Whatever goes wrong
leads to the sign-in page, where local accounts work without the provider; only a reason's name
travels in the address (`?loi=`), and `note` has the sentence for it.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from indicators.access import oidc
from indicators.access.oidc import Arrival, OidcFault, Provider
from indicators.access.sign_in import SignedIn
from indicators.errors import Busy, InputRejected
from indicators.workspace import Workspace
from pages import _door_ways as ways
from pages import _gate
from pages._form import Queue
from pages._site import Site

START, BACK = "/oidc/bat-dau", "/oidc/tro-ve"
_NO_STORE = {"Cache-Control": "no-store"}

_log = logging.getLogger("bangxanh")
_queue = Queue()  # of its own: a slow provider keeps nobody from a local account
_under_way = oidc.PendingSignIns()
_refusals = oidc.Refusals()
_lock = threading.Lock()
_known: list[Provider] = []  # the last one asked; another where the settings have changed


def label(workspace: Workspace) -> str | None:
    """Return what the button says, None where the office has no provider."""
    if workspace.settings.oidc is None:
        return None
    found, _ = oidc.check(workspace.settings.oidc, workspace.catalogue.units)
    return found.label if found else oidc.LABEL


def note(reason: str | None) -> str | None:
    """Return the sentence for what `?loi=` names on the sign-in page; None for anything else."""
    return oidc.message(reason)


async def start(request: Request) -> Response:
    """Send the browser to the provider."""
    return await _answered(request, _begun)


async def back(request: Request) -> Response:
    """Take the browser back: in, or to the sign-in page with the reason why not."""
    return await _answered(request, _entered)


async def _answered(request: Request, work: Callable[[Request], Response]) -> Response:
    """Return what `work` answers from a thread of the few there are: it waits for the provider."""
    if _gate.visit_of(request).office().settings.oidc is None:
        return PlainTextResponse("Không có trang này.\n", 404, headers=_NO_STORE)
    try:
        return await _queue.run(ways.peer_of(request)[0], work, request)
    except Busy:
        return _to_sign_in("busy", "/")


def _begun(request: Request) -> Response:
    visit = _gate.visit_of(request)
    cookie, goes_to = _cookie(visit.site), ways.own_path(request.query_params.get("next", "/"))
    try:
        begun = oidc.begin(
            _provider(visit.office()),
            _under_way,
            browser=request.cookies.get(cookie),
            redirect_uri=_own_address(request, visit.site) + BACK,
            goes_to=goes_to,
        )
    except OidcFault as fault:
        return _refused(request, fault, goes_to)
    answer = RedirectResponse(begun.address, 303, headers=_NO_STORE)
    _keep(answer, visit.site, cookie, begun.browser, max_age=int(oidc.LASTS))
    return answer


def _entered(request: Request) -> Response:
    visit = _gate.visit_of(request)
    workspace, cookie, goes_to = visit.office(), _cookie(visit.site), "/"
    brought = dict(request.query_params)
    try:
        pending = _under_way.take(brought.get("state"), request.cookies.get(cookie))
        goes_to = pending.goes_to
        arrival = Arrival(brought, *ways.peer_of(request))
        token = oidc.sign_in(workspace, _provider(workspace), pending, arrival)
    except OidcFault as fault:
        return _refused(request, fault, goes_to)
    ways.leave(request)
    answer = ways.entered(request, SignedIn(token, device=None, must_change=False), goes_to)
    _keep(answer, visit.site, cookie, "", max_age=0)
    return answer


def _provider(workspace: Workspace) -> Provider:
    """Return the provider that the settings file names now.

    Raises:
        OidcFault: the file cannot be used.
    """
    path = workspace.settings.oidc
    if path is None:
        raise OidcFault("settings", "no provider is set")
    try:
        settings = oidc.read(path, workspace.catalogue.units)
    except InputRejected as error:
        raise OidcFault("settings", str(error)) from error
    with _lock:
        if not _known or _known[0].settings != settings:
            _known[:] = [Provider(settings)]
        return _known[0]


def _refused(request: Request, fault: OidcFault, goes_to: str) -> Response:
    _log.warning("sign-in through the provider refused: %s: %s", fault.reason, fault.detail)
    _refusals.note(_gate.visit_of(request).office(), fault, address=ways.peer_of(request)[0])
    return _to_sign_in(fault.reason, goes_to)


def _to_sign_in(reason: str, goes_to: str) -> Response:
    asked = {"loi": reason} | ({"next": goes_to} if goes_to != "/" else {})
    return RedirectResponse(f"{_gate.SIGN_IN}?{urlencode(asked)}", 303, headers=_NO_STORE)


def _own_address(request: Request, site: Site) -> str:
    """Return scheme and host that this browser knows us by; the gate let no foreign one pass."""
    host = request.headers.get("host", "").lower()
    if site.origin is not None and site.origin.partition("://")[2] == host:
        return site.origin
    return f"{request.url.scheme}://{host}"


def _keep(answer: Response, site: Site, name: str, value: str, *, max_age: int) -> None:
    answer.set_cookie(
        name, value, max_age=max_age, secure=site.is_https, httponly=True, samesite="lax"
    )


def _cookie(site: Site) -> str:
    return f"{site.session_cookie}-oidc"


ROUTES = [
    Route(START, start, methods=["GET"]),
    Route(BACK, back, methods=["GET"]),
]
