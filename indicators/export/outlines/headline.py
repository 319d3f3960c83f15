"""The sentence a leader reads first (câu mở đầu), its figures traceable."""

from __future__ import annotations

from indicators.export import tracing
from indicators.export.document import Figure, Span
from indicators.export.snapshot import Snapshot


def headline(snapshot: Snapshot) -> tuple[Span, ...]:
    """Return it: "Tháng 10/2026: 78,4 % chỉ tiêu xanh, tăng 2,1 điểm; 9 ô đỏ ở 3 đơn vị".

    For a longer period it says of which month the colours are; it is what the board's page says.
    """
    label = snapshot.head.month_label
    if snapshot.tally.greening_rate is None:
        return (f"{label}: chưa có chỉ tiêu nào đến hạn.",)
    rate = tracing.rate(snapshot)
    return (f"{label}: ", rate, " chỉ tiêu xanh", *change(snapshot), "; ", *_worst(snapshot), ".")


def change(snapshot: Snapshot, before: str = ", ") -> tuple[Span, ...]:
    """Return "tăng 2,1 điểm", "giảm 0,4 điểm" or "không đổi" after `before`; () without one."""
    size = tracing.change(snapshot)
    if size is None or size.value is None:
        return ()
    if size.text == "0,0":
        return (f"{before}không đổi",)
    return (f"{before}{'tăng' if size.value > 0 else 'giảm'} ", size, " điểm")


def waiting(snapshot: Snapshot, unit: str | None = None) -> tuple[Span, ...]:
    """Return how many figures wait for approval, and what they are counted as; () for none.

    Of the whole branch, or of one unit's own row.
    """
    found = snapshot.unit[unit].tally if unit else snapshot.tally
    if not found.provisional:
        return ()
    counted = (
        "đã tính vào các con số ở đây."
        if snapshot.head.counts_waiting
        else "chưa tính vào tỷ lệ xanh hóa."
    )
    return (tracing.tally(snapshot, "provisional", unit), f" số liệu đang chờ duyệt, {counted}")


def _worst(snapshot: Snapshot) -> tuple[Span, ...]:
    found = snapshot.tally
    parts: list[Span] = []
    if found.red:
        parts += [tracing.tally(snapshot, "red"), " ô đỏ"]
        if (units := _red_units(snapshot)) is not None:
            parts += [" ở ", units, " đơn vị"]
    if found.missing:
        parts += [", "] if parts else []
        parts += [tracing.tally(snapshot, "missing"), " ô quá hạn chưa báo cáo"]
    return tuple(parts) or ("không có ô đỏ",)


def _red_units(snapshot: Snapshot) -> Figure | None:
    """Return in how many units the red cells are; None where some stand further down the tree."""
    red = sum(1 for row in snapshot.own_rows if row.cell.counted == "red")
    return tracing.count(snapshot, "red_units") if red == snapshot.tally.red else None
