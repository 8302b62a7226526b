"""The answer to where hotspots are: a class for each area, the groups they make, the terms."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from pandas import DataFrame, Series

from geodata.model import Source
from layers.gap_words import Terms
from layers.hotspots import words
from layers.hotspots.neighbours import TOUCH_M, Nearness
from layers.hotspots.overall import Overall
from layers.indicators.colouring import Colouring
from layers.question.question import Question

Statistic = Literal["gi", "moran"]
About = Literal["need", "gap", "reach", "indicator"]

HOT, COLD, NEITHER, HIGH_AMONG_LOW, LOW_AMONG_HIGH = range(5)
NOT_KNOWN = 9
STATISTICS: dict[Statistic, str] = {"gi": "Getis–Ord Gi*", "moran": "local Moran’s I"}
NEARNESS: dict[Nearness, str] = {
    "touching": f"{{}} that touch (within {2 * TOUCH_M:g} m)",
    "nearest": "the 8 nearest {}",
}
"""What stands beside what, of the shapes that are asked about."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Hotspots:
    """Where neighbourhoods alike stand together more than chance would have it.

    Attributes
    ----------
    about
        "need" for the indicator of the question, "gap" for the share of children in high need and
        out of reach, "reach" for the share out of reach, "indicator" for one at its own geography.
    area_label, plural
        What one of the areas is called, and several: "ward", "wards".
    colouring
        The indicator that it is of, where it is of one at its own geography.
    terms
        The words of the answer that it is of: who is asked about, who is in need.
    need_notes
        What must be said of need where it is counted in people.
    areas
        Indexed by `area_id`: `name`, `district`, `children`, `value` (as published for need, else
        a share 0–1; NaN where not known), `score` (Gi* as a z-score, or Moran's I), `chance` (0–1,
        either way), `code` (hot, cold and so on; 9 not known or not judged) and `group` (its number
        in `groups`, 0 for none).
    groups
        Indexed by `group` from 1, hot ones first, the largest first: `kind` ("hot" or "cold"),
        `name`, `areas` (two or more), `children`, `districts`.
    overall
        Whether neighbours are alike over the whole map.
    judged
        How many areas were asked at once.
    cut
        Up to which chance a neighbourhood is significant; 0 where none is.
    needed_at_once
        How many at least must stand out at once to be told from chance; 0 where no arrangement of
        these figures could be.
    could_be_hot
        How many areas could have been part of a hotspot, had the highest figures of all been
        their neighbours'. Where most figures are the highest there is, few could.
    islands
        Names of areas without a neighbour; they are not judged.
    missing_areas
        Areas without a value; they are left out.
    """

    question: Question
    heading: str
    area_label: str
    plural: str
    colouring: Colouring | None
    terms: Terms
    need_notes: tuple[str, ...]
    about: About
    measured: str
    statistic: Statistic
    nearness: Nearness
    false_share: float
    overall: Overall
    judged: int
    cut: float
    needed_at_once: int
    could_be_hot: int
    areas: DataFrame
    groups: DataFrame
    islands: tuple[str, ...]
    missing_areas: int
    sources: tuple[Source, ...]
    is_illustrative: bool

    @property
    def table(self) -> DataFrame:
        """Each area with its class in words, what stands out first; see `tables.area_rows`."""
        from layers.hotspots.tables import area_rows

        return area_rows(self).set_index("area_id")

    @property
    def codes(self) -> Series:
        """The class of each area, in the order of the pack's areas."""
        return self.areas["code"]

    def missing(self) -> dict[str, float]:
        """Return how many areas were not judged: no figure, or no neighbour."""
        left = self.missing_areas + len(self.islands)
        named = "areas" if self.colouring is None else self.plural
        return {named: float(left)} if left else {}

    def sentence(self) -> str:
        """Return which groups of neighbourhoods stand out, or that none does, in one sentence."""
        return words.hotspots_said(self).headline

    def detail(self) -> str:
        """Return what is said after it: each group by name, or what the test could not see."""
        return words.hotspots_said(self).detail

    def strength(self) -> str:
        """Describe where it is the other way round, which is just as worth a look."""
        return words.cold_sentence(self)

    def method(self) -> str:
        """Describe in plain words how hotspots were found, and how far they are to be trusted."""
        return words.method_words(self)

    def notes(self) -> tuple[str, ...]:
        """Return what must be said beside the map: the rest of the answer, what the test saw."""
        return (*filter(None, (self.detail(),)), *words.caveats(self))

    def legend(self) -> dict[int, str]:
        """Return the classes that the map can show, in words, in the legend's order."""
        return words.legend_words(self)

    def parameters(self) -> dict[str, Any]:
        """Return every setting, for a table's foot or a file."""
        return {
            "about": self.about,
            "measure": self.measured,
            "statistic": STATISTICS[self.statistic],
            "neighbours": NEARNESS[self.nearness].format(self.plural),
            "weights": "row-standardised",  # which for Gi* is the same as equal ones
            "chances": "every arrangement of the other figures, counted",
            "false_discovery_share": self.false_share,
            "significant_up_to": self.cut,
            "needed_at_once": self.needed_at_once,
            "could_be_hot": self.could_be_hot,
            "moran_i": self.overall.index,
            "moran_z": self.overall.z_score,
            "moran_chance": self.overall.chance,
            "permutations": self.overall.permutations,
            "seed": self.overall.seed,
            "areas_without_neighbours": len(self.islands),
            "missing_areas": self.missing_areas,
            "illustrative": self.is_illustrative,
        } | self._asked()

    def _asked(self) -> dict[str, Any]:
        """Return the question, or the indicator in its place."""
        if self.colouring is None:
            return self.question.parameters()
        return self.colouring.parameters()
