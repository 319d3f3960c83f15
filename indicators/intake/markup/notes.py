"""The notes (comments) of one sheet: ours added beside the person's own, our old ones taken out.

A note of ours, or our part of a person's note, begins with `HEAD`; that alone is how it is known
again, since Excel and LibreOffice write notes anew in their own ways.
Source: ECMA-376 part 1, 18.7 (comments), 18.4.4 (r), 18.4.8 (si).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from indicators.errors import Problem
from indicators.intake.cells import column_letters
from indicators.intake.markup.places import Place
from indicators.intake.markup.splice import Edit, Node, escaped, outline, spliced
from indicators.intake.scan import parse_address
from indicators.intake.xmlpart import DamagedPart

AUTHOR = "Bảng Xanh"
HEAD = "— Bảng Xanh —"
_THREAD = "tc="  # the author of what older Excel shows for a conversation
_MOST_SIGNS = 2_000  # of one note; the list of problems has the rest
_RUN = (
    '<r><rPr>{bold}<sz val="9"/><color rgb="FF000000"/><rFont val="Tahoma"/><family val="2"/></rPr>'
    '<t xml:space="preserve">{text}</t></r>'
)


@dataclass(slots=True)
class Notes:
    """What a sheet's notes became: the part, and the cells that gained or lost a note."""

    part: bytes
    added: list[Place] = field(default_factory=list)
    removed: list[Place] = field(default_factory=list)


def empty(namespace: str) -> bytes:
    """Return a comments part without any note."""
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<comments xmlns="{namespace}"><authors/><commentList/></comments>'
    ).encode()


def with_notes(part: bytes, problems: dict[Place, list[Problem]]) -> Notes:
    """Return a comments part (UTF-8) with a note for each place and no other note of ours.

    A cell in a conversation gets none: Excel would not show it.

    Raises:
        DamagedPart: the part has no list of notes or of authors.
    """
    root = outline(part)
    authors, listed = root.first("authors"), root.first("commentList")
    if authors is None or listed is None:
        raise DamagedPart("comments")
    names = [node.text for node in authors.children]
    notes = Notes(part)
    edits: list[Edit] = []
    left = dict(problems)
    for comment in listed.children:
        place = parse_address(comment.get("ref"))
        if _is_in_thread(comment, names):
            left.pop(place, None)
            continue
        edit, is_removed = _without_ours(comment)
        if is_removed:
            notes.removed.append(place)
            edits.append(Edit(comment.start, comment.end, b""))
        else:
            edits += _joined(part, comment, edit, left.pop(place, []))
    notes.added = sorted(left)
    edits += _new(part, root, names, left)
    notes.part = spliced(part, edits)
    return notes


def _is_in_thread(comment: Node, authors: Sequence[str]) -> bool:
    number = comment.get("authorId")
    known = number.isdigit() and len(number) < 6 and int(number) < len(authors)
    return known and authors[int(number)].startswith(_THREAD)


def _without_ours(comment: Node) -> tuple[dict[int, Edit], bool]:
    """Return the edits that take our words out of a note, and whether nothing else is in it.

    The edits are keyed by where the run or text they change begins.
    """
    texts = list(_texts(comment))
    whole = "".join(node.text for _, node in texts)
    theirs, head, _ = whole.partition(HEAD)
    if not head:
        return {}, False
    kept = len(theirs.removesuffix("\n").removesuffix("\n"))  # as `_joined` parts the two
    if not theirs.strip():
        return {}, True
    edits = {}
    for run, node in texts:
        if kept <= 0:
            edits[run.start] = Edit(run.start, run.end, b"")
        elif kept < len(node.text):
            edits[run.start] = Edit(node.opened, node.close, escaped(node.text[:kept]).encode())
        kept -= len(node.text)
    return edits, False


def _texts(comment: Node) -> Iterator[tuple[Node, Node]]:
    """Yield each run of a note with its text; a text without a run stands for both."""
    text = comment.first("text")
    for child in text.children if text else []:
        if child.name == "t":
            yield child, child
        elif child.name == "r" and (inner := child.first("t")) is not None:
            yield child, inner


def _joined(
    part: bytes, comment: Node, old: dict[int, Edit], problems: list[Problem]
) -> Iterator[Edit]:
    """Yield the edits of a person's own note: our old words out, the new ones behind theirs."""
    text = comment.first("text")
    if text is None or not problems:
        yield from old.values()
        return
    prefix = text.prefix
    last = text.opened
    for run, node in _texts(comment):
        last = run.end
        edit = old.get(run.start)
        if edit is not None:
            yield edit
        if run is node and (edit is None or edit.text):
            # A text followed by runs is read differently by different programs: make it a run.
            yield Edit(run.start, run.start, f"<{prefix}r>".encode())
            yield Edit(run.end, run.end, f"</{prefix}r>".encode())
    inner = _runs(problems, prefix, before="\n\n")
    yield text.append(part, inner) if text.is_empty else Edit(last, last, inner)


def _new(
    part: bytes, root: Node, names: list[str], problems: dict[Place, list[Problem]]
) -> Iterator[Edit]:
    authors, listed = root.first("authors"), root.first("commentList")
    if not problems or authors is None or listed is None:
        return
    prefix = root.prefix
    if AUTHOR in names:
        number = names.index(AUTHOR)
    else:
        number = len(names)
        yield authors.append(part, f"<{prefix}author>{AUTHOR}</{prefix}author>".encode())
    inner = [
        f'<{prefix}comment ref="{column_letters(column)}{row}" authorId="{number}">'
        f"<{prefix}text>".encode()
        + _runs(told, prefix)
        + f"</{prefix}text></{prefix}comment>".encode()
        for (row, column), told in sorted(problems.items())
    ]
    yield listed.append(part, b"".join(inner))


def _runs(problems: Iterable[Problem], prefix: str, before: str = "") -> bytes:
    """Return our words as runs of text: the head in bold, then what is wrong, line by line."""
    head = escaped(f"{before}{HEAD}")
    runs = _RUN.format(bold="<b/>", text=head) + _RUN.format(
        bold="", text=escaped("\n" + words(problems))
    )
    if not prefix:
        return runs.encode()
    return runs.replace("</", "\0").replace("<", f"<{prefix}").replace("\0", f"</{prefix}").encode()


def words(problems: Iterable[Problem]) -> str:
    """Return what a note says below its head."""
    lines = [f"{'LỖI' if problem.is_error else 'Lưu ý'}: {problem.message}" for problem in problems]
    text = "\n".join(dict.fromkeys(lines))
    return text if len(text) <= _MOST_SIGNS else f"{text[:_MOST_SIGNS]}… (xem thêm ở trang liệt kê)"
