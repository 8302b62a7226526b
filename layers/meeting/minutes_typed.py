"""What people typed, as tables: word for word, and apart from every figure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from geodata.store.kinds.note import Note
from layers.profile.parts import TYPED, About, Table
from layers.profile.sections.cells import column, text
from layers.said.days import day_words

NO_OWNER: Final = "nobody named yet"
NO_DAY: Final = "no day set"
ABOUT: Final = "About"


def typed_table(
    key: str,
    title: str,
    said: Sequence[tuple[str, str]],
    *,
    heading: str = "What was said",
    is_numbered: bool = False,
) -> Table:
    """Return what was typed, a row each, with what it is about.

    Parameters
    ----------
    said
        The words, and what they are about; "" for the meeting as a whole.
    is_numbered
        Whether each has a number by which people call it.
    """
    rows = tuple(
        (*([text(at)] if is_numbered else []), text(words), text(about))
        for at, (words, about) in enumerate(said, start=1)
    )
    number = (column("number", "No."),) if is_numbered else ()
    return Table(
        key=f"{TYPED}{key}",
        title=title,
        columns=(*number, column("said", heading), column("about", ABOUT)),
        rows=rows,
        about=About(),
        is_key=is_numbered,
    )


def actions_table(
    key: str, title: str, actions: Sequence[Note], today: str, about: Sequence[str] = ()
) -> Table:
    """Return actions: what, who by role, by when, and how each stands on a day.

    Parameters
    ----------
    today
        The day on which they are looked at; "" where it is not known, and none is past its day.
    about
        What each is about; empty where that is not told.
    """
    beside = about or [""] * len(actions)
    return Table(
        key=f"{TYPED}{key}",
        title=title,
        columns=(
            column("number", "No."),
            column("what", "What"),
            column("owner", "Who"),
            column("due", "By when"),
            column("state", "State"),
            column("about", ABOUT),
        ),
        rows=tuple(
            (
                text(at),
                text(each.words),
                text(each.owner or NO_OWNER),
                text(day_words(each.due) or NO_DAY),
                text(action_state(each, today)),
                text(where),
            )
            for at, (each, where) in enumerate(zip(actions, beside, strict=True), start=1)
        ),
        about=About(),
    )


def action_state(action: Note, today: str) -> str:
    """Return how an action stands on a day: "done", "to do", "past its day"."""
    if action.is_done:
        return "done"
    return "to do, past its day" if is_late(action, today) else "to do"


def is_late(action: Note, today: str) -> bool:
    """Return whether an action is not done on a day after the one that was set."""
    return not action.is_done and "" < action.due < today
