"""Reports as they left: the same again, what changed since and by whom, who may read them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from indicators import reports, review
from indicators.access import Grant, Principal
from indicators.errors import NotFound
from indicators.explanations import explain_cell
from indicators.export import Options, Snapshot, Wanted, gather, write
from indicators.export.model import Cancelled, Progress, at_once
from indicators.submission import submit
from indicators.workspace import Workspace
from tests import offices, people
from tests.offices import Hands

MONTH = Wanted("so", "2026-10")
QUARTER = Wanted("so", "2026-Q3")
RED, MENDED = (80, 100), (99, 100)


def person(role: str, unit: str, account: str = "") -> Principal:
    grants = frozenset({Grant(role, unit)})
    return Principal(account or f"{role}-{unit}", role, grants, session="phien")


def sent(
    office: Workspace,
    unit: str,
    counts: tuple[int, int],
    period: str = "2026-10",
    cell: str = "E7",
) -> int:
    row = offices.figure(unit, period=period, counts=counts, cell=cell)
    (number,) = submit(office, office.operator("can-bo"), offices.reading([row]))
    return number


@pytest.fixture
def office(small_office: Callable[..., Workspace], the_clock: Hands) -> Workspace:
    """Rooms a and b reported July to October; room c nothing. Room a is red in October."""

    def lived(opened: Workspace) -> None:
        the_clock.set("2026-11-03 08:00")
        four_months(opened)

    opened = small_office(lived=lived)
    the_clock.set("2026-11-20 09:00")
    return opened


def four_months(opened: Workspace) -> None:
    for month in ("2026-07", "2026-08", "2026-09", "2026-10"):
        for unit, counts in (("a", RED), ("b", (95, 100))):
            number = sent(opened, unit, counts, month)
            review.decide(opened, opened.operator("vp"), number, decision="approved")


@pytest.fixture
def corrected(the_clock: Hands) -> Callable[[Workspace, str], int]:
    """Send another figure of room a the next day, and have somebody else approve it."""

    def correct(office: Workspace, period: str) -> int:
        the_clock.set("2026-11-21 10:00")
        number = sent(office, "a", MENDED, period)
        the_clock.set("2026-11-21 15:30")
        review.decide(office, office.operator("truong-vp"), number, decision="approved")
        return number

    return correct


def made(
    office: Workspace,
    kind: str = "csv",
    wanted: Wanted = MONTH,
    options: Options | None = None,
    progress: Progress = at_once,
) -> reports.Made:
    return reports.make(office, office.operator("lanh-dao"), kind, wanted, options, progress)


def report(office: Workspace, number: int) -> reports.Report:
    return reports.opened(office, office.operator(), number)[0]


@pytest.mark.parametrize("kind", ["csv", "docx", "pptx", "xlsx"])
def test_a_report_made_again_after_a_correction_is_the_same_to_the_byte(
    office: Workspace, kind: str, corrected: Callable[[Workspace, str], int]
) -> None:
    first = made(office, kind)
    corrected(office, "2026-10")
    found = reports.again(office, office.operator(), first.number)
    assert found.download == first.download
    assert found.is_same
    assert "từng byte" in found.told
    assert made(office, kind).download.content != first.download.content


def test_it_is_known_what_left_when_by_whom_from_which_figures(
    office: Workspace, the_clock: Hands
) -> None:
    options = Options(by="indicator", chosen=("RATE",))
    done = made(office, "xlsx", QUARTER, options=options)
    found = report(office, done.number)
    assert (found.format, found.wanted, found.options) == ("xlsx", QUARTER, options)
    assert (found.made_by, found.made_at) == ("lanh-dao", the_clock.now())
    assert (found.version, found.known_at) == (office.store.version, the_clock.now())
    assert found.sha256 == hashlib.sha256(done.download.content).hexdigest()
    assert (found.file, found.count_bytes) == (done.download.name, len(done.download.content))
    assert found.period_label in found.title
    asked = {"from_at": None, "before_at": None, "actor": "lanh-dao", "object_id": "board/so"}
    (line,) = office.store.rows("audit/rows", **asked)
    assert line["action"] == "export.xlsx"
    assert found.sha256 in line["details"]


def test_its_figures_are_those_of_the_store_at_its_version(
    office: Workspace, corrected: Callable[[Workspace, str], int]
) -> None:
    number = made(office).number
    moment = report(office, number).known_at
    corrected(office, "2026-10")
    _, kept = reports.opened(office, office.operator(), number)
    then = gather(office, office.operator(), replace(MONTH, as_of=moment))
    assert (kept.rows, kept.tally, kept.trend) == (then.rows, then.tally, then.trend)
    assert kept.by_key["a", "RATE"].cell.value == 80


def test_files_of_the_same_figures_share_one_snapshot(office: Workspace, the_clock: Hands) -> None:
    first = made(office, "xlsx")
    the_clock.set("2026-11-20 17:00")
    second = made(office, "xlsx")
    kept = [report(office, each.number) for each in (first, second)]
    assert kept[0].snapshot_sha256 == kept[1].snapshot_sha256
    assert kept[0].known_at < kept[1].known_at
    for each in (first, second):
        assert reports.again(office, office.operator(), each.number).is_same


def test_a_correction_is_told_with_its_submission_and_who_approved_it(
    office: Workspace, corrected: Callable[[Workspace, str], int]
) -> None:
    number = made(office).number
    correction = corrected(office, "2026-10")
    found = reports.differences(office, office.operator(), number)
    assert not found.is_same
    own = next(each for each in found.changes if each.unit == "a")
    assert own.before
    assert own.after
    assert (own.before.text, own.after.text) == ("80 %", "99 %")
    assert (own.before.status, own.after.status) == ("red", "green")
    (cause,) = own.causes
    assert (cause.submission, cause.unit, cause.state) == (correction, "a", "approved")
    assert (cause.submitted_by, cause.decided_by) == ("can-bo", "truong-vp")
    above = next(each for each in found.changes if each.unit == "so")
    assert above.causes == own.causes  # the roll-up changed by the same submission
    assert {each.unit for each in found.changes} == {"a", "so"}
    assert (found.rate_before.text, found.rate_after.text) == ("33,3 %", "66,7 %")


def test_figures_sent_once_more_as_they_were_are_the_cause_of_nothing(
    office: Workspace, the_clock: Hands, corrected: Callable[[Workspace, str], int]
) -> None:
    number = made(office).number
    the_clock.set("2026-11-21 09:00")
    same = sent(office, "b", (95, 100), cell="F9")
    review.decide(office, office.operator("vp"), same, decision="approved")
    correction = corrected(office, "2026-10")
    found = reports.differences(office, office.operator(), number)
    above = next(each for each in found.changes if each.unit == "so")
    assert [each.submission for each in above.causes] == [correction]
    assert {each.unit for each in found.changes} == {"a", "so"}


def test_a_change_tells_the_counts_where_the_rate_stays_as_it_was(
    office: Workspace, the_clock: Hands
) -> None:
    number = made(office).number
    the_clock.set("2026-11-21 09:00")
    more = sent(office, "a", (160, 200))
    review.decide(office, office.operator("vp"), more, decision="approved")
    found = reports.differences(office, office.operator(), number)
    own = next(each for each in found.changes if each.unit == "a")
    assert own.before
    assert own.after
    assert (own.before.text, own.after.text) == ("80 %", "80 %")
    assert (own.before.counts, own.after.counts) == ("80/100", "160/200")


def test_nothing_changed_is_told_too(office: Workspace, the_clock: Hands) -> None:
    number = made(office).number
    the_clock.set("2026-11-21 09:00")
    assert reports.differences(office, office.operator(), number).is_same


def test_words_written_since_are_no_change_of_figures(office: Workspace, the_clock: Hands) -> None:
    number = made(office).number
    the_clock.set("2026-11-21 09:00")
    explain_cell(
        office, office.operator(), unit="a", indicator="RATE", period="2026-10",
        cause="thiếu người", remedy="bổ sung",
    )  # fmt: skip
    found = reports.differences(office, office.operator(), number)
    assert (found.changes, found.others, found.is_same) == ((), True, False)


def test_a_figure_that_was_sent_and_sent_back_since_is_no_cause(
    office: Workspace, the_clock: Hands
) -> None:
    number = made(office).number
    the_clock.set("2026-11-21 09:00")
    wrong = sent(office, "a", (10, 100))
    review.decide(office, office.operator("vp"), wrong, decision="returned", reason="nhầm")
    right = sent(office, "a", MENDED)
    review.decide(office, office.operator("vp"), right, decision="approved")
    found = reports.differences(office, office.operator(), number)
    own = next(each for each in found.changes if each.unit == "a")
    assert [each.submission for each in own.causes] == [right]


def test_a_month_within_a_quarter_changes_the_quarter_too(
    office: Workspace, corrected: Callable[[Workspace, str], int]
) -> None:
    number = made(office, wanted=QUARTER).number
    correction = corrected(office, "2026-08")
    found = reports.differences(office, office.operator(), number)
    own = {each.period: each for each in found.changes if each.unit == "a"}
    assert set(own) == {"2026-08", "2026-Q3"}
    whole = own["2026-Q3"]
    assert whole.before
    assert whole.after
    assert (whole.before.text, whole.after.text) == ("80 %", "89,5 %")
    assert [each.submission for each in whole.causes] == [correction]


def test_time_that_passed_is_told_as_that(office: Workspace, the_clock: Hands) -> None:
    november = Wanted("so", "2026-11")
    number = made(office, wanted=november).number
    the_clock.set("2026-12-20 09:00")
    found = reports.differences(office, office.operator(), number)
    late = next(each for each in found.changes if each.unit == "c" and each.period == "2026-11")
    assert late.why == "đã quá hạn mà chưa có số liệu"
    assert late.causes == ()


def test_a_goal_that_was_raised_is_nobodys_submission(office: Workspace, the_clock: Hands) -> None:
    number = made(office).number
    the_clock.set("2026-11-21 09:00")
    same = sent(office, "a", RED, cell="F9")
    review.decide(office, office.operator("vp"), same, decision="approved")
    office.catalogue = offices.catalogue(
        [offices.indicator("RATE")], [offices.target("RATE", value=99.5)]
    )
    office.adopt_catalogue()
    own = next(
        each
        for each in reports.differences(office, office.operator(), number).changes
        if (each.unit, each.period) == ("a", "2026-10")
    )
    assert own.causes == ()
    assert own.why == "mức phải đạt trong danh mục thay đổi: tối thiểu 90 % → tối thiểu 99,5 %"


def test_a_report_of_a_year_that_runs_is_compared_by_the_month_it_showed(
    office: Workspace, the_clock: Hands, corrected: Callable[[Workspace, str], int]
) -> None:
    number = made(office, wanted=Wanted("so", "2026")).number
    _, before = reports.opened(office, office.operator(), number)
    assert before.head.month == "2026-10"
    the_clock.set("2026-12-20 09:00")
    late = sent(office, "a", MENDED, "2026-11")
    review.decide(office, office.operator("vp"), late, decision="approved")
    corrected(office, "2026-10")
    the_clock.set("2026-12-21 09:00")  # November would be shown now
    changes = reports.differences(office, office.operator(), number).changes
    assert {each.period for each in changes} == {"2026-10", "2026"}
    assert all(each.before and each.after for each in changes)


def test_a_catalogue_that_changed_meanwhile_changes_no_old_report(
    office: Workspace, the_clock: Hands
) -> None:
    first = made(office, "xlsx")
    the_clock.set("2026-11-21 09:00")
    stricter = offices.catalogue(
        [offices.indicator("RATE", name="Tên mới"), offices.indicator("MORE")],
        [offices.target("RATE", value=96.0), offices.target("MORE")],
    )
    office.catalogue = stricter
    office.adopt_catalogue()
    assert reports.again(office, office.operator(), first.number).is_same
    changes = reports.differences(office, office.operator(), first.number).changes
    told = {(each.unit, each.indicator, each.period): each.why for each in changes}
    changed = "mức phải đạt trong danh mục thay đổi: tối thiểu 90 % → tối thiểu 96 %"
    assert told["b", "RATE", "2026-10"] == changed
    assert told["b", "MORE", "2026-10"] == "chỉ tiêu hoặc đơn vị mới có trong danh mục"
    names = {each.indicator_name for each in changes if each.indicator == "RATE"}
    assert names == {"Chỉ tiêu RATE"}  # as the report named it


def test_a_plan_that_is_gone_leaves_the_report_and_says_so(office: Workspace) -> None:
    number = made(office, wanted=replace(MONTH, plan=offices.PLAN)).number
    other = offices.plan("ke-hoach-moi")
    office.catalogue = offices.catalogue(
        [offices.indicator("RATE", plan=other.code)], [offices.target("RATE", plan=other.code)],
        plans=[other],
    )  # fmt: skip
    office.adopt_catalogue()
    assert reports.again(office, office.operator(), number).is_same
    with pytest.raises(NotFound, match="Không có kế hoạch «ke-hoach»"):
        reports.differences(office, office.operator(), number)


def test_a_base_file_that_was_replaced_is_told(
    office: Workspace, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    base = tmp_path / "mau.docx"
    base.write_bytes(b"one")
    content = [b"first"]
    monkeypatch.setattr("indicators.reports.making.write", lambda *_: content[0])
    monkeypatch.setattr("indicators.reports.repeating.write", lambda *_: content[0])
    monkeypatch.setattr("indicators.reports.bases.record", lambda *_: None)  # as once it was
    number = made(office, options=Options(bases={"docx": base})).number
    content[0] = b"second"
    assert "phần mềm" in reports.again(office, office.operator(), number).told
    base.write_bytes(b"two")
    found = reports.again(office, office.operator(), number)
    assert not found.is_same
    assert "tệp mẫu" in found.told


def test_who_may_read_it_is_asked_of_every_unit_in_it(office: Workspace) -> None:
    of_all, of_room = made(office).number, made(office, wanted=Wanted("a", "2026-10")).number
    assert seen(office, person("leader", "so")) == [of_room, of_all]
    assert seen(office, person("leader", "a")) == [of_room]
    assert seen(office, person("leader", "b")) == []
    for ask in (reports.opened, reports.again, reports.differences):
        with pytest.raises(NotFound, match=f"Không có bản xuất số {of_all}"):
            ask(office, person("leader", "a"), of_all)


def seen(office: Workspace, who: Principal) -> list[int]:
    return [each.number for each in reports.kept(office, who).reports]


def test_a_unit_that_moved_away_takes_the_report_from_those_it_left(office: Workspace) -> None:
    number = made(office).number
    assert seen(office, person("leader", "so")) == [number]
    units = [offices.unit("tinh", None), offices.unit("so", "tinh"), offices.unit("khac", "tinh")]
    rooms = [offices.unit("a", "khac"), offices.unit("b", "so"), offices.unit("c", "so")]
    office.catalogue = offices.catalogue(units=[*units, *rooms])
    office.adopt_catalogue()
    assert seen(office, person("leader", "so")) == []
    assert seen(office, person("leader", "khac")) == []
    assert seen(office, person("leader", "tinh")) == [number]


def test_the_list_is_filtered_and_paged_newest_first(office: Workspace) -> None:
    who = office.operator()
    numbers = [made(office, wanted=QUARTER if n % 2 else MONTH).number for n in range(23)]
    first, second = reports.kept(office, who), reports.kept(office, who, page=2)
    assert [each.number for each in first.reports] == numbers[:2:-1]
    assert [each.number for each in second.reports] == numbers[2::-1]
    assert (first.count_all, second.count_all) == (23, 23)
    assert reports.kept(office, who, period="2026-Q3").count_all == 11
    assert reports.kept(office, who, kind="xlsx").count_all == 0
    assert reports.kept(office, who, unit="a").count_all == 0
    assert reports.kept(office, who, made_by="lanh-dao").count_all == 23
    assert reports.kept(office, who, made_by="khac").count_all == 0


def test_a_cancelled_report_leaves_nothing(office: Workspace) -> None:
    def stop(_done: int, _total: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        made(office, progress=stop)
    assert reports.kept(office, office.operator()).count_all == 0


def test_a_snapshot_is_of_one_version_though_something_is_written_meanwhile(
    office: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks: list[int] = []

    def disturbed(office: Workspace, who: Principal, wanted: Wanted) -> Snapshot:
        looks.append(office.store.version)
        found = gather(office, who, wanted)
        if len(looks) == 1:
            people.add(office, "ai-do", Grant("leader", "so"))
            with office.store.write("meanwhile"):
                pass
        return found

    monkeypatch.setattr("indicators.reports.making.gather", disturbed)
    number = made(office).number
    assert len(looks) == 2
    assert report(office, number).version == office.store.version


@pytest.mark.parametrize("number", [0, -1, 999, 2**70])
def test_a_number_that_names_nothing_is_no_fault(office: Workspace, number: int) -> None:
    with pytest.raises(NotFound):
        reports.opened(office, office.operator(), number)


def test_no_kind_and_no_unit(office: Workspace) -> None:
    with pytest.raises(NotFound, match="loại tệp"):
        made(office, "khong-co")
    with pytest.raises(NotFound, match="đơn vị"):
        made(office, wanted=Wanted("khong-co", "2026-10"))
    assert write("csv", gather(office, office.operator(), MONTH))
