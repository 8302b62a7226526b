"""Compare: places side by side, published figures with their intervals, footprints, demand."""

from __future__ import annotations

from collections.abc import Collection

import streamlit as st

from geodata.errors import Problem, QuestionError
from geodata.model import Pack
from layers.compare.comparison import (
    Comparison,
    comparable_indicators,
    comparators,
    measure_comparison,
)
from layers.compare.demand import measure_demand
from layers.compare.footprints import measure_overlay
from layers.compare.opening import best_indicator
from layers.compare.side_by_side import SideBySide, measure_side_by_side
from layers.gaps import Gaps
from layers.places import places_of_kind
from layers.question.question import Question
from layers.why.others import why_compared
from mapping.component.widgets import show_picture
from mapping.pages.compare.over_time import PROJECT, show_over_time
from mapping.pages.compare.pictures import funnel_svg, intervals_svg
from mapping.pages.compare.tables import (
    demand_table,
    expected_table,
    indicator_label,
    overlay_table,
    published_table,
    sides_table,
)
from mapping.pages.frame.asked import choose, chosen
from mapping.pages.frame.choices import PLACE_OF_KIND, Parts, choice_of
from mapping.pages.frame.drawing import show, show_answer
from mapping.pages.frame.page import Page, Visit
from mapping.pages.frame.problems import show_left_out, show_problems
from mapping.pages.frame.results import show_result
from mapping.pages.frame.why import show_why
from mapping.pages.frame.widgets import choose_one, notice
from mapping.served.cache import kept

MOST_OFFERED = 30
MOST_EXPLAINED = 12  # places; of more, the one that is chosen
OPENING = "What the page opens on is used instead."
METHODS = (
    "Better, similar or worse is whether the comparator lies inside a figure’s 95% interval: "
    "Wilson’s for percentages, Byar’s for rates and counts, exact below ten events.",
    "A trend is a chi-square test for trend over the last five periods with counts, at 99.8%.",
    "A funnel shows how far chance alone would scatter figures of places of that size.",
    "Expected is a line of the figure on deprivation over all places of the kind, weighted by "
    "children. A place is named only where chance would hardly put any of so many as far from it.",
    "Footprints count children neighbourhood by neighbourhood; where both kinds split one, its "
    "children are taken to be spread alike, and the figure is marked apportioned.",
    "Demand lets every year of children grow older, with births as in the last three years and "
    "nobody moving in or out. Years ahead are counted from the date of the figures here.",
)


def show_compare(visit: Visit) -> None:
    """Show how the places of the question compare, and what is published about authorities."""
    pack, gaps = visit.pack, visit.gaps
    sides = kept(measure_side_by_side, pack, gaps)
    show_answer(sides.sentence(), sides.expected.sentence())
    _show_sides(pack, gaps, sides)
    _show_heading("Published figures, and how sure they are")
    _show_published(pack)
    _show_heading("Whose lines children fall under")
    _show_footprints(pack, gaps)
    _show_heading("Children five and ten years ahead")
    _show_demand(pack, gaps)


def _show_heading(heading: str) -> None:
    show("compare/head.html", heading=heading)


def _show_sides(pack: Pack, gaps: Gaps, sides: SideBySide) -> None:
    beside, expected = st.columns(2, gap="medium")
    with beside:
        show_result(
            sides,
            heading="Side by side",
            table=sides_table(sides, gaps),
            is_said_above=True,
            name=f"{pack.info.key} compare {gaps.question.place_kind}",
            label="Download the comparison (CSV)",
        )
    with expected:
        show_result(
            sides.expected,
            heading="Better than deprivation would lead one to expect",
            table=expected_table(sides.expected, gaps),
            is_said_above=not sides.expected.reason,
            name=f"{pack.info.key} expected {gaps.question.place_kind}",
            label="Download what is expected (CSV)",
        )


def _show_published(pack: Pack) -> None:
    indicators = comparable_indicators(pack)
    opening = best_indicator(pack, indicators)
    if opening is None:
        notice("info", "This pack holds no published figures of places to compare.")
        return
    found, problems = _compared(pack, opening)
    show_left_out(problems)
    if found is None:
        show_problems("This figure cannot be compared.", problems)
        return
    which, against = st.columns([2, 1])
    with which:
        choose_one(
            "Published figure",
            list(indicators),
            found.indicator.key,
            lambda key: indicator_label(indicators[key], pack),
            key=f"indicator-choice-{found.indicator.key}",
            act=lambda: _choose_indicator(found.indicator.key),
        )
    with against:
        _show_comparators(pack, found)
    show_answer(found.sentence())
    show_picture(intervals_svg(found), key="intervals")
    if found.funnel is not None:
        show_picture(funnel_svg(found.funnel, found.indicator.unit), key="funnel")
    show_result(
        found,
        table=published_table(found),
        is_said_above=True,
        name=f"{pack.info.key} {found.indicator.key}",
        label="Download these figures (CSV)",
    )
    show_why(*(why_compared(pack, found, key) for key in _explained(found)))
    show_over_time(pack, found)


