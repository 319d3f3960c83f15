"""A stated result that is not what its two counts give."""

from __future__ import annotations

from collections.abc import Iterator

from indicators.checks.scene import Scene, error
from indicators.errors import Problem
from indicators.intake.amount import tolerance
from indicators.intake.rows import Entry
from indicators.numbers import format_against, format_measure

CODE = "result-disagrees"


def find(scene: Scene) -> Iterator[Problem]:
    """Yield one problem for each stated result off by more than half its last shown decimal.

    A number stored with full precision may be 0.01 off. 0 of 0 has no result to state. Counts
    that are faulty in themselves are other checks' business.
    """
    for entry in scene.entries:
        stated = entry.value
        if stated is None or not entry.is_counted:
            continue
        if entry.is_nothing:
            yield error(
                entry,
                CODE,
                f"Ô {stated.cell} ghi {stated.shown} nhưng tử số và mẫu số đều bằng 0 (không phát "
                "sinh): để trống ô kết quả",
                cell=stated.cell,
            )
            continue
        computed = entry.computed
        if computed is None or abs(stated.number - computed) <= tolerance(stated.decimals):
            continue
        yield error(entry, CODE, _message(entry, stated.number, computed), cell=stated.cell)


def _message(entry: Entry, stated: float, computed: float) -> str:
    numerator, denominator = entry.numerator, entry.denominator
    measure = entry.indicator.unit_of_measure
    counts = f"{numerator.shown}/{denominator.shown}" if numerator and denominator else ""
    return (
        f"Ô {entry.value.cell if entry.value else entry.row.cell} ghi "
        f"{format_measure(stated, measure)} nhưng {counts} là "
        f"{format_against(computed, stated, measure, 2)}: sửa kết quả hoặc sửa tử số, mẫu số"
    )
