"""What was chosen of a report (tùy chọn), kept so that it can be made again.

What nobody chose is the office's own: its base files and what its documents always say, in the
folder that `Settings.templates_path` names.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from indicators.catalogue.model import Catalogue
from indicators.central.reading import form_of
from indicators.errors import InputRejected
from indicators.export import Options
from indicators.export.model import Official
from indicators.export.official import TEMPLATE, official
from indicators.export.templates import DECK
from indicators.settings import Settings

if TYPE_CHECKING:
    from pydantic import TypeAdapter

BASES = {"pptx": DECK, "docx": TEMPLATE}  # the office's own base file of a format
_BUNDLE = "zip"  # it goes without a format that cannot be made
_CENTRAL = ("central-xlsx", "central-csv")  # what the central form is for
_OFFICIAL = ("docx",)  # what says what an office's documents always say


def dressed(
    settings: Settings,
    catalogue: Catalogue,
    kind: str,
    options: Options | None,
    unit: str | None = None,
) -> Options:
    """Return what is chosen of a report, the office's own where nothing was.

    Args:
        settings: where an office's own files are.
        catalogue: whose indicators and units the central form may name.
        kind: a name in `EXPORTS`.
        options: what was chosen.
        unit: whom it is about: another agency's report is not on the office's paper.

    Raises:
        InputRejected: the office's file of what its documents say, or of the central form, is
            wrong, and this needs it. A bundle is made without what needs it.
    """
    chosen = options or Options()
    if not chosen.bases:
        chosen = replace(chosen, bases=_bases(settings, kind))
    if chosen.mapping is None and kind in (*_CENTRAL, _BUNDLE):
        with _without(kind, _CENTRAL) as faults:
            chosen = replace(chosen, mapping=form_of(settings, catalogue))
        chosen = replace(chosen, faults={**chosen.faults, **faults})
    if chosen.official == Official() and kind in (*_OFFICIAL, _BUNDLE):
        with _without(kind, _OFFICIAL) as faults:
            chosen = replace(chosen, official=official(settings, catalogue, unit))
        chosen = replace(chosen, faults={**chosen.faults, **faults})
    return chosen


@contextmanager
def _without(kind: str, formats: tuple[str, ...]) -> Iterator[dict[str, str]]:
    """Have a bundle go without `formats` where a file of the office is wrong; yields the faults."""
    faults: dict[str, str] = {}
    try:
        yield faults
    except InputRejected as fault:
        if kind != _BUNDLE:
            raise
        faults.update(dict.fromkeys(formats, str(fault)))


def kept_options(options: Options) -> str:
    """Return options as they are kept: JSON."""
    return _adapter().dump_json(options).decode()


def read_options(kept: str) -> Options:
    """Return kept options; what an earlier edition did not know is as by default."""
    return _adapter().validate_json(kept)


def _bases(settings: Settings, kind: str) -> dict[str, Path]:
    """Return the office's own base files that a format is drawn on: the bundle on all of them."""
    found = {
        each: settings.templates_path / name
        for each, name in BASES.items()
        if kind in {each, "zip"}
    }
    return {each: path for each, path in found.items() if path.is_file()}


def base_digest(bases: Mapping[str, Path]) -> str | None:
    """Return the SHA-256 of an office's base files; None without any, or where one is gone."""
    if not bases or not all(path.is_file() for path in bases.values()):
        return None
    found = hashlib.sha256()
    for _, path in sorted(bases.items()):
        found.update(hashlib.sha256(path.read_bytes()).digest())
    return found.hexdigest()


@cache
def _adapter() -> TypeAdapter[Options]:
    from pydantic import TypeAdapter  # noqa: PLC0415 - slow, and only reports need it

    return TypeAdapter(Options)
