"""Which board a program asks for: the parameters that several addresses share, and their values."""

from __future__ import annotations

from indicators import board as boards
from indicators import clock
from indicators.periods import Period
from pages._api_call import Call, Parameter


def _period(text: str) -> str:
    return str(Period.parse(text))


def _yes_or_no(text: str) -> bool:
    if text not in {"true", "false"}:
        raise ValueError("Viết true hoặc false.")
    return text == "true"


PLAN = Parameter(
    "plan", "Mã kế hoạch: chỉ các chỉ tiêu của kế hoạch này.", {"type": "string"}, "sxd-11-2025"
)
BOARD = (
    Parameter(
        "period",
        "Kỳ báo cáo; mặc định là tháng mới nhất có số liệu.",
        {"type": "string"},
        "2026-10",
        _period,
    ),
    Parameter(
        "unit",
        "Mã đơn vị; mặc định là cơ quan, hoặc đơn vị đầu tiên trong phạm vi.",
        {"type": "string"},
        "dl-sxd",
    ),
    PLAN,
    Parameter(
        "as_of",
        "Như được biết vào ngày (hết ngày đó) hoặc lúc này, giờ Hà Nội nếu không ghi múi"
        " giờ; dấu + trong địa chỉ viết là %2B.",
        {"type": "string", "anyOf": [{"format": "date"}, {"format": "date-time"}]},
        "2026-10-31",
        clock.moment,
    ),
    Parameter(
        "provisional",
        "Tính cả số liệu chờ duyệt.",
        {"type": "boolean", "default": False},
        "true",
        _yes_or_no,
    ),
)


def period(call: Call) -> str:
    """Return the period asked for, else the newest with figures."""
    return call.given.get("period") or boards.latest_period(call.workspace)


def unit(call: Call) -> str:
    """Return the unit asked for, else the office's own where the caller sees it, else a first."""
    home, own = call.workspace.settings.home_unit, call.who.roots("read")
    asked: str | None = call.given.get("unit")
    return asked or (home if call.workspace.sees(call.who, home) else own[0])
