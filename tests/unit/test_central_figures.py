"""The figures of the central form: none beside another's status, as many decimals as the board."""

from __future__ import annotations

import csv
from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest

from indicators.catalogue.model import Catalogue
from indicators.central.form import CentralForm, Column
from indicators.central.reading import FILE, OURS, form_of, read_form
from indicators.errors import InputRejected
from indicators.export import Options, Snapshot, tracing, write
from indicators.export.snapshot import Point, Row
from indicators.export.templates import CENTRAL, in_use
from indicators.export.whole import whole as whole_of
from indicators.periods import Period
from indicators.reports.chosen import dressed
from indicators.settings import Settings
from tests import offices, snapshots
from tests.exported import opened

FORM = read_form(OURS)
LONGER = {"Tháng xét trạng thái", "Thực hiện tháng đó"}
RED = 93.5
JULY, SEPTEMBER = ("2026-07", 18371.0, 18371.0), ("2026-09", 187.0, 200.0)


def quarter(*months: tuple[str, float, float], **changes: object) -> Snapshot:
    """A quarter whose last month is red at 93.5 % of 98 %, and whose whole is 99.93 %."""
    taken = snapshots.snapshot(period="2026-Q3")
    row = _first(taken, value=RED, status="red", counted="red", period="2026-09", **changes)
    points = tuple(
        Point(month, up, down, 100 * up / down, 98.0, None, "green", is_provisional=False)
        for month, up, down in months or (JULY, SEPTEMBER)
    )
    whole = whole_of(taken.indicator["c1"], points, Period.parse("2026-Q3"))
    return _with(taken, replace(row, points=points, whole=whole))


def _first(taken: Snapshot, **changes: object) -> Row:
    row = taken.by_key["u1", "c1"]
    return replace(row, cell=replace(row.cell, **changes))


def _with(taken: Snapshot, row: Row) -> Snapshot:
    rows = (row if each.key == row.key else each for each in taken.rows)
    return replace(taken, rows=tuple(rows))


def table(taken: Snapshot, form: CentralForm = FORM) -> list[dict[str, str]]:
    text = write("central-csv", taken, Options(mapping=form)).decode("utf-8-sig")
    return list(csv.DictReader(StringIO(text), delimiter=";"))


def line(taken: Snapshot, form: CentralForm = FORM) -> dict[str, str]:
    row = taken.by_key["u1", "c1"]
    names = (taken.unit["u1"].name, taken.indicator[row.cell.indicator].name)
    told = table(taken, form)
    return next(each for each in told if (each["Tên đơn vị"], each["Tên chỉ tiêu"]) == names)


def test_a_longer_period_shows_the_figure_its_status_is_of_and_says_which_month():
    told = line(quarter())
    assert (told["Kỳ số liệu"], told["Thực hiện"]) == ("Quý III/2026", "99,93")
    assert (told["Tháng xét trạng thái"], told["Thực hiện tháng đó"]) == ("Tháng 09/2026", "93,5")
    assert (told["Chỉ tiêu giao"], told["Trạng thái"]) == ("98", "Đỏ")
    assert told["Ghi chú"] == "trạng thái xét theo tháng 09/2026, số cả kỳ gồm 2/3 tháng"


def test_every_status_agrees_with_the_figure_of_its_month():
    for taken in (quarter(), snapshots.snapshot()):
        name = "Thực hiện tháng đó" if taken.head.period != taken.head.month else "Thực hiện"
        for each in table(taken):
            if each["Đơn vị tính"] == "%" and each[name]:
                reached = float(each[name].replace(",", ".")) >= float(each["Chỉ tiêu giao"])
                assert (each["Trạng thái"] == "Xanh") == reached, each


def test_what_the_figure_is_marked_with_is_told_before_the_month():
    told = line(quarter(is_estimated=True))
    assert told["Ghi chú"].startswith("ước tính; trạng thái xét theo tháng 09/2026")


def test_a_figure_of_a_longer_rhythm_needs_no_such_word():
    taken = quarter()
    own = replace(taken.by_key["u1", "c1"], whole=None)
    own = replace(own, cell=replace(own.cell, period="2026-Q3"))
    each = tuple(
        replace(each, frequency="quarter") if each.code == "c1" else each
        for each in taken.indicators
    )
    told = line(replace(_with(taken, own), indicators=each))
    assert (told["Tháng xét trạng thái"], told["Thực hiện tháng đó"]) == ("Quý III/2026", "93,5")
    assert (told["Thực hiện"], told["Ghi chú"]) == ("93,5", "")


def test_a_months_report_has_none_of_it():
    month = snapshots.snapshot()
    assert not LONGER & line(month).keys()
    assert "trạng thái" not in " ".join(each["Ghi chú"] for each in table(month))
    assert line(quarter()).keys() >= LONGER
    sheet = opened(write("central-xlsx", month, Options(mapping=FORM)))[FORM.sheet]
    assert not LONGER & {each.value for each in sheet[FORM.header_row]}


def test_the_sheet_of_a_longer_period_says_its_month_above_the_table():
    sheet = opened(write("central-xlsx", quarter(), Options(mapping=FORM)))[FORM.sheet]
    told = [sheet.cell(row, 1).value for row in range(1, FORM.header_row)]
    assert "Sở Thử nghiệm, Quý III/2026; trạng thái xét theo tháng 09/2026" in told


