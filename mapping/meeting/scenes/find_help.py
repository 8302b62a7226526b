"""Find help is about one child: nothing of it is kept, so it is no scene."""

from __future__ import annotations

from geodata.errors import Problem, QuestionError
from mapping.meeting.asked import SceneAsked
from mapping.meeting.shown import Shown

WHY_NOT = (
    "What is found here is for one child, and nothing of it is kept: it cannot be added to a "
    "meeting. To show a room what is there for an age, open Needs and services, choose the place, "
    "and add that."
)


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
            fix=WHY_NOT,
        )
    )
