"""`export --chart` here, and everything that `export --server` takes from a running Bảng Xanh."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from indicators import reports
from indicators.access.api_tokens import create
from indicators.commands import main
from indicators.export import EXPORTS, bundle
from indicators.export.press import NotPrinted
from indicators.settings import Settings
from indicators.submission import submit
from indicators.workspace import Workspace, opened
from pages import _api, _api_call, _widgets
from tests import hired, offices
from tests.offices import Hands
from tests.served import served

ROOT = Path(__file__).parents[2]
HOME, UNIT, MONTH = "dl-sxd", "dl-sxd-qlxd", "2026-10"
Run = Callable[..., tuple[int, str, str]]


def report(office: Workspace) -> None:
    """Have two months' figures of a room approved; a correction of the first waits."""
    indicator = next(e for e in office.catalogue.indicators_of(UNIT) if e.formula == "ratio")
    for month, count in (("2026-09", 70), (MONTH, 80), ("2026-09", 75)):
        row = offices.figure(
            UNIT, indicator.code, month, counts=(count, 100), scale=indicator.scale,
            plan=indicator.plan, clause=indicator.clause,
        )  # fmt: skip
        reading = offices.reading([row], sha256=f"{month} {count}")
        submit(office, office.operator("van-phong"), reading, approve=count != 75)


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command in this process: code, output, errors."""

    def call(*arguments: object) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["indicators", *map(str, arguments)])
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main()
        told = capsys.readouterr()
        return int(ended.value.code or 0), told.out, told.err

    return call


@pytest.fixture
def stored(settings: Settings, prepared_store: Path, the_clock: Hands) -> Settings:
    """A store with figures that nobody holds."""
    the_clock.set("2026-11-22 09:00")
    offices.copy_store(prepared_store, settings.store_path)
    with opened(settings) as office:
        report(office)
    return settings


@pytest.fixture
def address(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address of a server that holds a store with figures; a leader's token is at hand."""
    report(workspace)
    who = hired.hire(workspace, "lanh-dao", ("leader", HOME))
    monkeypatch.setenv("BANGXANH_TOKEN", create(workspace, who, label="x", rights=["read"], days=1))
    monkeypatch.setattr(_widgets, "workspace", lambda: workspace)
    with served(Starlette(routes=_api.ROUTES)) as found:
        yield found


# One chart.


def listed(run: Run, *options: object) -> list[dict[str, object]]:
    code, out, err = run("export", "png", "--charts", "--json", *options)
    assert (code, err) == (0, "")
    return json.loads(out)


@pytest.mark.usefixtures("stored")
def test_charts_are_listed_and_one_is_written(run: Run, tmp_path: Path):
    found = listed(run)
    assert [each["number"] for each in found] == list(range(1, len(found) + 1))
    _, out, _ = run("export", "svg", "--charts", "--period", MONTH)
    for each in found:
        assert any(f"{each['title']}  " in line for line in out.splitlines())
    chart = next(each for each in found if "12 tháng" in str(each["title"]))
    file = tmp_path / "mot.svg"
    wanted = ("export", "svg", "-o", file, "--json", "--chart")
    for said in (chart["number"], "12 THANG", chart["name"]):
        code, out, err = run(*wanted, said)
        told = json.loads(out)
        assert (code, err, told["file"]) == (0, "", str(file))
        assert told["sha256"] == hashlib.sha256(file.read_bytes()).hexdigest()
        assert "Tỷ lệ xanh hóa 12 tháng (%)" in file.read_text(encoding="utf-8")
        file.unlink()
    kept = json.loads(run("report", "list", "--json")[1])
    assert [each["format"] for each in kept] == ["svg"] * 3
    assert f"-bieu-do-{chart['number']:02d}-{chart['name']}.svg" in kept[0]["file"]
    code, out, _ = run("report", "again", told["number"], "-o", file)
    assert (code, "Giống hệt" in out) == (0, True)


@pytest.mark.usefixtures("stored")
def test_several_charts_go_into_a_folder(run: Run, tmp_path: Path):
    first, second, *_ = listed(run)
    folder = tmp_path / "ảnh"
    code, out, _ = run(
        "export", "png", "--chart", 1, "--chart", second["name"], "--chart", 1, "-o", folder,
        "--json",
    )  # fmt: skip
    told = json.loads(out)
    names = [f"{each['number']:02d}-{each['name']}.png" for each in (first, second)]
    assert (code, [each["file"] for each in told]) == (0, [str(folder / name) for name in names])
    assert {each.name for each in folder.iterdir()} == {*names}
    assert all(each.read_bytes().startswith(b"\x89PNG") for each in folder.iterdir())
    assert len({each["number"] for each in told}) == 2
    code, out, _ = run("export", "png", "--chart", 1, "-o", folder)
    assert (code, out.startswith(str(folder / names[0]))) == (0, True)


