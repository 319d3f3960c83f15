"""Two spellings of one name are one; what differs stays different."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.text import clean, fold


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Xử lí đúng hạn", "XỬ LÝ ĐÚNG HẠN"),
        ("Quí III", "quý iii"),
        ("Đắk Lắk", "DAK LAK"),
        ("hồ sơ", unicodedata.normalize("NFD", "Hồ sơ")),
        ("Tỷ lệ\u00a0hồ sơ", "tỉ lệ  hồ sơ"),
        ("hồ\u200b sơ", "hồ sơ"),
        ("hoà bình", "hòa bình"),
        ("III.9 - Tỷ lệ", "III 9 tỷ lệ"),
    ],
)
def test_spellings_of_one_name(one: str, other: str):
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"), [("máy", "mái"), ("thúy", "thúi"), ("98%", "98"), ("III.9", "III.90")]
)
def test_different_words_stay_different(one: str, other: str):
    assert fold(one) != fold(other)


def test_clean_keeps_the_letters_and_composes_them():
    assert clean(unicodedata.normalize("NFD", "  Hồ\u200b  sơ\u202f\t")) == "Hồ sơ"


@given(st.text(max_size=40))
def test_folding_twice_is_folding_once(text: str):
    assert fold(fold(text)) == fold(text)
    assert clean(clean(text)) == clean(text)
    assert fold(clean(text)) == fold(text)


@given(st.text(alphabet="aăâeêioôơuưyđbclhntxqĂÂĐÊÔƠƯ áàảãạ", max_size=20))
def test_case_and_composition_do_not_matter(text: str):
    assert fold(text) == fold(text.upper()) == fold(unicodedata.normalize("NFD", text))
