"""Relations between indicators: can they ever be looked at?"""

from __future__ import annotations

from collections.abc import Iterator

from indicators.catalogue.model import Indicator, Relation
from indicators.catalogue.references import Directory
from indicators.catalogue.written import Placed, Written
from indicators.errors import Problem


def never_compared(written: Written) -> Iterator[Problem]:
    """Yield relations whose two numbers no report of one unit and period can hold."""
    directory = Directory(written)
    indicators = {each.value.code: each.value for each in written.indicators}
    for each in written.relations:
        left = indicators.get(each.value.left.indicator)
        right = indicators.get(each.value.right.indicator)
        if left is None or right is None:
            continue
        yield from _with_itself(each)
        yield from _without_counts(each, {"left": left, "right": right})
        yield from _apart(each, left, right, directory)


def _with_itself(each: Placed[Relation]) -> Iterator[Problem]:
    if each.value.left == each.value.right:
        message = "Hai vế của quan hệ là cùng một số: sửa left hoặc right"
        yield each.error("relation-with-itself", message)


def _without_counts(each: Placed[Relation], sides: dict[str, Indicator]) -> Iterator[Problem]:
    for field, indicator in sides.items():
        part = getattr(each.value, field).part
        if part != "value" and indicator.formula != "ratio":
            yield each.error(
                "relation-part",
                f"«{field}» nêu {part} nhưng {indicator.code} không tính từ tử số và mẫu số:"
                ' ghi part = "value"',
            )


def _apart(
    each: Placed[Relation], left: Indicator, right: Indicator, directory: Directory
) -> Iterator[Problem]:
    if left.frequency != right.frequency:
        yield each.error(
            "relation-apart",
            f"{left.code} ({left.frequency}) và {right.code} ({right.frequency}) không báo cáo"
            " theo cùng loại kỳ nên không bao giờ được so: bỏ quan hệ này",
        )
    if set(directory.expand(left.applies_to)).isdisjoint(directory.expand(right.applies_to)):
        yield each.error(
            "relation-apart",
            f"Không đơn vị nào báo cáo cả {left.code} và {right.code} nên không bao giờ được so:"
            " sửa applies_to hoặc bỏ quan hệ này",
        )
