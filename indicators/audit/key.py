"""The key that marks audit rows: 32 random bytes in a file of its own, outside every backup.

Who can write the store but not read the key cannot make a row that verifies. Rows name their key,
so that a key that was lost is told from a row that was changed, and rows of an earlier key still
verify while its file lies beside as `*.key`.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
import stat
from dataclasses import dataclass, field
from pathlib import Path

from queries import StoreBroken

_LENGTH = 32


@dataclass(frozen=True, slots=True)
class Key:
    """A secret and the name it goes by in the rows, from which it cannot be worked out."""

    secret: bytes = field(repr=False)

    @property
    def key_id(self) -> str:
        """The first 16 hex digits of a SHA-256 over the secret."""
        return hashlib.sha256(b"bangxanh audit key" + self.secret).hexdigest()[:16]

    def mark(self, text: str) -> str:
        """Return HMAC-SHA256 of `text` in hex."""
        return hmac.new(self.secret, text.encode(), hashlib.sha256).hexdigest()


def passing_key() -> Key:
    """Return a key for a store in memory: it ends with the store."""
    return Key(secrets.token_bytes(_LENGTH))


def load_or_create(path: Path) -> Key:
    """Return the key in the file at `path`, made now, for its owner only, where there is none.

    Raises:
        StoreBroken: it cannot be read or made, or is no key.
    """
    try:
        if not path.exists():
            _create(path)
        return _read(path)
    except OSError as error:
        raise StoreBroken(
            f"Không đọc hoặc tạo được tệp khóa nhật ký {path}: {error}. Kiểm tra quyền của thư mục,"
            " hoặc đặt BANGXANH_AUDIT_KEY."
        ) from error


def known_keys(path: Path) -> dict[str, Key]:
    """Return every key at and beside `path` by its name, without making any."""
    files = {path, *path.parent.glob("*.key")}
    keys = [_read(file) for file in files if file.is_file()]
    return {key.key_id: key for key in keys}


def exposed(path: Path) -> bool:
    """Whether others than its owner may read the key; always False where files have no modes."""
    if os.name == "nt" or not path.exists():
        return False
    return bool(path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO))


def _create(path: Path) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(secrets.token_bytes(_LENGTH))
        file.flush()
        os.fsync(file.fileno())


def _read(path: Path) -> Key:
    secret = path.read_bytes()
    if len(secret) != _LENGTH:
        raise StoreBroken(
            f"Tệp khóa nhật ký {path} hỏng: phải có đúng {_LENGTH} byte, đang có {len(secret)}."
            " Chép lại từ bản giữ riêng của cơ quan."
        )
    return Key(secret)
