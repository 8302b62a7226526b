"""The screen of a meeting as one page: its scenes, its keys, and what is written at them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from ipaddress import ip_address
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from markupsafe import Markup

from layers.said.sorts import SORTS
from mapping.meeting.keys import keys_of
from mapping.profile.marks import MARKS_STYLE
from mapping.scripts import joined
from mapping.templates import ALONE, own_style, render

HERE = Path(__file__).parent
COMPONENT = HERE.parent / "component"

FROM_HERE: Final = Markup(
    "default-src 'none'; style-src 'unsafe-inline'; script-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'"
)
"""What the live screen may load: nothing that this server does not send."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Live:
    """Where a live screen asks, and how others come to it.

    Attributes
    ----------
    base
        The path of the meeting: "/m/1a2b3c4d".
    script
        The path of `live.js`, with all that it imports.
    find
        The path that finds places and services by what is typed; "" for none.
    follow
        The whole address that others type.
    code
        The same as a picture to photograph, drawn as SVG; empty where no telephone can open it.
    """

    base: str
    script: str
    find: str = ""
    follow: str = ""
    code: Markup = field(default_factory=Markup)

    @property
    def is_here_alone(self) -> bool:
        """Whether no other machine can follow at this address."""
        host = urlsplit(self.follow).hostname or ""
        if host == "localhost" or host.endswith(".localhost"):
            return True
        try:
            return ip_address(host).is_loopback
        except ValueError:
            return False


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What the help of a file tells beside its keys.

    Attributes
    ----------
    scenes
        Of each scene, its question, and when its figures are of and from whom.
    """

    scenes: Sequence[tuple[str, str]] = ()
    notes: Sequence[str] = ()
    sources: Sequence[str] = ()
    colophon: str = ""


def render_screen(
    title: str,
    sections: Iterable[Markup] = (),
    *,
    told: Told | None = None,
    live: Live | None = None,
    maps: Iterable[tuple[str, Markup]] = (),
) -> str:
    """Draw the screen of a meeting; every string from data is escaped.

    Parameters
    ----------
    sections
        Its scenes as they are drawn; none for a live screen, which asks for them.
    live
        Where it asks; None for a file that fetches nothing.
    maps
        Of such a file, the maps of its questions, each with the keys of the scenes that ask it.
    """
    return render(
        "meeting/screen.html",
        title=title,
        safety=FROM_HERE if live else ALONE,
        style=_style(),
        script=Markup("") if live else _script(),
        sections=list(sections),
        maps=list(maps),
        keys=keys_of(is_live=live is not None, has_code=bool(live and live.code)),
        told=told or Told(),
        sorts=SORTS,
        live=live,
    )


@cache
def _style() -> Markup:
    return own_style(MARKS_STYLE, HERE / "meeting.css")


@cache
def _script() -> Markup:
    return Markup(joined(COMPONENT, "alone") + "of_alone.begin(document);")  # noqa: S704
