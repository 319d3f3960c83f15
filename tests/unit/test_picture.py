"""Charts drawn without a browser: geometry true to the figures, letters that can be read."""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import replace
from typing import Literal
from xml.etree import ElementTree as ET

import pytest
from PIL import Image

from indicators.export import EXPORTS, Options, Snapshot, write
from indicators.export.document import Chart, ChartPoint, Figure
from indicators.export.drawing import strip, svg
from indicators.export.drawing.canvas import steps
from indicators.export.outlines.album import album
from indicators.export.palette import FILLS, INK, SAMPLE
from indicators.export.picture import picture, pictures
from indicators.export.press.typeface import (
    ABSENT,
    BORROWED,
    FOLDER,
    drawable,
    fitted,
    typeface,
    wrapped,
)
from tests import drawn

NAME = "{http://www.w3.org/2000/svg}"
VIETNAMESE = "aàảãáạ ăằẳẵắặ âầẩẫấậ eèẻẽéẹ êềểễếệ iìỉĩíị oòỏõóọ ôồổỗốộ ơờởỡớợ uùủũúụ ưừửữứự yỳỷỹýỵ đ"


@pytest.fixture(scope="module")
def snapshot() -> Snapshot:
    return drawn.board()


def chart(
    values: Iterable[float | None],
    kind: Literal["bars", "line"] = "bars",
    goal: float | None = None,
    **changes: object,
) -> Chart:
    points = tuple(
        ChartPoint(
            f"P{n}", None if value is None else Figure(f"{value} đ", value, "x"), goal, None, "red"
        )
        for n, value in enumerate(values)
    )
    return Chart(kind, "Tên", "đ", points, "Lời tả.", **changes)  # type: ignore[arg-type]  # any other part


def shapes(drawing: str, name: str, **wanted: str) -> list[ET.Element]:
    found = ET.fromstring(drawing).iter(f"{NAME}{name}")  # noqa: S314 - our own drawing
    return [each for each in found if all(each.get(key) == value for key, value in wanted.items())]


def texts(drawing: str) -> list[str]:
    return ["".join(each.itertext()) for each in shapes(drawing, "text")]


def test_bars_are_as_long_as_their_figures_and_goals_stand_where_they_are():
    drawing = svg(chart([10, 20, 40, None], goal=30))
    lengths = [float(each.get("width", "")) for each in shapes(drawing, "rect", fill=FILLS["red"])
               if float(each.get("height", "")) > 10]  # fmt: skip
    assert len(lengths) == 3
    assert [each / lengths[0] for each in lengths] == pytest.approx([1, 2, 4], rel=1e-3)
    start = float(shapes(drawing, "rect", fill=FILLS["red"])[0].get("x", ""))
    goals = [float(each.get("x", "")) + 1 for each in shapes(drawing, "rect", fill=INK)]
    assert goals[1:] == pytest.approx([start + 3 * lengths[0]] * 4, abs=0.1)  # first: the legend


def test_a_way_is_as_high_as_its_figures_and_breaks_where_there_is_none():
    drawing = svg(chart([0, 50, None, 100, 75], "line", goal=75))
    marks = shapes(drawing, "rect", fill=FILLS["red"])
    heights = [float(each.get("y", "")) for each in marks]
    assert len(marks) == 4
    rise = [heights[0] - each for each in heights]
    assert rise == pytest.approx([0, rise[2] / 2, rise[2], rise[2] * 0.75], abs=0.05)
    ways = [each.get("d", "") for each in shapes(drawing, "path", **{"stroke-width": "1.75"})]
    assert len([each for each in ways if each.count("L") == 1]) == 3  # legend and two pieces
    goal = shapes(drawing, "path", **{"stroke-dasharray": "5 3"})[0].get("d", "")
    ys = [float(part.split()[1]) for part in goal.removeprefix("M").split(" L")]
    assert ys == pytest.approx([heights[3] + 4] * len(ys), abs=0.05)


