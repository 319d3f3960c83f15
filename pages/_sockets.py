"""Open tabs (kết nối): a WebSocket lives as long as the session it came with.

Each message is asked whether its session still lives; an end that comes from elsewhere (another
tab, the people page, a disabled account) closes the socket at once. What a person does in the tab
counts as activity, what the tab does by itself does not.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Callable
from contextlib import suppress

from starlette.types import Message, Receive, Send
from streamlit.proto.BackMsg_pb2 import BackMsg

CLOSED_BY_POLICY = 1008
# What a tab may ask of Streamlit. Left out: clear_cache, which empties every cache of the whole
# server and with it the open store, and what serves developers only.
_ASKED = frozenset({"rerun_script", "stop_script", "file_urls_request", "app_heartbeat"})


class Socket:
    """One open tab, between the server and Streamlit."""

    def __init__(
        self,
        receive: Receive,
        send: Send,
        *,
        is_live: Callable[[], bool],
        acted: Callable[[], None],
    ) -> None:
        self._receive = receive
        self._send = send
        self._is_live = is_live
        self._acted = acted
        self._has_run = False
        self._is_over = False

    async def receive(self) -> Message:
        """Return the next message that may pass; none after the session's end."""
        while True:
            message = await self._receive()
            if message["type"] != "websocket.receive":
                return message
            if self._is_over or not self._is_live():
                await self.end()
                return {"type": "websocket.disconnect", "code": CLOSED_BY_POLICY}
            if self._passes(message.get("bytes")):
                return message

    async def send(self, message: Message) -> None:
        """Pass what Streamlit says on; nothing after the session's end."""
        if not self._is_over:
            await self._send(message)

    async def end(self) -> None:
        """Close the tab's connection."""
        if not self._is_over:
            self._is_over = True
            with suppress(OSError, RuntimeError):  # the tab has left meanwhile
                await self._send({"type": "websocket.close", "code": CLOSED_BY_POLICY})

    def _passes(self, sent: bytes | None) -> bool:
        """Whether a message is one that a tab may send; notes what a person did."""
        asked = BackMsg()
        try:
            asked.ParseFromString(sent or b"")
        except Exception:  # noqa: BLE001 - what protobuf raises has no types to name it by
            return True  # Streamlit closes the socket for it
        kind = asked.WhichOneof("type")
        if kind == "rerun_script" and not asked.rerun_script.is_auto_rerun:
            # The first is the tab's own, sent whenever it connects anew.
            if self._has_run:
                self._acted()
            self._has_run = True
        return kind in _ASKED


class Sockets:
    """Every open tab by the handle of its session; belongs to the server's event loop."""

    def __init__(self) -> None:
        self._open: defaultdict[str, set[Socket]] = defaultdict(set)
        self._ending: set[asyncio.Task[None]] = set()

    def add(self, handle: str, socket: Socket) -> None:
        """Keep a tab that opened."""
        self._open[handle].add(socket)

    def remove(self, handle: str, socket: Socket) -> None:
        """Forget a tab that closed."""
        self._open[handle].discard(socket)
        if not self._open[handle]:
            del self._open[handle]

    def end(self, handle: str) -> None:
        """Close every tab of a session that ended."""
        for socket in tuple(self._open.get(handle, ())):
            task = asyncio.get_running_loop().create_task(socket.end())
            self._ending.add(task)
            task.add_done_callback(self._ending.discard)

    def count(self) -> int:
        """Return how many tabs are open."""
        return sum(map(len, self._open.values()))
