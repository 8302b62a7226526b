"""Who asks: told apart only so that everybody has their turn, and known no further."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import cycle

COOKIE = "_streamlit_xsrf"
"""Streamlit's own, against forged requests: the same in all pages of one browser."""


@dataclass(frozen=True, slots=True)
class Visitor:
    """One page that somebody has open.

    Attributes
    ----------
    who
        Whose turns its work takes: the same for all pages that are open in one browser.
    page
        Which page it is.
    is_here
        Tells whether it is still open.
    """

    who: str
    page: str
    is_here: Callable[[], bool] = lambda: True


def browser_of(cookies: Mapping[str, str]) -> str:
    """Return a mark of the browser that sent some cookies; "" where they do not tell.

    The cookie holds a token under a mask that is another for each page.
    """
    words = cookies.get(COOKIE, "").split("|")
    if len(words) != 4:  # noqa: PLR2004 - version, mask, token, time
        return ""
    try:
        mask, token = bytes.fromhex(words[1]), bytes.fromhex(words[2])
    except ValueError:
        return ""
    plain = bytes(a ^ b for a, b in zip(token, cycle(mask or b"\0")))
    return hashlib.blake2b(plain, digest_size=8).hexdigest()
