"""The report to the central system as CSV: one line a figure, written as its form says."""

from __future__ import annotations

import csv
from decimal import ROUND_HALF_UP, Decimal
from io import StringIO

from indicators.central.contents import field_of
from indicators.central.form import CentralForm, Column
from indicators.central.reading import OURS, read_form
from indicators.central.report import asked_of, report
from indicators.export.columns import Value
from indicators.export.csv_table import number
from indicators.export.inert import inert
from indicators.export.model import Options, Progress
from indicators.export.palette import SAMPLE
from indicators.export.snapshot import Snapshot


def write(snapshot: Snapshot, options: Options, progress: Progress) -> bytes:
    """Return the file's bytes; invented figures say so in a column of their own."""
    progress(0, 1)
    form = options.mapping or read_form(OURS)
    text = StringIO()
    writer = csv.writer(text, delimiter=form.csv.separator, lineterminator="\r\n")
    sample = [SAMPLE] if snapshot.head.is_sample else []
    columns = asked_of(form.columns, snapshot.head)
    writer.writerow([*(inert(each.head) for each in columns), *sample])
    for line in report(snapshot, form).lines:
        fields = [_field(form, each, field_of(snapshot, form, line, each)) for each in columns]
        writer.writerow([*fields, *sample])
    progress(1, 1)
    return text.getvalue().encode(form.csv.encoding)


def _field(form: CentralForm, column: Column, value: Value) -> str:
    """Return a field: a number as it is, or with the zeros that the form asks for."""
    if isinstance(value, str):
        return inert(value)
    if value is None or column.decimals is None:
        return number(value, form.csv.decimal)
    step = Decimal(1).scaleb(-column.decimals)
    rounded = Decimal(repr(value)).quantize(step, rounding=ROUND_HALF_UP)
    return f"{rounded:f}".replace(".", form.csv.decimal)
