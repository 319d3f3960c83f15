"""From figures in the store to slides that another program opens: nothing is missing on the way."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pptx import Presentation

from indicators.access import Grant, Principal
from indicators.explanations import explain_cell
from indicators.export import Options, Snapshot, Wanted, gather, write
from indicators.submission import submit
from tests import offices, snapshots

REPORTER = Principal("dau-moi-a", "A", frozenset({Grant("reporter", "a")}), session="phien")


@pytest.fixture
def taken(small_office) -> Snapshot:
    """Room a is red and says why, b is green, c has sent nothing."""
    office = small_office()
    rows = [offices.figure("a", counts=(50, 100)), offices.figure("b", counts=(2879, 2999))]
    submit(office, office.operator("can-bo"), offices.reading(rows), approve=True)
    words = {"cause": "Hai người nghỉ ốm", "remedy": "Điều người sang"}
    cell = {"unit": "a", "indicator": "RATE", "period": "2026-10"}
    explain_cell(office, REPORTER, **cell, **words, remedy_due=date(2026, 12, 15))
    return gather(office, office.operator(), Wanted("so", "2026-10"))


def test_a_deck_says_what_the_store_holds(taken: Snapshot) -> None:
    deck: Any = Presentation(io.BytesIO(write("pptx", taken, Options(by="indicator"))))
    shapes = [shape for slide in deck.slides for shape in slide.shapes]
    values = {
        value
        for shape in shapes
        if shape.has_chart
        for series in shape.chart.series
        for value in series.values
    }
    assert {50.0, 100 * 2879 / 2999} <= values
    cells = [
        cell.text.replace("\xa0", " ")
        for s in shapes
        if s.has_table
        for row in s.table.rows
        for cell in row.cells
    ]
    assert {"■ 50 %", "● 96 %", "! chưa báo cáo", "2.879 / 2.999"} <= set(cells)
    why = "Nguyên nhân: Hai người nghỉ ốm. Giải pháp: Điều người sang. Hẹn xong: 15/12/2026."
    assert why in cells
    notes = "\n".join(
        slide.notes_slide.notes_text_frame.text for slide in deck.slides if slide.has_notes_slide
    )
    assert "01/KH (Kế hoạch), mục I.RATE" in notes
    assert "can-bo" in notes


def test_libreoffice_opens_every_slide(taken: Snapshot, tmp_path: Path) -> None:
    office = shutil.which("soffice")
    if office is None:
        pytest.fail("LibreOffice is not installed: `apt-get install libreoffice-impress`")
    boards = {
        "nho": write("pptx", taken),
        "lon": write("pptx", snapshots.snapshot(3, 4, is_sample=True), Options(by="indicator")),
    }
    for name, content in boards.items():
        (tmp_path / f"{name}.pptx").write_bytes(content)
    subprocess.run(
        [office, f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to",
         "pdf", "--outdir", str(tmp_path), *(str(tmp_path / f"{each}.pptx") for each in boards)],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    for name, content in boards.items():
        pages = len(re.findall(rb"/Type\s*/Page\b", (tmp_path / f"{name}.pdf").read_bytes()))
        assert pages == len(Presentation(io.BytesIO(content)).slides)
