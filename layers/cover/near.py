"""What is near the people of a place, by the question's own journeys; and nearest beyond it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pandas import DataFrame, Series
from scipy.sparse import coo_array

from geodata.model import Pack
from layers.access.journeys import Journeys, StraightLine
from layers.access.journeys_for import journeys_for
from layers.access.town_and_country import is_rural, rural_scale
from layers.places import member_areas
from layers.question.question import Question


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PlacePeople:
    """Where the people of a place set out from.

    Attributes
    ----------
    weights
        Indexed by `origin_id`, only those of the place: what part of its people sets out there;
        sums to 1. Even over the starting points where nobody is counted.
    unknown_areas
        Areas of the place whose people are not known; they weigh nothing.
    is_known
        Whether the people of any area are known.
    """

    weights: Series
    unknown_areas: int
    is_known: bool


def people_of_place(pack: Pack, place_id: str | None) -> PlacePeople:
    """Weigh each origin by the people of the place who set out from it.

    An area that is in the place by a share counts by that share. None is all of the pack.
    """
    inside = (
        Series(1.0, index=pack.areas.index) if place_id is None else member_areas(pack, place_id)
    )
    people = pack.areas["people_all"].astype(float).reindex(inside.index)
    origins = pack.origins[pack.origins["area_id"].isin(inside.index)]
    counted = (people.fillna(0.0) * inside).reindex(origins["area_id"]).to_numpy()
    weights = origins["weight"] * counted
    total = float(weights.sum())
    if total <= 0:
        spread = inside.reindex(origins["area_id"]).to_numpy()
        weights = origins["weight"] * spread
        total = float(weights.sum())
    return PlacePeople(
        weights=weights / total if total > 0 else weights,
        unknown_areas=int(people.isna().sum()),
        is_known=bool(people.notna().any()),
    )


def doors_near(
    pack: Pack,
    question: Question,
    place_id: str | None,
    asset_ids: Sequence[str],
    journeys: Journeys | None = None,
) -> DataFrame:
    """Find which doors are within the limit of the people of a place, and how far they are.

    Parameters
    ----------
    journeys
        Minutes from the pack's origins; the question's own where none are given.

    Returns
    -------
    doors
        Indexed by `asset_id`, the one nearest to most first: `nearest_share` (0–1 of the place's
        people, to whom it is the nearest of these), `within_share` (who have it within the limit)
        and `minutes` (on average to those; NaN where there is nobody).
    """
    way = journeys or journeys_for(pack, question)
    weights = people_of_place(pack, place_id).weights
    pairs = way.within(list(asset_ids), float(question.limit_min))
    found = coo_array(pairs.minutes)
    row, column = found.coords
    people = weights.reindex(pairs.origin_ids).fillna(0.0).to_numpy(float)[row]
    took = found.data / _scales(pack, question, pairs.origin_ids)[row]
    count = len(pairs.site_ids)
    nearest = _from(way, weights.index).nearest(list(asset_ids)).reindex(weights.index)
    within = np.bincount(column, people, minlength=count)
    spent = np.bincount(column, people * took, minlength=count)
    doors = DataFrame(
        {
            "nearest_share": _votes(nearest, weights).reindex(pairs.site_ids),
            "within_share": within,
            "minutes": spent / np.where(within > 0, within, np.nan),
        },
        index=pairs.site_ids.rename("asset_id"),
    )
    doors["nearest_share"] = doors["nearest_share"].fillna(0.0)
    return doors.sort_values(["nearest_share", "within_share"], ascending=False, kind="stable")


def nearest_beyond(
    pack: Pack,
    question: Question,
    place_id: str | None,
    candidates: Series,
    journeys: Journeys | None = None,
) -> DataFrame:
    """Find the nearest of several sets of doors to the people of a place.

    Parameters
    ----------
    candidates
        Tuples of `asset_id`, one for each thing that is not found in the place.
    journeys
        Minutes from the pack's origins; the question's own where none are given.

    Returns
    -------
    nearest
        Indexed as `candidates`: `nearest` (the door nearest to most of the place's people) and
        `nearest_min` (mean minutes of all its people to their nearest; NaN where there is no door,
        where somebody cannot reach one, or where nobody's number is known).
    """
    way = journeys or journeys_for(pack, question)
    people = people_of_place(pack, place_id)
    way = _from(way, people.weights.index)
    sets = {doors: _nearest(pack, question, way, doors, people) for doors in set(candidates)}
    rows = [sets[doors] for doors in candidates]
    return DataFrame(rows, index=candidates.index, columns=["nearest", "nearest_min"])


def _from(way: Journeys, origin_ids: pd.Index) -> Journeys:
    """Return the same journeys from no more than these origins, where the others cost to ask."""
    if not isinstance(way, StraightLine):
        return way
    return replace(way, origins=way.origins[way.origins.index.isin(origin_ids)])


def _nearest(
    pack: Pack, question: Question, way: Journeys, doors: tuple[str, ...], people: PlacePeople
) -> tuple[str | None, float]:
    weights = people.weights
    if not doors or weights.empty:
        return None, np.nan
    found = way.nearest(list(doors)).reindex(weights.index)
    votes = _votes(found, weights)
    if votes.empty:
        return None, np.nan
    took = found["minutes"] / _scales(pack, question, weights.index)
    mean = float((took * weights)[weights > 0].sum(skipna=False))
    return str(votes.idxmax()), mean if people.is_known else np.nan


def _votes(found: DataFrame, weights: Series) -> Series:
    """Weigh the people to whom each door is the nearest: `asset_id` by origin, as weights are."""
    votes: Series = weights.groupby(found["asset_id"].to_numpy()).sum()
    return votes


def _scales(pack: Pack, question: Question, origin_ids: pd.Index) -> NDArray[np.float64]:
    """Return what the minutes from each origin are told by; 1 where they are minutes on the way."""
    areas = pack.origins["area_id"].reindex(origin_ids)
    rural = is_rural(pack).reindex(areas).to_numpy(dtype=bool)
    return np.where(rural, rural_scale(question), 1.0)
