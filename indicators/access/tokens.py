"""Tokens (mã bí mật): 256 random bits that open something, kept as their SHA-256 only."""

from __future__ import annotations

import hashlib
import secrets

_BYTES = 32
_LONGEST = 200


def new_token() -> str:
    """Return a token of 256 bits, fit for an address or a cookie."""
    return secrets.token_urlsafe(_BYTES)


def new_handle() -> str:
    """Return a public name of 64 bits for something that a token opens."""
    return secrets.token_hex(8)


def sha256_of(token: str) -> str:
    """Return what the store keeps of a token; of one too long to be ours, of nothing."""
    kept = token if len(token) <= _LONGEST else ""
    return hashlib.sha256(kept.encode(errors="replace")).hexdigest()
