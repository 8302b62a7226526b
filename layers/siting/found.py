"""The answer to where sites do most: a table, how sure it is, and what else could be done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from pandas import DataFrame

from geodata.model import Service, Source
from layers.question.question import Question
from layers.siting.demand import Aim, Who
from layers.siting.words import amount_words, otherwise_sentence, sites_notes, sites_sentence
from layers.spots import RoughDoors

Action = Literal["add", "close"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Ties:
    """What else is as good as the choice that is named.

    Attributes
    ----------
    ways
        In how many ways one of the sites can be exchanged for another with nothing lost.
    sites
        Where one site is chosen, every site that is as good, the one named among them, the best
        for all children first: `name` and `all_amount`, what it does to all children by itself.
        Empty where several sites are chosen, or nothing ties.
    """

    ways: int
    sites: DataFrame


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Siting:
    """The sites that do most, and how near that is to the best there can be.

    Attributes
    ----------
    service, needy
        The service asked about, and who is in need, in words; `high` is the same in short.
    doors
        How many open doors there are now, and of those how many are placed only roughly (`rough`).
    sites
        Indexed by `site_id` (a candidate or, for closing, an asset): `name`, `kind`, `spot`,
        `easting_m`, `northing_m`, `amount`: what each adds to those above it, or costs after
        them, and `all_amount`: the same to all children of the ages, in high need or not.
        Children for the aim "cover", child-minutes one way for "travel".
    curve
        Indexed by a number of sites from 1: `amount`, what so many chosen one after another do.
    ties
        What else is as good; of those the choice named does most for all children.
    runner_up
        Names of another choice: for adding, without the site that most depends on; for closing,
        with the exchange that costs least. Empty where there is none.
    amount, all_amount, runner_up_amount
        What the sites do together, what they do to all children of the ages, and what the
        runner-up does.
    demand
        What could be gained or lost at most: children for "cover", child-minutes for "travel".
    mean_minutes
        For "travel", how far it then is to the nearest on average; NaN otherwise.
    shortfall_share
        How much better another set may be, at most (0–1): more children, or less travel than is
        left. 0 where none is, proven (`is_best`).
    method
        How journeys were measured or estimated.
    is_after_changes
        Whether the doors are those of a scenario, and not those there are now.
    missing_areas, missing_children
        Areas left out because their need, children or starting points are not known, and how many
        children are counted in them.
    """

    question: Question
    heading: str
    service: Service
    needy: str
    high: str
    need_notes: tuple[str, ...]
    action: Action
    aim: Aim
    who: Who
    candidates: int
    doors: int
    sites: DataFrame
    curve: DataFrame
    ties: Ties
    runner_up: tuple[str, ...]
    amount: float
    all_amount: float
    runner_up_amount: float
    demand: float
    mean_minutes: float
    shortfall_share: float
    is_best: bool
    method: str
    missing_areas: int
    missing_children: float
    rough: RoughDoors
    sources: tuple[Source, ...]
    is_illustrative: bool
    is_after_changes: bool = False

    @property
    def table(self) -> DataFrame:
        """What each site does, the sites by their ids."""
        return self.sites.drop(columns="spot")

    def sentence(self) -> str:
        """Return where the sites are, what they do, and what else is as good."""
        return sites_sentence(self)

    def notes(self) -> tuple[str, ...]:
        """Return how sure it is that nothing is better, what ties, and how exact the doors are."""
        return (*sites_notes(self), *self.need_notes)

    def amount_words(self, amount: float) -> str:
        """Return an amount as it is said: children, or hours of travel."""
        return amount_words(amount, self.aim)

    def otherwise(self) -> str:
        """Return the choice that does next best; empty where there is none."""
        return otherwise_sentence(self)

    def missing(self) -> dict[str, float]:
        """Return what is left out because it is not known."""
        left_out = {"areas": float(self.missing_areas), "children": self.missing_children}
        return {name: count for name, count in left_out.items() if count}

    def parameters(self) -> dict[str, Any]:
        """Return every setting, for a table's foot or a file."""
        return self.question.parameters() | {
            "action": self.action,
            "aim": self.aim,
            "who": self.who,
            "sites": len(self.sites),
            "candidates": self.candidates,
            "doors": self.doors,
            "all_amount": self.all_amount,
            "shortfall_at_most_share": round(self.shortfall_share, 6),
            "exchanges_as_good": self.ties.ways,
            "sites_as_good": [str(key) for key in self.ties.sites.index],
            "journeys": self.method,
            "missing_areas": self.missing_areas,
            "illustrative": self.is_illustrative,
        }
