"""Which names the app answers to, who may come, and which of Streamlit's own addresses are shut.

A name that is not the app's own leads to it only where somebody points theirs at it, so that a page
of theirs may ask it for what it serves.
"""

from __future__ import annotations

import logging
import os
import re
from collections.abc import Iterable
from ipaddress import IPv6Address
from typing import NamedTuple

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from mapping.served.networks import NETWORKS_SETTING, is_let_in, named_networks

HOSTS_SETTING = "KNOW_YOUR_PATCH_HOSTS"
LOOPBACK = ("localhost", "127.0.0.1", "[::1]")
OPEN = re.compile("health|host-config|stream|upload_file/[^/]+/[^/]+")
"""What the pages need of Streamlit's own addresses, below `_stcore`; all others are shut."""
SHUT = ("auth", "oauth2callback", "component")
"""What Streamlit serves beside them that the app has no use for."""
DENIAL = "websocket.http.response"
POLICY_VIOLATION = 1008
MALFORMED, NOT_FOUND, MISDIRECTED, FORBIDDEN = 400, 404, 421, 403
STRANGER = "stranger"
STATUS = {STRANGER: FORBIDDEN}
WORDS: dict[int | str, str] = {
    MALFORMED: "This request does not say which address it is for.",
    NOT_FOUND: "Not found.",
    MISDIRECTED: "The app is not served under this name. Whoever looks after it can add the name "
    f"to {HOSTS_SETTING}; see docs/deployment.md.",
    FORBIDDEN: "Only the app’s own pages may open this connection.",
    STRANGER: "The app is for a trusted machine or network, and yours is not one that it names. "
    f"Whoever looks after it can add it to {NETWORKS_SETTING}; see docs/deployment.md.",
}

_AUTHORITY = re.compile(
    r"(?P<name>\[[0-9a-f:.]{2,45}\]|[\w.-]{1,253})(:(?P<port>[0-9]{1,5}))?",
    re.ASCII | re.IGNORECASE,
)
logger = logging.getLogger("know_your_patch")


class Host(NamedTuple):
    """A name that an app is reached by; on any port where it states none."""

    name: str
    port: int | None = None


def read_host(text: str) -> Host | None:
    """Read a Host header, or a name of the setting; None where it is not one."""
    found = _AUTHORITY.fullmatch(text)
    if found is None:
        return None
    name, port = found["name"].lower().removesuffix("."), found["port"]
    if name.startswith("["):
        try:
            name = f"[{IPv6Address(name[1:-1]).compressed}]"
        except ValueError:
            return None
    return Host(name, int(port) if port else None)


def served_hosts() -> frozenset[Host]:
    """Return the names that the app answers to: those of this machine, and of the setting.

    A word of the setting that is not a name is told in the server's log, and opens nothing.
    """
    named = re.split(r"[\s,]+", os.environ.get(HOSTS_SETTING, ""))
    return frozenset(_hosts([*LOOPBACK, *filter(None, named)]))


def _hosts(words: Iterable[str]) -> Iterable[Host]:
    for word in words:
        host = read_host(_as_sent(word))
        if host is None:
            said = "%s: found %r; expected names of hosts, as in patch.example.org, with commas."
            logger.error(said, HOSTS_SETTING, word)
        else:
            yield host


def _as_sent(word: str) -> str:
    """Return a name as browsers send it: letters that are not plain ones in the form for names."""
    try:
        return word if word.isascii() else word.encode("idna").decode("ascii")
    except UnicodeError:
        return word


class Gate:
    """Middleware that lets in only what is meant for the app, by HTTP and by websocket.

    Whoever asks has to be at this machine or in a network that is named. The Host header has to be
    a name that the app is served under. A websocket has to come from a
    page of the same origin, or from no page at all: other programs say no origin, and could say
    any. Neither Streamlit's metrics nor its other doors are reached.
    """

    def __init__(self, app: ASGIApp, base: str = "") -> None:
        self.app = app
        self.base = f"/{base.strip('/')}/" if base.strip("/") else "/"
        self.hosts = served_hosts()
        self.networks = named_networks()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer what is let in; refuse the rest in words."""
        why = self._refusal(scope) if scope["type"] in ("http", "websocket") else None
        if why is None:
            await self.app(scope, receive, send)
        elif scope["type"] == "http" or DENIAL in scope.get("extensions", {}):
            await _refused(why)(scope, receive, send)
        else:
            await send({"type": "websocket.close", "code": POLICY_VIOLATION})

    def _refusal(self, scope: Scope) -> int | str | None:
        """Return why a request is refused; None where it is let in."""
        if not is_let_in(scope.get("client"), self.networks):
            return STRANGER
        headers = Headers(scope=scope)
        names = headers.getlist("host")
        host = read_host(names[0]) if len(names) == 1 else None
        if host is None:
            return MALFORMED
        if host not in self.hosts and Host(host.name) not in self.hosts:
            return MISDIRECTED
        origins = headers.getlist("origin") if scope["type"] == "websocket" else []
        if not is_of_own_page(origins, names[0]):
            return FORBIDDEN
        return NOT_FOUND if self._is_shut(scope["path"]) else None

    def _is_shut(self, path: str) -> bool:
        """Whether an address is one of Streamlit's own that no page of the app asks for."""
        first, _, rest = path.removeprefix(self.base).lstrip("/").partition("/")
        return first in SHUT or (first == "_stcore" and OPEN.fullmatch(rest) is None)


def is_of_own_page(origins: list[str], host: str) -> bool:
    """Whether a page of the app asks, or a program that is no browser."""
    own = [f"{scheme}://{host.lower()}" for scheme in ("http", "https")]
    return not origins or (len(origins) == 1 and origins[0].lower() in own)


def _refused(why: int | str) -> Response:
    headers = {"Cache-Control": "no-store"}
    status = why if isinstance(why, int) else STATUS[why]
    return PlainTextResponse(WORDS[why], status_code=status, headers=headers)
