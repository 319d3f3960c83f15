"""The report to the central system: approved figures alone, in the form the office wrote down."""

from __future__ import annotations

import csv
from dataclasses import replace
from io import StringIO

import pytest

from indicators.catalogue.model import Catalogue
from indicators.central.contents import FIGURE_NAMES, PROOF_NAMES
from indicators.central.form import CentralForm, Column, CsvForm
from indicators.central.reading import FILE, OURS, form_of, read_form, uncoded
from indicators.central.report import report
from indicators.errors import InputRejected
from indicators.evidence.attach import attach
from indicators.explanations import explain_cell
from indicators.export import Options, Snapshot, Wanted, gather, tracing, write
from indicators.export.palette import SAMPLE
from indicators.numbers import parse_number
from indicators.reports.chosen import dressed, kept_options, read_options
from indicators.settings import Settings
from indicators.submission import submit
from tests import offices
from tests.exported import opened
from tests.offices import figure, indicator, target

MONTH, QUARTER = Wanted("so", "2026-10"), Wanted("so", "2026-Q3")


def send(office, *rows: object, approve: bool = True) -> None:
    submit(office, office.operator("can-bo"), offices.reading(rows), approve=approve)


@pytest.fixture(scope="module")
def office():
    """Room a has approved figures and proof, b one that waits, c a rate of thirds; d is not."""
    with offices.stopped_clock() as clock, offices.office(_catalogue()) as made:
        clock.set("2026-11-03 08:00")
        for month, count in (("2026-07", 10), ("2026-08", 20), ("2026-09", 30), ("2026-10", 40)):
            send(made, figure("a", period=month, counts=(count, 100)))
        send(made, figure("a", "DONE", value=1.0))
        send(made, figure("b", counts=(95, 100)), approve=False)
        send(made, figure("b", period="2026-09", counts=(50, 100)), approve=False)
        send(made, figure("c", counts=(1, 3)))
        send(made, figure("c", period="2026-08", counts=(9, 10)))
        attach(made, made.operator(), unit="a", period="2026-10", indicator="RATE",
               document_number="12/BC", note="=kèm bảng kê")  # fmt: skip
        attach(made, made.operator(), unit="b", period="2026-10", indicator="RATE",
               document_number="13/BC")  # fmt: skip
        explain_cell(made, made.operator(), unit="a", indicator="RATE", period="2026-10",
                     cause="Thiếu người", remedy="Bổ sung")  # fmt: skip
        clock.set("2026-11-22 09:00")
        yield made


def _catalogue() -> Catalogue:
    return offices.catalogue(
        [indicator("RATE"), indicator("DONE", formula="yes_no", unit_of_measure="có/không",
                                      numerator="", denominator="", applies_to=("a", "b"))],
        [target("RATE"), target("DONE", value=1.0)],
    )  # fmt: skip


@pytest.fixture(scope="module")
def taken(office) -> Snapshot:
    return gather(office, office.operator(), MONTH)


COLUMNS = tuple(
    Column(name, name)
    for name in ("unit_code", "indicator_code", "numerator", "denominator", "value", "status")
)
FORM = CentralForm(
    file=FILE, title="Báo cáo", sheet="So lieu", header_row=3, rows="units", unmapped="keep",
    blank="leave-out", plans=(), columns=COLUMNS, evidence_sheet="Minh chung",
    evidence_columns=(Column("Đơn vị", "unit_code"), Column("Số", "proof_document"),
                      Column("Ghi chú", "proof_note")),
    indicator_codes=(("RATE", "57.1"),), words=(("red", "ĐỎ"),),
)  # fmt: skip


def table(snapshot: Snapshot, form: CentralForm) -> list[dict[str, str]]:
    content = write("central-csv", snapshot, Options(mapping=form)).decode(form.csv.encoding)
    return list(csv.DictReader(StringIO(content), delimiter=form.csv.separator))


def sheets(snapshot: Snapshot, form: CentralForm) -> dict[str, list[tuple[object, ...]]]:
    book = opened(write("central-xlsx", snapshot, Options(mapping=form)))
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book.worksheets}


