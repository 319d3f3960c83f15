"""`catalogue check`: every inconsistency of data/plans and data/units."""

from __future__ import annotations

from pathlib import Path

import click

from indicators.commands._common import as_json, print_json, settings


@click.group()
def catalogue() -> None:
    """Danh mục kế hoạch, đơn vị, chỉ tiêu."""


@catalogue.command("check")
@click.option(
    "--data",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    help="Thư mục có plans/ và units/; mặc định theo cấu hình.",
)
@as_json
@click.pass_context
def check_command(context: click.Context, *, data: Path | None, is_json: bool) -> None:
    """Nêu mọi điểm không khớp trong data/plans và data/units."""
    from indicators.catalogue.check import check  # noqa: PLC0415 - other commands start without it

    found = check(data or settings().data)
    if is_json:
        print_json([each.as_dict() for each in found])
    else:
        for each in found:
            mark = "LỖI" if each.is_error else "Lưu ý"
            click.echo(f"{mark}  {each.sheet or '-'}  {each.cell or '-'}  {each.message}")
        errors = sum(each.is_error for each in found)
        click.echo(f"{errors} lỗi, {len(found) - errors} lưu ý")
    if any(each.is_error for each in found):
        context.exit(1)
