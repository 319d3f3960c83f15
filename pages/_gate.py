"""The one ASGI gate (cổng) in front of HTTP and WebSocket: nobody passes without a session.

Streamlit's own endpoints ask nobody who they are, so everything is closed but the routes that are
named open. Whom a session belongs to reaches the pages in headers that only the gate may set.
Source: SECURITY.md, facts 3 and 4; STREAMLIT.md, "Identity".
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Match
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from indicators.access.principal import Principal
from indicators.workspace import Workspace
from pages._site import Site
from pages._sockets import CLOSED_BY_POLICY, Socket, Sockets
from pages._uploads import Refused, Uploads
from queries import StoreError

if TYPE_CHECKING:
    from indicators.access.session import Session
    from indicators.access.sessions import Sessions

SIGN_IN, PASSWORD = "/dang-nhap", "/mat-khau"
_HEADER_PREFIX, _SESSION_HEADER = b"x-bangxanh-", b"x-bangxanh-session"
_STREAM, _UPLOADS, _API = "/_stcore/stream", "/_stcore/upload_file/", "/api/"
# Streamlit's programs for agents, for meters, and its own sign-in: nobody needs them here.
_NOT_SERVED = ("/_stcore/agent", "/_stcore/metrics", "/auth/", "/oauth2callback")
_SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
_TOUCHED_EVERY = 10.0  # seconds; a session idles for half an hour
_OWNERS_KEPT = 20_000
_FOREIGN_SERVER = "Máy chủ này chỉ phục vụ chính máy đang chạy nó (127.0.0.1)."
_FOREIGN_HOST = (
    "Tên máy chủ trong địa chỉ không được chấp nhận: hãy mở đúng địa chỉ của cơ quan. Máy chủ"
    " chuyển tiếp (proxy) phải giữ nguyên phần Host."
)
_FOREIGN_ORIGIN = "Yêu cầu đến từ một trang khác nên bị từ chối."
_NO_SESSION = "Chưa đăng nhập hoặc phiên đã kết thúc."
_MUST_CHANGE = "Phải đổi mật khẩu trước đã."
_FOREIGN_TAB = "Tệp này không thuộc phiên đang mở. Hãy tải lại trang."

_log = logging.getLogger("bangxanh")
_owners: dict[str, str] = {}


@dataclass(frozen=True, slots=True)
class Visit:
    """What the gate knows of a request: where it arrived, and the live session it came with."""

    site: Site
    office: Callable[[], Workspace]
    session: Session | None


def visit_of(request: HTTPConnection) -> Visit:
    """Return what the gate knows of a request that it let pass."""
    visit = request.scope["bangxanh"]
    if not isinstance(visit, Visit):
        raise TypeError("a request that has not come through the gate")
    return visit


def principal_of(request: HTTPConnection) -> Principal | None:
    """Return who asks, with the roles of this moment, or None for a stranger; reads the store."""
    visit = visit_of(request)
    if visit.session is None:
        return None
    return visit.office().sessions.principal(visit.session.handle)


def belongs(streamlit_session: str, handle: str) -> None:
    """Note whose a tab is: the pages say so on each run, and its uploads are then that person's."""
    _owners[streamlit_session] = handle
    while len(_owners) > _OWNERS_KEPT:
        _owners.pop(next(iter(_owners)), None)


