"""A base file to start from (tệp mẫu khởi đầu): our own layout, each of its places to be moved.

An office downloads it, edits it in Word, and puts it where its templates lie.
"""

from __future__ import annotations

from datetime import UTC, datetime

from indicators.export.word.compose import add_annex, blank
from indicators.export.word.ending import ending_xml
from indicators.export.word.letterhead import Letterhead, opening_xml
from indicators.export.word.pen import Pen
from indicators.export.word.placeholders import BLOCKS
from indicators.export.word.styles import BODY, HEADING
from indicators.export.word.xml import paragraph, run

FILE = "bao-cao.docx"
_ISSUED = datetime(2020, 3, 5, tzinfo=UTC)  # of Nghị định 30/2020/NĐ-CP
_ABOUT = (
    "{#p Chữ trong ngoặc nhọn được thay bằng số liệu của kỳ; danh sách chỗ điền có ở trang Xuất,"
    " mục Mẫu riêng của cơ quan. Đoạn này không in ra. #}"
)
_CHAPTERS = (
    ("I. KẾT QUẢ CHUNG", "ket_qua_chung"),
    ("II. KẾT QUẢ THEO TỪNG KẾ HOẠCH", "ket_qua_ke_hoach"),
    ("III. CHỈ TIÊU CHƯA ĐẠT, CẬN ĐẠT: NGUYÊN NHÂN VÀ GIẢI PHÁP", "nguyen_nhan_giai_phap"),
    ("IV. ĐƠN VỊ CHƯA CÓ SỐ LIỆU ĐƯỢC DUYỆT", "don_vi_thieu"),
    ("V. NHIỆM VỤ THỜI GIAN TỚI", "nhiem_vu"),
)
_LETTER = Letterhead(
    parent_agency="{{ co_quan_chu_quan }}",
    agency="{{ co_quan }}",
    number="Số: {{ so_ky_hieu }}",
    place_and_date="{{ dia_danh_ngay }}",
    abstract="{{ trich_yeu }}",
    signer_authority="{{ quyen_han_ky }}",
    signer_title="{{ chuc_vu_ky }}",
    signer_name="{{ nguoi_ky }}",
    recipients=("{%p for noi in noi_nhan %}", "{{ noi }}", "{%p endfor %}"),
)
_USUAL = ("SỞ XÂY DỰNG", "Kết quả thực hiện các chỉ tiêu tháng 10 năm 2026")  # as long as most


def starter() -> bytes:
    """Return a .docx whose filled form says what our own layout says."""
    pen = Pen(blank())
    chapters = "".join(_chapter(title, name) for title, name in _CHAPTERS)
    pen.add(
        opening_xml(_LETTER, as_long_as=_USUAL),
        _line(_ABOUT),
        _block("mo_dau"),
        chapters,
        _block("ket_thuc"),
        ending_xml(_LETTER),
    )
    add_annex(pen, _block("phu_luc"))
    named = pen.document.core_properties
    named.title, named.author, named.comments = "Mẫu báo cáo", "", ""
    named.created = named.modified = _ISSUED
    return pen.saved(_ISSUED)


def _chapter(title: str, name: str) -> str:
    return "".join(
        (
            _line(f"{{%p if {name} %}}"),
            paragraph(run(title), HEADING),
            _block(name),
            _line("{%p endif %}"),
        )
    )


def _block(name: str) -> str:
    if name not in BLOCKS:
        raise KeyError(name)
    return _line(f"{{{{ {name} }}}}")


def _line(text: str) -> str:
    return paragraph(run(text), BODY)
