"""The addresses of an administrator's files: `/tai/nhat-ky`, `/tai/mau-nguoi-dung`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import partial
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from indicators import audit_log, downloads
from indicators.access import Principal
from indicators.audit import AuditFilter
from indicators.audit.actions import KINDS, Kind
from indicators.downloads import Download
from pages import _widgets
from pages._downloads import answered

TEMPLATE = "/tai/mau-nguoi-dung"
_TRAIL = "/tai/nhat-ky"


def trail(wanted: AuditFilter, kind: Kind | None) -> str:
    """Return the address of the trail as CSV, filtered as a page shows it."""
    asked = {
        "from": wanted.first_day,
        "to": wanted.last_day,
        "actor": wanted.actor,
        "on": wanted.on,
        "kind": kind,
    }
    query = urlencode({name: str(value) for name, value in asked.items() if value})
    return f"{_TRAIL}?{query}" if query else _TRAIL


async def _trail(request: Request) -> Response:
    return await answered(request, partial(_made_trail, request.query_params))


def _made_trail(asked: Mapping[str, str], who: Principal) -> Download:
    wanted = AuditFilter(
        _day(asked.get("from")), _day(asked.get("to")), asked.get("actor"), asked.get("on")
    )
    kind = asked.get("kind")
    if kind is not None and kind not in KINDS:
        raise ValueError(f"Không có loại việc «{kind}»")
    return audit_log.exported(_widgets.workspace(), who, wanted, kind=kind)


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise ValueError(f"«{text}» không phải là ngày: viết như 2026-10-31") from error


async def _people(request: Request) -> Response:
    return await answered(request, partial(downloads.people_template, _widgets.workspace()))


ROUTES = [
    Route(_TRAIL, _trail, methods=["GET"]),
    Route(TEMPLATE, _people, methods=["GET"]),
]
