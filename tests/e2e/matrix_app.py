"""A board of any size (?r=30&c=20), invented, drawn by the product's own component."""

from __future__ import annotations

import random

import streamlit as st

from indicators.board.view import Board, BoardUnit, Cell, Status, Tally
from indicators.catalogue.model import Catalogue, Indicator
from pages import _matrix

STATUSES: tuple[Status, ...] = ("green", "green", "amber", "red", "missing", "pending")
HOSTILE = '<img src=x onerror="window.hacked=1">'

st.set_page_config(layout="wide")
rows, columns = int(st.query_params.get("r", "30")), int(st.query_params.get("c", "20"))
name = HOSTILE if "hostile" in st.query_params else "Phòng Quản lý hạ tầng số"
dice = random.Random(1)
indicators = tuple(
    Indicator(
        f"i{c}", "p", f"III.{c}", f"Tỷ lệ hồ sơ loại {c} đúng hạn", f"Hồ sơ loại {c}", "", "%", 1,
        "ratio", "up", "month", "period", "ratio", "", "", (), (), (),
    )
    for c in range(columns)
)  # fmt: skip
cells = {
    (f"u{r}", f"i{c}"): Cell(
        f"u{r}", f"i{c}", "2026-10", dice.choice(STATUSES), "approved", 97.96, goal=98.0
    )
    for r in range(rows)
    for c in range(columns)
}
units = tuple(
    BoardUnit(f"u{r}", f"{name} {r}", f"{name[:9]} {r}", min(r, 1), False, Tally(green=1, red=1))
    for r in range(rows)
)
board = Board("u0", "2026-10", None, 1, units, indicators, cells, Tally(green=1, red=1))
catalogue = Catalogue({}, {}, {}, {}, (), (), ())
_matrix.draw(_matrix.board_payload(board, catalogue, address={}, sample=True), chosen=None)
