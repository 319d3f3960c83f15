"""`backup`, `restore`, `doctor`: care of the store."""

from __future__ import annotations

from pathlib import Path

import click

from indicators import backups, care
from indicators.audit import SYSTEM
from indicators.commands._common import as_json, print_json, settings
from indicators.workspace import opened

_FOLDER = click.Path(path_type=Path, file_okay=False)
_BY = click.option("--by", default=SYSTEM, help="Người làm, ghi vào nhật ký.")


@click.command()
@click.option("-o", "--output", type=_FOLDER, help="Thư mục mới; mặc định data/store/backups/…")
@_BY
def backup(output: Path | None, by: str) -> None:
    """Sao lưu kho số liệu, mọi tệp gốc và minh chứng vào một thư mục mới."""
    folder = output or backups.place(settings())
    with opened(settings()) as workspace:
        click.echo(str(care.back_up(workspace, workspace.operator(by), folder)))


@click.command()
@click.argument("folder", type=_FOLDER)
@_BY
def restore(folder: Path, by: str) -> None:
    """Khôi phục kho số liệu từ một bản sao lưu; kho cũ được giữ lại bên cạnh."""
    kept = care.restore(settings(), folder, by=by)
    click.echo(f"Đã khôi phục từ {folder}.")
    if kept:
        click.echo(f"Kho cũ được giữ ở {kept}.")


@click.command()
@click.option("--repair", "wants_repair", is_flag=True, help="Tính lại mọi ô, dọn tệp thừa.")
@as_json
@click.pass_context
def doctor(context: click.Context, *, wants_repair: bool, is_json: bool) -> None:
    """Xem kho số liệu, tệp gốc, danh mục, đĩa và đồng hồ có gì không ổn."""
    with opened(settings()) as workspace:
        if wants_repair:
            care.repair(workspace, workspace.operator())
        findings = list(care.examine(workspace, workspace.operator()))
    if is_json:
        print_json([{"name": f.name, "state": f.state, "message": f.message} for f in findings])
    else:
        marks = {"fine": "ổn", "warning": "lưu ý", "error": "LỖI"}
        for each in findings:
            click.echo(f"{marks[each.state]:6} {each.name:10} {each.message}")
    if any(each.state == "error" for each in findings):
        context.exit(1)
