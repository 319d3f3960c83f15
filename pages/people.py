"""Người dùng: who may come in, their roles and units; inviting, changing, ending."""

from __future__ import annotations

import streamlit as st

from indicators.access import people as persons
from indicators.access.person import ONLY_LOOKING
from indicators.i18n import t
from pages import _once, _people_add, _people_file, _people_list, _person, _say
from pages import _widgets as widgets

workspace, who = widgets.workspace(), widgets.who()

st.title(t("Người dùng"))
_say.show()
_once.show()
if who.is_sample:
    st.info(t(ONLY_LOOKING))

opened = _people_list.opened()
if opened:
    st.button(t("← Về danh sách"), on_click=_people_list.close)
    _person.draw(workspace, who, opened)
    st.stop()

if not who.is_sample:  # above the list, which may be long: the link they make is seen at once
    _people_add.draw(workspace, who)
    _people_file.draw(workspace, who)
_people_list.draw(persons.people(workspace, who))
