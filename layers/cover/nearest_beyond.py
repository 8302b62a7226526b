"""What is nearest to a place's people where the place itself has nothing."""

from __future__ import annotations

import numpy as np
from pandas import DataFrame, Series

from geodata.model import Pack
from layers.access.journeys import Journeys, StraightLine
from layers.places import member_areas
from layers.question.question import Question


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
        Minutes from the pack's origins; straight lines where none are given.

    Returns
    -------
    nearest
        Indexed as `candidates`: `nearest` (the door nearest to most of the place's people) and
        `nearest_min` (mean minutes of all its people to their nearest; NaN where there is no door,
        or where somebody cannot reach one).
    """
    weights = people_of_origins(pack, place_id)
    way = journeys or StraightLine(
        origins=pack.origins.loc[weights.index],
        assets=pack.assets,
        mode=question.own_way,
        pace_kmh=question.pace_kmh,
        detour=question.detour,
    )
    sets = {doors: _nearest(way, doors, weights) for doors in set(candidates)}
    rows = [sets[doors] for doors in candidates]
    return DataFrame(rows, index=candidates.index, columns=["nearest", "nearest_min"])


def people_of_origins(pack: Pack, place_id: str | None) -> Series:
    """Weigh each origin by the people of the place who set out from it; sums to 1.

    Returns
    -------
    weights
        Indexed by `origin_id`, only those of the place; even where no people are counted.
    """
    inside = (
        Series(1.0, index=pack.areas.index) if place_id is None else member_areas(pack, place_id)
    )
    origins = pack.origins[pack.origins["area_id"].isin(inside.index)]
    people = (pack.areas["people_all"].fillna(0) * inside.reindex(pack.areas.index)).fillna(0)
    weights = origins["weight"] * people.reindex(origins["area_id"]).to_numpy()
    total = float(weights.sum())
    even: Series = weights / total if total > 0 else origins["weight"] / origins["weight"].sum()
    return even


def _nearest(way: Journeys, doors: tuple[str, ...], weights: Series) -> tuple[str | None, float]:
    if not doors or weights.empty:
        return None, np.nan
    found = way.nearest(list(doors)).reindex(weights.index)
    votes = weights.groupby(found["asset_id"].to_numpy()).sum()
    if votes.empty:
        return None, np.nan
    minutes = float((found["minutes"] * weights).sum(skipna=False))
    return str(votes.idxmax()), minutes
