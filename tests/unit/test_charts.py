"""Charts by number and name: all that the album draws, and the one that somebody means."""

from __future__ import annotations

import io
from collections.abc import Iterator
from xml.etree import ElementTree as ET

import pytest
from PIL import Image

from indicators import reports
from indicators.errors import InputRejected
from indicators.export import EXPORTS, Options, Snapshot, Wanted, charts, write
from indicators.export.document import Chart, Table
from indicators.export.outlines.album import album
from indicators.export.picture import picture
from indicators.workspace import Workspace
from tests import drawn

MONTH = "2026-10"


@pytest.fixture(scope="module")
def snapshot() -> Snapshot:
    return drawn.board()


@pytest.fixture(scope="module")
def known(snapshot: Snapshot) -> list[charts.NamedChart]:
    return charts.charts(snapshot)


@pytest.fixture(scope="module")
def office() -> Iterator[Workspace]:
    with drawn.board_office() as opened:
        yield opened


def drawn_by_album(snapshot: Snapshot) -> set[Chart]:
    blocks = [block for section in album(snapshot, Options()).sections for block in section.blocks]
    cells = [
        cell for each in blocks if isinstance(each, Table) for row in each.rows for cell in row
    ]
    return {each for each in blocks if isinstance(each, Chart)} | {
        chart for cell in cells for chart in cell.charts
    }


def test_every_chart_of_the_album_is_there_once(snapshot: Snapshot, known):
    assert {each.chart for each in known} == drawn_by_album(snapshot)
    assert len({each.chart for each in known}) == len(known)
    assert [each.number for each in known] == list(range(1, len(known) + 1))
    for part in ("name", "title", "file_stem"):
        assert len({getattr(each, part) for each in known}) == len(known), part


def test_those_that_stand_alone_come_first_as_the_bundle_counts_them(snapshot: Snapshot, known):
    alone = charts.standing(album(snapshot, Options()))
    assert known[: len(alone)] == alone
    assert len(known) > len(alone) > 2
    assert [each.file_stem for each in known if "a-rate" in each.name] == [
        f"{known.index(each) + 1:02d}-{each.name}" for each in known if "a-rate" in each.name
    ]


@pytest.mark.parametrize(
    ("asked", "name"),
    [
        ("2", "ti-le-xanh-hoa-12-thang"),
        ("12 THÁNG", "ti-le-xanh-hoa-12-thang"),
        (" 12 thang ", "ti-le-xanh-hoa-12-thang"),
        ("xanh hoá 12", "ti-le-xanh-hoa-12-thang"),
        ("RATE", "rate"),  # its whole name, though it is a part of others
        ("a RATE các kỳ", "a-rate-cac-ki"),
        ("a-rate-cac-ki", "a-rate-cac-ki"),
        ("99-a-rate-cac-ki", "a-rate-cac-ki"),  # of an edition that counted otherwise
    ],
)
def test_one_is_found_by_number_name_or_a_part_of_it(known, asked: str, name: str):
    assert charts.find(known, asked).name == name


@pytest.mark.parametrize("asked", ["khong-co", "0", "999", "", "…", "12 tháng nữa"])
def test_none_is_told_with_the_list(known, asked: str):
    with pytest.raises(InputRejected) as refused:
        charts.find(known, asked)
    assert "Không có biểu đồ" in str(refused.value)
    assert f"\n  {known[0].number}  {known[0].title}" in str(refused.value)
    assert [each.code for each in refused.value.problems] == ["chart-unknown"]


def test_several_are_told_and_no_other(known):
    with pytest.raises(InputRejected) as refused:
        charts.find(known, "a RATE")
    (problem,) = refused.value.problems
    meant = [each for each in known if each.name.startswith("a-rate-")]
    assert problem.code == "chart-ambiguous"
    assert problem.message.splitlines()[1:] == [f"  {each.number}  {each.title}" for each in meant]
    assert len(meant) == 2


def test_a_long_list_is_cut_and_says_so():
    many = [charts.Called(n, f"ten-{n}", f"Tên {n}") for n in range(1, 31)]
    with pytest.raises(InputRejected, match="và 10 biểu đồ khác"):
        charts.find(many, "khong")
    with pytest.raises(InputRejected, match="không có biểu đồ"):
        charts.find([], "khong")


@pytest.mark.parametrize("kind", charts.PICTURES)
def test_a_picture_is_of_the_one_chart(snapshot: Snapshot, known, kind):
    one = charts.find(known, "a RATE các kỳ")
    made = write(kind, snapshot, Options(chart=one.file_stem))
    assert made == picture(snapshot, one.chart, kind)
    assert made != write(kind, snapshot)
    if kind == "png":
        assert Image.open(io.BytesIO(made)).width > 1000
    else:
        said = " ".join("".join(each.itertext()) for each in ET.fromstring(made).iter())  # noqa: S314 - our own
        assert one.chart.title in said


@pytest.mark.parametrize("kind", charts.PICTURES)
def test_it_is_kept_in_the_trail_and_made_again(office: Workspace, kind):
    who = office.operator("van-phong")
    made = reports.make(office, who, kind, Wanted("so", MONTH), Options(chart="12 tháng"))
    kept, snapshot = reports.opened(office, who, made.number)
    assert kept.label == f"Biểu đồ ({kind.upper()})"
    assert kept.options.chart == "02-ti-le-xanh-hoa-12-thang"
    assert made.download.name == f"bang-xanh-so-{MONTH}-bieu-do-{kept.options.chart}.{kind}"
    assert made.download.name == EXPORTS[kind].file_name(snapshot, kept.options.chart) == kept.file
    again = reports.again(office, who, made.number)
    assert again.is_same
    assert again.download == made.download
    with office.store._connection.cursor() as cursor:
        told = cursor.execute("select details from audit order by seq desc limit 2").fetchall()
    assert all(made.download.name in line for (line,) in told)


def test_what_cannot_be_is_refused_and_not_kept(office: Workspace):
    who = office.operator()
    before = reports.kept(office, who).count_all
    for kind, chart, why in (("png", "khong", "Không có biểu đồ"), ("csv", "1", "PNG hoặc SVG")):
        with pytest.raises(InputRejected, match=why):
            reports.make(office, who, kind, Wanted("so", MONTH), Options(chart=chart))
    assert reports.kept(office, who).count_all == before
