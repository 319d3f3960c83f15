"""`load --server`: files to a Bảng Xanh that is running, over a real connection."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import openpyxl
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from indicators.access.api_tokens import create, revoke, tokens
from indicators.commands import _server, main
from indicators.intake.template import write_template
from indicators.settings import Settings
from indicators.workspace import Workspace
from pages import _api, _api_call, _widgets
from tests import hired, offices
from tests.served import served

ROOT = Path(__file__).parents[2]
UNIT, PERIOD = "dl-sxd-qlxd", "2026-10"
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def address(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address of a server that holds the store, and answers the API."""
    monkeypatch.setattr(_widgets, "workspace", lambda: workspace)
    with served(Starlette(routes=_api.ROUTES)) as found:
        yield found


@pytest.fixture
def reporter(workspace: Workspace):
    return hired.hire(workspace, "can-bo", ("reporter", UNIT))


@pytest.fixture
def token(workspace: Workspace, reporter, monkeypatch: pytest.MonkeyPatch) -> str:
    """A token of the unit's reporter, in the environment."""
    made = create(workspace, reporter, label="Nạp đêm", rights=["read", "submit"], days=9)
    monkeypatch.setenv("BANGXANH_TOKEN", made)
    return made


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


def form(workspace: Workspace, file: Path, numerator: int = 95, unit: str = UNIT) -> Path:
    """Write a unit's form, filled in: rates of 100, figures, "Có"."""
    write_template(workspace.catalogue, unit, PERIOD, file, previous={})
    book = openpyxl.load_workbook(file)
    for row in book.worksheets[0].iter_rows():
        *inputs, _ = [cell for cell in row if not cell.protection.locked] or [None]  # last: a note
        single = "Có" if any(cell.value == "có/không" for cell in row) else 95
        values = (numerator, 100) if len(inputs) == 2 else (single,)
        for cell, value in zip(inputs, values, strict=False):
            cell.value = value
    book.save(file)
    return file


@pytest.fixture
def filled(workspace: Workspace, tmp_path: Path) -> Path:
    return form(workspace, tmp_path / "báo cáo.xlsx")


@pytest.fixture
def crooked(workspace: Workspace, tmp_path: Path) -> Path:
    return form(workspace, tmp_path / "loi.xlsx", 101)


