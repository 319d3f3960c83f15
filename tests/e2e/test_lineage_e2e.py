"""Lineage in a browser: from a green cell to the file's own cell, its proof and its approver."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Browser, Page, StorageState, expect

from indicators import clock
from indicators.access import Grant
from indicators.workspace import open_workspace
from tests import people, proved
from tests.e2e.browsing import PASSWORD, Watched, serving, settle, signed_in
from tests.pages.seeding import settings_for
from tests.proved import INDICATOR, PROOF, REMARK, UNIT, WORD, Proved
from tests.unit import evidence_files

BOARD = "/?period=2026-10&unit=dl-sxd"
GREEN = "td.green[data-c][aria-label*='Phòng Quản lý xây dựng'][aria-label*='{name}']"


@dataclass(frozen=True)
class Office:
    """The running product, what was proved in it, and the name of the proved indicator."""

    address: str
    proved: Proved
    name: str


@pytest.fixture(scope="module")
def office(run_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    folder = tmp_path_factory.mktemp("proved")
    shutil.copytree(proved.once_proved(run_folder), folder, dirs_exist_ok=True)
    store, found = folder / "b.duckdb", proved.found_in(folder)
    workspace = open_workspace(settings_for(store))
    try:
        people.add(workspace, "lanh-dao", Grant("leader", "dl-sxd"), password=PASSWORD)
        name = workspace.catalogue.indicators[INDICATOR].name
    finally:
        workspace.close()
    with serving("dashboard.py", store, folder) as address:
        yield Office(address, found, name)


@pytest.fixture(scope="module")
def kept(browser: Browser, office: Office) -> StorageState:
    """What the leader's browser keeps once it is signed in."""
    return signed_in(browser, office.address, "lanh-dao")


@pytest.fixture
def leader(browser: Browser, office: Office, kept: StorageState) -> Iterator[Watched]:
    context = browser.new_context(viewport={"width": 1366, "height": 768}, storage_state=kept)
    yield Watched(context.new_page(), office.address)
    context.close()


def saved(page: Page, link: str, to: Path) -> bytes:
    """Click a link of the panel and return the bytes that the browser saved."""
    with page.expect_download() as pending:
        page.locator(".cell a", has_text=link).first.click()
    pending.value.save_as(to)
    return to.read_bytes()


def test_a_green_cell_leads_to_the_cell_of_its_file_its_proof_and_its_approver(
    leader: Watched, office: Office, tmp_path: Path
) -> None:
    page = leader.open(BOARD, "td[data-c]")
    page.locator(GREEN.format(name=office.name)).click()  # the one click it takes
    panel = page.locator(".cell")
    expect(panel.get_by_text("214 / 214 × 100 = 100 %")).to_be_visible()
    for told in (office.proved.place, "truong-vp, ", "can-bo-qlxd, ", WORD, REMARK):
        expect(panel.get_by_text(told).first).to_be_visible()

    book = tmp_path / "nhan.xlsx"
    assert saved(page, office.proved.file.name, book) == office.proved.file.read_bytes()
    sheet, _, address = office.proved.place.partition("!")
    assert load_workbook(book)[sheet][address].value == 214

    proof = saved(page, PROOF, tmp_path / "minh-chung.pdf")
    assert proof == evidence_files.pdf("Tong hop ho so")
    picture = panel.locator("img")
    picture.scroll_into_view_if_needed()
    expect(picture).to_have_js_property("complete", value=True)
    assert picture.evaluate("each => each.naturalWidth") > 100
    assert leader.violations() == []
    assert leader.outside == []


def test_a_file_leads_to_its_cells_and_back_to_the_board(leader: Watched, office: Office) -> None:
    page = leader.open(f"{BOARD}&cell={UNIT}~{INDICATOR}", ".cell .why")
    page.locator(".cell a", has_text=f"số {office.proved.second}").first.click()
    page.wait_for_url(f"**/source?nop={office.proved.second}")
    page.wait_for_selector(".sheet td")
    expect(page.get_by_text("truong-vp duyệt")).to_be_visible()
    row = page.locator(".sheet tr", has_text=office.name).first
    expect(row).to_contain_text(office.proved.place)
    expect(row).to_contain_text("● đạt")
    assert page.get_by_role("link", name="Nguồn số liệu").count() == 0  # no clutter above
    row.get_by_role("link", name=office.name).click()
    page.wait_for_selector(".cell .why")
    assert re.search(r"cell=dl-sxd-qlxd(~|%7E)HS-DUNG-HAN", page.url)
    expect(page.locator(".cell")).to_contain_text("214 / 214")
    assert leader.violations() == []


def test_a_day_in_the_bar_shows_the_board_of_then_and_the_way_back(
    leader: Watched, office: Office
) -> None:
    assert office.proved
    page = leader.open(BOARD, "td[data-c]")
    yesterday = (clock.today() - timedelta(days=1)).isoformat()
    page.locator(".bar input[type=date]").fill(yesterday)
    expect(page.get_by_text("Bảng như được biết lúc 23:59")).to_be_visible(timeout=20_000)
    assert f"as_of={yesterday}" in page.url
    expect(page.locator("td.green[data-c]")).to_have_count(0)  # nothing had been sent
    page.get_by_role("button", name="Về bảng hiện nay").click()
    page.wait_for_selector("td.green[data-c]")
    expect(page.get_by_text("Bảng như được biết lúc")).to_have_count(0)
    assert "as_of" not in page.url
    assert page.locator(".bar input[type=date]").input_value() == ""


def test_a_day_that_is_not_over_cannot_be_chosen(leader: Watched, office: Office) -> None:
    assert office.proved
    page = leader.open(BOARD, "td.green[data-c]")
    page.locator(".bar input[type=date]").fill(clock.today().isoformat())
    settle(page)
    assert "as_of" not in page.url
    expect(page.get_by_text("Bảng như được biết lúc")).to_have_count(0)