def test_only_what_was_approved_goes_up(taken: Snapshot):
    told = [(row["unit_code"], row["indicator_code"]) for row in table(taken, FORM)]
    assert told == [("a", "RATE"), ("a", "DONE"), ("c", "RATE")]
    waits = taken.by_key["b", "RATE"]
    assert waits.cell.value == 95.0
    assert waits.cell.is_provisional
    found = report(taken, FORM)
    assert [row.key for row in found.waiting] == [("b", "RATE")]
    assert [row.key for row in found.lacking] == [("b", "DONE")]
    assert [line.row.cell.unit for line in found.proofs] == ["a"]


def test_figures_counted_though_they_wait_do_not_go_up_either(office):
    counted = gather(office, office.operator(), replace(MONTH, provisional=True))
    assert counted.tally.green > 0
    assert {row["unit_code"] for row in table(counted, FORM)} == {"a", "c"}
    total = replace(FORM, rows="total")
    asked = [row for row in counted.rows if row.cell.unit == "so"]
    for line in report(counted, total).lines:
        assert not line.row.cell.is_provisional
    assert asked


def test_workbook_csv_and_snapshot_agree_to_the_digit(taken: Snapshot):
    lines = table(taken, FORM)
    head, *rows = [row for row in sheets(taken, FORM)["So lieu"][2:] if row[0]]
    assert head == tuple(column.head for column in COLUMNS)
    assert len(rows) == len(lines) == 3
    for row, line in zip(rows, lines, strict=True):
        for place, part in ((2, "numerator"), (3, "denominator"), (4, "value")):
            told = line[part].replace(",", ".")
            if told == "Có":
                assert row[place] == "Có"
                continue
            number = tracing.resolve(taken, f"row/{row[0]}/{row[1]}/{part}")
            assert (float(told) if told else None) == row[place]
            shown = tracing.value(taken, taken.by_key[row[0], row[1]]).text
            assert row[place] == (_read(shown) if part == "value" else number)
    assert [line["status"] for line in lines] == ["ĐỎ", "đạt", "ĐỎ"]


def _read(text: str) -> float | None:
    """Return the number that a figure shows: 33.3 of "33,3 %"."""
    return parse_number(text).value


def test_the_form_says_how_numbers_are_written(taken: Snapshot):
    columns = (Column("a", "value", decimals=3), Column("b", "value"), Column("c", text="=x"))
    form = replace(FORM, columns=columns, csv=CsvForm("\t", ".", "utf-8"))
    content = write("central-csv", taken, Options(mapping=form))
    assert not content.startswith(b"\xef\xbb\xbf")
    assert b"33.333\t33.3\t'=x\r\n" in content


def test_what_has_no_code_is_told_and_kept_or_left_out(taken: Snapshot):
    found = report(taken, FORM)
    assert [each.code for each in found.uncoded_indicators] == ["DONE"]
    told = sheets(taken, FORM)["Chưa có mã"]
    assert ("Chỉ tiêu chưa có mã", "DONE", "Chỉ tiêu DONE") in [row[:3] for row in told]
    assert any(row[0] == "Chờ duyệt, không báo cáo" and row[1] == "b/RATE" for row in told)
    short = replace(FORM, unmapped="leave-out")
    assert {row["indicator_code"] for row in table(taken, short)} == {"RATE"}
    assert [each.code for each in report(taken, short).uncoded_indicators] == ["DONE"]


def test_units_without_a_code_are_told_where_the_form_asks_for_one(taken: Snapshot):
    assert report(taken, FORM).uncoded_units == ()
    coded = replace(FORM, columns=(Column("x", "unit_central"),), unit_codes=(("a", "H15.1"),))
    assert {each.code for each in report(taken, coded).uncoded_units} == {"b", "c"}
    assert [row["x"] for row in table(taken, coded)] == ["H15.1", "H15.1", ""]


def test_what_has_no_approved_figure_may_keep_a_blank_line(taken: Snapshot):
    lines = table(taken, replace(FORM, blank="keep"))
    by_key = {(row["unit_code"], row["indicator_code"]): row for row in lines}
    assert len(by_key) == 5
    assert by_key["b", "RATE"]["value"] == by_key["b", "RATE"]["numerator"] == ""
    assert by_key["b", "RATE"]["status"] != "đạt"


@pytest.mark.parametrize(
    ("rows", "units"), [("units", {"a", "c"}), ("total", {"so"}), ("all", {"so", "a", "c"})]
)
def test_the_form_says_whose_figures(taken: Snapshot, rows: str, units: set[str]):
    assert {row["unit_code"] for row in table(taken, replace(FORM, rows=rows))} == units


