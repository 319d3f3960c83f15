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
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route
from streamlit.runtime.pages_manager import PagesManager
from streamlit.runtime.scriptrunner import get_script_run_ctx

import indicators
from indicators.i18n import t, use_language
from pages import _faults, _gate, _shell, _widgets

# pages/ beside the entry switches on Streamlit's older pages, whose first deep link opens a
# "Page not found" over the right page. Private, so here alone; tests/pages/test_shell.py sees it.
PagesManager.uses_pages_directory = False


async def healthz(_request: Request) -> JSONResponse:
    """Say that the server answers and its store is open: read the body, not the status alone."""
    version = _widgets.workspace().store.version
    return JSONResponse({"status": "ok", "version": indicators.__version__, "data": version})


@asynccontextmanager
async def lifespan(_app: Any) -> AsyncIterator[dict[str, Any]]:  # noqa: ANN401  # Streamlit's own type
    """Open the store and load the large libraries before the first visitor comes."""
    import duckdb  # noqa: F401, PLC0415  # seconds, paid here and not at the command line
    import pandas as pd  # noqa: F401, PLC0415
    import plotly.graph_objects as go  # noqa: F401, PLC0415

    workspace = _widgets.workspace()
    gc.collect()
    gc.freeze()  # what was loaded so far is never collected: no pauses to look at it again
    yield {}
    workspace.close()


def refuse_strangers() -> None:
    """Leave with exit code 2 when the server was told to listen beyond this machine."""
    if not _gate.is_loopback(st.get_option("server.address")):
        sys.stderr.write(_gate.LOCAL_ONLY + "\n")
        raise SystemExit(2)


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
    page = st.navigation(
        [
            st.Page("pages/board.py", title=t("Bảng xanh"), default=True),
            st.Page("pages/upload.py", title=t("Nộp số liệu"), url_path="upload"),
            st.Page("pages/guide.py", title=t("Hướng dẫn"), url_path="guide"),
        ],
        position="top",
    )
    page.run()


if get_script_run_ctx(suppress_warning=True) is None:
    app = st.App(
        __file__,
        lifespan=lifespan,
        routes=[Route("/healthz", healthz, methods=["GET"]), *_shell.ROUTES],
        middleware=[
            Middleware(_gate.Gate, headers=_shell.security_headers()),
            Middleware(_shell.Shell),
        ],
        on_script_error=_faults.show,
    )
    refuse_strangers()
else:
    main()
