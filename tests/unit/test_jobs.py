"""Long work: two at once, the rest in line, cancelled, its owner's alone, gone with its session."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from indicators import jobs
from indicators.errors import Busy, NotFound
from indicators.jobs import Job, Jobs, Product
from tests.offices import Hands

PATIENCE = 20.0


class Hold:
    """Work that goes on until it is let go; counts how much of it runs at once."""

    def __init__(self) -> None:
        self.go = threading.Event()
        self.running = 0
        self.most = 0
        self._lock = threading.Lock()

    def work(self, tell: jobs.Tell) -> Product:
        with self._lock:
            self.running += 1
            self.most = max(self.most, self.running)
        try:
            while not self.go.wait(0.005):
                tell(1, 4)
            tell(4, 4)
        finally:
            with self._lock:
                self.running -= 1
        return Product(b"xong", "a.txt", "text/plain", "Xong.")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "outgoing"


@pytest.fixture
def desk(folder: Path) -> Iterator[Jobs]:
    opened = Jobs(folder)
    yield opened
    opened.close()


@pytest.fixture
def hold(desk: Jobs) -> Iterator[Hold]:
    assert desk
    held = Hold()
    yield held
    held.go.set()


def until(holds: Callable[[], bool]) -> None:
    """Wait until something holds; it must within the test's patience."""
    end = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < end, "it never came"
        time.sleep(0.005)


def states(desk: Jobs, account: str = "ai") -> list[str]:
    return [each.state for each in reversed(desk.of(account))]


def one(desk: Jobs, number: str, account: str = "ai") -> Job:
    return next(each for each in desk.of(account) if each.number == number)


def test_two_run_at_once_and_the_rest_know_their_place(desk: Jobs, hold: Hold) -> None:
    numbers = [desk.start("ai", None, f"Việc {n}", hold.work) for n in range(5)]
    until(lambda: states(desk).count("running") == 2)
    assert [one(desk, each).place for each in numbers] == [0, 0, 1, 2, 3]
    desk.cancel("ai", numbers[2])
    assert [one(desk, each).place for each in numbers[3:]] == [1, 2]
    hold.go.set()
    until(lambda: not any(each.is_live for each in desk.of("ai")))
    assert states(desk) == ["done", "done", "cancelled", "done", "done"]
    assert hold.most == 2


def test_progress_is_seen_and_the_file_is_there_at_the_end(
    desk: Jobs, hold: Hold, folder: Path
) -> None:
    number = desk.start("ai", None, "Việc", hold.work)
    until(lambda: one(desk, number).share == 0.25)
    assert desk.product("ai", number) is None
    hold.go.set()
    until(lambda: not one(desk, number).is_live)
    assert desk.product("ai", number) == Product(b"xong", "a.txt", "text/plain", "Xong.")
    assert folder.stat().st_mode & 0o777 == 0o700


def test_what_runs_stops_where_it_next_says_how_far_it_is(
    desk: Jobs, hold: Hold, folder: Path
) -> None:
    number = desk.start("ai", None, "Việc", hold.work)
    until(lambda: one(desk, number).state == "running")
    desk.cancel("ai", number)
    until(lambda: one(desk, number).state == "cancelled")
    assert hold.running == 0
    assert desk.product("ai", number) is None
    assert not folder.exists() or list(folder.iterdir()) == []


def test_nobody_else_sees_takes_or_stops_it(desk: Jobs, hold: Hold) -> None:
    number = desk.start("ai", None, "Việc", hold.work)
    until(lambda: one(desk, number).state == "running")
    desk.cancel("khac", number)
    desk.drop("khac", number)
    assert desk.of("khac") == []
    assert one(desk, number).state == "running"
    hold.go.set()
    until(lambda: one(desk, number).state == "done")
    assert desk.product("khac", number) is None
    assert desk.wait("khac", number, 1) is None
    assert desk.product("ai", number)


def test_it_ends_with_its_session_and_no_other(desk: Jobs, hold: Hold, folder: Path) -> None:
    gone, stays = (desk.start("ai", each, "Việc", hold.work) for each in ("phien-1", "phien-2"))
    hold.go.set()
    until(lambda: states(desk) == ["done", "done"])
    desk.end_session("phien-1")
    assert [each.number for each in desk.of("ai")] == [stays]
    assert [each.name for each in folder.iterdir()] == [stays]
    assert desk.product("ai", gone) is None