def test_only_some_plans(taken: Snapshot):
    assert table(taken, replace(FORM, plans=("khac",))) == []
    assert len(table(taken, replace(FORM, plans=(offices.PLAN,)))) == 3


def test_a_quarter_adds_up_what_was_approved_in_it(office):
    quarter = gather(office, office.operator(), QUARTER)
    names = ("unit_code", "value", "whole_value", "whole_numerator", "period", "whole_period")
    form = replace(FORM, columns=tuple(Column(name, name) for name in names))
    rows = {row["unit_code"]: row for row in table(quarter, form)}
    assert (rows["a"]["value"], rows["a"]["whole_value"]) == ("30", "25")
    assert rows["a"]["whole_numerator"] == "50"  # the plan is in force from August
    assert (rows["a"]["period"], rows["a"]["whole_period"]) == ("2026-09", "2026-Q3")
    assert (rows["c"]["value"], rows["c"]["whole_value"]) == ("", "90")  # approved in August alone
    assert "b" not in rows


def test_the_evidence_has_a_list_of_its_own(taken: Snapshot):
    told = [row[:3] for row in sheets(taken, FORM)["Minh chung"][2:] if row[0]]
    assert told == [("Đơn vị", "Số", "Ghi chú"), ("a", "12/BC", "=kèm bảng kê")]
    book = opened(write("central-xlsx", taken, Options(mapping=FORM)), results=False)
    assert book["Minh chung"]["C4"].data_type == "s"


def test_every_content_there_is_can_be_filled(taken: Snapshot):
    form = replace(
        FORM,
        columns=tuple(Column(name, name) for name in FIGURE_NAMES),
        evidence_columns=tuple(Column(name, name) for name in PROOF_NAMES),
    )
    rows = table(taken, form)
    assert rows[0]["cause"] == "Thiếu người"
    assert rows[0]["evidence"] == "Văn bản 12/BC: =kèm bảng kê"
    assert (rows[0]["evidence_count"], rows[0]["order"]) == ("1", "1")
    assert (rows[0]["period_name"], rows[0]["period_to"]) == ("Tháng 10/2026", "31/10/2026")
    assert (rows[0]["indicator_central"], rows[0]["year"]) == ("57.1", "2026")
    head, first = sheets(taken, form)["Minh chung"][2:4]
    assert dict(zip(head, first, strict=False))["proof_document"] == "12/BC"


def test_invented_figures_say_so_in_every_sheet_and_line(taken: Snapshot):
    sample = replace(taken, head=replace(taken.head, is_sample=True))
    for row in (1, 2, 4):
        form = replace(FORM, header_row=row, title="" if row == 1 else "Báo cáo")
        for name, lines in sheets(sample, form).items():
            assert any(SAMPLE in str(cell) for line in lines for cell in line), (row, name)
    assert {row[SAMPLE] for row in table(sample, FORM)} == {SAMPLE}
    assert SAMPLE not in table(taken, FORM)[0]


def test_the_form_of_this_program_reads_and_shows_every_content():
    ours = read_form(OURS)
    text = OURS.read_text(encoding="utf-8")
    assert [name for name in PROOF_NAMES if name not in text] == []
    assert ours.indicator_codes == ()
    assert {each.content for each in ours.columns} <= set(FIGURE_NAMES)


def test_the_offices_own_form_comes_first_and_is_kept_with_the_report(tmp_path, catalogue):
    settings = Settings(store=tmp_path / "b.duckdb", templates=tmp_path)
    assert form_of(settings, catalogue) == read_form(OURS)
    own = OURS.read_text(encoding="utf-8").replace('sheet = "Bao cao"', 'sheet = "Bieu 57"')
    (tmp_path / FILE).write_text(own + 'dl-sxd = "H15"\n', encoding="utf-8")
    chosen = dressed(settings, catalogue, "central-xlsx", None)
    assert chosen.mapping is not None
    assert (chosen.mapping.sheet, chosen.mapping.unit_code) == ("Bieu 57", {"dl-sxd": "H15"})
    assert read_options(kept_options(chosen)) == chosen
    assert dressed(settings, catalogue, "xlsx", None).mapping is None


