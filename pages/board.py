"""Bảng xanh: which units are red, and why. Reads and draws; decides nothing."""

from __future__ import annotations

import streamlit as st

from indicators.export import EXPORTS
from indicators.i18n import language, t
from pages import _charts as charts
from pages import _downloads as downloads
from pages import _export_link, _subject
from pages import _filters as filters
from pages import _links as links
from pages import _matrix as matrix
from pages import _panel as panel
from pages import _widgets as widgets
from pages import _words as words
from pages._links import Link

workspace, who = widgets.workspace(), widgets.who()
standing = widgets.standing()
moment = widgets.moment()
if standing.is_empty:
    filters.nothing_yet(who)
    st.stop()

chosen = filters.bar(workspace, who, standing)
filters.as_known(chosen)
board = widgets.cached_board(moment, who, **chosen.board_arguments)
if not board.cells:
    filters.nothing_matches()
    st.stop()

filters.closed(who, board, chosen)
payload = matrix.cached_payload(
    moment, language(), who, board, chosen.address, sample=standing.is_sample
)
cell = panel.chosen_cell(board)
matrix.draw(payload, chosen=cell)
if cell:
    panel.open_panel(who, board, cell, provisional=chosen.provisional)
if not widgets.was_shown():
    st.stop()

subject = _subject.told(workspace.catalogue, chosen.address)
points = widgets.cached_trend(moment, who, **chosen.trend_arguments)
st.subheader(t("12 tháng qua"))
charts.draw(
    charts.trend(points),
    key="trend",
    title=f"{t('Tỷ lệ xanh hóa')}, {subject}, {words.period_of(board)}",
    alt=charts.describe_trend(points),
    file=f"xanh-hoa-{board.unit}-{board.period}",
)

st.subheader(t("Mang đi"))
links.draw(
    [
        Link(t(export.label), downloads.board(export.name, chosen.address))
        for export in EXPORTS.values()
    ],
    waits=True,
)
_export_link.draw(chosen.address)
