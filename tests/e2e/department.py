"""A sample department with three people: who they are, what they sent, what each does by hand."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from indicators.access import Grant, Role
from indicators.submission import submit
from indicators.workspace import Workspace, opened
from tests import offices, people, prepared
from tests.e2e.browsing import PASSWORD, Watched, settle
from tests.e2e.month_files import COUNTED
from tests.pages.seeding import HOME, settings_for

ROOM, NEXT_ROOM, MONTH = "dl-sxd-htkt", "dl-sxd-qlxd", "2026-10"
ROOM_NAME, NEXT_NAME = "Phòng Hạ tầng kỹ thuật", "Phòng Quản lý xây dựng"
RATE, RATE_NAME = "HS-DUNG-HAN", "Tỷ lệ hồ sơ xử lý đúng hạn"
EARLIER = ("2026-07", "2026-08", "2026-09")
PEOPLE: tuple[tuple[str, Role, str, str], ...] = (
    ("dau-moi", "reporter", ROOM, "Cán bộ đầu mối"),
    ("van-phong", "office", HOME, "Cán bộ Văn phòng"),
    ("lanh-dao", "leader", HOME, "Lãnh đạo Sở"),
)


def seed(store: Path) -> None:
    """Fill a store with three rooms and three people; the reporter's room owes October."""
    prepared.copy_store(prepared.empty_store(), store)
    with opened(settings_for(store)) as office:
        for month in (*EARLIER, MONTH):
            for room in (ROOM, NEXT_ROOM):
                if (room, month) != (ROOM, MONTH):
                    _send(office, room, month)
        for account, role, unit, name in PEOPLE:
            people.add(office, account, Grant(role, unit), password=PASSWORD, name=name)


def _send(office: Workspace, room: str, month: str) -> None:
    ratios = (
        each
        for each in office.catalogue.indicators_of(room)
        if each.frequency == "month" and each.formula == "ratio"
    )
    rows = [
        offices.figure(
            room,
            each.code,
            month,
            counts=(90 + int(month[-2:]), COUNTED + int(month[-2:])),
            plan=each.plan,
            clause=each.clause,
            scale=each.scale,
        )
        for each in ratios
    ]
    submit(office, office.operator("x"), offices.reading(rows), approve=True, is_sample=True)


@dataclass
class Person:
    """One person at their own browser, and the pictures taken of it."""

    watched: Watched
    album: Path

    @property
    def page(self) -> Page:
        return self.watched.page

    def open(self, path: str, until: str) -> Page:
        return self.watched.open(path, until)

    def picture(self, name: str, *, phone: bool = False) -> None:
        """Keep what is seen, whole; on a phone too, where nothing may stand out at the side."""
        settle(self.page)
        self.page.screenshot(path=self.album / f"{name}.png")
        if phone:
            self.page.set_viewport_size({"width": 390, "height": 844})
            settle(self.page)
            self.page.screenshot(path=self.album / f"{name}-390.png")
            wide = self.page.evaluate("document.documentElement.scrollWidth")
            self.page.set_viewport_size({"width": 1366, "height": 768})
            assert wide <= 390, name


def saved(page: Page, link: Locator, to: Path) -> Path:
    """Follow a link to a file and keep what comes."""
    with page.expect_download() as pending:
        link.click()
    pending.value.save_as(to)
    return to


def upload(who: Person, file: Path) -> Page:
    page = who.page
    page.get_by_test_id("stFileUploader").first.locator("input").set_input_files(file)
    return page


def send(who: Person) -> None:
    who.page.get_by_role("button", name="Nộp, chờ duyệt").click()
    expect(who.page.get_by_text("Đã nộp 1 tệp")).to_be_visible(timeout=20_000)


def top(part: Locator) -> None:
    part.evaluate("part => part.scrollIntoView({block: 'start'}) || scrollBy(0, -80)")
