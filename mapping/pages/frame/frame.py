"""The frame of every page: title, question, what was left out, answer, method, sources, files."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path

import streamlit as st

from geodata.errors import PackError
from geodata.model import Pack
from layers.gaps import measure_gaps
from layers.said.dates import dates_words, people_date_words
from mapping.component.widgets import show_question_bar, show_skip_links
from mapping.pages.frame.asked import ask_differently, asked_question, choose, just_refused
from mapping.pages.frame.drawing import PACK, SAID, show, show_downloads, sources_text
from mapping.pages.frame.glossed import begin_marking, show_meanings
from mapping.pages.frame.own_places import pack_of_address
from mapping.pages.frame.page import Page, Visit
from mapping.pages.frame.problems import show_left_out, show_problems, show_refused
from mapping.pages.frame.question_words import question_words
from mapping.pages.frame.results import notes_of
from mapping.pages.frame.to_meeting import show_to_meeting
from mapping.pages.frame.visitor import is_new, visitor
from mapping.pages.frame.waiting import begin_waiting, end_waiting, is_very_large
from mapping.pages.frame.widgets import show_at_work
from mapping.served.cache import kept
from mapping.served.packs import pack_at_hand, served_pack
from mapping.served.turns import PAGES

READING = (
    "The data is being read and checked, once after the server has started: seconds for a county, "
    "up to half a minute for all of England."
)
WORKING = "The question is being answered for every neighbourhood of the country."
STYLE = Path(__file__).parent / "frame.css"


def open_pack() -> Pack | None:
    """Return the pack that is served; None where it cannot be opened, which is then said."""
    st.html(STYLE)
    try:
        found = pack_at_hand()
        if found is not None:
            return found
        with show_at_work(READING):
            return served_pack()
    except PackError as error:
        st.title("Know Your Patch")
        show_problems("The data that this tool is to show cannot be opened.", error.problems)
        return None


def answer_page(page: Page, pack: Pack, go_to: Callable[[str], None]) -> None:
    """Show a page with all that stands around its answer.

    Parameters
    ----------
    go_to
        Opens another page by the end of its address.
    """
    with PAGES.taken(visitor().who, is_new=is_new()):
        begin_waiting()
        _answer(page, pack, go_to)
        show_meanings()
        end_waiting()


def _answer(page: Page, pack: Pack, go_to: Callable[[str], None]) -> None:
    heading = f"{page.title} — {pack.info.title}"
    st.set_page_config(page_title=heading)
    pack, unmade = pack_of_address(pack)
    st.session_state[PACK] = pack
    with show_at_work(WORKING) if is_very_large(pack) else nullcontext():
        begin_marking(pack)
        question, problems = asked_question(page, pack)
        gaps = kept(measure_gaps, pack, question)
    visit = Visit(pack=pack, question=question, gaps=gaps, go_to=go_to)
    show_skip_links()
    _show_strip(heading, page, visit)
    if page.is_scene:
        show_to_meeting(page, visit)
    if page.has_question:
        _show_question(page, visit)
    with st.container(key="problems"):  # there with and without any: nothing below is made anew
        show_left_out((*unmade, *problems))
        show_refused(just_refused())
    st.session_state[SAID] = ()
    page.show(visit)
    _show_terms(page, visit)


def _show_strip(heading: str, page: Page, visit: Visit) -> None:
    """Show where we are, whether it is real, and which years its figures are from."""
    info = visit.pack.info
    dates = dates_words(visit.gaps, visit.pack) if page.has_question else people_date_words(info)
    show("frame/strip.html", heading=heading, is_illustrative=info.illustrative, dates=dates)


def _show_question(page: Page, visit: Visit) -> None:
    show_question_bar(
        question_words(visit.question, visit.pack, visit.gaps),
        key="question",
        on_word=lambda: _take_word(page, visit),
    )


def _take_word(page: Page, visit: Visit) -> None:
    word = st.session_state["question"].word
    ask_differently(visit.question, word, visit.pack)
    if isinstance(word, dict) and word.get("setting") == "kind" and not page.keeps_place:
        choose("place", None)


def _show_terms(page: Page, visit: Visit) -> None:
    """Show what must stand below figures: how they were worked out, from whom; and the files."""
    show(
        "frame/terms.html",
        method=visit.gaps.method() if page.has_question else "",
        notes=_notes(visit) if page.has_question else [],
        sources=sources_text(visit.gaps.sources) if page.has_question else "",
        answers=page.answers,
        help=page.help,
    )
    with st.container(key="downloads"):  # where the map's own button finds them
        files = list(page.downloads(visit))
        if files:
            show_downloads(files)


def _notes(visit: Visit) -> list[str]:
    """Return what must stand beside the answer, but for what the page has said itself.

    What comes right after the answer stands with it: on the page of one place, how many are not
    known in all of the area would else be read as being of that place.
    """
    gaps = visit.gaps
    left = [each for each in notes_of(gaps) if each not in st.session_state[SAID]]
    after = [each for each in left if each in (gaps.detail(), gaps.other_form())]
    rest = [each for each in left if each not in after]
    return [" ".join((gaps.sentence(), *after)), *rest] if after else rest
