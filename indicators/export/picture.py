"""Pictures without a browser (hình ảnh): of any chart, and of the board, as PNG or SVG.

A chart as SVG is our own drawing, its letters are text; PNG and pictures of the board are set by
typst with the shipped fonts. No Chrome or Edge is needed on the server.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from indicators.export.charts import charts, find
from indicators.export.document import Chart, Document
from indicators.export.drawing import framed
from indicators.export.model import Options, Progress, at_once
from indicators.export.outlines.album import notices
from indicators.export.outlines.album import picture as pictured
from indicators.export.press import Job, laid, printed
from indicators.export.press.layout import foot, laid_out
from indicators.export.snapshot import Snapshot

Kind = Literal["png", "svg"]
_PPI = 192.0  # twice a screen's: sharp on a projector, still small enough to send
_PAGE, _NAME, _COLUMN = 297.0, 84.0, 20.0  # mm


def picture(snapshot: Snapshot, chart: Chart, kind: Kind) -> bytes:
    """Return one chart as a file that says what it shows, of whom, as known when.

    Raises:
        NotPrinted: a PNG could not be made.
    """
    (made,) = pictures(snapshot, (chart,), kind)
    return made


def pictures(
    snapshot: Snapshot, charts: Sequence[Chart], kind: Kind, progress: Progress = at_once
) -> list[bytes]:
    """Return charts as files, in their order; those of one call are set together.

    Raises:
        NotPrinted: a PNG could not be made.
        Cancelled: `progress` said to stop.
    """
    below, told = foot(snapshot.head), " · ".join(notices(snapshot))
    drawn = [framed(each, foot=below, notices=told) for each in charts]
    if kind == "svg":
        return [each.svg.encode() for each in drawn]
    if not drawn:
        return []
    data = {"charts": [{"svg": d.svg, "width": d.width, "height": d.height} for d in drawn]}
    job = Job("charts.typ", laid(data), snapshot.head.known_at, format="png", ppi=_PPI)
    return printed(job, progress)


def chosen(snapshot: Snapshot, options: Options, progress: Progress, kind: Kind) -> bytes:
    """Return the one chart that `options` name, else the board, as one picture.

    Raises:
        InputRejected: the board has no such chart.
        NotFound, NotPrinted, Cancelled: see `board`.
    """
    if not options.chart:
        return board(snapshot, options, progress, kind)
    named = find(charts(snapshot), options.chart)
    (made,) = pictures(snapshot, (named.chart,), kind, progress)
    progress(1, 1)
    return made


def board(snapshot: Snapshot, options: Options, progress: Progress, kind: Kind) -> bytes:
    """Return the board as one picture; with `chosen`, these units or indicators below each other.

    Raises:
        NotFound: a chosen unit or indicator is not on this board.
        NotPrinted, Cancelled: see `pictures`.
    """
    document = pictured(snapshot, options)
    data = {**laid_out(document), "width": _width(document, snapshot)}
    job = Job("board.typ", laid(data), snapshot.head.known_at, format=kind, ppi=_PPI)
    (made,) = printed(job, progress)
    progress(1, 1)
    return made


def _width(document: Document, snapshot: Snapshot) -> float:
    """Return the picture's width in mm: a page's, more where the board has many columns."""
    is_board = all(each.kind == "overview" for each in document.sections)
    return max(_PAGE, _NAME + _COLUMN * len(snapshot.indicators)) if is_board else _PAGE
