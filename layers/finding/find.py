"""Finding by what people type: codes and postcodes first, then names from their beginning."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from geodata.model import Pack
from layers.finding.plain import begins_postcode, compact, is_postcode, plain, postcode_words
from layers.finding.things import KINDS, Entry, Thing, Things, postcode_thing, thing_of

MOST = 12
LONGEST = 100  # letters of what is typed that are looked for
CODE, WHOLE, OPENING, WORD, BESIDE, INSIDE = range(6)
"""How well something fits, the best first: its code; its whole name; the beginning of its name;
the beginning of words in its name; of words beside it; anywhere."""

LEAST_POSTCODE = 3  # signs from which on a beginning is looked for among postcodes


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What was found, the best first.

    Attributes
    ----------
    more
        How many fit beside those that are listed.
    note
        What a reader must know of what was not found; else empty.
    """

    things: tuple[Thing, ...]
    more: int
    note: str


def find_things(pack: Pack, things: Things, typed: str, most: int = MOST) -> Found:
    """Find what fits the words that somebody typed.

    Every word must be there. Accents, case and punctuation do not matter, nor does the space of a
    postcode.
    """
    words, code = plain(typed[:LONGEST]), compact(typed[:LONGEST])
    if not words:
        return Found(things=(), more=0, note="")
    named = sorted(
        (fit, KINDS.index(entry.kind), entry.sought, at)
        for at, entry in enumerate(things.entries)
        if (fit := _fit(entry, words, code)) is not None
    )
    begin, end = _among_postcodes(things, typed, code)
    is_exact = end > begin and is_postcode(typed)
    shown: list[Thing] = []
    if is_exact:
        shown += [postcode_thing(pack, int(things.origins[at])) for at in range(begin, end)]
    shown += (thing_of(pack, things, things.entries[at]) for *_, at in named[:most])
    if not is_exact:
        last = min(end, begin + most)
        shown += (postcode_thing(pack, int(things.origins[at])) for at in range(begin, last))
    count = len(named) + end - begin
    return Found(
        things=tuple(shown[:most]),
        more=max(0, count - most),
        note=_note(pack, things, typed, is_found=is_exact),
    )


def _fit(entry: Entry, words: str, code: str) -> int | None:
    """Return how well an entry fits; None where it does not."""
    if code in entry.codes:
        return CODE
    if entry.sought == words:
        return WHOLE
    if entry.sought.startswith(words):
        return OPENING
    each = words.split(" ")
    if not all(word in entry.text for word in each):
        return None
    if _begin_words(each, entry.sought):
        return WORD
    return BESIDE if _begin_words(each, entry.text) else INSIDE


def _begin_words(words: list[str], text: str) -> bool:
    return all(f" {word}" in f" {text}" for word in words)


def _among_postcodes(things: Things, typed: str, code: str) -> tuple[int, int]:
    """Return between which places of the postcodes those stand that begin as was typed."""
    if len(code) < LEAST_POSTCODE or not begins_postcode(typed) or not len(things.postcodes):
        return 0, 0
    begin = np.searchsorted(things.postcodes, code.encode(), side="left")
    end = np.searchsorted(things.postcodes, code.encode() + b"\x7f", side="left")
    return int(begin), int(end)


def _note(pack: Pack, things: Things, typed: str, *, is_found: bool) -> str:
    if is_found or not is_postcode(typed):
        return ""
    if not len(things.postcodes):
        return (
            "Postcodes cannot be found here: where people set out from is not told by postcode "
            f"in {pack.info.title}."
        )
    return (
        f"{postcode_words(typed)} is not among the postcodes of {pack.info.title} "
        "that people live in."
    )
