"""`template`, `check`, `load`, `board`: figures in and out."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import date, datetime, time
from pathlib import Path

import click

from indicators import clock
from indicators.catalogue.load import load as load_catalogue
from indicators.commands import _marked as marked
from indicators.commands._common import (
    as_json,
    period_code,
    plan_code,
    print_json,
    settings,
    table,
    unit_code,
)
from indicators.intake.reading import Reading
from indicators.workspace import opened
from queries import StoreBusy

FILES = click.argument(
    "files", nargs=-1, required=True, type=click.Path(path_type=Path, dir_okay=False)
)


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
@click.option("--by", required=True, help="Người nộp.")
@click.option("--approve", is_flag=True, help="Duyệt luôn (văn phòng tự nạp).")
@as_json
@click.pass_context
def load(
    context: click.Context, files: tuple[Path, ...], *, by: str, approve: bool, is_json: bool
) -> None:
    """Nộp các bảng tính vào kho số liệu; tệp có lỗi không được nạp."""
    from indicators.submission import submit  # noqa: PLC0415 - the store's libraries are slow

    results = []
    with opened(settings()) as workspace:
        who = workspace.operator(by)
        for path, reading in zip(files, _read(files), strict=True):
            numbers = (
                submit(workspace, who, reading, approve=approve, source=path) if reading.ok else []
            )
            results.append({**reading.as_dict(), "submissions": numbers})
            if not is_json:
                _print_reading(reading)
                click.echo(_outcome(reading, numbers, approve=approve))
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
            as_of=_moment(as_of) if as_of else None,
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


def _moment(text: str) -> datetime:
    """Return the moment; a bare date means the end of that day in Asia/Ho_Chi_Minh."""
    try:
        if len(text) == 10:
            day = date.fromisoformat(text)
            return datetime.combine(day, time.max, tzinfo=clock.HANOI)
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise click.BadParameter(f"«{text}» không phải là ngày: viết như 2026-10-31") from error
    return moment if moment.tzinfo else moment.replace(tzinfo=clock.HANOI)


def _csv(rows: list[dict[str, object]]) -> str:
    if not rows:
        return ""
    text = io.StringIO()
    writer = csv.DictWriter(text, fieldnames=list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()
