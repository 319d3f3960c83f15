"""Who is asking (chủ thể): an account, what its roles allow, and in which units.

Every function that reads or writes figures, people or files takes a `Principal` beside the
workspace. What a role may do is one table here; in which units is a list of roots that goes into
the SQL itself (`in_scope`), so that an id outside answers like one that does not exist.

Source: SECURITY.md, "Accounts and sessions".
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal, get_args

Role = Literal["leader", "reporter", "office", "admin"]
Right = Literal["read", "submit", "review", "people", "audit", "care"]

ROLES: tuple[Role, ...] = get_args(Role)
RIGHTS: tuple[Right, ...] = get_args(Right)
ALLOWED: dict[Role, frozenset[Right]] = {
    "leader": frozenset({"read"}),
    "reporter": frozenset({"read", "submit"}),
    "office": frozenset({"read", "submit", "review"}),
    "admin": frozenset({"read", "people", "audit", "care"}),
}


@dataclass(frozen=True, slots=True, order=True)
class Grant:
    """One role, held for a unit and everything below it."""

    role: Role
    unit: str


@dataclass(frozen=True, slots=True)
class Principal:
    """A person or program that acts, at this moment.

    `session` is the public name of the session or token it came through, for the audit trail;
    `limit` narrows what its roles allow, as an API token does; `is_sample` marks the invented
    people, whose figures are invented too; `is_operator` who holds the store's file itself.
    """

    account: str
    name: str
    grants: frozenset[Grant]
    session: str | None = None
    limit: frozenset[Right] | None = None
    is_sample: bool = False
    is_operator: bool = False

    def may(self, right: Right) -> bool:
        """Whether any role of this person allows `right` anywhere."""
        return bool(self.roots(right))

    def roots(self, right: Right = "read") -> list[str]:
        """Return the units in whose branches this person has `right`, in order: for `in_scope`."""
        if self.limit is not None and right not in self.limit:
            return []
        return sorted({each.unit for each in self.grants if right in ALLOWED[each.role]})

    def has_role(self, role: Role) -> bool:
        """Whether this person holds `role` for any unit."""
        return any(each.role == role for each in self.grants)

    def limited_to(self, rights: Iterable[Right], *, session: str) -> Principal:
        """Return the same person acting through something that allows no more than `rights`."""
        return replace(self, limit=frozenset(rights), session=session)


def operator(account: str, tops: Iterable[str]) -> Principal:
    """Return who acts at the command line: holding the store's file, nothing is kept from them.

    Args:
        account: the name the audit trail keeps.
        tops: the units that are below no other.
    """
    everything = frozenset(Grant(role, top) for role in ROLES for top in tops)
    return Principal(account, account, everything, is_operator=True)
