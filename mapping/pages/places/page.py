"""Places: the ranking as a table, then one place in full."""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st

from geodata.model import Pack
from layers.access.choice import Choice, measure_choice
from layers.access.floating import Floating, measure_floating
from layers.gaps import Gaps, measure_gaps
from layers.place.facts import place_facts, question_for_place
from layers.place.values import PlaceFacts
from layers.places import places_of_kind
from layers.progress import Progress, part_of, unwatched
from layers.question.question import Question
from layers.ranks.steadiness import RankRange, rank_range
from layers.said.result import csv_file, notes_file
from layers.why.gap import why_gap
from mapping.component import base_path, show_map
from mapping.component.widgets import show_places_table
from mapping.map.describe import describe_map
from mapping.pages.frame.asked import choose, chosen
from mapping.pages.frame.choices import PLACE
from mapping.pages.frame.drawing import show, show_gaps, sources_text
from mapping.pages.frame.own_files import show_own_files, show_told
from mapping.pages.frame.page import Download, Page, Visit
from mapping.pages.frame.results import show_result
from mapping.pages.frame.waiting import kept_or_awaited
from mapping.pages.frame.why import show_why
from mapping.pages.frame.widgets import choose_one, press
from mapping.pages.places.choice_tables import choice_table, share_table
from mapping.pages.places.many import show_many, show_one
from mapping.pages.places.place_tables import key_figures, place_tables
from mapping.pages.places.ranked_table import places_table
from mapping.served.cache import kept
from mapping.served.message import Pick, map_message


def show_places(visit: Visit) -> None:
    """Show all places of the kind asked for, or one in full."""
    show_told()
    place_id = chosen("place")
    if place_id is None:
        _show_all(visit)
    else:
        _show_one(visit, place_id)


def _show_all(visit: Visit) -> None:
    pack, gaps = visit.pack, visit.gaps
    show_gaps(gaps)
    table, rest = st.container(), st.container()
    with rest:  # asked for first, shown below: the table says how sure its ranks are once it can
        show_many(visit)
        show_own_files(visit)
        found = kept_or_awaited(
            how_sure_and_how_much, "looking at how sure the ranks are", pack, gaps.question
        )
    with table:
        show_places_table(
            places_table(gaps, pack, found[0] if found else None),
            key="places-table",
            on_open=lambda: choose("place", st.session_state["places-table"].open),
        )
    if found:
        _show_choice_and_share(visit, *found[1:])


def how_sure_and_how_much(
    pack: Pack, question: Question, *, progress: Progress = unwatched
) -> tuple[RankRange, Choice, Floating]:
    """Return how sure the ranks of places are, how much choice there is, and how much for each."""
    return (
        kept(rank_range, pack, question, progress=part_of(progress, 0.0, 0.6)),
        kept(measure_choice, pack, question, progress=part_of(progress, 0.6, 0.8)),
        kept(measure_floating, pack, question, progress=part_of(progress, 0.8, 1.0)),
    )


def _show_choice_and_share(visit: Visit, choice: Choice, share: Floating) -> None:
    pack, gaps = visit.pack, visit.gaps
    names = f"{pack.info.key} {gaps.question.service} {gaps.question.place_kind}"
    show_result(
        choice,
        heading="How much choice there is",
        table=choice_table(choice),
        name=f"{names} choice",
        label="Download how much choice there is (CSV)",
        is_aside=True,
    )
    show_result(
        share,
        heading="How much there is for each child",
        table=share_table(share),
        name=f"{names} share",
        label="Download how much there is for each (CSV)",
        is_aside=True,
    )


def _show_one(visit: Visit, place_id: str) -> None:
    pack = visit.pack
    question = question_for_place(visit.question, pack, place_id)
    gaps = kept(measure_gaps, pack, question)
    facts = kept(place_facts, pack, gaps, place_id, kept(rank_range, pack, question))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        _show_ways(pack, facts)
        show_one(pack, question, place_id, facts.name)
    words, picture = st.columns([1, 1], gap="medium")
    with words:
        show("places/stands_out.html", facts=facts, key_figures=list(key_figures(facts)))
        show_why(why_gap(pack, gaps, place_id))
    with picture:
        _show_where(pack, question, gaps, place_id)
    show(
        "places/in_full.html",
        facts=facts,
        sources=sources_text(facts.sources),
        **place_tables(facts),
    )


def _show_ways(pack: Pack, facts: PlaceFacts) -> None:
    press("← All places", lambda: choose("place", None))
    places = places_of_kind(pack, facts.kind.key)
    ids = [str(key) for key in places.index]
    choose_one(
        f"Which {facts.kind.label}",
        ids,
        facts.place_id,
        lambda key: str(places["name"][key]),
        key=f"place-choice-{facts.place_id}",
        act=lambda: choose("place", st.session_state[f"place-choice-{facts.place_id}"]),
    )


def _show_where(pack: Pack, question: Question, gaps: Gaps, place_id: str) -> None:
    show_map(
        map_message(
            kept(describe_map, pack, gaps),
            pack,
            question,
            base=base_path(),
            selected=Pick(kind="place", id=place_id),
            focus=Pick(kind="place", id=place_id),
        ),
        key="place-map",
        on_pick=_take_pick,
    )


def _take_pick(pick: Pick) -> None:
    if pick.kind == "place":
        choose("place", pick.id)


def _downloads(visit: Visit) -> Iterable[Download]:
    question = visit.question
    yield Download(
        label="Download the table of places (CSV)",
        name=f"{visit.pack.info.key} {question.service} {question.place_kind}",
        make=lambda: csv_file(visit.gaps),
        notes=lambda: notes_file(visit.gaps),
    )


PAGE = Page(
    title="Places",
    url_path="places",
    answers="How every place of a kind compares on the question, and all that is known of one.",
    show=show_places,
    order=3,
    help=(
        "Doors for every 1,000 shares each door over the children who can reach it, the nearer "
        "counting for more.",
        "Two or more within reach counts centres: the doors of a split centre, and a hub with its "
        "linked sites, are one and no choice.",
        "A rank stands with how far it moves when the limit and the measure of need are a little "
        "different.",
    ),
    downloads=_downloads,
    choices=(PLACE,),
)
