"""The board as one component: headline, tiles that are the legend, matrix, what to see to first.

One element instead of many: the browser has it whole with the first answer of the server.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import streamlit as st

from indicators.access import Principal
from indicators.board.explain import target_text
from indicators.board.view import Board, BoardUnit, Cell, Status
from indicators.catalogue.model import Catalogue, Indicator
from indicators.export import palette
from indicators.i18n import t
from pages import _subject
from pages import _widgets as widgets
from pages import _words as words

_HERE = Path(__file__).parent
_SCRIPTS = ("_save.js", "_boardpicture.js", "_print.js", "_matrix.js")
_PROVISIONAL, _ESTIMATED, _INCOMPLETE = 1, 2, 4
_SHOWN_FIRST = 10
_SEVERAL = 3
_URGENT: tuple[Status, ...] = ("red", "missing")

_component = st.components.v2.component(
    "bangxanh_board",
    html="<div class='bx' data-bx></div>",
    css=(_HERE / "_matrix.css").read_text(encoding="utf-8"),
    js="\n".join((_HERE / name).read_text(encoding="utf-8") for name in _SCRIPTS),
)


def draw(payload: dict[str, Any], *, chosen: tuple[str, str] | None) -> None:
    """Draw a board (from `board_payload`); opening a cell puts it into the address."""
    data = {**payload, "chosen": chosen, "asks": not widgets.was_shown()}
    _component(
        key="board",
        data=data,
        on_open_change=_remember_opened,
        on_shown_change=widgets.remember_shown,
    )


def _remember_opened() -> None:
    opened = st.session_state["board"].open
    st.query_params["cell"] = f"{opened['unit']}~{opened['indicator']}"


def _drawn(board: Board) -> object:
    """Return what tells one board of a data version from another, as the address does not."""
    return board.tally, board.previous, len(board.cells)


@st.cache_resource(show_spinner=False, max_entries=300, hash_funcs={**widgets.WHO, Board: _drawn})
def cached_payload(  # what makes one matrix differ from another
    moment: widgets.Moment,  # noqa: ARG001  # part of the cache key, as are language and asker
    language: str,  # noqa: ARG001
    who: Principal,  # noqa: ARG001
    board: Board,
    address: dict[str, str],
    *,
    sample: bool,
) -> dict[str, Any]:
    """Return `board_payload`, made once for each address and data version; nobody changes it."""
    catalogue = widgets.workspace().catalogue
    return board_payload(board, catalogue, address=address, sample=sample)


def board_payload(
    board: Board, catalogue: Catalogue, *, address: dict[str, str], sample: bool
) -> dict[str, Any]:
    """Return everything the component draws, as JSON values.

    Args:
        board: the period's matrix.
        catalogue: names the plans of the indicators.
        address: the query parameters of this board, so that links reopen it.
        sample: whether the store holds invented data.

    Returns:
        Cells are `[status, text, flags, change]`, None where nothing applies; the texts are
        numbers without their unit, which the column's head names. `signature` changes with
        anything drawn.
    """
    first = _first(board, address)
    payload: dict[str, Any] = {
        "title": words.headline(board),
        "unit": _subject.told(catalogue, {"unit": board.unit, **address}),
        "file": board.file_stem,
        "sample": t("Số liệu mẫu, không có thật") if sample else "",
        "rate": _rate(board),
        "tiles": _tiles(board),
        "symbols": palette.SYMBOLS,
        "words": _texts(hidden=len(first) - _SHOWN_FIRST),
        "columns": [_column(each, catalogue) for each in board.indicators],
        "rows": [_row(each, board) for each in board.units],
        "cells": [
            [_cell(board.cells.get((unit.code, each.code)), each) for each in board.indicators]
            for unit in board.units
        ],
        "first": first,
        "shown": _SHOWN_FIRST,
        "tools": [
            ["print", t("In bảng")],
            ["png", t("Tải PNG")],
            ["svg", t("Tải SVG")],
        ],
    }
    drawn = json.dumps(payload, ensure_ascii=False, sort_keys=True).encode()
    return {**payload, "signature": hashlib.sha256(drawn).hexdigest()[:16]}


def _column(indicator: Indicator, catalogue: Catalogue) -> dict[str, str]:
    plan = catalogue.plans.get(indicator.plan)
    source = f"{indicator.clause}, {plan.short}" if plan else indicator.clause
    return {
        "code": indicator.code,
        "name": indicator.name,
        "short": indicator.short or indicator.name,
        "unit": indicator.unit_of_measure,
        "title": f"{indicator.name} ({t('mục')} {source})",
    }


def _row(unit: BoardUnit, board: Board) -> dict[str, Any]:
    """Return one row; the first one's rate is the board's own, over every unit below it."""
    tally = board.tally if unit.depth == 0 and len(board.units) > 1 else unit.tally
    rate = tally.greening_rate
    return {
        "code": unit.code,
        "name": unit.name,
        "short": unit.short or unit.name,
        "depth": unit.depth,
        "rate": "" if rate is None else words.decimal(rate),
        "share": None if rate is None else round(rate),
    }


def _cell(cell: Cell | None, indicator: Indicator) -> list[Any] | None:
    if cell is None:
        return None
    text = words.figure(cell, indicator, is_brief=True)
    flags = (
        _PROVISIONAL * cell.is_provisional
        + _ESTIMATED * cell.is_estimated
        + _INCOMPLETE * (cell.is_rolled_up and cell.value is not None and not cell.is_complete)
    )
    delta = cell.delta or 0
    return [cell.status, text, flags, (delta > 0) - (delta < 0)]


def _rate(board: Board) -> dict[str, Any]:
    rate, change = board.tally.greening_rate, words.change_of_rate(board.tally, board.previous)
    told = words.change_words(change)
    return {
        "text": "–" if rate is None else f"{words.decimal(rate)} %",
        "change": 0 if change is None or round(change, 1) == 0 else change,
        "against": t("{change} so với kỳ trước").format(change=told) if told else "",
    }


def _tiles(board: Board) -> list[dict[str, Any]]:
    counts: list[tuple[Status | str, int]] = [
        (status, count)
        for status in words.TILE_ORDER
        if (count := getattr(board.tally, status)) or status in words.JUDGED
    ]
    if board.tally.provisional:
        counts.append(("provisional", board.tally.provisional))
    return [{"status": status, "count": count} for status, count in counts]


def _first(board: Board, address: dict[str, str]) -> list[dict[str, str]]:
    """Return what to see to, in the board's order: late units, red cells, then single gaps.

    A unit that owes several reports is one line: one call to it settles them all.
    """
    late = Counter(cell.unit for cell in words.own_cells(board, "missing"))
    units = {unit.code: unit for unit in board.units}
    indicators = {each.code: each for each in board.indicators}
    owing: dict[str, dict[str, str]] = {}
    red: list[dict[str, str]] = []
    gaps: list[dict[str, str]] = []
    for cell in words.own_cells(board, *_URGENT):
        indicator = indicators[cell.indicator]
        is_owing = cell.status == "missing" and late[cell.unit] >= _SEVERAL
        if is_owing and cell.unit in owing:
            continue
        key = f"{cell.unit}~{cell.indicator}"
        line = {
            "key": key,
            "href": "?" + urlencode({**address, "cell": key}),
            "status": cell.status,
            "unit": units[cell.unit].name,
            "indicator": indicator.name,
            "text": _standing(cell, indicator),
        }
        if is_owing:
            told = t("{n} chỉ tiêu chưa báo cáo").format(n=late[cell.unit])
            owing[cell.unit] = {**line, "indicator": told, "text": _due_words(cell)}
        else:
            (red if cell.status == "red" else gaps).append(line)
    return [*owing.values(), *red, *gaps]


def _due_words(cell: Cell) -> str:
    return t("Hạn báo cáo {date}").format(date=f"{cell.due_on:%d/%m/%Y}" if cell.due_on else "–")


def _standing(cell: Cell, indicator: Indicator) -> str:
    if cell.value is None:
        return _due_words(cell)
    due = target_text(indicator, cell)
    return t("{value}, chỉ tiêu {goal}").format(value=words.figure(cell, indicator), goal=due)


def _texts(*, hidden: int) -> dict[str, str]:
    named: dict[str, str] = dict(words.status_words().items())
    return {
        **named,
        "provisional": t("chờ duyệt"),
        "estimated": t("ước tính"),
        "incomplete": t("chưa đủ"),
        "missing_short": t("thiếu"),
        "up": t("tăng so với kỳ trước"),
        "down": t("giảm so với kỳ trước"),
        "unit": t("Đơn vị"),
        "rate": t("Tỷ lệ xanh hóa"),
        "rate_short": t("Xanh hóa"),
        "only": t("Bấm để chỉ tô rõ những ô này; bấm lần nữa để thôi"),
        "first": t("Cần xử lý trước"),
        "more": t("Xem thêm {n} ô").format(n=hidden),
        "legend": t(
            "↑ ↓ tăng, giảm so với kỳ trước · ≈ ước tính · viền đứt: chờ duyệt, chưa tính · "
            "hàng đậm: cộng dồn của các đơn vị, «chưa đủ» khi còn đơn vị chưa báo cáo."
        ),
        "hint": t("Bấm vào một ô để xem vì sao."),
    }
