"""Where the table lies and what its rows and columns are: several, side by side, hidden, mixed."""

from __future__ import annotations

from openpyxl.worksheet.worksheet import Worksheet

from tests.crooked.making import (
    DUNG_HAN,
    DVC,
    HEAD,
    NHA_O,
    THANH_TOAN,
    TOAN_TRINH,
    Made,
    book_of_pages,
    form_parts,
    line,
    number,
    saved,
    simple_line,
)
from tests.unit.intake_files import zipped
from tests.unit.workbooks import Page, form

TITLE = ["PHÒNG QUẢN LÝ XÂY DỰNG - THÁNG 10 NĂM 2026"]
SHORT = ["STT", "Chỉ tiêu", "Tử số", "Mẫu số"]


def only_sheet(pages: list[Page]) -> tuple[Worksheet, object]:
    book = book_of_pages(pages)
    return book.worksheets[0], book


def filtered() -> bytes:
    sheet, book = only_sheet(
        [
            form(
                (DUNG_HAN, 118, 120, None),
                (THANH_TOAN, 80, 100, None),
                (TOAN_TRINH, 5, 10, None),
                (DVC, 1, 4, None),
            )
        ]
    )
    sheet.auto_filter.ref = "A4:F8"
    for row in (6, 7):
        sheet.row_dimensions[row].hidden = True
    return saved(book)


def hidden_column() -> bytes:
    sheet, book = only_sheet(
        [
            Page(
                [
                    TITLE,
                    ["STT", "Chỉ tiêu", "Kết quả", "Kết quả", "Ghi chú"],
                    [1, DUNG_HAN, 91.5, 98.5],
                    [2, THANH_TOAN, 70, 80],
                ]
            )
        ]
    )
    sheet.column_dimensions["C"].hidden = True
    return saved(book)


def row_of_no_height() -> bytes:
    """Return a form whose second row has no height, and whose column of notes has no width."""
    second = line(6, THANH_TOAN, number("C6", 80), number("D6", 100))
    parts = form_parts(simple_line(), second.replace("<row ", '<row ht="0" customHeight="1" '))
    sheet = str(parts["xl/worksheets/sheet1.xml"])
    columns = '<cols><col min="6" max="6" width="0" customWidth="1"/></cols><sheetData>'
    parts["xl/worksheets/sheet1.xml"] = sheet.replace("<sheetData>", columns)
    return zipped(parts)


def hidden_unit_across() -> bytes:
    sheet, book = only_sheet(
        [
            Page(
                [
                    ["THÁNG 10 NĂM 2026"],
                    ["Chỉ tiêu", "Phòng Quản lý xây dựng", "Phòng Quản lý vận tải", "QLN"],
                    [DUNG_HAN, 98.5, 91, 95],
                    [THANH_TOAN, 80, 85, 90],
                ]
            )
        ]
    )
    sheet.column_dimensions["C"].hidden = True
    return saved(book)


