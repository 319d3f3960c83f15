"""Reading workbooks from the server: two parsing processes kept ready, questions and answers.

The server itself never parses a foreign file. A file that crashes, hangs or starves its parser
becomes a problem of that file; the process is replaced and the next file is read.
Source: SECURITY.md, "Workbook intake" (two parsers at once, a queue of 20, then "Hệ thống bận").
"""

from __future__ import annotations

import atexit
import hashlib
import queue
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, overload

from indicators.errors import Problem
from indicators.intake import limits
from indicators.intake.cells import Book
from indicators.intake.limits import ParserLimits
from indicators.intake.parser_process import ParserDied, ParserProcess
from indicators.intake.reading import Reading
from indicators.intake.wire import Malformed, unpack

Result = tuple[Book | Reading | None, list[Problem]]
# Judges a large workbook elsewhere: reply of the parser, name, SHA-256, seconds that are left.
Judge = Callable[[bytes, str, str, float], Reading]


@dataclass(slots=True)
class _Job:
    """One file to read, and where its result goes."""

    path: Path
    name: str
    call: object  # the same object for the files of one call
    large: Judge | None = None
    result: Future[Result] = field(default_factory=Future)


class Pool:
    """Parsing processes and the threads that ask them; safe to use from any thread."""

    def __init__(
        self,
        parser_limits: ParserLimits | None = None,
        *,
        parsers: int = limits.PARSERS,
        waiting: int = limits.WAITING_CALLS,
    ) -> None:
        """Prepare a pool; nothing is started before the first file or `warm`."""
        self._parsers = [ParserProcess(parser_limits or ParserLimits()) for _ in range(parsers)]
        self._most_calls = parsers + waiting
        self._calls = 0
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._threads: list[threading.Thread] = []
        self._lock = threading.Lock()

    @overload
    def read(
        self, paths: Sequence[Path], names: Sequence[str] | None = None
    ) -> Iterator[tuple[int, Book | None, list[Problem]]]: ...

    @overload
    def read(
        self, paths: Sequence[Path], names: Sequence[str] | None = None, *, large: Judge
    ) -> Iterator[tuple[int, Book | Reading | None, list[Problem]]]: ...

    def read(
        self,
        paths: Sequence[Path],
        names: Sequence[str] | None = None,
        *,
        large: Judge | None = None,
    ) -> Iterator[tuple[int, Any, list[Problem]]]:
        """Yield (index, book or None, problems) for each file, in order. See `read_books`."""
        called = [path.name for path in paths] if names is None else names
        if not self._enter():
            for index, name in enumerate(called):
                yield index, None, [_busy(name)]
            return
        # Few jobs ahead: another person's single file need not wait for two hundred of these.
        ahead: deque[_Job] = deque()
        files = iter(zip(paths, called, strict=True))
        try:
            for index in range(len(paths)):
                while len(ahead) < 2 * len(self._parsers) and (file := next(files, None)):
                    job = _Job(*file, ahead, large)
                    ahead.append(job)
                    self._jobs.put(job)
                book, problems = ahead.popleft().result.result()
                yield index, book, problems
        finally:
            for job in ahead:
                job.result.cancel()
            with self._lock:
                self._calls -= 1

    def warm(self) -> None:
        """Start the threads and the parsing processes, so that the first file finds them ready."""
        self._start_threads()
        for parser in self._parsers:
            parser.start()

    def close(self) -> None:
        """End the processes; files being read end as crashed ones. The pool can be used again."""
        with self._lock:
            threads, self._threads = self._threads, []
        for _ in threads:
            self._jobs.put(None)
        for parser in self._parsers:
            parser.close()
        for thread in threads:
            thread.join(timeout=5)

    def process_ids(self) -> list[int]:
        """Return the ids of the running parsing processes (for `doctor` and the tests)."""
        return [parser.pid for parser in self._parsers if parser.pid is not None]

    def _enter(self) -> bool:
        with self._lock:
            if self._calls >= self._most_calls:
                return False
            self._calls += 1
        self._start_threads()
        return True

    def _start_threads(self) -> None:
        with self._lock:
            if self._threads:
                return
            for parser in self._parsers:
                # Daemon threads: a program that ends does not wait for a hostile file.
                thread = threading.Thread(target=self._work, args=(parser,), daemon=True)
                self._threads.append(thread)
                thread.start()

    def _work(self, parser: ParserProcess) -> None:
        call: object = None
        while (job := self._jobs.get()) is not None:
            if not job.result.set_running_or_notify_cancel():
                continue
            if job.call is not call:
                parser.end_call()
            call = job.call
            try:
                job.result.set_result(_read(parser, job))
            except BaseException as error:  # noqa: BLE001 - belongs to who waits for it
                job.result.set_exception(error)
            if self._jobs.empty():
                parser.end_call()


