"""Exports in a browser: files in line, one taken out of it, one downloaded, opened and compared."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import Route, expect

from indicators.central.reading import OURS
from tests.e2e.browsing import Watched

pytestmark = pytest.mark.xdist_group("browser")

BUSY = "Hệ thống bận, hãy thử lại sau."
PATIENCE = 90_000  # ms for five files on a busy machine


def test_files_are_put_in_line_cancelled_downloaded_and_compared(
    watched: Watched, tmp_path: Path
) -> None:
    page = watched.open("/?period=2026-10&unit=dl-sxd", "td[data-c]")
    page.get_by_role("link", name="Xuất báo cáo, xem các bản đã xuất").click()
    page.wait_for_url("**/exports?*period=2026-10*")
    for kind in ("Bảng PDF", "Số liệu CSV"):
        page.get_by_role("button", name=kind, exact=True).click()
    page.get_by_role("button", name="Tạo 5 tệp").click()

    jobs = page.locator("[class*='st-key-job-']")
    expect(jobs).to_have_count(5)
    last = jobs.first  # newest first: it has four before it
    expect(last).to_contain_text("đang chờ, thứ")
    last.get_by_role("button", name="Hủy").click()
    expect(last).to_contain_text("đã hủy")

    expect(page.get_by_text("Tải về", exact=True)).to_have_count(4, timeout=PATIENCE)
    expect(page.get_by_role("button", name="Hủy")).to_have_count(0)
    with page.expect_download() as pending:
        page.locator("[class*='st-key-job-']", has_text="Bảng Excel").get_by_text("Tải về").click()
    assert pending.value.suggested_filename == "bang-xanh-dl-sxd-2026-10.xlsx"
    pending.value.save_as(tmp_path / "bang.xlsx")
    assert zipfile.is_zipfile(io.BytesIO((tmp_path / "bang.xlsx").read_bytes()))

    row = page.locator(".sheet tr", has_text="Bảng Excel").first
    expect(row).to_contain_text("van-phong")
    row.get_by_role("link").click()
    page.wait_for_url("**/exports?ban=*")
    expect(page.get_by_text("SHA-256:")).to_be_visible(timeout=20_000)
    page.get_by_role("button", name="So với hiện nay").click()
    expect(page.get_by_text("Không có gì thay đổi")).to_be_visible(timeout=20_000)

    page.get_by_role("button", name="← Mọi bản đã xuất").click()
    page.get_by_text("Mẫu riêng của cơ quan", exact=True).click()
    with page.expect_download() as pending:
        page.get_by_role("button", name="nq57.toml").click()
    pending.value.save_as(tmp_path / "nq57.toml")
    assert (tmp_path / "nq57.toml").read_bytes() == OURS.read_bytes()
    assert watched.violations() == []
    assert watched.outside == []
    assert watched.faults == []


def test_a_file_of_the_board_is_waited_for_and_why_there_is_none_is_told(
    watched: Watched,
) -> None:
    page = watched.open("/?period=2026-10&unit=dl-sxd", "td[data-c]")
    link = page.get_by_role("link", name="Số liệu CSV")
    with page.expect_download() as pending:
        link.click()
    assert pending.value.suggested_filename == "bang-xanh-dl-sxd-2026-10.csv"
    assert watched.violations() == []
    assert watched.faults == []

    def refuse(route: Route) -> None:
        expect(page.get_by_role("link", name="Số liệu CSV: đang tạo…")).to_be_visible()
        route.fulfill(status=503, body=BUSY, content_type="text/plain; charset=utf-8")

    page.route("**/tai/bang/csv?*", refuse)
    link.click()
    expect(page.get_by_text(f"Số liệu CSV: {BUSY}")).to_be_visible()
    expect(page.get_by_role("link", name="Số liệu CSV", exact=True)).to_be_visible()
