"""What may go wrong with evidence: killed half way, disk full, files altered, old backups."""

from __future__ import annotations

import errno
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from indicators import care
from indicators.errors import Conflict, InputRejected
from indicators.evidence import care as evidence_care
from indicators.evidence import vault
from indicators.evidence.attach import withdraw
from indicators.evidence.shelf import evidence_of, open_file, picture_of
from indicators.submission import submit
from indicators.workspace import Workspace
from queries import StoreBroken
from tests.offices import figure, reading
from tests.unit import evidence_files as files
from tests.unit.proving import ANH, LEADER, MONTH, given, proving_office, settings_at, trail

ROOT = Path(__file__).parents[2]
A = {"unit": "a", "period": MONTH}
# Attaches one file and dies where `point` says: no clean-up of Python's runs after a SIGKILL.
DYING = """
import os, signal, sys
from pathlib import Path
from indicators.evidence import vault
from queries.store import Transaction
from tests import offices
from tests.unit.proving import given, proving_office

def die(*_, **__):
    os.kill(os.getpid(), signal.SIGKILL)

folder, point = Path(sys.argv[1]), sys.argv[2]
with offices.stopped_clock(), proving_office(folder) as office:
    given(office, content=b"%PDF-1.4 truoc %%EOF")
    run = Transaction.run
    if point == "arriving":
        vault.place = die
    elif point == "placed":
        Transaction.run = lambda self, name, **p: die() if "record_file" in name else run(
            self, name, **p)
    elif point == "recorded":
        from indicators.audit import Trail
        Trail.record = die
    print("san sang", flush=True)
    given(office)
    print("xong", flush=True)
    die()
"""


@pytest.fixture
def office(tmp_path, the_clock) -> Iterator[Workspace]:  # noqa: ARG001 - stands still
    with proving_office(tmp_path / "kho") as opened:
        yield opened


def finding(office: Workspace) -> care.Finding:
    found = care.examine(office, office.operator())
    return next(each for each in found if each.name == "evidence")


def kept(office: Workspace) -> list[Path]:
    return vault.kept_files(office.settings.evidence_path)


def arriving(office: Workspace) -> list[Path]:
    return list((office.settings.evidence_path / vault.ARRIVING).glob("*"))


@pytest.mark.parametrize(
    ("point", "count_rows", "count_left"),
    [("arriving", 1, 1), ("placed", 1, 1), ("recorded", 1, 1), ("committed", 2, 0)],
)
def test_killed_between_file_and_commit(tmp_path, the_clock, point, count_rows, count_left):
    folder = tmp_path / "kho"
    command = [sys.executable, "-c", DYING, str(folder), point]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == -signal.SIGKILL, done.stderr
    assert ("xong" in done.stdout) == (point == "committed")
    with proving_office(folder) as office:
        found = evidence_of(office, LEADER, **A, is_deep=True)
        assert [each.state for each in found] == ["fine"] * count_rows
        assert len(trail(office)) == count_rows
        assert finding(office).state == "fine"
        assert evidence_care.examine(office, office.operator()).left_over == count_left
        assert given(office).number == 2  # the very file, once more
        assert len(kept(office)) == 2
        evidence_care.collect(office, office.operator())
        the_clock.moment += timedelta(hours=25)
        assert evidence_care.collect(office, office.operator()) == (point == "arriving")
        assert arriving(office) == []
        assert [each.state for each in evidence_of(office, LEADER, **A, is_deep=True)] == [
            "fine",
            "fine",
        ]


@pytest.mark.parametrize("call", ["fsync", "write", "rename"])
def test_a_full_disk_leaves_nothing_behind(office: Workspace, monkeypatch, call):
    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    class Full:
        def __init__(self, *_: object) -> None: ...
        def __enter__(self) -> object:
            return self

        def __exit__(self, *_: object) -> None: ...
        def write(self, _: bytes) -> None:
            full()

    if call == "fsync":
        monkeypatch.setattr(vault.os, "fsync", full)
    elif call == "rename":
        monkeypatch.setattr(Path, "rename", full)
    else:
        opened = Path.open
        monkeypatch.setattr(
            Path, "open", lambda s, mode="r", *a: Full() if mode == "xb" else opened(s, mode, *a)
        )
    with pytest.raises(StoreBroken, match="No space left"):
        given(office)
    monkeypatch.undo()
    assert (evidence_of(office, LEADER, **A), kept(office), arriving(office)) == ([], [], [])
    assert given(office).number == 1


