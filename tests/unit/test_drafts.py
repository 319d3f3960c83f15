"""Drafts: kept through a restart, one account's alone, gone with their files."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from openpyxl import load_workbook

from indicators import choices, drafts
from indicators.access import Grant, Principal
from indicators.drafts import Draft, Entered
from indicators.errors import InputRejected, NotFound
from indicators.intake.check import check_file
from indicators.intake.reading import Reading
from indicators.intake.template import write_template
from indicators.settings import Settings
from indicators.submission import submit
from indicators.workspace import Workspace, opened
from tests import offices
from tests.offices import Hands

ROOM, MONTH = "dl-sxd-qlxd", "2026-10"


def reporter(account: str = "can-bo", unit: str = ROOM) -> Principal:
    return Principal(account, account, frozenset({Grant("reporter", unit)}), session="phien")


def template(workspace: Workspace, folder: Path) -> bytes:
    path = folder / "mau.xlsx"
    write_template(workspace.catalogue, ROOM, MONTH, path)
    return path.read_bytes()


def typed(workspace: Workspace, **changes: Entered) -> dict[str, Entered]:
    found = {}
    for each in workspace.catalogue.indicators_of(ROOM):
        if each.frequency == "month":
            value = Entered(value="Có" if each.formula == "yes_no" else "95,5")
            found[each.code] = Entered("90", "100") if each.formula == "ratio" else value
    return {**found, **changes}


def test_a_draft_is_there_after_a_restart(
    settings: Settings, prepared_store: Path, the_clock: Hands
) -> None:
    offices.copy_store(prepared_store, settings.store_path)
    assert the_clock.moment
    number, who = drafts.new_number(), reporter()
    place = ("jump", "Báo cáo", "K9")
    with opened(settings) as office:
        kept = drafts.keep(office, who, number, "C:\\báo cáo\\Biểu 1.xlsx", b"abc")
        drafts.save(office, who, Draft(number, (kept,), {(kept.sha256, place): "đúng vậy"}))
    with opened(settings) as office:
        (found,) = drafts.mine(office, who)
        assert (found.number, found.files[0].name) == (number, "Biểu 1.xlsx")
        assert found.words == {(kept.sha256, place): "đúng vậy"}
        path = drafts.paths_of(office, who, number, [kept.sha256])[kept.sha256]
        assert path.read_bytes() == b"abc"
        assert kept.sha256 == hashlib.sha256(b"abc").hexdigest()


def test_the_newest_row_holds_and_a_dropped_draft_is_gone(workspace: Workspace) -> None:
    who, number = reporter(), drafts.new_number()
    for text in ("1", "2"):
        entered = {"X": Entered(numerator=text), "Y": Entered()}
        drafts.save(workspace, who, Draft(number, unit=ROOM, period=MONTH, entered=entered))
    (found,) = drafts.mine(workspace, who)
    assert (found.unit, found.period) == (ROOM, MONTH)
    assert found.entered == {"X": Entered(numerator="2")}
    kept = drafts.keep(workspace, who, number, "a.xlsx", b"abc")
    folder = workspace.settings.store_path.parent / "drafts" / number
    assert folder.is_dir()
    drafts.drop(workspace, who, number)
    drafts.drop(workspace, who, number)
    assert not drafts.mine(workspace, who)
    assert not folder.exists()
    with pytest.raises(NotFound):
        drafts.paths_of(workspace, who, number, [kept.sha256])


def test_nobody_sees_or_touches_another_account_s_draft(workspace: Workspace) -> None:
    who, other, number = reporter(), reporter("nguoi-khac"), drafts.new_number()
    kept = drafts.keep(workspace, who, number, "a.xlsx", b"abc")
    drafts.save(workspace, who, Draft(number, (kept,)))
    assert not drafts.mine(workspace, other)
    for touch in (
        lambda: drafts.paths_of(workspace, other, number, [kept.sha256]),
        lambda: drafts.keep(workspace, other, number, "b.xlsx", b"b"),
        lambda: drafts.save(workspace, other, Draft(number)),
        lambda: drafts.drop(workspace, other, number),
        lambda: drafts.marked(workspace, other, number, kept.sha256),
        lambda: list(drafts.read(workspace, other, number, [kept])),
    ):
        with pytest.raises(NotFound, match="bản đang làm dở"):
            touch()
    assert drafts.mine(workspace, who)[0].files == (kept,)


@pytest.mark.parametrize("number", ["../../x", "", "A" * 24, "0" * 23 + "/"])
def test_a_number_is_never_a_path(workspace: Workspace, number: str) -> None:
    with pytest.raises(NotFound):
        drafts.keep(workspace, reporter(), number, "a.xlsx", b"abc")


def test_a_draft_ends_after_thirty_days(workspace: Workspace, the_clock: Hands) -> None:
    who = reporter()
    drafts.save(workspace, who, Draft(drafts.new_number()))
    the_clock.set("2026-12-20 09:00")
    assert drafts.mine(workspace, who)
    the_clock.set("2026-12-23 09:00")
    assert not drafts.mine(workspace, who)


def test_a_draft_holds_only_so_much(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("indicators.drafts.files.MOST_FILES", 2)
    who, number = reporter(), drafts.new_number()
    for data in (b"1", b"2", b"2"):
        drafts.keep(workspace, who, number, "a.xlsx", data)
    with pytest.raises(InputRejected, match="tối đa"):
        drafts.keep(workspace, who, number, "a.xlsx", b"3")


def test_entered_figures_become_a_workbook_with_real_cells(
    workspace: Workspace, tmp_path: Path
) -> None:
    who = reporter()
    code = next(iter(typed(workspace)))
    entered = typed(workspace, **{code: Entered("1.234", "2000", note="=1+1")})
    name, data = drafts.entered_workbook(workspace, who, unit=ROOM, period=MONTH, entered=entered)
    path = tmp_path / name
    path.write_bytes(data)
    reading = check_file(path, workspace.catalogue)
    assert (reading.layout, reading.unit, reading.period) == ("template", ROOM, MONTH)
    (unclear,) = [each for each in reading.problems if each.is_error]
    assert unclear.cell is not None
    assert "1.234" in unclear.message

    entered[code] = Entered("1234", "2000", note="=1+1")
    _, data = drafts.entered_workbook(workspace, who, unit=ROOM, period=MONTH, entered=entered)
    path.write_bytes(data)
    mended = check_file(path, workspace.catalogue)
    assert mended.ok
    row = next(row for row in mended.rows if row.indicator == code)
    assert (row.numerator, row.denominator, row.note) == (1234, 2000, "=1+1")
    assert {row.indicator for row in mended.rows} == entered.keys()
    _, again = drafts.entered_workbook(workspace, who, unit=ROOM, period=MONTH, entered=entered)
    assert again == data


def test_the_marked_workbook_of_a_draft(workspace: Workspace, tmp_path: Path) -> None:
    who, number = reporter(), drafts.new_number()
    code = next(iter(typed(workspace)))
    _, data = drafts.entered_workbook(
        workspace,
        who,
        unit=ROOM,
        period=MONTH,
        entered=typed(workspace, **{code: Entered("1.234", "2000")}),
    )
    kept = drafts.keep(workspace, who, number, "Biểu tháng 10.xlsx", data)
    drafts.save(workspace, who, Draft(number, (kept,)))
    made = drafts.marked(workspace, who, number, kept.sha256)
    assert made.name == "Biểu tháng 10-danh-dau-loi.xlsx"
    path = tmp_path / "x.xlsx"
    path.write_bytes(made.content)
    assert "Lỗi cần sửa" in load_workbook(path).sheetnames


def test_reading_a_draft_uses_what_was_answered(workspace: Workspace, tmp_path: Path) -> None:
    who, number = reporter(), drafts.new_number()
    data = template(workspace, tmp_path)
    kept = drafts.keep(workspace, who, number, "a.xlsx", data)
    codes = [each.code for each in workspace.catalogue.indicators_of(ROOM)]
    choices.choose(workspace, who, text="x", indicator=codes[0], unit=ROOM)
    (read,) = drafts.read(workspace, who, number, [kept])
    assert read.sha256 == kept.sha256
    assert read.file == "a.xlsx"


def sent(*rows: tuple[str, float]) -> Reading:
    return offices.reading([offices.figure(unit, counts=(above, 100)) for unit, above in rows])


def test_differences_and_the_same_file_again(small_office) -> None:
    office: Workspace = small_office()
    who = Principal("can-bo", "x", frozenset({Grant("reporter", "so")}), session="phien")
    first = sent(("a", 90), ("b", 80))
    assert not drafts.sent_already(office, who, [first])
    assert all(each.is_new for each in drafts.differences(office, who, [first]))
    submit(office, who, first)
    assert drafts.sent_already(office, who, [first])[first.sha256].state == "submitted"

    second = sent(("a", 90), ("b", 81))
    assert not drafts.sent_already(office, who, [second])
    same, changed = drafts.differences(office, who, [second])
    assert not same.is_change
    assert not same.is_new
    assert changed.is_change
    assert changed.standing is not None
    assert (changed.standing.numerator, changed.figure.numerator) == (80, 81)
