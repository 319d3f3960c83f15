"""Official numbers: gapless in each symbol and year, never the same twice, never used again."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from indicators import clock, reports
from indicators.access import Grant, Principal
from indicators.errors import Conflict, Forbidden, InputRejected, NotFound
from indicators.export import Options, Wanted
from indicators.export.model import Cancelled, Official, Progress, at_once
from indicators.reports import numbering
from indicators.submission import submit
from indicators.workspace import Workspace
from tests import offices
from tests.offices import Hands

MONTH = Wanted("so", "2026-10")
SYMBOL = "BC-SXD"


@pytest.fixture
def office(small_office: Callable[..., Workspace], monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """An office with a figure, in which CSV takes numbers: quicker to write than Word."""
    monkeypatch.setattr(numbering, "ISSUABLE", frozenset({"csv", "docx"}))
    opened = small_office()
    row = offices.figure("a", counts=(95, 100))
    submit(opened, opened.operator("can-bo"), offices.reading([row]), approve=True)
    return opened


def person(role: str, unit: str) -> Principal:
    return Principal(f"{role}-{unit}", role, frozenset({Grant(role, unit)}), session="phien")


def issued(
    office: Workspace,
    symbol: str = SYMBOL,
    who: Principal | None = None,
    progress: Progress = at_once,
    wanted: Wanted = MONTH,
) -> reports.Made:
    options = Options(official=Official(symbol=symbol))
    acting = who or office.operator("van-thu")
    return reports.make(office, acting, "csv", wanted, options, progress, issue=True)


def test_numbers_begin_with_one_each_year_and_have_no_gaps(
    office: Workspace, the_clock: Hands
) -> None:
    the_clock.set("2026-12-31 23:59")
    assert [issued(office).official for _ in range(2)] == ["01/BC-SXD", "02/BC-SXD"]
    assert issued(office, "BC-VP").official == "01/BC-VP"
    the_clock.set("2027-01-01 00:01")
    assert issued(office).official == "01/BC-SXD"


def test_the_number_is_in_the_report_and_on_the_list(office: Workspace, the_clock: Hands) -> None:
    made = issued(office)
    report, _ = reports.opened(office, office.operator(), made.number)
    assert report.official == "01/BC-SXD"
    assert report.options.official.number == 1
    assert report.options.official.date == f"{clock.today()}"
    assert report.year == the_clock.now().year
    plain = reports.make(office, office.operator(), "csv", MONTH)
    assert plain.official == ""
    numbered = reports.kept(office, office.operator(), has_number=True)
    assert [each.number for each in numbered.reports] == [made.number]
    assert reports.again(office, office.operator(), made.number).is_same


def test_two_people_at_once_get_different_numbers(office: Workspace) -> None:
    """Both write the same number at first; who comes second writes anew with the next."""
    together = threading.Barrier(2, timeout=20)

    def meet(done: int, total: int, met: list[int]) -> None:
        if (done, total) != (0, 1) and not met:
            met.append(done)
            together.wait()

    def one(_: int) -> str:
        met: list[int] = []
        return issued(office, progress=lambda done, total: meet(done, total, met)).official

    real = reports.making.write

    def slow(kind: str, snapshot: object, options: Options, progress: Progress) -> bytes:
        progress(1, 2)
        return real(kind, snapshot, options, at_once)  # type: ignore[arg-type]

    with pytest.MonkeyPatch.context() as patch, ThreadPoolExecutor(2) as pool:
        patch.setattr(reports.making, "write", slow)
        found = sorted(pool.map(one, range(2)))
    assert found == ["01/BC-SXD", "02/BC-SXD"]
    written = [
        reports.opened(office, office.operator(), number)[0].options.official.number
        for number in (1, 2)
    ]
    assert sorted(each or 0 for each in written) == [1, 2]


def test_what_was_cancelled_or_failed_takes_no_number(office: Workspace) -> None:
    def stop(_done: int, _total: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        issued(office, progress=stop)
    assert issued(office).official == "01/BC-SXD"


def test_numbers_given_out_on_paper_are_noted_and_not_given_again(office: Workspace) -> None:
    office_hand = person("office", "so")
    reports.note_used(office, office_hand, SYMBOL, 45)
    assert reports.next_number(office, office_hand, SYMBOL) == 46
    assert issued(office).official == "46/BC-SXD"
    with pytest.raises(Conflict, match="đã cấp đến số 46/BC-SXD"):
        reports.note_used(office, office_hand, SYMBOL, 46)
    reports.note_used(office, office_hand, SYMBOL, 50)
    assert issued(office).official == "51/BC-SXD"
    assert issued(office, "BC-VP").official == "01/BC-VP"


def test_a_withdrawn_number_is_kept_as_that_and_never_given_again(office: Workspace) -> None:
    made, hand = issued(office), person("office", "so")
    with pytest.raises(InputRejected, match="nêu lý do"):
        reports.withdraw(office, hand, made.number, "  ")
    reports.withdraw(office, hand, made.number, "Sai số liệu Phòng A")
    report, _ = reports.opened(office, hand, made.number)
    assert report.withdrawal
    assert (report.withdrawal.by, report.withdrawal.reason) == (hand.account, "Sai số liệu Phòng A")
    assert report.official == "01/BC-SXD"
    with pytest.raises(Conflict, match="đã được thu hồi"):
        reports.withdraw(office, hand, made.number, "lần nữa")
    assert issued(office).official == "02/BC-SXD"


def test_a_report_without_a_number_has_nothing_to_withdraw(office: Workspace) -> None:
    plain = reports.make(office, office.operator(), "csv", MONTH)
    with pytest.raises(Conflict, match="không có số văn bản"):
        reports.withdraw(office, person("office", "so"), plain.number, "nhầm")


def test_only_who_reviews_the_unit_gives_and_withdraws_numbers(office: Workspace) -> None:
    leader, room = person("leader", "so"), person("office", "a")
    with pytest.raises(Forbidden):
        issued(office, who=leader)
    with pytest.raises(NotFound):
        issued(office, who=room)
    number = issued(office).number
    both = Principal(
        "ca-hai", "Cả hai", frozenset({Grant("leader", "so"), Grant("office", "a")}), "phien"
    )
    with pytest.raises(NotFound):
        issued(office, who=both)
    with pytest.raises(NotFound):
        reports.withdraw(office, both, number, "thử")
    assert reports.next_number(office, leader, SYMBOL) == 2


@pytest.mark.parametrize(
    "symbol", ["", " BC", "BC/SXD", "B" * 41, "BC SXD!", "bc-sxd", "BC", "BC-SXD "]
)
def test_a_symbol_must_be_one(office: Workspace, symbol: str) -> None:
    told = "phải viết như" if symbol else "Chưa có ký hiệu"
    with pytest.raises(InputRejected, match=told):
        issued(office, symbol)
    with pytest.raises(InputRejected, match=told):
        reports.note_used(office, office.operator(), symbol, 1)
    assert reports.next_number(office, office.operator(), symbol) == 1


@pytest.mark.parametrize("number", [0, -3, 100_000])
def test_a_number_must_be_one(office: Workspace, number: int) -> None:
    with pytest.raises(InputRejected, match="Số văn bản"):
        reports.note_used(office, office.operator(), SYMBOL, number)


def test_what_is_no_document_takes_no_number(
    office: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(numbering, "ISSUABLE", frozenset({"docx"}))
    with pytest.raises(InputRejected, match="Word"):
        issued(office)


def test_the_trail_tells_of_every_number(office: Workspace) -> None:
    made = issued(office)
    reports.note_used(office, office.operator("van-thu"), SYMBOL, 9)
    reports.withdraw(office, office.operator("van-thu"), made.number, "nhầm")
    asked = {"from_at": None, "before_at": None, "actor": "van-thu", "object_id": None}
    told = [row["action"] for row in office.store.rows("audit/rows", **asked)]
    assert told == ["export.csv", "report.issued", "report.numbers-used", "report.withdrawn"]
