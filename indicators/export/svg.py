"""The board, or one chart of it, as a picture in SVG."""

from __future__ import annotations

from indicators.export.model import Options, Progress
from indicators.export.picture import chosen
from indicators.export.snapshot import Snapshot


def write(snapshot: Snapshot, options: Options, progress: Progress) -> bytes:
    """Return the file's bytes."""
    return chosen(snapshot, options, progress, "svg")
