"""Which areas are in need, by one indicator."""

from __future__ import annotations

from dataclasses import dataclass

from pandas import Series

from geodata.model import Indicator, Pack, Source

TENTHS = 10


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Need:
    """How needy each area is, in tenths; 1 is the neediest.

    Attributes
    ----------
    deciles
        Indexed by `area_id`, in the order of the pack's areas; NaN where not known.
    values
        The indicator's own values, likewise.
    basis
        What the tenths are tenths of.
    missing
        How many areas have no decile.
    """

    indicator: Indicator
    source: Source
    deciles: Series
    values: Series
    basis: str
    missing: int


def measure_need(pack: Pack, key: str) -> Need:
    """Read an indicator as need: its published national tenths, else tenths within the pack.

    Parameters
    ----------
    key
        An indicator of the pack whose geography is "area".
    """
    indicator = pack.indicators[key]
    rows = pack.indicator_values[pack.indicator_values["indicator"] == key]
    latest = rows[rows["period"] == indicator.period].set_index("place_id")
    values = latest["value"].reindex(pack.areas.index)
    published = latest["decile"].reindex(pack.areas.index)
    if bool(published.notna().any()):
        deciles, basis = published, "national tenths, as published"
    else:
        deciles = rank_tenths(values, higher_is_needier=indicator.worse_when == "higher")
        basis = f"tenths of the {len(pack.areas)} {pack.info.area_label}s of {pack.info.title}"
    return Need(
        indicator=indicator,
        source=pack.info.sources[indicator.source],
        deciles=deciles,
        values=values,
        basis=basis,
        missing=int(deciles.isna().sum()),
    )


def rank_tenths(values: Series, *, higher_is_needier: bool) -> Series:
    """Sort values into tenths, 1 the neediest; ties share the needier tenth; NaN stays NaN."""
    ranks = values.rank(method="min", ascending=not higher_is_needier)
    tenths: Series = (ranks - 1) * TENTHS // values.count() + 1
    return tenths
