"""`user add`, `user reset`, `user list`: the people who may sign in."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any

import click

from indicators import audit, clock
from indicators.access import ROLES, Grant, Role
from indicators.access import people as persons
from indicators.access.links import GOOD_FOR, Purpose, address_of
from indicators.access.names import account_of
from indicators.access.person import Person
from indicators.commands._common import as_json, print_json, settings, table, unit_code
from indicators.workspace import Workspace, opened

_by = click.option("--by", default=audit.SYSTEM, help="Người làm, ghi vào nhật ký.")


@click.group()
def user() -> None:
    """Người dùng: thêm, đặt lại mật khẩu, liệt kê."""


@user.command()
@click.argument("account")
@click.option("--name", required=True, help="Họ và tên.")
@click.option("--email", help="Thư điện tử.")
@click.option(
    "--role",
    "roles",
    required=True,
    multiple=True,
    type=click.Choice(ROLES),
    help="Vai trò; lặp lại được.",
)
@click.option(
    "--unit", "units", multiple=True, help="Đơn vị; lặp lại được; không nêu là mọi cấp trên cùng."
)
@_by
@as_json
def add(
    account: str,
    name: str,
    email: str | None,
    roles: tuple[Role, ...],
    units: tuple[str, ...],
    by: str,
    *,
    is_json: bool,
) -> None:
    """Thêm người dùng và in liên kết một lần để họ tự đặt mật khẩu."""
    with opened(settings()) as workspace:
        found = [unit_code(workspace.catalogue, each) for each in units]
        where = found or list(workspace.catalogue.children.get(None, ()))
        grants = [Grant(role, unit) for role in roles for unit in where]
        who = workspace.operator(by)
        token = persons.invite(
            workspace, who, account=account, name=name, email=email, grants=grants
        )
        _show_link(workspace, "invite", account_of(account), token, is_json=is_json)


@user.command()
@click.argument("account")
@_by
@as_json
def reset(account: str, by: str, *, is_json: bool) -> None:
    """Bỏ mật khẩu cũ, kết thúc mọi phiên và in liên kết một lần để đặt mật khẩu mới."""
    with opened(settings()) as workspace:
        name = account_of(account)
        token = persons.reset(workspace, workspace.operator(by), name)
        _show_link(workspace, "reset", name, token, is_json=is_json)


@user.command(name="list")
@as_json
def list_people(*, is_json: bool) -> None:
    """Liệt kê người dùng, vai trò và đơn vị."""
    with opened(settings()) as workspace:
        found = persons.people(workspace, workspace.operator())
    if is_json:
        print_json([asdict(each) for each in found])
    elif found:
        click.echo(table([_row(each) for each in found]))
    else:
        click.echo("Chưa có người dùng nào.")


def _show_link(
    workspace: Workspace, purpose: Purpose, account: str, token: str, *, is_json: bool
) -> None:
    link, until = address_of(workspace, token), clock.now() + GOOD_FOR[purpose]
    if is_json:
        print_json({"account": account, "link": link, "expires_at": until})
        return
    click.echo(link)
    click.echo(f"Dùng được một lần, đến {_shown(until)}; chỉ đưa cho {account}.", err=True)


def _row(person: Person) -> dict[str, Any]:
    return {
        "tài khoản": person.account,
        "tên": person.name,
        "vai trò": ", ".join(f"{each.role} {each.unit}" for each in person.grants),
        "tình trạng": _standing(person),
        "vào gần nhất": _shown(person.signed_in_at) if person.signed_in_at else "",
    }


def _standing(person: Person) -> str:
    if person.disabled_at is not None:
        return "tạm dừng"
    if person.is_sample:
        return "mẫu"
    return "hoạt động" if person.has_password or person.signed_in_at else "chưa đặt mật khẩu"


def _shown(moment: datetime) -> str:
    return f"{clock.local(moment):%d/%m/%Y %H:%M}"
