"""Figures sent, corrected, decided on: recorded once, whole, and shown as they stand."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from indicators import cells, clock
from indicators.board import Cell, board, parts, source
from indicators.catalogue import sync
from indicators.errors import CatalogueError, Conflict, InputRejected, NotFound, Problem
from indicators.intake.reading import Reading
from indicators.review import decide
from indicators.settings import Settings
from indicators.submission import keep_file, submit, would_change
from indicators.workspace import Workspace
from queries import QueryError
from tests import offices
from tests.offices import figure, indicator, reading, target


@pytest.fixture
def office(small_office) -> Workspace:
    return small_office(
        offices.catalogue(
            [indicator("RATE"), indicator("SCORE", formula="value", roll_up="mean")],
            [target("RATE"), target("SCORE")],
        )
    )


def cell(office: Workspace, unit: str = "a", code: str = "RATE", **options: object) -> Cell:
    return board(office, office.operator(), period="2026-10", unit="so", **options).cells[
        unit, code
    ]


def counts(office: Workspace) -> tuple[int, int, int]:
    row = office.store.rows("care/counts")[0]
    assert row["count_stray_actual"] == 0
    assert cells.count_differences(office.store, known_at=clock.now()) == 0
    return row["count_submission"], row["count_review"], row["count_actual"]


def test_a_figure_waits_then_counts_once_approved(office: Workspace):
    (number,) = submit(office, office.operator("a"), reading([figure("a", counts=(95, 100))]))
    waiting = cell(office)
    assert (waiting.status, waiting.counted, waiting.reported) == ("green", "missing", "submitted")
    assert waiting.is_provisional
    assert waiting.value == 95.0
    assert cell(office, provisional=True).counted == "green"
    assert cell(office, "so").value is None
    decide(office, office.operator("vp"), number, decision="approved")
    approved = cell(office)
    assert (approved.status, approved.counted, approved.reported) == ("green", "green", "approved")
    assert not approved.is_provisional
    assert (cell(office, "so").value, cell(office, "so").count_reported) == (95.0, 1)
    assert counts(office) == (1, 1, 1)


def test_zero_is_a_figure_and_0_of_0_is_not_applicable(office: Workspace):
    rows = [
        figure("a", counts=(0, 50)),
        figure("b", counts=(0, 0)),
        figure("c", "SCORE", value=0.0),
    ]
    submit(office, office.operator("vp"), reading(rows), approve=True)
    assert (cell(office).value, cell(office).status) == (0.0, "red")
    assert (cell(office, "b").value, cell(office, "b").status) == (None, "not_applicable")
    assert (cell(office, "c", "SCORE").value, cell(office, "c", "SCORE").status) == (0.0, "red")
    assert cell(office, "so").count_reported == 2
    assert cell(office, "so").value == 0.0
    assert not cell(office, "so").is_complete


def test_the_same_file_twice_changes_nothing(office: Workspace):
    sent = reading([figure("a", counts=(95, 100))])
    assert submit(office, office.operator("a"), sent, approve=True) == [1]
    before = counts(office)
    assert submit(office, office.operator("a"), sent, approve=True) == []
    assert counts(office) == before


def test_the_same_file_once_more_may_approve_what_waits(office: Workspace):
    sent = reading([figure("a", counts=(95, 100))])
    assert submit(office, office.operator("a"), sent) == [1]
    assert submit(office, office.operator("vp"), sent, approve=True) == [1]
    assert cell(office).reported == "approved"
    assert submit(office, office.operator("vp"), sent, approve=True) == []


def test_a_returned_file_may_be_sent_again(office: Workspace):
    sent = reading([figure("a", counts=(95, 100))])
    decide(
        office,
        office.operator("vp"),
        submit(office, office.operator("a"), sent)[0],
        decision="returned",
        reason="thiếu",
    )
    assert submit(office, office.operator("a"), sent) == [2]


def test_a_correction_supersedes_only_the_figures_it_holds(office: Workspace):
    submit(
        office,
        office.operator("a"),
        reading([figure("a", counts=(95, 100)), figure("a", "SCORE", value=91.0)]),
        approve=True,
    )
    submit(office, office.operator("a"), reading([figure("a", counts=(80, 100))]), approve=True)
    assert (cell(office).value, cell(office).submission) == (80.0, 2)
    assert (cell(office, code="SCORE").value, cell(office, code="SCORE").submission) == (91.0, 1)
    assert counts(office) == (2, 2, 3)


def test_a_waiting_correction_leaves_the_approved_figure_in_its_place(office: Workspace):
    submit(office, office.operator("a"), reading([figure("a", counts=(95, 100))]), approve=True)
    submit(office, office.operator("a"), reading([figure("a", counts=(80, 100))]))
    assert (cell(office).value, cell(office).is_provisional) == (95.0, False)
    asked = board(office, office.operator(), period="2026-10", unit="so", provisional=True)
    assert asked.cells["a", "RATE"].value == 80.0
    assert (asked.tally.green, asked.tally.red) == (0, 1)


def test_an_older_submission_approved_late_does_not_hide_a_newer_one(office: Workspace):
    rows = [figure("a", counts=(70, 100)), figure("a", "SCORE", value=5.0)]
    (old,) = submit(office, office.operator("a"), reading(rows))
    submit(office, office.operator("a"), reading([figure("a", counts=(95, 100))]), approve=True)
    decide(office, office.operator("vp"), old, decision="approved")
    assert cell(office).value == 95.0


def test_what_a_newer_one_replaces_cannot_be_approved_any_more(office: Workspace):
    (old,) = submit(office, office.operator("a"), reading([figure("a", counts=(70, 100))]))
    submit(office, office.operator("a"), reading([figure("a", counts=(95, 100))]))
    with pytest.raises(Conflict, match="lần nộp số 2"):
        decide(office, office.operator("vp"), old, decision="approved")


def test_returned_figures_vanish_and_the_cell_says_so(office: Workspace):
    (number,) = submit(office, office.operator("a"), reading([figure("a", counts=(95, 100))]))
    decide(office, office.operator("vp"), number, decision="returned", reason="thiếu minh chứng")
    found = cell(office)
    assert (found.reported, found.status, found.counted) == ("returned", "missing", "missing")
    assert (found.value, found.numerator, found.denominator) == (None, None, None)
    assert cell(office, "so").value is None


def test_a_returned_correction_leaves_the_approved_figure_in_its_place(office: Workspace):
    submit(office, office.operator("a"), reading([figure("a", counts=(95, 100))]), approve=True)
    (number,) = submit(office, office.operator("a"), reading([figure("a", counts=(80, 100))]))
    decide(office, office.operator("vp"), number, decision="returned", reason="thiếu")
    for provisional in (False, True):
        found = cell(office, provisional=provisional)
        assert (found.value, found.reported, found.status) == (95.0, "approved", "green")


def test_a_decision_is_made_once(office: Workspace):
    (number,) = submit(office, office.operator("a"), reading([figure("a", counts=(95, 100))]))
    decide(office, office.operator("vp"), number, decision="approved")
    with pytest.raises(Conflict, match="đã được vp"):
        decide(office, office.operator("vp"), number, decision="returned", reason="thiếu")
    with pytest.raises(NotFound):
        decide(office, office.operator("vp"), 99, decision="approved")
    assert counts(office) == (1, 1, 1)
    assert cell(office).value == 95.0


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (figure("so"), "không còn báo cáo"),
        (figure("a", "NOTHING"), "không còn báo cáo"),
        (figure("a", period="2026-Q3"), "không còn báo cáo"),
        (figure("a", period="2026-12"), "chưa bắt đầu"),
    ],
)
def test_what_the_catalogue_does_not_ask_for_is_refused_whole(
    office: Workspace, row: object, message: str
):
    with pytest.raises(Conflict, match=message):
        submit(office, office.operator("a"), reading([figure("a", counts=(95, 100)), row]))
    assert counts(office) == (0, 0, 0)


def test_a_reading_with_errors_or_without_figures_is_refused(office: Workspace):
    faulty = reading([figure("a", counts=(95, 100))])
    faulty.problems.append(Problem.error("some-check", "Ô E7 sai"))
    with pytest.raises(InputRejected, match="Ô E7 sai"):
        submit(office, office.operator("a"), faulty)
    with pytest.raises(InputRejected, match="Không đọc được"):
        submit(office, office.operator("a"), Reading("trống.xlsx", sha256="0"))
    assert counts(office) == (0, 0, 0)


def test_a_file_of_several_units_and_months_is_one_submission_for_each(office: Workspace):
    rows = [figure(u, period=p, counts=(9, 10)) for u in "ab" for p in ("2026-09", "2026-10")]
    assert submit(office, office.operator("vp"), reading(rows), approve=True) == [1, 2, 3, 4]
    standing = office.store.rows("submission/standing", unit_id="a", period="2026-09")
    assert [each["decision"] for each in standing] == ["approved"]


def test_everything_of_a_call_happens_or_nothing_does(office: Workspace, monkeypatch):
    def fail(*_: object, **__: object) -> None:
        raise QueryError("x")

    monkeypatch.setattr(cells, "refresh", fail)
    with pytest.raises(QueryError):
        submit(office, office.operator("a"), reading([figure("a", counts=(95, 100))]), approve=True)
    monkeypatch.undo()
    assert counts(office) == (0, 0, 0)


def test_a_decision_on_a_unit_that_left_the_plans_still_works(office: Workspace):
    (number,) = submit(office, office.operator("c"), reading([figure("c", counts=(95, 100))]))
    office.catalogue = offices.catalogue(
        [indicator("RATE", applies_to=("a", "b"))],
        [target("RATE")],
        units=[
            offices.unit("tinh", None),
            offices.unit("so", "tinh"),
            *(offices.unit(u, "so") for u in "ab"),
        ],
    )
    office.adopt_catalogue()
    decide(office, office.operator("vp"), number, decision="returned", reason="thiếu")
    assert counts(office) == (1, 1, 1)


def test_would_change_says_before_and_after(office: Workspace):
    submit(office, office.operator("a"), reading([figure("a", counts=(95, 100))]), approve=True)
    submit(office, office.operator("b"), reading([figure("b", counts=(95, 100))]))
    asked = reading(
        [figure("a", counts=(80, 100)), figure("b", counts=(88, 100)), figure("c", counts=(0, 0))]
    )
    found = {each.unit: each for each in would_change(office, office.operator(), [asked])}
    assert (found["a"].before, found["a"].after) == ("green", "red")
    assert (found["a"].value_before, found["a"].value_after) == (95.0, 80.0)
    assert (found["b"].before, found["b"].after) == ("missing", "amber")
    assert found["b"].value_before is None
    assert found["c"].after == "not_applicable"
    assert all(each.changes_colour for each in found.values())
    assert counts(office) == (2, 1, 2)
    same = reading([figure("a", counts=(96, 100))])
    assert not would_change(office, office.operator(), [same])[0].changes_colour
    assert would_change(office, office.operator(), [Reading("trống.xlsx")]) == []


def test_the_source_of_a_figure_leads_back_to_its_cell_and_people(office: Workspace, the_clock):
    the_clock.set("2026-11-03 08:30")
    row = figure("a", counts=(95, 100), sheet="Biểu 2", cell="F9", note="theo sổ")
    (number,) = submit(office, office.operator("can-bo-a"), reading([row], file="thư mục/a.xlsx"))
    the_clock.set("2026-11-04 14:00")
    decide(office, office.operator("van-phong"), number, decision="approved")
    found = source(office, office.operator(), cell(office))
    assert found is not None
    assert (found.file, found.sheet, found.address, found.note) == (
        "a.xlsx",
        "Biểu 2",
        "F9",
        "theo sổ",
    )
    assert (found.submitted_by, found.decided_by, found.state) == (
        "can-bo-a",
        "van-phong",
        "approved",
    )
    assert f"{found.submitted_at:%d/%m/%Y %H:%M}" == "03/11/2026 08:30"
    assert (found.numerator, found.denominator, found.value) == (95.0, 100.0, 95.0)
    assert source(office, office.operator(), cell(office, "so")) is None
    assert source(office, office.operator(), cell(office, "b")) is None


def test_a_roll_up_names_each_part_the_missing_ones_too(office: Workspace):
    submit(
        office,
        office.operator("vp"),
        reading([figure("a", counts=(95, 100)), figure("b", value=80.0)]),
        approve=True,
    )
    top = cell(office, "so")
    assert (top.value, top.is_estimated, top.is_complete) == (87.5, True, False)
    found = {part.unit: part for part in parts(office, office.operator(), top)}
    assert {unit: part.status for unit, part in found.items()} == {
        "a": "green",
        "b": "red",
        "c": "missing",
    }
    assert (found["a"].numerator, found["b"].numerator, found["c"].value) == (95.0, None, None)
    assert parts(office, office.operator(), cell(office)) == []


def test_workbooks_are_kept_once_under_their_sum(office: Workspace, tmp_path: Path):
    office.settings = Settings(store=tmp_path / "kho" / "s.duckdb", samples=False)
    file = tmp_path / "Báo cáo.XLSX"
    file.write_bytes(b"as received")
    sha256 = hashlib.sha256(b"as received").hexdigest()
    kept = keep_file(office, file, sha256)
    assert (kept.name, kept.read_bytes()) == (f"{sha256}.xlsx", b"as received")
    assert keep_file(office, file, sha256) == kept
    file.write_bytes(b"changed meanwhile")
    with pytest.raises(Conflict, match="đã đổi"):
        keep_file(office, file, "0" * 64)
    assert [each.name for each in kept.parent.iterdir()] == [kept.name]
    bare = tmp_path / "khong-duoi"
    bare.write_bytes(b"other")
    assert keep_file(office, bare, hashlib.sha256(b"other").hexdigest()).suffix == ".xlsx"


def test_targets_in_force_at_once_for_the_same_cells_are_refused(office: Workspace):
    version = office.store.version
    office.catalogue = offices.catalogue(
        [indicator("RATE")],
        [target("RATE"), target("RATE", code="RATE/2", valid_from=date(2026, 10, 1))],
    )
    with pytest.raises(CatalogueError, match="RATE có hai chỉ tiêu cùng hiệu lực từ 01/10/2026"):
        office.adopt_catalogue()
    assert office.store.version == version
    later = [target("RATE", valid_to=date(2026, 9, 30)), office.catalogue.targets[1]]
    office.catalogue = replace(office.catalogue, targets=tuple(later), sha256="later")
    assert office.adopt_catalogue()


def test_an_edition_and_its_cells_are_adopted_in_one_write(office: Workspace, monkeypatch):
    submit(office, office.operator("a"), reading([figure("a", counts=(95, 100))]), approve=True)
    office.catalogue = offices.catalogue([indicator("RATE")], [target("RATE", value=99.0)])

    def fail(*_: object, **__: object) -> None:
        raise QueryError("x")

    monkeypatch.setattr(cells, "rebuild", fail)
    with pytest.raises(QueryError):
        office.adopt_catalogue()
    monkeypatch.undo()
    assert office.adopt_catalogue()
    assert cell(office).status == "amber"
    assert counts(office) == (1, 1, 1)
    version = office.store.version
    assert not office.adopt_catalogue()
    assert office.store.version == version


def test_a_unit_merged_away_before_the_target_has_nothing_to_report():
    of = offices.catalogue(
        [indicator("RATE", frequency="year", applies_to=("a", "b"))],
        [target("RATE", valid_from=date(2026, 11, 1))],
        units=[
            offices.unit("so", None),
            offices.unit("a", "so"),
            offices.unit("b", "so", valid_to=date(2026, 6, 30)),
        ],
    )
    assert [row["unit_id"] for row in sync._assignments(of)] == ["a"]
