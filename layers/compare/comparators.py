"""What an indicator may be compared with: England, its target, larger places added up, others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd
from pandas import DataFrame, Series

from geodata.model import Indicator, Pack
from layers.indicators.figures import AREA, shape_words, shapes_of
from layers.indicators.words import ENGLAND, place_name, target_words
from layers.once import once_of_a_pack
from layers.places import member_areas, places_of_kind

TARGET: Final = "target"
WHOLE: Final = "all"
"""Ids of what is no place: the indicator's own target, and all its places added up."""
LEAST_COUNTED: Final = 0.9  # of the shapes of a larger place: fewer counts do not stand for it
MOST_PLACES: Final = 40  # of a kind that is added up: not every ward beside a neighbourhood
SUMMED = ("share", "rate")


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparator:
    """Something to compare with.

    Attributes
    ----------
    name
        As it stands in a sentence: "England", "the target of 75% by 2024/25".
    note
        How it was worked out, where it was not published.
    """

    id: str
    name: str
    note: str = ""


def find_comparators(pack: Pack, indicator: Indicator) -> dict[str, Comparator]:
    """List what an indicator may be compared with, by id: England, the target, larger places, all.

    A larger place is what its own shapes add up to, where nobody published it: of shares and rates
    whose counts are known for nine tenths of these shapes or more.
    """
    rows = latest_rows(pack, indicator)
    held = [str(key) for key in rows.index[rows["value"].notna()]]
    published = {key: Comparator(id=key, name=place_name(pack, key)) for key in held}
    named = sorted(published.values(), key=lambda each: (each.id != ENGLAND, each.name))
    sums = {each.id: each for each in _larger(pack, indicator, rows) if each.id not in published}
    aim = target_words(indicator)
    target = [Comparator(id=TARGET, name=f"the target of {aim}")] if aim else []
    first = [each for each in named if each.id == ENGLAND]
    rest = [each for each in named if each.id != ENGLAND]
    return {each.id: each for each in (*first, *target, *sums.values(), *rest)}


def indicator_rows(pack: Pack, key: str) -> DataFrame:
    """Return an indicator’s rows of every place and period, as `indicator_values` holds them."""
    rows: DataFrame = pack.indicator_values.iloc[_rows_of_indicators(pack).get(key, [])]
    return rows


@once_of_a_pack
def _rows_of_indicators(pack: Pack) -> Mapping[Any, Any]:
    found: Mapping[Any, Any] = pack.indicator_values.groupby("indicator", sort=False).indices
    return found


def latest_rows(pack: Pack, indicator: Indicator) -> DataFrame:
    """Return an indicator's rows of its latest period, indexed by `place_id`."""
    rows = indicator_rows(pack, indicator.key)
    rows = rows[rows["period"] == indicator.period]
    latest: DataFrame = rows.drop_duplicates("place_id").set_index("place_id")
    return latest


def summed_rows(pack: Pack, indicator: Indicator, larger: str) -> DataFrame:
    """Add an indicator's counts up over a larger place, a row for each period that has enough.

    Parameters
    ----------
    larger
        A place of the pack, or `WHOLE`.

    Returns
    -------
    rows
        As in a pack's `indicator_values`.
    """
    inside = _shapes_inside(pack, indicator.geography, larger)
    values = indicator_rows(pack, indicator.key)
    mine = values[values["place_id"].isin(inside)]
    counted = mine[_has_counts(mine)]
    enough = counted.groupby("period").size() >= LEAST_COUNTED * len(inside)
    sums = counted.groupby("period")[["numerator", "denominator"]].sum()[enough].reset_index()
    return sums.assign(
        indicator=indicator.key,
        place_id=larger,
        value=indicator.per * sums["numerator"] / sums["denominator"],
        **dict.fromkeys(("decile", "lower", "upper"), np.nan),
        note=None,
    )


def _has_counts(rows: DataFrame) -> Series:
    counts: Series = rows["numerator"].notna() & (rows["denominator"] > 0)
    return counts


def _larger(pack: Pack, indicator: Indicator, rows: DataFrame) -> list[Comparator]:
    """List the larger places whose shapes' counts can be added up, the largest kinds first."""
    if indicator.form not in SUMMED:
        return []
    counted = rows.index[_has_counts(rows)]
    _, plural = shape_words(pack, indicator.geography)
    found = []
    for larger, inside in _unions(pack, indicator.geography):
        known = int(inside.isin(counted).sum())
        if len(inside) > 1 and known >= LEAST_COUNTED * len(inside):
            name = pack.info.title if larger == WHOLE else place_name(pack, larger)
            of = f"{known:,} of its {len(inside):,}" if known < len(inside) else f"its {known:,}"
            note = f"{name} is added up from the counts of {of} {plural}; nobody published it so."
            found.append(Comparator(id=larger, name=name, note=note))
    return found


@once_of_a_pack
def _unions(pack: Pack, geography: str) -> list[tuple[str, pd.Index]]:
    """List larger places that whole shapes of a geography make up, with these shapes.

    The whole pack comes first, then official divisions from the fewest places on.
    """
    shapes = shapes_of(pack, geography).index
    is_whole = geography == AREA or pack.info.place_kinds[geography].partition
    if not is_whole:
        return []
    kinds = [
        (len(ids), ids)
        for key, kind in pack.info.place_kinds.items()
        if kind.partition and key != geography
        if len(ids := places_of_kind(pack, key).index) < len(shapes) and len(ids) <= MOST_PLACES
    ]
    larger = [str(key) for _, ids in sorted(kinds, key=lambda each: each[0]) for key in ids]
    unions = [(WHOLE, shapes)]
    unions += [(key, _shapes_inside(pack, geography, key)) for key in larger]
    seen: set[tuple[str, ...]] = set()
    different = []
    for key, inside in unions:
        if len(inside) and tuple(inside) not in seen:  # a district that is the whole county
            seen.add(tuple(inside))
            different.append((key, inside))
    return different


def _shapes_inside(pack: Pack, geography: str, larger: str) -> pd.Index:
    """Return the shapes that make up a larger place; none where it cuts through one."""
    shapes: pd.Index = shapes_of(pack, geography).index
    none: pd.Index = shapes[:0]
    if larger == WHOLE:
        return shapes
    shares = member_areas(pack, larger)
    areas = shares.index
    if bool((shares < 1).any()):
        return none
    if geography == AREA:
        own: pd.Index = shapes[shapes.isin(areas)]
        return own
    members = pack.membership[pack.membership["place_id"].isin(shapes)]
    is_inside = members["area_id"].isin(areas)
    inside, outside = (set(members.loc[rows, "place_id"]) for rows in (is_inside, ~is_inside))
    if inside & outside:
        return none
    within: pd.Index = shapes[shapes.isin(inside)]
    return within
