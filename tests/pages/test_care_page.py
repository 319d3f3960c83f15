"""The system's page: what is wrong first, everything examined on demand, backups."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from indicators import backups, care
from indicators.access import Grant
from tests.pages import apart
from tests.pages.seeding import HOME


@pytest.fixture(autouse=True)
def _office(tmp_path: Path, seeded_file: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with apart.product(tmp_path, seeded_file, monkeypatch):
        yield


@pytest.fixture
def page():
    app, who = apart.enter("quan.tri", Grant("admin", HOME))
    return apart.opened(app, "care"), who


def findings(app) -> dict[str, list[str]]:
    return {row[1]: row[0] for row in apart.given(app, "findings")["rows"]}


def test_what_can_be_seen_at_once_is_there_and_all_of_it_on_demand(page):
    app, _ = page
    assert findings(app)["Đồng hồ"] == ["green", "ổn"]
    assert "Ô của bảng" not in findings(app)
    apart.press(app, "Khám toàn bộ")
    found = findings(app)
    assert {"Ô của bảng", "Tệp gốc", "Minh chứng", "Nhật ký", "Danh mục"} <= found.keys()
    assert found["Số liệu mẫu"] == ["warning", "lưu ý"]
    assert "Khám lúc" in apart.told(app)


def test_an_error_stands_first(page):
    app, _ = page
    with apart.office().store._connection.cursor() as cursor:
        cursor.execute("update cell set status = 'green' where status = 'red'")
    apart.press(app, "Khám toàn bộ")
    first = apart.given(app, "findings")["rows"][0]
    assert first[0] == ["error", "LỖI"]
    assert first[1] == "Ô của bảng"


def test_a_backup_is_made_listed_and_can_be_verified(page):
    app, who = page
    assert "Chưa có bản sao lưu nào" in apart.told(app)
    apart.press(app, "Sao lưu ngay")
    (made,) = backups.backups(apart.office(), who)
    folder = apart.office().settings.store_path.parent / "backups" / made.name
    assert len(care.verify(folder)) == made.count_files
    assert made.count_bytes == sum(
        each.stat().st_size
        for each in folder.rglob("*")
        if each.is_file() and each.name != care.MANIFEST
    )
    assert apart.given(app, "backups")["rows"][0][0] == made.name
    assert "Sao lưu gần nhất" in apart.told(app)
    assert "Đã sao lưu vào" in apart.told(app)
    assert apart.actions()[-1] == ("quan.tri", "backup.made", "store")


def test_what_is_no_backup_is_not_listed_and_an_old_one_is_told_of(page):
    app, who = page
    apart.press(app, "Sao lưu ngay")
    (made,) = backups.backups(apart.office(), who)
    place = apart.office().settings.store_path.parent / "backups"
    (place / "rác").mkdir()
    shutil.copytree(place / made.name, place / "thiếu")
    (place / "thiếu" / "bangxanh.duckdb").unlink()
    manifest = place / made.name / care.MANIFEST
    told = json.loads(manifest.read_text(encoding="utf-8"))
    manifest.write_text(json.dumps({**told, "made_at": "2026-01-02T00:00:00+00:00"}))
    app.run()
    assert [row[0] for row in apart.given(app, "backups")["rows"]] == [made.name]
    assert "hãy sao lưu lại" in apart.told(app)


def test_a_disk_that_takes_nothing_is_told(page, monkeypatch):
    app, who = page

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(care.shutil, "copy2", full)
    monkeypatch.setattr(type(apart.office().store), "backup", full)
    apart.press(app, "Sao lưu ngay")
    assert "Không sao lưu được" in "".join(each.value for each in app.error)
    assert backups.backups(apart.office(), who) == []
