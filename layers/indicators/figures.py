"""The figures of one indicator at the geography that it is published for, missing ones told."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from geopandas import GeoDataFrame
from pandas import DataFrame, Series

from geodata.errors import Problem, QuestionError, quoted
from geodata.model import Indicator, Pack, Source, Standing
from geodata.periods import period_order
from layers.indicators.asking import Shown
from layers.places import places_of_kind

AREA = "area"
NOT_HELD = "not held"
NOBODY = "nobody to count"
NUMBERS = ("value", "numerator", "denominator", "lower", "upper")
MOST_NAMED = 12


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Figures:
    """One indicator in one period: a row for each shape of its geography.

    Attributes
    ----------
    shape
        Which shapes it is drawn as: "area", or a kind of place.
    label, plural
        What one of them is called, and several: "ward", "wards".
    rows
        Indexed by id, areas in the pack's order and places by name: `name`, `district` (empty where
        it lies in several, or all lie in one), `value`, `numerator`, `denominator`, `lower` and
        `upper` (NaN where not known), `note` (why there is no value, or what is unusual) and
        `is_suppressed`.
    standing
        How far the values are from what was published: "apportioned" where they were spread.
    """

    indicator: Indicator
    period: str
    shape: str
    label: str
    plural: str
    rows: DataFrame
    standing: Standing
    sources: tuple[Source, ...]

    @property
    def known(self) -> DataFrame:
        """The rows that have a value."""
        return self.rows[self.rows["value"].notna()]

    def counted(self, count: int) -> str:
        """Return how many of its shapes: "1 ward", "24 wards"."""
        return f"{count:,} {self.label if count == 1 else self.plural}"

    @property
    def is_spread(self) -> bool:
        """Whether they were published for other areas than these."""
        return self.shape != self.indicator.geography


def drawable_indicators(pack: Pack) -> dict[str, Indicator]:
    """Pick the indicators whose geography the pack has shapes of, by key."""
    kinds = {AREA, *pack.places["kind"].unique()} & {AREA, *pack.info.place_kinds}
    return {key: each for key, each in pack.indicators.items() if each.geography in kinds}


def shape_words(pack: Pack, shape: str) -> tuple[str, str]:
    """Return what one shape of a geography is called, and several."""
    if shape == AREA:
        return pack.info.area_label, f"{pack.info.area_label}s"
    kind = pack.info.place_kinds[shape]
    return kind.label, kind.plural


def shapes_of(pack: Pack, shape: str) -> GeoDataFrame:
    """Return the shapes of a geography in the order of `Figures.rows`."""
    return pack.areas if shape == AREA else places_of_kind(pack, shape)


def find_indicator(pack: Pack, key: str) -> Indicator:
    """Find an indicator that can be drawn.

    Raises
    ------
    QuestionError
        The pack has no such indicator, or none of the shapes that it is published for.
    """
    known = drawable_indicators(pack)
    if key in known:
        return known[key]
    if key in pack.indicators:
        label = pack.indicators[key].label
        found = f"{label}, published for {quoted(pack.indicators[key].geography)}"
        expected = "an indicator of areas whose shapes this pack holds"
    else:
        found, expected = quoted(key), "the key of an indicator of this pack"
        if len(known) <= MOST_NAMED:
            expected = "one of " + (", ".join(known) or "none: this pack holds no indicators")
    raise QuestionError(
        Problem(
            where="the indicator",
            found=found,
            expected=expected,
            fix="Choose one from the list above the map, or by the command indicator.",
        )
    )


def periods_of(pack: Pack, key: str) -> list[str]:
    """List the periods that an indicator has rows for, oldest first; its own is among them."""
    rows = pack.indicator_values
    held = rows.loc[rows["indicator"] == key, "period"].unique()
    return sorted({*map(str, held), pack.indicators[key].period}, key=period_order)


def read_figures(pack: Pack, shown: Shown) -> Figures:
    """Read an indicator's figures at the geography that it is published for.

    Unless spreading is asked for, what is published for wards stays on wards.

    Raises
    ------
    QuestionError
        There is no such indicator or period, or its figures cannot be spread.
    """
    indicator = find_indicator(pack, shown.indicator)
    asked = _period(pack, indicator, shown.period)
    rows = _rows(pack, indicator, asked)
    shape, standing = indicator.geography, indicator.standing
    if shown.is_spread:
        _refuse_spreading(pack, indicator)
        rows, shape, standing = _spread(pack, rows), AREA, "apportioned"
    label, plural = shape_words(pack, shape)
    return Figures(
        indicator=indicator,
        period=asked,
        shape=shape,
        label=label,
        plural=plural,
        rows=rows,
        standing=standing,
        sources=_sources(pack, indicator),
    )


def _period(pack: Pack, indicator: Indicator, period: str) -> str:
    held = periods_of(pack, indicator.key)
    if not period:
        return indicator.period
    if period in held:
        return period
    raise QuestionError(
        Problem(
            where=f"the period of {indicator.label}",
            found=quoted(period),
            expected=f"one of {', '.join(held)}",
            fix="Choose one of these.",
        )
    )


def _rows(pack: Pack, indicator: Indicator, period: str) -> DataFrame:
    shapes = shapes_of(pack, indicator.geography)
    values = pack.indicator_values
    held = values[(values["indicator"] == indicator.key) & (values["period"] == period)]
    rows = held.drop_duplicates("place_id").set_index("place_id").reindex(shapes.index)
    notes = rows["note"].astype(object).where(rows["note"].notna(), "")
    without = rows["value"].isna() & notes.eq("")
    return DataFrame(
        {
            "name": shapes["name"].astype(str),
            "district": _districts(pack, shapes, indicator.geography),
            **{name: rows[name].astype(float) for name in NUMBERS},
            "note": notes.mask(without, NOT_HELD).mask(without & rows["denominator"].eq(0), NOBODY),
            "is_suppressed": notes.str.startswith("suppressed"),
        },
        index=shapes.index,
    )


def _districts(pack: Pack, shapes: GeoDataFrame, shape: str) -> Series:
    """Return the district of each shape; empty where it lies in several, or is one."""
    if shape == AREA:
        own: Series = pack.areas["district"].astype(str)
        return own
    members = pack.membership[pack.membership["place_id"].isin(shapes.index)]
    districts = pack.areas["district"].reindex(members["area_id"]).to_numpy()
    of_place = Series(districts, index=members["place_id"].to_numpy()).groupby(level=0)
    one = of_place.min().where(of_place.min() == of_place.max()).reindex(shapes.index)
    several = len(pack.areas["district"].unique()) > 1
    named: Series = one.where(one.notna() & one.ne(shapes["name"]) & several, "").astype(str)
    return named


def _refuse_spreading(pack: Pack, indicator: Indicator) -> None:
    """Refuse to spread what says nothing of a part of the place that it is published for."""
    area = pack.info.area_label
    why = ""
    if indicator.geography == AREA:
        why = f"it is published for {area}s as it is"
    elif indicator.sensitive:
        why = "its small counts are protected, and a part of a place would tell of fewer people"
    elif indicator.form not in ("share", "rate"):
        why = f"a {indicator.form} of a whole place is not that of a part of it"
    elif not pack.info.place_kinds[indicator.geography].partition:
        why = f"not every {area} lies in one of them"
    if not why:
        return
    _, plural = shape_words(pack, indicator.geography)
    raise QuestionError(
        Problem(
            where=f"spreading {indicator.label} over {area}s",
            found=why,
            expected=f"a share or a rate of larger places, such as {plural}"
            if indicator.geography == AREA
            else "a share or a rate that may be spread over people",
            fix=f"Leave it out: it is drawn for {plural}.",
        )
    )


def _spread(pack: Pack, rows: DataFrame) -> DataFrame:
    """Give each area the figure of the place it lies in; the mean by people where several share it.

    An area of which any part lies in a place without a figure has none.
    """
    members = pack.membership[pack.membership["place_id"].isin(rows.index)]
    values = rows["value"].reindex(members["place_id"]).to_numpy(float)
    shares = members["share"].to_numpy(float)
    ids = members["area_id"].to_numpy()
    parts = DataFrame({"sum": values * shares, "share": shares}).groupby(ids)
    sums = parts.sum(min_count=1).where(parts.count().eq(parts.size(), axis=0))
    spread = (sums["sum"] / sums["share"]).reindex(pack.areas.index)
    count = len(pack.areas)
    return DataFrame(
        {
            "name": pack.areas["name"].astype(str),
            "district": pack.areas["district"].astype(str),
            "value": spread,
            **{name: np.full(count, np.nan) for name in NUMBERS[1:]},
            "note": Series("", index=pack.areas.index).mask(spread.isna(), NOT_HELD),
            "is_suppressed": np.zeros(count, dtype=bool),
        },
        index=pack.areas.index,
    )


def _sources(pack: Pack, indicator: Indicator) -> tuple[Source, ...]:
    shape = indicator.geography
    boundary = pack.info.area_source if shape == AREA else pack.info.place_kinds[shape].source
    keys = pd.unique(Series([indicator.source, boundary]))
    return tuple(pack.info.sources[key] for key in keys)
