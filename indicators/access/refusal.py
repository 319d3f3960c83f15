"""The one answer to everyone who is not let in."""

from __future__ import annotations

from indicators.errors import BangXanhError

REFUSED = (
    "Tài khoản hoặc mật khẩu không đúng, hoặc tài khoản đang tạm dừng. Sau 5 lần sai phải chờ từ 1"
    " đến 15 phút. Quên mật khẩu thì nhờ quản trị gửi liên kết đặt lại."
)


class SignInRefused(BangXanhError):
    """Nobody was let in; the message is the same whatever the reason."""

    def __init__(self) -> None:
        super().__init__(REFUSED)
