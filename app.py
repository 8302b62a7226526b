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

from mapping.opening import open_in_browser
from mapping.served.gate import Gate
from mapping.served.headers import EarlyScripts, SecurityHeaders
from mapping.served.routes import routes, warm
from mapping.served.settled import settled
from mapping.served.uploads import Uploads

logger = logging.getLogger("know_your_patch")


@asynccontextmanager
async def prepare(_app: st.App) -> AsyncIterator[None]:
    """Read the pack while the server starts, so that the first person does not wait."""
    async with settled():
        Thread(target=begin, daemon=True).start()
        yield


def begin() -> None:
    """Read the pack, then open the app in the browser of whoever started it, if they asked."""
    warm()
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


base = st.get_option("server.baseUrlPath") or ""
app = st.App(
    Path(__file__).parent / "mapping" / "pages" / "main.py",
    routes=routes(base),
    middleware=[
        Middleware(SecurityHeaders),
        Middleware(Gate, base=base),
        Middleware(Uploads, held=runtime.get_instance),
        Middleware(EarlyScripts, base=base),
    ],
    lifespan=prepare,
    on_script_error=say_sorry,
)
