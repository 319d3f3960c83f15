"""Backups that can be trusted, restoring that overwrites nothing, and what `doctor` sees."""

from __future__ import annotations

import hashlib
import json
import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from indicators import care
from indicators.errors import InputRejected
from indicators.settings import Settings
from indicators.submission import submit
from indicators.workspace import Workspace, opened
from queries import StoreBroken, StoreBusy
from tests import offices
from tests.offices import reading

UNIT, CODE, PERIOD = "dl-sxd-qlxd", "HS-DUNG-HAN", "2026-10"


@pytest.fixture
def code(catalogue) -> str:
    """A monthly rate that the room reports."""
    return next(
        each.code
        for each in catalogue.indicators_of(UNIT)
        if each.formula == "ratio" and each.frequency == "month"
    )


@pytest.fixture
def loaded(workspace: Workspace, code: str, tmp_path: Path) -> Workspace:
    """An office with one approved workbook."""
    send(workspace, code, 95, tmp_path)
    return workspace


def send(workspace: Workspace, code: str, numerator: int, folder: Path) -> str:
    file = folder / f"{numerator}.xlsx"
    file.write_bytes(f"workbook {numerator}".encode())
    sha256 = hashlib.sha256(file.read_bytes()).hexdigest()
    row = offices.figure(UNIT, code, PERIOD, counts=(numerator, 100), plan="sxd-11-2025")
    submit(
        workspace, workspace.operator("x"), reading([row], sha256=sha256), approve=True, source=file
    )
    return sha256


def numerators(workspace: Workspace, code: str) -> list[float]:
    rows = workspace.store.rows(
        "submission/latest_figures", unit_id=UNIT, periods=[PERIOD], scope=[UNIT]
    )
    return [row["numerator"] for row in rows if row["indicator_id"] == code]


def findings(workspace: Workspace) -> dict[str, care.Finding]:
    return {each.name: each for each in care.examine(workspace, workspace.operator())}


def test_a_backup_holds_store_workbooks_and_their_sums(loaded: Workspace, tmp_path: Path):
    folder = care.back_up(loaded, loaded.operator(), tmp_path / "sao-luu")
    manifest = json.loads((folder / care.MANIFEST).read_text(encoding="utf-8"))
    names = {f.relative_to(folder).as_posix() for f in folder.rglob("*") if f.is_file()}
    assert set(manifest["sha256"]) == names - {care.MANIFEST}
    assert len([name for name in names if name.startswith("files/")]) == 1
    assert set(care.verify(folder)) == set(manifest["sha256"])
    assert [each.name for each in tmp_path.glob(".*.part")] == []
    with pytest.raises(InputRejected, match="đã tồn tại"):
        care.back_up(loaded, loaded.operator(), folder)


def test_a_backup_that_cannot_be_written_is_told(loaded: Workspace, tmp_path: Path):
    (tmp_path / "tệp").write_text("x")
    with pytest.raises(StoreBroken, match="Không sao lưu được"):
        care.back_up(loaded, loaded.operator(), tmp_path / "tệp" / "sao-luu")


def test_restoring_brings_back_and_keeps_the_old_store_beside(
    loaded: Workspace, code: str, tmp_path: Path
):
    settings = loaded.settings
    folder = care.back_up(loaded, loaded.operator(), tmp_path / "sao-luu")
    send(loaded, code, 50, tmp_path)
    assert numerators(loaded, code) == [50.0]
    loaded.close()
    kept = care.restore(settings, folder)
    with opened(settings) as again:
        assert numerators(again, code) == [95.0]
        assert findings(again)["files"].state == "fine"
        assert findings(again)["cells"].state == "fine"
    assert kept is not None
    with opened(settings.model_copy(update={"store": kept})) as old:
        assert numerators(old, code) == [50.0]


def test_restoring_mends_workbooks_that_were_altered_or_lost(loaded: Workspace, tmp_path: Path):
    settings = loaded.settings
    folder = care.back_up(loaded, loaded.operator(), tmp_path / "sao-luu")
    (kept,) = settings.files_path.iterdir()
    kept.write_bytes(b"altered")
    assert findings(loaded)["files"].state == "error"
    loaded.close()
    care.restore(settings, folder)
    with opened(settings) as again:
        assert findings(again)["files"].state == "fine"
        kept.unlink()
        assert "Thiếu 1" in findings(again)["files"].message
    shutil.rmtree(settings.files_path)
    care.restore(settings, folder)
    assert kept.is_file()


