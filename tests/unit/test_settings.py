"""Settings come from the environment and are checked before anything starts."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

from indicators.settings import ROOT, Settings


@pytest.fixture(autouse=True)
def no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(f"BANGXANH_{name.upper()}", raising=False)


def test_by_default_everything_lies_in_data():
    found = Settings()
    assert found.data == ROOT / "data"
    assert found.store_path == ROOT / "data" / "store" / "bangxanh.duckdb"
    assert found.files_path == ROOT / "data" / "store" / "files"
    assert found.samples is True


def test_the_environment_decides(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setenv("BANGXANH_STORE", str(tmp_path / "kho.duckdb"))
    monkeypatch.setenv("BANGXANH_SAMPLES", "0")
    monkeypatch.setenv("BANGXANH_AMBER_PERCENT", "2.5")
    monkeypatch.setenv("BANGXANH_UNKNOWN", "x")
    found = Settings()
    assert (found.store_path, found.files_path) == (tmp_path / "kho.duckdb", tmp_path / "files")
    assert (found.samples, found.amber_percent) == (False, 2.5)


@pytest.mark.parametrize(
    ("name", "value"),
    [("AMBER_PERCENT", "nhiều"), ("AMBER_PERCENT", "101"), ("DUE_DAY", "31"), ("LANGUAGE", "fr")],
)
def test_a_value_that_cannot_be_is_refused(monkeypatch: pytest.MonkeyPatch, name: str, value: str):
    monkeypatch.setenv(f"BANGXANH_{name}", value)
    with pytest.raises(ValidationError, match=name.lower()):
        Settings()


def test_settings_do_not_change_while_running():
    with pytest.raises(ValidationError):
        Settings().office = "khác"


def test_every_setting_says_in_vietnamese_what_it_is():
    assert all(field.description for field in Settings.model_fields.values())
