"""Streamlit's widgets as pages use them: every word handed over is text, and is shown as it is.

Streamlit reads labels, help, captions, notices and the options of a radio as Markdown, with links,
styles, icons and formulas; the options of a select box it shows as they are. What is handed over
here may hold anything: it is escaped here, and no page calls Streamlit's own widgets.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from mimetypes import guess_type
from typing import Any, Literal

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from geodata.plain import plain_line
from mapping.escape import markdown_text, message_text, plain_text

Named = Callable[[Any], str]
Act = Callable[..., None]
Notice = Literal["error", "warning", "info"]


def press(
    label: str,
    act: Act | None = None,
    args: Sequence[object] = (),
    *,
    key: str | None = None,
    is_first: bool = False,
) -> bool:
    """Show a button; tells whether it was pressed just now.

    Parameters
    ----------
    act, args
        What is done when it is pressed, before the page runs again.
    is_first
        It is the first thing to do here, and looks so.
    """
    pressed: bool = st.button(
        markdown_text(label),
        on_click=act,
        args=tuple(args),
        key=key,
        type=_weight(is_first=is_first),
    )
    return pressed


def choose_one(
    label: str,
    options: Sequence[Any],
    chosen: object,
    named: Named,
    *,
    key: str | None = None,
    act: Act | None = None,
    is_said_inside: bool = False,
) -> Any:  # noqa: ANN401
    """Show a select box; returns the option that is chosen.

    Parameters
    ----------
    named
        Returns what an option is called.
    is_said_inside
        Whether the options say themselves what is chosen, so that the label is only heard.
    """
    return st.selectbox(
        markdown_text(label),
        options,
        index=list(options).index(chosen),
        format_func=lambda option: plain_text(named(option)),
        key=key,
        on_change=act,
        label_visibility="collapsed" if is_said_inside else "visible",
    )


def choose_beside(
    label: str, options: Sequence[Any], chosen: object, named: Named, *, key: str, act: Act
) -> None:
    """Show a few options side by side, of which one is chosen."""
    st.radio(
        markdown_text(label),
        options,
        index=list(options).index(chosen),
        format_func=lambda option: markdown_text(named(option)),
        horizontal=True,
        key=key,
        on_change=act,
    )


def tick(label: str, *, key: str, value: bool = False) -> bool:
    """Show a box to tick; tells whether it is ticked."""
    return bool(st.checkbox(markdown_text(label), value, key=key))


def choose_some(label: str, options: Sequence[Any], named: Named, *, key: str) -> list[Any]:
    """Show a box in which several options can be chosen; returns those that are."""
    chosen: list[Any] = st.multiselect(
        markdown_text(label), options, format_func=lambda option: plain_text(named(option)), key=key
    )
    return chosen


def choose_number(label: str, least: int, most: int, value: int) -> int:
    """Show a whole number to change; returns it."""
    return int(st.number_input(markdown_text(label), least, most, value))


def choose_range(
    label: str, least: int, most: int, value: tuple[int, int], *, key: str
) -> tuple[int, int]:
    """Show two ends of a range to change; returns them."""
    first, last = st.slider(markdown_text(label), least, most, value, key=key)
    return int(first), int(last)


def write_words(
    label: str,
    value: str = "",
    *,
    most: int,
    key: str,
    act: Act | None = None,
    is_private: bool = False,
) -> str:
    """Show a box to write in; returns what is written.

    Parameters
    ----------
    is_private
        Whether the browser, too, is told to keep nothing of what is written.
    """
    written: str = st.text_input(
        markdown_text(label),
        plain_line(value),
        max_chars=most,
        key=key,
        on_change=act,
        autocomplete="off" if is_private else None,
    )
    return written


def open_file(label: str, endings: Sequence[str], *, most_mb: int, key: str, act: Act) -> None:
    """Show where a file can be handed over."""
    st.file_uploader(
        markdown_text(label), type=endings, max_upload_size=most_mb, key=key, on_change=act
    )


def hand_out(
    label: str,
    make: Callable[[], bytes],
    *,
    name: str,
    help: str | None,  # noqa: A002 - as a page calls it
    is_first: bool = False,
) -> None:
    """Show the button of a file, which is made when it is asked for."""
    st.download_button(
        markdown_text(label),
        data=make,
        file_name=name,
        mime=guess_type(name)[0] or "application/octet-stream",
        on_click="ignore",
        help=markdown_text(help) if help else None,
        type=_weight(is_first=is_first),
    )


def submit(label: str, *, is_first: bool = False) -> bool:
    """Show the button of a form; tells whether it was pressed just now."""
    pressed: bool = st.form_submit_button(markdown_text(label), type=_weight(is_first=is_first))
    return pressed


def open_tabs(labels: Iterable[str]) -> Sequence[DeltaGenerator]:
    """Show tabs; returns what stands in each."""
    tabs: Sequence[DeltaGenerator] = st.tabs([markdown_text(label) for label in labels])
    return tabs


def fold(label: str) -> DeltaGenerator:
    """Show a fold; returns what stands in it."""
    folded: DeltaGenerator = st.expander(markdown_text(label))
    return folded


def open_over(label: str, *, is_narrow: bool = False) -> DeltaGenerator:
    """Show a button that opens something over the page; returns what stands in it.

    Parameters
    ----------
    is_narrow
        Whether it is as wide as its words, to stand beside others.
    """
    width: Literal["content", "stretch"] = "content" if is_narrow else "stretch"
    opened: DeltaGenerator = st.popover(markdown_text(label), width=width)
    return opened


def open_dialog(label: str, body: Callable[[], None]) -> None:
    """Show something over the page until it is closed; it runs again by itself as it is used."""
    st.dialog(markdown_text(label))(body)()


def say(text: str) -> None:
    """Show a line in small type."""
    st.caption(markdown_text(text))


def notice(kind: Notice, text: str, lines: Iterable[str] = ()) -> None:
    """Show a notice, with a list below it where there is one."""
    listed = [f"- {message_text(line)}" for line in lines]
    said = markdown_text(text)
    body = "\n".join([f"**{said}**", "", *listed]) if listed else said
    {"error": st.error, "warning": st.warning, "info": st.info}[kind](body)


def show_progress(share: float, text: str) -> None:
    """Show how far something is (0–1)."""
    st.progress(share, text=markdown_text(text))


def show_at_work(text: str) -> AbstractContextManager[None]:
    """Show for how long something has been worked on, as long as it is."""
    return st.spinner(markdown_text(text), show_time=True)


def _weight(*, is_first: bool) -> Literal["primary", "secondary"]:
    return "primary" if is_first else "secondary"
