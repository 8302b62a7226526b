"""Map: the answer in one sentence, the places in order, and the map beside them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import get_args

import streamlit as st

from geodata.model import Pack
from layers.gaps import Gaps
from layers.said.result import csv_file
from mapping.component import base_path, show_map
from mapping.component.widgets import show_ranking
from mapping.map.describe import describe_map
from mapping.map.spec import ColourBy
from mapping.pages.frame.asked import choose, chosen
from mapping.pages.frame.choices import AREA, ASSET, PLACE_OF_KIND, choice_of
from mapping.pages.frame.drawing import show, show_answer, sources_text
from mapping.pages.frame.page import Download, Page, Visit
from mapping.pages.frame.widgets import choose_beside
from mapping.pages.map.cards import Card, area_card, asset_card
from mapping.pages.map.ranking import SHOWS, Show, ranking
from mapping.served.cache import kept
from mapping.served.message import Pick, PickKind, map_message

COLOURS: dict[ColourBy, str] = {
    "gap": "need and reach",
    "need": "need",
    "reach": "reach",
    "none": "nothing",
}


def show_map_page(visit: Visit) -> None:
    """Show the answer beside the map it is read from."""
    with st.container(key="map-and-answer"):
        words, picture = st.columns([1, 2], gap="medium")
        with words:
            _show_answer(visit)
        with picture:
            _show_picture(visit)


def _show_answer(visit: Visit) -> None:
    gaps, pack = visit.gaps, visit.pack
    show_answer(gaps.sentence(), gaps.strength(), gaps.other_form())
    _show_picked(pack, gaps)
    order: Show = "strengths" if chosen("show") == "strengths" else "gaps"
    show_ranking(
        ranking(gaps, pack, order, chosen("place")),
        key="ranking",
        on_choose=lambda: choose("place", st.session_state["ranking"].choose),
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
    area, asset = chosen("area"), chosen("asset")
    if area in gaps.areas.index:
        _show_card(area_card(str(area), gaps, pack))
    elif asset in pack.assets.index:
        _show_card(asset_card(str(asset), pack))


def _show_card(card: Card) -> None:
    show("map/card.html", card=card, sources=sources_text(card.sources))


def _show_picture(visit: Visit) -> None:
    colour_by = _chosen_colour()
    spec = kept(describe_map, visit.pack, visit.gaps, colour_by)
    show_map(
        map_message(spec, visit.pack, visit.question, base=base_path(), selected=_selected()),
        key="map",
        on_pick=_take_pick,
        on_let_go=_let_go,
    )
    choose_beside(
        "Colour the map by",
        list(COLOURS),
        colour_by,
        lambda key: COLOURS[key],
        key="colour-choice",
        act=lambda: choose("colour", st.session_state["colour-choice"]),
    )


def _chosen_colour() -> ColourBy:
    wanted = chosen("colour")
    return next((key for key in get_args(ColourBy) if key == wanted), "gap")


def _selected() -> Pick | None:
    for kind in get_args(PickKind):
        key = chosen(kind)
        if key:
            return Pick(kind=kind, id=key)
    return None


def _take_pick(pick: Pick) -> None:
    if pick.kind == "place":
        choose("place", pick.id)
        return
    for kind in ("area", "asset"):
        choose(kind, pick.id if pick.kind == kind else None)


def _let_go() -> None:
    for kind in get_args(PickKind):
        choose(kind, None)


def _downloads(visit: Visit) -> Iterable[Download]:
    question = visit.question
    colour_by = _chosen_colour()
    name = f"{visit.pack.info.key} {question.service} {question.age_from}-{question.age_to}"
    yield Download(
        label="Download the map (HTML)",
        name=name,
        make=lambda: _map_file(visit, colour_by),
        ending="html",
        key=("map file", visit.pack.content_hash, question, colour_by),
        help="One file that opens anywhere, with no network",
    )
    yield Download(label="Download the figures (CSV)", name=name, make=lambda: csv_file(visit.gaps))


def _map_file(visit: Visit, colour_by: ColourBy) -> str:
    from mapping.drawn.file import render_map_html

    spec = kept(describe_map, visit.pack, visit.gaps, colour_by)
    return render_map_html(spec, visit.pack, visit.gaps)


PAGE = Page(
    title="Map",
    url_path="map",
    answers="Where children in high need live out of reach of a service, and where they are "
    "reached.",
    show=show_map_page,
    order=1,
    help=(
        "The square of nine colours sets need against reach: needier to the right, harder to "
        "reach upwards. Its far corner is outlined as well as coloured.",
        "The number in each colour is how many children of the ages asked about live there.",
        "The headline counts children one by one; a colour is about a whole neighbourhood, so "
        "the two numbers differ.",
    ),
    downloads=_downloads,
    choices=(
        AREA,
        ASSET,
        PLACE_OF_KIND,
        choice_of("colour", lambda *_: COLOURS, instead="Used instead: gap."),
        choice_of("show", lambda *_: SHOWS, instead="Used instead: gaps."),
    ),
)
