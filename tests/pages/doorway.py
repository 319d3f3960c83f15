"""The gate and the door over a small office, asked as a browser, a program or a tab would ask."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any

import httpx
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.proto.BackMsg_pb2 import BackMsg

from indicators.access import Grant
from indicators.workspace import Workspace
from pages import _door, _gate, _health, _shell
from pages._site import Site
from tests import people
from tests.pages.waiting import finished

LOCAL = Site(None, "127.0.0.1")
PUBLIC = Site("https://bangxanh.so.vn", "0.0.0.0")  # noqa: S104 - an office's own server
HOME = "http://localhost:8501"
PERSON, PASSWORD = "can-bo", "mây trắng bay qua núi"
Tab = Callable[[Scope, Receive, Send], Awaitable[None]]


async def _echo(request: Request) -> JSONResponse:
    """Stand for all that is behind the gate: say what reached it."""
    names = request.headers.items()
    seen = [[name, value] for name, value in names if name.startswith("x-bangxanh")]
    body = await request.body()
    return JSONResponse({"path": request.url.path, "told": seen, "size": len(body)})


async def _quiet_tab(_scope: Scope, receive: Receive, send: Send) -> None:
    """Stand for Streamlit: accept a tab and hear it out."""
    await receive()
    await send({"type": "websocket.accept"})
    while (await receive())["type"] != "websocket.disconnect":
        pass


@dataclass
class Doorway:
    """An office behind its gate."""

    office: Workspace
    site: Site = LOCAL
    tab: Tab = _quiet_tab
    routes: list[Route] = field(default_factory=list)
    open_routes: list[Route] = field(default_factory=list)
    cookies: dict[str, str] = field(default_factory=dict)
    gate: _gate.Gate = field(init=False)

    def __post_init__(self) -> None:
        open_routes = [*_door.OPEN, *_health.ROUTES, *self.open_routes]
        everything = [
            *open_routes,
            *_door.INSIDE,
            *self.routes,
            Route("/{path:path}", _echo, methods=["GET", "POST", "PUT", "DELETE"]),
        ]
        pages = Starlette(routes=everything)

        async def behind(scope: Scope, receive: Receive, send: Send) -> None:
            await (self.tab if scope["type"] == "websocket" else pages)(scope, receive, send)

        self.gate = _gate.Gate(
            behind,
            site=self.site,
            office=lambda: self.office,
            headers=_shell.security_headers(is_https=self.site.is_https),
            is_open=open_routes,
            largest_bytes=20 * 2**20,
        )

    def enter(self, account: str = PERSON, *, must_change: bool = False) -> str:
        """Give the browser a live session of a person; return its handle."""
        if not self.office.store.rows("access/person", account=account):
            people.add(self.office, account, Grant("office", "so"))
        if must_change:
            change(self.office, account)
        sessions = self.office.sessions
        token = sessions.begin(account, kind="password", address="127.0.0.1", agent="thử")
        self.cookies[self.site.session_cookie] = token
        session = sessions.find(token)
        assert session is not None
        return session.handle

    def ask(self, method: str, path: str, **options: object) -> httpx.Response:
        """Return the answer to one request of this browser, which keeps its cookies."""
        answers: list[httpx.Response] = []

        async def ask() -> None:
            answers.append(await self.asked(method, path, **options))

        run(ask())
        return answers[0]

    async def asked(
        self,
        method: str,
        path: str,
        *,
        home: str = HOME,
        client: str = "127.0.0.1",
        origin: str | None = "own",
        accept: str = "text/html",
        **options: object,
    ) -> httpx.Response:
        """Return the answer to one request, inside a loop that is already there."""
        headers = {"accept": accept, **options.pop("headers", {})}
        if origin is not None and method != "GET":
            headers["origin"] = home if origin == "own" else origin
        transport = httpx.ASGITransport(self.gate, client=(client, 5000))
        async with httpx.AsyncClient(
            transport=transport, base_url=home, cookies=self.cookies, trust_env=False
        ) as browser:
            answer = await browser.request(method, path, headers=headers, **options)
            for each in answer.headers.get_list("set-cookie"):
                name, _, value = each.partition(";")[0].partition("=")
                self.cookies[name] = value.strip('"')
        return answer

    def post(self, path: str, *, form: dict[str, str], **options: object) -> httpx.Response:
        """Return the answer to a form."""
        return self.ask("POST", path, data=form, **options)


class Socket:
    """A browser's end of one WebSocket."""

    def __init__(self, **headers: str) -> None:
        self.incoming: asyncio.Queue[Message] = asyncio.Queue()
        self.outgoing: list[Message] = []
        self.incoming.put_nowait({"type": "websocket.connect"})
        named = {"host": "localhost:8501", "origin": HOME, **headers}
        self.headers = {name: value for name, value in named.items() if value}

    async def open(self, app: ASGIApp, path: str = "/_stcore/stream") -> None:
        """Connect, and stay until either side leaves."""
        scope = {
            "type": "websocket",
            "path": path,
            "server": ("127.0.0.1", 8501),
            "client": ("127.0.0.1", 5000),
            "headers": [(name.encode(), value.encode()) for name, value in self.headers.items()],
        }
        await app(scope, self.incoming.get, self._send)

    async def _send(self, message: Message) -> None:
        self.outgoing.append(message)
        if message["type"] == "websocket.close":
            self.incoming.put_nowait({"type": "websocket.disconnect", "code": message["code"]})

    def say(self, sent: bytes) -> None:
        """Send a message."""
        self.incoming.put_nowait({"type": "websocket.receive", "bytes": sent})

    def leave(self) -> None:
        """Close the tab."""
        self.incoming.put_nowait({"type": "websocket.disconnect", "code": 1001})

    @property
    def answer(self) -> str:
        """How the server answered the wish to connect."""
        return str(self.outgoing[0]["type"]) if self.outgoing else "nothing"


def rerun(*, is_auto: bool = False) -> bytes:
    """Return what a tab sends for a rerun, by a person or by itself."""
    message = BackMsg()
    message.rerun_script.query_string = "a=1"
    message.rerun_script.is_auto_rerun = is_auto
    return bytes(message.SerializeToString())


def change(office: Workspace, account: str) -> None:
    """Mark a person's password as one that must be changed."""
    kept = office.store.rows("access/person", account=account)[0]["password_hash"]
    with office.store.write("password", changes_board=False) as write:
        write.run(
            "access/record_password",
            account=account,
            password_hash=kept,
            must_change_password=True,
        )


def run(coroutine: Coroutine[Any, Any, None]) -> None:
    """Run a coroutine to its end, wherever a browser's loop may run."""
    finished(coroutine)