def test_what_is_written_while_its_session_ends_leaves_no_file(desk: Jobs, folder: Path) -> None:
    started, go = threading.Event(), threading.Event()

    def deaf(_tell: jobs.Tell) -> Product:
        started.set()
        go.wait(PATIENCE)
        return Product(b"xong", "a.txt", "text/plain")

    desk.start("ai", "phien", "Việc", deaf)
    assert started.wait(PATIENCE)
    desk.end_session("phien")
    go.set()
    desk.close()
    assert not folder.exists()


def test_a_file_waits_an_hour(desk: Jobs, hold: Hold, folder: Path, the_clock: Hands) -> None:
    the_clock.set("2026-11-22 09:00")
    number = desk.start("ai", None, "Việc", hold.work)
    hold.go.set()
    until(lambda: one(desk, number).state == "done")
    the_clock.set("2026-11-22 09:59")
    assert desk.product("ai", number)
    the_clock.set("2026-11-22 10:00")
    assert desk.product("ai", number) is None
    assert desk.of("ai") == []
    assert list(folder.iterdir()) == []


def test_what_an_earlier_program_left_is_cleaned_at_the_start(folder: Path) -> None:
    folder.mkdir()
    (folder / "cu").write_bytes(b"x")
    Jobs(folder)
    assert not folder.exists()


def test_closing_stops_what_runs_and_leaves_nothing(folder: Path) -> None:
    desk, held = Jobs(folder), Hold()
    for _ in range(4):
        desk.start("ai", None, "Việc", held.work)
    until(lambda: states(desk).count("running") == 2)
    desk.close()
    assert states(desk) == ["cancelled"] * 4
    assert not folder.exists()
    with pytest.raises(Busy):
        desk.start("ai", None, "Việc", held.work)


def test_one_account_cannot_take_every_place(
    desk: Jobs, hold: Hold, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "MOST", 5)
    monkeypatch.setattr(jobs, "MOST_EACH", 3)
    for _ in range(3):
        desk.start("ai", None, "Việc", hold.work)
    with pytest.raises(Busy, match="Bạn đang chờ"):
        desk.start("ai", None, "Việc", hold.work)
    for _ in range(2):
        desk.start("khac", None, "Việc", hold.work)
    with pytest.raises(Busy, match="Hệ thống bận"):
        desk.start("nua", None, "Việc", hold.work)


def test_a_fault_is_told_and_what_is_not_ours_goes_to_the_log(
    desk: Jobs, caplog: pytest.LogCaptureFixture
) -> None:
    def refuse(_tell: jobs.Tell) -> Product:
        raise NotFound("Không có đơn vị «x»")

    def break_down(_tell: jobs.Tell) -> Product:
        raise ZeroDivisionError("chi tiết bên trong")

    first, second = (desk.start("ai", None, "Việc", each) for each in (refuse, break_down))
    until(lambda: states(desk) == ["failed", "failed"])
    assert one(desk, first).told == "Không có đơn vị «x»"
    assert "lỗi của phần mềm" in one(desk, second).told
    assert "chi tiết" not in one(desk, second).told
    assert "chi tiết bên trong" in caplog.text


def test_whoever_waits_gets_the_file_or_the_fault_and_nothing_stays(
    desk: Jobs, hold: Hold, folder: Path
) -> None:
    hold.go.set()
    number = desk.start("ai", None, "Việc", hold.work)
    found = desk.wait("ai", number, PATIENCE)
    assert found
    assert found.content == b"xong"

    def refuse(_tell: jobs.Tell) -> Product:
        raise NotFound("không")

    with pytest.raises(NotFound):
        desk.wait("ai", desk.start("ai", None, "Việc", refuse), PATIENCE)
    assert desk.of("ai") == []
    assert list(folder.iterdir()) == []


def test_who_waits_too_long_is_told_to_come_again(desk: Jobs, hold: Hold) -> None:
    number = desk.start("ai", None, "Việc", hold.work)
    with pytest.raises(Busy, match="Hệ thống bận"):
        desk.wait("ai", number, 0.05)
    until(lambda: hold.running == 0)
    assert desk.of("ai") == []


def test_one_that_is_cancelled_says_so_until_it_stops(desk: Jobs) -> None:
    begun, go = threading.Event(), threading.Event()

    def deaf(tell: jobs.Tell) -> Product:
        begun.set()
        go.wait(PATIENCE)
        tell(1, 2)
        return Product(b"", "a.txt", "text/plain")

    number = desk.start("ai", None, "Việc", deaf)
    begun.wait(PATIENCE)
    assert not one(desk, number).is_stopping
    desk.cancel("ai", number)
    assert (one(desk, number).state, one(desk, number).is_stopping) == ("running", True)
    go.set()
    until(lambda: one(desk, number).state == "cancelled")