def test_figures_at_the_top_of_a_way_stand_clear_of_its_legend():
    drawing = svg(replace(chart([100, 100, 90], "line", goal=100), measure="%"))
    told = {"".join(each.itertext()): each for each in shapes(drawing, "text")}
    (legend,) = (each for text, each in told.items() if text.startswith("Thực hiện"))
    label = told["100 đ"]
    top = float(label.get("y", "")) - float(label.get("font-size", ""))
    assert top > float(legend.get("y", "")) + 4


def test_the_way_of_a_goal_has_a_step_where_it_changes():
    points = tuple(
        ChartPoint(f"P{n}", Figure("1", 1.0, "x"), goal, None, "green")
        for n, goal in enumerate((50.0, 50.0, 80.0))
    )
    drawing = svg(Chart("line", "Tên", "%", points, "Lời tả."))
    goal = shapes(drawing, "path", **{"stroke-dasharray": "5 3"})[0].get("d", "")
    places = [part.split() for part in goal.removeprefix("M").split(" L")]
    assert [y for _, y in places] == sorted((y for _, y in places), key=float, reverse=True)
    assert len({y for _, y in places}) == 2
    assert places[3][0] == places[4][0]  # upright


def test_a_small_chart_keeps_each_kind_on_its_side():
    both = strip((chart([80], goal=98), chart([1, 2, 3], "line")))
    only = strip((chart([1, 2, 3], "line"),))
    ways = [each.get("d") for each in shapes(only, "path")]
    assert ways
    assert ways == [each.get("d") for each in shapes(both, "path")]
    assert all(float(each.get("x", "")) < 95 for each in shapes(both, "rect")[:3])


@pytest.mark.parametrize(
    ("low", "high", "wanted"),
    [(0, 100, [0, 25, 50, 75, 100]), (96.2, 99.9, [96, 97, 98, 99, 100]), (5, 5, [4, 6]),
     (-3, 3, [-4, -2, 0, 2, 4]), (0, 1_234_567, [0, 500_000, 1_000_000, 1_500_000])],
)  # fmt: skip
def test_axes_have_few_round_steps_that_cover_all(low, high, wanted):
    found = steps(low, high)
    assert found[0] <= low <= high <= found[-1]
    assert 2 <= len(found) <= 7
    if len(wanted) > 2:
        assert found == wanted


def test_every_figure_of_a_chart_is_written_on_it(snapshot: Snapshot):
    found = [
        block
        for section in album(snapshot, Options()).sections
        for block in section.blocks
        if isinstance(block, Chart)
    ]
    assert {each.kind for each in found} == {"bars", "line"}
    for each in found:
        said = texts(picture(snapshot, each, "svg").decode())
        for point in each.points:
            assert point.figure is None or point.figure.text in said
            assert point.label in " ".join(said)


def test_a_picture_says_whose_it_is_and_when(snapshot: Snapshot):
    drawing = picture(snapshot, chart([1]), "svg").decode()
    said = " ".join(texts(drawing))
    assert "Tên" in said
    assert snapshot.head.known_text in said
    assert f"phiên bản dữ liệu {snapshot.head.version}" in said
    assert [each.text for each in shapes(drawing, "desc")] == ["Lời tả."]
    assert SAMPLE not in said
    sample = drawn.changed_head(snapshot, is_sample=True)
    assert SAMPLE in texts(picture(sample, chart([1]), "svg").decode())


def test_words_are_no_markup_in_a_picture(snapshot: Snapshot):
    point = ChartPoint(drawn.HOSTILE, Figure(drawn.STRANGE, 1.0, "x"))
    drawing = picture(snapshot, Chart("bars", drawn.HOSTILE, "", (point,), drawn.HOSTILE), "svg")
    said = texts(drawing.decode())
    assert drawn.HOSTILE in said
    assert drawn.STRANGE_SHOWN in said


def test_the_same_chart_is_the_same_picture_as_large_as_its_drawing(snapshot: Snapshot):
    first, second = chart([1, 2]), chart([3, 4, 5], "line")
    made = pictures(snapshot, (first, second), "png")
    assert made == pictures(snapshot, (first, second), "png")
    drawing = ET.fromstring(picture(snapshot, second, "svg"))  # noqa: S314 - our own
    size = Image.open(io.BytesIO(made[1])).size
    wanted = [float(drawing.get(side, "")) * 2 for side in ("width", "height")]
    assert size == pytest.approx(wanted, abs=2)


