"""The office's mail server (máy chủ thư): its settings file, and letters handed to it.

What matters is to know whether a letter is surely not sent, surely sent, or neither: a server
that falls silent after it was given the text may have sent it. Such a letter is never sent again
by itself.
"""

from __future__ import annotations

import os
import smtplib
import ssl
import stat
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, make_msgid, parseaddr
from pathlib import Path
from typing import Any, Literal, get_args

from indicators import clock
from indicators.errors import BangXanhError, InputRejected, Problem

Tls = Literal["none", "starttls", "tls"]
TLS: tuple[Tls, ...] = get_args(Tls)
_CODE = "smtp-settings"
_SECONDS = 30  # a server that says nothing for so long is not there
_TEXTS = ("host", "tls", "user", "password_file", "sender", "ca_file")
_LOCAL = ("localhost", "127.0.0.1", "::1")


class MailFault(BangXanhError):
    """The mail server cannot be reached or does not let us in: nothing was handed to it."""


class NotSent(BangXanhError):
    """The server refused this one letter: it was surely not sent."""


class Unsure(BangXanhError):
    """The server fell silent after it was given the letter: it may or may not have sent it."""


@dataclass(frozen=True, slots=True)
class MailSettings:
    """What the settings file says. `sender` is an address, or "Tên <địa chỉ>"."""

    host: str
    port: int
    tls: Tls
    user: str
    password: str = field(repr=False)
    sender: str
    ca_file: Path | None


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter to one address, in plain text."""

    to: str
    subject: str
    text: str


def read(path: Path) -> MailSettings:
    """Return the settings in the file at `path`, which README.md shows whole.

    Raises:
        InputRejected: with every problem of the file at once.
    """
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise InputRejected([_fault(path, f"không đọc được: {error}")]) from error
    told = list(_wrong(table))
    password = ""
    if table.get("password_file") and not told:
        password, unread = _password(path.parent / table["password_file"])
        told += unread
    if told:
        raise InputRejected([_fault(path, each) for each in told])
    ca_file = table.get("ca_file")
    return MailSettings(
        host=table["host"],
        port=table["port"],
        tls=table["tls"],
        user=table.get("user", ""),
        password=password,
        sender=table["sender"],
        ca_file=path.parent / ca_file if ca_file else None,
    )


@contextmanager
def post_office(settings: MailSettings) -> Iterator[smtplib.SMTP]:
    """Connect to the mail server and sign in, for the length of a `with` block.

    Raises:
        MailFault: it cannot be reached, its certificate is no good, or it does not let us in.
    """
    try:
        client = _connected(settings)
    except (OSError, smtplib.SMTPException) as error:
        raise MailFault(
            f"Không gửi được thư qua {settings.host}:{settings.port}: {error}. Chưa có gì được gửi."
        ) from error
    try:
        yield client
        with suppress(OSError, smtplib.SMTPException):
            client.quit()
    finally:
        client.close()


def send(client: smtplib.SMTP, settings: MailSettings, letter: Letter) -> None:
    """Hand one letter to the server, step by step, so that the outcome is known.

    Raises:
        NotSent: the server refused it, or the connection broke before its text was given.
        Unsure: the server did not answer once it had the text.
    """
    try:
        text = _message(settings, letter).as_bytes(policy=SMTP)
        client.ehlo_or_helo_if_needed()
        _expect(client.mail(parseaddr(settings.sender)[1]), 250)
        _expect(client.rcpt(letter.to), 250, 251)
        _expect(client.docmd("DATA"), 354)
    except (OSError, ValueError, MessageError, smtplib.SMTPException) as error:
        raise NotSent(f"Thư chưa gửi: {error}") from error
    try:
        client.send(_stuffed(text))
        answer = client.getreply()
    except (OSError, smtplib.SMTPException) as error:
        raise Unsure(f"Máy chủ thư không trả lời sau khi nhận thư: {error}") from error
    try:
        _expect(answer, 250)
    except smtplib.SMTPException as error:
        raise NotSent(f"Thư chưa gửi: {error}") from error


def _connected(settings: MailSettings) -> smtplib.SMTP:
    context = ssl.create_default_context(cafile=settings.ca_file)
    client: smtplib.SMTP
    if settings.tls == "tls":
        client = smtplib.SMTP_SSL(settings.host, settings.port, timeout=_SECONDS, context=context)
    else:
        client = smtplib.SMTP(settings.host, settings.port, timeout=_SECONDS)
    try:
        if settings.tls == "starttls":
            client.starttls(context=context)
        if settings.user:
            client.login(settings.user, settings.password)
    except BaseException:
        client.close()
        raise
    return client


def _message(settings: MailSettings, letter: Letter) -> EmailMessage:
    name, address = parseaddr(settings.sender)
    message = EmailMessage(policy=SMTP)
    message["From"] = Address(name, addr_spec=address)
    message["To"] = Address(addr_spec=letter.to)
    message["Subject"] = letter.subject
    message["Date"] = format_datetime(clock.local(clock.now()))
    message["Message-ID"] = make_msgid(domain=address.rpartition("@")[2])
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no answer by machine
    message.set_content(letter.text)
    return message


def _expect(answer: tuple[int, bytes], *codes: int) -> None:
    code, said = answer
    if code not in codes:
        raise smtplib.SMTPResponseException(code, said)


def _stuffed(text: bytes) -> bytes:
    """Return a text as DATA takes it: no line of one dot, and the end. Source: RFC 5321, 4.5.2."""
    lines = [b"." + line if line.startswith(b".") else line for line in text.split(b"\r\n")]
    whole = b"\r\n".join(lines)
    return whole + (b"" if whole.endswith(b"\r\n") else b"\r\n") + b".\r\n"


def _wrong(table: Mapping[str, Any]) -> Iterator[str]:
    known = {*_TEXTS, "port"}
    for name in table.keys() - known:
        yield f"không có mục «{name}»; dùng được: {', '.join(sorted(known))}"
    for name in _TEXTS:
        given = table.get(name, "")
        if not isinstance(given, str) or (not given and name in {"host", "tls", "sender"}):
            yield f"mục «{name}» phải là chữ trong ngoặc kép, không để trống"
    port = table.get("port")
    if type(port) is not int or not 0 < port < 65536:
        yield "mục «port» phải là số cổng, ví dụ 587"
    tls, host = table.get("tls"), table.get("host")
    if isinstance(tls, str) and tls and tls not in TLS:
        yield f"tls = «{tls}»; dùng được: {', '.join(TLS)}"
    if bool(table.get("user")) != bool(table.get("password_file")):
        yield "«user» và «password_file» phải có cả hai, hoặc không có cả hai"
    if table.get("user") and tls == "none" and host not in _LOCAL:
        yield 'tls = "none" thì mật khẩu đi không mã hóa: chỉ dùng được với máy chủ thư ở máy này'
    sender = table.get("sender")
    if isinstance(sender, str) and sender and "@" not in parseaddr(sender)[1]:
        yield f"sender «{sender}» phải là địa chỉ thư: bangxanh@so.vn, hoặc Tên <bangxanh@so.vn>"


def _password(path: Path) -> tuple[str, list[str]]:
    try:
        password = path.read_text(encoding="utf-8").strip()
        mode = path.stat().st_mode
    except (OSError, UnicodeDecodeError) as error:
        return "", [f"không đọc được password_file: {error}"]
    if not password:
        return "", [f"password_file {path.name} trống"]
    if not password.isascii():  # what Python's own client can say to a server
        return "", [f"mật khẩu trong {path.name} chỉ được dùng chữ không dấu, chữ số và ký hiệu"]
    if os.name != "nt" and mode & (stat.S_IRWXG | stat.S_IRWXO):
        return "", [f"{path.name} không chỉ chủ tệp đọc được; chạy chmod 600 {path}"]
    return password, []


def _fault(path: Path, told: str) -> Problem:
    return Problem.error(_CODE, f"{path}: {told}")
