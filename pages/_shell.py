"""The page around our pages: Streamlit's index.html in Vietnamese, under a strict policy.

Streamlit has no translation of its own words and serves `lang="en"`; its index.html is rewritten
once at start, and a small script translates its words as they appear.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from functools import cache
from pathlib import Path

import streamlit
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_HERE = Path(__file__).parent
_STATIC = Path(streamlit.__file__).parent / "static"
_SCRIPT = "/bangxanh/shell.js"
_ICON = "/bangxanh/icon.svg"
# Parts of the interface that are fetched only when first drawn: named in the page itself they
# arrive with everything else instead of one round trip later.
_EARLY_PARTS = ("BidiComponent",)
_INLINE = re.compile(r"<script>(.*?)</script>", re.DOTALL)
_DROPPED = re.compile(
    r'<link\s+rel="(?:preload|service-desc|shortcut icon)"[^>]*>|<!--.*?-->'
    r"|<noscript>.*?</noscript>",
    re.DOTALL,
)


@cache
def index_html() -> bytes:
    """Return index.html as we serve it: Vietnamese, our icon, no font that is never used."""
    page = _DROPPED.sub("", (_STATIC / "index.html").read_text(encoding="utf-8"))
    page = page.replace('<html lang="en">', '<html lang="vi">')
    page = page.replace("<title>Streamlit</title>", "<title>Bảng Xanh</title>")
    early = "".join(
        f'<link rel="modulepreload" crossorigin href="{part}">' for part in _early(page)
    )
    ours = (
        f'<link rel="icon" href="{_ICON}"><script defer src="{_script_address()}"></script>{early}'
    )
    noscript = "<noscript><p>Hãy bật JavaScript trong trình duyệt để xem Bảng Xanh.</p></noscript>"
    page = page.replace("</head>", f"{ours}</head>").replace("<body>", f"<body>{noscript}")
    return re.sub(r"\n\s*\n+", "\n", page).encode()


def _early(page: str) -> list[str]:
    """Return the addresses of `_EARLY_PARTS` and of what they import, where `page` lacks them."""
    manifest = _STATIC / "manifest.json"
    parts = json.loads(manifest.read_text(encoding="utf-8")) if manifest.exists() else {}
    wanted = [key for key, part in parts.items() if part.get("name") in _EARLY_PARTS]
    for key in wanted:  # grows while it is walked: the imports of imports too
        wanted += [each for each in parts[key].get("imports", ()) if each not in wanted]
    files = (parts[key]["file"] for key in wanted)
    return [f"./{file}" for file in files if file not in page]


def _script_address() -> str:
    """Return the address of our script, which changes with it: it may be kept for ever."""
    digest = hashlib.sha256((_HERE / "_shell.js").read_bytes()).hexdigest()[:12]
    return f"{_SCRIPT}?{digest}"


@cache
def content_policy() -> str:
    """Return the Content-Security-Policy, with the hash of the inline lines of index.html.

    Source: SECURITY.md, fact 4; `blob:` is how inline v2 components are loaded.
    """
    hashes = [
        base64.b64encode(hashlib.sha256(line.encode()).digest()).decode()
        for line in _INLINE.findall(index_html().decode())
    ]
    allowed = " ".join(f"'sha256-{digest}'" for digest in hashes)
    return (
        f"default-src 'self'; script-src 'self' blob: 'wasm-unsafe-eval' {allowed}; "
        "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
        "connect-src 'self'; worker-src 'self' blob:; frame-src 'none'; media-src 'self' blob:; "
        "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    )


def security_headers(*, is_https: bool = False) -> dict[str, str]:
    """Return the headers that every answer carries; over HTTPS browsers are told to stay there."""
    staying = {"Strict-Transport-Security": "max-age=31536000"} if is_https else {}
    return staying | {
        "Content-Security-Policy": content_policy(),
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
        "X-Frame-Options": "DENY",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
    }


class Shell:
    """Pure ASGI middleware: answers every page address with our index.html."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Replace the body of Streamlit's page; leave everything else as it is."""
        if scope["type"] != "http" or scope["path"].startswith(("/static/", "/_stcore/")):
            await self.app(scope, receive, send)
            return
        is_page = False

        async def sender(message: Message) -> None:
            nonlocal is_page
            if message["type"] == "http.response.start":
                is_page = _is_page(message)
                if is_page:
                    _describe(message)
            elif is_page and message["type"] == "http.response.body":
                if message.get("more_body"):
                    return
                body = b"" if scope["method"] == "HEAD" else index_html()
                message = {"type": "http.response.body", "body": body}
            await send(message)

        await self.app(_unconditional(scope), receive, sender)


def _is_page(start: Message) -> bool:
    """Whether an answer is Streamlit's page: from a file, so with an ETag; ours have none."""
    headers = Headers(raw=start["headers"])
    is_html = headers.get("content-type", "").startswith("text/html")
    return start["status"] == 200 and is_html and "etag" in headers


def _describe(start: Message) -> None:
    headers = MutableHeaders(scope=start)
    for name in ("content-encoding", "etag", "last-modified"):
        del headers[name]
    headers["content-length"] = str(len(index_html()))
    headers["cache-control"] = "no-cache"


def _unconditional(scope: Scope) -> Scope:
    """Drop "if not changed since": Streamlit's file may be unchanged while ours is new."""
    dropped = {b"if-none-match", b"if-modified-since"}
    headers = [(name, value) for name, value in scope["headers"] if name not in dropped]
    return {**scope, "headers": headers}


def _file_route(path: str, file: str, media_type: str) -> Route:
    async def answer(_request: Request) -> Response:
        return Response(
            (_HERE / file).read_bytes(),
            media_type=media_type,
            headers={"Cache-Control": "public, max-age=31536000, immutable"},
        )

    return Route(path, answer, methods=["GET"])


async def _to_board(request: Request) -> Response:
    """The board is the first page, whose address Streamlit knows only as "/"."""
    query = request.url.query
    return RedirectResponse(f"/?{query}" if query else "/")


# The sign-in page shows the icon; the script, which every page needs, is no secret either.
OPEN = [
    _file_route(_SCRIPT, "_shell.js", "text/javascript"),
    _file_route(_ICON, "_icon.svg", "image/svg+xml"),
]
ROUTES = [Route("/board", _to_board, methods=["GET"])]
