"""Heads, rows and columns: where tables lie and what their columns hold."""

from __future__ import annotations

import pytest

from indicators.intake.laid_out import check_book
from indicators.intake.layout.grid import Grid, has_figures, is_nothing, is_numbering
from indicators.intake.layout.roles import is_total, role_of
from indicators.intake.layout.table import find_tables
from indicators.intake.match import names_of
from tests.unit.workbooks import CATALOGUE, TODAY, Page, Shown, book_of, form, told

NAMES = names_of(CATALOGUE)
DUNG_HAN = "Tỷ lệ hồ sơ xử lý đúng hạn"
THANH_TOAN = "Tỷ lệ thanh toán trực tuyến trong giải quyết TTHC"
TITLE = ["Phòng Quản lý xây dựng - tháng 10/2026"]


def read(*rows: list, **changes: object):
    return check_book(book_of(Page([*map(list, rows)], **changes)), CATALOGUE, today=TODAY)


def values(reading):
    return [(row.indicator, row.unit, row.value, row.cell) for row in reading.rows]


@pytest.mark.parametrize(
    ("head", "role"),
    [
        ("STT", "order"),
        ("MÃ CHỈ TIÊU", "code"),
        ("Nội dung", "indicator"),
        ("Chỉ tiêu", "indicator_or_target"),
        ("Chỉ tiêu được giao", "target"),
        ("Kế hoạch năm 2026", "target"),
        ("Đơn vị", "unit_or_measure"),
        ("Đơn vị tính", "measure"),
        ("Kỳ báo cáo", "period"),
        ("Tử số (hồ sơ)", "numerator"),
        ("Số đạt", "numerator"),
        ("Tổng số hồ sơ", "denominator"),
        ("Kết quả (%)", "value"),
        ("Thực hiện tháng 10/2026", "value"),
        ("ti le (%)", "value"),
        ("Kết quả kỳ trước", "previous"),
        ("So với tháng trước", "previous"),
        ("Ghi chú", "note"),
        ("Nội dung tử số", "other"),
        ("Đơn vị: QLXD", None),
        ("Tỷ lệ hồ sơ xử lý đúng hạn", None),
        ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", None),
    ],
)
def test_roles(head, role):
    assert role_of(head) == role


def test_words_for_nothing_and_totals():
    assert all(map(is_nothing, ("-", "–", "0/0", "KPS", "Không phát sinh", "không  phát sinh ")))
    assert not any(map(is_nothing, ("", "0", "không", "--1", "phát sinh")))
    assert is_total("TỔNG CỘNG:")
    assert not is_total("Tổng số doanh nghiệp")


def test_finds_a_table_anywhere_with_one_to_three_header_rows():
    rows = [
        ["Chỉ tiêu", "Số liệu", None, None],
        [None, "Tháng 10/2026", None, None],
        [None, "Tử số", "Mẫu số", "%"],
        [DUNG_HAN, 1, 2, 50],
    ]
    page = Page(rows, at=(30, 20), merges=("U30:W30", "U31:W31"))
    (table,) = find_tables(Grid.of(book_of(page).sheets[0]), NAMES)
    assert table.columns == {"indicator": 20, "numerator": 21, "denominator": 22, "value": 23}
    assert (table.first, table.last, table.end) == (30, 32, 33)


def test_a_head_repeated_on_the_next_page_is_no_row():
    head = ["Chỉ tiêu", "Kết quả"]
    reading = read(TITLE, head, [DUNG_HAN, 98.5], head, [THANH_TOAN, 80.5])
    assert [row.indicator for row in reading.rows] == ["DUNG-HAN", "TRUC-TUYEN"]
    assert reading.ok


def test_a_row_that_numbers_the_columns_is_no_row():
    head = ["STT", "Chỉ tiêu", "Tử số", "Mẫu số", "Kết quả"]
    for numbers in (["A", "B", 1, 2, "3=1/2"], ["(1)", "(2)", "(3)", "(4)", "(5)"]):
        reading = read(TITLE, head, numbers, [1, DUNG_HAN, 1, 2, 50])
        assert told(reading) == []
        assert len(reading.rows) == 1
    assert not is_numbering(Grid.of(book_of(Page([[1, 1, 2]])).sheets[0]).lines[1])


def test_chi_tieu_beside_noi_dung_is_the_target():
    reading = read(TITLE, ["Nội dung", "Chỉ tiêu", "Kết quả"], [DUNG_HAN, 98, 97.5])
    assert values(reading) == [("DUNG-HAN", "qlxd", 97.5, "C3")]
    assert told(reading) == []


def test_two_columns_of_which_one_is_empty():
    reading = read(TITLE, ["Chỉ tiêu", "Thực hiện", "Kết quả"], [DUNG_HAN, None, 97.5])
    assert values(reading) == [("DUNG-HAN", "qlxd", 97.5, "C3")]
    assert reading.ok


def test_figures_below_the_signatures_are_not_lost():
    reading = read(
        TITLE, ["Chỉ tiêu", "Kết quả"], [DUNG_HAN, 97.5], ["Người lập", "Trưởng phòng"], [None, 12]
    )
    assert told(reading) == ["indicator-missing B5"]


