"""The screen of a meeting as it is sent: the page, where it asks, how others come to it."""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import replace
from typing import Final

import segno
from markupsafe import Markup
from starlette.requests import Request

from geodata.model import Pack
from geodata.store.record import Record
from mapping.meeting.screen import FROM_HERE, Live, render_screen
from mapping.served.message import edition
from mapping.templates import render

POLICY: Final = f"{FROM_HERE}; frame-ancestors 'none'"


def live_screen(request: Request, meeting: Record, code: str, base: str, pack: Pack) -> str:
    """Return the screen of a meeting as HTML.

    Parameters
    ----------
    code
        The short code that it is followed by.
    base
        The path that the app is served under: "" or "/patch".
    """
    path = f"{base}/m/{code}"
    follow = f"{request.url.scheme}://{request.url.netloc}{path}"
    live = Live(
        base=path,
        script=f"{base}/drawing/{edition()}/live.js",
        find=f"{base}/map/{pack.short_hash}/find.json",
        follow=follow,
    )
    if not live.is_here_alone:  # a telephone cannot open what only this machine can
        live = replace(live, code=_code(follow))
    return render_screen(meeting.title, live=live)


def fault_page(sentences: Iterable[str]) -> str:
    """Return a page that says why a meeting cannot be shown."""
    return render("meeting/live/fault.html", safety=FROM_HERE, sentences=list(sentences))


def _code(address: str) -> Markup:
    """Return an address as a picture to photograph."""
    drawn = io.BytesIO()
    segno.make(address, error="m", micro=False).save(
        drawn, kind="svg", xmldecl=False, svgns=False, omitsize=True, nl=False
    )
    return Markup(drawn.getvalue().decode())  # noqa: S704 - squares alone: no text is in it
