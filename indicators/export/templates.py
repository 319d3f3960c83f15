"""Files to start an office's own from (tệp mẫu): what is used as long as it has none."""

from __future__ import annotations

from pathlib import Path

from indicators.central.reading import FILE as CENTRAL
from indicators.central.reading import OURS
from indicators.errors import Conflict
from indicators.export.official import FILE as OFFICIAL
from indicators.export.official import TEMPLATE as REPORT

DECK = "trinh-chieu.pptx"


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
