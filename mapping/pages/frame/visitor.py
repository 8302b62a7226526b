"""Who looks at a page: whose turns its work takes, and whether the page is still open."""

from __future__ import annotations

import streamlit as st
from streamlit import runtime
from streamlit.runtime.scriptrunner import get_script_run_ctx

from mapping.served.visitor import Visitor, browser_of

SEEN = "whether a page was shown here before"


def visitor() -> Visitor:
    """Return who runs the page just now."""
    context = get_script_run_ctx()
    page = context.session_id if context else ""
    return Visitor(browser_of(st.context.cookies) or page, page, lambda: _is_open(page))


def is_new() -> bool:
    """Return whether this is the first run of a page that has just been opened."""
    seen: bool = st.session_state.get(SEEN, False)
    st.session_state[SEEN] = True
    return not seen


def _is_open(page: str) -> bool:
    """Return whether a page’s connection stands; a test has pages without one."""
    return not runtime.exists() or runtime.get_instance().is_active_session(page)
