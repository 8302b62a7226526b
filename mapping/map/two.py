"""Two maps beside each other, described with one legend for both."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from geodata.model import Pack
from layers.compare.differences import Differences
from layers.compare.two_answers import compare_questions, compare_scenario
from layers.compare.two_periods import compare_periods
from layers.compare.two_places import compare_places
from layers.gaps import Gaps
from layers.indicators.asking import Shown
from layers.indicators.colouring import colour_together
from layers.indicators.figures import read_figures
from layers.said.numbers import about, nearest
from layers.said.sentences import opened
from layers.scenarios.effect import Effect
from layers.scenarios.words import scenario_words
from mapping.map.describe import describe_map
from mapping.map.indicator import describe_indicator
from mapping.map.spec import MapSpec
from mapping.map.values import ColourBy, Legend, LegendClass

Side = Literal["first", "second"]
LETTERS = ("A", "B")


@dataclass(frozen=True, kw_only=True, eq=False)
class TwoMaps:
    """Two maps, and what differs between them.

    Attributes
    ----------
    places
        The place that each is about, where they are about two; else empty.
    """

    differences: Differences
    first: MapSpec
    second: MapSpec
    places: tuple[str, str] | tuple[()] = ()

    @property
    def sides(self) -> tuple[tuple[str, MapSpec], ...]:
        """Each map with its heading: "A: libraries"."""
        names = (self.differences.first, self.differences.second)
        return tuple(
            (f"{letter}: {opened(name)}", spec)
            for letter, name, spec in zip(LETTERS, names, (self.first, self.second), strict=True)
        )

    @property
    def has_other_doors(self) -> bool:
        """Whether doors lie on the second map whose kind the legend of the first does not tell."""
        return not _doors_told(self.second) <= _doors_told(self.first)


def _doors_told(spec: MapSpec) -> set[tuple[str, bool]]:
    """Return which kinds of door a legend tells, and whether some of them are not open."""
    return {(point.kind_label, point.hollow) for point in spec.points}


def two_places(
    pack: Pack, gaps: Gaps, places: tuple[str, str], colour_by: ColourBy = "gap"
) -> TwoMaps:
    """Describe two maps of one answer, each about a place of its own."""
    spec = describe_map(pack, gaps, colour_by)
    return TwoMaps(
        differences=compare_places(pack, gaps, *places), first=spec, second=spec, places=places
    )


def two_questions(pack: Pack, first: Gaps, second: Gaps, colour_by: ColourBy = "gap") -> TwoMaps:
    """Describe the maps of two questions."""
    found = compare_questions(pack, first, second)
    specs = (describe_map(pack, first, colour_by), describe_map(pack, second, colour_by))
    return _with_one_legend(found, *specs)


def now_and_then(pack: Pack, changed: Pack, effect: Effect, colour_by: ColourBy = "gap") -> TwoMaps:
    """Describe the maps of an answer before and after a change of services."""
    found = compare_scenario(pack, effect, scenario_words(effect.scenario, pack, changed))
    specs = (
        describe_map(pack, effect.before, colour_by),
        describe_map(changed, effect.after, colour_by),
    )
    return _with_one_legend(found, *specs)


def two_periods(pack: Pack, gaps: Gaps, indicator: str, periods: tuple[str, str]) -> TwoMaps:
    """Describe the maps of an indicator in two periods, in the same classes."""
    found = compare_periods(pack, indicator, *periods)
    earlier, later = (
        read_figures(pack, Shown(indicator=indicator, period=each)) for each in periods
    )
    colours = colour_together(earlier, later, pack)
    specs = (describe_indicator(pack, gaps, colours[0]), describe_indicator(pack, gaps, colours[1]))
    return _with_one_legend(found, *specs)


def _with_one_legend(found: Differences, first: MapSpec, second: MapSpec) -> TwoMaps:
    """Count both maps in the legend of the first, class by class; the second's says the same."""
    legend = replace(
        first.legend,
        title=_title(first.legend, second.legend, found),
        classes=tuple(_both(first, second)),
        note=" ".join(filter(None, [first.legend.note, *_beside(first, second)])),
    )
    return TwoMaps(
        differences=found,
        first=first.with_fill(legend=legend),
        second=second.with_fill(legend=replace(legend, note=second.legend.note)),
    )


def _title(first: Legend, second: Legend, found: Differences) -> str:
    if first.title == second.title:
        return first.title
    if found.way == "periods":
        return f"{first.title.rpartition(', ')[0] or first.title}, {found.first} and {found.second}"
    return f"A: {first.title}; B: {second.title}"


def _both(first: MapSpec, second: MapSpec) -> Iterator[LegendClass]:
    classes = {each.code: each for each in (*second.legend.classes, *first.legend.classes)}
    for code in sorted(classes):
        sides = [
            next((each for each in spec.legend.classes if each.code == code), None)
            for spec in (first, second)
        ]
        told = [f"{letter}: {_holds(each)}" for letter, each in zip(LETTERS, sides, strict=True)]
        is_grid = first.legend.layout == "grid"
        numbers = [_number(each) for each in sides] if is_grid else []
        yield replace(
            classes[code],
            holds="; ".join(told),
            short=" · ".join(numbers),
        )


def _number(each: LegendClass | None) -> str:
    """Return what is written on the colour of a class on one of the maps."""
    if each is None:
        return "0"
    return each.short or f"{nearest(each.children):,}"


def _holds(each: LegendClass | None) -> str:
    """Return how much a class holds on one of the maps, in words."""
    if each is None:
        return "none"
    return each.holds or about(each.children)


def _beside(first: MapSpec, second: MapSpec) -> Iterator[str]:
    if first.legend.layout == "grid":
        yield "Of two numbers the first is of map A, the second of map B."
    if first.legend.who != second.legend.who:
        yield f"Map A counts {first.legend.who}, map B {second.legend.who}."
    elif first.legend.layout == "grid":
        yield f"Both count {first.legend.who}."
