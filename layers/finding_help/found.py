"""What was found: the offers in their groups, what is missing, and whom to ask."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pandas import DataFrame

from geodata.model import Source
from layers.finding_help.asked import HelpAsked
from layers.finding_help.start import Start
from layers.finding_help.told_apart import ASK, BEYOND, DISTANT, GROUPS, NEAR, VISITS
from layers.finding_help.words import (
    beside_sentence,
    group_words,
    heading_words,
    help_notes,
    help_sentence,
    lack_words,
    theme_words,
)

LONG_MIN = 20.0  # a journey of more than this is long with a small child


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class HelpFound:
    """What is open to one child from one spot.

    Attributes
    ----------
    offers
        Indexed by `asset_id`, group by group, in each the nearest first: `group` (one of
        `told_apart.GROUPS`), `minutes` (NaN without a way), `is_sure`,
        `service_id` and the texts of `offers.offer_row`.
    themes
        Indexed by `theme`, of what was asked for: `label`, `near`, `ask`, `distant` (offers),
        `nearest`, `nearest_way` (the nearest that is surely for the child and further away; empty
        where there is none, or one is near).
    reported
        What reports say is missing here for this age, a sentence each.
    ask_first
        Whom to ask, the first first, a sentence each.
    method
        How the ways were measured.
    bus_day
        The day of the timetable; empty where no bus is taken.
    is_near_edge
        Whether help over the edge of the pack may be nearer than what is listed.
    """

    asked: HelpAsked
    start: Start
    title: str
    offers: DataFrame
    themes: DataFrame
    reported: tuple[str, ...]
    ask_first: tuple[str, ...]
    method: str
    is_estimate: bool
    bus_day: str
    is_near_edge: bool
    sources: tuple[Source, ...]
    is_illustrative: bool

    @property
    def heading(self) -> str:
        """What is asked, in words."""
        return heading_words(self)

    @property
    def table(self) -> DataFrame:
        """Every offer that was found, group by group."""
        return self.offers

    @property
    def groups(self) -> tuple[str, ...]:
        """The groups that hold anything, in the order to read them.

        What comes online or by telephone stands first where the journey is long.
        """
        held = [group for group in GROUPS if len(self.of(group))]
        if self.is_travel_long:
            return tuple(sorted(held, key=lambda group: group != DISTANT))
        return tuple(held)

    @property
    def is_travel_long(self) -> bool:
        """Whether nothing sure is near, or the nearest of it takes long."""
        near = self.of(NEAR)
        return near.empty or bool(near["minutes"].iloc[0] > LONG_MIN)

    def of(self, group: str) -> DataFrame:
        """Return the offers of one group, the nearest first."""
        found: DataFrame = self.offers[self.offers["group"] == group]
        return found

    @property
    def count(self) -> int:
        """How many offers are within reach, come to the child, or may be for the child."""
        return sum(len(self.of(group)) for group in (NEAR, ASK, DISTANT, VISITS))

    @property
    def services(self) -> int:
        """How many services are near; the doors of a split site are one of them."""
        return int(self.of(NEAR)["service_id"].nunique())

    def title_of(self, group: str) -> str:
        """Return what a group is called."""
        return group_words(self, group)[0]

    def about(self, group: str) -> str:
        """Return what must be known of a group."""
        return group_words(self, group)[1]

    def sentence(self) -> str:
        """Return what is there for the child, and what is not."""
        return help_sentence(self)

    def beside(self) -> str:
        """Return what else there is: what to ask first, what comes to you, what is shut then."""
        return beside_sentence(self)

    def lacks(self) -> tuple[tuple[str, str], ...]:
        """Return each theme of which nothing is sure to be near, and what there is instead."""
        return tuple(theme_words(self))

    def lacks_heading(self) -> str:
        """Return what `lacks` is a list of; empty where nothing is missing."""
        return lack_words(self)

    def notes(self) -> tuple[str, ...]:
        """Return what must stand beside the list."""
        lacks = [f"{label}: {said}" for label, said in self.lacks()]
        lead = f"{self.lacks_heading()}:" if lacks else ""
        said = (self.beside(), lead, *lacks, *self.reported, *self.ask_first, *self.last_notes())
        return tuple(each for each in said if each)

    def last_notes(self) -> tuple[str, ...]:
        """Return how the list was made, and what it cannot tell."""
        return tuple(help_notes(self))

    def missing(self) -> dict[str, float]:
        """Return how much could not be judged."""
        unsure = len(self.of(ASK))
        return {"services that may be right": float(unsure)} if unsure else {}

    def parameters(self) -> dict[str, Any]:
        """Return what was asked and how it was worked out, without the spot."""
        return self.asked.parameters() | {
            "journeys": self.method,
            "bus_day": self.bus_day,
            "near": len(self.of(NEAR)),
            "ask_first": len(self.of(ASK)),
            "online_or_telephone": len(self.of(DISTANT)),
            "no_address": len(self.of(VISITS)),
            "further_away": len(self.of(BEYOND)),
            "illustrative": self.is_illustrative,
        }
