"""Which areas, or which children, are in need, by one indicator."""

from __future__ import annotations

from dataclasses import dataclass

from pandas import DataFrame, Series

from geodata.model import Indicator, Pack, Source
from layers.people import children_by_age

TENTHS = 10


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Need:
    """How needy each area is, in tenths, 1 the neediest; of a measure in people, how many are.

    Attributes
    ----------
    deciles
        Indexed by `area_id`, in the order of the pack's areas; NaN where not known.
    values
        The indicator's own values, likewise.
    counts
        Of a measure in people, likewise: the `numerator` and `denominator` that were published,
        and the pack's own children of the ages that it counts (`children`). None of a measure
        that says only which areas are needier than others.
    basis
        What the tenths are tenths of.
    missing
        How many areas have no tenth; of a measure in people, no count.
    """

    indicator: Indicator
    source: Source
    deciles: Series
    values: Series
    counts: DataFrame | None
    basis: str
    missing: int

    @property
    def is_of_people(self) -> bool:
        """Whether it counts people, wherever they live, and not areas."""
        return self.counts is not None

    def needy_share(self, ages: range, tenths: int) -> Series:
        """Return which share (0–1) of each area's children counts as needy; NaN where not known.

        All or none by the area's tenth; of a measure in people, the share that was counted. Asked
        of just the ages that it counts, the share is of the children who live there, so that the
        published counts come out; of other ages, the published share is taken for them too.

        Parameters
        ----------
        ages
            The children asked about.
        tenths
            Areas in the neediest this many tenths are in high need; not of a measure in people.
        """
        if self.counts is None:
            return (self.deciles <= tenths).astype(float).mask(self.deciles.isna())
        among = self.counts["children" if self.counts_just(ages) else "denominator"]
        share = (self.counts["numerator"] / among).clip(upper=1.0)
        return share.mask(self.counts["numerator"] == 0, 0.0)  # nobody is none, of nobody too

    def counts_just(self, ages: range) -> bool:
        """Return whether just the ages that the measure counts are asked about."""
        return (ages.start, ages.stop - 1) == (self.indicator.age_from, self.indicator.age_to)


def measure_need(pack: Pack, key: str) -> Need:
    """Read an indicator as need: its published national tenths, else tenths within the pack.

    Parameters
    ----------
    key
        An indicator of the pack whose geography is "area".
    """
    indicator = pack.indicators[key]
    latest = _latest(pack, indicator)
    values, published = latest["value"], latest["decile"]
    if bool(published.notna().any()):
        deciles, basis = published, "national tenths, as published"
    else:
        deciles = rank_tenths(values, higher_is_needier=indicator.worse_when == "higher")
        basis = f"tenths of the {len(pack.areas)} {pack.info.area_label}s of {pack.info.title}"
    counts = _counts(pack, indicator, latest) if counts_people(pack, key) else None
    known = deciles if counts is None else counts["numerator"] / counts["denominator"]
    return Need(
        indicator=indicator,
        source=pack.info.sources[indicator.source],
        deciles=deciles,
        values=values,
        counts=counts,
        basis=basis,
        missing=int(known.isna().sum()),
    )


def counts_people(pack: Pack, key: str) -> bool:
    """Return whether a measure of areas says how many people are in need, and not only where.

    It does if it is a part of the people whom it is about, and both counts are held: a share, or
    a rate that says of which ages the people are whom it counts.
    """
    indicator = pack.indicators[key]
    is_part = indicator.form == "share" or (
        indicator.form == "rate" and indicator.age_from is not None
    )
    if indicator.geography != "area" or not is_part:
        return False
    counts = _latest(pack, indicator)[["numerator", "denominator"]]
    return bool(counts.notna().all(axis="columns").any())


def _latest(pack: Pack, indicator: Indicator) -> DataFrame:
    """Return an indicator's latest values, a row for each of the pack's areas."""
    rows = pack.indicator_values[pack.indicator_values["indicator"] == indicator.key]
    latest = rows[rows["period"] == indicator.period].set_index("place_id")
    found: DataFrame = latest.reindex(pack.areas.index)
    return found


def _counts(pack: Pack, indicator: Indicator, latest: DataFrame) -> DataFrame:
    """Return who was counted of whom, and how many of those ages the pack itself counts."""
    counts = latest[["numerator", "denominator"]].copy()
    if indicator.age_from is None or indicator.age_to is None:
        return counts.assign(children=pack.areas["people_all"])
    ages = range(indicator.age_from, indicator.age_to + 1)
    people = children_by_age(pack.areas, ages).sum(axis="columns", skipna=False)
    return counts.assign(children=people)


def rank_tenths(values: Series, *, higher_is_needier: bool) -> Series:
    """Sort values into tenths, 1 the neediest; ties share the needier tenth; NaN stays NaN."""
    ranks = values.rank(method="min", ascending=not higher_is_needier)
    tenths: Series = (ranks - 1) * TENTHS // values.count() + 1
    return tenths
