"""Small forms (biểu mẫu): read with a limit before anything is understood, few at a time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import ParamSpec, TypeVar
from urllib.parse import parse_qsl

import anyio
from anyio import CapacityLimiter, to_thread
from starlette.requests import Request

from indicators.errors import BangXanhError, Busy

LARGEST_BYTES, MOST_FIELDS, SLOWEST_SECONDS = 8192, 10, 15
THREADS = 4
PLACES, PLACES_EACH = 40, 20  # sign-ins that may wait: in all, and from one address

_P = ParamSpec("_P")
_R = TypeVar("_R")


class Unreadable(BangXanhError):
    """A form that is no form of ours: too large, too slow, or something else; an HTTP status."""

    def __init__(self, status: int, message: str) -> None:
        self.status = status
        super().__init__(message)


async def read(request: Request) -> dict[str, str]:
    """Return the fields of a small form.

    Raises:
        Unreadable: it is none.
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/x-www-form-urlencoded":
        raise Unreadable(415, "Máy chủ không hiểu dạng dữ liệu này.")
    try:
        with anyio.fail_after(SLOWEST_SECONDS):
            body = await _body(request)
        pairs = parse_qsl(
            body.decode(), keep_blank_values=True, max_num_fields=MOST_FIELDS, errors="strict"
        )
    except TimeoutError as error:
        raise Unreadable(408, "Đường truyền quá chậm. Hãy thử lại.") from error
    except ValueError as error:
        raise Unreadable(400, "Máy chủ không đọc được biểu mẫu này.") from error
    return dict(pairs)


async def _body(request: Request) -> bytes:
    """Return the whole body, which is not read further once it is too large."""
    told = request.headers.get("content-length", "")
    body = bytearray()
    is_large = told.isdigit() and int(told[:20]) > LARGEST_BYTES
    if not is_large:
        async for chunk in request.stream():
            body += chunk
            if len(body) > LARGEST_BYTES:
                is_large = True
                break
    if is_large:
        raise Unreadable(413, "Biểu mẫu gửi lên quá lớn.")
    return bytes(body)


class Queue:
    """A short queue before a few threads: whoever comes to a full one is told so at once."""

    def __init__(self) -> None:
        self._limiter: CapacityLimiter | None = None
        self._waiting: Counter[str] = Counter()

    async def run(
        self, address: str, work: Callable[_P, _R], *args: _P.args, **kwargs: _P.kwargs
    ) -> _R:
        """Return what `work` returns, in a thread; it may take its time.

        Args:
            address: whom it is done for; no one may take every place.
            work: what is done.
            args: handed to it.
            kwargs: handed to it.

        Raises:
            Busy: too many wait already.
        """
        if self._limiter is None:
            self._limiter = CapacityLimiter(THREADS)
        with self._place(address):
            return await to_thread.run_sync(lambda: work(*args, **kwargs), limiter=self._limiter)

    @contextmanager
    def _place(self, address: str) -> Iterator[None]:
        if self._waiting.total() >= PLACES or self._waiting[address] >= PLACES_EACH:
            raise Busy("Hệ thống bận: nhiều người đăng nhập cùng lúc. Chờ vài giây rồi thử lại.")
        self._waiting[address] += 1
        try:
            yield
        finally:
            self._waiting[address] -= 1
            if not self._waiting[address]:
                del self._waiting[address]
