"""The store: a cursor a call, one writer, one owner, all or nothing, whatever happens meanwhile."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pyarrow as pa
import pytest

from indicators import care, cells
from indicators.review import decide, queue
from indicators.submission import submit
from queries import QueryError, Store, StoreBroken, StoreBusy, open_store
from tests import offices

ROOT = Path(__file__).parents[2]
linux_only = pytest.mark.skipif(sys.platform == "win32", reason="signals and limits of POSIX")

HOLD = """
import sys
from pathlib import Path
from queries import open_store

store = open_store(Path(sys.argv[1]))
print("open", flush=True)
sys.stdin.readline()
store.close()
"""
SUBMIT = """
import sys
from pathlib import Path
from indicators.review import decide
from indicators.submission import submit
from tests import offices

office = offices.open_office(path=Path(sys.argv[1]))
print("open", flush=True)
turn = int(sys.argv[2])
while True:
    turn += 1
    figures = [offices.figure(room, value=turn % 100 + 0.5) for room in "abc"]
    sent = offices.reading(figures, sha256=str(turn))
    for number in submit(office, office.operator("x"), sent):
        decide(office, office.operator("vp"), number, decision="approved")
        print(number, flush=True)
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "store" / "bangxanh.duckdb"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    opened = open_store(path)
    yield opened
    opened.close()


