"""The entry: one file is the server's ASGI app and the script that runs for each session.

`streamlit run dashboard.py` and `uvicorn dashboard:app` both work: imported by the server it
makes the app (gate, routes, start and stop), run for a session it draws the chosen page.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import streamlit as st
from starlette.middleware import Middleware
from streamlit.runtime.pages_manager import PagesManager
from streamlit.runtime.scriptrunner import get_script_run_ctx

from indicators import settings_log
from indicators.access import links
from indicators.i18n import use_language
from indicators.reminders import clockwork
from indicators.settings import Settings
from pages import (
    _access_log,
    _admin_files,
    _api,
    _calendar_route,
    _door,
    _downloads,
    _evidence_route,
    _faults,
    _gate,
    _health,
    _oidc,
    _once,
    _pages,
    _shell,
    _widgets,
)
from pages._site import NEEDS_ADDRESS, Site

# pages/ beside the entry switches on Streamlit's older pages, whose first deep link opens a
# "Page not found" over the right page. Private, so here alone; tests/pages/test_shell.py sees it.
PagesManager.uses_pages_directory = False


@asynccontextmanager
async def lifespan(_app: Any) -> AsyncIterator[dict[str, Any]]:  # noqa: ANN401  # Streamlit's own type
    """Open the store and load the large libraries before the first visitor comes."""
    import duckdb  # noqa: F401, PLC0415  # seconds, paid here and not at the command line
    import pandas as pd  # noqa: F401, PLC0415
    import plotly.graph_objects as go  # noqa: F401, PLC0415

    workspace = _widgets.workspace()
    _access_log.keep_keys_out()
    settings_log.note_changes(workspace)
    if file := links.setup_link(workspace):
        sys.stderr.write(f"Chưa có quản trị: mở liên kết trong tệp {file}\n")
    stop_reminding = clockwork.start(workspace)
    gc.collect()
    gc.freeze()  # what was loaded so far is never collected: no pauses to look at it again
    yield {}
    if stop_reminding:
        stop_reminding()
    workspace.close()


def known_site(settings: Settings) -> Site:
    """Return where this office is found; leave with exit code 2 when that cannot be known."""
    site = Site.of(settings, address=st.get_option("server.address"))
    if not site.is_startable:
        sys.stderr.write(NEEDS_ADDRESS + "\n")
        raise SystemExit(2)
    return site


def main() -> None:
    """Draw the page that the address names."""
    settings = _widgets.workspace().settings
    st.set_page_config(page_title=f"Bảng Xanh, {settings.office}", layout="wide")
    if settings.logo is not None:
        st.logo(settings.logo, size="large")
    asked = st.query_params.get("lang")
    st.session_state["lang"] = use_language(
        asked or st.session_state.get("lang") or settings.language
    )
    page = st.navigation(_pages.navigation(_widgets.who()), position="top")
    _once.leave_to(page.url_path)
    page.run()


if get_script_run_ctx(suppress_warning=True) is None:
    site = known_site(Settings())
    # What strangers may ask for, the API and calendars by token; the rest, and all that is
    # Streamlit's, takes a session.
    open_routes = [
        *_door.OPEN,
        *_oidc.ROUTES,
        *_health.ROUTES,
        *_shell.OPEN,
        *_api.ROUTES,
        *_calendar_route.OPEN,
    ]
    app = st.App(
        __file__,
        lifespan=lifespan,
        routes=[
            *open_routes,
            *_door.INSIDE,
            *_downloads.ROUTES,
            *_calendar_route.ROUTES,
            *_evidence_route.ROUTES,
            *_admin_files.ROUTES,
            *_shell.ROUTES,
        ],
        middleware=[
            Middleware(
                _gate.Gate,
                site=site,
                office=_widgets.workspace,
                headers=_shell.security_headers(is_https=site.is_https),
                is_open=open_routes,
                largest_bytes=st.get_option("server.maxUploadSize") * 2**20,
            ),
            Middleware(_shell.Shell),
        ],
        on_script_error=_faults.show,
    )
else:
    main()
