"""What each class of a map means, in words that stand alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

NOT_KNOWN: Final = "not known"
NEED_WORDS: Final = ("less needy", "middling", "needier")
FEW_OR_NONE = "few or none"
REACH_WORDS: Final = ("most are reached", "some are reached", f"{FEW_OR_NONE} are reached")
GAP_CLASSES: Final[Mapping[int, str]] = {
    3 * need + reach: f"{NEED_WORDS[need]}, {REACH_WORDS[reach]}"
    for need in range(3)
    for reach in range(3)
}
GAP_MARKED: Final = 8  # the class of need and reach that is outlined, so that colour is not all
NEED_CLASSES: Final[Mapping[int, str]] = {
    0: "tenths 1–2, the neediest",
    1: "tenths 3–4",
    2: "tenths 5–6",
    3: "tenths 7–8",
    4: "tenths 9–10",
}
REACH_CLASSES: Final[Mapping[int, str]] = {
    0: "under 20%",
    1: "20–39%",
    2: "40–59%",
    3: "60–79%",
    4: "80% or more",
}
BOUNDARY_ONLY: Final[Mapping[int, str]] = {0: "boundary only"}


def marked_label(*, of_people: bool) -> str:
    """Return what the outlined class is called.

    Parameters
    ----------
    of_people
        Whether need counts people: then an area is needier than others, and nobody's need is high.
    """
    return f"{'needier' if of_people else 'in high need'}, {FEW_OR_NONE} reached"


def change_classes(who: str) -> tuple[str, str, str]:
    """Return what those who lose, those who gain and the rest are called.

    Parameters
    ----------
    who
        The children asked about: "under-fives".
    """
    return (f"{who} lose", f"{who} gain", "no change")


def whole_areas_note(who: str, area: str) -> str:
    """Describe why the counts of a legend are not the answer's.

    Parameters
    ----------
    who
        The children asked about: "under-fives".
    area
        What one area is called: "neighbourhood".
    """
    return (
        f"A colour is one for a whole {area}, so these count all its {who}, in reach or not. "
        f"The answer counts only the {who} who are not reached themselves."
    )