WRONG = (
    ('rows = "units"', 'rows = "đv"',
     'dòng 13: «rows» không nhận «đv»: ghi một trong "units", "total", "all"'),
    ("header_row = 4", "header_row = 0", "dòng 12: «header_row» phải là số nguyên từ 1 đến 100"),
    ("header_row = 4", "header_row = 1", "dòng 12: hàng 1 đã là dòng «title»: ghi từ 2 trở đi"),
    ('decimal = ","', 'decimal = ";"',
     'dòng 20: «decimal» không nhận «;»: ghi một trong ",", "."'),
    ('separator = ";" ', 'separator = "," ', "dòng 20: dấu thập phân trùng dấu ngăn cột"),
    ('content = "order"', 'content = "ordr"', "không có nội dung «ordr»: có phải là «order»?"),
    ('head = "STT"', 'hed = "STT"', "không có trường «hed» ở đây: có phải là «head»?"),
    ('head = "Mã đơn vị"', 'head = "STT"', "hai cột cùng tiêu đề «STT»: đổi một"),
    ('content = "order"', 'text = "a"\ncontent = "order"',
     "cột «STT» phải có một trong hai: content hoặc text"),
    ("width = 6", 'width = "6"', "«width» phải là số từ 1 đến 255, không có ngoặc kép"),
    ('green = "Xanh"', 'gren = "Xanh"', "không có trạng thái «gren»: có phải là «green»?"),
    ('sheet = "Bao cao"', 'sheet = "Bao/cao"', "tên trang «Bao/cao» phải có 1 đến 31 chữ"),
    ('sheet = "Bao cao"', 'sheet = "minh chung"', "hai trang tính cùng tên: đổi một tên"),
    ("[units]", '[units]\na = "1"\nb = "1"', "mã «1» đã ghi cho dòng khác: mỗi mã ghi một lần"),
    ("[units]", "[units]\na = 1", '«a» phải là chữ trong ngoặc kép, như a = "57.2.1"'),
    ("[units]", "[unit]", "không có phần [unit]: có phải là «units»?"),
    ("plans = []", 'plans = "x"', "«plans» phải là danh sách trong ngoặc vuông"),
    ("[csv]", "[csv", "không đọc được, xem lại ngoặc kép, ngoặc vuông và dấu ="),
)  # fmt: skip


@pytest.mark.parametrize(("old", "new", "told"), WRONG)
def test_a_wrong_form_says_what_where_and_what_may_stand_there(tmp_path, old, new, told):
    text = OURS.read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / FILE
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(InputRejected) as refused:
        read_form(path)
    assert told in str(refused.value)
    assert "Tệp nq57.toml, " in str(refused.value) or "Tệp nq57.toml: " in str(refused.value)
    assert "dòng " in str(refused.value)


def test_everything_wrong_is_told_at_once(tmp_path):
    path = tmp_path / FILE
    path.write_text('[form]\nrows = 1\n[[column]]\nhead = ""\n[words]\nx = "y"\n', encoding="utf-8")
    with pytest.raises(InputRejected) as refused:
        read_form(path)
    lines = [problem.cell for problem in refused.value.problems]
    assert lines == ["dòng 2", "dòng 4", "dòng 4", "dòng 6"]
    path.write_bytes(b"\xff\xfe")
    with pytest.raises(InputRejected, match="UTF-8"):
        read_form(path)


def test_the_same_snapshot_and_form_give_the_same_bytes(taken: Snapshot):
    kept = Snapshot.read(taken.kept())
    for kind in ("central-xlsx", "central-csv"):
        assert write(kind, taken, Options(mapping=FORM)) == write(kind, kept, Options(mapping=FORM))
        assert write(kind, taken) == write(kind, taken, Options(mapping=read_form(OURS)))


def test_what_has_no_code_is_told_before_the_report_is_made(office, tmp_path):
    settings = Settings(store=tmp_path / "b.duckdb", templates=tmp_path)
    assert uncoded(settings, office.catalogue, "so") == "RATE, DONE"
    assert uncoded(settings, office.catalogue, "c") == "RATE"
    text = OURS.read_text(encoding="utf-8")
    own = text.replace("[indicators]", '[indicators]\nRATE = "57.1"')
    (tmp_path / FILE).write_text(own, encoding="utf-8")
    assert uncoded(settings, office.catalogue, "so") == "DONE"
    assert uncoded(settings, office.catalogue, "c") == ""
