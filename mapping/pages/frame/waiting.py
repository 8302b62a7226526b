"""Waiting for long work: what is done so far, and a button that stops it."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import TypeVar

import streamlit as st

from layers.progress import Progress
from mapping.escape import markdown_text
from mapping.pages.frame.problems import show_problems
from mapping.served.background import Job, job_for

AT_FIRST_S = 1.5  # work that is done by then never shows that it was waited for
EVERY_S = 0.5
STOPPED = "work that was stopped"

Made = TypeVar("Made")


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
        st.info(f"Stopped {markdown_text(what)}.")
        st.button("Start again", on_click=lambda: stopped.discard(key), key=f"again-{what}")
        return None
    job = job_for(key, make)
    if not job.wait(AT_FIRST_S):
        _watch(job, key, what)
        return None
    if job.is_stopped:  # by somebody else who was waiting for the same
        st.rerun()
    show_problems("This cannot be worked out.", job.problems)
    return job.result


@st.fragment(run_every=EVERY_S)
def _watch(job: Job[Made], key: Hashable, what: str) -> None:
    if job.is_finished:
        st.rerun()
    st.progress(job.share, text=markdown_text(f"{what[:1].upper()}{what[1:]}: {job.doing}…"))
    if st.button("Stop", key=f"stop-{what}"):
        st.session_state[STOPPED].add(key)
        job.stop()
        st.rerun()
