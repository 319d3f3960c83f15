"""The command line: exit codes, the JSON other programs rely on, and help that README repeats."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import click
import openpyxl
import pytest

from indicators.commands import cli, main
from indicators.settings import Settings
from tests import offices

ROOT = Path(__file__).parents[2]
UNIT, PERIOD = "dl-sxd-qlxd", "2026-10"
Run = Callable[..., tuple[int, str, str]]

READING_KEYS = ["file", "ok", "layout", "unit", "period", "rows", "problems"]
ROW_KEYS = [
    "plan",
    "clause",
    "indicator",
    "unit",
    "period",
    "numerator",
    "denominator",
    "value",
    "sheet",
    "cell",
]
PROBLEM_KEYS = ["severity", "code", "sheet", "cell", "message"]
BOARD_KEYS = [
    "unit",
    "indicator",
    "clause",
    "period",
    "value",
    "target",
    "status",
    "reported",
    "provisional",
]


@pytest.fixture
def run(
    settings: Settings,
    prepared_store: Path,
    the_clock: offices.Hands,  # noqa: ARG001 - what it says must not depend on today
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Run:
    """Run a command as `python -m indicators …` does, in this process: code, output, errors."""
    offices.copy_store(prepared_store, settings.store_path)

    def call(*arguments: object) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["indicators", *map(str, arguments)])
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main()
        told = capsys.readouterr()
        return int(ended.value.code or 0), told.out, told.err

    return call


@pytest.fixture
def template(run: Run, tmp_path: Path) -> Path:
    """A template as downloaded, still empty."""
    file = tmp_path / "mau.xlsx"
    code, out, err = run("template", "--unit", UNIT, "--period", "Tháng 10/2026", "-o", file)
    assert (code, out.strip(), err) == (0, str(file), "")
    return file


@pytest.fixture
def filled(template: Path, tmp_path: Path) -> Path:
    """The template with every input filled in: rates 95 of 100, figures 95, "Có"."""
    book = openpyxl.load_workbook(template)
    sheet = book.worksheets[0]
    for row in sheet.iter_rows():
        *inputs, _ = [cell for cell in row if not cell.protection.locked] or [None]  # last: a note
        single = "Có" if any(cell.value == "có/không" for cell in row) else 95
        for cell, value in zip(inputs, (95, 100) if len(inputs) == 2 else (single,), strict=False):
            cell.value = value
    file = tmp_path / "bao-cao.xlsx"
    book.save(file)
    return file


@pytest.fixture
def crooked(filled: Path, tmp_path: Path) -> Path:
    """The filled form with a numerator above its denominator."""
    book = openpyxl.load_workbook(filled)
    for row in book.worksheets[0].iter_rows():
        if hit := [cell for cell in row if cell.value == 95]:
            hit[0].value = 101
            break
    file = tmp_path / "loi.xlsx"
    book.save(file)
    return file


def test_check_prints_the_json_of_the_design(run: Run, filled: Path):
    code, out, _ = run("check", filled, "--json")
    (found,) = json.loads(out)
    assert code == 0, out
    assert list(found) == READING_KEYS
    assert (found["file"], found["ok"], found["layout"]) == (str(filled), True, "template")
    assert (found["unit"], found["period"]) == (UNIT, PERIOD)
    assert [list(row) for row in found["rows"]] == [ROW_KEYS] * len(found["rows"])
    rate = next(row for row in found["rows"] if row["denominator"] == 100)
    assert (rate["numerator"], rate["value"], rate["unit"]) == (95, 95.0, UNIT)


def test_a_crooked_form_is_refused_with_its_cell_and_nothing_is_loaded(run: Run, crooked: Path):
    code, out, _ = run("check", crooked, "--json")
    (found,) = json.loads(out)
    assert (code, found["ok"]) == (1, False)
    errors = [problem for problem in found["problems"] if problem["severity"] == "error"]
    assert [list(problem) for problem in found["problems"]] == [PROBLEM_KEYS] * len(
        found["problems"]
    )
    assert all(problem["sheet"] and problem["cell"] for problem in errors)
    assert run("load", crooked, "--by", "a")[0] == 1
    assert run("check", crooked)[1].count("LỖI") == len(errors)
    code, out, _ = run("board", "--period", PERIOD, "--json")
    assert {row["value"] for row in json.loads(out)} == {None}


def test_loading_and_the_board_afterwards(run: Run, filled: Path):
    code, out, _ = run("load", filled, "--by", "can-bo", "--json")
    (loaded,) = json.loads(out)
    assert (code, list(loaded)) == (0, [*READING_KEYS, "submissions"])
    assert loaded["submissions"] == [1]
    code, out, _ = run("load", filled, "--by", "can-bo")
    assert code == 0
    assert "đã được nộp trước đó" in out
    own = [row for row in board(run) if row["unit"] == UNIT and row["value"] is not None]
    assert own
    assert {row["reported"] for row in own} == {"submitted"}
    assert all(row["provisional"] for row in own)
    code, out, _ = run("load", filled, "--by", "van-phong", "--approve")
    assert code == 0
    assert "lần nộp 1 (đã duyệt)" in out
    own = [row for row in board(run) if row["unit"] == UNIT and row["value"] is not None]
    assert {row["reported"] for row in own} == {"approved"}


def board(run: Run, *options: object) -> list[dict[str, object]]:
    code, out, _ = run("board", "--period", PERIOD, "--json", *options)
    assert code == 0
    return json.loads(out)


def test_the_board_in_three_forms_says_the_same(run: Run, filled: Path):
    assert run("load", filled, "--by", "vp", "--approve")[0] == 0
    rows = board(run)
    assert [list(row) for row in rows] == [BOARD_KEYS] * len(rows)
    assert json.loads(run("board", "--period", PERIOD, "--format", "json")[1]) == rows
    text = run("board", "--period", PERIOD, "--format", "csv")[1]
    table = list(csv.DictReader(io.StringIO(text)))
    assert list(table[0]) == BOARD_KEYS
    assert [(r["unit"], r["status"]) for r in table] == [(r["unit"], r["status"]) for r in rows]
    lines = run("board", "--period", PERIOD)[1].splitlines()
    assert lines[0].split() == BOARD_KEYS
    assert len(lines) == len(rows) + 2
    assert run("board")[1] == run("board", "--period", PERIOD)[1]  # the newest month with figures
    assert board(run, "--unit", "Phòng Quản lý xây dựng") == [
        row for row in rows if row["unit"] == UNIT
    ]


def test_the_board_as_of_a_day_and_a_moment(run: Run, filled: Path, the_clock: offices.Hands):
    the_clock.set("2026-11-04 10:00")
    assert run("load", filled, "--by", "vp", "--approve")[0] == 0
    the_clock.set("2026-11-22 10:00")

    def figures(as_of: str) -> int:
        return sum(row["value"] is not None for row in board(run, "--as-of", as_of))

    assert figures("2026-11-03") == figures("2026-11-04T09:59") == 0
    assert figures("2026-11-04") == figures("2026-11-04T10:01") > 0
    assert figures("2026-11-04T03:01+00:00") > 0


@pytest.mark.parametrize(
    "arguments",
    [
        ["nothing"],
        ["board", "--period", "2026-13"],
        ["board", "--unit", "Phòng không có"],
        ["board", "--plan", "khong-co"],
        ["board", "--as-of", "hôm qua"],
        ["load", "x.xlsx"],
        ["check"],
        ["template", "--unit", UNIT, "--period", PERIOD],
    ],
)
def test_wrong_use_is_2_and_says_what(run: Run, arguments: list[str]):
    code, out, err = run(*arguments)
    assert (code, out) == (2, "")
    assert err


def test_a_file_that_is_not_there_is_a_problem_of_the_input(run: Run, tmp_path: Path):
    code, out, _ = run("check", tmp_path / "khong-co.xlsx", "--json")
    (found,) = json.loads(out)
    assert (code, found["ok"]) == (1, False)
    assert found["problems"]


def test_a_setting_that_cannot_be_is_wrong_use(run: Run, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("BANGXANH_AMBER_PERCENT", "nhiều")
    code, _, err = run("doctor")
    assert code == 2
    assert "BANGXANH_AMBER_PERCENT" in err


def test_catalogue_check_names_file_and_clause(run: Run, tmp_path: Path):
    code, out, _ = run("catalogue", "check", "--json")
    found = json.loads(out)
    assert code == 0
    assert [list(each) for each in found] == [PROBLEM_KEYS] * len(found)
    assert any("31/11" in each["message"] for each in found)
    data = tmp_path / "data"
    shutil.copytree(offices.DATA / "plans", data / "plans")
    shutil.copytree(offices.DATA / "units", data / "units")
    plan = data / "plans" / "sxd-11-2025.toml"
    plan.write_text(
        plan.read_text(encoding="utf-8").replace('"@co-tthc"', '"@khong-co"', 1), encoding="utf-8"
    )
    code, out, _ = run("catalogue", "check", "--data", data)
    assert code == 1
    assert "plans/sxd-11-2025.toml" in out
    assert "khong-co" in out


def test_backup_restore_and_doctor(run: Run, filled: Path, tmp_path: Path, monkeypatch):
    usage = shutil._ntuple_diskusage(2**41, 0, 2**40)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage)
    assert run("load", filled, "--by", "vp", "--approve")[0] == 0
    folder = tmp_path / "sao-luu"
    assert run("backup", "-o", folder)[:2] == (0, f"{folder}\n")
    assert run("backup", "-o", folder)[0] == 1
    before = board(run)
    code, out, _ = run("restore", folder)
    assert code == 0
    assert "Kho cũ được giữ ở" in out
    assert board(run) == before
    assert run("restore", tmp_path / "khong-co")[0] == 1
    the_clock_stands = {"clock"}  # the store's own clock runs on, the test's stands still
    code, out, _ = run("doctor", "--json")
    found = json.loads(out)
    assert [list(each) for each in found] == [["name", "state", "message"]] * len(found)
    bad = {each["name"] for each in found if each["state"] == "error"} - the_clock_stands
    assert (bad, code) == (set(), 1 if any(e["state"] == "error" for e in found) else 0)
    assert "ổn" in run("doctor", "--repair")[1]


# What another program meets: real processes.


def python(*arguments: object, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "indicators", *map(str, arguments)],
        cwd=ROOT,
        env={**os.environ, "PYTHONUTF8": "1", **environment},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def test_a_store_in_use_is_3_and_names_the_holder(workspace):
    """This process holds the store; the command is another one."""
    done = python("board")
    assert (done.returncode, done.stdout) == (3, "")
    assert f"PID {os.getpid()}" in done.stderr
    assert "Traceback" not in done.stderr
    assert python("load", "x.xlsx", "--by", "a").returncode == 3
    assert workspace.store.version


def test_a_template_is_written_even_while_the_store_is_in_use(workspace, tmp_path: Path):
    file = tmp_path / "mau.xlsx"
    done = python("template", "--unit", UNIT, "--period", PERIOD, "-o", file)
    assert done.returncode == 0
    assert "không có số liệu kỳ trước" in done.stderr
    assert file.is_file()
    assert workspace.store.version


def test_a_store_that_cannot_be_opened_is_3(tmp_path: Path):
    (tmp_path / "tệp").write_text("x")
    done = python("doctor", BANGXANH_STORE=str(tmp_path / "tệp" / "kho.duckdb"))
    assert done.returncode == 3
    assert "Không mở được kho số liệu" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_process_speaks_utf_8_whatever_the_console(tmp_path: Path):
    done = subprocess.run(
        [sys.executable, "-m", "indicators", "--help"],
        cwd=ROOT,
        env={**os.environ, "PYTHONUTF8": "0", "PYTHONIOENCODING": "cp1252", "LC_ALL": "C"},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0
    assert "Bảng Xanh" in done.stdout.decode("utf-8")
    assert tmp_path


# Help and README.


def commands(group: click.Group = cli, before: str = "") -> Iterator[tuple[str, click.Command]]:
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from commands(command, f"{before}{name} ")
        else:
            yield f"{before}{name}", command


# DESIGN.md, "Command line", names these.
DESIGNED = {
    "catalogue check", "template", "check", "load", "board", "export", "user add", "user reset",
    "user list",
    "backup", "restore", "audit verify", "audit export", "doctor",
}  # fmt: skip
# What was found to be needed beside them, and why.
ADDED = {
    "audit accept": "a store that lost rows is taken as it is, by name, or not opened at all",
    "report list": "what left, when, by whom, from which figures",
    "report again": "a report that left, the same again",
    "report templates": "an office's own layout has something to start from",
    "report diff": "a figure that changed since a report left is shown",
    "remind": "a timer sends the letters to those who have not reported",
}


def test_the_commands_are_those_of_the_design_and_what_was_added_with_a_reason():
    found = [name for name, _ in commands()]
    assert len(found) == len(set(found))
    assert set(found) == DESIGNED | ADDED.keys()


@pytest.mark.parametrize("name", [name for name, _ in commands()])
def test_every_command_has_help_in_vietnamese(run: Run, name: str):
    code, out, _ = run(*name.split(), "--help")
    assert code == 0
    assert re.search(r"[ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]", out)


@pytest.mark.parametrize(("name", "command"), list(commands()))
def test_readme_lists_every_command_with_every_option(name: str, command: click.Command):
    lines = (ROOT / "README.md").read_text(encoding="utf-8").splitlines()
    rows = [line for line in lines if line.startswith("|") and f"`{name}" in line]
    assert rows, f"README.md has no table row for `{name}`"
    for param in command.params:
        if isinstance(param, click.Option):
            assert any(option in row for row in rows for option in param.opts), (
                f"{name} {param.opts}"
            )
