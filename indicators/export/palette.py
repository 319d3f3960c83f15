"""Colours, symbols and words of a status, the same on the screen and in everything taken along."""

from __future__ import annotations

from typing import Literal

from indicators.board.view import Status

# What a cell looks like: its status; or, of a figure that waits for approval and is not counted,
# what it would become.
Mark = Status | Literal["waiting_green", "waiting_amber", "waiting_red", "waiting"]

SYMBOLS: dict[Mark, str] = {
    "green": "●",
    "amber": "▲",
    "red": "■",
    "missing": "!",
    "pending": "…",
    "not_applicable": "–",
    "waiting_green": "○",
    "waiting_amber": "△",
    "waiting_red": "□",
    "waiting": "◇",
}
WORDS: dict[Mark, str] = {
    "green": "đạt",
    "amber": "cận đạt",
    "red": "chưa đạt",
    "missing": "quá hạn chưa báo cáo",
    "pending": "chưa đến hạn",
    "not_applicable": "không phát sinh",
    "waiting_green": "chờ duyệt, nếu duyệt: đạt",
    "waiting_amber": "chờ duyệt, nếu duyệt: cận đạt",
    "waiting_red": "chờ duyệt, nếu duyệt: chưa đạt",
    "waiting": "chờ duyệt",
}
# Ground and ink, as pages/_matrix.css has them: every pair passes WCAG AA.
# What waits is hollow: its status' colour only in letters and lines.
COLOURS: dict[Mark, tuple[str, str]] = {
    "green": ("#CDEBD6", "#0A4F25"),
    "amber": ("#FFD76B", "#523600"),
    "red": ("#C4302B", "#FFFFFF"),
    "missing": ("#57457A", "#FFFFFF"),
    "pending": ("#EEF1F5", "#55616F"),
    "not_applicable": ("#FFFFFF", "#55616F"),
    "waiting_green": ("#FFFFFF", "#1B7A43"),
    "waiting_amber": ("#FFFFFF", "#8A5A00"),
    "waiting_red": ("#FFFFFF", "#C4302B"),
    "waiting": ("#FFFFFF", "#55616F"),
}
# Bars and lines are thin: their colours stand out from white where a cell's ground would not.
FILLS: dict[Mark, str] = {
    "green": "#2E8B57",
    "amber": "#E0A100",
    "red": "#C4302B",
    "missing": "#57457A",
    "pending": "#9AA5B1",
    "not_applicable": "#C9D1DA",
    "waiting_green": "#2E8B57",
    "waiting_amber": "#E0A100",
    "waiting_red": "#C4302B",
    "waiting": "#9AA5B1",
}
INK, SOFT, LINE, ACCENT = "#1C2733", "#55616F", "#D5DBE3", "#1F5FA8"
JUDGED: tuple[Status, ...] = ("red", "missing", "amber", "green")
_WAITING: dict[Status, Mark] = {
    "green": "waiting_green",
    "amber": "waiting_amber",
    "red": "waiting_red",
}
HOLLOW: tuple[Mark, ...] = (*_WAITING.values(), "waiting")
WAITING_LEGEND = "○ △ □ chờ duyệt, chưa tính: đạt, cận đạt, chưa đạt nếu được duyệt"
SAMPLE = "Số liệu mẫu, không có thật"


def mark(status: Status, *, waits: bool) -> Mark:
    """Return how a figure of a status looks; `waits`: nobody approved it and it is not counted."""
    return _WAITING.get(status, "waiting") if waits else status
