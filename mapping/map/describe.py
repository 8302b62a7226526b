"""From an answer to the description of a map: classes, legend, figures, credits."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from functools import partial

import numpy as np
from numpy.typing import NDArray
from pandas import DataFrame, Series

from geodata.model import Pack, Standing
from layers.gaps import Gaps
from layers.hotspots.found import Hotspots
from layers.hotspots.words import about_words
from layers.indicators.figures import AREA, shape_words
from layers.question.words import children_words, journey_words, limit_words
from layers.said.classes import (
    BOUNDARY_ONLY,
    GAP_CLASSES,
    GAP_MARKED,
    NEED_CLASSES,
    NOT_KNOWN,
    REACH_CLASSES,
    change_classes,
    gap_corners,
    marked_label,
    whole_areas_note,
)
from layers.said.numbers import listed
from layers.said.sentences import opened
from layers.scenarios.effect import LEAST_CHILDREN, Effect
from mapping.map.indicator import describe_indicator
from mapping.map.layers.fill import FillLayer
from mapping.map.layers.laid import usual_layers
from mapping.map.spec import MapSpec
from mapping.map.values import UNKNOWN, ColourBy, Figure, Legend, LegendClass, Picture, Scale

LOSE, GAIN, NO_CHANGE = range(3)
HARDLY_ANY, NEARLY_ALL = 0.1, 99.9  # per cent: what rounds to none, or all, and is not
FEW = "few"  # on the colour of a class: too few to show
HALF, LEAST_COUNT, MOST_OF_FEW = 0.5, 0.1, 0.4  # people: what rounds to nobody, and is not

Codes = NDArray[np.int64]


def describe_map(pack: Pack, gaps: Gaps, colour_by: ColourBy = "gap") -> MapSpec:
    """Describe the map of an answer.

    Parameters
    ----------
    colour_by
        What the colours show: need and reach together, one of them, or nothing.
    """
    classes = _classes(gaps, colour_by)
    return _spec(
        pack,
        gaps,
        colour_by=colour_by,
        classes=classes,
        legend=_legend(gaps, pack, colour_by, classes),
        sentence=gaps.sentence(),
        detail=gaps.detail(),
        method=gaps.method(),
    )


def describe_hotspots(pack: Pack, gaps: Gaps, hotspots: Hotspots) -> MapSpec:
    """Describe the map of hotspots: each area by whether it stands out, and how."""
    classes = hotspots.codes.to_numpy(np.int64)
    spec = _spec(
        pack,
        gaps,
        colour_by="hotspot",
        classes=classes,
        legend=_hotspot_legend(hotspots, classes),
        sentence=hotspots.sentence(),
        detail=hotspots.detail(),
        method=hotspots.method(),
    )
    if hotspots.colouring is None:
        return spec
    own = describe_indicator(pack, gaps, hotspots.colouring)
    coloured = own.with_fill(
        key=spec.fill.key,
        title=spec.fill.title,
        said=spec.sentence,
        colour_by=spec.colour_by,
        classes=spec.classes,
        legend=spec.legend,
    )
    return replace(coloured, sentence=spec.sentence, detail=spec.detail, method=spec.method)


def describe_effect(pack: Pack, changed: Pack, effect: Effect, picture: Picture) -> MapSpec:
    """Describe the map of a scenario: who loses and gains, or need and reach now or then."""
    if picture == "now":
        return describe_map(pack, effect.before)
    then = effect.after
    classes = _change_classes(effect.areas) if picture == "change" else _classes(then, "gap")
    return _spec(
        changed,
        then,
        colour_by="change" if picture == "change" else "gap",
        classes=classes,
        legend=_change_legend(effect, classes)
        if picture == "change"
        else _legend(then, changed, "gap", classes),
        sentence=effect.sentence(),
        method=then.method(),
    )


def _spec(
    pack: Pack,
    gaps: Gaps,
    *,
    colour_by: Scale,
    classes: Codes,
    legend: Legend,
    sentence: str,
    method: str,
    detail: str = "",
) -> MapSpec:
    label, plural = shape_words(pack, AREA)
    fill = FillLayer(
        key=f"fill.{colour_by}",
        title=legend.title,
        period=", ".join(dict.fromkeys([gaps.need.indicator.period, pack.info.people.period])),
        standing="illustrative" if gaps.is_illustrative else "estimated",
        sources=gaps.sources,
        said=sentence,
        colour_by=colour_by,
        classes=tuple(classes.tolist()),
        legend=legend,
        make_figures=partial(area_figures, gaps, pack),
        shape_label=label,
        shape_plural=plural,
    )
    return MapSpec(
        title=pack.info.title,
        date=pack.info.date,
        pack_hash=pack.content_hash,
        heading=gaps.heading,
        sentence=sentence,
        detail=detail,
        method=method,
        illustrative=pack.info.illustrative,
        place_kind=pack.info.place_kinds[gaps.question.place_kind],
        answer_credits=fill.credits,
        layers=usual_layers(pack, gaps.question, fill),
    )


def _classes(gaps: Gaps, colour_by: ColourBy) -> Codes:
    areas = gaps.areas
    if colour_by == "gap":
        return areas["gap_class"].to_numpy(np.int64)
    if colour_by == "need":
        return _coded((areas["decile"] - 1) // 2)
    if colour_by == "reach":
        within = areas["within_share"]
        some = 1 + np.floor((within * 5 + 1e-9).clip(upper=4))
        return _coded(some.mask(within <= 0, 0))  # nobody is a class of its own
    return np.zeros(len(areas), dtype=np.int64)


def _coded(classes: Series) -> Codes:
    return classes.fillna(UNKNOWN).to_numpy(np.int64)


def _legend(gaps: Gaps, pack: Pack, colour_by: ColourBy, classes: Codes) -> Legend:
    who = children_words(gaps.question)
    children = gaps.areas["children"]
    if colour_by == "gap":
        return Legend(
            title="Need and reach",
            layout="grid",
            classes=_of_people(_told(_counts(classes, gaps.counted, GAP_CLASSES), gaps), gaps),
            across="needier →",
            up="harder to reach ↑",
            corners=gap_corners(of_people=gaps.terms.of_people),
            marked=GAP_MARKED,
            marked_label=marked_label(of_people=gaps.terms.of_people),
            who=gaps.counted_words,
            note=whole_areas_note(gaps.counted_words, pack.info.area_label),
        )
    titles: dict[ColourBy, tuple[str, Mapping[int, str]]] = {
        "need": (f"Need: {gaps.need.indicator.label}", NEED_CLASSES),
        "reach": (f"{who.capitalize()} within {limit_words(gaps.question)}", REACH_CLASSES),
        "none": (f"{pack.info.area_label.capitalize()}s", BOUNDARY_ONLY),
    }
    title, labels = titles[colour_by]
    counts = _counts(classes, children, labels)
    return Legend(title=title, layout="list", classes=counts, who=who)


def _told(classes: tuple[LegendClass, ...], gaps: Gaps) -> tuple[LegendClass, ...]:
    """Count those in need of each class as far as may be told, where their count is sensitive."""
    if not gaps.need.is_guarded:
        return classes
    counted = gaps.counted_by(gaps.areas["gap_class"])
    return tuple(_told_class(each, float(counted.get(each.code, 0.0)), gaps) for each in classes)


def _told_class(each: LegendClass, counted: float, gaps: Gaps) -> LegendClass:
    told = replace(each, children=counted)
    if not math.isnan(counted):
        return told
    return replace(told, holds=gaps.held_words(counted, each.areas), short=FEW)


def _of_people(classes: tuple[LegendClass, ...], gaps: Gaps) -> tuple[LegendClass, ...]:
    """Say whom the class of what is not known counts, where the others count those in need."""
    if not gaps.terms.of_people:
        return classes
    return tuple(
        replace(each, who=gaps.terms.who) if each.code == UNKNOWN else each for each in classes
    )


def _hotspot_legend(hotspots: Hotspots, classes: Codes) -> Legend:
    return Legend(
        title=f"Hotspots of {_of_what(hotspots)}",
        layout="list",
        classes=_counts(classes, hotspots.areas["children"], hotspots.legend()),
        who=children_words(hotspots.question),
    )


def _of_what(hotspots: Hotspots) -> str:
    if hotspots.colouring is not None:
        return hotspots.colouring.title
    return about_words(hotspots.terms)[hotspots.about]


def _change_classes(areas: DataFrame) -> Codes:
    lost, gained = areas["lost_children"], areas["gained_children"]
    return np.select(
        [lost.isna(), lost.ge(LEAST_CHILDREN) & (lost >= gained), gained >= LEAST_CHILDREN],
        [UNKNOWN, LOSE, GAIN],
        NO_CHANGE,
    )


def _change_legend(effect: Effect, classes: Codes) -> Legend:
    who, areas = children_words(effect.question), effect.areas
    counted = Series(
        np.select(
            [classes == LOSE, classes == GAIN],
            [areas["lost_children"], areas["gained_children"]],
            areas["children"],
        )
    )
    return Legend(
        title=f"Who gains and who loses within {journey_words(effect.question)}",
        layout="list",
        classes=_counts(classes, counted, dict(enumerate(change_classes(who)))),
        who=who,
    )


def _counts(classes: Codes, children: Series, labels: Mapping[int, str]) -> tuple[LegendClass, ...]:
    """Count areas and children in each class; children who are not known are in none."""
    known = children.fillna(0.0).to_numpy(float)
    areas = np.bincount(classes, minlength=UNKNOWN + 1)
    people = np.bincount(classes, weights=known, minlength=UNKNOWN + 1)
    if areas[UNKNOWN]:
        labels = {**labels, UNKNOWN: NOT_KNOWN}
    return tuple(
        LegendClass(code=code, label=label, areas=int(areas[code]), children=float(people[code]))
        for code, label in labels.items()
    )


def area_figures(gaps: Gaps, pack: Pack) -> tuple[Figure, ...]:
    """Return the numbers behind the colours, area by area, as they are shown."""
    who = children_words(gaps.question).capitalize()
    people, need = pack.info.people, gaps.need.indicator
    estimate: Standing = "illustrative" if pack.info.illustrative else "estimated"
    areas = gaps.areas
    return (
        Figure(key="children", label=who, kind="count", values=_whole(areas["children"]),
               standing=people.standing, period=people.period, source=people.source),
        Figure(key="decile", label=f"{need.label}, tenth (1 the neediest)", kind="decile",
               values=_whole(areas["decile"]), period=need.period, source=need.source,
               standing=gaps.need.tenths_standing),
        Figure(key="within_pct", label=f"{who} within {limit_words(gaps.question)}", kind="pct",
               values=_percentages(areas["within_share"]), standing=estimate,
               period=people.period, source=people.source),
        Figure(key="minutes", label="Minutes to the nearest, on average", kind="min",
               values=_whole(areas["minutes"]), standing=estimate,
               period=people.period, source=people.source),
        *_needy_figures(gaps, pack, estimate),
        Figure(key="gap_children", label=f"{who} {gaps.terms.high} and out of reach", kind="count",
               values=_counted(areas["gap_children"]), standing=estimate,
               period=_both_periods(gaps, pack), source=people.source),
    )  # fmt: skip


def _both_periods(gaps: Gaps, pack: Pack) -> str:
    """Return when children were counted, and when their need was: what is of both is of both."""
    return listed(list(dict.fromkeys([pack.info.people.period, gaps.need.indicator.period])))


def _needy_figures(gaps: Gaps, pack: Pack, standing: Standing) -> tuple[Figure, ...]:
    """Return how many of each area's children are in need, where need counts people."""
    if not gaps.terms.of_people:
        return ()
    need = gaps.need.indicator
    return (
        Figure(
            key="high_need_children",
            label=f"{opened(gaps.terms.who)} {gaps.terms.needy}",
            kind="count",
            values=_counted(gaps.areas["high_need_children"]),
            period=_both_periods(gaps, pack),
            source=need.source,
            standing=standing,
        ),
    )


