"""XML parts of a workbook, read with expat; a document type is refused before anything expands.

Expat is told nothing of external entities, and without a document type there are no internal
ones, so no part can grow or reach outside.
Source: SECURITY.md, "Workbook intake": any DOCTYPE or ENTITY is E_DTD.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NoReturn
from xml.parsers import expat

Attributes = dict[str, str]
OnStart = Callable[[str, Attributes], None]
OnEnd = Callable[[str, str], None]


class DoctypeFound(Exception):
    """The part declares a document type or an entity."""


class DamagedPart(Exception):
    """The part cannot be read: `args[0]` is its name or what is wrong with it."""


class _RootReached(Exception):
    """The prolog is over: no document type can follow."""


def _refuse(*_: object) -> NoReturn:
    raise DoctypeFound


def new_parser() -> expat.XMLParserType:
    """Return an expat parser that raises `DoctypeFound` at the first declaration."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse
    parser.EntityDeclHandler = _refuse
    return parser


def feed(parser: expat.XMLParserType, chunks: Iterable[bytes]) -> None:
    """Run the parser over a whole part; DamagedPart when it is not well-formed."""
    try:
        for chunk in chunks:
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except (expat.ExpatError, LookupError, ValueError) as error:
        raise DamagedPart(str(error)) from error


def has_doctype(chunks: Iterable[bytes]) -> bool:
    """Whether a part declares a document type; reads no further than its root element.

    Going through expat finds it in UTF-16 too. A part that is no XML has none.
    """

    def stop(*_: object) -> NoReturn:
        raise _RootReached

    parser = new_parser()
    parser.StartElementHandler = stop
    try:
        feed(parser, chunks)
    except DoctypeFound:
        return True
    except (_RootReached, DamagedPart):
        return False
    return False


def walk(chunks: Iterable[bytes], on_start: OnStart, on_end: OnEnd | None = None) -> None:
    """Call `on_start(local name, attributes)` and `on_end(local name, text)` through a part.

    Attribute names lose their prefix too ("r:id" is "id"). The text handed to `on_end` is what
    stood directly before the end tag since the last tag.
    """
    local: dict[str, str] = {}
    text: list[str] = []
    parser = new_parser()

    def bare(name: str) -> str:
        found = local.get(name)
        if found is None:
            found = local[name] = name.rpartition(":")[2]
        return found

    def start(name: str, attributes: Attributes) -> None:
        text.clear()
        on_start(bare(name), {bare(key): value for key, value in attributes.items()})

    parser.StartElementHandler = start
    if on_end is not None:
        finish = on_end

        def end(name: str) -> None:
            finish(bare(name), "".join(text))
            text.clear()

        parser.EndElementHandler = end
        parser.CharacterDataHandler = text.append
    feed(parser, chunks)
