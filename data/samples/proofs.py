"""The evidence of the sample: small PDFs with the very counts that the workbooks report.

SỐ LIỆU MẪU, KHÔNG CÓ THẬT, and each page says so. `evidence.csv` tells which figures each proves;
figures of one file are of one unit and period.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Collection
from datetime import datetime
from pathlib import Path

from data.samples.layouts import NOTICE
from data.samples.story import Reported
from indicators.catalogue.model import Catalogue
from indicators.numbers import format_number
from indicators.periods import Period

LIST = Path(__file__).with_name("evidence.csv")
_TEMPLATE = Path(__file__).with_name("proof.typ")
_FONTS = Path(__file__).parents[2] / "indicators" / "export" / "press" / "fonts"
_HEAD = ("Chỉ tiêu", "Tử số", "Mẫu số")
Figures = Callable[[Catalogue, str, Period], dict[str, Reported]]


def entries() -> list[dict[str, str]]:
    """Return what is attached to which figure, in the order it was."""
    with LIST.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write_proofs(
    folder: Path, catalogue: Catalogue, months: Collection[str], figures: Figures
) -> int:
    """Write the PDFs of `months` (all when none is named) into `folder`; return how many."""
    of_file: dict[str, list[dict[str, str]]] = {}
    for entry in entries():
        if entry["file"] and (not months or entry["period"] in months):
            of_file.setdefault(entry["file"], []).append(entry)
    for name, proved in of_file.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(_page(catalogue, proved, figures))
    return len(of_file)


def _page(catalogue: Catalogue, proved: list[dict[str, str]], figures: Figures) -> bytes:
    """Return one PDF: the same entries give the same bytes."""
    import typst  # noqa: PLC0415 - slow, and only who makes the sample again needs it

    first = proved[0]
    period = Period.parse(first["period"])
    reported = figures(catalogue, first["unit"], period)
    told = {
        "notice": NOTICE,
        "unit": catalogue.units[first["unit"]].name,
        "title": "TRÍCH XUẤT SỐ LIỆU GIẢI QUYẾT HỒ SƠ",
        "period": period.label,
        "head": _HEAD,
        "rows": [_row(catalogue, each, reported[each["indicator"]]) for each in proved],
        "says": first["says"],
    }
    compiler = typst.Compiler(
        str(_TEMPLATE),
        root=str(_TEMPLATE.parent),
        font_paths=typst.Fonts(include_system_fonts=False, font_paths=[str(_FONTS)]),
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(told, ensure_ascii=False)},
    )
    at = int(datetime.fromisoformat(first["attached_at"]).timestamp())
    made = compiler.compile(format="pdf", timestamp=at)
    return made[0] if isinstance(made, list) else made or b""


def _row(catalogue: Catalogue, entry: dict[str, str], figure: Reported) -> tuple[str, str, str]:
    name = catalogue.indicators[entry["indicator"]].name
    counts = (figure.numerator, figure.denominator)
    up, down = ("" if each is None else format_number(each) for each in counts)
    return name, up, down
