"""The invented year of the department's rooms: what each reports, month by month.

SỐ LIỆU MẪU, KHÔNG CÓ THẬT. The same unit, month and indicator always give the same figure: each
is drawn from its own seed, so adding one changes no other. The story: dossiers dip at Tết
(February); most rooms stay above their targets with a little noise; Phòng Quản lý vận tải falls
behind step by step from May 2026; Phòng Hạ tầng kỹ thuật starts behind and recovers by April.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from random import Random

from indicators.catalogue.model import Indicator
from indicators.periods import Period

FIRST = Period("month", 2025, 11)
LAST = Period("month", 2026, 10)

# Share of a usual month's dossiers, January to December: Tết 2026 falls in mid-February.
SEASON = (0.92, 0.55, 1.08, 1.05, 1.0, 0.98, 1.02, 1.0, 0.97, 1.04, 1.06, 1.1)


@dataclass(frozen=True, slots=True)
class Room:
    """How large a room is and how well it works.

    `dossiers` are those of a usual month, `procedures` those it is responsible for. `strength`
    moves all its rates: 0 is usual, 1 is clearly better. `tasks` are those given to it so far.
    """

    dossiers: int = 0
    procedures: int = 0
    strength: float = 0.0
    tasks: int = 6


ROOMS: dict[str, Room] = {
    "dl-sxd-vp": Room(tasks=18),
    "dl-sxd-khtc": Room(tasks=9),
    "dl-sxd-qlxd": Room(dossiers=420, procedures=38, strength=0.3, tasks=12),
    "dl-sxd-qhkt": Room(dossiers=180, procedures=16, strength=0.1, tasks=10),
    "dl-sxd-htkt": Room(dossiers=95, procedures=14, strength=0.2, tasks=8),
    "dl-sxd-nha": Room(dossiers=150, procedures=21, strength=0.0, tasks=9),
    "dl-sxd-ktvl": Room(dossiers=62, procedures=9, strength=0.2, tasks=7),
    "dl-sxd-qlvt": Room(dossiers=1400, procedures=42, strength=0.1, tasks=11),
    "dl-sxd-kchtgt": Room(dossiers=130, procedures=18, strength=0.2, tasks=9),
    "dl-sxd-ptnl": Room(dossiers=3200, procedures=35, strength=0.6, tasks=10),
    "dl-sxd-pc": Room(tasks=7),
    "dl-sxd-gdcl": Room(tasks=5),
}


@dataclass(frozen=True, slots=True)
class Rate:
    """How a rate behaves: usual percent, its noise, what strength adds, what falling behind costs.

    `share` is its denominator as a share of the room's dossiers.
    """

    usual: float
    noise: float
    gain: float
    step: float
    share: float


RATES: dict[str, Rate] = {
    "HS-DUNG-HAN": Rate(98.8, 0.6, 0.6, 1.2, 1.0),
    "TT-TRUC-TUYEN": Rate(84.0, 3.0, 4.0, 3.2, 0.6),
    "HS-TOAN-TRINH": Rate(73.5, 3.0, 6.0, 2.8, 1.02),
    "HAI-LONG": Rate(96.4, 1.1, 1.5, 1.0, 0.35),
}
# Rates of which everything is asked: now and then a few slip through.
WHOLE: dict[str, float] = {"KQ-DONG-BO": 1.0, "SO-HOA": 1.0, "KQ-DIEN-TU": 0.97}
# Progress of one-time work, percent done at the end of November 2025 and of the months after.
PROGRESS: dict[str, tuple[float, ...]] = {
    "TTHC-CONG-KHAI-TCT": (88.0, 100.0),
    "TTHC-4-NHOM": (80.0, 97.0, 100.0),
    "DVCTT-DU-DIEU-KIEN": (90.0, 100.0),
    "TTHC-CAT-GIAM": (72.0, 93.0, 98.0, 100.0),
}
PROGRESS_SHARE: dict[str, float] = {
    "TTHC-CONG-KHAI-TCT": 0.7,
    "TTHC-4-NHOM": 0.8,
    "DVCTT-DU-DIEU-KIEN": 0.9,
    "TTHC-CAT-GIAM": 0.6,  # of the four groups, one: never more procedures than all four
}
# Indicators of the office on nq57.vn that are green, of 44, from November 2025 on.
GREEN_OF_44 = (31, 40, 42, 43, 43, 44, 44, 44, 43, 42, 42, 43)


@dataclass(frozen=True, slots=True)
class Reported:
    """What a room reports for one indicator: two counts, or a value; `note` explains it."""

    numerator: int | None = None
    denominator: int | None = None
    value: float | None = None
    note: str = ""


# Months that are told, not drawn: (unit, month, indicator).
TOLD: dict[tuple[str, str, str], Reported] = {
    # Exactly at the threshold, twice: green by a hair.
    ("dl-sxd-qhkt", "2026-03", "HS-DUNG-HAN"): Reported(196, 200),
    ("dl-sxd-ktvl", "2026-06", "TT-TRUC-TUYEN"): Reported(32, 40),
    # 97,96 % is not 98 %.
    ("dl-sxd-nha", "2026-04", "HS-DUNG-HAN"): Reported(144, 147),
    # Nothing arose: 0 of 0. And a figure that is 0.
    ("dl-sxd-ktvl", "2026-02", "PAKN-DUNG-HAN"): Reported(0, 0, note="Không phát sinh trong tháng"),
    ("dl-sxd-ktvl", "2026-07", "PAKN-DUNG-HAN"): Reported(
        0, 1, note="Phản ánh chuyển nhầm phòng, xử lý sau hạn 02 ngày"
    ),
    # What the department itself owes the province, half-yearly and yearly.
    ("dl-sxd", "2025-H1", "MAY-TINH-MA-DOC"): Reported(171, 198),
    ("dl-sxd", "2025-H2", "MAY-TINH-MA-DOC"): Reported(196, 203),
    ("dl-sxd", "2026-H1", "MAY-TINH-MA-DOC"): Reported(206, 206),
    ("dl-sxd", "2025", "CB-KHKT"): Reported(9, 31),
}


def month_number(period: Period) -> int:
    """Return how many months `period` is after November 2025."""
    return (period.year - FIRST.year) * 12 + period.number - FIRST.number


def slippage(unit: str, period: Period) -> int:
    """Return how many steps `unit` has fallen behind in `period`; 0 is on course."""
    month = month_number(period)
    if unit == "dl-sxd-qlvt":
        return max(0, month - 5)  # one step more each month from May 2026
    if unit == "dl-sxd-htkt":
        return max(0, 5 - month)  # five steps behind in November 2025, none from April 2026
    return 0


def report(unit: str, indicator: Indicator, period: Period) -> Reported:
    """Return what `unit` reports for `indicator` in `period`."""
    told = TOLD.get((unit, str(period), indicator.code))
    if told is not None:
        return told
    rng = Random(f"{unit}|{indicator.code}|{period}")
    if indicator.code in RATES:
        return _rate(unit, indicator.code, period, rng)
    if indicator.code in WHOLE:
        whole = max(8, round(_dossiers(unit, period) * WHOLE[indicator.code]))
        return _nearly_whole(whole, unit, period, rng)
    if indicator.code in PROGRESS:
        return _progress(unit, indicator.code, period)
    return _OTHERS[indicator.code](unit, period, rng)


def _dossiers(unit: str, period: Period) -> int:
    """Return the dossiers that `unit` settled: one number a month, behind all its rates."""
    noise = Random(f"{unit}|{period}").gauss(1.0, 0.06)
    return max(20, round(ROOMS[unit].dossiers * SEASON[period.number - 1] * noise))


def _rate(unit: str, code: str, period: Period, rng: Random) -> Reported:
    rate, behind = RATES[code], slippage(unit, period)
    whole = max(8, round(_dossiers(unit, period) * rate.share))
    wobble = max(-1.6, min(1.6, rng.gauss(0.0, 1.0))) * rate.noise
    percent = rate.usual + ROOMS[unit].strength * rate.gain + wobble - behind * rate.step
    note = "Số hồ sơ cấp phù hiệu tăng, thiếu người xử lý" if _explains(unit, code, behind) else ""
    return Reported(round(whole * min(percent, 100.0) / 100.0), whole, note=note)


def _explains(unit: str, code: str, behind: int) -> bool:
    return unit == "dl-sxd-qlvt" and code == "HS-DUNG-HAN" and behind > 1


def _nearly_whole(whole: int, unit: str, period: Period, rng: Random) -> Reported:
    """Return all of `whole`, now and then all but one or two; more where a room is behind."""
    slipped = rng.choice((1, 1, 2)) if rng.random() < 0.1 else 0
    behind = slippage(unit, period)
    if behind > 1:
        slipped += math.ceil(whole * behind * 0.008)
    return Reported(whole - min(slipped, whole), whole)


def _progress(unit: str, code: str, period: Period) -> Reported:
    """Return how far one-time work has come; the room that starts behind takes longer."""
    whole = max(3, round(ROOMS[unit].procedures * PROGRESS_SHARE[code]))
    late = 2 if unit == "dl-sxd-htkt" else 0
    steps = PROGRESS[code]
    at = month_number(period) - late
    percent = steps[0] * 0.8 if at < 0 else steps[min(at, len(steps) - 1)]
    return Reported(math.floor(whole * percent / 100.0), whole)


def _greening(_unit: str, period: Period, _rng: Random) -> Reported:
    return Reported(GREEN_OF_44[month_number(period)], 44)


def _tasks(unit: str, period: Period, _rng: Random) -> Reported:
    """Return tasks done of tasks given: a stock that grows by about one a month."""
    month = month_number(period)
    given = ROOMS[unit].tasks + month
    quarter_opens = month % 3 == 2 and ROOMS[unit].tasks % 2 == 0
    left = 3 if month == 0 else int(quarter_opens) + slippage(unit, period) // 2
    return Reported(given - min(left, given), given)


def _simplified(unit: str, period: Period, _rng: Random) -> Reported:
    since = {"dl-sxd-htkt": 4, "dl-sxd-nha": 2}.get(unit, 1)
    return Reported(value=float(month_number(period) >= since))


def _published(unit: str, period: Period, rng: Random) -> Reported:
    return _nearly_whole(rng.randint(3, 4 + ROOMS[unit].procedures // 4), unit, period, rng)


def _online(unit: str, period: Period, _rng: Random) -> Reported:
    """Return procedures offered end to end: a stock, one more every other month."""
    whole = max(5, round(ROOMS[unit].procedures * 0.8))
    start = round(whole * (0.7 if unit == "dl-sxd-htkt" else 0.82))
    return Reported(min(whole, start + (month_number(period) + 1) // 2), whole)


def _feedback(unit: str, period: Period, rng: Random) -> Reported:
    whole = rng.randint(0, 2 + ROOMS[unit].dossiers // 160)
    late = slippage(unit, period) > 2 and whole > 1
    note = "" if whole else "Không phát sinh trong tháng"
    return Reported(whole - int(late), whole, note=note)


def _points(unit: str, period: Period, rng: Random) -> Reported:
    points = 90.9 + ROOMS[unit].strength * 2 + rng.gauss(0.0, 0.7)
    return Reported(value=round(points - slippage(unit, period) * 0.9, 2))


_OTHERS = {
    "XANH-HOA": _greening,
    "NHIEM-VU": _tasks,
    "TTHC-DON-GIAN": _simplified,
    "TTHC-CONG-BO": _published,
    "DVC-TOAN-TRINH": _online,
    "PAKN-DUNG-HAN": _feedback,
    "DIEM-766": _points,
}
