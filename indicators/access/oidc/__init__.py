"""Sign-in through the office's own identity provider (OpenID Connect), beside local accounts.

settings -> provider (discovery, keys) -> flow (there and back) -> token -> identities -> session.
Nothing here asks anybody but the one provider that the office's settings file names.

Source: SECURITY.md, "Accounts and sessions"; OpenID Connect Core 1.0, 3.1; RFC 7636; RFC 9207.
"""

from indicators.access.oidc.faults import OidcFault, Reason, message
from indicators.access.oidc.flow import LASTS, Pending, PendingSignIns, Start, begin, complete
from indicators.access.oidc.provider import Provider
from indicators.access.oidc.refusals import Refusals
from indicators.access.oidc.settings import LABEL, OidcSettings, check, read
from indicators.access.oidc.sign_in import Arrival, sign_in

__all__ = [
    "LABEL",
    "LASTS",
    "Arrival",
    "OidcFault",
    "OidcSettings",
    "Pending",
    "PendingSignIns",
    "Provider",
    "Reason",
    "Refusals",
    "Start",
    "begin",
    "check",
    "complete",
    "message",
    "read",
    "sign_in",
]
