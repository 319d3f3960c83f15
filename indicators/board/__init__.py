"""The board (bảng): one period's cells, what they add up to, and why each has its colour."""

from indicators.board.calendar import latest_period, months_back, periods, shown_periods
from indicators.board.explain import day_text, explain, target_text, value_text
from indicators.board.lineage import Part, parts, source
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
    "Part",
    "SeriesPoint",
    "Source",
    "Status",
    "Tally",
    "TrendPoint",
    "board",
    "day_text",
    "explain",
    "latest_period",
    "months_back",
    "parts",
    "periods",
    "series",
    "shown_periods",
    "source",
    "target_text",
    "trend",
    "value_text",
]