@pytest.fixture
def locally(run: Run, prepared_store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command on a store of its own, as one does without a server."""

    def call(*arguments: object) -> tuple[int, str, str]:
        path = tmp_path / "rieng" / "bangxanh.duckdb"
        if not path.exists():
            offices.copy_store(prepared_store, path)
        with monkeypatch.context() as patch:
            patch.setenv("BANGXANH_STORE", str(path))
            return run(*arguments)

    return call


def figures(workspace: Workspace) -> int:
    with workspace.store._connection.cursor() as cursor:
        return cursor.execute("select count(*) from actual").fetchone()[0]


@pytest.mark.usefixtures("token")
@pytest.mark.parametrize("options", [(), ("--json",)])
def test_output_and_exit_code_are_those_of_a_load_here(
    run: Run, locally: Run, address: str, filled: Path, crooked: Path, tmp_path: Path, options
):
    large = tmp_path / "to.xlsx"
    with large.open("wb") as file:
        file.truncate(21 * 2**20)
    for files in ([filled], [filled], [crooked, filled], [tmp_path / "khong-co.xlsx", large]):
        here = locally("load", *files, "--by", "can-bo", *options)
        there = run("load", *files, "--server", address, *options)
        assert there == here
    assert here[0] == 1


@pytest.mark.usefixtures("token")
def test_figures_arrive_in_the_owners_name(
    run: Run, workspace: Workspace, address: str, filled: Path
):
    code, out, err = run("load", filled, "--server", f"{address}/", "--json")
    (told,) = json.loads(out)
    assert (code, err, told["file"], told["submissions"]) == (0, "", str(filled), [1])
    assert figures(workspace) == len(told["rows"]) > 0
    with workspace.store._connection.cursor() as cursor:
        sent = cursor.execute("select submitted_by, file_name from submission").fetchall()
    assert sent == [("can-bo", "báo cáo.xlsx")]
    code, out, _ = run("load", filled, "--server", address)
    assert code == 0
    assert "đã được nộp trước đó" in out


@pytest.mark.usefixtures("token")
def test_a_file_for_another_unit_is_a_problem_of_the_file(
    run: Run, workspace: Workspace, address: str, tmp_path: Path
):
    file = form(workspace, tmp_path / "khac.xlsx", unit="dl-sxd-qlvt")
    code, out, _ = run("load", file, "--server", address)
    assert code == 1
    assert "not-submitted" in out
    assert "Không nạp" in out
    assert figures(workspace) == 0


def test_the_token_may_be_in_a_file(
    run: Run, address: str, token: str, filled: Path, tmp_path: Path, monkeypatch
):
    monkeypatch.setenv("BANGXANH_TOKEN", "bx_sai")
    kept = tmp_path / "ma"
    kept.write_text(f"{token}\n", encoding="utf-8")
    kept.chmod(0o600)
    command = ("load", filled, "--server", address, "--token-file", kept)
    code, _, err = run(*command)
    assert (code, err) == (0, "")
    if os.name == "posix":
        kept.chmod(0o644)
        assert f"chmod 600 {kept}" in run(*command)[2]


def test_without_a_good_token_it_is_wrong_use_and_no_file_is_sent(
    run: Run, workspace: Workspace, reporter, address: str, filled: Path, tmp_path, monkeypatch
):
    monkeypatch.delenv("BANGXANH_TOKEN", raising=False)
    code, out, err = run("load", filled, "--server", address)
    assert (code, out) == (2, "")
    assert "--token-file" in err
    empty = tmp_path / "rong"
    empty.write_text("\n")
    for file in (empty, tmp_path / "khong-co"):
        assert run("load", filled, "--server", address, "--token-file", file)[0] == 2
    ended = create(workspace, reporter, label="x", rights=["submit"], days=1)
    revoke(workspace, reporter, tokens(workspace, reporter)[0].handle)
    for wrong in ("bx_" + "A" * 43, ended, "mật khẩu", "a\nb"):
        monkeypatch.setenv("BANGXANH_TOKEN", wrong)
        code, out, err = run("load", filled, "--server", address)
        assert (code, out) == (2, ""), wrong
        assert "ã truy cập" in err
    assert figures(workspace) == 0


def test_a_token_for_reading_loads_nothing(
    run: Run, workspace: Workspace, reporter, address: str, filled: Path, monkeypatch
):
    made = create(workspace, reporter, label="x", rights=["read"], days=1)
    monkeypatch.setenv("BANGXANH_TOKEN", made)
    code, _, err = run("load", filled, "--server", address)
    assert code == 2
    assert "Mã truy cập này chỉ được xem số liệu" in err


@pytest.mark.usefixtures("token")
@pytest.mark.parametrize(
    "url",
    [
        "http://bangxanh.example",
        "http://10.0.0.1:8501",
        "http://localhost.example",
        "http://127.0.0.1@evil.example",
        "https://ten:mat-khau@bangxanh.example",
        "https://bangxanh.example/khac",
        "ftp://127.0.0.1",
        "127.0.0.1:8501",
        "https://",
        "http://[::1",
        "https://a b",
        "https://ä..b",
        "",
    ],
)
def test_a_token_goes_over_https_or_to_this_machine_alone(run: Run, url: str, filled: Path):
    code, out, err = run("load", filled, "--server", url)
    assert (code, out) == (2, "")
    assert err


@pytest.mark.parametrize(
    ("url", "is_near"),
    [
        ("https://bangxanh.example", False),
        ("https://bangxanh.example:8443/", False),
        ("http://localhost:8501", True),
        ("http://[::1]:8501/", True),
        ("http://127.0.0.1", True),
    ],
)
def test_addresses_that_are_taken(url: str, is_near):
    assert _server._address(url) == (url.rstrip("/"), is_near)


@pytest.mark.usefixtures("token")
def test_this_machine_is_reached_through_no_proxy(
    run: Run, address: str, filled: Path, monkeypatch: pytest.MonkeyPatch
):
    for name in ("HTTP_PROXY", "ALL_PROXY", "http_proxy", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    assert run("load", filled, "--server", address)[0] == 0


@pytest.mark.parametrize("options", [("--by", "a"), ("--approve",)], ids=lambda options: options[0])
def test_who_sends_is_the_tokens_owner_and_nobody_approves_so(run: Run, filled: Path, options):
    code, _, err = run("load", filled, "--server", "http://127.0.0.1:9", *options)
    assert code == 2
    assert options[0] in err
    assert run("load", filled)[0] == 2


# A server that is not there, is another, is busy.


@pytest.mark.usefixtures("token")
def test_nobody_there_is_3(run: Run, filled: Path):
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))  # and never listens
        code, out, err = run(
            "load", filled, "--server", f"http://127.0.0.1:{held.getsockname()[1]}"
        )
    assert (code, out) == (3, "")
    assert "Không liên lạc được" in err
    assert "Traceback" not in err


def other(answer: Callable[[Request], Response]) -> Starlette:
    """Return a server that answers everything in its own way."""
    return Starlette(routes=[Route("/{path:path}", answer, methods=["GET", "POST"])])


@pytest.mark.usefixtures("token")
@pytest.mark.parametrize(
    "answer",
    [
        lambda _: HTMLResponse("<h1>Cổng</h1>"),
        lambda _: HTMLResponse("<h1>Không có</h1>", 404),
        lambda _: JSONResponse({"openapi": "3.1.0", "paths": {}}),
        lambda _: JSONResponse([]),
        lambda _: JSONResponse("x", 502),
    ],
)
def test_what_is_no_bang_xanh_is_3_and_gets_no_file(run: Run, filled: Path, answer):
    asked: list[str] = []

    def noted(request: Request) -> Response:
        asked.append(request.method)
        return answer(request)

    with served(other(noted)) as url:
        code, out, err = run("load", filled, "--server", url)
    assert (code, out, asked) == (3, "", ["GET"])
    assert "Bảng Xanh" in err


@pytest.mark.usefixtures("token")
def test_a_redirect_takes_the_token_nowhere(run: Run, filled: Path):
    heard: list[str] = []

    def elsewhere(request: Request) -> Response:
        heard.append(request.headers.get("authorization", ""))
        return JSONResponse({})

    with (
        served(other(elsewhere)) as trap,
        served(other(lambda _: RedirectResponse(trap))) as url,
    ):
        code, _, _ = run("load", filled, "--server", url)
    assert (code, heard) == (3, [])


@pytest.mark.usefixtures("token")
@pytest.mark.parametrize("status", [429, 503, 507, 500])
def test_a_server_busy_halfway_is_3_and_what_was_done_is_told(
    run: Run, workspace: Workspace, filled: Path, tmp_path: Path, monkeypatch, status: int
):
    """The second file meets a busy server: the first stays submitted, and the output says so."""
    monkeypatch.setattr(_widgets, "workspace", lambda: workspace)
    second = form(workspace, tmp_path / "hai.xlsx", 96)
    real, sent = Starlette(routes=_api.ROUTES), []

    async def app(scope, receive, send) -> None:
        if scope["method"] == "POST":
            sent.append(scope["path"])
        if len(sent) < 2:
            await real(scope, receive, send)
            return
        fault = _api_call.problem(_api_call.Fault(status, "Máy đang bận việc khác."))
        await fault(scope, receive, send)

    with served(app) as url:
        code, out, err = run("load", filled, second, "--server", url, "--json")
    assert code == 3
    assert [each["submissions"] for each in json.loads(out)] == [[1]]
    assert "Máy đang bận việc khác." in err


# As people run it: another process, while this one holds the store.


def python(*arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "indicators", *map(str, arguments)],
        cwd=ROOT,
        env={**os.environ, "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


@pytest.mark.usefixtures("token")
def test_while_a_server_holds_the_store_a_load_is_told_of_it_and_goes_through_it(
    workspace: Workspace, settings: Settings, address: str, filled: Path
):
    busy = python("load", filled, "--by", "a")
    assert (busy.returncode, busy.stdout) == (3, "")
    assert f"PID {os.getpid()}" in busy.stderr
    assert "--server" in busy.stderr
    done = python("load", filled, "--server", address)
    assert (done.returncode, done.stderr) == (0, "")
    assert "Đã nạp thành lần nộp 1 (chờ duyệt)" in done.stdout
    assert figures(workspace) > 0
    assert settings.store_path.exists()