@contextmanager
def small_disk(folder: Path, size: str) -> Iterator[Path]:
    """Mount a disk of its own, as only root may."""
    folder.mkdir(parents=True)
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        pytest.skip("mounting takes root")
    command = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)]
    if subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("this machine mounts nothing")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def test_a_disk_that_is_really_full(office: Workspace, monkeypatch):
    big = files.pdf()[:-6] + b"\n" * 3_000_000 + b"%%EOF\n"
    with small_disk(office.settings.evidence_path, "2m") as disk:
        with pytest.raises(InputRejected, match="sắp đầy"):
            given(office)
        monkeypatch.setattr(vault, "FREE_BYTES", 0)
        with pytest.raises(StoreBroken, match="No space left"):
            given(office, content=big)
        assert [each for each in disk.rglob("*") if each.is_file()] == []
        assert given(office).state == "fine"
        assert len(trail(office)) == 1


@pytest.mark.parametrize("is_root_of_store", [True, False])
def test_a_commit_that_fails_leaves_a_file_that_is_collected(
    office: Workspace, monkeypatch, is_root_of_store, the_clock
):
    fault = StoreBroken("đầy") if is_root_of_store else RuntimeError("x")

    def fail(*_: object, **__: object) -> None:
        raise fault

    monkeypatch.setattr("indicators.evidence.attach.pin", fail)
    with pytest.raises(type(fault)):
        given(office)
    monkeypatch.undo()
    assert evidence_of(office, LEADER, **A) == []
    assert trail(office) == []
    assert len(kept(office)) == 1
    assert evidence_care.collect(office, office.operator()) == 0
    the_clock.moment += timedelta(hours=25)
    assert evidence_care.collect(office, office.operator()) == 1
    assert kept(office) == []


def test_what_is_gone_or_altered_is_told_at_each_figure(office: Workspace):
    gone, cut, changed = (
        given(office, content=files.pdf(f"so {number}"), name=f"{number}.pdf")
        for number in range(3)
    )
    folder = office.settings.evidence_path
    given(office, content=files.pdf("so 9"))
    assert finding(office).state == "fine"
    vault.path_of(folder, gone.sha256).unlink()
    vault.path_of(folder, cut.sha256).write_bytes(files.pdf()[:100])
    swapped = vault.path_of(folder, changed.sha256)
    was = swapped.stat()
    swapped.write_bytes(files.pdf("so X"))
    assert swapped.stat().st_size == was.st_size

    def states(**how: bool) -> list[str]:
        return [each.state for each in evidence_of(office, LEADER, **A, **how)]

    assert states() == ["missing", "altered", "altered", "fine"]
    os.utime(swapped, ns=(was.st_atime_ns, was.st_mtime_ns))  # size and time say nothing now
    assert states() == ["missing", "altered", "fine", "fine"]
    assert states(is_deep=True) == ["missing", "altered", "altered", "fine"]
    for each in (gone, cut, changed):
        with pytest.raises(Conflict, match="bị mất hoặc đã bị sửa"):
            open_file(office, LEADER, each.number)
    assert picture_of(office, LEADER, gone.number) is None
    found = finding(office)
    assert (found.state, "Thiếu 1, bị sửa 2" in found.message) == ("error", True)
    downloads = [row for row in trail(office) if row[2] == "evidence.downloaded"]
    assert downloads == []


def test_giving_the_same_file_again_mends_what_was_lost_and_keeps_what_was_altered(
    office: Workspace,
):
    found = given(office)
    path = vault.path_of(office.settings.evidence_path, found.sha256)
    path.unlink()
    assert given(office).number == found.number
    assert path.read_bytes() == files.pdf()
    path.write_bytes(b"sua")
    assert given(office, indicator="SCORE").state == "fine"
    assert path.read_bytes() == files.pdf()
    assert [each.read_bytes() for each in path.parent.glob("*.altered-*")] == [b"sua"]
    assert finding(office).state == "fine"


def test_a_file_touched_but_whole_is_fine(office: Workspace):
    found = given(office)
    os.utime(vault.path_of(office.settings.evidence_path, found.sha256), (1, 1))
    assert evidence_of(office, LEADER, **A)[0].state == "fine"


@pytest.mark.parametrize(
    "change",
    [
        "update evidence set note = 'khác' where evidence_id = 1",
        "update evidence set file_name = 'khác.pdf' where evidence_id = 1",
        "delete from evidence where evidence_id = 1",
        "delete from evidence_withdrawal",
        "insert into evidence select * replace (9 as evidence_id) from evidence limit 1",
        "insert into evidence_withdrawal select 1, attached_at, 'x', '' from evidence limit 1",
    ],
)
def test_rows_changed_behind_the_programs_back_are_found(office: Workspace, change: str):
    given(office)
    withdraw(office, ANH, given(office, indicator="SCORE").number)
    assert finding(office).state == "fine"
    with office.store._connection.cursor() as cursor:
        cursor.execute(change)
    assert "khác với nhật ký" in finding(office).message


