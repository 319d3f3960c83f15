"""`export` and `report …` as a person or a program runs them."""

from __future__ import annotations

import errno
import hashlib
import json
import re
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
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
    assert "80 % (80/100), chưa đạt → 99 % (99/100), chưa đạt" in line
    assert f"[lần nộp {number}, van-phong]" in line
    found = json.loads(run("report", "diff", 1, "--json")[1])
    own = next(each for each in found["changes"] if each["unit"] == UNIT)
    assert [each["submission"] for each in own["causes"]] == [number]
    assert (found["is_same"], own["before"]["text"], own["after"]["text"]) == (
        False,
        "80 %",
        "99 %",
    )
    assert (own["before"]["counts"], own["after"]["counts"]) == ("80/100", "99/100")


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


def test_where_nothing_can_be_written_no_number_is_taken(
    run: Run, settings: Settings, tmp_path: Path
) -> None:
    numbered = ("export", "docx", "--period", "2026-10", "--issue", "--symbol", "BC-SXD", "-o")
    for place, why in (
        (tmp_path / "khong-co" / "p.docx", f"không có thư mục {tmp_path / 'khong-co'}"),
        (settings.store_path / "p.docx", f"không có thư mục {settings.store_path}"),
    ):
        code, out, err = run(*numbered, place)
        assert (code, out) == (1, "")
        assert f"Không ghi được {place}: {why}" in err
    assert json.loads(run("report", "list", "--json")[1]) == []
    file = tmp_path / "p.docx"
    file.write_bytes(b"cu")
    assert "số 01/BC-SXD" in run(*numbered, file)[1]
    assert file.read_bytes() != b"cu"


def test_a_number_given_to_a_file_that_was_not_written_is_told_with_the_way_to_it(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_path: Path, _content: bytes) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    file, numbered = tmp_path / "p.docx", ("--issue", "--symbol", "BC-SXD", "-o")
    with monkeypatch.context() as patch:
        patch.setattr(Path, "write_bytes", full)
        code, out, err = run("export", "docx", "--period", "2026-10", *numbered, file)
        assert (code, out) == (1, "")
        assert f"Không ghi được {file}: đĩa đã đầy" in err
        assert "đã được cấp số 01/BC-SXD" in err
        assert "python -m indicators report again 1 -o TỆP" in err
        err = run("export", "csv", "--period", "2026-10", "-o", tmp_path / "b.csv")[2]
        assert "report again 2 -o" in err
        assert "cấp số" not in err
    assert run("report", "again", 1, "-o", file)[0] == 0
    assert b"BC-SXD" in zipfile.ZipFile(file).read("word/document.xml")


def test_a_symbol_that_is_none_opens_no_series(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "p.docx"
    for more in (("--issue",), ()):
        code, _, err = run("export", "docx", *more, "--symbol", "BC SXD!", "-o", file)
        assert (code, file.exists()) == (1, False)
        assert 'Ký hiệu «BC SXD!» phải viết như "BC-SXD"' in err


def test_a_report_about_another_agency_is_in_its_own_name(
    run: Run, settings: Settings, tmp_path: Path
) -> None:
    settings.templates_path.mkdir()
    (settings.templates_path / "van-ban.toml").write_text(
        'symbol = "BC-SXD"\n[don-vi.dl-ubnd]\nsymbol = "BC-UBND"\n', encoding="utf-8"
    )
    file, told = tmp_path / "p.docx", {}
    for unit in ("dl-sxd", UNIT, "dl-ubnd"):
        code, out, err = run("export", "docx", "--unit", unit, "--issue", "-o", file, "--json")
        assert code == 0, err
        head = docx.Document(file).tables[0].cell(0, 0).text.split("\n")
        told[unit] = (json.loads(out)["official"], [line for line in head if line])
    office = ["UBND TỈNH ĐẮK LẮK", "SỞ XÂY DỰNG"]
    assert told == {
        "dl-sxd": ("01/BC-SXD", office),
        UNIT: ("02/BC-SXD", office),
        "dl-ubnd": ("01/BC-UBND", ["UBND TỈNH ĐẮK LẮK"]),
    }
    code, _, err = run("export", "docx", "--unit", "kt-skhcn", "--issue", "-o", file)
    assert (code, "Chưa có ký hiệu" in err) == (1, True)


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


def test_templates_are_laid_once_and_are_what_is_used_anyway(run: Run, tmp_path: Path):
    folder = tmp_path / "mẫu"
    code, out, _ = run("report", "templates", folder)
    assert code == 0
    names = ["trinh-chieu.pptx", "bao-cao.docx", "van-ban.toml", "nq57.toml"]
    assert out.splitlines()[:4] == [str(folder / name) for name in names]
    assert "{{ " in out
    for name in names:
        (folder / name).rename(folder / name.upper())
    (folder / "nq57.toml").write_text("# của cơ quan", encoding="utf-8")
    code, _, err = run("report", "templates", folder)
    assert (code, "đã có nq57.toml" in err) == (1, True)
    assert (folder / "nq57.toml").read_text(encoding="utf-8") == "# của cơ quan"
    assert not (folder / "van-ban.toml").exists()


def test_laid_templates_are_taken_as_an_office_s_own(run: Run, settings: Settings, tmp_path: Path):
    code, out, _ = run("report", "templates", settings.templates_path, "--json")
    assert code == 0
    assert len(json.loads(out)["placeholders"]) > 10
    for kind in ("pptx", "docx", "central-xlsx"):
        code, _, err = run("export", kind, "--unit", UNIT, "-o", tmp_path / f"t.{kind}")
        assert (code, err) == (0, ""), kind
    text = docx_text(tmp_path / "t.docx")
    assert "KT. GIÁM ĐỐC" in text
    assert "UBND TỈNH ĐẮK LẮK" in text


def test_a_code_that_is_nobody_s_is_told_before_anything_goes_up(
    run: Run, settings: Settings, tmp_path: Path
):
    run("report", "templates", settings.templates_path)
    form = settings.templates_path / "nq57.toml"
    text = form.read_text(encoding="utf-8").replace("[indicators]", '[indicators]\nSAI-MA = "57"')
    form.write_text(text, encoding="utf-8")
    line = text.splitlines().index('SAI-MA = "57"') + 1
    for kind in ("central-xlsx", "central-csv"):
        file = tmp_path / f"t.{kind}"
        code, _, err = run("export", kind, "-o", file)
        assert (code, file.exists()) == (1, False)
        assert f"Tệp nq57.toml, dòng {line}: không có chỉ tiêu «SAI-MA»" in err


def test_a_report_is_made_again_without_the_base_it_was_drawn_on(
    run: Run, settings: Settings, tmp_path: Path
):
    run("report", "templates", settings.templates_path)
    first, again = tmp_path / "a.docx", tmp_path / "b.docx"
    assert run("export", "docx", "--unit", UNIT, "-o", first)[0] == 0
    (settings.templates_path / "bao-cao.docx").unlink()
    code, out, _ = run("report", "again", 1, "-o", again)
    assert (code, "Giống hệt" in out) == (0, True)
    assert again.read_bytes() == first.read_bytes()


def docx_text(path: Path) -> str:
    with zipfile.ZipFile(path) as archive:
        return "".join(re.findall(r"<w:t[^>]*>([^<]*)", archive.read("word/document.xml").decode()))
