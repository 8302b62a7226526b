"""Help: how to read the pages, how their figures are made, and what their words mean."""

from __future__ import annotations

import os

from layers.said.glossary import GROUPS
from mapping.component.widgets import show_glossary
from mapping.pages.frame.asked import choose
from mapping.pages.frame.drawing import show
from mapping.pages.frame.page import Page, Visit
from mapping.pages.frame.rooms import find_pages
from mapping.pages.frame.widgets import press
from mapping.pages.map.tour import ASKED, TOUR

CONTACT_SETTING = "KNOW_YOUR_PATCH_CONTACT"
KEYS = (
    ("Tab", "goes from one control to the next; the first stops skip to the answer and to the map"),
    ("arrow keys", "move the map, once it has the focus"),
    ("+ and −", "bring the map nearer, or take it further away"),
    ("N and P", "step through the neighbourhoods, from the largest gap"),
    ("D and Shift+D", "step through the doors in sight, on and back"),
    ("Enter", "chooses what the map points at, or opens what a dotted word means"),
    ("Escape", "closes what is open, or lets go of what is chosen"),
)


def show_help(visit: Visit) -> None:
    """Show how to read the pages, and what their words mean."""
    asked = press("Show me around the map", key="tour-again", is_first=True)
    others = [page for page in find_pages() if page.url_path != PAGE.url_path]
    show(
        "help/help.html",
        pages=[
            {"title": page.title, "answers": page.answers, "help": page.help[:1]} for page in others
        ],
        keys=KEYS,
        contact=os.environ.get(CONTACT_SETTING, ""),
        area=visit.pack.info.area_label,
    )
    show_glossary(
        [
            {
                "title": title,
                "terms": [
                    {"word": term.word, "meaning": term.meaning, "source": term.source}
                    for term in sorted(terms, key=lambda term: term.word.lower())
                ],
            }
            for title, terms in GROUPS.items()
        ],
        key="glossary",
    )
    if asked:
        choose(TOUR.name, ASKED)
        visit.go_to("map")


PAGE = Page(
    title="Help",
    url_path="help",
    answers="How to read these pages, how their figures are made, and what their words mean.",
    show=show_help,
    order=90,
    help=("Every page has a fold like this one, about what stands on it.",),
    has_question=False,
    is_scene=False,
    choices=(TOUR,),
)
