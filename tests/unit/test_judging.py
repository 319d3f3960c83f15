"""Large workbooks: laid out and checked within limits, never by the server itself."""

from __future__ import annotations

import json
import os
import subprocess
import time
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook

from indicators.catalogue.load import load
from indicators.errors import Problem
from indicators.intake import judging, limits, pool
from indicators.intake.check import check_files
from indicators.intake.limits import MB, ParserLimits
from indicators.intake.reading import Figure, Match, Question, Reading
from indicators.intake.reading_wire import MOST_PROBLEMS, pack, unpack
from indicators.intake.wire import Malformed
from tests import offices

DAY = date(2026, 11, 22)
CATALOGUE = load(offices.DATA)
SAMPLES = sorted((offices.DATA / "samples").glob("2026-0*/dl-sxd-q*.xlsx"))[:3]


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A form of thousands of long names, all different, that look a little like ours."""
    path = tmp_path_factory.mktemp("thu-dich") / "dai.xlsx"
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Biểu")
    for line in (["Đơn vị: Phòng Quản lý xây dựng"], ["Kỳ báo cáo: Tháng 10/2026"]):
        sheet.append(line)
    sheet.append(["STT", "Chỉ tiêu", "Tử số", "Mẫu số"])
    name = "Tỷ lệ hồ sơ thủ tục hành chính giải quyết trước và đúng hạn của phòng " * 6
    for number in range(2_500):
        sheet.append([number, f"{name[:370]} {number}", 90, 100])
    book.save(path)
    return path


def test_a_large_workbook_says_the_same_as_a_small_one(monkeypatch: pytest.MonkeyPatch) -> None:
    here = list(check_files(SAMPLES, CATALOGUE, today=DAY))
    monkeypatch.setattr(limits, "LARGE_REPLY", 0)
    assert list(check_files(SAMPLES, CATALOGUE, today=DAY)) == here
    assert all(each.rows and each.matches for each in here)


def test_a_hostile_sheet_is_answered_and_costs_the_server_nothing(hostile: Path) -> None:
    pool.warm()
    before, started = time.process_time(), time.monotonic()
    reading, good = check_files([hostile, SAMPLES[0]], CATALOGUE, today=DAY)
    assert time.process_time() - before < 1.5
    assert time.monotonic() - started < limits.ANSWER_SECONDS
    assert not reading.ok
    assert len(reading.problems) == MOST_PROBLEMS + 1
    assert reading.problems[-1].code == "problems-more"
    assert "500 lỗi" in reading.problems[-1].message
    assert reading.file == hostile.name
    assert good.ok


def test_what_takes_too_long_is_stopped_and_the_next_file_is_read(
    hostile: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "ANSWER_SECONDS", 0.0)
    monkeypatch.setattr(limits, "LEAST_JUDGING", 0.4)
    reading, good = check_files([hostile, SAMPLES[0]], CATALOGUE, today=DAY)
    assert [each.code for each in reading.problems] == ["E_PARSER_TIME"]
    assert hostile.name in reading.problems[0].message
    assert good.ok
    left = subprocess.run(
        ["pgrep", "-P", str(os.getpid()), "-f", "indicators.intake.judge"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert left.stdout == ""


@pytest.mark.skipif(os.name == "nt", reason="limits of the process itself")
@pytest.mark.parametrize(
    ("most", "code"),
    [
        (ParserLimits(memory_bytes=40 * MB), "is_memory"),
        (ParserLimits(cpu_seconds=0), "is_time"),
    ],
    ids=["memory", "processor"],
)
def test_what_takes_too_much_is_stopped(hostile: Path, most: ParserLimits, code: str) -> None:
    replies: list[bytes] = []

    def taken(reply: bytes, name: str, sha256: str, seconds: float) -> Reading:
        replies.append(reply)
        return Reading(f"{name}{sha256}{seconds}")

    list(pool.read_books([hostile], large=taken))
    with pytest.raises(judging.ParserDied) as died:
        judging.judged(
            replies[0], "x", "", 20.0, catalogue=CATALOGUE, today=DAY, choices={}, limits=most
        )
    assert getattr(died.value, code)


def test_a_reading_arrives_as_it_was_sent() -> None:
    rows = [Figure("k", "I.1", "A", "b", "2026-10", 1.0, None, 3, "Biểu", "E7", "chú")]
    sent = Reading(
        *("x.xlsx", "0" * 64, "form", "b", None, rows),
        [Problem.error("x", "sai", cell="E7"), Problem.warning("y", "lạ", sheet="Biểu")],
        {("Biểu", "E7"): Match("Tên", "slip")},
        [Question("Biểu", "B8", "Tên gì", None, ("A", "B"))],
    )
    assert unpack(pack(sent)) == sent


@pytest.mark.parametrize(
    ("piece", "wrong"),
    [
        ("layout", "của tôi"),
        ("rows", [["k"]]),
        ("rows", [[1, *["x"] * 10]]),
        ("problems", [["fatal", "x", None, None, "m"]]),
        ("matches", [["a", "b", "c", "đoán"]]),
        ("questions", [["a", "b", "c", None, [1]]]),
        ("questions", [[]]),
        ("file", None),
    ],
)
def test_what_no_honest_process_sends_is_refused(piece: str, wrong: object) -> None:
    told = json.loads(pack(Reading("x.xlsx")))
    with pytest.raises(Malformed):
        unpack(json.dumps({**told, piece: wrong}).encode())
    with pytest.raises(Malformed):
        unpack(b"{")
