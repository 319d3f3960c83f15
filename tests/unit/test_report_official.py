"""What an office's documents always say: read from its file, or from its name."""

from __future__ import annotations

from pathlib import Path

import pytest

from indicators.errors import InputRejected
from indicators.export import Options, Wanted, gather, write
from indicators.export import official as official_module
from indicators.export.model import Official, at_once
from indicators.export.official import by_name, official, symbol_fault
from indicators.reports.chosen import dressed, kept_options, read_options
from indicators.settings import Settings
from tests import offices
from tests.unit import reported

WHOLE = """
parent_agency = "UBND tỉnh Đắk Lắk"
agency = "Sở Xây dựng"
symbol = "BC-SXD"
place = "Đắk Lắk"
signer_authority = "KT. Giám đốc"
signer_title = "Phó Giám đốc"
signer_name = "Họ và  tên"
recipients = ["UBND tỉnh (báo cáo)", "Lưu: VT, VP"]
"""


def settings(folder: Path, text: str | None = None, office: str = "Sở Y tế tỉnh Gia Lai"):
    if text is not None:
        (folder / "van-ban.toml").write_text(text, encoding="utf-8")
    return Settings(templates=folder, office=office)


def test_a_whole_file_is_taken_as_it_says(tmp_path):
    found = official(settings(tmp_path, WHOLE))
    assert found == Official(
        parent_agency="UBND TỈNH ĐẮK LẮK",
        agency="SỞ XÂY DỰNG",
        symbol="BC-SXD",
        place="Đắk Lắk",
        signer_authority="KT. GIÁM ĐỐC",
        signer_title="PHÓ GIÁM ĐỐC",
        signer_name="Họ và tên",
        recipients=("UBND tỉnh (báo cáo)", "Lưu: VT, VP"),
    )


@pytest.mark.parametrize(
    ("office", "parent", "agency", "place"),
    [
        ("Sở Xây dựng tỉnh Đắk Lắk", "UBND TỈNH ĐẮK LẮK", "SỞ XÂY DỰNG", "Đắk Lắk"),
        ("Sở Y tế thành phố Huế", "UBND THÀNH PHỐ HUẾ", "SỞ Y TẾ", "Huế"),
        ("Ủy ban nhân dân tỉnh Đắk Lắk", "", "ỦY BAN NHÂN DÂN TỈNH ĐẮK LẮK", "Đắk Lắk"),
        ("Ủy ban nhân dân phường Tân An", "", "ỦY BAN NHÂN DÂN PHƯỜNG TÂN AN", "Tân An"),
        ("Bộ Xây dựng", "", "BỘ XÂY DỰNG", ""),
        ("", "", "", ""),
    ],
)
def test_without_a_file_the_name_says_what_it_can(tmp_path, office, parent, agency, place):
    found = official(settings(tmp_path, office=office))
    assert (found.parent_agency, found.agency, found.place) == (parent, agency, place)
    assert found == by_name(office)
    assert (found.symbol, found.signer_name, found.recipients) == ("", "", ())


def test_what_the_file_leaves_out_is_as_the_name_says(tmp_path):
    found = official(settings(tmp_path, 'symbol = "BC-SYT"'))
    assert (found.agency, found.parent_agency, found.symbol) == (
        "SỞ Y TẾ",
        "UBND TỈNH GIA LAI",
        "BC-SYT",
    )
    assert official(settings(tmp_path, 'parent_agency = ""')).parent_agency == ""


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("ky_hieu = 'x'", "không có mục «ky_hieu»; dùng được: parent_agency"),
        ("agency = 5", "mục «agency» phải là chữ trong ngoặc kép"),
        (f"agency = '{'x' * 201}'", "mục «agency» dài quá 200 chữ"),
        ("symbol = 'SXD'", 'phải viết như "BC-SXD"'),
        ("symbol = 'BC-SXD/1'", 'phải viết như "BC-SXD"'),
        ("recipients = 'VT'", "mục «recipients» phải là danh sách chữ"),
        ("recipients = ['a', ' ']", "nơi nhận thứ 2 trống"),
        ("agency = ", "không đọc được"),
        ("don-vi = 3", "dưới dòng [don-vi.MÃ]"),
        ("[don-vi]\nsymbol = 'BC-UBND'", "dưới dòng [don-vi.MÃ]"),
        ("[don-vi.tinh]\nky_hieu = 'x'", "[don-vi.tinh]: không có mục «ky_hieu»"),
        ("[don-vi.tinh]\nsymbol = 'bc'", "[don-vi.tinh]: symbol «bc» phải viết như"),
        ("[don-vi.tinh]\nrecipients = 1", "[don-vi.tinh]: mục «recipients»"),
    ],
)
def test_each_fault_says_where_and_what_to_do(tmp_path, text, told):
    with pytest.raises(InputRejected) as refused:
        official(settings(tmp_path, text))
    assert told in str(refused.value)
    assert "van-ban.toml" in str(refused.value)


def test_all_faults_are_told_at_once(tmp_path):
    with pytest.raises(InputRejected) as refused:
        official(settings(tmp_path, "a = 1\nagency = 1\nsymbol = 'x'\nrecipients = 1"))
    assert len(refused.value.problems) == 4


NAMES = {
    "tinh": "UBND tỉnh Đắk Lắk", "so": "Sở Xây dựng", "a": "Phòng Quản lý nhà",
    "khac": "Sở Y tế", "xa": "UBND xã Ea Kar", "ngoai": "Sở Y tế", "tinh-khac": "UBND tỉnh Gia Lai",
}  # fmt: skip
ABOVE = {"so": "tinh", "a": "so", "khac": "tinh", "xa": "tinh", "ngoai": "tinh-khac"}
TREE = offices.catalogue(
    units=[offices.changed(offices.unit(c, ABOVE.get(c)), name=name) for c, name in NAMES.items()]
)


