"""The chain: whole after a month's work, and whatever was done to it by hand is found."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest

from indicators import audit
from indicators.audit.chain import GENESIS, Entry, canonical, digest, linked, mark
from indicators.audit.key import passing_key
from indicators.settings import Settings
from indicators.workspace import Workspace
from queries import StoreBroken, open_store
from tests import prepared
from tests.offices import Hands
from tests.unit.audited import actions, busy_month, by_hand, office_below, verdict

DONE = [
    "catalogue.adopted",
    "submission.recorded",
    "submission.approved",
    "submission.recorded",
    "submission.returned",
    "submission.recorded",
    "submission.approved",
    "cells.rebuilt",
    "backup.made",
]


@pytest.fixture(scope="module")
def played(run_folder: Path, prepared_store: Path) -> Path:
    """The folder of an office in which much was done; copy it, never open it."""

    def play(folder: Path) -> None:
        with office_below(folder, prepared_store) as workspace:
            busy_month(workspace, folder)
            assert actions(workspace) == DONE

    return prepared.once(run_folder / "busy-month", play)


@pytest.fixture
def closed(played: Path, settings: Settings, tmp_path: Path, the_clock: Hands) -> Settings:  # noqa: ARG001 - stands still
    """The settings of an office in which much was done, and that nobody holds."""
    shutil.copytree(played, tmp_path, dirs_exist_ok=True)
    return settings


def found(settings: Settings) -> audit.Verdict:
    """Verify as the command does: the store alone, with the keys and the anchor beside it."""
    key, path = settings.audit_key_path, settings.store_path
    store = open_store(path)
    try:
        anchor = audit.load_anchor(audit.anchor_path(key, path))
        return audit.verify(store, audit.known_keys(key), anchor)
    finally:
        store.close()


def fault(settings: Settings) -> tuple[int, str]:
    (only,) = found(settings).faults
    assert only.message.endswith(".")
    return only.seq, only.kind


def test_a_months_work_verifies_while_open_and_after(workspace: Workspace, tmp_path: Path):
    busy_month(workspace, tmp_path)
    assert verdict(workspace).is_whole
    workspace.close()
    assert found(workspace.settings) == audit.Verdict(len(DONE), len(DONE), ())


@pytest.mark.parametrize(
    "change",
    [
        "update audit set actor = 'nguoi-khac' where seq = 2",
        "update audit set recorded_at = recorded_at - interval 1 day where seq = 2",
        "update audit set action = 'submission.returned' where seq = 2",
        "update audit set object_id = 'submission/2' where seq = 2",
        "update audit set details = '{}' where seq = 2",
        "update audit set session_id = 'x' where seq = 2",
        "update audit set digest_before = digest_after where seq = 2",
        "update audit set digest_after = digest_before where seq = 2",
        "update audit set mac = previous_mac where seq = 2",
        "update audit set previous_mac = mac where seq = 2",
    ],
)
def test_a_row_edited_by_hand_is_found(closed: Settings, change: str):
    with by_hand(closed.store_path) as connection:
        connection.execute(change)
    assert fault(closed) == (2, "changed")


def test_a_row_deleted_in_the_middle_is_found(closed: Settings):
    with by_hand(closed.store_path) as connection:
        connection.execute("delete from audit where seq = 4")
    assert fault(closed) == (4, "missing")


def test_closing_the_gap_by_counting_anew_is_found(closed: Settings):
    with by_hand(closed.store_path) as connection:
        connection.execute("delete from audit where seq = 4")
        connection.execute("create table kept as select * replace (seq - (seq > 4)::int as seq) "
                           "from audit; delete from audit")  # fmt: skip
        connection.execute("insert into audit select * from kept")
    assert fault(closed) == (4, "changed")


def test_a_row_from_another_chain_of_the_same_key_is_found(closed: Settings):
    """Marked with the right key, at the right place, but hanging on another row."""
    (key,) = audit.known_keys(closed.audit_key_path).values()
    with by_hand(closed.store_path) as connection:
        at = connection.execute("select recorded_at from audit where seq = 3").fetchall()[0][0]
        row = linked([Entry("x", "cells.rebuilt", "cells")], key, seq=2, previous=GENESIS, at=at)[0]
        connection.execute("delete from audit where seq = 3")
        connection.execute(
            "insert into audit values ($seq, $recorded_at, $actor, $session_id, $action,"
            " $object_id, $digest_before, $digest_after, $details, $key_id, $previous_mac, $mac)",
            row,
        )
    assert fault(closed) == (3, "changed")


@pytest.mark.parametrize("kept", [len(DONE) - 1, 3, 0])
def test_a_tail_cut_off_is_found_through_the_anchor(closed: Settings, kept: int):
    with by_hand(closed.store_path) as connection:
        connection.execute("delete from audit where seq > ?", [kept])
    assert fault(closed) == (kept + 1, "cut")
    audit.anchor_path(closed.audit_key_path, closed.store_path).unlink()
    assert found(closed).is_whole  # which is why there is an anchor


def test_an_anchor_moved_back_to_hide_a_cut_is_found(closed: Settings):
    path = audit.anchor_path(closed.audit_key_path, closed.store_path)
    with by_hand(closed.store_path) as connection:
        connection.execute("delete from audit where seq > 3")
        mac = connection.execute("select mac from audit where seq = 3").fetchall()[0][0]
    anchor = json.loads(path.read_text())
    path.write_text(json.dumps({**anchor, "seq": 3, "mac": mac}))
    assert fault(closed) == (3, "anchor")
    path.write_text("không phải JSON")
    assert fault(closed) == (0, "anchor")


def test_a_chain_written_anew_with_the_key_differs_from_its_anchor(closed: Settings):
    """Who has the key can make rows; an anchor kept elsewhere still tells."""
    (key,) = audit.known_keys(closed.audit_key_path).values()
    store = open_store(closed.store_path)
    with store._connection.cursor() as cursor:
        cursor.execute("delete from audit")
    trail = audit.open_trail(closed.audit_key_path, closed.store_path)
    with store.write("forged") as write:
        trail.record(write, *[Entry("x", "cells.rebuilt", "cells") for _ in DONE])
    store.close()
    assert trail.key == key
    assert fault(closed) == (len(DONE), "changed")


def test_a_wrong_key_is_told_apart_and_the_old_one_beside_it_mends_it(closed: Settings):
    path = closed.audit_key_path
    old = path.read_bytes()
    path.unlink()
    assert audit.open_trail(path, closed.store_path).key.secret != old
    assert fault(closed) == (1, "wrong-key")
    path.with_name("cu.key").write_bytes(old)
    assert found(closed).is_whole


def test_figures_changed_under_an_untouched_trail_are_found(closed: Settings):
    with by_hand(closed.store_path) as connection:
        connection.execute("update actual set numerator = 99 where submission_id = 3")
        connection.execute("delete from actual where submission_id = 1")
    assert [(each.seq, each.kind) for each in found(closed).faults] == [
        (2, "figures"),
        (6, "figures"),
    ]


def test_a_key_is_made_once_for_its_owner_only(tmp_path: Path):
    path = tmp_path / "khoa" / "audit.key"
    first = audit.open_trail(path, tmp_path / "s.duckdb")
    assert audit.open_trail(path, tmp_path / "s.duckdb") == first
    assert len(path.read_bytes()) == 32
    assert "secret" not in repr(first)
    if os.name != "nt":
        assert path.stat().st_mode & 0o777 == 0o600
        assert not audit.exposed(path)
        path.chmod(0o640)
        assert audit.exposed(path)


def test_a_key_that_is_none_or_cannot_be_made_is_told(tmp_path: Path):
    path = tmp_path / "audit.key"
    path.write_bytes(b"short")
    with pytest.raises(StoreBroken, match="đúng 32 byte"):
        audit.open_trail(path, tmp_path / "s.duckdb")
    with pytest.raises(StoreBroken, match="BANGXANH_AUDIT_KEY"):
        audit.open_trail(path / "below" / "audit.key", tmp_path / "s.duckdb")


def test_a_backup_holds_no_key(closed: Settings, tmp_path: Path):
    secret = closed.audit_key_path.read_bytes()
    kept = [file for file in (tmp_path / "sao-luu").rglob("*") if file.is_file()]
    assert kept
    assert not [file for file in kept if secret in file.read_bytes()]


def test_digests_and_marks_are_of_one_text_only():
    assert canonical({"b": 1, "a": "đ"}) == '{"a":"đ","b":1}'
    assert digest({"b": 1, "a": 2}) == digest({"a": 2, "b": 1}) != digest({"a": 2, "b": 2})
    assert digest(None) is None
    assert digest([]) is not None


def test_marks_hang_on_the_row_before_and_on_the_key(the_clock):
    entries, key = [Entry("a", "x.y", "x"), Entry("a", "x.y", "x")], passing_key()
    one, two = linked(entries, key, seq=0, previous=GENESIS, at=the_clock.moment)
    assert (one["previous_mac"], two["previous_mac"]) == (GENESIS, one["mac"])
    assert mark(two, key) == two["mac"] != mark({**two, "previous_mac": GENESIS}, key)
    assert mark(two, passing_key()) != two["mac"]


def test_a_store_moved_with_its_keys_still_verifies(closed: Settings, tmp_path: Path):
    shutil.copytree(closed.store_path.parent, tmp_path / "may-khac")
    moved = Settings(store=tmp_path / "may-khac" / closed.store_path.name, samples=False)
    assert found(moved).is_whole
