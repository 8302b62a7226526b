"""The pages' own widgets: the question bar, the ranking and the table of places.

Each is drawn from plain values, made by `mapping.pages.frame.question_words` and
`mapping.pages.map.ranking`, and sends back what a person did. Strings are set as text by the
scripts, never as HTML.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import streamlit as st

HERE = Path(__file__).parent
ELEMENTS = "import { el } from './elements.js';\n"
Callback = Callable[[], None]


def widget_script(name: str) -> str:
    """Return a widget's script with what it imports, as one module: it is sent as text."""
    script = (HERE / f"{name}.js").read_text("utf-8")
    if ELEMENTS not in script:
        return script
    return (HERE / "elements.js").read_text("utf-8") + script.replace(ELEMENTS, "")


def _widget(name: str) -> Any:  # noqa: ANN401
    return st.components.v2.component(
        f"know_your_patch_{name}",
        html=f'<div class="{name}-root"></div>',
        css=(HERE / f"{name}.css").read_text("utf-8"),
        js=widget_script(name),
    )


_question_bar = _widget("question_bar")
_ranking = _widget("ranking")
_places_table = _widget("places_table")
_picture = _widget("picture")


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
