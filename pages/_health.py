"""`/healthz` and `/readyz` (tình trạng): for whoever watches over the server, as JSON.

`/healthz` says that the server answers; `/readyz` whether people can work, and if not, why: then
with status 503. Read the body: other addresses answer 200 with a page.
"""

from __future__ import annotations

import time
from dataclasses import asdict

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from indicators import health
from indicators.health import Finding
from pages import _gate

_KEPT_SECONDS = 2.0
_NOT_KEPT = {"Cache-Control": "no-store"}


class _Looker:
    """The findings of the last two seconds: however many ask, the disk is asked no more often."""

    def __init__(self) -> None:
        self._found: tuple[float, list[Finding]] | None = None

    def findings(self, request: Request) -> list[Finding]:
        known, now = self._found, time.monotonic()
        if known is None or now - known[0] >= _KEPT_SECONDS:
            known = self._found = (now, list(health.looks(_gate.visit_of(request).office())))
        return known[1]


_LOOKER = _Looker()


async def _alive(_request: Request) -> JSONResponse:
    return JSONResponse({"status": "ok", "message": "Máy chủ đang chạy"}, headers=_NOT_KEPT)


async def _ready(request: Request) -> JSONResponse:
    findings = await to_thread.run_sync(_LOOKER.findings, request)
    is_ready = health.is_ready(findings)
    answer = {
        "status": "ok" if is_ready else "not-ready",
        "findings": [asdict(each) for each in findings],
    }
    return JSONResponse(answer, 200 if is_ready else 503, headers=_NOT_KEPT)


ROUTES = [
    Route("/healthz", _alive, methods=["GET"]),
    Route("/readyz", _ready, methods=["GET"]),
]
