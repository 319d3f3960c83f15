"""A figure that stood red or amber and turns green on the last day of its report."""

from __future__ import annotations

from collections.abc import Iterator

from indicators import clock
from indicators.checks.past import COLOURS, Past, shown, warning
from indicators.errors import Problem

CODE = "changed-just-before-deadline"


def find(past: Past) -> Iterator[Problem]:
    """Yield one warning for each correction to green in the last 24 hours before its due date ends.

    The due date counts to its end in Asia/Ho_Chi_Minh, so that these hours are that day.
    """
    for figure in past.figures:
        stood = past.standing(figure)
        if stood.due_on != past.today or stood.colour not in {"red", "amber"}:
            continue
        if not stood.is_reported or stood.value is None or figure.value is None:
            continue
        if past.becomes(figure) != "green":
            continue
        sent = f" (gửi {clock.local(stood.sent_at):%d/%m/%Y})" if stood.sent_at else ""
        indicator = past.indicator(figure)
        yield warning(
            figure,
            CODE,
            f"«{indicator.name}» sửa từ {shown(stood.value, indicator)}{sent} thành "
            f"{shown(figure.value, indicator)}, từ {COLOURS[stood.colour]} thành đạt trong "
            f"ngày cuối của hạn báo cáo {stood.due_on:%d/%m/%Y}",
        )
