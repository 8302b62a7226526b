"""The tour of the Map page: what each of its steps says, and of what."""

from __future__ import annotations

from typing import Any, Final

import streamlit as st

from mapping.component.widgets import show_tour_card
from mapping.pages.frame.asked import choose, chosen
from mapping.pages.frame.choices import choice_of

ASKED: Final = "show"
TIMES: Final = "how often the tour was asked for"
TOUR = choice_of("tour", lambda *_: (ASKED,), instead="No tour is shown.")
STEPS: Final = (
    {
        "title": "The question",
        "words": "Everything here answers this sentence. Change a word in a box and the whole page "
        "follows: the service, the ages, how far, and whom to count.",
        "at": [".st-key-question"],
    },
    {
        "title": "The map",
        "words": "Each colour says how needy an area is and how hard to reach; each symbol is a "
        "service. Point at the map to read its figures; choose a place or a service to keep them.",
        "at": [".patch-map .stage", ".st-key-map"],
    },
    {
        "title": "Colours and layers",
        "words": "Point at a colour to see where it is. The buttons on the map choose what lies on "
        "it, and which services are shown.",
        "at": [".patch-map .legend-card", ".st-key-map"],
    },
    {
        "title": "The answer",
        "words": "The answer in a sentence, then what goes well, then every place in order. Dotted "
        "words say what they mean. Help, above, has the rest, and this tour.",
        "at": [".kyp-answer"],
    },
)
LABELS: Final = {
    "next": "Next",
    "back": "Back",
    "not": "Not now",
    "done": "Done",
    "close": "Leave the tour",
}


def show_tour() -> None:
    """Show the tour to whoever is here for the first time, and to whoever asks for it."""
    if chosen(TOUR.name) is not None:
        st.session_state[TIMES] = st.session_state.get(TIMES, 0) + 1
        choose(TOUR.name, None)
    times = st.session_state.get(TIMES, 0)
    data: dict[str, Any] = {"steps": list(STEPS), "labels": LABELS}
    show_tour_card(data | {"asked": str(times) if times else ""}, key="tour")
