"""What stands where a number should: texts, notes, formulas, errors, dates, other measures."""

from __future__ import annotations

from datetime import date

from tests.crooked.making import (
    DIEM,
    DUNG_HAN,
    DVC,
    GIAI_NGAN,
    HAI_LONG,
    THANH_TOAN,
    TOAN_TRINH,
    Made,
    formula,
    line,
    number,
    raw_form,
    text,
)
from tests.unit.workbooks import Page, Shown, form

TITLES = [["Phòng Quản lý xây dựng"], ["Tháng 10 năm 2026"]]
SQUEEZED = ' xml:space="preserve"'


def results(*values: object) -> list[Page]:
    """Return a form that states `values` as results of five percentages, rows 5 to 9."""
    names = (DUNG_HAN, THANH_TOAN, TOAN_TRINH, DVC, HAI_LONG)
    return [form(*((name, None, None, value) for name, value in zip(names, values, strict=False)))]


def formulas() -> bytes:
    return raw_form(
        line(
            5,
            DUNG_HAN,
            number("C5", 118),
            number("D5", 120),
            formula("E5", "C5/D5*100", 98.3333333333333),
        ),
        line(6, THANH_TOAN, number("C6", 80), number("D6", 100), formula("E6", "C6/D6*100")),
        line(
            7,
            TOAN_TRINH,
            number("C7", 0),
            number("D7", 10),
            formula("E7", "D7/C7", "#DIV/0!", ' t="e"'),
        ),
        line(
            8,
            DVC,
            number("C8", 3),
            number("D8", 4),
            formula("E8", 'IF(C8="","x","")', "", ' t="str"'),
        ),
        line(9, HAI_LONG, formula("E9", 'TEXT(98.5,"0.0")&amp;"%"', "98,5%", ' t="str"')),
    )


def every_error() -> bytes:
    names = (DUNG_HAN, THANH_TOAN, TOAN_TRINH, DVC, HAI_LONG)
    errors = ("#REF!", "#NAME?", "#NULL!", "#NUM!", "#VALUE!")
    return raw_form(
        *(
            line(row, name, number(f"E{row}", said, ' t="e"'))
            for row, name, said in zip(range(5, 10), names, errors, strict=True)
        )
    )


def beyond_sense() -> bytes:
    return raw_form(
        line(5, DUNG_HAN, number("C5", "NaN"), number("D5", 120)),
        line(6, THANH_TOAN, number("E6", "INF")),
        line(7, TOAN_TRINH, number("E7", "1E400")),
        line(8, DVC, number("C8", "12345678901234567"), number("D8", "12345678901234567")),
        line(9, HAI_LONG, number("E9", "98,5")),
    )


def two_lines_in_a_cell() -> bytes:
    return raw_form(
        line(5, DUNG_HAN, text("C5", "118&#10;", SQUEEZED), text("D5", "&#10;120", SQUEEZED)),
        line(6, THANH_TOAN, text("E6", "98&#10;500", SQUEEZED)),
    )


def money(measure: str, *, head: str = "Thực hiện", above: str | None = None) -> list[Page]:
    """Return a form of one figure in tỷ đồng whose sheet says another measure somewhere."""
    rows = [
        [*TITLES[0], None, None, above],
        *TITLES[1:],
        ["STT", "Chỉ tiêu", "ĐVT", head],
        [1, GIAI_NGAN, measure or None, 1250.5],
    ]
    return [Page(rows)]


WORKBOOKS: dict[str, Made] = {
    "numbers as text": [
        form(
            (DUNG_HAN, "118", " 120 ", "98,33%"),
            (THANH_TOAN, "1\u00a0234", "1\u202f500", "82,27\u00a0%"),
            (TOAN_TRINH, "12 345", "20 000", None),
            (DVC, None, None, "98,5%"),
            (HAI_LONG, None, None, "97.5"),
        )
    ],
    "dots and commas that may be either": [
        form(
            (DUNG_HAN, "1.234", "2.000", None),
            (THANH_TOAN, "1,234", 2000, None),
            (TOAN_TRINH, "12.345.678", "20,000,000", None),
            (DVC, "1.234,5", 2000, None),
        )
    ],
    "words where numbers belong": results("x", "N/A", "…", "chưa có số liệu", "?"),
    "notes inside number cells": [
        form(
            (DUNG_HAN, None, None, "98,5% (ước)"),
            (THANH_TOAN, "118 hồ sơ", 120, None),
            (TOAN_TRINH, None, None, "118/120"),
            (DVC, None, None, "~98"),
            (HAI_LONG, None, None, ">98%"),
        )
    ],
    "nothing to count in many words": [
        form(
            (DUNG_HAN, None, None, "Không phát sinh"),
            (THANH_TOAN, None, None, "không phát sinh hồ sơ"),
            (TOAN_TRINH, None, None, "KPS"),
            (DVC, "-", "-", "-"),
            (HAI_LONG, None, None, "0/0"),
        )
    ],
    "nothing to count beside counts": [form((DUNG_HAN, 118, 120, "Không phát sinh"))],
    "percent or fraction": results(
        0.985, Shown(0.985, "0.0%"), Shown(98.5, '0.0"%"'), Shown(98.5, "0%"), "0,985"
    ),
    "one percent or all": results(1, 0, Shown(1, "0%"), "1%", 1.5),
    "per mille and per cent of points": [
        form((DIEM, None, None, Shown(0.915, "0.0%")), (HAI_LONG, None, None, "985‰"))
    ],
    "formulas with and without results": formulas,
    "every kind of error": every_error,
    "numbers beyond sense": beyond_sense,
    "texts beyond sense": results("1_000", "９８", "1e2", "(5)", "98.5.1"),
    "sixteen digits": results("0,1234567890123456789"),
    "stale result beside new counts": [form((DUNG_HAN, 97, 120, 98.33))],
    "rounded result beside its counts": [
        form((DUNG_HAN, 118, 120, Shown(98.3333333333333, "0.0")), (THANH_TOAN, 2, 3, 67))
    ],
    "two lines in one cell": two_lines_in_a_cell,
    "dates where figures belong": [
        form(
            (DUNG_HAN, date(2026, 3, 2), 120, None),
            (THANH_TOAN, None, None, "02/03/2026"),
            (TOAN_TRINH, None, None, Shown(99999999, "dd/mm/yyyy")),
        )
    ],
    "counts as percent": [
        form((DUNG_HAN, Shown(0.98, "0%"), 120, None), (THANH_TOAN, "98%", 100, None))
    ],
    "thousands cut off by the format": [form((DUNG_HAN, Shown(1234567, "#,##0,"), 2000000, None))],
    "figure that its format hides": results(Shown(98.5, ";;;")),
    "figure that its format words otherwise": results(Shown(98.5, '"đạt"')),
    "the right measure": money("Tỷ đồng"),
    "another measure in its column": money("Triệu đồng"),
    "another measure at the head": money("", head="Thực hiện (triệu đồng)"),
    "another measure above the table": money("", above="Đơn vị tính: triệu đồng"),
    "đơn vị that measures above the table": money("", above="Đơn vị: tỷ đồng"),
    "hundreds of a percentage": [form((DUNG_HAN, 118, 120, 9833))],
    "numerator in the result's column": [form((DUNG_HAN, None, 120, 98))],
    "counts beside a score": [form((DIEM, 9, 10, 90), (HAI_LONG, 9, None, None))],
}