def test_restoring_onto_nothing_and_onto_a_broken_store(
    loaded: Workspace, code: str, tmp_path: Path
):
    settings = loaded.settings
    folder = care.back_up(loaded, loaded.operator(), tmp_path / "sao-luu")
    loaded.close()
    elsewhere = Settings(store=tmp_path / "moi" / "kho" / "s.duckdb", samples=False)
    assert care.restore(elsewhere, folder) is None
    with opened(elsewhere) as again:
        assert numerators(again, code) == [95.0]
    settings.store_path.write_bytes(b"broken " * 5000)
    kept = care.restore(settings, folder)
    assert kept is not None
    assert kept.read_bytes().startswith(b"broken ")
    with opened(settings) as again:
        assert numerators(again, code) == [95.0]


def test_a_backup_that_changed_is_refused_with_every_fault(
    loaded: Workspace, code: str, tmp_path: Path
):
    folder = care.back_up(loaded, loaded.operator(), tmp_path / "sao-luu")
    (workbook,) = (folder / "files").iterdir()
    workbook.unlink()
    with (folder / "bangxanh.duckdb").open("r+b") as file:
        file.seek(5000)
        file.write(b"x")
    settings = loaded.settings
    loaded.close()
    with pytest.raises(InputRejected) as told:
        care.restore(settings, folder)
    assert len(told.value.problems) == 2
    assert "thiếu tệp files/" in str(told.value)
    assert "bangxanh.duckdb trong bản sao lưu đã bị thay đổi" in str(told.value)
    with opened(settings) as again:
        assert numerators(again, code) == [95.0]


@pytest.mark.parametrize("manifest", [None, "không phải JSON", "[]", '{"sha256": {}}'])
def test_a_folder_that_is_no_backup_is_refused(tmp_path: Path, manifest: str | None):
    if manifest is not None:
        (tmp_path / care.MANIFEST).write_text(manifest, encoding="utf-8")
    with pytest.raises(InputRejected):
        care.verify(tmp_path)


def test_a_full_disk_while_restoring_leaves_the_store_in_its_place(
    loaded: Workspace, code: str, tmp_path: Path, monkeypatch
):
    settings = loaded.settings
    folder = care.back_up(loaded, loaded.operator(), tmp_path / "sao-luu")
    loaded.close()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(care.shutil, "copyfile", full)
    with pytest.raises(StoreBroken, match="Không khôi phục được"):
        care.restore(settings, folder)
    monkeypatch.undo()
    with opened(settings) as again:
        assert numerators(again, code) == [95.0]


def test_a_store_in_use_is_not_replaced(loaded: Workspace, tmp_path: Path, monkeypatch):
    folder = care.back_up(loaded, loaded.operator(), tmp_path / "sao-luu")

    def held(path: Path) -> None:
        raise StoreBusy(str(path), "python3 (PID 1)")

    monkeypatch.setattr(care, "open_store", held)
    with pytest.raises(StoreBusy):
        care.restore(loaded.settings, folder)
    assert loaded.store.rows("care/counts")[0]["count_submission"] == 1


def test_a_sound_office(loaded: Workspace):
    found = findings(loaded)
    del found["disk"]  # is the machine's own
    del found["catalogue"]  # has tests of its own
    del found["clock"]  # the test's clock stands still
    assert {each.state for each in found.values()} == {"fine"}
    quick = {"folder", "settings", "store", "anchor"}  # of indicators/health.py
    assert set(found) - quick == {"figures", "cells", "files", "evidence", "audit", "sample"}
    assert quick < set(found)


def test_cells_that_are_not_what_they_should_be_are_found_and_repaired(loaded: Workspace):
    with loaded.store._connection.cursor() as cursor:
        cursor.execute("update cell set value = 99.9, status = 'green' where value is not null")
        cursor.execute("delete from cell where unit_id = 'dl-sxd-pc' and period = '2026-10'")
    assert findings(loaded)["cells"].state == "error"
    assert "doctor --repair" in findings(loaded)["cells"].message
    assert care.repair(loaded, loaded.operator()) > 10
    assert findings(loaded)["cells"].state == "fine"


def test_a_clock_that_went_back_is_told(loaded: Workspace, the_clock):
    the_clock.moment = loaded.store.rows("care/last_moment")[0]["last_at"] - timedelta(hours=2)
    assert findings(loaded)["clock"].state == "error"
    the_clock.moment += timedelta(hours=3)
    assert findings(loaded)["clock"].state == "fine"


def test_figures_without_a_submission_are_told(loaded: Workspace):
    with loaded.store._connection.cursor() as cursor:
        cursor.execute("insert into actual select * replace (77 as submission_id) from actual")
    assert findings(loaded)["figures"].state == "error"


def test_a_disk_that_fills_up_is_told(loaded: Workspace, monkeypatch):
    for free, state in ((2**29, "error"), (2 * 2**30, "warning"), (2**40, "fine")):
        usage = shutil._ntuple_diskusage(2**41, 0, free)
        monkeypatch.setattr(care.shutil, "disk_usage", lambda _, usage=usage: usage)
        assert findings(loaded)["disk"].state == state
