"""The parts of a workbook that say where its sheets are: relations, workbook.xml, properties.

Parts are found through relations, not by their usual names: other programs name them otherwise.
Source: ECMA-376 part 1, 18.2 (workbook), 15.2.12.2 (custom properties); part 2, 9.3 (relations).
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from indicators.intake.archive import Archive
from indicators.intake.xmlpart import Attributes, DamagedPart, walk

SheetState = Literal["visible", "hidden", "veryHidden"]


@dataclass(slots=True)
class SheetEntry:
    """A sheet as workbook.xml lists it; `part` is its XML in the zip, None for a chart sheet."""

    name: str
    is_hidden: bool
    part: str | None


@dataclass(slots=True)
class Contents:
    """What workbook.xml and its relations name."""

    sheets: list[SheetEntry] = field(default_factory=list)
    strings: str | None = None
    styles: str | None = None
    custom: str | None = None
    kinds: set[str] = field(default_factory=set)  # of the workbook's relations: "externalLink"
    has_1904_dates: bool = False
    is_recalculated_on_load: bool = False


@dataclass(frozen=True, slots=True)
class _Relation:
    kind: str
    target: str
    is_external: bool


def read_contents(archive: Archive) -> Contents:
    """Return what the workbook holds; DamagedPart when no workbook can be found in the zip."""
    roots = _relations(archive, "").values()
    workbook = _first(archive, roots, "officeDocument")
    if workbook is None:
        raise DamagedPart("xl/workbook.xml")
    relations = _relations(archive, workbook)
    contents = _read_workbook(archive, workbook, relations)
    contents.strings = _first(archive, relations.values(), "sharedStrings")
    contents.styles = _first(archive, relations.values(), "styles")
    contents.custom = _first(archive, roots, "custom-properties")
    contents.kinds = {relation.kind for relation in relations.values()}
    return contents


def read_properties(archive: Archive, part: str) -> dict[str, str]:
    """Return the custom document properties, every value as text."""
    properties: dict[str, str] = {}
    name = ""

    def start(element: str, attributes: Attributes) -> None:
        nonlocal name
        if element == "property":
            name = attributes.get("name", "")

    def end(element: str, text: str) -> None:
        if element not in ("property", "Properties") and name:
            properties.setdefault(name, text)

    walk(archive.chunks(part), start, end)
    return properties


def _read_workbook(archive: Archive, part: str, relations: dict[str, _Relation]) -> Contents:
    contents = Contents()

    def start(element: str, attributes: Attributes) -> None:
        if element == "sheet":
            relation = relations.get(attributes.get("id", ""))
            is_sheet = relation is not None and relation.kind == "worksheet"
            found = archive.find(relation.target) if relation and is_sheet else None
            if is_sheet and found is None:
                raise DamagedPart(attributes.get("name", part))
            is_hidden = attributes.get("state", "visible") != "visible"
            contents.sheets.append(SheetEntry(attributes.get("name", ""), is_hidden, found))
        elif element == "workbookPr":  # Excel 2013 repeats it in an extension, without the date
            contents.has_1904_dates |= attributes.get("date1904") in ("1", "true")
        elif element == "calcPr":
            contents.is_recalculated_on_load |= attributes.get("fullCalcOnLoad") in ("1", "true")

    walk(archive.chunks(part), start)
    return contents


def _relations(archive: Archive, source: str) -> dict[str, _Relation]:
    """Return the relations of a part by id, targets as whole names in the zip."""
    folder, name = posixpath.split(source)
    part = archive.find(f"{folder}/_rels/{name}.rels")
    found: dict[str, _Relation] = {}

    def start(element: str, attributes: Attributes) -> None:
        if element == "Relationship":
            written = attributes.get("Target", "").replace("\\", "/")  # some programs write xl\\a
            target = posixpath.normpath(posixpath.join("/", folder, written))
            found[attributes.get("Id", "")] = _Relation(
                attributes.get("Type", "").rpartition("/")[2],
                target.lstrip("/"),
                attributes.get("TargetMode") == "External",
            )

    if part is not None:
        walk(archive.chunks(part), start)
    return found


def _first(archive: Archive, relations: Iterable[_Relation], kind: str) -> str | None:
    for relation in relations:
        if relation.kind == kind and not relation.is_external:
            return archive.find(relation.target)
    return None
