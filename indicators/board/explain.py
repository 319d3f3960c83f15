"""Why a cell has its colour, in sentences: every number it was decided from, in words."""

from __future__ import annotations

from datetime import date
from typing import Protocol

from indicators.board.view import Cell
from indicators.catalogue.model import Indicator, Operator
from indicators.numbers import format_against, format_measure, format_number
from indicators.workspace import Workspace

_AT_LEAST: dict[Operator, str] = {
    ">=": "tối thiểu {goal}",
    ">": "trên {goal}",
    "<=": "tối đa {goal}",
    "<": "dưới {goal}",
    "=": "đúng {goal}",
    "between": "từ {goal} đến {upper}",
}
_IN_WORDS = {"green": "đạt", "amber": "cận đạt", "red": "chưa đạt"}


def explain(workspace: Workspace, cell: Cell) -> str:
    """Return the sentences that say why `cell` shows what it shows."""
    indicator = workspace.catalogue.indicators[cell.indicator]
    parts = [_figure(cell, indicator)]
    if cell.is_rolled_up:
        parts.append(_made_of(cell))
    if cell.is_provisional:
        parts.append("Số liệu đang chờ duyệt, chưa tính vào tỷ lệ xanh hóa.")
    return " ".join(part for part in parts if part)


def value_text(indicator: Indicator, cell: Cell) -> str:
    """Return the figure as shown: with its unit, and precise enough to differ from the goal."""
    if cell.value is None:
        return "không phát sinh" if cell.status == "not_applicable" else ""
    if indicator.formula == "yes_no":
        return "Có" if cell.value >= 1 else "Không"
    goal = cell.final if cell.goal is None else cell.goal
    measure, places = indicator.unit_of_measure, indicator.decimals
    return format_against(cell.value, goal, measure, places, upper=cell.upper)


_ROLLED = {
    "ratio": "bình quân tỷ lệ của {n} đơn vị (ước tính)",
    "sum": "tổng của {n} đơn vị",
    "weighted": "bình quân có trọng số của {n} đơn vị",
    "mean": "bình quân của {n} đơn vị",
    "min": "thấp nhất trong {n} đơn vị",
}


def formula_text(indicator: Indicator, cell: Cell) -> str:
    """Return how the figure came out of its counts: "214 / 214 × 100 = 100 %".

    A roll-up of anything but counts says what it is over: "tổng của 3 đơn vị = 57". "" for a
    figure given as it is. "≈" where the value is shown rounded.
    """
    if cell.value is None:
        return ""
    shown = value_text(indicator, cell)
    sign = "=" if shown == format_measure(cell.value, indicator.unit_of_measure) else "≈"
    if indicator.formula == "ratio" and cell.numerator is not None and cell.denominator is not None:
        times = "" if indicator.scale == 1 else f" × {format_number(indicator.scale)}"
        divided = f"{format_number(cell.numerator)} / {format_number(cell.denominator)}"
        return f"{divided}{times} {sign} {shown}"
    if cell.is_rolled_up and indicator.roll_up in _ROLLED:
        return f"{_ROLLED[indicator.roll_up].format(n=cell.count_reported)} {sign} {shown}"
    return ""


class Due(Protocol):
    """What is due in a period: a cell, or a figure on its way to one."""

    @property
    def operator(self) -> Operator | None:
        """How a figure is compared."""

    @property
    def goal(self) -> float | None:
        """The value due in this period."""

    @property
    def upper(self) -> float | None:
        """The upper end, where a figure must lie between two."""

    @property
    def final(self) -> float | None:
        """The target at its date."""


def target_text(indicator: Indicator, cell: Due) -> str:
    """Return what is due in this period: "tối thiểu 98 %"; "" where no target is in force.

    A goal between two milestones has endless decimals: it is cut at two more than usual.
    """
    goal = cell.final if cell.goal is None else cell.goal
    if cell.operator is None or goal is None:
        return ""
    if indicator.formula == "yes_no":
        return "Có" if goal >= 1 else "Không"
    unit, places = indicator.unit_of_measure, indicator.decimals + 2
    return _AT_LEAST[cell.operator].format(
        goal=format_measure(goal, unit, places),
        upper="" if cell.upper is None else format_measure(cell.upper, unit, places),
    )


def day_text(day: date) -> str:
    """Return a date as written here: 05/11/2026."""
    return f"{day:%d/%m/%Y}"


