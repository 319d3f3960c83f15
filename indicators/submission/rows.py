"""Figures as rows of the store."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from indicators.intake.reading import Figure, Reading

Pair = tuple[str, str]  # unit, period


def pair_of(figure: Figure) -> Pair:
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


def sent(
    reading: Reading,
    figures: Sequence[Figure],
    number: int,
    *,
    by: str,
    at: datetime,
    is_sample: bool,
) -> dict[str, Any]:
    """Return the figures of one unit and period of a file as a row of table submission."""
    unit, period = pair_of(figures[0])
    return {
        "submission_id": number,
        "file_name": Path(reading.file).name,
        "file_sha256": reading.sha256,
        "layout": reading.layout or "",
        "unit_id": unit,
        "period": period,
        "submitted_by": by,
        "submitted_at": at,
        "count_figures": len(figures),
        "is_sample": is_sample,
    }
