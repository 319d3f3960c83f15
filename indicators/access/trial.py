"""Trying the program out (dùng thử): the invented office's people, one click each.

Only while everything is invented: every figure is the sample's, every person too, and the office
did not choose to start empty; and only for someone at this very machine. With the first real
figure or person it ends, and every sample session with it.
"""

from __future__ import annotations

from dataclasses import dataclass

from indicators import audit, clock
from indicators.access.office import Office
from indicators.access.person_rows import add_grants, add_person
from indicators.access.principal import Grant, Role
from indicators.access.sign_in import SignedIn
from indicators.errors import Forbidden, NotFound
from queries import Transaction


@dataclass(frozen=True, slots=True)
class SamplePerson:
    """An invented person: an account, what the screen calls it, and its one role.

    `is_room` puts the role on a room of the home unit, not on the home unit itself.
    """

    account: str
    name: str
    role: Role
    is_room: bool = False


SAMPLE_PEOPLE = (
    SamplePerson("lanh-dao-mau", "Lãnh đạo (mẫu)", "leader"),
    SamplePerson("can-bo-mau", "Cán bộ đầu mối (mẫu)", "reporter", is_room=True),
    SamplePerson("van-phong-mau", "Văn phòng (mẫu)", "office"),
    SamplePerson("quan-tri-mau", "Quản trị (mẫu)", "admin"),
)


def is_trial(workspace: Office) -> bool:
    """Whether the sample people may come in: nothing and nobody in the store is real."""
    return workspace.sessions.is_trial()


def begin_sample(
    workspace: Office, account: str, *, address: str, agent: str, is_loopback: bool
) -> SignedIn:
    """Begin a session as one of the invented people.

    Args:
        workspace: the open office.
        account: one of `SAMPLE_PEOPLE`.
        address: the network address it comes from.
        agent: what the browser calls itself.
        is_loopback: whether the request was made on this very machine.

    Raises:
        Forbidden: the store holds something real, or the request comes from elsewhere.
        NotFound: no invented person has this account.
    """
    if not is_loopback or not is_trial(workspace):
        raise Forbidden(
            "Tài khoản mẫu chỉ dùng được ngay trên máy chủ, khi kho chỉ có số liệu mẫu và chưa có"
            " người dùng thật."
        )
    person = next((each for each in SAMPLE_PEOPLE if each.account == account), None)
    if person is None:
        raise NotFound(f"Không có tài khoản mẫu {account}")
    with workspace.store.write("sample-person", changes_board=False) as write:
        _add_once(workspace, write, person)
    token = workspace.sessions.begin(account, kind="sample", address=address, agent=agent)
    return SignedIn(token, None, must_change=False)


def unit_of(workspace: Office, person: SamplePerson) -> str:
    """Return whose an invented person is: the home unit, or its room with most to report."""
    home = workspace.settings.home_unit
    if not person.is_room:
        return home
    rooms = workspace.catalogue.children.get(home, ())
    return max(rooms, key=lambda room: len(workspace.catalogue.indicators_of(room)), default=home)


def _add_once(workspace: Office, write: Transaction, person: SamplePerson) -> None:
    if write.rows("access/person", account=person.account):
        return
    now, unit = clock.now(), unit_of(workspace, person)
    add_person(
        write, person.account, name=person.name, email=None, by=audit.SYSTEM, is_sample=True, at=now
    )
    grants = [Grant(person.role, unit)]
    add_grants(write, person.account, grants, by=audit.SYSTEM, at=now)
    added = audit.Entry(
        audit.SYSTEM,
        "person.sample",
        f"person/{person.account}",
        after={"role": person.role, "unit": unit},
    )
    workspace.trail.record(write, added, at=now)
