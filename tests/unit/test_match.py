"""Names found for certain, names asked about, names nobody knows."""

from __future__ import annotations

import unicodedata
from dataclasses import replace

import pytest

from indicators.intake.match import Hit, Index, bare_name, clause_in, is_slip, names_of
from indicators.intake.subject import Fault, Subject, identify
from tests.unit.workbooks import CATALOGUE, INDICATORS, UNITS, indicator

NAMES = names_of(CATALOGUE)


def found(name, code="", clause="", hint="", unit=None, names=NAMES):
    result = identify(Subject("B5", code, name, clause, hint), names, unit)
    return f"!{result.code}" if isinstance(result, Fault) else result.code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Tỷ lệ hồ sơ xử lý đúng hạn", "DUNG-HAN"),
        ("TỶ LỆ HỒ SƠ XỬ LÝ ĐÚNG HẠN", "DUNG-HAN"),
        (unicodedata.normalize("NFD", "Tỷ lệ hồ sơ xử lí đúng hạn"), "DUNG-HAN"),
        ("Ti le ho so xu ly dung han", "DUNG-HAN"),
        ("1. Tỷ lệ hồ sơ xử lý đúng hạn (%)", "DUNG-HAN"),
        ("- Tỷ lệ hồ sơ xử lý đúng hạn:", "DUNG-HAN"),
        ("a) Tỷ lệ giải quyết hồ sơ đúng hạn (ĐVT: %)", "DUNG-HAN"),
        ("III.9. Tỷ lệ hồ sơ xử lý đúng hạn", "DUNG-HAN"),
        ("Tỷ lệ hồ sơ xử lý đúng hạnn", "DUNG-HAN"),
        ("Tỷ lệ hồsơ xử lý đúng hạn", "DUNG-HAN"),
        ("Tỷ lệ HS xử lý đúng hạn", "DUNG-HAN"),
        ("Hồ sơ xử lý đúng hạn", "DUNG-HAN"),
        ("dung-han", "DUNG-HAN"),
        ("III.9", "DUNG-HAN"),
        ("III / 11", "TOAN-TRINH"),
        ("Tỷ lệ thanh toán trực tuyến trong giải quyết thủ tục hành chính", "TRUC-TUYEN"),
        ("Tỷ lệ hồ sơ xử lý chưa đúng hạn", "!indicator-uncertain"),
        ("Tỷ lệ hồ sơ xử lý không đúng hạn", "!indicator-uncertain"),
        ("Tỷ lệ hồ sơ xử lý quá hạn", "!indicator-uncertain"),
        ("Tỷ lệ hồ sơ xử lý trước hạn", "!indicator-uncertain"),
        ("III.9. Tỷ lệ hồ sơ xử lý chưa đúng hạn", "!indicator-uncertain"),
        ("Số hồ sơ xử lý đúng hạn", "!indicator-uncertain"),
        ("Tỷ lệ hồ sơ trực tuyến", "!indicator-uncertain"),
        ("Tỷ lệ dịch vụ công trực tuyến toàn trình", "!indicator-uncertain"),
        ("Tỷ lệ hồ sơ trực tuyến một phần", "!indicator-uncertain"),
        ("Diện tích cây xanh đô thị", "!indicator-unknown"),
    ],
)
def test_finds_or_asks(text, code):
    assert found(text) == code


def test_clause_and_numbering():
    assert found("", clause="III.16") == "HAI-LONG"
    assert found("", hint="III.16") == "HAI-LONG"
    assert found("", clause="III.99") == "!indicator-unknown"
    assert found("", code="III.16") == "HAI-LONG"
    assert found("Hồ sơ chưa đúng hạn", hint="III.9") == "!indicator-uncertain"
    # Offices number their own forms: a certain name beats numbering, and contradicts a clause.
    assert found("Tỷ lệ hồ sơ xử lý đúng hạn", hint="III.16") == "DUNG-HAN"
    assert found("Tỷ lệ hồ sơ xử lý đúng hạn", clause="III.16") == "!indicator-conflict"
    assert found("Tỷ lệ hồ sơ xử lý đúng hạn", code="DIEM") == "!indicator-conflict"
    assert found("Hồ sơ đúng hạn trong kỳ", code="DUNG-HAN") == "DUNG-HAN"
    assert found("Tỷ lệ hồ sơ xử lý đúng hạn", code="CT01") == "DUNG-HAN"


def test_names_the_nearest_when_asking():
    fault = identify(Subject("B7", "", "Tỷ lệ hồ sơ xử lý quá hạn"), NAMES, None)
    assert isinstance(fault, Fault)
    assert "B7" in fault.message
    assert "«Tỷ lệ hồ sơ xử lý đúng hạn» (mã DUNG-HAN)" in fault.message


def test_two_indicators_of_one_name_are_told_apart_by_who_reports():
    twin = indicator("CU", "III.9", "Tỷ lệ hồ sơ xử lý đúng hạn", plan="cu", applies_to=("vp",))
    names = names_of(replace(CATALOGUE, indicators={**INDICATORS, "CU": twin}))
    text = "Tỷ lệ hồ sơ xử lý đúng hạn"
    assert found(text, names=names) == "!indicator-uncertain"
    assert found(text, names=names, unit=UNITS["vp"]) == "CU"
    assert found(text, names=names, unit=UNITS["qlxd"]) == "DUNG-HAN"
    assert found("III.9", names=names, unit=UNITS["vp"]) == "CU"


def test_names_that_differ_by_diacritics_only_are_asked_about():
    index = Index.of({"A": ["Tỷ lệ thu"], "B": ["Tỷ lệ thử"]})
    assert index.find("Tỷ lệ thử").code == "B"
    assert index.find("ty le thu").code is None
    assert set(index.find("ty le thu").near) == {"A", "B"}


def test_too_little_of_a_name_is_asked_about():
    index = Index.of({"A": ["Tỷ lệ người dân hài lòng trong tháng này"]})
    assert index.find("người dân hài lòng trong tháng").code == "A"
    assert index.find("người dân hài lòng") == Hit(None, ("A",))


def test_needs_a_lead_over_the_next():
    index = Index.of({"A": ["Tỷ lệ hồ sơ loại một"], "B": ["Tỷ lệ hồ sơ loại mốt"]})
    assert index.find("Tỷ lệ hồ sơ loại mox").code is None


@pytest.mark.parametrize(
    ("asked", "known", "is_one"),
    [
        ("ho so dung han", "ho so dung han", True),
        ("ho so dugn han", "ho so dung han", True),
        ("dung han ho so", "ho so dung han", True),
        ("ti le ho so dung han", "ho so dung han", True),
        ("ho so chua dung han", "ho so cua dung han", False),
        ("ho so qua han", "ho so dung han", False),
        ("nhom 82", "nhom 892", False),
        ("truc tiep", "truc tuyen", False),
        ("ti le ho so", "ti le so hoa ho so", False),
    ],
)
def test_a_slip_is_no_other_word(asked, known, is_one):
    assert is_slip(asked, known) is is_one


def test_bare_names_and_clauses():
    assert bare_name("1.2. Nội dung (%)") == "Nội dung"
    assert bare_name("+ Nội dung") == "Nội dung"
    assert bare_name("(%)") != ""
    assert clause_in("II.1.h. Tỷ lệ") == ("II.1.h", "Tỷ lệ")
    assert clause_in("IV là phần sau") == ("", "IV là phần sau")


def test_names_are_folded_once_for_each_catalogue():
    assert names_of(CATALOGUE) is names_of(CATALOGUE)
    assert names_of(replace(CATALOGUE)) is not names_of(CATALOGUE)