WORKBOOKS: dict[str, Made] = {
    "two units, a table each, on one sheet": [
        Page(
            [
                ["BÁO CÁO THÁNG 10 NĂM 2026"],
                ["Đơn vị: Phòng Quản lý xây dựng"],
                SHORT,
                [1, DUNG_HAN, 118, 120],
                [],
                ["Đơn vị: Phòng Quản lý vận tải"],
                SHORT,
                [1, DUNG_HAN, 90, 100],
            ]
        )
    ],
    "two months, a table each, on one sheet": [
        Page(
            [
                ["Phòng Quản lý xây dựng"],
                ["Tháng 9 năm 2026"],
                SHORT,
                [1, DUNG_HAN, 100, 120],
                ["Tháng 10 năm 2026"],
                SHORT,
                [1, DUNG_HAN, 118, 120],
            ]
        )
    ],
    "a table goes on under a second head": [
        Page(
            [
                TITLE,
                SHORT,
                [1, DUNG_HAN, 118, 120],
                ["SỞ XÂY DỰNG"],
                ["Trang 2"],
                SHORT,
                [2, THANH_TOAN, 80, 100],
            ]
        )
    ],
    "units as headings inside one table": [
        Page(
            [
                ["SỞ XÂY DỰNG - THÁNG 10 NĂM 2026"],
                SHORT,
                ["I", "Phòng Quản lý xây dựng"],
                [1, DUNG_HAN, 118, 120],
                ["II", "PHÒNG QUẢN LÝ VẬN TẢI"],
                [1, DUNG_HAN, 90, 100],
                [None, "Tổng cộng", 208, 220],
            ]
        )
    ],
    "another unit as a heading in a unit's table": [
        Page(
            [
                TITLE,
                SHORT,
                [1, DUNG_HAN, 118, 120],
                ["Phòng Quản lý vận tải"],
                [1, THANH_TOAN, 90, 100],
            ]
        )
    ],
    "a heading of another month inside the table": [
        Page(
            [
                TITLE,
                SHORT,
                ["A", "Kết quả tháng 10/2026"],
                [1, DUNG_HAN, 118, 120],
                ["B", "Ước thực hiện tháng 11/2026"],
                [1, THANH_TOAN, 90, 100],
            ]
        )
    ],
    "plan and result of two months under merged heads": [
        Page(
            [
                TITLE,
                ["STT", "Chỉ tiêu", "Tháng 9/2026", None, "Tháng 10/2026", None],
                [None, None, "Kế hoạch", "Thực hiện", "Kế hoạch", "Thực hiện"],
                [1, DUNG_HAN, 98, 91.5, 98, 98.5],
            ],
            merges=("A2:A3", "B2:B3", "C2:D2", "E2:F2"),
        )
    ],
    "three months across, none chosen": [
        Page(
            [
                ["Phòng Quản lý xây dựng"],
                ["Chỉ tiêu", "Tháng 8/2026", "Tháng 9/2026", "Tháng 10/2026"],
                [DUNG_HAN, 97, 98, 98.5],
            ]
        )
    ],
    "this and last month across, without a year": [
        Page(
            [TITLE, ["Chỉ tiêu", "Thực hiện tháng 9", "Thực hiện tháng 10"], [DUNG_HAN, 91.5, 98.5]]
        )
    ],
    "head left from last month": [
        Page([TITLE, ["Chỉ tiêu", "Thực hiện tháng 9"], [DUNG_HAN, 91.5]])
    ],
    "running total alone": [
        Page([TITLE, ["Chỉ tiêu", "Kết quả lũy kế từ đầu năm"], [DUNG_HAN, 98.5]])
    ],
    "month and running total side by side": [
        Page(
            [
                TITLE,
                ["Chỉ tiêu", "Thực hiện trong tháng", "Lũy kế từ đầu năm"],
                [DUNG_HAN, 98.5, 97.2],
                [NHA_O, 20, 180],
            ]
        )
    ],
    "month given where the running total is asked": [
        Page([TITLE, ["Chỉ tiêu", "Thực hiện trong tháng"], [NHA_O, 20]])
    ],
    "an estimate alone": [Page([TITLE, ["Chỉ tiêu", "Ước thực hiện tháng 10"], [DUNG_HAN, 98.5]])],
    "share of the plan beside the result": [
        Page(
            [
                TITLE,
                ["Chỉ tiêu", "Kế hoạch", "Thực hiện", "Thực hiện/Kế hoạch (%)"],
                [DUNG_HAN, 98, 49, 50],
            ]
        )
    ],
    "change beside the result": [
        Page(
            [
                TITLE,
                ["Chỉ tiêu", "Kết quả", "Kết quả so với tháng trước", "Tăng/giảm"],
                [DUNG_HAN, 98.5, 101, 1.5],
            ]
        )
    ],
    "rows hidden by a filter": filtered,
    "last month's column hidden": hidden_column,
    "rows and columns of no size": row_of_no_height,
    "a unit's column hidden in a cross-table": hidden_unit_across,
    "two tables side by side": [
        Page(
            [
                TITLE,
                ["Chỉ tiêu", "Kết quả", None, "Chỉ tiêu", "Kết quả"],
                [DUNG_HAN, 98.5, None, THANH_TOAN, 80],
            ]
        )
    ],
    "counts in rows of their own": [
        form(
            (DUNG_HAN, None, None, 98.33),
            ("- Số hồ sơ giải quyết trong hạn", None, None, 118),
            ("- Tổng số hồ sơ đã tiếp nhận", None, None, 120),
        )
    ],
    "totals, means and sums": [
        form(
            (DUNG_HAN, 118, 120, None),
            ("Tổng", 118, 120, None),
            ("Trung bình", None, None, 98.33),
            ("CỘNG TOÀN SỞ", 118, 120, None),
        )
    ],
    "units merged down a long table": [
        Page(
            [
                ["Đơn vị", "Kỳ", "Chỉ tiêu", "Tử số", "Mẫu số"],
                ["QLXD", "Tháng 10/2026", DUNG_HAN, 118, 120],
                [None, "Tháng 10/2026", THANH_TOAN, 80, 100],
            ],
            merges=("A2:A3",),
        )
    ],
    "a name merged over two rows": [
        form((DUNG_HAN, 118, 120, None), (None, 80, 100, None), merges=("B5:B6",))
    ],
    "rows far apart and out of order": [
        Page(
            [
                TITLE,
                HEAD,
                [4, DVC, 1, 4],
                *([] for _ in range(40)),
                [2, THANH_TOAN, 80, 100],
                [1, DUNG_HAN, 118, 120],
            ]
        )
    ],
    "a telephone number below the table": [
        Page([TITLE, SHORT, [1, DUNG_HAN, 118, 120], [], ["Điện thoại:", None, 905123456]])
    ],
    "a note of numbers below the table": [
        Page([TITLE, SHORT, [1, DUNG_HAN, 118, 120], [], ["(1) Số liệu tính đến 31/10/2026."]])
    ],
    "the same indicator with two results": [
        form((DUNG_HAN, 118, 120, None), (DUNG_HAN, 97, 120, None))
    ],
    "a running total in the indicator's name": [
        form((DUNG_HAN + " (lũy kế)", 118, 120, None), (THANH_TOAN + " tháng 9", 80, 100, None))
    ],
    "an indicator of another plan": [form(("Tỷ lệ cấp nước sạch đô thị", 118, 120, None))],
    "one name in two plans, told apart by who reports": [
        form((DUNG_HAN, 45, 50, None), unit="Văn phòng Sở")
    ],
    "figures in a column without a head": [
        Page([TITLE, SHORT, [1, DUNG_HAN, 118, 120, None, 55], [2, THANH_TOAN, 80, 100]])
    ],
    "a row of targets above the figures": [
        Page(
            [
                ["THÁNG 10 NĂM 2026"],
                ["STT", "Đơn vị", DUNG_HAN, THANH_TOAN],
                [None, "Chỉ tiêu giao", 98, 80],
                [1, "QLXD", 98.5, 81],
                [2, "QLVT", 97, None],
            ]
        )
    ],
    "a cross-table with its indicators in two lines": [
        Page(
            [
                ["THÁNG 10 NĂM 2026"],
                ["STT", "Đơn vị", DUNG_HAN, None, None, THANH_TOAN, None, None],
                [None, None, "Tử số", "Mẫu số", "Tỷ lệ", "Tử số", "Mẫu số", "Tỷ lệ"],
                [1, "QLXD", 118, 120, 98.33, 80, 100, 80],
                [2, "QLVT", 90, 100, 91, 0, 0, "-"],
            ],
            merges=("A2:A3", "B2:B3", "C2:E2", "F2:H2"),
        )
    ],
}
