"""The template (biểu mẫu) of a chosen unit and period, made when its button is pressed."""

from __future__ import annotations

import streamlit as st

from indicators import clock, windows
from indicators.access import Principal
from indicators.catalogue.model import Catalogue, Frequency
from indicators.i18n import t
from indicators.periods import Period
from indicators.workspace import Workspace
from pages import _downloads as downloads
from pages import _links as links
from pages import _widgets as widgets
from pages import _words as words
from pages._bar import Field
from pages._bar import draw as draw_bar
from pages._links import Link

_MONTHS = 15
_RHYTHMS: tuple[Frequency, ...] = ("month", "week", "quarter", "half", "nine_months", "year")


def chosen(workspace: Workspace, who: Principal) -> tuple[str, str]:
    """Return the unit and period that are chosen, by their codes."""
    unit, period = _fields(workspace, who)
    return unit.value, period.value


def draw(workspace: Workspace, who: Principal) -> None:
    """Draw the choice of unit and period and the download button."""
    unit, period = _fields(workspace, who)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        draw_bar([unit, period], key="template", width=620)
        links.draw([Link(t("Tải biểu mẫu"), downloads.template(unit.value, period.value))])
    covered = windows.of_unit(workspace.catalogue, unit.value, Period.parse(period.value))
    if covered:
        named = period.options[period.value]
        st.caption(widgets.escaped(f"{named}: {words.covered(covered)}."))


def _fields(workspace: Workspace, who: Principal) -> tuple[Field, Field]:
    catalogue = workspace.catalogue
    reporting = {code for each in catalogue.indicators.values() for code in each.applies_to}
    units = {
        code: name
        for code, name in widgets.unit_options(catalogue, who, "submit").items()
        if code in reporting
    }
    first = next((code for code in units if _is_home(workspace, code)), next(iter(units)))
    unit = Field("for", t("Đơn vị báo cáo"), units, first, width=380, is_kept=True)
    periods = _periods(catalogue, unit.value)
    latest = next(iter(periods))
    return unit, Field("month", t("Kỳ báo cáo"), periods, latest, width=200, is_kept=True)


def _is_home(workspace: Workspace, unit: str) -> bool:
    return workspace.settings.home_unit in workspace.catalogue.ancestors(unit)


def _periods(catalogue: Catalogue, unit: str) -> dict[str, str]:
    """Return the periods a unit reports, newest first: what ended last is what is reported now.

    Months go back over a year, for corrections; of other rhythms the last two are offered.
    """
    used = {each.frequency for each in catalogue.indicators_of(unit)}
    found: dict[str, str] = {}
    for frequency in (each for each in _RHYTHMS if each in used):
        period = Period.last_ended(clock.today(), frequency)
        for _ in range(_MONTHS if frequency == "month" else 2):
            found[str(period)] = period.label
            period = period.previous
    return found
