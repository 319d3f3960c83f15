"""What gets a row, in whose transaction, and what an opening makes of a store that lost rows."""

from __future__ import annotations

import shutil
from datetime import timedelta
from pathlib import Path

import pytest

import queries
from indicators import audit, care
from indicators.errors import Conflict, NotFound
from indicators.review import decide
from indicators.settings import Settings
from indicators.workspace import Workspace, open_workspace, opened
from queries import StoreBroken, open_store
from tests.unit.audited import actions, busy_month, by_hand, sent, verdict


def rows(workspace: Workspace, **wanted: object) -> list[dict[str, object]]:
    return audit.selected(workspace.store, audit.AuditFilter(**wanted))


def cut(settings: Settings, *, after: int) -> None:
    """Take the newest rows and what they tell of, as a log that was torn loses them."""
    with by_hand(settings.store_path) as connection:
        connection.execute("delete from audit where seq > ?", [after])


def test_a_submission_and_a_decision_say_who_what_and_which(workspace: Workspace):
    (number,) = sent(workspace, 80)
    decide(workspace, workspace.operator("van-phong"), number, decision="returned", reason="thiếu")
    first, second = rows(workspace, on=f"submission/{number}")
    assert (first["actor"], first["action"]) == ("can-bo", "submission.recorded")
    assert (first["digest_before"], first["details"]["count_figures"]) == (None, 1)
    assert (second["actor"], second["action"]) == ("van-phong", "submission.returned")
    assert second["details"] == {"reason": "thiếu"}
    assert second["digest_before"] != second["digest_after"]
    assert first["session_id"] is None


def test_approving_what_waited_by_loading_it_again_is_only_a_decision(workspace: Workspace):
    (number,) = sent(workspace, 80)
    assert sent(workspace, 80, by="van-phong", approve=True) == [number]
    told = [(row["actor"], row["action"]) for row in rows(workspace, on="submission")]
    assert told == [("can-bo", "submission.recorded"), ("van-phong", "submission.approved")]
    assert verdict(workspace).is_whole


def test_equal_figures_have_equal_digests_only_within_one_submission(workspace: Workspace):
    sent(workspace, 80)
    sent(workspace, 81)
    one, two = rows(workspace, on="submission")
    assert one["digest_after"] != two["digest_after"]


def test_a_failed_submit_leaves_no_row(workspace: Workspace, monkeypatch: pytest.MonkeyPatch):
    before = actions(workspace)

    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("cut off")

    with monkeypatch.context() as broken:
        broken.setattr(audit.Trail, "record", fail)
        with pytest.raises(RuntimeError):
            sent(workspace, 80)
    assert workspace.store.rows("care/counts")[0]["count_submission"] == 0
    with monkeypatch.context() as broken:
        broken.setattr("indicators.submission.send.refresh_pairs", fail)
        with pytest.raises(RuntimeError):
            sent(workspace, 80)
    with monkeypatch.context() as broken:
        broken.setattr(queries.Transaction, "run", fail)  # the very last step of a write
        with pytest.raises(RuntimeError), workspace.store.write("half") as write:
            workspace.trail.record(write, audit.Entry("x", "cells.rebuilt", "cells"))
    assert actions(workspace) == before
    assert verdict(workspace).is_whole


def test_what_is_refused_or_changes_nothing_leaves_no_row(workspace: Workspace):
    (number,) = sent(workspace, 80, approve=True)
    before = actions(workspace)
    assert sent(workspace, 80) == []
    with pytest.raises(Conflict):
        decide(workspace, workspace.operator("x"), number, decision="approved")
    with pytest.raises(NotFound):
        decide(workspace, workspace.operator("x"), 77, decision="approved")
    assert not workspace.adopt_catalogue()
    assert actions(workspace) == before


def test_a_new_edition_hangs_on_the_one_before(workspace: Workspace):
    stricter = workspace.settings.model_copy(update={"amber_percent": 4.0})
    workspace.settings = stricter
    assert workspace.adopt_catalogue(by="quan-tri")
    first, second = rows(workspace, on="catalogue")
    assert (first["object_id"], second["object_id"]) == ("catalogue/1", "catalogue/2")
    assert first["digest_before"] is None
    assert first["digest_after"] == second["digest_before"]
    assert second["actor"] == "quan-tri"


@pytest.mark.usefixtures("the_clock")
def test_starting_empty_is_told(settings: Settings):
    office = open_workspace(settings)
    assert actions(office) == ["store.started-empty", "catalogue.adopted"]
    office.close()


def test_rows_carry_the_clock_and_not_the_day_a_submission_claims(workspace: Workspace, the_clock):
    sent(workspace, 80, at=the_clock.moment - timedelta(days=9))
    (row,) = rows(workspace, on="submission")
    assert row["recorded_at"] == the_clock.moment


def test_a_store_from_before_starts_its_chain_with_what_it_held(workspace: Workspace):
    sent(workspace, 80, approve=True)
    workspace.close()
    settings = workspace.settings
    shutil.rmtree(settings.audit_key_path.parent)
    with by_hand(settings.store_path) as connection:
        connection.execute("drop table audit; delete from schema_migration where number = 2")
    with opened(settings) as again:
        (row,) = rows(again)
        assert (row["action"], row["details"]["count_submission"]) == ("audit.started", 1)
        assert row["details"]["count_actual"] == 1
        sent(again, 81)
        assert verdict(again).is_whole
    with opened(settings) as again:
        assert actions(again) == ["audit.started", "submission.recorded"]


