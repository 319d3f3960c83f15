"""A store in which one green cell can be proved: file, evidence, explanation, approver, history."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from openpyxl import load_workbook

from indicators.access import Grant, Principal
from indicators.errors import Problem
from indicators.evidence.attach import attach
from indicators.intake.check import check_files
from indicators.intake.reading import Figure
from indicators.intake.template import write_template
from indicators.review import decide
from indicators.settings import Settings
from indicators.submission import submit
from indicators.workspace import Workspace, open_workspace
from tests import prepared
from tests.unit import evidence_files

UNIT, INDICATOR, PERIOD = "dl-sxd-qlxd", "HS-DUNG-HAN", "2026-10"
REPORTER = Principal("can-bo-qlxd", "Cán bộ", frozenset({Grant("reporter", UNIT)}), session="cb")
OFFICE = Principal("truong-vp", "Văn phòng", frozenset({Grant("office", "dl-sxd")}), session="vp")
FIRST, SECOND = "báo cáo tháng 10.xlsx", "báo cáo tháng 10 (sửa).xlsx"
PROOF = "bảng tổng hợp hồ sơ.pdf"
WORD = "Hai hồ sơ nhập nhầm, đã sửa ở Một cửa"
REMARK = "Thiếu 14 hồ sơ của Một cửa"


@dataclass(frozen=True)
class Proved:
    """The two submissions of the cell: `first` was sent back, `second` is approved."""

    first: int
    second: int
    file: Path
    place: str


def prove(office: Workspace, folder: Path) -> Proved:
    """Send a month twice: 80 of 100 sent back with a reason, then 214 of 214 approved."""
    blank = folder / "bieu.xlsx"
    write_template(office.catalogue, UNIT, PERIOD, blank)
    old, new = folder / FIRST, folder / SECOND
    first, _ = _send(office, _filled(blank, old, 80, 100))
    remarks = {INDICATOR: REMARK}
    decide(office, OFFICE, first, decision="returned", reason="Đối chiếu lại", remarks=remarks)
    proof = folder / "minh-chung.pdf"
    proof.write_bytes(evidence_files.pdf("Tong hop ho so"))
    asked = {"unit": UNIT, "period": PERIOD, "indicator": INDICATOR}
    attach(office, REPORTER, **asked, file=proof, name=PROOF, note="Trích từ Một cửa")
    attach(office, REPORTER, **asked, document_number="57/BC-QLXD ngày 02/11/2026")
    second, figure = _send(office, _filled(blank, new, 214, 214))
    decide(office, OFFICE, second, decision="approved")
    return Proved(first, second, new, f"{figure.sheet}!{figure.cell}")


def once_proved(run_folder: Path) -> Path:
    """Return a folder with such a store, `b.duckdb`, made once a run; copy it, never open it."""

    def fill(folder: Path) -> None:
        prepared.copy_store(prepared.empty_store(), folder / "b.duckdb")
        office = open_workspace(Settings(store=folder / "b.duckdb", samples=False))
        try:
            found = prove(office, folder)
        finally:
            office.close()
        told = {**asdict(found), "file": found.file.name}
        (folder / "proved.json").write_text(json.dumps(told), encoding="utf-8")

    return prepared.once(run_folder / "proved", fill)


def found_in(folder: Path) -> Proved:
    """Return what is proved in a copy of that folder."""
    told = json.loads((folder / "proved.json").read_text(encoding="utf-8"))
    return Proved(**{**told, "file": folder / told["file"]})


def _filled(blank: Path, to: Path, done: int, of: int) -> Path:
    book = load_workbook(blank)
    sheet = book.worksheets[0]
    heads = {
        str(cell.value).strip().lower(): cell
        for row in sheet.iter_rows(max_row=12)
        for cell in row
        if cell.value
    }
    top, denominator = heads["tử số"], heads["mẫu số"]
    for row in range(top.row + 1, sheet.max_row + 1):
        for column, number in ((top.column, done), (denominator.column, of)):
            if not sheet.cell(row, column).protection.locked:
                sheet.cell(row, column).value = number
    book.save(to)
    return to


def _send(office: Workspace, file: Path) -> tuple[int, Figure]:
    (reading,) = check_files([file], office.catalogue)
    figure = next(each for each in reading.rows if each.indicator == INDICATOR)
    warning = Problem("warning", "jump", figure.sheet, figure.cell, "Tăng mạnh so với các kỳ trước")
    reading.problems = [each for each in reading.problems if each.is_error] + [warning]
    explained = {("jump", figure.sheet, figure.cell): WORD}
    return submit(office, REPORTER, reading, source=file, explained=explained)[0], figure
