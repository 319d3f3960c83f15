"""The addresses of evidence: `/minh-chung/{id}` to take a file along, `…/anh` to see its picture.

Each answer is for whoever asks, within their scope, kept by no cache; a file is always saved and
never shown, so that nothing a person gave runs in another's browser. The one thing shown is a PNG
that this program drew itself (SECURITY.md, "Files and exports").
"""

from __future__ import annotations

from functools import partial
from typing import cast

from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route

from indicators.access import Principal
from indicators.evidence import shelf
from pages import _widgets
from pages._downloads import PRIVATE, handed_out, refusal, saved_as

_NO_PICTURE = "Không có ảnh xem trước của minh chứng này."


def address(evidence: int) -> str:
    """Return the address under which a file of evidence is handed out."""
    return f"/minh-chung/{evidence}"


def picture_address(evidence: int) -> str:
    """Return the address of its picture; 404 where there is none."""
    return f"/minh-chung/{evidence}/anh"


async def _file(request: Request) -> Response:
    return await handed_out(request, partial(_made_file, request))


async def _picture(request: Request) -> Response:
    return await handed_out(request, partial(_made_picture, request))


def _made_file(request: Request, who: Principal) -> Response:
    path, name, media_type = shelf.open_file(_widgets.workspace(), who, _number(request))
    return FileResponse(path, media_type=media_type, headers=saved_as(name))


def _made_picture(request: Request, who: Principal) -> Response:
    path = shelf.picture_of(_widgets.workspace(), who, _number(request))
    if path is None:
        return refusal(404, _NO_PICTURE)
    headers = {**PRIVATE, "Content-Disposition": "inline"}
    return FileResponse(path, media_type=shelf.PICTURE_TYPE, headers=headers)


def _number(request: Request) -> int:
    return cast("int", request.path_params["evidence"])


ROUTES = [
    Route("/minh-chung/{evidence:int}", _file, methods=["GET"]),
    Route("/minh-chung/{evidence:int}/anh", _picture, methods=["GET"]),
]
