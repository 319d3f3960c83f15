"""The least a page can be: what the board page is measured beside."""

from __future__ import annotations

import streamlit as st

st.write("hello")
