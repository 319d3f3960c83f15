"""`check --marked-up`: each workbook with problems written once more, its problems marked."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from indicators.errors import BangXanhError
from indicators.intake.reading import Reading

_ENDING = " - cần sửa"

option = click.option(
    "--marked-up",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    help="Ghi vào thư mục này bản đánh dấu lỗi của mỗi tệp có lỗi: tên - cần sửa.xlsx.",
)


def write_marked(
    files: Sequence[Path], readings: Sequence[Reading], folder: Path
) -> list[Path | None]:
    """Return where each file's marked copy was written, None where there is nothing to mark.

    A file that is there already is never replaced: it may be the copy that somebody is mending.
    """
    folder.mkdir(parents=True, exist_ok=True)
    pairs = zip(files, readings, strict=True)
    return [_write(path, reading, folder) for path, reading in pairs]


def _write(path: Path, reading: Reading, folder: Path) -> Path | None:
    from indicators.intake.markup import can_be_marked, marked_up  # noqa: PLC0415 - seldom used

    if not reading.problems or not can_be_marked(reading):
        return None
    try:
        data = marked_up(path.read_bytes(), reading)
    except BangXanhError as error:
        click.echo(f"{path}: không ghi được bản đánh dấu. {error}", err=True)
        return None
    stem = path.stem.removesuffix(_ENDING)
    number = 1
    while True:
        target = folder / f"{stem}{_ENDING}{'' if number == 1 else f' ({number})'}.xlsx"
        try:
            with target.open("xb") as file:
                file.write(data)
        except FileExistsError:
            number += 1
        else:
            return target
