"""Why a sign-in through the provider ended without one: in words, and in detail for the trail."""

from __future__ import annotations

from typing import Literal, get_args

from indicators.errors import BangXanhError

Reason = Literal[
    "unreachable", "busy", "settings", "cancelled", "stale", "answer", "no-group", "disabled"
]
_ADMIN = "Hãy báo quản trị; tài khoản nội bộ vẫn đăng nhập được."
_MESSAGES: dict[Reason, str] = {
    "unreachable": "Chưa liên lạc được với hệ thống đăng nhập của cơ quan, dùng tài khoản nội bộ.",
    "busy": "Đang có nhiều người đăng nhập cùng lúc. Chờ một phút rồi bấm lại.",
    "settings": f"Đăng nhập một lần chưa được cấu hình đúng. {_ADMIN}",
    "cancelled": "Hệ thống đăng nhập của cơ quan không cho vào, hoặc bạn đã hủy. Bấm lại để thử.",
    "stale": (
        "Lần đăng nhập này đã quá 10 phút, đã dùng rồi, hoặc bắt đầu ở trình duyệt khác."
        " Bấm đăng nhập lại."
    ),
    "answer": f"Không xác nhận được trả lời của hệ thống đăng nhập của cơ quan. {_ADMIN}",
    "no-group": (
        "Tài khoản cơ quan của bạn chưa thuộc nhóm nào được dùng Bảng Xanh."
        " Hãy báo quản trị thêm bạn vào nhóm."
    ),
    "disabled": "Tài khoản của bạn ở Bảng Xanh đã bị khóa. Hãy báo quản trị.",
}


class OidcFault(BangXanhError):
    """A sign-in through the provider that ends without one.

    `detail` is for the trail, never shown to people; `subject` is whom the provider proved, if any.
    """

    def __init__(self, reason: Reason, detail: str, *, subject: str | None = None) -> None:
        self.reason: Reason = reason
        self.detail = detail
        self.subject = subject
        super().__init__(_MESSAGES[reason])


def message(reason: str | None) -> str | None:
    """Return the sentence for a reason as it stands in an address; None for one of nobody's."""
    return next((_MESSAGES[known] for known in get_args(Reason) if known == reason), None)
