"""The invented sample: through the same intake, in one write, never onto an office's own store."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pytest

from indicators import audit, cells, clock, explanations, samples
from indicators.board import board, latest_period, trend
from indicators.central.reading import OURS, read_form
from indicators.central.report import report
from indicators.errors import BangXanhError
from indicators.evidence.care import examine
from indicators.evidence.shelf import evidence_of
from indicators.export import Wanted, gather
from indicators.settings import Settings
from indicators.submission import submit
from indicators.workspace import Workspace, open_workspace, opened
from tests import offices
from tests.offices import DATA, reading

# Filling takes seconds: one worker does it once for all of these.
pytestmark = pytest.mark.xdist_group("samples")

INDEX = DATA / "samples" / "index.csv"


def entries() -> list[dict[str, str]]:
    with INDEX.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory):
    """A store filled by its first start, opened once for the tests that only look."""
    path = tmp_path_factory.mktemp("mau") / "s.duckdb"
    with offices.stopped_clock():
        found = open_workspace(Settings(store=path, samples=True))
        yield found
        found.close()


def test_every_workbook_of_the_index_is_accepted_in_one_write(filled: Workspace):
    count = filled.store.rows("care/counts")[0]
    decided = [entry for entry in entries() if entry["decision"]]
    assert count["count_submission"] == len(entries())
    assert count["count_review"] == len(decided)
    assert filled.store.version == 1
    assert len(filled.store.rows("care/files")) == len({entry["file"] for entry in entries()})
    assert filled.is_sample
    assert not filled.is_empty


def told(name: str) -> list[dict[str, str]]:
    with INDEX.with_name(name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_its_loading_is_one_row_of_the_audit_trail_and_each_proof_another(filled: Workspace):
    row, *proofs = sorted(
        audit.selected(filled.store, audit.AuditFilter()), key=lambda row: row["seq"]
    )
    assert (row["actor"], row["action"]) == (audit.SYSTEM, "sample.loaded")
    assert row["details"]["count_submission"] == len(entries())
    assert {each["action"] for each in proofs} == {"evidence.attached"}
    assert filled.trail.anchored().seq == 1 + len(proofs) == 1 + len(told("evidence.csv"))


def test_its_evidence_is_whole_and_pinned_to_what_it_proves(filled: Workspace):
    who, count_waiting = filled.operator(), 0
    for entry in told("evidence.csv"):
        (found,) = evidence_of(
            filled, who, unit=entry["unit"], period=entry["period"],
            indicator=entry["indicator"], is_deep=True,
        )  # fmt: skip
        assert (found.name or "", found.document_number or "") == (
            Path(entry["file"]).name, entry["document_number"],
        )  # fmt: skip
        assert (found.note, found.attached_by, found.state) == (
            entry["says"], samples.SENDER, "fine",
        )  # fmt: skip
        assert len(found.submissions) == 1
        count_waiting += not found.is_approved
    assert count_waiting == 1
    assert examine(filled, who).is_sound
    assert examine(filled, who).kept == len(
        {entry["file"] for entry in told("evidence.csv")} - {""}
    )


def test_the_board_its_exports_and_the_central_list_show_it(filled: Workspace):
    taken = gather(filled, filled.operator(), Wanted("dl-sxd", "2026-10"))
    named = {entry["unit"]: entry for entry in told("evidence.csv")}
    row = taken.by_key["dl-sxd-qlvt", "HS-DUNG-HAN"]
    assert [each.file for each in row.proofs] == ["ho-so-qlvt-2026-10.pdf"]
    found = report(taken, read_form(OURS))
    units = [line.row.cell.unit for line in found.proofs]
    assert len(units) == 6
    assert set(units) == named.keys() - {"dl-sxd-qhkt"}  # whose figures nobody has approved


@pytest.mark.usefixtures("the_clock")
def test_a_disk_nearly_full_takes_no_evidence_and_all_the_rest(tmp_path: Path, monkeypatch):
    monkeypatch.setattr(samples, "FREE_BYTES", 2**62)
    with (
        opened(Settings(store=tmp_path / "s.duckdb")) as office,
        office.store.write("try") as write,
    ):
        assert samples._prove(office, write) == []


def test_its_explanations_are_about_cells_that_are_not_green(filled: Workspace):
    who = filled.operator()
    for entry in told("explanations.csv"):
        drawn = board(filled, who, period=entry["period"], unit=entry["unit"])
        assert drawn.cells[entry["unit"], entry["indicator"]].status in {"red", "amber"}, entry
        found = explanations.explanation(
            filled, who, unit=entry["unit"], indicator=entry["indicator"], period=entry["period"]
        )
        assert found is not None
        assert found.newest is not None
        assert (found.newest.cause, found.newest.by) == (entry["cause"], samples.SENDER)
        assert entry["note"] == "SỐ LIỆU MẪU, KHÔNG CÓ THẬT"


def test_its_cells_are_sound_and_its_months_are_there(filled: Workspace):
    assert cells.count_differences(filled.store, known_at=clock.now()) == 0
    assert latest_period(filled) == "2026-10"
    points = trend(filled, filled.operator(), period="2026-10", unit="dl-sxd")
    assert [point.period for point in points][-12:] == [
        *(f"2025-{month}" for month in (11, 12)),
        *(f"2026-{month:02d}" for month in range(1, 11)),
    ]


def test_it_shows_what_a_year_holds(filled: Workspace):
    """Green, amber, red, late, a 0 of 0, a figure that waits: all are on the last board."""
    drawn = board(filled, filled.operator(), period="2026-10", unit="dl-sxd")
    tally = drawn.tally
    assert min(tally.green, tally.amber, tally.red, tally.missing, tally.provisional) > 0
    every = [
        board(filled, filled.operator(), period=point.period, unit="dl-sxd").tally.not_applicable
        for point in trend(filled, filled.operator(), period="2026-10", unit="dl-sxd")
    ]
    assert any(every)


@pytest.mark.usefixtures("the_clock")
def test_a_second_start_fills_nothing_in(tmp_path: Path, filled: Workspace):
    copy = tmp_path / "s.duckdb"
    filled.store.backup(copy)
    again = open_workspace(Settings(store=copy, samples=True))
    assert again.store.version == 1
    again.close()


@pytest.mark.usefixtures("the_clock")
def test_a_store_started_empty_stays_an_offices_own(settings: Settings, prepared_store: Path):
    settings.store_path.parent.mkdir(parents=True)
    shutil.copyfile(prepared_store, settings.store_path)
    open_workspace(settings).close()
    wants = settings.model_copy(update={"samples": True})
    again = open_workspace(wants)
    assert again.is_empty
    assert not samples.are_wanted(again)
    again.close()


def test_a_store_with_figures_is_not_filled(workspace: Workspace, catalogue):
    code = next(e.code for e in catalogue.indicators_of("dl-sxd-qlxd") if e.frequency == "month")
    row = offices.figure("dl-sxd-qlxd", code, counts=(95, 100))
    assert samples.are_wanted(workspace)
    submit(workspace, workspace.operator("x"), reading([row]))
    assert not samples.are_wanted(workspace)


@pytest.mark.usefixtures("the_clock")
def test_commands_never_fill_it_in(settings: Settings):
    with opened(settings.model_copy(update={"samples": True})) as found:
        assert found.is_empty


@pytest.mark.usefixtures("the_clock")
def test_a_start_cut_off_leaves_nothing_and_is_made_good(tmp_path: Path, monkeypatch):
    wants = Settings(store=tmp_path / "s.duckdb", samples=True)

    def fail(*_: object, **__: object) -> None:
        raise BangXanhError("cut off")

    monkeypatch.setattr(samples, "record_decision", fail)
    with pytest.raises(BangXanhError, match="cut off"):
        open_workspace(wants)
    monkeypatch.undo()
    with opened(wants.model_copy(update={"samples": False})) as left:
        assert left.is_empty
        assert samples.are_wanted(left)
