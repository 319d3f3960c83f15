"""How to read a board (cách đọc): how colours are decided, and which plans stand behind them."""

from __future__ import annotations

from indicators.board.view import STATUSES, Status
from indicators.export.document import Block, Column, Section, Table, TableCell, Text
from indicators.export.palette import WORDS
from indicators.export.snapshot import Snapshot

# Source: DESIGN.md, "Status"; queries/macros/01_rules.sql decides.
_MEANING: dict[Status, str] = {
    "red": "Thực hiện chưa tới mức phải đạt của kỳ và ở ngoài dải cận đạt.",
    "missing": "Đã quá hạn báo cáo mà chưa có số liệu được duyệt.",
    "amber": "Chưa tới mức phải đạt nhưng trong dải cận đạt; hoặc chỉ tiêu chưa đến ngày phải đạt.",
    "green": "Tới hoặc vượt mức phải đạt của kỳ, so trên số chưa làm tròn.",
    "pending": "Chưa đến hạn báo cáo.",
    "not_applicable": "Không phát sinh trong kỳ (0 trên 0), không xét.",
}
_WAITS = (
    TableCell((WORDS["waiting"],), "waiting", is_strong=True),
    TableCell(("Chưa ai duyệt nên chưa tính; ○ △ □: sẽ đạt, cận đạt, chưa đạt nếu được duyệt.",)),
)
_MARKS = (
    "Tỷ lệ xanh hóa = số ô đạt / (đạt + cận đạt + chưa đạt + quá hạn chưa báo cáo).",
    "Cộng dồn: tổng tử số chia tổng mẫu số các đơn vị bên dưới, không phải trung bình các tỷ lệ.",
    "Ước tính: có đơn vị chỉ báo tỷ lệ, không báo tử số, mẫu số. Chưa đủ: có đơn vị chưa báo cáo.",
)  # fmt: skip
_LONGER = (
    "Màu và tỷ lệ xanh hóa là của {month}. Cột Cả kỳ: tổng tử số chia tổng mẫu số các tháng,"
    " hoặc tổng số đếm; lũy kế và mức hiện có là của tháng cuối có số liệu."
)


def reading(snapshot: Snapshot) -> Section:
    """Return the last section: the colours, the words beside figures, the plans."""
    colours = Table(
        (Column("Màu", 2.2), Column("Khi nào", 9.0)),
        tuple(
            (TableCell((WORDS[each],), each, is_strong=True), TableCell((_MEANING[each],)))
            for each in STATUSES
        )
        + ((_WAITS,) if snapshot.tally.provisional and not snapshot.head.counts_waiting else ()),
    )
    plans = Table(
        (Column("Văn bản", 2.2), Column("Nội dung", 9.0)),
        tuple((TableCell((each.number,)), TableCell((each.title,))) for each in snapshot.plans),
        title="Căn cứ",
    )
    head = snapshot.head
    month = f"{head.month_label.lower()}{', kỳ chưa hết' if head.is_unfinished else ''}"
    marks = (*_MARKS, _LONGER.format(month=month)) if head.period != head.month else _MARKS
    blocks: tuple[Block, ...] = (colours, *(Text((each,), "bullet") for each in marks))
    return Section("Cách xét màu và căn cứ", (*blocks, plans) if snapshot.plans else blocks, "text")
