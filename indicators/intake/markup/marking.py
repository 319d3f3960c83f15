"""The way of a mark-up: old marks out, new ones in, sheet by sheet, then the list of problems."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from indicators.errors import Problem, Severity
from indicators.intake.archive import Archive
from indicators.intake.markup import notes, vml
from indicators.intake.markup.finder import find_places
from indicators.intake.markup.kept import find_list
from indicators.intake.markup.listing import Namespaces, list_sheet
from indicators.intake.markup.parts import Parts, edited
from indicators.intake.markup.places import (
    Place,
    Places,
    anchors,
    relation_prefix,
)
from indicators.intake.markup.splice import Edit, Node, escaped, outline
from indicators.intake.markup.stylesheet import EMPTY, Stylesheet
from indicators.intake.reader import LIST_SHEET
from indicators.intake.scan import parse_address
from indicators.intake.xmlpart import DamagedPart

Told = dict[Place, list[Problem]]

_SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_VML = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_MOST_NOTES = 2_000  # more make Excel slow; the other cells are coloured and listed


@dataclass(frozen=True, slots=True)
class _Book:
    """The workbook's parts, its own part and its list of sheets: name -> part."""

    parts: Parts
    part: str
    root: Node
    sheets: dict[str, str]
    spaces: Namespaces


def marked(archive: Archive, problems: Iterable[Problem]) -> bytes:
    """Return the workbook's file with these problems marked and no others.

    Raises:
        DamagedPart: a part that has to change cannot be read.
    """
    book = _book(Parts(archive))
    parts, listed = book.parts, list(problems)
    styles = parts.related(book.part, "styles")
    sheet = Stylesheet(parts.read(styles) if styles else EMPTY)
    strings = parts.related(book.part, "sharedStrings")
    old, keepers = find_list(parts, list(book.sheets.values()), strings)
    restored = sheet.restored(keepers)
    told = _by_sheet(listed)
    count_notes = 0
    for name, part in book.sheets.items():
        if part != old:
            marks = _Marks(book, part, sheet, restored)
            count_notes += marks.make(told.get(name, {}), _MOST_NOTES - count_notes)
    linked = [name for name, part in book.sheets.items() if part != old]
    xml = list_sheet(listed, linked, sheet, book.spaces, sheet.keepers)
    _put_list(book, old, xml)
    if styles:
        parts.write(styles, sheet.to_bytes())
    else:
        name = "xl/styles{}.xml" if parts.archive.find("xl/styles.xml") else "xl/styles.xml"
        added = parts.add(name, f"{_SPREADSHEET}.styles+xml", sheet.to_bytes())
        parts.relate(book.part, f"{book.spaces.relations}/styles", added)
    return parts.packed()


def _book(parts: Parts) -> _Book:
    part = parts.related("", "officeDocument")
    if part is None:
        raise DamagedPart("xl/workbook.xml")
    kind = next(each.type for each in parts.relations("") if each.kind == "officeDocument")
    root = outline(parts.read(part))
    main = root.attributes.get(f"xmlns:{root.prefix[:-1]}" if root.prefix else "xmlns", "")
    targets = {
        relation.id: parts.archive.find(relation.target)
        for relation in parts.relations(part)
        if relation.kind == "worksheet" and not relation.is_external
    }
    listed = root.first("sheets")
    sheets = {
        node.get("name"): found
        for node in (listed.children if listed else [])
        if (found := targets.get(node.get("id"))) is not None
    }
    return _Book(parts, part, root, sheets, Namespaces(main, kind.rpartition("/")[0]))


def _by_sheet(problems: list[Problem]) -> dict[str, Told]:
    """Return the problems that name a cell, by sheet and cell."""
    told: dict[str, Told] = {}
    for problem in problems:
        if problem.sheet and problem.cell:
            try:
                place = parse_address(problem.cell)
            except DamagedPart:  # a range, or words: the list tells it
                continue
            told.setdefault(problem.sheet, {}).setdefault(place, []).append(problem)
    return told