def test_colours_of_a_status_are_in_the_picture(snapshot: Snapshot):
    shown = Image.open(io.BytesIO(picture(snapshot, chart([1]), "png"))).convert("RGB")
    red = tuple(bytes.fromhex(FILLS["red"][1:]))
    share = sum(n for n, colour in shown.getcolors(1 << 24) or [] if colour == red)
    assert share > 5000


@pytest.mark.parametrize("kind", ["png", "svg"])
def test_the_board_is_one_picture(snapshot: Snapshot, kind):
    made = write(kind, snapshot)
    assert made == write(kind, snapshot)
    assert EXPORTS[kind].ending == f".{kind}"
    if kind == "png":
        wide = Image.open(io.BytesIO(write(kind, drawn.wide(snapshot, 30))))
        assert wide.width > Image.open(io.BytesIO(made)).width
    else:
        assert ET.fromstring(made).tag == f"{NAME}svg"  # noqa: S314 - our own


def test_one_indicator_or_unit_is_a_picture_of_its_own(snapshot: Snapshot):
    one = write("png", snapshot, Options(by="unit", chosen=("a",)))
    both = write("png", snapshot, Options(by="unit", chosen=("a", "b")))
    sizes = [Image.open(io.BytesIO(each)).size for each in (one, both)]
    assert sizes[0][0] == sizes[1][0]
    assert sizes[1][1] > sizes[0][1] * 1.5


@pytest.mark.parametrize("bold", [False, True])
def test_both_weights_have_every_vietnamese_letter(bold):
    known = typeface(bold=bold).glyphs
    assert all(ord(sign) in known for sign in VIETNAMESE + VIETNAMESE.upper() + "₫…–«»“”")
    assert typeface().glyphs.keys() == typeface(bold=True).glyphs.keys()


def test_every_letter_called_drawable_is_there_in_both_weights(snapshot: Snapshot):
    signs = "".join(sorted(BORROWED | set(VIETNAMESE) | {ABSENT}))
    names = drawn.renamed(snapshot, signs)
    assert drawn.bare(signs) in "".join(drawn.page_texts(write("pdf", names)))


@pytest.mark.parametrize(
    ("text", "shown"),
    [("Tỷ lệ ≥ 98 %", "Tỷ lệ ≥ 98 %"), ("漢", ABSENT), ("a\u200bb\u202ec", "abc"),
     ("e\u0302\u0323", "ệ"), ("a\u00a0b\tc", "a b c"), ("\ue000\ufffd", ABSENT * 2), (None, "")],
)  # fmt: skip
def test_what_cannot_be_drawn_is_a_box_or_left_out(text, shown):
    assert drawable(text) == shown


def test_widths_are_the_typefaces_own():
    # Advances of Noto Sans Regular: "a" 561, "m" 935, a space 260, of 1000.
    assert typeface().width("am a", 10) == pytest.approx(5.61 + 9.35 + 2.6 + 5.61)
    assert typeface(bold=True).width("am", 10) > typeface().width("am", 10)


def test_lines_are_no_wider_than_asked():
    text = "Tỷ lệ hồ sơ xử lý đúng hạn của các đơn vị sự nghiệp công lập " + "x" * 200
    lines = wrapped(text, 120, 10)
    assert len(lines) > 3
    assert all(typeface().width(line, 10) <= 120 for line in lines)
    assert lines[-1].endswith("…")
    assert " ".join(lines[:-1]) in text
    assert fitted("ngắn", 120, 10) == "ngắn"


def test_the_typeface_is_shipped_with_its_licence():
    licence = (FOLDER / "OFL.txt").read_text(encoding="utf-8")
    assert "SIL OPEN FONT LICENSE Version 1.1" in licence
    assert "Copyright 2015 Google" in licence
