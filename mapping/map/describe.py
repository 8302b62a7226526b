"""From an answer to the description of a map: classes, legend, figures, points, credits."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from pandas import DataFrame, Series

from geodata.crs import lonlat_from_grid
from geodata.model import Pack, Source, Standing
from layers.assets import OPEN, kind_words, service_assets, takes_ages
from layers.gaps import NEED_WORDS, REACH_WORDS, Gaps
from layers.question.words import children_words, limit_words
from layers.said.numbers import round_half_up
from layers.said.sentences import area_sentence, method_sentence
from mapping.map.spec import (
    UNKNOWN,
    ColourBy,
    Figure,
    Legend,
    LegendClass,
    MapSpec,
    Point,
    Shape,
)

NEED_TENTHS = ("tenths 1–2, the neediest", "tenths 3–4", "tenths 5–6", "tenths 7–8", "tenths 9–10")
REACH_FIFTHS = ("under 20%", "20–39%", "40–59%", "60–79%", "80% or more")
NOT_KNOWN = "not known"
SHAPES: tuple[Shape, ...] = ("circle", "square", "triangle", "diamond", "hexagon", "star", "cross")
SAME_SPOT_M = 25.0  # offers nearer than this are one building


def describe_map(pack: Pack, gaps: Gaps, colour_by: ColourBy = "gap") -> MapSpec:
    """Describe the map of an answer.

    Parameters
    ----------
    colour_by
        What the colours show: need and reach together, one of them, or nothing.
    """
    classes = _classes(gaps, colour_by)
    return MapSpec(
        title=pack.info.title,
        date=pack.info.date,
        pack_hash=pack.content_hash,
        heading=gaps.heading,
        sentence=area_sentence(gaps, pack),
        method=method_sentence(gaps, pack),
        illustrative=pack.info.illustrative,
        colour_by=colour_by,
        classes=tuple(int(code) for code in classes),
        legend=_legend(gaps, pack, colour_by, classes),
        figures=area_figures(gaps, pack),
        points=service_points(pack, gaps),
        place_kind=pack.info.place_kinds[gaps.question.place_kind],
        credits=_credits(gaps.sources),
    )


def _classes(gaps: Gaps, colour_by: ColourBy) -> Series:
    areas = gaps.areas
    if colour_by == "gap":
        return areas["gap_class"]
    if colour_by == "need":
        return ((areas["decile"] - 1) // 2).fillna(UNKNOWN)
    if colour_by == "reach":
        return (areas["within_share"] * 5 + 1e-9).clip(upper=4).fillna(UNKNOWN) // 1
    return Series(0, index=areas.index)


def _legend(gaps: Gaps, pack: Pack, colour_by: ColourBy, classes: Series) -> Legend:
    who = children_words(gaps.question)
    if colour_by == "gap":
        labels = {
            3 * need + reach: f"{NEED_WORDS[need]}, {REACH_WORDS[reach]}"
            for need in range(3)
            for reach in range(3)
        }
        return Legend(
            title="Need and reach",
            layout="grid",
            classes=_count(gaps, classes, labels),
            across="needier →",
            up="harder to reach ↑",
            marked=8,
            marked_label="needy and out of reach",
        )
    titles: dict[ColourBy, tuple[str, tuple[str, ...]]] = {
        "need": (f"Need: {gaps.need.indicator.label}", NEED_TENTHS),
        "reach": (f"{who.capitalize()} within {limit_words(gaps.question)}", REACH_FIFTHS),
        "none": (f"{pack.info.area_label.capitalize()}s", ("boundary only",)),
    }
    title, words = titles[colour_by]
    return Legend(title=title, layout="list", classes=_count(gaps, classes, dict(enumerate(words))))


def _count(gaps: Gaps, classes: Series, labels: dict[int, str]) -> tuple[LegendClass, ...]:
    children = gaps.areas["children"]
    if bool((classes == UNKNOWN).any()):
        labels = labels | {UNKNOWN: NOT_KNOWN}
    return tuple(
        LegendClass(
            code=code,
            label=label,
            areas=int((classes == code).sum()),
            children=float(children[classes == code].sum()),
        )
        for code, label in labels.items()
    )


def area_figures(gaps: Gaps, pack: Pack) -> tuple[Figure, ...]:
    """Give the numbers behind the colours, area by area, as they are shown."""
    who = children_words(gaps.question).capitalize()
    people, need = pack.info.people, gaps.need.indicator
    counted = {"period": people.period, "source": people.source}
    estimate: Standing = "illustrative" if pack.info.illustrative else "estimated"
    areas = gaps.areas
    return (
        Figure(key="children", label=who, kind="count", values=_whole(areas["children"]),
               standing=people.standing, **counted),
        Figure(key="decile", label=f"{need.label}, tenth (1 the neediest)", kind="decile",
               values=_whole(areas["decile"]), period=need.period, source=need.source,
               standing=need.standing),
        Figure(key="within_pct", label=f"{who} within {limit_words(gaps.question)}", kind="pct",
               values=_whole(areas["within_share"] * 100), standing=estimate, **counted),
        Figure(key="minutes", label="Minutes to the nearest, on average", kind="min",
               values=_whole(areas["minutes"]), standing=estimate, **counted),
        Figure(key="gap_children", label=f"{who} in high need and out of reach", kind="count",
               values=_whole(areas["gap_children"]), standing=estimate, **counted),
    )  # fmt: skip


def _whole(figures: Series) -> tuple[int | None, ...]:
    return tuple(None if np.isnan(x) else round_half_up(x) for x in figures.to_numpy(float))


def _credits(sources: Iterable[Source]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(source.attribution for source in sources))


def service_points(pack: Pack, gaps: Gaps) -> tuple[Point, ...]:
    """Give every door of the service asked about, hollow where not open to those ages."""
    service = pack.info.services[gaps.question.service]
    offers = service_assets(pack.assets, service)
    offers = offers[~offers["virtual"] & ~(offers.geometry.isna() | offers.geometry.is_empty)]
    offers = offers[offers["status"] != "closed"]
    if offers.empty:
        return ()
    table = DataFrame(offers.drop(columns="geometry"))
    takes = takes_ages(offers, gaps.question.ages)
    table["serves"] = Series(takes.sum(axis=1) > 0, index=table.index)
    table["lon"], table["lat"] = lonlat_from_grid(offers.geometry.x, offers.geometry.y)
    spot = [(offers.geometry.x // SAME_SPOT_M), (offers.geometry.y // SAME_SPOT_M)]
    shapes = dict(zip(service.kinds, SHAPES * len(service.kinds), strict=False))
    groups = table.groupby(spot, sort=False)
    return tuple(_point(rows, shapes) for _, rows in groups)


def _point(rows: DataFrame, shapes: dict[str, Shape]) -> Point:
    first = rows.iloc[0]
    serving = rows[rows["serves"] & (rows["status"] == OPEN)]
    return Point(
        asset_ids=tuple(str(key) for key in rows.index),
        label=str(first["name"]) if len(rows) == 1 else f"{len(rows)} services here",
        details=tuple(_details(row) for _, row in rows.iterrows()),
        lon=round(float(first["lon"]), 5),
        lat=round(float(first["lat"]), 5),
        shape=shapes[str(first["kind"])],
        kind_label=kind_words(str(first["kind"])),
        hollow=serving.empty,
    )


def _details(row: Series) -> str:
    parts = [str(row["name"]), kind_words(str(row["kind"]))]
    if isinstance(row["provider"], str):
        parts.append(row["provider"])
    ages = [row["age_from"], row["age_to"]]
    if not any(np.isnan(ages)):
        parts.append(f"ages {ages[0]:.0f}–{ages[1]:.0f}")
    if row["status"] != OPEN:
        parts.append(str(row["status"]))
    return ", ".join(parts)
