"""What every answer says beside its content: what a page may load, and what to fetch early."""

from __future__ import annotations

import base64
import hashlib
import re
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from mapping.served.message import basemap_origin, edition

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
KEEP_NOTHING = (
    "no-store"  # what says nothing of how long it may be kept: files handed out, refusals
)


def content_security_policy() -> str:
    """Return what a page may load: from this server only, and from the base map's if one is set."""
    pictures = " ".join(filter(None, ["'self' data: blob:", basemap_origin()]))
    rules = {
        "default-src": "'self'",
        # Streamlit runs components from blobs, and some of its parts are WebAssembly.
        "script-src": f"'self' 'wasm-unsafe-eval' blob: {_own_lines()}".rstrip(),
        "style-src": "'self' 'unsafe-inline'",
        "img-src": pictures,
        "font-src": "'self' data:",
        "media-src": "'self' blob:",
        "connect-src": "'self'",
        "worker-src": "'self' blob:",
        "frame-src": "'self' blob:",
        "object-src": "'none'",
        "base-uri": "'self'",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
    }
    return "; ".join(f"{rule} {sources}" for rule, sources in rules.items())


@cache
def _own_lines() -> str:
    """Name the lines of script in Streamlit's own page, so that no other line can be run."""
    found = find_spec("streamlit")
    if found is None or found.origin is None:
        return ""
    page = (Path(found.origin).parent / "static" / "index.html").read_text(encoding="utf-8")
    lines = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    digests = (hashlib.sha256(line.encode()).digest() for line in lines)
    return " ".join(f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests)


class EarlyScripts:
    """Middleware that has a page fetch the map's scripts while the rest of it is still coming.

    Without it they are asked for only once the page has been put together.
    """

    def __init__(self, app: ASGIApp, base: str = "") -> None:
        self.app = app
        base = f"/{base.strip('/')}" if base.strip("/") else ""
        scripts = [
            f"{base}/drawing/{edition()}/map.js",
            f"{base}/leaflet/leaflet-src.esm.js",
        ]
        self.links = ", ".join(f"<{address}>; rel=modulepreload" for address in scripts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Add the links to the page itself; all else goes by untouched."""

        async def send_with_links(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                if headers.get("content-type", "").startswith("text/html"):
                    headers["Link"] = self.links
            await send(message)

        await self.app(scope, receive, send_with_links if scope["type"] == "http" else send)


class SecurityHeaders:
    """Middleware that tells the browser what the app never needs, so that nobody else gets it."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.headers = HEADERS | {"Content-Security-Policy": content_security_policy()}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Add the headers to every answer."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update(self.headers)
                headers.setdefault("Cache-Control", KEEP_NOTHING)
            await send(message)

        await self.app(scope, receive, send_with_headers)
