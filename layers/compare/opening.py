"""Which published figure is looked at first, where nobody has chosen one."""

from __future__ import annotations

from geodata.model import Indicator, Pack
from layers.compare.comparison import ENGLAND


def best_indicator(pack: Pack, indicators: dict[str, Indicator]) -> str | None:
    """Return the figure to open on: one whose counts are held, then England’s, then the first."""
    values = pack.indicator_values
    known = values[values["indicator"].isin(list(indicators)) & values["value"].notna()]
    periods = {key: each.period for key, each in indicators.items()}
    latest = known[known["period"] == known["indicator"].map(periods)]
    # The few names there are, and not every row's: all of England has over a million rows.
    counted = set(latest.loc[latest["denominator"].notna(), "indicator"].unique())
    england = set(latest.loc[latest["place_id"] == ENGLAND, "indicator"].unique())
    several = set(latest.loc[latest["indicator"].duplicated(), "indicator"].unique())
    return max(
        indicators, key=lambda key: (key in counted, key in england, key in several), default=None
    )