def test_a_column_may_be_of_months_alone():
    columns = (Column("Tên đơn vị", "unit"), Column("Tên chỉ tiêu", "indicator"),
               Column("Tháng", "value", when="month"))  # fmt: skip
    form = replace(FORM, columns=columns)
    assert "Tháng" in line(snapshots.snapshot(), form)
    assert "Tháng" not in line(quarter(), form)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (29.032258064516128, "29,03"),
        (98.0, "98"),
        (97.996, "97,996"),  # two decimals would read 98, which is what is due
        (98.0000001, "98,0000001"),
        (66.17283950617283, "66,17"),
    ],
)
def test_a_figure_has_the_decimals_the_board_shows_and_stays_a_number(value: float, text: str):
    month = snapshots.snapshot()
    taken = _with(month, _first(month, value=value))
    assert line(taken)["Thực hiện"] == text
    assert tracing.value(taken, taken.by_key["u1", "c1"]).text == f"{text} %"
    sheet = opened(write("central-xlsx", taken, Options(mapping=FORM)))[FORM.sheet]
    heads = [each.value for each in sheet[FORM.header_row]]
    told = [
        row[heads.index("Thực hiện")]
        for row in sheet.iter_rows(FORM.header_row + 1)
        if row[heads.index("Tên đơn vị")].value == taken.unit["u1"].name
    ]
    (cell,) = (each for each in told if each.value == float(text.replace(",", ".")))
    assert cell.data_type == "n"
    shown = len(text.partition(",")[2])
    assert cell.number_format.endswith("0." + "0" * shown if shown else "#,##0")


def test_the_whole_of_a_period_is_told_apart_from_the_goal_everywhere():
    taken = quarter(("2026-07", 97_996.0, 100_000.0))
    assert line(taken)["Thực hiện"] == "97,996"
    assert tracing.whole(taken, taken.by_key["u1", "c1"]).text == "97,996 %"


def test_the_form_decides_the_decimals_where_it_says_so():
    month = snapshots.snapshot()
    taken = _with(month, _first(month, value=97.996))
    columns = tuple(
        replace(each, decimals=2) if each.content == "whole_value" else each
        for each in FORM.columns
    )
    assert line(taken, replace(FORM, columns=columns))["Thực hiện"] == "98,00"


def test_every_line_names_the_moment_and_the_version_of_its_figures():
    taken = snapshots.snapshot()
    told = {(each["Số liệu lúc"], each["Phiên bản dữ liệu"]) for each in table(taken)}
    assert told == {("09:12 22/11/2026", "7")}
    without = [each for each in FORM.columns if each.content not in {"known_at", "version"}]
    assert "Số liệu lúc" not in table(taken, replace(FORM, columns=tuple(without)))[0]
    plain = write("csv", taken).decode("utf-8-sig")
    rows = list(csv.DictReader(StringIO(plain), delimiter=";"))
    assert list(rows[0])[-3:] == ["Lưu ý", "Số liệu lúc", "Phiên bản dữ liệu"]
    told = {(each["Số liệu lúc"], each["Phiên bản dữ liệu"]) for each in rows}
    assert told == {("09:12 22/11/2026", "7")}


UNKNOWN = (
    ("[indicators]\n", '[indicators]\nSAI-MA = "57.9"\n',
     "không có chỉ tiêu «SAI-MA»: lấy mã ở các cột Mã đơn vị, Mã chỉ tiêu của tệp Số liệu CSV"),
    ("[indicators]\n", '[indicators]\nrate = "57.9"\n',
     "không có chỉ tiêu «rate»: có phải là «RATE»?"),
    ("[units]\n", '[units]\nphong-x = "H15"\n', "không có đơn vị «phong-x»: lấy mã ở các cột"),
    ("plans = []", 'plans = ["ke-hoach-2"]',
     "không có kế hoạch «ke-hoach-2»: có phải là «ke-hoach»?"),
)  # fmt: skip


@pytest.mark.parametrize(("old", "new", "told"), UNKNOWN)
def test_a_code_that_nothing_here_has_is_told_with_its_line(
    tmp_path: Path, old: str, new: str, told: str
):
    settings = Settings(store=tmp_path / "b.duckdb", templates=tmp_path)
    text = OURS.read_text(encoding="utf-8")
    written = text.replace(old, new, 1)
    (tmp_path / FILE).write_text(written, encoding="utf-8")
    known = offices.catalogue()
    with pytest.raises(InputRejected) as refused:
        form_of(settings, known)
    (problem,) = refused.value.problems
    assert told in problem.message
    assert problem.cell == f"dòng {_line(written, new)}"
    with pytest.raises(InputRejected):
        dressed(settings, known, "central-csv", None)
    (base,) = (each for each in in_use(settings, known) if each.name == CENTRAL)
    assert told in base.fault


def _line(text: str, new: str) -> int:
    wanted = new.splitlines()[-1]
    return next(n for n, each in enumerate(text.splitlines(), 1) if each.startswith(wanted))


def test_codes_of_the_catalogue_are_taken(tmp_path: Path, catalogue: Catalogue):
    settings = Settings(store=tmp_path / "b.duckdb", templates=tmp_path)
    unit, code = "dl-sxd", next(iter(catalogue.indicators))
    text = OURS.read_text(encoding="utf-8").replace("[indicators]", f'[indicators]\n{code} = "1"')
    (tmp_path / FILE).write_text(f'{text}{unit} = "H15"\n', encoding="utf-8")
    form = form_of(settings, catalogue)
    assert (form.indicator_code, form.unit_code) == ({code: "1"}, {unit: "H15"})
