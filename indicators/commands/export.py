"""`export`: a board as a file to take along, kept like every file that leaves."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypedDict, Unpack

import click

from indicators.access import Principal
from indicators.audit import SYSTEM
from indicators.commands import _export_charts as charting
from indicators.commands._common import (
    TOKEN_FILE,
    as_json,
    moment,
    period_code,
    plan_code,
    print_json,
    settings,
    unit_code,
)
from indicators.commands._output import refuse_unwritable, save
from indicators.commands.report import WHO, refuse_unwhole, row
from indicators.export import EXPORTS, Options, Wanted, gather, lacking
from indicators.workspace import Workspace, opened
from queries import StoreBusy

if TYPE_CHECKING:
    from indicators.downloads import Download
    from indicators.export.charts import Called
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
@charting.CHART
@charting.LIST
@click.option("--server", metavar="URL", help="Lấy từ Bảng Xanh đang chạy ở địa chỉ này.")
@TOKEN_FILE
@WHO
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Tệp, hoặc thư mục.")
@as_json
def export(
    *,
    kind: str,
    charts: tuple[str, ...],
    is_list: bool,
    server: str | None,
    token_file: Path | None,
    person: str,
    output: Path | None,
    is_json: bool,
    **chosen: Unpack[_Chosen],
) -> None:
    """Ghi bài trình chiếu, báo cáo, bảng tính, ảnh, lịch … của một đơn vị ra tệp."""
    charting.refuse_unfit(kind, charts, output, is_list=is_list)
    with _source(server, token_file, person, kind, chosen) as source:
        if output is None or is_list:
            charting.show(source.charts(), is_json=is_json)
            return
        _report(_taken(source, kind, charts, output), is_one=len(charts) < 2, is_json=is_json)


def _report(files: Iterator[dict[str, Any]], *, is_one: bool, is_json: bool) -> None:
    """Tell of each file as it is written; what was written before a fault is told too."""
    told = []
    try:
        for each in files:
            told.append(each)
            if not is_json:
                click.echo(_line(each))
    finally:
        if is_json and told:
            print_json(told[0] if is_one else told)


@contextmanager
def _source(
    server: str | None, token_file: Path | None, person: str, kind: str, chosen: _Chosen
) -> Iterator[_Source]:
    """Open where files come from: the store of this machine, or a Bảng Xanh that is running."""
    if server is not None:
        from indicators.commands._export_server import there  # noqa: PLC0415 - httpx is slow

        if person != SYSTEM or chosen["issue"] or chosen["symbol"]:
            raise click.UsageError(
                "--person, --issue và --symbol không đi với --server: người xuất là chủ của mã"
                " truy cập, số văn bản cấp ở trang Xuất."
            )
        with there(server, token_file, kind, chosen) as source:
            yield source
        return
    try:
        with opened(settings()) as workspace:
            yield _Here(workspace, person, kind, chosen)
    except StoreBusy as busy:
        way = f"export {kind} … --server URL"
        click.echo(f"{busy} Đang chạy máy chủ thì xuất qua nó: {way}.", err=True)
        raise click.exceptions.Exit(3) from busy


def _taken(
    source: _Source, kind: str, asked: tuple[str, ...], output: Path
) -> Iterator[dict[str, Any]]:
    """Write each file that is asked for; yield what is said of it.

    Raises:
        click.exceptions.Exit: one was written without a part, or cannot be written: that is
            known before it is kept and numbered, unless something happens meanwhile.
    """
    named = charting.meant(source.charts(), asked) if asked else []
    files = charting.places(named, kind, output) if asked else [output]
    for chart, file in zip([each.file_stem for each in named] or [""], files, strict=True):
        refuse_unwritable(file)
        made, told = source.take(chart)
        save(file, made.content, told)
        yield {**told, "file": str(file)}
        refuse_unwhole(file, lacking(kind, made.content) if kind in EXPORTS else ())


def _line(told: dict[str, Any]) -> str:
    number = f", số {told['official']}" if told.get("official") else ""
    kept = f", bản {told['number']}" if "number" in told else ""
    return f"{told['file']}: {told['bytes']} byte{kept}{number}"


class _Source(Protocol):
    """Where files of one board come from."""

    def charts(self) -> Sequence[Called]:
        """Return the charts of the board."""
        ...

    def take(self, chart: str) -> tuple[Download, dict[str, Any]]:
        """Return the board, or one chart of it, as a file, and what is said of it."""
        ...


class _Here:
    """One board of the store of this machine."""

    def __init__(self, workspace: Workspace, person: str, kind: str, chosen: _Chosen) -> None:
        self._workspace, self._kind, self._chosen = workspace, kind, chosen
        self._who = workspace.operator(person)
        home = workspace.settings.home_unit
        self._unit = unit_code(workspace.catalogue, chosen["unit"] or home)

    def charts(self) -> Sequence[Called]:
        from indicators.export.charts import charts  # noqa: PLC0415 - few need it

        wanted = _wanted(self._workspace, self._unit, self._chosen)
        return charts(gather(self._workspace, self._who, wanted))

    def take(self, chart: str) -> tuple[Download, dict[str, Any]]:
        if self._kind == _CALENDAR:
            return _calendar(self._workspace, self._who, self._unit)
        from indicators import reports  # noqa: PLC0415 - the store's libraries are slow

        made = reports.make(
            self._workspace,
            self._who,
            self._kind,
            _wanted(self._workspace, self._unit, self._chosen),
            replace(_options(self._workspace, self._unit, self._chosen), chart=chart),
            issue=self._chosen["issue"],
        )
        kept, _ = reports.opened(self._workspace, self._who, made.number)
        return made.download, row(kept)


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


def _options(workspace: Workspace, unit: str, chosen: _Chosen) -> Options:
    by, symbol = chosen["by"], chosen["symbol"]
    if symbol is None:
        return Options(by=by)
    from indicators.export.official import official  # noqa: PLC0415 - few need it
    from indicators.reports.numbering import refuse_symbol  # noqa: PLC0415 - as above

    refuse_symbol(symbol)
    said = official(workspace.settings, workspace.catalogue, unit)
    return Options(by=by, official=replace(said, symbol=symbol))


def _calendar(workspace: Workspace, who: Principal, unit: str) -> tuple[Download, dict[str, Any]]:
    from indicators import calendars  # noqa: PLC0415 - its library is for those who write

    made = calendars.download(workspace, who, unit)
    sha256, size = hashlib.sha256(made.content).hexdigest(), len(made.content)
    return made, {"format": _CALENDAR, "unit": unit, "sha256": sha256, "bytes": size}
