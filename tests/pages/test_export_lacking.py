"""A bundle that left without one of its formats: told at the desk and seen on the page."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from indicators import reports
from indicators.access import Grant, Principal
from indicators.export import EXPORTS, Wanted, bundle
from indicators.export.press import NotPrinted
from indicators.reports import Asked
from tests.pages import apart
from tests.pages.seeding import HOME, MONTHS

WHY = "Máy chủ chưa cài gói *typst*"
PATIENCE = 60.0


@pytest.fixture(autouse=True)
def _office(tmp_path: Path, seeded_file: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """An office whose bundles hold a CSV and a drawing."""
    few = {name: EXPORTS[name] for name in ("csv", "svg", "zip")}
    monkeypatch.setattr(bundle, "EXPORTS", few)
    monkeypatch.setattr(bundle, "_pictures", lambda *_: [])
    with apart.product(tmp_path, seeded_file, monkeypatch):
        yield


@pytest.fixture
def _no_drawing(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> bytes:
        raise NotPrinted(WHY)

    monkeypatch.setattr("indicators.export.svg.write", fail)


def job(who: Principal) -> reports.Job:
    reports.begin(apart.office(), who, Asked("zip", Wanted(HOME, MONTHS[-1])))
    end = time.monotonic() + PATIENCE
    while any(each.is_live for each in reports.mine(apart.office(), who)):
        assert time.monotonic() < end, "it never came"
        time.sleep(0.02)
    (found,) = reports.mine(apart.office(), who)
    return found


@pytest.mark.usefixtures("_no_drawing")
def test_a_file_without_a_part_is_there_with_a_warning() -> None:
    app, who = apart.enter("lanh-dao", Grant("leader", HOME))
    found = job(who)
    name = EXPORTS["svg"].label
    assert found.state == "done"
    assert found.warning.startswith(f"Thiếu 1 phần. bang-xanh-{HOME}-{MONTHS[-1]}.svg: {name}.")
    assert found.warning.endswith(WHY)
    taken = reports.finished(apart.office(), who, found.number)
    assert bundle.lacking(taken.content)[0].endswith(WHY)
    page = apart.opened(app, "exports")
    (warned,) = page.warning
    assert warned.value.replace("\\", "") == found.warning
    assert "\\*typst\\*" in warned.value  # nobody's markup is interpreted
    (kept,) = reports.kept(apart.office(), who).reports
    assert reports.again(apart.office(), who, kept.number).lacking == bundle.lacking(taken.content)


def test_a_whole_file_has_none() -> None:
    app, who = apart.enter("lanh-dao", Grant("leader", HOME))
    assert job(who).warning == ""
    assert not apart.opened(app, "exports").warning
