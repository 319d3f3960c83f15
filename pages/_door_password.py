"""Choosing a password (mật khẩu): one's own again, or the first one by a one-time link."""

from __future__ import annotations

from functools import partial

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from indicators.access import links
from indicators.access import sign_in as signing
from indicators.access.password_rules import LONGEST
from indicators.access.sign_in import SignedIn, SignInRefused
from indicators.errors import InputRejected, NotFound
from pages import _door_pages as shown
from pages import _door_ways as ways
from pages import _form, _gate

_DIFFERENT = "Hai lần gõ mật khẩu mới không giống nhau."
_TOO_LONG = f"Mật khẩu dài nhất {LONGEST} ký tự."


async def _ask_password(request: Request) -> Response:
    session = _gate.visit_of(request).session
    if session is None:
        return ways.to_page(_gate.SIGN_IN)
    return shown.password(
        ways.office(request).settings,
        account=session.account,
        address=ways.own_path(request.query_params.get("next", "/")),
        must_change=session.must_change,
    )


@ways.guarded
async def _change_password(request: Request) -> Response:
    form = await _form.read(request)
    return await ways.in_turn(request, partial(_changed_password, request, form))


def _changed_password(request: Request, form: dict[str, str]) -> Response:
    session, who = _gate.visit_of(request).session, _gate.principal_of(request)
    if session is None or who is None:
        return ways.to_page(_gate.SIGN_IN)
    old, goal = form.get("old", ""), ways.own_path(form.get("next", "/"))
    page = partial(
        shown.password,
        ways.office(request).settings,
        account=session.account,
        address=goal,
        must_change=session.must_change,
    )
    new, faults = _chosen(form)
    if faults:
        return page(alerts=faults, status=422)
    try:
        token = signing.change_password(ways.office(request), who, old=old[: LONGEST + 1], new=new)
    except SignInRefused:
        alert = "Mật khẩu đang dùng không đúng. Sai nhiều lần phải chờ từ 1 đến 15 phút."
        return page(alerts=[alert], status=401)
    except InputRejected as rejected:
        return page(alerts=_told(rejected), status=422)
    return ways.entered(request, SignedIn(token, None, must_change=False), goal)


@ways.guarded
async def _ask_link(request: Request) -> Response:
    return await ways.in_turn(request, partial(_link_page, request))


def _link_page(request: Request) -> Response:
    found = links.look_up(ways.office(request), request.path_params["token"])
    if found is None:
        return _gone(request)
    return shown.link(ways.office(request).settings, found)


@ways.guarded
async def _use_link(request: Request) -> Response:
    form = await _form.read(request)
    return await ways.in_turn(request, partial(_used_link, request, form))


def _used_link(request: Request, form: dict[str, str]) -> Response:
    workspace, token = ways.office(request), request.path_params["token"]
    found = links.look_up(workspace, token)
    if found is None:
        return _gone(request)
    account, name = form.get("account", ""), form.get("name", "")
    page = partial(shown.link, workspace.settings, found, account=account, name=name)
    new, faults = _chosen(form)
    if faults:
        return page(alerts=faults, status=422)
    address, agent = ways.peer_of(request)
    try:
        begun = links.use(
            workspace,
            token,
            password=new,
            address=address,
            agent=agent,
            account=account,
            name=name,
        )
    except InputRejected as rejected:
        return page(alerts=_told(rejected), status=422)
    except NotFound:
        return _gone(request)
    ways.leave(request)
    return ways.entered(request, begun, "/")


def _chosen(form: dict[str, str]) -> tuple[str, list[str]]:
    """Return the new password, and what is wrong with how it was typed."""
    new, again = form.get("new", ""), form.get("again", "")
    if len(new) > LONGEST:
        return "", [_TOO_LONG]
    return new, [] if new == again else [_DIFFERENT]


def _gone(request: Request) -> Response:
    return shown.told(ways.office(request).settings, "Liên kết", links.GONE, status=404)


def _told(rejected: InputRejected) -> list[str]:
    return [problem.message for problem in rejected.problems]


# A link is for whoever has it; changing one's password is for those who are in.
OPEN = [
    Route("/lien-ket/{token}", _ask_link, methods=["GET"]),
    Route("/lien-ket/{token}", _use_link, methods=["POST"]),
]
INSIDE = [
    Route(_gate.PASSWORD, _ask_password, methods=["GET"]),
    Route(_gate.PASSWORD, _change_password, methods=["POST"]),
]
