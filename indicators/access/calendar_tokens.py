"""Addresses of calendars (địa chỉ lịch): tokens that open one unit's calendar for their owner.

Calendar programs send no cookie and no header, so the token is in the address. All it opens is a
calendar to read: nothing of the API, and API tokens open no calendar. It is revoked with the other
tokens of its owner: `api_tokens.revoke`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from indicators import clock
from indicators.access.needs import needs
from indicators.access.office import Office
from indicators.access.principal import Principal
from indicators.access.token_kept import CALENDAR, Wish, acting, issue, require_person
from indicators.errors import NotFound


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads the calendar of which unit through an address, for how long still.

    `is_first_today`: nobody came by this address earlier on this day, as far as is kept.
    """

    who: Principal
    unit: str
    expires_at: datetime
    is_first_today: bool


@needs("read")
def create(workspace: Office, who: Principal, unit: str, *, label: str, days: int) -> str:
    """Make a token that opens the calendar of `unit`, and return it: nobody can see it again.

    Args:
        workspace: the open office.
        who: its owner, signed in as a person.
        unit: whose calendar.
        label: what the owner calls it: which program reads it.
        days: how long it lives, 1 to 366.

    Raises:
        InputRejected: any of that cannot be, each with its reason.
        Forbidden: `who` came through a token, or is one of the invented people.
        NotFound: `who` sees no such unit, or is no enabled person of this office.
    """
    require_person(workspace, who, "access.calendar_tokens.create")
    if not workspace.sees(who, unit):
        raise NotFound(f"Không có đơn vị «{unit}»")
    return issue(workspace, who, Wish(label, days, calendar_of=unit))


def reader_of(workspace: Office, token: str | None) -> Reader | None:
    """Return who reads which calendar by `token`; None for one that is no good.

    One that was never made, has run out, was revoked, whose owner is disabled, or that is for the
    API all answer alike. Whether the unit is still theirs to see is asked where it is read.
    """
    found = acting(workspace, token, CALENDAR)
    if found is None:
        return None
    known, who = found
    if known.calendar_of is None:  # a token of this kind has one
        return None
    is_first = known.used_at is None or clock.local(known.used_at).date() < clock.today()
    return Reader(who, known.calendar_of, known.expires_at, is_first)
