"""The Compare page as a scene: places side by side, a published figure, its past, what is ahead."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from geodata.errors import Problem, QuestionError
from layers.compare.comparators import TARGET
from layers.compare.comparison import Comparison, comparable_indicators, measure_comparison
from layers.compare.demand import Demand, measure_demand
from layers.compare.expected import Expected
from layers.compare.footprints import Overlay, measure_overlay
from layers.compare.history import History, measure_history
from layers.compare.opening import best_indicator
from layers.compare.side_by_side import SideBySide, measure_side_by_side
from layers.compare.timeline import Timeline, measure_timeline
from layers.places import places_of_kind
from layers.profile.parts import Chart
from layers.profile.timeline_chart import timeline_chart
from layers.question.words import children_words
from layers.said.sentences import called, opened
from mapping.meeting.answered import answered, require
from mapping.meeting.asked import SceneAsked
from mapping.meeting.compare_tables import (
    demand_table,
    expected_table,
    footprints_table,
    history_line,
    history_table,
    published_table,
    sides_table,
)
from mapping.meeting.shown import Shown
from mapping.served.cache import kept

NO_HISTORY = QuestionError(
    Problem(
        where="the part",
        found="a figure that is held of no place here",
        expected="one that is held of some place",
        fix="Choose another figure, or another part of the page.",
    )
)
PARTS = {
    "": "The places side by side",
    "expected": "What deprivation would lead one to expect",
    "published": "The published figure, and how sure it is",
    "history": "That figure over time",
    "footprints": "Whose lines children fall under",
    "demand": "Children five and ten years ahead",
}


def parts(_chosen: Mapping[str, str]) -> dict[str, str]:
    """Return what of the page can be looked at alone."""
    return PARTS


def show(asked: SceneAsked) -> Shown:
    """Return one part of the page."""
    require("part", asked.part, PARTS, "a part of the page Compare")
    shows: dict[str, Callable[[SceneAsked], Shown]] = {
        "expected": _expected,
        "published": _published,
        "history": _history,
        "footprints": _footprints,
        "demand": _demand,
    }
    return shows.get(asked.part, _sides)(asked)


def _sides(asked: SceneAsked) -> Shown:
    found: SideBySide = kept(measure_side_by_side, asked.pack, asked.gaps)
    table = sides_table(found, asked.question)
    return answered(asked, found, table)


def _expected(asked: SceneAsked) -> Shown:
    found: Expected = kept(measure_side_by_side, asked.pack, asked.gaps).expected
    table = expected_table(found, asked.question)
    return answered(
        asked, found, table, asks="Who does better than deprivation leads us to expect?"
    )


def _published(asked: SceneAsked) -> Shown:
    found = compared(asked)
    chart = Chart(
        drawn="bars",
        table=published_table(found),
        category="place",
        series=("value",),
        lower="lower",
        upper="upper",
        alt=found.sentence(),
    )
    indicator = found.indicator
    asks = f"{indicator.label}, {indicator.period}: how do places compare?"
    return answered(asked, found, chart, asks=asks)


def compared(asked: SceneAsked) -> Comparison:
    """Return the published figure that is asked for against its comparator; else the page’s first.

    Raises
    ------
    QuestionError
        The pack holds none, or not the one that is asked for.
    """
    indicators = comparable_indicators(asked.pack)
    key = asked.chosen.get("indicator") or best_indicator(asked.pack, indicators)
    if key is None:
        raise QuestionError(
            Problem(
                where="the part",
                found="a pack without published figures of places",
                expected="a pack that holds some to compare",
                fix="Choose another part of the page.",
            )
        )
    return kept(measure_comparison, asked.pack, key, asked.chosen.get("comparator") or None)


def _history(asked: SceneAsked) -> Shown:
    found = history_of(asked)
    if project := asked.chosen.get("project"):
        return _timeline(asked, found, project)
    table = history_table(found)
    return answered(asked, found, history_line(found, table), asks=f"{found.heading}, over time")


def _timeline(asked: SceneAsked, history: History, project: str) -> Shown:
    """Return the figure before, while and after a project ran, as the page draws it."""
    beside = asked.chosen.get("comparator") or None
    against = None if beside in (TARGET, history.place_id) else beside
    found: Timeline = kept(
        measure_timeline,
        asked.pack,
        history.indicator.key,
        asked.place_id or history.place_id,
        project,
        against,
    )
    asks = f"{history.heading}: before, while and after {found.project.name} ran"
    return answered(asked, found, timeline_chart(found), asks=asks, said=found.headline())


def history_of(asked: SceneAsked) -> History:
    """Return the figure over time in the place that is chosen, else in the first that has one.

    Raises
    ------
    QuestionError
        It is held of no such place.
    """
    found = compared(asked)
    others = found.places[found.places.index != found.comparator_id]
    held = [str(key) for key in others.index[others["value"].notna()]]
    own = [key for key in held if key in asked.pack.places.index or key in asked.pack.areas.index]
    why = NO_HISTORY
    for place_id in filter(None, (asked.place_id, *own[:1])):
        try:
            return kept(measure_history, asked.pack, found.indicator.key, place_id)
        except QuestionError as error:
            why = error
    raise why


def _footprints(asked: SceneAsked) -> Shown:
    places = places_of_kind(asked.pack, asked.question.place_kind)
    ids = [str(key) for key in places.index]
    place_id = asked.place_id if asked.place_id in ids else str(asked.gaps.places.index[0])
    found: Overlay = kept(measure_overlay, asked.pack, place_id)
    table = footprints_table(found)
    asks = f"Whose lines do the children of {called(found.place)} fall under?"
    return answered(asked, found, table, asks=asks)


def _demand(asked: SceneAsked) -> Shown:
    question = asked.question
    ages = (question.age_from, question.age_to)
    found: Demand = kept(measure_demand, asked.pack, question.place_kind, bands=(ages,))
    table = demand_table(found)
    asks = f"How many children will there be? {opened(children_words(question))}, years ahead"
    return answered(asked, found, table, asks=asks)