def _read(parser: ParserProcess, job: _Job) -> Result:
    """Read one file through one parsing process; a large one is judged in a process of its own."""
    name, started = job.name, time.monotonic()
    try:
        with job.path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        message = f"Không mở được tệp “{name}”. Kiểm tra tệp còn đó rồi tải lên lại"
        return None, [Problem.error("E_UNREADABLE", message)]
    try:
        reply = parser.ask(job.path, name)
    except ParserDied as died:
        return None, [_died(name, died)]
    try:
        if job.large is None or len(reply) < limits.LARGE_REPLY:
            return unpack(reply, name, digest)
        left = limits.ANSWER_SECONDS - (time.monotonic() - started)
        return job.large(reply, name, digest, max(limits.LEAST_JUDGING, left)), []
    except Malformed:
        parser.close()
        return None, [_crash(name)]
    except ParserDied as died:
        return None, [_died(name, died)]


def _died(name: str, died: ParserDied) -> Problem:
    return _time(name) if died.is_time else _crash(name, is_memory=died.is_memory)


def _crash(name: str, *, is_memory: bool = False) -> Problem:
    why = "cần quá nhiều bộ nhớ" if is_memory else "làm trình đọc dừng đột ngột"
    return Problem.error(
        "E_PARSER_CRASH",
        f"Tệp “{name}” {why} nên không đọc được. Mở bằng Excel, chép bảng số liệu sang một sổ mới, "
        "Lưu, rồi tải lên lại",
    )


def _time(name: str) -> Problem:
    return Problem.error(
        "E_PARSER_TIME",
        f"Đọc tệp “{name}” quá lâu nên đã dừng. Bỏ các trang và vùng không cần hoặc tách tệp, "
        "Lưu, rồi tải lên lại",
    )


def _busy(name: str) -> Problem:
    message = f"Hệ thống bận: đang đọc nhiều tệp khác, chưa đọc “{name}”. Thử lại sau ít phút"
    return Problem.error("E_BUSY", message)


_shared = Pool()
atexit.register(_shared.close)


@overload
def read_books(
    paths: Sequence[Path], names: Sequence[str] | None = None
) -> Iterator[tuple[int, Book | None, list[Problem]]]: ...


@overload
def read_books(
    paths: Sequence[Path], names: Sequence[str] | None = None, *, large: Judge
) -> Iterator[tuple[int, Book | Reading | None, list[Problem]]]: ...


def read_books(
    paths: Sequence[Path], names: Sequence[str] | None = None, *, large: Judge | None = None
) -> Iterator[tuple[int, Any, list[Problem]]]:
    """Read workbooks in the limited parsing processes, two at once, results in order.

    Args:
        paths: the files on disk.
        names: what people called them, one for each path; the paths' own names by default.
        large: what judges a workbook too large for the server to lay out itself.

    Yields:
        (index into `paths`, the book or None when the file is refused, every problem); of a large
        workbook its reading, where `large` is given.
    """
    if large is None:
        return _shared.read(paths, names)
    return _shared.read(paths, names, large=large)


def warm() -> None:
    """Start the shared parsing processes."""
    _shared.warm()


def close() -> None:
    """End the shared parsing processes."""
    _shared.close()
