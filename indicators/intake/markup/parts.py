"""The parts of a workbook and what relates them: read, changed, added.

Source: ECMA-376 part 2, 9.3 (relations), 10.1.2 (content types).
"""

from __future__ import annotations

import posixpath
from dataclasses import dataclass, field

from indicators.intake.archive import Archive
from indicators.intake.markup.repack import repacked
from indicators.intake.markup.splice import Edit, as_utf8, escaped, outline, spliced
from indicators.intake.xmlpart import DamagedPart

_TYPES = "[Content_Types].xml"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_RELATIONS_TYPE = "application/vnd.openxmlformats-package.relationships+xml"
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


@dataclass(frozen=True, slots=True)
class Relation:
    """A relation of a part: `kind` is the last word of its type, `target` a name in the zip."""

    id: str
    type: str
    target: str
    is_external: bool

    @property
    def kind(self) -> str:
        """What the target is: worksheet, comments, vmlDrawing."""
        return self.type.rpartition("/")[2]


@dataclass(slots=True)
class Parts:
    """A workbook being changed; `changed` holds what is no longer as the archive has it."""

    archive: Archive
    changed: dict[str, bytes] = field(default_factory=dict)
    _types: dict[str, str] = field(default_factory=dict)  # of the added parts, by name
    _relations: dict[str, list[Relation]] = field(default_factory=dict)

    def read(self, name: str) -> bytes:
        """Return a part, XML in UTF-8."""
        if (changed := self.changed.get(name)) is not None:
            return changed
        return as_utf8(self.archive.read(name))

    def write(self, name: str, data: bytes) -> None:
        """Replace a part."""
        self.changed[name] = data

    def add(self, pattern: str, content_type: str, data: bytes) -> str:
        """Add a part under the first free name of "xl/comments{}.xml"; return the name."""
        name = self._free_name(pattern)
        self.changed[name] = data
        self._types[name] = content_type
        return name

    def relations(self, source: str) -> list[Relation]:
        """Return the relations of a part, those of the package for ""."""
        if source not in self._relations:
            part = self.archive.find(_relations_part(source))
            root = outline(self.read(part)) if part else None
            folder = posixpath.dirname(source)
            self._relations[source] = [
                Relation(
                    node.get("Id"),
                    node.get("Type"),
                    _whole(folder, node.get("Target")),
                    node.get("TargetMode") == "External",
                )
                for node in (root.all("Relationship") if root else [])
            ]
        return self._relations[source]

    def related(self, source: str, kind: str) -> str | None:
        """Return the name of the first part that `source` is related to in this way."""
        for relation in self.relations(source):
            if relation.kind == kind and not relation.is_external:
                return self.archive.find(relation.target)
        return None

    def relate(self, source: str, relation_type: str, target: str) -> str:
        """Relate `source` to a part; return the relation's id."""
        known = self.relations(source)
        taken = {relation.id.casefold() for relation in known}
        number = next(
            n for n in range(len(taken) + 1, 3 * len(taken) + 9) if f"rid{n}" not in taken
        )
        relation = Relation(f"rId{number}", relation_type, target, is_external=False)
        known.append(relation)
        told = (
            f'Relationship Id="{relation.id}" Type="{escaped(relation_type)}" '
            f'Target="/{escaped(target)}"'
        )
        part = self.archive.find(_relations_part(source)) or _relations_part(source)
        if part in self.archive.entries or part in self.changed:
            data = self.read(part)
            root = outline(data)
            edit = root.append(data, f"<{root.prefix}{told}/>".encode())
            self.write(part, spliced(data, [edit]))
        else:
            whole = f'{DECLARATION}<Relationships xmlns="{_PACKAGE}"><{told}/></Relationships>'
            self.write(part, whole.encode())
        return relation.id

    def packed(self) -> bytes:
        """Return the workbook's file."""
        types = self.archive.find(_TYPES)
        if types is None:
            raise DamagedPart(_TYPES)
        self.changed[types] = self._with_types(self.read(types))
        return repacked(self.archive, self.changed)

    def _with_types(self, data: bytes) -> bytes:
        """Name the types of the added parts; pictures of notes go by their extension, as usual."""
        root = outline(data)
        known = {node.get("Extension").lower(): node for node in root.all("Default")}
        named = {node.get("PartName").lower() for node in root.all("Override")}
        told = set()
        if "rels" not in known:
            told.add(f'Default Extension="rels" ContentType="{_RELATIONS_TYPE}"')
        for name, content_type in self._types.items():
            extension = name.rpartition(".")[2]
            if f"/{name}".lower() in named:
                continue
            if extension == "vml" and extension not in known:
                told.add(f'Default Extension="vml" ContentType="{content_type}"')
            elif extension not in known or known[extension].get("ContentType") != content_type:
                told.add(f'Override PartName="/{escaped(name)}" ContentType="{content_type}"')
        inner = "".join(f"<{root.prefix}{each}/>" for each in sorted(told))
        return spliced(data, [root.append(data, inner.encode())]) if inner else data

    def _free_name(self, pattern: str) -> str:
        added = {name.lower() for name in self.changed}
        number = 1
        while self.archive.find(name := pattern.format(number)) or name.lower() in added:
            number += 1
        return name


def _whole(folder: str, target: str) -> str:
    written = target.replace("\\", "/")  # some programs write xl\\a
    return posixpath.normpath(posixpath.join("/", folder, written)).lstrip("/")


def _relations_part(source: str) -> str:
    folder, name = posixpath.split(source)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def edited(parts: Parts, name: str, edits: list[Edit]) -> None:
    """Make `edits` in a part as it is now."""
    if edits:
        parts.write(name, spliced(parts.read(name), edits))
