"""Files that are being made: how far each is, the way to stop it, the link when it is done."""

from __future__ import annotations

import streamlit as st

from indicators import clock, reports
from indicators.access import Principal
from indicators.i18n import t
from indicators.jobs import Job
from indicators.workspace import Workspace
from pages import _downloads as downloads
from pages import _links as links
from pages import _widgets as widgets
from pages._links import Link

_EVERY = 1.0  # seconds between two looks while something is being made
_LINK = 84  # pixels
_MANY = 4  # files that are over: from here on all can be thrown away at once


def draw(workspace: Workspace, who: Principal) -> None:
    """Draw one's own jobs; they are looked at again each second while one lives."""
    found = reports.mine(workspace, who)
    if not found:
        return
    st.subheader(t("Tệp đang tạo và vừa tạo"))
    is_live = any(job.is_live for job in found)
    st.fragment(_watch, run_every=_EVERY if is_live else None)(is_live=is_live)


def _watch(*, is_live: bool) -> None:
    found = reports.mine(widgets.workspace(), widgets.who())
    for job in found:
        _draw_one(job)
    over = tuple(job.number for job in found if not job.is_live)
    if len(over) >= _MANY:
        st.button(t("Bỏ {n} tệp đã xong").format(n=len(over)), on_click=_drop, args=over)
    if is_live and not any(job.is_live for job in found):
        st.rerun()  # the list of kept reports has more now, and nobody need look again


def _draw_one(job: Job) -> None:
    number, told = job.number, f"{job.title}: {_standing(job)}"
    with st.container(horizontal=True, vertical_alignment="center", key=f"job-{number}"):
        if job.is_live:
            st.button(
                t("Hủy"),
                key=f"cancel-{number}",
                disabled=job.is_stopping,
                on_click=_cancel,
                args=(number,),
            )
            st.progress(job.share, text=widgets.escaped(told))
            return
        if job.state == "done":
            link = Link(t("Tải về"), downloads.job(number))
            links.draw([link], key=f"link-{number}", width=_LINK)
        st.button(t("Bỏ"), key=f"drop-{number}", on_click=_drop, args=(number,))
        with st.container():
            st.text(told)
            if job.warning:
                st.warning(widgets.escaped(job.warning))


def _standing(job: Job) -> str:
    """Return how a job stands, in words."""
    match job.state:
        case "waiting":
            return t("đang chờ, thứ {place} trong hàng").format(place=job.place)
        case "running" if job.is_stopping:
            return t("đang hủy…")
        case "running":
            steps = t("{done}/{total} phần").format(done=job.done, total=job.total)
            return steps if job.total > 1 else t("đang lấy số liệu")
        case "done":
            done = t("xong, tải được đến {until}.").format(until=_until(job))
            return f"{done} {job.told}".strip()
        case "failed":
            return t("không tạo được. {why}").format(why=job.told)
        case "cancelled":
            return t("đã hủy")


def _until(job: Job) -> str:
    """Return until when a finished file waits, by the office's clock: "18:37"."""
    return f"{clock.local(job.ended_at + reports.KEPT_FOR):%H:%M}" if job.ended_at else ""


def _cancel(number: str) -> None:
    reports.cancel(widgets.workspace(), widgets.who(), number)


def _drop(*numbers: str) -> None:
    for number in numbers:
        reports.drop(widgets.workspace(), widgets.who(), number)
