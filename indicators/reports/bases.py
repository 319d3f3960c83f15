"""The base files a report is drawn on (tệp mẫu): read once, kept with it, laid out to be drawn on.

They are an office's own and may be changed or taken away the next day: what is kept is the content
itself, once however many reports were drawn on it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from indicators.export import Options
from queries import Store, Transaction

MOST_BYTES = 50_000_000  # of one that is kept; none larger can be drawn on


@dataclass(frozen=True, slots=True)
class Base:
    """One base file as it was read: `format` is whose it is ("docx"), `name` what it is called."""

    format: str
    name: str
    content: bytes

    @property
    def sha256(self) -> str:
        """The digest of the content."""
        return hashlib.sha256(self.content).hexdigest()


def taken(bases: Mapping[str, Path]) -> tuple[Base, ...]:
    """Return the base files as they are now; one that cannot be read is left to its writer."""
    found = []
    for each, path in sorted(bases.items()):
        with suppress(OSError):
            if path.stat().st_size <= MOST_BYTES:
                found.append(Base(each, path.name, path.read_bytes()))
    return tuple(found)


def kept(store: Store, report: int) -> tuple[Base, ...]:
    """Return the base files that were kept with a report, which whoever asks may read."""
    rows = store.rows("reports/bases", report_id=report)
    return tuple(Base(row["format"], row["file_name"], row["content"]) for row in rows)


def record(write: Transaction, report: int, bases: Sequence[Base]) -> None:
    """Keep the base files of a report inside the write that records it."""
    for each in bases:
        write.run("reports/record_base_file", sha256=each.sha256, content=each.content)
        write.run(
            "reports/record_base",
            report_id=report,
            format=each.format,
            file_name=each.name,
            sha256=each.sha256,
        )


@contextmanager
def laid(options: Options, bases: Sequence[Base]) -> Iterator[Options]:
    """Give options whose base files are these, in a folder of their own while they are drawn on.

    What is not among them stays where the options say it is.
    """
    if not bases:
        yield options
        return
    with TemporaryDirectory(prefix="bangxanh-") as folder:
        places = dict(options.bases)
        for each in bases:
            path = Path(folder) / each.format / Path(each.name).name
            path.parent.mkdir()
            path.write_bytes(each.content)
            places[each.format] = path
        yield replace(options, bases=places)


def digest(bases: Sequence[Base]) -> str | None:
    """Return one SHA-256 of all of them; None without any."""
    found = hashlib.sha256()
    for each in sorted(bases, key=lambda base: base.format):
        found.update(bytes.fromhex(each.sha256))
    return found.hexdigest() if bases else None
