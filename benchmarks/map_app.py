from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware

from mapping.served.headers import EarlyScripts, SecurityHeaders
from mapping.served.routes import routes
from mapping.served.settled import settled


@asynccontextmanager
async def prepare(_app: st.App) -> AsyncIterator[None]:
    """Set the process up as the app does."""
    async with settled():
        yield


app = st.App(
    Path(__file__).parent / "map_page.py",
    routes=routes(),
    middleware=[Middleware(SecurityHeaders), Middleware(EarlyScripts)],
    lifespan=prepare,
)
