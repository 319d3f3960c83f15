"""What tests of pages and pictures share: a small board, its hostile twin, a PDF read back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import cache

import pikepdf
import pypdfium2

from indicators.explanations import explain_cell
from indicators.export import Snapshot, Wanted, gather
from indicators.submission import submit
from indicators.workspace import Workspace
from tests import offices

# Markup of typst, XML and PDF, letters no font of ours has, a turn of the direction of writing.
HOSTILE = (
    '#eval("1+1") *đậm* _nghiêng_ $x^2$ @nhan <nhan> `ma` \\ // /* = ~ -- #import </text>&amp;'
)
STRANGE = "漢字 😀 \u202eđảo\u202c \ue000 \x07 e\u0323\u0302"
STRANGE_SHOWN = "□□ □ đảo □  ệ"
_MONTHS = ("2026-08", "2026-09", "2026-10")


@contextmanager
def board_office() -> Iterator[Workspace]:
    """Open an office of two rates and a yes or no: green, red with words, waiting, missing."""
    found = offices.catalogue(
        [
            offices.indicator("RATE", name="Tỷ lệ hồ sơ xử lý đúng hạn", short="Hồ sơ đúng hạn"),
            offices.indicator("MONEY", formula="value", unit_of_measure="triệu đồng", decimals=2,
                              roll_up="sum", name="Số thu lệ phí"),
            offices.indicator("DONE", formula="yes_no", unit_of_measure="có/không",
                              roll_up="min", name="Đã ban hành quy chế"),
        ],
        [
            offices.target("RATE", value=98.0),
            offices.target("MONEY", value=12345.5),
            offices.target("DONE", value=1.0),
        ],
    )  # fmt: skip
    with offices.stopped_clock() as hands, offices.office(found) as office:
        hands.set("2026-11-03 08:00")
        for month in _MONTHS:
            _send(office, month, "a", 80, 12345.67)
            _send(office, month, "b", 100, 99.5)
        submit(
            office,
            office.operator("can-bo"),
            offices.reading([offices.figure("c", counts=(9796, 10000))], file="c.xlsx"),
        )
        explain_cell(
            office, office.operator(), unit="a", indicator="RATE", period="2026-10",
            cause="Thiếu người", remedy="Điều động thêm hai người",
        )  # fmt: skip
        hands.set("2026-11-22 09:00")
        yield office


def _send(office: Workspace, month: str, unit: str, up: int, money: float) -> None:
    rows = [
        offices.figure(unit, period=month, counts=(up, 100)),
        offices.figure(unit, "MONEY", month, money),
        offices.figure(unit, "DONE", month, 1.0 if unit == "a" else 0.0),
    ]
    file = f"{unit}-{month}.xlsx"
    submit(office, office.operator("can-bo"), offices.reading(rows, file=file), approve=True)


@cache
def board(period: str = "2026-10") -> Snapshot:
    """Return a snapshot of that office."""
    with board_office() as office:
        return gather(office, office.operator(), Wanted("so", period))


def hostile(found: Snapshot) -> Snapshot:
    """Return a board whose names, words and files try to be markup."""
    word = f"{HOSTILE} {STRANGE}"
    rows = []
    for row in found.rows:
        told = row.explanation
        if told and told.newest:
            told = replace(told, newest=replace(told.newest, cause=word, remedy=f"= {word}"))
        source = replace(row.source, file=f"{HOSTILE}.xlsx") if row.source else None
        rows.append(replace(row, explanation=told, source=source))
    return replace(
        found,
        head=replace(found.head, office=word, unit_name=word),
        units=tuple(
            replace(each, name=word, short=f"{each.code} {HOSTILE}") for each in found.units
        ),
        indicators=tuple(replace(each, name=word, short=word) for each in found.indicators),
        rows=tuple(rows),
    )


def changed_head(found: Snapshot, **changes: object) -> Snapshot:
    """Return the board with another head."""
    return replace(found, head=replace(found.head, **changes))  # type: ignore[arg-type]  # any part


def renamed(found: Snapshot, name: str) -> Snapshot:
    """Return the board with one name for all units, set in both weights."""
    return replace(found, units=tuple(replace(each, name=name) for each in found.units))


def wide(found: Snapshot, count: int) -> Snapshot:
    """Return the board with its first indicator `count` times over, long names among them."""
    first = found.indicators[0]
    names = [f"Chỉ tiêu số {n:02d} " + "với tên gọi rất dài " * (n % 6) for n in range(count)]
    many = tuple(
        replace(first, code=f"K{n}", name=name.strip()[:120], short="")
        for n, name in enumerate(names)
    )
    rows = tuple(
        replace(row, cell=replace(row.cell, indicator=each.code))
        for unit in found.units
        for each in many
        for row in found.rows
        if row.key == (unit.code, first.code)
    )
    return replace(found, indicators=many, rows=rows)


def page_texts(pdf: bytes) -> list[str]:
    """Return what each page says, without breaks and spaces: lines break where they must."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return ["".join(page.get_textpage().get_text_range().split()) for page in document]
    finally:
        document.close()


def tags(file: pikepdf.Pdf) -> list[pikepdf.Object]:
    """Return every element of the tree of tags, from the document down, in reading order."""
    found, waiting = [], [file.Root.StructTreeRoot.K[0]]
    while waiting:
        each = waiting.pop()
        found.append(each)
        kids = each.get("/K", [])
        below = list(kids) if isinstance(kids, pikepdf.Array) else [kids]
        waiting += [k for k in reversed(below) if isinstance(k, pikepdf.Dictionary) and "/S" in k]
    return found


def bare(text: str) -> str:
    """Return a text as `page_texts` has it."""
    return "".join(text.split())