def test_a_day_beside_the_signatures_is_no_figure():
    reading = read(
        TITLE,
        ["Chỉ tiêu", "Kết quả"],
        [DUNG_HAN, 97.5],
        ["Người lập", "01/11/2026"],
        [None, "02-11-2026"],
    )
    assert told(reading) == []


def test_words_where_a_figure_belongs():
    reading = read(TITLE, ["Chỉ tiêu", "Kết quả"], [DUNG_HAN, "đang tổng hợp"])
    assert told(reading) == ["not-a-number B3"]


def test_an_uncertain_name_beside_a_mere_dash_is_asked_about():
    reading = read(TITLE, ["Chỉ tiêu", "Kết quả"], ["Tỷ lệ hồ sơ quá hạn", "-"], ["I. Mục", "-"])
    assert "indicator-uncertain A3" in told(reading)
    assert "A4" not in str(told(reading))


def test_each_sheet_has_its_own_layout_and_unit():
    pages = (
        form((DUNG_HAN, 1, 2, None), name="A"),
        form((DUNG_HAN, 3, 4, None), unit="QLVT", name="B"),
        Page([["TT", "Đơn vị", DUNG_HAN], [1, "Phòng Quản lý nhà", 98.5]], name="T10.2026"),
    )
    reading = check_book(book_of(*pages), CATALOGUE, today=TODAY)
    assert values(reading) == [
        ("DUNG-HAN", "qlxd", 50.0, "C5"),
        ("DUNG-HAN", "qlvt", 75.0, "C5"),
        ("DUNG-HAN", "nha", 98.5, "C2"),
    ]
    assert (reading.layout, reading.unit, reading.period) == ("form", None, "2026-10")


def test_long_table_with_a_column_for_the_month_and_one_for_the_year():
    reading = read(
        ["Phòng", "Tháng", "Năm", "Mã", "Kết quả"],
        ["QLXD", 9, 2026, "DUNG-HAN", 98.5],
        ["QLXD", 13, 2026, "DUNG-HAN", 98.5],
    )
    assert [(row.period, row.value) for row in reading.rows] == [("2026-09", 98.5)]
    assert told(reading) == ["period-unknown B3"]


def test_long_table_with_its_period_or_unit_in_the_title():
    head = ["Đơn vị", "Mã", "Kết quả"]
    reading = read(["Tháng 10/2026"], head, ["QLXD", "DUNG-HAN", 98.5])
    assert (reading.layout, values(reading)) == ("long", [("DUNG-HAN", "qlxd", 98.5, "C3")])
    reading = read(["QLXD"], ["Kỳ", "Mã", "Kết quả"], ["10/2026", "DUNG-HAN", 98.5])
    assert (reading.layout, values(reading)) == ("long", [("DUNG-HAN", "qlxd", 98.5, "C3")])


def test_cross_table_with_a_rate_beside_its_counts_and_unmerged_heads():
    reading = read(
        ["Tháng 10/2026"],
        ["Đơn vị", DUNG_HAN, None, None, THANH_TOAN, None],
        [None, "Tử số", "Mẫu số", "Tỷ lệ", "Tử số", "Mẫu số"],
        ["QLXD", 49, 50, Shown(0.98, "0%"), 4, 5],
        ["QLVT", 49, 50, Shown(0.9, "0%"), None, None],
    )
    assert reading.layout == "cross"
    assert values(reading) == [
        ("DUNG-HAN", "qlxd", 98.0, "D4"),
        ("TRUC-TUYEN", "qlxd", 80.0, "E4"),
    ]
    assert told(reading) == ["result-disagrees D5"]


def test_cross_table_asks_about_its_heads():
    reading = read(
        ["Tháng 10/2026"],
        ["Phòng", DUNG_HAN, "Tỷ lệ hồ sơ quá hạn", "Chỉ tiêu giao", None],
        ["QLXD", 98.5, 1.5, 98, 7],
        ["Chỉ tiêu giao", 98, 0, None, None],
    )
    assert told(reading) == ["?row-ignored A4", "column-unnamed E3", "indicator-uncertain C2"]


def test_cross_table_merges_and_nameless_rows():
    reading = read(
        ["Tháng 10/2026"],
        ["Phòng", DUNG_HAN, THANH_TOAN],
        ["QLXD", 98.5, None],
        [None, 97.5, None],
        merges=("B3:C3",),
    )
    assert told(reading) == ["merged-cells B3", "unit-missing A4"]


def test_a_single_indicator_across_units_turned_round():
    reading = read(["Chỉ tiêu", "QLXD", "QLVT"], [DUNG_HAN, 98.5, "KPS"], name="T10.2026")
    assert [(row.unit, row.value, row.denominator) for row in reading.rows] == [
        ("qlxd", 98.5, None),
        ("qlvt", None, 0.0),
    ]


def test_sheets_without_figures_are_left_alone():
    assert not has_figures(Grid.of(book_of(Page([["Hướng dẫn"], [1], [2]])).sheets[0]))
    assert has_figures(Grid.of(book_of(Page([["Hướng dẫn"], [1], [3]])).sheets[0]))
