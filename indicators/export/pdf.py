"""The board as PDF (bảng in): pages of the album, set by typst from a template of ours.

PDF/A-2a and PDF/UA-1: fonts inside, tagged, headings as bookmarks, charts told in words; the file
may be archived as it is and reads aloud. What people wrote is data in it and never markup.
Source: EXPORTS.md, "PDF"; ISO 19005-2, ISO 14289-1.
"""

from __future__ import annotations

from indicators.export.document import Document
from indicators.export.model import Options, Progress
from indicators.export.outlines.album import album
from indicators.export.press import Job, printed
from indicators.export.press.layout import laid_out
from indicators.export.snapshot import Snapshot

STANDARDS = ("a-2a", "ua-1")


def write(snapshot: Snapshot, options: Options, progress: Progress) -> bytes:
    """Return the file's bytes."""
    return pages(album(snapshot, options), progress)


def pages(document: Document, progress: Progress) -> bytes:
    """Return any document as PDF pages; `progress` counts its sections, then the setting."""
    total = len(document.sections) + 1
    job = Job(
        template="album.typ",
        data=laid_out(document, lambda done: progress(done, total)),
        at=document.head.known_at,
        standards=STANDARDS,
    )
    (made,) = printed(job, lambda *_: progress(total - 1, total))
    progress(total, total)
    return made