class Gate:
    """Pure ASGI middleware: refuses what must not pass and adds `headers` to every answer."""

    def __init__(
        self,
        app: ASGIApp,
        *,
        site: Site,
        office: Callable[[], Workspace],
        headers: Mapping[str, str],
        is_open: Sequence[BaseRoute],
        largest_bytes: int,
    ) -> None:
        """Stand before `app`.

        Args:
            app: everything behind the gate.
            site: which hosts and origins are our own.
            office: returns the open workspace.
            headers: what every answer carries.
            is_open: the routes that strangers may ask for too.
            largest_bytes: the largest file that may be uploaded.
        """
        self.app = app
        self._site = site
        self._office = office
        self._headers = dict(headers)
        self._is_open = tuple(is_open)
        self._sockets = Sockets()
        self._uploads = Uploads(largest_bytes=largest_bytes)
        self._heard: Sessions | None = None
        self._touched: dict[str, float] = {}
        self._toucher = ThreadPoolExecutor(1, thread_name_prefix="activity")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer what is refused, and pass the rest on with the identity of its session."""
        if scope["type"] == "http":
            await self._http(scope, receive, self._with_headers(send))
        elif scope["type"] == "websocket":
            await self._websocket(scope, receive, send)
        else:
            await self.app(scope, receive, send)

    async def _http(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = Headers(scope=scope)
        refusal = self._refusal(scope, headers)
        session = None if refusal else self._session(scope)
        is_open = any(route.matches(scope)[0] is Match.FULL for route in self._is_open)
        answer = refusal or (None if is_open else _turned_away(scope, headers, session))
        passed = self._identified(scope, session)
        if answer is not None:
            await answer(scope, receive, send)
        elif session and scope["path"].startswith(_UPLOADS):
            await self._upload(passed, session.handle, receive, send)
        else:
            if session and not is_open and _is_page(scope, headers):
                self._acted(session.handle)
            await self.app(passed, receive, send)

    async def _websocket(self, scope: Scope, receive: Receive, send: Send) -> None:
        refusal = self._refusal(scope, Headers(scope=scope))
        session = None if refusal else self._session(scope)
        if session is None or scope["path"] != _STREAM or session.must_change:
            await receive()  # the connect message; closing before accepting answers 403
            await send({"type": "websocket.close", "code": CLOSED_BY_POLICY, "reason": ""})
            return
        token, handle, sessions = self._token(scope), session.handle, self._office().sessions
        socket = Socket(
            receive,
            send,
            is_live=lambda: sessions.find(token) is not None,
            acted=lambda: self._acted(handle),
        )
        self._sockets.add(handle, socket)
        try:
            await self.app(self._identified(scope, session), socket.receive, socket.send)
        finally:
            self._sockets.remove(handle, socket)

    def _refusal(self, scope: Scope, headers: Headers) -> Response | None:
        """Return the answer to what nobody may ask, signed in or not."""
        host, origin = headers.get("host", "").lower(), headers.get("origin")
        if not self._site.reaches(scope):
            return _told(403, _FOREIGN_SERVER)
        if not self._site.serves(host):
            return _told(403, _FOREIGN_HOST)
        if _wants_origin(scope, headers) and not self._site.is_own(origin, host):
            return _told(403, _FOREIGN_ORIGIN)
        if scope["path"].startswith(_NOT_SERVED):
            return _told(404, "Không có trang này.")
        return None

    async def _upload(self, scope: Scope, handle: str, receive: Receive, send: Send) -> None:
        """Pass an upload on: only into a tab of this session, and no more than it may send."""
        tab = scope["path"].removeprefix(_UPLOADS).partition("/")[0]
        if _owners.get(tab) != handle:
            await _told(403, _FOREIGN_TAB)(scope, receive, send)
            return
        if scope["method"] != "PUT":
            await self.app(scope, receive, send)
            return
        length = Headers(scope=scope).get("content-length")
        folder = self._office().store.path.parent
        try:
            async with self._uploads.place(handle, length, folder):
                await self.app(scope, receive, send)
        except Refused as refused:
            await _told(refused.status, str(refused))(scope, receive, send)

    def _session(self, scope: Scope) -> Session | None:
        """Return the live session that a request's cookie names."""
        if not (token := self._token(scope)):
            return None
        sessions = self._office().sessions
        self._hear(sessions)
        return sessions.find(token)

    def _identified(self, scope: Scope, session: Session | None) -> Scope:
        """Return the scope with our word on who asks, and nobody else's."""
        headers = [
            each for each in scope["headers"] if not each[0].lower().startswith(_HEADER_PREFIX)
        ]
        if session:
            headers.append((_SESSION_HEADER, session.handle.encode()))
        visit = Visit(self._site, self._office, session)
        return {**scope, "headers": headers, "bangxanh": visit}

    def _token(self, scope: Scope) -> str | None:
        return HTTPConnection(scope).cookies.get(self._site.session_cookie)

    def _hear(self, sessions: Sessions) -> None:
        """Be told when a session ends, in whatever thread that is."""
        if self._heard is sessions:
            return
        self._heard = sessions
        loop = asyncio.get_running_loop()

        def ended(handle: str) -> None:
            if not loop.is_closed():
                loop.call_soon_threadsafe(self._ended, handle)

        sessions.on_end(ended)

    def _ended(self, handle: str) -> None:
        self._sockets.end(handle)
        self._uploads.forget(handle)
        self._touched.pop(handle, None)
        for tab in [tab for tab, owner in tuple(_owners.items()) if owner == handle]:
            _owners.pop(tab, None)

    def _acted(self, handle: str) -> None:
        """Note that a person did something; the store may be written, so not in this thread."""
        now = asyncio.get_running_loop().time()
        if now - self._touched.get(handle, -_TOUCHED_EVERY) >= _TOUCHED_EVERY:
            self._touched[handle] = now
            self._toucher.submit(_touch, self._office().sessions, handle)

    def _with_headers(self, send: Send) -> Send:
        async def sender(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self._headers.items():
                    headers[name] = value
            await send(message)

        return sender


def _touch(sessions: Sessions, handle: str) -> None:
    try:
        sessions.touch(handle)
    except StoreError:
        _log.exception("activity could not be written")


def _turned_away(scope: Scope, headers: Headers, session: Session | None) -> Response | None:
    """Return the answer to what this visitor may not ask, None where it may pass."""
    is_page = _is_page(scope, headers)
    if session is None:
        return _back_from(SIGN_IN, scope) if is_page else _told(401, _NO_SESSION)
    if session.must_change and scope["path"] != PASSWORD:
        return _back_from(PASSWORD, scope) if is_page else _told(403, _MUST_CHANGE)
    return None


def _wants_origin(scope: Scope, headers: Headers) -> bool:
    """Whether a request must come from our own page: it changes something or opens a tab.

    Programs send no Origin; their routes look at no cookie, so no page can act in a name there.
    """
    if scope["type"] == "websocket":
        return True
    if scope["method"] in _SAFE_METHODS:
        return False
    return "origin" in headers or not scope["path"].startswith(_API)


def _is_page(scope: Scope, headers: Headers) -> bool:
    """Whether a person asked for a page, and no program for a part of one."""
    return scope["method"] in {"GET", "HEAD"} and "text/html" in headers.get("accept", "")


def _back_from(door: str, scope: Scope) -> Response:
    """Lead to a page of the door, which leads back to what was asked for."""
    query = scope.get("query_string", b"").decode("latin-1")
    asked = quote(scope["path"]) + (f"?{query}" if query else "")
    address = door if asked == "/" else f"{door}?next={quote(asked, safe='')}"
    return RedirectResponse(address, 303, headers={"Cache-Control": "no-store"})


def _told(status: int, message: str) -> Response:
    return PlainTextResponse(message + "\n", status, headers={"Cache-Control": "no-store"})
