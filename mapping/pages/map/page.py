"""Map: the answer in one sentence, the places in order, and the map beside them."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence

import streamlit as st

from geodata.model import Pack
from layers.gaps import Gaps
from layers.said.result import csv_file, notes_file
from layers.why.gap import why_gap
from mapping.component import base_path, show_map
from mapping.component.widgets import show_ranking
from mapping.map.describe import describe_map
from mapping.map.layered import describe_layers
from mapping.map.layers.asked import NOTES
from mapping.map.layers.noted import has_notes, with_notes
from mapping.map.layers.written import Asked, write_layers
from mapping.map.spec import MapSpec
from mapping.pages.frame.asked import choose, chosen
from mapping.pages.frame.choices import ASSET, PLACE, choice_of
from mapping.pages.frame.drawing import (
    answer_beside_map,
    show,
    show_answer,
    show_gaps,
    sources_text,
)
from mapping.pages.frame.own_files import show_own_files, show_told
from mapping.pages.frame.own_places import change_own_places, refused_on_map
from mapping.pages.frame.page import Download, Page, Visit
from mapping.pages.frame.view import AT, view_asked
from mapping.pages.frame.why import show_why
from mapping.pages.map.cards import Card, area_card, asset_card, shape_card
from mapping.pages.map.chosen import (
    SPOT,
    choose_place,
    chosen_area,
    chosen_sentences,
    let_go,
    selected,
    take_pick,
    why_chosen,
)
from mapping.pages.map.colours import COLOUR_CHOICES, colouring_asked, show_seen
from mapping.pages.map.layers import LAYERS, Laid, laid_layers, laid_now
from mapping.pages.map.ranking import SHOWS, Show, ranking
from mapping.pages.map.taking import map_downloads
from mapping.pages.map.tour import TOUR, show_tour
from mapping.served.cache import kept
from mapping.served.message import map_message
from mapping.served.pinned import read_notes


def show_map_page(visit: Visit) -> None:
    """Show the answer beside the map it is read from."""
    show_tour()
    show_told()
    words, picture = answer_beside_map()
    with words:
        _show_answer(visit)
    with picture:
        _show_picture(visit)
    show_own_files(visit)


def _show_answer(visit: Visit) -> None:
    gaps, pack = visit.gaps, visit.pack
    show_seen(pack, gaps)
    first, strength, detail = (*chosen_sentences(visit), "", "", "")[:3]
    if first:
        show_answer(first, strength, detail=detail)
        show_why(*why_chosen(visit))
    show_gaps(gaps)
    show_why(why_gap(pack, gaps))
    _show_picked(pack, gaps)
    order: Show = "strengths" if chosen("show") == "strengths" else "gaps"
    show_ranking(
        ranking(gaps, pack, order, chosen("place")),
        key="ranking",
        on_choose=lambda: choose_place(st.session_state["ranking"].choose),
        on_show=lambda: _choose_show(st.session_state["ranking"].show),
        on_act=lambda: None,
    )
    act = st.session_state["ranking"].act if "ranking" in st.session_state else None
    if isinstance(act, dict) and act.get("id") in gaps.places.index:
        choose("place", act["id"])
        visit.go_to("places")


def _choose_show(value: object) -> None:
    choose("show", str(value) if value in SHOWS and value != "gaps" else None)


def _show_picked(pack: Pack, gaps: Gaps) -> None:
    area, asset = chosen_area(pack), chosen("asset")
    found = colouring_asked(pack)
    if found is not None and area in found.figures.rows.index:
        _show_card(shape_card(str(area), found))
    elif area in gaps.areas.index:
        _show_card(area_card(str(area), gaps, pack))
    elif asset in pack.assets.index:
        _show_card(asset_card(str(asset), pack))


def _show_card(card: Card) -> None:
    show("map/card.html", card=card, sources=sources_text(card.sources))


def _show_picture(visit: Visit) -> None:
    pack, gaps = visit.pack, visit.gaps
    show_map(
        map_message(
            kept(describe_map, pack, gaps, "none"),  # its colours come with its layers
            pack,
            visit.question,
            base=base_path(),
            selected=selected(visit),
            at=view_asked(visit.pack),
            layers=write_layers(laid_layers(pack)),
            takes_own=True,
            has_files=True,
            refused=refused_on_map(),
        ),
        key="map",
        on_pick=take_pick,
        on_let_go=let_go,
        on_own=lambda asked: change_own_places(asked, visit.pack),
    )


def _downloads(visit: Visit) -> Iterable[Download]:
    question, pack = visit.question, visit.pack
    colouring = colouring_asked(pack)
    laid = laid_now()  # read when a file is made: layers are changed without a run of the page
    of = f"{question.service} {question.age_from}-{question.age_to}"
    name = f"{pack.info.key} {colouring.shown.indicator if colouring else of}"
    yield from map_downloads(
        name,
        pack,
        lambda: (spec := _to_hand_out(laid.asked, visit), _answer_of(spec, visit)),
        key=lambda: (pack.content_hash, question, write_layers(laid.asked), _noted(laid, pack)),
    )
    yield Download(
        label="Download the figures (CSV)",
        name=name,
        make=lambda: csv_file(colouring or visit.gaps),
        notes=lambda: notes_file(colouring or visit.gaps),
    )


def _to_hand_out(asked: Sequence[Asked], visit: Visit) -> MapSpec:
    """Return the map as a file may hold it: of what people said, what is marked for sharing."""
    spec = describe_layers(visit.pack, visit.gaps, asked)
    return with_notes(spec, read_notes(visit.pack)) if has_notes(spec) else spec


def _noted(laid: Laid, pack: Pack) -> Hashable:
    """Return what of the notes a file holds, where it lists them: they change with no address."""
    if not any(each.kind == NOTES for each in laid.asked):
        return ()
    notes = read_notes(pack)
    return (notes.notes, notes.fault)


def _answer_of(spec: MapSpec, visit: Visit) -> Gaps | None:
    """Return the answer that a map is of; None where an indicator colours it."""
    return None if spec.colouring else visit.gaps


PAGE = Page(
    title="Map",
    url_path="map",
    answers="Where children in high need live out of reach of a service, and where they are "
    "reached.",
    show=show_map_page,
    order=1,
    keeps_place=True,
    help=(
        "The square of nine colours sets need against reach: needier to the right, harder to "
        "reach upwards. Its far corner is outlined as well as coloured.",
        "The number in each colour is how many children of the ages asked about live there.",
        "The headline counts children one by one; a colour is about a whole neighbourhood, so "
        "the two numbers differ.",
    ),
    downloads=_downloads,
    choices=(
        ASSET,
        PLACE,
        SPOT,
        AT,
        *COLOUR_CHOICES,
        LAYERS,
        TOUR,
        choice_of("show", lambda *_: SHOWS, instead="Used instead: gaps."),
    ),
)
