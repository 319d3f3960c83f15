"""The server's own hand: while it holds the store, no timer's command can open it.

Once an hour from the office's hour on, until midnight: what was sent is not sent again, what was
refused is tried again, and a server that was off in the morning catches up.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from indicators import clock
from indicators.errors import BangXanhError
from indicators.reminders.send import send_due
from indicators.workspace import Workspace
from queries import StoreError

_EVERY = 60.0  # seconds between two looks at the clock
_log = logging.getLogger(__name__)


def start(workspace: Workspace, *, every: float = _EVERY) -> Callable[[], None] | None:
    """Begin to send each day from the hour in the settings on; None where none is set.

    Returns:
        What stops it; it waits for the letter at hand.
    """
    if workspace.settings.smtp is None or workspace.settings.remind_at is None:
        return None
    stopped = threading.Event()
    arguments = (workspace, workspace.settings.remind_at, stopped, every)
    thread = threading.Thread(target=_run, args=arguments, name="reminders", daemon=True)
    thread.start()

    def stop() -> None:
        stopped.set()
        thread.join()

    return stop


def _run(workspace: Workspace, hour: int, stopped: threading.Event, every: float) -> None:
    done = None
    while not stopped.is_set():
        now = clock.local(clock.now())
        this_hour = (now.date(), now.hour)
        if now.hour >= hour and this_hour != done:
            done = this_hour
            _send(workspace)
        stopped.wait(every)


def _send(workspace: Workspace) -> None:
    """Send what is due; whatever goes wrong is logged, and tried again in an hour."""
    try:
        workspace.keep_current()
        found = send_due(workspace, workspace.operator())
    except (BangXanhError, StoreError) as fault:
        _log.warning("Chưa gửi được thư nhắc báo cáo: %s", fault)
    except Exception:  # noqa: BLE001 - the thread must live until tomorrow
        _log.exception("Chưa gửi được thư nhắc báo cáo")
    else:
        if found.fault:
            _log.warning("%s", found.fault)
        if found.sent or found.failed or found.unsure:
            _log.info(
                "Thư nhắc báo cáo: %d đã gửi, %d chưa gửi được, %d chưa rõ",
                len(found.sent),
                len(found.failed),
                len(found.unsure),
            )