@pytest.mark.usefixtures("stored")
def test_what_names_no_one_chart_is_told_before_anything_is_written(run: Run, tmp_path: Path):
    file = tmp_path / "co-roi.png"
    file.write_bytes(b"x")
    for asked, why in (
        (("--chart", "khong-co"), "Không có biểu đồ «khong-co»"),
        (("--chart", 1, "--chart", 999), "Không có biểu đồ «999»"),
        (("--chart", "so với mức"), "là tên của"),
        (("--chart", 1, "--chart", 2), "phải là thư mục"),
    ):
        code, out, err = run("export", "png", *asked, "-o", file)
        assert (code, out, why in err) == (2, "", True), asked
    assert "1  Tỷ lệ xanh hóa" in run("export", "png", "--chart", "khong-co", "-o", file)[2]
    for wrong in (
        ("csv", "--chart", 1, "-o", file),
        ("pdf", "--charts"),
        ("ics", "--charts"),
        ("png", "--charts", "--chart", 1),
        ("png", "--chart", 1),
        ("png",),
        ("png", "-o", tmp_path),
    ):
        code, out, err = run("export", *wrong)
        assert (code, out) == (2, ""), wrong
        assert err
    assert file.read_bytes() == b"x"
    assert json.loads(run("report", "list", "--json")[1]) == []


# Through a server.


@pytest.mark.parametrize(
    "asked",
    [
        ("csv",),
        ("csv", "--unit", "Phòng Quản lý xây dựng", "--period", "Quý III/2026", "--provisional"),
        ("csv", "--as-of", "2026-11-21", "--plan", "sxd-11-2025", "--by", "indicator"),
        ("svg", "--chart", "12 thang"),
        ("ics", "--unit", UNIT),
    ],
    ids=lambda asked: " ".join(asked)[:20],
)
def test_what_is_told_and_written_is_what_the_store_gives(
    run: Run, workspace: Workspace, address: str, tmp_path: Path, asked
):
    there, here = tmp_path / "xa", tmp_path / "gan"
    code, out, err = run("export", *asked, "-o", there, "--server", address, "--json")
    assert (code, err) == (0, "")
    workspace.close()
    code, out_here, _ = run("export", *asked, "-o", here, "--json", "--person", "lanh-dao")
    assert code == 0
    told, own = json.loads(out), json.loads(out_here)
    assert list(told) == list(own)
    if asked[0] != "ics":
        assert (own["number"], told["number"]) == (2, 1)
        assert there.read_bytes() == here.read_bytes()
        with opened(workspace.settings) as office:
            kept = [reports.opened(office, office.operator(), number)[0] for number in (1, 2)]
        assert kept[0].wanted == kept[1].wanted
        assert kept[0].options == kept[1].options
    differing = {"number", "file"}
    assert {k: v for k, v in told.items() if k not in differing} == {
        k: v for k, v in own.items() if k not in differing
    }
    assert told["file"] == str(there)


def test_charts_are_listed_and_taken_through_it(
    run: Run, workspace: Workspace, address: str, tmp_path: Path
):
    found = listed(run, "--server", address, "--unit", UNIT)
    assert "dl-sxd-qlxd" in {str(each["name"])[:11] for each in found}
    folder = tmp_path / "anh"
    charts = [part for each in found[:2] for part in ("--chart", each["title"])]
    code, out, _ = run("export", "svg", *charts, "--unit", UNIT, "-o", folder, "--server", address)
    assert (code, len(out.splitlines())) == (0, 2)
    assert {each.stem for each in folder.iterdir()} == {
        f"{each['number']:02d}-{each['name']}" for each in found[:2]
    }
    kept = reports.kept(workspace, workspace.operator()).reports
    assert [each.made_by for each in kept] == ["lanh-dao"] * 2
    code, _, err = run("export", "svg", "--chart", "khong", "-o", folder, "--server", address)
    assert (code, "Không có biểu đồ «khong»" in err) == (2, True)


