"""What the door shows (trang đăng nhập): plain HTML forms, for any browser, without JavaScript.

Every word that comes from a person or a setting is escaped here; the rest is in `_door*.html`.
"""

from __future__ import annotations

import base64
from collections.abc import Sequence
from functools import cache
from html import escape
from pathlib import Path
from string import Template

from starlette.responses import HTMLResponse

from indicators.access.links import Link
from indicators.access.password_rules import SHORTEST, SHORTEST_ADMIN
from indicators.access.trial import SAMPLE_PEOPLE
from indicators.settings import Settings

_HERE = Path(__file__).parent
_LOGO_KINDS = {".png": "image/png", ".svg": "image/svg+xml"}
_REASONS = {
    "setup": "Tạo tài khoản quản trị đầu tiên. Liên kết này chỉ dùng được một lần.",
    "invite": "Chào {name}. Hãy đặt mật khẩu cho tài khoản của mình.",
    "reset": "Chào {name}. Hãy đặt mật khẩu mới; mọi phiên đang mở sẽ kết thúc.",
}


def sign_in(
    settings: Settings,
    *,
    status: int = 200,
    alert: str = "",
    account: str = "",
    address: str = "/",
    provider: tuple[str, str] | None = None,
    has_sample: bool = False,
    is_unclaimed: bool = False,
) -> HTMLResponse:
    """Return the sign-in page.

    Args:
        settings: the office's.
        status: of the answer.
        alert: what went wrong, if anything.
        account: as typed before.
        address: where to go afterwards: an address of our own.
        provider: the words and address of the button for the office's identity provider.
        has_sample: whether the sample people are offered.
        is_unclaimed: whether the office has no administrator yet.
    """
    identity = ""
    if provider is not None:
        label, start = provider
        identity = _filled(
            '<div class="identity"><a class="button" href="$start">$label</a><p class="or">hoặc</p>'
            "</div>",
            start=start,
            label=label,
        )
    note = "Quên mật khẩu: nhờ quản trị gửi liên kết đặt lại."
    if is_unclaimed:
        note = (
            "Chưa có quản trị. Người cài đặt mở liên kết trong tệp thiet-lap-lan-dau.txt, ở thư mục"
            " khóa trên máy chủ; liên kết quá 60 phút thì khởi động lại máy chủ để có liên kết mới."
        )
    body = _file("_door_sign_in.html").substitute(
        identity=identity,
        next=escape(address),
        account=escape(account),
        sample=_sample(address) if has_sample else "",
        note=escape(note),
    )
    return _page(settings, "Đăng nhập", body, alerts=[alert] if alert else [], status=status)


def password(
    settings: Settings,
    *,
    account: str,
    address: str,
    must_change: bool,
    alerts: Sequence[str] = (),
    status: int = 200,
) -> HTMLResponse:
    """Return the page for changing one's password."""
    reason = "Mọi phiên khác của tài khoản này sẽ kết thúc."
    if must_change:
        reason = "Mật khẩu đang dùng không còn hợp lệ. Hãy đổi trước khi làm việc tiếp."
    body = _file("_door_password.html").substitute(
        reason=escape(reason),
        next=escape(address),
        account=escape(account),
        rules=escape(_rules(settings)),
    )
    return _page(settings, "Đổi mật khẩu", body, alerts=alerts, status=status)


def link(
    settings: Settings,
    found: Link,
    *,
    account: str = "",
    name: str = "",
    alerts: Sequence[str] = (),
    status: int = 200,
) -> HTMLResponse:
    """Return the page of a one-time link; for the set-up it asks for account and name too."""
    person = (
        _file("_door_setup.html").substitute(account=escape(account), name=escape(name))
        if found.account is None
        else _filled(
            '<label for="account">Tài khoản</label><input id="account" name="account"'
            ' value="$account" type="text" autocomplete="username" readonly>',
            account=found.account,
        )
    )
    body = _file("_door_link.html").substitute(
        reason=escape(_REASONS[found.purpose].format(name=found.name or found.account)),
        person=person,
        rules=escape(_rules(settings)),
    )
    return _page(settings, "Đặt mật khẩu", body, alerts=alerts, status=status)


def told(settings: Settings, title: str, message: str, *, status: int) -> HTMLResponse:
    """Return a page that says one thing and leads back to signing in."""
    body = '<p><a href="/dang-nhap">Về trang đăng nhập</a></p>'
    return _page(settings, title, body, alerts=[message], status=status)


def _page(
    settings: Settings, title: str, body: str, *, alerts: Sequence[str], status: int
) -> HTMLResponse:
    page = _file("_door.html").substitute(
        title=escape(title),
        style=(_HERE / "_door.css").read_text(encoding="utf-8"),
        logo=_logo(settings.logo) if settings.logo else "",
        office=escape(settings.office),
        alert=_alert(alerts),
        body=body,
    )
    return HTMLResponse(page, status, headers={"Cache-Control": "no-store"})


def _alert(messages: Sequence[str]) -> str:
    if not messages:
        return ""
    told = (
        escape(messages[0])
        if len(messages) == 1
        else f"<ul>{''.join(f'<li>{escape(each)}</li>' for each in messages)}</ul>"
    )
    return f'<div class="alert" role="alert">{told}</div>'


def _sample(address: str) -> str:
    """Return one small form for each of the sample people."""
    forms = "".join(
        _filled(
            '<form method="post" action="/dang-nhap/mau"><input type="hidden" name="next"'
            ' value="$address"><button name="account" value="$account">$name</button></form>',
            address=address,
            account=each.account,
            name=each.name,
        )
        for each in SAMPLE_PEOPLE
    )
    return (
        '<section class="sample"><h2>Dùng thử với số liệu mẫu</h2><p class="note">Mọi số liệu và'
        " người dùng đều là mẫu, không có thật. Bấm một vai để vào ngay.</p>"
        f"{forms}</section>"
    )


def _rules(settings: Settings) -> str:
    told = (
        f"Ít nhất {SHORTEST} ký tự (quản trị: {SHORTEST_ADMIN}); không dựa vào tên, tài khoản hay"
        " cơ quan. Một câu dài dễ nhớ là tốt nhất; được dán từ trình quản lý mật khẩu."
    )
    if settings.password_rules == "qd742":  # noqa: S105 - the name of a set of rules
        told += " Phải có chữ hoa, chữ thường, chữ số và ký tự đặc biệt (QĐ 742/QĐ-BTTTT)."
    return told


def _filled(markup: str, **words: str) -> str:
    return Template(markup).substitute({name: escape(word) for name, word in words.items()})


@cache
def _file(name: str) -> Template:
    return Template((_HERE / name).read_text(encoding="utf-8"))


@cache
def _logo(path: Path) -> str:
    """Return the office's logo inside the page, since strangers may ask for no file of ours."""
    if not path.is_file() or path.suffix.lower() not in _LOGO_KINDS:
        return ""
    data = base64.b64encode(path.read_bytes()).decode()
    return f'<img alt="" src="data:{_LOGO_KINDS[path.suffix.lower()]};base64,{data}">'
