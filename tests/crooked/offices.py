"""The catalogue that the crooked workbooks are read with: the small one, and a second plan."""

from __future__ import annotations

from dataclasses import replace

from tests.crooked.making import DUNG_HAN, GIAI_NGAN, NHA_O
from tests.unit.workbooks import CATALOGUE, INDICATORS, PLAN, ROOMS, indicator

_MORE = (
    indicator(
        "GIAI-NGAN",
        "V.2",
        GIAI_NGAN,
        formula="value",
        unit_of_measure="tỷ đồng",
        accumulation="stock",
    ),
    indicator("NHA-O", "V.3", NHA_O, formula="count", unit_of_measure="căn", accumulation="ytd"),
    indicator("NUOC", "I.1", "Tỷ lệ cấp nước sạch đô thị", plan="hai", applies_to=("vp",)),
)
_TWIN = indicator("VP-DUNG-HAN", "I.3", DUNG_HAN, plan="hai", applies_to=("vp",))
_PLANS = {**CATALOGUE.plans, "hai": replace(PLAN, code="hai", short="Kế hoạch hai")}

OFFICE = replace(
    CATALOGUE,
    plans=_PLANS,
    indicators={**INDICATORS, **{each.code: each for each in _MORE}},
)
# Here one name stands in two plans, for other units in each.
TWINS = replace(OFFICE, indicators={**OFFICE.indicators, _TWIN.code: _TWIN})
assert set(ROOMS).isdisjoint(_TWIN.applies_to)
