"""What a column holds, told from the words at its head.

Words are compared folded (`indicators.text.fold`) and without what stands in brackets.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

from indicators.intake.match import bare_name
from indicators.intake.rows import Span
from indicators.text import fold

Role = Literal[
    "order",  # STT
    "code",
    "clause",
    "indicator",
    "indicator_or_target",  # "Chỉ tiêu" is either, until its neighbours tell
    "unit",
    "unit_or_measure",  # "Đơn vị" is either, until the cells below it tell
    "period",
    "year",
    "measure",
    "target",
    "previous",
    "numerator",
    "denominator",
    "value",
    "cumulative",  # "Lũy kế từ đầu năm": the figure of indicators that run through the year
    "note",
    "other",  # known, and no figure of ours
]

FIGURES: frozenset[Role] = frozenset({"numerator", "denominator", "value"})
NAMING: frozenset[Role] = frozenset({"indicator", "indicator_or_target", "code", "clause"})
UNREAD: frozenset[Role] = frozenset({"order", "measure", "target", "previous", "other"})
_CUMULATIVE = re.compile(r"\bluy ke\b|\btu dau nam\b|\bcong don\b")
_WITHIN = re.compile(r"\btrong (ki|thang|qui|tuan)\b|\bphat sinh trong\b")

_WORDS: dict[Role, str] = {
    "order": "STT|TT|Số TT|Số thứ tự|Thứ tự",
    "code": "Mã|Mã số|Mã chỉ tiêu|Mã chỉ số|Ký hiệu",
    "clause": "Mục|Khoản|Điều khoản|Mục kế hoạch|Mục trong kế hoạch|Căn cứ",
    "indicator": (
        "Nội dung|Tên chỉ tiêu|Tên chỉ số|Nội dung chỉ tiêu|Nội dung báo cáo|Chỉ tiêu báo cáo|"
        "Chỉ số|Chỉ tiêu, chỉ số|Chỉ số, chỉ tiêu|Tiêu chí|Tên tiêu chí|Danh mục chỉ tiêu|"
        "Nội dung, chỉ tiêu|Nhiệm vụ, chỉ tiêu|Chỉ tiêu, nhiệm vụ"
    ),
    "indicator_or_target": "Chỉ tiêu",
    "unit": (
        "Đơn vị báo cáo|Tên đơn vị|Phòng|Phòng ban|Phòng, ban|Phòng, đơn vị|Phòng, ban, đơn vị|"
        "Cơ quan|Cơ quan, đơn vị|Đơn vị thực hiện|Phòng chuyên môn|Mã đơn vị|Tên phòng"
    ),
    "unit_or_measure": "Đơn vị|ĐV",
    "period": "Kỳ|Kỳ báo cáo|Tháng|Quý|Thời kỳ|Kỳ số liệu|Tháng báo cáo|Kỳ BC",
    "year": "Năm|Năm báo cáo",
    "measure": "Đơn vị tính|ĐVT|Đơn vị đo|ĐV tính|Đơn vị đo lường",
    "target": "Kế hoạch|KH|Mục tiêu|Giao|Ngưỡng|Chỉ tiêu giao|Định mức|KH giao|Phải đạt|Cận trên",
    "previous": "Kỳ trước|Tháng trước|Quý trước|Năm trước|Cùng kỳ",
    "numerator": "Tử số|Tử|Số đạt|Đạt|Số lượng đạt|Số hoàn thành|Số đã hoàn thành",
    "denominator": "Mẫu số|Mẫu|Tổng số|Tổng|Tổng số phải thực hiện",
    "value": (
        "Kết quả|Thực hiện|Tỷ lệ|Tỷ lệ %|%|Số liệu|Giá trị|Tỷ lệ đạt|Kết quả thực hiện|"
        "Tỷ lệ phần trăm|Thực hiện trong kỳ|Thực hiện trong tháng|Số thực hiện|Số báo cáo"
    ),
    "note": "Ghi chú|Giải trình|Nguyên nhân|Lý do|Ghi chú, giải trình|Chú thích|Minh chứng",
    "other": (
        "Nội dung tử số|Nội dung mẫu số|Cơ quan chủ trì|Cơ quan phối hợp|Đơn vị chủ trì|"
        "Đơn vị phối hợp|Thời hạn|Thời hạn hoàn thành|Xếp loại|Đánh giá|Trạng thái|Cách tính|"
        "Công thức|Nguồn số liệu|Phụ trách|Người phụ trách|"
        # of our own exports (indicators.export.xlsx)
        "Cả kỳ|Tình trạng số liệu|Giải pháp|Hạn khắc phục|Câu hỏi chưa trả lời|"
        "Tài liệu minh chứng|Văn bản|Tệp|Trang tính|Ô|Người duyệt"
    ),
}
_EXACT: dict[str, Role] = {
    fold(word): role for role, words in _WORDS.items() for word in words.split("|")
}
# Longer heads, in the order they are tried.
_PATTERNS: tuple[tuple[re.Pattern[str], Role], ...] = (
    (re.compile(r"\b(ki|thang|qui|nam) truoc\b|\bcung ki\b|\bki lien ke\b"), "previous"),
    (
        re.compile(
            r"\bso voi\b|\btang giam\b|\bchenh lech\b|\bti le hoan thanh\b|\bth kh\b|"
            r"\b(thuc hien|ket qua) (tren |chia )?(ke hoach|kh|chi tieu|muc tieu)\b|\buoc\b"
        ),
        "other",
    ),
    (_CUMULATIVE, "cumulative"),
    (re.compile(r"^chi tieu (duoc |ke hoach )?(giao|ke hoach|nam)\b"), "target"),
    (re.compile(r"^(ke hoach|muc tieu|chi tieu giao|duoc giao)\b"), "target"),
    (re.compile(r"^(tu so|so dat)\b"), "numerator"),
    (re.compile(r"^mau so\b|^tong so\b"), "denominator"),
    (re.compile(r"^(ket qua|thuc hien|so lieu|gia tri)\b"), "value"),
    (re.compile(r"^(thang|qui) \w{1,3}( nam)? 20\d\d$"), "value"),
    (re.compile(r"^(ten )?(chi tieu|chi so)( bao cao| danh gia| chi so)?$"), "indicator"),
    (re.compile(r"^don vi bao cao\b|^ten (don vi|phong)\b"), "unit"),
    (re.compile(r"^ki (bao cao|so lieu)\b"), "period"),
    (re.compile(r"^ghi chu\b"), "note"),
)
_BRACKETS = re.compile(r"\([^)]*\)")
_TOTALS = frozenset(
    map(
        fold,
        (
            "Tổng",
            "Cộng",
            "Tổng cộng",
            "Tổng số",
            "Toàn Sở",
            "Toàn tỉnh",
            "Toàn ngành",
            "Chung",
            "Tổng hợp",
            "Trung bình",
            "Bình quân",
            "Tổng toàn Sở",
            "Cộng toàn Sở",
            "Tổng cộng toàn Sở",
            "Chung toàn Sở",
        ),
    )
)
_GOALS = frozenset(
    map(
        fold,
        (
            "Chỉ tiêu",
            "Chỉ tiêu giao",
            "Chỉ tiêu được giao",
            "Kế hoạch",
            "Kế hoạch giao",
            "Mục tiêu",
        ),
    )
)


@lru_cache(maxsize=10_000)
def role_of(text: str) -> Role | None:
    """Return what a column headed `text` holds, None when the words say nothing we know."""
    if len(text) > 70 or ":" in text:
        return None
    words = fold(_BRACKETS.sub(" ", text)) or fold(text)
    exact = _EXACT.get(words)
    if exact is not None:
        return exact
    return next((role for pattern, role in _PATTERNS if pattern.search(words)), None)


@lru_cache(maxsize=10_000)
def span_of(head: str) -> Span:
    """Return what time the words above a column say its figures cover."""
    words = fold(head)
    if _CUMULATIVE.search(words):
        return "year so far"
    return "period" if _WITHIN.search(words) else ""


@lru_cache(maxsize=10_000)
def is_total(text: str) -> bool:
    """Whether `text` names a row that adds up others ("Tổng cộng", "Toàn Sở")."""
    return len(text) <= 70 and fold(bare_name(text)) in _TOTALS


@lru_cache(maxsize=10_000)
def is_goal(text: str) -> bool:
    """Whether `text` names a row of targets in a cross-table ("Chỉ tiêu được giao")."""
    return fold(bare_name(text)) in _GOALS
