"""One person as an administrator sees them, and who sees whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from indicators.access.office import Office
from indicators.access.principal import Grant, Principal
from indicators.errors import Forbidden, NotFound
from queries import Store, Transaction

ONLY_LOOKING = (
    "Tài khoản mẫu chỉ xem được trang này. Để thêm người dùng thật, tạo quản trị đầu tiên bằng liên"
    " kết thiết lập trên máy chủ (thư mục keys cạnh kho), hoặc bằng lệnh `user add`."
)


@dataclass(frozen=True, slots=True)
class Person:
    """One person as an admin sees them; moments in UTC.

    `grants` are the roles in the admin's branch; `has_outside` says that there are others.
    """

    account: str
    name: str
    email: str | None
    grants: tuple[Grant, ...]
    has_outside: bool
    is_sample: bool
    has_password: bool
    must_change_password: bool
    created_at: datetime
    created_by: str
    disabled_at: datetime | None
    signed_in_at: datetime | None


def seen(
    reader: Store | Transaction, workspace: Office, who: Principal, account: str | None = None
) -> list[Person]:
    """Return the people in the branch of `who`, by account, or the one of them with `account`."""
    roots = who.roots("people")
    rows = reader.rows(
        "access/people",
        scope=roots,
        asker=who.account,
        sees_all=tops(workspace) <= set(roots),
        account=account,
    )
    return [_person(row) for row in rows]


def one(reader: Store | Transaction, workspace: Office, who: Principal, account: str) -> Person:
    """Return one person in the branch of `who`.

    Raises:
        NotFound: there is none.
    """
    found = seen(reader, workspace, who, account)
    if not found:
        raise NotFound(f"Không có tài khoản «{account}».")
    return found[0]


def own(workspace: Office, write: Transaction, who: Principal, account: str) -> Person:
    """Return a person whose account itself `who` may touch.

    Raises:
        NotFound: there is none in the branch.
        Forbidden: the person has roles outside it.
    """
    found = one(write, workspace, who, account)
    refuse_outside(found)
    return found


def refuse_outside(found: Person) -> None:
    """Leave the account of someone who has roles outside the branch to a higher admin.

    Raises:
        Forbidden: the person has such roles.
    """
    if found.has_outside:
        raise Forbidden(
            f"Tài khoản {found.account} còn có vai trò ở đơn vị ngoài phạm vi của bạn: chỉ quản trị"
            " cấp trên mới đổi được tài khoản này."
        )


def refuse_sample(workspace: Office, who: Principal, what: str) -> None:
    """Let the invented admin look only: adding a real one would get round the set-up link.

    Raises:
        Forbidden: `who` is invented.
    """
    if who.is_sample:
        workspace.refused(who, what)
        raise Forbidden(ONLY_LOOKING)


def tops(workspace: Office) -> set[str]:
    """Return the units that are below no other."""
    return set(workspace.catalogue.children.get(None, ()))


def _person(row: dict[str, Any]) -> Person:
    pairs = zip(row.pop("roles"), row.pop("units"), strict=True)
    return Person(grants=tuple(Grant(role, unit) for role, unit in pairs), **row)
