"""What an office's own base file may place (chỗ điền), and what stands there for one report.

`{{ name }}` for a text; a list is gone through with `{% for %}`; a block stands alone in its
paragraph and becomes paragraphs, tables and charts.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from indicators.board.explain import day_text
from indicators.export import counting, tracing
from indicators.export.document import Block, Chart, Document, Section, Table
from indicators.export.inert import plain
from indicators.export.outlines.period_words import figures_text, in_words
from indicators.export.outlines.report import reasons_of
from indicators.export.palette import WORDS
from indicators.export.snapshot import Row, Snapshot
from indicators.export.word.letterhead import Letterhead, belongs_to

START, END = "\ue0b0", "\ue0b1"  # around a block's name once the texts are filled in
_MARKS = str.maketrans("", "", START + END)
TEXTS = {
    "co_quan_chu_quan": "tên cơ quan chủ quản, chữ in hoa",
    "co_quan": "tên cơ quan ban hành, chữ in hoa",
    "so_ky_hieu": "số và ký hiệu: 05/BC-SXD; chừa chỗ ghi tay khi chưa cấp số",
    "dia_danh_ngay": "địa danh và ngày tháng: Đắk Lắk, ngày 05 tháng 11 năm 2026",
    "trich_yeu": "trích yếu của báo cáo",
    "kem_theo": "dòng ghi phụ lục kèm theo báo cáo nào",
    "don_vi": "đơn vị mà báo cáo nói về",
    "ky_bao_cao": "kỳ báo cáo: quý III năm 2026",
    "ngay_so_lieu": "số liệu từ ngày nào đến ngày nào; trống khi trọn kỳ theo lịch",
    "thang_danh_gia": "tháng mà mức đánh giá là của tháng đó",
    "thoi_diem": "lúc lấy số liệu: 09:12 22/11/2026",
    "phien_ban": "phiên bản dữ liệu",
    "ty_le_xanh_hoa": "tỷ lệ xanh hóa: 60,7 %",
    "so_phai_danh_gia": "số lượt chỉ tiêu phải đánh giá",
    "so_dat": "số lượt đạt",
    "so_can_dat": "số lượt cận đạt",
    "so_chua_dat": "số lượt chưa đạt",
    "so_qua_han": "số lượt quá hạn chưa có số liệu được duyệt",
    "quyen_han_ky": "quyền hạn ký: KT. GIÁM ĐỐC",
    "chuc_vu_ky": "chức vụ người ký",
    "nguoi_ky": "họ và tên người ký",
}
LISTS = {
    "noi_nhan": "các dòng nơi nhận, dòng cuối là nơi lưu",
    "cac_don_vi": "từng đơn vị: ten, ty_le, dat, can_dat, chua_dat, qua_han",
    "cac_chi_tieu": "từng chỉ tiêu chung của đơn vị: ten, muc, ke_hoach, phai_dat, thuc_hien,"
    " ca_ky, danh_gia",
    "chua_dat_can_dat": "từng lượt chưa đạt, cận đạt: don_vi, chi_tieu, phai_dat, thuc_hien,"
    " danh_gia, nguyen_nhan, giai_phap, thoi_han",
}
BLOCKS = {
    "toan_van": "toàn bộ nội dung báo cáo, có tên các mục",
    "mo_dau": "đoạn mở đầu",
    "ket_qua_chung": "mục kết quả chung: lời, bảng và hai biểu đồ",
    "bang_don_vi": "bảng kết quả của từng đơn vị",
    "bieu_do_don_vi": "biểu đồ tỷ lệ xanh hóa từng đơn vị",
    "bieu_do_12_thang": "biểu đồ tỷ lệ xanh hóa 12 tháng",
    "ket_qua_ke_hoach": "kết quả theo từng kế hoạch",
    "nguyen_nhan_giai_phap": "chỉ tiêu chưa đạt, cận đạt: nguyên nhân và giải pháp",
    "don_vi_thieu": "đơn vị chưa có số liệu được duyệt; trống khi không có",
    "nhiem_vu": "nhiệm vụ thời gian tới; trống khi không có",
    "ket_thuc": "câu kết thúc",
    "phu_luc": "phụ lục với bảng số liệu đầy đủ; đặt ở phần trang ngang",
}
_ABOUT = {
    "mo_dau": "opening", "ket_qua_chung": "overview", "ket_qua_ke_hoach": "plans",
    "nguyen_nhan_giai_phap": "reasons", "don_vi_thieu": "missing", "nhiem_vu": "next",
    "ket_thuc": "closing", "phu_luc": "annex",
}  # fmt: skip


def placeholders() -> list[tuple[str, str]]:
    """Return what can be placed, as (what to write, what stands there), to be shown in a guide."""
    return [
        *((f"{{{{ {name} }}}}", meaning) for name, meaning in TEXTS.items()),
        *((f"{{% for x in {name} %}}", meaning) for name, meaning in LISTS.items()),
        *(
            (f"{{{{ {name} }}}}", f"{meaning} (một mình một đoạn)")
            for name, meaning in BLOCKS.items()
        ),
    ]


def values(snapshot: Snapshot, told: Document, letter: Letterhead) -> dict[str, Any]:
    """Return what stands in each place: a text, a list, or the mark of a block ("" for none)."""
    blocks = {name: f"{START}{name}{END}" if any(block_of(told, name)) else "" for name in BLOCKS}
    return {**_clean({**_texts(snapshot, letter), **_lists(snapshot, letter)}), **blocks}


def block_of(told: Document, name: str) -> tuple[list[Section], list[Block]]:
    """Return what a block is drawn from: sections, or single tables and charts."""
    body = [each for each in told.sections if each.kind != "annex"]
    if name == "toan_van":
        return body, []
    if name in _ABOUT:
        return [each for each in told.sections if each.about == _ABOUT[name]], []
    overview = [block for each in body if each.about == "overview" for block in each.blocks]
    kinds: dict[str, tuple[type[Table | Chart], str]] = {
        "bang_don_vi": (Table, ""), "bieu_do_don_vi": (Chart, "bars"),
        "bieu_do_12_thang": (Chart, "line"),
    }  # fmt: skip
    wanted, kind = kinds[name]
    return [], [
        each
        for each in overview
        if isinstance(each, wanted) and (not isinstance(each, Chart) or each.kind == kind)
    ]


def _texts(snapshot: Snapshot, letter: Letterhead) -> dict[str, str]:
    head = snapshot.head
    return {
        "co_quan_chu_quan": letter.parent_agency,
        "co_quan": letter.agency,
        "so_ky_hieu": letter.number.removeprefix("Số: "),
        "dia_danh_ngay": letter.place_and_date,
        "trich_yeu": letter.abstract,
        "kem_theo": belongs_to(letter),
        "don_vi": head.unit_name,
        "ky_bao_cao": in_words(head.period),
        "ngay_so_lieu": figures_text(head),
        "thang_danh_gia": in_words(head.month),
        "thoi_diem": head.known_text,
        "phien_ban": str(head.version),
        "ty_le_xanh_hoa": tracing.rate(snapshot).text,
        "so_phai_danh_gia": tracing.judged(snapshot).text,
        "so_dat": tracing.tally(snapshot, "green").text,
        "so_can_dat": tracing.tally(snapshot, "amber").text,
        "so_chua_dat": tracing.tally(snapshot, "red").text,
        "so_qua_han": tracing.tally(snapshot, "missing").text,
        "quyen_han_ky": letter.signer_authority,
        "chuc_vu_ky": letter.signer_title,
        "nguoi_ky": letter.signer_name,
    }


def _lists(snapshot: Snapshot, letter: Letterhead) -> dict[str, list[Any]]:
    return {
        "noi_nhan": list(letter.recipients),
        "cac_don_vi": [
            {
                "ten": each.name,
                "ty_le": tracing.rate(snapshot, each.code).text,
                "dat": tracing.tally(snapshot, "green", each.code).text,
                "can_dat": tracing.tally(snapshot, "amber", each.code).text,
                "chua_dat": tracing.tally(snapshot, "red", each.code).text,
                "qua_han": tracing.tally(snapshot, "missing", each.code).text,
            }
            for each in snapshot.units
            if each.depth
        ],
        "cac_chi_tieu": [_indicator(snapshot, row) for row in counting.tops(snapshot)],
        "chua_dat_can_dat": [_reason(snapshot, row) for row in reasons_of(snapshot)],
    }


def _indicator(snapshot: Snapshot, row: Row) -> dict[str, str]:
    indicator = snapshot.indicator[row.cell.indicator]
    plan = snapshot.plan.get(indicator.plan)
    return {
        "ten": indicator.name,
        "muc": indicator.clause,
        "ke_hoach": plan.short or plan.title if plan else "",
        "phai_dat": tracing.goal(snapshot, row).text,
        "thuc_hien": "" if row.cell.is_provisional else tracing.value(snapshot, row).text,
        "ca_ky": tracing.whole(snapshot, row).text,
        "danh_gia": WORDS[row.cell.counted],
    }


def _reason(snapshot: Snapshot, row: Row) -> dict[str, str]:
    word = row.explanation.newest if row.explanation else None
    return {
        "don_vi": snapshot.unit[row.cell.unit].name,
        "chi_tieu": snapshot.indicator[row.cell.indicator].name,
        "phai_dat": tracing.goal(snapshot, row).text,
        "thuc_hien": tracing.value(snapshot, row).text,
        "danh_gia": WORDS[row.cell.counted],
        "nguyen_nhan": word.cause if word else "",
        "giai_phap": word.remedy if word else "",
        "thoi_han": day_text(word.remedy_due) if word and word.remedy_due else "",
    }


def _clean(given: Any) -> Any:  # noqa: ANN401 - texts, lists and tables of texts
    """Return texts without control characters and without what marks a block."""
    if isinstance(given, str):
        return plain(given).translate(_MARKS)
    if isinstance(given, Mapping):
        return {name: _clean(each) for name, each in given.items()}
    return [_clean(each) for each in given]