def _explained(found: Comparison) -> list[str]:
    """Return the places whose verdict is explained: all, or of many the one that is chosen."""
    ids = [str(key) for key in found.places.index if key != found.comparator_id]
    if len(ids) <= MOST_EXPLAINED:
        return ids
    wanted = chosen("place")
    held = [str(key) for key in found.places.index[found.places["value"].notna()]]
    return [wanted] if wanted in ids else held[:1]


def _show_comparators(pack: Pack, found: Comparison) -> None:
    held = _offered(comparators(pack, found.indicator.key), found.comparator_id)
    key = f"comparator-choice-{found.indicator.key}-{found.comparator_id}"
    choose_one(
        "Compared with",
        list(held),
        found.comparator_id,
        lambda place_id: held[place_id],
        key=key,
        act=lambda: choose("comparator", st.session_state[key]),
    )


def _offered(held: dict[str, str], chosen: str) -> dict[str, str]:
    """Return what is offered to compare with: of very many, the first, and what is chosen."""
    first = list(held.items())[:MOST_OFFERED]
    return dict(first) | {chosen: held[chosen]}


def _choose_indicator(was: str) -> None:
    choose("indicator", st.session_state[f"indicator-choice-{was}"])
    choose("comparator", None)


def _compared(pack: Pack, opening: str) -> tuple[Comparison | None, tuple[Problem, ...]]:
    """Compare what the address asks for, else what the page opens on."""
    problems: tuple[Problem, ...] = ()
    asked = (chosen("indicator") or opening, chosen("comparator"))
    for key, comparator in (asked, (asked[0], None), (opening, None)):
        try:
            return kept(measure_comparison, pack, key, comparator), problems
        except QuestionError as error:
            problems = problems or error.problems
    return None, problems


def _show_footprints(pack: Pack, gaps: Gaps) -> None:
    places = places_of_kind(pack, gaps.question.place_kind)
    ids = [str(key) for key in places.index]
    if not ids:
        notice("info", "This pack holds no places of this kind.")
        return
    wanted = chosen("place")
    place_id = wanted if wanted in ids else str(gaps.places.index[0])
    key = f"footprint-choice-{place_id}"
    choose_one(
        f"Which {pack.info.place_kinds[gaps.question.place_kind].label}",
        ids,
        place_id,
        lambda each: str(places["name"][each]),
        key=key,
        act=lambda: choose("place", st.session_state[key]),
    )
    found = kept(measure_overlay, pack, place_id)
    show_result(
        found,
        table=overlay_table(found),
        name=f"{pack.info.key} footprints {found.place}",
        label="Download these footprints (CSV)",
    )


def _show_demand(pack: Pack, gaps: Gaps) -> None:
    question = gaps.question
    try:
        ages = (question.age_from, question.age_to)
        found = kept(measure_demand, pack, question.place_kind, bands=(ages,))
    except QuestionError as error:
        show_problems("Children ahead cannot be worked out.", error.problems)
        return
    show_result(
        found,
        table=demand_table(found),
        name=f"{pack.info.key} demand {question.place_kind}",
        label="Download these numbers (CSV)",
    )


def _comparators(pack: Pack, _question: Question, parts: Parts) -> Collection[str]:
    """Return whom the figure that is asked for, or opened on, can be compared with."""
    indicators = comparable_indicators(pack)
    asked = parts.get("indicator", "")
    key = asked if asked in indicators else best_indicator(pack, indicators)
    return comparators(pack, key) if key else ()


PAGE = Page(
    title="Compare",
    url_path="compare",
    answers="How places compare, how sure that is, and what may lie behind it.",
    show=show_compare,
    order=4,
    help=METHODS,
    choices=(
        PLACE_OF_KIND,
        choice_of(
            "indicator",
            lambda pack, *_: comparable_indicators(pack),
            "the key of a published figure of this pack",
            OPENING,
        ),
        choice_of("comparator", _comparators, "who the figure is published for", OPENING),
        PROJECT,
    ),
)
