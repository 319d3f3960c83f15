"""The head of an official document (phần đầu văn bản): who, number, place and date, what about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from indicators import clock
from indicators.export.model import Official
from indicators.export.outlines.period_words import month_text
from indicators.export.snapshot import Head
from indicators.export.word.letters import width
from indicators.export.word.measures import (
    DOTS,
    HEAD_COLUMNS,
    KIND,
    MOTTO,
    NATION,
    ROOM,
    RULE,
    SIZE,
    SMALL,
    millimetres,
)
from indicators.export.word.styles import PLAIN
from indicators.export.word.table import bare_table
from indicators.export.word.xml import paragraph, run

_PEN = "        "  # room for a number written by hand
_FREE = 2.0  # millimetres between a long name and what stands beside it


@dataclass(frozen=True, slots=True)
class Letterhead:
    """What stands in the places of a document's head and foot, as texts ready to be written."""

    parent_agency: str
    agency: str
    number: str
    place_and_date: str
    abstract: str
    signer_authority: str
    signer_title: str
    signer_name: str
    recipients: tuple[str, ...]
    issuer: str = ""


def letterhead(official: Official, head: Head, abstract: str) -> Letterhead:
    """Return the texts of a document's head and foot; what is not known is left for a pen."""
    return Letterhead(
        parent_agency=official.parent_agency,
        agency=official.agency or head.office.upper(),
        number=f"Số: {number_text(official)}",
        place_and_date=f"{official.place or DOTS}, {date_text(official.date, head)}",
        abstract=abstract,
        signer_authority=official.signer_authority,
        signer_title=official.signer_title or DOTS,
        signer_name=official.signer_name or DOTS,
        recipients=recipients(official),
        issuer=official.issuer or head.office,
    )


def number_text(official: Official) -> str:
    """Return "05/BC-SXD": a number below 10 has a leading zero; room for a pen without one."""
    number = _PEN if official.number is None else f"{official.number:02d}"
    return f"{number}/{official.symbol or f'BC-{_PEN}'}"


def date_text(day: str, head: Head) -> str:
    """Return "ngày 05 tháng 02 năm 2026"; with room for a pen where the day is not known.

    Args:
        day: as "2026-02-05"; what is no such day is written as it is.
        head: says of which year the figures are, for a date without a day.
    """
    if not day:
        year = clock.local(head.known_at).year
        return f"ngày {_PEN} tháng {_PEN} năm {year}"
    try:
        found = date.fromisoformat(day)
    except ValueError:
        return day
    return f"ngày {found.day:02d} tháng {month_text(found.month)} năm {found.year}"


def recipients(official: Official) -> tuple[str, ...]:
    """Return who receives it, each as a line of the list; the last is where a copy is kept."""
    named = official.recipients or (DOTS,)
    if not named[-1].casefold().startswith("lưu"):
        named = (*named, "Lưu: VT")
    lines = [f"- {each.rstrip(' .;,')}" for each in named]
    return (*(f"{each};" for each in lines[:-1]), f"{lines[-1]}.")


def belongs_to(letter: Letterhead) -> str:
    """Return what an annex says of the report it belongs to."""
    number = letter.number.removeprefix("Số: ")
    date = letter.place_and_date.rpartition(", ")[2]
    return f"(Kèm theo Báo cáo số {number} {date} của {letter.issuer})"


def opening_xml(letter: Letterhead, as_long_as: tuple[str, str] | None = None) -> str:
    """Return the head of the first page: two columns, then the kind and the abstract.

    Args:
        letter: its texts.
        as_long_as: the agency and abstract that the rules below them are measured by, where the
            texts are yet to be filled in.
    """
    left, right = HEAD_COLUMNS
    agency, abstract = as_long_as or (letter.agency, letter.abstract)
    office = (
        _line(letter.parent_agency, SMALL, sides=_FREE) if letter.parent_agency else "",
        _line(letter.agency, SMALL, bold=True, sides=_FREE),
        _rule(agency, SMALL, left),
    )
    nation = (
        _line(NATION, SMALL, bold=True),
        _line(MOTTO, SIZE, bold=True),
        _rule(MOTTO, SIZE, right, share=1.0),
    )
    number = _line(letter.number, SMALL, before=6)
    place = _line(letter.place_and_date, SIZE, italic=True, before=6)
    cells = (("".join(office), "".join(nation)), (number, place))
    return (
        bare_table(cells, HEAD_COLUMNS)
        + _line(KIND, SIZE, bold=True, before=18)
        + _line(letter.abstract, SIZE, bold=True)
        + _rule(abstract, SIZE, ROOM, after=12)
    )


def _line(
    text: str,
    size: float,
    *,
    bold: bool = False,
    italic: bool = False,
    before: float = 0,
    sides: float = 0,
) -> str:
    told = run(text, bold=bold, italic=italic, size=size)
    return paragraph(told, PLAIN, jc="center", spacing=(before, 0), sides=sides)


def _rule(text: str, size: float, room: float, *, share: float = RULE, after: float = 0) -> str:
    """Return a rule centred in `room` millimetres, as long as a share of the text above it."""
    long = min(share * min(millimetres(width(text, size)), room), room)
    side = (room - long) / 2
    return paragraph("", PLAIN, border=(side, side), spacing=(0, after))
