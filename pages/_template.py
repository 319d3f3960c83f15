"""The template (biểu mẫu) of a chosen unit and period, made when its button is pressed."""

from __future__ import annotations

import tempfile
from pathlib import Path

import streamlit as st

from indicators import clock
from indicators.i18n import t
from indicators.intake.template import write_template
from indicators.periods import Period
from indicators.workspace import Workspace
from pages import _widgets as widgets

_MONTHS = 15


def draw(workspace: Workspace) -> None:
    """Draw the choice of unit and period and the download button."""
    catalogue = workspace.catalogue
    reporting = {code for each in catalogue.indicators.values() for code in each.applies_to}
    units = {
        code: name for code, name in widgets.unit_options(catalogue).items() if code in reporting
    }
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        default = next((code for code in units if _is_home(workspace, code)), next(iter(units)))
        unit = widgets.picker(t("Đơn vị báo cáo"), units, key="for", default=default, width=380)
        months = _months()
        period = widgets.picker(
            t("Kỳ báo cáo"), months, key="month", default=next(iter(months)), width=170
        )
        st.download_button(
            t("Tải biểu mẫu"),
            data=lambda: _made(workspace, unit, period),
            file_name=f"bieu-mau-{unit}-{period}.xlsx",
            mime="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            on_click="ignore",
        )


def _is_home(workspace: Workspace, unit: str) -> bool:
    return workspace.settings.home_unit in workspace.catalogue.ancestors(unit)


def _months() -> dict[str, str]:
    """Return the last months, newest first: the one just ended is what is reported now."""
    found = [Period.last_ended(clock.today(), "month")]
    while len(found) < _MONTHS:
        found.append(found[-1].previous)
    return {str(each): each.label for each in found}


def _made(workspace: Workspace, unit: str, period: str) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bieu-mau.xlsx"
        write_template(workspace.catalogue, unit, Period.parse(period), path)
        return path.read_bytes()
