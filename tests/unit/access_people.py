"""People for the tests of access: added straight into the store, with one password for all."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from unittest import mock

import argon2

from indicators import clock
from indicators.access import Grant, Principal, passwords, throttle
from indicators.access import sign_in as signing
from indicators.access.person_rows import add_grants, add_person, set_password
from indicators.access.sign_in import SignedIn, sign_in
from indicators.settings import Settings
from indicators.workspace import Workspace
from tests import offices

PASSWORD = "Con trâu đi cày ruộng sâu"  # noqa: S105 - of people who are not
OTHER = "Mùa gặt năm nay lúa trĩu bông"
CHEAP = argon2.PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
FROM = {"address": "10.0.0.7", "agent": "Firefox"}


@contextmanager
def in_little_time() -> Iterator[None]:
    """Hash at the least cost and refuse at once: for tests of anything but what that costs."""
    hashed = (passwords._nobodys, _hash)
    with (
        mock.patch.object(passwords, "_HASHER", CHEAP),
        mock.patch.object(signing, "ANSWERED_EVERY", 0.0),
    ):
        for each in hashed:
            each.cache_clear()
        yield
    for each in hashed:
        each.cache_clear()


def file_office(settings: Settings, **changes: object) -> Workspace:
    """Open an office of the small catalogue whose store is a file, as a restart needs."""
    changed = settings.model_copy(update={"home_unit": "so", **changes})
    changed.store_path.parent.mkdir(parents=True, exist_ok=True)
    return offices.open_office(path=changed.store_path, settings=changed)


def add(office: Workspace, account: str, *grants: Grant, is_sample: bool = False) -> str:
    """Add a person who knows PASSWORD and holds `grants`; return the account."""
    with office.store.write("test", changes_board=False) as write:
        at = offices.NOW
        add_person(
            write,
            account,
            name=f"Tên {account}",
            email=None,
            by="ai-do",
            is_sample=is_sample,
            at=at,
        )
        add_grants(write, account, grants, by="ai-do", at=at)
        if not is_sample:
            set_password(office, write, account, _hash())
    office.sessions.people_changed()
    return account


def admin(office: Workspace, account: str = "quan.tri", unit: str = "tinh") -> Principal:
    """Add an admin of a unit, and return who they are."""
    add(office, account, Grant("admin", unit))
    return Principal(account, account, frozenset({Grant("admin", unit)}), session="phien")


def enter(
    office: Workspace, account: str, password: str = PASSWORD, **changes: str | None
) -> SignedIn:
    """Sign in from one and the same place unless told otherwise."""
    return sign_in(office, account, password, **{**FROM, "device": None, **changes})


def guess(office: Workspace, account: str) -> None:
    """Charge one try at an account as a wrong password does, without the cost of a hash."""
    tries = throttle.buckets_of(
        office.trail, account, exists=True, device=None, address=FROM["address"]
    )
    with office.store.write("test", changes_board=False) as write:
        throttle.admit(write, tries[1:], at=clock.now())


def actions(office: Workspace) -> list[tuple[str, str, str]]:
    """Return actor, action and object of every audit row, oldest first."""
    rows = office.store.rows("audit/rows", from_at=None, before_at=None, actor=None, object_id=None)
    return [(row["actor"], row["action"], row["object_id"]) for row in rows]


def everything(office: Workspace) -> str:
    """Return every value of every table of people and access, and of the trail, as one text."""
    tables = (
        "person role_grant external_identity session one_time_link sign_in_throttle api_token audit"
    )
    with office.store._connection.cursor() as cursor:
        return "\n".join(str(cursor.table(table).fetchall()) for table in tables.split())


@cache
def _hash() -> str:
    return passwords.hash_password(PASSWORD)
