"""A mail server to test against: `python -m tests.mail_office FOLDER [CERTIFICATE KEY]`.

Keeps each letter as FOLDER/NUMBER.eml with who it is for on its first line, and its port in
FOLDER/port. With a certificate it takes nobody in the clear, and only `bang-xanh` with the
password PASSWORD. By the name it is for, a letter meets a fault:
    khong-co@…  there is nobody of that name (550)
    ban@…       not now (451) until FOLDER/mo exists
    dut@…       the connection breaks after the text was taken, and nothing is said
"""

from __future__ import annotations

import asyncio
import ssl
import sys
from pathlib import Path
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

USER, PASSWORD = "bang-xanh", "cay-da-gieng-nuoc"


class Office:
    """What happens to letters."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    async def handle_RCPT(  # noqa: N802 - the library's name
        self,
        _server: SMTP,
        _session: Session,
        envelope: Envelope,
        address: str,
        _options: list[str],
    ) -> str:
        if address.startswith("khong-co@"):
            return "550 5.1.1 nobody of that name"
        if address.startswith("ban@") and not (self.folder / "mo").exists():
            return "451 4.3.0 not now"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 - as above
        number = len(list(self.folder.glob("*.eml"))) + 1
        for_whom = ", ".join(envelope.rcpt_tos).encode()
        content = envelope.original_content or b""
        (self.folder / f"{number}.eml").write_bytes(for_whom + b"\r\n" + content)
        if for_whom.startswith(b"dut@"):
            assert isinstance(server.transport, asyncio.Transport)
            server.transport.abort()
        return "250 taken"


def _authenticated(
    _server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, told: object
) -> AuthResult:
    is_known = isinstance(told, LoginPassword) and (
        (told.login, told.password) == (USER.encode(), PASSWORD.encode())
    )
    return AuthResult(success=is_known, handled=False)


async def serve(folder: Path, certificate: tuple[str, str] | None) -> None:
    """Serve on a free port of this machine until the process ends."""
    options: dict[str, Any] = {}
    if certificate:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(*certificate)
        options = {
            "tls_context": context,
            "require_starttls": True,
            "auth_required": True,
            "authenticator": _authenticated,
        }
    server = await asyncio.get_running_loop().create_server(
        lambda: SMTP(Office(folder), hostname="localhost", **options), "127.0.0.1", 0
    )
    (folder / "port.new").write_text(str(server.sockets[0].getsockname()[1]), encoding="utf-8")
    (folder / "port.new").rename(folder / "port")
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(Path(sys.argv[1]), tuple(sys.argv[2:4]) or None))  # type: ignore[arg-type]
