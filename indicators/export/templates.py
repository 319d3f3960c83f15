"""Files to start an office's own from (tệp mẫu): what is used as long as it has none."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from indicators.catalogue.model import Catalogue
from indicators.central.reading import FILE as CENTRAL
from indicators.central.reading import OURS, form_of
from indicators.errors import Conflict, InputRejected
from indicators.export.official import FILE as OFFICIAL
from indicators.export.official import TEMPLATE as REPORT
from indicators.export.official import official
from indicators.settings import Settings

__all__ = [
    "CENTRAL", "DECK", "OFFICIAL", "REPORT", "Base", "in_use", "lay", "starters",
]  # fmt: skip
DECK = "trinh-chieu.pptx"


@dataclass(frozen=True, slots=True)
class Base:
    """One file that an office may have of its own, by its name in the folder of templates.

    `changed_at` is when the office's own was last changed, None where it has none and ours is
    used; `fault` is why its own cannot be used, "" where it can.
    """

    name: str
    changed_at: datetime | None = None
    fault: str = ""


def in_use(settings: Settings, catalogue: Catalogue) -> list[Base]:
    """Return which of the files are an office's own now, each looked at as an export would.

    Args:
        settings: where they are.
        catalogue: whose indicators and units the central form may name.
    """
    checks: dict[str, Callable[[Path], object]] = {
        DECK: _check_deck,
        REPORT: _check_report,
        OFFICIAL: lambda _: official(settings, catalogue),
        CENTRAL: lambda _: form_of(settings, catalogue),
    }
    return [_looked_at(settings.templates_path / name, look) for name, look in checks.items()]


def _looked_at(path: Path, look: Callable[[Path], object]) -> Base:
    try:
        changed_at = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    except OSError:
        return Base(path.name)
    try:
        look(path)
    except InputRejected as fault:
        return Base(path.name, changed_at, str(fault))
    return Base(path.name, changed_at)


def _check_deck(path: Path) -> None:
    from indicators.export.slides.base import open_base  # noqa: PLC0415 - python-pptx is slow

    open_base(path)


def _check_report(path: Path) -> None:
    from indicators.export.word.own import check  # noqa: PLC0415 - python-docx is slow

    check(path)


def starters() -> dict[str, bytes]:
    """Return each file an office may lay into its folder of templates, by its name there."""
    from indicators.export.slides.own import own_base  # noqa: PLC0415 - python-pptx is slow
    from indicators.export.word.starter import starter  # noqa: PLC0415 - python-docx is slow

    return {
        DECK: own_base(),
        REPORT: starter(),
        OFFICIAL: Path(__file__).with_name(OFFICIAL).read_bytes(),
        CENTRAL: OURS.read_bytes(),
    }


def lay(folder: Path) -> list[Path]:
    """Write them into `folder`, which is made where it is missing; return their paths.

    Raises:
        Conflict: one of them is there already: an office's own work is never written over.
    """
    found = starters()
    if there := sorted(name for name in found if (folder / name).exists()):
        raise Conflict(
            f"Trong {folder} đã có {', '.join(there)}: chọn thư mục khác, hoặc dời các tệp ấy đi."
        )
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in found.items():
        (folder / name).write_bytes(content)
    return [folder / name for name in found]
