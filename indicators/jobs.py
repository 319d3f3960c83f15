"""Long work (việc chạy nền): at most two at once, the rest in line; seen, waited for, cancelled.

Knows nothing of what is made: a job is a function that says how far it is and returns a file. It
belongs to one account and one session of it, and ends with that session; its file waits an hour in
a folder that the server's own user alone can open, emptied whenever the office is opened.

Source: SECURITY.md, "Faults": ten heavy exports at once.
"""

from __future__ import annotations

import logging
import secrets
import shutil
import tempfile
import threading
from collections.abc import Callable
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal

from indicators import clock
from indicators.errors import BangXanhError, Busy
from queries import StoreBroken, StoreError

State = Literal["waiting", "running", "done", "failed", "cancelled"]
Tell = Callable[[int, int], None]
AT_ONCE, MOST, MOST_EACH = 2, 20, 10
KEPT_FOR = timedelta(hours=1)
_BUSY = "Hệ thống bận: nhiều tệp đang được tạo cùng lúc. Chờ vài phút rồi thử lại."
_BUSY_SELF = "Bạn đang chờ nhiều tệp quá: hãy chờ chúng xong, hoặc hủy bớt."
_FAULT = "Không tạo được tệp vì một lỗi của phần mềm; quản trị xem nhật ký của máy chủ."
_log = logging.getLogger(__name__)


class Stopped(Exception):
    """The one who asked for the work no longer wants it."""


@dataclass(frozen=True, slots=True)
class Product:
    """What work returns: a file's bytes, name and media type, and a sentence about it.

    `warning` is what must not be overlooked: the file is there, but not whole.
    """

    content: bytes
    name: str
    mime: str
    told: str = ""
    warning: str = ""


Work = Callable[[Tell], Product]


@dataclass(frozen=True, slots=True)
class Job:
    """How one piece of work stands; `done` of `total` steps, `total` 0 while nobody knows.

    `place` is its place in line, from 1, while it waits. `told` is what came of it: a sentence
    about the file, or what went wrong; `warning` what a finished file lacks. `is_stopping`: it was
    cancelled, and stops when it next says how far it is.
    """

    number: str
    account: str
    session: str | None
    title: str
    asked_at: datetime
    state: State = "waiting"
    done: int = 0
    total: int = 0
    place: int = 0
    told: str = ""
    warning: str = ""
    name: str = ""
    mime: str = ""
    ended_at: datetime | None = None
    is_stopping: bool = False

    @property
    def is_live(self) -> bool:
        """Whether it waits or runs."""
        return self.state in {"waiting", "running"}

    @property
    def share(self) -> float:
        """How much of it is done, 0 to 1."""
        return min(self.done / self.total, 1.0) if self.total else 0.0


