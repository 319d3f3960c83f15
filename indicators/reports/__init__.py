"""Reports (báo cáo đã xuất): made, numbered, kept, made again, compared with what holds now."""

from indicators.jobs import KEPT_FOR, Job
from indicators.reports.comparing import Cause, Change, Differences, differences
from indicators.reports.desk import (
    Asked,
    at_hand,
    begin,
    begin_again,
    cancel,
    drop,
    finished,
    made_at_hand,
    mine,
)
from indicators.reports.making import Made, make
from indicators.reports.numbering import ISSUABLE, next_number, note_used, withdraw
from indicators.reports.repeating import Again, again
from indicators.reports.report import PAGE, Report, Shelf, kept, opened

__all__ = [
    "ISSUABLE",
    "KEPT_FOR",
    "PAGE",
    "Again",
    "Asked",
    "Cause",
    "Change",
    "Differences",
    "Job",
    "Made",
    "Report",
    "Shelf",
    "again",
    "at_hand",
    "begin",
    "begin_again",
    "cancel",
    "differences",
    "drop",
    "finished",
    "kept",
    "made_at_hand",
    "make",
    "mine",
    "next_number",
    "note_used",
    "opened",
    "withdraw",
]
