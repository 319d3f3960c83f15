"""What several pages share: the workspace, cached boards, and pickers kept in the address.

Streamlit's own `bind="query-params"` writes the label instead of the code, mixes up two options
with one label and leaves out the default, so that a link of October would show November later.
Hence `picker` and `switch` here: codes in the address, always written out, and the address is
what counts.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Mapping
from typing import Literal

import streamlit as st

from indicators import board as boards
from indicators.board.matrix import Order
from indicators.board.view import Board, SeriesPoint, TrendPoint
from indicators.catalogue.model import Catalogue
from indicators.i18n import t
from indicators.workspace import Workspace, open_workspace

# The caches below are declared before the server runs, which Streamlit would warn of at start.
logging.getLogger("streamlit.runtime.caching.cache_data_api").setLevel(logging.ERROR)


@st.cache_resource(show_spinner=False)
def workspace() -> Workspace:
    """Return the one workspace of this process: catalogue, store and settings."""
    return open_workspace()


@st.cache_data(show_spinner=False, max_entries=300)
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
    """Return a board; made once for each data version."""
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


def picker(  # each says one thing about one picker
    label: str,
    options: Mapping[str, str],
    *,
    key: str,
    default: str,
    width: int | Literal["stretch"] = "stretch",
    is_kept: bool = True,
) -> str:
    """Draw a select box whose choice is the query parameter `key`; return the chosen code.

    Args:
        label: what is chosen.
        options: code -> name, in drawing order; names may repeat.
        key: the query parameter.
        default: taken when the address names none of the options.
        width: in pixels, or all there is.
        is_kept: whether the default too is written to the address, because it changes with time.
    """
    names = _distinct(options)
    asked = st.query_params.get(key)
    code = asked if asked in names else default
    if is_kept and asked != code:
        st.query_params[key] = code
    widget = f"pick-{key}"
    st.session_state[widget] = code
    chosen = st.selectbox(
        label,
        list(names),
        format_func=lambda each: names.get(each, each),
        key=widget,
        on_change=_remember,
        args=(key,),
        width=width,
    )
    return str(chosen)


def choice(label: str, options: Mapping[str, str], *, key: str) -> str:
    """Draw two or three options side by side, kept in the address; the first is the default."""
    first = next(iter(options))
    asked = st.query_params.get(key)
    widget = f"pick-{key}"
    st.session_state[widget] = asked if asked in options else first
    return str(
        st.segmented_control(
            label,
            list(options),
            format_func=lambda each: options.get(each, each),
            key=widget,
            on_change=_remember,
            args=(key,),
            required=True,
        )
    )


def switch(label: str, *, key: str) -> bool:
    """Draw a switch kept in the address (present when on)."""
    widget = f"pick-{key}"
    st.session_state[widget] = st.query_params.get(key) == "1"
    return st.toggle(label, key=widget, on_change=_remember, args=(key,))


def _remember(key: str) -> None:
    value = st.session_state[f"pick-{key}"]
    if value in (None, False):
        st.query_params.pop(key, None)
    else:
        st.query_params[key] = "1" if value is True else value
    st.query_params.pop("cell", None)


def _distinct(options: Mapping[str, str]) -> dict[str, str]:
    """Return the options with every name different: a repeated one gets its code."""
    seen = Counter(options.values())
    return {code: name if seen[name] == 1 else f"{name} ({code})" for code, name in options.items()}


def unit_options(catalogue: Catalogue) -> dict[str, str]:
    """Return code -> name of every unit, each followed by those below it."""
    tops = catalogue.children.get(None, ())
    return {code: catalogue.units[code].name for top in tops for code in catalogue.subtree(top)}


def escaped(text: str) -> str:
    """Return `text` of a person so that Markdown shows it letter by letter."""
    return "".join(f"\\{sign}" if sign in "\\`*_{}[]()#+-.!|~<>:$&@^=" else sign for sign in text)


def sample_note() -> str:
    """Return what a page or file says when its data are invented, else ""."""
    return t("Số liệu mẫu, không có thật") if workspace().is_sample else ""
