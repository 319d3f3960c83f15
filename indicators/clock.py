"""What day and moment it is for the office: Asia/Ho_Chi_Minh, whatever the server's clock says."""

from __future__ import annotations

from datetime import UTC, date, datetime
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
