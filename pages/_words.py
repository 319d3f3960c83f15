"""The words and symbols of a board, the same on the screen, on paper and in pictures."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from indicators import clock
from indicators.board.view import Board, Cell, Status, Tally
from indicators.catalogue.model import Indicator, Operator, Target
from indicators.i18n import language, t
from indicators.numbers import format_against, format_measure, format_number
from indicators.periods import Period
from indicators.windows import Covered

# Red first: what a leader must see to.
TILE_ORDER: tuple[Status, ...] = ("red", "missing", "amber", "green", "pending", "not_applicable")
# Counted in the greening rate: shown even when there are none.
JUDGED: tuple[Status, ...] = ("red", "missing", "amber", "green")


def status_words() -> dict[Status, str]:
    """Return what each status is called."""
    return {
        "green": t("đạt"),
        "amber": t("cận đạt"),
        "red": t("chưa đạt"),
        "missing": t("quá hạn chưa báo cáo"),
        "pending": t("chưa đến hạn"),
        "not_applicable": t("không phát sinh"),
    }


def decimal(value: float, places: int = 1) -> str:
    """Return `value` as vi_VN writes it, zeros kept: 78,0."""
    return format_number(value, places, keep_zeros=True)


def figure(cell: Cell, indicator: Indicator, *, is_brief: bool = False) -> str:
    """Return a cell's figure with as many decimals as show that it is not its goal; "" if none.

    Brief, for the matrix: without its unit, one decimal where more are usual.
    """
    if cell.value is None:
        return ""
    if indicator.formula == "yes_no":
        return t("Có") if cell.value >= 1 else t("Không")
    unit = "" if is_brief else indicator.unit_of_measure
    places = min(indicator.decimals, 1) if is_brief else indicator.decimals
    goal = cell.final if cell.goal is None else cell.goal
    return format_against(cell.value, goal, unit, places, upper=cell.upper)


def reported(value: float | None, indicator: Indicator) -> str:
    """Return a figure by itself, with its unit: "95 %", "Có"; a dash where there is none."""
    if value is None:
        return "–"
    if indicator.formula == "yes_no":
        return t("Có") if value >= 1 else t("Không")
    return format_measure(value, indicator.unit_of_measure, indicator.decimals)


def final_goal(target: Target, indicator: Indicator) -> str:
    """Return a target at its date as people write it: "≥ 98 %", "từ 3 đến 5 %"."""
    unit = indicator.unit_of_measure
    if indicator.formula == "yes_no":
        return t("Có") if target.value >= 1 else t("Không")
    if target.operator == "between" and target.upper is not None:
        return t("từ {low} đến {high}").format(
            low=format_number(target.value), high=format_measure(target.upper, unit)
        )
    return f"{_SIGNS[target.operator]} {format_measure(target.value, unit)}"


_SIGNS: dict[Operator, str] = {
    ">=": "≥", ">": ">", "<=": "≤", "<": "<", "=": "=", "between": "",
}  # fmt: skip


def month(period: str) -> str:
    """Return the name of a period: "Tháng 10/2026"; its code in English ("2026-10")."""
    return Period.parse(period).label if language() == "vi" else period


def change_of_rate(tally: Tally, previous: Tally) -> float | None:
    """Return the change of the greening rate in points, None when either month had none."""
    if tally.greening_rate is None or previous.greening_rate is None:
        return None
    return tally.greening_rate - previous.greening_rate


def change_words(change: float | None) -> str:
    """Return "tăng 2,1 điểm", "giảm 0,4 điểm", "không đổi"; "" when there is nothing to compare."""
    if change is None:
        return ""
    shown = decimal(abs(change))
    if shown == "0,0":
        return t("không đổi")
    return (t("tăng {n} điểm") if change > 0 else t("giảm {n} điểm")).format(n=shown)


def own_cells(board: Board, *statuses: Status) -> list[Cell]:
    """Return the cells that units report themselves and that have one of `statuses`."""
    return [
        cell
        for unit in board.units
        for indicator in board.indicators
        if (cell := board.cells.get((unit.code, indicator.code)))
        and not cell.is_rolled_up
        and cell.status in statuses
    ]


def period_of(board: Board) -> str:
    """Return the period of a board, and the moment as of which it was known if not now."""
    if board.as_of is None:
        return month(board.period)
    known = t("{period}, như được biết lúc {when}")
    return known.format(period=month(board.period), when=moment(board.as_of))


def headline(board: Board) -> str:
    """Return the sentence a leader reads first.

    "Tháng 10/2026: 78,4 % chỉ tiêu xanh, tăng 2,1 điểm; 9 ô đỏ ở 3 đơn vị, 2 ô chưa báo cáo".
    """
    rate = board.tally.greening_rate
    if rate is None:
        return t("{period}: chưa có chỉ tiêu nào đến hạn").format(period=period_of(board))
    sentence = t("{period}: {rate} % chỉ tiêu xanh").format(
        period=period_of(board), rate=decimal(rate)
    )
    if change := change_words(change_of_rate(board.tally, board.previous)):
        sentence += ", " + change
    parts = []
    if board.tally.red:
        parts.append(_red_words(board))
    if board.tally.missing:
        parts.append(t("{n} ô quá hạn chưa báo cáo").format(n=board.tally.missing))
    return f"{sentence}; {', '.join(parts)}" if parts else f"{sentence}; {t('không có ô đỏ')}"


def _red_words(board: Board) -> str:
    """Return "9 ô đỏ ở 3 đơn vị"; without the units where some stand further down the tree."""
    red = own_cells(board, "red")
    firm = [cell for cell in red if not cell.is_provisional]
    counted = next((each for each in (red, firm) if len(each) == board.tally.red), None)
    if counted is None:
        return t("{n} ô đỏ").format(n=board.tally.red)
    places = len({cell.unit for cell in counted})
    return t("{n} ô đỏ ở {places} đơn vị").format(n=len(counted), places=places)


def moment(at: datetime) -> str:
    """Return a moment as the office's clock showed it: "09:12 22/11/2026"."""
    return f"{clock.local(at):%H:%M %d/%m/%Y}"


def rate(tally: Tally) -> str:
    """Return a greening rate as people write it, a dash where nothing was judged."""
    return "–" if tally.greening_rate is None else f"{decimal(tally.greening_rate)} %"


def covered(found: Sequence[Covered]) -> str:
    """Return which days figures are of, plans named where several windows meet; "" for none."""
    parts = []
    for each in found:
        first, last = f"{each.window.first:%d/%m/%Y}", f"{each.window.last:%d/%m/%Y}"
        days = t("số liệu từ {first} đến {last}").format(first=first, last=last)
        plans = ", ".join(each.plans)
        parts.append(f"{plans}: {days}" if len(found) > 1 else days)
    return "; ".join(parts)
