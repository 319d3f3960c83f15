"""A department to report on: four rooms, two plans, ten months, reasons, and what is lacking.

Room a is red for months and explains itself; b is amber and does not; c sends its last figures
but nobody approves them; d's are sent back; the room of law reports on time.
"""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

import docx
from docx.document import Document as WordDocument
from docx.oxml.ns import qn

from indicators.access import Grant, Principal
from indicators.explanations import ask, explain_cell
from indicators.export import Options, Snapshot, Wanted, gather, write
from indicators.export.model import Official
from indicators.review import decide
from indicators.submission import submit
from indicators.workspace import Workspace
from tests import offices

OFFICIAL = Official(
    parent_agency="UBND TỈNH ĐẮK LẮK",
    agency="SỞ XÂY DỰNG",
    number=5,
    symbol="BC-SXD",
    place="Đắk Lắk",
    date="2026-02-05",
    signer_authority="KT. GIÁM ĐỐC",
    signer_title="PHÓ GIÁM ĐỐC",
    signer_name="Họ Và Tên",
    recipients=("UBND tỉnh (báo cáo)", "Lưu: VT, VP"),
)
CAUSE = "Hai người nghỉ ốm.\nHồ sơ dồn vào cuối tháng."
REMEDY = "Điều người của phòng b sang."
PERIODS = ("2026-10", "2026-Q3", "2026-H1", "2026-9M", "2026")
_ROOMS = ("a", "b", "c", "d", "luat")
_LEADER = Principal("lanh-dao", "x", frozenset({Grant("leader", "so")}), session="phien")
_OFFICE = Principal("van-phong", "x", frozenset({Grant("office", "so")}), session="phien")
_LAST = "2026-10"
_WAITS, _RETURNED = 41.0, 42.0  # of a hundred: figures that no report may say


def catalogue():
    """Return the department's catalogue."""
    since: dict[str, Any] = {"valid_from": date(2026, 1, 1)}
    plans = [
        offices.plan(short="Kế hoạch của Sở", **since),
        offices.plan("tinh", number="9/KH-UBND", short="Kế hoạch tỉnh", **since),
    ]
    indicators = [
        offices.indicator("RATE", name="Tỷ lệ hồ sơ đúng hạn", applies_to=_ROOMS),
        offices.indicator("PAID", name="Tỷ lệ thanh toán trực tuyến", applies_to=("a", "b", "c")),
        offices.indicator(
            "OPEN", plan="tinh", name="Công khai quy trình", formula="yes_no", roll_up="min",
            unit_of_measure="có/không", applies_to=("a", "luat"),
        ),
    ]  # fmt: skip
    targets = [
        offices.target("RATE", **since),
        offices.target("PAID", **since),
        offices.target("OPEN", plan="tinh", value=1.0, **since),
    ]
    units = [offices.unit("tinh", None), replace(offices.unit("so", "tinh"), name="Sở Xây dựng")]
    names = {
        "a": "Phòng An",
        "b": "Phòng Bình",
        "c": "Phòng Cẩm",
        "d": "Phòng Đạt",
        "luat": "Phòng Pháp chế",
    }
    units += [replace(offices.unit(each, "so"), name=name) for each, name in names.items()]
    return offices.catalogue(indicators, targets, units=units, plans=plans)


@cache
def snapshots() -> dict[str, Snapshot]:
    """Return what is taken of the department on 22 November 2026, by period."""
    with offices.stopped_clock() as hands, offices.office(catalogue()) as office:
        hands.set("2026-11-03 08:00")
        _send_all(office)
        hands.set("2026-11-04 08:00")
        _explain(office)
        hands.set("2026-11-22 09:00")
        return {each: gather(office, office.operator(), Wanted("so", each)) for each in PERIODS}


def month() -> Snapshot:
    """Return the snapshot of October."""
    return snapshots()["2026-10"]


def of_sample(taken: Snapshot) -> Snapshot:
    """Return a snapshot as one of invented figures."""
    return replace(taken, head=replace(taken.head, is_sample=True))


@cache
def written(period: str = "2026-10") -> bytes:
    """Return the Word report on a period."""
    return write("docx", snapshots()[period], Options(official=OFFICIAL))


def opened(content: bytes) -> WordDocument:
    """Return a Word file as it is read back."""
    return docx.Document(io.BytesIO(content))


def texts(word: WordDocument) -> list[str]:
    """Return every paragraph of the body, those in tables too; a no-break space is a space."""
    return [
        "".join(each.text or "" for each in paragraph.iter(qn("w:t"))).replace("\u00a0", " ")
        for paragraph in word.element.body.iter(qn("w:p"))
    ]


def _send_all(office: Workspace) -> None:
    """Send ten months; of October nobody approves c's figures, and d's are sent back."""
    firm = [each for number in range(1, 11) for each in _figures(f"2026-{number:02d}")]
    _send(office, *firm, approve=True)
    waits = [offices.figure("c", each, _LAST, counts=(_WAITS, 100)) for each in ("RATE", "PAID")]
    _send(office, *waits, approve=False)
    back = offices.figure("d", period=_LAST, counts=(_RETURNED, 100))
    (number,) = _send(office, back, approve=False)
    decide(office, _OFFICE, number, decision="returned", reason="Sai tử số")


def _figures(code: str) -> list[Any]:
    red = int(code[-2:]) >= 8
    found = [
        offices.figure("a", period=code, counts=(50 if red else 95, 100)),
        offices.figure("a", "PAID", code, counts=(97, 100)),
        offices.figure("a", "OPEN", code, 1.0, plan="tinh"),
        offices.figure("luat", "OPEN", code, 1.0, plan="tinh"),
        offices.figure("luat", period=code, counts=(0, 0)),
        offices.figure("b", period=code, counts=(88, 100)),
    ]
    if code == _LAST:
        return found
    found.append(offices.figure("b", "PAID", code, counts=(99, 100)))
    found += [offices.figure("c", each, code, counts=(92, 100)) for each in ("RATE", "PAID")]
    return [*found, offices.figure("d", period=code, counts=(93, 100))]


def _send(office: Workspace, *rows: object, approve: bool) -> list[int]:
    reading = offices.reading(rows)  # type: ignore[arg-type]
    return submit(office, office.operator("can-bo"), reading, approve=approve)


def _explain(office: Workspace) -> None:
    explain_cell(
        office, office.operator(), unit="a", indicator="RATE", period="2026-10",
        cause=CAUSE, remedy=REMEDY, remedy_due=date(2026, 12, 15),
    )  # fmt: skip
    ask(office, _LEADER, unit="b", indicator="RATE", period="2026-10", question="Vì sao?")
