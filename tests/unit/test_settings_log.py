"""What an office sets is in the trail: once for each change, from what to what."""

from __future__ import annotations

import json

from indicators import settings_log
from tests.unit import access_people as made


def rows(office) -> list[dict]:
    found = office.store.rows(
        "audit/rows", from_at=None, before_at=None, actor=None, object_id="settings"
    )
    return [json.loads(row["details"]) for row in found]


def again(settings, **changes: object) -> list[str]:
    """Start the server with other settings, and return what it found changed."""
    office = made.file_office(settings, **changes)
    try:
        return settings_log.note_changes(office)
    finally:
        office.close()


def test_a_change_is_told_once_with_both_values(settings):
    first = again(settings, office="Sở Tài chính")
    assert {"BANGXANH_OFFICE", "BANGXANH_STORE", "BANGXANH_SAMPLES"} <= {*first}
    assert "BANGXANH_AMBER_PERCENT" not in first
    assert again(settings, office="Sở Tài chính") == []
    assert again(settings, office="Sở Tài chính", amber_percent=50) == ["BANGXANH_AMBER_PERCENT"]
    office = made.file_office(settings)
    told = rows(office)
    office.close()
    assert len(told) == 2
    assert told[1]["changed"] == {"BANGXANH_AMBER_PERCENT": [5.0, 50.0]}


def test_nothing_is_told_of_a_server_that_is_set_as_usual(small_office):
    office = small_office()
    usual = type(office.settings).model_construct(
        **{name: each.default for name, each in type(office.settings).model_fields.items()}
    )
    object.__setattr__(office, "settings", usual)
    assert settings_log.note_changes(office) == []
    assert rows(office) == []


def test_another_table_of_groups_is_told_and_its_secret_is_not(settings, tmp_path):
    file = tmp_path / "oidc.toml"
    file.write_text('client_secret = "rất mật"', encoding="utf-8")
    again(settings, oidc=file)
    file.write_text('client_secret = "rất mật hơn"', encoding="utf-8")
    assert again(settings, oidc=file) == ["sha256(BANGXANH_OIDC)"]
    office = made.file_office(settings, oidc=file)
    assert "mật" not in str(rows(office))
    office.close()
