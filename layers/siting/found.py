"""The answer to where sites do most: a table, how sure it is, and what else could be done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from pandas import DataFrame

from geodata.model import Source
from layers.question.question import Question
from layers.siting.demand import Aim, Who

Action = Literal["add", "close"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Siting:
    """The sites that do most, and how near that is to the best there can be.

    Attributes
    ----------
    doors
        How many open doors there are now.
    sites
        Indexed by candidate (or, for closing, by asset): `name`, `kind`, `spot`, `easting_m`,
        `northing_m` and `amount`: what each adds to those above it, or costs beside them.
        Children for the aim "cover", child-minutes one way for "travel".
    curve
        Indexed by a number of sites from 1: `amount`, what so many chosen one after another do.
    runner_up
        Names of another set, without the site that would be missed most; empty where there is
        none.
    amount, runner_up_amount
        What the sites do together, and what the runner-up does.
    demand
        What could be gained or lost at most: children for "cover", child-minutes for "travel".
    mean_minutes
        For "travel", how far it then is to the nearest on average; NaN otherwise.
    shortfall_share
        How much better another set may be, at most (0–1): more children, or less travel than is
        left. 0 where none is, proven.
    method
        How journeys were come by.
    missing_areas
        Areas left out because their need, children or starting points are not known.
    """

    question: Question
    heading: str
    said: str
    action: Action
    aim: Aim
    who: Who
    candidates: int
    doors: int
    sites: DataFrame
    curve: DataFrame
    runner_up: tuple[str, ...]
    amount: float
    runner_up_amount: float
    demand: float
    mean_minutes: float
    shortfall_share: float
    is_best: bool
    method: str
    missing_areas: int
    sources: tuple[Source, ...]
    is_illustrative: bool

    def sentence(self) -> str:
        """Say where the sites are, what they do, and how sure that is."""
        return self.said

    def parameters(self) -> dict[str, Any]:
        """Give every setting, for a table's foot or a file."""
        return self.question.parameters() | {
            "action": self.action,
            "aim": self.aim,
            "who": self.who,
            "sites": len(self.sites),
            "candidates": self.candidates,
            "doors": self.doors,
            "shortfall_at_most_share": round(self.shortfall_share, 6),
            "journeys": self.method,
            "missing_areas": self.missing_areas,
            "illustrative": self.is_illustrative,
        }
