"""Know Your Patch as a web app: `streamlit run app.py`."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from threading import Thread

import streamlit as st
from starlette.middleware import Middleware
from streamlit import runtime

from mapping.meeting.live.routes import Meetings
from mapping.opening import open_in_browser
from mapping.pages.frame.glossed import warm_marking
from mapping.served.gate import Gate
from mapping.served.headers import EarlyScripts, SecurityHeaders
from mapping.served.keep_rules import keep_by_rules
from mapping.served.networks import refuse_to_listen_wider
from mapping.served.routes import routes, warm
from mapping.served.settled import settled
from mapping.served.uploads import Uploads

logger = logging.getLogger("know_your_patch")


@asynccontextmanager
async def prepare(_app: st.App) -> AsyncIterator[None]:
    """Read the pack while the server starts, and look through what is kept by its rules."""
    async with settled(), meetings.open():
        Thread(target=begin, daemon=True).start()
        Thread(target=keep_by_rules, daemon=True).start()
        yield


def begin() -> None:
    """Read the pack, then open the app in the browser of whoever started it, if they asked."""
    warm()
    warm_marking()
    base = (st.get_option("server.baseUrlPath") or "").strip("/")
    open_in_browser(f"http://127.0.0.1:{st.get_option('server.port')}/{base}")


def say_sorry(error: Exception) -> bool:
    """Show that something went wrong, and write what it was to the server's log."""
    logger.error("A page could not be shown.", exc_info=error)
    st.error(
        "Something went wrong, and this page could not be shown. "
        "Try again, or go back to the page before. Nothing you entered has been sent anywhere.",
        icon=":material/error:",
    )
    return True


refuse_to_listen_wider(st.get_option("server.address"))
base = st.get_option("server.baseUrlPath") or ""
meetings = Meetings(base)
app = st.App(
    Path(__file__).parent / "mapping" / "pages" / "main.py",
    routes=[*routes(base), *meetings.routes()],
    middleware=[
        Middleware(SecurityHeaders),
        Middleware(Gate, base=base),
        Middleware(Uploads, held=runtime.get_instance),
        Middleware(EarlyScripts, base=base),
    ],
    lifespan=prepare,
    on_script_error=say_sorry,
)
