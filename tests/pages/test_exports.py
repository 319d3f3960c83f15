"""The board to take along: the formats there are, and CSV that stays inert."""

from __future__ import annotations

import csv
import io
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from indicators.explanations import Explanation, Word
from indicators.export import EXPORTS, Wanted, gather, tracing, write
from indicators.export.inert import inert
from indicators.export.palette import WORDS, mark
from indicators.export.snapshot import Proof, Snapshot
from indicators.workspace import Workspace
from tests.exported import copied_office
from tests.offices import NOW
from tests.pages.seeding import HOME, MONTHS


@pytest.fixture(scope="module")
def office(seeded_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    with copied_office(seeded_file, tmp_path_factory.mktemp("bang")) as opened:
        yield opened


@pytest.fixture(scope="module")
def board(office: Workspace) -> Snapshot:
    return gather(office, office.operator(), Wanted(HOME, MONTHS[-1]))


@pytest.mark.parametrize("kind", EXPORTS)
def test_the_same_snapshot_gives_the_same_bytes(board: Snapshot, kind: str) -> None:
    kept = Snapshot.read(board.kept())
    assert write(kind, board) == write(kind, kept)


def csv_rows(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig")), delimiter=";"))


def test_csv_opens_in_vietnamese_excel(board: Snapshot) -> None:
    data = write("csv", board)
    assert data.startswith(b"\xef\xbb\xbf")
    told = {row["Thực hiện"] for row in csv_rows(data)}
    assert any("," in value for value in told)
    assert not any("." in value for value in told)


def test_csv_holds_every_figure_to_the_digit(board: Snapshot) -> None:
    rows = csv_rows(write("csv", board))
    assert len(rows) == len(board.rows)
    for told, row in zip(rows, board.rows, strict=True):
        assert (told["Mã đơn vị"], told["Mã chỉ tiêu"]) == row.key
        for head, part in (
            ("Thực hiện", "value"), ("Tử số", "numerator"), ("Mẫu số", "denominator"),
            ("Phải đạt", "goal"), ("Cận trên", "upper"),
        ):  # fmt: skip
            number = told[head].replace(",", ".")
            trace = f"row/{row.cell.unit}/{row.cell.indicator}/{part}"
            assert (float(number) if number else None) == tracing.resolve(board, trace), trace
        waits = row.cell.is_provisional
        assert told["Trạng thái"] == WORDS[mark(row.cell.status, waits=waits)]
        assert told["Trạng thái"].startswith("chờ duyệt") == waits
    assert any(row.cell.is_provisional for row in board.rows)


def test_csv_tells_what_units_wrote_and_proved(board: Snapshot) -> None:
    first = board.own_rows[0]
    word = Word("Thiếu người", "Bổ sung", date(2026, 11, 30), "can-bo", NOW)
    told = Explanation(first.cell.unit, first.cell.indicator, first.cell.period, word, (), None)
    proof = Proof(1, "bien-ban.pdf", "0" * 64, "12/BC-QLVT", "kèm bảng kê")
    rows = tuple(
        replace(row, explanation=told, proofs=(proof,)) if row is first else row
        for row in board.rows
    )
    row = csv_rows(write("csv", replace(board, rows=rows)))[board.rows.index(first)]
    assert (row["Nguyên nhân"], row["Giải pháp"]) == ("Thiếu người", "Bổ sung")
    assert row["Hạn khắc phục"] == "30/11/2026"
    assert row["Tài liệu minh chứng"] == "Văn bản 12/BC-QLVT (bien-ban.pdf): kèm bảng kê"


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@a", "\tx", "=cmd|' /C calc'!A0"])
def test_a_name_is_never_a_formula(board: Snapshot, text: str) -> None:
    assert inert(text).startswith("'")
    renamed = replace(board, units=tuple(replace(each, name=text) for each in board.units))
    fields = [field for row in csv_rows(write("csv", renamed)) for field in row.values()]
    assert inert(text) in fields
    assert not [field for field in fields if field.startswith(("=", "+", "-", "@", "\t", "\r"))]


def test_the_registry_loads_no_library() -> None:
    code = "import sys, indicators.export; print('xlsxwriter' in sys.modules)"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    assert told.stdout.strip() == "False"
