"""The answer to where hotspots are: a class for each area, the groups they make, the terms."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from pandas import DataFrame, Series

from geodata.model import Source
from layers.hotspots.neighbours import Nearness
from layers.question.question import Question

Statistic = Literal["gi", "moran"]
About = Literal["need", "gap", "reach"]

HOT, COLD, NEITHER, HIGH_AMONG_LOW, LOW_AMONG_HIGH = range(5)
NOT_KNOWN = 9
STATISTICS: dict[Statistic, str] = {"gi": "Getis–Ord Gi*", "moran": "local Moran's I"}
NEARNESS: dict[Nearness, str] = {
    "touching": "neighbourhoods that touch (within 5 m)",
    "nearest": "the 8 nearest neighbourhoods",
}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Hotspots:
    """Where neighbourhoods alike stand together more than chance would have it.

    Attributes
    ----------
    about
        "need" for the indicator of the question, "gap" for the share of children in high need and
        out of reach, "reach" for the share out of reach.
    areas
        Indexed by `area_id`: `name`, `district`, `children`, `value` (as published for need, else
        a share 0–1; NaN where not known), `score` (Gi* as a z-score, or Moran's I), `chance` (0–1,
        either way), `code` (hot, cold and so on; 9 not known or not judged) and `group` (its number
        in `groups`, 0 for none).
    groups
        Indexed by `group` from 1, hot ones first, the largest first: `kind` ("hot" or "cold"),
        `name`, `areas`, `children`, `districts`.
    cut
        Up to which chance a neighbourhood is significant; 0 where none is.
    needed_at_once
        How many must stand out at once to be told from chance with so few permutations.
    islands
        Names of areas without a neighbour; they are not judged.
    missing_areas
        Areas without a value; they are left out.
    """

    question: Question
    heading: str
    said: str
    about: About
    measured: str
    statistic: Statistic
    nearness: Nearness
    permutations: int
    seed: int
    false_share: float
    cut: float
    needed_at_once: int
    areas: DataFrame
    groups: DataFrame
    islands: tuple[str, ...]
    missing_areas: int
    sources: tuple[Source, ...]
    is_illustrative: bool

    def sentence(self) -> str:
        """Say which groups of neighbourhoods stand out."""
        return self.said

    @property
    def codes(self) -> Series:
        """The class of each area, in the order of the pack's areas."""
        return self.areas["code"]

    def parameters(self) -> dict[str, Any]:
        """Give every setting, for a table's foot or a file."""
        return {
            "about": self.about,
            "measure": self.measured,
            "statistic": STATISTICS[self.statistic],
            "neighbours": NEARNESS[self.nearness],
            "weights": "row-standardised",  # which for Gi* is the same as equal ones
            "permutations": self.permutations,
            "seed": self.seed,
            "false_discovery_share": self.false_share,
            "significant_up_to": self.cut,
            "areas_without_neighbours": len(self.islands),
            "missing_areas": self.missing_areas,
            "illustrative": self.is_illustrative,
        } | self.question.parameters()
