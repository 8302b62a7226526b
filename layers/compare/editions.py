"""Whether two editions of a deprivation index may be set against each other."""

from __future__ import annotations

from geodata.model import Indicator
from layers.compare.intervals import indicator_scale
from layers.said.numbers import listed

EDITIONS = ("2007", "2010", "2015", "2019", "2025")


def comparability_warning(first: Indicator, second: Indicator) -> str:
    """Say why two editions of a deprivation index cannot be set against each other; else nothing.

    Ranks and tenths place each area among the areas of its own edition, so a change of rank is no
    change of circumstances; from 2019 to 2025 the areas themselves were redrawn as well.
    """
    editions = sorted({_edition(first), _edition(second)} - {""})
    relative = all(indicator_scale(each) is None for each in (first, second))
    if len(editions) < 2 or not relative:  # noqa: PLR2004
        return ""
    said = (
        f"The Indices of Deprivation {listed(editions)} cannot be compared outright: each "
        "ranks areas among those of its own year, so a better rank does not mean that an area "
        "has become less deprived."
    )
    redrawn = " The tenths are also of different areas: 32,844 of 2011 and 33,755 of 2021."
    return said + (redrawn if editions == ["2019", "2025"] else "")


def _edition(indicator: Indicator) -> str:
    if indicator.theme != "Deprivation":
        return ""
    return next((year for year in EDITIONS if year in indicator.period), "")
