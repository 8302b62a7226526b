"""The one helper through which every string from data goes before it reaches a page or a file."""

from __future__ import annotations

import html
import re
import unicodedata

FIRST_STRONG_ISOLATE = "\u2068"
POP_ISOLATE = "\u2069"
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
)
_MARKDOWN = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~:$^=@&])")
_SCRIPT = str.maketrans({"\\": "&#92;", "`": "&#96;", "$": "&#36;", "{": "&#123;", "}": "&#125;"})
_RIGHT_TO_LEFT = {"R", "AL", "AN"}


def plain_text(text: str) -> str:
    """Return text from data safe to show as text: no control or direction-changing characters.

    Right-to-left words are kept, set apart so that they do not reorder what stands around them.
    """
    if text.isascii() and text.isprintable():
        return text  # most text: nothing in it to take out or to set apart
    kept = _UNSEEN.sub("", text.replace("\r\n", " ").replace("\n", " ").replace("\t", " "))
    if any(unicodedata.bidirectional(char) in _RIGHT_TO_LEFT for char in kept):
        return f"{FIRST_STRONG_ISOLATE}{kept}{POP_ISOLATE}"
    return kept


def html_text(text: str) -> str:
    """Escape text from data for HTML, inside elements, attributes and script templates alike."""
    return html.escape(plain_text(text), quote=True).translate(_SCRIPT)


def markdown_text(text: str) -> str:
    """Escape text from data for Streamlit's Markdown: no link, style, icon or formula in it."""
    return _MARKDOWN.sub(r"\\\1", plain_text(text)).replace("\\<", "&lt;").replace("\\>", "&gt;")


def file_name(text: str) -> str:
    """Turn text from data into a file name: lower-case letters, digits and hyphens."""
    ascii_only = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", ascii_only.lower()).strip("-")[:80] or "place"
