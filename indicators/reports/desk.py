"""The desk where reports are asked for (bàn xuất): each a job, seen by whoever asked alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from indicators import jobs
from indicators.access import Principal, needs
from indicators.downloads import Download
from indicators.errors import Conflict, NotFound
from indicators.export import EXPORTS, Options, Progress, Wanted
from indicators.export.model import Cancelled
from indicators.jobs import Job, Product
from indicators.periods import Period
from indicators.reports.making import Made, make
from indicators.reports.repeating import again
from indicators.workspace import Workspace

_PATIENCE = 120.0  # seconds that a browser waits for a quick link


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked for: one format of one board; `issue`: with the next official number."""

    kind: str
    wanted: Wanted
    options: Options | None = None
    issue: bool = False


@needs("read")
def begin(workspace: Workspace, who: Principal, asked: Asked) -> str:
    """Put a report in line and return the number of its job.

    Raises:
        NotFound: there is no such kind of file, or no such unit within the scope of `who`.
        Busy: too much is in line.
        ValueError: a period that is none.
    """
    return _begun(workspace, who, asked)


@needs("read")
def begin_again(workspace: Workspace, who: Principal, number: int, title: str) -> str:
    """Put a kept report in line to be made again and return the number of the job.

    Raises:
        Busy: too much is in line.
    """
    work = partial(_made_again, workspace, who, number)
    return workspace.jobs.start(who.account, who.session, title, work)


@needs("read")
def at_hand(workspace: Workspace, who: Principal, asked: Asked) -> Download:
    """Return a report as soon as its turn has come: for a link that somebody waits at.

    Raises:
        NotFound, Busy, Conflict, InputRejected, ValueError: see `made_at_hand`.
    """
    return made_at_hand(workspace, who, asked).download


@needs("read")
def made_at_hand(workspace: Workspace, who: Principal, asked: Asked) -> Made:
    """Return a report with its number as soon as its turn has come: for who waits for it.

    Raises:
        NotFound: there is no such kind of file, or no such board within the scope of `who`.
        Busy: too much is in line, or it takes too long.
        Conflict: it was cancelled where one's jobs are seen.
        InputRejected: see `make`.
        ValueError: a period that is none.
    """
    done: list[Made] = []
    number = _begun(workspace, who, asked, done.append)
    found = workspace.jobs.wait(who.account, number, _PATIENCE)
    if found is None or not done:
        raise Conflict("Tệp đã bị hủy ở trang Xuất.")
    return done[0]


@needs("read")
def mine(workspace: Workspace, who: Principal) -> list[Job]:
    """Return what `who` has asked for and not yet thrown away, newest first."""
    return workspace.jobs.of(who.account)


@needs("read")
def finished(workspace: Workspace, who: Principal, job: str) -> Download:
    """Return the file of a finished job of one's own.

    Raises:
        NotFound: there is none of this account, it is not finished, or its hour is over.
    """
    found = workspace.jobs.product(who.account, job)
    if found is None:
        raise NotFound("Tệp này không còn: mỗi tệp được giữ một giờ. Hãy tạo lại ở trang Xuất.")
    return _download(found)


@needs("read")
def cancel(workspace: Workspace, who: Principal, job: str) -> None:
    """Stop a job of one's own; of anybody else's nothing happens."""
    workspace.jobs.cancel(who.account, job)


@needs("read")
def drop(workspace: Workspace, who: Principal, job: str) -> None:
    """Throw away a job of one's own with its file; of anybody else's nothing happens."""
    workspace.jobs.drop(who.account, job)


def _begun(
    workspace: Workspace, who: Principal, asked: Asked, note: Callable[[Made], None] | None = None
) -> str:
    if asked.kind not in EXPORTS:
        raise NotFound(f"Không có loại tệp «{asked.kind}»")
    if not workspace.sees(who, asked.wanted.unit):
        raise NotFound(f"Không có đơn vị «{asked.wanted.unit}»")
    work = partial(_made, workspace, who, asked, note)
    return workspace.jobs.start(who.account, who.session, _title(workspace, asked), work)


def _title(workspace: Workspace, asked: Asked) -> str:
    """Return what a job is called: "Bảng Excel, Sở Xây dựng, Tháng 10/2026"."""
    unit = workspace.catalogue.units[asked.wanted.unit]
    period = Period.parse(asked.wanted.period).label
    return f"{EXPORTS[asked.kind].label}, {unit.short or unit.name}, {period}"


def _made(
    workspace: Workspace,
    who: Principal,
    asked: Asked,
    note: Callable[[Made], None] | None,
    tell: jobs.Tell,
) -> Product:
    made = make(
        workspace,
        who,
        asked.kind,
        asked.wanted,
        asked.options,
        _progress(tell),
        issue=asked.issue,
    )
    if note is not None:
        note(made)
    told = f"Đã cấp số {made.official}." if made.official else ""
    file = made.download
    return Product(file.content, file.name, file.mime, told, _without(made.lacking))


def _made_again(workspace: Workspace, who: Principal, number: int, tell: jobs.Tell) -> Product:
    found = again(workspace, who, number, _progress(tell))
    file = found.download
    return Product(file.content, file.name, file.mime, found.told, _without(found.lacking))


def _without(lacking: tuple[str, ...]) -> str:
    """Return what must be told of a file that lacks something, "" where it is whole."""
    return f"Thiếu {len(lacking)} phần. {' '.join(lacking)}" if lacking else ""


def _progress(tell: jobs.Tell) -> Progress:
    """Return `tell` as writers know it: it says stop in their own word."""

    def progress(done: int, total: int) -> None:
        try:
            tell(done, total)
        except jobs.Stopped as stopped:
            raise Cancelled from stopped

    return progress


def _download(product: Product) -> Download:
    return Download(product.content, product.name, product.mime)