def _put_list(book: _Book, old: str | None, xml: bytes) -> None:
    """Write the list where the last one stood, or as a sheet behind all others.

    In front of them it would shift the numbers by which names and views refer to sheets.
    """
    parts, root = book.parts, book.root
    if old is not None:
        parts.write(old, xml)
        return
    added = parts.add("xl/worksheets/sheet{}.xml", f"{_SPREADSHEET}.worksheet+xml", xml)
    relation = parts.relate(book.part, f"{book.spaces.relations}/worksheet", added)
    listed = root.first("sheets")
    if listed is None:
        raise DamagedPart("sheets")
    numbers = [
        int(node.get("sheetId")) for node in listed.children if node.get("sheetId").isdigit()
    ]
    prefix, declared = relation_prefix(root.attributes, book.spaces.relations)
    told = (
        f'<{root.prefix}sheet{declared} name="{escaped(_free_name(listed))}" '
        f'sheetId="{max(numbers, default=0) + 1}" {prefix}:id="{relation}"/>'
    )
    edited(parts, book.part, [listed.append(parts.read(book.part), told.encode())])


def _free_name(listed: Node) -> str:
    taken = {node.get("name").casefold() for node in listed.children}
    name, number = LIST_SHEET, 2
    while name.casefold() in taken:
        name, number = f"{LIST_SHEET} ({number})", number + 1
    return name


@dataclass(frozen=True, slots=True)
class _Marks:
    """One sheet: its old marks and its new ones."""

    book: _Book
    part: str
    styles: Stylesheet
    restored: dict[int, int]

    def make(self, told: Told, most_notes: int) -> int:
        """Mark the cells of `told`; return how many notes were written."""
        comments = self.book.parts.related(self.part, "comments")
        has_old = comments is not None and notes.HEAD.encode() in self.book.parts.read(comments)
        if not (told or self.restored or has_old):
            return 0
        data = self.book.parts.read(self.part)
        shown = anchors(data, told)
        marks: Told = {}
        for place, problems in told.items():
            marks.setdefault(shown[place], []).extend(problems)
        try:
            places = find_places(data, {row for row, _ in marks}, self.restored)
        except DamagedPart:
            if told:
                raise
            return 0  # a hidden sheet that nobody reads may be damaged
        edits = places.edits(marks, lambda style, place: self._marked(style, marks[place]))
        noted = dict(sorted(marks.items(), key=_errors_first)[: max(most_notes, 0)])
        edits += self._notes(places, comments, noted) if noted or has_old else []
        edited(self.book.parts, self.part, edits)
        return len(noted)

    def _marked(self, style: int, problems: list[Problem]) -> int:
        return self.styles.marked(style, _severity(problems))

    def _notes(self, places: Places, comments: str | None, noted: Told) -> list[Edit]:
        """Write notes and their boxes; return the edits of the sheet that lead to them.

        Notes that are damaged already stay as they are: the colours and the list have to do.
        """
        parts, spaces = self.book.parts, self.book.spaces
        drawing = self._drawing(places.drawing)
        if (drawing is None) == bool(places.drawing):
            return []
        number = 1 + sum(name.lower().endswith(".vml") for name in _names(parts))
        try:
            now = parts.read(comments) if comments else notes.empty(spaces.main)
            made = notes.with_notes(now, noted)
            boxes = [vml.Box(place, notes.words(noted[place])) for place in made.added]
            old = parts.read(drawing) if drawing else vml.empty(number)
            drawn = vml.with_boxes(old, boxes, made.removed, places, number)
        except DamagedPart:
            return []
        if comments:
            parts.write(comments, made.part)
        else:
            added = parts.add("xl/comments{}.xml", f"{_SPREADSHEET}.comments+xml", made.part)
            parts.relate(self.part, f"{spaces.relations}/comments", added)
        if drawing:
            parts.write(drawing, drawn)
            return []
        added = parts.add("xl/drawings/vmlDrawing{}.vml", _VML, drawn)
        relation = parts.relate(self.part, f"{spaces.relations}/vmlDrawing", added)
        return [places.notes_edit(relation, spaces.relations)]

    def _drawing(self, relation_id: str) -> str | None:
        for relation in self.book.parts.relations(self.part):
            if relation.id == relation_id and not relation.is_external:
                return self.book.parts.archive.find(relation.target)
        return None


def _names(parts: Parts) -> set[str]:
    return parts.archive.entries.keys() | parts.changed.keys()


def _severity(problems: list[Problem]) -> Severity:
    return "error" if any(problem.is_error for problem in problems) else "warning"


def _errors_first(mark: tuple[Place, list[Problem]]) -> tuple[bool, Place]:
    place, problems = mark
    return _severity(problems) != "error", place
