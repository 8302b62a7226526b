"""Another limit and another way to travel in rural areas than in town, as one set of journeys.

A journey of a rural area is told as a share of the rural limit, in minutes of the limit in town: 15
minutes where the rural limit is 15 are told as 20 where the limit is 20. So everything that sets
minutes against the question's one limit holds in town and country alike. Whoever shows the minutes
of a rural area turns them back with `true_minutes`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from pandas import DataFrame, Series
from scipy.sparse import csr_array

from geodata.model import Pack, Source, Travel
from layers.access.journeys import Journeys
from layers.access.pairs import Pairs
from layers.question.question import Question

RURAL = "Rural"


def is_rural(pack: Pack) -> Series:
    """Return which areas are rural; one whose class is not known counts as town."""
    rural: Series = pack.areas["rural_urban"] == RURAL
    return rural


def rural_scale(question: Question) -> float:
    """Return how many minutes of the limit in town one minute of a rural journey is."""
    rule = question.rural
    return 1.0 if rule is None else question.limit_min / rule.limit_min


def true_minutes(minutes: Series, pack: Pack, question: Question) -> Series:
    """Turn the minutes of rural areas, indexed by `area_id`, back into minutes on the way."""
    told: Series = minutes.where(~is_rural(pack), minutes / rural_scale(question))
    return told


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class TownAndCountry:
    """Journeys of one kind from origins in town, of another from rural ones.

    Attributes
    ----------
    rural
        Which origins are rural, in the order of the journeys' own.
    scale
        What the minutes of rural journeys are told by; see `rural_scale`.
    """

    town: Journeys
    country: Journeys
    rural: NDArray[np.bool_]
    scale: float

    @property
    def mode(self) -> Travel:
        """How people travel in town."""
        return self.town.mode

    @property
    def method(self) -> str:
        """How the minutes were measured, in town and in rural areas."""
        if self.town.method == self.country.method:
            return self.town.method
        return f"{self.town.method}, and in rural areas {self.country.method}"

    @property
    def is_estimate(self) -> bool:
        """Whether all of the minutes are estimated."""
        return self.town.is_estimate and self.country.is_estimate

    @property
    def sources(self) -> tuple[Source, ...]:
        """Who published what the minutes were measured by."""
        return tuple(dict.fromkeys((*self.town.sources, *self.country.sources)))

    def nearest(self, asset_ids: Sequence[str]) -> DataFrame:
        """Find the nearest of these assets to every origin; see `Journeys.nearest`."""
        town, country = self.town.nearest(asset_ids), self.country.nearest(asset_ids)
        country = country.assign(minutes=country["minutes"] * self.scale)
        for each, way in ((town, self.town), (country, self.country)):
            if "is_estimate" not in each.columns:
                each["is_estimate"] = way.is_estimate
        return self._by_rule(town, country)

    def k_nearest(self, asset_ids: Sequence[str], count: int) -> DataFrame:
        """Find how far the nearest few of these assets are; see `Journeys.k_nearest`."""
        country = self.country.k_nearest(asset_ids, count) * self.scale
        return self._by_rule(self.town.k_nearest(asset_ids, count), country)

    def _by_rule(self, town: DataFrame, country: DataFrame) -> DataFrame:
        in_town = np.broadcast_to(~self.rural[:, None], town.shape)
        return town.where(in_town, country)

    def within(self, asset_ids: Sequence[str], limit_min: float) -> Pairs:
        """Find every pair within the limit; see `Journeys.within`."""
        town = self.town.within(asset_ids, limit_min)
        country = self.country.within(asset_ids, limit_min / self.scale)
        parts = [
            _only(town.minutes, ~self.rural, 1.0),
            _only(country.minutes, self.rural, self.scale),
        ]
        # Put side by side, not added up: a sum would lose the ways of no minutes.
        data, row, column = (np.concatenate(each) for each in zip(*parts, strict=True))
        rows = csr_array((data, (row, column)), shape=town.minutes.shape)
        rows.sort_indices()
        return replace(town, minutes=rows)


def _only(
    minutes: csr_array, rows: NDArray[np.bool_], scale: float
) -> tuple[NDArray[np.float64], NDArray[np.int64], NDArray[np.int64]]:
    """Keep the pairs of some of the origins, of no minutes too: minutes, down, across."""
    kept = minutes.tocoo()
    chosen = rows[kept.coords[0]]
    row, column = (each[chosen].astype(np.int64) for each in kept.coords)
    return np.asarray(kept.data[chosen] * scale, dtype=float), row, column
