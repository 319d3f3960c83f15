"""One sentence that a click leaves for the top of its page."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from indicators.errors import BangXanhError, InputRejected
from pages import _widgets as widgets
from queries import StoreError

_SAID = "said"


def say(kind: str, text: str) -> None:
    """Leave a sentence: "success" or "error"."""
    st.session_state[_SAID] = (kind, [text])


def attempt(do: Callable[[], str]) -> bool:
    """Do something and say what came of it; every fault at once where there are several.

    Args:
        do: returns the sentence to say when it is done.
    """
    try:
        told = do()
    except InputRejected as fault:
        st.session_state[_SAID] = ("error", [each.message for each in fault.problems])
    except (BangXanhError, StoreError) as fault:
        say("error", str(fault))
    else:
        say("success", told)
        return True
    return False


def show() -> None:
    """Show the sentence that the last click left, once."""
    kind, texts = st.session_state.pop(_SAID, ("", []))
    if texts:
        told = "\n\n".join(widgets.escaped(each) for each in texts if each)
        if told:
            (st.error if kind == "error" else st.success)(told)
