"""Needs and services: what a place needs, what is there for it, who runs it and what is missing."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import streamlit as st

from geodata.model import Pack
from layers.exercise.all_places import AllPlaces, measure_all_places
from layers.exercise.one_place import Exercise, measure_exercise
from layers.gaps import measure_gaps
from layers.place.facts import question_for_place
from layers.places import places_of_kind
from layers.said.result import csv_file, notes_file
from layers.why.gap import why_share
from layers.why.others import why_capacity
from mapping.component.widgets import show_places_table
from mapping.pages.frame.asked import choose, chosen
from mapping.pages.frame.choices import PLACE
from mapping.pages.frame.drawing import (
    further_sources,
    show,
    show_download,
    show_gaps,
    sources_text,
)
from mapping.pages.frame.page import Download, Page, Visit
from mapping.pages.frame.results import notes_of
from mapping.pages.frame.waiting import kept_or_awaited
from mapping.pages.frame.why import show_why
from mapping.pages.frame.widgets import choose_one, press
from mapping.pages.needs_and_services.all_tables import age_strips, needs_table, said_table
from mapping.pages.needs_and_services.matrix_tables import (
    MATRIX_KEY,
    level_table,
    matrix_table,
    nearest_table,
    theme_folds,
)
from mapping.pages.needs_and_services.one_tables import one_tables
from mapping.pages.needs_and_services.pathway_table import pathway_table
from mapping.served.cache import kept

STYLE = Path(__file__).parent / "needs_and_services.css"


def show_needs_and_services(visit: Visit) -> None:
    """Show all places of the kind asked for side by side, or one place in full."""
    st.html(STYLE)
    place_id = chosen("place")
    if place_id is None:
        found = kept_or_awaited(
            measure_all_places, "setting all places side by side", visit.pack, visit.gaps
        )
        if found is not None:
            _show_all(visit, found)
    else:
        _show_one(visit.pack, _one(visit, place_id))


def _all(visit: Visit) -> AllPlaces:
    return kept(measure_all_places, visit.pack, visit.gaps)


def _one(visit: Visit, place_id: str) -> Exercise:
    question = question_for_place(visit.question, visit.pack, place_id)
    gaps = kept(measure_gaps, visit.pack, question)
    return kept(measure_exercise, visit.pack, gaps, place_id)


def _show_all(visit: Visit, found: AllPlaces) -> None:
    show_gaps(found.gaps)
    _choose_place(visit.pack, found.kind.key, found.kind.label, "")
    show_places_table(
        needs_table(found),
        key="exercise-table",
        on_open=lambda: choose("place", st.session_state["exercise-table"].open),
    )
    below = notes_of(visit.gaps)  # by the frame
    notes = [note for note in notes_of(found) if note not in below]
    show(
        "needs_and_services/all.html",
        strips=age_strips(found),
        said=said_table(found),
        notes=notes,
        sources=further_sources(found.sources, visit.gaps),
    )


def _show_one(pack: Pack, found: Exercise) -> None:
    _show_ways(pack, found)
    show(
        "needs_and_services/one.html",
        found=found,
        matrix=matrix_table(found),
        levels=level_table(found.matrix),
        matrix_key=MATRIX_KEY,
        nearest=nearest_table(found),
        pathway=pathway_table(found.pathway),
        has_reports=len(pack.reported.facts) > 0,
        folds=list(theme_folds(found)),
        notes=notes_of(found),
        sources=sources_text(found.sources),
        **one_tables(found),
    )
    show_why(
        why_share(pack, found.gaps, found.place_id),
        why_capacity(found.capacity, found.place_id),
    )


def _show_ways(pack: Pack, found: Exercise) -> None:
    back, other, take = st.columns([1, 2, 1], vertical_alignment="bottom")
    with back:
        press("← All places", lambda: choose("place", None))
    with other:
        _choose_place(pack, found.kind.key, found.kind.label, found.place_id)
    with take:
        show_download(
            Download(
                label="Download one side of A4 (PDF)",
                name=f"{found.place} needs and services",
                make=lambda: _one_side(found),
                ending="pdf",
                key=("exercise", pack.content_hash, found.gaps.question, found.place_id),
                is_first=True,
            )
        )


def _choose_place(pack: Pack, kind: str, label: str, place_id: str) -> None:
    places = places_of_kind(pack, kind)
    names = {str(key): str(name) for key, name in places["name"].items()}
    names = names if place_id else {"": "All, side by side", **names}
    choose_one(
        f"Which {label}",
        list(names),
        place_id,
        lambda key: names[key],
        key=f"exercise-place-{kind}-{place_id}",
        act=lambda: choose("place", st.session_state[f"exercise-place-{kind}-{place_id}"]),
    )


def _one_side(found: Exercise) -> bytes:
    from mapping.profile.exercise_document import exercise_pdf

    return exercise_pdf(found)


def _all_on_one_side(found: AllPlaces) -> bytes:
    from mapping.profile.exercise_document import all_places_pdf

    return all_places_pdf(found)


def _downloads(visit: Visit) -> Iterable[Download]:
    pack, place_id = visit.pack, chosen("place")
    if place_id is not None:
        one = _one(visit, place_id)
        yield Download(
            label="Download all of this page (CSV)",
            name=f"{one.place} needs and services",
            make=lambda: csv_file(one),
            notes=lambda: notes_file(one),
        )
        return
    name = f"{pack.info.key} needs and services {visit.question.place_kind}"
    yield Download(
        label="Download all places on one side of A3 (PDF)",
        name=name,
        make=lambda: _all_on_one_side(_all(visit)),
        ending="pdf",
        key=("exercises", pack.content_hash, visit.question),
    )
    yield Download(
        label="Download all places (CSV)",
        name=name,
        make=lambda: csv_file(_all(visit)),
        notes=lambda: notes_file(_all(visit)),
    )


PAGE = Page(
    title="Needs and services",
    url_path="needs-and-services",
    answers="What a place needs, what is there for it, who runs it, and what is missing.",
    show=show_needs_and_services,
    order=2,
    help=(
        "Themes put together the expertise that offers state; what states none is put by its kind. "
        "Open a theme to see each expertise and each offer.",
        "What a report says is missing is told apart from what is not held, and from what is not "
        "known: none of the three is shown as the other.",
        "A figure stands for the area that it is published for. Where none is published for a "
        "place, that of its authority is named as the authority’s.",
        "What stands out is sorted by what it is about: who is reached first, then ages, then what "
        "is there, then outcomes. Of the same, what goes well comes first.",
    ),
    downloads=_downloads,
    choices=(PLACE,),
)