def test_a_bundle_without_a_part_is_written_told_and_1(
    run: Run, workspace: Workspace, address: str, tmp_path: Path, monkeypatch
):
    def fail(*_: object) -> bytes:
        raise NotPrinted("Máy chủ chưa cài gói typst")

    monkeypatch.setattr("indicators.export.svg.write", fail)
    few = {name: EXPORTS[name] for name in ("csv", "svg", "zip")}
    monkeypatch.setattr(bundle, "EXPORTS", few)
    monkeypatch.setattr(bundle, "_pictures", lambda *_: [])
    token = os.environ["BANGXANH_TOKEN"]
    headers = httpx.get(
        f"{address}/api/v1/exports/zip", headers={"Authorization": f"Bearer {token}"}
    ).headers
    assert headers["bangxanh-lacking"] == "1"
    file = tmp_path / "b.zip"
    for way in (("--server", address), ()):
        code, out, err = run("export", "zip", "-o", file, "--json", *way)
        told = json.loads(out)
        assert (code, told["bytes"]) == (1, file.stat().st_size)
        assert "thiếu 1 phần" in err
        assert "Máy chủ chưa cài gói typst" in err
        file.unlink()
        workspace.close()


def test_what_does_not_go_through_a_server_is_wrong_use(run: Run, address: str, tmp_path: Path):
    for wrong in (
        ("--person", "ai"),
        ("--issue",),
        ("--symbol", "BC"),
        ("--unit", "khong-co"),
        ("--plan", "khong-co"),
        ("--period", "2026-13"),
        ("--as-of", "hôm qua"),
    ):
        code, out, err = run("export", "docx", *wrong, "-o", tmp_path / "x", "--server", address)
        assert (code, out) == (2, ""), wrong
        assert err
    assert not (tmp_path / "x").exists()


def test_without_a_good_token_nothing_is_taken(
    run: Run, workspace: Workspace, address: str, tmp_path: Path, monkeypatch
):
    wanted = ("export", "csv", "-o", tmp_path / "x", "--server", address)
    kept = tmp_path / "ma"
    kept.write_text(os.environ["BANGXANH_TOKEN"] + "\n", encoding="utf-8")
    kept.chmod(0o600)
    monkeypatch.delenv("BANGXANH_TOKEN")
    assert run(*wanted)[0] == 2
    assert run(*wanted, "--token-file", kept)[0] == 0
    sender = hired.hire(workspace, "can-bo", ("reporter", UNIT))
    monkeypatch.setenv(
        "BANGXANH_TOKEN", create(workspace, sender, label="x", rights=["submit"], days=1)
    )
    code, _, err = run(*wanted)
    assert (code, "chỉ được nộp số liệu" in err) == (2, True)


def busy(_: Request) -> Response:
    return _api_call.problem(_api_call.Fault(429, "Hệ thống bận."))


def broken(_: Request) -> Response:
    return Response(b"abc", headers={"Bangxanh-Sha256": "0" * 64, "Bangxanh-Unit": "a"})


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (busy, "Hệ thống bận. Chạy lại sau 5 giây."),
        (broken, "không nguyên vẹn"),
        (lambda _: Response(b"abc"), "không như Bảng Xanh"),
        (lambda _: Response(b"abc", 502), "không như Bảng Xanh (mã 502)"),
    ],
)
def test_a_server_that_cannot_give_it_is_3_and_nothing_is_written(
    run: Run, tmp_path: Path, monkeypatch, answer, said: str
):
    monkeypatch.setenv("BANGXANH_TOKEN", "bx_thu")
    document = JSONResponse({"paths": {"/api/v1/exports/{format}": {}}})
    app = Starlette(
        routes=[
            Route("/api/v1/openapi.json", lambda _: document),
            Route("/api/v1/exports/csv", answer),
        ]
    )
    with served(app) as url:
        code, out, err = run("export", "csv", "-o", tmp_path / "x", "--server", url)
    assert (code, out, said in err) == (3, "", True), err
    assert not (tmp_path / "x").exists()


def test_an_older_server_is_told_of(run: Run, tmp_path: Path, monkeypatch):
    monkeypatch.setenv("BANGXANH_TOKEN", "bx_thu")
    document = JSONResponse({"paths": {"/api/v1/submissions": {}}})
    with served(Starlette(routes=[Route("/api/v1/openapi.json", lambda _: document)])) as url:
        code, _, err = run("export", "csv", "-o", tmp_path / "x", "--server", url)
    assert (code, "bản cũ" in err) == (3, True)


def test_while_a_server_holds_the_store_an_export_is_told_of_it_and_goes_through_it(
    address: str, tmp_path: Path
):
    def python(*arguments: object) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "indicators", "export", "csv", "-o", tmp_path / "b.csv"]
            + [str(each) for each in arguments],
            cwd=ROOT,
            env={**os.environ, "PYTHONUTF8": "1"},
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )

    held = python()
    assert (held.returncode, held.stdout) == (3, "")
    assert f"PID {os.getpid()}" in held.stderr
    assert "export csv … --server URL" in held.stderr
    done = python("--server", address)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.endswith(", bản 1\n")
