"""When two lists mean one centre: by the words of its name that are its own, and where it is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

# Words that any hub or centre may have in its name; the others are its own.
COMMON = {
    *("and", "the", "of", "at", "in", "for", "family", "families", "child", "children"),
    *("childrens", "hub", "centre", "center", "zone", "site", "delivery", "linked", "base"),
    *("start", "sure", "community", "school", "primary", "academy"),
}
# Words that are a centre's own beside others, and alone tell no two centres apart.
WEAK = {
    *("north", "south", "east", "west", "central", "upper", "lower", "great", "little"),
    *("old", "new", "town", "city", "village", "st", "saint", "nursery", "infant", "junior"),
}
FAR_M = 2000.0  # a name that two lists share means two centres when they are farther apart
POSTCODE_M = 100.0  # where nothing is said of how exact a point is
SAME_NAME, WITHIN_NAME, AT_ADDRESS = 1, 2, 3


def own_words(text: Any) -> frozenset[str]:  # noqa: ANN401
    """Return the words of a name or an address that are its own; none of an empty cell."""
    if not isinstance(text, str):
        return frozenset()
    plain = text.casefold().replace("’", "").replace("'", "")
    return frozenset(re.findall(r"[^\W\d_]+", plain)) - COMMON


def door_words(name: Any) -> frozenset[str]:  # noqa: ANN401
    """Return the own words of one door among several: "Elm / Oak Centre (Oak)" is "oak"."""
    bracketed = re.findall(r"\(([^()]*)\)\s*$", name) if isinstance(name, str) else []
    return own_words(bracketed[0]) if bracketed else frozenset()


@dataclass(frozen=True, slots=True, order=True)
class Likeness:
    """How sure it is that a reported centre is a registered one; the least is the surest."""

    rank: int
    fewer_words: int  # minus how many own words of the door are found in the register
    metres: float


def likeness(reported: Any, registered: Any) -> Likeness | None:  # noqa: ANN401
    """Compare a centre that a report names with a registered one.

    They are the same where the names have the same own words (of the centre, or of the door in
    brackets), where the registered name's own words are all in the other name, or where the own
    words of the reported name or door are all in the registered name and address and the two
    points are as near as both are exact.

    Parameters
    ----------
    reported, registered
        Rows with `name`, `address`, `easting_m`, `northing_m` and `precision_m`.

    Returns
    -------
    likeness
        None where the names, or more than 2 km, tell them apart.
    """
    metres = metres_apart(reported, registered)
    if not metres <= FAR_M:
        return None
    name, door = own_words(reported["name"]), door_words(reported["name"])
    listed = own_words(registered["name"])
    anywhere = listed | own_words(registered["address"])
    rank = _rank(name, door, listed)
    is_near = metres <= exactness_m(reported) + exactness_m(registered)
    if rank is None and is_near and any(_holds(anywhere, each) for each in (door, name)):
        rank = AT_ADDRESS
    return None if rank is None else Likeness(rank, -len((door or name) & anywhere), metres)


def _rank(name: frozenset[str], door: frozenset[str], listed: frozenset[str]) -> int | None:
    if listed and listed in (name, door):
        return SAME_NAME
    return WITHIN_NAME if _holds(name, listed) else None


def _holds(words: frozenset[str], part: frozenset[str]) -> bool:
    return bool(part - WEAK) and part <= words


def metres_apart(one: Any, other: Any) -> float:  # noqa: ANN401
    """Return how far two points are from one another; NaN where either is not known."""
    return float(
        np.hypot(one["easting_m"] - other["easting_m"], one["northing_m"] - other["northing_m"])
    )


def exactness_m(row: Any) -> float:  # noqa: ANN401
    """Return how far a point may be from its door; that of a postcode where it is not stated."""
    return float(POSTCODE_M if pd.isna(row["precision_m"]) else row["precision_m"])
