"""Unfinished work (bản nháp): what somebody dropped or entered and has not submitted yet.

It survives a restart of the server and belongs to one account: nobody else sees it. Its files are
kept in a folder of its own beside the store, apart from the workbooks that were received, and go
with it. Backups leave drafts out.
"""

from indicators.drafts.draft import Draft, Entered, Kept, drop, mine, new_number, save
from indicators.drafts.files import keep, paths_of
from indicators.drafts.marked import marked
from indicators.drafts.reading import entered_name, entered_workbook, read
from indicators.drafts.standing import Difference, Sent, differences, sent_already
from indicators.drafts.weighing import CLOSED, weighed

__all__ = [
    "CLOSED",
    "Difference",
    "Draft",
    "Entered",
    "Kept",
    "Sent",
    "differences",
    "drop",
    "entered_name",
    "entered_workbook",
    "keep",
    "marked",
    "mine",
    "new_number",
    "paths_of",
    "read",
    "save",
    "sent_already",
    "weighed",
]
