"""Colours, symbols and words of a status, the same on the screen and in everything taken along."""

from __future__ import annotations

from indicators.board.view import Status

SYMBOLS: dict[Status, str] = {
    "green": "●",
    "amber": "▲",
    "red": "■",
    "missing": "!",
    "pending": "…",
    "not_applicable": "–",
}
WORDS: dict[Status, str] = {
    "green": "đạt",
    "amber": "cận đạt",
    "red": "chưa đạt",
    "missing": "quá hạn chưa báo cáo",
    "pending": "chưa đến hạn",
    "not_applicable": "không phát sinh",
}
# Ground and ink, as pages/_matrix.css has them: every pair passes WCAG AA.
COLOURS: dict[Status, tuple[str, str]] = {
    "green": ("#CDEBD6", "#0A4F25"),
    "amber": ("#FFD76B", "#523600"),
    "red": ("#C4302B", "#FFFFFF"),
    "missing": ("#57457A", "#FFFFFF"),
    "pending": ("#EEF1F5", "#55616F"),
    "not_applicable": ("#FFFFFF", "#55616F"),
}
# Bars and lines are thin: their colours stand out from white where a cell's ground would not.
FILLS: dict[Status, str] = {
    "green": "#2E8B57",
    "amber": "#E0A100",
    "red": "#C4302B",
    "missing": "#57457A",
    "pending": "#9AA5B1",
    "not_applicable": "#C9D1DA",
}
INK, SOFT, LINE, ACCENT = "#1C2733", "#55616F", "#D5DBE3", "#1F5FA8"
JUDGED: tuple[Status, ...] = ("red", "missing", "amber", "green")
SAMPLE = "Số liệu mẫu, không có thật"
