"""The sheet `Thuyết minh`: what the figures mean, where they are from, how the file is used."""

from __future__ import annotations

from xlsxwriter.worksheet import Worksheet

from indicators.board.view import STATUSES
from indicators.export.inert import plain
from indicators.export.palette import SAMPLE, WAITING_LEGEND
from indicators.export.snapshot import Snapshot
from indicators.export.xlsx.book import (
    DATA,
    NOTES,
    SUMS,
    TREND,
    WORDS_SHEET,
    Book,
    height_of,
)
from indicators.export.xlsx.places import Places
from indicators.export.xlsx.tallies import Tallies

_WIDTH, _MARGIN = 120, 12
_FIRST_ROW = 2


def write(book: Book, sheet: Worksheet, snapshot: Snapshot) -> None:
    """Write every note in a row of its own."""
    book.heading(sheet, NOTES)
    sheet.set_column(0, 0, _WIDTH)
    sheet.set_column(1, 1, _MARGIN)  # another font's last word ends in it, not beyond the page
    told = [plain(text) for text in _told(snapshot)]
    for row, text in enumerate(told, start=_FIRST_ROW):
        sheet.set_row(row, height_of([(text, _WIDTH)]))
        sheet.write_string(row, 0, text, book.wrapped)
    book.page(sheet, head_row=1, last=(_FIRST_ROW + len(told) - 1, 1))


def _told(snapshot: Snapshot) -> list[str]:
    head = snapshot.head
    is_longer = head.month != head.period
    return [
        *([f"{SAMPLE}."] if head.is_sample else []),
        *([f"{head.as_known}: những gì nộp, duyệt sau đó không có ở đây."] if head.as_of else []),
        f"Kỳ: {head.period_label}. Phiên bản dữ liệu: {head.version}.",
        *([_LONGER.format(period=head.period_label, month=head.month_label)] if is_longer else []),
        "Tỷ lệ xanh hóa = số ô đạt / (đạt + cận đạt + chưa đạt + quá hạn chưa báo cáo).",
        "Tỷ lệ ở hàng đầu trang Bảng tính trên các ô của mọi đơn vị bên dưới.",
        "Trạng thái so trên số chưa làm tròn: 97,96 % chưa phải là 98 %.",
        _LIVE,
        _FIXED.format(version=head.version),
        *([_BEYOND] if snapshot.units and not Tallies(snapshot).is_live(0) else []),
        *([_WAITS] if len(Places(snapshot).marks) > len(STATUSES) else []),
        "Cộng dồn: tổng tử số chia tổng mẫu số, không phải trung bình các tỷ lệ.",
        _AGAIN,
        "Căn cứ:",
        *(f"  {plan.number}: {plan.title}" for plan in snapshot.plans),
    ]


_LONGER = (
    "Cột Cả kỳ: số của {period}, cộng từ số đếm các tháng; lũy kế và số tại thời điểm lấy tháng "
    "cuối có số. Trạng thái và màu là của {month}."
)
_LIVE = (
    f"Sửa tử số, mẫu số hoặc cột Thực hiện ở trang {DATA}: tỷ lệ, trạng thái, màu, tỷ lệ xanh hóa "
    f"từng đơn vị và toàn bảng, dòng tóm tắt, trang {SUMS} và biểu đồ đổi theo."
)
_FIXED = (
    f"Không đổi theo: trang {WORDS_SHEET}, trang {TREND}, các tháng trước và tình trạng số liệu. "
    "Đó là số của phiên bản dữ liệu {version}."
)
_BEYOND = (
    "Tỷ lệ ở hàng đầu và dòng tóm tắt tính cả những đơn vị không có trên bảng này nên không đổi "
    "khi sửa."
)
_WAITS = (
    f"{WAITING_LEGEND}. Số liệu chờ duyệt sửa ở đây vẫn là chờ duyệt: không vào tỷ lệ và cộng dồn."
)
_AGAIN = (
    f"Nạp lại vào hệ thống: tải cả tệp lên trang Nộp số liệu. Chỉ trang {DATA} được đọc, các trang "
    "khác chỉ để xem."
)
