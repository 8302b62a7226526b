"""Find help is about one child: nothing of it is kept; what a place has stands for it."""

from __future__ import annotations

from urllib.parse import urlencode

from geodata.errors import Problem, QuestionError
from mapping.meeting.asked import SceneAsked
from mapping.meeting.shown import Shown

WHY_NOT = (
    "What is found here is for one child, and nothing of it is kept: nothing you typed is added. "
    "A room is shown what there is for each age in a place that you choose."
)
FIX = "Open Find help and add what a place has, or open Needs and services and add that."


def instead(place_id: str) -> tuple[str, str, str]:
    """Return what a room is shown instead: a page, the words of its address, and its part.

    Nothing of what was asked goes into it: not where, no age and no need.

    Parameters
    ----------
    place_id
        Of the place that is chosen for it; "" for all places.
    """
    if not place_id:
        return "needs-and-services", "", "offers"
    return "needs-and-services", urlencode({"place": place_id}), ""


def show(_asked: SceneAsked) -> Shown:
    """Refuse: nothing of a child is kept.

    Raises
    ------
    QuestionError
        Always.
    """
    raise QuestionError(
        Problem(
            where="Find help",
            found="a page that is about one child",
            expected="a page that is about a place",
            fix=FIX,
        )
    )
