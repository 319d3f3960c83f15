"""The board (bảng): one period's cells, what they add up to, and why each has its colour."""

from indicators.board.calendar import (
    coloured_month,
    known_at,
    latest_period,
    months_back,
    periods,
    shown_periods,
)
from indicators.board.explain import day_text, explain, formula_text, target_text, value_text
from indicators.board.lineage import Fed, Part, Version, feeds, parts, source, source_of, versions
from indicators.board.matrix import board
from indicators.board.trend import series, trend
from indicators.board.view import (
    STATUSES,
    Board,
    BoardUnit,
    Cell,
    SeriesPoint,
    Source,
    Status,
    Tally,
    TrendPoint,
)

__all__ = [
    "STATUSES",
    "Board",
    "BoardUnit",
    "Cell",
    "Fed",
    "Part",
    "SeriesPoint",
    "Source",
    "Status",
    "Tally",
    "TrendPoint",
    "Version",
    "board",
    "coloured_month",
    "day_text",
    "explain",
    "feeds",
    "formula_text",
    "known_at",
    "latest_period",
    "months_back",
    "parts",
    "periods",
    "series",
    "shown_periods",
    "source",
    "source_of",
    "target_text",
    "trend",
    "value_text",
    "versions",
]