class Jobs:
    """The jobs of one office, in memory: they end with the program. Safe to use from any thread."""

    def __init__(self, folder: Path | None) -> None:
        """Begin with nothing to do, and clean up what an earlier program left.

        Args:
            folder: for finished files, made when the first is; None for one of the system's own.
        """
        self._folder = folder
        self._lock = threading.Lock()
        self._jobs: dict[str, Job] = {}  # oldest first
        self._futures: dict[str, Future[None]] = {}
        self._stops: dict[str, threading.Event] = {}
        self._faults: dict[str, Exception] = {}
        self._pool: ThreadPoolExecutor | None = None
        self._is_closed = False
        if folder is not None:
            shutil.rmtree(folder, ignore_errors=True)

    def start(self, account: str, session: str | None, title: str, work: Work) -> str:
        """Put work in line and return its number.

        Raises:
            Busy: too much is in line already, of everybody or of this account.
        """
        self._sweep()
        number = secrets.token_hex(16)
        with self._lock:
            live = [each for each in self._jobs.values() if each.is_live]
            if len(live) >= MOST or self._is_closed:
                raise Busy(_BUSY)
            if sum(each.account == account for each in live) >= MOST_EACH:
                raise Busy(_BUSY_SELF)
            self._pool = self._pool or ThreadPoolExecutor(AT_ONCE, thread_name_prefix="export")
            self._jobs[number] = Job(number, account, session, title, clock.now())
            stop = self._stops[number] = threading.Event()
            self._futures[number] = self._pool.submit(self._run, number, work, stop)
        return number

    def of(self, account: str) -> list[Job]:
        """Return an account's jobs as they stand now, newest first."""
        self._sweep()
        with self._lock:
            line = [each.number for each in self._jobs.values() if each.state == "waiting"]
            own = [each for each in self._jobs.values() if each.account == account]
        places = {number: place for place, number in enumerate(line, start=1)}
        return [replace(each, place=places.get(each.number, 0)) for each in reversed(own)]

    def wait(self, account: str, number: str, seconds: float) -> Product | None:
        """Return what a job made once it is done, and forget it; None where there is none.

        Raises:
            Busy: it took longer than `seconds`; it is cancelled.
            Exception: what the work raised.
        """
        future = self._futures.get(number)
        if future is None or self._of(account, number) is None:
            return None
        try:
            with suppress(CancelledError):
                future.result(seconds)
            if fault := self._faults.get(number):
                raise fault
            return self.product(account, number)
        except TimeoutError as error:
            raise Busy(_BUSY) from error
        finally:
            self.drop(account, number)

    def product(self, account: str, number: str) -> Product | None:
        """Return what a finished job of an account made; None where there is none."""
        self._sweep()
        job = self._of(account, number)
        if job is None or job.state != "done":
            return None
        try:
            content = self._path(number).read_bytes()
        except OSError:
            return None
        return Product(content, job.name, job.mime, job.told, job.warning)

    def cancel(self, account: str, number: str) -> None:
        """Stop a job of an account, as soon as it next says how far it is."""
        if self._of(account, number) is not None:
            self._stop(number)

    def drop(self, account: str, number: str) -> None:
        """Stop a job of an account and forget it with its file."""
        if self._of(account, number) is not None:
            self._stop(number)
            self._forget(number)

    def end_session(self, session: str) -> None:
        """Stop and forget everything that was asked for in a session that has ended."""
        for job in tuple(self._jobs.values()):
            if job.session == session:
                self.drop(job.account, job.number)

    def close(self) -> None:
        """Stop everything, wait for what runs, and leave nothing behind."""
        with self._lock:
            self._is_closed = True
        for number in tuple(self._jobs):
            self._stop(number)
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)

    def _run(self, number: str, work: Work, stop: threading.Event) -> None:
        def tell(done: int, total: int) -> None:
            if stop.is_set():
                raise Stopped
            self._change(number, done=done, total=total)

        self._change(number, state="running")
        try:
            product = work(tell)
            self._keep(number, product)
        except Exception as fault:  # noqa: BLE001 - whatever it is, it is told to who waits
            if stop.is_set():
                self._change(number, state="cancelled", ended_at=clock.now())
                return
            if self._change(number, told=_told(fault)):
                self._faults[number] = fault
            self._change(number, state="failed", ended_at=clock.now())

    def _keep(self, number: str, product: Product) -> None:
        path = self._path(number)
        try:
            path.write_bytes(product.content)
        except OSError as error:
            raise StoreBroken(f"Không ghi được tệp {product.name}: {error.strerror}") from error
        kept = {"name": product.name, "mime": product.mime}
        kept |= {"told": product.told, "warning": product.warning}
        if not self._change(number, state="done", ended_at=clock.now(), **kept):
            path.unlink(missing_ok=True)  # its session ended while it was written

    def _change(self, number: str, **changes: object) -> bool:
        """Note how a job stands; False where it is forgotten already."""
        with self._lock:
            job = self._jobs.get(number)
            if job is not None:
                self._jobs[number] = replace(job, **changes)  # type: ignore[arg-type]
            return job is not None

    def _of(self, account: str, number: str) -> Job | None:
        with self._lock:
            job = self._jobs.get(number)
            return job if job is not None and job.account == account else None

    def _stop(self, number: str) -> None:
        stop, future = self._stops.get(number), self._futures.get(number)
        if stop is None or future is None:
            return
        stop.set()
        if future.cancel():
            self._change(number, state="cancelled", ended_at=clock.now())
        else:
            self._change(number, is_stopping=True)

    def _forget(self, number: str) -> None:
        with self._lock:
            self._jobs.pop(number, None)
            for known in (self._futures, self._stops, self._faults):
                known.pop(number, None)
        if self._folder is not None:
            (self._folder / number).unlink(missing_ok=True)

    def _sweep(self) -> None:
        """Forget what ended an hour ago."""
        now = clock.now()
        with self._lock:
            over = [
                each.number
                for each in self._jobs.values()
                if each.ended_at is not None and now - each.ended_at >= KEPT_FOR
            ]
        for number in over:
            self._forget(number)

    def _path(self, number: str) -> Path:
        with self._lock:
            if self._folder is None:
                self._folder = Path(tempfile.mkdtemp(prefix="bangxanh-"))
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return self._folder / number


def _told(fault: Exception) -> str:
    """Return what is said of a fault: ours as they are, others go to the server's log."""
    if isinstance(fault, BangXanhError | StoreError | ValueError):
        return str(fault)
    _log.error("a job failed", exc_info=fault)
    return _FAULT
