"""The sentence that says why: with every number the colour was decided from, in Vietnamese."""

from __future__ import annotations

from datetime import date

import pytest

from indicators.board import Cell, board, explain, target_text, value_text
from indicators.catalogue.model import Milestone
from indicators.submission import submit
from tests import offices
from tests.offices import figure, indicator, reading, target


@pytest.fixture
def told(small_office):
    """Return the cell and the sentence for one figure of room a in 10/2026 against one target."""

    def tell(
        *,
        given: dict[str, object] | None,
        approve: bool = True,
        of: dict[str, object] | None = None,
        **aim: object,
    ) -> tuple[Cell, str]:
        office = small_office(
            offices.catalogue([indicator("RATE", **(of or {}))], [target("RATE", **aim)])
        )
        if given is not None:
            submit(office, office.operator("vp"), reading([figure("a", **given)]), approve=approve)
        cell = board(office, office.operator(), period="2026-10", unit="so").cells["a", "RATE"]
        return cell, explain(office, cell)

    return tell


def test_green_exactly_on_the_goal(told):
    assert told(given={"counts": (90, 100)})[1] == "90 % đúng bằng chỉ tiêu tối thiểu 90 %: đạt."


def test_97_96_is_seen_not_to_be_98(told):
    _, text = told(given={"counts": (2449, 2500)}, value=98.0)
    assert text == (
        "97,96 % thấp hơn 0,04 điểm phần trăm so với chỉ tiêu tối thiểu 98 %,"
        " nằm trong dải cận đạt (từ 93,1 %): cận đạt."
    )


def test_red_says_how_far_and_where_the_band_was(told):
    _, text = told(given={"counts": (0, 100)}, value=98.0)
    assert text == (
        "0 % thấp hơn 98 điểm phần trăm so với chỉ tiêu tối thiểu 98 %,"
        " ngoài dải cận đạt (từ 93,1 %): chưa đạt."
    )


def test_more_than_a_ceiling(told):
    _, text = told(
        given={"counts": (103, 1000)}, operator="<=", value=10.0, of={"direction": "down"}
    )
    assert text == (
        "10,3 % cao hơn 0,3 điểm phần trăm so với chỉ tiêu tối đa 10 %,"
        " nằm trong dải cận đạt (đến 10,5 %): cận đạt."
    )


def test_a_range_from_both_sides(told):
    aim = {"operator": "between", "value": 3.0, "upper": 5.0}
    inside, above = (
        told(given={"counts": (4, 100)}, **aim)[1],
        told(given={"counts": (6, 100)}, **aim)[1],
    )
    assert inside == "4 % nằm trong chỉ tiêu từ 3 % đến 5 %: đạt."
    assert above == (
        "6 % cao hơn 1 điểm phần trăm so với chỉ tiêu từ 3 % đến 5 %,"
        " ngoài dải cận đạt (từ 2,85 % đến 5,25 %): chưa đạt."
    )


def test_no_band_is_not_spoken_of(told):
    due = {"kind": "deadline", "due": date(2026, 10, 31)}
    _, text = told(given={"counts": (89, 100)}, **due)
    assert text == "89 % thấp hơn 1 điểm phần trăm so với chỉ tiêu tối thiểu 90 %: chưa đạt."


def test_before_its_date_without_a_path(told):
    due = {"kind": "deadline", "due": date(2026, 12, 31)}
    cell, text = told(given={"counts": (12, 100)}, **due)
    assert cell.status == "amber"
    assert text == (
        "12 % chưa tới chỉ tiêu tối thiểu 90 % phải đạt đến ngày 31/12/2026;"
        " văn bản không nêu mức trước hạn, nên tạm xếp cận đạt cho đến hạn."
    )
    assert told(given={"counts": (90, 100)}, **due)[1] == (
        "90 % đã đạt chỉ tiêu tối thiểu 90 % phải đạt đến ngày 31/12/2026: đạt trước hạn."
    )


def test_on_the_way_the_final_goal_is_named_too(told):
    _, text = told(
        given={"counts": (40, 100)},
        kind="deadline",
        due=date(2027, 12, 31),
        milestones=(Milestone(date(2026, 9, 30), 40.0),),
    )
    assert text == (
        "40 % đúng bằng chỉ tiêu tối thiểu 40 % (mức phải đạt trong kỳ trên đường tới 90 %"
        " vào 31/12/2027): đạt."
    )


def test_gaps(told):
    assert told(given=None)[1] == "Chưa có số liệu được duyệt dù đã quá hạn báo cáo (05/11/2026)."
    assert (
        told(given={"counts": (0, 0)})[1] == "Không phát sinh trong kỳ (0 trên 0), nên không xét."
    )
    cell, text = told(given={"counts": (95, 100)}, approve=False)
    assert cell.is_provisional
    assert text.endswith("Số liệu đang chờ duyệt, chưa tính vào tỷ lệ xanh hóa.")


def test_no_target_in_force(told):
    cell, text = told(given={"counts": (95, 100)}, valid_to=date(2026, 9, 30))
    assert (cell.status, cell.counted) == ("pending", "pending")
    assert text == "95 %. Không có chỉ tiêu áp dụng cho kỳ này."


def test_yes_and_no(told):
    of = {"formula": "yes_no", "unit_of_measure": "", "roll_up": "own"}
    cell, text = told(given={"value": 0.0}, value=1.0, of=of)
    assert text == "Báo cáo «Không», phải là «Có»: chưa đạt."
    made = indicator("RATE", **of)
    assert (value_text(made, cell), target_text(made, cell)) == ("Không", "Có")


def test_a_roll_up_says_what_it_is_made_of(small_office):
    office = small_office()
    rows = [figure("a", counts=(95, 100)), figure("b", value=80.0)]
    submit(office, office.operator("vp"), reading(rows), approve=True)
    text = explain(
        office, board(office, office.operator(), period="2026-10", unit="so").cells["so", "RATE"]
    )
    assert text.endswith(
        "Tổng hợp từ 2/3 đơn vị, chưa đủ;"
        " ước tính vì có đơn vị chỉ báo cáo tỷ lệ, không có tử số và mẫu số."
    )
