"""People and access (truy cập): who may do what, in which units, and how they come in."""

from indicators.access.needs import GUARDED, needs, require
from indicators.access.principal import (
    ALLOWED,
    RIGHTS,
    ROLES,
    Grant,
    Principal,
    Right,
    Role,
    operator,
)

__all__ = [
    "ALLOWED",
    "GUARDED",
    "RIGHTS",
    "ROLES",
    "Grant",
    "Principal",
    "Right",
    "Role",
    "needs",
    "operator",
    "require",
]
