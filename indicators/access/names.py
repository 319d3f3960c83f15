"""What an account may be called (tên tài khoản), and what people type when they mean it."""

from __future__ import annotations

import re

from indicators.audit import SYSTEM
from indicators.text import clean

NOBODY = "khach"  # who acts in the trail before anyone is known
# These act in the trail without being people.
RESERVED = frozenset({SYSTEM, NOBODY, "oidc", "so-lieu-mau"})
SAMPLE_END = "-mau"  # the invented people's accounts end so, and no others
BAD_ACCOUNT = (
    "Tên tài khoản gồm 2 đến 64 chữ cái thường không dấu, chữ số, dấu chấm, gạch hoặc @, bắt đầu"
    " bằng chữ hoặc số."
)

_LONGEST_TYPED = 200
_ACCOUNT = re.compile(r"[a-z0-9][a-z0-9._@-]{1,63}")
_EMAIL = re.compile(r"[^@\s]{1,64}@[^@\s]+\.[^@\s]{2,}")
_LONGEST_NAME, _LONGEST_EMAIL = 100, 254


def account_of(typed: str) -> str:
    """Return the account that someone means: no blanks around it, small letters."""
    return clean(typed[:_LONGEST_TYPED]).lower()


def account_fault(account: str) -> str | None:
    """Return what is wrong with an account's name, in Vietnamese; None where nothing is."""
    if not _ACCOUNT.fullmatch(account):
        return BAD_ACCOUNT
    if account in RESERVED or account.endswith(SAMPLE_END):
        return f"Tên tài khoản {account} dành riêng cho hệ thống; chọn tên khác."
    return None


def name_fault(name: str) -> str | None:
    """Return what is wrong with a person's name, in Vietnamese; None where nothing is."""
    if not name:
        return "Chưa có họ và tên."
    return f"Họ và tên dài nhất {_LONGEST_NAME} ký tự." if len(name) > _LONGEST_NAME else None


def email_fault(email: str | None) -> str | None:
    """Return what is wrong with an e-mail address, in Vietnamese; None where nothing is."""
    if email is None or (_EMAIL.fullmatch(email) and len(email) <= _LONGEST_EMAIL):
        return None
    return f"Thư điện tử «{email}» không đúng dạng: viết như ten@so.vn, hoặc để trống."
