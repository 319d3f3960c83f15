"""The parsing processes: whatever a file does to its parser, the server and the next file live."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from indicators.intake import pool as shared
from indicators.intake.child import FAULT
from indicators.intake.limits import MB, ParserLimits
from indicators.intake.parser_process import ParserDied, ParserProcess
from indicators.intake.pool import Pool, _Job
from tests.unit.intake_files import cell, good, killer, row, slow, workbook

ROOT = Path(__file__).parents[2]
has_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork and POSIX limits")


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    """Map names to files: a good one, the killer, one that takes seconds."""
    folder = tmp_path_factory.mktemp("sổ")
    contents = {"good": good(), "killer": killer(), "slow": slow(), "pdf": b"%PDF-1.7"}
    for name, data in contents.items():
        (folder / name).write_bytes(data)
    return {name: folder / name for name in contents}


@pytest.fixture
def pool():
    made = Pool()
    yield made
    made.close()


def limited(**limits: float):
    return Pool(ParserLimits(**limits), parsers=1)


def codes(results):
    return [[problem.code for problem in problems] for _, _, problems in results]


def test_results_come_in_the_order_asked(pool, tmp_path):
    paths = []
    for number in range(40):
        paths.append(tmp_path / f"{number}.xlsx")
        paths[-1].write_bytes(workbook(row(1, cell("A1", number))))
    results = list(pool.read(paths))
    assert [index for index, _, _ in results] == list(range(40))
    assert [book.sheets[0].cells[1, 1].value for _, book, _ in results] == list(range(40))
    assert results[3][1].name == "3.xlsx"


def test_the_book_carries_name_and_digest(pool, files):
    ((_, book, problems),) = pool.read([files["good"]], ["Quý I.xlsx"])
    assert problems == []
    assert book.name == "Quý I.xlsx"
    digest = subprocess.run(["sha256sum", files["good"]], capture_output=True, check=True).stdout
    assert book.sha256 == digest.split()[0].decode()


def test_refused_and_missing_files_do_not_stop_the_others(pool, files, tmp_path):
    paths = [files["killer"], tmp_path / "không có", files["pdf"], files["good"]]
    results = list(pool.read(paths))
    assert codes(results) == [["E_ROWS"], ["E_UNREADABLE"], ["E_NOT_XLSX"], []]
    assert [book is not None for _, book, _ in results] == [False, False, False, True]


def test_names_reach_the_messages(pool, files):
    ((_, _, (problem,)),) = pool.read([files["pdf"]], ["Báo cáo tháng.xlsx"])
    assert "Báo cáo tháng.xlsx" in problem.message


def test_no_files_is_no_result(pool):
    assert list(pool.read([])) == []


# -- what a hostile file does to its parser


def test_a_file_that_takes_too_long_is_stopped_and_the_next_is_read(files):
    pool = limited(wall_seconds=0.6)
    pool.warm()
    started = time.monotonic()
    results = list(pool.read([files["good"], files["slow"], files["good"]]))
    assert codes(results) == [[], ["E_PARSER_TIME"], []]
    assert time.monotonic() - started < 4
    pool.close()


@has_fork
def test_a_file_that_takes_too_much_processor_time(files):
    pool = limited(cpu_seconds=0)  # no second beyond the one begun
    slow_file = files["slow"].with_name("slower")
    slow_file.write_bytes(slow(600_000))
    assert codes(pool.read([slow_file, files["good"]])) == [["E_PARSER_TIME"], []]
    pool.close()


@has_fork
def test_a_file_that_takes_too_much_memory(files):
    pool = limited(memory_bytes=70 * MB)
    results = list(pool.read([files["slow"], files["good"]]))
    assert codes(results) == [["E_PARSER_CRASH"], []]
    assert "bộ nhớ" in results[0][2][0].message
    pool.close()


def running_forks(pid):
    found = subprocess.run(["pgrep", "-P", str(pid)], capture_output=True, text=True, check=False)
    return [int(line) for line in found.stdout.split()]


@has_fork
@pytest.mark.parametrize("victim", ["child", "fork"])
def test_kill_9_midway(files, victim):
    pool = limited()
    pool.warm()
    results = []
    reading = threading.Thread(
        target=lambda: results.extend(pool.read([files["slow"], files["good"]]))
    )
    reading.start()
    time.sleep(0.5)
    (pid,) = pool.process_ids()
    os.kill(pid if victim == "child" else running_forks(pid)[0], signal.SIGKILL)
    reading.join(timeout=10)
    assert codes(results) == [["E_PARSER_CRASH"], []]
    pool.close()


@has_fork
def test_kill_9_while_idle_harms_no_file(files):
    pool = limited()
    assert codes(pool.read([files["good"]])) == [[]]
    (pid,) = pool.process_ids()
    os.kill(pid, signal.SIGKILL)
    assert codes(pool.read([files["good"]])) == [[]]
    pool.close()


@has_fork
def test_a_file_is_not_blamed_for_a_process_that_read_others_before(files):
    process = ParserProcess(ParserLimits())
    process.ask(files["good"], "a.xlsx")
    replies = []
    asking = threading.Thread(target=lambda: replies.append(process.ask(files["slow"], "b.xlsx")))
    asking.start()
    time.sleep(0.3)
    os.kill(running_forks(process.pid)[0], signal.SIGKILL)
    asking.join(timeout=20)
    assert b'"problems":[]' in replies[0]
    process.close()


class Recorder(ParserProcess):
    """A parsing process that only writes down what it is asked."""

    def __init__(self) -> None:
        super().__init__(ParserLimits())
        self.heard = []

    def ask(self, _path, name):
        self.heard.append(name)
        return b'{"problems":[],"book":null}'

    def end_call(self):
        self.heard.append("end")


def test_no_process_reads_the_files_of_two_calls(files):
    pool, recorder = limited(), Recorder()
    pool._parsers = [recorder]
    first, second = object(), object()
    jobs = [_Job(files["good"], *one) for one in (("a", first), ("b", first), ("c", second))]
    for job in jobs:
        pool._jobs.put(job)
    pool._start_threads()
    assert [job.result.result(timeout=5) for job in jobs] == [(None, [])] * 3
    pool.close()
    heard = " ".join(recorder.heard)
    assert heard.removeprefix("end ").split() == ["a", "b", "end", "c", "end"]


def test_a_child_that_answers_nonsense_is_replaced(files, monkeypatch):
    pool = limited()
    with monkeypatch.context() as patched:
        patched.setattr(ParserProcess, "ask", lambda *_: b"[1, 2")
        assert codes(pool.read([files["good"]])) == [["E_PARSER_CRASH"]]
    assert codes(pool.read([files["good"]])) == [[]]
    pool.close()


@has_fork
def test_the_file_is_read_in_a_fork_with_all_its_limits(files):
    pool = Pool(ParserLimits(), parsers=1)
    pool.warm()
    reading = threading.Thread(target=lambda: list(pool.read([files["slow"]])))
    reading.start()
    time.sleep(0.4)
    (pid,) = pool.process_ids()
    limits = Path(f"/proc/{running_forks(pid)[0]}/limits").read_text(encoding="ascii")
    pool.close()
    reading.join()
    kept = {line[:26].strip(): line[26:].split()[0] for line in limits.splitlines()}
    assert kept["Max address space"] == str(1024 * MB)
    assert kept["Max file size"] == "0"
    assert kept["Max core file size"] == "0"
    assert 20 <= int(kept["Max cpu time"]) <= 22


@has_fork
def test_another_call_is_read_by_another_fork(files):
    pool = limited()
    pool.warm()
    (pid,) = pool.process_ids()
    seen = set()
    for _ in range(4):
        assert codes(pool.read([files["good"]])) == [[]]
        for _ in range(50):
            if forks := running_forks(pid):
                break
            time.sleep(0.01)
        time.sleep(0.05)
        seen.update(running_forks(pid) or forks)
    assert pool.process_ids() == [pid]
    assert len(seen) >= 4
    pool.close()


def test_the_way_without_fork(files):
    process = ParserProcess(ParserLimits(wall_seconds=0.6), can_fork=False)
    for _ in range(60):  # more than one process's budget of files
        assert b'"problems":[]' in process.ask(files["good"], "a.xlsx")
    with pytest.raises(ParserDied) as died:
        process.ask(files["slow"], "b.xlsx")
    assert died.value.is_time
    process.end_call()
    assert b'"problems":[]' in process.ask(files["good"], "a.xlsx")
    process.close()
    assert process.pid is None


# -- many callers, and the end


def test_many_threads_share_the_pool(files):
    pool = Pool()
    outcomes = []

    def call() -> None:
        outcomes.extend(codes(pool.read([files["good"]] * 5)))

    threads = [threading.Thread(target=call) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert outcomes == [[]] * 60
    pool.close()


def test_more_calls_than_the_queue_holds_are_told_to_wait(files):
    pool = Pool(parsers=1, waiting=2)
    kept = [pool.read([files["good"]] * 2) for _ in range(3)]
    for reading in kept:
        next(reading)
    ((_, book, (problem,)),) = pool.read([files["good"]])
    assert book is None
    assert problem.code == "E_BUSY"
    assert "Hệ thống bận" in problem.message
    assert [codes(reading) for reading in kept] == [[[]]] * 3
    assert codes(pool.read([files["good"]])) == [[]]
    pool.close()


def test_a_call_given_up_frees_its_place(files):
    pool = Pool(parsers=1, waiting=0)
    for _ in range(3):
        reading = pool.read([files["good"]] * 9)
        next(reading)
        reading.close()
    assert codes(pool.read([files["good"]])) == [[]]
    pool.close()


def test_a_closed_pool_opens_again(files):
    shared.warm()
    shared.close()
    assert codes(shared.read_books([files["good"]])) == [[]]
    shared.close()


PROGRAM = """
import sys, time
from pathlib import Path
from indicators.intake.pool import Pool, _Job
pool = Pool(parsers=1)
if __name__ == "__main__":
    list(pool.read([Path(sys.argv[1])]))
    print(*pool.process_ids(), flush=True)
    if len(sys.argv) > 2:
        list(pool.read([Path(sys.argv[2])]))
    time.sleep(60)
