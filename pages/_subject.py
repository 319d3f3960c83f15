"""What a board is about (bảng nói về gì), for what leaves the screen: pictures and paper."""

from __future__ import annotations

from collections.abc import Mapping

from indicators.catalogue.model import Catalogue
from indicators.i18n import t


def told(catalogue: Catalogue, address: Mapping[str, str]) -> str:
    """Return the unit of a board, and whatever keeps it from being all of the unit's.

    Args:
        catalogue: names units, plans and groups.
        address: the query parameters of the board.

    Returns:
        "Sở Xây dựng, chỉ kế hoạch «…», chỉ nhóm «…», tính cả số chờ duyệt".
    """
    unit = catalogue.units.get(address.get("unit", ""))
    plan = catalogue.plans.get(address.get("plan", ""))
    group = catalogue.groups.get(address.get("group", ""))
    parts = [
        unit.name if unit else address.get("unit", ""),
        t("chỉ kế hoạch «{name}»").format(name=plan.short) if plan else "",
        t("chỉ nhóm «{name}»").format(name=group.name) if group else "",
        t("tính cả số chờ duyệt") if address.get("draft") == "1" else "",
    ]
    return ", ".join(part for part in parts if part)
