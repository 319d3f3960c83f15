"""The audit trail (nhật ký): who did what to which thing, in a chain that shows any tampering.

Each row is written in the transaction of the change it tells of, carries the mark of the row
before it, and is marked itself with a key kept outside the store. An anchor beside the key says
how far the chain had come. Knows the store only: who acts and on what is for callers to say.

Source: SECURITY.md, "Audit".
"""

from indicators.audit.accept import accept
from indicators.audit.anchor import Anchor
from indicators.audit.anchor import load as load_anchor
from indicators.audit.chain import Entry
from indicators.audit.export import EXPORTED, AuditFilter, selected, told
from indicators.audit.key import exposed, known_keys
from indicators.audit.submissions import decided, submitted
from indicators.audit.trail import SYSTEM, Trail, anchor_path, open_trail
from indicators.audit.verify import Fault, Verdict, verify

__all__ = [
    "EXPORTED",
    "SYSTEM",
    "Anchor",
    "AuditFilter",
    "Entry",
    "Fault",
    "Trail",
    "Verdict",
    "accept",
    "anchor_path",
    "decided",
    "exposed",
    "known_keys",
    "load_anchor",
    "open_trail",
    "selected",
    "submitted",
    "told",
    "verify",
]
