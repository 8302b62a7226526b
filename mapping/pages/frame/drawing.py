"""Pieces of a page put onto it: templates, answers, tables of results, downloads."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from geodata.exports import note_export
from geodata.model import Pack, Source
from layers.gaps import Gaps
from mapping.component.widgets import show_room
from mapping.escape import file_name, plain_text
from mapping.pages.frame.glossed import marked
from mapping.pages.frame.page import Download
from mapping.pages.frame.visitor import visitor
from mapping.pages.frame.waiting import made_in_line
from mapping.pages.frame.widgets import hand_out
from mapping.served.visitor import Visitor
from mapping.templates import render

PACK = "the pack that this run of the page shows"
SAID = "what this run of the page has said beside its figures"


def show(template: str, **values: object) -> None:
    """Show a template of the pages, "cover/grid.html", filled with values; see `render`."""
    drawn = render(f"pages/{template}", **values)
    if drawn:
        st.html(marked(drawn))


def show_answer(sentence: str, beside: str = "", other_form: str = "", *, detail: str = "") -> None:
    """Show an answer in one sentence, what is said after it, what goes well, and its other form.

    Parameters
    ----------
    beside
        What goes well.
    other_form
        What need says in its other form, of people or of neighbourhoods.
    """
    show(
        "frame/answer.html", sentence=sentence, detail=detail, beside=beside, other_form=other_form
    )


def show_gaps(gaps: Gaps) -> None:
    """Show the answer to the page's question."""
    detail, other_form = gaps.detail(), gaps.other_form()
    show_answer(gaps.sentence(), gaps.strength(), other_form, detail=detail)
    keep_said(detail, other_form)


def keep_said(*sentences: str) -> None:
    """Keep what the page has said, so that the frame does not say it again below."""
    st.session_state[SAID] = (*st.session_state.get(SAID, ()), *sentences)


def answer_beside_map() -> tuple[DeltaGenerator, DeltaGenerator]:
    """Return the places of an answer and of the map it is read from.

    The two have the height that the window leaves; the answer folds to a line. In reading order it
    stands first, and on a narrow screen above the map.
    """
    st.html(Path(__file__).parent / "beside.css")
    with st.container(key="map-and-answer"):
        words, picture = st.columns([1, 2], gap="small")
        with words:
            show_room()
    return words, picture


def sources_text(sources: Iterable[Source]) -> str:
    """Name sources in one line: title, publisher and period of each."""
    return "; ".join(plain_text(f"{s.title} ({s.publisher}), {s.period}") for s in sources)


def further_sources(sources: Iterable[Source], gaps: Gaps) -> str:
    """Name the sources that the frame does not name below, as those of the page's question."""
    return sources_text(each for each in dict.fromkeys(sources) if each not in gaps.sources)


def show_downloads(downloads: Iterable[Download]) -> None:
    """Show the buttons of files side by side, in the order they are reached by keyboard."""
    with st.container(horizontal=True):
        for each in downloads:
            show_download(each)


def show_download(download: Download) -> None:
    """Show the button of one file, which is made when it is asked for."""
    asked_by, pack = visitor(), st.session_state.get(PACK)
    hand_out(
        download.label,
        lambda: _noted(download, pack, _contents(download, asked_by)),
        name=f"{file_name(download.name)}.{download.ending}",
        help=download.help,
        is_first=download.is_first,
    )
    if download.notes is not None:
        notes, what = download.notes, download.label.removeprefix("Download ").partition(" (")[0]
        label = f"Notes on {what} (TXT)"
        hand_out(
            label,
            lambda: _noted(replace(download, label=label), pack, notes()),
            name=f"{file_name(download.name)}-notes.txt",
            help="How the figures were worked out, on which terms, and from which sources",
        )


def _noted(download: Download, pack: Pack | None, content: bytes) -> bytes:
    """Note in the log of exports what is handed out, and hand it on."""
    if pack is not None:
        what = download.label.removeprefix("Download ").removeprefix("the ").removeprefix("this ")
        note_export(f"page: {what}", pack, download.places)
    return content


def _contents(download: Download, asked_by: Visitor) -> bytes:
    make = download.make
    key = download.key() if callable(download.key) else download.key
    made = make() if key is None else made_in_line(key, make, asked_by)
    if isinstance(made, bytes):
        return made
    # Excel knows the letters of a CSV file by the mark at its start.
    return made.encode("utf-8-sig" if download.ending == "csv" else "utf-8")
