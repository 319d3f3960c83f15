"""Where this office is found (địa chỉ): which hosts and origins are its own, and its cookies.

Without an address in the settings only this machine is served. With one, the server may listen
to the network, and a browser must ask for that very address: a foreign name that resolves to this
machine is refused, and so is a change asked for by a foreign page.
"""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import Scope

from indicators.settings import Settings

NEEDS_ADDRESS = (
    "Máy chủ được bảo nghe ngoài máy này (server.address) nhưng chưa biết mọi người mở địa chỉ nào."
    " Đặt BANGXANH_URL, ví dụ https://bangxanh.so.vn, hoặc đặt lại server.address là 127.0.0.1.\n"
    "This server was told to listen beyond this machine but does not know its own address: set"
    " BANGXANH_URL, for example https://bangxanh.so.vn, or set server.address to 127.0.0.1."
)
# Set by proxies: with any of these, who stands at the other end is not the one who connected.
_FORWARDED = ("forwarded", "via", "x-real-ip")
_HOST = re.compile(r"([a-z0-9.-]+|\[[0-9a-f:.]+\])(?::\d{1,5})?")
_DEFAULT_PORTS = {"http": ":80", "https": ":443"}


@dataclass(frozen=True, slots=True)
class Site:
    """The office's address: `origin` as a browser sends it, None where only this machine opens it.

    `address` is the interface that the server listens on, None for all of them.
    """

    origin: str | None
    address: str | None

    @classmethod
    def of(cls, settings: Settings, *, address: str | None) -> Site:
        """Return the site that the settings name, listening on `address`."""
        if settings.url is None:
            return cls(None, address)
        parts = urlsplit(settings.url.lower())
        return cls(
            f"{parts.scheme}://{parts.netloc.removesuffix(_DEFAULT_PORTS[parts.scheme])}", address
        )

    @property
    def is_https(self) -> bool:
        """Whether people come over HTTPS: then cookies are sent over nothing else."""
        return self.origin is not None and self.origin.startswith("https:")

    @property
    def is_startable(self) -> bool:
        """Whether the server may start: beyond this machine only under a known address."""
        return self.origin is not None or is_loopback(self.address)

    @property
    def session_cookie(self) -> str:
        """The name of the cookie that holds the session's token."""
        return "__Host-bangxanh" if self.is_https else "bangxanh"

    @property
    def device_cookie(self) -> str:
        """The name of the cookie by which a browser that signed in before is known again."""
        return f"{self.session_cookie}-may"

    def reaches(self, scope: Scope) -> bool:
        """Whether a connection may arrive on this interface at all."""
        server = scope.get("server") or (None, None)
        return self.origin is not None or is_loopback(server[0])

    def serves(self, host: str) -> bool:
        """Whether a Host header names this machine or the office's address."""
        return is_local_host(host) or (
            self.origin is not None and host == urlsplit(self.origin).netloc
        )

    def is_own(self, origin: str | None, host: str) -> bool:
        """Whether an Origin header is that of our own pages under this Host."""
        scheme, _, place = (origin or "").partition("://")
        if place != host:
            return False
        return scheme in _DEFAULT_PORTS if is_local_host(host) else origin == self.origin

    def is_at_this_machine(self, scope: Scope) -> bool:
        """Whether a request surely comes from this machine: server, peer, Host, and no proxy."""
        headers = Headers(scope=scope)
        client = scope.get("client") or (None, 0)
        return (
            is_loopback(self.address)
            and is_loopback(client[0])
            and is_local_host(headers.get("host", ""))
            and not any(name in _FORWARDED or name.startswith("x-forwarded-") for name in headers)
        )


def is_loopback(address: str | None) -> bool:
    """Whether `address` (an IP, "localhost", or None for every interface) is this machine only."""
    if address is None:
        return False
    if address == "localhost":
        return True
    try:
        return ipaddress.ip_address(address.strip("[]")).is_loopback
    except ValueError:
        return False


def is_local_host(host: str) -> bool:
    """Whether a Host header names this machine: localhost or a loopback address."""
    found = _HOST.fullmatch(host)
    return found is not None and is_loopback(found[1])