def test_left_over_files_go_after_a_day_and_named_ones_never(office: Workspace, the_clock):
    found = given(office)
    withdraw(office, ANH, found.number)
    stray = vault.path_of(office.settings.evidence_path, "ab" * 32)
    stray.parent.mkdir(parents=True)
    stray.write_bytes(b"x")
    vault.picture_of(stray).write_bytes(b"y")
    half = office.settings.evidence_path / vault.ARRIVING / "nua-chung"
    half.write_bytes(b"z")
    assert "2 tệp thừa" in finding(office).message
    for hours in (0, 23):
        the_clock.moment += timedelta(hours=hours)
        care.repair(office, office.operator())
        assert stray.exists()
    the_clock.moment += timedelta(hours=2)
    care.repair(office, office.operator())
    assert not any(each.exists() for each in (stray, half, vault.picture_of(stray)))
    assert kept(office) == [vault.path_of(office.settings.evidence_path, found.sha256)]
    assert trail(office)[-1][1:] == ("he-thong", "evidence.collected", "evidence")


def test_a_left_over_that_somebody_gives_again_is_noted_no_more(office: Workspace, the_clock):
    path = vault.path_of(office.settings.evidence_path, given(office).sha256)
    with office.store._connection.cursor() as cursor:
        cursor.execute("delete from evidence_pin; delete from evidence")
        cursor.execute("delete from evidence_file")
    evidence_care.collect(office, office.operator())
    given(office)
    the_clock.moment += timedelta(hours=25)
    assert evidence_care.collect(office, office.operator()) == 0
    assert path.exists()


def test_a_note_that_cannot_be_read_starts_anew(office: Workspace):
    given(office)
    (office.settings.evidence_path / "left-over.json").write_text("[1]")
    assert evidence_care.collect(office, office.operator()) == 0


# Backup and restoring.


def test_a_backup_holds_evidence_and_brings_it_back(tmp_path, the_clock):  # noqa: ARG001
    with proving_office(tmp_path / "kho") as office:
        row = figure("a", counts=(95, 100))
        (number,) = submit(office, ANH, reading([row]))
        found = given(office)
        picture_of(office, LEADER, found.number)
        folder = care.back_up(office, office.operator(), tmp_path / "sao-luu")
        names = [name for name in care.verify(folder) if name.startswith("evidence/")]
        path = vault.path_of(office.settings.evidence_path, found.sha256)
        assert names == [f"evidence/{path.relative_to(office.settings.evidence_path).as_posix()}"]
        given(office, content=files.png(), name="sau.png")
    path.write_bytes(b"sua")
    care.restore(settings_at(tmp_path / "kho"), folder)
    care.restore(settings_at(tmp_path / "moi"), folder)
    for place in ("kho", "moi"):
        with proving_office(tmp_path / place) as again:
            assert evidence_of(again, LEADER, **A, submission=number, is_deep=True) == [
                evidence_of(again, LEADER, **A)[0]
            ]
            assert finding(again).state == "fine"
            # What only the newer store names is not gone at once.
            assert evidence_care.collect(again, again.operator()) == 0
            assert len(kept(again)) == (2 if place == "kho" else 1)


def test_a_backup_without_its_evidence_is_restored_and_told(tmp_path, the_clock):  # noqa: ARG001
    with proving_office(tmp_path / "kho") as office:
        given(office)
        folder = care.back_up(office, office.operator(), tmp_path / "sao-luu")
    shutil.rmtree(folder / "evidence")
    care.restore(settings_at(tmp_path / "moi"), folder)
    with proving_office(tmp_path / "moi") as again:
        assert [each.state for each in evidence_of(again, LEADER, **A)] == ["missing"]
        assert "Thiếu 1" in finding(again).message


def test_a_backup_that_lost_some_of_its_evidence_is_refused(tmp_path, the_clock):  # noqa: ARG001
    with proving_office(tmp_path / "kho") as office:
        first = given(office)
        given(office, content=files.png(), name="b.png")
        folder = care.back_up(office, office.operator(), tmp_path / "sao-luu")
    vault.path_of(folder / "evidence", first.sha256).unlink()
    with pytest.raises(InputRejected, match="thiếu tệp evidence/"):
        care.restore(settings_at(tmp_path / "moi"), folder)
