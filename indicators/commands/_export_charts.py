"""`export --chart`, `--charts`: which charts of a board are meant, and where their pictures go."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from indicators.commands._common import print_json, table
from indicators.errors import InputRejected

if TYPE_CHECKING:
    from indicators.export.charts import Called

CHART = click.option(
    "--chart",
    "charts",
    multiple=True,
    metavar="SỐ|TÊN",
    help="Chỉ biểu đồ này (png, svg): số, hoặc một phần tên; ghi nhiều lần thì -o là thư mục.",
)
LIST = click.option(
    "--charts", "is_list", is_flag=True, help="Liệt kê các biểu đồ của bảng, không ghi tệp nào."
)


def refuse_unfit(kind: str, asked: Sequence[str], output: Path | None, *, is_list: bool) -> None:
    """Refuse what cannot go together.

    Raises:
        click.UsageError: the format draws no single chart, or nothing says where to write.
    """
    from indicators.export.charts import PICTURES  # noqa: PLC0415 - few need it

    if (asked or is_list) and kind not in PICTURES:
        raise click.UsageError(f"--chart và --charts chỉ đi với {' hoặc '.join(PICTURES)}.")
    if asked and is_list:
        raise click.UsageError("Chọn --chart (ghi tệp) hoặc --charts (liệt kê), không cả hai.")
    if output is None and not is_list:
        raise click.UsageError("Thiếu -o TỆP: ghi ra tệp nào.")
    if output is not None and not asked and _is_folder(output):
        raise click.BadParameter(f"{output} là thư mục: ghi tên tệp sau -o.")


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:  # a name the disk does not take: told where it is written to
        return False


def meant(known: Sequence[Called], asked: Sequence[str]) -> list[Called]:
    """Return the charts that are asked for, each once, as asked.

    Raises:
        click.BadParameter: one is none, or could be several; with the list.
    """
    from indicators.export.charts import find  # noqa: PLC0415 - few need it

    try:
        return list(dict.fromkeys(find(known, each) for each in asked))
    except InputRejected as rejected:
        raise click.BadParameter(f"{rejected}\nXem đủ danh sách: thêm --charts.") from rejected


def places(charts: Sequence[Called], kind: str, output: Path) -> list[Path]:
    """Return the file of each chart: `output` itself for one, else in the folder it is.

    Raises:
        click.BadParameter: there are several, and it is a file.
        click.FileError: the folder cannot be made.
    """
    if len(charts) == 1 and not output.is_dir():
        return [output]
    if output.exists() and not output.is_dir():
        raise click.BadParameter(
            f"Có {len(charts)} biểu đồ mà {output} là tệp: -o phải là thư mục."
        )
    try:
        output.mkdir(exist_ok=True)
    except OSError as error:
        raise click.FileError(str(output), error.strerror) from error
    return [output / f"{each.file_stem}.{kind}" for each in charts]


def show(known: Sequence[Called], *, is_json: bool) -> None:
    """Print the list of charts."""
    if is_json:
        print_json([{"number": n.number, "name": n.name, "title": n.title} for n in known])
    elif known:
        click.echo(table([{"số": n.number, "biểu đồ": n.title, "tên": n.name} for n in known]))
    else:
        click.echo("Bảng này chưa có biểu đồ nào.")
