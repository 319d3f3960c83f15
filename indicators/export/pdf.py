"""The board as PDF (bảng in): pages of the album, set by typst from a template of ours.

PDF/A-2a and PDF/UA-1: fonts inside, tagged, headings as bookmarks, charts told in words; the file
may be archived as it is and reads aloud. What people wrote is data in it and never markup.
Source: EXPORTS.md, "PDF"; ISO 19005-2, ISO 14289-1.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime

from indicators.export.document import Document
from indicators.export.model import Options, Progress
from indicators.export.outlines.album import album
from indicators.export.press import Job, bound, count_pages, laid, printed
from indicators.export.press.layout import Strips, laid_out, parts
from indicators.export.snapshot import Snapshot

ARCHIVED, READ_ALOUD = "a-2a", "ua-1"


def write(snapshot: Snapshot, options: Options, progress: Progress) -> bytes:
    """Return the file's bytes."""
    return pages(album(snapshot, options), progress)


def pages(document: Document, progress: Progress) -> bytes:
    """Return any document as PDF pages, set in parts; `progress` counts its sections, then binding.

    Where there are several parts a page says its number and not of how many: that is known last.
    A part that is set, and then one that is bound, is let go of: a long album is large.
    """
    total, at = len(document.sections) + 1, document.head.known_at
    levels = [each.level for each in document.sections]
    waiting = deque(parts(document))
    del document
    made = _set(waiting, at, lambda done: progress(done, total))
    leaving = (made.popleft() for _ in range(len(made)))
    content = bound(leaving, levels, lambda *_: progress(total - 1, total))
    progress(total, total)
    return content


def _set(waiting: deque[Document], at: datetime, progress: Callable[[int], None]) -> deque[bytes]:
    """Return each part as a file, and leave none waiting; `progress` is told sections done."""
    strips, is_part = Strips(), len(waiting) > 1
    made, done, first_page = deque[bytes](), 0, 1

    def lay() -> tuple[str, int]:
        part = waiting.popleft()
        return laid(laid_out(part, strips)), len(part.sections)

    with ThreadPoolExecutor(max_workers=1) as desk:  # lays the next part while one is set
        following: Future[tuple[str, int]] | None = desk.submit(lay)
        while following is not None:
            progress(done)
            data, count = following.result()
            following = desk.submit(lay) if waiting else None
            job = Job(
                template="album.typ",
                data=data,
                at=at,
                # Only the first begins with a heading of the first level, as the whole must.
                standards=(ARCHIVED,) if made else (ARCHIVED, READ_ALOUD),
                inputs={"first_page": str(first_page), "is_part": "yes" if is_part else "no"},
            )
            made += printed(job, lambda *_, done=done: progress(done))
            first_page += count_pages(made[-1])
            done += count
    return made
