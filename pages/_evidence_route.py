"""The addresses of evidence: `/minh-chung/{id}` to take a file along, `…/anh` to see its picture.

Each answer is for whoever asks, within their scope, kept by no cache; a file is always saved and
never shown, so that nothing a person gave runs in another's browser. The one thing shown is a PNG
that this program drew itself (SECURITY.md, "Files and exports").
"""

from __future__ import annotations

from collections.abc import Callable
from typing import cast
from urllib.parse import quote

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.routing import Route

from indicators.access import Principal
from indicators.errors import BangXanhError, Conflict, Forbidden
from indicators.evidence import shelf
from pages import _gate, _widgets

_PRIVATE = {"Cache-Control": "private, no-store", "X-Content-Type-Options": "nosniff"}
_NO_PICTURE = "Không có ảnh xem trước của minh chứng này."


def address(evidence: int) -> str:
    """Return the address under which a file of evidence is handed out."""
    return f"/minh-chung/{evidence}"


def picture_address(evidence: int) -> str:
    """Return the address of its picture; 404 where there is none."""
    return f"/minh-chung/{evidence}/anh"


async def _file(request: Request) -> Response:
    return await _answered(request, _made_file)


async def _picture(request: Request) -> Response:
    return await _answered(request, _made_picture)


async def _answered(request: Request, make: Callable[[Principal, int], Response]) -> Response:
    """Return what `make` makes for whoever asks, or why not; outside scope is as nonexistent."""
    who = _gate.principal_of(request)
    if who is None:
        return _refusal(401, "Hãy đăng nhập lại.")
    number = cast("int", request.path_params["evidence"])
    try:
        return await to_thread.run_sync(make, who, number)
    except Forbidden as refused:
        return _refusal(403, str(refused))
    except Conflict as broken:
        return _refusal(409, str(broken))
    except BangXanhError as fault:
        return _refusal(404, str(fault))


def _made_file(who: Principal, evidence: int) -> Response:
    path, name, media_type = shelf.open_file(_widgets.workspace(), who, evidence)
    plain = "".join(sign if sign.isascii() and sign.isalnum() else "-" for sign in name)
    named = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
    return FileResponse(
        path, media_type=media_type, headers={**_PRIVATE, "Content-Disposition": named}
    )


def _made_picture(who: Principal, evidence: int) -> Response:
    path = shelf.picture_of(_widgets.workspace(), who, evidence)
    if path is None:
        return _refusal(404, _NO_PICTURE)
    headers = {**_PRIVATE, "Content-Disposition": "inline"}
    return FileResponse(path, media_type=shelf.PICTURE_TYPE, headers=headers)


def _refusal(status: int, why: str) -> Response:
    return PlainTextResponse(f"{why}\n", status_code=status, headers=_PRIVATE)


ROUTES = [
    Route("/minh-chung/{evidence:int}", _file, methods=["GET"]),
    Route("/minh-chung/{evidence:int}/anh", _picture, methods=["GET"]),
]
