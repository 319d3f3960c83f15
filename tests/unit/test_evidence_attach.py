"""Evidence given, shared, pinned, taken back: by whom it may be, and what stays of it."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from indicators import clock
from indicators.access.needs import GUARDED
from indicators.catalogue.fields import read_table
from indicators.errors import Conflict, Forbidden, InputRejected, NotFound
from indicators.evidence import attach as attaching
from indicators.evidence import care, model, vault
from indicators.evidence.attach import attach, withdraw
from indicators.evidence.demands import reused, unproved
from indicators.evidence.shelf import evidence_of, open_file, picture_of
from indicators.review import decide
from indicators.submission import submit
from indicators.workspace import Workspace
from tests.offices import figure, reading
from tests.unit import evidence_files as files
from tests.unit.proving import (
    ANH,
    BINH,
    LEADER,
    MONTH,
    OFFICE,
    STRANGER,
    given,
    person,
    proving_office,
    trail,
)

A = {"unit": "a", "period": MONTH}


@pytest.fixture
def office(tmp_path, the_clock) -> Iterator[Workspace]:  # noqa: ARG001 - stands still
    with proving_office(tmp_path / "kho") as opened:
        yield opened


def sent(office: Workspace, value: float = 95, code: str = "RATE") -> int:
    row = figure("a", code, MONTH, value) if code == "SCORE" else figure("a", counts=(value, 100))
    return submit(office, ANH, reading([row]))[0]


def numbers(office: Workspace, **asked: object) -> list[int]:
    return [each.number for each in evidence_of(office, LEADER, **A, **asked)]


def test_a_file_is_kept_by_its_content_and_told_to_the_trail(office: Workspace):
    found = given(office, note=" theo\u202e sổ ", document_number="12/BC-SXD")
    kept = vault.path_of(office.settings.evidence_path, found.sha256)
    assert kept.read_bytes() == files.pdf()
    assert kept.relative_to(office.settings.evidence_path).parts == (
        found.sha256[:2],
        found.sha256[2:4],
        found.sha256,
    )
    assert (found.name, found.note, found.document_number) == (
        "báo cáo.pdf",
        "theo sổ",
        "12/BC-SXD",
    )
    assert (found.attached_by, found.attached_at) == ("reporter-a", clock.now())
    assert (found.submissions, found.is_approved, found.state) == ((), False, "fine")
    assert evidence_of(office, LEADER, **A, indicator="RATE") == [found]
    assert evidence_of(office, LEADER, **A, indicator="SCORE") == []
    assert open_file(office, LEADER, found.number) == (kept, "báo cáo.pdf", model.PDF)
    assert [row[1:] for row in trail(office)] == [
        ("reporter-a", "evidence.attached", "evidence/1"),
        ("leader-so", "evidence.downloaded", "evidence/1"),
    ]
    assert not list((office.settings.evidence_path / vault.ARRIVING).iterdir())


def test_a_document_number_alone_is_evidence(office: Workspace):
    found = attach(office, ANH, **A, indicator="RATE", document_number="Số 12/BC-SXD")
    assert (found.sha256, found.name, found.state) == (None, None, "fine")
    assert not found.has_picture
    with pytest.raises(NotFound):
        open_file(office, ANH, found.number)
    with pytest.raises(NotFound):
        picture_of(office, ANH, found.number)
    with pytest.raises(InputRejected, match="Chọn một tệp"):
        attach(office, ANH, **A, indicator="RATE", document_number=" \u200b ")


def test_several_figures_share_one_file_and_panels_are_made_anew(office: Workspace):
    before = office.store.version
    first, second = given(office), given(office, indicator="SCORE", name="khác.pdf")
    assert first.sha256 == second.sha256
    assert first.name != second.name
    assert len(vault.kept_files(office.settings.evidence_path)) == 1
    assert office.store.version > before


def test_the_same_twice_is_one_and_after_taking_back_another(office: Workspace):
    first = given(office)
    assert given(office).number == first.number
    number = attach(office, ANH, **A, indicator="RATE", document_number="12/BC").number
    assert attach(office, ANH, **A, indicator="RATE", document_number="12/BC").number == number
    assert len(trail(office)) == 2
    withdraw(office, ANH, first.number)
    assert given(office).number == number + 1


def test_a_submission_is_pinned_to_what_proves_it_and_keeps_it(office: Workspace):
    early = given(office)
    number = sent(office)
    late = given(office, content=files.png(), name="ảnh.png")
    given(office, BINH, unit="b")
    other = given(office, indicator="SCORE")  # of this unit, but not of what was sent
    assert numbers(office, submission=number) == [early.number, late.number]
    withdraw(office, ANH, early.number, reason="nhầm tệp")
    decide(office, OFFICE, number, decision="approved")
    after = given(office, content=files.jpeg(), name="bổ sung.jpg")
    assert numbers(office, submission=number) == [late.number]
    assert numbers(office) == [late.number, other.number, after.number]
    assert numbers(office, with_withdrawn=True, submission=number) == [early.number, late.number]
    with pytest.raises(Conflict, match="đã được duyệt"):
        withdraw(office, ANH, late.number)
    withdraw(office, ANH, after.number)  # nobody approved on it
    correction = sent(office, 80)
    assert numbers(office, submission=correction) == [late.number]
    assert numbers(office, submission=number) == [late.number]


def test_what_was_sent_back_keeps_its_evidence_for_the_next(office: Workspace):
    number = sent(office)
    kept = given(office)
    decide(office, OFFICE, number, decision="returned", reason="thiếu")
    again = sent(office, 90)
    found = evidence_of(office, LEADER, **A)[0]
    assert (found.submissions, found.is_approved) == ((number, again), False)
    withdraw(office, ANH, kept.number)
    assert evidence_of(office, LEADER, **A) == []
    decide(office, OFFICE, again, decision="returned", reason="thiếu")
    third = sent(office, 91)
    assert numbers(office, with_withdrawn=True, submission=again) == [kept.number]
    assert numbers(office, with_withdrawn=True, submission=third) == []


def test_taking_back_is_once_and_leaves_the_row(office: Workspace):
    found = given(office)
    withdraw(office, ANH, found.number)
    with pytest.raises(Conflict, match="đã được rút"):
        withdraw(office, ANH, found.number)
    (row,) = evidence_of(office, LEADER, **A, with_withdrawn=True)
    assert (row.is_withdrawn, row.withdrawn_by) == (True, "reporter-a")
    for ask in (open_file, picture_of):
        with pytest.raises(NotFound, match="Không có minh chứng số 1"):
            ask(office, ANH, found.number)


@pytest.mark.parametrize("who", [BINH, STRANGER, person("leader", "khac"), person("admin", "khac")])
def test_every_id_of_another_unit_answers_as_one_that_is_not(office: Workspace, who):
    found = given(office)
    asked = [open_file, picture_of, *([withdraw] if who.may("submit") else [])]
    for ask in asked:
        answers = []
        for number in (found.number, 99, 0, -1, 2**40, 2**70):
            with pytest.raises(NotFound) as told:
                ask(office, who, number)
            answers.append(str(told.value).replace(str(number), "N"))
        assert len(set(answers)) == 1
    assert evidence_of(office, who, **A) == []
    assert reused(office, who, found.sha256) == []


@pytest.mark.parametrize(
    "change",
    [
        {"unit": "a"},
        {"unit": "khong-co"},
        {"indicator": "KHONG-CO"},
        {"period": "2026-Q3"},
        {"period": "tháng 10/2026"},
        {"period": "xyz"},
        {"unit": "so"},
    ],
)
def test_a_figure_that_is_not_ones_own_to_prove_is_not_there(office: Workspace, change):
    with pytest.raises(NotFound, match="Không có chỉ tiêu"):
        given(office, BINH, **{"unit": "b", **change})
    assert vault.kept_files(office.settings.evidence_path) == []


def test_a_period_that_has_not_begun_waits(office: Workspace):
    with pytest.raises(Conflict, match="chưa bắt đầu"):
        given(office, period="2026-12")


def test_who_only_looks_gives_nothing(office: Workspace):
    found = given(office)
    with pytest.raises(Forbidden):
        given(office, LEADER)
    with pytest.raises(Forbidden):
        withdraw(office, LEADER, found.number)
    for name, right in {
        "evidence.attach.attach": "submit",
        "evidence.attach.withdraw": "submit",
        "evidence.shelf.evidence_of": "read",
        "evidence.shelf.open_file": "read",
        "evidence.shelf.picture_of": "read",
        "evidence.care.collect": "care",
        "evidence.care.examine": "care",
    }.items():
        assert GUARDED[name] == right
    with pytest.raises(Forbidden):
        care.collect(office, LEADER)


def test_ten_files_a_figure_and_so_much_a_month(office: Workspace, monkeypatch):
    for number in range(model.FILES_PER_FIGURE):
        given(office, content=files.pdf(f"so {number}"))
    with pytest.raises(InputRejected, match="10 tệp"):
        given(office, content=files.pdf("mot nua"))
    withdraw(office, ANH, 1)
    given(office, content=files.pdf("mot nua"))
    size = sum(f.stat().st_size for f in vault.kept_files(office.settings.evidence_path))
    monkeypatch.setattr(attaching.model, "BYTES_PER_PERIOD", size + 10)
    given(office, content=files.pdf("so 3"), indicator="SCORE")  # is there already
    with pytest.raises(InputRejected, match="vượt"):
        given(office, content=files.pdf("qua nhieu"), indicator="SCORE")
    given(office, content=files.pdf("qua nhieu"), period="2026-09")


def test_giving_and_taking_back_for_ever_ends(office: Workspace, monkeypatch):
    monkeypatch.setattr(attaching.model, "ROWS_PER_FIGURE", 3)
    for _ in range(3):
        withdraw(office, ANH, given(office).number)
    with pytest.raises(InputRejected):
        given(office)


def test_a_file_too_large_or_empty_leaves_nothing(office: Workspace):
    whole = files.pdf()
    exact = whole[:-6] + b"\n" * (model.FILE_BYTES - len(whole)) + whole[-6:]
    assert given(office, content=exact).count_bytes == model.FILE_BYTES
    with pytest.raises(InputRejected, match="lớn hơn 25 MB"):
        given(office, content=exact + b"\n")
    with pytest.raises(InputRejected, match="trống"):
        given(office, content=b"")
    with pytest.raises(InputRejected, match="Không mở được"):
        attach(
            office, ANH, **A, indicator="RATE", file=office.settings.store_path / "x", name="x.pdf"
        )
    assert len(vault.kept_files(office.settings.evidence_path)) == 1
    assert not list((office.settings.evidence_path / vault.ARRIVING).iterdir())


def test_words_that_are_too_long_are_told_together(office: Workspace):
    with pytest.raises(InputRejected) as told:
        given(office, document_number="1" * 201, note="x" * 2001)
    assert len(told.value.problems) == 2


@pytest.mark.parametrize("name", ["../../../x\u202efdp.pdf", "a\r\nb\0.pdf", "C:\\x\\..\\CON.pdf"])
def test_names_of_every_kind_stay_inside(office: Workspace, name: str):
    found = given(office, name=name)
    assert not set(found.name) & set("/\\\r\n\0\u202e:")
    inside = office.settings.evidence_path
    everything = [each for each in office.settings.store_path.parent.rglob("*") if each.is_file()]
    assert [each for each in everything if found.sha256 in each.name] == [
        vault.path_of(inside, found.sha256)
    ]


def test_many_attach_the_same_at_once(office: Workspace):
    source = office.settings.store_path.parent / "upload"
    source.write_bytes(files.pdf())
    told: list[object] = []
    start = threading.Barrier(8)

    def click(code: str) -> None:
        start.wait()
        try:
            told.append(attach(office, ANH, **A, indicator=code, file=source, name="a.pdf").number)
        except Exception as error:  # noqa: BLE001 - looked at below
            told.append(error)

    threads = [threading.Thread(target=click, args=(("RATE", "SCORE")[n % 2],)) for n in range(8)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert sorted(told) == [1] * 4 + [2] * 4
    assert len(trail(office)) == 2
    assert len(vault.kept_files(office.settings.evidence_path)) == 1


# What plans ask for, and what was used before.


def lacking(office, who=ANH, unit="a"):
    """Return the codes and cells of what a file with two figures must still prove."""
    figures = [figure(unit, code, MONTH, 9.0) for code in ("RATE", "SCORE")]
    (found,) = unproved(office, who, [reading(figures)])
    assert not any(each.is_error for each in found.problems)
    return [(each.code, each.sheet, each.cell) for each in found.problems]


def test_what_must_be_proved_is_asked_for(tmp_path, the_clock):  # noqa: ARG001
    with proving_office(tmp_path / "kho", evidence="required") as office:
        assert lacking(office) == [("evidence-missing", "Biểu 1", "E7")]
        found = given(office)
        assert lacking(office) == []
        assert lacking(office, unit="b") == [("evidence-missing", "Biểu 1", "E7")]
        assert lacking(office, BINH) == [("evidence-missing", "Biểu 1", "E7")]
        vault.path_of(office.settings.evidence_path, found.sha256).unlink()
        assert lacking(office) == [("evidence-broken", "Biểu 1", "E7")]
        withdraw(office, ANH, found.number)
        assert lacking(office) == [("evidence-missing", "Biểu 1", "E7")]


def test_nothing_is_asked_for_where_no_plan_does(office: Workspace):
    assert lacking(office) == []


def test_a_file_used_elsewhere_is_told_without_names_from_outside(office: Workspace):
    mine = given(office)
    asked = {"unit": "a", "period": MONTH}
    given(office, indicator="SCORE")
    assert reused(office, ANH, mine.sha256, **asked) == []
    assert reused(office, ANH, mine.sha256) == []
    given(office, period="2026-09")
    (problem,) = reused(office, ANH, mine.sha256, **asked)
    assert (problem.code, problem.severity) == ("evidence-reused", "warning")
    assert "Đơn vị a, tháng 09/2026" in problem.message
    given(office, BINH, unit="b")
    given(office, STRANGER, unit="khac")
    for who, names in ((ANH, ["a"]), (BINH, []), (OFFICE, ["a", "b"]), (STRANGER, [])):
        at = {"unit": who.roots("submit")[0], "period": MONTH} if who is not OFFICE else {}
        (problem,) = reused(office, who, mine.sha256, **at)
        told = [code for code in ("a", "b", "khac") if f"Đơn vị {code}," in problem.message]
        assert told == names
        assert "đơn vị khác" in problem.message
    (theirs,) = evidence_of(office, BINH, unit="b", period=MONTH)
    withdraw(office, BINH, theirs.number)
    assert reused(office, BINH, mine.sha256) == []


def test_a_plan_says_so_in_a_word_that_is_checked(catalogue):
    assert not [code for code, each in catalogue.indicators.items() if each.evidence == "required"]
    for word, faulty in (("required", False), ("optional", False), ("bắt buộc", True)):
        values, faults = read_table("indicator", {"evidence": word})
        assert [each.message for each in faults if "«evidence»" in each.message] == (
            [f"Trường «evidence» không nhận «{word}»: dùng được: required, optional"] * faulty
        )
        assert values["evidence"] == ("optional" if faulty else word)


def test_an_approval_at_the_command_line_rests_on_what_was_there(office: Workspace):
    found = given(office)
    row = figure("a", counts=(95, 100))
    (number,) = submit(office, office.operator(), reading([row]), approve=True)
    (kept,) = evidence_of(office, LEADER, **A, submission=number)
    assert (kept.number, kept.is_approved) == (found.number, True)
