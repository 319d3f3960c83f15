"""`audit verify`, `audit export`, `audit accept` as a person or a program runs them."""

from __future__ import annotations

import csv
import io
import json
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from indicators.commands import main
from indicators.settings import Settings
from tests import offices, prepared
from tests.offices import Hands
from tests.unit.audited import busy_month, by_hand, office_below, sent

Run = Callable[..., tuple[int, str, str]]
ROW_KEYS = [
    "seq",
    "recorded_at",
    "actor",
    "session_id",
    "action",
    "object_id",
    "digest_before",
    "digest_after",
    "details",
    "key_id",
    "previous_mac",
    "mac",
]


@pytest.fixture(scope="module")
def played(run_folder: Path, prepared_store: Path) -> Path:
    """The folder of an office in which much was done on 21 and 22 November 2026."""

    def play(folder: Path) -> None:
        with (
            office_below(folder, prepared_store) as workspace,
            offices.stopped_clock() as the_clock,
        ):
            the_clock.set("2026-11-21 23:30")
            sent(workspace, 70, by="=1+1")
            the_clock.set("2026-11-22 00:10")
            busy_month(workspace, folder)

    return prepared.once(run_folder / "busy-days", play)


@pytest.fixture
def run(
    settings: Settings,
    played: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    the_clock: Hands,
) -> Run:
    """Run a command on an office of its own in which all of that was done."""
    assert settings.store_path.is_relative_to(tmp_path)
    shutil.copytree(played, tmp_path, dirs_exist_ok=True)
    the_clock.set("2026-11-22 00:10")

    def call(*arguments: object) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["indicators", *map(str, arguments)])
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main()
        told = capsys.readouterr()
        return int(ended.value.code or 0), told.out, told.err

    return call


@pytest.fixture
def exported(run: Run, tmp_path: Path) -> Callable[..., list[dict[str, object]]]:
    """Export to JSON with filters and return the rows."""

    def call(*options: object) -> list[dict[str, object]]:
        file = tmp_path / "nhat-ky.json"
        assert run("audit", "export", "-o", file, "--format", "json", *options)[0] == 0
        return json.loads(file.read_text(encoding="utf-8"))

    return call


def test_a_whole_trail_is_0(run: Run):
    code, out, _ = run("audit", "verify")
    assert (code, out) == (0, "Nhật ký 11 dòng, nguyên vẹn; mốc neo ở dòng 11.\n")
    code, out, _ = run("audit", "verify", "--json")
    assert code == 0
    assert json.loads(out) == {"whole": True, "count": 11, "anchored": 11, "faults": []}


def test_a_changed_row_is_1_and_named(run: Run, settings: Settings):
    with by_hand(settings.store_path) as connection:
        connection.execute("update audit set actor = 'ai-do' where seq = 5")
    code, out, _ = run("audit", "verify", "--json")
    found = json.loads(out)
    assert (code, found["whole"]) == (1, False)
    assert [list(each) for each in found["faults"]] == [["seq", "kind", "message"]]
    assert (found["faults"][0]["seq"], found["faults"][0]["kind"]) == (5, "changed")
    assert "dòng 5" in run("audit", "verify")[1]


def test_a_torn_store_is_3_until_somebody_accepts(run: Run, settings: Settings):
    assert "Không có gì" in run("audit", "accept", "--by", "quan-tri")[1]
    with by_hand(settings.store_path) as connection:
        connection.execute("delete from audit where seq > 8")
    code, _, err = run("board")
    assert code == 3
    assert "audit accept" in err
    assert run("audit", "verify")[0] == 1
    assert run("audit", "accept")[0] == 2
    assert run("audit", "accept", "--by", "quan-tri")[0] == 0
    assert run("audit", "verify")[0] == 0
    assert run("board")[0] == 0


