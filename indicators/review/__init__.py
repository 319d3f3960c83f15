"""Review (duyệt): what waits, one submission in full, what approving would do, the decision."""

from indicators.review.case import Case, CaseFigure, Warned, case, lacking_proof, warned
from indicators.review.decide import decide, decide_all
from indicators.review.effect import Effect, effect
from indicators.review.queue import Answer, Waiting, answers, queue
from indicators.review.unsent import keep_unsent, unsent

__all__ = [
    "Answer",
    "Case",
    "CaseFigure",
    "Effect",
    "Waiting",
    "Warned",
    "answers",
    "case",
    "decide",
    "decide_all",
    "effect",
    "keep_unsent",
    "lacking_proof",
    "queue",
    "unsent",
    "warned",
]
