"""The board in long form (dạng dài): one row a cell, what every table of figures writes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from indicators import board as boards
from indicators import clock
from indicators.access import Principal
from indicators.board.view import Board, BoardUnit, Cell, Source, Status
from indicators.catalogue.model import Indicator, Plan
from indicators.workspace import Workspace

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
SAMPLE = "Số liệu mẫu, không có thật"
# What Excel would take for a formula at the start of a CSV field, and what no sheet may hold.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Row:
    """One cell of the board with everything it refers to."""

    unit: BoardUnit
    indicator: Indicator
    plan: Plan | None
    cell: Cell
    source: Source | None

    @property
    def marks(self) -> str:
        """What else must be said of the figure: "chờ duyệt, ước tính"."""
        cell = self.cell
        told = (
            ("chờ duyệt", cell.is_provisional),
            ("cộng dồn", cell.is_rolled_up),
            ("ước tính", cell.is_estimated),
            (f"chưa đủ ({cell.count_reported}/{cell.count_expected})", not cell.is_complete),
        )
        return ", ".join(words for words, holds in told if holds)


def known(board: Board) -> str:
    """Return what must be said of a board that is not of now: "Như được biết lúc …"; else ""."""
    return f"Như được biết lúc {clock.local(board.as_of):%H:%M %d/%m/%Y}" if board.as_of else ""


def rows_of(workspace: Workspace, who: Principal, board: Board) -> Iterator[Row]:
    """Yield the cells of `board` row by row, in its drawing order, each with its source.

    The source is looked up once for each submission: its cells differ by sheet and address only.
    """
    plans = workspace.catalogue.plans
    files: dict[int, Source | None] = {}
    for unit in board.units:
        for indicator in board.indicators:
            cell = board.cells.get((unit.code, indicator.code))
            if cell is None:
                continue
            source = None
            if cell.submission is not None:
                if cell.submission not in files:
                    files[cell.submission] = boards.source(workspace, who, cell, as_of=board.as_of)
                source = files[cell.submission]
            yield Row(unit, indicator, plans.get(indicator.plan), cell, source)


def plain(text: str | None) -> str:
    """Return `text` without control characters and halves of characters."""
    return _CONTROL.sub("", text or "")


def inert(text: str | None) -> str:
    """Return `text` so that no spreadsheet takes a CSV field for a formula."""
    kept = plain(text)
    return f"'{kept}" if kept.startswith(_FORMULA) else kept
