"""Two hundred workbooks dropped at once, all the way through, beside openpyxl only reading them.

An office of two hundred rooms reports one month: every workbook is kept as a draft, read in the
limited child, checked, matched, laid beside history, previewed and submitted; one bad file is
among them. Then the same through the upload page itself, drawing and all.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest import mock

import streamlit as st
from streamlit.testing.v1 import AppTest

from indicators import drafts
from indicators.access import Grant, Principal
from indicators.catalogue.load import load
from indicators.catalogue.model import Catalogue
from indicators.drafts import Draft, Entered, Kept
from indicators.intake import pool
from indicators.intake.filled import write_filled
from indicators.intake.reading import Reading
from indicators.periods import Period
from indicators.settings import Settings
from indicators.submission import Parcel, submit_all, would_change
from indicators.workspace import Workspace
from pages import _widgets
from queries import open_store
from tests import people
from tests.bench import measure
from tests.bench.intake_bench import DATA, with_openpyxl
from tests.bench.measure import Ratio

ROOMS, ROUNDS = 200, 3
TOP, LIKE, MONTH = "dl-sxd", "dl-sxd-qlxd", "2026-10"
BOUND = 3.0  # issue 4: "in under 3 times the time openpyxl (read-only) takes only to read them"
AT_ONCE = 50  # files in one write, as the page sends them
WHO = Principal("van-phong", "Văn phòng", frozenset({Grant("office", TOP)}), session="phien")


def office_of(rooms: int) -> Catalogue:
    """Return the department's catalogue with so many rooms, all reporting what one room reports."""
    of = load(DATA)
    like = of.units[LIKE]
    more = {
        f"{TOP}-x{n:03}": replace(like, code=f"{TOP}-x{n:03}", name=f"Phòng số {n}", short=f"P{n}")
        for n in range(rooms)
    }
    more = {code: replace(each, aliases=()) for code, each in more.items()}
    indicators = {
        code: replace(each, applies_to=(*each.applies_to, *more))
        if LIKE in each.applies_to
        else each
        for code, each in of.indicators.items()
    }
    targets = tuple(
        replace(each, units=(*each.units, *more)) if LIKE in each.units else each
        for each in of.targets
    )
    return replace(
        of, units={**of.units, **more}, indicators=indicators, targets=targets, sha256="0" * 64
    )


def workbooks(of: Catalogue, folder: Path) -> list[Path]:
    """Write one filled template a room; return their paths."""
    typed = {
        each.code: Entered("95", "100") if each.formula == "ratio" else Entered(value=_value(each))
        for each in of.indicators_of(LIKE)
    }
    paths = []
    for code in [code for code in of.units if code.startswith(f"{TOP}-x")]:
        paths.append(folder / f"{code}.xlsx")
        write_filled(of, code, Period.parse(MONTH), paths[-1], typed)
    return paths


def _value(each: object) -> str:
    return "Có" if getattr(each, "formula", "") == "yes_no" else "95"


@contextmanager
def opened(of: Catalogue, folder: Path) -> Iterator[Workspace]:
    """Open a new office of this catalogue in a folder."""
    settings = Settings(data=DATA, store=folder / "kho" / "b.duckdb", samples=False)
    settings.store_path.parent.mkdir(parents=True)
    office = Workspace(settings, of, open_store(settings.store_path))
    try:
        office.adopt_catalogue()
        yield office
    finally:
        office.close()


