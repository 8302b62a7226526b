"""A file that somebody hands over: read once, and let go at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from mapping.escape import plain_text
from mapping.pages.frame.widgets import open_file
from mapping.served.uploads import MOST_BYTES, MOST_MB

TAKEN = "how many files were handed over"


def take_file(label: str, endings: Sequence[str], read: Callable[[bytes, str], None]) -> None:
    """Show where a file can be handed over.

    Parameters
    ----------
    endings
        Of the names that a browser offers; what a file is shows in its bytes.
    read
        Called once with the file's bytes and its name, before the page runs again. Nothing of the
        file is kept after it, here or in the server's store of files.
    """
    # Each file has a widget of its own, so that the next one starts empty.
    key = f"file-{label}-{st.session_state.get(TAKEN, 0)}"
    open_file(label, endings, most_mb=MOST_MB, key=key, act=lambda: _take(key, read))


def _take(key: str, read: Callable[[bytes, str], None]) -> None:
    file = st.session_state.get(key)
    if file is None:
        return
    content, name = file.getvalue()[:MOST_BYTES], plain_text(file.name)
    st.session_state[TAKEN] = st.session_state.get(TAKEN, 0) + 1
    _forget(file)
    read(content, name)


def _forget(file: Any) -> None:  # noqa: ANN401
    """Let go of a file that was handed over; Streamlit keeps it as long as the page is open."""
    context = get_script_run_ctx()
    if context is not None:
        held: Any = context.uploaded_file_mgr
        held.remove_file(context.session_id, file.file_id)
    file.close()
