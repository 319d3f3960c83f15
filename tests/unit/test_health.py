"""Whether people can work: each thing that keeps them from it is said, and nothing else is."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from indicators import care, health
from indicators.health import Finding
from indicators.submission import submit
from indicators.workspace import Workspace
from queries import Store, StoreBroken
from tests import offices
from tests.offices import Hands


@pytest.fixture
def office(tmp_path: Path, small_office: Callable[..., Workspace], the_clock: Hands) -> Workspace:
    """An office on a disk, with figures and an anchored trail, a moment after all that."""
    opened = small_office(path=tmp_path / "b.duckdb", lived=sent)
    opened.trail.anchor(opened.store)
    the_clock.set(datetime.now(UTC) + timedelta(minutes=1))
    return opened


def sent(office: Workspace) -> None:
    rows = [offices.figure("a", counts=(9, 10))]
    submit(office, office.operator("x"), offices.reading(rows))


def looked(office: Workspace) -> dict[str, Finding]:
    return {each.name: each for each in health.looks(office)}


def bad(office: Workspace) -> list[str]:
    found = list(health.looks(office))
    names = [each.name for each in found if each.state == "error"]
    assert health.is_ready(found) is not bool(names)
    return names


def test_a_sound_office_is_ready(office: Workspace) -> None:
    assert bad(office) == []
    assert set(looked(office)) == {"disk", "folder", "settings", "store", "anchor", "clock"}
    assert not list(office.store.path.parent.glob(".probe*"))


def test_nothing_that_strangers_should_not_read_is_said(office: Workspace) -> None:
    told = " ".join(each.message for each in health.looks(office))
    assert str(office.store.path.parent) not in told


@pytest.mark.parametrize(
    ("free", "state"),
    [(2**30 - 1, "error"), (2**30, "warning"), (5 * 2**30 - 1, "warning"), (5 * 2**30, "fine")],
)
def test_a_disk_that_is_nearly_full(
    office: Workspace, monkeypatch: pytest.MonkeyPatch, free: int, state: str
) -> None:
    usage = shutil.disk_usage(office.store.path.parent)
    monkeypatch.setattr(health.shutil, "disk_usage", lambda _: usage._replace(free=free))
    assert looked(office)["disk"].state == state


def test_a_folder_that_cannot_be_written(
    office: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(**_options: object) -> None:
        raise PermissionError("read-only file system")

    monkeypatch.setattr(health.tempfile, "NamedTemporaryFile", refuse)
    assert bad(office) == ["folder"]


def test_a_store_that_does_not_answer(office: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_store: Store, name: str, /, **_params: object) -> None:
        raise StoreBroken(f"{name}: no")

    monkeypatch.setattr(Store, "rows", broken)
    assert bad(office) == ["store", "anchor", "clock"]


def test_a_trail_that_ends_before_its_anchor_or_differs_from_it(office: Workspace) -> None:
    path = office.trail.anchor_path
    assert path
    kept = json.loads(path.read_text(encoding="utf-8"))
    for changes in ({"seq": kept["seq"] + 3}, {"mac": "0" * 64}, {"seal": "0" * 64}):
        path.write_text(json.dumps({**kept, **changes}), encoding="utf-8")
        assert bad(office) == ["anchor"]
    assert "mất 3 dòng" not in looked(office)["anchor"].message
    path.write_text(json.dumps({**kept, "seq": kept["seq"] + 3}), encoding="utf-8")
    assert "mất 3 dòng" in looked(office)["anchor"].message
    path.unlink()
    assert bad(office) == []


def test_a_clock_that_was_put_back(office: Workspace, the_clock: Hands) -> None:
    the_clock.set(the_clock.moment - timedelta(days=1))
    assert bad(office) == ["clock"]


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"home_unit": "khong-co"}, "HOME_UNIT"),
        ({"logo": Path("khong-co.png")}, "LOGO"),
        ({"oidc": Path("khong-co.toml")}, "OIDC"),
    ],
)
def test_settings_that_name_what_does_not_exist(
    office: Workspace, changes: dict[str, object], word: str
) -> None:
    office.settings = office.settings.model_copy(update=changes)
    assert bad(office) == ["settings"]
    assert word in looked(office)["settings"].message


def test_doctor_says_the_same(office: Workspace, the_clock: Hands) -> None:
    the_clock.set(the_clock.moment - timedelta(days=1))
    said = {each.name: each.state for each in care.examine(office, office.operator())}
    assert {name: said[name] for name in looked(office)} == {
        name: each.state for name, each in looked(office).items()
    }
    assert said["clock"] == "error"
