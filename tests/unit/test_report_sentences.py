"""A report's words: from approved figures only, each number traceable, the same every time."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from indicators.errors import InputRejected
from indicators.export import Snapshot, Wanted, gather, tracing
from indicators.export.document import Document, Figure, Section, Table, Text
from indicators.export.outlines.report import MOST_REASONS, report
from indicators.submission import submit
from tests import offices
from tests.unit.reported import PERIODS, month, of_sample, snapshots

# What may hold digits beside figures: days, months, documents' numbers, clauses, the data version.
_NO_FIGURE = re.compile(
    r"\d{2}/\d{2}/\d{4}|\d{1,2} giờ \d{2} phút|phiên bản dữ liệu \d+"
    r"|ngày \d{2} tháng \d{2} năm \d{4}|(?:tháng|quý) [\dIV]{1,3} năm \d{4}"
    r"|[69] tháng (?:đầu |cuối )?năm \d{4}|năm \d{4}|tháng \d{1,2}:"
    r"|đến hết tháng \d{1,2}/\d{4}|số \d+/[\w-]+"
)


def part(document: Document, about: str) -> str:
    found = [each for each in document.sections if each.about == about]
    return "\n".join(b.plain for s in found for b in s.blocks if isinstance(b, Text))


def table(document: Document, about: str, place: int = 0) -> list[list[str]]:
    found = [each for each in document.sections if each.about == about]
    tables = [b for s in found for b in s.blocks if isinstance(b, Table)]
    return [[cell.plain for cell in row] for row in tables[place].rows]


@pytest.mark.parametrize("period", PERIODS)
def test_every_number_is_in_the_snapshot_where_it_says(period: str) -> None:
    taken = snapshots()[period]
    figures = report(taken).figures()
    assert len(figures) >= 20
    for each in figures:
        assert tracing.resolve(taken, each.trace) == each.value, each


@pytest.mark.parametrize("period", PERIODS)
def test_no_sentence_holds_a_number_that_is_no_figure(period: str) -> None:
    for section in report(snapshots()[period]).sections:
        for block in section.blocks:
            if isinstance(block, Text):
                words = "".join(each for each in block.spans if not isinstance(each, Figure))
                assert not re.search(r"\d", _NO_FIGURE.sub("", words)), words


def test_the_same_snapshot_gives_the_same_words() -> None:
    assert report(month()) == report(Snapshot.read(month().kept()))


@pytest.mark.parametrize(
    ("period", "words"),
    [
        ("2026-10", "tháng 10 năm 2026"),
        ("2026-Q3", "quý III năm 2026"),
        ("2026-H1", "6 tháng đầu năm 2026"),
        ("2026-9M", "9 tháng đầu năm 2026"),
        ("2026", "năm 2026"),
    ],
)
def test_each_period_has_its_title(period: str, words: str) -> None:
    told = report(snapshots()[period])
    assert told.title == f"Kết quả thực hiện các chỉ tiêu {words}"
    assert part(told, "closing").endswith(f"{words} của Sở Xây dựng./.")


def test_months_one_and_two_have_a_leading_zero() -> None:
    head = replace(month().head, period="2026-02", month="2026-02")
    told = report(replace(month(), head=head))
    assert told.title.endswith("tháng 02 năm 2026")


def test_the_overview_says_rate_change_and_how_many_at_how_many_units() -> None:
    told = part(report(month()), "overview")
    assert (
        "Tỷ lệ xanh hóa của Sở Xây dựng tháng 10 năm 2026 là 33,3 % (3/9 lượt chỉ tiêu phải đánh"
        " giá), giảm 44,4 điểm phần trăm so với tháng 9 năm 2026 (77,8 %)." in told
    )
    assert (
        "3 lượt đạt; 1 lượt cận đạt tại 1 đơn vị; 1 lượt chưa đạt tại 1 đơn vị; 4 lượt quá hạn chưa"
        " có số liệu được duyệt tại 3 đơn vị (trong đó 2 lượt đã nộp, đang chờ duyệt)." in told
    )
    assert "cao nhất (100,0 %) thuộc về: Phòng Pháp chế." in told
    assert "Phòng Đạt (0,0 %, chưa có số liệu được duyệt)" in told
    assert "số liệu đã duyệt đến 09 giờ 00 phút ngày 22/11/2026" in told


def test_each_plan_has_its_section_with_what_is_red() -> None:
    told = report(month())
    titles = [each.title for each in told.sections if each.about == "plans"]
    assert titles[1:] == ["1. Kế hoạch của Sở (số 01/KH)", "2. Kế hoạch tỉnh (số 9/KH-UBND)"]
    words = part(told, "plans")
    assert "trong 2 chỉ tiêu theo dõi có: 1 đạt, 1 chưa đạt." in words
    assert (
        "Tỷ lệ hồ sơ đúng hạn (mục I.RATE): 69 %, phải đạt tối thiểu 90 %, mới có số liệu của 3/5"
        " đơn vị." in words
    )
    assert table(told, "plans")[0][-1] == "0/4"


def test_red_and_amber_stand_with_cause_and_remedy() -> None:
    told = report(month())
    assert part(told, "reasons") == (
        "Có 2 lượt chỉ tiêu chưa đạt, cận đạt, trong đó 1 lượt đã được đơn vị giải trình, 1 lượt"
        " chưa có giải trình."
    )
    red, amber = table(told, "reasons")
    assert red[1:5] == [
        "Phòng An",
        "Tỷ lệ hồ sơ đúng hạn (mục I.RATE)",
        "50 % (3 kỳ liền)",
        "tối thiểu 90 %",
    ]
    assert "Nguyên nhân: Hai người nghỉ ốm.\nHồ sơ dồn vào cuối tháng." in red[5]
    assert red[5].endswith("Giải pháp: Điều người của phòng b sang.\nThời hạn: 15/12/2026")
    assert amber[1] == "Phòng Bình"
    assert amber[5] == "Đã yêu cầu giải trình, đơn vị chưa trả lời."


def test_who_has_not_reported_is_told_by_what_is_lacking() -> None:
    told = report(month())
    assert part(told, "missing").splitlines() == [
        "Quá hạn chưa nộp: Phòng Bình (1 chỉ tiêu, hạn 05/11/2026).",
        "Đã bị trả lại, chưa nộp lại: Phòng Đạt (1 chỉ tiêu).",
        "Đã nộp, đang chờ duyệt: Phòng Cẩm (2 chỉ tiêu).",
    ]
    assert "Phòng An, Tỷ lệ hồ sơ đúng hạn (đến 15/12/2026)" in part(told, "next")
    quarter = part(report(snapshots()["2026-Q3"]), "missing")
    assert quarter == "Tất cả đơn vị đã có số liệu được duyệt."


def test_what_waits_or_was_sent_back_is_said_nowhere() -> None:
    told = report(month())
    shown = [each for each in told.figures() if each.value in {41.0, 42.0}]
    assert shown == []
    rows = table(told, "annex")
    place = next(n for n, row in enumerate(rows) if row[0].startswith("Phòng Cẩm"))
    assert rows[place + 1][3:8] == ["", "", "–", "tối thiểu 90 %", "đã nộp, chờ duyệt"]


def test_a_longer_period_tells_its_months_and_its_whole() -> None:
    told = report(snapshots()["2026-Q3"])
    words = part(told, "overview")
    assert "tháng 7: 88,9 %; tháng 8: 77,8 %; tháng 9: 77,8 %." in words
    assert "là của tháng cuối kỳ (tháng 9 năm 2026)" in words
    # 95 + 50 + 50 of 300, beside September's 50.
    rows = {(row[1], row[5]): row[7] for row in table(told, "annex") if len(row) > 1}
    assert rows["Tỷ lệ hồ sơ đúng hạn", "50 %"] == "65 %"
    assert "Cả kỳ" in [each.title for each in _annex(told).columns]
    assert "tháng cuối kỳ" not in part(report(month()), "overview")


def test_a_period_that_has_not_ended_says_so() -> None:
    assert "Kỳ báo cáo chưa kết thúc" in part(report(snapshots()["2026"]), "overview")
    assert "Kỳ báo cáo chưa kết thúc" not in part(report(month()), "overview")


def test_figures_that_wait_make_no_report() -> None:
    counted = replace(month(), head=replace(month().head, counts_waiting=True))
    with pytest.raises(InputRejected, match="chỉ lập từ số liệu đã duyệt"):
        report(counted)


def test_the_whole_counts_no_figure_that_waits(small_office) -> None:
    office = small_office()
    firm = [offices.figure("a", period="2026-08", counts=(95, 100))]
    submit(office, office.operator("can-bo"), offices.reading(firm), approve=True)
    waits = [offices.figure("a", period="2026-09", counts=(1, 100))]
    submit(office, office.operator("can-bo"), offices.reading(waits))
    quarter = Wanted("so", "2026-Q3")
    found = gather(office, office.operator(), quarter).by_key["a", "RATE"].whole
    assert found is not None
    assert (found.numerator, found.denominator, found.count_months) == (95, 100, 1)
    asked = gather(office, office.operator(), replace(quarter, provisional=True))
    whole = asked.by_key["a", "RATE"].whole
    assert whole is not None
    assert whole.numerator == 96


def test_a_board_without_figures_still_makes_a_report(small_office) -> None:
    office = small_office()
    told = report(gather(office, office.operator(), Wanted("so", "2026-11")))
    assert "Chưa có lượt chỉ tiêu nào phải đánh giá trong tháng 11 năm 2026." in part(
        told, "overview"
    )
    assert "Không có lượt chỉ tiêu nào chưa đạt hoặc cận đạt." in part(told, "reasons")
    assert part(told, "next") == ""


def test_a_unit_alone_reports_on_itself(small_office) -> None:
    office = small_office()
    sent = offices.reading([offices.figure("a", counts=(50, 100))])
    submit(office, office.operator("can-bo"), sent, approve=True)
    told = report(gather(office, office.operator(), Wanted("a", "2026-10")))
    assert "0/1 lượt chỉ tiêu phải đánh giá" in part(told, "overview")
    assert "tại 1 đơn vị" not in part(told, "overview")
    assert len(table(told, "reasons")) == 1


def test_a_unit_above_others_tells_what_is_summed(small_office) -> None:
    office = small_office()
    sent = offices.reading([offices.figure("a", counts=(50, 100)), offices.figure("b", value=50.0)])
    submit(office, office.operator("can-bo"), sent, approve=True)
    taken = gather(office, office.operator(), Wanted("tinh", "2026-10"))
    told = report(taken)
    assert "2 lượt chưa đạt; 1 lượt quá hạn" in part(told, "overview")  # of rooms, not told here
    assert "dòng cuối đếm trên số liệu của mọi đơn vị" in part(told, "overview")
    assert part(told, "reasons") == (
        "Có 1 lượt chỉ tiêu chưa đạt, cận đạt, trong đó 1 lượt cộng dồn từ cấp dưới."
    )
    assert table(told, "reasons")[0][5] == "Tổng hợp từ cấp dưới."
    assert "Giải trình" not in part(told, "next")
    for each in told.figures():
        assert tracing.resolve(taken, each.trace) == each.value, each
    assert "dòng cuối đếm" not in part(report(month()), "overview")


def test_many_reasons_have_an_annex_of_their_own() -> None:
    taken = month()
    red = taken.by_key["a", "RATE"]
    units = [replace(taken.unit["a"], code=f"a{n}", name=f"Phòng {n}") for n in range(60)]
    rows = [replace(red, cell=replace(red.cell, unit=each.code)) for each in units]
    many = replace(taken, units=(*taken.units, *units), rows=(*taken.rows, *rows))
    told = report(many)
    assert len(table(told, "reasons")) == MOST_REASONS
    annexes = [each for each in told.sections if each.kind == "annex"]
    assert [each.title for each in annexes] == ["Phụ lục I", "Phụ lục II"]
    assert len(_rows(annexes[1])) == 62
    assert len(table(told, "overview")) == 31  # the thirty lowest, and all together
    assert [each.title for each in report(taken).sections if each.kind == "annex"] == ["Phụ lục"]


def test_notices_say_what_must_be_seen() -> None:
    assert report(month()).notices == ()
    assert report(of_sample(month())).notices == ("Số liệu mẫu, không có thật",)
    head = replace(month().head, as_of=month().head.known_at)
    assert report(replace(month(), head=head)).notices == ("Như được biết lúc 09:00 22/11/2026",)


def _annex(document: Document) -> Table:
    found = next(each for each in document.sections if each.kind == "annex").blocks[0]
    assert isinstance(found, Table)
    return found


def _rows(section: Section) -> list[object]:
    return [row for block in section.blocks if isinstance(block, Table) for row in block.rows]
