"""What a password must be (quy tắc mật khẩu): long and not to be guessed, or as QĐ 742 has it.

Source: SECURITY.md, "Accounts and sessions"; NIST SP 800-63B, 3.1.1 (length, a list of common
passwords, words of the context, no composition and no rotation); for the preset `qd742` the
guidance of QĐ 742/QĐ-BTTTT of 22/4/2022 on basic information security of internal software.
"""

from __future__ import annotations

import string
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from indicators.settings import Settings
from indicators.text import fold

SHORTEST, SHORTEST_ADMIN, LONGEST = 12, 15, 128
_COMMON = Path(__file__).parent / "common_passwords.txt"
_LOOKALIKES = str.maketrans("@4310!5$7", "aaeioisst")
_AROUND = string.digits + string.punctuation + string.whitespace
_FEWEST_SIGNS = 5
_OURS = ("bangxanh", "banghieu", "chitieu")


def faults_of(
    password: str, *, account: str, name: str, is_admin: bool, settings: Settings
) -> list[str]:
    """Return everything wrong with a password, as Vietnamese sentences; nothing where it is good.

    Args:
        password: as typed; compared in composed form.
        account: whose it is to be.
        name: the person's name.
        is_admin: whether more is asked, since more is at stake.
        settings: the office's rules and its name.
    """
    text = plain(password)
    found = list(_length_faults(text, is_admin=is_admin))
    if len(text) > LONGEST:
        return found
    if _is_common(text):
        found.append("Mật khẩu này quá phổ biến hoặc quá đơn điệu, ai cũng đoán được.")
    if word := _context_word(text, (account, name, settings.office, *_OURS)):
        found.append(f"Mật khẩu không được dựa vào «{word}» (tên, tài khoản, cơ quan).")
    if settings.password_rules == "qd742":  # noqa: S105 - the name of the rules
        found.extend(_composition_faults(text))
    return found


def plain(text: str) -> str:
    """Return the one form of a password: composed, so that every keyboard types the same."""
    return unicodedata.normalize("NFC", text).encode(errors="replace").decode()


def _length_faults(text: str, *, is_admin: bool) -> Iterator[str]:
    shortest = SHORTEST_ADMIN if is_admin else SHORTEST
    if len(text) < shortest:
        whose = "Mật khẩu của quản trị" if is_admin else "Mật khẩu"
        yield f"{whose} phải có ít nhất {shortest} ký tự; mật khẩu này có {len(text)}."
    if len(text) > LONGEST:
        yield f"Mật khẩu dài nhất {LONGEST} ký tự; mật khẩu này có {len(text)}."


def _is_common(text: str) -> bool:
    """Whether a password is listed words with signs around them, or hardly any signs at all."""
    bare = _folded(text)
    headless = text.lstrip(_AROUND)
    letters = "".join(sign for sign in text if sign.isalpha())
    tried = {text, text.rstrip(_AROUND), headless, headless.rstrip(_AROUND), letters}
    listed = any(_is_listed(form) for each in tried for form in (_folded(each), _bare(each)))
    simple = bare.isdigit() or len(set(bare)) < _FEWEST_SIGNS
    return listed or simple or _is_repeated(bare) or _is_run(bare)


def _is_listed(text: str) -> bool:
    """Whether a text is a listed word, or two of them side by side."""
    known = _common()
    return text in known or any(
        text[:place] in known and text[place:] in known for place in range(2, len(text) - 1)
    )


def _is_repeated(text: str) -> bool:
    """Whether a piece of up to six signs, again and again, is all there is."""
    return any(len(text) > n and text == (text[:n] * len(text))[: len(text)] for n in range(1, 7))


def _is_run(text: str) -> bool:
    """Whether signs that follow one another in the alphabet or in a row of keys are most of it."""
    rows = ("abcdefghijklmnopqrstuvwxyz", "01234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm")
    pairs = {row[i : i + 2] for row in rows for i in range(len(row) - 1)}
    pairs |= {pair[::-1] for pair in pairs}
    steps = sum(text[i : i + 2] in pairs for i in range(len(text) - 1))
    return len(text) > 1 and steps >= 0.75 * (len(text) - 1)


def _context_word(text: str, words: tuple[str, ...]) -> str | None:
    """Return the word of the context that makes up half of a password or more."""
    bare = _bare(text)
    for word in words:
        plain_word = _bare(word)
        if len(plain_word) >= 4 and plain_word in bare and len(plain_word) * 2 >= len(bare):
            return word
    return None


def _composition_faults(text: str) -> Iterator[str]:
    if not any(sign.isupper() for sign in text):
        yield "Mật khẩu phải có chữ hoa."
    if not any(sign.islower() for sign in text):
        yield "Mật khẩu phải có chữ thường."
    if not any(sign.isdigit() for sign in text):
        yield "Mật khẩu phải có chữ số."
    if all(sign.isalnum() for sign in text):
        yield "Mật khẩu phải có ký tự đặc biệt (ví dụ ! @ # hoặc dấu cách)."


def _folded(text: str) -> str:
    """Return a password without diacritics, capitals and blanks."""
    return fold.__wrapped__(text).replace(" ", "")  # its cache would keep passwords in memory


def _bare(text: str) -> str:
    """Return the same with the letters that were written as signs: p@ssw0rd is password."""
    return _folded(text.translate(_LOOKALIKES))


@cache
def _common() -> frozenset[str]:
    lines = _COMMON.read_text(encoding="utf-8").splitlines()
    return frozenset(_folded(line) for line in lines if line and not line.startswith("#"))
