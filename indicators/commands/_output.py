"""Whether a file can be written where it is asked for: known before it is numbered and kept."""

from __future__ import annotations

import errno
from pathlib import Path
from typing import Any, NoReturn

import click

_WHY = {
    errno.EACCES: "không có quyền ghi ở đó, hoặc tệp đang mở trong chương trình khác",
    errno.EPERM: "không có quyền ghi ở đó",
    errno.ENOSPC: "đĩa đã đầy",
    errno.EROFS: "ổ đĩa chỉ đọc được",
}


def refuse_unwritable(output: Path) -> None:
    """Try the place of a file, and leave it as it was.

    Raises:
        click.exceptions.Exit: nothing can be written there, which is told.
    """
    try:
        if output.exists():
            output.open("r+b").close()
        else:
            output.open("xb").close()
            output.unlink()
    except OSError as error:
        _refuse(f"Không ghi được {output}: {_why(output, error)}.", error)


def save(output: Path, content: bytes, told: dict[str, Any]) -> None:
    """Write a file where it was asked for.

    Args:
        output: where.
        content: the file.
        told: what is said of it: `number` once it is kept, `official` once it has its number.

    Raises:
        click.exceptions.Exit: it cannot be written; what was kept and numbered is told.
    """
    try:
        output.write_bytes(content)
    except OSError as error:
        lines = [f"Không ghi được {output}: {_why(output, error)}."]
        if told.get("official"):
            lines.append(
                f"Báo cáo đã được cấp số {told['official']}: số ấy thuộc về nó, không cấp lại."
            )
        if "number" in told:
            lines.append(
                f"Lấy đúng tệp ấy ở chỗ khác: python -m indicators report again"
                f" {told['number']} -o TỆP"
            )
        _refuse("\n".join(lines), error)


def _why(output: Path, error: OSError) -> str:
    if error.errno in {errno.ENOENT, errno.ENOTDIR}:
        return f"không có thư mục {output.parent}"
    return _WHY.get(error.errno or 0, error.strerror or str(error))


def _refuse(told: str, error: OSError) -> NoReturn:
    click.echo(told, err=True)
    raise click.exceptions.Exit(1) from error
