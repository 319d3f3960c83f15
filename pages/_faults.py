"""The one error boundary: a person sees what to do and a number, the log holds the rest."""

from __future__ import annotations

import logging
import secrets

import streamlit as st

from indicators.i18n import t

_log = logging.getLogger("bangxanh")


def show(error: Exception) -> bool:
    """Show a fault nobody foresaw, and log it under the same reference number.

    Returns:
        True: Streamlit is not to show the error itself.
    """
    reference = secrets.token_hex(4).upper()
    _log.error("fault %s", reference, exc_info=error)
    st.error(
        t(
            "Có lỗi ngoài dự kiến, chưa có gì bị mất. Hãy tải lại trang; nếu vẫn lỗi, báo cho "
            "quản trị mã số **{reference}** để tìm trong nhật ký."
        ).format(reference=reference)
    )
    return True
