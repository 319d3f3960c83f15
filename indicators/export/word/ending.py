"""The foot of an official document (phần cuối văn bản): who receives it, who signs."""

from __future__ import annotations

from indicators.export.word.letterhead import Letterhead
from indicators.export.word.measures import (
    GAP_TO_SIGN,
    RECEIVER,
    RECEIVERS,
    SIGN_COLUMNS,
    SIZE,
)
from indicators.export.word.styles import PLAIN
from indicators.export.word.table import bare_table
from indicators.export.word.xml import paragraph, run


def ending_xml(letter: Letterhead) -> str:
    """Return the signature block: one row that no page breaks, below the last sentence."""
    receivers = paragraph(
        run("Nơi nhận:", bold=True, italic=True, size=RECEIVERS), PLAIN, jc="left"
    ) + "".join(paragraph(run(each, size=RECEIVER), PLAIN, jc="left") for each in letter.recipients)
    signer = (
        *((letter.signer_authority,) if letter.signer_authority else ()),
        letter.signer_title,
        *("" for _ in range(GAP_TO_SIGN)),
        letter.signer_name,
    )
    return bare_table(((receivers, "".join(_signed(each) for each in signer)),), SIGN_COLUMNS)


def _signed(text: str) -> str:
    return paragraph(run(text, bold=True, size=SIZE), PLAIN, jc="center")
