"""Waiting for long work: its place in line, what is done so far, and a button that stops it."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from time import sleep
from typing import Concatenate, ParamSpec, TypeVar, cast

import streamlit as st

from geodata.errors import QuestionError
from geodata.model import Pack
from layers.progress import Progress, Stopped
from mapping.pages.frame.problems import show_problems
from mapping.pages.frame.visitor import visitor
from mapping.pages.frame.widgets import notice, press, show_progress
from mapping.served.cache import CACHE, kept, key_of
from mapping.served.pool import POOL, Answer, Job
from mapping.served.turns import PAGES, NoRoom
from mapping.served.visitor import Visitor

AT_FIRST_S = 1.5  # work that is done by then never shows that it was waited for
EVERY_S = 1.0
MANY_ORIGINS = 500_000  # from here on what takes a county no time takes seconds: all of England
STOPPED = "work that was stopped"
WAITED_FOR = "work that this run of the page waits for"
FULL = "Others are asking too, and the line is full. This page asks again by itself: stay here."
FULL_OF_YOURS = (
    "Other pages of yours are waiting for answers too. This page gets in line after them, by "
    "itself: stay here."
)

Made = TypeVar("Made")
Asked = ParamSpec("Asked")


def begin_waiting() -> None:
    """Begin a run of a page: it waits for nothing yet."""
    st.session_state[WAITED_FOR] = set()


def end_waiting() -> None:
    """End a run of a page: what it waited for before and does not now is given up."""
    POOL.leave_others(visitor(), st.session_state.get(WAITED_FOR, ()))


def wait_for(key: Hashable, make: Callable[[Progress], Made], what: str) -> Made | None:
    """Return what long work makes; until then show how far it is, and return None.

    Parameters
    ----------
    key
        The contents it is made of.
    what
        What is being made, as in "looking for hotspots".
    """
    stopped: set[Hashable] = st.session_state.setdefault(STOPPED, set())
    if key in stopped:
        notice("info", f"Stopped {what}.")
        press("Start again", lambda: stopped.discard(key), key=f"again-{what}")
        return None
    st.session_state.setdefault(WAITED_FOR, set()).add(key)
    answer = _answer_soon(key, make)
    if answer is None:
        _watch(key, make, what)
        return None
    show_problems("This cannot be worked out.", answer.problems)
    return answer.result


def kept_or_awaited(
    make: Callable[Concatenate[Pack, Asked], Made],
    what: str,
    pack: Pack,
    /,
    *asked: Asked.args,
    **named: Asked.kwargs,
) -> Made | None:
    """Return what a function makes of a pack, as `kept` does; of a very large one as long work.

    Until that is made, show how far it is, and return None.

    Parameters
    ----------
    make
        Takes `progress`.
    what
        What is being made, as in "looking for hotspots".
    """
    if not is_very_large(pack):
        return kept(make, pack, *asked, **named)
    key = key_of(make, pack, *asked, **named)
    found = cast("Made | None", CACHE.find(key))
    if found is not None:
        return found
    watched = cast(Callable[..., Made], make)  # takes `progress`, which no signature here can say
    return wait_for(
        key, lambda progress: kept(watched, pack, *asked, **named, progress=progress), what
    )


def is_very_large(pack: Pack) -> bool:
    """Return whether a pack is as large as all of England: what it is asked takes seconds."""
    return len(pack.origins) >= MANY_ORIGINS


def _answer_soon(key: Hashable, make: Callable[[Progress], Made]) -> Answer[Made] | None:
    try:
        job = POOL.ask(key, make, visitor())
    except NoRoom:
        return None
    if not job.is_over:
        with PAGES.rested():
            job.wait(AT_FIRST_S)
    return job.answer


def made_in_line(key: Hashable, make: Callable[[], Made], asked_by: Visitor) -> Made:
    """Return a file that takes long to make, however long its place in line lets it wait.

    It is called in a thread that belongs to the file, never in the run of a page.

    Raises
    ------
    Stopped
        Whoever asked for it has left.
    """
    while asked_by.is_here():
        try:
            job = POOL.ask(key, lambda _: make(), asked_by)
        except NoRoom:
            sleep(EVERY_S)
            continue
        job.wait(None)
        if job.answer is not None and job.answer.problems:
            raise QuestionError(job.answer.problems)
        if job.answer is not None:
            return cast(Made, job.answer.result)
    raise Stopped


@st.fragment(run_every=EVERY_S)
def _watch(key: Hashable, make: Callable[[Progress], Made], what: str) -> None:
    try:
        job = POOL.ask(key, make, visitor())
    except NoRoom as full:
        notice("info", FULL_OF_YOURS if full.is_own else FULL)
        return
    if job.is_over:
        st.rerun()
    show_progress(job.share, _how_far(job, what))
    if press("Stop", key=f"stop-{what}"):
        st.session_state[STOPPED].add(key)
        POOL.leave(visitor(), key)
        st.rerun()


def _how_far(job: Job[Made], what: str) -> str:
    number, are_others = POOL.place(job)
    begun = f"{what[:1].upper()}{what[1:]}"
    if not number:
        return f"{begun}: {job.doing}…"
    others = "Others are asking too; your" if are_others else "Your"
    return f"{begun}. {others} answer is number {number} in line."
