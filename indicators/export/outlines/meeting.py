"""The outline of a meeting (họp giao ban): what is red first, then unit by unit, no format.

Overview, units, cells that are red or missing with their explanations, one section per unit or
per indicator as chosen, how colours are decided, and last the annexes: every figure of those that
have many. Slides are drawn from it, one a section but for long tables.
"""

from __future__ import annotations

from collections.abc import Iterable

from indicators.errors import NotFound
from indicators.export.document import Document, Section
from indicators.export.model import Options
from indicators.export.outlines.attention import attention
from indicators.export.outlines.details import indicator_sections, unit_sections
from indicators.export.outlines.overview import overview
from indicators.export.outlines.reading import reading
from indicators.export.palette import SAMPLE
from indicators.export.snapshot import Snapshot


def meeting(snapshot: Snapshot, options: Options) -> Document:
    """Return the document of a meeting.

    Args:
        snapshot: the board it is about.
        options: `by` one section per unit or per indicator; `chosen` only these of them, empty
            for all: the cells that need attention are those of the chosen ones, too.

    Raises:
        NotFound: a chosen unit or indicator is not on this board.
    """
    head = snapshot.head
    notices = (head.as_known, SAMPLE if head.is_sample else "")
    chosen = _chosen(snapshot, options)
    details = list(_details(snapshot, options, chosen))
    return Document(
        title=f"Bảng Xanh: {head.group_name or head.unit_name}",
        subtitle=period_words(snapshot),
        head=head,
        sections=(
            *overview(snapshot),
            *attention(snapshot, by=options.by, chosen=chosen),
            *(first for first, *_ in details),
            reading(snapshot),
            *(annex for _, *annexes in details for annex in annexes),
        ),
        notices=tuple(each for each in notices if each),
    )


def period_words(snapshot: Snapshot) -> str:
    """Return what is reported on: "Quý III/2026; màu theo tháng cuối kỳ (Tháng 09/2026)"."""
    head = snapshot.head
    return "; ".join(each for each in (head.period_label, head.colours_of) if each)


def refuse_unknown(snapshot: Snapshot, options: Options) -> None:
    """Raise NotFound where a chosen unit or indicator is not on this board."""
    known = snapshot.unit if options.by == "unit" else snapshot.indicator
    for code in options.chosen:
        if code not in known:
            kind = "đơn vị" if options.by == "unit" else "chỉ tiêu"
            raise NotFound(f"Không có {kind} «{code}» trên bảng này")


def _details(
    snapshot: Snapshot, options: Options, chosen: frozenset[str]
) -> Iterable[tuple[Section, ...]]:
    if options.by == "unit":
        return (unit_sections(snapshot, each) for each in snapshot.units if each.code in chosen)
    wanted = (each for each in snapshot.indicators if each.code in chosen)
    return (indicator_sections(snapshot, each) for each in wanted)


def _chosen(snapshot: Snapshot, options: Options) -> frozenset[str]:
    """Return the codes of the units or indicators to show, those that have a cell."""
    place = 0 if options.by == "unit" else 1
    found = frozenset(key[place] for key in snapshot.by_key)
    if not options.chosen:
        return found
    refuse_unknown(snapshot, options)
    return found & frozenset(options.chosen)
