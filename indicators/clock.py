"""What day and moment it is for the office: Asia/Ho_Chi_Minh, whatever the server's clock says."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")


def now() -> datetime:
    """Return this moment in UTC, with its zone: what is stored."""
    return datetime.now(UTC)


def local(moment: datetime) -> datetime:
    """Return `moment` as the office's clock shows it."""
    return moment.astimezone(HANOI)


def today() -> date:
    """Return today's date in Asia/Ho_Chi_Minh: deadlines are judged on it."""
    return now().astimezone(HANOI).date()


def moment(text: str) -> datetime:
    """Return the moment that `text` names, by Hà Nội's clock unless it names a zone.

    Args:
        text: a day, which means its end ("2026-10-31"), or a time ("2026-10-31T08:00").

    Raises:
        ValueError: it names none of the years 2000 to 2100. The message is Vietnamese.
    """
    told = f"«{text}» không phải là ngày: viết như 2026-10-31"
    try:
        if len(text) == len("2026-10-31"):
            found = datetime.combine(date.fromisoformat(text), time.max)
        else:
            found = datetime.fromisoformat(text)
    except ValueError as error:
        raise ValueError(told) from error
    if not 2000 <= found.year <= 2100:
        raise ValueError(told)
    return found if found.tzinfo else found.replace(tzinfo=HANOI)
