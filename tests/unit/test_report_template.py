"""An office's own base file: what can be placed, what is told of a wrong one, one to start from."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Mm

from indicators.errors import InputRejected
from indicators.export import Options, Snapshot, write
from indicators.export.palette import SAMPLE
from indicators.export.word.placeholders import BLOCKS, LISTS, TEXTS, placeholders
from indicators.export.word.starter import starter
from tests.unit.reported import CAUSE, OFFICIAL, month, of_sample, opened, snapshots, texts, written


def base(folder: Path, *lines: str, header: str = "", cell: str = "") -> Path:
    """Return a base file with some paragraphs, and words in its header and in a table."""
    word = docx.Document()
    for each in lines:
        word.add_paragraph(each)
    if header:
        word.sections[0].header.paragraphs[0].text = header
    if cell:
        word.add_table(1, 1).cell(0, 0).text = cell
    path = folder / "bao-cao.docx"
    word.save(str(path))
    return path


def filled(path: Path, taken: Snapshot | None = None) -> list[str]:
    content = write("docx", taken or month(), Options(official=OFFICIAL, bases={"docx": path}))
    return [each for each in texts(opened(content)) if each.strip()]


def refusal(path: Path) -> str:
    with pytest.raises(InputRejected) as refused:
        filled(path)
    return str(refused.value)


@pytest.mark.parametrize("period", ["2026-10", "2026-Q3"])
def test_the_file_to_start_from_says_what_ours_says(tmp_path: Path, period: str) -> None:
    path = tmp_path / "bao-cao.docx"
    path.write_bytes(starter())
    assert filled(path, snapshots()[period]) == [
        each for each in texts(opened(written(period))) if each.strip()
    ]
    assert starter() == starter()


def test_a_filled_base_file_is_the_same_every_time(tmp_path: Path) -> None:
    path = tmp_path / "bao-cao.docx"
    path.write_bytes(starter())
    options = Options(official=OFFICIAL, bases={"docx": path})
    assert write("docx", month(), options) == write("docx", month(), options)


def test_every_text_can_be_placed(tmp_path: Path) -> None:
    path = base(tmp_path, *(f"{name}: {{{{ {name} }}}}" for name in TEXTS))
    told = dict(each.split(": ", 1) for each in filled(path))
    assert list(told) == list(TEXTS)
    assert told["ty_le_xanh_hoa"] == "33,3 %"
    assert (told["so_dat"], told["so_phai_danh_gia"], told["so_qua_han"]) == ("3", "9", "4")
    assert told["so_ky_hieu"] == "05/BC-SXD"
    assert told["ky_bao_cao"] == "tháng 10 năm 2026"
    assert told["dia_danh_ngay"] == "Đắk Lắk, ngày 05 tháng 02 năm 2026"


def test_texts_stand_in_headers_too(tmp_path: Path) -> None:
    path = base(tmp_path, "x", header="{{ co_quan }}")
    word = opened(write("docx", month(), Options(official=OFFICIAL, bases={"docx": path})))
    assert word.sections[0].header.paragraphs[0].text == "SỞ XÂY DỰNG"


SHOWN = {
    "noi_nhan": "- UBND tỉnh (báo cáo);",
    "cac_don_vi": "Phòng An | 66,7 % | 2 | 0 | 1 | 0",
    "cac_chi_tieu": (
        "Tỷ lệ hồ sơ đúng hạn | I.RATE | Kế hoạch của Sở | tối thiểu 90 % | 69 % |  | chưa đạt"
    ),
    "chua_dat_can_dat": (
        "Phòng An | Tỷ lệ hồ sơ đúng hạn | tối thiểu 90 % | 50 % | chưa đạt"
        f" | {''.join(CAUSE.splitlines())} | Điều người của phòng b sang. | 15/12/2026"
    ),
}


def test_every_list_can_be_gone_through(tmp_path: Path) -> None:
    lines: list[str] = []
    for name, meaning in LISTS.items():
        named = meaning.partition(": ")[2].split(", ") if ": " in meaning else []
        parts = " | ".join(f"{{{{ x.{each} }}}}" for each in named) or "{{ x }}"
        lines += [f"{{%p for x in {name} %}}", parts, "{%p endfor %}"]
    shown = filled(base(tmp_path, *lines))
    assert set(SHOWN) == set(LISTS)
    for told in SHOWN.values():
        assert told in shown  # each part that the list's meaning names


def test_every_block_can_be_placed_alone(tmp_path: Path) -> None:
    lines = [line for name in BLOCKS for line in (f"Mục {name}", f"{{{{ {name} }}}}")]
    path = base(tmp_path, *lines, "Mục cuối")
    body = opened(
        write("docx", month(), Options(official=OFFICIAL, bases={"docx": path}))
    ).element.body
    found: dict[str, list[BaseOxmlElement]] = {}
    name = ""
    for each in body:
        text = "".join(t.text or "" for t in each.iter(qn("w:t")))
        if text.startswith("Mục ") and each.tag == qn("w:p"):
            name = text.removeprefix("Mục ")
            continue
        found.setdefault(name, []).append(each)
    assert set(found) == {*BLOCKS, "cuối"}
    kinds = {
        name: (
            sum(each.tag == qn("w:tbl") for each in parts),
            sum(len(list(each.iter(qn("w:drawing")))) for each in parts),
        )
        for name, parts in found.items()
    }
    assert kinds == {
        "toan_van": (4, 2), "mo_dau": (0, 0), "ket_qua_chung": (1, 2), "bang_don_vi": (1, 0),
        "bieu_do_don_vi": (0, 1), "bieu_do_12_thang": (0, 1), "ket_qua_ke_hoach": (2, 0),
        "nguyen_nhan_giai_phap": (1, 0), "don_vi_thieu": (0, 0), "nhiem_vu": (0, 0),
        "ket_thuc": (0, 0), "phu_luc": (1, 0), "cuối": (0, 0),
    }  # fmt: skip


def test_a_wide_page_holds_a_wide_annex(tmp_path: Path) -> None:
    word = docx.Document()
    word.add_paragraph("{{ bang_don_vi }}")
    wide = word.add_section()
    wide.page_width, wide.page_height = Mm(297), Mm(210)
    wide.left_margin = wide.right_margin = Mm(20)
    word.add_paragraph("{{ phu_luc }}")
    first = word.sections[0]
    first.page_width, first.left_margin, first.right_margin = Mm(210), Mm(30), Mm(20)
    path = tmp_path / "bao-cao.docx"
    word.save(str(path))
    content = write("docx", month(), Options(official=OFFICIAL, bases={"docx": path}))
    widths = [each._tbl.xpath("number(w:tblPr/w:tblW/@w:w)") for each in opened(content).tables]
    assert [round(each * 25.4 / 1440) for each in widths] == [160, 257]


def test_an_empty_block_leaves_no_trace(tmp_path: Path) -> None:
    path = base(tmp_path, "{%p if don_vi_thieu %}", "Còn thiếu:", "{{ don_vi_thieu }}",
                "{%p else %}", "Đủ.", "{%p endif %}")  # fmt: skip
    assert filled(path)[0] == "Còn thiếu:"
    head = replace(month().head, period="2026-12", month="2026-12")
    nobody = replace(month(), head=head, rows=(), tally=type(month().tally)())
    assert filled(path, nobody) == ["Đủ."]


def test_an_unknown_name_is_told_with_what_there_is(tmp_path: Path) -> None:
    told = refusal(base(tmp_path, "{{ ty_le_xanh }} {{ so_do }}", "{{ trich_yeu }}"))
    assert "Tệp mẫu bao-cao.docx: không có chỗ điền «so_do»; dùng được: co_quan_chu_quan" in told
    assert "«ty_le_xanh»" in told
    for name in (*TEXTS, *LISTS, *BLOCKS):
        assert name in told


def test_an_unknown_part_of_a_list_is_told(tmp_path: Path) -> None:
    path = base(tmp_path, "{%p for x in cac_don_vi %}", "{{ x.ty_le_do }}", "{%p endfor %}")
    assert "«ty_le_do»" in refusal(path)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("{{ trich_yeu", "chỗ điền viết sai"),
        ("{% for x in cac_don_vi %}", "chỗ điền viết sai"),
        ("{{ trich_yeu.__class__.__mro__ }}", "không được phép"),
        ("{{ 1 / 0 }}", "không điền được"),
        ("{{ range(10**9)|list|length }}", "không điền được"),
        ("Xem {{ phu_luc }}", "{{ phu_luc }} phải đứng một mình trong một đoạn"),
    ],
)
def test_what_is_wrong_is_told_in_words(tmp_path: Path, line: str, told: str) -> None:
    assert told in refusal(base(tmp_path, line))


def test_a_block_in_a_table_or_a_header_is_told(tmp_path: Path) -> None:
    assert "{{ phu_luc }} phải đứng một mình" in refusal(base(tmp_path, cell="{{ phu_luc }}"))
    assert "{{ mo_dau }} phải đứng một mình" in refusal(base(tmp_path, header="{{ mo_dau }}"))


def test_a_file_that_is_none_is_told(tmp_path: Path) -> None:
    path = tmp_path / "bao-cao.docx"
    assert f"không có ở {tmp_path}" in refusal(path)
    path.write_bytes(b"x")
    assert "không đọc được như tệp Word" in refusal(path)
    path.write_bytes(b"x" * (20 * 1024 * 1024 + 1))
    assert "lớn quá 20 MB" in refusal(path)


def test_what_people_wrote_is_no_language(tmp_path: Path) -> None:
    taken = month()
    red = taken.by_key["a", "RATE"]
    assert red.explanation is not None
    assert red.explanation.newest is not None
    words = "{{ 7*7 }} <w:p/> \ue0b0phu_luc\ue0b1 {_{ x }_}"
    newest = replace(red.explanation.newest, cause=words)
    changed = replace(red, explanation=replace(red.explanation, newest=newest))
    rows = tuple(changed if each is red else each for each in taken.rows)
    path = base(tmp_path, "{%p for x in chua_dat_can_dat %}", "{{ x.nguyen_nhan }}",
                "{%p endfor %}", "{{ nguyen_nhan_giai_phap }}")  # fmt: skip
    shown = filled(path, replace(taken, rows=rows))
    assert shown[0].startswith("{{ 7*7 }} <w:p/> phu_luc {")
    assert any("{{ 7*7 }} <w:p/> " in each for each in shown[1:])


def test_invented_figures_say_so_whatever_the_base_file(tmp_path: Path) -> None:
    word = docx.Document()
    word.sections[0].footer.paragraphs[0].text = "Chân trang của cơ quan"
    own = word.add_section()
    own.footer.is_linked_to_previous = False
    own.different_first_page_header_footer = True
    word.settings.odd_and_even_pages_header_footer = True
    path = tmp_path / "bao-cao.docx"
    word.save(str(path))
    found = opened(write("docx", of_sample(month()), Options(bases={"docx": path})))
    for section in found.sections:
        for foot in (section.footer, section.first_page_footer, section.even_page_footer):
            assert SAMPLE in "".join(each.text for each in foot.paragraphs)
    assert found.sections[0].footer.paragraphs[0].text == "Chân trang của cơ quan"


def test_an_office_s_own_styles_stay(tmp_path: Path) -> None:
    path = tmp_path / "bao-cao.docx"
    content = docx.Document(io.BytesIO(starter()))
    style = next(each for each in content.styles if each.style_id == "BxBody")
    style.font.name = "Arial"
    content.save(str(path))
    word = opened(write("docx", month(), Options(bases={"docx": path})))
    kept = [each for each in word.styles if each.style_id == "BxBody"]
    assert [each.font.name for each in kept] == ["Arial"]


def test_the_list_names_everything_once() -> None:
    names = [each for each, _ in placeholders()]
    assert len(names) == len(set(names)) == len(TEXTS) + len(LISTS) + len(BLOCKS)
    assert ("{{ ty_le_xanh_hoa }}", "tỷ lệ xanh hóa: 60,7 %") in placeholders()
