"""The app's own map: a Streamlit component whose scripts come from the app's own routes."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st

from mapping.served.message import Pick, read_pick

LOADER = Path(__file__).parent / "loader.js"


def base_path() -> str:
    """Return the path that the app is served under: "" or "/patch"."""
    path = str(st.get_option("server.baseUrlPath") or "").strip("/")
    return f"/{path}" if path else ""


def show_map(
    message: dict[str, Any],
    *,
    key: str,
    on_pick: Callable[[Pick], None] | None = None,
    on_let_go: Callable[[], None] | None = None,
    on_own: Callable[[object], None] | None = None,
) -> Pick | None:
    """Show the map that a message describes, with its legend and its table.

    The map is made once for each key: a later run of the page recolours it where it stands.

    Parameters
    ----------
    message
        From `mapping.served.message.map_message`.
    on_pick
        Called before the page runs again, with what the person chose.
    on_let_go
        Called before the page runs again, where the person let their choice go.
    on_own
        Called before the page runs again, with what the person asks of their own places.

    Returns
    -------
    pick
        What the person chose just now; None on any other run of the page.
    """

    def picked() -> None:
        pick = read_pick(st.session_state[key].get("pick"))
        if pick and on_pick:
            on_pick(pick)
        elif pick is None and on_let_go:
            on_let_go()

    def asked_of_own() -> None:
        asked = st.session_state[key].get("own")
        if asked is not None and on_own:
            on_own(asked)

    result = _component()(key=key, data=message, on_pick_change=picked, on_own_change=asked_of_own)
    return read_pick(result.get("pick"))


@cache
def _component() -> Callable[..., Any]:
    # Only the loader goes with every message; the rest is fetched once, by address.
    component: Callable[..., Any] = st.components.v2.component(
        "know_your_patch_map", js=LOADER.read_text(encoding="utf-8")
    )
    return component
