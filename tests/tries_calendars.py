"""How the guarded functions of calendars and their addresses are tried."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from indicators import calendars
from indicators.access import Principal, calendar_tokens

if TYPE_CHECKING:
    from tests.tries import Ids, Seen


def _address(seen: Seen, who: Principal, unit: str) -> int:
    """Return how long the path of a new address is: the path itself is another each time."""
    return len(calendars.subscribe(seen.office, who, unit, label="Outlook", days=1))


def _token(seen: Seen, who: Principal, unit: str) -> int:
    return len(calendar_tokens.create(seen.office, who, unit, label="Outlook", days=1))


def _bytes(seen: Seen, who: Principal, ids: Ids) -> object:
    return calendars.write(seen.office, who, ids.unit)


CALENDARS: Mapping[str, tuple[Callable[..., Any], Callable[..., Any] | None]] = {
    "access.calendar_tokens.create": (
        lambda s, who: _token(s, who, s.unit),
        lambda s, who, ids: _token(s, who, ids.unit),
    ),
    "calendars.made.calendar": (
        lambda s, who: calendars.calendar(s.office, who, s.unit),
        lambda s, who, ids: calendars.calendar(s.office, who, ids.unit),
    ),
    "calendars.made.write": (
        lambda s, who: calendars.write(s.office, who, s.unit),
        _bytes,
    ),
    "calendars.made.download": (
        lambda s, who: calendars.download(s.office, who, s.unit),
        lambda s, who, ids: calendars.download(s.office, who, ids.unit),
    ),
    "calendars.subscription.subscribe": (
        lambda s, who: _address(s, who, s.unit),
        lambda s, who, ids: _address(s, who, ids.unit),
    ),
}

OPEN_FUNCTIONS: Mapping[str, str] = {
    "access.calendar_tokens.reader_of": "whoever comes is nobody yet: what they bring is proven",
    "access.token_kept.acting": "whoever comes is nobody yet: what they bring is proven here",
    "access.token_kept.issue": "inside a function that was guarded, for who acts",
    "access.token_kept.require_person": "only ever refuses",
    "calendars.subscription.feed": "reads as the owner that the address's token proves",
}
