"""Journeys whose nearest doors are found once, for an answer and its effect that both need them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pandas import DataFrame

from geodata.model import Pack, Source, Travel
from layers.access.journeys import Journeys
from layers.access.pairs import Pairs
from layers.access.reach import same_doors
from layers.question.doors import asked_doors
from layers.question.question import Question


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class AnsweredJourneys:
    """Journeys with the nearest of some sets of doors found already; all else is asked of them.

    Attributes
    ----------
    nearest_of
        What `Journeys.nearest` returned, by the ids it was asked for.
    """

    journeys: Journeys
    nearest_of: Mapping[tuple[str, ...], DataFrame]

    @property
    def mode(self) -> Travel:
        """How people travel."""
        return self.journeys.mode

    @property
    def method(self) -> str:
        """How the minutes were measured or estimated."""
        return self.journeys.method

    @property
    def is_estimate(self) -> bool:
        """Whether the minutes are estimated."""
        return self.journeys.is_estimate

    @property
    def sources(self) -> tuple[Source, ...]:
        """Who published what the minutes were measured by."""
        return self.journeys.sources

    def nearest(self, asset_ids: Sequence[str]) -> DataFrame:
        """Find the nearest of these assets to every origin; see `Journeys.nearest`."""
        found = self.nearest_of.get(tuple(asset_ids))
        return self.journeys.nearest(asset_ids) if found is None else found

    def k_nearest(self, asset_ids: Sequence[str], count: int) -> DataFrame:
        """Find how far the nearest few of these assets are; see `Journeys.k_nearest`."""
        return self.journeys.k_nearest(asset_ids, count)

    def within(self, asset_ids: Sequence[str], limit_min: float) -> Pairs:
        """Find every pair within the limit; see `Journeys.within`."""
        return self.journeys.within(asset_ids, limit_min)


def answer_nearest(pack: Pack, question: Question, journeys: Journeys) -> AnsweredJourneys:
    """Find the nearest door of the service for every set of ages with the same doors."""
    doors = asked_doors(pack, question)
    sets = [tuple(str(key) for key in ids) for _, ids in same_doors(doors, question.ages)]
    found = {ids: journeys.nearest(list(ids)) for ids in dict.fromkeys(sets)}
    return AnsweredJourneys(journeys=journeys, nearest_of=found)
