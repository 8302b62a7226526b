"""Names that publishers write in capitals, written as people write them.

What is initials and what is a short word cannot be seen in capitals: "ELY" is a town and "BMC" a
company. The names of the places around tell.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from pandas import DataFrame

SHORT_WORD = 3  # an unknown word of capitals this short is taken for initials
SMALL_WORDS = ("and", "of", "the", "on", "by", "in", "at", "upon", "under", "with", "next", "to")
TITLES = ("st", "sir", "dr", "rd", "mt", "old", "new", "the", "way", "end")
WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?|[\w]+")


def words_of(names: Iterable[str]) -> set[str]:
    """Collect the words of names that are written in small letters too, in small letters."""
    return {
        word.casefold()
        for name in names
        if not name.isupper()
        for word in WORD.findall(name)
        if not word.isupper()
    }


def local_words(raw: Mapping[str, Any], areas: DataFrame, more: Iterable[str] = ()) -> set[str]:
    """Collect the words that places around have in their names: settlements, wards, districts.

    Parameters
    ----------
    raw
        What was read of every file, by role.
    areas
        The pack's areas, with `ward` and `district`.
    more
        Other words that the recipe names.
    """
    names = [*areas["ward"].dropna().unique(), *areas["district"].dropna().unique()]
    settlements = raw.get("settlements")
    if settlements is not None:
        names += list(settlements["name"])
    return words_of(map(str, names)) | {word.casefold() for word in more}


def lower_capitals(written: str, known: Collection[str]) -> str:
    """Write "CAMBRIDGE CITY 4" as "Cambridge City 4"; initials keep their capitals.

    What is not all in capitals stays as it is.

    Parameters
    ----------
    known
        Short words that are no initials, in small letters.
    """
    if not written.isupper():
        return written
    first = WORD.search(written)
    return WORD.sub(
        lambda found: _write_word(
            found[0], known, is_first=first is not None and found.start() == first.start()
        ),
        written,
    )


def _write_word(word: str, known: Collection[str], *, is_first: bool) -> str:
    plain = word.casefold()
    if plain in SMALL_WORDS and not is_first:
        return plain
    if plain in known or plain in SMALL_WORDS or plain in TITLES:
        return word.capitalize()
    is_initials = len(word) <= SHORT_WORD or not set(plain) & set("aeiouy")
    return word if is_initials else word.capitalize()
