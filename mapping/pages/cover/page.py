"""Cover: which ages are offered what, how much of it there is, and how fairly it is spread."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import get_args

import streamlit as st

from geodata.model import Pack
from layers.compare.lottery import measure_lottery
from layers.cover.capacity import measure_capacity
from layers.cover.grid import CELL, Cover, measure_cover
from layers.cover.rows import By, stated_rows
from layers.places import find_place, places_of_kind
from layers.question.question import Question
from layers.said.result import csv_file, notes_file
from layers.why.others import why_capacity, why_cover
from mapping.pages.cover.tables import (
    ROWS,
    capacity_table,
    cover_grid,
    lottery_table,
)
from mapping.pages.frame.asked import choose, chosen
from mapping.pages.frame.choices import PLACE, choice_of
from mapping.pages.frame.drawing import show, sources_text
from mapping.pages.frame.page import Download, Page, Visit
from mapping.pages.frame.results import show_result
from mapping.pages.frame.waiting import kept_or_awaited
from mapping.pages.frame.why import show_why
from mapping.pages.frame.widgets import choose_beside, choose_one
from mapping.served.cache import kept

STYLE = Path(__file__).parent / "cover.css"


def show_cover(visit: Visit) -> None:
    """Show what is open to whom, how much of it there is, and how fairly it is spread."""
    st.html(STYLE)
    pack, question = visit.pack, visit.question
    place_id, by = chosen("place"), _chosen_rows(pack)
    cover = kept_or_awaited(
        measure_cover,
        "looking at what is offered to whom",
        pack,
        question,
        place_id=place_id,
        by=by,
    )
    if cover is None:
        _show_choices(pack, question, place_id, by)
        return
    service = pack.info.services[question.service]
    said = ""
    if by == "service":
        said = cover.gap_sentence(service.key, service.label, question.ages)
    show("cover/cover.html", cover=cover, service_sentence=said)
    _show_choices(pack, question, place_id, by)
    _show_grid(pack, question, cover)
    with st.container(key="cover-more"):
        _show_amount(visit)


def _chosen_rows(pack: Pack) -> By:
    wanted = chosen("show")
    return next((by for by in stated_rows(pack) if by == wanted), get_args(By)[0])


def _show_choices(pack: Pack, question: Question, place_id: str | None, by: By) -> None:
    kind = question.place_kind if place_id is None else str(pack.places["kind"][place_id])
    places = places_of_kind(pack, kind)
    ids = ["", *(str(key) for key in places.index)]
    names = {str(key): str(name) for key, name in places["name"].items()}
    names[""] = f"All of {pack.info.title}"
    offered = list(stated_rows(pack))
    with st.container(key="cover-choices"):
        where, rows = st.columns([1, 1], vertical_alignment="bottom")
        with where:
            choose_one(
                "Where",
                ids,
                place_id or "",
                lambda key: names[key],
                key=f"cover-place-{place_id}",
                act=lambda: choose("place", st.session_state[f"cover-place-{place_id}"]),
            )
        with rows:
            choose_beside(
                "Rows",
                offered,
                by,
                lambda key: ROWS[key],
                key=f"cover-rows-{by}",
                act=lambda: choose("show", st.session_state[f"cover-rows-{by}"]),
            )


def _show_grid(pack: Pack, question: Question, cover: Cover) -> None:
    show(
        "cover/grid.html",
        grid=cover_grid(cover, question, pack),
        notes=cover.notes(),
        sources=sources_text(cover.sources),
    )
    show_why(why_cover(cover))


def _show_amount(visit: Visit) -> None:
    pack, question = visit.pack, visit.question
    capacity = kept(measure_capacity, pack, question)
    show_result(
        capacity,
        heading="How much of it is there?",
        table=capacity_table(capacity),
        name=f"{pack.info.key} capacity {question.service}",
        label="Download how much there is (CSV)",
    )
    show_why(why_capacity(capacity))
    lottery = kept_or_awaited(
        measure_lottery,
        "looking at how fairly it is spread",
        pack,
        question,
        reach=visit.gaps.reach,
    )
    if lottery is None:
        return
    show_result(
        lottery,
        heading="How fairly is it spread?",
        table=lottery_table(lottery),
        name=f"{pack.info.key} fairness {question.service}",
        label="Download how fairly it is spread (CSV)",
    )


def _downloads(visit: Visit) -> Iterable[Download]:
    pack, place_id, by = visit.pack, chosen("place"), _chosen_rows(visit.pack)
    place = pack.info.title if place_id is None else str(find_place(pack, place_id)["name"])

    def found() -> Cover:
        return kept(measure_cover, pack, visit.question, place_id=place_id, by=by)

    yield Download(
        label="Download the grid (CSV)",
        name=f"cover {place} {by}",
        make=lambda: csv_file(found(), columns=CELL),
        notes=lambda: notes_file(found(), columns=CELL),
    )


PAGE = Page(
    title="Cover",
    url_path="cover",
    answers="Which ages are offered what in a place, how much of it there is, and how fairly it "
    "is spread.",
    show=show_cover,
    order=6,
    help=(
        "A filled cell counts the offers that run; an empty one says whether a register lists "
        "none, a report says that something is missing, or nothing is known, and what is nearest "
        "beyond.",
        "The doors of a split site are one site and two doors. What is not stated is never "
        "counted as none.",
        "On fairness, below 0 the more deprived are reached more; above 0, the less deprived. In "
        "brackets stand 95% intervals. A place of few neighbourhoods is not judged.",
    ),
    downloads=_downloads,
    choices=(
        PLACE,
        choice_of(
            "show", lambda pack, *_: stated_rows(pack), instead=f"Used instead: {get_args(By)[0]}."
        ),
    ),
)
