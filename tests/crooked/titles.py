"""Whose figures, and of when: what stands above the table, in every way it is written."""

from __future__ import annotations

import unicodedata
from datetime import date

from tests.crooked.making import DUNG_HAN, HEAD, Made, book_of_pages, saved
from tests.unit.workbooks import Page, Shown, form

UNIT = "PHÒNG QUẢN LÝ XÂY DỰNG"
ROW = (DUNG_HAN, 118, 120, None)


def titled(*titles: str | list[object], unit: str = UNIT, **changes: object) -> list[Page]:
    """Return a form whose first rows are the unit and `titles`."""
    above = [title if isinstance(title, list) else [title] for title in titles]
    return [Page([[unit], *above, [], HEAD, [1, *ROW]], **changes)]


def asked(**changes: object) -> list[Page]:
    """Return a plain form with another unit or period."""
    return [form(ROW, **changes)]


def decomposed() -> bytes:
    """Return a form all of whose texts are in decomposed form, as some phones write them."""
    book = book_of_pages([form(ROW)])
    for row in book.worksheets[0].iter_rows():
        for cell in row:
            if isinstance(cell.value, str):
                cell.value = unicodedata.normalize("NFD", cell.value)
    return saved(book)


WORKBOOKS: dict[str, Made] = {
    "T10/2026 in a title": titled("BÁO CÁO CHỈ TIÊU T10/2026"),
    "tháng mười": titled("BÁO CÁO THÁNG MƯỜI NĂM 2026"),
    "tháng mười một": titled("Báo cáo tháng mười một năm 2025"),
    "tháng năm năm": titled("Báo cáo tháng năm năm 2026"),
    "tháng giêng": titled("Báo cáo tháng giêng năm 2026"),
    "10-2026 behind a label": asked(period="10-2026"),
    "2026/10 behind a label": asked(period="2026/10"),
    "Tháng 10.2026": asked(period="Tháng 10.2026"),
    "Oct-26": asked(period="Oct-26"),
    "year in two digits": asked(period="Tháng 10/26"),
    "month without a year": asked(period="Tháng 10"),
    "month that is none": asked(period="Tháng 13/2026"),
    "month left blank in a title": titled("BÁO CÁO THÁNG … NĂM 2026"),
    "month left blank behind a label": asked(period="Tháng ..... năm 2026"),
    "October done and November planned in one title": titled(
        "BÁO CÁO KẾT QUẢ THÁNG 10, NHIỆM VỤ THÁNG 11 NĂM 2026"
    ),
    "two months of one title": titled("Số liệu tháng 9/2026 và tháng 10/2026"),
    "month and year in cells of their own": titled(["Tháng:", 10, "Năm:", 2026]),
    "month and year in two lines": titled("THÁNG 10", "NĂM 2026"),
    "ten months": titled("BÁO CÁO 10 THÁNG ĐẦU NĂM 2026"),
    "window of days": titled("THÁNG 10 NĂM 2026", "(Từ ngày 15/9/2026 đến ngày 14/10/2026)"),
    "window of days alone": titled("Từ ngày 15/9/2026 đến ngày 14/10/2026"),
    "period as the last day of the month": [
        Page([[UNIT], ["Kỳ báo cáo:", date(2026, 10, 31)], HEAD, [1, *ROW]])
    ],
    "period as a serial shown as a month": [
        Page([[UNIT], ["Kỳ báo cáo:", Shown(46296, "mm/yyyy")], HEAD, [1, *ROW]])
    ],
    "period as a day of another century": [
        Page([[UNIT], ["Kỳ báo cáo:", Shown(9771, "mm/yyyy")], HEAD, [1, *ROW]])
    ],
    "quarter for what is due monthly": titled("QUÝ III NĂM 2026"),
    "sheet named for another month": titled("THÁNG 10 NĂM 2026", name="T9.2026"),
    "sheet named for another month without a year": titled("THÁNG 10 NĂM 2026", name="T9"),
    "sheet named for the same month": titled("THÁNG 10 NĂM 2026", name="T10"),
    "sheet named for another unit": titled("THÁNG 10 NĂM 2026", name="QLVT"),
    "upper case without diacritics": [
        Page([["DON VI: PHONG QUAN LY XAY DUNG"], ["KY BAO CAO: THANG 10/2026"], HEAD, [1, *ROW]])
    ],
    "decomposed letters everywhere": decomposed,
    "P.QLXD": asked(unit="P.QLXD"),
    "unit misspelt": asked(unit="Phòng Quản lí xây dưng"),
    "unit with invisible signs and no-break spaces": asked(
        unit="Phòng\u00a0Quản\u200b lý\u00a0xây\ufeff dựng"
    ),
    "unit that was merged away": asked(unit="Sở Giao thông vận tải"),
    "unit above given as its parent": titled("THÁNG 10 NĂM 2026", unit="SỞ XÂY DỰNG"),
    "TCVN3": [
        Page(
            [
                ["§¬n vÞ: Phßng Qu¶n lý x©y dùng"],
                ["Kỳ báo cáo: Tháng 10/2026"],
                HEAD,
                [1, "Tû lÖ hå s¬ xö lý ®óng h¹n", 118, 120],
            ]
        )
    ],
    "VNI": [form(("Tyû leä hoà sô xöû lyù ñuùng haïn", 118, 120, None), ROW)],
}
