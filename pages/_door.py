"""The door (cửa vào): signing in and out, by account and password or as one of the sample people.

Every change is a POST that the gate let pass, so it comes from our own page. What is slow (a hash
takes 50 ms) runs in a few threads with a short queue before them.
Source: SECURITY.md, "Accounts and sessions".
"""

from __future__ import annotations

from functools import partial
from urllib.parse import urlencode

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from indicators.access import sign_in as signing
from indicators.access import trial
from indicators.access.password_rules import LONGEST
from indicators.access.sign_in import SignInRefused
from indicators.errors import Forbidden, NotFound
from pages import _door_pages as shown
from pages import _door_password, _form, _gate, _oidc
from pages import _door_ways as ways


def sign_in_page(
    request: Request, *, status: int = 200, alert: str = "", account: str = "", address: str = "/"
) -> Response:
    """Return the sign-in page, with what went wrong; reads the store."""
    visit = _gate.visit_of(request)
    workspace = visit.office()
    is_trial = trial.is_trial(workspace)
    goal, label = ways.own_path(address), _oidc.label(workspace)
    return shown.sign_in(
        workspace.settings,
        status=status,
        alert=alert,
        account=account,
        address=goal,
        provider=(label, f"{_oidc.START}?{urlencode({'next': goal})}") if label else None,
        has_sample=is_trial and visit.site.is_at_this_machine(request.scope),
        is_unclaimed=not is_trial and not workspace.store.rows("access/admins"),
    )


@ways.guarded
async def _ask_sign_in(request: Request) -> Response:
    address = request.query_params.get("next", "/")
    if _gate.visit_of(request).session:
        return ways.to_page(ways.own_path(address))
    alert = _oidc.note(request.query_params.get("loi")) or ""
    page = partial(sign_in_page, request, alert=alert, address=address)
    return await ways.in_turn(request, page)


@ways.guarded
async def _sign_in(request: Request) -> Response:
    form = await _form.read(request)
    return await ways.in_turn(request, partial(_signed_in, request, form))


def _signed_in(request: Request, form: dict[str, str]) -> Response:
    visit, (address, agent) = _gate.visit_of(request), ways.peer_of(request)
    account, password = form.get("account", ""), form.get("password", "")
    goal = form.get("next", "/")
    refused = partial(
        sign_in_page, request, status=401, alert=signing.REFUSED, account=account, address=goal
    )
    if len(password) > LONGEST:  # none so long was ever set: not worth a hash
        return refused()
    try:
        begun = signing.sign_in(
            visit.office(),
            account,
            password,
            address=address,
            agent=agent,
            device=request.cookies.get(visit.site.device_cookie),
        )
    except SignInRefused:
        return refused()
    ways.leave(request)
    return ways.entered(request, begun, goal)


@ways.guarded
async def _enter_sample(request: Request) -> Response:
    form = await _form.read(request)
    return await ways.in_turn(request, partial(_entered_sample, request, form))


def _entered_sample(request: Request, form: dict[str, str]) -> Response:
    visit, (address, agent) = _gate.visit_of(request), ways.peer_of(request)
    try:
        begun = trial.begin_sample(
            visit.office(),
            form.get("account", ""),
            address=address,
            agent=agent,
            is_loopback=visit.site.is_at_this_machine(request.scope),
        )
    except (Forbidden, NotFound) as refused:
        return sign_in_page(request, status=403, alert=str(refused))
    ways.leave(request)
    return ways.entered(request, begun, form.get("next", "/"))


async def _sign_out(request: Request) -> Response:
    visit = _gate.visit_of(request)
    await to_thread.run_sync(ways.leave, request)  # whoever wants to leave never waits in a queue
    response = ways.to_page(_gate.SIGN_IN)
    response.delete_cookie(
        visit.site.session_cookie, secure=visit.site.is_https, httponly=True, samesite="lax"
    )
    return response


async def _session(request: Request) -> Response:
    """Say whether the session still lives: asked by every tab now and then, never an activity."""
    is_live = _gate.visit_of(request).session is not None
    return Response(status_code=204 if is_live else 401, headers={"Cache-Control": "no-store"})


# What strangers may ask for too.
OPEN = [
    Route(_gate.SIGN_IN, _ask_sign_in, methods=["GET"]),
    Route(_gate.SIGN_IN, _sign_in, methods=["POST"]),
    Route(f"{_gate.SIGN_IN}/mau", _enter_sample, methods=["POST"]),
    Route("/dang-xuat", _sign_out, methods=["POST"]),
    Route("/phien", _session, methods=["GET"]),
    *_door_password.OPEN,
]
# What takes a session.
INSIDE = _door_password.INSIDE
