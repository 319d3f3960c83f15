"""`remind`: letters to those whose reports are due or overdue; what a timer calls."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import click

from indicators.commands._common import as_json, print_json, settings, table
from indicators.reminders import Outcome, Plan, Reminder, planned, send_due
from indicators.reminders.send import NO_SERVER
from indicators.reporting import UnitReport
from indicators.workspace import opened


@click.command()
@click.option("--dry-run", is_flag=True, help="Chỉ liệt kê thư sẽ gửi; không gửi, không ghi gì.")
@as_json
@click.pass_context
def remind(context: click.Context, *, dry_run: bool, is_json: bool) -> None:
    """Gửi thư nhắc đơn vị sắp đến hạn và quá hạn báo cáo; mỗi thư chỉ gửi một lần."""
    if not dry_run and settings().smtp is None:
        raise click.UsageError(NO_SERVER)
    with opened(settings()) as workspace:
        who = workspace.operator()
        if dry_run:
            _show_plan(planned(workspace, who), is_json=is_json)
            return
        outcome = send_due(workspace, who)
    _show(outcome, is_json=is_json)
    if outcome.fault:
        context.exit(3)
    if outcome.failed or outcome.unsure or outcome.given_up:
        context.exit(1)


def _show_plan(plan: Plan, *, is_json: bool) -> None:
    waiting = [each for each in plan.reminders if each.is_waiting]
    unreachable = [_report(each) for each in plan.unreachable]
    if is_json:
        print_json({"due": [_reminder(each) for each in waiting], "unreachable": unreachable})
        return
    click.echo(table([_line(each) for each in waiting]) or "Hôm nay không có thư nào phải gửi.")
    _tell_unreachable(plan.unreachable)


def _show(outcome: Outcome, *, is_json: bool) -> None:
    parts = {
        "sent": outcome.sent,
        "failed": outcome.failed,
        "unsure": outcome.unsure,
        "given_up": outcome.given_up,
    }
    if is_json:
        told: dict[str, Any] = {name: [_reminder(r) for r in each] for name, each in parts.items()}
        told["unreachable"] = [_report(each) for each in outcome.unreachable]
        print_json({**told, "fault": outcome.fault})
        return
    click.echo(f"Đã gửi {len(outcome.sent)} lời nhắc.")
    _tell("Chưa gửi được, lần chạy sau gửi lại:", outcome.failed)
    _tell("Chưa rõ đã đi hay chưa, không tự gửi lại; hãy gọi điện:", outcome.unsure)
    _tell("Thử nhiều lần không được, không gửi nữa:", outcome.given_up)
    _tell_unreachable(outcome.unreachable)
    if outcome.fault:
        click.echo(outcome.fault, err=True)


def _tell(title: str, reminders: Sequence[Reminder]) -> None:
    if reminders:
        click.echo(f"{title}\n{table([_line(each) for each in reminders])}", err=True)


def _tell_unreachable(reports: Sequence[UnitReport]) -> None:
    if reports:
        units = ", ".join(dict.fromkeys(each.unit for each in reports))
        click.echo(f"Không có cán bộ đầu mối nào có thư điện tử: {units}.", err=True)


def _line(each: Reminder) -> dict[str, Any]:
    return {
        "đơn vị": each.report.unit,
        "kỳ": each.report.period,
        "hạn": f"{each.report.due_on:%d/%m/%Y}",
        "quá hạn (ngày)": max(each.report.days, 0),
        "gửi đến": each.recipient,
        "ghi chú": each.detail,
    }


def _reminder(each: Reminder) -> dict[str, Any]:
    told = {"kind": each.kind, "recipient": each.recipient, "account": each.account}
    return {**_report(each.report), **told, "tries": each.count_tries, "detail": each.detail}


def _report(each: UnitReport) -> dict[str, Any]:
    return {
        "duty": each.duty,
        "unit": each.unit,
        "period": each.period,
        "due_on": each.due_on,
        "state": each.state,
        "days": each.days,
    }