def test_verifying_makes_nothing(run: Run, settings: Settings, tmp_path: Path, monkeypatch):
    settings.audit_key_path.unlink()
    code, out, _ = run("audit", "verify")
    assert (code, "wrong-key" in out) == (1, True)
    assert not settings.audit_key_path.exists()
    monkeypatch.setenv("BANGXANH_STORE", str(tmp_path / "khong-co.duckdb"))
    code, _, err = run("audit", "verify")
    assert (code, "Chưa có kho số liệu" in err) == (1, True)
    assert not (tmp_path / "khong-co.duckdb").exists()


def test_export_gives_every_row_in_order(exported):
    found = exported()
    assert [each["seq"] for each in found] == list(range(1, 12))
    assert [list(each) for each in found] == [ROW_KEYS] * 11
    assert found[1]["recorded_at"] == "2026-11-21T16:30:00+00:00"
    assert found[1]["details"]["count_figures"] == 1


def test_export_filters_by_day_person_and_object(exported):
    def seqs(*options: object) -> list[object]:
        return [each["seq"] for each in exported(*options)]

    # row 1 was written when the prepared store was made, at 09:00 of the 22nd
    # row 5 sends back what the figures of row 3 stand in the place of
    assert seqs("--from", "2026-11-22", "--to", "2026-11-22", "--object", "store") == [11]
    assert seqs("--from", "2026-11-21", "--to", "2026-11-21") == [2]
    assert seqs("--actor", "can-bo") == [6, 8]
    assert seqs("--object", "submission/2") == [3, 4]
    assert seqs("--object", "submission") == [2, 3, 4, 5, 6, 7, 8, 9]
    assert seqs("--object", "submission", "--actor", "van-phong", "--to", "2026-11-22") == [
        *(3, 4, 5, 7, 9),
    ]
    assert seqs("--actor", "khong-co") == []


def test_export_as_csv_is_inert_and_opens_in_vietnamese_excel(run: Run, tmp_path: Path):
    file = tmp_path / "nhat-ky.csv"
    code, out, _ = run("audit", "export", "-o", file)
    assert (code, out) == (0, f"{file}: 11 dòng\n")
    content = file.read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))
    assert len(rows) == 11
    assert rows[1]["Người"] == "'=1+1"
    assert rows[1]["Lúc (giờ Việt Nam)"] == "21/11/2026 23:30:00"
    assert rows[2]["Người"] == "van-phong"


def test_export_is_itself_in_the_trail(run: Run, exported, tmp_path: Path):
    file = tmp_path / "nhat-ky.csv"
    assert run("audit", "export", "-o", file, "--object", "store", "--by", "quan-tri")[0] == 0
    newest = exported("--object", "audit")[-1]
    assert (newest["actor"], newest["action"]) == ("quan-tri", "audit.exported")
    assert newest["details"] == {"count_rows": 1, "object": "store"}
    assert run("audit", "verify")[0] == 0


def test_export_adds_nothing_to_a_trail_that_lost_rows(run: Run, settings: Settings, tmp_path):
    with by_hand(settings.store_path) as connection:
        connection.execute("delete from audit where seq > 8")
    code, _, err = run("audit", "export", "-o", tmp_path / "x.csv")
    assert (code, "không khớp mốc neo" in err) == (0, True)
    with by_hand(settings.store_path) as connection:
        assert connection.execute("select max(seq) from audit").fetchone() == (8,)


@pytest.mark.parametrize("options", [["--from", "hôm qua"], ["--format", "xml"], []])
def test_wrong_use_of_export_is_2(run: Run, tmp_path: Path, options: list[str]):
    output = ["-o", tmp_path / "x.csv"] if options else []
    assert run("audit", "export", *output, *options)[0] == 2


def test_a_file_that_cannot_be_written_is_told(run: Run, tmp_path: Path):
    code, _, err = run("audit", "export", "-o", tmp_path / "khong-co" / "x.csv")
    assert code == 1
    assert "x.csv" in err
