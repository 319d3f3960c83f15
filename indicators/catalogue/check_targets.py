"""Indicators and targets: can every figure be computed and judged in exactly one way?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import combinations, pairwise

from indicators.catalogue.model import Indicator, Target
from indicators.catalogue.references import Directory
from indicators.catalogue.written import Placed, Written
from indicators.errors import Problem

_AGAINST = {"up": ("<=", "<"), "down": (">=", ">")}
_NAMED_IN_A_MESSAGE = 3


def contradictions(written: Written) -> Iterator[Problem]:
    """Yield indicators and targets that contradict themselves, each other, or the tree."""
    directory = Directory(written)
    indicators = {each.value.code: each.value for each in written.indicators}
    for each in written.indicators:
        yield from _without_labels(each)
        yield from _roll_up_of_other_formula(each)
    yield from _reported_outside(written, directory)
    for target in written.targets:
        yield from _bounds(target)
        yield from _days(target)
        yield from _milestones(target)
        if indicator := indicators.get(target.value.indicator):
            yield from _direction(target, indicator)
            yield from _maximum(target, indicator)
            yield from _set_outside(target, indicator, directory)
    yield from _overlaps(written, indicators, directory)


def _without_labels(each: Placed[Indicator]) -> Iterator[Problem]:
    indicator = each.value
    if indicator.formula == "ratio" and not (indicator.numerator and indicator.denominator):
        yield each.error(
            "ratio-without-labels",
            f"{indicator.code} là tỷ lệ (formula = ratio) nhưng thiếu tên tử số (numerator)"
            " hoặc mẫu số (denominator)",
        )


def _roll_up_of_other_formula(each: Placed[Indicator]) -> Iterator[Problem]:
    if each.value.roll_up == "ratio" and each.value.formula != "ratio":
        yield each.error(
            "roll-up-formula",
            f"{each.value.code} cộng gộp theo tử số và mẫu số (roll_up = ratio) nhưng không phải"
            " là tỷ lệ: chọn roll_up khác hoặc formula = ratio",
        )


def _reported_outside(written: Written, directory: Directory) -> Iterator[Problem]:
    issuers = {each.value.code: each.value.issuer for each in written.plans}
    for each in written.indicators:
        issuer = issuers.get(each.value.plan)
        if issuer is None or not directory.knows(issuer):
            continue
        outside = [
            code
            for code in directory.expand(each.value.applies_to)
            if directory.knows(code) and issuer not in directory.line(code)
        ]
        if outside:
            yield each.error(
                "applies-outside",
                f"{each.value.code} giao cho {_some(outside)} không thuộc «{issuer}», nơi ban hành"
                " kế hoạch: sửa applies_to hoặc cấp trên (parent) của đơn vị",
            )


def _bounds(each: Placed[Target]) -> Iterator[Problem]:
    target = each.value
    if target.operator == "between" and target.upper is None:
        yield each.error("target-range", "Toán tử between cần cận trên: thêm upper")
    elif target.operator == "between" and target.upper is not None and target.upper < target.value:
        yield each.error(
            "target-range",
            f"Cận trên {target.upper:g} nhỏ hơn cận dưới {target.value:g}: đổi chỗ value và upper",
        )
    elif target.operator != "between" and target.upper is not None:
        yield each.error(
            "target-range",
            f"Toán tử {target.operator} không có cận trên: bỏ upper hoặc dùng between",
        )


def _days(each: Placed[Target]) -> Iterator[Problem]:
    target = each.value
    if target.valid_to is not None and target.valid_to < target.valid_from:
        yield each.error(
            "validity-reversed",
            f"Hiệu lực đến {_vn(target.valid_to)} trước khi bắt đầu {_vn(target.valid_from)}",
        )
    if target.kind == "deadline" and target.due is None:
        yield each.error(
            "target-without-due", "Chỉ tiêu có thời hạn (kind = deadline) cần ngày due"
        )
    if target.due is None:
        return
    if target.due < target.valid_from:
        yield each.error(
            "target-due-outside",
            f"Ngày phải đạt {_vn(target.due)} trước khi có hiệu lực {_vn(target.valid_from)}",
        )
    if target.kind == "deadline" and target.valid_to is not None and target.valid_to < target.due:
        yield each.error(
            "target-due-outside",
            f"Hết hiệu lực {_vn(target.valid_to)} trước ngày phải đạt {_vn(target.due)}:"
            " chỉ tiêu sẽ không bao giờ được xét",
        )


def _milestones(each: Placed[Target]) -> Iterator[Problem]:
    target = each.value
    steps = ((target.baseline,) if target.baseline else ()) + target.milestones
    days = [step.on for step in steps]
    if any(later <= earlier for earlier, later in pairwise(days)):
        yield each.error(
            "target-milestones", "Mốc trung gian phải theo thứ tự thời gian, sau giá trị đầu kỳ"
        )
    if target.due is not None and days and max(days) > target.due:
        yield each.error(
            "target-milestones",
            f"Mốc {_vn(max(days))} sau ngày phải đạt {_vn(target.due)}: bỏ mốc hoặc sửa due",
        )


def _direction(each: Placed[Target], indicator: Indicator) -> Iterator[Problem]:
    if each.value.operator in _AGAINST[indicator.direction]:
        better = "càng cao càng tốt" if indicator.direction == "up" else "càng thấp càng tốt"
        yield each.error(
            "target-direction",
            f"{indicator.code} {better} (direction = {indicator.direction}) nhưng chỉ tiêu ghi"
            f" «{each.value.operator} {each.value.value:g}»: sửa operator hoặc direction",
        )


def _maximum(each: Placed[Target], indicator: Indicator) -> Iterator[Problem]:
    highest = max(
        each.value.value,
        each.value.upper if each.value.upper is not None else each.value.value,
        *(step.value for step in each.value.milestones),
    )
    if indicator.maximum is not None and highest > indicator.maximum:
        yield each.error(
            "target-above-maximum",
            f"Chỉ tiêu {highest:g} vượt mức cao nhất có thể của {indicator.code}:"
            f" {indicator.maximum:g}",
        )


def _set_outside(
    each: Placed[Target], indicator: Indicator, directory: Directory
) -> Iterator[Problem]:
    reporting = set(directory.expand(indicator.applies_to))
    outside = [
        code
        for code in directory.expand(each.value.units)
        if code not in reporting and directory.knows(code)
    ]
    if outside:
        yield each.error(
            "target-outside",
            f"Chỉ tiêu giao cho {_some(outside)}, nơi không báo cáo {indicator.code}"
            " (applies_to): thêm đơn vị vào chỉ tiêu hoặc bỏ khỏi units",
        )


@dataclass(frozen=True, slots=True)
class _Reach:
    """Whom and when a target covers."""

    at: Placed[Target]
    units: frozenset[str]

    @property
    def first(self) -> date:
        return self.at.value.valid_from

    @property
    def last(self) -> date:
        return self.at.value.valid_to or date.max


def _overlaps(
    written: Written, indicators: dict[str, Indicator], directory: Directory
) -> Iterator[Problem]:
    """Yield pairs of targets between which a colour could not be decided.

    A target set for some units goes before the one for all, as in the store's rules: those two
    may stand side by side. Source: STORE.md, "Shape": no overlap for an indicator and unit.
    """
    reaches: dict[str, list[_Reach]] = {}
    for each in written.targets:
        if indicator := indicators.get(each.value.indicator):
            units = directory.expand(each.value.units or indicator.applies_to)
            reaches.setdefault(indicator.code, []).append(_Reach(each, frozenset(units)))
    for code, listed in reaches.items():
        for one, other in combinations(listed, 2):
            if bool(one.at.value.units) != bool(other.at.value.units):
                continue
            both = directory.in_tree_order(one.units & other.units)
            first, last = max(one.first, other.first), min(one.last, other.last)
            if both and first <= last:
                until = "không có ngày kết thúc" if last == date.max else f"đến {_vn(last)}"
                yield other.at.error(
                    "target-overlap",
                    f"{code} có hai chỉ tiêu cùng hiệu lực cho {_some(both)} từ {_vn(first)},"
                    f" {until} (chỉ tiêu kia ở {one.at.place}): ghi from và to để không trùng",
                )


def _some(codes: list[str] | tuple[str, ...]) -> str:
    """Return the first few of `codes` and how many more there are."""
    named = ", ".join(codes[:_NAMED_IN_A_MESSAGE])
    more = len(codes) - _NAMED_IN_A_MESSAGE
    return f"{named} và {more} đơn vị nữa" if more > 0 else named


def _vn(day: date) -> str:
    return f"{day:%d/%m/%Y}"
