"""Profiles of many places, or of one in each format, as files to take."""

from __future__ import annotations

import shutil
import tempfile
import weakref
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, get_args

import streamlit as st

from geodata.model import Pack
from layers.places import places_of_kind
from layers.profile.asked import Shared, ask
from layers.profile.saved import NOTHING_SAVED, Saved
from layers.progress import Progress
from layers.question.question import Question
from layers.said.numbers import counted
from layers.said.sentences import opened
from mapping.pages.frame.drawing import show_download
from mapping.pages.frame.page import Download, Visit
from mapping.pages.frame.waiting import wait_for
from mapping.pages.frame.widgets import (
    choose_beside,
    choose_some,
    fold,
    notice,
    open_over,
    press,
    say,
    tick,
)
from mapping.pages.places.saved import saved_chosen, show_saved
from mapping.profile.batch import make_batch
from mapping.profile.batch_asked import Batch
from mapping.profile.batch_summary import left_out_lines
from mapping.profile.batch_zip import zip_batch
from mapping.profile.booklet import Booklet, bind_booklet, left_out_words
from mapping.profile.formats import FORMATS
from mapping.profile.made import LENGTHS, Document, Length
from mapping.served.cache import kept

ASKED: Final = "profiles of many places that were asked for"
LENGTH: Final = "how long profiles are"
CHOSEN: Final = "places whose profiles are asked for"
MOST_FILES: Final = 400
"""More are asked for by the command, which keeps them on the disk of whoever asks."""
TOO_MANY: Final = (
    "That is {files:,} files: a page makes up to {most:,} at once. Choose fewer places or formats; "
    "python -m mapping profile makes any number."
)


BOOKLET: Final = "One booklet of all (PDF): a cover, all side by side, then each"


@dataclass(frozen=True, slots=True, kw_only=True, weakref_slot=True, eq=False)
class Zipped:
    """A zip in a temporary folder, which goes when nobody holds this any more.

    Attributes
    ----------
    left_out
        What is not in it, why, and what to do, in lines.
    """

    path: Path
    sentence: str
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Many:
    """What is asked of the profiles of many places."""

    question: Question
    places: tuple[str, ...]
    formats: tuple[str, ...]
    is_bound: bool
    length: Length
    saved: Saved = NOTHING_SAVED


@dataclass(frozen=True, slots=True, kw_only=True)
class One:
    """What is asked of the profile of one place."""

    question: Question
    place_id: str
    length: Length
    saved: Saved = NOTHING_SAVED


def show_many(visit: Visit) -> None:
    """Show what can be asked of the profiles of many places, and the files once they are made."""
    kind = visit.pack.info.place_kinds[visit.question.place_kind]
    with fold("Profiles of many places"):
        places = places_of_kind(visit.pack, kind.key)
        chosen = choose_some(
            f"Which {kind.plural} (all unless you choose)",
            [str(key) for key in places.index],
            lambda key: str(places["name"][key]),
            key=f"{CHOSEN}-{kind.key}",
        )
        _choose_length("many")
        show_saved(visit.pack, "many")
        with st.container(horizontal=True):
            formats = [
                key
                for key, form in FORMATS.items()
                if tick(form.label, value=key == "pdf", key=f"format-{key}")
            ]
        is_bound = tick(BOOKLET, key="format-booklet")
        every = tuple(chosen or (str(key) for key in places.index))
        asked = Many(
            question=visit.question,
            places=every,
            formats=tuple(formats),
            is_bound=is_bound,
            length=_length(),
            saved=saved_chosen(visit.pack, "many"),
        )
        _ask(visit, asked)


def _ask(visit: Visit, now: Many) -> None:
    """Show the button that begins the work, and the work that was begun."""
    files = len(now.places) * len(now.formats) + now.is_bound
    if files > MOST_FILES:
        notice("info", TOO_MANY.format(files=files, most=MOST_FILES))
    elif files and press(f"Make {counted(files, 'files')}", is_first=True):
        st.session_state[ASKED] = now
    asked: Many | None = st.session_state.get(ASKED)
    if asked is None or asked.question != visit.question:
        return
    if asked.is_bound:
        _show_bound(visit.pack, asked)
    if asked.formats:
        _show_zip(visit.pack, asked)


