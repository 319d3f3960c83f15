"""Passwords (mật khẩu): how they are kept and compared.

argon2id with the library's defaults takes about 50 ms and 64 MB a time, so at most two run at
once and few wait; whoever comes then is told that the system is busy.

Source: SECURITY.md, "Accounts and sessions".
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

from indicators.access.password_rules import faults_of, plain
from indicators.errors import Busy

AT_ONCE, WAITING = 2, 20
_READ_AT_MOST = 1_000  # longer ones can never have been set

__all__ = [
    "AT_ONCE",
    "WAITING",
    "faults_of",
    "hash_password",
    "matches",
    "needs_rehash",
    "plain",
    "turn",
]

_HASHER = PasswordHasher()
_seats = threading.BoundedSemaphore(AT_ONCE + WAITING)
_hands = threading.BoundedSemaphore(AT_ONCE)
_mine = threading.local()


@contextmanager
def turn() -> Iterator[None]:
    """Wait for one of the places to compute; inside another turn of this thread, at once.

    Raises:
        Busy: too many wait already.
    """
    if getattr(_mine, "has_turn", False):
        yield
        return
    if not _seats.acquire(blocking=False):
        raise Busy("Hệ thống đang bận: nhiều người đăng nhập cùng lúc. Chờ vài giây rồi thử lại.")
    try:
        with _hands:
            _mine.has_turn = True
            try:
                yield
            finally:
                _mine.has_turn = False
    finally:
        _seats.release()


def hash_password(text: str) -> str:
    """Return the argon2id hash of a password, to be kept.

    Raises:
        Busy: too many wait already.
    """
    with turn():
        return _HASHER.hash(plain(text))


def matches(known: str | None, text: str) -> bool:
    """Whether `text` is the password whose hash is `known`.

    Without a hash, as for an account that does not exist, the answer is False after just as long.

    Raises:
        Busy: too many wait already.
    """
    with turn():
        try:
            _HASHER.verify(known or _nobodys(), plain(text[:_READ_AT_MOST]))
        except (Argon2Error, InvalidHashError):
            return False
    return known is not None


def needs_rehash(known: str) -> bool:
    """Whether a hash was made with other costs than those in force now."""
    return _HASHER.check_needs_rehash(known)


@cache
def _nobodys() -> str:
    return _HASHER.hash("mật khẩu của không ai cả")
