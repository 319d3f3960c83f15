"""The addresses of files to take along: `/tai/…`, for whoever is signed in, within their scope.

Streamlit's own `/media/` opens for any other signed-in person who has the address; these ask who
comes, are kept by no cache, and leave a line in the trail (SECURITY.md, "Files and exports").
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import cast
from urllib.parse import quote, urlencode

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from indicators import board as boards
from indicators import downloads, drafts, reports
from indicators.access import Principal
from indicators.board.matrix import Order
from indicators.downloads import Download
from indicators.errors import BangXanhError, Busy, Conflict, Forbidden
from indicators.export import Wanted
from indicators.reports import Asked
from pages import _gate, _widgets

PRIVATE = {"Cache-Control": "private, no-store", "X-Content-Type-Options": "nosniff"}
_STATUS: dict[type[Exception], int] = {  # the first that fits
    Forbidden: 403,
    Conflict: 409,
    Busy: 503,
    BangXanhError: 404,
    ValueError: 400,
}


def board(kind: str, address: Mapping[str, str]) -> str:
    """Return the address of one board as a file; `address` is the board page's own."""
    return f"/tai/bang/{quote(kind)}?{urlencode(address)}"


def job(number: str) -> str:
    """Return the address of the file that one's own finished job made."""
    return f"/tai/xuat/{quote(number)}"


def template(unit: str, period: str) -> str:
    """Return the address of the template of a unit and period."""
    return f"/tai/bieu-mau?{urlencode({'unit': unit, 'period': period})}"


def received(submission: int) -> str:
    """Return the address of a workbook as it was received."""
    return f"/tai/lan-nop/{submission}"


def marked(draft: str, sha256: str) -> str:
    """Return the address of a file of one's own draft with its problems marked."""
    return f"/tai/danh-dau-loi/{quote(draft)}/{quote(sha256)}"


def attachment(made: Download) -> Response:
    """Return the answer that makes a browser save `made`, whatever its name holds."""
    return Response(made.content, media_type=made.mime, headers=saved_as(made.name))


def saved_as(name: str) -> dict[str, str]:
    """Return the headers of a file that is saved under `name`, never shown, and kept by no cache.

    Old browsers, which read no other letters, are given it in plain ones.
    """
    plain = "".join(
        sign if sign.isascii() and (sign.isalnum() or sign in ".-_") else "-" for sign in name
    )
    named = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
    return {**PRIVATE, "Content-Disposition": named}


async def answered(request: Request, make: Callable[[Principal], Download]) -> Response:
    """Return the file that `make` makes for whoever asks, or why not; see `handed_out`."""
    return await handed_out(request, lambda who: attachment(make(who)))


async def handed_out(request: Request, make: Callable[[Principal], Response]) -> Response:
    """Return the answer that `make` makes, in a thread, for whoever asks, or why not.

    What is outside the asker's scope and what does not exist both answer 404, in the same words.
    """
    who = _gate.principal_of(request)
    if who is None:
        return refusal(401, "Hãy đăng nhập lại.")
    try:
        return await to_thread.run_sync(make, who)
    except (BangXanhError, ValueError) as fault:
        status = next(code for kind, code in _STATUS.items() if isinstance(fault, kind))
        return refusal(status, str(fault))


def refusal(status: int, why: str) -> Response:
    """Return why there is no file, in words."""
    return PlainTextResponse(f"{why}\n", status_code=status, headers=PRIVATE)


async def _board(request: Request) -> Response:
    return await answered(request, partial(_made_board, request))


def _made_board(request: Request, who: Principal) -> Download:
    office, asked = _widgets.workspace(), request.query_params
    order: Order = "plan" if asked.get("order") == "plan" else "worst"
    wanted = Wanted(
        unit=asked.get("unit", ""),
        period=asked.get("period", ""),
        plan=asked.get("plan"),
        group=asked.get("group"),
        as_of=boards.known_at(asked.get("as_of", "")),
        provisional=asked.get("draft") == "1",
        order=order,
    )
    return reports.at_hand(office, who, Asked(request.path_params["kind"], wanted))


async def _job(request: Request) -> Response:
    return await answered(request, partial(_made_job, job=request.path_params["job"]))


def _made_job(who: Principal, *, job: str) -> Download:
    return reports.finished(_widgets.workspace(), who, job)


async def _template(request: Request) -> Response:
    unit, period = (request.query_params.get(name, "") for name in ("unit", "period"))
    made = partial(_made_template, unit=unit, period=period)
    return await answered(request, made)


def _made_template(who: Principal, *, unit: str, period: str) -> Download:
    return downloads.template(_widgets.workspace(), who, unit, period)


async def _received(request: Request) -> Response:
    number = cast("int", request.path_params["submission"])
    return await answered(request, partial(_made_received, submission=number))


def _made_received(who: Principal, *, submission: int) -> Download:
    return downloads.received(_widgets.workspace(), who, submission)


async def _marked(request: Request) -> Response:
    return await answered(request, partial(_made_marked, request))


def _made_marked(request: Request, who: Principal) -> Download:
    asked = request.path_params
    return drafts.marked(_widgets.workspace(), who, asked["draft"], asked["sha256"])


ROUTES = [
    Route("/tai/bang/{kind}", _board, methods=["GET"]),
    Route("/tai/xuat/{job}", _job, methods=["GET"]),
    Route("/tai/bieu-mau", _template, methods=["GET"]),
    Route("/tai/lan-nop/{submission:int}", _received, methods=["GET"]),
    Route("/tai/danh-dau-loi/{draft}/{sha256}", _marked, methods=["GET"]),
]
