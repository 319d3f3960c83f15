"""How much one session may send (giới hạn tải lên), before a byte of it is read.

Streamlit keeps what is uploaded in memory and limits one file alone. Source: SECURITY.md,
"Workbook intake"; HTTP status codes: RFC 9110.
"""

from __future__ import annotations

import asyncio
import shutil
import time
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

AT_ONCE, WAITING = 4, 16
HOURLY_BYTES = 2**30
LEAST_FREE_BYTES = 2**30
_HOUR = 3600.0
_FRAME_BYTES = 2**16  # what the form around a file may add to it


class Refused(Exception):
    """An upload that may not begin: an HTTP status and what to tell the person."""

    def __init__(self, status: int, message: str) -> None:
        self.status = status
        super().__init__(message)


@dataclass(slots=True)
class _Sender:
    """What one session sent within the hour, and is sending."""

    places: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(AT_ONCE))
    present: int = 0
    sent: deque[tuple[float, int]] = field(default_factory=deque)
    total: int = 0

    def bytes_since(self, moment: float) -> int:
        while self.sent and self.sent[0][0] < moment:
            self.total -= self.sent.popleft()[1]
        return self.total

    def add(self, moment: float, size: int) -> None:
        self.sent.append((moment, size))
        self.total += size


class Uploads:
    """The uploads of every session; belongs to the server's event loop."""

    def __init__(self, *, largest_bytes: int) -> None:
        self._largest = largest_bytes + _FRAME_BYTES
        self._senders: dict[str, _Sender] = {}

    @asynccontextmanager
    async def place(self, handle: str, length: str | None, folder: Path) -> AsyncIterator[None]:
        """Hold a place for one upload, waiting for it while the session sends others.

        Args:
            handle: the session that sends.
            length: the Content-Length header: how large the upload says it is.
            folder: where the disk must have room.

        Raises:
            Refused: too large, too many, or too little room.
        """
        size = self._size(length)
        if shutil.disk_usage(folder).free < LEAST_FREE_BYTES:
            raise Refused(507, "Đĩa của máy chủ gần đầy nên tạm không nhận tệp. Báo cho quản trị.")
        sender = self._senders.setdefault(handle, _Sender())
        if sender.present >= AT_ONCE + WAITING:
            raise Refused(429, "Đang tải lên quá nhiều tệp một lúc. Chờ các tệp trước xong đã.")
        now = time.monotonic()
        if sender.bytes_since(now - _HOUR) + size > HOURLY_BYTES:
            raise Refused(429, "Đã tải lên quá 1 GB trong một giờ. Hãy thử lại sau.")
        sender.add(now, size)
        sender.present += 1
        try:
            async with sender.places:
                yield
        finally:
            sender.present -= 1

    def forget(self, handle: str) -> None:
        """Forget what a session sent that has ended."""
        self._senders.pop(handle, None)

    def _size(self, length: str | None) -> int:
        if length is None or not length.isascii() or not length.isdigit():
            raise Refused(411, "Trình duyệt không nói tệp lớn bao nhiêu nên không nhận được.")
        if int(length[:20]) > self._largest:
            megabytes = self._largest // 2**20
            raise Refused(413, f"Tệp quá lớn: mỗi tệp tối đa {megabytes} MB.")
        return int(length)
