"""Opening the app in the person's browser, where they asked for it and there is a screen."""

from __future__ import annotations

import os
import sys
import webbrowser
from collections.abc import Mapping

OPEN_SETTING = "KNOW_YOUR_PATCH_OPEN"
SCREENS = ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER")


def is_wanted(environment: Mapping[str, str], platform: str) -> bool:
    """Return whether to open a browser: it is asked for, and there is a screen to open it on."""
    if environment.get(OPEN_SETTING) != "1":
        return False
    return not platform.startswith("linux") or any(environment.get(name) for name in SCREENS)


def open_in_browser(address: str) -> bool:
    """Open an address in the person's browser, if they want it; tells whether it was opened."""
    return is_wanted(os.environ, sys.platform) and webbrowser.open(address)
