"""What every answer says beside its content: what a page may load, and what to fetch early."""

from __future__ import annotations

import base64
import gzip
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
POLICY = "Content-Security-Policy"
HEAD = b"<head>"
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

    Without it they are asked for only once the page has been put together. The page also gets one
    script before all of its own: `steps.js` stands between Streamlit and the browser's history.
    """

    def __init__(self, app: ASGIApp, base: str = "") -> None:
        self.app = app
        base = f"/{base.strip('/')}" if base.strip("/") else ""
        scripts = [
            f"{base}/drawing/{edition()}/map.js",
            f"{base}/leaflet/leaflet-src.esm.js",
        ]
        self.links = ", ".join(f"<{address}>; rel=modulepreload" for address in scripts)
        self.steps = f'<script src="{base}/drawing/{edition()}/steps.js"></script>'.encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Add the links to the page itself; all else goes by untouched."""
        held: list[Message] = []  # the start of a page, until its first part is here

        async def send_with_links(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                is_page = headers.get("content-type", "").startswith("text/html")
                if is_page and POLICY not in headers:  # one with a policy of its own has no map
                    headers["Link"] = self.links
                    held.append(message)
                    return
            elif held:
                await send(self._with_steps(held.pop(), message))
            await send(message)

        await self.app(scope, receive, send_with_links if scope["type"] == "http" else send)

    def _with_steps(self, start: Message, first: Message) -> Message:
        """Put the script first into a page, and return the start of the answer that fits it."""
        headers, sent = MutableHeaders(scope=start), first.get("body", b"")
        # Streamlit sends its page as it is at the app's own address, and packed at every other.
        is_packed = headers.get("content-encoding") == "gzip" and not first.get("more_body")
        body = gzip.decompress(sent) if is_packed else sent
        if HEAD in body:
            with_steps = body.replace(HEAD, HEAD + self.steps, 1)
            first["body"] = gzip.compress(with_steps, mtime=0) if is_packed else with_steps
            if "content-length" in headers:
                more = len(first["body"]) - len(sent)
                headers["content-length"] = str(int(headers["content-length"]) + more)
        return start


class SecurityHeaders:
    """Middleware that tells the browser what the app never needs, so that nobody else gets it."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.headers = HEADERS | {POLICY: content_security_policy()}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Add the headers to every answer."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                own = headers.get(POLICY)  # of a page that loads less than all others
                headers.update(self.headers | ({POLICY: own} if own else {}))
                headers.setdefault("Cache-Control", KEEP_NOTHING)
            await send(message)

        await self.app(scope, receive, send_with_headers)
