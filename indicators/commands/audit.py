"""`audit verify`, `audit export`, `audit accept`: the trail of who did what.

They open the store alone, so that verifying changes nothing and works where the office's own
opening refuses a store that lost rows.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

import click

from indicators import audit as trails
from indicators.commands._common import as_json, print_json, settings
from indicators.errors import NotFound
from queries import Store, open_store

_DAY = click.DateTime(formats=["%Y-%m-%d"])


@click.group()
def audit() -> None:
    """Nhật ký: ai đã làm gì, và nhật ký có còn nguyên vẹn không."""


@audit.command()
@as_json
@click.pass_context
def verify(context: click.Context, *, is_json: bool) -> None:
    """Kiểm tra từng dòng nhật ký, đuôi nhật ký so với mốc neo, và số liệu đã nộp."""
    found = settings()
    keys = trails.known_keys(found.audit_key_path)
    anchor = trails.load_anchor(trails.anchor_path(found.audit_key_path, found.store_path))
    with _store() as store:
        verdict = trails.verify(store, keys, anchor)
    if is_json:
        print_json({"whole": verdict.is_whole, **asdict(verdict)})
    else:
        for fault in verdict.faults:
            click.echo(f"HỎNG  dòng {fault.seq}  {fault.kind}  {fault.message}")
        if verdict.is_whole:
            click.echo(_whole(verdict))
    if not verdict.is_whole:
        context.exit(1)


@audit.command()
@click.option("-o", "--output", required=True, type=click.Path(path_type=Path, dir_okay=False))
@click.option("--from", "first", type=_DAY, help="Từ ngày (2026-11-01), giờ Việt Nam.")
@click.option("--to", "last", type=_DAY, help="Đến hết ngày.")
@click.option("--actor", help="Chỉ việc của người này.")
@click.option("--object", "on", help="Chỉ đối tượng này: submission, submission/12 …")
@click.option("--format", "form", type=click.Choice(["csv", "json"]), default="csv")
@click.option("--by", default=trails.SYSTEM, help="Người làm, ghi vào nhật ký.")
def export(
    output: Path,
    first: datetime | None,
    last: datetime | None,
    actor: str | None,
    on: str | None,
    form: str,
    by: str,
) -> None:
    """Ghi nhật ký ra tệp, lọc theo ngày, người, đối tượng; việc lấy ra cũng được ghi lại."""
    from indicators.export import audit_table  # noqa: PLC0415 - only this command writes it

    days = (first.date() if first else None, last.date() if last else None)
    wanted = trails.AuditFilter(*days, actor, on)
    with _store() as store:
        rows = trails.selected(store, wanted)
        _note(store, by, trails.told(wanted, len(rows)))
    content = audit_table.as_csv(rows) if form == "csv" else audit_table.as_json(rows)
    try:
        output.write_bytes(content)
    except OSError as error:
        raise click.FileError(str(output), error.strerror) from error
    click.echo(f"{output}: {len(rows)} dòng")


@audit.command()
@click.option("--by", required=True, help="Người chấp nhận.")
def accept(by: str) -> None:
    """Chấp nhận kho như đang có, khi mốc neo ghi những dòng mà kho không còn."""
    found = settings()
    with _store() as store:
        trail = trails.open_trail(found.audit_key_path, found.store_path)
        done = trails.accept(trail, store, by=by)
    told = "Đã ghi việc chấp nhận vào nhật ký và neo lại." if done else "Không có gì để chấp nhận."
    click.echo(told)


def _note(store: Store, by: str, told: dict[str, object]) -> None:
    """Keep that the trail was taken along; not where rows are lost, which stays as it was found."""
    found = settings()
    trail = trails.open_trail(found.audit_key_path, found.store_path)
    known = trail.anchored()
    if known is not None and not trail.agrees(store, known):
        click.echo("Nhật ký không khớp mốc neo: việc lấy ra này không được ghi thêm vào.", err=True)
        return
    with store.write("audit", changes_board=False) as write:
        trail.record(write, trails.Entry(by, trails.EXPORTED, "audit", details=told))


@contextmanager
def _store() -> Iterator[Store]:
    """Open the store by itself; one that is not there is not made."""
    path = settings().store_path
    if not path.exists():
        raise NotFound(f"Chưa có kho số liệu {path}: kiểm tra BANGXANH_STORE, BANGXANH_DATA.")
    store = open_store(path)
    try:
        yield store
    finally:
        store.close()


def _whole(verdict: trails.Verdict) -> str:
    anchored = f"mốc neo ở dòng {verdict.anchored}" if verdict.anchored else "chưa có mốc neo"
    return f"Nhật ký {verdict.count} dòng, nguyên vẹn; {anchored}."