def test_anchors_follow_every_submission_and_otherwise_the_hour(workspace: Workspace, the_clock):
    trail, store = workspace.trail, workspace.store
    sent(workspace, 80)
    assert trail.anchored().seq == 2
    care.repair(workspace, workspace.operator())
    assert trail.anchored().seq == 2
    the_clock.moment += timedelta(minutes=61)
    care.repair(workspace, workspace.operator())
    assert trail.anchored().seq == 4
    care.repair(workspace, workspace.operator())
    workspace.close()
    assert trail.anchored().seq == 5
    assert store.path.parent != trail.anchor_path.parent


def test_a_torn_tail_keeps_the_office_closed_and_stays_told(workspace: Workspace, tmp_path: Path):
    busy_month(workspace, tmp_path)
    workspace.close()
    cut(workspace.settings, after=6)
    for _ in range(2):  # the refusal itself must not anchor what is left
        with (
            pytest.raises(StoreBroken, match=r"thiếu 3 dòng.*audit accept"),
            opened(workspace.settings),
        ):
            pass
    with pytest.raises(StoreBroken, match="thiếu 3 dòng"):
        open_workspace(workspace.settings)


def test_a_log_torn_by_a_crash_is_refused_at_opening(workspace: Workspace, tmp_path: Path):
    """Rows committed and anchored, then the log that held them is cut short."""
    workspace.store.checkpoint()
    store, trail = workspace.store, workspace.trail
    with store.write("test") as write:
        trail.record(write, audit.Entry("x", "cells.rebuilt", "cells"))
    assert trail.anchor(store)
    torn = tmp_path / "chet" / "bangxanh.duckdb"
    torn.parent.mkdir()
    shutil.copytree(trail.key_path.parent, torn.parent / "keys")
    settings = workspace.settings.model_copy(update={"store": torn})
    log = store.path.with_name(store.path.name + ".wal")
    torn.write_bytes(store.path.read_bytes())
    content = log.read_bytes()
    torn.with_name(torn.name + ".wal").write_bytes(content[: len(content) // 2])
    with pytest.raises(StoreBroken, match="thiếu 1 dòng"):
        open_workspace(settings)


def test_accepting_is_a_row_with_a_name_and_opens_the_office(workspace: Workspace, tmp_path: Path):
    busy_month(workspace, tmp_path)
    workspace.close()
    settings = workspace.settings
    cut(settings, after=6)
    store = open_store(settings.store_path)
    assert audit.accept(workspace.trail, store, by="quan-tri")
    assert not audit.accept(workspace.trail, store, by="quan-tri")
    store.close()
    with opened(settings) as again:
        row = rows(again)[-1]
        assert (row["seq"], row["actor"], row["action"]) == (7, "quan-tri", "audit.accepted")
        assert (row["details"]["anchored_seq"], row["details"]["kept_seq"]) == (9, 6)
        assert verdict(again).is_whole


def test_an_anchor_that_disagrees_is_not_written_over(workspace: Workspace):
    sent(workspace, 80)
    with workspace.store._connection.cursor() as cursor:
        cursor.execute("update audit set mac = previous_mac where seq = 2")
    kept = workspace.trail.anchor_path.read_bytes()
    sent(workspace, 81)
    workspace.close()
    assert workspace.trail.anchor_path.read_bytes() == kept


def test_restoring_is_the_first_row_of_what_came_back(workspace: Workspace, tmp_path: Path):
    sent(workspace, 80)
    folder = care.back_up(workspace, workspace.operator(), tmp_path / "sao-luu")
    sent(workspace, 81)
    workspace.close()
    settings = workspace.settings
    kept = care.restore(settings, folder, by="quan-tri")
    with opened(settings) as again:
        assert actions(again) == ["catalogue.adopted", "submission.recorded", "store.restored"]
        row = rows(again)[-1]
        assert (row["actor"], row["details"]["anchored_seq"]) == ("quan-tri", 4)
        assert row["details"]["kept"] == kept.name
        assert verdict(again).is_whole
    with opened(settings.model_copy(update={"store": kept})) as old:
        assert verdict(old).is_whole
        assert verdict(old).anchored == 4


def test_doctor_tells_of_the_trail(workspace: Workspace, monkeypatch: pytest.MonkeyPatch):
    def state() -> tuple[str, str]:
        (found,) = [
            each for each in care.examine(workspace, workspace.operator()) if each.name == "audit"
        ]
        return found.state, found.message

    sent(workspace, 80)
    assert state() == ("fine", "Nhật ký 2 dòng, nguyên vẹn; mốc neo ở dòng 2")
    monkeypatch.setattr(audit, "exposed", lambda _: True)
    assert state()[0] == "warning"
    monkeypatch.undo()
    workspace.trail.anchor_path.unlink()
    assert state()[0] == "warning"
    with workspace.store._connection.cursor() as cursor:
        cursor.execute("update audit set actor = 'ai-do' where seq = 2")
    assert state()[0] == "error"


def test_a_key_named_by_settings_is_used(settings: Settings, tmp_path: Path, the_clock):
    elsewhere = settings.model_copy(update={"audit_key": tmp_path / "usb" / "nhat-ky.key"})
    with opened(elsewhere) as office:
        assert verdict(office).is_whole
    assert elsewhere.audit_key.is_file()
    assert not (settings.store_path.parent / "keys").exists()
    assert (tmp_path / "usb" / "bangxanh.anchor").is_file()
    assert the_clock


def test_a_store_in_memory_leaves_nothing_on_the_disk(small_office, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    office = small_office()
    assert verdict(office).is_whole
    assert office.trail.anchored() is None
    office.close()
    assert list(tmp_path.iterdir()) == []
