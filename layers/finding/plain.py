"""Names as people type them: no accents, case or punctuation; postcodes with or without a space."""

from __future__ import annotations

import re
import unicodedata

APOSTROPHES = str.maketrans("", "", "'’‘`")
POSTCODE = re.compile(r"[A-Z]{1,2}[0-9][A-Z0-9]?[0-9][A-Z]{2}")
BEGUN = re.compile(r"[A-Z]{1,2}[0-9][A-Z0-9]{0,5}")  # a postcode, or the beginning of one
INWARD = 3  # the last signs of a postcode, after its space


def plain(text: str) -> str:
    """Remove accents, case and punctuation, which nobody types: "St. Ives" is "st ives"."""
    letters = unicodedata.normalize("NFKD", text.translate(APOSTROPHES)).casefold()
    kept = "".join(each for each in letters if not unicodedata.combining(each))
    return re.sub(r"[\W_]+", " ", kept.replace("&", " and ")).strip()


def compact(text: str) -> str:
    """Return the letters and digits of a code or a postcode, as capitals: "PE132AA"."""
    return plain(text).replace(" ", "").upper()


def is_postcode(text: str) -> bool:
    """Return whether a text is written as a whole postcode is, with its space or without."""
    return POSTCODE.fullmatch(compact(text)) is not None


def begins_postcode(text: str) -> bool:
    """Return whether a text may be a postcode, or the beginning of one: "PE13 2"."""
    return BEGUN.fullmatch(compact(text)) is not None


def postcode_words(text: str) -> str:
    """Return a postcode as it is written: "PE13 2AA"."""
    signs = compact(text)
    return f"{signs[:-INWARD]} {signs[-INWARD:]}"