def start(code: str, *arguments: object) -> subprocess.Popen[str]:
    """Start a process of ours, and wait until it says that it has the store open."""
    process = subprocess.Popen(
        [sys.executable, "-c", code, *map(str, arguments)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline().strip() == "open"
    return process


def write(store: Store, why: str) -> None:
    with store.write(why):
        pass


def closure(count: int, edition: int = 1) -> pa.Table:
    return pa.table(
        {
            "catalogue_version": pa.array([edition] * count, pa.int32()),
            "ancestor_id": [f"a{edition}-{number * 7919}" for number in range(count)],
            "descendant_id": [f"b{number}" for number in range(count)],
            "depth": pa.array([1] * count, pa.int32()),
        }
    )


def test_a_read_knows_its_parameters(store: Store):
    with pytest.raises(QueryError, match="care/version_of"):
        store.rows("care/version_of")
    with pytest.raises(QueryError, match="why"):
        store.read("care/version_of", reason="x")
    with pytest.raises(QueryError, match="care/nothing"):
        store.rows("care/nothing")


def test_a_write_raises_the_version_by_one_and_is_remembered(store: Store, path: Path):
    assert store.version == 0
    write(store, "first")
    write(store, "second")
    assert store.version == 2
    assert store.rows("care/version_of", why="second") == [{"version": 2}]
    store.close()
    assert open_store(path).version == 2


def test_a_write_that_fails_leaves_nothing(store: Store):
    write(store, "before")

    def half_a_write() -> None:
        with store.write("half") as half:
            half.insert("catalogue/record_unit_closure", closure(10))
            half.run("care/nothing")

    with pytest.raises(QueryError):
        half_a_write()
    assert store.version == 1
    assert store.rows("care/version_of", why="half") == []
    with store._connection.cursor() as cursor:
        assert cursor.execute("select count(*) from unit_closure").fetchall() == [(0,)]
    write(store, "after")
    assert store.version == 2


def test_a_write_sees_what_it_wrote_and_readers_do_not_yet(store: Store):
    with store.write("versions") as half:
        half.run("care/record_version", version=99, recorded_at=offices.NOW, why="x")
        assert half.rows("care/data_version")[0]["version"] == 99
        with ThreadPoolExecutor(1) as other:
            seen = other.submit(store.rows, "care/data_version").result()
        assert seen[0]["version"] == 0


def test_a_write_within_a_write_is_refused(store: Store):
    with pytest.raises(QueryError, match="bên trong"), store.write("outer"), store.write("inner"):
        pass
    assert store.version == 0
    write(store, "after")
    assert store.version == 1


def test_writers_wait_for_each_other(store: Store):
    with ThreadPoolExecutor(4) as threads:
        list(threads.map(lambda number: write(store, f"w{number}"), range(20)))
    assert store.version == 20
    found = [store.rows("care/version_of", why=f"w{number}") for number in range(20)]
    assert sorted(rows[0]["version"] for rows in found) == list(range(1, 21))


def test_readers_side_by_side_get_their_own_rows(store: Store):
    for number in range(30):
        write(store, f"w{number}")

    def read_many(seed: int) -> None:
        chosen = random.Random(seed)
        for _ in range(100):
            number = chosen.randrange(30)
            assert store.rows("care/version_of", why=f"w{number}") == [{"version": number + 1}]
            found = store.read("care/version_of", why=f"w{number}")
            assert found["version"].to_pylist() == [number + 1]

    with ThreadPoolExecutor(2) as threads:
        list(threads.map(read_many, range(2)))


def test_another_process_is_told_who_holds_the_store(path: Path):
    holder = start(HOLD, path)
    try:
        with pytest.raises(StoreBusy, match=f"PID {holder.pid}") as told:
            open_store(path)
        assert str(path) in str(told.value)
        assert "máy chủ đang chạy" in str(told.value)
    finally:
        holder.communicate("\n")
    open_store(path).close()


def test_a_folder_that_cannot_be_made_is_told_in_vietnamese(tmp_path: Path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(StoreBroken, match="Không mở được kho số liệu") as told:
        open_store(tmp_path / "file" / "store.duckdb")
    assert "quyền ghi" in str(told.value)


def test_a_file_that_is_no_store_is_told_and_left_as_it_is(path: Path):
    path.parent.mkdir()
    path.write_bytes(b"not a store " * 4000)
    with pytest.raises(StoreBroken, match="khôi phục"):
        open_store(path)
    assert path.read_bytes().startswith(b"not a store ")


def test_settings_of_the_database_cannot_be_changed_by_a_query(store: Store):
    with store._connection.cursor() as cursor:
        for statement in ("set enable_external_access = true", "attach '/tmp/x.duckdb'"):
            with pytest.raises(Exception, match=r"locked|disabled"):
                cursor.execute(statement)


FULL = """
import resource, signal, sys
from pathlib import Path
from queries import StoreBroken, open_store
from tests.unit.test_store import closure, write

signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
store = open_store(Path(sys.argv[1]))
with store.write("a lot") as one:
    one.insert("catalogue/record_unit_closure", closure(60_000))
limit = 2**20
resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))
told = []
try:
    store.checkpoint() if sys.argv[2] == "checkpoint" else write(store, "no room")
except StoreBroken as broken:
    told.append(str(broken))
assert len(told) == 1 and "dung lượng đĩa" in told[0], told
assert store.rows("care/data_version") == [{"version": 1}]
assert store.version == 1
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
write(store, "room again")
store.close()
store = open_store(Path(sys.argv[1]))
assert store.version == 2
with store._connection.cursor() as cursor:
    assert cursor.execute("select count(*) from unit_closure").fetchall() == [(60_000,)]
print("fine")
"""


@linux_only
@pytest.mark.parametrize("moment", ["checkpoint", "commit"])
def test_a_full_disk_is_told_and_the_store_goes_on_when_there_is_room(path: Path, moment: str):
    """A file-size limit stands for the full disk: writing fails with EFBIG at the same places."""
    done = subprocess.run(
        [sys.executable, "-c", FULL, str(path), moment],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.strip() == "fine", done.stderr


def test_a_backup_beside_readers_and_a_writer_is_one_moment_of_the_store(
    path: Path, tmp_path: Path
):
    office = offices.open_office(path=path)
    done = threading.Event()
    faults: list[BaseException] = []

    def keep(action: object) -> None:
        turn = 0
        try:
            while not done.is_set():
                turn += 1
                action(turn)
        except BaseException as fault:  # noqa: BLE001 - told below, in the test's own thread
            faults.append(fault)

    def read(_: int) -> None:
        count = office.store.rows("care/counts")[0]
        assert count["count_actual"] == count["count_submission"]
        assert count["count_stray_actual"] == 0

    def send(turn: int) -> None:
        rows = [offices.figure(room, value=turn % 90 + 1.0) for room in "abc"]
        submit(office, office.operator("x"), offices.reading(rows, sha256=str(turn)), approve=True)

    threads = [threading.Thread(target=keep, args=(each,)) for each in (read, read, send)]
    for each in threads:
        each.start()
    try:
        for number in range(3):
            seen = office.store.version
            while office.store.version < seen + 3 and not faults:  # the writer is at work
                time.sleep(0.01)
            office.store.backup(tmp_path / f"copy{number}.duckdb")
    finally:
        done.set()
        for each in threads:
            each.join()
    office.close()
    assert faults == []
    versions = [sound_version(tmp_path / f"copy{number}.duckdb") for number in range(3)]
    assert versions == sorted(set(versions))


def sound_version(path: Path) -> int:
    """Open a copy, look whether it holds whole submissions only, and return its data version."""
    copy = offices.open_office(path=path)
    count = copy.store.rows("care/counts")[0]
    assert count["count_submission"] == count["count_review"] == count["count_actual"]
    assert count["count_submission"] % 3 == 0
    assert cells.count_differences(copy.store, known_at=offices.clock.now()) == 0
    copy.close()
    return copy.store.version


def test_rows_at_once_are_of_one_moment(path: Path):
    """A writer never comes between the two answers, though it writes all the time."""
    store = open_store(path)
    done = threading.Event()

    def write() -> None:
        while not done.is_set():
            with store.write("busy"):
                pass

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for _ in range(100):
            one, other = store.rows_at_once(("care/data_version", {}), ("care/data_version", {}))
            assert one == other
    finally:
        done.set()
        writer.join()
        store.close()


def test_a_backup_that_cannot_be_written_is_told(store: Store, tmp_path: Path):
    with pytest.raises(StoreBroken, match="Không sao lưu được"):
        store.backup(tmp_path / "nowhere" / "copy.duckdb")


@linux_only
def test_nothing_is_half_there_after_kill_9_in_the_middle_of_submitting(path: Path):
    """Ten kills at random moments: what was acknowledged stays, nothing else is half there."""
    moments = random.Random(57)
    office = offices.open_office(path=path)
    office.close()
    acknowledged: set[int] = set()
    for turn in range(10):
        process = start(SUBMIT, path, turn * 10_000)
        told = [process.stdout.readline() for _ in range(moments.randint(0, 5))]
        time.sleep(moments.uniform(0.0, 0.1))
        process.kill()
        told.append(process.communicate()[0])
        acknowledged |= {int(number) for number in "".join(told).split()}
        office = offices.open_office(path=path)
        count = office.store.rows("care/counts")[0]
        assert count["count_stray_actual"] == 0
        assert count["count_actual"] == count["count_submission"]
        assert count["count_submission"] % 3 == 0
        assert cells.count_differences(office.store, known_at=offices.clock.now()) == 0
        for number in acknowledged:
            one = office.store.rows("submission/one", submission_id=number, scope=["tinh"])
            assert one[0]["decision"] == "approved"
        waiting = queue(office, office.operator("vp"))
        if waiting:
            decide(
                office,
                office.operator("vp"),
                waiting[0].submission,
                decision="returned",
                reason="thử",
            )
        assert not [
            f
            for f in care.examine(office, office.operator())
            if f.name in {"figures", "cells"} and f.state != "fine"
        ]
        office.close()
    assert len(acknowledged) > 10
