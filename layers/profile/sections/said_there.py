"""What people say: notes that were marked to be shared, apart from every figure."""

from __future__ import annotations

from typing import Final

from layers.profile.asked import Asked
from layers.profile.parts import TYPED, About, Section, Table
from layers.profile.saved import Heard
from layers.profile.sections.cells import column, text
from layers.said.days import day_words
from layers.said.numbers import counted
from layers.said.sorts import SORTS

APART: Final = (
    "Said or lived by people, and marked to be shared: no figure is worked out from it, and none "
    "is proved by it."
)
MOST: Final = 60  # of one place; a longer list is no profile
BRIEF: Final = 4


def said_there(asked: Asked) -> Section | None:
    """Return what people say of the place; None where nothing is to be told."""
    heard = asked.heard
    if not heard:
        return None
    order = list(SORTS)
    told = sorted(heard, key=lambda each: order.index(each.sort))  # within a sort as they stand
    left = len(told) - MOST
    return Section(
        key="said",
        title="What people say",
        said=(APART,),
        blocks=(
            Table(
                key=f"{TYPED}said",
                title="Notes that are marked to be shared",
                columns=(
                    column("sort", "It is"),
                    column("said", "What was said"),
                    column("about", "About"),
                    column("where", "Written down at"),
                ),
                rows=tuple(tuple(map(text, _row(each))) for each in told[:MOST]),
                about=About(),
                after=f"{counted(left, 'more notes')} are kept." if left > 0 else "",
                brief=BRIEF,
                is_key=False,
            ),
        ),
    )


def _row(heard: Heard) -> tuple[str, ...]:
    at = ", ".join(filter(None, (heard.meeting, day_words(heard.on))))
    return SORTS[heard.sort], heard.words, heard.about, at
