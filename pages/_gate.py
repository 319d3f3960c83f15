"""The one ASGI gate (cổng) in front of HTTP and WebSocket: who may talk to this server at all.

Until people sign in, the only identity is "somebody at this machine": a request must arrive on a
loopback address, name a loopback host (so that no foreign name resolves to us), and a WebSocket
or a change must come from our own page. Source: SECURITY.md, facts 3 and 4.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOCAL_ONLY = (
    "Bảng Xanh chưa có đăng nhập nên chỉ phục vụ chính máy này (127.0.0.1). "
    "Bỏ tùy chọn server.address hoặc đặt lại là 127.0.0.1.\n"
    "There is no sign-in yet, so this server listens on 127.0.0.1 alone: "
    "remove server.address or set it to 127.0.0.1."
)
_FOREIGN_HOST = "Tên máy chủ trong địa chỉ không được chấp nhận: hãy mở http://localhost."
_FOREIGN_ORIGIN = "Yêu cầu đến từ một trang khác nên bị từ chối."
_SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
_NOT_SERVED = ("/_stcore/agent", "/_stcore/metrics")
_UNHANDLED_POLICY = 1008  # WebSocket close code: the request breaks the server's policy


def is_loopback(address: str | None) -> bool:
    """Whether `address` (an IP, "localhost", or None for every interface) is this machine only."""
    if address is None:
        return False
    if address == "localhost":
        return True
    try:
        return ipaddress.ip_address(address.strip("[]")).is_loopback
    except ValueError:
        return False


class Gate:
    """Pure ASGI middleware: refuses what must not pass and adds `headers` to every answer."""

    def __init__(self, app: ASGIApp, headers: Mapping[str, str]) -> None:
        self.app = app
        self.headers = dict(headers)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer 403 or 404 when the request is refused, else pass it on."""
        if scope["type"] not in {"http", "websocket"}:
            await self.app(scope, receive, send)
            return
        refusal = _refusal(scope)
        if refusal is None:
            await self.app(scope, receive, self._with_headers(send))
        elif scope["type"] == "websocket":
            await receive()  # the connect message; closing before accepting answers 403
            await send({"type": "websocket.close", "code": _UNHANDLED_POLICY, "reason": ""})
        else:
            answer = PlainTextResponse(refusal[1] + "\n", status_code=refusal[0])
            await answer(scope, receive, self._with_headers(send))

    def _with_headers(self, send: Send) -> Send:
        async def sender(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self.headers.items():
                    headers[name] = value
            await send(message)

        return sender


def _refusal(scope: Scope) -> tuple[int, str] | None:
    """Return the status and reason for refusing, or None when the request may pass."""
    headers = Headers(scope=scope)
    server = scope.get("server") or (None, None)
    if not is_loopback(server[0]):
        return 403, LOCAL_ONLY
    host = headers.get("host", "")
    if not is_loopback(_host_name(host)):
        return 403, _FOREIGN_HOST
    origin = headers.get("origin")
    is_own = origin is not None and urlsplit(origin).netloc == host
    if scope["type"] == "websocket" and not is_own:
        return 403, _FOREIGN_ORIGIN
    if origin is not None and not is_own and scope.get("method") not in _SAFE_METHODS:
        return 403, _FOREIGN_ORIGIN
    if scope["path"].startswith(_NOT_SERVED):
        return 404, "Không có trang này."
    return None


def _host_name(host: str) -> str | None:
    try:
        return urlsplit(f"//{host}").hostname
    except ValueError:
        return None