def _figure(cell: Cell, indicator: Indicator) -> str:
    if cell.status == "not_applicable":
        return "Không phát sinh trong kỳ (0 trên 0), nên không xét."
    if cell.value is None:
        return _gap(cell)
    if cell.operator is None:
        return f"{value_text(indicator, cell)}. Không có chỉ tiêu áp dụng cho kỳ này."
    if cell.goal is None:
        return _before_the_date(cell, indicator)
    if indicator.formula == "yes_no":
        value, target = value_text(indicator, cell), target_text(indicator, cell)
        return f"Báo cáo «{value}», phải là «{target}»: {_IN_WORDS[cell.status]}."
    return _against_goal(cell, indicator)


def _gap(cell: Cell) -> str:
    due = f" ({day_text(cell.due_on)})" if cell.due_on else ""
    if cell.reported == "returned":
        return "Số liệu đã bị trả lại, chờ đơn vị sửa và nộp lại."
    if cell.status == "missing":
        return f"Chưa có số liệu được duyệt dù đã quá hạn báo cáo{due}."
    return f"Chưa có số liệu; chưa đến hạn báo cáo{due}."


def _before_the_date(cell: Cell, indicator: Indicator) -> str:
    by = f" đến ngày {day_text(cell.target_due)}" if cell.target_due else ""
    target, value = target_text(indicator, cell), value_text(indicator, cell)
    if cell.status == "green":
        return f"{value} đã đạt chỉ tiêu {target} phải đạt{by}: đạt trước hạn."
    return (
        f"{value} chưa tới chỉ tiêu {target} phải đạt{by}; văn bản không nêu mức trước hạn,"
        " nên tạm xếp cận đạt cho đến hạn."
    )


def _against_goal(cell: Cell, indicator: Indicator) -> str:
    value, target = value_text(indicator, cell), target_text(indicator, cell)
    gap = _gap_text(cell, indicator)
    on_the_way = ""
    if cell.kind == "deadline" and cell.goal != cell.final and cell.final is not None:
        final = format_measure(cell.final, indicator.unit_of_measure)
        by = f" vào {day_text(cell.target_due)}" if cell.target_due else ""
        on_the_way = f" (mức phải đạt trong kỳ trên đường tới {final}{by})"
    if cell.status == "green":
        return f"{value} {gap} chỉ tiêu {target}{on_the_way}: đạt."
    band = _band_text(cell, indicator)
    where = "nằm trong" if cell.status == "amber" else "ngoài"
    reason = f", {where} dải cận đạt {band}" if band else ""
    return f"{value} {gap} chỉ tiêu {target}{on_the_way}{reason}: {_IN_WORDS[cell.status]}."


def _gap_text(cell: Cell, indicator: Indicator) -> str:
    """Say how far the figure is from the nearest bound, and on which side."""
    if cell.value is None or cell.goal is None:
        return ""
    bound = cell.goal
    if cell.operator == "between" and cell.upper is not None:
        if cell.goal <= cell.value <= cell.upper:
            return "nằm trong"
        bound = cell.upper if cell.value > cell.upper else cell.goal
    distance = abs(cell.value - bound)
    if distance < 1e-9:
        return "đúng bằng"
    unit = "điểm phần trăm" if indicator.is_percentage else indicator.unit_of_measure
    places = max(indicator.decimals, 2)
    while round(distance, places) == 0 and places < 9:
        places += 1
    words = "cao hơn" if cell.value > bound else "thấp hơn"
    return f"{words} {format_number(distance, places)} {unit} so với".replace("  ", " ")


def _band_text(cell: Cell, indicator: Indicator) -> str:
    ends = [
        f"{word} {format_measure(limit, indicator.unit_of_measure)}"
        for word, limit in (("từ", cell.amber_low), ("đến", cell.amber_high))
        if limit is not None and limit != cell.goal
    ]
    return f"({' '.join(ends)})" if ends else ""


def _made_of(cell: Cell) -> str:
    text = f"Tổng hợp từ {cell.count_reported}/{cell.count_expected} đơn vị"
    if not cell.is_complete:
        text += ", chưa đủ"
    if cell.is_estimated:
        text += "; ước tính vì có đơn vị chỉ báo cáo tỷ lệ, không có tử số và mẫu số"
    return text + "."
