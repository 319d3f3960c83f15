"""The server's access log without secrets: addresses that are keys are blacked out in it.

`streamlit run` writes none; `uvicorn dashboard:app` does, address by address. A proxy in front
writes its own: README.md says how to keep these addresses out of it.
"""

from __future__ import annotations

import logging
import re

_LOGGER = "uvicorn.access"
_KEYS = re.compile(r"(/(?:lich|lien-ket)/)[^/?#\s]+")


class _Blacked(logging.Filter):
    """Lets every line pass, without the keys in its addresses."""

    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.args, tuple):
            record.args = tuple(
                _KEYS.sub(r"\1…", each) if isinstance(each, str) else each for each in record.args
            )
        return True


_FILTER = _Blacked()


def keep_keys_out() -> None:
    """Have the access log black out keys from now on; once is enough."""
    logging.getLogger(_LOGGER).addFilter(_FILTER)
