"""What commands share: JSON on standard output, names for units and periods, settings."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click
from pydantic import ValidationError

from indicators import clock
from indicators.catalogue.model import Catalogue
from indicators.periods import Period
from indicators.settings import Settings
from indicators.text import fold

as_json = click.option("--json", "is_json", is_flag=True, help="In kết quả dạng JSON.")
TOKEN_FILE = click.option(
    "--token-file",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Tệp chứa mã truy cập; mặc định lấy từ biến môi trường BANGXANH_TOKEN.",
)


def settings() -> Settings:
    """Return the settings of this process, read from its environment.

    Raises:
        click.UsageError: a setting has a value it cannot have.
    """
    try:
        return Settings()
    except ValidationError as error:
        names = ", ".join(f"BANGXANH_{fault['loc'][0]}".upper() for fault in error.errors())
        raise click.UsageError(f"Cấu hình không hợp lệ: kiểm tra giá trị của {names}.") from error


def print_json(value: object) -> None:
    """Write `value` as UTF-8 JSON; dates and times in ISO form."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2, default=_plain))


def _plain(value: object) -> str:
    if isinstance(value, date | datetime):
        return value.isoformat()
    return str(value)


def unit_code(catalogue: Catalogue, text: str) -> str:
    """Return the code of the unit that `text` names by code, name or alias.

    Raises:
        click.BadParameter: no unit, or more than one, has that name.
    """
    if text in catalogue.units:
        return text
    wanted = fold(text)
    found = [
        unit.code
        for unit in catalogue.units.values()
        if wanted in {fold(unit.code), fold(unit.name), *(fold(alias) for alias in unit.aliases)}
    ]
    if len(found) == 1:
        return found[0]
    if found:
        raise click.BadParameter(f"«{text}» là tên của nhiều đơn vị: {', '.join(found)}; dùng mã.")
    raise click.BadParameter(f"Không có đơn vị «{text}».")


def plan_code(catalogue: Catalogue, text: str) -> str:
    """Return the code of the plan that `text` names.

    Raises:
        click.BadParameter: there is none.
    """
    if text not in catalogue.plans:
        known = ", ".join(catalogue.plans)
        raise click.BadParameter(f"Không có kế hoạch «{text}»; các mã kế hoạch: {known}.")
    return text


def period_code(text: str) -> str:
    """Return the code of the period that `text` names ("2026-10", "Tháng 10/2026").

    Raises:
        click.BadParameter: it names none.
    """
    try:
        return str(Period.parse(text))
    except ValueError as error:
        raise click.BadParameter(str(error)) from error


def moment(text: str) -> datetime:
    """Return the moment; a bare date means the end of that day in Asia/Ho_Chi_Minh.

    Raises:
        click.BadParameter: it names none.
    """
    try:
        return clock.moment(text)
    except ValueError as error:
        raise click.BadParameter(str(error)) from error


def table(rows: list[dict[str, Any]]) -> str:
    """Return rows as aligned columns for a terminal."""
    if not rows:
        return ""
    texts = [[_cell(value) for value in row.values()] for row in rows]
    heads = list(rows[0])
    widths = [max(map(len, column)) for column in zip(heads, *texts, strict=True)]
    lines = [heads, ["-" * width for width in widths], *texts]
    return "\n".join(
        "  ".join(text.ljust(width) for text, width in zip(line, widths, strict=True)).rstrip()
        for line in lines
    )


def _cell(value: object) -> str:
    if value is None:
        return ""
    return f"{value:.6g}" if isinstance(value, float) else str(value)
