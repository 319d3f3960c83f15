"""The outline of a meeting: red first, with why and from where; every number traceable."""

from __future__ import annotations

from dataclasses import replace

import pytest

from indicators.board.view import Board
from indicators.errors import NotFound
from indicators.export import Options, Snapshot, tracing
from indicators.export.document import Chart, Document, Section, Table, TableCell, Text, plain_text
from indicators.export.model import By
from indicators.export.outlines.headline import headline
from indicators.export.outlines.meeting import meeting
from indicators.export.outlines.sources import of_row
from pages import _words as words
from tests import snapshots

FULL = snapshots.snapshot(5, 4)
NOT_GREEN = {"red", "missing", "amber"}


def section(document: Document, title: str) -> Section:
    return next(each for each in document.sections if each.title.startswith(title))


def table(found: Section) -> Table:
    return next(block for block in found.blocks if isinstance(block, Table))


def lines(found: Section) -> list[list[str]]:
    return [[cell.plain for cell in row] for row in table(found).rows]


def board_of(snapshot: Snapshot) -> Board:
    return Board(
        snapshot.head.unit, snapshot.head.month, None, 1, snapshot.units, snapshot.indicators,
        {row.key: row.cell for row in snapshot.rows}, snapshot.tally, snapshot.previous,
    )  # fmt: skip


@pytest.mark.parametrize("by", ["unit", "indicator"])
@pytest.mark.parametrize(
    "snapshot",
    [
        FULL,
        snapshots.empty(),
        snapshots.snapshot(1, 1),
        snapshots.snapshot(2, 0),
        snapshots.snapshot(25, 2),
        snapshots.snapshot(3, 3, period="2026-Q3"),
    ],
)
def test_every_figure_stands_where_its_trace_says(snapshot: Snapshot, by: By) -> None:
    figures = meeting(snapshot, Options(by=by)).figures()
    assert figures
    for figure in figures:
        assert tracing.resolve(snapshot, figure.trace) == figure.value, figure


@pytest.mark.parametrize("by", ["unit", "indicator"])
def test_every_cell_is_told_by_unit_and_by_indicator(by: By) -> None:
    document = meeting(FULL, Options(by=by))
    detailed = [each for each in document.sections if each.kind in {by, "annex"}]
    traces = {
        figure.trace
        for each in detailed
        for block in each.blocks
        if isinstance(block, Table)
        for row in block.rows
        for cell in row
        for figure in cell.spans
        if not isinstance(figure, str)
    }
    for row in FULL.rows:
        assert f"row/{row.key[0]}/{row.key[1]}/goal" in traces
        assert (f"row/{row.key[0]}/{row.key[1]}/value" in traces) == (row.cell.value is not None)


@pytest.mark.parametrize(
    "snapshot",
    [
        FULL,
        snapshots.empty(),
        replace(FULL, previous=FULL.tally),
        replace(FULL, tally=replace(FULL.tally, red=9)),  # some stand further down the tree
        replace(FULL, tally=replace(FULL.tally, red=0, missing=0)),
    ],
)
def test_the_first_sentence_is_the_pages(snapshot: Snapshot) -> None:
    assert plain_text(headline(snapshot)) == f"{words.headline(board_of(snapshot))}."


def test_red_comes_first_with_its_explanation() -> None:
    document = meeting(FULL, Options())
    kinds = [each.kind for each in document.sections]
    assert (
        kinds == ["overview"] * 2 + ["explanations"] * 2 + ["unit"] * 6 + ["text"] + ["annex"] * 5
    )
    red = [row for row in FULL.rows if row.cell.status == "red"]
    told = lines(section(document, "Chưa đạt"))
    assert len(told) == len(red) > 1
    assert told[0][4] == (
        f"Nguyên nhân: {snapshots.CAUSE}. Giải pháp: {snapshots.REMEDY}. Hẹn xong: 15/12/2026."
    )
    assert told[1][4] == "Chưa có giải trình"


def test_an_open_question_is_told() -> None:
    asked = snapshots.explained(FULL, ("u1", "c1"), cause="", question="Vì sao giảm?")
    told = lines(section(meeting(asked, Options()), "Chưa đạt"))
    assert told[0][4] == "Đã yêu cầu giải trình: «Vì sao giảm?», chưa trả lời."


def test_each_unit_begins_with_what_is_red() -> None:
    turned = replace(FULL, rows=tuple(reversed(FULL.rows)))
    for each in meeting(turned, Options()).sections:
        if each.kind not in {"unit", "annex"} or not any(isinstance(b, Table) for b in each.blocks):
            continue
        order = ["red", "missing", "amber", "green", "pending", "not_applicable"]
        statuses = [order.index(row[1].status or "") for row in table(each).rows]
        assert statuses == sorted(statuses)


def test_what_is_missing_is_told_once_a_unit_and_what_waits_apart() -> None:
    waiting = replace(
        FULL,
        rows=tuple(
            replace(row, cell=replace(row.cell, is_provisional=True)) if row.key[0] == "u3" else row
            for row in FULL.rows
        ),
    )
    told = lines(section(meeting(waiting, Options()), "Chưa báo cáo"))
    assert [line[0] for line in told] == ["QL lĩnh vực 2", "QL lĩnh vực 3"]
    names = "Hồ sơ loại 1, Hồ sơ loại 2, Hồ sơ loại 3, Hồ sơ loại 4, Kiểm tra, Quy chế"
    assert told[0][1:] == [f"6 chỉ tiêu: {names}", "05/11/2026", "Chưa nộp số liệu được duyệt"]
    assert told[1][3] == "Đã nộp, đang chờ duyệt"


