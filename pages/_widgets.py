"""What several pages share: the workspace, cached boards, and small things."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import date

import streamlit as st

from indicators import board as boards
from indicators import clock
from indicators.board.matrix import Order
from indicators.board.view import Board, SeriesPoint, TrendPoint
from indicators.catalogue.model import Catalogue
from indicators.i18n import t
from indicators.workspace import Workspace, open_workspace

# The caches below are declared before the server runs, which Streamlit would warn of at start.
logging.getLogger("streamlit.runtime.caching.cache_data_api").setLevel(logging.ERROR)


_SHOWN = "board-was-shown"


@st.cache_resource(show_spinner=False)
def workspace() -> Workspace:
    """Return the one workspace of this process: catalogue, store and settings."""
    return open_workspace()


@dataclass(frozen=True, slots=True)
class Standing:
    """What holds of the whole store at one data version, on one day."""

    is_empty: bool
    is_sample: bool
    periods: tuple[str, ...]
    latest: str


def standing() -> Standing:
    """Return what holds of the whole store now."""
    return _standing(workspace().store.version, clock.today())


@st.cache_resource(show_spinner=False, max_entries=4)
def _standing(version: int, today: date) -> Standing:  # noqa: ARG001  # the cache key
    office = workspace()
    office.keep_current()
    return Standing(
        is_empty=office.is_empty,
        is_sample=office.is_sample,
        periods=tuple(boards.periods(office)),
        latest=boards.latest_period(office),
    )


@st.cache_resource(show_spinner=False, max_entries=300)
def cached_board(  # what makes one board differ from another
    version: int,  # noqa: ARG001  # part of the cache key: new data, new board
    *,
    period: str,
    unit: str,
    plan: str | None,
    group: str | None,
    provisional: bool,
    order: Order,
) -> Board:
    """Return a board; made once for each data version and shared, as nothing in it changes."""
    return boards.board(
        workspace(),
        period=period,
        unit=unit,
        plan=plan,
        group=group,
        provisional=provisional,
        order=order,
    )


@st.cache_data(show_spinner=False, max_entries=100)
def cached_trend(  # as above
    version: int,  # noqa: ARG001
    *,
    period: str,
    unit: str,
    plan: str | None,
    group: str | None,
    provisional: bool,
) -> list[TrendPoint]:
    """Return the tallies of twelve months up to `period`, oldest first."""
    return boards.trend(
        workspace(), period=period, unit=unit, plan=plan, group=group, provisional=provisional
    )


@st.cache_data(show_spinner=False, max_entries=300)
def cached_series(
    version: int,  # noqa: ARG001
    *,
    indicator: str,
    unit: str,
    period: str,
) -> list[SeriesPoint]:
    """Return one indicator of one unit over time up to `period`, oldest first."""
    return boards.series(workspace(), indicator=indicator, unit=unit, period=period)


def was_shown() -> bool:
    """Whether a board has been on this session's screen.

    What is slow to draw waits for that, so that the first board is not kept waiting by it.
    """
    return bool(st.session_state.get(_SHOWN))


def remember_shown() -> None:
    """Note that the board is on the screen; the page then runs again with the rest."""
    st.session_state[_SHOWN] = True


def unit_options(catalogue: Catalogue) -> dict[str, str]:
    """Return code -> name of every unit, each followed by those below it."""
    tops = catalogue.children.get(None, ())
    return {code: catalogue.units[code].name for top in tops for code in catalogue.subtree(top)}


def escaped(text: str) -> str:
    """Return `text` of a person so that Markdown shows it letter by letter."""
    return "".join(f"\\{sign}" if sign in "\\`*_{}[]()#+-.!|~<>:$&@^=" else sign for sign in text)


def sample_note() -> str:
    """Return what a page or file says when its data are invented, else ""."""
    return t("Số liệu mẫu, không có thật") if standing().is_sample else ""
