"""Which ages a school takes: as the register states, else as its phase or its name tells."""

from __future__ import annotations

import numpy as np
from pandas import DataFrame, Series

from geodata import offers

NURSERY_WORDS = ("nursery school", "early years centre", "nursery")
SCHOOL_WORDS = ("primary", "infant", "junior")
NURSERY_TYPE = "local authority nursery school"
SCHOOL_AGE = 5.0  # nobody must be at school before
# What a school's name says of its ages; the first that fits.
AGES_BY_NAME = (
    ("infant and nursery", 3, 7),
    ("infant & nursery", 3, 7),
    ("primary and nursery", 3, 11),
    ("primary & nursery", 3, 11),
    ("sixth form", 16, 18),
    ("infant", 4, 7),
    ("junior", 7, 11),
    ("primary", 4, 11),
    ("secondary", 11, 16),
)
AGES_BY_PHASE = {
    "nursery": (2, 4),
    "primary": (4, 11),
    "middle deemed primary": (8, 12),
    "middle deemed secondary": (9, 13),
    "secondary": (11, 16),
    "16 plus": (16, 18),
    "all-through": (4, 18),
}
NOTES = {
    "as the register states them": "",
    "from the phase": f"{offers.AGES_BY_PHASE}; not confirmed.",
    "from the name": f"{offers.AGES_BY_NAME}; not confirmed.",
    "not given": f"{offers.AGES_NOT_GIVEN}: not counted for children under school age.",
}
"""How the ages of a school are known → what is said of them."""


def is_nursery_school(schools: DataFrame) -> Series:
    """Return which are nursery schools: by phase or type, else by name."""
    known = schools["phase"].ne("") | schools["type"].ne("")
    stated = schools["phase"].str.casefold().eq("nursery")
    stated |= schools["type"].str.casefold().eq(NURSERY_TYPE)
    found: Series = stated.where(known, schools["name"].map(_is_nursery))
    return found.astype(bool)


def add_ages(schools: DataFrame) -> DataFrame:
    """Add `age_from`, `age_to`, `ages_by` (how they are known) and `ages_note`.

    A school of unknown ages is never taken to serve children under school age: it would fill
    gaps that are there.
    """
    stated = schools["low_age"].notna() & schools["high_age"].gt(0)
    phase = schools["phase"].str.casefold().map(AGES_BY_PHASE)
    named = schools["name"].map(_ages_of)
    by = np.select([stated, phase.notna(), named.notna()], list(NOTES)[:3], "not given")
    pairs = [
        {"from the phase": phase[row], "from the name": named[row]}.get(how, (SCHOOL_AGE, np.nan))
        for row, how in zip(schools.index, by, strict=True)
    ]
    usual = DataFrame(pairs, index=schools.index, columns=["from", "to"], dtype=float)
    return schools.assign(
        age_from=schools["low_age"].where(stated, usual["from"]),
        age_to=schools["high_age"].where(stated, usual["to"]),
        ages_by=by,
        ages_note=[NOTES[how] for how in by],
    )


def _is_nursery(name: str) -> bool:
    plain = name.casefold()
    is_named = any(word in plain for word in NURSERY_WORDS)
    return is_named and not any(word in plain for word in SCHOOL_WORDS)


def _ages_of(name: str) -> tuple[float, float] | None:
    if _is_nursery(name):
        return 2.0, 4.0
    plain = name.casefold()
    for words, youngest, oldest in AGES_BY_NAME:
        if words in plain:
            return float(youngest), float(oldest)
    return None