def _show_bound(pack: Pack, asked: Many) -> None:
    """Show the booklet, or how far it is; places that are not in it are named, with the reason."""
    booklet = Booklet(
        pack=pack,
        question=asked.question,
        places=asked.places,
        length=asked.length,
        saved=asked.saved,
    )
    bound = wait_for(
        ("booklet", pack.content_hash, asked),
        lambda progress: bind_booklet(booklet, progress=progress),
        "making the booklet",
    )
    if bound is not None:
        if bound.left_out:
            notice("warning", left_out_words(booklet, bound.left_out))
        show_download(
            Download(
                label="Download the booklet (PDF)",
                name=f"{pack.info.key} {asked.question.place_kind} booklet",
                make=lambda: bound.pdf,
                ending="pdf",
                places=bound.places,
            )
        )


def _show_zip(pack: Pack, asked: Many) -> None:
    """Show the zip of all files, or how far it is; what was left out is listed, with the reason."""
    batch = Batch(
        pack=pack,
        question=asked.question,
        places=asked.places,
        formats=asked.formats,
        length=asked.length,
        saved=asked.saved,
    )
    made = wait_for(
        ("profiles of many", pack.content_hash, asked),
        lambda progress: make_zip(batch, progress),
        "making profiles",
    )
    if made is not None:
        say(made.sentence)
        if made.left_out:
            notice("warning", "What is not in it, why, and what to do:", made.left_out)
        show_download(
            Download(
                label="Download the profiles (ZIP)",
                name=f"{pack.info.key} {asked.question.place_kind} profiles",
                make=made.path.read_bytes,
                ending="zip",
                places=asked.places,
            )
        )


def make_zip(batch: Batch, progress: Progress) -> Zipped:
    """Make the profiles of many places, and all of them one zip."""
    kept_in = Path(tempfile.mkdtemp(prefix="profiles-"))
    try:
        with tempfile.TemporaryDirectory(prefix="profiles-made-") as folder:
            made = make_batch(batch, Path(folder), progress=progress)
            zip_batch(made, kept_in / "profiles.zip")
    except BaseException:
        shutil.rmtree(kept_in, ignore_errors=True)
        raise
    zipped = Zipped(
        path=kept_in / "profiles.zip",
        sentence=made.sentence(),
        left_out=tuple(left_out_lines(made)),
    )
    weakref.finalize(zipped, shutil.rmtree, kept_in, ignore_errors=True)
    return zipped


def show_one(pack: Pack, question: Question, place_id: str, name: str) -> None:
    """Show the button of one place’s profile to print, and one that opens lengths and formats."""
    one = One(
        question=question,
        place_id=place_id,
        length=_length(),
        saved=saved_chosen(pack, "one", place_id),
    )
    every = list(_of_one(pack, one, name))
    first = next(each for each in every if each.ending == "pdf")
    show_download(replace(first, label="Download this profile (PDF)", is_first=True))
    with open_over("Length and formats", is_narrow=True):
        _choose_length("one")
        show_saved(pack, "one", place_id)
        for each in every:
            show_download(each)


def _of_one(pack: Pack, one: One, name: str) -> Iterator[Download]:
    """Return the file of each format."""
    for key, form in FORMATS.items():
        yield Download(
            label=form.label,
            name=f"{name} profile",
            make=lambda key=key: _made(pack, one, key),  # type: ignore[misc]
            ending=form.extension,
            help=opened(LENGTHS[one.length]),
            places=(one.place_id,),
            key=("profile", pack.content_hash, one, key),
        )


def _made(pack: Pack, one: One, key: str) -> bytes:
    shared = kept(Shared, pack, one.question, saved=one.saved)
    return FORMATS[key].write(Document(ask(shared, one.place_id), length=one.length))


def _length() -> Length:
    chosen: Length = st.session_state.get(LENGTH, "sheet")
    return chosen


def _choose_length(where: str) -> None:
    """Show how long a profile is to be."""
    key = f"length-{where}"

    def take() -> None:
        st.session_state[LENGTH] = st.session_state[key]

    choose_beside(
        "How long",
        get_args(Length),
        _length(),
        lambda each: opened(LENGTHS[each]),
        key=key,
        act=take,
    )
