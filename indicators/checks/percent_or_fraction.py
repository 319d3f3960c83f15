"""A number in (0, 1] of a percentage: 0,985 may mean 0,985 % or 98,5 %."""

from __future__ import annotations

from collections.abc import Iterator

from indicators.checks.scene import Scene, error
from indicators.errors import Problem
from indicators.numbers import format_number

CODE = "percent-or-fraction"


def find(scene: Scene) -> Iterator[Problem]:
    """Yield one problem for each rate of which nothing tells whether it is percent or a fraction.

    0 is 0 either way; with both counts, they have decided already.
    """
    for entry in scene.entries:
        stated = entry.value
        if stated is None or not stated.is_percent_or_fraction or entry.is_counted:
            continue
        as_fraction = format_number(stated.number * 100)
        as_percent = format_number(stated.number)
        yield error(
            entry,
            CODE,
            f"Ô {stated.cell} ghi {stated.shown}: chưa rõ là {as_fraction}% hay {as_percent}%. "
            f"Viết «{as_fraction}%» hoặc «{as_percent}%», có dấu %",
            cell=stated.cell,
        )
