"""`report …`: the files that left, as they were kept, and what new ones may be made on."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from indicators import clock
from indicators.audit import SYSTEM
from indicators.commands._common import (
    as_json,
    period_code,
    print_json,
    settings,
    table,
    unit_code,
)
from indicators.errors import Conflict
from indicators.export.palette import WORDS
from indicators.workspace import opened

if TYPE_CHECKING:
    from indicators.downloads import Download
    from indicators.reports import Change, Report
    from indicators.reports.comparing import Told

OUTPUT = click.option(
    "-o", "--output", required=True, type=click.Path(path_type=Path, dir_okay=False)
)
WHO = click.option("--person", default=SYSTEM, help="Người xuất, ghi vào nhật ký.")
_NUMBER = click.argument("number", type=click.IntRange(min=1))


@click.group()
def report() -> None:
    """Các bản đã xuất: liệt kê, làm lại đúng như cũ, so với hiện nay; tệp mẫu của cơ quan."""


@report.command("list")
@click.option("--unit", help="Mã hoặc tên đơn vị.")
@click.option("--period", help="Kỳ báo cáo.")
@click.option("--numbered", is_flag=True, help="Chỉ các báo cáo có số văn bản.")
@click.option("--page", type=click.IntRange(min=1), default=1, help="Trang, mới nhất trước.")
@as_json
def list_(
    *, unit: str | None, period: str | None, numbered: bool, page: int, is_json: bool
) -> None:
    """Liệt kê các bản đã xuất, mới nhất trước."""
    from indicators import reports  # noqa: PLC0415 - the store's libraries are slow

    with opened(settings()) as workspace:
        found = reports.kept(
            workspace,
            workspace.operator(),
            unit=unit_code(workspace.catalogue, unit) if unit else None,
            period=period_code(period) if period else None,
            has_number=numbered,
            page=page,
        )
    rows = [row(each) for each in found.reports]
    if is_json:
        print_json(rows)
    else:
        shown = ("number", "made_at", "made_by", "format", "unit", "period", "official", "version")
        click.echo(table([{name: _plain(each[name]) for name in shown} for each in rows]))


@report.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@as_json
def templates(*, folder: Path, is_json: bool) -> None:
    """Ghi các tệp mẫu để cơ quan sửa thành của mình, và liệt kê chỗ điền của báo cáo Word."""
    from indicators.export.official import PER_UNIT  # noqa: PLC0415 - few need it
    from indicators.export.templates import lay  # noqa: PLC0415 - the libraries of Office are slow
    from indicators.export.word.placeholders import placeholders  # noqa: PLC0415 - as above

    try:
        paths = lay(folder)
    except Conflict as there:
        click.echo(str(there), err=True)
        raise click.exceptions.Exit(1) from there
    places = placeholders()
    if is_json:
        named = [{"write": each, "meaning": meaning} for each, meaning in places]
        print_json({"files": [str(path) for path in paths], "placeholders": named})
        return
    for path in paths:
        click.echo(str(path))
    click.echo("\nChỗ điền trong bao-cao.docx:")
    for each, meaning in places:
        click.echo(f"  {each}  {meaning}")
    click.echo(f"\nvan-ban.toml: {PER_UNIT}")


@report.command()
@_NUMBER
@WHO
@OUTPUT
@as_json
def again(*, number: int, person: str, output: Path, is_json: bool) -> None:
    """Làm lại một bản đã xuất, từ chính những gì đã giữ của nó."""
    from indicators import reports  # noqa: PLC0415 - the store's libraries are slow

    with opened(settings()) as workspace:
        found = reports.again(workspace, workspace.operator(person), number)
    save(output, found.download)
    if is_json:
        print_json({**row(found.report), "file": str(output), "is_same": found.is_same})
    else:
        click.echo(f"{output}: {found.told}")
    refuse_unwhole(output, found.lacking)


@report.command()
@_NUMBER
@as_json
def diff(*, number: int, is_json: bool) -> None:
    """Nêu từng số liệu của một bản đã xuất nay đã khác, do lần nộp nào, ai duyệt."""
    from indicators import reports  # noqa: PLC0415 - the store's libraries are slow

    with opened(settings()) as workspace:
        found = reports.differences(workspace, workspace.operator(), number)
    if is_json:
        print_json(
            {
                "report": row(found.report),
                "version": found.version,
                "is_same": found.is_same,
                "changes": [_change(each) for each in found.changes],
            }
        )
        return
    for each in found.changes:
        click.echo(_line(each))
    if not found.changes:
        others = " (lời giải trình, minh chứng hoặc tên gọi đã khác)" if found.others else ""
        click.echo(f"Không số liệu nào thay đổi{others}.")


def save(output: Path, made: Download) -> None:
    """Write a file where it was asked for.

    Raises:
        click.FileError: it cannot be written there.
    """
    try:
        output.write_bytes(made.content)
    except OSError as error:
        raise click.FileError(str(output), error.strerror) from error


def refuse_unwhole(output: Path, lacking: tuple[str, ...]) -> None:
    """Say what a file was written without, and end as an input with problems does.

    Raises:
        click.exceptions.Exit: something is lacking.
    """
    if not lacking:
        return
    click.echo(f"{output} đã ghi nhưng thiếu {len(lacking)} phần:", err=True)
    for each in lacking:
        click.echo(f"  {each}", err=True)
    raise click.exceptions.Exit(1)


def row(report: Report) -> dict[str, Any]:
    """Return a report as programs read it."""
    return {
        "number": report.number,
        "format": report.format,
        "unit": report.wanted.unit,
        "period": report.wanted.period,
        "plan": report.wanted.plan,
        "official": report.official or None,
        "year": report.year,
        "withdrawn": report.withdrawal is not None,
        "made_by": report.made_by,
        "made_at": clock.local(report.made_at),
        "known_at": clock.local(report.known_at),
        "version": report.version,
        "file": report.file,
        "sha256": report.sha256,
        "bytes": report.count_bytes,
    }


def _change(change: Change) -> dict[str, Any]:
    return {
        "unit": change.unit,
        "indicator": change.indicator,
        "period": change.period,
        "before": _side(change.before),
        "after": _side(change.after),
        "causes": [asdict(each) for each in change.causes],
        "why": change.why or None,
    }


def _words(told: Told | None, other: Told | None) -> str:
    """Return a side as read: the figure with its counts, its colour; the goal where it changed."""
    if told is None:
        return "không có"
    counts = f" ({told.counts})" if told.counts else ""
    status = WORDS[told.status] if told.status else ""
    waits = "chờ duyệt" if told.is_provisional else ""
    goal = f"phải đạt {told.goal}" if other and other.goal != told.goal and told.goal else ""
    figure = f"{told.text}{counts}" if told.text else ""
    return ", ".join(each for each in (figure, status, waits, goal) if each) or "–"


def _plain(value: object) -> object:
    return f"{value:%H:%M %d/%m/%Y}" if isinstance(value, datetime) else value


def _side(told: Told | None) -> dict[str, Any] | None:
    if told is None:
        return None
    return {
        "text": told.text,
        "counts": told.counts or None,
        "goal": told.goal or None,
        "status": told.status,
        "provisional": told.is_provisional,
    }


def _line(change: Change) -> str:
    was, now = _words(change.before, change.after), _words(change.after, change.before)
    causes = "; ".join(
        f"lần nộp {each.submission}, {each.decided_by or each.submitted_by}"
        for each in change.causes
    )
    place = f"{change.unit}  {change.indicator}  {change.period}"
    return f"{place}  {was} → {now}  [{causes or change.why}]"
