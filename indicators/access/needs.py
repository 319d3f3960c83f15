"""What each function of the data layer needs, written at the function itself.

`GUARDED` is the registry of them all: tests try every entry as every role and as nobody, and a
public function over a workspace that is neither here nor named as the system's own fails them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import update_wrapper
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar

from indicators.access.principal import RIGHTS, Principal, Right
from indicators.errors import Forbidden

GUARDED: dict[str, Right] = {}

_DOES: dict[Right, str] = {
    "read": "xem số liệu",
    "submit": "nộp số liệu",
    "review": "duyệt số liệu",
    "people": "quản lý người dùng",
    "audit": "xem nhật ký",
    "care": "sao lưu và chăm sóc hệ thống",
}


class _Office(Protocol):
    """What a guard asks of a workspace."""

    def refused(self, who: Principal, what: str) -> None: ...


_W = TypeVar("_W", bound=_Office)
_P = ParamSpec("_P")
_R = TypeVar("_R")
_Function = Callable[Concatenate[_W, Principal, _P], _R]


def needs(right: Right) -> Callable[[_Function[_W, _P, _R]], _Function[_W, _P, _R]]:
    """Let only those call a function whose roles allow `right`; in which units, its SQL says.

    The function takes the workspace first and the principal second.

    Raises:
        Forbidden: by the function, when the principal lacks the right; the trail keeps it.
        TypeError: by the function, when it is called with anything but a principal.
    """

    def guard(function: _Function[_W, _P, _R]) -> _Function[_W, _P, _R]:
        name = f"{function.__module__.removeprefix('indicators.')}.{_name(function)}"
        GUARDED[name] = right

        def guarded(workspace: _W, who: Principal, /, *args: _P.args, **kwargs: _P.kwargs) -> _R:
            require(workspace, who, right, what=name)
            return function(workspace, who, *args, **kwargs)

        update_wrapper(guarded, function)
        return guarded

    return guard


def require(workspace: _Office, who: Principal, right: Right, *, what: str) -> None:
    """Raise unless `who` may: for steps inside a function that need more than it does.

    Raises:
        Forbidden: the right is lacking.
        TypeError: `who` is no principal.
    """
    if not isinstance(who, Principal):
        raise TypeError(f"{what}: who asks must be a Principal, not {type(who).__name__}")
    if not who.may(right):
        workspace.refused(who, what)
        raise Forbidden(_refusal(who, right))


def _refusal(who: Principal, right: Right) -> str:
    """Return what is lacking: the right of the account, or only that of the token it came by."""
    if who.limit is not None and replace(who, limit=None).may(right):
        given = ", ".join(_DOES[each] for each in RIGHTS if each in who.limit)
        return (
            f"Mã truy cập này chỉ được {given}, không được {_DOES[right]}, dù tài khoản "
            f"{who.account} có quyền đó: tạo mã khác có quyền này ở trang Tài khoản."
        )
    return f"Tài khoản {who.account} không có quyền {_DOES[right]}."


def _name(function: Callable[..., Any]) -> str:
    return str(getattr(function, "__name__", function))
