"""Word and Excel files as evidence: which of the two, and what must not be inside.

Runs in the limited process (`indicators.evidence.child`), with intake's own limits on zips: what a
file is called says nothing, its content types do.
Source: ECMA-376 part 2, 10.1.2.2 (content types), 9.3 (relations); SECURITY.md, "Workbook intake".
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from indicators.evidence.model import DOCX, XLSX
from indicators.intake.archive import Archive
from indicators.intake.preflight import open_zip, unsound_parts
from indicators.intake.xmlpart import Attributes, DamagedPart, DoctypeFound, walk

_MAIN = {f"{DOCX}.main+xml": DOCX, f"{XLSX}.main+xml": XLSX}
_TYPES = "[Content_Types].xml"
_PACKAGES = (".docx", ".xlsx", ".pptx")
# What a relation to somewhere else makes Word or Excel fetch or run, links to click excepted.
_FETCHED = frozenset({"attachedTemplate", "oleObject", "frame", "subDocument", "control"})
_ON_THIS_DISK = re.compile(r"(?i)(file:/{2,3})?[a-z]:[\\/]|[^:\\]+$")


def look(data: bytes) -> tuple[str | None, list[str]]:
    """Return the media type of an Office file and the codes of what keeps it out.

    Returns:
        The type, None when it is neither a Word nor an Excel file; the codes: those of intake's
        preflight for the zip, "macro", "active" or "remote" for what is inside.
    """
    archive, problems = open_zip(data, "")
    if archive is None:
        return None, _codes(problem.code for problem in problems)
    try:
        types = _content_types(archive)
        codes = _codes(problem.code for problem in unsound_parts(archive, ""))
        return _kind(types), codes + _codes(_unwanted(archive, types))
    except DoctypeFound:
        return None, ["E_DTD"]
    except DamagedPart:
        return None, ["E_CORRUPT"]


def _codes(codes: Iterator[str]) -> list[str]:
    return list(dict.fromkeys(codes))


def _kind(types: list[str]) -> str | None:
    """Return what the package is: it may say so once, of one part."""
    found = [_MAIN[each] for each in types if each in _MAIN]
    return found[0] if len(found) == 1 else None


def _content_types(archive: Archive) -> list[str]:
    found: list[str] = []

    def start(element: str, attributes: Attributes) -> None:
        if element in {"Default", "Override"}:
            found.append(attributes.get("ContentType", ""))

    part = archive.find(_TYPES)
    if part is not None:
        walk(archive.chunks(part), start)
    return found


def _unwanted(archive: Archive, types: list[str]) -> Iterator[str]:
    """Yield a code for code, active objects, and what is fetched from elsewhere on opening."""
    names = [entry.lower() for entry in archive.entries]
    says_macro = any("macroenabled" in each.lower() or "vbaproject" in each for each in types)
    if says_macro or any(name.endswith("vbaproject.bin") for name in names):
        yield "macro"
    for name in names:
        folders = name.split("/")[:-1]
        if "macrosheets" in folders:
            yield "macro"
        if "activex" in folders or ("embeddings" in folders and not name.endswith(_PACKAGES)):
            yield "active"
    for entry in archive.entries:
        if entry.lower().endswith(".rels") and _fetches(archive, entry):
            yield "remote"


def _fetches(archive: Archive, part: str) -> bool:
    found: list[str] = []

    def start(element: str, attributes: Attributes) -> None:
        is_external = attributes.get("TargetMode") == "External"
        kind = attributes.get("Type", "").rpartition("/")[2]
        target = attributes.get("Target", "")
        if element == "Relationship" and is_external and kind in _FETCHED:
            found.extend([] if _ON_THIS_DISK.match(target) else [target])

    walk(archive.chunks(part), start)
    return bool(found)
