"""What was chosen of a report (tùy chọn), kept so that it can be made again."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from indicators.export import Options

if TYPE_CHECKING:
    from pydantic import TypeAdapter


def kept_options(options: Options) -> str:
    """Return options as they are kept: JSON."""
    return _adapter().dump_json(options).decode()


def read_options(kept: str) -> Options:
    """Return kept options; what an earlier edition did not know is as by default."""
    return _adapter().validate_json(kept)


def base_digest(base: Path | None) -> str | None:
    """Return the SHA-256 of an office's base file; None without one, or where it is gone."""
    if base is None or not base.is_file():
        return None
    return hashlib.sha256(base.read_bytes()).hexdigest()


@cache
def _adapter() -> TypeAdapter[Options]:
    from pydantic import TypeAdapter  # noqa: PLC0415 - slow, and only reports need it

    return TypeAdapter(Options)