def home(folder: Path, text: str = WHOLE) -> Settings:
    (folder / "van-ban.toml").write_text(text, encoding="utf-8")
    return Settings(templates=folder, office="Sở Xây dựng tỉnh Đắk Lắk", home_unit="so")


@pytest.mark.parametrize("unit", ["so", "a"])
def test_a_room_reports_on_the_paper_of_its_office(tmp_path: Path, unit: str) -> None:
    assert official(home(tmp_path), TREE, unit) == official(home(tmp_path))


@pytest.mark.parametrize(
    ("unit", "parent", "place"),
    [
        ("tinh", "", "Đắk Lắk"),
        ("khac", "UBND TỈNH ĐẮK LẮK", "Đắk Lắk"),
        ("xa", "UBND TỈNH ĐẮK LẮK", "Ea Kar"),
        ("ngoai", "UBND TỈNH GIA LAI", "Gia Lai"),
    ],
)
def test_another_agency_reports_in_its_own_name(
    tmp_path: Path, unit: str, parent: str, place: str
) -> None:
    assert official(home(tmp_path), TREE, unit) == Official(
        parent_agency=parent, agency=NAMES[unit].upper(), place=place, issuer=NAMES[unit]
    )


def test_a_part_of_the_file_speaks_for_one_unit(tmp_path: Path) -> None:
    own = '[don-vi.tinh]\nagency = "Ủy ban nhân dân tỉnh"\nsymbol = "BC-UBND"\n[don-vi.a]'
    settings = home(tmp_path, f'{WHOLE}{own}\nsigner_title = "Trưởng phòng"\n')
    province = official(settings, TREE, "tinh")
    assert (province.agency, province.symbol, province.signer_name) == (
        "ỦY BAN NHÂN DÂN TỈNH", "BC-UBND", "",
    )  # fmt: skip
    room = official(settings, TREE, "a")
    assert (room.signer_title, room.symbol) == ("TRƯỞNG PHÒNG", "BC-SXD")
    assert room.recipients == ("UBND tỉnh (báo cáo)", "Lưu: VT, VP")
    assert official(settings, TREE, "so").signer_title == "PHÓ GIÁM ĐỐC"
    with pytest.raises(InputRejected, match="không có đơn vị mã «a»"):
        official(settings, offices.catalogue(units=[offices.unit("tinh", None)]), "tinh")


def test_an_office_whose_unit_is_unknown_keeps_its_own_name(tmp_path: Path) -> None:
    settings = Settings(templates=tmp_path, office="Sở Y tế tỉnh Gia Lai", home_unit="khong-co")
    assert official(settings, TREE, "tinh") == official(settings)


def test_the_paper_of_a_report_is_that_of_its_unit(tmp_path: Path, small_office) -> None:
    office = small_office(reported.catalogue())
    called = office.settings.office
    settings = Settings(templates=tmp_path, office=called, home_unit="so")
    seen = {}
    for unit in ("so", "a", "tinh"):
        options = dressed(settings, office.catalogue, "docx", None, unit)
        assert read_options(kept_options(options)) == options
        taken = gather(office, office.operator(), Wanted(unit, "2026-10"))
        word = reported.opened(write("docx", taken, options, at_once))
        texts = [each.text for each in word.paragraphs]
        seen[unit] = (
            word.tables[0].cell(0, 0).text.split("\n")[0],
            next(each for each in texts if each.startswith("(Kèm theo")).split(" của ")[1],
        )
    parent = by_name(called).parent_agency
    assert seen["so"] == seen["a"] == (parent or called.upper(), f"{called})")
    name = office.catalogue.units["tinh"].name
    assert seen["tinh"] == (name.upper(), f"{name})")


@pytest.mark.parametrize(
    "symbol", ["BC-SXD", "BC-SYT", "BC-HĐND", "BC-SXD-VP", "BC-UBND2", "BC-SKH&ĐT"]
)
def test_a_symbol_is_written_as_symbols_are(symbol: str) -> None:
    assert symbol_fault(symbol) == ""


@pytest.mark.parametrize(
    "symbol",
    ["", "BC", "BC-", "BC SXD!", "BC SXD", "bc-sxd", "BC-sxd", "SXD", "BC/SXD", "BC--SXD",
     "BC-SXD ", "BC-S\u0323XD", "BC-SXD\n", f"BC-{'X' * 38}"],
)  # fmt: skip
def test_what_is_no_symbol_is_told_how_one_is_written(symbol: str) -> None:
    assert f'«{symbol}» phải viết như "BC-SXD": BC, gạch nối' in symbol_fault(symbol)
    assert Options().official.symbol == ""


def test_what_is_given_to_begin_with_says_how_a_unit_has_its_own(tmp_path: Path) -> None:
    """The part of the file to start from that is put out of force is right once it is let in."""
    text = Path(official_module.__file__).with_name("van-ban.toml").read_text(encoding="utf-8")
    head, mark, own = text.partition("# [don-vi.dl-ubnd]")
    assert mark
    let_in = head + "\n".join(
        line.removeprefix("# ") for line in f"{mark}{own}".splitlines()
    ).replace("dl-ubnd", "tinh")
    found = official(home(tmp_path, let_in), TREE, "tinh")
    assert (found.symbol, found.signer_title) == ("BC-UBND", "CHỦ TỊCH")
    assert official(home(tmp_path, text), TREE, "tinh").symbol == ""
