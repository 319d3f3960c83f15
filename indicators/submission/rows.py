"""Figures as rows of the store."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from indicators.intake.reading import Figure


def pair_of(figure: Figure) -> tuple[str, str]:
    """Return what one submission holds: a unit and a period."""
    return figure.unit, figure.period


def proposed(figure: Figure) -> dict[str, Any]:
    """Return a figure as a row to be judged."""
    return {
        "indicator_id": figure.indicator,
        "unit_id": figure.unit,
        "period": figure.period,
        "numerator": figure.numerator,
        "denominator": figure.denominator,
        "value": figure.value,
    }


def actual(figure: Figure, number: int, version: int, at: datetime) -> dict[str, Any]:
    """Return a figure as a row of table actual."""
    return {
        **proposed(figure),
        "version": version,
        "submission_id": number,
        "sheet_name": figure.sheet,
        "cell_address": figure.cell,
        "note": figure.note,
        "recorded_at": at,
    }
