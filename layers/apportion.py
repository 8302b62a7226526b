"""Move figures between areas of different years and shapes, keeping totals.

Whole people are moved once, when a pack is built, by `geodata.apportion`. Here any count or rate
is moved for one answer, in exact fractions, and what is moved says so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

import geopandas as gpd
import numpy as np
import pandas as pd
from geopandas import GeoDataFrame, GeoSeries
from pandas import DataFrame, Series

from geodata.crs import require_grid
from geodata.errors import Problem, QuestionError, quoted
from geodata.model import Indicator, Pack, Source
from layers.disclosed import protect_left_over, protect_moved
from layers.need import measure_need
from layers.people import children_by_age
from layers.places import places_of_kind
from layers.said.numbers import about, percent

SpreadOver = Literal["people", "land"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Apportioned:
    """Figures moved to other areas.

    Attributes
    ----------
    figures
        Indexed by `to_id`: `value` (NaN where nothing known reaches it, or where it is
        suppressed), `coverage_share` (0–1: how much of what lies there had a figure) and `note`
        (why it is suppressed; empty where it is not).
    left_over
        What of a count fell outside every new area; NaN for a rate.
    missing_areas
        How many old areas had no figure.
    """

    label: str
    spread_over: SpreadOver
    figures: DataFrame
    left_over: float
    missing_areas: int
    sources: tuple[Source, ...]
    settings: Mapping[str, Any]
    is_illustrative: bool

    @property
    def table(self) -> DataFrame:
        """The figures of the new areas."""
        return self.figures

    def parameters(self) -> dict[str, Any]:
        """Return what was moved, by what."""
        return dict(self.settings) | {"spread_over": self.spread_over, "left_over": self.left_over}

    def missing(self) -> dict[str, float]:
        """Return how many old areas had no figure, and how many new ones are given none."""
        suppressed = int(self.figures["note"].ne("").sum())
        counts = {"areas": float(self.missing_areas), "suppressed": float(suppressed)}
        return {name: count for name, count in counts.items() if count}

    def notes(self) -> tuple[str, ...]:
        """Return what moving takes for granted, what is suppressed, and what found no place."""
        alike = (
            "Within a neighbourhood everything is taken to be spread as its "
            f"{'land is' if self.spread_over == 'land' else 'people are'}."
        )
        hidden = self.figures.loc[self.figures["note"].ne(""), "note"].value_counts(sort=False)
        said = (
            alike,
            *(f"No figure is given for {count} of them ({why})." for why, count in hidden.items()),
        )
        if np.isnan(self.left_over) or round(abs(self.left_over), 6) == 0:
            return said
        if self.left_over < 0:
            return (*said, "The new areas overlap: what lies in two of them is counted in both.")
        return (*said, f"{about(self.left_over)} in all fall outside every one of them.")

    @property
    def least_coverage_share(self) -> float:
        """The coverage of the least covered new area."""
        return float(self.figures["coverage_share"].min())

    def sentence(self) -> str:
        """Describe that the figures were moved, by what, and how much of each area is covered."""
        return (
            f"{self.label}: apportioned by {self.spread_over}; "
            f"at least {percent(self.least_coverage_share)} of each area is covered."
        )


def shares_by_people(pack: Pack, shapes: GeoDataFrame) -> DataFrame:
    """Return what share of each area's people set out from inside each shape.

    Parameters
    ----------
    shapes
        Polygons indexed by `to_id`, EPSG:27700. They may overlap; a point on an edge and inside
        none goes to the first that it touches.

    Returns
    -------
    shares
        One row for each overlap: `from_id`, `to_id`, `share` (0–1 of the area's people).

    Raises
    ------
    CrsError
        The shapes are not in EPSG:27700.
    """
    require_grid(shapes, "shapes")
    points = gpd.GeoSeries.from_xy(
        pack.origins["easting_m"], pack.origins["northing_m"], crs=shapes.crs
    )
    inside = _found(shapes, points, "within")
    touching = _found(shapes, points, "intersects")
    on_edge = touching[~touching["origin"].isin(inside["origin"])].drop_duplicates("origin")
    found = pd.concat([inside, on_edge])
    origins = pack.origins.iloc[found["origin"].to_numpy()]
    table = DataFrame(
        {
            "from_id": origins["area_id"].to_numpy(),
            "to_id": shapes.index.to_numpy()[found["shape"].to_numpy()],
            "share": origins["weight"].to_numpy(),
        }
    )
    return _added(table)


def _found(shapes: GeoDataFrame, points: GeoSeries, predicate: str) -> DataFrame:
    pairs = shapes.sindex.query(points, predicate=predicate)
    return DataFrame({"origin": pairs[0], "shape": pairs[1]}).sort_values(["origin", "shape"])


def shares_by_land(areas: GeoDataFrame, shapes: GeoDataFrame) -> DataFrame:
    """Return what share of each area's land lies inside each shape.

    Parameters
    ----------
    areas, shapes
        Polygons in EPSG:27700, indexed by old and by new id.

    Returns
    -------
    shares
        As `shares_by_people`, of land.
    """
    require_grid(areas, "areas")
    require_grid(shapes, "shapes")
    whole = areas.geometry.area
    left = GeoDataFrame({"from_id": areas.index}, geometry=areas.geometry.to_numpy(), crs=areas.crs)
    right = GeoDataFrame(
        {"to_id": shapes.index}, geometry=shapes.geometry.to_numpy(), crs=shapes.crs
    )
    parts = gpd.overlay(left, right, how="intersection", keep_geom_type=True)
    parts["share"] = parts.geometry.area / parts["from_id"].map(whole)
    return _added(DataFrame(parts[["from_id", "to_id", "share"]]))


def _added(overlaps: DataFrame) -> DataFrame:
    added: DataFrame = overlaps.groupby(["from_id", "to_id"], as_index=False).agg(
        share=("share", "sum")
    )
    return added


def move_counts(counts: Series, shares: DataFrame) -> tuple[DataFrame, float]:
    """Move counts: each old area gives to each new one its share of them.

    Parameters
    ----------
    counts
        Indexed by `from_id`; NaN where not known.
    shares
        `from_id`, `to_id`, `share`.

    Returns
    -------
    figures, left_over
        As in `Apportioned`; the values and what is left over add up to the counts.
    """
    parts = shares.assign(count=shares["from_id"].map(counts))
    grouped = parts.groupby("to_id")
    known = parts["share"].where(parts["count"].notna(), 0.0)
    value = (parts["count"] * parts["share"]).groupby(parts["to_id"]).sum(min_count=1)
    coverage = known.groupby(parts["to_id"]).sum() / grouped["share"].sum()
    figures = DataFrame({"value": value, "coverage_share": coverage}).rename_axis("to_id")
    given = shares.groupby("from_id")["share"].sum().reindex(counts.index).fillna(0.0)
    return figures, float((counts * (1 - given)).sum())


def move_rates(rates: Series, people: Series, shares: DataFrame) -> DataFrame:
    """Move rates, ranks or scores: the mean over what each new area takes in, by weight.

    Parameters
    ----------
    rates
        Indexed by `from_id`; NaN where not known.
    people
        What the rate is of, by `from_id`: people, or land for what spreads over land.

    Returns
    -------
    figures
        As in `Apportioned`.
    """
    weights = shares["share"] * shares["from_id"].map(people)
    values = shares["from_id"].map(rates)
    known = weights.where(values.notna() & weights.notna(), 0.0)
    to_id = shares["to_id"]
    held = known.groupby(to_id).sum()
    value = (values * known).groupby(to_id).sum(min_count=1) / held.where(held > 0)
    coverage = held / weights.groupby(to_id).sum().where(lambda whole: whole > 0)
    return DataFrame({"value": value, "coverage_share": coverage.fillna(0)}).rename_axis("to_id")


def apportion_indicator(
    pack: Pack,
    key: str,
    shapes: GeoDataFrame,
    ages: range = range(16),
    *,
    shares: DataFrame | None = None,
) -> Apportioned:
    """Move an indicator of areas to shapes: wards, other years' areas, a place drawn on the map.

    Parameters
    ----------
    shapes
        Polygons indexed by `to_id`, EPSG:27700.
    ages
        Whose number weighs a rate: children aged 0–15 unless said otherwise.
    shares
        What share of each area's people each shape holds, where that is known otherwise than by
        its outline; as `shares_by_people` returns it.

    Raises
    ------
    QuestionError
        The pack has no such indicator of areas, or it may not be spread over other areas.
    """
    indicator = _spreadable(pack, key)
    need = measure_need(pack, key)
    values = need.values  # noqa: PD011
    by_land = indicator.spread_over == "land"
    if by_land and indicator.sensitive and shares is not None:
        raise QuestionError(_drawn_land(indicator))
    by_people = shares_by_people(pack, shapes) if shares is None else shares
    shares = shares_by_land(pack.areas, shapes) if by_land else by_people
    is_count = indicator.form == "count"
    left_over = np.nan
    if is_count:
        figures, left_over = move_counts(values, shares)
    else:
        children = children_by_age(pack.areas, ages).sum(axis="columns", skipna=False)
        weights = pack.areas.geometry.area if by_land else children
        figures = move_rates(values, weights, shares)
    figures = figures.reindex(shapes.index).fillna({"coverage_share": 0.0}).assign(note="")
    if indicator.sensitive:
        figures = protect_moved(pack, figures, by_people, indicator)
        left_over = protect_left_over(left_over, pack.info.disclosure.rule_of(key))
    return Apportioned(
        label=indicator.label,
        spread_over="land" if by_land else "people",
        figures=figures,
        left_over=left_over,
        missing_areas=int(values.isna().sum()),
        sources=(pack.info.sources[indicator.source], pack.info.sources[pack.info.origin_source]),
        settings={
            "indicator": key,
            "period": indicator.period,
            "unit": indicator.unit,
            "age_from": ages.start,
            "age_to": ages.stop - 1,
        },
        is_illustrative=pack.info.illustrative,
    )


def apportion_to_places(pack: Pack, key: str, kind: str, ages: range = range(16)) -> Apportioned:
    """Move an indicator of areas to the places of a kind, by their boundaries.

    Raises
    ------
    QuestionError
        As for `apportion_indicator`, or the pack has no such kind of place.
    """
    places = places_of_kind(pack, kind)
    if places.empty:
        raise QuestionError(
            Problem(
                where="the kind of place",
                found=quoted(kind),
                expected="one of " + ", ".join(pack.info.place_kinds),
                fix="Choose one of these.",
            )
        )
    moved = apportion_indicator(
        pack, key, places.rename_axis("to_id"), ages, shares=_shares_of_own(pack, kind)
    )
    figures = moved.figures.rename_axis("place_id")
    figures.insert(0, "place", places["name"])
    boundary = pack.info.sources[pack.info.place_kinds[kind].source]
    return replace(
        moved,
        figures=figures,
        settings=dict(moved.settings) | {"place_kind": kind},
        sources=(*moved.sources, boundary),
    )


def _drawn_land(indicator: Indicator) -> Problem:
    """Describe why what is sensitive is moved to no land that somebody drew.

    Two outlines around the same people may differ by a strip of land, and so tell of that alone.
    """
    return Problem(
        where=f"{indicator.label}, which is sensitive and spreads over land",
        found="places of your own",
        expected="places of the pack",
        fix="Ask for it by another kind of place.",
    )


def _shares_of_own(pack: Pack, kind: str) -> DataFrame | None:
    """Return who is in the places that somebody drew; None of any that are published.

    Some of them, as what is within a journey, are made of starting points and not of an outline.
    """
    if pack.info.place_kinds[kind].boundary != "own":
        return None
    members = pack.membership[pack.membership["place_id"].isin(places_of_kind(pack, kind).index)]
    named = {"area_id": "from_id", "place_id": "to_id"}
    return members.rename(columns=named)[["from_id", "to_id", "share"]].reset_index(drop=True)


def _spreadable(pack: Pack, key: str) -> Indicator:
    indicator = pack.indicators.get(key)
    if indicator is None or indicator.geography != "area":
        known = [i.key for i in pack.indicators.values() if i.geography == "area"]
        raise QuestionError(
            Problem(
                where="the indicator to move",
                found=quoted(key),
                expected="one that describes small areas: " + ", ".join(known),
                fix="Choose one of these.",
            )
        )
    if indicator.spread_over == "nothing":
        raise QuestionError(
            Problem(
                where=indicator.label,
                found="an indicator that may not be spread over other areas",
                expected="one that spreads over people or over land",
                fix="Show it for the areas it was published for.",
            )
        )
    return indicator
