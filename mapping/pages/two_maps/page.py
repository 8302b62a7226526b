"""Two maps: two places, two questions, before and after a change, or two years, side by side."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import streamlit as st

from geodata.model import Pack
from layers.compare.two_sides import Sides
from layers.gaps import measure_gaps
from layers.indicators.figures import periods_of
from layers.places import places_of_kind
from layers.question.question import Question
from layers.said.result import csv_file, notes_file
from layers.said.sentences import opened
from layers.scenarios.address import scenario_text
from layers.scenarios.changes import apply_scenario
from mapping.component import base_path, show_map
from mapping.map.spec import MapSpec
from mapping.map.two import TwoMaps, now_and_then, two_periods, two_places, two_questions
from mapping.map.values import ColourBy
from mapping.pages.frame.asked import choose, chosen
from mapping.pages.frame.drawing import show, show_answer, show_download, sources_text
from mapping.pages.frame.page import Download, Page, Visit
from mapping.pages.frame.results import notes_of
from mapping.pages.frame.view import view_asked
from mapping.pages.frame.widgets import notice
from mapping.pages.two_maps.choices import (
    CHOICES,
    COLOURS,
    dated_indicators,
    offered_ways,
    sides_asked,
)
from mapping.pages.two_maps.controls import chosen_colour, show_choices
from mapping.pages.two_maps.tables import differences_table
from mapping.served.cache import kept
from mapping.served.effects import effect_of
from mapping.served.message import Linked, Pick, map_message

GROUP = "two maps"


def show_two_maps(visit: Visit) -> None:
    """Show two maps side by side, linked, and what differs between them."""
    pack, question = visit.pack, visit.question
    sides = sides_asked(pack, question)
    if sides.way not in offered_ways(pack, question):
        _show_choices(visit, sides)
        notice("info", "There is nothing of this kind to compare here: choose another.")
        return
    st.html(Path(__file__).parent / "two_maps.css")
    _show_choices(visit, sides)
    both = _two_maps(visit, sides)
    found = both.differences
    with st.container(key="two-maps-answer"):
        show_answer(found.sentence())
    _show_maps(visit, sides, both)
    show("two_maps/by_row.html", words=found.by_row())
    _show_differences(visit, both)


def _show_differences(visit: Visit, both: TwoMaps) -> None:
    """Show the table, and what must be said of it that the frame does not say below."""
    found = both.differences
    said = {found.by_row(), *notes_of(visit.gaps)}
    show(
        "frame/result.html",
        heading="What differs",
        sentence="",
        is_aside=False,
        table=differences_table(found),
        notes=[note for note in notes_of(found) if note not in said],
        sources=sources_text(found.sources),
    )
    show_download(
        Download(
            label="Download the differences (CSV)",
            name=f"{visit.pack.info.key} two maps {found.way}",
            make=lambda: csv_file(found),
            notes=lambda: notes_file(found),
        )
    )


def _show_choices(visit: Visit, sides: Sides) -> None:
    pack, question = visit.pack, visit.question
    places = _places(visit, sides) if sides.way == "places" else ("", "")
    indicator = _indicator(pack) if sides.way == "periods" else ("", "")
    show_choices(pack, question, sides, places, indicator)


def _indicator(pack: Pack) -> tuple[str, str]:
    """Return whose periods are compared, and the first of them."""
    dated = dated_indicators(pack)
    wanted = chosen("indicator")
    key = wanted if wanted in dated else dated[0]
    held = periods_of(pack, str(key))
    period = chosen("period")
    return str(key), period if period in held else held[0]


def _places(visit: Visit, sides: Sides) -> tuple[str, str]:
    """Return the places that are compared: those chosen, else the two with the largest gaps."""
    largest = [str(key) for key in visit.gaps.places.index]
    known = set(places_of_kind(visit.pack, visit.question.place_kind).index)
    first = chosen("place") if chosen("place") in known else None
    first = first or next(key for key in largest if key != sides.place)
    return first, sides.place or next(key for key in largest if key != first)


def _two_maps(visit: Visit, sides: Sides) -> TwoMaps:
    pack, question, gaps = visit.pack, visit.question, visit.gaps
    colour: ColourBy = next(key for key in COLOURS if key == chosen_colour())
    if sides.way == "questions":
        return kept(two_questions, pack, gaps, kept(measure_gaps, pack, sides.second), colour)
    if sides.way == "scenario":
        changed = kept(apply_scenario, pack, sides.scenario)
        return kept(now_and_then, pack, changed, effect_of(pack, question, sides.scenario), colour)
    if sides.way == "periods":
        indicator, first = _indicator(pack)
        periods = (first, sides.period or periods_of(pack, indicator)[-1])
        return kept(two_periods, pack, gaps, indicator, periods)
    return kept(two_places, pack, gaps, _places(visit, sides), colour)


def _show_maps(visit: Visit, sides: Sides, both: TwoMaps) -> None:
    questions = (visit.question, sides.second)
    changes = ("", scenario_text(sides.scenario))
    with st.container(key="two-maps"):
        for at, (column, (heading, spec)) in enumerate(
            zip(st.columns(2, gap="small"), both.sides, strict=True)
        ):
            place = both.places[at] if both.places else None
            with column:
                link = Linked(
                    name=GROUP,
                    is_held=place is not None,
                    has_legend=at == 0,
                    has_other_doors=both.has_other_doors,
                    heading=heading,
                )
                _show_map(visit.pack, questions[at], spec, link, place=place, changes=changes[at])


def _show_map(
    pack: Pack,
    question: Question,
    spec: MapSpec,
    link: Linked,
    *,
    place: str | None,
    changes: str,
) -> None:
    area = chosen("area")
    about = Pick(kind="place", id=place) if place else None
    show_map(
        map_message(
            spec,
            pack,
            question,
            base=base_path(),
            selected=Pick(kind="area", id=area) if area else about,
            focus=about,
            changes=changes,
            link=link,
            # Two places are each shown whole, at one scale.
            at=False if place else view_asked(pack),
        ),
        key=f"two-maps-{'a' if link.has_legend else 'b'}",
        on_pick=_take_pick,
        on_let_go=lambda: choose("area", None),
    )


def _take_pick(pick: Pick) -> None:
    choose("area", pick.id if pick.kind == "area" else None)


def _downloads(visit: Visit) -> Iterable[Download]:
    sides = sides_asked(visit.pack, visit.question)
    if sides.way not in offered_ways(visit.pack, visit.question):
        return
    name, both = f"{visit.pack.info.key} two maps {sides.way}", _two_maps(visit, sides)
    key = (visit.pack.content_hash, visit.question, *sorted(st.query_params.items()))
    yield Download(
        label="Download both maps (HTML)",
        name=name,
        make=lambda: _file(both, visit.pack),
        ending="html",
        key=("two maps file", *key),
        help="One file that opens anywhere, with no network",
    )
    yield Download(
        label="Download a picture of both (PNG)",
        name=name,
        make=lambda: _picture(both, visit.pack),
        ending="png",
        key=("two maps picture", *key),
    )


def _file(both: TwoMaps, pack: Pack) -> str:
    from mapping.drawn.two_file import render_two_html

    return render_two_html(both, pack)


def _picture(both: TwoMaps, pack: Pack) -> bytes:
    from mapping.drawn.two_picture import draw_two_maps

    return draw_two_maps(both, pack)


PAGE = Page(
    title="Two maps",
    url_path="two-maps",
    answers=opened(
        "what differs between two places, two questions, services before and after a change, or "
        "two years, with both maps side by side."
    ),
    show=show_two_maps,
    order=5,
    help=(
        "Both maps move together, and what is pointed at on one is outlined and told on the other.",
        "Counts are taken from one another only where both sides count the same children; else "
        "shares are compared, and the page says so.",
        "Two years are judged by the 95% limits of both figures (Newcombe’s method); without the "
        "people behind a figure it is at most perhaps better or perhaps worse.",
    ),
    downloads=_downloads,
    choices=CHOICES,
)
