"""An office's first hour: an empty store, looked at by each role; what is offered can be opened."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from indicators.access import ROLES, Grant, Role
from tests.pages import apart
from tests.pages.seeding import HOME

OFFERED: dict[Role, list[str]] = {
    "leader": [],
    "reporter": ["Đến trang Nộp số liệu"],
    "office": ["Đến trang Nộp số liệu"],
    "admin": ["Đến trang Người dùng"],
}


@pytest.fixture
def empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with apart.product(tmp_path, None, monkeypatch):
        yield


@pytest.mark.usefixtures("empty")
@pytest.mark.parametrize("role", ROLES)
def test_an_empty_board_offers_what_this_person_may_open(role: Role) -> None:
    app, _ = apart.enter("nguoi", Grant(role, HOME))
    app.run()
    assert "Chưa có số liệu nào" in apart.told(app)
    assert apart.labels(app) == OFFERED[role]
    for label in OFFERED[role]:
        apart.press(app, label)
        assert "Chưa có số liệu nào" not in apart.told(app)
