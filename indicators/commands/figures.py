"""`template`, `check`, `load`, `board`: figures in and out."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from indicators.catalogue.load import load as load_catalogue
from indicators.commands import _marked as marked
from indicators.commands._common import (
    TOKEN_FILE,
    as_json,
    moment,
    period_code,
    plan_code,
    print_json,
    settings,
    table,
    unit_code,
)
from indicators.intake.limits import FILE_BYTES
from indicators.intake.reading import Reading
from indicators.workspace import opened
from queries import StoreBusy

FILES = click.argument(
    "files", nargs=-1, required=True, type=click.Path(path_type=Path, dir_okay=False)
)
Loaded = tuple[Reading, list[int]]


@click.command()
@click.option("--unit", required=True, help="Mã hoặc tên đơn vị.")
@click.option("--period", required=True, help="Kỳ báo cáo: 2026-10, Quý III/2026 …")
@click.option("-o", "--output", required=True, type=click.Path(path_type=Path, dir_okay=False))
def template(unit: str, period: str, output: Path) -> None:
    """Ghi biểu mẫu Excel điền sẵn cho một đơn vị và một kỳ."""
    from indicators.intake.template import write_template  # noqa: PLC0415 - openpyxl is slow
    from indicators.previous import previous_figures  # noqa: PLC0415 - openpyxl is slow

    try:
        with opened(settings()) as workspace:
            catalogue = workspace.catalogue
            unit, period = unit_code(catalogue, unit), period_code(period)
            previous = previous_figures(workspace, workspace.operator(), unit, period)
    except StoreBusy as busy:
        catalogue = load_catalogue(settings().data)
        unit, period, previous = unit_code(catalogue, unit), period_code(period), {}
        click.echo(f"{busy} Biểu mẫu không có số liệu kỳ trước.", err=True)
    write_template(catalogue, unit, period, output, previous=previous)
    click.echo(str(output))


@click.command()
@FILES
@marked.option
@as_json
@click.pass_context
def check(
    context: click.Context, files: tuple[Path, ...], *, folder: Path | None, is_json: bool
) -> None:
    """Đọc và kiểm tra các bảng tính, không ghi gì vào kho số liệu."""
    readings = _read(files)
    copies = marked.write_marked(files, readings, folder) if folder else [None] * len(readings)
    if is_json:
        found = [reading.as_dict() for reading in readings]
        if folder:
            for told, copy in zip(found, copies, strict=True):
                told["marked_up"] = copy and str(copy)
        print_json(found)
    else:
        for reading, copy in zip(readings, copies, strict=True):
            _print_reading(reading)
            if copy is not None:
                click.echo(f"  Bản đánh dấu lỗi: {copy}")
    if not all(reading.ok for reading in readings):
        context.exit(1)


@click.command()
@FILES
@click.option("--by", help="Người nộp; bắt buộc khi nạp vào kho trên máy này.")
@click.option("--approve", is_flag=True, help="Duyệt luôn (văn phòng tự nạp).")
@click.option("--server", metavar="URL", help="Gửi tới Bảng Xanh đang chạy ở địa chỉ này.")
@TOKEN_FILE
@as_json
@click.pass_context
def load(
    context: click.Context,
    files: tuple[Path, ...],
    *,
    by: str | None,
    approve: bool,
    server: str | None,
    token_file: Path | None,
    is_json: bool,
) -> None:
    """Nộp các bảng tính vào kho số liệu; tệp có lỗi không được nạp."""
    if server is not None:
        if by or approve:
            raise click.UsageError(
                "--by và --approve không đi với --server: người nộp là chủ của mã truy cập, việc"
                " duyệt làm trên màn hình."
            )
        loaded = _sent(files, server, token_file)
    elif by is None:
        raise click.UsageError("Thiếu --by NGƯỜI (nạp vào kho trên máy này) hoặc --server URL.")
    else:
        loaded = _stored(files, by=by, approve=approve)
    _report(context, loaded, approve=approve, is_json=is_json)


def _stored(files: tuple[Path, ...], *, by: str, approve: bool) -> Iterator[Loaded]:
    """Submit files to the store of this machine; yield each with the submissions it made."""
    from indicators.submission import submit  # noqa: PLC0415 - the store's libraries are slow

    try:
        with opened(settings()) as workspace:
            who = workspace.operator(by)
            for path, reading in zip(files, _read(files), strict=True):
                numbers: list[int] = []
                if reading.ok:
                    numbers = submit(workspace, who, reading, approve=approve, source=path)
                yield reading, numbers
    except StoreBusy as busy:
        click.echo(f"{busy} Đang chạy máy chủ thì nạp qua nó: load TỆP… --server URL.", err=True)
        raise click.exceptions.Exit(3) from busy


def _sent(files: tuple[Path, ...], url: str, token_file: Path | None) -> Iterator[Loaded]:
    """Send files to another Bảng Xanh, one at a time; yield each as that one answered."""
    from indicators.commands._server import connected, token_from  # noqa: PLC0415 - httpx is slow

    with connected(url, token_from(token_file)) as server:
        server.check()
        for path in files:
            if not path.is_file() or path.stat().st_size > FILE_BYTES:
                yield _read([path])[0], []  # the same words as for a file that stays here
                continue
            reading, numbers = server.send(path)
            reading.file = str(path)
            yield reading, numbers


def _report(
    context: click.Context, loaded: Iterator[Loaded], *, approve: bool, is_json: bool
) -> None:
    """Tell of each file as it is done; what was done before a fault is told too."""
    results = []
    try:
        for reading, numbers in loaded:
            results.append({**reading.as_dict(), "submissions": numbers})
            if not is_json:
                _print_reading(reading)
                click.echo(_outcome(reading, numbers, approve=approve))
    except Exception:
        if is_json and results:
            print_json(results)
        raise
    if is_json:
        print_json(results)
    if not all(result["ok"] for result in results):
        context.exit(1)


@click.command()
@click.option("--period", help="Kỳ báo cáo; mặc định là tháng mới nhất có số liệu.")
@click.option("--unit", help="Mã hoặc tên đơn vị; mặc định theo cấu hình.")
@click.option("--as-of", help="Như được biết vào ngày (2026-10-31) hoặc lúc (2026-10-31T08:00).")
@click.option("--plan", help="Chỉ các chỉ tiêu của kế hoạch này.")
@click.option("--provisional", is_flag=True, help="Tính cả số liệu chờ duyệt.")
@click.option("--format", "form", type=click.Choice(["table", "csv", "json"]), default="table")
@as_json
def board(
    *,
    period: str | None,
    unit: str | None,
    as_of: str | None,
    plan: str | None,
    provisional: bool,
    form: str,
    is_json: bool,
) -> None:
    """In bảng chỉ tiêu của một đơn vị và các đơn vị trực thuộc."""
    from indicators import board as boards  # noqa: PLC0415 - the store's libraries are slow
    from indicators.board.render import rows  # noqa: PLC0415

    with opened(settings()) as workspace:
        drawn = boards.board(
            workspace,
            workspace.operator(),
            period=period_code(period) if period else boards.latest_period(workspace),
            unit=unit_code(workspace.catalogue, unit or workspace.settings.home_unit),
            plan=plan_code(workspace.catalogue, plan) if plan else None,
            as_of=moment(as_of) if as_of else None,
            provisional=provisional,
            order="plan",
        )
        found = rows(drawn, workspace.catalogue)
    if is_json or form == "json":
        print_json(found)
    elif form == "csv":
        click.echo(_csv(found), nl=False)
    else:
        click.echo(table(found))


def _read(files: Sequence[Path]) -> list[Reading]:
    from indicators.intake.check import check_files  # noqa: PLC0415 - openpyxl is slow

    readings = list(check_files(list(files), load_catalogue(settings().data)))
    for path, reading in zip(files, readings, strict=True):
        reading.file = str(path)  # as it was asked for, so that a program can tell them apart
    return readings


def _print_reading(reading: Reading) -> None:
    state = "được" if reading.ok else "KHÔNG được"
    click.echo(f"{reading.file}: {state}, {len(reading.rows)} số liệu")
    for problem in reading.problems:
        mark = "LỖI" if problem.is_error else "Lưu ý"
        where = "!".join(part for part in (problem.sheet, problem.cell) if part)
        click.echo(f"  {mark}  {where or '-'}  {problem.code}  {problem.message}")


def _outcome(reading: Reading, numbers: list[int], *, approve: bool) -> str:
    if not reading.ok:
        return "  Không nạp: sửa các lỗi trên rồi nộp lại."
    if not numbers:
        return "  Tệp này đã được nộp trước đó, không có gì thay đổi."
    state = "đã duyệt" if approve else "chờ duyệt"
    return f"  Đã nạp thành lần nộp {', '.join(map(str, numbers))} ({state})."


def _csv(rows: list[dict[str, object]]) -> str:
    if not rows:
        return ""
    text = io.StringIO()
    writer = csv.DictWriter(text, fieldnames=list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()
