"""What a format is, what may be chosen of it, and how long work tells where it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from indicators.central.form import CentralForm
from indicators.export.snapshot import Snapshot

By = Literal["unit", "indicator"]
Progress = Callable[[int, int], None]


class Cancelled(Exception):
    """The one who asked for the file no longer wants it."""


def at_once(done: int, total: int) -> None:
    """Take no notice of how far the work is: for files that nobody waits for."""


@dataclass(frozen=True, slots=True)
class Official:
    """What an official document says beside its figures (thể thức văn bản).

    Source: Nghị định 30/2020/NĐ-CP, annex I; REFERENCE.md. Empty parts leave their place blank
    for a pen ("Số:      /BC-SXD"). `symbol` is what stands behind the number ("BC-SXD"), `date` a
    day as "2026-11-22"; the last of `recipients` is where a copy is kept ("Lưu: VT"). `issuer` is
    who reports, as a sentence names it; the office where it is empty.
    """

    parent_agency: str = ""
    agency: str = ""
    number: int | None = None
    symbol: str = ""
    place: str = ""
    date: str = ""
    signer_authority: str = ""
    signer_title: str = ""
    signer_name: str = ""
    recipients: tuple[str, ...] = ()
    issuer: str = ""


@dataclass(frozen=True, slots=True)
class Options:
    """What may be chosen of an export.

    `by`: one slide or page per unit or per indicator. `chosen`: only these units or indicators,
    empty for all. `bases`: the office's own base files by the format they are of
    ("pptx", "docx"), ours where there is none. `mapping`:
    the central system's form, see `indicators.central.reading`; only its report needs one. `chart`:
    a picture of this one chart, not of the board; see `indicators.export.charts`. `faults`: why a
    format cannot be made, where a bundle goes without it.
    """

    by: By = "unit"
    chosen: tuple[str, ...] = ()
    official: Official = Official()
    bases: Mapping[str, Path] = field(default_factory=dict)
    mapping: CentralForm | None = None
    chart: str = ""
    faults: Mapping[str, str] = field(default_factory=dict)


Writer = Callable[[Snapshot, Options, Progress], bytes]


@dataclass(frozen=True, slots=True)
class Export:
    """One kind of file: `module` in this package holds its `write`, by default its own name.

    `label` is Vietnamese, for a button; `tail` tells files of one ending apart.
    """

    name: str
    label: str
    ending: str
    mime: str
    module: str = ""
    tail: str = ""

    def file_name(self, snapshot: Snapshot, chart: str = "") -> str:
        """Return the name to save under, `chart` in it: "bang-xanh-dl-sxd-2026-10.xlsx"."""
        one = f"-bieu-do-{chart}" if chart else ""
        return f"{snapshot.file_stem}{self.tail}{one}{self.ending}"
