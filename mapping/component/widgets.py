"""The pages' own widgets: question bar, ranking, tables of places, room for the map, help.

Each is drawn from plain values, made by `mapping.pages.frame.question_words` and
`mapping.pages.map.ranking`, and sends back what a person did. Strings are set as text by the
scripts, never as HTML.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import streamlit as st

from mapping.scripts import bundle

HERE = Path(__file__).parent
Callback = Callable[[], None]


def widget_script(name: str) -> str:
    """Return a widget's script with what it imports, as one module: it is sent as text."""
    return bundle(HERE, name)


def widget(name: str, *more: str, has_style: bool = True) -> Any:  # noqa: ANN401
    """Register a widget by its script and its style, and more styles; returns what shows it."""
    styles = [name, *more] if has_style else []
    return st.components.v2.component(
        f"know_your_patch_{name}",
        html=f'<div class="{name}-root"></div>',
        css="\n".join((HERE / f"{each}.css").read_text("utf-8") for each in styles) or None,
        js=widget_script(name),
    )


# It has nothing to show: it hears what the map says, and runs only what stands beside it.
_told = st.components.v2.component(
    "know_your_patch_layers_told", js=(HERE / "layers_told.js").read_text("utf-8")
)
_question_bar = widget("question_bar")
_ranking = widget("ranking")
_places_table = widget("places_table")
_picture = widget("picture")
_room = widget("room")
_skip = widget("skip", has_style=False)
_terms = widget("terms", has_style=False)
_tour = widget("tour")
_glossary = widget("glossary")
_arriving = widget("arriving", has_style=False)
_list_tools = widget("list_tools")
_going = widget("going", has_style=False)
_kept_scenarios = widget("kept_scenarios", "kept_list")


def show_room() -> None:
    """Show the fold of the answer that a map stands beside; it gives both the room there is."""
    _room(data={"answer": "The answer", "show_map": "Show the map"}, key="room")


def show_skip_links() -> None:
    """Show the first stops of the keyboard: to the answer, and to the map where there is one."""
    words = {
        "label": "Skip",
        "to_answer": "Skip to the answer",
        "to_map": "Skip to the map",
    }
    _skip(data=words, key="skip")


def go_to_answer(of: str | None) -> None:
    """Take the person to the page's answer when it is another than before.

    Parameters
    ----------
    of
        What the answer is of; None while it is worked out.
    """
    _arriving(data={"of": of}, key="arriving")


def go_to_address(to: str, of: str) -> None:
    """Open another address of the app in this window, once.

    Parameters
    ----------
    to
        Its path; "" to stay.
    of
        What asked for it: the same is not opened again.
    """
    _going(data={"to": to, "of": of}, key="going")


def show_question_bar(words: dict[str, Any], key: str, on_word: Callback) -> None:
    """Show the question bar.

    Parameters
    ----------
    words
        What `mapping.pages.frame.question_words.question_words` makes.
    on_word
        Called when a word is changed; `st.session_state[key].word` holds `setting` and `value`.
    """
    _question_bar(data=words, key=key, on_word_change=on_word)


def show_ranking(
    ranking: dict[str, Any], key: str, on_choose: Callback, on_show: Callback, on_act: Callback
) -> None:
    """Show places in order, the chosen one with its sentences.

    Parameters
    ----------
    ranking
        What `mapping.pages.map.ranking.ranking` makes.
    on_choose, on_show, on_act
        Called when a place is chosen (`choose`: its id, or "" for none), the order is changed
        (`show`) or an action is asked for (`act`: `action` and `id`).
    """
    _ranking(
        data=ranking | {"key": key},
        key=key,
        on_choose_change=on_choose,
        on_show_change=on_show,
        on_act_change=on_act,
    )


def show_places_table(table: dict[str, Any], key: str, on_open: Callback) -> None:
    """Show the table of places.

    Parameters
    ----------
    table
        What `mapping.pages.places.ranked_table.places_table` makes.
    on_open
        Called when a place is opened; `st.session_state[key].open` holds its id.
    """
    _places_table(data=table, key=key, on_open_change=on_open)


def show_picture(svg: str, key: str) -> None:
    """Show a picture in the colours of the page; nothing where there is none.

    Parameters
    ----------
    svg
        SVG text with its own text alternative, as `mapping.pages.compare.pictures` makes it.
    """
    if svg:
        _picture(data={"svg": svg}, key=key)


def listen_for_terms(key: str) -> None:
    """Open what a word of the glossary means while somebody points at the word."""
    _terms(data={}, key=key)


def show_tour_card(tour: dict[str, Any], key: str) -> None:
    """Show the tour to whoever has not left it before, or asks for it.

    Parameters
    ----------
    tour
        What `mapping.pages.map.tour` says.
    """
    _tour(data=tour, key=key)


def show_glossary(groups: list[dict[str, Any]], key: str) -> None:
    """Show words with what they mean, under headings, and a box that finds one."""
    _glossary(data={"groups": groups}, key=key)


def show_list_tools(text: str, said: str, key: str) -> None:
    """Show what can be done with a list, and say how many there are to who hears the page.

    Parameters
    ----------
    text
        The list as plain text; without one there is nothing to copy or print.
    said
        How many were found.
    """
    words = {
        "copy": "Copy as text",
        "print": "Print",
        "copied": "Copied. You can paste it into a message.",
        "failed": "This browser would not copy it. Download the list as text.",
    }
    _list_tools(data=words | {"text": text, "said": said}, key=key)


def show_told(key: str, on_layers: Callback) -> None:
    """Hear which layers a person lays on the map of this page.

    Parameters
    ----------
    on_layers
        Called when they are changed; `st.session_state[key].layers` holds them as an address does.
    """
    _told(key=key, on_layers_change=on_layers)


def show_kept_scenarios(scenario: dict[str, str], key: str, on_open: Callback) -> None:
    """Show the scenarios that are kept for everybody, and keep the one of this page among them.

    Parameters
    ----------
    scenario
        `title`, `words` (its changes as in an address) and `question`; `base`, the app's path.
    on_open
        Called when one is opened; `st.session_state[key].open` holds `words` and `question`.
    """
    _kept_scenarios(data=scenario, key=key, on_open_change=on_open)
