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
    0: "nobody is reached",
    1: "some, under 20%",
    2: "20–39%",
    3: "40–59%",
    4: "60–79%",
    5: "80% or more",
}
BOUNDARY_ONLY: Final[Mapping[int, str]] = {0: "boundary only"}


def gap_corners(*, of_people: bool) -> Mapping[int, str]:
    """Return what the corners of need and reach are called, by the code of their class.

    They speak of whole areas, and not in the words of the answer, which counts children.

    Parameters
    ----------
    of_people
        Whether need counts people: then an area is needier than others, and nobody's need is high.
    """
    needy, less = "needier" if of_people else "in high need", NEED_WORDS[0]
    most = REACH_WORDS[0].replace(" are", "")
    return {
        2: f"{less}, {FEW_OR_NONE} reached",
        GAP_MARKED: f"{needy}, {FEW_OR_NONE} reached",
        0: f"{less}, {most}",
        6: f"{needy}, {most}",
    }


def marked_label(*, of_people: bool) -> str:
    """Return what the outlined class is called; see `gap_corners`."""
    return gap_corners(of_people=of_people)[GAP_MARKED]


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
        f"Each number counts all the {who} of whole {area}s, reached or not. The answer counts "
        f"only those who are not reached, in every {area}."
    )
