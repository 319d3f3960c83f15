"""Passwords, line by line of SECURITY.md, "Accounts and sessions"."""

from __future__ import annotations

import threading
import time
import unicodedata

import argon2
import pytest

from indicators.access import password_rules, passwords
from indicators.errors import Busy
from indicators.settings import Settings

GOOD = "Con trâu đi cày ruộng sâu"


def faults(password: str, *, rules: str = "standard", is_admin: bool = False) -> list[str]:
    settings = Settings(password_rules=rules)
    return passwords.faults_of(
        password, account="van.thu", name="Trần Văn Thử", is_admin=is_admin, settings=settings
    )


def test_a_hash_is_argon2id_with_the_library_s_defaults():
    made = passwords.hash_password(GOOD)
    assert argon2.extract_parameters(made) == argon2.PasswordHasher()._parameters
    assert argon2.extract_parameters(made).type is argon2.Type.ID
    assert GOOD not in made
    assert made != passwords.hash_password(GOOD)


def test_only_the_password_itself_matches():
    made = passwords.hash_password(GOOD)
    assert passwords.matches(made, GOOD)
    assert not passwords.matches(made, GOOD + "!")
    assert not passwords.matches(made, "")
    assert not passwords.matches("no hash at all", GOOD)


def test_composed_and_decomposed_forms_are_one_password():
    made = passwords.hash_password(unicodedata.normalize("NFD", GOOD))
    assert passwords.matches(made, unicodedata.normalize("NFC", GOOD))


def test_what_no_keyboard_types_is_just_wrong():
    assert not passwords.matches(passwords.hash_password(GOOD), "\ud800" * 20)
    assert not passwords.matches(passwords.hash_password(GOOD), "x" * 100_000)


def test_nobody_s_password_takes_a_verify_too(monkeypatch):
    tried = []
    verify = argon2.PasswordHasher.verify

    def counted(self, known, text) -> bool:
        tried.append((argon2.extract_parameters(known), text))
        return verify(self, known, text)

    monkeypatch.setattr(argon2.PasswordHasher, "verify", counted)
    assert not passwords.matches(None, GOOD)
    assert tried == [(argon2.PasswordHasher()._parameters, GOOD)]  # as costly as anybody's


def test_the_dummy_s_own_password_lets_nobody_in():
    assert not passwords.matches(None, "mật khẩu của không ai cả")


def test_old_costs_are_renewed():
    cheap = argon2.PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(GOOD)
    assert passwords.needs_rehash(cheap)
    assert not passwords.needs_rehash(passwords.hash_password(GOOD))


def test_two_compute_at_once_few_wait_and_more_are_told_to_come_back():
    inside, most, lock, refused = 0, 0, threading.Lock(), []
    go_on = threading.Event()

    def take_a_turn() -> None:
        nonlocal inside, most
        try:
            with passwords.turn():
                with lock:
                    inside += 1
                    most = max(most, inside)
                go_on.wait(20)
                with lock:
                    inside -= 1
        except Busy as busy:
            refused.append(str(busy))

    count = passwords.AT_ONCE + passwords.WAITING + 7
    threads = [threading.Thread(target=take_a_turn) for _ in range(count)]
    for each in threads:
        each.start()
    until = time.monotonic() + 20
    while len(refused) < 7 and time.monotonic() < until:
        time.sleep(0.01)
    go_on.set()
    for each in threads:
        each.join()
    assert most == passwords.AT_ONCE
    assert len(refused) == 7
    assert "bận" in refused[0]
    with passwords.turn(), passwords.turn():  # all is given back, and a turn within is no wait
        assert passwords.matches(passwords.hash_password(GOOD), GOOD)


def test_twelve_characters_are_enough_and_fifteen_for_admins():
    assert faults("trâu cày ruộ") == []
    assert any("ít nhất 12" in each for each in faults("trâu cày ru"))
    assert any("ít nhất 15" in each for each in faults("trâu cày ruộng", is_admin=True))
    assert faults("trâu cày ruộng!", is_admin=True) == []


def test_length_counts_composed_letters():
    assert len(unicodedata.normalize("NFD", "trâu cày ru")) > 12
    assert faults(unicodedata.normalize("NFD", "trâu cày ru"))


def test_up_to_128_characters():
    longest = ("Lúa chín vàng đồng xa " * 9)[:128]
    assert faults(longest) == []
    assert any("dài nhất 128" in each for each in faults(longest + "x"))
    assert faults("x" * 1_000_000)  # and quickly


@pytest.mark.parametrize(
    "password",
    [
        "Matkhau@2026",
        "P@ssw0rd123!",
        "@dm1nistrat0r!",
        "Mật khẩu 123456",
        "anh yeu em 2026",
        "Buôn Ma Thuột!!",
        "Admin@123456",
        "123456789012",
        "0912345678901",
        "qwertyuiop12",
        "aaaaaaaaaaaa",
        "abcabcabcabc",
        "22112026 22112026",
        "HàNội2026HàNội",
    ],
)
def test_the_common_is_refused(password):
    assert any("phổ biến" in each for each in faults(password))


@pytest.mark.parametrize(
    "password", ["van.thu2026!!", "TranVanThu 2026", "bangxanh 2026", "So Xay dung tinh Dak Lak 1"]
)
def test_words_of_the_context_are_refused(password):
    assert any("dựa vào" in each for each in faults(password))


@pytest.mark.parametrize(
    "password", [GOOD, "vT7#kQ9!pL2x", "correct horse battery", "ngày mưa ở quê"]
)
def test_what_is_long_and_one_s_own_passes(password):
    assert faults(password) == []


def test_composition_is_asked_for_by_the_preset_alone():
    assert faults("ngày mưa ở quê") == []
    told = faults("ngày mưa ở quê", rules="qd742")
    assert [each for each in told if "chữ hoa" in each]
    assert [each for each in told if "chữ số" in each]
    assert faults("Ngày mưa ở quê 7", rules="qd742") == []


def test_all_faults_are_told_at_once():
    assert len(faults("admin", rules="qd742")) == 5


def test_judging_a_password_keeps_it_nowhere():
    before = password_rules.fold.cache_info().currsize
    faults("một câu chưa ai từng nói 4711")
    grown = password_rules.fold.cache_info().currsize - before
    assert grown == 0
