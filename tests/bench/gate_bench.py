"""What the gate adds to a rerun and to a file: with it and without it, in turns, in one process.

A rerun is one message of a tab; the issue allows the gate 2 ms of it. Two hundred people are
signed in meanwhile.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.proto.BackMsg_pb2 import BackMsg

from indicators.access import Grant
from indicators.workspace import Workspace, opened
from pages import _door, _gate, _health, _shell
from pages._site import Site
from tests import people
from tests.bench import measure
from tests.bench.measure import Ratio
from tests.pages.seeding import HOME, settings_for

PEOPLE, MESSAGES, FILES = 200, 500, 200
ALLOWED_MS = 2.0
HOST = (b"host", b"localhost:8501")


def gate_ratios() -> list[Ratio]:
    """Return what a rerun costs beside what it may, and a file with the gate beside without."""
    with TemporaryDirectory() as folder, opened(settings_for(Path(folder) / "b.duckdb")) as office:
        token = _signed_in(office)
        cookie = (b"cookie", f"bangxanh={token}".encode())
        gate = _gate.Gate(
            _behind,
            site=Site(None, "127.0.0.1"),
            office=lambda: office,
            headers=_shell.security_headers(),
            is_open=[*_door.OPEN, *_health.ROUTES],
            largest_bytes=2**20,
        )
        times = measure.in_turns(
            {
                "message": lambda: asyncio.run(_tab(gate, cookie)),
                "bare message": lambda: asyncio.run(_tab(_behind, cookie)),
                "file": lambda: asyncio.run(_files(gate, cookie)),
                "bare file": lambda: asyncio.run(_files(_behind, cookie)),
            }
        )
    added = max(times["message"] - times["bare message"], 0.0) / MESSAGES
    added_to_file = max(times["file"] - times["bare file"], 0.0) / FILES
    return [
        Ratio("gate", f"{PEOPLE} people", "added to a rerun", "what it may add",
              added, ALLOWED_MS, 0.1),
        Ratio("gate", f"{PEOPLE} people", "added to a file", "what it may add to a rerun",
              added_to_file, ALLOWED_MS, 0.25),
    ]  # fmt: skip


def _signed_in(office: Workspace) -> str:
    """Sign everybody in and return the token of the last."""
    token = ""
    for number in range(PEOPLE):
        people.add(office, f"nguoi-{number}", Grant("leader", HOME))
        token = office.sessions.begin(
            f"nguoi-{number}", kind="password", address="127.0.0.1", agent="bench"
        )
    return token


async def _behind(scope: Scope, receive: Receive, send: Send) -> None:
    """Stand for Streamlit: hear a tab out, or answer with a small file."""
    if scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.accept"})
        while (await receive())["type"] == "websocket.receive":
            pass
        return
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"x"})


async def _tab(app: ASGIApp, cookie: tuple[bytes, bytes]) -> None:
    """Open a tab, send reruns as large as the board's, and leave."""
    rerun = BackMsg()
    rerun.rerun_script.query_string = "period=2026-10&unit=dl-sxd&order=worst"
    for place in range(20):
        rerun.rerun_script.widget_states.widgets.add(id=f"widget-{place}", string_value="x" * 40)
    said = bytes(rerun.SerializeToString())
    messages: list[Message] = [{"type": "websocket.connect"}]
    messages += [{"type": "websocket.receive", "bytes": said} for _ in range(MESSAGES)]
    messages.append({"type": "websocket.disconnect", "code": 1000})
    headers = [HOST, (b"origin", b"http://localhost:8501"), cookie]
    scope = _scope("websocket", "/_stcore/stream", headers)
    accepted = await _asked(app, scope, iter(messages).__next__)
    if accepted[0]["type"] != "websocket.accept":
        raise AssertionError("the gate let nobody in")


async def _files(app: ASGIApp, cookie: tuple[bytes, bytes]) -> None:
    scope = _scope("http", "/static/js/index.js", [HOST, (b"accept", b"*/*"), cookie])
    for _ in range(FILES):
        answer = await _asked(app, scope, lambda: {"type": "http.request"})
        if answer[0]["status"] != 200:
            raise AssertionError("the gate let nobody in")


def _scope(kind: str, path: str, headers: list[tuple[bytes, bytes]]) -> Scope:
    ends = {"server": ("127.0.0.1", 8501), "client": ("127.0.0.1", 5000)}
    return {"type": kind, "path": path, "method": "GET", "headers": headers, **ends}


async def _asked(app: ASGIApp, scope: Scope, said: Callable[[], Message]) -> list[Message]:
    sent: list[Message] = []

    async def receive() -> Message:
        return said()

    async def send(message: Message) -> None:
        sent.append(message)

    await app(scope, receive, send)
    return sent


if __name__ == "__main__":
    measure.show(gate_ratios())
