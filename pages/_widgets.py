"""What several pages share: the workspace, cached boards, and small things."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from indicators import board as boards
from indicators import clock, locks
from indicators.access import Principal, Right
from indicators.board.matrix import Order
from indicators.board.view import Board, SeriesPoint, TrendPoint
from indicators.catalogue.model import Catalogue
from indicators.i18n import t, use_language
from indicators.locks import Lock
from indicators.workspace import Workspace, open_workspace
from pages import _gate

# The caches below are declared before the server runs, which Streamlit would warn of at start.
logging.getLogger("streamlit.runtime.caching.cache_data_api").setLevel(logging.ERROR)


_SHOWN = "board-was-shown"
# Two people share a cached board when they may read the same branches, and only then.
WHO: dict[str | type[Any], Callable[[Any], Any]] = {Principal: lambda who: who.roots("read")}


@st.cache_resource(show_spinner=False)
def workspace() -> Workspace:
    """Return the one workspace of this process: catalogue, store and settings."""
    return open_workspace()


Moment = tuple[int, date]


def moment() -> Moment:
    """Return what everything cached goes by: the data version, and the day.

    At midnight what was not due may be missing, and the calendar may close a period, though
    nothing was written.
    """
    return workspace().store.version, clock.today()


@dataclass(frozen=True, slots=True)
class Standing:
    """What holds of the whole store at one data version, on one day."""

    is_empty: bool
    is_sample: bool
    periods: tuple[str, ...]
    latest: str


def who() -> Principal:
    """Return who this session is, with the roles of this very moment.

    Asked on every run, callback and fragment: a session that ended meanwhile stops here. Each of
    them is a call of its own, so each is told again which language this tab reads.
    """
    if known := st.session_state.get("lang"):
        use_language(known)
    handle = str(st.user.get("session") or "")
    found = workspace().sessions.principal(handle)
    if found is None:
        st.error(t("Phiên làm việc đã kết thúc. Hãy đăng nhập lại."))
        st.link_button(t("Đăng nhập"), "/dang-nhap")
        st.stop()
    _gate.belongs(current_session(), handle)
    return found


def current_session() -> str:
    """Return the name that Streamlit gives this browser tab."""
    context = get_script_run_ctx()
    return context.session_id if context else ""


def standing() -> Standing:
    """Return what holds of the whole store now."""
    return _standing(moment())


@st.cache_resource(show_spinner=False, max_entries=4)
def _standing(moment: Moment) -> Standing:  # noqa: ARG001  # the cache key
    office = workspace()
    office.keep_current()
    return Standing(
        is_empty=office.is_empty,
        is_sample=office.is_sample,
        periods=tuple(boards.periods(office)),
        latest=boards.latest_period(office),
    )


@st.cache_resource(show_spinner=False, max_entries=300, hash_funcs=WHO)
def cached_board(  # what makes one board differ from another
    moment: Moment,  # noqa: ARG001  # part of the cache key: new data or a new day, new board
    who: Principal,
    *,
    period: str,
    unit: str,
    plan: str | None,
    group: str | None,
    provisional: bool,
    order: Order,
    as_of: datetime | None = None,
) -> Board:
    """Return a board; made once for each data version and shared, as nothing in it changes."""
    return boards.board(
        workspace(),
        who,
        period=period,
        unit=unit,
        plan=plan,
        group=group,
        provisional=provisional,
        order=order,
        as_of=as_of,
    )


@st.cache_data(show_spinner=False, max_entries=100, hash_funcs=WHO)
def cached_trend(  # as above
    moment: Moment,  # noqa: ARG001
    who: Principal,
    *,
    period: str,
    unit: str,
    plan: str | None,
    group: str | None,
    provisional: bool,
    as_of: datetime | None = None,
) -> list[TrendPoint]:
    """Return the tallies of twelve months up to `period`, oldest first."""
    return boards.trend(
        workspace(),
        who,
        period=period,
        unit=unit,
        plan=plan,
        group=group,
        provisional=provisional,
        as_of=as_of,
    )


@st.cache_data(show_spinner=False, max_entries=300, hash_funcs=WHO)
def cached_closing(
    moment: Moment,  # noqa: ARG001
    who: Principal,
    *,
    period: str,
    units: tuple[str, ...],
) -> Lock | None:
    """Return the lock under which all of `units` are closed, None while one is open."""
    return locks.closed_together(workspace(), who, period, units)


@st.cache_data(show_spinner=False, max_entries=300, hash_funcs=WHO)
def cached_series(
    moment: Moment,  # noqa: ARG001
    who: Principal,
    *,
    indicator: str,
    unit: str,
    period: str,
    as_of: datetime | None = None,
) -> list[SeriesPoint]:
    """Return one indicator of one unit over time up to `period`, oldest first."""
    return boards.series(
        workspace(), who, indicator=indicator, unit=unit, period=period, as_of=as_of
    )


def was_shown() -> bool:
    """Whether a board has been on this session's screen.

    What is slow to draw waits for that, so that the first board is not kept waiting by it.
    """
    return bool(st.session_state.get(_SHOWN))


def remember_shown() -> None:
    """Note that the board is on the screen; the page then runs again with the rest."""
    st.session_state[_SHOWN] = True


def unit_options(catalogue: Catalogue, who: Principal, right: Right = "read") -> dict[str, str]:
    """Return code -> name of the units in which `who` has `right`, those below after each."""
    tops = _outermost(catalogue, who.roots(right))
    return {code: catalogue.units[code].name for top in tops for code in catalogue.subtree(top)}


def _outermost(catalogue: Catalogue, roots: list[str]) -> list[str]:
    """Return the roots that are below no other of them."""
    known = [root for root in roots if root in catalogue.units]
    return [root for root in known if {*known}.isdisjoint(catalogue.ancestors(root))]


def escaped(text: str) -> str:
    """Return `text` of a person so that Markdown shows it letter by letter."""
    return "".join(f"\\{sign}" if sign in "\\`*_{}[]()#+-.!|~<>:$&@^=" else sign for sign in text)


def sample_note() -> str:
    """Return what a page or file says when its data are invented, else ""."""
    return t("Số liệu mẫu, không có thật") if standing().is_sample else ""