def all_the_way(office: Workspace, paths: Sequence[Path]) -> dict[str, float]:
    """Send every workbook as the page does, a bad one among them; return the time of each step."""
    times, started = {}, time.perf_counter()

    def lap(name: str) -> None:
        nonlocal started
        times[name] = (time.perf_counter() - started) * 1000.0
        started = time.perf_counter()

    number, kept = drafts.new_number(), list[Kept]()
    for place, path in enumerate(paths):
        kept.append(drafts.keep(office, WHO, number, path.name, path.read_bytes()))
        if place % 25 == 0 or place == len(paths) - 1:
            drafts.save(office, WHO, Draft(number, tuple(kept)))
    lap("kept")
    readings = list(drafts.read(office, WHO, number, kept))
    lap("read, matched, checked")
    readings = drafts.weighed(office, WHO, readings)
    lap("history, evidence, locks")
    good = [(each, found) for each, found in zip(kept, readings, strict=True) if found.ok]
    _preview(office, [found for _, found in good])
    lap("previewed")
    sent = 0
    for first in range(0, len(good), AT_ONCE):
        some = good[first : first + AT_ONCE]
        places = drafts.paths_of(office, WHO, number, [each.sha256 for each, _ in some])
        parcels = [Parcel(found, places[each.sha256]) for each, found in some]
        sent += sum(bool(each.numbers) for each in submit_all(office, WHO, parcels))
    lap("sent")
    if sent != len(paths) - 1:
        raise AssertionError(f"{sent} of {len(paths) - 1} good files were sent")
    return times


def _preview(office: Workspace, readings: Sequence[Reading]) -> None:
    drafts.sent_already(office, WHO, readings)
    drafts.differences(office, WHO, readings)
    if not would_change(office, WHO, readings):
        raise AssertionError("nothing would change")


def through_the_page(office: Workspace, paths: Sequence[Path]) -> dict[str, float]:
    """Drop every workbook on the upload page and send them; return the time of each step."""
    people.add(office, WHO.account, Grant("office", TOP))
    session = people.signed_in(office, WHO.account).session
    files = [(path.name, path.read_bytes()) for path in paths]
    with mock.patch.object(_widgets, "open_workspace", return_value=office):
        st.cache_data.clear()
        st.cache_resource.clear()
        page = AppTest.from_file(str(DATA.parent / "dashboard.py"), default_timeout=300)
        page.user = {"session": session}
        page.run()
        page.switch_page("pages/upload.py")
        page.run()
        for name, data in files:
            page.file_uploader[0].upload(name, data)
        times = {"page: dropped, read, drawn": measure.once(page.run)}
        times["page: drawn again"] = measure.once(page.run)
        next(each for each in page.button if each.label.startswith("Nộp")).click()
        times["page: sent, drawn"] = measure.once(page.run)
        told = "".join(each.value for each in page.success)
        st.cache_resource.clear()
    if page.exception or f"Đã nộp {len(paths) - 1} tệp" not in told:
        raise AssertionError(f"not sent: {told} {[each.value for each in page.exception]}")
    return times


def drop_ratios() -> list[Ratio]:
    """Return the ratio of the whole way to openpyxl reading alone, in turns."""
    of = office_of(ROOMS)
    ours: list[dict[str, float]] = []
    drawn: list[dict[str, float]] = []
    theirs: list[float] = []
    with TemporaryDirectory() as name:
        folder = Path(name)
        paths = workbooks(of, folder)
        bad = folder / "hong.xlsx"
        bad.write_bytes(b"PK\x03\x04 broken")
        dropped = [*paths[:100], bad, *paths[100:]]
        pool.warm()
        for turn in range(ROUNDS):
            theirs.append(measure.once(lambda: with_openpyxl(paths)))
            with opened(of, folder / f"luot-{turn}") as office:
                ours.append(all_the_way(office, dropped))
            theirs.append(measure.once(lambda: with_openpyxl(paths)))
            with opened(of, folder / f"trang-{turn}") as office:
                drawn.append(through_the_page(office, dropped))
        pool.close()
    size, beside = f"{ROOMS} files", "openpyxl only reading"
    bare = statistics.median(theirs)
    steps = _medians(ours) | _medians(drawn)
    again = "page: drawn again"
    whole = {
        "kept to sent, all of it": statistics.median(sum(each.values()) for each in ours),
        "dropped to sent on the page": statistics.median(
            sum(took for step, took in each.items() if step != again) for each in drawn
        ),
    }
    return [
        *(Ratio("drop", size, step, beside, took, bare) for step, took in steps.items()),
        *(Ratio("drop", size, step, beside, took, bare, BOUND) for step, took in whole.items()),
    ]


def _medians(rounds: Sequence[dict[str, float]]) -> dict[str, float]:
    return {step: statistics.median(each[step] for each in rounds) for step in rounds[0]}


if __name__ == "__main__":
    measure.show(drop_ratios())
