"""Find help: what is out there for one child, from one spot; nothing of it is kept."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any, Final

import streamlit as st

from geodata.errors import Problem, QuestionError
from geodata.model import Pack
from geodata.tracing import log_fault
from layers.finding.things import list_things
from layers.finding_help.as_text import list_text
from layers.finding_help.asked import (
    ANY,
    LIMITS,
    OLDEST,
    USUAL_LIMIT_MIN,
    HelpAsked,
    about_choices,
    read_asked,
)
from layers.finding_help.calendar import WEEKS, calendar_text, with_hours, without_hours
from layers.finding_help.find import find_help
from layers.finding_help.found import HelpFound
from layers.opening import DAYS
from layers.question.words import modes_of
from layers.said.numbers import counted, minutes
from layers.said.result import csv_file, notes_file
from layers.said.sentences import opened
from mapping.component.widgets import go_to_answer, show_list_tools, show_picture
from mapping.pages.find_help.listed import found_words, groups_of, numbers_of
from mapping.pages.find_help.picture import help_map_svg
from mapping.pages.frame.drawing import show, sources_text
from mapping.pages.frame.page import Download, Page, Visit
from mapping.pages.frame.problems import show_problems
from mapping.pages.frame.widgets import choose_one, submit, write_words
from mapping.served.cache import kept

STYLE = Path(__file__).parent / "find_help.css"
FOUND = "what this run of the page has found, for the files it hands out"
ASKED_TIMES = "how many times this page was asked for help"
NO_AGE = ""
LONGEST_TYPED: Final = 80
FAULT: Final = Problem(
    where="the program",
    found="a fault of its own",
    expected="an answer",
    fix="Try another postcode or place, and tell whoever looks after the program.",
)
logger = logging.getLogger("know_your_patch")


def show_find_help(visit: Visit) -> None:
    """Show what is open to one child from one spot."""
    st.html(STYLE)
    typed, is_pressed = _show_form(visit.pack)
    found = _found(visit.pack, typed) if is_pressed or typed["where"].strip() else None
    _count(is_pressed=is_pressed)
    st.session_state[FOUND] = found
    with st.container(key="help-found"):  # there with and without: what is below is not made anew
        if found is None:
            show("find_help/intro.html")
        else:
            _show_found(visit.pack, found)
    go_to_answer(str(st.session_state[ASKED_TIMES]))


def _count(*, is_pressed: bool) -> None:
    asked = st.session_state.get(ASKED_TIMES, 0)
    st.session_state[ASKED_TIMES] = asked + is_pressed


def _show_form(pack: Pack) -> tuple[dict[str, str], bool]:
    """Show what is asked; returns it, and whether it was just sent.

    What is typed is held by the page’s own boxes alone, and goes as they go.
    """
    with st.container(key="help-form"), st.form("find-help", border=False):
        first, second = st.columns(3), st.columns(3)
        with first[0]:
            where = write_words(
                "Postcode, town or village", most=LONGEST_TYPED, key="help-where", is_private=True
            )
        age = _choose(first[1], "Who is it for?", _ages(), NO_AGE, "help-age")
        about = _choose(first[2], "What is needed?", _about(pack), ANY, "help-about")
        days = {ANY: "Any day"} | dict(DAYS)
        day = _choose(second[0], "When?", days, ANY, "help-day")
        modes = {mode: opened(words) for mode, words in modes_of(pack).items()}
        mode = _choose(second[1], "How can they travel?", modes, "walk", "help-mode")
        limits = {str(each): f"Up to {minutes(each)}" for each in LIMITS}
        limit = _choose(
            second[2], "How long may it take?", limits, str(USUAL_LIMIT_MIN), "help-limit"
        )
        is_pressed = submit("Find help", is_first=True)
    asked = {"where": where, "age": age, "about": about, "day": day, "mode": mode, "limit": limit}
    return asked, is_pressed


def _choose(place: Any, label: str, options: dict[str, str], usual: str, key: str) -> str:  # noqa: ANN401
    with place:
        return str(choose_one(label, list(options), usual, options.__getitem__, key=key))


def _ages() -> dict[str, str]:
    born = {str(age): f"Age {age}" for age in range(1, OLDEST + 1)}
    return {NO_AGE: "Choose an age", "pregnancy": "Pregnancy", "0": "Baby under 1"} | born


def _about(pack: Pack) -> dict[str, str]:
    return {ANY: "Anything"} | kept(about_choices, pack)


def _found(pack: Pack, typed: dict[str, str]) -> HelpFound | None:
    """Find what is asked for, and keep it nowhere; say what cannot be used."""
    try:
        asked: HelpAsked = read_asked(pack, **typed)
        return find_help(pack, asked, kept(list_things, pack))
    except QuestionError as error:
        show_problems("We could not look yet.", error.problems)
    except Exception as error:  # noqa: BLE001 - its words may hold what was typed: not to be logged
        log_fault(logger, "Help could not be looked for.", error)
        show_problems("We could not look.", [FAULT])
    return None


def _show_found(pack: Pack, found: HelpFound) -> None:
    numbers = numbers_of(found)
    show(
        "find_help/answer.html",
        sentence=found.sentence(),
        beside=found.beside(),
        ask_first=found.ask_first,
    )
    with st.container(key="help-tools"):
        show_list_tools(list_text(found), found_words(found), key="list-tools")
    words, picture = st.columns([3, 2], gap="medium")
    with picture, st.container(key="help-map"):
        show_picture(help_map_svg(pack, found, numbers), key="help-picture")
    with words:
        show(
            "find_help/found.html",
            groups=list(groups_of(found, numbers)),
            lacks=found.lacks(),
            lacks_heading=found.lacks_heading(),
            reported=found.reported,
            notes=found.last_notes(),
            sources=sources_text(dict.fromkeys(found.sources)),
        )


def _downloads(_visit: Visit) -> Iterable[Download]:
    """Hand out the list; nothing in a file or its name tells from where, or for whom."""
    found: HelpFound | None = st.session_state.pop(FOUND, None)
    if found is None:
        return
    yield Download(
        label="Download the list as text (TXT)",
        name="find help",
        make=lambda: list_text(found),
        ending="txt",
    )
    if with_hours(found):
        left = without_hours(found)
        lacks = f" {counted(left, 'services')} with no clear hours left out." if left else ""
        yield Download(
            label="Download the hours as a calendar (ICS)",
            name="find help",
            make=lambda: calendar_text(found, date.today()),  # noqa: DTZ011 - the person’s own day
            ending="ics",
            help=f"The listed hours, each week for {WEEKS} weeks.{lacks}",
        )
    yield Download(
        label="Download the list as a table (CSV)",
        name="find help",
        make=lambda: csv_file(found),
        notes=lambda: notes_file(found),
    )


PAGE = Page(
    title="Find help",
    url_path="find-help",
    answers="What help is there for one child, near one place: who it is for, when it is open, how "
    "to reach it, and what is missing.",
    show=show_find_help,
    order=12,
    help=(
        "What you type stays on this page. It is not kept, and is not put in the address, a file "
        "or a log.",
        "“What is there” holds what says that it takes the age. “Ask first” holds what does not "
        "say enough: call before you send someone.",
        "Times are one way, by the same rules as on every page. What is nearest is first.",
    ),
    downloads=_downloads,
    has_question=False,
)