"""


def is_running(pid):
    """Tell whether a process lives; one that only waits to be collected does not."""
    try:
        return " Z " not in Path(f"/proc/{pid}/stat").read_text(encoding="utf-8")
    except OSError:
        return False


@has_fork
@pytest.mark.parametrize("is_busy", [False, True])
def test_the_child_ends_with_a_killed_server(files, is_busy):
    asked = [files["good"]]
    if is_busy:
        asked.append(files["slow"].with_name("long"))
        asked[1].write_bytes(slow(600_000))
    server = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, *asked], stdout=subprocess.PIPE, cwd=ROOT
    )
    child = int(server.stdout.readline())
    time.sleep(0.3)
    forks = running_forks(child)
    server.kill()
    server.wait()
    server.stdout.close()
    for _ in range(20):  # 0.4 s: the long file alone would take longer
        if not any(map(is_running, (child, *forks))):
            break
        time.sleep(0.02)
    else:
        pytest.fail("a parsing process outlived its server")
    assert forks


def test_the_child_loads_the_standard_library_alone():
    """What it does not hold cannot be turned against it, and it starts in a blink."""
    listing = "import indicators.intake.child, sys; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-S", "-E", "-s", "-c", listing],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    loaded = {name.partition(".")[0] for name in done.stdout.split()}
    assert loaded & {"openpyxl", "numpy", "pandas", "pyarrow", "streamlit", "duckdb"} == set()


def test_a_fault_of_ours_is_told_apart_from_the_files(files):
    """An unforeseen exception ends the fork with FAULT, and the file has a problem to show."""
    assert FAULT not in (0, 10)
    process = ParserProcess(ParserLimits())
    with pytest.raises(ParserDied) as died:
        process.ask(files["good"].with_name("gone"), "x.xlsx")
    assert not died.value.is_time
    assert not died.value.is_memory
    process.close()
