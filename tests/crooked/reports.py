"""Reports as rooms of an office make them by themselves: forms, long tables, cross-tables."""

from __future__ import annotations

from datetime import date

from tests.crooked.making import DUNG_HAN, DVC, HAI_LONG, THANH_TOAN, TOAN_TRINH, Made
from tests.unit.workbooks import Error, Formula, Page, Shown, form

SIGNATURES = [
    [],
    [None, None, None, "Đắk Lắk, ngày 31 tháng 10 năm 2026"],
    [None, "NGƯỜI LẬP BIỂU", None, "TRƯỞNG PHÒNG"],
    [None, "(Ký, ghi rõ họ tên)"],
    ["Nơi nhận: Văn phòng Sở; Lưu: VT."],
]
LETTERHEAD = [
    ["SỞ XÂY DỰNG", None, None, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"],
    ["PHÒNG QUẢN LÝ XÂY DỰNG", None, None, "Độc lập - Tự do - Hạnh phúc"],
    [],
    ["BÁO CÁO KẾT QUẢ THỰC HIỆN CÁC CHỈ TIÊU"],
    ["THÁNG 10 NĂM 2026"],
    ["(Kèm theo Báo cáo số 12/BC-QLXD ngày 05 tháng 11 năm 2026; Kính gửi: Văn phòng Sở)"],
    [],
]

WORKBOOKS: dict[str, Made] = {
    "one header row, signatures below": [
        Page(
            [
                *LETTERHEAD,
                ["STT", "Nội dung", "Tử số", "Mẫu số", "Tỷ lệ (%)"],
                [1, DUNG_HAN, 118, 120, 98.33],
                [2, THANH_TOAN, 80, 100, 80],
                *SIGNATURES,
            ],
            merges=("A4:E4", "A5:E5", "D15:E15"),
        )
    ],
    "two header rows, merged group, sections, far from A1": [
        Page(
            [
                ["Phòng:", "Quản lý xây dựng", None, "Kỳ:", date(2026, 10, 1)],
                [],
                ["TT", "Chỉ tiêu", "ĐVT", "Kết quả", None, None, "Chỉ tiêu giao", "Ghi chú"],
                [None, None, None, "Tử số", "Mẫu số", "Tỷ lệ"],
                ["A", "B", "C", "1", "2", "3=1/2", "4", "5"],
                ["III", "THỦ TỤC HÀNH CHÍNH"],
                ["9", "Tỷ lệ hồ sơ xử lí đúng hạn", "%", 49, 50, Shown(0.98, "0%"), "≥ 98%"],
                [10, "2. " + THANH_TOAN + " (%)", "%", 0, 0, "-", "80%", "không có"],
                [None, "Tổng cộng", None, 49, 50],
            ],
            at=(6, 3),
            merges=("F8:H8", "C8:C9", "D8:D9", "D11:G11"),
        )
    ],
    "columns in any order, code beats name": [
        Page(
            [
                ["Tháng 10/2026"],
                ["Ghi chú", "Kết quả", "Mẫu số", "Tử số", "Mã", "Chỉ tiêu"],
                ["tốt", "97,5%", 200, 195, "dung-han", "Đúng hạn"],
            ],
            name="QLXD",
        )
    ],
    "clause under a heading": [
        Page(
            [
                ["Đơn vị: Phòng Quản lý vận tải; Kỳ báo cáo: Tháng 10 năm 2026"],
                ["STT", "Nội dung", "Tử số", "Mẫu số"],
                ["III", "Thủ tục hành chính"],
                ["9", None, 5, 10],
                ["III.10", None, 6, 10],
                ["12", None, 6, 10],
            ]
        )
    ],
    "negated name": [form(("Tỷ lệ hồ sơ xử lý chưa đúng hạn", 2, 120, None))],
    "another key word": [form(("Tỷ lệ hồ sơ xử lý quá hạn", 2, 120, None))],
    "name cut short": [form(("Tỷ lệ hồ sơ trực tuyến", 2, 120, None))],
    "small slip": [form(("Tỷ lệ hồ sơ xử lý đugn hạn", 118, 120, None))],
    "unknown name": [
        form((DUNG_HAN, 118, 120, None), ("Số cây xanh đã trồng ven đường", 12, None, None))
    ],
    "figures without a name": [form((DUNG_HAN, 118, 120, None), (None, 12, 30, None))],
    "code and name disagree": [
        Page(
            [
                ["Đơn vị: QLXD", None, "Tháng 10/2026"],
                ["Mã", "Chỉ tiêu", "Tử số", "Mẫu số"],
                ["TOAN-TRINH", DUNG_HAN, 1, 2],
            ]
        )
    ],
    "every faulty cell at once": [
        form(
            (DUNG_HAN, "1.234", 2000, None),
            (THANH_TOAN, Error("#N/A"), 10, None),
            (TOAN_TRINH, 1, 2, Formula("=C7/D7")),
            (HAI_LONG, None, None, 0.985),
            ("Điểm chỉ số phục vụ người dân, doanh nghiệp", None, None, "chín mươi"),
            ("Số văn bản đã ban hành", None, None, date(2026, 3, 2)),
            ("Đã ban hành kế hoạch", None, None, "có lẽ"),
        )
    ],
    "counts that cannot be": [
        form(
            (DUNG_HAN, 118.5, 120, None),
            (THANH_TOAN, 12, 0, None),
            (TOAN_TRINH, 130, 120, None),
            (
                DVC,
                3,
                None,
                None,
            ),
        )
    ],
    "negative counts": [form((DUNG_HAN, -3, 120, None))],
    "result disagrees": [
        form((DUNG_HAN, 97, 120, 98), (THANH_TOAN, 2, 3, "66,6%"), (TOAN_TRINH, 2, 3, "66,7%"))
    ],
    "fraction decided by its counts": [form((DUNG_HAN, 197, 200, 0.985))],
    "boolean as a figure": [form((DUNG_HAN, True, 120, None))],
    "above the maximum": [
        form(
            (DUNG_HAN, None, None, 985),
            ("Điểm chỉ số phục vụ người dân, doanh nghiệp", None, None, 101),
        )
    ],
    "nothing to count": [
        form(
            (DUNG_HAN, None, None, "Không phát sinh"),
            (THANH_TOAN, "-", "-", None),
            (TOAN_TRINH, 0, 0, None),
        )
    ],
    "a dash that may be a zero": [form((DUNG_HAN, "-", 12, None))],
    "blank row": [form((DUNG_HAN, 1, 2, None), (THANH_TOAN, None, None, None))],
    "unit not said": [form((DUNG_HAN, 1, 2, None), unit="")],
    "period not said": [form((DUNG_HAN, 1, 2, None), period="")],
    "unit nobody knows, and a faulty cell": [
        form((DUNG_HAN, 3, 2, None), unit="Phòng Thanh tra giao thông đô thị")
    ],
    "two units": [
        Page(
            [
                ["BÁO CÁO CỦA PHÒNG QUẢN LÝ VẬN TẢI THÁNG 10/2026"],
                ["Đơn vị: Phòng Quản lý xây dựng"],
                ["Chỉ tiêu", "Kết quả"],
                [DUNG_HAN, 98.5],
            ]
        )
    ],
    "two periods": [
        Page(
            [
                ["PHÒNG QUẢN LÝ XÂY DỰNG - THÁNG 9 NĂM 2026"],
                ["Kỳ báo cáo", "Tháng 10/2026"],
                ["Chỉ tiêu", "Kết quả"],
                [DUNG_HAN, 98.5],
            ]
        )
    ],
    "merged data cells": [
        form((DUNG_HAN, 1, 2, None), (THANH_TOAN, 1, 2, None), merges=("C5:C6",))
    ],
    "same row twice": [
        form((DUNG_HAN, 1, 2, None), ("Tỷ lệ giải quyết hồ sơ đúng hạn", 1, 2, None))
    ],
    "quarterly indicator in a month": [form(("Tỷ lệ số hóa hồ sơ", 1, 2, None))],
    "indicator of another unit": [form(("Tỷ lệ hoàn thành nhiệm vụ được giao", 1, 2, None))],
    "next month": [form((DUNG_HAN, 1, 2, None), period="Tháng 12/2026")],
    "before the plan's targets": [form((DUNG_HAN, 1, 2, None), period="Tháng 10/2025")],
    "this and last month side by side": [
        Page(
            [
                ["Phòng Quản lý xây dựng"],
                ["Tháng 10 năm 2026"],
                ["Chỉ tiêu", "Thực hiện tháng 9/2026", "Thực hiện tháng 10/2026"],
                [DUNG_HAN, 91.5, 92.5],
            ]
        )
    ],
    "two columns of results": [
        Page(
            [
                ["Phòng Quản lý xây dựng, tháng 10/2026"],
                ["Chỉ tiêu", "Thực hiện", "Tỷ lệ (%)"],
                [DUNG_HAN, 118, 98.5],
            ]
        )
    ],
    "a column nobody knows": [
        Page(
            [
                ["Phòng Quản lý xây dựng, tháng 10/2026"],
                ["Chỉ tiêu", "Kết quả", "Lũy kế từ đầu năm"],
                [DUNG_HAN, 98.5, 97.2],
            ]
        )
    ],
    "đơn vị that measures": [
        Page(
            [
                ["PHÒNG QUẢN LÝ XÂY DỰNG"],
                ["Kỳ báo cáo: 2026-10"],
                ["Chỉ tiêu", "Đơn vị", "Kết quả"],
                [DUNG_HAN, "%", 98.5],
                ["Điểm chỉ số phục vụ người dân, doanh nghiệp", "điểm", 91.5],
            ]
        )
    ],
    "long table": [
        Page(
            [
                ["Đơn vị", "Kỳ", "Chỉ tiêu", "Tử số", "Mẫu số", "Kết quả"],
                ["Phòng Quản lý xây dựng", "Tháng 9/2026", DUNG_HAN, 1, 2, 50],
                ["P. Quản lý vận tải", "10/2026", DUNG_HAN, 3, 5, None],
                ["qlvt", date(2026, 9, 1), DUNG_HAN, 1, 2, None],
                ["Phòng Kế toán", "Tháng 9/2026", DUNG_HAN, 1, 2, None],
                [None, "Tháng 9/2026", TOAN_TRINH, 1, 2, None],
                ["QLXD", "tháng chín", TOAN_TRINH, 1, 2, None],
            ]
        )
    ],
    "cross-table": [
        Page(
            [
                ["TỔNG HỢP THÁNG 10 NĂM 2026"],
                ["STT", "Đơn vị", DUNG_HAN, "III.10", "Ghi chú"],
                [1, "Phòng Quản lý xây dựng", 98.5, Shown(0.8, "0%"), "x"],
                [2, "Phòng Quản lý vận tải", 91, None],
                [3, "Phòng Cây xanh đô thị", 92, 93],
                [None, "Toàn Sở", 95, 85],
            ]
        )
    ],
    "cross-table with counts, turned round": [
        Page(
            [
                ["Chỉ tiêu", "Phòng Quản lý xây dựng", None, "Phòng Quản lý vận tải", None],
                [None, "Tử số", "Mẫu số", "Tử số", "Mẫu số"],
                [DUNG_HAN, 1, 2, 3, 4],
                [THANH_TOAN, 5, 4, 0, 0],
            ],
            name="T10.2026",
            merges=("B1:C1", "D1:E1"),
        )
    ],
    "two sheets, one of them unreadable": [
        form((DUNG_HAN, 1, 2, None)),
        Page([["Doanh thu", 12], ["Chi phí", 7]], name="Sổ tay"),
        Page([["Hướng dẫn"], ["1. Mở tệp"], ["2. Điền số"]], name="Hướng dẫn"),
    ],
    "hidden sheet": [form((DUNG_HAN, 1, 2, None)), Page([[1, 2]], name="Nháp", is_hidden=True)],
    "nothing filled in": [form((DUNG_HAN, None, None, None))],
    "percent sign where points belong": [
        form(("Điểm chỉ số phục vụ người dân, doanh nghiệp", None, None, "91,5%"))
    ],
}
