"""Submissions (lần nộp số liệu): figures sent, decided on, and the cells they change.

A correction is a new submission; nothing sent is ever changed. One file may hold several units
or periods: each pair is a submission of its own. Everything of one call happens in one write.
"""

from indicators.submission.decision import decided
from indicators.submission.files import is_kept, keep_file
from indicators.submission.parcel import Outcome, Parcel
from indicators.submission.preview import Change, would_change
from indicators.submission.record import (
    Decision,
    record,
    record_decision,
    refresh_pairs,
    settle,
)
from indicators.submission.send import OWN, submit, submit_all

__all__ = [
    "OWN",
    "Change",
    "Decision",
    "Outcome",
    "Parcel",
    "decided",
    "is_kept",
    "keep_file",
    "record",
    "record_decision",
    "refresh_pairs",
    "settle",
    "submit",
    "submit_all",
    "would_change",
]
