"""The map with six layers by itself, with its routes and headers, for measuring."""

from __future__ import annotations

from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware

from mapping.served.headers import EarlyScripts, SecurityHeaders
from mapping.served.routes import routes

app = st.App(
    Path(__file__).parent / "layered_page.py",
    routes=routes(),
    middleware=[Middleware(SecurityHeaders), Middleware(EarlyScripts)],
)
