"""Files that are being made: how far each is, the way to stop it, the link when it is done."""

from __future__ import annotations

import streamlit as st

from indicators import reports
from indicators.access import Principal
from indicators.i18n import t
from indicators.jobs import Job
from indicators.workspace import Workspace
from pages import _downloads as downloads
from pages import _links as links
from pages import _widgets as widgets
from pages import _words as words
from pages._links import Link

_EVERY = 1.0  # seconds between two looks while something is being made


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
    if is_live and not any(job.is_live for job in found):
        st.rerun()  # the list of kept reports has more now, and nobody need look again


def _draw_one(job: Job) -> None:
    with st.container(
        horizontal=True, vertical_alignment="center", key=f"job-{job.number}", border=True
    ):
        if job.is_live:
            st.progress(job.share, text=f"{widgets.escaped(job.title)}: {_standing(job)}")
            st.button(t("Hủy"), key=f"cancel-{job.number}", on_click=_cancel, args=(job.number,))
            return
        with st.container():
            st.text(f"{job.title}: {_standing(job)}")
        if job.state == "done":
            links.draw([Link(t("Tải về"), downloads.job(job.number))], key=f"link-{job.number}")
        st.button(t("Bỏ"), key=f"drop-{job.number}", on_click=_drop, args=(job.number,))


def _standing(job: Job) -> str:
    """Return how a job stands, in words."""
    match job.state:
        case "waiting":
            return t("đang chờ, thứ {place} trong hàng").format(place=job.place)
        case "running":
            steps = t("{done}/{total} phần").format(done=job.done, total=job.total)
            return steps if job.total > 1 else t("đang lấy số liệu")
        case "done":
            until = words.moment(job.ended_at + reports.KEPT_FOR) if job.ended_at else ""
            done = t("xong, tải được đến {until}.").format(until=until)
            return f"{done} {job.told}".strip()
        case "failed":
            return t("không tạo được. {why}").format(why=job.told)
        case "cancelled":
            return t("đã hủy")


def _cancel(number: str) -> None:
    reports.cancel(widgets.workspace(), widgets.who(), number)


def _drop(number: str) -> None:
    reports.drop(widgets.workspace(), widgets.who(), number)
