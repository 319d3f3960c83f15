"""What is sent at once: workbooks with their senders' words, and what became of each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from indicators.errors import BangXanhError
from indicators.intake.reading import Reading
from indicators.warned import Place


@dataclass(frozen=True, slots=True)
class Parcel:
    """One workbook to be sent.

    `source` is the file itself, kept as received; `explained` the sender's word on its warnings.
    """

    reading: Reading
    source: Path | None = None
    explained: Mapping[Place, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one workbook: the numbers of its submissions, or why it was refused.

    No number and no fault: exactly this file stands already, and nothing changed.
    """

    numbers: tuple[int, ...] = ()
    fault: BangXanhError | None = None
