"""`export` and `report …` as a person or a program runs them."""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from indicators.commands import main
from indicators.export import EXPORTS
from indicators.settings import Settings
from indicators.submission import submit
from indicators.workspace import opened
from tests import offices
from tests.offices import Hands

Run = Callable[..., tuple[int, str, str]]
UNIT = "dl-sxd-qlxd"
REPORT_KEYS = [
    "number", "format", "unit", "period", "plan", "official", "year", "withdrawn", "made_by",
    "made_at", "known_at", "version", "file", "sha256", "bytes",
]  # fmt: skip


def send(settings: Settings, counts: tuple[int, int]) -> int:
    """Send one figure of a room and have it approved."""
    with opened(settings) as office:
        (indicator,) = [
            each for each in office.catalogue.indicators_of(UNIT) if each.formula == "ratio"
        ][:1]
        row = offices.figure(
            UNIT, indicator.code, counts=counts, scale=indicator.scale, plan=indicator.plan,
            clause=indicator.clause,
        )  # fmt: skip
        (number,) = submit(
            office, office.operator("van-phong"), offices.reading([row]), approve=True
        )
        return number


@pytest.fixture
def run(
    settings: Settings,
    prepared_store: Path,
    the_clock: Hands,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Run:
    """Run a command, in this process, on an office with one figure: code, output, errors."""
    the_clock.set("2026-11-07 08:00")
    offices.copy_store(prepared_store, settings.store_path)
    send(settings, (80, 100))

    def call(*arguments: object) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["indicators", *map(str, arguments)])
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main()
        told = capsys.readouterr()
        return int(ended.value.code or 0), told.out, told.err

    return call


def test_a_board_is_exported_listed_and_made_again_after_a_correction(
    run: Run, settings: Settings, tmp_path: Path, the_clock: Hands
) -> None:
    file = tmp_path / "bang.csv"
    code, out, _ = run(
        "export", "csv", "--period", "2026-10", "-o", file, "--json", "--person", "vp"
    )
    told = json.loads(out)
    assert (code, list(told)) == (0, REPORT_KEYS)
    assert told["sha256"] == hashlib.sha256(file.read_bytes()).hexdigest()
    assert (told["file"], told["made_by"], told["unit"]) == (str(file), "vp", "dl-sxd")
    (listed,) = json.loads(run("report", "list", "--json")[1])
    assert {**listed, "file": str(file)} == told
    assert "vp" in run("report", "list", "--unit", "dl-sxd", "--period", "2026-10")[1]
    assert json.loads(run("report", "list", "--numbered", "--json")[1]) == []
    assert "Không số liệu nào thay đổi" in run("report", "diff", 1)[1]

    the_clock.set("2026-11-08 08:00")
    number = send(settings, (99, 100))
    second = tmp_path / "lai.csv"
    code, out, _ = run("report", "again", 1, "-o", second)
    assert (code, "Giống hệt" in out) == (0, True)
    assert second.read_bytes() == file.read_bytes()
    assert json.loads(run("report", "again", 1, "-o", second, "--json")[1])["is_same"]

    code, out, _ = run("report", "diff", 1)
    assert code == 0
    (line,) = [line for line in out.splitlines() if line.startswith(f"{UNIT} ")]
    assert "80 % → 99 %" in line
    assert f"(lần nộp {number}, van-phong)" in line
    found = json.loads(run("report", "diff", 1, "--json")[1])
    own = next(each for each in found["changes"] if each["unit"] == UNIT)
    assert [each["submission"] for each in own["causes"]] == [number]
    assert (found["is_same"], own["before"]["text"], own["after"]["text"]) == (
        False,
        "80 %",
        "99 %",
    )


def test_a_longer_period_one_unit_one_plan_and_a_day_before(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "quy.csv"
    told = json.loads(
        run("export", "csv", "--period", "Quý III/2026", "--unit", "Phòng Quản lý xây dựng",
            "--as-of", "2026-11-04", "--by", "indicator", "--provisional",
            "--plan", _plan(run), "-o", file, "--json")[1]
    )  # fmt: skip
    assert (told["period"], told["unit"]) == ("2026-Q3", UNIT)
    assert told["known_at"].startswith("2026-11-04T23:59")
    assert told["plan"] == _plan(run)


def _plan(run: Run) -> str:
    """Return the code of a plan, as a wrong one is answered with those there are."""
    told = run("export", "csv", "--plan", "khong-co", "-o", "x.csv")[2]
    return told.split("các mã kế hoạch: ")[1].split(",")[0].strip(" .\n")


def test_an_official_report_takes_the_next_number(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "bao-cao.docx"
    wanted = ("--period", "2026-10", "--issue", "--symbol", "BC-SXD", "-o", file, "--json")
    numbers = [json.loads(run("export", "docx", *wanted)[1])["official"] for _ in range(2)]
    assert numbers == ["01/BC-SXD", "02/BC-SXD"]
    assert len(json.loads(run("report", "list", "--numbered", "--json")[1])) == 2
    code, _, err = run("export", "csv", *wanted)
    assert (code, "Word" in err) == (1, True)
    code, _, err = run("export", "docx", *wanted[:3], "-o", file)
    assert (code, "ký hiệu" in err) == (1, True)


def test_a_calendar_is_a_file_too(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "lich.ics"
    code, out, _ = run("export", "ics", "--unit", UNIT, "-o", file)
    assert (code, out.startswith(str(file))) == (0, True)
    assert file.read_bytes().startswith(b"BEGIN:VCALENDAR")


def test_every_format_is_offered(run: Run) -> None:
    told = "".join(run("export", "--help")[1].split())
    assert all(kind in told for kind in (*EXPORTS, "ics"))


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("export", "khong-co", "-o", "x"), 2),
        (("export", "csv"), 2),
        (("export", "csv", "--period", "2026-13", "-o", "x"), 2),
        (("export", "csv", "--as-of", "hôm qua", "-o", "x"), 2),
        (("export", "csv", "-o", "/khong/co/x.csv"), 1),
        (("report", "again", "99", "-o", "x"), 1),
        (("report", "diff", "99"), 1),
        (("report", "diff", "0"), 2),
    ],
)
def test_what_is_wrong_is_told_with_its_code(
    run: Run, arguments: tuple[str, ...], code: int
) -> None:
    found, out, err = run(*arguments)
    assert (found, out) == (code, "")
    assert err
