"""What an office's documents always say: read from its file, or from its name."""

from __future__ import annotations

from pathlib import Path

import pytest

from indicators.errors import InputRejected
from indicators.export.model import Official
from indicators.export.official import by_name, official
from indicators.settings import Settings

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
