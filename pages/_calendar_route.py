"""Calendars by address: `/tai/lich` to take one along, `/lich/<token>.ics` to subscribe to one.

Calendar programs have no session, so the second is open at the gate and asks for its token alone;
whatever is wrong with that, the answer is as if nothing were there. What it gives is kept by the
program that asks and by nobody between (`private`), and asked for anew each time (`no-cache`): an
address that was revoked opens nothing from then on, and what did not change is not sent again.
"""

from __future__ import annotations

from functools import partial
from urllib.parse import urlencode

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from indicators import calendars
from indicators.access import Principal
from indicators.access.wrong_tokens import WrongTokens
from indicators.calendars import Feed
from indicators.calendars.made import MIME
from indicators.downloads import Download
from indicators.workspace import Workspace
from pages import _gate
from pages._downloads import answered
from queries import StoreError

_KEPT = {"Cache-Control": "private, no-cache", "X-Content-Type-Options": "nosniff"}
_NOT_KEPT = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
_NOTHING = (
    "Không có lịch nào ở địa chỉ này. Nếu trước đây có thì địa chỉ đã hết hạn, bị thu hồi, hoặc"
    " quyền xem đơn vị đã thôi: tạo địa chỉ mới ở trang Báo cáo của Bảng Xanh."
)
_BUSY_SECONDS = 300
_wrong = WrongTokens()


def address(unit: str) -> str:
    """Return the address of the calendar of a unit as a file."""
    return f"/tai/lich?{urlencode({'unit': unit})}"


async def _file(request: Request) -> Response:
    return await answered(request, partial(_made, request))


def _made(request: Request, who: Principal) -> Download:
    office = _gate.visit_of(request).office()
    return calendars.download(office, who, request.query_params.get("unit", ""))


async def _subscribed(request: Request) -> Response:
    office = _gate.visit_of(request).office()
    try:
        found = await to_thread.run_sync(calendars.feed, office, request.path_params["token"])
    except StoreError:
        return _told(503, "Hệ thống bận, hãy thử lại sau.", wait=_BUSY_SECONDS)
    if found is None:
        return await to_thread.run_sync(_refused, office, request)
    return _given(found, request)


def _refused(office: Workspace, request: Request) -> Response:
    """Return the answer to a token that opens nothing; who tries many has to wait."""
    came_from = request.client.host if request.client else ""
    if wait := _wrong.note(office, came_from):
        told = f"Quá nhiều địa chỉ lịch sai: thử lại sau {wait} giây."
        return _told(429, told, wait=wait)
    return _told(404, _NOTHING)


def _given(found: Feed, request: Request) -> Response:
    """Return the calendar, or that it is still the one the program has."""
    version = f'"{found.version}"'
    headers = {**_KEPT, "ETag": version}
    known = request.headers.get("if-none-match", "").split(",")
    if any(each.strip().removeprefix("W/") in {version, "*"} for each in known):
        return Response(status_code=304, headers=headers)
    named = {"Content-Disposition": 'inline; filename="lich-bang-xanh.ics"'}
    return Response(found.content, media_type=MIME, headers={**headers, **named})


def _told(status: int, why: str, *, wait: int = 0) -> Response:
    headers = {**_NOT_KEPT, "Retry-After": str(wait)} if wait else _NOT_KEPT
    return PlainTextResponse(f"{why}\n", status_code=status, headers=headers)


# Open at the gate: the token in the address is all that is asked for.
OPEN = [Route("/lich/{token}.ics", _subscribed, methods=["GET"])]
ROUTES = [Route("/tai/lich", _file, methods=["GET"])]