def test_only_the_chosen_are_shown() -> None:
    by_unit = meeting(FULL, Options(chosen=("u3",)))
    assert [each.about for each in by_unit.sections if each.kind == "unit"] == ["u3"]
    assert "Không có chỉ tiêu nào chưa đạt." in [
        block.plain for block in section(by_unit, "Chưa đạt").blocks if isinstance(block, Text)
    ]
    one = meeting(FULL, Options(by="indicator", chosen=("c2", "DEM")))
    assert [each.about for each in one.sections if each.kind == "indicator"] == ["c2", "DEM"]
    with pytest.raises(NotFound, match="«khong-co»"):
        meeting(FULL, Options(chosen=("khong-co",)))


def test_a_unit_is_charted_in_percentages_against_what_was_due() -> None:
    unit = next(each for each in meeting(FULL, Options()).sections if each.about == "u1")
    chart = next(block for block in unit.blocks if isinstance(block, Chart))
    assert (chart.kind, chart.measure) == ("bars", "%")
    cells = {row.key[1]: row.cell for row in FULL.rows if row.key[0] == "u1"}
    told = {point.figure.trace.split("/")[2]: point for point in chart.points if point.figure}
    assert set(told) == {"c1", "c2", "c3", "c4"}  # the count and the yes or no are in the table
    for code, point in told.items():
        assert (point.figure.value, point.goal) == (cells[code].value, cells[code].goal)  # type: ignore[union-attr]


def test_of_many_units_the_overview_charts_the_lowest() -> None:
    many = snapshots.snapshot(25, 2)
    first = meeting(many, Options()).sections[0]
    bars = next(b for b in first.blocks if isinstance(b, Chart) and b.kind == "bars")
    rates = sorted(u.tally.greening_rate or 0.0 for u in many.units if u.depth)
    assert [each.figure.value for each in bars.points if each.figure] == rates[:20]
    assert bars.title.startswith("20 đơn vị có tỷ lệ xanh hóa thấp nhất")


def test_a_longer_period_says_whose_colours_it_shows() -> None:
    document = meeting(snapshots.snapshot(3, 3, period="2026-Q3"), Options())
    assert document.subtitle == "Quý III/2026; màu theo tháng cuối kỳ (Tháng 09/2026)"
    unit = next(each for each in document.sections if each.kind == "unit" and each.about == "u1")
    assert "Cả kỳ" in [column.title for column in table(unit).columns]


def test_notices_say_sample_and_as_of() -> None:
    head = replace(FULL.head, is_sample=True, as_of=snapshots.KNOWN_AT)
    document = meeting(replace(FULL, head=head), Options())
    assert document.notices == ("Như được biết lúc 09:12 22/11/2026", "Số liệu mẫu, không có thật")


def test_a_source_names_plan_clause_file_place_people_and_evidence() -> None:
    assert of_row(FULL, FULL.by_key["u1", "c2"]) == (
        "QL lĩnh vực 1, Hồ sơ loại 2: 57/KH-STN (Kế hoạch năm), mục III.2; tệp «u1-2026-10.xlsx»,"
        " trang «Biểu 1», ô E9; lần nộp 10, dau-moi-u1 nộp 08:30 03/11/2026; van-phong duyệt 09:00"
        f" 04/11/2026; minh chứng: «1/BB» (SHA-256 {'ab' * 6}…)."
    )
    assert "chưa có số liệu, hạn 05/11/2026" in of_row(FULL, FULL.by_key["u2", "c2"])
    cell = FULL.by_key["so", "c2"].cell
    counts = f"{cell.numerator:.0f} / {cell.denominator:.0f} × 100"
    assert f"cộng dồn từ 4/5 đơn vị bên dưới: {counts}" in of_row(FULL, FULL.by_key["so", "c2"])


def test_a_section_of_many_figures_shows_what_is_not_green_and_has_an_annex() -> None:
    document = meeting(FULL, Options())
    for unit in FULL.units[1:]:
        first, annex = [each for each in document.sections if each.about == unit.code]
        assert (first.title, annex.title) == (unit.name, f"Phụ lục: {unit.name}")
        assert (first.kind, annex.kind) == ("unit", "annex")
        bad = {r.key for r in FULL.rows if r.key[0] == unit.code and r.cell.status in NOT_GREEN}
        shown = [b for b in first.blocks if isinstance(b, Table)]
        assert sum(len(each.rows) for each in shown) == min(len(bad), 5 if charted(first) else 12)
        assert all(row[1].status in NOT_GREEN for each in shown for row in each.rows)
        assert first.blocks[-1].plain == "Số liệu đầy đủ: phần phụ lục cuối bài."  # type: ignore[union-attr]
        assert len(table(annex).rows) == 6
    few = meeting(snapshots.snapshot(3, 2), Options())
    assert not [each for each in few.sections if each.kind == "annex"]
    assert all(len(table(each).rows) == 4 for each in few.sections if each.about in {"u1", "u2"})


def charted(found: Section) -> bool:
    return any(isinstance(block, Chart) for block in found.blocks)


def test_a_yes_or_no_has_no_difference() -> None:
    unit = section(meeting(FULL, Options()), f"Phụ lục: {FULL.unit['u1'].name}")
    assert ["Ban hành quy chế", "Có", "Có", "trước: Không"] in [
        [cell.plain for cell in row[:4]] for row in table(unit).rows
    ]
    assert all(isinstance(cell, TableCell) for row in table(unit).rows for cell in row)
