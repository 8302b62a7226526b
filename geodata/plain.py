"""Text from anywhere as one plain line: what a terminal, a file or a page can show unharmed."""

from __future__ import annotations

import re

_BREAKS = re.compile("\r\n|[\t-\r\x1c-\x1e\x85\u2028\u2029]")
# Control characters, half characters, marks that turn the direction of text or hide in it. Joiners
# stay: words of some languages and some symbols are spelt with them.
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\xad\u061c\u180e\u200b\u200e\u200f"
    "\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff]"
)
_COPIED_ALONG = re.compile("[\xad\u200b\u2060-\u2064\ufeff]")


def plain_line(text: str) -> str:
    """Return text on one line, with nothing in it that is not seen.

    Line breaks and tabs become spaces. What controls a terminal, turns the direction of the text
    beside it or takes no room is taken out.
    """
    if text.isascii() and text.isprintable():
        return text  # most text: nothing to take out
    return _UNSEEN.sub("", _BREAKS.sub(" ", text))


def as_typed(text: str) -> str:
    """Return text without what takes no room, which comes along with what is copied.

    Text that holds nothing else stays: it is not empty, and what is wrong with it can be told.
    """
    return _COPIED_ALONG.sub("", text) or text


def escaped_unseen(json_text: str) -> str:
    """Return JSON that says the same, with every character that is not seen written as a code."""
    return _UNSEEN.sub(lambda found: f"\\u{ord(found[0]):04x}", json_text)