def _whole(figures: Series) -> tuple[int | None, ...]:
    """Round to whole numbers, halves up as `layers.said.numbers` does; None where not known."""
    numbers = figures.to_numpy(float)
    unknown = np.isnan(numbers)
    rounded = np.floor(np.where(unknown, 0.0, numbers) + 0.5).astype(np.int64)
    whole: list[int | None] = rounded.tolist()
    for at in np.flatnonzero(unknown).tolist():
        whole[at] = None
    return tuple(whole)


def _counted(counts: Series) -> tuple[float | None, ...]:
    """Return estimated counts, whole but for fewer than one, which is not nobody."""
    kept: list[float | None] = list(_whole(counts))
    numbers = counts.to_numpy(float)
    for at in np.flatnonzero((numbers > 0) & (numbers < HALF)).tolist():
        kept[at] = min(max(round(float(numbers[at]), 1), LEAST_COUNT), MOST_OF_FEW)
    return tuple(kept)


def _percentages(shares: Series) -> tuple[float | None, ...]:
    """Return shares in per cent, whole but for `HARDLY_ANY` and `NEARLY_ALL`: neither none nor all.

    So whoever puts them into words says "less than 1%" where `layers.said.numbers.percent` does.
    """
    rounded, known = _whole(shares * 100), shares.to_numpy(float)
    some = (known > 0) & (known < 1)
    kept: list[float | None] = list(rounded)
    for at in np.flatnonzero(some).tolist():
        if rounded[at] in (0, 100):
            kept[at] = NEARLY_ALL if rounded[at] else HARDLY_ANY
    return tuple(kept)
