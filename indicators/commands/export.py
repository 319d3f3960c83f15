"""`export`: a board as a file to take along, kept like every file that leaves."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypedDict, Unpack

import click

from indicators.commands._common import (
    as_json,
    moment,
    period_code,
    plan_code,
    print_json,
    settings,
    unit_code,
)
from indicators.commands.report import OUTPUT, WHO, row, save
from indicators.export import EXPORTS, Options, Wanted
from indicators.workspace import Workspace, opened

if TYPE_CHECKING:
    from indicators.export.model import By

_CALENDAR = "ics"


class _Chosen(TypedDict):
    """What may be chosen of a file, as the command line gives it."""

    period: str | None
    unit: str | None
    plan: str | None
    as_of: str | None
    provisional: bool
    by: By
    issue: bool
    symbol: str | None


@click.command()
@click.argument("kind", type=click.Choice([*EXPORTS, _CALENDAR]))
@click.option("--period", help="Kỳ: 2026-10, 2026-Q3 …; mặc định là tháng mới nhất có số liệu.")
@click.option("--unit", help="Mã hoặc tên đơn vị; mặc định theo cấu hình.")
@click.option("--plan", help="Chỉ các chỉ tiêu của kế hoạch này.")
@click.option("--as-of", help="Như được biết vào ngày (2026-10-31) hoặc lúc (2026-10-31T08:00).")
@click.option("--provisional", is_flag=True, help="Tính cả số liệu chờ duyệt.")
@click.option("--by", type=click.Choice(["unit", "indicator"]), default="unit", help="Trình bày.")
@click.option("--issue", is_flag=True, help="Cấp số văn bản kế tiếp (báo cáo Word).")
@click.option("--symbol", help="Ký hiệu sau số, như BC-SXD; mặc định theo van-ban.toml.")
@WHO
@OUTPUT
@as_json
def export(
    *, kind: str, person: str, output: Path, is_json: bool, **chosen: Unpack[_Chosen]
) -> None:
    """Ghi bài trình chiếu, báo cáo, bảng tính, ảnh, lịch … của một đơn vị ra tệp."""
    with opened(settings()) as workspace:
        unit = unit_code(workspace.catalogue, chosen["unit"] or workspace.settings.home_unit)
        if kind == _CALENDAR:
            told = _calendar(workspace, unit, person, output)
        else:
            told = _exported(workspace, person, kind, unit, chosen, output)
    if is_json:
        print_json(told)
        return
    number = f", số {told['official']}" if told.get("official") else ""
    kept = f", bản {told['number']}" if "number" in told else ""
    click.echo(f"{output}: {told['bytes']} byte{kept}{number}")


def _exported(
    workspace: Workspace, person: str, kind: str, unit: str, chosen: _Chosen, output: Path
) -> dict[str, Any]:
    from indicators import reports  # noqa: PLC0415 - the store's libraries are slow

    who = workspace.operator(person)
    made = reports.make(
        workspace,
        who,
        kind,
        _wanted(workspace, unit, chosen),
        _options(workspace, chosen),
        issue=chosen["issue"],
    )
    save(output, made.download)
    kept, _ = reports.opened(workspace, who, made.number)
    return {**row(kept), "file": str(output)}


def _wanted(workspace: Workspace, unit: str, chosen: _Chosen) -> Wanted:
    from indicators import board as boards  # noqa: PLC0415 - the store's libraries are slow

    period, plan, as_of = chosen["period"], chosen["plan"], chosen["as_of"]
    return Wanted(
        unit=unit,
        period=period_code(period) if period else boards.latest_period(workspace),
        plan=plan_code(workspace.catalogue, plan) if plan else None,
        as_of=moment(as_of) if as_of else None,
        provisional=chosen["provisional"],
    )


def _options(workspace: Workspace, chosen: _Chosen) -> Options:
    by, symbol = chosen["by"], chosen["symbol"]
    if symbol is None:
        return Options(by=by)
    from indicators.export.official import official  # noqa: PLC0415 - few need it

    return Options(by=by, official=replace(official(workspace.settings), symbol=symbol))


def _calendar(workspace: Workspace, unit: str, person: str, output: Path) -> dict[str, Any]:
    from indicators import calendars  # noqa: PLC0415 - its library is for those who write

    made = calendars.download(workspace, workspace.operator(person), unit)
    save(output, made)
    return {"format": _CALENDAR, "unit": unit, "file": str(output), "bytes": len(made.content)}
